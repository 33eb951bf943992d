// sheet.mjs - our reader and writer of Excel files, beside somebody else's (SheetJS): what it
// writes we read with every type, what we write it reads the same, in three scripts.
// Usage: node test/oracle/sheet.mjs SHEET_TOOL-PROGRAM     Prints TAP.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { deepStrictEqual } from 'node:assert';
import * as XLSX from '@e965/xlsx';

const tool = resolve(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'khetane-sheet-'));
const [NOTHING, TEXT, NUMBER, DATE, MOMENT, FLAG] = [0, 1, 2, 3, 4, 5];
let count = 0;

function check(name, run) {
  count += 1;
  try {
    run();
    console.log(`ok ${count} - ${name}`);
  } catch (error) {
    console.log(`not ok ${count} - ${name}`);
    console.log(String(error.message).replace(/^/gm, '# '));
    process.exitCode = 1;
  }
}

function ours(file) {
  const lines = execFileSync(tool, [file], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return lines.trim().split('\n').map((line) => JSON.parse(line).slice(1));
}

const rows = [
  ['Име', 'Emri', 'Vardas', 'Born', 'Sum', 'Here'],
  ['Ѓорѓи Ќосев', 'Shkëlqim Çela', 'Žydrūnė Šiaučiūnaitė', new Date(Date.UTC(1987, 4, 3)), 1250.5,
    true],
  ['=1+1', '+389 70 123 456', '-x', new Date(Date.UTC(2026, 10, 22, 14, 30)), -0.3, false],
  ['a\nb', ' two  spaces ', '<&">', new Date(Date.UTC(1904, 0, 1)), 12345678901234, true],
];
const wanted = [
  rows[0].map((text) => [TEXT, text]),
  [[TEXT, rows[1][0]], [TEXT, rows[1][1]], [TEXT, rows[1][2]], [DATE, '1987-05-03'],
    [NUMBER, '1250.5'], [FLAG, '1']],
  [[TEXT, '=1+1'], [TEXT, '+389 70 123 456'], [TEXT, '-x'], [MOMENT, '2026-11-22 14:30'],
    [NUMBER, '-0.3'], [FLAG, '0']],
  [[TEXT, 'a\nb'], [TEXT, ' two  spaces '], [TEXT, '<&">'], [DATE, '1904-01-01'],
    [NUMBER, '12345678901234'], [FLAG, '1']],
];

function write(file, options) {
  const sheet = XLSX.utils.aoa_to_sheet(rows, { cellDates: true, UTC: true, dateNF: 'dd"-"mm"-"yyyy' });
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([]), 'Empty');
  XLSX.utils.book_append_sheet(book, sheet, 'Луѓе');
  writeFileSync(file, XLSX.write(book, { type: 'buffer', bookType: 'xlsx', ...options }));
}

const theirs = join(folder, 'theirs.xlsx');
write(theirs, { compression: true });
check('theirs, with texts inside of cells', () => deepStrictEqual(ours(theirs), wanted));
write(theirs, { bookSST: true });
check('theirs, with shared texts', () => deepStrictEqual(ours(theirs), wanted));

check('ours, read by them', () => {
  execFileSync(tool, [theirs, 'ours.xlsx'], { cwd: folder });
  const book = XLSX.read(readFileSync(join(folder, 'ours.xlsx')), { cellDates: true, UTC: true });
  const sheet = book.Sheets[book.SheetNames[0]];
  const found = XLSX.utils.sheet_to_json(sheet, { header: 1, raw: true, UTC: true });
  deepStrictEqual(found, rows);
  for (const cell of Object.values(sheet)) {
    if (cell?.f !== undefined) throw new Error(`a formula: ${cell.f}`);
  }
  deepStrictEqual(sheet['!autofilter'].ref, 'A1:F4');
});

check('a formula gives the value that was saved', () => {
  const sheet = XLSX.utils.aoa_to_sheet([['a'], [2]]);
  sheet.A2 = { t: 'n', v: 4, f: '2+2' };
  sheet['!merges'] = [{ s: { r: 0, c: 0 }, e: { r: 0, c: 1 } }];
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, 'F');
  writeFileSync(theirs, XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }));
  deepStrictEqual(ours(theirs), [[[TEXT, 'a']], [[NUMBER, '4']]]);
});

check('a CSV of theirs', () => {
  const file = join(folder, 'theirs.csv');
  const sheet = XLSX.utils.aoa_to_sheet([['Име', 'b;c'], ['1', 'say "no"\nplease']]);
  writeFileSync(file, `\ufeff${XLSX.utils.sheet_to_csv(sheet, { FS: ';' })}`);
  deepStrictEqual(ours(file), [[[TEXT, 'Име'], [TEXT, 'b;c']],
    [[TEXT, '1'], [TEXT, 'say "no"\nplease']]]);
});

check('20,000 rows of ten columns', () => {
  const many = Array.from({ length: 20000 }, (_, i) => Array.from({ length: 10 }, (_x, j) =>
    (j % 3 === 0 ? i * j : `text ${i} ${j}`)));
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(many), 'Many');
  writeFileSync(theirs, XLSX.write(book, { type: 'buffer', bookType: 'xlsx', compression: true }));
  const found = ours(theirs);
  deepStrictEqual(found.length, 20000);
  deepStrictEqual(found[19999][1], [TEXT, 'text 19999 1']);
  deepStrictEqual(found[19999][9], [NUMBER, String(19999 * 9)]);
  deepStrictEqual(found.flat().filter(([type]) => type === NOTHING).length, 0);
});

console.log(`1..${count}`);
rmSync(folder, { recursive: true });
