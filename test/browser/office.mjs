// office.mjs - who looks after the data: the light, a place for backups, a backup, the test of
// restoring, a stick that is not there, jobs; with and without JavaScript, and from the shell.
// Usage: node test/browser/office.mjs KHETANE
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { check, same } from '../tap.mjs';
import { inBrowser, newOffice, sound as soundPage } from './lib.mjs';

const khetane = resolve(process.argv[2]);
const office = newOffice(khetane, [{ name: 'Ana', login: 'ana', roles: 'worker' }]);
const { data, home, signIn } = office;
const stick = join(home, 'stick');
const place = join(stick, 'khetane');
const { url } = await office.serve();
office.unlock();

const sound = (page, name) => soundPage(page, `office ${name}`);

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

await inBrowser(async () => {
  const page = await signIn('mira', { width: 1280 });
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

  const small = await signIn('mira', { width: 320, script: false });
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
    const phone = await signIn('mira', { width: 320 });
    await phone.goto(`${url}/${path}`);
    await sound(phone, `${path} 320`);
    await phone.context().close();
  }

  const ana = await signIn('ana');
  check(!(await main(ana)).includes('ackup'), 'a worker has no light');
  same((await ana.goto(`${url}/backups`)).status(), 403, 'and no page of backups');
  await ana.goto(`${url}/jobs`);
  check((await main(ana)).includes('Nothing was asked for yet.'), 'and sees only her own jobs');
  await ana.context().close();

  const status = JSON.parse(office.run('status', '--json'));
  check(['green', 'amber'].includes(status.backup), 'khetane status knows the light', status.backup);
  const done = office.json('job', 'run', 'restore-test');
  same([done.work, done.state], ['restore-test', 'done'], 'khetane job run asks the server');
  same(office.json('schedule').map((line) => line.work).includes('backup'),
    true, 'khetane schedule lists the place');
  same(spawnSync(khetane, ['doctor', '--dir', data, ...office.mira, '--json']).status, 0,
    'khetane doctor finds all well');

  const children = () => execFileSync('ps', ['-eo', 'comm,ppid,pid'], { encoding: 'utf8' });
  office.run('lock');
  same(/khetane-runner/.test(children()), false, 'locked, no runner is left');
});
