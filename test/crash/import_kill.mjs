// import_kill.mjs - an import is ended with kill -9 at any moment, again and again, and gone on with:
// no row is lost, none comes twice; taken back as one, nothing is left.
// Usage: node test/crash/import_kill.mjs KHETANE
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { check, end, same } from '../tap.mjs';

const ROWS = 3000;
const KILLS = 5;
const khetane = resolve(process.argv[2]);
const home = mkdtempSync(join(tmpdir(), 'khetane-import-kill-'));
const put = (name, text) => {
  writeFileSync(join(home, name), text, { mode: 0o600 });
  return join(home, name);
};
const data = ['--dir', join(home, 'data'), '--passphrase-file',
  put('phrase', 'a phrase for the killing test'), '--password-file',
  put('password', 'four words for mira')];
const as = [...data, '--as', 'mira', '--json'];
const run = (...args) => execFileSync(khetane, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

run('init', '--name', 'Open Door', '--prefix', 'OD', '--country', 'rs', '--person', 'Mira M.',
  '--login', 'mira', '--quiet', ...data);
let table = 'Given name;Family name;Born\n';
for (let i = 0; i < ROWS; i++) table += `Ana${i};Family${i * 7919};${1940 + i % 70}\n`;
const file = put('people.csv', table);

// Ends the program after some time; true: it had ended before.
async function killed(after, ...args) {
  const child = spawn(khetane, args, { stdio: 'ignore' });
  const ended = new Promise((done) => { child.on('exit', (code, signal) => done(signal === null)); });
  sleep(after).then(() => child.kill('SIGKILL'));
  return ended;
}

const codes = () => run('export', 'person', ...data, '--as', 'mira').trim().split('\r\n').slice(1);

const began = Date.now();
run('import', 'person', file, '--dry-run', ...as);
const whole = Date.now() - began; // looking at every row, and beginning
let whole_done = await killed(whole * 1.5, 'import', 'person', file, ...as);
const text = run('list', 'import', ...as);
const code = text.match(/OD-I-\d+-2/)?.[0];
check(code !== undefined, 'the import stands there, whenever it was ended');
let kills = 1;
for (; kills < KILLS && !whole_done; kills++) {
  whole_done = await killed(700 + 400 * kills, 'import', 'go', code, ...as);
  if (whole_done) break;
  const names = codes().map((line) => line.split(',')[1]);
  same(new Set(names).size, names.length, `after ${kills + 1} kills nobody stands there twice`);
}
if (!whole_done) run('import', 'go', code, ...as);
const names = codes().map((line) => line.split(',')[1]);
same(names.length, ROWS, `all rows are there, after ${kills} kills`);
same(new Set(names).size, ROWS, 'and none twice');
run('import', 'undo', code, ...as);
same(codes().length, 0, 'taken back as one');
rmSync(home, { recursive: true });
end();
