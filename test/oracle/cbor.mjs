// cbor.mjs - compares our CBOR with cborg, a decoder by others: random values, which it writes and
// we must read and write the same; and damaged bytes, which both must take or both refuse.
// Usage: node test/oracle/cbor.mjs PROGRAM (cbor_lines)     Prints TAP.
import { spawnSync } from 'node:child_process';
import { decode, encode } from 'cborg';
import { check, end, note, same } from '../tap.mjs';

const VALUES = 4000;
const DAMAGED = 40000;
const DEPTH_MAX = 8; // CBOR_DEPTH_MAX

let state = 20261122;
function random(n) { // mulberry32
  state = (state + 0x6D2B79F5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % n;
}
const pick = (list) => list[random(list.length)];
const hex = (bytes) => Buffer.from(bytes).toString('hex');

const EDGES = [0n, 23n, 24n, 255n, 256n, 65535n, 65536n, 4294967295n, 4294967296n,
  9007199254740991n, 9007199254740993n, 9223372036854775807n];
const LETTERS = ['a', 'Z', '0', '\n', 'č', 'Ѓ', '水', '👩', '\u0301'];

function integer() {
  const i = random(3) === 0 ? BigInt(random(1000)) : pick(EDGES);
  const signed = random(2) === 0 ? i : -1n - i;
  return signed >= Number.MIN_SAFE_INTEGER && signed <= Number.MAX_SAFE_INTEGER
    ? Number(signed) : signed;
}

function value(depth) {
  const size = pick([0, 1, 2, 5, 23, 24, 30]);
  switch (random(depth < 5 ? 7 : 4)) {
    case 0: return null;
    case 1: return integer();
    case 2: return Array.from({ length: size }, () => pick(LETTERS)).join('');
    case 3: return Uint8Array.from({ length: size }, () => random(256));
    default: return Array.from({ length: random(6) }, () => value(depth + 1));
  }
}

// The notation of cbor_lines.c; throws for what is not in our subset.
function show(v, depth = 0) {
  if (v === null) return 'n';
  if (typeof v === 'string') return `t${hex(Buffer.from(v, 'utf8'))}`;
  if (v instanceof Uint8Array) return `b${hex(v)}`;
  if (typeof v === 'bigint' && v >= -(2n ** 63n) && v < 2n ** 63n) return `i${v}`;
  if (Number.isSafeInteger(v) && !Object.is(v, -0)) return `i${v}`;
  if (!Array.isArray(v) || depth === DEPTH_MAX) throw new Error('not ours');
  return v.length === 0 ? '[]' : `[${v.map((item) => show(item, depth + 1)).join(',')}]`;
}

// What cborg makes of the bytes; only what it would write the same way counts as taken.
function theirs(bytes) {
  try {
    const v = decode(bytes, { strict: true, allowIndefinite: false, allowUndefined: false });
    const again = hex(encode(v));
    return again === hex(bytes) ? `${show(v)} ${again}` : 'refused';
  } catch {
    return 'refused';
  }
}

function damage(bytes) {
  const copy = Uint8Array.from(bytes);
  for (let n = 1 + random(2); n > 0 && copy.length > 0; n--)
    copy[random(copy.length)] ^= 1 << random(8);
  return random(4) === 0 ? copy.slice(0, random(copy.length + 1)) : copy;
}

function ours(items) {
  const input = items.map((bytes) => `${hex(bytes)}\n`).join('');
  const { status, stdout, stderr } = spawnSync(process.argv[2],
    { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) note(stderr);
  same(status, 0, 'the reader ends well');
  return stdout.split('\n').slice(0, -1);
}

const values = Array.from({ length: VALUES }, () => value(0));
const written = values.map((v) => encode(v));
const read = ours(written);
same(read.length, VALUES, 'an answer for each value');
const wrong = values.findIndex((v, i) => read[i] !== `${show(v)} ${hex(written[i])}`);
check(wrong < 0, `${VALUES} values are read and written as cborg does`,
  wrong < 0 ? '' : `${hex(written[wrong])}: ${read[wrong]}`);

const damaged = Array.from({ length: DAMAGED }, () => damage(pick(written)));
const answers = ours(damaged);
const differs = damaged.findIndex((bytes, i) => answers[i] !== theirs(bytes));
check(differs < 0, `${DAMAGED} damaged items: both take the same ones`, differs < 0 ? ''
  : `${hex(damaged[differs])}: ours ${answers[differs]}, theirs ${theirs(damaged[differs])}`);
const taken = answers.filter((a) => a !== 'refused').length;
check(taken > DAMAGED / 20 && taken < DAMAGED * 0.95, 'some of them were taken, some refused',
  `${taken} of ${DAMAGED}`);
end();
