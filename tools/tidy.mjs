// tidy.mjs - reads our own sources and says where they leave the rules of CONTRIBUTING.md. Prints
// TAP, one test per rule. Exceptions stand in tools/tidy.allow, one a line; an exception that
// nothing needs any more is a fault too, so that the list can only shrink.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

// A function's parameters are counted without the call, which nearly all of them take.
const LIMIT = { function: 70, source: 1000, header: 300, column: 100, parameters: 5 };

// Includes point down this list only; a folder that is not on it is an area.
const LAYERS = ['base', 'rules', 'store', 'process', 'model', 'query', 'document', 'exchange',
  'web', 'cli', 'roles', '(area)', '(main)'];

const CONTRACT = ['Owns:', 'Order:', 'Memory:', 'Fails:'];

// Headers of ISO C: free everywhere. The system's: only where the system is met. All others are
// somebody else's library and belong in one .c file each.
const ISO = new Set(`assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp
  signal stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string strings tgmath time
  uchar wchar wctype`.split(/\s+/).map((h) => `${h}.h`));
const SYSTEM = new Set(`dirent errno fcntl ftw glob grp ifaddrs libgen locale netdb poll pthread
  pwd sched setjmp signal spawn syslog termios ucontext unistd`.split(/\s+/)
  .map((h) => `${h}.h`));
const SYSTEM_FOLDER = /^(arpa|asm|linux|net|netinet|sys)\//;
const MEETS_SYSTEM =
  /^src\/(process\/|main\.c$|store\/posix\.c$|web\/server\.c$|cli\/terminal\.c$|roles\/demo_commands\.c$)|_test\.c$|^test\/|^bench\/|^tools\//;

const SQL_WORDS = new RegExp(`^\\s*(${['SELECT', 'INSERT INTO', 'UPDATE', 'DELETE FROM', 'CREATE',
  'ALTER TABLE', 'DROP', 'WITH', 'FROM', 'WHERE', 'ORDER BY', 'GROUP BY', 'JOIN'].join('|')})\\s`);
const SQL_BUILDERS = new Set(['src/model/table.c', 'src/model/table_upgrade.c',
  'src/model/table_count.c',
  'src/model/table_link.c', 'src/model/indexes.c', 'src/query/compile.c',
  'src/query/compile_facts.c']);
const MAKES_TEXT = /\b(str_v?format|buf_v?format|buf_z|buf_add|snprintf)\s*\(/;

const LEFT_OVER = /\b(TODO|FIXME|XXX|HACK)\b/;
// Words that no screen may show (doc/style.md has the ones to use instead).
const SCREEN = /\b(please|oops|beneficiar(y|ies)|illiterate|break-glass|gyps(y|ies))\b/i;

const rules = new Map();
const used = new Set();
let allowed = new Map();

function fault(rule, where, text) {
  const [file] = where.split(':');
  const name = /^function (\w+)/.exec(text)?.[1];
  for (const key of [`${rule} ${file}`, `${rule} ${file}:${name}`]) {
    if (allowed.has(key)) {
      used.add(key);
      return;
    }
  }
  rules.get(rule).push(`${where}: ${text}`);
}

// The text with comments, strings and character constants blanked, line for line.
export function code(text) {
  const token = /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;
  return text.replace(token, (s) => (s[0] === '/' ? s.replace(/[^\n]/g, ' ')
    : s[0] + s.slice(1, -1).replace(/[^\n]/g, 'x') + s[0]));
}

// Functions of our layout: the brace stands alone at the left edge.
export function functions(text) {
  const lines = code(text).split('\n');
  const list = [];
  for (let i = 0; i < lines.length; i++) {
    if (lines[i] !== '{') continue;
    let first = i;
    while (first > 0 && /\S/.test(lines[first - 1]) && !/^[}#]|;\s*$/.test(lines[first - 1]))
      first--;
    const end = lines.indexOf('}', i);
    const head = lines.slice(first, i).join(' ');
    const plain = head.replace(/__attribute__\s*\(\(.*?\)\)/g, '');
    const found = /(\w+)\s*\(([^]*)\)[^()]*$/.exec(plain);
    if (!found) continue;
    let depth = 0;
    let parameters = /^\s*(void|struct call \*call\b.*)\s*$/s.test(found[2]) ? 0 : 1;
    for (const c of found[2]) {
      if (c === '(') depth++;
      else if (c === ')') depth--;
      else if (c === ',' && depth === 0) parameters++;
    }
    const name = /(\w+)\s*\(/.exec(plain)[1];
    list.push({ name, line: first + 1, length: end - i + 1, parameters });
  }
  return list;
}

// From there to the semicolon that ends it.
function statementAt(flat, from) {
  let depth = 0;
  let end = from;
  for (; end < flat.length && (depth > 0 || flat[end] !== ';'); end++) {
    if (flat[end] === '{') depth++;
    else if (flat[end] === '}') depth--;
  }
  return flat.slice(from, end);
}

// Variables with static storage that may change: of the file, or static inside a function.
export function mutable(text) {
  const flat = code(text)
    .replace(/^[ ]*#(?:[^\n]*\\\n)*[^\n]*/gm, (s) => s.replace(/[^\n]/g, ' '));
  const list = [];
  const look = (from, statement) => {
    let declared = statement.replace(/__attribute__\s*\(\(.*?\)\)/gs, ' ').replace(/\s+/g, ' ');
    while (/\{[^{}]+\}/.test(declared)) declared = declared.replace(/\{[^{}]+\}/g, '{}');
    const head = declared.split('=')[0].trim();
    if (!head || /^(typedef|_Static_assert|extern)\b/.test(head)) return;
    if (/^[^(]*\w\s*\([^*]/.test(head)) return; // a prototype
    if (/^(static )?(const )?(struct|union|enum) ?\w* ?(\{.*\})?$/.test(head)) return; // a type
    const object = head.replace('{}', '').replace(/\[[^\]]*\]/g, '').replace(/\)\(.*$/, '');
    const constant = object.includes('*') ? /\*\s*const\b[^*]*$/.test(object)
      : /\bconst\b/.test(object);
    if (!constant) list.push({ line: flat.slice(0, from).split('\n').length, text: head });
  };
  let depth = 0;
  let start = 0;
  for (let i = 0; i < flat.length; i++) {
    const c = flat[i];
    if (c === '{' || c === '(') depth++;
    else if (c === '}' || c === ')') depth--;
    if (depth !== 0) continue;
    if (c === ';') {
      look(start + /^\s*/.exec(flat.slice(start, i))[0].length, flat.slice(start, i));
      start = i + 1;
    } else if (c === '}' && /\)\s*(?:\w+\s*)*\{/.test(flat.slice(start, i))
      && !/=/.test(flat.slice(start, start + flat.slice(start).indexOf('{')))) {
      for (const inner of flat.slice(start, i).matchAll(/(?<=[;{}]\s*)static /g))
        look(start + inner.index, statementAt(flat, start + inner.index));
      start = i + 1;
    }
  }
  return list;
}

export function layer(file) {
  const [, folder, rest] = file.split('/');
  if (rest === undefined) return LAYERS.indexOf('(main)');
  const at = LAYERS.indexOf(folder);
  return at < 0 ? LAYERS.indexOf('(area)') : at;
}

function checkInclude(file, at, name, owners) {
  const quoted = name[0] === '"';
  const path = name.slice(1, -1);
  if (quoted) {
    if (!file.startsWith('src/') || !path.includes('/') || path.startsWith('test/')) return;
    const target = `src/${path}`;
    const mine = layer(file);
    const its = layer(target);
    const other = its === LAYERS.indexOf('(area)') && its === mine
      && dirname(target) !== dirname(file);
    if (its > mine || other) fault('includes point down only', at, `${path} is above or beside it`);
  } else if (SYSTEM.has(path) || SYSTEM_FOLDER.test(path)) {
    if (!MEETS_SYSTEM.test(file)) fault('the system is met in few places', at, path);
  } else if (!ISO.has(path)) {
    if (!owners.has(path)) owners.set(path, new Set());
    owners.get(path).add(file);
    if (file.endsWith('.h')) fault('a library has one .c file', at, `${path} in a header`);
  }
}

function checkC(file, text, owners) {
  const blank = code(text);
  text.split('\n').forEach((line, i) => {
    const include = /^\s*#\s*include\s+("[^"]+"|<[^>]+>)/.exec(line);
    if (include) checkInclude(file, `${file}:${i + 1}`, include[1], owners);
  });
  for (const f of functions(text)) {
    if (f.length > LIMIT.function)
      fault('functions are short', `${file}:${f.line}`, `function ${f.name} has ${f.length} lines`);
    if (f.parameters > LIMIT.parameters && !file.startsWith('test/'))
      fault('functions take few parameters', `${file}:${f.line}`,
        `function ${f.name} takes ${f.parameters}`);
  }
  if (file.startsWith('src/') && !/_(test|fuzz)\.c$/.test(file)) {
    for (const v of mutable(text)) fault('no state at file scope', `${file}:${v.line}`, v.text);
    checkTexts(file, text, blank);
  }
}

function checkTexts(file, text, blank) {
  for (const literal of text.matchAll(/"(?:\\.|[^"\\\n])*"/g)) {
    if (blank[literal.index] !== '"') continue; // inside a comment
    const at = `${file}:${text.slice(0, literal.index).split('\n').length}`;
    const before = blank.slice(blank.lastIndexOf(';', literal.index) + 1, literal.index);
    if (SQL_WORDS.test(literal[0].slice(1)) && MAKES_TEXT.test(before) && !SQL_BUILDERS.has(file))
      fault('SQL is assembled in few files', at, literal[0]);
    if (SCREEN.test(literal[0])) fault('words on the screen', at, literal[0]);
  }
}

function checkHeader(file, text) {
  const forTests = file.startsWith('test/') || file.endsWith('_test.h');
  const contract = /^\/\*[^]*?\*\//.exec(text)?.[0] ?? '';
  const missing = CONTRACT.filter((word) => !contract.includes(word));
  if (missing.length > 0 && !forTests)
    fault('headers state their contract', file, `no ${missing.join(' ')}`);
  const flags = ['-std=gnu17', '-D_GNU_SOURCE', '-fsyntax-only', '-Isrc', '-Itest', '-include',
    'src/base/banned.h', '-x', 'c'];
  try {
    execFileSync('cc', [...flags, file], { stdio: 'pipe' });
  } catch (error) {
    fault('headers compile alone', file, String(error.stderr).split('\n')[0]);
  }
}

function checkText(file, text) {
  const lines = text.split('\n');
  lines.forEach((line, i) => {
    const at = `${file}:${i + 1}`;
    if (/\t/.test(line) || /\s$/.test(line)) fault('no tabs, no trailing space', at, 'white space');
    if (/\.(c|h|def)$/.test(file) && [...line].length > LIMIT.column)
      fault('lines are short', at, `${[...line].length} characters`);
    if (LEFT_OVER.test(line) && !file.startsWith('tools/tidy'))
      fault('nothing is left for later', at, line.trim());
  });
  const limit = file.endsWith('.h') ? LIMIT.header : LIMIT.source;
  if (/\.(c|h|def)$/.test(file) && lines.length - 1 > limit)
    fault('files are short', file, `${lines.length - 1} lines, at most ${limit}`);
  if (text !== '' && !text.endsWith('\n')) fault('no tabs, no trailing space', file, 'no last \\n');
}

function readAllowed(file) {
  const list = new Map();
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  for (const line of lines) {
    const [key] = line.split('#');
    if (key.trim()) list.set(key.trim().replace(/\s*\|\s*/, ' '), line);
  }
  return list;
}

function main() {
  for (const rule of ['includes point down only', 'the system is met in few places',
    'a library has one .c file', 'functions are short', 'functions take few parameters',
    'files are short', 'lines are short', 'no state at file scope', 'SQL is assembled in few files',
    'words on the screen', 'headers state their contract', 'headers compile alone',
    'every folder of the source has a README', 'nothing is left for later',
    'no tabs, no trailing space', 'the lock file names no addresses',
    'every exception is still needed',
  ]) rules.set(rule, []);
  allowed = readAllowed('tools/tidy.allow');
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' })
    .split('\n').filter((f) => f && existsSync(f));
  const owners = new Map();
  for (const file of files) {
    if (!/\.(c|h|def|mjs|js|css|sh|yaml|build|md)$|^script\//.test(file)) continue;
    if (/^test\/(data|fuzz\/[^/]+\/)/.test(file)) continue;
    const text = readFileSync(file, 'utf8');
    checkText(file, text);
    if (/\.[ch]$/.test(file)) checkC(file, text, owners);
    if (file.endsWith('.h')) checkHeader(file, text);
  }
  for (const [header, where] of owners) {
    const ours = [...where].filter((f) => f.startsWith('src/') && !/_(test|fuzz)\.c$/.test(f));
    if (ours.length > 1)
      fault('a library has one .c file', ours[1], `${header} also in ${ours[0]}`);
  }
  for (const folder of new Set(files.filter((f) => /^src\/.+\.c$/.test(f)).map(dirname)))
    if (folder !== 'src' && !existsSync(join(folder, 'README.md')))
      fault('every folder of the source has a README', folder, 'no README.md');
  if (/"resolved"/.test(readFileSync('package-lock.json', 'utf8')))
    fault('the lock file names no addresses', 'package-lock.json',
      'write it with npm install --omit-lockfile-registry-resolved');
  const last = rules.get('every exception is still needed');
  for (const [key, line] of allowed) if (!used.has(key)) last.push(`tools/tidy.allow: ${line}`);
  print();
}

function print() {
  let count = 0;
  for (const [rule, faults] of rules) {
    console.log(`${faults.length > 0 ? 'not ' : ''}ok ${++count} - ${rule}`);
    for (const text of faults) console.log(`# ${text}`);
    if (faults.length > 0) process.exitCode = 1;
  }
  console.log(`1..${count}`);
}

if (basename(process.argv[1] ?? '') === 'tidy.mjs') main();
