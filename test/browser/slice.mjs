// slice.mjs - one worker's way through the whole program, as she goes it: the locked page, signing
// in, a case, a paper and its last day, a letter and its PDF; with and without JavaScript.
// Usage: node test/browser/slice.mjs KHETANE
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { check, end, same } from '../tap.mjs';
import { closeAll, openBrowser, openPage, sound as soundPage } from './lib.mjs';

const khetane = resolve(process.argv[2]);
const home = mkdtempSync(join(tmpdir(), 'khetane-slice-'));
const data = join(home, 'data');
const phrase = 'a phrase for the browser test';
const password = 'four words for mira';

function secret(name, text) {
  const path = join(home, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

const phraseFile = secret('phrase', phrase);
const passwordFile = secret('password', password);
const run = (...args) => execFileSync(khetane, [...args, '--dir', data], { encoding: 'utf8' });

run('init', '--name', 'Open Door', '--prefix', 'OD', '--country', 'rs', '--person', 'Mira M.',
  '--login', 'mira', '--passphrase-file', phraseFile, '--password-file', passwordFile, '--quiet');

const server = spawn(khetane, ['serve', '--dir', data, '--port', '0'],
  { stdio: ['ignore', 'ignore', 'pipe'] });
const url = await new Promise((done, failed) => {
  let said = '';
  server.stderr.on('data', (bytes) => {
    said += bytes;
    const found = said.match(/http:\/\/\S+?(?=\/?\s)/);
    if (found) done(found[0]);
  });
  server.on('exit', (code) => failed(new Error(`khetane serve ended with ${code}: ${said}`)));
});

const sound = (page, name) => soundPage(page, `slice ${name}`, same);

const day = (ago) => new Date(Date.now() - ago * 86400000);

async function typeDay(page, name, date) {
  await page.fill(`[name="${name}.d"]`, String(date.getDate()));
  await page.fill(`[name="${name}.m"]`, String(date.getMonth() + 1));
  await page.fill(`[name="${name}.y"]`, String(date.getFullYear()));
}

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
  await typeDay(page, 'received', day(3));
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

try {
  await openBrowser();
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
  const status = JSON.parse(run('status', '--json'));
  same(status.open, true, 'the command line sees the same server');
  run('lock', '--quiet');
  const page = await openPage(`${url}/cases`);
  same(page.reply.status(), 503, 'locked, no page shows anything');
  await page.context().close();
} catch (error) {
  check(false, String(error.stack ?? error));
} finally {
  await closeAll();
  server.kill('SIGTERM');
  await new Promise((done) => server.on('exit', done));
  rmSync(home, { recursive: true, force: true });
}
end();
