// import.mjs - an old register comes in through the browser: a file with mistakes is told about, one
// without is taken in and taken back; files that are none; a list as Excel. With and without JavaScript.
// Usage: node test/browser/import.mjs KHETANE
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as XLSX from '@e965/xlsx';
import { check, same } from '../tap.mjs';
import { inBrowser, newOffice, sound as soundPage } from './lib.mjs';

const office = newOffice(resolve(process.argv[2]));
const { put } = office;
const { url, signIn } = await office.serve();
const sound = (page, name) => soundPage(page, `import ${name}`);

function workbook(rows) {
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), 'Луѓе');
  return XLSX.write(book, { type: 'buffer', bookType: 'xlsx' });
}

const good = put('good.xlsx', workbook([['Име', 'Презиме', 'Born', 'Notes'],
  ['Сенада', 'Демирова', 1987, 'x'], ['Ali', 'Osmani', '05.1990', 'y']]));
const bad = put('bad.csv', 'Given name;Family name;Born\nSenada;Demirova;soon\nAli;Osmani;1990\n');
const none = put('none.xlsx', readFileSync(good).subarray(0, 1000));

async function upload(page, file) {
  await page.goto(`${url}/import`);
  await page.selectOption('#kind', 'person');
  await page.setInputFiles('[name=file]', file);
  await page.click('main button.btn');
}

const press = async (page, label) => {
  await page.click(`main button:has-text("${label}")`);
  await page.waitForLoadState('load');
};

async function walk(options) {
  const name = `${options.script ? 'script' : 'no-script'} ${options.width}`;
  const page = await signIn('mira', options);
  await upload(page, none);
  await page.waitForSelector('text=damaged');
  await sound(page, `half a file ${name}`);

  await upload(page, bad);
  await page.waitForURL(/\/import\/OD-I-/);
  await sound(page, `columns ${name}`);
  await press(page, 'Look at every row');
  await page.waitForSelector('text=Some rows have mistakes');
  await sound(page, `mistakes ${name}`);
  const report = await page.request.get(`${page.url()}/report`);
  const sheet = XLSX.read(await report.body());
  const rows = XLSX.utils.sheet_to_json(sheet.Sheets[sheet.SheetNames[0]], { header: 1 });
  same(rows.length, 2, `${name}: the report has the row with a mistake`);
  check(String(rows[1][3]).includes('soon'), `${name}: and says what is wrong`);
  await press(page, 'Give up');

  await upload(page, good);
  await page.waitForURL(/\/import\/OD-I-/);
  same(await page.inputValue('[name="column.1"]'), 'names.given', `${name}: headings are known`);
  same(await page.inputValue('[name="column.4"]'), '', `${name}: what is not known is left out`);
  await press(page, 'Look at every row');
  await press(page, 'Take the rows in');
  await page.waitForSelector('text=Take it all back');
  await sound(page, `done ${name}`);
  const list = await page.request.get(`${url}/records/person/as/xlsx`);
  const people = XLSX.read(await list.body());
  check(JSON.stringify(people.Sheets[people.SheetNames[0]]).includes('Сенада Демирова'),
    `${name}: the list as Excel has them`);
  const csv = await (await page.request.get(`${url}/records/person/as/csv`)).text();
  same(csv.trim().split('\r\n').length, 3, `${name}: and as CSV`);
  await press(page, 'Take it all back');
  const after = await (await page.request.get(`${url}/records/person/as/csv`)).text();
  same(after.trim().split('\r\n').length, 1, `${name}: taken back as one`);
  await page.context().close();
}

await inBrowser(async () => {
  await office.open();
  await walk({ script: true, width: 1280 });
  await walk({ script: true, width: 320 });
  await walk({ script: false, width: 320 });
});
