// office.mjs - who looks after the data: the light, a place for backups, a backup, the test of
// restoring, a stick that is not there, jobs; with and without JavaScript, and from the shell.
// Usage: node test/browser/office.mjs KHETANE
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync }
  from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { check, end, same } from '../tap.mjs';
import { closeAll, openBrowser, openPage as anyPage, sound as soundPage } from './lib.mjs';

const khetane = resolve(process.argv[2]);
const home = mkdtempSync(join(tmpdir(), 'khetane-office-'));
const data = join(home, 'data');
const stick = join(home, 'stick');
const place = join(stick, 'khetane');
const password = 'four words for mira';

function secret(name, text) {
  const path = join(home, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

const phraseFile = secret('phrase', 'a phrase for the browser test');
const passwordFile = secret('password', password);
const as = ['--dir', data, '--as', 'mira', '--password-file', passwordFile];
const run = (...args) => execFileSync(khetane, args, { encoding: 'utf8' });

run('init', '--dir', data, '--name', 'Open Door', '--prefix', 'OD', '--country', 'rs', '--person',
  'Mira M.', '--login', 'mira', '--passphrase-file', phraseFile, '--password-file', passwordFile,
  '--quiet');
run('user', 'add', '--name', 'Ana', '--login', 'ana', '--roles', 'worker', '--new-password-file',
  secret('ana', 'another long password'), ...as, '--passphrase-file', phraseFile, '--quiet');

const server = spawn(khetane, ['serve', '--dir', data, '--port', '0'],
  { stdio: ['ignore', 'ignore', 'pipe'] });
let said = '';
const url = await new Promise((done, failed) => {
  server.stderr.on('data', (bytes) => {
    said += bytes;
    const found = said.match(/http:\/\/\S+?(?=\/?\s)/);
    if (found) done(found[0]);
  });
  server.on('exit', (code) => failed(new Error(`khetane serve ended with ${code}: ${said}`)));
});
run('unlock', '--dir', data, '--passphrase-file', phraseFile, '--quiet');

const sound = (page, name) => soundPage(page, `office ${name}`, same);

async function signIn(page, login, word) {
  await page.fill('#login', login);
  await page.fill('#password', word);
  await page.click('main button');
  await page.waitForURL((to) => ['/', '/sign-in/password'].includes(to.pathname));
  if (page.url().endsWith('/')) return;
  await page.fill('#answer', 'lamp river goat seven'); // the first password was for one time
  await page.click('main button');
  await page.waitForURL((to) => to.pathname === '/');
}

const openPage = (to, options) => anyPage(to, { ...options, reducedMotion: 'reduce' });
const main = (page) => page.textContent('main');
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Looks again by hand until the page says it.
async function until(page, words, name, seconds = 30) {
  for (let i = 0; i < seconds; i++) {
    if ((await main(page)).includes(words)) break;
    await pause(1000);
    await page.goto(page.url().split('?')[0]);
  }
  return check((await main(page)).includes(words), name, await main(page));
}

async function add(page, folder) {
  await page.goto(`${url}/backups`);
  await page.fill('#folder', folder);
  await page.click('button:has-text("Add this place")');
}

try {
  await openBrowser();
  const page = await openPage(`${url}/sign-in`, { width: 1280 });
  await signIn(page, 'mira', password);
  check((await main(page)).includes('No backup yet.'), 'the first page has a red light');
  await sound(page, 'red');
  await page.click('text=See to the backups');
  await page.waitForURL('**/backups');
  await sound(page, 'no places 1280');

  await add(page, 'stick');
  check((await main(page)).includes('from the first slash on'), 'half a path is told');
  same(await page.inputValue('#folder'), 'stick', 'and what was typed is kept');
  await sound(page, 'fault');
  await add(page, join(data, 'copies'));
  check((await main(page)).includes('in the data folder itself'), 'the data folder is refused');

  await add(page, place);
  await page.waitForSelector('.done');
  await until(page, 'is the stick plugged in?', 'a stick that is not there is told');
  await sound(page, 'absent');
  mkdirSync(stick);
  await page.click('button:has-text("Back up now")');
  await until(page, 'Last backup: today', 'then there is a backup, and the light is green');
  check(existsSync(join(place, 'khetane.backup')), 'it lies on the stick');
  check((await main(page)).includes('on the same disk'), 'a place on the same disk is told');
  await page.click('button:has-text("Try to restore")');
  await until(page, 'records came back, every one as it is here',
    'the test of restoring compares every record');
  same(readdirSync(data).filter((name) => name.startsWith('restore')), [],
    'and leaves nothing behind');
  await sound(page, 'green 1280');

  await page.goto(`${url}/jobs`);
  await page.click('button:has-text("Check that nothing was changed")');
  await page.waitForURL((to) => to.pathname === '/jobs');
  await page.waitForSelector('text=are as they were written', { timeout: 20000 });
  check(true, 'with a script, the page of jobs looks again by itself');
  same(await page.locator('a[data-poll]').count(), 0, 'and stops when nothing is at work');
  await sound(page, 'jobs 1280');

  renameSync(stick, `${stick}.away`);
  await page.goto(`${url}/backups`);
  await page.click('button:has-text("Back up now")');
  await until(page, 'The last try did not succeed', 'a stick that was taken away turns it amber');
  await page.context().close();

  const small = await openPage(`${url}/sign-in`, { width: 320, script: false });
  await signIn(small, 'mira', password);
  renameSync(`${stick}.away`, stick);
  await small.goto(`${url}/backups`);
  await small.click('button:has-text("Back up now")');
  for (let i = 0; i < 30 && (await main(small)).includes('did not succeed'); i++) {
    await pause(1000);
    await small.goto(`${url}/backups`);
  }
  check(!(await main(small)).includes('did not succeed'),
    'without a script the same: it is green again');
  await small.goto(`${url}/jobs`);
  await small.click('text=Look again');
  check((await main(small)).includes('Test of restoring'), 'jobs are listed');
  await small.context().close();
  for (const path of ['backups', 'jobs', 'keeping']) {
    const phone = await openPage(`${url}/sign-in`, { width: 320 });
    await signIn(phone, 'mira', password);
    await phone.goto(`${url}/${path}`);
    await sound(phone, `${path} 320`);
    await phone.context().close();
  }

  const ana = await openPage(`${url}/sign-in`);
  await signIn(ana, 'ana', 'another long password');
  check(!(await main(ana)).includes('ackup'), 'a worker has no light');
  same((await ana.goto(`${url}/backups`)).status(), 403, 'and no page of backups');
  await ana.goto(`${url}/jobs`);
  check((await main(ana)).includes('Nothing was asked for yet.'), 'and sees only her own jobs');
  await ana.context().close();

  const status = JSON.parse(run('status', '--dir', data, '--json'));
  check(['green', 'amber'].includes(status.backup), 'khetane status knows the light', status.backup);
  const done = JSON.parse(run('job', 'run', 'restore-test', ...as, '--json', '--quiet'));
  same([done.work, done.state], ['restore-test', 'done'], 'khetane job run asks the server');
  same(JSON.parse(run('schedule', ...as, '--json')).map((line) => line.work).includes('backup'),
    true, 'khetane schedule lists the place');
  same(spawnSync(khetane, ['doctor', ...as, '--json']).status, 0, 'khetane doctor finds all well');

  const children = () => execFileSync('ps', ['-eo', 'comm,ppid,pid'], { encoding: 'utf8' });
  run('lock', '--dir', data, '--quiet');
  same(/khetane-runner/.test(children()), false, 'locked, no runner is left');
} catch (error) {
  check(false, String(error.stack ?? error), said);
} finally {
  await closeAll();
  server.kill('SIGTERM');
  await new Promise((done) => server.on('exit', done));
  rmSync(home, { recursive: true, force: true });
}
end();
