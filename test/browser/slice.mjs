// slice.mjs - one worker's way through the whole program, as she goes it: the locked page, signing
// in, a case, a paper and its last day, a letter and its PDF; with and without JavaScript.
// Usage: node test/browser/slice.mjs KHETANE
import { resolve } from 'node:path';
import { check, same } from '../tap.mjs';
import { inBrowser, inDays, newOffice, openPage, sound as soundPage, typeDay } from './lib.mjs';

const office = newOffice(resolve(process.argv[2]));
const { phrase, password } = office;
const { url } = await office.serve();
const sound = (page, name) => soundPage(page, `slice ${name}`);

async function signIn(page) {
  await page.goto(`${url}/sign-in`);
  await page.fill('#login', 'mira');
  await page.fill('#password', 'not her password');
  await page.click('main button');
  check((await page.textContent('main')).includes('is not right'), 'a wrong password is told');
  await page.fill('#password', password);
  await page.click('main button');
  await page.waitForURL(`${url}/`);
}

// The way of one worker; n tells her cases apart.
async function walk(n, options) {
  const name = `${options.script ? 'script' : 'no-script'} ${options.width}`;
  const page = await openPage(`${url}/`, { ...options, reducedMotion: 'reduce' });
  await sound(page, `sign-in ${name}`);
  await signIn(page);
  await sound(page, `cases ${name}`);

  await page.click('nav a[href="/case/new"]');
  await page.click('main button[value=all]');
  await page.click('main button[value=save]');
  same(await page.title().then((t) => t.startsWith('Error:')), true,
    `${name}: an empty form says what is missing`);
  await sound(page, `faults ${name}`);
  await page.fill('#nickname', `Zumbula ${n}`);
  await page.check('[name=area][value=papers]');
  await page.fill('#what', `Two children without birth entries ${n}`);
  await page.fill('[name="c.story"]', 'Told <b>in</b> the kitchen & written down.');
  await sound(page, `new case ${name}`);
  await page.click('main button[value=save]');
  await page.waitForURL(/\/case\/OD-\d+-\d+/);
  check((await page.textContent('main')).includes('Told <b>in</b> the kitchen & written down.'),
    `${name}: what was told is shown as it was typed`);

  const casePath = new URL(page.url()).pathname;
  await page.goto(`${url}${casePath}/paper`);
  await page.selectOption('#what', 'refusal');
  await page.selectOption('#how', 'in_hand');
  await page.selectOption('#procedure', 'rs.admin.appeal');
  await typeDay(page, 'received', inDays(-3));
  await sound(page, `paper ${name}`);
  await page.click('main button.btn');
  await page.waitForURL(/\/case\/OD-\d+-\d+/);
  await page.click('summary:has-text("How this day was counted")');
  const text = await page.textContent('main');
  check(/Last day: \w+ \d+ \w+ \d{4} \(in \d+ days?\)/.test(text), `${name}: the last day stands there`);
  check(text.includes('verified in the law'),
    `${name}: with its rule and how sure it is`);
  await sound(page, `case ${name}`);

  await page.goto(`${url}${casePath}/letter`);
  await page.selectOption('#procedure', 'rs.admin.request');
  await page.selectOption('#language', 'sr_latn');
  await sound(page, `letter order ${name}`);
  await page.click('main button.btn');
  if (!/\/letter\//.test(page.url())) {
    await sound(page, `missing facts ${name}`);
    for (const box of await page.$$('textarea[name^="fact."]')) await box.fill('Rekovo, Donja ulica');
    await page.check('[name=gaps]');
    await page.click('main button.btn');
  }
  await page.waitForURL(/\/letter\/OD-L-\d+-\d+/);
  await sound(page, `letter ${name}`);
  await page.click('button:has-text("Print as PDF")');
  await page.waitForURL(/\/letter\/OD-L-\d+-\d+/);
  const pdf = await page.request.get(`${page.url().split('?')[0]}/pdf`);
  same((await pdf.body()).subarray(0, 5).toString(), '%PDF-', `${name}: the letter is a PDF`);
  await page.click('text=Sign out');
  await page.waitForURL('**/sign-in');
  await page.goto(`${url}${casePath}`);
  check(page.url().includes('/sign-in'), `${name}: signed out, the case is not shown`);
  await page.context().close();
}

await inBrowser(async () => {
  for (const width of [320, 1280]) {
    const page = await openPage(`${url}/`, { width });
    await sound(page, `locked ${width}`);
    await page.context().close();
  }
  const locked = await openPage(`${url}/`, { script: false });
  await locked.fill('#phrase', 'not the passphrase at all');
  await locked.click('main button.btn');
  check((await locked.textContent('main')).includes('is not one of a key holder'),
    'a wrong passphrase is told');
  await new Promise((done) => setTimeout(done, 1200)); // the pause after a wrong one
  await locked.fill('#phrase', phrase);
  await locked.click('main button.btn');
  await locked.waitForURL('**/sign-in');
  await locked.context().close();

  await walk(1, { width: 320, script: false });
  await walk(2, { width: 320, script: true });
  await walk(3, { width: 1280, script: true });
  const status = JSON.parse(office.run('status', '--json'));
  same(status.open, true, 'the command line sees the same server');
  office.run('lock');
  const page = await openPage(`${url}/cases`);
  same(page.reply.status(), 503, 'locked, no page shows anything');
  await page.context().close();
});
