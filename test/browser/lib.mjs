// lib.mjs - what browser tests share: an office with its people, pages as they see them, and what
// must be true of each. Order: startDemo() or newOffice() and its serve(), then inBrowser(), which
// ends all of it, with openPage() and signIn() inside; or openBrowser() and closeAll() by hand.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { check, end, same } from '../tap.mjs';

// Days are counted where the demo office is, here and in the browser.
process.env.TZ = 'Europe/Belgrade';

const require = createRequire(import.meta.url);
export const top = join(dirname(fileURLToPath(import.meta.url)), '../..');
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa',
  'best-practice'];
const shots = join(top, 'build/shots');

const servers = [];
const offices = []; // each with stop() and said()
const homes = []; // folders to be removed
let browser;

// Starts a program that prints its address as its first line and ends when its input does.
export function startServer(program, args = []) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  servers.push(child);
  return new Promise((done, failed) => {
    let text = '';
    child.stdout.on('data', (bytes) => {
      text += bytes;
      const url = text.match(/http\S+/);
      if (url) done({ child, url: url[0] });
    });
    child.on('exit', (code) => failed(new Error(`${program} ended with ${code}`)));
  });
}

export async function openBrowser({ args = [], env } = {}) {
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    ...(env && { env: { ...process.env, ...env } }),
    args: [...args, '--no-sandbox', '--headless=new', '--disable-gpu', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
  return browser;
}

export async function closeAll() {
  await browser?.close();
  await Promise.all(servers.map((child) => new Promise((done) => {
    if (child.exitCode !== null) done();
    child.on('exit', done);
    child.stdin.end();
  })));
  await Promise.all(offices.map((office) => office.stop()));
}

// A whole test in a browser: what it throws is a failed check, and whatever was begun is ended.
export async function inBrowser(work, options) {
  try {
    await openBrowser(options);
    await work();
  } catch (error) {
    check(false, String(error.stack ?? error), offices.map((office) => office.said()).join('\n'));
  } finally {
    await closeAll();
    for (const home of homes) rmSync(home, { recursive: true, force: true });
  }
  end();
}

// A page at a width of the screen; what it must not do is counted in page.faults.
export async function openPage(url, { width = 1280, script = true, dark = false, ...more } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 640 : 900 },
    javaScriptEnabled: script,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce', // a page that is still moving takes no clicks
    ...more,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60000); // a machine may have much else to do
  page.faults = { policy: [], outside: [], errors: [] };
  page.on('console', (message) => {
    const text = message.text();
    if (/Content Security Policy|Trusted Type/i.test(text)) page.faults.policy.push(text);
    else if (message.type() === 'error') page.faults.errors.push(text);
  });
  page.on('pageerror', (error) => page.faults.errors.push(String(error)));
  page.on('request', (request) => {
    const { host, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && host !== new URL(url).host) {
      page.faults.outside.push(request.url());
    }
  });
  page.reply = await page.goto(url, { waitUntil: 'load' });
  return page;
}

// Runs axe in a world of its own, past the page's policy, which forbids foreign scripts.
export async function axe(page) {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId } = await session.send('Page.createIsolatedWorld',
    { frameId: frameTree.frame.id, worldName: 'axe' });
  const run = async (expression) => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate',
      { expression, contextId: executionContextId, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return result.value;
  };
  await run(`${axeSource};0`);
  const options = JSON.stringify({
    runOnly: { type: 'tag', values: axeTags },
    resultTypes: ['violations'], // what is well need not be told in full: half the time
  });
  return run(`axe.run(document, ${options})
    .then((r) => r.violations.map((v) => v.id + ': ' + v.help + ' — ' +
      v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + (n.failureSummary ?? ''))
        .join(' | ')))`);
}

// How wide the page is against the screen, and what sticks out.
export function tooWide(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.body.querySelectorAll('*')]
      .filter((e) => e.getBoundingClientRect().right > width + 1)
      .slice(0, 5).map((e) => e.outerHTML.slice(0, 120));
  });
}

// Controls whose text is hard to see on their ground (axe does not look into all of them).
export function faintControls(page) {
  return page.evaluate(() => {
    const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const channel = (c) => linear(c / 255);
    const parse = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);
    const light = ([r, g, b]) =>
      0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
    const ground = (e) => {
      for (; e; e = e.parentElement) {
        const colour = parse(getComputedStyle(e).backgroundColor);
        if (colour.length === 3 || colour[3] > 0.99) return colour;
      }
      return [255, 255, 255];
    };
    return [...document.querySelectorAll('input, select, textarea, button, a.btn')]
      .filter((e) => e.type !== 'hidden' && e.offsetParent !== null)
      .map((e) => {
        const ends = [light(parse(getComputedStyle(e).color)), light(ground(e))];
        return [(Math.max(...ends) + 0.05) / (Math.min(...ends) + 0.05), e.outerHTML.slice(0, 100)];
      })
      .filter(([ratio]) => ratio < 4.5).map(([ratio, html]) => `${ratio.toFixed(2)} ${html}`);
  });
}

// What people press is at least 24 by 24, or stands in a line of text.
export function smallTargets(page) {
  return page.evaluate(() => [...document.querySelectorAll('a, button, input, select, textarea')]
    .filter((e) => e.type !== 'hidden' && e.offsetParent !== null)
    .filter((e) => getComputedStyle(e).display !== 'inline')
    .filter((e) => !e.closest('.vh, .skip'))
    .map((e) => [e.getBoundingClientRect(), e.outerHTML.slice(0, 100)])
    .filter(([box]) => box.width < 24 || box.height < 24)
    .map(([box, html]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`));
}

// What the page looks like, for people who read a test's run; the whole gate has nobody who does.
export async function shot(page, name) {
  if (process.env.KHETANE_SHOTS === 'no') return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

// All that must hold for a page as it stands. Where no script runs none can look at the page
// either: those pages are the same ones, so only their hosts are asked.
export async function sound(page, name) {
  if (name.includes('no-script')) {
    same(page.faults.outside, [], `${name}: keeps to its host`);
    return;
  }
  same(await axe(page), [], `${name}: axe finds nothing`);
  same(await tooWide(page), [], `${name}: nothing is wider than the screen`);
  same(await faintControls(page), [], `${name}: what is typed can be read`);
  same(await smallTargets(page), [], `${name}: what is pressed is large enough`);
  // A form that is shown again comes with 422 or 409, of which the browser complains when it likes.
  const errors = page.faults.errors.filter((text) => !text.includes('responded with'));
  same({ ...page.faults, errors }, { policy: [], outside: [], errors: [] },
    `${name}: keeps to its policy and host`);
  await shot(page, name.replaceAll(' ', '-'));
}

// Runs a server; its address is known when it has said 'last'.
async function serve(khetane, args, last) {
  const child = spawn(khetane, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  const gone = () => child.exitCode !== null || child.signalCode !== null;
  const server = {
    said: () => said,
    stop: () => new Promise((done) => {
      if (gone()) done();
      child.on('exit', done);
      child.kill('SIGTERM');
    }),
  };
  offices.push(server);
  server.url = await new Promise((done, failed) => {
    child.stderr.on('data', (bytes) => {
      said += bytes;
      const found = said.match(/http:\/\/\S+?(?=\/?\s)/);
      if (found && said.includes(last)) done(found[0]);
    });
    child.on('exit', (code) => failed(new Error(`khetane ${args[0]} ended with ${code}: ${said}`)));
  });
  return server;
}

// The ways in of an office; words(login) is what each signs in with now.
function doors(office, words) {
  // Signs in on a page; who was given a password for one time takes one of her own.
  office.enter = async (page, login) => {
    if (new URL(page.url()).pathname !== '/sign-in') await page.goto(`${office.url}/sign-in`);
    await page.fill('#login', login);
    await page.fill('#password', words(login));
    await page.click('main button');
    await page.waitForURL((at) => at.pathname !== '/sign-in');
    if (new URL(page.url()).pathname !== '/sign-in/password') return;
    await page.fill('#answer', office.changed(login));
    await page.click('main button');
    await page.waitForURL((at) => !at.pathname.startsWith('/sign-in'));
  };
  // A page of her own, signed in.
  office.signIn = async (login, options) => {
    const page = await openPage(`${office.url}/sign-in`, options);
    await office.enter(page, login);
    return page;
  };
  return office;
}

// A practice folder with its people, opened and served; ends with stop(). Options as of `demo`:
// '--on', '2026-10-08' is the day of its stories, and today for it.
export async function startDemo(khetane, ...options) {
  const password = 'practice only';
  const server = await serve(khetane, ['demo', '--port', '0', ...options], 'Sign in as');
  return doors({ ...server, password }, () => password);
}

// An office in a folder of its own, not served yet: mira leads it and holds its key; each of
// 'people' ({ name, login, roles }) has a password for one time. Then: serve(), and open() or unlock().
export function newOffice(khetane, people = []) {
  const home = mkdtempSync(join(tmpdir(), 'khetane-browser-'));
  homes.push(home);
  const words = new Map([['mira', 'four words for mira']]);
  const office = { home, data: join(home, 'data'), phrase: 'a phrase for the browser test' };
  office.put = (name, bytes) => {
    writeFileSync(join(home, name), bytes, { mode: 0o600 });
    return join(home, name);
  };
  office.password = words.get('mira');
  office.phraseFile = office.put('phrase', office.phrase);
  const files = ['--passphrase-file', office.phraseFile,
    '--password-file', office.put('password', office.password)];
  const call = (args, input) =>
    execFileSync(khetane, [...args, '--dir', office.data, '--quiet'], { encoding: 'utf8', input });
  // The command line: by nobody, by mira, by mira with an answer in JSON, with what is typed.
  office.mira = ['--as', 'mira', ...files];
  office.run = (...args) => call(args);
  office.asMira = (...args) => call([...args, ...office.mira]);
  office.json = (...args) => JSON.parse(office.asMira(...args, '--json'));
  office.feed = (input, ...args) => call([...args, ...office.mira], input);
  office.changed = (login) => words.set(login, 'lamp river goat seven').get(login);

  call(['init', '--name', 'Open Door', '--prefix', 'OD', '--country', 'rs', '--person', 'Mira M.',
    '--login', 'mira', ...files]);
  for (const { name, login, roles } of people) {
    words.set(login, 'another long password');
    office.asMira('user', 'add', '--name', name, '--login', login, '--roles', roles,
      '--new-password-file', office.put(login, words.get(login)));
  }
  // Once ready it has said 'last'; it stops with stop().
  office.serve = async ({ args = [], last = '' } = {}) =>
    Object.assign(office, await serve(khetane,
      ['serve', '--dir', office.data, '--port', '0', ...args], last));
  office.unlock = () => office.run('unlock', '--passphrase-file', office.phraseFile);
  // The same on the locked page; a busy machine asks again.
  office.open = async () => {
    const page = await openPage(`${office.url}/`, { script: false });
    for (let i = 0; i < 5 && !page.url().endsWith('/sign-in'); i++) {
      await page.fill('#phrase', office.phrase);
      await Promise.all([page.waitForNavigation(), page.click('main button.btn')]);
    }
    await page.context().close();
  };
  return doors(office, (login) => words.get(login));
}

// The day that lies so many days ahead, or ago when negative.
export const inDays = (days) => new Date(Date.now() + days * 86400000);

// Types a day into the three boxes of a date.
export async function typeDay(page, name, date) {
  await page.fill(`[name="${name}.d"]`, String(date.getDate()));
  await page.fill(`[name="${name}.m"]`, String(date.getMonth() + 1));
  await page.fill(`[name="${name}.y"]`, String(date.getFullYear()));
}
