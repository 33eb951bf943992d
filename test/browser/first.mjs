// first.mjs - a new folder set up in the browser, from the address on the terminal to the first
// page, as people do it: by keyboard, on a phone, without JavaScript, with mistakes, in two
// browsers, and with the power cut in between. What practice looks like, and real folders never.
// Run: meson test "browser first"
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { closeAll, openBrowser, openPage, shot, sound } from './lib.mjs';
import { check, check as ok, end, same } from '../tap.mjs';

const khetane = resolve(process.argv[2]);
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
  await page.locator('#name1').fill('Ana K.');
  await page.locator('#login1').fill('ana');
  await page.locator('#name2').fill('Emir S.');
  await goOn(page);
  await page.getByRole('link', { name: 'Person 2 has nothing to sign in as.' }).waitFor();
  same(await page.locator('#name1').inputValue(), 'Ana K.', 'what was typed is kept');
  await page.locator('#login2').fill('emir');
  await page.locator('#role2').selectOption({ label: 'Key holder' });
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
  await sound(page, `first ${kind} ${screen}`, same);
  same(await page.getByText(/practice|invented/i).count(), screen === '1 language' ? 1 : 0,
    `${kind} ${screen}: nothing looks like practice`);
};

await openBrowser();
try {
  for (const [kind, options] of [['wide', {}], ['no-script', { width: 320, script: false }]]) {
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
  }
} finally {
  await closeAll();
  for (const server of running) await server.stop('SIGKILL');
  rmSync(top, { recursive: true, force: true });
}
end();
