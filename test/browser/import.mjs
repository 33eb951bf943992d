// import.mjs - an old register comes in through the browser: a file with mistakes is told about, one
// without is taken in and taken back; files that are none; a list as Excel. With and without JavaScript.
// Usage: node test/browser/import.mjs KHETANE
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as XLSX from '@e965/xlsx';
import { check, end, same } from '../tap.mjs';
import {
  axe, closeAll, faintControls, openBrowser, openPage, shot, smallTargets, tooWide,
} from './lib.mjs';

const khetane = resolve(process.argv[2]);
const home = mkdtempSync(join(tmpdir(), 'khetane-import-'));
const data = join(home, 'data');
const password = 'four words for mira';
const put = (name, bytes) => {
  const path = join(home, name);
  writeFileSync(path, bytes, { mode: 0o600 });
  return path;
};
const phrase = 'a phrase for the browser test';
const phraseFile = put('phrase', phrase);
const passwordFile = put('password', password);
const run = (...args) => execFileSync(khetane, [...args, '--dir', data], { encoding: 'utf8' });
run('init', '--name', 'Open Door', '--prefix', 'OD', '--country', 'rs', '--person', 'Mira M.',
  '--login', 'mira', '--passphrase-file', phraseFile, '--password-file', passwordFile, '--quiet');
const server = spawn(khetane, ['serve', '--dir', data, '--port', '0'],
  { stdio: ['ignore', 'ignore', 'pipe'] });
const url = await new Promise((done, failed) => {
  let said = '';
  server.stderr.on('data', (bytes) => {
    said += bytes;
    const found = said.match(/http:\/\/\S+?(?=\/?\s)/);
    if (found) done(found[0]);
  });
  server.on('exit', (code) => failed(new Error(`khetane serve ended with ${code}: ${said}`)));
});

function workbook(rows) {
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), 'Луѓе');
  return XLSX.write(book, { type: 'buffer', bookType: 'xlsx' });
}

const good = put('good.xlsx', workbook([['Име', 'Презиме', 'Born', 'Notes'],
  ['Сенада', 'Демирова', 1987, 'x'], ['Ali', 'Osmani', '05.1990', 'y']]));
const bad = put('bad.csv', 'Given name;Family name;Born\nSenada;Demirova;soon\nAli;Osmani;1990\n');
const none = put('none.xlsx', readFileSync(good).subarray(0, 1000));

async function sound(page, name) {
  if (name.includes('no-script')) return;
  same(await axe(page), [], `${name}: axe finds nothing`);
  same(await tooWide(page), [], `${name}: nothing is wider than the screen`);
  same(await faintControls(page), [], `${name}: what is typed can be read`);
  same(await smallTargets(page), [], `${name}: what is pressed is large enough`);
  await shot(page, `import-${name.replaceAll(' ', '-')}`);
}

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
  const page = await openPage(`${url}/sign-in`, { ...options, reducedMotion: 'reduce' });
  await page.fill('#login', 'mira');
  await page.fill('#password', password);
  await page.click('main button');
  await page.waitForURL((to) => !to.pathname.startsWith('/sign-in'));

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

await openBrowser();
const locked = await openPage(`${url}/`);
await locked.fill('#phrase', phrase);
await locked.click('main button');
await locked.waitForURL('**/sign-in', { timeout: 120000 });
await walk({ script: true, width: 1280 });
await walk({ script: true, width: 320 });
await walk({ script: false, width: 320 });
await closeAll();
server.kill('SIGTERM');
await new Promise((done) => server.on('exit', done));
rmSync(home, { recursive: true });
end();
