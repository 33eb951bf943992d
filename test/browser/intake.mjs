// intake.mjs - somebody is written down: is she here already? What was chosen and typed is not lost,
// and whom a link means is found among many. With and without JavaScript, on a screen and a phone,
// by keys alone.
// Usage: node test/browser/intake.mjs KHETANE_WITH_THE_TEST_KIND
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { check, same } from '../tap.mjs';
import { inBrowser, sound, startDemo } from './lib.mjs';

const khetane = resolve(process.argv[2]);
const home = mkdtempSync(join(tmpdir(), 'khetane-intake-'));
const { url, signIn } = await startDemo(khetane);
const says = async (page, text) => (await page.textContent('main')).includes(text);
const send = (page) => page.click('main .acts button.btn:not([name])');

async function writePerson(page, { given, family, year, limited }) {
  await page.goto(`${url}/records/person/new`);
  await page.fill('[name="f.names.0.text"]', given);
  await page.fill('[name="f.names.1.text"]', family);
  await page.fill('[name="f.born.d"]', '12');
  await page.fill('[name="f.born.m"]', 'mart');
  await page.fill('[name="f.born.y"]', year);
  if (limited) await page.check('[name="f.limited"]');
}

async function person(n, options) {
  const name = `intake ${options.script ? 'script' : 'no-script'} ${options.width}`;
  const her = [
    { given: 'Zejnepa', family: 'Kurtaj', year: '1979' },
    { given: 'Mujesira', family: 'Bajramova', year: '1988' },
    { given: 'Hatidža', family: 'Selimi', year: '2001' },
  ][n];
  const again = [
    { given: 'Зејнепа', family: 'Куртај', year: '1979' },
    { given: 'Мујесира', family: 'Бајрамова', year: '1988' },
    { given: 'Хатиџа', family: 'Селими', year: '2001' },
  ][n];
  const page = await signIn('mira', options);
  await writePerson(page, her);
  await send(page);
  await page.waitForSelector('.done');
  const first = new URL(page.url()).pathname;
  check(first.startsWith('/person/'), `${name}: nobody is like her: she is written down`);

  await writePerson(page, again);
  await send(page);
  await page.waitForSelector('#alike');
  check(await says(page, 'Is this person here already?'), `${name}: the second time it is asked`);
  check(await says(page, `${her.given} ${her.family}`) && await says(page, 'the same'), `${name}: who, and why`);
  same(await page.inputValue('[name="f.names.0.text"]'), again.given, `${name}: what was typed stays`);
  await sound(page, `${name} asked`);
  await page.locator('button[name=alike_use]').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.done');
  same(new URL(page.url()).pathname, first, `${name}: the record that is there is used`);
  await page.goto(`${url}/`);
  check(await says(page, 'You were writing'), `${name}: what was written is kept`);

  await writePerson(page, again);
  await page.focus('[name="f.born.y"]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#alike');
  await page.focus('[name="f.born.y"]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#alike');
  check(true, `${name}: Enter neither chooses nor goes on`);
  await page.click('button[name=alike]');
  await page.waitForSelector('.done');
  check(new URL(page.url()).pathname !== first, `${name}: another person is written down`);

  await page.goto(`${url}/case/new?all=1`);
  await page.fill('#given', her.given);
  await page.fill('#family', her.family);
  await page.check('[name=area][value=housing]');
  await page.fill('#what', `The roof ${n}`);
  await page.click('button[value=save]');
  await page.waitForSelector('[name=known]');
  await sound(page, `${name} case asked`);
  same(await page.inputValue('#what'), `The roof ${n}`, `${name}: a case, too, is asked about`);
  await page.locator('[name=known]').first().check();
  await page.click('button[value=save]');
  await page.waitForURL(/\/case\/[A-Z]/);
  check(await says(page, `The roof ${n}`), `${name}: and written down for who was there`);
  await page.context().close();
}

// Of a record that she may not see she learns that there is one, and no more.
async function hidden() {
  const lead = await signIn('mira', { width: 1280 });
  await writePerson(lead, { given: 'Remzija', family: 'Tahirović', year: '1966', limited: true });
  await send(lead);
  await lead.waitForSelector('.done');
  const ana = await signIn('ana', { width: 320 });
  await writePerson(ana, { given: 'Ремзија', family: 'Тахировић', year: '1966' });
  await send(ana);
  await ana.waitForSelector('#alike');
  check(await says(ana, 'Ask the lead'), 'hidden: she is told to ask the lead');
  same(await ana.locator('button[name=alike_use]').count(), 0, 'hidden: and nothing else');
  check(!await says(ana, 'Remzija'), 'hidden: not the name');
  await sound(ana, 'intake hidden 320');
  await ana.click('button[name=alike]');
  await ana.waitForSelector('.done');
  check(await says(ana, 'Тахировић'), 'hidden: she may go on');
  await lead.context().close();
  await ana.context().close();
}

// A file that was chosen is not asked for again because something else was wrong.
async function files(options) {
  const name = `files ${options.script ? 'script' : 'no-script'} ${options.width}`;
  const page = await signIn('mira', options);
  const paper = (text) => ({ name: text, mimeType: 'text/plain', buffer: Buffer.from(`${text} says so`) });
  await page.goto(`${url}/records/visit/new`);
  await page.setInputFiles('[name="u.f.pictures"]', [paper('one.txt'), paper('two.txt')]);
  await send(page);
  await page.waitForSelector('.errors');
  same(await page.locator('.errors').count(), 1, `${name}: what is wrong stands there once`);
  check(await says(page, 'one.txt') && await says(page, 'Chosen, not saved yet'),
    `${name}: the form comes back with them`);
  await sound(page, `intake ${name}`);
  await page.uncheck('[name="f.pictures.kept"] >> nth=1');
  await page.fill('[name="f.title"]', 'Two papers');
  await page.selectOption('[name="f.area"]', 'housing');
  await page.fill('[name="f.began.d"]', '2');
  await page.fill('[name="f.began.m"]', '3');
  await page.fill('[name="f.began.y"]', '2026');
  await page.setInputFiles('[name="u.f.pictures"]', [paper('three.txt')]);
  await send(page);
  await page.waitForSelector('.done');
  check(await says(page, 'one.txt') && await says(page, 'three.txt') && !await says(page, 'two.txt'),
    `${name}: saved: the first, the new one, not what was taken out`);
  await page.goto(`${page.url().split('?')[0]}/edit`);
  check(await says(page, 'one.txt (15 bytes)'), `${name}: as it was`);
  same(await page.locator('[name="f.pictures.kept"]').count(), 0, `${name}: nothing waits any more`);
  await page.context().close();
}

// A link among many: the one that was written down first of 700.
async function many(options) {
  const name = `many ${options.script ? 'script' : 'no-script'} ${options.width}`;
  const page = await signIn('mira', options);
  await page.goto(`${url}/records/visit/new`);
  await page.fill('[name="f.title"]', 'Kept');
  await page.fill('[name="f.person"]', 'Првослава');
  if (options.script) {
    await page.dispatchEvent('[name="f.person"]', 'input');
    await page.waitForSelector('.suggest li');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    check((await page.inputValue('[name="f.person"]')).startsWith('Prvoslava Zlatić'),
      `${name}: found in another alphabet, far back, by keys`);
  } else {
    await page.click('button[value="f.person.find"]');
    await page.waitForSelector('[name="f.person.pick"]');
    check(await says(page, 'Prvoslava Zlatić'), `${name}: a button looks her up`);
    same(await page.inputValue('[name="f.title"]'), 'Kept', `${name}: what was typed stays`);
    await page.check('[name="f.person.pick"] >> nth=0');
  }
  await sound(page, `intake ${name}`);
  await page.selectOption('[name="f.area"]', 'housing');
  await page.fill('[name="f.began.d"]', '2');
  await page.fill('[name="f.began.m"]', '3');
  await page.fill('[name="f.began.y"]', '2026');
  await send(page);
  await page.waitForSelector('.done');
  check(await says(page, 'Prvoslava Zlatić'), `${name}: and linked`);

  await page.goto(`${url}/records/visit/new`);
  await page.fill('[name="f.person"]', 'Mileva');
  await send(page);
  await page.waitForSelector('.errors');
  check(await says(page, '"Mileva" may mean several') && await says(page, 'There are more'),
    `${name}: of many a few are offered, and more is asked for`);
  await page.fill('[name="f.person"]', 'Првославо');
  await page.fill('[name="f.person"]', 'Nobody Whosoever');
  await send(page);
  await page.waitForSelector('.errors');
  check(await says(page, 'there is no "Nobody Whosoever"'), `${name}: nobody is nobody`);
  await page.context().close();
}

// 700 people by import, the one who is looked for first.
async function fill() {
  const rows = ['Given name,Family name', 'Prvoslava,Zlatić'];
  for (let i = 0; i < 700; i++) rows.push(`Mileva,Novak${'abcdefghij'[i % 10]}${'klmnopqrst'[Math.floor(i / 10) % 10]}${'uvwxyz'[Math.floor(i / 100)  % 6]}${i > 599 ? 'o' : ''}`);
  const file = join(home, 'people.csv');
  writeFileSync(file, `${rows.join('\n')}\n`);
  const page = await signIn('mira', { width: 1280 });
  await page.goto(`${url}/import`);
  await page.selectOption('#kind', 'person');
  await page.setInputFiles('[name=file]', file);
  await page.click('main button.btn');
  await page.waitForURL(/\/import\/[A-Z]/);
  for (const label of ['Look at every row', 'Take the rows in'])
    await page.click(`main button:has-text("${label}")`);
  await page.waitForSelector('text=Take it all back');
  await page.context().close();
}

await inBrowser(async () => {
  if (!process.env.ONLY || process.env.ONLY === 'person') {
    await person(0, { script: true, width: 1280 });
    await person(1, { script: false, width: 320 });
    await person(2, { script: true, width: 320 });
    await hidden();
  }
  if (!process.env.ONLY || process.env.ONLY === 'files') {
    await files({ script: true, width: 1280 });
    await files({ script: false, width: 320 });
  }
  if (!process.env.ONLY || process.env.ONLY === 'many') {
    await fill();
    await many({ script: true, width: 1280 });
    await many({ script: false, width: 320 });
  }
});
rmSync(home, { recursive: true });
