// fields.mjs - own fields, as an admin adds them: with and without JavaScript, on a phone and a
// screen; a kind of a test file is there without a line of C; every worker knows at once.
// Usage: node test/browser/fields.mjs KHETANE_WITH_THE_TEST_KIND
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { check, end, same } from '../tap.mjs';
import { axe, closeAll, openBrowser, openPage, shot, smallTargets, tooWide } from './lib.mjs';

const khetane = resolve(process.argv[2]);
const home = mkdtempSync(join(tmpdir(), 'khetane-fields-'));
const data = join(home, 'data');
const phrase = 'a phrase for the browser test';
const password = 'four words for mira';

function secret(name, text) {
  const path = join(home, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

execFileSync(khetane, ['init', '--dir', data, '--name', 'Open Door', '--prefix', 'OD', '--country',
  'rs', '--person', 'Mira M.', '--login', 'mira', '--passphrase-file', secret('phrase', phrase),
  '--password-file', secret('password', password), '--quiet']);
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

async function sound(page, name) {
  if (!name.includes('no-script')) {
    same(await axe(page), [], `${name}: axe finds nothing`);
    same(await tooWide(page), [], `${name}: nothing is wider than the screen`);
    same(await smallTargets(page), [], `${name}: what is pressed is large enough`);
    await shot(page, `fields-${name.replaceAll(' ', '-')}`);
  }
}

async function signIn(page) {
  await page.goto(`${url}/`);
  if (await page.locator('#phrase').count()) {
    await page.fill('#phrase', phrase);
    await page.click('main button');
    await page.waitForURL('**/sign-in');
  }
  await page.goto(`${url}/sign-in`);
  await page.fill('#login', 'mira');
  await page.fill('#password', password);
  await page.click('main button');
  await page.waitForURL((at) => at.pathname !== '/sign-in');
}

const says = async (page, text) => (await page.textContent('main')).includes(text);

async function walk(n, options) {
  const name = `${options.script ? 'script' : 'no-script'} ${options.width}`;
  const label = `Bus ticket ${n}`;
  const page = await openPage(`${url}/`, { ...options, reducedMotion: 'reduce' });
  await signIn(page);
  await page.goto(`${url}/fields`);
  check(await says(page, 'Visits'), `${name}: the test kind is there`);
  await sound(page, `forms ${name}`);
  await page.goto(`${url}/fields/visit`);
  await sound(page, `form ${name}`);

  await page.click('main a.btn');
  await page.click('main form button');
  check(await says(page, 'Write what it is called.'), `${name}: a field needs a name`);
  check(await says(page, 'Choose what it holds.'), `${name}: and a type`);
  await page.fill('#label', label);
  await page.selectOption('#is', 'choice');
  await page.click('main form button');
  check(await says(page, 'Choose the list'), `${name}: a choice needs its list`);
  same(await page.inputValue('#label'), label, `${name}: what was typed stays`);
  await sound(page, `faults ${name}`);
  await page.selectOption('#is', 'text');
  await page.click('main form button');
  check(await says(page, `New: "${label}" in "Visits".`), `${name}: it says what it will do`);
  await sound(page, `sure ${name}`);
  await page.click('main form button');
  await page.waitForURL(/\/fields\/visit\?back=/);
  for (let i = 0; i < 6; i++) { // three workers answer in turn
    await page.goto(`${url}/fields/visit`);
    check(await says(page, label), `${name}: the field is there, asked ${i + 1} times`);
  }

  await page.click(`text=${label}`);
  await sound(page, `field ${name}`);
  await page.click('text="Hide it"');
  check(await says(page, 'is shown no more'), `${name}: hiding says what it does`);
  await page.click('main form button');
  await page.click('text="Take this back"');
  check(await says(page, 'is shown again'), `${name}: taking back says so too`);
  await page.click('main form button');

  await page.goto(`${url}/choices/municipality`);
  await page.fill('#label', `Prizren ${n}`);
  await page.click('text="Go on"');
  await page.click('main form button');
  check(await says(page, `Prizren ${n}`), `${name}: a municipality of our own`);
  await sound(page, `list ${name}`);
  await page.context().close();
}

try {
  await openBrowser();
  await walk(1, { script: true, width: 1280 });
  await walk(2, { script: true, width: 320 });
  await walk(3, { script: false, width: 320 });
} finally {
  await closeAll();
  server.kill();
  await new Promise((done) => { server.on('exit', done); });
  rmSync(home, { recursive: true });
}
end();
