// forms.mjs - a control of every field type in a real browser: looked at, filled in by keys alone,
// with and without JavaScript.
// Usage: node test/browser/forms.mjs WEB_SERVER   (test/browser/web_server.c)
import { check, end, same } from '../tap.mjs';
import {
  axe, closeAll, faintControls, openBrowser, openPage, shot, smallTargets, startServer, tooWide,
} from './lib.mjs';

const { url } = await startServer(process.argv[2], ['0']);
await openBrowser();

const field = (page, name) => page.locator(`[name="${name}"]`);
const more = (page, value) => page.locator(`button[value="${value}"]`);

async function sound(page, name) {
  same(await axe(page), [], `${name}: axe finds nothing`);
  same(await tooWide(page), [], `${name}: nothing is wider than the screen`);
  same(await faintControls(page), [], `${name}: what is typed can be read`);
  same(await smallTargets(page), [], `${name}: what is pressed is large enough`);
  const errors = page.faults.errors.filter((text) => !text.includes('responded with'));
  same({ ...page.faults, errors }, { policy: [], outside: [], errors: [] },
    `${name}: keeps to its policy and host`);
  await shot(page, `forms-${name.replaceAll(' ', '-')}`);
}

// Presses a button of rows and waits for what comes of it.
async function press(page, script, value) {
  const done = script ? page.waitForResponse((r) => r.request().method() === 'POST')
    : page.waitForEvent('load');
  await more(page, value).click();
  await done;
  if (script) await page.waitForFunction(() => !document.querySelector('[aria-busy]'));
}

// The cursor is put there by the browser when it has drawn the page.
async function hasCursor(page, name) {
  for (let i = 0; i < 50; i += 1) {
    if (await field(page, name).evaluate((e) => e === document.activeElement)) return true;
    await page.waitForTimeout(100);
  }
  return false;
}

async function fillIn(page) {
  await field(page, 'f.title').fill('Roof <b>');
  await field(page, 'f.cost.amount').fill('1.250,50');
  await field(page, 'f.cost.currency').selectOption('MKD');
  await field(page, 'f.born.y').fill('1987');
  await field(page, 'f.began.d').fill('5');
  await field(page, 'f.began.m').fill('nov');
  await field(page, 'f.began.y').fill('2026');
  await field(page, 'f.began.t').fill('9.05');
  await field(page, 'f.lasted.m').fill('90');
  await page.getByLabel('School', { exact: true }).first().check();
  await field(page, 'f.lives_in.municipality').selectOption('rekovo');
  await field(page, 'f.names.0.text').fill('Сенада');
  await field(page, 'f.phones.0.number').fill('070 123 456');
  await field(page, 'f.phones.0.whose').selectOption('neighbour');
  await field(page, 'f.phones.0.safe').selectOption('ask');
}

for (const width of [1280, 320]) {
  const page = await openPage(`${url}/every`, { width });
  await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true }));
  await sound(page, `empty ${width}`);
  await page.context().close();
}

for (const script of [true, false]) {
  const how = script ? 'with script' : 'without script';
  const page = await openPage(`${url}/every`, { width: 1280, script });
  await fillIn(page);
  await press(page, script, 'f.phones.add');
  check(await hasCursor(page, 'f.phones.1.number'),
    `${how}: the cursor stands in the row that was added`);
  await field(page, 'f.phones.1.number').fill('112');
  await press(page, script, 'f.phones.1.up');
  same(await field(page, 'f.phones.0.number').inputValue(), '112', `${how}: a row moves up`);
  same(await field(page, 'f.title').inputValue(), 'Roof <b>', `${how}: what was typed stays`);
  await press(page, script, 'f.phones.0.remove');
  same(await field(page, 'f.phones.0.number').inputValue(), '070 123 456',
    `${how}: a row is taken away`);
  await page.getByText('Paste from a spreadsheet').click();
  await field(page, 'p.visit_item.paste').fill('What\tPrice\tBroken\nSchool\t12 EUR\tyes\nmoon');
  await press(page, script, 'p.visit_item.paste');
  same(await field(page, 'p.visit_item.0.price.amount').inputValue(), '12',
    `${how}: pasted rows stand in their controls`);

  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForLoadState();
  same(await page.locator('.errors li').allTextContents(), ['What: Choose one of the list.'],
    `${how}: what is wrong is said`);
  same(await field(page, 'f.began.t').inputValue(), '9.05', `${how}: and all of it is there again`);
  if (script) await sound(page, 'wrong 1280');
  await field(page, 'p.visit_item.1.what').selectOption('health');
  await field(page, 'f.title').press('Enter');
  await page.waitForLoadState();
  same((await page.locator('.facts dd').allTextContents()).map((text) => text.trim()),
    ['Roof <b>', '1,250.50 MKD', '1987', '5 Nov 2026, 09:05', '1:30', 'School', 'Rekovo', 'Given name: Сенада',
      '070 123 456, Of a neighbour, Ask first', 'School', '12.00 EUR', 'yes', 'Health'],
    `${how}: Enter saves, and every value is what was typed`);
  await page.context().close();
}

// A phone: the rows of parts are cards.
{
  const page = await openPage(`${url}/every`, { width: 320 });
  await press(page, true, 'p.visit_item.add');
  await press(page, true, 'p.visit_item.add');
  await sound(page, 'rows 320');
  await page.setViewportSize({ width: 1280, height: 900 });
  await sound(page, 'rows 1280');
  await page.context().close();
}

// A block pasted into any field of the rows; suggestions by keys alone.
{
  const page = await openPage(`${url}/every`, { width: 1280 });
  await press(page, true, 'p.visit_item.add');
  await field(page, 'p.visit_item.0.remark').focus();
  const replied = page.waitForResponse((r) => r.request().method() === 'POST');
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', 'health\t\t\t\tpasted\nschool\t\t\t\tagain');
    document.activeElement.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await replied;
  await page.waitForFunction(() => document.querySelector('[name="p.visit_item.2.remark"]'));
  same(await field(page, 'p.visit_item.2.remark').inputValue(), 'again', 'a block becomes rows');

  const link = field(page, 'f.before');
  await link.focus();
  await page.keyboard.type('ro');
  await page.locator('.suggest li').first().waitFor();
  same(await axe(page), [], 'suggestions: axe finds nothing');
  same(await link.getAttribute('aria-expanded'), 'true', 'suggestions are announced');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await shot(page, 'forms-suggest-1280');
  await page.keyboard.press('Enter');
  same(await link.inputValue(), 'Wall, V-2', 'the arrow keys choose, Enter takes');
  same(await field(page, 'f.before.pick').inputValue(), '10112233445566778899aabbccddeeff',
    'what was chosen goes along');
  await page.keyboard.type('x');
  await page.locator('.suggest li').first().waitFor();
  await page.keyboard.press('Escape');
  same(await page.locator('.suggest').count(), 0, 'Escape closes them');
  await page.context().close();
}

await closeAll();
end();
