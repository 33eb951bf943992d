// upgrade.mjs - a folder that version 0.1.0 made (test/data/folder-0.1.0.tar.xz, invented people) works with
// this program: it verifies, its cases are there, new ones come, and what is new can be made in it.
// Usage: node test/package/upgrade.mjs KHETANE FOLDER.tar.xz
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, end, same } from '../tap.mjs';

const [, , khetane, tar] = process.argv;
const home = mkdtempSync(join(tmpdir(), 'khetane-upgrade-'));
execFileSync('tar', ['xJf', tar, '-C', home, '--no-same-owner']);
const secret = (name, text) => {
  writeFileSync(join(home, name), text, { mode: 0o600 });
  return join(home, name);
};
const keys = ['--passphrase-file', secret('phrase', 'a phrase for the browser test')];
const person = ['--as', 'mira', '--password-file', secret('password', 'four words for mira')];
const run = (...args) => execFileSync(khetane, [...args, '--dir', join(home, 'data'), ...keys],
  { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const cases = () => JSON.parse(run('case', 'list', '--json', ...person)).map((row) => row.code).sort();

check(run('verify', '--json', ...person).length > 0, 'its log verifies');
same(cases(), ['OD-2026-1', 'OD-2026-2', 'OD-2026-3'], 'its cases are there');
run('case', 'new', '--nickname', 'Zumbula 4', '--area', 'papers', '--what', 'No birth entry 4', '--json', ...person);
same(cases().length, 4, 'a new one comes');
const made = JSON.parse(run('network', 'make', '--name', 'office.local', '--json'));
same(made.name, 'office.local', 'certificates for the network are made in it');
check(run('verify', '--json', ...person).length > 0, 'and its log verifies still');
rmSync(home, { recursive: true });
end();
