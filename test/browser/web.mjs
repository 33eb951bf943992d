// web.mjs - the parts of pages in a real browser, with and without JavaScript.
// Usage: node test/browser/web.mjs WEB_SERVER   (a program: test/browser/web_server.c)
import { check, end, note, same } from '../tap.mjs';
import {
  axe, closeAll, faintControls, openBrowser, openPage, shot, smallTargets, startServer, tooWide,
} from './lib.mjs';

const { url } = await startServer(process.argv[2], ['0']);
await openBrowser();

async function sound(page, name) {
  same(await axe(page), [], `${name}: axe finds nothing`);
  same(await tooWide(page), [], `${name}: nothing is wider than the screen`);
  same(await faintControls(page), [], `${name}: what is typed can be read`);
  same(await smallTargets(page), [], `${name}: what is pressed is large enough`);
  // A page of error comes with its status, of which the browser complains when it likes.
  const errors = page.faults.errors.filter((text) => !text.includes('responded with'));
  same({ ...page.faults, errors }, { policy: [], outside: [], errors: [] },
    `${name}: keeps to its policy and host`);
}

for (const dark of [false, true]) {
  for (const width of [1280, 320]) {
    const name = `parts ${dark ? 'dark' : 'light'} ${width}`;
    const page = await openPage(`${url}/dev/parts`, { width, dark });
    await sound(page, name);
    await shot(page, name.replaceAll(' ', '-'));
    await page.context().close();
  }
}
for (const path of ['/', '/sign-in', '/nothing-here', '/broken']) {
  const page = await openPage(`${url}${path}`, { width: 320 });
  await sound(page, path);
  await shot(page, `page${path.replaceAll('/', '-')}-320`);
  await page.context().close();
}

// Words that are 40% longer, spaced as WCAG 1.4.12 says, with letters of twice the size.
{
  const page = await openPage(`${url}/dev/parts`, { width: 320 });
  await page.evaluate(() => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      walk.currentNode.nodeValue = walk.currentNode.nodeValue
        .replace(/\p{L}+/gu, (word) => word + 'ш'.repeat(Math.ceil(word.length * 0.4)));
    }
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
      word-spacing: .16em !important }`);
    document.adoptedStyleSheets = [sheet];
  });
  same(await tooWide(page), [], 'long words and wide spacing: nothing is wider than the screen');
  await shot(page, 'parts-long-words-320');
  await page.context().close();
}

// The tools see what they are there for.
{
  const page = await openPage(`${url}/`, { width: 320 });
  await page.evaluate(() => {
    document.documentElement.removeAttribute('lang');
    document.querySelector('main').append(document.createElement('input'));
    const wide = document.createElement('div');
    document.querySelector('main').append(wide);
    wide.style.width = '900px';
    wide.textContent = 'wide';
    document.querySelector('#q').style.color = '#fff';
  });
  const found = (await axe(page)).map((text) => text.split(':')[0]);
  check(found.includes('html-has-lang') && found.includes('label'), 'axe sees planted faults',
    found);
  check((await tooWide(page)).length > 0, 'a page that is too wide is seen');
  check((await faintControls(page)).length > 0, 'white on white is seen');
  await page.context().close();
}

// A form with faults: the same page, filled in, with a summary that leads to each field.
for (const script of [true, false]) {
  const how = script ? 'with' : 'without';
  const page = await openPage(`${url}/dev/parts`, { width: 320, script });
  await page.fill('#title', 'Refused <b>assistance</b>');
  await page.fill('[name="received.d"]', '31');
  await page.fill('[name="received.m"]', 'nov');
  await page.fill('[name="received.y"]', '2026');
  await page.click('text=Save case');
  await page.waitForSelector('.errors');
  check((await page.title()).startsWith('Error:'), `${how} JavaScript: the title says Error`);
  same(await page.inputValue('#title'), 'Refused <b>assistance</b>',
    `${how}: what was typed stays`);
  same(await page.inputValue('[name="received.m"]'), 'nov', `${how}: the wrong date too`);
  same(await page.textContent('#received-fault span:last-child'),
    'Error: Paper received must be a day that the month has.',
    `${how}: the date says what is wrong`);
  const links = await page.$$eval('.errors a', (all) => all.map((a) => a.hash));
  same(links, ['#received', '#area', '#office', '#consent'],
    `${how}: each fault links to its field`);
  const lost = await page.$$eval('.errors a',
    (all) => all.filter((a) => !document.getElementById(a.hash.slice(1))).length);
  same(lost, 0, `${how}: and the field is there`);
  if (script) {
    same(await axe(page), [], 'form with faults: axe finds nothing');
    await shot(page, 'faults-320');
  }
  await page.context().close();
}

// From nothing to saved, without JavaScript.
{
  const page = await openPage(`${url}/dev/parts`, { width: 320, script: false });
  await page.fill('#title', 'Refused assistance');
  await page.fill('[name="received.d"]', '27');
  await page.fill('[name="received.m"]', 'March');
  await page.fill('[name="received.y"]', '2026');
  await page.check('text=Housing');
  await page.selectOption('#office', 'registry');
  await page.check('#consent');
  await page.click('text=Save case');
  await page.waitForSelector('.done');
  same((await page.textContent('.done')).trim(), 'The case was saved.',
    'without JavaScript: a form is saved');
  await page.context().close();
}

// Fragments, drafts, keys, rows.
{
  const page = await openPage(`${url}/`);
  const before = await page.textContent('#elsewhere');
  await page.fill('#note', 'Called the registry');
  await page.waitForSelector('[data-saved]:has-text("Saved")', { timeout: 8000 });
  same(await page.textContent('[data-saved]'), 'Saved: 19 letters',
    'a draft is saved while one types');
  await page.focus('#note');
  await page.keyboard.press('Control+Enter');
  await page.waitForFunction(() => document.querySelector('#toast').textContent !== '');
  same(await page.textContent('#toast'), 'The note was saved.', 'Ctrl+Enter saves, and it is said');
  same(await page.textContent('#elsewhere'), before, 'only the part of the page was replaced');
  same(await page.inputValue('#note'), '', 'by the fresh one');
  await page.click('text=Save note');
  await page.waitForSelector('.errors');
  same(await page.evaluate(() => document.activeElement.className), 'errors',
    'faults are shown and in focus');
  await page.keyboard.press('Control+k');
  same(await page.evaluate(() => document.activeElement.id), 'q', 'Ctrl+K finds');
  same(page.faults.policy, [], 'none of it needed what the policy forbids');
  same(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0],
    'nothing is kept in the browser');
  await page.context().close();
}
{
  const page = await openPage(`${url}/dev/parts`);
  check(!(await page.isVisible('.bulk')), 'no row selected, no bar');
  await page.check('[data-row] >> nth=0');
  await page.click('[data-row] >> nth=2', { modifiers: ['Shift'] });
  same(await page.textContent('[data-count]'), '3', 'Shift selects all between');
  await shot(page, 'selected-1280');
  await page.context().close();
}

{
  const page = await openPage(`${url}/?done=note`);
  same((await page.textContent('.done')).trim(), 'The note was saved.', 'what was done is said');
  same(page.url(), `${url}/`, 'and not again when the page is read anew');
  await page.context().close();
}

// Signing in and out; what the cookie looks like.
{
  const page = await openPage(`${url}/in`, { script: false });
  check(page.url().startsWith(`${url}/sign-in?next=%2Fin`),
    'who is not signed in is led to the page for it');
  await page.fill('#name', 'Selma');
  await page.fill('#password', 'together');
  await page.click('button:has-text("Sign in")');
  same(await page.textContent('h1'), 'Signed in', 'signs in');
  const cookies = await page.context().cookies();
  const session = cookies.find((c) => c.name.startsWith('khetane-session'));
  same([session.httpOnly, session.sameSite, session.path, session.expires],
    [true, 'Strict', '/', -1],
    'the cookie is out of reach of scripts and other sites, and ends with the browser');
  same((await page.goto(`${url}/may`)).status(), 403, 'what one may not do is refused');
  await page.click('text=Sign out');
  const left = (await page.context().cookies()).filter((c) => c.name.startsWith('khetane-session'));
  same(left, [], 'signs out');
  await page.context().close();
}

// A page of another site: its form does nothing, and it cannot show our pages.
{
  const page = await openPage(`${url}/`);
  const token = await page.getAttribute('input[name="_token"]', 'value');
  const other = url.replace('localhost', '127.0.0.1');
  await page.route(`${other}/evil`, (route) => route.fulfill({
    contentType: 'text/html',
    body: `<form method=post action="${url}/note"><input name=_token value="${token}">
      <input name=note value=x><button>Go</button></form><iframe src="${url}/"></iframe>`,
  }));
  await page.goto(`${other}/evil`);
  const [reply] = await Promise.all([page.waitForNavigation(), page.click('button')]);
  same(reply.status(), 403, 'a form of another site is refused');
  await page.context().close();
}

// What one page weighs.
{
  const page = await openPage(`${url}/dev/parts`);
  const sizes = new Map(await page.evaluate(() => performance.getEntriesByType('resource')
    .map((r) => [r.name.split('#')[0], r.decodedBodySize])));
  same(sizes.size, 4, 'a page asks for four files: style, script, icons, mark');
  for (const [name, size] of sizes) note(`${name.split('/').pop()} ${size} bytes`);
  await page.emulateMedia({ media: 'print' });
  await shot(page, 'parts-print');
  await page.context().close();
}

await closeAll();
end();
