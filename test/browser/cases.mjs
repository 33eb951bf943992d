// cases.mjs - a case as its worker meets it: a procedure begins, what happened is written down with
// its proof, nobody answers, the next way opens; notes; a case is not closed over an open way. With and
// without JavaScript, on a screen and a phone.
// Usage: node test/browser/cases.mjs KHETANE
import { resolve } from 'node:path';
import { check, same } from '../tap.mjs';
import { inBrowser, sound, startDemo } from './lib.mjs';

const { url, signIn } = await startDemo(resolve(process.argv[2]));
const says = async (page, text) => (await page.textContent('main')).includes(text);

/* So many days ago: [day, month, year] */
function ago(days) {
  const at = new Date(Date.now() - days * 86400000);
  return [at.getDate(), at.getMonth() + 1, at.getFullYear()].map(String);
}

async function event(page, { what, days, proof, result, number }) {
  const [d, m, y] = ago(days);
  await page.selectOption('[name=what]', what);
  await page.fill('[name="on.d"]', d);
  await page.fill('[name="on.m"]', m);
  await page.fill('[name="on.y"]', y);
  if (proof) await page.selectOption('[name=proof]', proof);
  if (result) await page.selectOption('[name=result]', result);
  if (number) await page.fill('[name=number]', number);
  await page.getByRole('button', { name: 'Write it down' }).click();
}

// A case of nobody's story, in which nothing has begun yet.
async function newCase(page, nickname) {
  await page.goto(`${url}/case/new`);
  await page.click('button[value=next]');
  await page.fill('#nickname', nickname);
  await page.check('[name=area][value=housing]');
  await page.fill('#what', 'The roof');
  await page.click('button[value=save]');
  await page.waitForURL(/\/case\/[A-Z]/);
  return url + new URL(page.url()).pathname;
}

async function walk(options, n) {
  const name = `cases ${options.script ? 'script' : 'no-script'} ${options.width}`;
  const page = await signIn('mira', options);
  const at = await newCase(page, ['Hedija', 'Rabija'][n]);

  await page.goto(`${at}/procedure`);
  await sound(page, `${name} a procedure`);
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await page.waitForSelector('.errors, [role=alert]');
  check(await page.title().then((t) => t.includes('Error')), `${name}: without a procedure it is asked for`);
  const request = await page.$$eval('[name=procedure] option', (all) =>
    all.map((o) => o.value).find((v) => v === 'rs.admin.request'));
  await page.selectOption('[name=procedure]', request);
  await page.fill('[name=body_name]', 'Municipality of Rekovo');
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await page.waitForSelector('.done');
  check(await says(page, 'Hand in:'), `${name}: what comes next is the handing in`);

  await page.getByRole('link', { name: 'It was handed in' }).first().click();
  await page.waitForSelector('[name=proof]');
  same(await page.inputValue('[name=what]'), 'filed', `${name}: the step knows what happened`);
  await event(page, { what: 'filed', days: 80 });
  await page.waitForSelector('.errors, [role=alert]');
  same(await page.inputValue('[name="on.d"]'), ago(80)[0], `${name}: without proof it is asked for, and the day stays`);
  await sound(page, `${name} what happened`);
  await event(page, { what: 'filed', days: 80, proof: 'refused' });
  await page.waitForSelector('.done');
  check(await says(page, 'Refused at the desk'), `${name}: refused at the desk stands there`);
  check(await says(page, 'Hand in:'), `${name}: ... and nothing runs from it`);

  await page.getByRole('link', { name: 'It was handed in' }).first().click();
  await event(page, { what: 'filed', days: 79, proof: 'posted', number: 'RR 123 456' });
  await page.waitForSelector('.done');
  check(await says(page, 'RR 123 456'), `${name}: the slip's number stands with it`);
  check(await says(page, 'No answer since'), `${name}: nobody has answered`);
  check(await says(page, 'Nobody answered:'), `${name}: the way against silence is open`);
  check(await says(page, 'provisional'), `${name}: posting is not delivery`);
  await sound(page, `${name} the case`);

  await page.getByRole('link', { name: 'Begin this step' }).first().click();
  await page.waitForSelector('[name=procedure]');
  check((await page.inputValue('[name=procedure]')) !== '', `${name}: the next procedure is chosen already`);
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await page.waitForSelector('.done');
  check(!await says(page, 'Nobody answered:'), `${name}: once begun it is not offered again`);

  await page.fill('form[action$="/note"] [name=text]', 'Rang; she was not there');
  await page.selectOption('form[action$="/note"] [name=what]', 'not_reached');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.waitForSelector('.done');
  check(await says(page, 'Rang; she was not there'), `${name}: the line stands in the case`);
  await page.getByRole('link', { name: 'Letters', exact: true }).click();
  await page.waitForURL((where) => where.search.includes('show=letter'));
  check(!await says(page, 'Rang; she was not there'), `${name}: letters alone`);
  await page.context().close();
}

await inBrowser(async () => {
  const ways = [
    { script: true, width: 1280 },
    { script: false, width: 320 },
  ];
  for (const [n, options] of ways.entries()) await walk(options, n);
});
