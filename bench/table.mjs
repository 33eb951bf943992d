// table.mjs - a run's figures as one table, and as JSON for comparing runs.
// Usage: node bench/table.mjs FILE <LOG    LOG is Meson's log of the benchmarks.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';

// '<= 10' and 10.4: 'falls short'.
function verdict(value, goal) {
  const [, sign, bound] = /^([<>]=) *([\d.]+)$/.exec(goal) ?? [];
  if (!sign) return '';
  return (sign === '<=' ? value <= Number(bound) : value >= Number(bound))
    ? 'reached' : 'falls short';
}

const figures = [];
for (const line of readFileSync(0, 'utf8').trim().split('\n')) {
  const { name: program, stdout, returncode } = JSON.parse(line);
  for (const text of (stdout ?? '').split('\n')) {
    const [name, value, unit, goal, note] = text.split('\t');
    if (goal === undefined) continue;
    figures.push({ name, value: Number(value), unit, goal, verdict: verdict(Number(value), goal),
      note: note ?? '', program });
  }
  if (returncode !== 0)
    figures.push({ name: `${program} failed`, value: returncode, unit: '', goal: '',
      verdict: 'failed', note: 'exit status', program });
}

const rows = [['figure', 'measured', '', 'goal', 'verdict', 'note'], ...figures.map((f) => [
  f.name, f.value < 100 ? f.value.toFixed(2) : f.value.toLocaleString('en'), f.unit, f.goal,
  f.verdict, f.note])];
const width = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
for (const row of rows)
  console.log(row.map((cell, i) => (i === 1 ? cell.padStart(width[i]) : cell.padEnd(width[i])))
    .join('  ').trimEnd());

const machine = { processors: cpus().length, model: cpus()[0].model, load: loadavg() };
console.log(`${machine.processors} processors (${machine.model}); load at the end ` +
  machine.load.map((l) => l.toFixed(1)).join(' '));
writeFileSync(process.argv[2],
  `${JSON.stringify({ when: new Date().toISOString(), machine, figures }, null, 1)}\n`);
process.exitCode = figures.some((f) => /short|failed/.test(f.verdict)) ? 1 : 0;
