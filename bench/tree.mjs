// tree.mjs - the memory of a process and all its children, in MB: the sum of their shares (PSS).
// Usage: node bench/tree.mjs PID
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

function parentOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

export function tree(root) {
  const parents = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      parents.set(Number(name), parentOf(name));
    } catch { /* it has ended meanwhile */ }
  }
  const found = [root];
  for (const pid of found)
    for (const [child, parent] of parents) if (parent === pid) found.push(child);
  return found;
}

// Only root may look into processes that hide their memory from their own user, as ours do.
export function memory(pid) {
  const [, kb] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  return kb / 1024;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const pids = tree(Number(process.argv[2]));
  for (const pid of pids) console.log(`${pid}\t${memory(pid).toFixed(2)} MB`);
  console.log(`all\t${pids.reduce((sum, pid) => sum + memory(pid), 0).toFixed(2)} MB`);
}
