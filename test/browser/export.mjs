// export.mjs - a record is taken out as a file; everything is asked for by one, agreed by another,
// made by a job and opened by a second program; people of a table who may be here already are
// decided on. With and without JavaScript.
// Usage: node test/browser/export.mjs KHETANE
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { check, same } from '../tap.mjs';
import { openAge, openZip } from '../oracle/age.mjs';
import { inBrowser, openPage, sound as soundPage, startDemo } from './lib.mjs';

const home = mkdtempSync(join(tmpdir(), 'khetane-export-'));
const { url, signIn } = await startDemo(resolve(process.argv[2]));
const sound = (page, name) => soundPage(page, `export ${name}`);

const press = (page, label) => page.click(`main button:has-text("${label}")`);

async function download(page, act) {
  const waiting = page.waitForEvent('download');
  await act();
  return readFileSync(await (await waiting).path());
}

async function recordFile(name, options) {
  const page = await signIn('mira', options);
  await page.goto(`${url}/records/person/PR-P-2026-1`);
  await page.click('a:has-text("Take out as a file")');
  await page.waitForSelector('text=Whoever has it can read it');
  await sound(page, `record ${name}`);
  await page.check('[name=outside]');
  await press(page, 'Make the file');
  await page.waitForSelector('text=Nothing allows this yet');
  check(await page.isChecked('[name=outside]'), `${name}: what was chosen is kept`);
  await sound(page, `record refused ${name}`);
  await page.fill('[name=reason]', 'The court asked for it');
  const files = openZip(await download(page, () => press(page, 'Make the file')));
  same([...files.keys()], ['index.html', 'record.json', 'README.txt'], `${name}: what is in it`);
  const json = JSON.parse(files.get('record.json'));
  same(json.records[0].code, 'PR-P-2026-1', `${name}: the record`);
  check(json.history.length > 0, `${name}: its history`);
  check(files.get('README.txt').toString().includes('National number'),
    `${name}: the readme names what was left out`);
  if (name.startsWith('script')) {
    writeFileSync(join(home, 'index.html'), files.get('index.html'));
    await page.context().close();
    const shown = await openPage(`file://${join(home, 'index.html')}`, options);
    await sound(shown, `page of the file ${name}`);
    await shown.context().close();
  } else {
    await page.context().close();
  }
}

async function everything(name, options) {
  const mira = await signIn('mira', options);
  await mira.goto(`${url}/exports`);
  await mira.waitForSelector('text=Ask a second person');
  await sound(mira, `all ask ${name}`);
  await mira.fill('[name=reason]', 'To hand the work over');
  await press(mira, 'Ask a second person');
  await mira.waitForSelector('text=You have asked');
  const emir = await signIn('emir', options);
  await emir.goto(`${url}/proposals`);
  await emir.waitForSelector('text=everything taken out as a file');
  await press(emir, 'Approve');
  await emir.waitForSelector('text=Nothing waits for a second person');
  await emir.context().close();
  await mira.goto(`${url}/exports`);
  await mira.fill('[name=folder]', '/media/nobody/there');
  await press(mira, 'Make the file');
  await mira.waitForSelector('text=is the stick plugged in');
  await sound(mira, `all agreed ${name}`);
  await mira.fill('[name=folder]', '');
  const before = await mira.locator('a[href$="/file"]').count();
  await press(mira, 'Make the file');
  const words = await mira.textContent('p.words');
  same(words.split(' ').length, 7, `${name}: seven words, shown once`);
  await sound(mira, `all words ${name}`);
  const links = mira.locator('a[href$="/file"]'); // the newest first
  for (let i = 0; i < 120; i++) {
    await mira.goto(`${url}/exports`);
    if (await links.count() > before) break;
    await mira.waitForTimeout(500);
  }
  await sound(mira, `all made ${name}`);
  const bytes = await download(mira, () => links.first().click());
  const files = openZip(openAge(bytes, words));
  const counts = JSON.parse(files.get('counts.json'));
  const lines = (text) => text.toString().split('\n').filter(Boolean);
  let records = 0;
  for (const [path, content] of files) {
    if (!path.endsWith('.jsonl') || path === 'changes.jsonl') continue;
    const rows = lines(content).map(JSON.parse);
    const kind = path.slice('records/'.length, -'.jsonl'.length);
    check(rows.every((row) => row.kind === kind), `${name}: ${kind} are of their kind`);
    records += rows.length;
    const text = files.get(`records/${kind}.csv`).toString();
    let quoted = false;
    let table = 0;
    for (const c of text) {
      if (c === '"') quoted = !quoted;
      else if (c === '\n' && !quoted) table++;
    }
    same(table, rows.length + 1, `${name}: ${kind} as a table have as many`);
  }
  same(records, counts.records, `${name}: as many records as it says`);
  same(lines(files.get('changes.jsonl')).length, counts.changes, `${name}: as many changes`);
  const sums = lines(files.get('SHA256SUMS')).map((line) => line.split('  '));
  same(sums.length, files.size - 1, `${name}: each file has its checksum`);
  check(sums.every(([hash, path]) => createHash('sha256').update(files.get(path)).digest('hex')
    === hash), `${name}: and each is right`);
  let refused = false;
  try {
    const broken = Buffer.from(bytes);
    broken[broken.length - 100] ^= 1;
    openAge(broken, words);
  } catch { refused = true; }
  check(refused, `${name}: a changed byte is found`);
  await mira.context().close();
}

async function alike(name, options) {
  const page = await signIn('mira', options);
  const table = join(home, 'people.csv');
  writeFileSync(table, 'Given name;Family name;Born;Sex;Phone\n'
    + 'Senada;Demirova;04.1991;f;060 555 0101\nSelma;Krasniqi;2001;f;\n');
  await page.goto(`${url}/import`);
  await page.selectOption('#kind', 'person');
  await page.setInputFiles('[name=file]', table);
  await press(page, 'Go on');
  await page.waitForSelector('text=The file is written in');
  await press(page, 'Look at every row');
  await page.waitForSelector('text=Perhaps here already');
  check((await page.textContent('main')).includes('PR-P-2026-1 Senada Demirova'),
    `${name}: the likely one is named`);
  same(await page.locator('main button:has-text("Take the rows in")').count(), 0,
    `${name}: nothing is taken in before somebody chose`);
  await sound(page, `alike ${name}`);
  await page.selectOption('[name="row.2"]', 'PR-P-2026-1');
  await press(page, 'Keep these choices');
  await page.waitForSelector('text=Take the rows in');
  same(await page.inputValue('[name="row.2"]'), 'PR-P-2026-1', `${name}: the choice is kept`);
  await press(page, 'Take the rows in');
  await page.waitForSelector('text=Take it all back');
  const csv = await (await page.request.get(`${url}/records/person/as/csv`)).text();
  same(csv.split('Senada').length, 2, `${name}: nobody stands there twice`);
  check(csv.includes('Selma'), `${name}: who is new came in`);
  await press(page, 'Take it all back');
  await page.waitForSelector('text=Given up');
  await page.context().close();
}

await inBrowser(async () => {
  for (const options of [{ script: true, width: 1280 }, { script: true, width: 320 },
    { script: false, width: 320 }]) {
    const name = `${options.script ? 'script' : 'no-script'} ${options.width}`;
    await recordFile(name, options);
    await alike(name, options);
    await everything(name, options);
  }
});
rmSync(home, { recursive: true });
