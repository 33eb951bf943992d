// tidy_test.mjs - every rule of tidy.mjs finds the fault planted for it, and none in clean files.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { check, end, same } from '../test/tap.mjs';
import { countTap } from '../test/count.mjs';
import { code, functions, layer, mutable } from './tidy.mjs';

const tidy = resolve(dirname(process.argv[1]), 'tidy.mjs');

const HEADER = `/* good.h - a header.
 * Owns: nothing. Order: any. Memory: none. Fails: never. */
#ifndef BASE_GOOD_H
#define BASE_GOOD_H
int good(void);
#endif
`;
const CLEAN = {
  'package-lock.json': '{}\n',
  'src/base/README.md': '# base\n',
  'src/base/banned.h': HEADER.replaceAll('GOOD', 'BANNED').replace('int good(void);\n', ''),
  'src/base/good.h': HEADER,
  'src/base/good.c': `/* good.c - see good.h. */
#include "base/good.h"

#include <string.h>

/* TODAY is no word that is left for later; static int here = 1; is a comment. */
static const char *const names[] = {"static int x;", "a"};

int good(void)
{
    static const int table[] = {[1] = 2};

    return table[0] + (int)strlen(names[0]);
}
`,
};

// The rules that a tree of these files breaks.
function broken(files) {
  const folder = mkdtempSync(join(tmpdir(), 'khetane-tidy-'));
  for (const [name, text] of Object.entries({ ...CLEAN, ...files })) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  execFileSync('git', ['init', '-q'], { cwd: folder });
  const { stdout } = spawnSync('node', [tidy], { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return [...stdout.matchAll(/^not ok \d+ - (.*)$/gm)].map((m) => m[1]);
}

function breaks(rule, files) {
  same(broken(files), [rule], rule);
}

const body = (lines) => `/* f.c - a file. */\n${lines}\n`;
const long = `int f(void);\nint f(void)\n{\n${'    f();\n'.repeat(70)}}`;

same(broken({}), [], 'a clean tree has no fault');
breaks('includes point down only', { 'src/base/f.c': body('#include "web/page.h"') });
breaks('includes point down only', {
  'src/casework/f.c': body('#include "policy/plan.h"'), 'src/casework/README.md': '# x\n' });
same(broken({
  'src/casework/f.c': body('#include "casework/case.h"\n#include "web/page.h"'),
  'src/casework/README.md': '# x\n',
}), [], 'an area includes its own and what is below');
breaks('the system is met in few places', { 'src/base/f.c': body('#include <unistd.h>') });
breaks('a library has one .c file', {
  'src/base/f.c': body('#include <sodium.h>'), 'src/base/g.c': body('#include <sodium.h>') });
breaks('functions are short', { 'src/base/f.c': body(long) });
breaks('functions take few parameters', {
  'src/base/f.c': body('static int f(struct call *call, int a, int (*b)(int, int), int c,\n' +
    '             int d, int e, int g)\n{\n}') });
same(broken({ 'src/base/f.c': body('int f(struct call *call, int a, int b, int c, int d, int e)\n' +
  '{\n}') }), [], 'the call is not counted');
breaks('files are short', { 'src/base/f.c': body('int f(void);\n'.repeat(1000)) });
breaks('lines are short', { 'src/base/f.c': body(`/* ${'x'.repeat(100)} */`) });
breaks('no state at file scope', { 'src/base/f.c': body('static int state;') });
breaks('SQL is assembled in few files', {
  'src/base/f.c': body('void f(void)\n{\n    buf_format(&b, "SELECT * FROM %s", t);\n}') });
breaks('words on the screen', { 'src/base/f.c': body('const char *const t = "Oops, sorry";') });
breaks('headers state their contract', {
  'src/base/f.h': '/* f.h - nothing. */\n#ifndef F\n#define F\n#endif\n' });
breaks('headers compile alone', {
  'src/base/f.h': HEADER.replace('int good(void)', 'size_t good(void)').replaceAll('GOOD', 'F') });
breaks('every folder of the source has a README', { 'src/rules/f.c': body('int f(void);') });
breaks('nothing is left for later', { 'src/base/f.c': body('/* TO' + 'DO: more */') });
breaks('no tabs, no trailing space', { 'src/base/f.c': body('int f(void); ') });
breaks('the lock file names no addresses', { 'package-lock.json': '{"resolved": "x"}\n' });
breaks('every exception is still needed', {
  'tools/tidy.allow': 'functions are short | src/base/good.c:good  # no longer\n' });
same(broken({
  'src/base/f.c': body(long),
  'tools/tidy.allow': 'functions are short | src/base/f.c:f  # why\n',
}), [], 'an exception counts');

same(mutable('static int a;').length, 1, 'a plain variable');
same(mutable('static const char *a[] = {"x"};').length, 1, 'pointers that may change');
same(mutable('static const char *const a[] = {"x"};'), [], 'pointers that may not');
same(mutable('enum { A = 1 };\nstruct s {\n    int a;\n};\nint f(int a);\nextern int b;'), [],
  'types, prototypes, declarations');
same(mutable('int f(int a, int (*each)(int b));\n' +
  'static const struct {\n    const char *a;\n} b = {1};'), [],
  'a prototype with a function in it; a table of an unnamed type');
same(mutable('int f(void)\n{\n' +
  '    static const struct {\n        const char *a;\n    } b[] = {{0}};\n}'), [],
  'the same inside a function');
same(mutable('static int (*now)(void);').length, 1, 'a function pointer');
same(mutable('int f(void)\n{\n    static int a = 1;\n    int b;\n}').length, 1,
  'inside a function');
same(functions('int f(int a, int b)\n{\n    if (a) {\n    }\n}\n'),
  [{ name: 'f', line: 1, length: 4, parameters: 2 }], 'a function and its size');
same(code('a "b\\"c" /* d\ne */ f'), 'a "xxxx"     \n     f', 'comments and texts are blanked');
check(layer('src/base/str.c') < layer('src/web/page.c'), 'layers are in order');
check(layer('src/main.c') > layer('src/casework/case.c'), 'main is above all');

same(countTap('ok 1 - a\nok 2 - b # SKIP c\n1..2\n', 0),
  { passed: 1, failed: 0, skipped: 1, faults: [] }, 'counting passed and skipped');
same(countTap('ok 1 - a\nnot ok 2 - b\n1..2\n', 1).failed, 1, 'counting a failed test once');
same(countTap('ok 1 - a\n', -11).failed, 1, 'a crash is a failed test');
same(countTap('ok 1 - a\n1..2\n', 0).failed, 1, 'an early end is a failed test');
same(countTap('ok 1 - a\n1..1\n', 1).failed, 1, 'a leak found at exit is a failed test');
end();
