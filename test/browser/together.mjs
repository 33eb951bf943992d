// together.mjs - one thing done to all that fit a list: asked first, a few at once, many by a job, all
// taken back as one; with and without JavaScript.
// Usage: node test/browser/together.mjs KHETANE
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { check, end, same } from '../tap.mjs';
import { closeAll, openBrowser, openPage, sound as soundPage } from './lib.mjs';

const khetane = resolve(process.argv[2]);
const home = mkdtempSync(join(tmpdir(), 'khetane-together-'));
const data = join(home, 'data');
const phrase = 'a phrase for the browser test';
const password = 'four words for mira';
const PEOPLE = 230;

function secret(name, text) {
  const path = join(home, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

const files = ['--passphrase-file', secret('phrase', phrase), '--password-file',
  secret('password', password)];
const run = (args, input) => execFileSync(khetane, [...args, '--dir', data],
  { encoding: 'utf8', input });

run(['init', '--name', 'Open Door', '--prefix', 'OD', '--country', 'rs', '--person', 'Mira M.',
  '--login', 'mira', ...files, '--quiet']);
const rows = Array.from({ length: PEOPLE }, (_, i) => JSON.stringify(
  { names: `given, Nobody${i}`, born: i < 40 ? '1990' : '1980' }));
run(['add', 'person', '--from', '-', '--as', 'mira', ...files, '--quiet'], `${rows.join('\n')}\n`);

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
const sound = (page, name) => soundPage(page, `together ${name}`, same);
const main = (page) => page.textContent('main');
const press = (page, what) => Promise.all([page.waitForNavigation(), page.click(what)]);

async function walk(options) {
  const name = `${options.script ? 'script' : 'no-script'} ${options.width}`;
  const page = await openPage(`${url}/sign-in`, { ...options, reducedMotion: 'reduce' });
  await page.fill('#login', 'mira');
  await page.fill('#password', password);
  await press(page, 'main button');

  await page.goto(`${url}/records/person?where=born%3D1990`);
  await page.check('[data-row]');
  await page.check('.bulk [name=all]');
  await page.selectOption('.bulk [name=set]', 'sex.f');
  await sound(page, `list ${name}`);
  await press(page, '.bulk button[value=set]');
  const asked = await main(page);
  check(asked.includes('Nothing has been changed yet') && /Will be changed\s*40/.test(asked),
    `${name}: asked first, with how many`);
  await sound(page, `asked ${name}`);
  await press(page, 'main button:has-text("Do it")');
  check(page.url().includes('born%3D1990') || page.url().includes('born=1990'),
    `${name}: a few are done at once, and the list is there again`);
  await press(page, '.done button');
  check((await page.textContent('body')).includes('Taken back'), `${name}: and taken back`);

  await page.goto(`${url}/records/person`);
  await page.check('[data-row]');
  await page.check('.bulk [name=all]');
  await page.selectOption('.bulk [name=set]', 'sex.f');
  await press(page, '.bulk button[value=set]');
  await press(page, 'main button:has-text("Do it")');
  await page.waitForURL('**/together/*');
  const wait = async (words) => {
    for (let i = 0; i < 120 && !(await main(page)).includes(words); i++) {
      await page.waitForTimeout(500);
      await page.reload();
    }
    return (await main(page)).includes(words);
  };
  check(await wait(`${PEOPLE} were changed.`), `${name}: many are done by a job, which says how many`);
  await sound(page, `done ${name}`);
  await press(page, 'main button:has-text("Take all of it back")');
  check(await wait(`${PEOPLE} were taken back.`), `${name}: all of it is taken back as one`);
  await sound(page, `back ${name}`);
  await page.goto(`${url}/records/person?where=sex%3Df`);
  check((await main(page)).includes('Nothing fits'), `${name}: as it was before`);
  await page.context().close();
}

try {
  await openBrowser();
  const locked = await openPage(`${url}/`, { script: false });
  for (let i = 0; i < 5 && !locked.url().endsWith('/sign-in'); i++) { // a busy machine asks again
    await locked.fill('#phrase', phrase);
    await press(locked, 'main button.btn');
  }
  await locked.context().close();
  await walk({ width: 320, script: false });
  await walk({ width: 1280, script: true });
} catch (error) {
  check(false, String(error.stack ?? error));
} finally {
  await closeAll();
  server.kill('SIGTERM');
  await new Promise((done) => server.on('exit', done));
  rmSync(home, { recursive: true, force: true });
}
end();
