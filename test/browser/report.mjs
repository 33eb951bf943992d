// report.mjs - the report of a time, with and without JavaScript: counted, compared, shown outside,
// taken along; every linked number is the number of its list.
// Usage: node test/browser/report.mjs KHETANE
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { check, end, same } from '../tap.mjs';
import { closeAll, openBrowser, openPage, sound as soundPage, startDemo, top } from './lib.mjs';

await openBrowser();
const demo = await startDemo(resolve(process.argv[2]));
const sound = (page, name) => soundPage(page, `report ${name}`, same);
const text = (page) => page.textContent('main');

async function signIn(page, login = 'mira') {
  await page.goto(`${demo.url}/sign-in`);
  await page.fill('#login', login);
  await page.fill('#password', demo.password);
  await page.click('main button');
  await page.waitForURL(`${demo.url}/`);
}

const year = new Date().getFullYear();

// Numbers that are links, by their address.
const linked = (page) => page.$$eval('table td a', (all) => all.map((a) =>
  ({ number: Number(a.textContent), path: a.getAttribute('href') })));

// How many rows a list has: it says so, or fits on one page.
async function rowsOf(page, path) {
  await page.goto(demo.url + path);
  const said = (await page.textContent('main')).match(/(\d+) entr(y|ies)/);
  return said ? Number(said[1]) : page.$$eval('main table tbody tr', (rows) => rows.length);
}

async function walk(options) {
  const name = `${options.script ? 'script' : 'no-script'} ${options.width}`;
  const page = await openPage(`${demo.url}/`, options);
  await signIn(page);
  await page.click('footer a[href="/report"]');
  await page.waitForURL(/\/report$/);
  check(/Report, /.test(await page.title()), `${name}: the foot of each page leads there`);
  await sound(page, `month ${name}`);
  await page.goto(`${demo.url}/report?period=${year}`);
  check((await text(page)).includes('Inside the house'), `${name}: it says that it is exact`);
  check((await text(page)).includes('each counted once'), `${name}: people are counted once`);
  await sound(page, `year ${name}`);

  await page.click('.chips a:has-text("To show outside")');
  await page.waitForURL(/outside=1/);
  const outside = await text(page);
  check(!outside.includes('Inside the house'), `${name}: outside it is another report`);
  check(/<5/.test(outside), `${name}: with small numbers hidden`);
  const cells = await page.$$eval('table td', (all) => all.map((td) => td.textContent.trim()));
  check(cells.some((cell) => cell === '<5'), `${name}: in cells`);
  same((await linked(page)).length, 0, `${name}: and leads to no list`);
  await sound(page, `outside ${name}`);

  await page.goto(`${demo.url}/report?period=${year}&with=before`);
  check((await text(page)).includes('Difference'), `${name}: two years beside each other`);
  await sound(page, `compared ${name}`);
  await page.goto(`${demo.url}/report?period=1999-03`);
  check((await text(page)).includes('Nothing was written down'), `${name}: an empty month says so`);
  await sound(page, `empty ${name}`);

  // Any two days, by the form.
  await page.goto(`${demo.url}/report?period=${year}`);
  await page.click('details:has(form[action="/report"]) summary');
  for (const [field, value] of [['from.d', '1'], ['from.m', '2'], ['from.y', String(year)],
    ['to.d', '15'], ['to.m', '3'], ['to.y', String(year)]]) {
    await page.fill(`[name="${field}"]`, value);
  }
  await page.click('form[action="/report"] button');
  await page.waitForURL(/from/);
  check((await page.title()).includes(' to '), `${name}: any two days`);
  await page.goto(`${demo.url}/report?from=${year}-03-01&to=${year}-02-01`);
  check((await text(page)).includes('before the first'), `${name}: the wrong way round it says so`);
  await page.context().close();
}

async function numbers() {
  const page = await openPage(`${demo.url}/`);
  await signIn(page);
  await page.goto(`${demo.url}/report?period=${year}`);
  const all = await linked(page);
  check(all.length > 10, 'numbers lead to their lists');
  const wrong = [];
  for (const { number, path } of all.slice(0, 60)) {
    const rows = await rowsOf(page, path);
    if (rows !== number) wrong.push(`${path}: ${number}, ${rows} rows`);
  }
  same(wrong, [], 'each is the number of rows there');
  await page.context().close();
}

async function files() {
  const page = await openPage(`${demo.url}/`);
  await signIn(page);
  const get = async (path) => {
    const reply = await page.context().request.get(demo.url + path);
    return { status: reply.status(), type: reply.headers()['content-type'], bytes: await reply.body() };
  };
  const csv = await get(`/report/as/csv?period=${year}`);
  check(csv.bytes.toString().includes('In short'), 'a text file with all tables');
  check(csv.bytes.toString().includes('PRACTICE'), 'that says that its people are invented');
  const xlsx = await get(`/report/as/xlsx?period=${year}`);
  same(xlsx.bytes.subarray(0, 2).toString(), 'PK', 'a sheet');
  for (const format of ['docx', 'odt']) {
    const file = await get(`/report/as/${format}?period=${year}`);
    same(file.bytes.subarray(0, 2).toString(), 'PK', `${format} to write on`);
  }
  const pdf = await get(`/report/as/pdf?period=${year}`);
  same(pdf.bytes.subarray(0, 5).toString(), '%PDF-', 'a PDF');
  same((await get('/report/as/exe')).status, 404, 'and nothing else');
  same((await get('/report?period=2026-13')).status, 422, 'a month that is none is told');
  await page.context().close();
}

// A spreadsheet that another program made: five cells have names, one of them of its own.
async function donor(options) {
  const name = `${options.script ? 'script' : 'no-script'} ${options.width}`;
  const page = await openPage(`${demo.url}/`, options);
  await signIn(page);
  await page.goto(`${demo.url}/report/forms?period=${year}`);
  await sound(page, `forms ${name}`);
  await page.click('a[href="/records/donor_form/new"]');
  await page.waitForSelector('[name="f.name"]');
  await page.fill('[name="f.name"]', `Quarterly ${name}`);
  await page.setInputFiles('input[type=file]', resolve(top, 'test/data/donor.xlsx'));
  await page.click('main form button.btn:not(.other):not(.quiet)');
  await page.waitForURL(/\/report\/form\//);
  const id = page.url().match(/form\/([0-9a-f]{32})/)[1];
  await page.goto(`${demo.url}/report/form/${id}?period=${year}`);
  check((await text(page)).includes('Indicators!B3'), `${name}: its names are found`);
  check((await text(page)).includes('This name is not known.'), `${name}: a name that is none is told`);
  check((await text(page)).includes('60'), `${name}: and what each is filled in with`);
  await sound(page, `form ${name}`);

  await page.click('details:has(select[name="theirs"]) summary');
  await page.selectOption('[name="theirs"]', 'Help_given');
  await page.selectOption('[name="ours"]', 'khetane_help');
  await page.click('details form button');
  await page.waitForSelector('form[action="/undo"]');
  check(page.url().includes(`period=${year}`), `${name}: of the same year as before`);
  const row = await page.textContent('tr:has(th:has-text("Help_given"))');
  check(row.includes('khetane_help') && row.includes('12'), `${name}: another name is remembered`);

  const reply = await page.context().request.get(
    `${demo.url}/report/form/${id}/fill?period=${year}`);
  const file = await reply.body();
  same(file.subarray(0, 2).toString(), 'PK', `${name}: filled in`);
  await opened(file, name);
  await page.goto(`${demo.url}/report/names`);
  check((await text(page)).includes('khetane_people_area_housing'), `${name}: all names are listed`);
  await sound(page, `names ${name}`);
  await page.context().close();
}

// What another program makes of it: the formula computed anew. Where there is none, nothing.
async function opened(file, name) {
  const folder = mkdtempSync(join(tmpdir(), 'khetane-donor-'));
  writeFileSync(join(folder, 'filled.xlsx'), file);
  spawnSync('soffice', ['--headless', `-env:UserInstallation=file://${folder}/profile`,
    '--convert-to', 'csv', '--outdir', folder, join(folder, 'filled.xlsx')], { timeout: 120000 });
  const csv = join(folder, 'filled.csv');
  if (existsSync(csv)) {
    const said = readFileSync(csv, 'utf8');
    check(/Advice on the spot,60/.test(said), `${name}: LibreOffice reads the number`);
    check(/Services in all,72/.test(said), `${name}: and computes with it`);
  }
  rmSync(folder, { recursive: true, force: true });
}

async function sample() {
  const page = await openPage(`${demo.url}/`);
  await signIn(page);
  await page.goto(`${demo.url}/report/sample?period=${year}&seed=4711`);
  const first = await text(page);
  check(first.includes('by the seed 4711'), 'the seed is printed');
  check(!/Senada|Demirova/.test(first), 'names are masked');
  await sound(page, 'sample script 1280');
  await page.goto(`${demo.url}/report/sample?period=${year}&seed=4711`);
  same(await text(page), first, 'the same seed draws the same');
  await page.context().close();
}

async function others() {
  const page = await openPage(`${demo.url}/`);
  await signIn(page, 'zana');
  await page.goto(`${demo.url}/report`);
  check(!(await text(page)).includes('each counted once'), 'who sees no case sees no report');
  await page.context().close();
}

await walk({ width: 1280, script: true });
await walk({ width: 320, script: true });
await walk({ width: 320, script: false });
await numbers();
await files();
await sample();
await donor({ width: 1280, script: true });
await donor({ width: 320, script: false });
await others();
await closeAll();
await demo.stop();
end();
