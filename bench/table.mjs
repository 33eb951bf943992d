// table.mjs - a run's figures as one table; reads Meson's log of the benchmarks.
import { readFileSync } from 'node:fs';

const rows = [];
let bad = false;
for (const line of readFileSync(0, 'utf8').trim().split('\n')) {
  const { name, stdout, returncode } = JSON.parse(line);
  for (const text of (stdout ?? '').split('\n')) {
    const [figure, value, unit, goal] = text.split('\t');
    if (goal === undefined) continue;
    const [, sign, bound] = /^([<>]=) *([\d.]+)/.exec(goal) ?? [];
    const short = sign === '<=' ? Number(value) > Number(bound)
      : sign === '>=' && Number(value) < Number(bound);
    bad ||= short;
    rows.push([figure, value, unit, goal, sign ? (short ? 'falls short' : 'reached') : '']);
  }
  if (returncode !== 0) {
    bad = true;
    rows.push([`${name} failed`, `exit ${returncode}`, '', '', '']);
  }
}
const head = ['figure', 'value', 'unit', 'goal', ''];
const width = head.map((h, i) => Math.max(h.length, ...rows.map((r) => r[i].length)));
const print = (row) => console.log(row.map((cell, i) => (
  i === 1 ? cell.padStart(width[i]) : cell.padEnd(width[i]))).join('  ').trimEnd());
print(head);
rows.forEach(print);
process.exitCode = bad ? 1 : 0;
