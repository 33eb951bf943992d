// lib.mjs - what browser tests share: a server, pages as people see them, and what must be true
// of each. Order: startServer(), openBrowser(), openPage() ..., closeAll() at the end.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

// Days are counted where the demo office is, here and in the browser.
process.env.TZ = 'Europe/Belgrade';

const require = createRequire(import.meta.url);
export const top = join(dirname(fileURLToPath(import.meta.url)), '../..');
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa',
  'best-practice'];
const shots = join(top, 'build/shots');

const servers = [];
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
  const options = JSON.stringify({ runOnly: { type: 'tag', values: axeTags } });
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

export async function shot(page, name) {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

// All that must hold for a page as it stands; 'same' is the test's own. Where no script runs none
// can look at the page either: those pages are the same ones, so only their hosts are asked.
export async function sound(page, name, same) {
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

// A practice folder with its people, opened and served; ends with stop(). Options as of `demo`:
// '--on', '2026-10-08' is the day of its stories, and today for it.
export async function startDemo(khetane, ...options) {
  const server = spawn(khetane, ['demo', '--port', '0', ...options],
    { stdio: ['ignore', 'ignore', 'pipe'] });
  const url = await new Promise((done, failed) => {
    let said = '';
    server.stderr.on('data', (bytes) => {
      said += bytes;
      const found = said.match(/http:\/\/\S+?(?=\/?\s)/);
      if (found && said.includes('Sign in as')) done(found[0]);
    });
    server.on('exit', (code) => failed(new Error(`khetane demo ended with ${code}: ${said}`)));
  });
  const stop = () => new Promise((done) => {
    server.on('exit', done);
    server.kill('SIGTERM');
  });
  return { url, stop, password: 'practice only' };
}
