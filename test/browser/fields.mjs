// fields.mjs - own fields, as an admin adds them: with and without JavaScript, on a phone and a
// screen; a kind of a test file is there without a line of C; every worker knows at once.
// Usage: node test/browser/fields.mjs KHETANE_WITH_THE_TEST_KIND
import { resolve } from 'node:path';
import { check, same } from '../tap.mjs';
import { inBrowser, newOffice, sound as soundPage } from './lib.mjs';

const office = newOffice(resolve(process.argv[2]));
const { url, signIn } = await office.serve();
const sound = (page, name) => soundPage(page, `fields ${name}`);

const says = async (page, text) => (await page.textContent('main')).includes(text);

async function walk(n, options) {
  const name = `${options.script ? 'script' : 'no-script'} ${options.width}`;
  const label = `Bus ticket ${n}`;
  const page = await signIn('mira', options);
  await page.goto(`${url}/fields`);
  check(await says(page, 'Visits'), `${name}: the test kind is there`);
  await sound(page, `forms ${name}`);
  await page.goto(`${url}/fields/visit`);
  await sound(page, `form ${name}`);

  await page.click('main a.btn');
  await page.click('main form button');
  check(await says(page, 'Write what it is called.'), `${name}: a field needs a name`);
  check(await says(page, 'Choose what it holds.'), `${name}: and a type`);
  await page.fill('#label', label);
  await page.selectOption('#is', 'choice');
  await page.click('main form button');
  check(await says(page, 'Choose the list'), `${name}: a choice needs its list`);
  same(await page.inputValue('#label'), label, `${name}: what was typed stays`);
  await sound(page, `faults ${name}`);
  await page.selectOption('#is', 'text');
  await page.click('main form button');
  check(await says(page, `New: "${label}" in "Visits".`), `${name}: it says what it will do`);
  await sound(page, `sure ${name}`);
  await page.click('main form button');
  await page.waitForURL(/\/fields\/visit\?back=/);
  for (let i = 0; i < 6; i++) { // three workers answer in turn
    await page.goto(`${url}/fields/visit`);
    check(await says(page, label), `${name}: the field is there, asked ${i + 1} times`);
  }

  await page.click(`text=${label}`);
  await sound(page, `field ${name}`);
  await page.click('text="Hide it"');
  check(await says(page, 'is shown no more'), `${name}: hiding says what it does`);
  await page.click('main form button');
  await page.click('text="Take this back"');
  check(await says(page, 'is shown again'), `${name}: taking back says so too`);
  await page.click('main form button');

  await page.goto(`${url}/choices/municipality`);
  await page.fill('#label', `Prizren ${n}`);
  await page.click('text="Go on"');
  await page.click('main form button');
  check(await says(page, `Prizren ${n}`), `${name}: a municipality of our own`);
  await sound(page, `list ${name}`);
  await page.context().close();
}

// A visit: what is asked depends on what was answered, and its findings are saved with it.
async function visit(options) {
  const name = `visit ${options.script ? 'script' : 'no-script'} ${options.width}`;
  const page = await signIn('mira', options);
  const save = () => page.click('main .acts button.btn:not([name])');
  const finding = (n, field) => `[name="p.visit_finding.${n}.${field}"]`;
  const asked = (control) => page.locator(control).first().isVisible();
  const harm = '[name="f.harm"][value=threat]', told = '[name="f.told_on.d"]';
  const judge = async (control, shown) => {
    if (!options.script) await page.click('.asks button >> nth=0');
    await page.locator(control).first().waitFor({ state: shown ? 'visible' : 'hidden' });
  };
  await page.goto(`${url}/records/visit/new`);
  await page.fill('[name="f.title"]', 'The house by the river');
  await page.fill('[name="f.began.d"]', '2');
  await page.fill('[name="f.began.m"]', '11');
  await page.fill('[name="f.began.y"]', '2026');
  check(!await asked(harm), `${name}: what was not answered asks for nothing more`);
  same(await page.locator('[name="f.harm"][value=insult]').count(), 0,
    `${name}: what is no longer used is not offered`);
  await page.selectOption('[name="f.area"]', 'violence');
  await judge(harm, true);
  check(await asked(harm), `${name}: a section is asked for`);
  check(!await asked(told), `${name}: but not what depends on something in it`);
  await page.check('[name="f.police_told"]');
  await judge(told, true);
  same(await page.inputValue('[name="f.title"]'), 'The house by the river',
    `${name}: what was typed stays`);
  await save();
  check(await says(page, 'What happened to her is missing.'), `${name}: now it must be answered`);
  check(await asked(harm) && await asked(told), `${name}: and the answer that says so shows it`);
  await sound(page, `${name} faults`);
  await page.check(harm);
  await page.uncheck('[name="f.police_told"]');

  await page.click('button[value="p.visit_finding.add"]');
  await page.fill(finding(0, 'what'), 'The roof leaks');
  await page.click('button[value="p.visit_finding.add"]');
  await page.fill(finding(1, 'what'), 'No water');
  await page.check(finding(1, 'serious'));
  await judge(finding(1, 'by_when'), true);
  check(!await asked(finding(0, 'by_when')), `${name}: each row is asked for itself`);
  await sound(page, `${name} rows`);
  await save();
  check(await says(page, 'To be mended by is missing.'), `${name}: in a row, too`);
  await page.uncheck(finding(1, 'serious'));
  await page.click('button[value="p.visit_finding.1.up"]');
  while (await page.inputValue(finding(0, 'what')) !== 'No water') await page.waitForTimeout(50);
  await save();
  await page.waitForURL(/\/records\/visit\/OD-V-/);
  const at = new URL(page.url()).pathname;
  check(await says(page, 'The roof leaks') && await says(page, 'No water'),
    `${name}: saved with its findings`);
  await sound(page, `${name} record`);

  await page.goto(`${url}${at}/edit`);
  same([await page.inputValue(finding(0, 'what')), await page.inputValue(finding(1, 'what'))],
    ['No water', 'The roof leaks'], `${name}: the rows stand as they were put`);
  await page.selectOption('[name="f.area"]', 'housing');
  await judge(harm, false);
  await page.click('button[value="p.visit_finding.1.remove"]');
  await page.locator(finding(1, 'what')).waitFor({ state: 'detached' });
  await page.fill(finding(0, 'what'), 'No water at all');
  await save();
  check(await says(page, 'No water at all') && !await says(page, 'The roof leaks'),
    `${name}: changed and taken away in one`);
  await page.click('.done button');
  check(await says(page, 'The roof leaks') && !await says(page, 'at all'),
    `${name}: and taken back in one`);

  const other = await page.context().newPage();
  await page.goto(`${url}${at}/edit`);
  await other.goto(`${url}${at}/edit`);
  await other.fill(finding(0, 'what'), 'No well');
  await other.click('main .acts button.btn:not([name])');
  await page.fill(finding(0, 'what'), 'No tap');
  await save();
  check(await says(page, 'Somebody else changed this') && await says(page, 'No well'),
    `${name}: somebody was quicker with a row: both stand side by side`);
  same(await page.inputValue(finding(0, 'what')), 'No tap', `${name}: nothing typed is lost`);
  await save();
  check(await says(page, 'No tap'), `${name}: saved again on what is there now`);
  await page.goto(`${url}${at}/edit`);
  await page.selectOption('[name="f.area"]', 'violence');
  await judge(harm, true);
  check(await page.isChecked(harm), `${name}: what was not asked for kept its value`);
  await page.context().close();
}

await inBrowser(async () => {
  await office.open();
  await walk(1, { script: true, width: 1280 });
  await walk(2, { script: true, width: 320 });
  await walk(3, { script: false, width: 320 });
  await visit({ script: true, width: 1280 });
  await visit({ script: false, width: 320 });
  await visit({ script: true, width: 320 });
});
