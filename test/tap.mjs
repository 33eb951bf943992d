// tap.mjs - the harness of the tests written for Node: each check is one line of TAP on stdout.
//   import { check, same, end } from '../tap.mjs'
// A test that throws ends without its plan, which script/test counts as a failure.
import { isDeepStrictEqual } from 'node:util';

let count = 0;
let failed = 0;

export function check(ok, name, detail = '') {
  count++;
  if (!ok) failed++;
  console.log(`${ok ? '' : 'not '}ok ${count} - ${name}`);
  if (!ok && detail) console.log(String(detail).replace(/^/gm, '# '));
  return Boolean(ok);
}

export function same(got, want, name) {
  return check(isDeepStrictEqual(got, want), name,
    `got  ${JSON.stringify(got)}\nwant ${JSON.stringify(want)}`);
}

export function skip(name, why) {
  count++;
  console.log(`ok ${count} - ${name} # SKIP ${why}`);
}

export function note(text) {
  console.log(String(text).replace(/^/gm, '# '));
}

export function end() {
  console.log(`1..${count}`);
  process.exitCode = failed > 0 ? 1 : 0;
}
