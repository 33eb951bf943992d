// links.mjs - what our documents point at must be there: relative links, and paths in backticks
// that begin with one of our folders, as from the top or from src/. Placeholders are left out.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { check, end } from '../tap.mjs';

const top = join(new URL('.', import.meta.url).pathname, '../..');
const folders = readdirSync(top).filter((name) => !['build', 'node_modules'].includes(name));
const inside = new RegExp(`^(${folders.join('|')})/[\\w./-]+$`);
const documents = execFileSync('git', ['-C', top, 'ls-files', '*.md'], { encoding: 'utf8' })
  .trim().split('\n');

check(documents.length > 20, 'there are documents');
for (const file of documents) {
  const text = readFileSync(join(top, file), 'utf8');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((m) => m[1].split('#')[0])
    .filter((to) => to && !/^\w+:/.test(to)).map((to) => normalize(join(dirname(file), to)));
  const paths = [...text.matchAll(/`([^`\s]+)`/g)].map((m) => m[1].replace(/:\w+$/, ''))
    .filter((to) => inside.test(to) && !/[A-Z]{2}|\bx[_/]/.test(to.replace(/README\.md/, '')));
  const absent = [...links, ...paths]
    .filter((to) => !existsSync(join(top, to)) && !existsSync(join(top, 'src', to)));
  check(absent.length === 0, `${file} points at what is there`, absent.join('\n'));
}
end();
