// terms.mjs - a second implementation of counting terms, and of when silence opens and closes a
// way, written from the laws' words and not from the program: 200 random terms of all units in four
// countries, with and without receipt after hours, and 200 random situations of bodies that do not
// answer. Days off are the program's own: holidays.mjs compares those with others'.
// Usage: node test/oracle/terms.mjs KHETANE [SEED]     Prints TAP.
import { execFileSync } from 'node:child_process';

const program = process.argv[2];
const TERMS = 200;
const SILENCES = 200;
const COUNTRIES = ['MK', 'RS', 'XK', 'LT'];
const FIRST = 2024;
const LAST = 2030;

const seed = Number(process.argv[3] ?? 20261122);
let state = seed;
function random(n) { // mulberry32
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % n;
}

const run = (...args) => JSON.parse(execFileSync(program, [...args, '--json'], { encoding: 'utf8' }));

// ---- days, as numbers since 1970 ----

const MS = 86400000;
const toDay = (text) => Date.parse(`${text}T00:00:00Z`) / MS;
const toText = (day) => new Date(day * MS).toISOString().slice(0, 10);
const weekday = (day) => new Date(day * MS).getUTCDay(); // 0: Sunday

const off = new Map(COUNTRIES.map((country) => {
  const days = new Set();
  for (let year = FIRST; year <= LAST; year++)
    for (const h of run('holidays', '--country', country, '--year', `${year}`)) days.add(toDay(h.date));
  return [country, days];
}));
const isOff = (country, day) => weekday(day) % 6 === 0 || off.get(country).has(day);
const working = (country, day) => (isOff(country, day) ? working(country, day + 1) : day);

function addMonths(day, n) {
  const at = new Date(day * MS);
  const month = at.getUTCMonth() + n;
  const last = new Date(Date.UTC(at.getUTCFullYear(), month + 1, 0)).getUTCDate();
  return Date.UTC(at.getUTCFullYear(), month, Math.min(at.getUTCDate(), last)) / MS;
}

// ---- terms ----

// Lithuania: what comes after hours (17:00, on Fridays 15:45) or on a day off came on the next
// working day. Elsewhere it came when it came.
function deemed(country, day, minute) {
  if (country !== 'LT') return day;
  const closes = weekday(day) === 5 ? 15 * 60 + 45 : 17 * 60;
  const late = minute !== undefined && minute > closes && !isOff(country, day);
  return working(country, late ? day + 1 : day);
}

function lastDay(country, from, { n, unit }) {
  if (unit === 'wd') {
    let day = from;
    for (let i = 0; i < n; i++) day = working(country, day + 1);
    return day;
  }
  const end = unit === 'cd' ? from + n : addMonths(from, unit === 'm' ? n : 12 * n);
  return working(country, end);
}

// Hours run through everything; the clock's own hour is found by asking Node for the zone.
const zones = { MK: 'Europe/Skopje', RS: 'Europe/Belgrade', XK: 'Europe/Belgrade', LT: 'Europe/Vilnius' };
function local(zone, ms) {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    .format(ms).split(' ');
  return { date: parts[0], time: parts[1] };
}
function moment(zone, day, minute) { // the first moment that shows this time there
  for (let hours = 4; hours >= -1; hours--) {
    const ms = day * MS + minute * 60000 - hours * 3600000;
    const { date, time } = local(zone, ms);
    const [h, m] = time.split(':').map(Number);
    if (date === toText(day) && h * 60 + m === minute) return ms;
  }
  return undefined;
}

const pad = (n) => String(n).padStart(2, '0');
const clock = (minute) => `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;

let failed = 0;
let count = 0;
function check(name, got, want, why) {
  count++;
  if (got !== want) {
    failed++;
    console.log(`# ${why}: ${got}, expected ${want}`);
  }
  console.log(`${got === want ? '' : 'not '}ok ${count} - ${name}`);
}

const lengths = { cd: 400, wd: 120, m: 24, y: 3, h: 240 };

function oneTerm(i) {
  const country = COUNTRIES[i % COUNTRIES.length];
  const unit = Object.keys(lengths)[Math.floor(i / COUNTRIES.length) % 5];
  const n = 1 + random(lengths[unit]);
  const day = toDay('2025-01-01') + random(700);
  const received = unit === 'h' ? false : random(2) === 1;
  const timed = unit === 'h' || (received && random(2) === 1);
  const minute = timed ? random(24 * 60) : undefined;
  const args = ['term', '--country', country, '--from', toText(day), '--plus', `${n}`, '--unit', unit];
  if (received) args.push('--received');
  if (timed) args.push('--at', clock(minute));
  let want;
  if (unit === 'h') {
    const start = moment(zones[country], day, minute);
    if (start === undefined) return oneTerm(i); // the hour that summer time leaves out
    const end = local(zones[country], start + n * 3600000);
    want = `${end.date} ${end.time}`;
  } else {
    want = toText(lastDay(country, received ? deemed(country, day, minute) : day, { n, unit }));
  }
  const got = run(...args);
  check(`term ${args.slice(2).join(' ')}`, got.until ? `${got.due} ${got.until}` : got.due, want,
    `seed ${seed}`);
  return undefined;
}

// ---- silence ----

// What the packs' sources say, written once more: the body's term, and what follows.
const bodies = [
  { id: 'rs.admin.request', when: 'examination procedure', term: { n: 60, unit: 'cd' },
    opens: 'rs.admin.silence_appeal', window: { n: 1, unit: 'y' } },
  { id: 'rs.admin.request', when: 'direct decision-making', term: { n: 30, unit: 'cd' },
    opens: 'rs.admin.silence_appeal', window: { n: 1, unit: 'y' } },
  { id: 'rs.foi.request', when: 'an ordinary matter', term: { n: 15, unit: 'cd' },
    opens: 'rs.foi.appeal', window: { n: 1, unit: 'y' } },
  { id: 'rs.admin.appeal', term: { n: 60, unit: 'cd' }, reminder: { n: 7, unit: 'cd' },
    opens: 'rs.court.admin' },
  { id: 'mk.foi.request', term: { n: 20, unit: 'cd' }, opens: 'mk.foi.appeal',
    window: { n: 15, unit: 'cd' } },
  { id: 'mk.admin.request', term: { n: 30, unit: 'cd' }, opens: 'mk.admin.silence' },
  { id: 'xk.foi.request', term: { n: 7, unit: 'cd' }, opens: 'xk.foi.complaint',
    window: { n: 15, unit: 'cd' } },
  { id: 'xk.labour.employer', term: { n: 15, unit: 'cd' }, opens: 'xk.labour.suit',
    window: { n: 30, unit: 'cd' } },
  { id: 'lt.admin.request', term: { n: 20, unit: 'wd' }, opens: 'lt.agk.complaint',
    window: { n: 2, unit: 'm' } },
  { id: 'lt.foi.request', term: { n: 20, unit: 'wd' }, opens: 'lt.court.admin',
    window: { n: 2, unit: 'm' } },
];

// "wait D", "remind", "open D until D", "too late D": in one line, as the second opinion.
function expected(body, country, received, today, reminded) {
  const due = lastDay(country, deemed(country, received), body.term);
  if (today <= due) return `wait ${toText(due)}`;
  const silent = `silent ${toText(due + 1)}`;
  let opens = due + 1;
  if (body.reminder) {
    if (reminded === undefined || reminded <= due) return `${silent} remind`;
    const waited = lastDay(country, reminded, body.reminder);
    if (today <= waited) return `${silent} wait ${toText(waited)}`;
    opens = waited + 1;
  }
  if (!body.window) return `${silent} open ${toText(opens)}`;
  const end = lastDay(country, due, body.window);
  return `${silent} ${today > end ? 'too late' : 'open'} ${toText(opens)} until ${toText(end)}`;
}

function found(body, answer) {
  const silent = answer.no_answer_since ? `silent ${answer.no_answer_since} ` : '';
  const wait = answer.moves.find((m) => m.move === 'wait');
  if (wait) return `${silent}wait ${wait.until}`;
  if (answer.moves.some((m) => m.move === 'remind')) return `${silent}remind`;
  const way = answer.moves.find((m) => m.move === 'silence' && m.procedure === body.opens);
  if (!way) return `${silent}nothing`;
  const end = way.until ? ` until ${way.until}` : '';
  return `${silent}${way.too_late ? 'too late' : 'open'} ${way.from}${end}`;
}

function oneSilence(i) {
  const body = bodies[i % bodies.length];
  const country = body.id.slice(0, 2).toUpperCase();
  const received = toDay('2025-01-01') + random(500);
  const due = lastDay(country, deemed(country, received), body.term);
  // Around the days that matter: the end of the term, the end of the way.
  const end = body.window ? lastDay(country, due, body.window) : due + 30;
  const today = Math.max(received, [due, due + 1, end, end + 1, received + random(400)][random(5)]);
  const reminded = body.reminder && random(3) > 0 ? due - 3 + random(10) : undefined;
  const late = reminded !== undefined && reminded > today;
  const args = ['moves', body.id, `received=${toText(received)},proven`, '--today', toText(today)];
  if (body.when) args.push('--when', body.when);
  if (reminded !== undefined) args.push(`reminder_filed=${toText(reminded)}`);
  const want = expected(body, country, received, today, late ? undefined : reminded);
  check(args.join(' '), found(body, run(...args)), want, `seed ${seed}`);
}

for (let i = 0; i < TERMS; i++) oneTerm(i);
for (let i = 0; i < SILENCES; i++) oneSilence(i);
console.log(`1..${count}`);
process.exitCode = failed === 0 ? 0 : 1;
