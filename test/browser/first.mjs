// first.mjs - a new folder set up in the browser, from the address on the terminal to the first
// page, as people do it: by keyboard, on a phone, without JavaScript, with mistakes, in two
// browsers, and with the power cut in between. What practice looks like, and real folders never.
// Run: meson test "browser first"
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { closeAll, openBrowser, openPage, shot, sound } from './lib.mjs';
import { check as ok, end, same } from '../tap.mjs';

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

async function organisation(page) {
  await page.getByRole('radio', { name: 'English' }).check();
  await goOn(page);
  await heading(page, 'Your organisation');
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

await openBrowser();
try {
  const folder = join(top, 'walk');
  const server = serve(folder);
  const url = await server.ready;
  ok(/^http:\/\/127\.0\.0\.1:\d+\/begin\/[0-9a-f]{32}$/.test(url), 'an address is printed');
  const page = await openPage(url);
  await heading(page, 'Welcome');
  await sound(page, 'first 1 language', same);
  await organisation(page);
  await sound(page, 'first 3 keys', same);
  await keys(page);
  await sound(page, 'first 3 words', same);
  await words(page);
  await sound(page, 'first 4 sheets', same);
  await sheets(page);
  await goOn(page);
  await page.waitForTimeout(4000);
  console.log('# ' + page.url(), server.said, readdirSync(folder));
  await shot(page, 'first-5');
} finally {
  await closeAll();
  for (const server of running) await server.stop('SIGKILL');
  rmSync(top, { recursive: true, force: true });
}
end();
