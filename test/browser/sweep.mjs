// sweep.mjs - every page there is, looked at in every way. The pages are those of the route table
// (test/access/matrix.txt, which the access test holds to the program): a new one without an example
// here is a failure. In the gate: English at 320 and 1280 px, as at 400 % zoom, on paper, and what a
// first visit weighs. At night: every language, dark, and each page walked through by keyboard alone.
// Usage: node test/browser/sweep.mjs KHETANE [--night]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { check, note, same } from '../tap.mjs';
import {
  axe, faintControls, inBrowser, openPage, shot, smallTargets, startDemo, tooWide, top,
} from './lib.mjs';

const night = process.argv.includes('--night');
const { url, enter, password } = await startDemo(resolve(process.argv[2]));
const LANGUAGES = ['mk', 'sr_cyrl', 'sr_latn', 'sq', 'lt', 'rom'];
const FIRST_BYTES = 35 * 1024;
const FIRST_REQUESTS = 5;
const shots = join(top, 'build/shots/sweep');
mkdirSync(shots, { recursive: true });

// ---- the pages

const routes = readFileSync(join(top, 'test/access/matrix.txt'), 'utf8').split('\n')
  .map((line) => /^GET +(\S+)/.exec(line)?.[1]).filter(Boolean);

const FILE = Symbol('no page but a file');
const NONE = Symbol('nothing to show in a practice folder');

// What stands in braces, by route; set() fills in what only the running program knows.
const examples = {
  '/case/{code}/answered': NONE, '/case/{code}/incoming': [], '/case/{code}/incoming/mail': [],
  '/letter/{code}/delivery': [], '/letter/{code}/mail': FILE, // test/browser/delivery.mjs
  '/letter/{code}/mistake': NONE,
  '/register/line/{id}': NONE, '/register/file': FILE, // test/browser/register.mjs
  '/letters/batch/{batch}': NONE, '/letters/batch/{batch}/pdf': FILE, // test/browser/board.mjs
  '/case/{code}/event': [], '/case/{code}/procedure': [],
  '/case/{code}': [], '/case/{code}/letter': [], '/case/{code}/paper': [], '/letter/{code}': [],
  '/case/{code}/court': [], '/case/{code}/court/access': [], '/case/{code}/court/hearing': [],
  '/case/{code}/court/party': [], '/case/{code}/people': [], '/case/{code}/result': [],
  '/case/{code}/reopen': [], '/case/{code}/court/facts': NONE, '/case/{code}/court/outcome': NONE,
  '/person/{code}/mandate': [`/person/PR-P-${new Date().getFullYear()}-1/mandate`],
  '/person/{code}/mandate/print': NONE,
  '/choices/{list}': ['/choices/area_of_life', '/choices/municipality'],
  '/calendar/{token}': FILE,
  '/case/{code}/discrimination': [], '/case/{code}/discrimination/print': [],
  '/case/{code}/discrimination/{id}': NONE,
  '/case/{code}/referral': [], '/case/{code}/referral/{id}': NONE,
  '/case/{code}/referral/{id}/slip': NONE, '/case/{code}/return': [],
  '/case/{code}/task/{id}': NONE,
  '/duplicates/{kind}': ['/duplicates/person'],
  '/institution/{code}': [`/institution/PR-I-${new Date().getFullYear()}-1`],
  '/law/{procedure}': ['/law/rs.admin.appeal'],
  '/sheets/{area}': ['/sheets/education'],
  '/report/as/{format}': FILE, '/report/form/{id}': NONE, '/report/form/{id}/fill': FILE,
  '/person/{code}': [`/person/PR-P-${new Date().getFullYear()}-1`],
  '/person/{code}/file': [`/person/PR-P-${new Date().getFullYear()}-1/file`],
  '/person/{code}/file/strike': NONE, '/photos/{token}': NONE, // test/browser/file.mjs, photos.mjs
  '/case/{code}/bundle/{bundle}': FILE,
  '/case/{code}/files/{file}': FILE, '/case/{code}/photos/{photo}': FILE,
  '/law/{procedure}/term': ['/law/rs.admin.appeal/term?part=limit&stage=0&term=0'],
  '/fields/{kind}': ['/fields/person', '/fields/case'],
  '/fields/{kind}/new': ['/fields/person/new'],
  '/fields/{kind}/{field}': ['/fields/person/born', '/fields/case/area'],
  '/exports/{code}/file': FILE, '/import/{code}': [], '/import/{code}/report': FILE, '/jobs/{id}/file': FILE,
  '/keeping/{record}': NONE, '/letter/{code}/pdf': FILE, '/network/card.pdf': FILE,
  '/letter/{code}/as/{format}': FILE, '/letter/{code}/back': [],
  '/records/{kind}': ['/records/person', '/records/case', '/records/letter', '/records/user',
    '/records/team', '/records/person?retired=1'],
  '/records/{kind}/as/{format}': FILE,
  '/records/{kind}/new': ['/records/person/new', '/records/team/new'],
  '/records/{kind}/suggest': FILE,
  '/records/{kind}/{name}': [], '/records/{kind}/{name}/alike': [],
  '/records/{kind}/{name}/edit': [], '/records/{kind}/{name}/erase': [],
  '/records/{kind}/{name}/history': [], '/records/{kind}/{name}/readers': [],
  '/records/{kind}/{name}/same': FILE,
  '/records/{kind}/{name}/file': [],
  '/staff/{id}': [], '/together/{id}': NONE,
  '/template/{code}': NONE, '/template/{code}/file': FILE, // test/browser/templates.mjs
};

const ERRORS = [['/no/such/page', 404], ['/records/person/PR-P-1-999', 404]];

function addresses() {
  const list = [];
  for (const route of routes) {
    const example = examples[route] ?? (/[{.]/.test(route) ? undefined : [route]);
    check(example !== undefined, `${route} has an example in the sweep`);
    if (Array.isArray(example)) list.push(...example);
  }
  check(list.length > 45, `${list.length} pages are looked at`);
  return list;
}

// ---- what stands on them: one of each, made as a person makes it

// Pages that ask once more who she is.
async function visit(page, address) {
  const reply = await page.goto(url + address, { waitUntil: 'load' });
  if (!page.url().includes('/confirm') || address.startsWith('/confirm')) return reply;
  await page.fill('main input[type=password]', password);
  await page.click('main .acts button, main button.btn');
  await page.waitForURL((to) => !to.pathname.startsWith('/confirm'));
  return reply;
}

const href = (page, pattern) => page.$$eval('main a[href]', (all, source) => all
  .map((a) => a.getAttribute('href')).find((h) => new RegExp(source).test(h)), pattern);

async function makeWorld(page) {
  await visit(page, '/cases');
  const one = await href(page, '^/case/PR-[^/]+$');
  check(one, 'the practice folder has a case');
  examples['/case/{code}'] = [one];
  examples['/case/{code}/letter'] = [`${one}/letter`];
  examples['/case/{code}/paper'] = [`${one}/paper`];
  examples['/case/{code}/bundle'] = [`${one}/bundle`];
  examples['/case/{code}/photos'] = [`${one}/photos`];
  examples['/case/{code}/procedure'] = [`${one}/procedure`];
  for (const tail of ['court', 'court/access', 'court/hearing', 'court/party', 'people', 'result',
    'reopen']) examples[`/case/{code}/${tail}`] = [`${one}/${tail}`];
  for (const tail of ['incoming', 'incoming/mail']) {
    examples[`/case/{code}/${tail}`] = [`${one}/${tail}`];
  }
  for (const tail of ['discrimination', 'discrimination/print', 'referral', 'return']) {
    examples[`/case/{code}/${tail}`] = [`${one}/${tail}`];
  }
  await visit(page, one);
  examples['/case/{code}/event'] = [await href(page, '/event\\?') ?? `${one}/event`];
  await visit(page, '/records/person');
  const person = `/records${await href(page, '^/person/PR-P-[^/?]+$')}`;
  check(person, 'and a person');
  for (const tail of ['', '/alike', '/edit', '/erase', '/file', '/history', '/readers']) {
    examples[`/records/{kind}/{name}${tail}`] = [person + tail];
  }
  examples['/records/{kind}/{name}'].push(`/records${one}`);
  examples['/records/{kind}/{name}/edit'].push(`/records${one}/edit`);
  await visit(page, '/staff');
  examples['/staff/{id}'] = [await href(page, '^/staff/(?!new)')];
  check(examples['/staff/{id}'][0], 'and somebody on the staff');

  await visit(page, `${person}/edit`); // something for the history, and a draft
  await page.fill('[name="f.born.y"]', '1990');
  await page.click('main .acts button.btn:not([name])');
  await page.waitForSelector('.done');

  await visit(page, '/import');
  await page.selectOption('#kind', 'person');
  await page.setInputFiles('[name=file]', { name: 'list.csv', mimeType: 'text/csv',
    buffer: Buffer.from('Name,Born\nSenada Demirova,1991\nAli,40.40.1990\n') });
  await page.click('main button.btn');
  await page.waitForURL((to) => /^\/import\/.+/.test(to.pathname), { timeout: 20000 });
  examples['/import/{code}'] = [new URL(page.url()).pathname];
  await makeLetter(page, one);
}

async function makeLetter(page, at) {
  await visit(page, `${at}/letter`);
  await page.selectOption('#procedure', 'rs.admin.request');
  await page.selectOption('#language', 'sr_latn');
  await page.click('main button.btn');
  await page.waitForSelector('[name=gaps], button:has-text("Print as PDF")');
  if (await page.locator('[name=gaps]').count()) {
    for (const box of await page.$$('textarea[name^="fact."]')) await box.fill('Rekovo, Donja ulica');
    await page.check('[name=gaps]');
    await page.click('main button.btn');
  }
  await page.waitForURL(/\/letter\/PR-L-/);
  examples['/letter/{code}'] = [new URL(page.url()).pathname];
  examples['/letter/{code}/delivery'] = [`${examples['/letter/{code}'][0]}/delivery`];
  examples['/letter/{code}/back'] = [`${new URL(page.url()).pathname}/back`];
}

// ---- what must hold

function faults(page, allow = []) {
  const errors = page.faults.errors.filter((text) => !text.includes('responded with')
    && !allow.some((word) => text.includes(word)));
  const found = [...page.faults.policy, ...page.faults.outside, ...errors];
  page.faults.policy.length = page.faults.outside.length = page.faults.errors.length = 0;
  return found;
}

async function look(page, name) {
  const found = [
    ...(await axe(page)), ...(await tooWide(page)).map((h) => `too wide: ${h}`),
    ...(await faintControls(page)).map((h) => `faint: ${h}`),
    ...(await smallTargets(page)).map((h) => `small: ${h}`), ...faults(page)];
  return same(found, [], name);
}

// At 400 % of 1280 x 1024 there are 320 x 256 to see: nothing may be cut off, and what sticks to the
// screen may not take more than a third of it.
const cramped = (page) => page.evaluate(() => {
  const found = [];
  const { clientWidth: w, clientHeight: h, scrollWidth } = document.documentElement;
  if (scrollWidth > w) found.push(`scrolls sideways: ${scrollWidth}`);
  let stuck = 0;
  for (const e of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(e);
    const box = e.getBoundingClientRect();
    if (box.height === 0 || style.visibility === 'hidden') continue;
    if (['fixed', 'sticky'].includes(style.position) && !e.matches('.skip')) stuck += box.height;
    const clips = ['hidden', 'clip'].includes(style.overflowX) && style.position !== 'absolute'
      && e.scrollWidth > e.clientWidth + 1 && !e.matches('.vh, input, select, textarea, svg, svg *');
    if (clips) found.push(`cut off: ${e.outerHTML.slice(0, 100)}`);
  }
  if (stuck > h / 3) found.push(`what sticks takes ${stuck} of ${h}`);
  return found;
});

// On paper: no menu, no buttons, nothing wider than the sheet.
async function onPaper(page, name, keep) {
  await page.emulateMedia({ media: 'print' });
  const found = await page.evaluate(() => {
    const seen = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden';
    return [...document.querySelectorAll('nav, footer, .skip, .top > .in, .btn, .find')].filter(seen)
      .slice(0, 3).map((e) => `on paper: ${e.outerHTML.slice(0, 100)}`);
  });
  same(found, [], `${name} on paper: no menu, no buttons`);
  if (keep) {
    writeFileSync(join(shots, `${keep}.pdf`), await page.pdf({ format: 'A4', preferCSSPageSize: true }));
  }
  await page.emulateMedia({ media: null });
}

// With the Tab key alone: first the way past the menu; each control once, seen and not covered.
async function byKeyboard(page, name) {
  await page.setViewportSize({ width: 320, height: 256 });
  const reachable = await page.evaluate(() => {
    document.activeElement?.blur?.();
    window.scrollTo(0, 0);
    const groups = new Set();
    return [...document.querySelectorAll(
      'a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter((e) => {
      if (e.disabled || e.type === 'hidden' || e.tabIndex < 0 || !e.checkVisibility()) return false;
      if (e.type !== 'radio') return true;
      const seen = groups.has(e.name);
      groups.add(e.name);
      return !seen;
    }).length;
  });
  const found = [];
  let reached = 0;
  for (let i = 0; i < Math.min(reachable, 120); i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      if (e === document.body || e === null) return null;
      const box = e.getBoundingClientRect();
      const x = Math.min(Math.max(box.left + Math.min(box.width, 20) / 2, 0), innerWidth - 1);
      const y = Math.min(Math.max(box.top + Math.min(box.height, 20) / 2, 0), innerHeight - 1);
      const over = document.elementFromPoint(x, y);
      const style = getComputedStyle(e);
      const ring = (s) => s.outlineStyle !== 'none' || s.boxShadow !== 'none';
      const again = e.dataset.swept === '1';
      e.dataset.swept = '1';
      return { again, skip: e.matches('.skip'), html: e.outerHTML.slice(0, 90),
        inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        covered: !(over && (e.contains(over) || over.contains(e) || e.labels?.[0]?.contains(over))),
        ring: ring(style) || (e.nextElementSibling && ring(getComputedStyle(e.nextElementSibling)))
          || ring(getComputedStyle(e.parentElement)) };
    });
    if (at === null) break;
    if (i === 0 && !at.skip) found.push(`first is not the way past the menu: ${at.html}`);
    reached += !at.again;
    if (!at.inside) found.push(`not in sight: ${at.html}`);
    else if (at.covered) found.push(`covered: ${at.html}`);
    if (!at.ring) found.push(`no ring: ${at.html}`);
  }
  if (reached < Math.min(reachable, 120)) found.push(`reached ${reached} of ${reachable}`);
  same(found.slice(0, 5), [], `${name} by keyboard at 400 %`);
}

// What a first visit fetches, as it comes over the wire.
async function weigh(address, cookies) {
  const page = await openPage(`${url}/languages`, { width: 1280, storageState: cookies });
  const session = await page.context().newCDPSession(page);
  let bytes = 0;
  let requests = 0;
  await session.send('Network.enable');
  await session.send('Network.clearBrowserCache');
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength; // with headers; 0: the icon of the tab, which it has already
    requests += encodedDataLength > 0;
  });
  await page.goto(url + address, { waitUntil: 'networkidle' });
  await page.context().close();
  note(`first visit of ${address}: ${(bytes / 1024).toFixed(1)} KB, ${requests} requests`);
  check(bytes <= FIRST_BYTES && requests <= FIRST_REQUESTS,
    `a first visit of ${address} is small`, `${bytes} bytes, ${requests} requests`);
}

const nameOf = (address) => address.replace(/\/PR-[^/]*/, '/N').replace(/[0-9a-f]{32}/, 'ID');
const fileOf = (address) => nameOf(address).replaceAll(/[/?=]+/g, '_');

async function inEnglish(cookies, list) {
  const page = await openPage(`${url}/`, { width: 1280, storageState: cookies });
  for (const address of list) {
    const name = nameOf(address);
    await page.setViewportSize({ width: 1280, height: 900 });
    const reply = await visit(page, address);
    check(reply.status() < 400, `${name} is there`, reply.status());
    await look(page, `${name} 1280`);
    await shot(page, `sweep/${fileOf(address)}-1280`);
    await onPaper(page, name, fileOf(address));
    await page.setViewportSize({ width: 320, height: 640 });
    await look(page, `${name} 320`);
    await shot(page, `sweep/${fileOf(address)}-320`);
    await page.setViewportSize({ width: 320, height: 256 });
    same(await cramped(page), [], `${name} at 400 %`);
  }
  for (const [address, status] of ERRORS) {
    await page.setViewportSize({ width: 320, height: 640 });
    const reply = await visit(page, address);
    same(reply.status(), status, `${address} is ${status}`);
    await look(page, `${address} 320`);
  }
  await visit(page, '/records/person/new');
  await page.click('main .acts button.btn:not([name])');
  await look(page, 'an empty form, 422');
  await page.context().close();
}

async function speak(page, code, second = '') {
  await visit(page, '/me');
  await page.selectOption('#language', code);
  await page.selectOption('#second_language', second);
  await page.click('form[action="/me/language"] button');
  await page.waitForSelector('.done');
}

async function inLanguage(code, cookies, list) {
  const page = await openPage(`${url}/`, { width: 320, storageState: cookies });
  await speak(page, code, code === 'rom' ? 'mk' : '');
  for (const address of list) {
    await visit(page, address);
    await look(page, `${nameOf(address)} ${code} 320`);
  }
  check(await page.locator('footer .draft').count() === 1, `${code} says who has read it`);
  await shot(page, `sweep/${code}`);
  if (code === 'rom') {
    const text = await page.textContent('body');
    check(text.includes('Manuša') && text.includes('Случаи'),
      'a word of Romani is Romani, everything else the second language');
    same(await page.getAttribute('html', 'lang'), 'mk', 'and a screen reader is told the second');
  }
  await speak(page, 'en');
  await page.context().close();
}

async function atNight(cookies, list) {
  for (const code of LANGUAGES) await inLanguage(code, cookies, list);
  const dark = await openPage(`${url}/`, { width: 320, dark: true, storageState: cookies });
  for (const address of list) {
    await visit(dark, address);
    await look(dark, `${nameOf(address)} dark 320`);
  }
  await dark.context().close();
  const keys = await openPage(`${url}/`, { width: 320, storageState: cookies });
  for (const address of list) {
    await visit(keys, address);
    await byKeyboard(keys, nameOf(address));
  }
  await visit(keys, '/');
  await keys.keyboard.press('Tab');
  await keys.keyboard.press('Enter');
  same(await keys.evaluate(() => document.activeElement.id), 'main', 'the way past the menu leads there');
  await keys.context().close();
}

await inBrowser(async () => {
  const first = await openPage(`${url}/sign-in`, { width: 1280 });
  first.setDefaultTimeout(20000);
  await look(first, 'sign in');
  await enter(first, 'mira');
  await makeWorld(first);
  const cookies = await first.context().storageState();
  const list = addresses().filter((address) => !['/sign-in', '/locked'].includes(address));
  const other = await openPage(`${url}/sign-in`, { width: 320 });
  await enter(other, 'zana');
  same((await visit(other, '/staff')).status(), 403, 'a volunteer is told that she may not, 403');
  await look(other, 'not allowed, 403');
  await other.context().close();
  for (const address of ['/', '/cases', '/records/person', examples['/case/{code}'][0]]) {
    await weigh(address, cookies);
  }
  await inEnglish(cookies, list);
  if (night) await atNight(cookies, list);
  else {
    const pages = ['/', '/records/person', '/records/person/new'];
    await inLanguage('rom', cookies, pages);
    await inLanguage('sr_cyrl', cookies, pages);
  }
});
