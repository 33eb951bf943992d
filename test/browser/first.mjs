// first.mjs - a new folder set up in the browser, from the address on the terminal to the first
// page, as people do it: by keyboard, on a phone, without JavaScript, with mistakes, in two
// browsers, and with the power cut in between. What practice looks like, and real folders never.
// Usage: node test/browser/first.mjs KHETANE [KHETANE_WITH_CHEAP_PASSWORDS]
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { closeAll, openBrowser, openPage, shot, sound, top as root } from './lib.mjs';
import { check, check as ok, end, same, skip } from '../tap.mjs';

let khetane = resolve(process.argv[2]); // what a passphrase costs belongs to the first round
const top = mkdtempSync(join(tmpdir(), 'khetane-first-'));
const password = 'river stone candle nine';
const running = new Set();

// The server of a folder; resolves when it has printed an address.
function serve(folder, ...args) {
  const child = spawn(khetane, ['serve', '--dir', folder, '--port', '0', ...args],
    { stdio: ['ignore', 'ignore', 'pipe'] });
  const server = { child, said: '' };
  running.add(server);
  child.on('exit', (code) => { server.code = code; running.delete(server); });
  server.ready = new Promise((found) => {
    child.stderr.on('data', (bytes) => {
      server.said += bytes;
      const url = server.said.match(/http:\/\/\S+/);
      if (url) found(url[0]);
    });
    child.on('exit', () => found(null));
  });
  server.stop = (signal = 'SIGTERM') => new Promise((end) => {
    if (child.exitCode !== null || child.signalCode !== null) end();
    child.on('exit', end);
    child.kill(signal);
  });
  return server;
}

const heading = (page, text) => page.locator('h1', { hasText: text }).waitFor();
const goOn = (page) => page.getByRole('button', { name: 'Go on', exact: true }).click();
const name = 'Open Gate of Prilep';

/* The command of the systemd unit, with this program and a folder of this test. */
async function service() {
  const unit = readFileSync(join(root, 'packaging/khetane.service'), 'utf8');
  const words = unit.match(/^ExecStart=(.*)$/m)[1].split(' ');
  same([words[0], words[1]], ['/usr/bin/khetane', 'serve'], 'the unit serves');
  same(unit.match(/^Condition/m), null, 'and starts where there is no folder yet');
  const server = serve(join(top, 'service'), ...words.slice(2).filter((w, i, all) =>
    w !== '--dir' && all[i - 1] !== '--dir'));
  const url = await server.ready;
  ok(/\/begin\/[0-9a-f]{32}$/.test(url), `the unit's command prints where to set it up`);
  const page = await openPage(url);
  ok(await page.getByRole('radio', { name: 'English' }).isVisible(), 'its first page asks for the language');
  await page.context().close();
  await server.stop();
}

async function organisation(page, look = () => {}) {
  await page.getByRole('radio', { name: 'English' }).check();
  await goOn(page);
  await heading(page, 'Your organisation');
  await look('2 organisation');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Short form').fill('OG');
  await page.getByLabel('North Macedonia').check();
  await goOn(page);
  await heading(page, 'Who holds the keys');
}

async function keys(page, second = 'Emir S.') {
  await page.getByLabel('Your name').fill('Mira M.');
  await page.getByLabel('You sign in as').fill('mira');
  await page.getByLabel('Your password').fill(password);
  await page.getByLabel('Second key holder').fill(second);
  await goOn(page);
  await heading(page, 'The passphrases');
}

// Types back what stands on the page, as from paper.
async function words(page) {
  const cards = page.locator('.card');
  const phrases = [];
  for (let i = 0; i < await cards.count(); i++) {
    const all = await cards.nth(i).locator('li').allInnerTexts();
    const number = Number((await cards.nth(i).locator('label').innerText()).match(/\d+/)[0]);
    await page.locator(`#word${i}`).fill(all[number - 1].toUpperCase().slice(0, 4));
    phrases.push(all.join(' '));
  }
  await goOn(page);
  await heading(page, 'Recovery sheets');
  return phrases;
}

function pdfText(bytes) {
  return execFileSync('pdftotext', ['-raw', '-', '-'], { input: bytes }).toString();
}

async function sheetsText(page) {
  const reply = await page.context().request.get(new URL('/first/sheets/print', page.url()).href);
  same(reply.headers()['content-type'], 'application/pdf', 'the sheets are a PDF');
  return pdfText(await reply.body()).split('\f');
}

async function sheets(page) {
  const texts = await sheetsText(page);
  same(texts.filter((text) => text.trim() !== '').length, 3, 'there are three of them');
  for (let i = 0; i < 3; i++) {
    const label = await page.locator(`label[for=sheet${i + 1}]`).innerText();
    const number = Number(label.match(/word (\d+)/)[1]);
    const part = texts[i].split('Words for use with sheet')[1];
    const word = part.match(new RegExp(`(?:^|\\s)${number}\\s+([a-z]+)`))[1];
    await page.locator(`#sheet${i + 1}`).fill(word);
  }
  ok(!texts.join('').includes('PRACTICE'), 'sheets of a real folder do not say practice');
  return texts;
}


// The whole way; 'look' is called on each screen.
async function walk(page, folder, stick, look) {
  await heading(page, 'Welcome');
  await look('1 language');
  await organisation(page, look);
  await look('3 keys');
  await keys(page);
  await look('3 words');
  const phrases = await words(page);
  await look('4 sheets');
  await sheets(page);
  same(existsSync(join(folder, 'khetane.keys')), false, 'until the sheets are read back no folder counts');
  await goOn(page);
  await heading(page, 'Who works here');
  ok(existsSync(join(folder, 'khetane.keys')), 'then it does');
  same(readdirSync(folder).filter((file) => file.startsWith('.khetane')), [], 'and nothing is left over');
  await look('5 people');
  same([await page.locator('#name1').inputValue(), await page.locator('#login1').inputValue(),
    await page.locator('#role1').inputValue()], ['Emir S.', 'emir', 'key_holder'],
  'the second key holder is offered an account');
  await page.locator('#role1').selectOption({ label: 'Worker' });
  await page.locator('#name2').fill('Ana K.');
  await goOn(page);
  await page.getByRole('link', { name: 'Person 2 has nothing to sign in as.' }).waitFor();
  same(await page.locator('#name2').inputValue(), 'Ana K.', 'what was typed is kept');
  await page.locator('#login2').fill('ana');
  await goOn(page);
  await heading(page, 'Slips to hand over');
  const slips = await page.locator('.card').allInnerTexts();
  same(slips.length, 2, 'there is a slip for each');
  const given = slips[0].match(/One-time password\s+(\S+)/)[1];
  check(/\w{4}/.test(given), 'with a one-time password', given);
  await look('5 slips');
  await page.getByRole('link', { name: 'Go on' }).click();
  await heading(page, 'What you use');
  await look('6 use');
  await page.getByRole('checkbox', { name: 'Cases' }).uncheck();
  await goOn(page);
  await heading(page, 'The first backup');
  await look('7 backup');
  await page.getByLabel('Folder').fill('media/stick');
  await page.getByRole('button', { name: 'Add this place' }).click();
  await page.getByRole('link', { name: /Write the whole path/ }).waitFor();
  await page.getByLabel('Folder').fill(stick);
  await page.getByRole('button', { name: 'Add this place' }).click();
  for (let n = 0; n < 90 && await page.getByText('Last backup: ').count() === 0; n++) {
    await page.waitForTimeout(1000);
    await page.goto(new URL('/first/backup', page.url()).href);
  }
  ok(readdirSync(stick).length !== 0, 'the first backup is there');
  await look('7 done');
  await page.getByRole('button', { name: 'Go to the first page' }).click();
  await heading(page, 'Today');
  same(await page.getByText('Setting up is not done yet').count(), 0, 'setting up is done');
  same(await page.getByRole('link', { name: 'New case' }).count(), 0, 'what is not used is in no menu');
  ok(await page.getByRole('link', { name: 'Mira M.' }).count() === 1, 'and she is signed in');
  ok(await page.locator('.note.ok', { hasText: 'Last backup' }).count() === 1, 'the light is green');
  await look('8 today');
  return { phrases, given };
}

const looks = (page, kind) => async (screen) => {
  await sound(page, `first ${kind} ${screen}`);
  same(await page.getByText(/practice|invented/i).count(), screen === '1 language' ? 1 : 0,
    `${kind} ${screen}: nothing looks like practice`);
};


// Mistakes, the other browser, going back: nothing typed is lost, nothing wrong is taken.
async function mistakes() {
  const folder = join(top, 'mistakes');
  const server = serve(folder);
  const url = await server.ready;
  const site = new URL('/', url).href;
  const stranger = await openPage(site);
  await heading(stranger, 'Khetane is being set up');
  same(stranger.reply.status(), 403, 'who has not the address sees no form');
  same((await stranger.goto(`${site}begin/${'0'.repeat(32)}`)).status(), 404, 'nor who guesses it');
  await stranger.goto(`${site}first/sheets`);
  await heading(stranger, 'Khetane is being set up');

  const page = await openPage(url);
  await page.getByRole('radio', { name: 'English' }).check();
  await goOn(page);
  await heading(page, 'Your organisation');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Short form').fill('O!');
  await goOn(page);
  await page.getByRole('link', { name: 'The short form has letters and figures alone.' }).waitFor();
  await page.getByRole('link', { name: 'Choose a country.' }).waitFor();
  ok((await page.title()).startsWith('Error:'), 'the title says so');
  same(await page.getByLabel('Name').inputValue(), name, 'what was typed stands there');
  await sound(page, 'first wrong organisation');
  await page.getByRole('button', { name: 'Back' }).click();
  await heading(page, 'Welcome');
  await organisation(page);
  await page.getByLabel('Your name').fill('Mira M.');
  await page.getByLabel('You sign in as').fill('mira the first');
  await goOn(page);
  await page.locator('.errors').waitFor();
  same(await page.getByLabel('Your name').inputValue(), 'Mira M.', 'a name that was typed stays, too');
  await page.getByLabel('You sign in as').fill('mira');
  await page.getByLabel('Your password').fill('open gate of prilep');
  await goOn(page);
  await page.locator('.errors').waitFor();
  await page.getByRole('button', { name: 'Back' }).click();
  await heading(page, 'Your organisation');
  await goOn(page);
  same(await page.getByLabel('You sign in as').inputValue(), 'mira', 'back and forth');
  await keys(page, '');
  await goOn(page);
  await page.getByRole('link', { name: /This is not word \d of this passphrase/ }).waitFor();
  await words(page);
  const set = (await page.locator('main').innerText()).match(/number ([0-9a-f]{6})/)[1];
  await sheets(page);
  await page.locator('#sheet2').fill('zebra');
  await goOn(page);
  await page.getByRole('link', { name: /This is not word \d+ of sheet 2/ }).waitFor();
  await sound(page, 'first wrong sheet');

  const other = await openPage(url);
  await heading(other, 'Another browser is setting up');
  await sound(other, 'first other browser');
  await other.getByRole('button', { name: 'Go on in this one' }).click();
  await heading(other, 'Recovery sheets');
  await goOn(page);
  await page.getByText('Setting up goes on in another browser.').waitFor();
  ok(true, 'the browser before has nothing in its hands any more');

  await other.goto(`${site}first/organisation`);
  await other.getByText('Recovery sheets were made already').waitFor();
  await other.getByLabel('Short form').fill('OGP');
  await goOn(other);
  await goOn(other);
  await words(other);
  const text = await other.locator('main').innerText();
  ok(!text.includes(set), 'another organisation has other sheets');
  await server.stop('SIGKILL');
  ok(readdirSync(folder).includes('.khetane.new'), 'cut off here, something was begun');
  const again = serve(folder);
  const fresh = await again.ready;
  ok(fresh.includes('/begin/') && fresh.slice(-32) !== url.slice(-32), 'it begins anew');
  same(readdirSync(folder), ['serve.lock'], 'and nothing half written is there');
  await again.stop();
  for (const one of [stranger, page, other]) await one.context().close();
}

async function refused(args, want, what) {
  const server = serve(...args);
  await server.ready;
  await server.stop();
  ok(server.code !== 0 && want.test(server.said), what, server.said);
}

// Folders that cannot be set up, each with a sentence; a power cut behind the last screen.
async function folders() {
  const taken = join(top, 'taken');
  mkdirSync(taken, { mode: 0o700 });
  writeFileSync(join(taken, 'thesis.odt'), 'x');
  await refused([taken], /something else in it \(thesis\.odt\)/, 'a folder with something else is left alone');
  same(readdirSync(taken), ['thesis.odt'], 'and nothing was put into it');
  await refused([join(taken, 'thesis.odt')], /./, 'a file is no folder');
  await refused([join(top, 'no', 'such')], /no\/such/, 'nor is one whose parent is not there');
  await refused([join(top, 'lan'), '--lan'], /Set it up on this computer first/, 'the network comes later');
  const lost = join(top, 'lost');
  mkdirSync(lost, { mode: 0o700 });
  writeFileSync(join(lost, 'khetane.db'), 'x');
  await refused([lost], /khetane\.keys is missing/, 'data without keys are no new folder');
  const open = join(top, 'open');
  mkdirSync(open, { mode: 0o755 });
  await refused([open], /chmod 700/, 'nor one that others may look into');

  const cut = join(top, 'cut');
  init(cut);
  const ready = join(cut, '.khetane.ready');
  mkdirSync(ready, { mode: 0o700 });
  for (const file of ['khetane.keys', 'reads.db']) renameSync(join(cut, file), join(ready, file));
  const server = serve(cut);
  ok(!(await server.ready).includes('/begin/'), 'a power cut while files moved up loses nothing');
  ok(existsSync(join(cut, 'khetane.keys')) && !existsSync(ready), 'they have moved now');
  await server.stop();
}

function init(folder) {
  writeFileSync(join(top, 'password'), password, { mode: 0o600 });
  writeFileSync(join(top, 'phrase'), 'a phrase for the first browser', { mode: 0o600 });
  execFileSync(khetane, ['init', '--dir', folder, '--name', name, '--prefix', 'OG', '--country', 'rs',
    '--person', 'Mira M.', '--login', 'mira', '--password-file', join(top, 'password'),
    '--passphrase-file', join(top, 'phrase')], { stdio: 'ignore' });
}

// A disk with hardly any room: told at the form, and it goes on once there is room.
async function fullDisk() {
  const disk = join(top, 'disk');
  mkdirSync(disk, { mode: 0o700 });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m,mode=700', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    return skip('a full disk', 'no disk of our own can be mounted here');
  }
  try {
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(2980 * 1024));
    const server = serve(join(disk, 'data'));
    const page = await openPage(await server.ready);
    await organisation(page);
    await keys(page, '');
    const number = Number((await page.locator('label[for=word0]').innerText()).match(/\d+/)[0]);
    await page.locator('#word0').fill(await page.locator('.words li').nth(number - 1).innerText());
    await goOn(page);
    await page.locator('.errors', { hasText: 'full' }).waitFor();
    same(readdirSync(join(disk, 'data')), ['serve.lock'], 'a full disk is told, and nothing stays behind');
    rmSync(join(disk, 'ballast'));
    await words(page);
    ok(true, 'with room again it goes on');
    await server.stop();
    await page.context().close();
  } finally {
    execFileSync('umount', ['-l', disk]);
  }
}

// What practice looks like: on each page, on paper, in each file that leaves it.
async function practice() {
  const folder = join(top, 'try');
  const server = serve(folder);
  const page = await openPage(await server.ready, { width: 320 });
  await page.getByRole('radio', { name: 'English' }).check();
  await page.getByRole('radio', { name: /invented people/ }).check();
  await goOn(page);
  await heading(page, 'Today');
  const url = new URL('/', page.url()).href;
  const marked = async (what) => {
    await page.locator('.practice .invented', { hasText: 'PRACTICE' }).waitFor();
    ok((await page.title()).startsWith('PRACTICE: '), `${what}: says practice`);
  };
  await marked('the first page');
  await sound(page, 'first practice today 320');
  same(readdirSync(folder), ['serve.lock'], 'the real folder is as empty as before');
  ok(existsSync(`${folder}-practice/khetane.keys`), 'practice has one beside it');
  await page.goto(`${url}records/person`);
  await marked('a list');
  await page.setViewportSize({ width: 1280, height: 900 });
  await sound(page, 'first practice list');
  await page.emulateMedia({ media: 'print' });
  ok(await page.locator('.invented').isVisible(), 'so does paper');
  await shot(page, 'first-practice-print');
  await page.emulateMedia({ media: 'screen' });
  ok((await page.goto(`${url}no-such-page`)).status() === 404, 'a page that is not there');
  await marked('it');

  const get = async (path) => page.request.get(url + path);
  const csv = await get('records/person/as/csv');
  const lines = (await csv.text()).trim().split('\r\n');
  ok(lines[0].endsWith('PRACTICE') && lines.slice(1).every((line) => line.endsWith('invented')),
    'each row of a CSV says it', lines[0]);
  ok(csv.headers()['content-disposition'].includes('practice-person.csv'), 'and its name');
  writeFileSync(join(top, 'p.xlsx'), await (await get('records/person/as/xlsx')).body());
  ok(/sheet name="PRACTICE /.test(unzip('p.xlsx', 'xl/workbook.xml')), 'an Excel file has it in its tab');
  const sheet = unzip('p.xlsx', 'xl/worksheets/sheet1.xml');
  ok(sheet.includes('<oddHeader>') && sheet.includes('invented'), 'on its pages and in its rows');

  await page.goto(`${url}cases`);
  await page.locator('main a[href*="/case/PR-"]').first().click();
  await page.goto(`${page.url().split('?')[0]}/letter`);
  await page.selectOption('#procedure', 'rs.admin.request');
  await page.selectOption('#language', 'sr_latn');
  await page.click('main button.btn');
  await page.waitForLoadState();
  for (const box of await page.$$('textarea[name^="fact."]')) await box.fill('Rekovo');
  if (await page.locator('[name=gaps]').count() !== 0) {
    await page.check('[name=gaps]');
    await page.click('main button.btn');
  }
  await page.waitForURL(/\/letter\/PR-L-/);
  await page.click('button:has-text("Print as PDF")');
  await page.waitForURL(/\/letter\/PR-L-/);
  await page.waitForLoadState();
  const pages = pdfText(await (await page.request.get(`${page.url().split('?')[0]}/pdf`)).body()).split('\f')
    .filter((text) => text.trim() !== '');
  ok(pages.length !== 0 && pages.every((text) => (text.match(/PRACTICE: /g) ?? []).length === 2),
    'each page of a letter says it above and below');

  await page.goto(`${url}lock`);
  await page.getByRole('button', { name: 'Close it now' }).click();
  for (let n = 0; n < 30 && await page.locator('#phrase').count() === 0; n++) {
    await page.waitForTimeout(1000); // until the last worker with keys has ended
    await page.goto(url).catch(() => {});
  }
  await page.getByText('practice folder with nobody real in it').waitFor();
  await marked('the locked page');
  await page.locator('#phrase').fill('practice folder with nobody real in it');
  await page.getByRole('button', { name: 'Open' }).click();
  await heading(page, 'Today');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await heading(page, 'Sign in');
  await marked('signing in');
  await server.stop();
  const again = serve(folder);
  ok((await again.ready).includes('/begin/'), 'started again, the real folder can still be set up');
  await again.stop();
  await page.context().close();
}

function unzip(file, entry) {
  return execFileSync('unzip', ['-p', join(top, file), entry]).toString();
}
await openBrowser();
try {
  for (const [kind, options] of  [['wide', {}], ['phone', { width: 320 }],
    ['no-script', { width: 320, script: false }]]) {
    const folder = join(top, kind), stick = join(top, `${kind}-stick`);
    mkdirSync(stick, { mode: 0o700 });
    const server = serve(folder);
    const url = await server.ready;
    ok(/^http:\/\/127\.0\.0\.1:\d+\/begin\/[0-9a-f]{32}$/.test(url), `${kind}: an address is printed`);
    const page = await openPage(url, options);
    await walk(page, folder, stick, looks(page, kind));
    await server.stop();
    same(server.code, 0, `${kind}: the server ends well`);
    await page.context().close();
    khetane = resolve(process.argv[3] ?? khetane);
  }
  await service();
  await mistakes();
  await folders();
  await fullDisk();
  await practice();
} finally {
  await closeAll();
  for (const server of running) await server.stop('SIGKILL');
  rmSync(top, { recursive: true, force: true });
}
end();
