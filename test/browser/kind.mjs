// kind.mjs - a kind that is a YAML file and nothing else (test/data/kinds/visit.yaml) has all that
// every kind has: import, list with conditions, page, form with parts, moves, history, who looked,
// find, export, permission. No line of C knows it.
// Usage: node test/browser/kind.mjs KHETANE_WITH_THE_TEST_KIND
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as XLSX from '@e965/xlsx';
import { check, same } from '../tap.mjs';
import { inBrowser, sound, startDemo } from './lib.mjs';

const home = mkdtempSync(join(tmpdir(), 'khetane-kind-'));
const { url, signIn } = await startDemo(resolve(process.argv[2]));
const says = async (page, text) => (await page.textContent('main')).includes(text);
const send = (page) => page.click('main .acts button.btn:not([name])');
const finding = (n, field) => `[name="p.visit_finding.${n}.${field}"]`;

async function bringIn(page, name, tag) {
  const file = join(home, `visits ${tag}.csv`);
  writeFileSync(file, ['Title,Area,Began,Born,Rent', `Roof ${tag},Housing,2 March 2026,mart 1990,"1.250,50 EUR"`,
    `Well ${tag},Housing,22. марта 2026.,2024 m. kovas,`, `Gate ${tag},no such area,soon,,`].join('\n'));
  await page.goto(`${url}/import`);
  await page.selectOption('#kind', 'visit');
  await page.setInputFiles('[name=file]', file);
  await page.click('main button.btn');
  await page.waitForURL(/\/import\/[A-Z]/);
  await sound(page, `${name} columns`);
  await page.click('main button:has-text("Look at every row")');
  await page.waitForSelector('text=Some rows have mistakes');
  await page.click('main button:has-text("Give up")');
  writeFileSync(file, ['Title,Area,Began,Born,Rent', `Roof ${tag},Housing,2 March 2026,mart 1990,"1.250,50 EUR"`,
    `Well ${tag},Housing,22. марта 2026.,2024 m. kovas,`].join('\n'));
  await page.goto(`${url}/import`);
  await page.selectOption('#kind', 'visit');
  await page.setInputFiles('[name=file]', file);
  await page.click('main button.btn');
  await page.waitForURL(/\/import\/[A-Z]/);
  await page.click('main button:has-text("Look at every row")');
  await page.click('main button:has-text("Take the rows in")');
  await page.waitForSelector('text=Take it all back');
}

async function seeList(page, name, tag) {
  await page.goto(`${url}/records/visit`);
  check(await says(page, `Roof ${tag}`) && await says(page, `Well ${tag}`), `${name}: list: both are there`);
  await sound(page, `${name} list`);
  await page.goto(`${url}/records/visit?where=${encodeURIComponent(`born<1991 title~${tag}`)}`);
  check(await says(page, `Roof ${tag}`) && !await says(page, `Well ${tag}`),
    `${name}: list: a condition on a day known in part`);
  const csv = await (await page.request.get(`${url}/records/visit/as/csv`)).text();
  check(csv.includes(`Roof ${tag}`), `${name}: export as CSV`);
  const sheet = XLSX.read(await (await page.request.get(`${url}/records/visit/as/xlsx`)).body());
  check(JSON.stringify(sheet.Sheets[sheet.SheetNames[0]]).includes(`Well ${tag}`), `${name}: and as Excel`);
}

// The page of one record; its address.
async function seeRecord(page, name, tag) {
  await page.goto(`${url}/records/visit`);
  await page.click(`main a:has-text("Roof ${tag}")`);
  await page.waitForURL(/\/records\/visit\/[A-Z]/);
  const at = new URL(page.url()).pathname;
  check(await says(page, 'March 1990') && await says(page, '1,250.50 EUR'), `${name}: page: what came in`);
  await page.goto(`${url}${at}/edit`);
  await page.fill('[name="f.title"]', `Roof ${tag} mended`);
  await page.click('button[value="p.visit_finding.add"]');
  await page.fill(finding(0, 'what'), `Beam ${tag}`);
  await send(page);
  await page.waitForSelector('.done');
  check(await says(page, `Beam ${tag}`), `${name}: form: a part is saved with it`);
  await page.click('main button:has-text("Made")');
  await page.waitForSelector('.done');
  await sound(page, `${name} page`);
  await page.goto(`${url}${at}/history`);
  check(await says(page, `Roof ${tag}`) && await says(page, `Roof ${tag} mended`) && await says(page, 'Mira M.'),
    `${name}: history: from what to what, by whom`);
  await sound(page, `${name} history`);
  await page.goto(`${url}${at}/readers`);
  check(await says(page, 'Mira M.'), `${name}: who looked`);
  return at;
}

async function find(page, text) {
  await page.goto(`${url}/find`);
  await page.fill('#q', text);
  await page.press('#q', 'Enter');
  await page.waitForLoadState('load');
  await page.waitForSelector('main h1');
}

async function walk(tag, options) {
  const name = `kind ${options.script ? 'script' : 'no-script'} ${options.width}`;
  const page = await signIn('mira', options);
  await bringIn(page, name, tag);
  await seeList(page, name, tag);
  const at = await seeRecord(page, name, tag);
  await find(page, `roof ${tag}`);
  await page.waitForSelector(`main a[href="${at}"]`);
  check(await says(page, `Roof ${tag} mended`), `${name}: find: by a word of its title`);
  await page.context().close();

  for (const login of ['zana', 'ana']) { // a volunteer sees none, a worker her team's
    const other = await signIn(login, options);
    const status = async (path) => (await other.request.get(`${url}${path}`, { maxRedirects: 0 })).status();
    same(await status(at), login === 'zana' ? 403 : 404, `${name}: ${login} cannot open it`);
    check([403, 404].includes(await status(`${at}/edit`)), `${name}: ${login} cannot change it`);
    check([403, 404].includes(await status(`${at}/history`)), `${name}: ${login} has no history`);
    const csv = await other.request.get(`${url}/records/visit/as/csv`);
    check(!(await csv.text()).includes(tag), `${name}: ${login} exports nothing of it`);
    await find(other, `roof ${tag}`);
    same(await other.locator(`main a[href="${at}"]`).count(), 0, `${name}: ${login} does not find it`);
    await other.context().close();
  }
}

await inBrowser(async () => {
  await walk('alpha', { script: true, width: 1280 });
  await walk('bravo', { script: false, width: 320 });
  await walk('cilka', { script: true, width: 320 });
});
rmSync(home, { recursive: true });
