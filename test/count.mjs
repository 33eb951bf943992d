// count.mjs - adds up the TAP of a run: node test/count.mjs CODE FOLDER. CODE is how script/test
// itself ended. Says which tests failed, then the one line that the gate reads; exit 1 if any did.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

// One program's TAP. A program that crashed, ended early or returned an error without a failed
// test counts as one failed test more.
export function countTap(text, code) {
  const sum = { passed: 0, failed: 0, skipped: 0, faults: [] };
  let plan = -1;
  for (const line of text.split('\n')) {
    const test = /^(not )?ok\b(?: \d+)?(?: - )?(.*)/.exec(line);
    if (test && /# skip/i.test(test[2])) sum.skipped++;
    else if (test && test[1]) {
      sum.failed++;
      sum.faults.push(test[2]);
    } else if (test) sum.passed++;
    else if (/^1\.\.\d+/.test(line)) plan = Number(/^1\.\.(\d+)/.exec(line)[1]);
  }
  const ran = sum.passed + sum.failed + sum.skipped;
  const why = plan !== ran ? `ended after ${ran} tests of ${plan < 0 ? 'an unknown number' : plan}`
    : code !== 0 && sum.failed === 0 ? `exit status ${code} without a failed test` : '';
  if (why) {
    sum.failed++;
    sum.faults.push(why);
  }
  return sum;
}

function programs(folder) {
  const list = [];
  for (const file of readdirSync(folder).sort()) {
    const text = readFileSync(join(folder, file), 'utf8');
    if (file.endsWith('.json')) {
      for (const line of text.trim().split('\n')) {
        const { name, stdout, returncode, result, duration } = JSON.parse(line);
        const code = result === 'TIMEOUT' ? 'timeout' : returncode;
        list.push({ name: `${file.slice(0, -5)}/${name}`, text: stdout ?? '', code, duration });
      }
    } else {
      const code = Number(/^# exit (\d+)$/m.exec(text)?.[1] ?? 1);
      list.push({ name: file.replace('.tap', ''), text, code });
    }
  }
  return list;
}

function sayLongest(list) {
  const longest = list.filter((p) => p.duration >= 5).sort((a, b) => b.duration - a.duration);
  if (longest.length === 0) return;
  const each = longest.slice(0, 5).map((p) => `${p.name} ${Math.round(p.duration)} s`);
  console.log(`Longest: ${each.join(', ')}`);
}

function main(code, folder) {
  const all = { passed: 0, failed: 0, skipped: 0 };
  const list = programs(folder);
  sayLongest(list);
  for (const { name, text, code: ended } of list) {
    const sum = countTap(text, ended);
    for (const key of Object.keys(all)) all[key] += sum[key];
    for (const fault of sum.faults) console.log(`FAILED ${name}: ${fault}`);
  }
  if (code !== 0) {
    all.failed++;
    console.log('FAILED script/test: it could not go on; the reason stands above');
  }
  if (all.passed + all.failed === 0) console.log('No test ran.');
  const skipped = all.skipped > 0 ? `, ${all.skipped} skipped` : '';
  console.log(`${all.passed} passed, ${all.failed} failed${skipped}`);
  return all.failed > 0 || all.passed === 0 ? 1 : 0;
}

if (process.argv[1]?.endsWith('count.mjs'))
  process.exitCode = main(Number(process.argv[2]), process.argv[3]);
