// man.mjs - the manual page and the program must say the same: every command, its options, the
// options of every command, the exit codes, the files of a new folder; and the page must be sound.
// Usage: man.mjs KHETANE
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, end, same, skip } from '../tap.mjs';

const top = join(new URL('.', import.meta.url).pathname, '../..');
const page = join(top, 'doc/man/khetane.1');
const program = process.argv[2];
const work = mkdtempSync('/tmp/khetane-man-');

const khetane = (...args) =>
  execFileSync(program, args, { encoding: 'utf8', env: { PATH: process.env.PATH, LC_ALL: 'C' } });

// The lines of one section, and of one item of its list.
const lines = readFileSync(page, 'utf8').split('\n');
function section(name) {
  const from = lines.indexOf(`.Sh ${name}`);
  const to = lines.findIndex((line, i) => i > from && line.startsWith('.Sh '));
  return from < 0 ? [] : lines.slice(from + 1, to < 0 ? undefined : to);
}

function items(name) {
  const list = [];
  for (const line of section(name)) {
    if (line.startsWith('.It ')) list.push([line]);
    else if (list.length > 0) list.at(-1).push(line);
  }
  return list;
}

const words = (text, macro) => [...text.matchAll(new RegExp(`\\b${macro} (\\S+)`, 'g'))]
  .map((m) => m[1]);
const sorted = (list) => [...new Set(list)].sort();

// "  --name NAME   ..." and "  -q, --quiet   ..." of a help.
const options = (help) => [...help.matchAll(/^  (?:-\w, )?--([\w-]+)/gm)].map((m) => m[1]);
const dashed = (text) => [...text.matchAll(/\bFl (?:\w , )?-([\w-]+)/g)].map((m) => m[1]);

const told = [...khetane('help').matchAll(/^  (\S+(?: \S+)*?)(?:  |$)/gm)].map((m) => m[1]);
const common = options(khetane('help', 'help'));
const written = new Map(items('COMMANDS').map((item) => {
  const name = /^\.It Ic ([a-z-]+(?: [a-z-]+)*)/.exec(item[0])?.[1] ?? item[0];
  return [name, item.join('\n')];
}));

check(told.length > 5, 'the program lists its commands');
same(sorted(written.keys()), sorted(told), 'every command has its paragraph, and no other has');
for (const name of told) {
  const own = options(khetane('help', ...name.split(' ')).split(/^Options of every/m)[0]);
  const here = dashed(written.get(name) ?? '').filter((o) => !common.includes(o));
  same(sorted(here), sorted(own), `the options of ${name}`);
}
same(sorted(dashed(items('OPTIONS').map((item) => item[0]).join('\n'))), sorted(common),
  'the options of every command');

const codes = [...readFileSync(join(top, 'src/base/rc.def'), 'utf8')
  .matchAll(/^RC\(\w+, \d+, (\d+),/gm)].map((m) => m[1]);
same(sorted(items('EXIT STATUS').map((item) => item[0].slice(4))), sorted(codes),
  'the exit codes are those of rc.def');

const sources = readFileSync(join(top, 'src/cli/terminal.c'), 'utf8')
  .match(/(getenv|is_set)\("\w+"|"(LC_\w+|LANG)"/g).join(' ');
same(sorted(section('ENVIRONMENT').filter((line) => line.startsWith('.It'))
  .flatMap((line) => line.slice(7).split(' , '))),
sorted([...sources.matchAll(/"(\w+)"/g)].map((m) => m[1])), 'the variables of the environment');

const folder = join(work, 'data');
writeFileSync(join(work, 'password'), 'a password for a test\n');
khetane('init', '--dir', folder, '--name', 'A', '--prefix', 'A', '--country', 'mk', '--person', 'B',
  '--login', 'b', '--password-file', join(work, 'password'), '--quiet');
const files = section('FILES').join('\n').match(/Pa [^\n]*/g).flatMap((text) =>
  text.slice(3).split(/ , /));
for (const file of readdirSync(folder))
  check(files.includes(file), `${file} of a new folder is named`, files.join(' '));
rmSync(work, { recursive: true });

const lint = spawnSync('mandoc', ['-T', 'lint', '-W', 'style', page], { encoding: 'utf8' });
if (lint.error) skip('the page is sound', 'mandoc is not installed');
else check(lint.status === 0, 'the page is sound', lint.stdout);
end();
