// messages.mjs - finds the sentences that people see and keeps the files of lang/ in step with
// them. Sentences stand in C as the msgid of say(), fail() and their like, in rows of tables (.brief),
// in rc.def, and in model/ as labels. A translation whose slots differ would be refused by the
// program at start (src/base/slots.h); here it is named before that.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

// Function: the place of its msgid among the arguments; of a plural's second form; of a context.
const CALLS = {
  say: [2], fail: [4], fault_add: [3], yaml_fault: [3], yaml_key_fault: [3], note: [3],
  html_say: [2], html_attr_say: [3], lang_text: [2], text_of: [2], secret_read: [4], N_: [1],
  lang_plural: [2, 3], lang_context: [3, 0, 2], RC: [4],
  out_list: [2, 0, 'column'], out_text: [2, 0, 'column'], out_int: [2, 0, 'column'],
  out_day: [2, 0, 'column'], out_flag: [2, 0, 'column'], put_options: [3],
};
const ROWS = /\.(brief|about|label|title)\s*=\s*((?:"(?:\\.|[^"\\])*"\s*)+)/g;
const LABELS = /^[\s{,-]*(?:one|many|about|label|hint):\s*("(?:\\.|[^"\\])*"|[^\s{["'#|>][^#\n]*)/;
// The same in a row of a file of kinds or lists: { is: text, label: "Name" }, { en: "Housing" }
const INSIDE = /[{,]\s*(?:label|help|say|ask|en):\s*("(?:\\.|[^"\\])*"|[^\s"{[][^",}]*)/g;
const LANGUAGES = { mk: [2, 'n%10!=1 || n%100==11'], sr: [3,
  'n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2'],
sq: [2, 'n != 1'], rom: [2, 'n != 1'], lt: [3,
  'n%10==1 && n%100!=11 ? 0 : n%10>=2 && (n%100<11 || n%100>19) ? 1 : 2'] };

const found = new Map(); // key: context, \x04, id

function add(file, id, plural = null, context = null) {
  if (!id || !/\p{L}/u.test(id))
    return;
  const key = `${context ?? ''}\x04${id}`;
  const message = found.get(key) ?? { id, plural, context, files: new Set() };
  message.plural ??= plural;
  message.files.add(file);
  found.set(key, message);
}

// A C string's text, or null where an argument is anything but literals.
function literal(argument) {
  const parts = argument.trim().match(/^(?:"(?:\\.|[^"\\])*"\s*)+$/);
  return parts === null ? null : [...argument.matchAll(/"((?:\\.|[^"\\])*)"/g)]
    .map((m) => m[1].replace(/\\(.)/g, (_, c) => ({ n: '\n', t: '\t' }[c] ?? c))).join('');
}

// The arguments between the parenthesis at `from` and its partner.
function argumentsAt(text, from) {
  const list = [];
  let depth = 0, start = from + 1;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '"' || text[i] === "'") {
      for (const quote = text[i++]; text[i] !== quote && i < text.length; i++)
        i += text[i] === '\\';
    } else if ('([{'.includes(text[i])) {
      depth++;
    } else if (')]}'.includes(text[i]) && --depth === 0) {
      list.push(text.slice(start, i));
      break;
    } else if (text[i] === ',' && depth === 1) {
      list.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return list;
}

function readC(file) {
  const text = readFileSync(file, 'utf8')
    .replace(/"(?:\\.|[^"\\\n])*"|\/\*[^]*?\*\/|\/\/[^\n]*/g, (s) => (s[0] === '/' ? ' ' : s));
  for (const m of text.matchAll(/\b(\w+)\s*\(/g)) {
    const places = Object.hasOwn(CALLS, m[1]) ? CALLS[m[1]] : null;
    if (places === null)
      continue;
    const list = argumentsAt(text, m.index + m[0].length - 1);
    const at = (n) => (typeof n === 'string' ? n : n ? literal(list[n - 1] ?? '') : null);
    add(file, at(places[0]), at(places[1]), at(places[2]));
  }
  for (const m of text.matchAll(ROWS))
    add(file, literal(m[2]));
}

// A field, section or state without a label is called by its name (words_of() of model/kind.c).
const wordsOf = (name) => name[0].toUpperCase() + name.slice(1).replaceAll('_', ' ');

function readModel(file) {
  let block = null; // how far the sections or states that are being read stand in
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const m = LABELS.exec(line);
    if (m !== null)
      add(file, m[1][0] === '"' ? literal(m[1]) : m[1].replace(/\s*[,}].*$/, '').trim());
    for (const inside of line.matchAll(INSIDE))
      add(file, inside[1][0] === '"' ? literal(inside[1]) : inside[1].trim());
    const named = /^ +(\w+): *\{ *is:/.exec(line);
    if (named !== null && !/[{,] *(?:label:|hidden: *yes)/.test(line))
      add(file, wordsOf(named[1]));
    for (const state of (/^ *states: *\{(.*)\}/.exec(line)?.[1] ?? '').matchAll(/(\w+):/g))
      add(file, wordsOf(state[1]));
    const indent = line.search(/\S/);
    if (/^ *(sections|states): *$/.test(line))
      block = indent + 2;
    else if (indent >= 0 && indent < block)
      block = null;
    else if (indent === block && /^ *[^#{:]+: *($|\[)/.test(line))
      add(file, wordsOf(line.trim().split(':')[0]));
  }
}

// The titles of the stories that are in the list of a practice folder's first page, and the walk.
function readStory(file) {
  const text = readFileSync(file, 'utf8');
  if (/^begins:/m.test(text))
    add(file, /^title: (.*)$/m.exec(text)[1].trim());
    for (const stop of text.matchAll(/^ {2}- \{ at: .* look: "(.*)" \}$/gm)) add(file, stop[1]);
}

const quote = (s) => `"${s.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\t/g, '\\t')}"`;
const text = (keyword, s) => (s.includes('\n') && s.length > 80
  ? `${keyword} ""\n${s.match(/[^\n]*\n|[^\n]+/g).map(quote).join('\n')}\n`
  : `${keyword} ${quote(s)}\n`);

function render(message, forms, flags = []) {
  const format = [message.id, message.plural ?? ''].some((s) => /%[^% ]/.test(s));
  const all = [...flags, ...(format ? ['c-format'] : [])];
  return (message.files ? `#: ${[...message.files].sort().join(' ')}\n` : '')
    + (all.length ? `#, ${all.join(', ')}\n` : '')
    + (message.context ? text('msgctxt', message.context) : '')
    + text('msgid', message.id) + (message.plural ? text('msgid_plural', message.plural) : '')
    + (message.plural ? forms.map((f, i) => text(`msgstr[${i}]`, f)).join('')
      : text('msgstr', forms[0]));
}

// Messages stand apart by blank lines, as gettext and every editor writes them.
function readPo(file) {
  const messages = new Map();
  for (const block of readFileSync(file, 'utf8').split(/\n\s*\n/)) {
    const fields = {};
    let name = null;
    for (const line of block.split('\n')) {
      const m = /^(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)\s+)?(".*")\s*$/.exec(line);
      name = m?.[1] ?? name;
      if (m !== null && name !== null)
        fields[name] = (fields[name] ?? '') + literal(m[2]);
    }
    if (fields.msgid === undefined)
      continue;
    messages.set(`${fields.msgctxt ?? ''}\x04${fields.msgid}`, {
      id: fields.msgid, plural: fields.msgid_plural ?? null, context: fields.msgctxt ?? null,
      forms: 'msgstr' in fields ? [fields.msgstr] : [0, 1, 2].map((i) => fields[`msgstr[${i}]`])
        .filter((f) => f !== undefined),
      fuzzy: /^#,.*\bfuzzy\b/m.test(block),
    });
  }
  return messages;
}

// Of Romani only words that stand in a published source: rom.po is made from lang/rom.tsv, and a
// sentence that is no word of it stays empty (src/base/glossary.h).
const WORDS = new Map(readFileSync('lang/rom.tsv', 'utf8').split('\n')
  .map((line) => line.split('\t')).filter((row) => row[0] === 'word' && row[5] === 'shown')
  .map((row) => [row[1], row[2]]));
const word = (message) => (message.context || message.plural ? '' : WORDS.get(message.id) ?? '');

const plurals = (n, rule) => `nplurals=${n}; plural=(${rule});`;
const HEADER = (code) => `msgid ""
msgstr ""
"Project-Id-Version: khetane\\n"
"Language: ${code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
${code in LANGUAGES ? `"Plural-Forms: ${plurals(...LANGUAGES[code])}\\n"\n` : ''}`;

const SLOT = /%(?:%|(\d+\$)?[-+ #0']*(\*|\d+)?(?:\.(\*|\d*))?([hlqjzt]*[a-zA-Z])?)/g;

// What a format takes, by argument: "%2$s of %1$d" and "%d of %s" are alike.
function slots(format) {
  const types = [];
  let next = 0;
  for (const m of format.matchAll(SLOT)) {
    if (m[0] === '%%')
      continue;
    for (const star of [m[2], m[3]])
      if (star === '*')
        types[next++] = '*';
    types[m[1] ? parseInt(m[1], 10) - 1 : next++] = m[4] ?? '?';
  }
  return types.join(' ');
}

function check(code, po) {
  const faults = [], count = { missing: 0, fuzzy: 0, gone: 0 };
  for (const [key, message] of found) {
    const there = po.get(key);
    if (there === undefined || there.forms.every((f) => f === ''))
      count.missing++;
    else if (there.fuzzy)
      count.fuzzy++;
    for (const form of there?.forms ?? [])
      if (form !== '' && ![message.id, message.plural ?? ''].map(slots).includes(slots(form)))
        faults.push(`lang/${code}.po: other slots than "${message.id}": "${form}"`);
  }
  for (const [key, message] of po)
    if (code === 'rom' && key !== '\x04' && message.forms.some((f) => f !== word(message)))
      faults.push(`lang/rom.po: "${message.id}" is not as in lang/rom.tsv: run script/messages`);
  for (const key of po.keys())
    count.gone += key !== '\x04' && !found.has(key);
  return { faults, count };
}

function write(code, po) {
  const forms = LANGUAGES[code][0];
  const blocks = [po.has('\x04') ? text('msgid', '') + text('msgstr', po.get('\x04').forms[0])
    : HEADER(code)];
  for (const [key, message] of found) {
    const there = po.get(key);
    const want = message.plural ? forms : 1;
    const old = code === 'rom' ? Array(want).fill(word(message))
      : there?.forms.length === want ? there.forms : Array(want).fill('');
    blocks.push(render(message, old, there?.fuzzy ? ['fuzzy'] : []));
  }
  for (const [key, message] of po) // kept for the day when the sentence comes back
    if (key !== '\x04' && !found.has(key) && message.forms.some((f) => f !== ''))
      blocks.push(render(message, message.forms).replace(/^/gm, '#~ ').replace(/#~ $/, ''));
  writeFileSync(`lang/${code}.po`, `${blocks.join('\n').trimEnd()}\n`);
}

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'src', 'model',
  'assets/demo'],
  { encoding: 'utf8' }).trim().split('\n').filter((f) => existsSync(f)).sort();
files.filter((f) => /\.(c|h|def)$/.test(f) && !/_(test|fuzz)\.[ch]$/.test(f)).forEach(readC);
files.filter((f) => /^model\/.*\.yaml$/.test(f)).forEach(readModel);
files.filter((f) => /^assets\/demo\/.*\.yaml$/.test(f)).forEach(readStory);

const pot = [HEADER(''), ...[...found.values()].map((m) => render(m, m.plural ? ['', ''] : ['']))]
  .join('\n');
const asked = process.argv[2];
let failed = 0;
if (asked === '--check') {
  if (!existsSync('lang/khetane.pot') || readFileSync('lang/khetane.pot', 'utf8') !== pot) {
    console.log('lang/khetane.pot is behind the source: run script/messages');
    failed++;
  }
} else {
  writeFileSync('lang/khetane.pot', pot);
}
for (const code of Object.keys(LANGUAGES)) {
  const po = existsSync(`lang/${code}.po`) ? readPo(`lang/${code}.po`) : new Map();
  const { faults, count } = asked === '--check' || code !== 'rom' ? check(code, po)
    : { faults: [], count: check(code, po).count };
  faults.forEach((f) => console.log(f));
  failed += faults.length;
  if (asked !== '--check')
    write(code, po);
  console.log(`lang/${code}.po: ${found.size - count.missing - count.fuzzy} of ${found.size} `
    + `translated, ${count.fuzzy} to be looked at, ${count.missing} missing, ${count.gone} no `
    + 'longer used');
  failed += asked === '--complete' && code !== 'rom' && count.missing + count.fuzzy > 0;
}
process.exit(failed > 0 ? 1 : 0);
