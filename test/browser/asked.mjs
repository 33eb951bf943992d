// asked.mjs - what is odd and may be so all the same: asked in the form that was sent, kept as given
// by the tick, never put right; in a case, in the form of any kind, in a new case, in an import. With
// and without JavaScript, on a screen and a phone.
// Usage: node test/browser/asked.mjs KHETANE
import { resolve } from 'node:path';
import { check, same } from '../tap.mjs';
import { inBrowser, inDays, sound, startDemo, typeDay } from './lib.mjs';

const { url, signIn } = await startDemo(resolve(process.argv[2]));
const says = async (page, text) => (await page.textContent('main')).includes(text);
const send = (page) => page.click('main .acts button.btn:not([name])');

function nextSunday() {
  const at = inDays(14);
  while (at.getDay() !== 0) at.setTime(at.getTime() + 86400000);
  return at;
}

/* A case of her own, in which no procedure runs. */
async function newCase(page, name) {
  await page.goto(`${url}/case/new`);
  await page.click('button[value=next]');
  await page.waitForSelector('#nickname');
  await page.fill('#nickname', `Quiet ${name}`);
  await page.check('[name=area][value=housing]');
  await page.fill('#what', 'A roof');
  await page.click('button[value=save]');
  if (await page.locator('[name=known][value=new]').count() !== 0) {
    await page.check('[name=known][value=new]');
    await page.click('button[value=save]');
  }
  await page.waitForURL((where) => /^\/case\/[A-Z]/.test(where.pathname));
  return `${url}${new URL(page.url()).pathname}`;
}

async function happened(page, what, day, proof) {
  await page.selectOption('[name=what]', what);
  await typeDay(page, 'on', day);
  await page.selectOption('[name=proof]', proof);
  await page.getByRole('button', { name: 'Write it down' }).click();
}

const asked = (page, text) => page.waitForFunction(
  (wanted) => document.querySelector('.asked')?.textContent.includes(wanted), text);

/* It arrived before it was sent: asked, the tick is needed, the day is kept, the history says it. */
async function sending(page, at, name) {
  await page.goto(`${at}/procedure`);
  const request = await page.$$eval('[name=procedure] option', (all) =>
    all.map((o) => o.value).find((v) => v.endsWith('.admin.request')));
  await page.selectOption('[name=procedure]', request);
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await page.waitForSelector('.done');
  await page.getByRole('link', { name: 'It was handed in' }).first().click();
  await happened(page, 'filed', inDays(-20), 'posted');
  await page.waitForSelector('.done');
  await page.getByRole('link', { name: 'Something happened' }).first().click();
  await page.waitForSelector('[name=proof]');
  const day = inDays(-25);
  await happened(page, 'received', day, 'said');
  await page.waitForSelector('.asked');
  check(await says(page, 'this is before it was handed in'), `${name}: it is asked`);
  check(await says(page, 'It was handed in or posted on'), `${name}: and told why`);
  same(await page.inputValue('[name="on.d"]'), String(day.getDate()), `${name}: the day stays as it was written`);
  same(await page.locator('.errors a').count(), 1, `${name}: the summary leads to the tick`);
  await sound(page, `${name} asked`);
  await page.getByRole('button', { name: 'Write it down' }).click();
  await page.waitForSelector('.asked');
  check(true, `${name}: without the tick it is asked again`);
  await page.check('[name=sure]');
  await typeDay(page, 'on', inDays(-26));
  await page.getByRole('button', { name: 'Write it down' }).click();
  await page.waitForSelector('.asked');
  check(!await page.isChecked('[name=sure]'), `${name}: of another day it is asked anew`);
  await page.check('[name=sure]');
  await page.getByRole('button', { name: 'Write it down' }).click();
  await page.waitForSelector('.done');
  check(await says(page, 'It reached the body'), `${name}: it is kept`);
}

/* The form of any kind: a hearing on a Sunday. */
async function hearing(page, at, name) {
  await page.goto(at);
  const link = await page.$$eval('main a', (all) =>
    all.map((a) => a.href).find((h) => h.includes('/records/hearing/new')));
  await page.goto(link);
  const day = nextSunday();
  await typeDay(page, 'f.when_held', day);
  await page.fill('[name="f.when_held.t"]', '9:30');
  await page.fill('[name="f.where"]', 'Basic court');
  await send(page);
  await asked(page, 'nobody works on this day');
  check(await says(page, 'Sunday'), `${name}: it says which day that is`);
  await sound(page, `${name} hearing`);
  await page.check('[name=sure]');
  await send(page);
  await page.waitForSelector('.done');
  check(await says(page, String(day.getFullYear())), `${name}: the hearing is kept on its Sunday`);
  const path = new URL(page.url()).pathname;
  await page.goto(`${url}${path}/history`);
  check(await says(page, 'Asked, and it is so: Day and hour: nobody works on this day.'),
    `${name}: that it was asked stands in its history`);
}

/* A new case: a paper that came before the date on it. */
async function intake(page, name) {
  await page.goto(`${url}/case/new?step=0`);
  await page.goto(`${url}/case/new`);
  if (await page.locator('button[value=all]').count() !== 0) {
    await page.click('button[value=all]');
    await page.waitForFunction(() => document.querySelector('[name=step]')?.value === '0');
  }
  await page.selectOption('[name=paper]', 'decision').catch(() => page.check('[name=paper][value=decision]'));
  await typeDay(page, 'received', inDays(-4));
  await typeDay(page, 'dated', inDays(-2));
  await page.selectOption('[name=how]', 'in_hand').catch(() => page.check('[name=how][value=in_hand]'));
  await page.fill('[name=nickname]', `Odd ${name}`);
  await page.selectOption('[name=area]', 'housing').catch(() => page.check('[name=area][value=housing]'));
  await page.fill('[name=what]', 'The paper and its date');
  await page.click('main form .acts button[value=save]').catch(() => send(page));
  await asked(page, 'this is before the date that stands on it');
  same(await page.inputValue('[name=nickname]'), `Odd ${name}`, `${name}: nothing of the new case is lost`);
  await sound(page, `${name} new case`);
  await page.check('[name=sure]');
  await page.click('main form .acts button[value=save]').catch(() => send(page));
  await page.waitForURL((where) => /^\/case\/[A-Z]/.test(where.pathname));
  check(await says(page, 'The paper and its date'), `${name}: the case is made with the paper as it is`);
}

async function walk(options) {
  const name = `asked ${options.script ? 'script' : 'no-script'} ${options.width}`;
  const page = await signIn('mira', options);
  const at = await newCase(page, name);
  await sending(page, at, name);
  await hearing(page, at, name);
  await intake(page, name);
  await page.context().close();
}

await inBrowser(async () => {
  const ways = [
    { script: true, width: 1280 },
    { script: false, width: 1280 },
    { script: true, width: 320 },
  ];
  for (const options of ways) await walk(options);
});
