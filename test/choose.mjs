// choose.mjs - which tests run in which build folder: reads `meson introspect --tests`, prints
// their names. Usage: node test/choose.mjs check|release NIGHT [NAME...]
// build/check runs everything but the suites "release" and "night"; build/release runs those two.
import { readFileSync } from 'node:fs';

const [folder, night, ...asked] = process.argv.slice(2);
const names = new Set();
for (const test of JSON.parse(readFileSync(0, 'utf8'))) {
  const suites = test.suite.map((s) => s.replace(/^khetane:?/, ''));
  const long = suites.includes('night');
  const where = long || suites.includes('release') ? 'release' : 'check';
  const wanted = asked.length === 0 ? !long || night === '1'
    : asked.some((a) => a === test.name || suites.includes(a));
  if (where === folder && wanted) names.add(test.name);
}
for (const name of names) console.log(name);
