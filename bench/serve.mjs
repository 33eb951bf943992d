// serve.mjs - the real server: from start to the locked page, from the passphrase to the first page,
// pages a second, memory. Beside it bare libmicrohttpd, loaded the same way.
// Usage: node bench/serve.mjs KHETANE BARE_HTTP
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Visitor } from './http.mjs';
import { memory, tree } from './tree.mjs';

const [khetane, bare] = process.argv.slice(2);
const PASSWORD = 'practice only'; // of khetane demo
const LOAD_S = 4;
const CONNECTIONS = 16;
const STARTS = 5;
const folder = mkdtempSync(join(process.cwd(), 'bench-'));
const running = new Set();

const print = (name, value, unit, goal = '-', note = '') => console.log(
  [name, value < 100 ? value.toFixed(2) : value.toFixed(0), unit, goal, note].join('\t'));
const middle = (values) => values.sort((a, b) => a - b)[values.length >> 1];

// Starts a program and waits for a line of what it says.
function start(command, args, stream, line) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  running.add(child);
  return new Promise((resolve, reject) => {
    let text = '';
    child[stream].on('data', (chunk) => {
      text += chunk;
      const found = line.exec(text);
      if (found) resolve({ child, found: found[1] });
    });
    child.on('exit', (code) => {
      running.delete(child);
      reject(new Error(`${command} ended with ${code}: ${text}`));
    });
  });
}

function stop(child) {
  return new Promise((resolve) => {
    child.on('exit', resolve);
    child.stdin.end();
    child.kill('SIGTERM');
  });
}

// ---- starting and unlocking

async function untilAnswer(visitor, path) {
  for (;;) {
    try {
      const { status } = await visitor.ask(path);
      if (status === 200) return;
    } catch { /* it does not listen yet */ }
    await sleep(2);
  }
}

async function starting() {
  const data = join(folder, 'real');
  const password = join(folder, 'password');
  writeFileSync(password, `${PASSWORD}\n`, { mode: 0o600 });
  const made = execFileSync(khetane, ['init', '--dir', data, '--name', 'Bench', '--prefix', 'BE',
    '--country', 'rs', '--person', 'Mira M.', '--login', 'mira', '--json',
    '--password-file', password], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const { passphrase: phrase } = JSON.parse(made);
  const locked = [];
  const opened = [];
  for (let i = 0; i < STARTS; i++) {
    const port = 20000 + (process.pid + i) % 20000;
    const visitor = new Visitor(`http://127.0.0.1:${port}`);
    const from = performance.now();
    const server = start(khetane, ['serve', '--dir', data, '--port', String(port)],
      'stderr', /(http:\S+)/);
    await untilAnswer(visitor, '/');
    locked.push((performance.now() - from) / 1000);
    const { child } = await server;
    const before = performance.now();
    const { text } = await visitor.send('/', { phrase });
    if (!text.includes('name="login"')) throw new Error('it did not open');
    opened.push((performance.now() - before) / 1000);
    await stop(child);
  }
  print('locked page after the start', middle(locked), 's', '<= 0.5',
    `the middle of ${STARTS} starts; first answer of 200`);
  print('first page after the passphrase', middle(opened), 's', '<= 1.5',
    'its slow hash is of 256 MiB, three times over');
}

// ---- pages a second

function load(url, cookie = '') {
  const out = execFileSync('wrk', ['-t1', `-c${CONNECTIONS}`, `-d${LOAD_S}s`, '--latency',
    '-H', `Cookie: ${cookie}`, url], { encoding: 'utf8' });
  const [, bad] = /Non-2xx or 3xx responses: (\d+)/.exec(out) ?? [];
  if (bad) throw new Error(`${url}: ${bad} answers were no pages`);
  const [, speed] = /Requests\/sec:\s+([\d.]+)/.exec(out);
  const [, p99] = /^\s+99%\s+(\S+)/m.exec(out);
  return { speed: Number(speed), p99 };
}

function pages(visitor, name, path, goal, note) {
  const { speed, p99 } = load(visitor.origin + path, visitor.cookie);
  print(`pages a second: ${name}`, speed, '/s', goal, `p99 ${p99}${note ? `; ${note}` : ''}`);
}

async function serving() {
  const { child, found: origin } = await start(khetane,
    ['demo', '--dir', join(folder, 'demo'), '--port', '0'], 'stderr',
    /(http:\S+?)\/?\n[^]*Sign in as mira/);
  const visitor = new Visitor(origin);
  const { text } = await visitor.send('/sign-in', { login: 'mira', password: PASSWORD });
  const [, one] = /href="(\/case\/[A-Z][^"/?]+)"/.exec(text) ?? [];
  if (!one) throw new Error('the list of cases has no case');
  pages(visitor, 'list of cases', '/cases', '>= 2000');
  pages(visitor, 'form of a new case', '/case/new', '>= 2000');
  pages(visitor, 'a case', one, '>= 2000', 'each time the reading is logged');
  pages({ origin, cookie: '' }, 'sign-in', '/sign-in', '-');
  const [, style] = /href="(\/a\/[^"]+\.css)"/.exec(text);
  pages(visitor, 'style sheet', style, '-');
  memoryOf(JSON.parse(execFileSync(khetane, ['status', '--dir', join(folder, 'demo'), '--json'])));
  await stop(child);
}

function memoryOf({ pid }) {
  try {
    const mb = tree(pid).map(memory);
    print('memory of the server', mb.reduce((a, b) => a + b, 0), 'MB', '<= 60',
      `after this load; keeper, clerk, workers: ${mb.map((m) => m.toFixed(1)).join(', ')}`);
  } catch {
    console.error('Only root may see how much memory the server has.');
  }
}

async function bound() {
  const { child, found: port } = await start(bare, [], 'stdout', /(\d+)\n/);
  print('bare libmicrohttpd, two workers', load(`http://127.0.0.1:${port}/`).speed, '/s', '-',
    'one fixed page of 1 KiB');
  await stop(child);
}

try {
  await starting();
  await serving();
  await bound();
} finally {
  for (const child of running) child.kill('SIGTERM');
  rmSync(folder, { recursive: true });
}
