// choose.mjs - which tests run in which build folder: reads `meson introspect --tests`, prints
// their names. Usage: node test/choose.mjs check|release NIGHT [NAME...]
// build/check runs everything but the suites "release" and "night"; build/release runs those two.
import { readFileSync } from 'node:fs';

const [folder, night, ...asked] = process.argv.slice(2);
const names = new Set();
const known = new Set(['lint']);
for (const test of JSON.parse(readFileSync(0, 'utf8'))) {
  const suites = test.suite.map((s) => s.replace(/^khetane:?/, ''));
  for (const name of [test.name, ...suites]) known.add(name);
  const long = suites.includes('night');
  const where = long || suites.includes('release') ? 'release' : 'check';
  const wanted = asked.length === 0 ? !long || night === '1'
    : asked.some((a) => a === test.name || suites.includes(a));
  if (where === folder && wanted) names.add(test.name);
}
const wrong = asked.filter((name) => !known.has(name));
if (wrong.length > 0) {
  console.error(`There is no test or suite named ${wrong.join(', ')}. There are: ` +
    [...known].filter((name) => name).sort().join(', '));
  process.exitCode = 1;
}
for (const name of names) console.log(name);
