// office.mjs - our letters as DOCX and ODT, opened by LibreOffice: the text it finds is the text that
// we wrote, on A4 with as many pages as it says itself; saved again by it, in either format and as a
// PDF, they are taken back word for word.
// Usage: node test/oracle/office.mjs OFFICE_TOOL-PROGRAM DOCUMENT_TEST-PROGRAM SOURCE   Prints TAP.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { deepStrictEqual } from 'node:assert';

const [tool, documents, source] = process.argv.slice(2).map((path) => resolve(path));
const LETTERS = ['mk-mk', 'mk-sq', 'rs-sr-Cyrl', 'rs-sr-Latn', 'xk-sq', 'lt-lt', 'common-en', 'long'];
const FORMS = ['docx', 'odt'];
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

if (spawnSync('soffice', ['--version']).error) {
  console.log('ok 1 - office # SKIP libreoffice-writer-nogui is not installed\n1..1');
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), 'khetane-office-'));
const inside = (...names) => join(folder, ...names);

function run(...args) {
  return execFileSync(tool, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 });
}

// Several files at once: LibreOffice takes seconds to begin.
function convert(to, files, out) {
  mkdirSync(inside(out), { recursive: true });
  execFileSync('soffice', [`-env:UserInstallation=file://${inside('profile')}`, '--headless',
    '--convert-to', to, '--outdir', inside(out), ...files], { cwd: folder, timeout: 300000,
    stdio: ['ignore', 'ignore', 'ignore'] });
}

const lines = (text) => text.split('\n').map((line) => line.replace(/[\s\u00a0]+/g, ' ').trim())
  .filter(Boolean);
const dense = (text) => text.replace(/[\s\u00a0]/g, '');

execFileSync(documents, [source, folder], { stdio: 'ignore' });
for (const letter of LETTERS) {
  run('text', `${letter}.order`, `${letter}.ours`);
  for (const form of FORMS) {
    run(form, `${letter}.order`, `${letter}-${form}.${form}`);
    run(`${form}1`, `${letter}.order`, `one-${letter}-${form}.${form}`);
  }
}
const both = LETTERS.flatMap((letter) => FORMS.map((form) => [letter, form]));
const files = both.map(([letter, form]) => `${letter}-${form}.${form}`);
const ones = files.map((file) => `one-${file}`);
convert('pdf:writer_pdf_Export', [...files, ...ones], 'pdf');
convert('docx', ones, 'again');
convert('odt', ones, 'again');

for (const [letter, form] of both) {
  const ours = readFileSync(inside(`${letter}.ours`), 'utf8');
  const pdf = inside('pdf', `${letter}-${form}.pdf`);
  const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
  const pages = text.split('\f').filter((page) => page.trim() !== '');

  check(`${letter}.${form}: on A4, and each page says which it is of how many`, () => {
    const info = execFileSync('pdfinfo', [pdf], { encoding: 'utf8' });
    if (!info.includes('A4')) throw new Error(info);
    const copies = letter === 'long' ? 1 : 2;
    const each = pages.length / copies;
    const numbers = pages.map((page) => /(\d+\/\d+)\s*$/.exec(page.trim())?.[1]);
    deepStrictEqual(numbers, Array.from({ length: pages.length },
      (_, i) => `${(i % each) + 1}/${each}`));
  });

  check(`${letter}.${form}: all its words are on the pages`, () => {
    const raw = dense(execFileSync('pdftotext', ['-raw', pdf, '-'], { encoding: 'utf8' }));
    const missing = lines(ours).filter((line) => line.length < 200 && !raw.includes(dense(line)));
    if (missing.length > 2) throw new Error(missing.join('\n')); // what a page's end divides
  });

  for (const to of FORMS) {
    check(`${letter}.${form}, saved by LibreOffice as ${to}, is word for word the same`, () => {
      const back = run('read', join('again', `one-${letter}-${form}.${to}`));
      deepStrictEqual(lines(back), lines(ours));
    });
  }

  check(`${letter}.${form}, made a PDF by LibreOffice, is word for word the same`, () => {
    deepStrictEqual(run('differ', `${letter}.order`, join('pdf', `one-${letter}-${form}.pdf`)), '');
  });
}

check('a PDF of our own is word for word the same', () => {
  for (const letter of LETTERS) {
    copyFileSync(inside(`${letter}.pdf`), inside('own.pdf'));
    deepStrictEqual(run('differ', `${letter}.order`, 'own.pdf'), '', letter);
  }
});

console.log(`1..${count}`);
rmSync(folder, { recursive: true });
