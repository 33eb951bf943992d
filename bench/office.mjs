// office.mjs - an office of many years behind the real server: tables taken in, then lists, pages and
// finding by 8 connections without a pause, and the memory afterwards.
// Usage: node bench/office.mjs KHETANE; BENCH_FULL=1: 120,000 people instead of 20,000
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Visitor } from './http.mjs';
import { memory, tree } from './tree.mjs';

const khetane = process.argv[2];
const FULL = process.env.BENCH_FULL === '1';
const SIZE = FULL ? { people: 120000, cases: 60000, letters: 250000, households: 26000 }
  : { people: 20000, cases: 10000, letters: 50000, households: 4000 };
const GOAL = FULL ? { median: 10, p95: 60, memory: 150 } : { median: 5, p95: 20, memory: 100 };
const ROWS = 20000; // of one table
const EVENTS = 200;
const PROCEDURE = 'rs.ombudsman.complaint'; // of no other case here
const LOAD_S = 4;
const PASSWORD = 'practice only'; // of khetane demo
let server;
const folder = mkdtempSync(join(process.cwd(), 'bench-'));
const data = join(folder, 'demo');
const secret = join(folder, 'password');

const print = (name, value, unit, goal = '-', note = '') => console.log(
  [name, value < 100 ? value.toFixed(2) : value.toFixed(0), unit, goal, note].join('\t'));
const run = (...args) => execFileSync(khetane, [...args, '--dir', data, '--as', 'mira',
  '--password-file', secret], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

function serve() {
  const child = spawn(khetane, ['demo', '--dir', data, '--port', '0'],
    { stdio: ['pipe', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr.on('data', (chunk) => {
      text += chunk;
      const found = /(http:\S+?)\/?\n[^]*Sign in as mira/.exec(text);
      if (found) resolve({ child, origin: found[1] });
    });
    child.on('exit', (code) => reject(new Error(`it ended with ${code}: ${text}`)));
  });
}

// ---- filling: what offices bring, table by table

const last = (kind) => Math.max(0, ...[...run('list', kind, '--json', '--limit', '1000')
  .matchAll(/"code": ?"[^"]*-(\d+)"/g)].map(([, n]) => Number(n)));

function one(kind, text) {
  const table = join(folder, `${kind}.csv`);
  writeFileSync(table, text);
  return table;
}

function takeIn(kind, heads, n, row, ...options) {
  const from = performance.now();
  for (let at = 0; at < n; at += ROWS) {
    const lines = [heads];
    for (let i = at; i < Math.min(at + ROWS, n); i++) lines.push(row(i));
    const table = one(kind, `${lines.join('\n')}\n`);
    run('import', kind, table, ...options);
  }
  print(`table of ${n} rows: ${kind}`, n * 1000 / (performance.now() - from), '/s', n <= EVENTS ? '-' : '>= 1500',
    'from the CSV to the log, every row looked at');
}

const given = ['Senada', 'Bajram', 'Zumbula', 'Ahmet', 'Kadrija', 'Mira', 'Ferus'];
const begin = ['Bajra', 'Kadri', 'Osma', 'Krasni', 'Jaša', 'Sali', 'Memi', 'Raši', 'Feri', 'Aliti'];
const end = ['mov', 'šević', 'lji', 'nuqi', 'tović', 'viov', 'ziu', 'baj'];
// 2,000 have the commonest surname.
const family = (i) => i % Math.floor(SIZE.people / 2000) === 0 ? 'Demirova'
  : begin[i * 7 % 10] + end[(i >> 3) % 8] + 'aeiou'[(i >> 6) % 5];
const areas = ['housing', 'health', 'papers', 'education', 'employment'];
const two = (n) => String(n).padStart(2, '0');

function fill() {
  const year = new Date().getFullYear();
  const person = last('person') + 1;
  const first = last('case') + 1;
  takeIn('person', 'Given name,Family name,Born,Phones,Lives in', SIZE.people, (i) =>
    [given[(i >> 2) % 7], family(i), `${1940 + i % 80}-${two(1 + i % 12)}-${two(1 + i % 28)}`,
      `07${i % 8} ${100000 + i}`, 'Rekovo'].join(), '--alike', 'new');
  takeIn('household', 'How we call it,How many people', SIZE.households, (i) =>
    `House ${i} of the lower street,${1 + i % 9}`);
  takeIn('case', 'Person,Area,In a few words,Responsible', SIZE.cases, (i) =>
    [`PR-P-${year}-${person + i * 2 % SIZE.people}`, areas[i % 5], `Roof of house ${i}`,
      i % 200 === 0 ? 'Ana K.' : 'Emir S.'].join());
  takeIn('letter', 'Case,Procedure,Template,Language,Date of the letter,Subject', SIZE.letters,
    (i) => [`PR-${year}-${first + i % SIZE.cases}`, 'rs.admin.request', 'common.request', 'en',
      `${year - 1}-${two(1 + i % 12)}-${two(1 + i % 28)}`, `Request ${i}`].join());
  const busy = `PR-${year}-${first}`; // one case to which a lot has happened
  run('import', 'proceeding', one('proceeding', `Case,Procedure\n${busy},${PROCEDURE}\n`));
  takeIn('event', 'Case,Procedure,What happened,On which day,How it can be proved', EVENTS, (i) =>
    [busy, PROCEDURE, i === 0 ? 'filed' : 'requested', `${year - 1}-${two(1 + i % 12)}-${two(1 + i % 28)}`,
      'stamped'].join());
  return { busy, person: `PR-P-${year}-${person + 7}` };
}

// ---- asking

const script = join(folder, 'load.lua');
const answered = 'done = function(summary, latency)\n' +
  'io.write(string.format("of8 %f %f %f\\n", latency:percentile(50) / 1000,\n' +
  'latency:percentile(95) / 1000, summary.errors.status))\nend\n';

// Asks until LOAD_S is over; body: sent as a form is. expected: stands on the page.
async function page(visitor, name, path, expected, body) {
  const { status, text } = await visitor.ask(path, body);
  if (status !== 200 || !text.includes(expected)) {
    throw new Error(`${path}: ${status}, ${text.replace(/<[^>]*>/g, " ").slice(500, 1500)}`);
  }
  writeFileSync(script, answered + (body === undefined ? ''
    : `wrk.method = "POST"\nwrk.body = "${body.toString()}"\nwrk.headers["Origin"] = "${visitor.origin}"\n` +
      'wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"\n'));
  const out = execFileSync('wrk', ['-t1', '-c8', `-d${LOAD_S}s`, '-s', script, '-H',
    `Cookie: ${visitor.cookie}`, visitor.origin + path], { encoding: 'utf8' });
  const [, median, p95, wrong] = /of8 (\S+) (\S+) (\S+)/.exec(out);
  if (Number(wrong) !== 0) throw new Error(`${path}: ${wrong} answers were no pages`);
  print(`${name}, median`, Number(median), 'ms', `<= ${GOAL.median}`, '8 connections, no pause');
  print(`${name}, p95`, Number(p95), 'ms', `<= ${GOAL.p95}`);
}

function memoryOf({ pid }) {
  const mb = tree(pid).map(memory);
  print('memory of the server', mb.reduce((a, b) => a + b, 0), 'MB', `<= ${GOAL.memory}`,
    `after this load; keeper, clerk, workers: ${mb.map((m) => m.toFixed(1)).join(', ')}`);
}

try {
  writeFileSync(secret, `${PASSWORD}\n`, { mode: 0o600 });
  const { child, origin } = await serve();
  server = child;
  const { busy, person } = fill();
  const lead = new Visitor(origin);
  await lead.send('/sign-in', { login: 'mira', password: PASSWORD });
  const worker = new Visitor(origin);
  await worker.send('/sign-in', { login: 'ana', password: PASSWORD });
  await page(lead, 'list of cases', '/cases', 'PR-');
  await page(lead, 'list of people', '/records/person', 'Demirova');
  await page(lead, 'page of a person', `/person/${person}`, person);
  await page(lead, `case with ${EVENTS} events`, `/case/${busy}`, 'Roof of house 0');
  const { text: form } = await lead.ask('/find');
  const [, token] = /name="_token" value="([^"]+)"/.exec(form);
  await page(lead, 'find, commonest surname', '/find', 'Senada Demirova',
    new URLSearchParams({ _token: token, q: 'Demirova' }));
  await page(lead, 'who is it, in a new case', '/case/new', 'Demirova',
    new URLSearchParams({ _token: token, step: '2', given: 'Senada', family: 'Demirova',
      area: 'housing', what: 'Roof', do: 'next' }));
  await page(lead, 'today, everybody', '/today?whose=all', 'Today');
  await page(worker, 'today, mine', '/today?whose=mine', 'Today');
  memoryOf(JSON.parse(run('status', '--json')));
} finally {
  server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
