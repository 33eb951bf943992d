// zone.mjs - compares rules/zone with the time zone data of Node's ICU (IANA tz): every change of
// the clock from 2020 to 2035 and the difference from UTC on each day between, for the zones of our
// countries and some that change otherwise (the other half of the year, half hours, never).
// Usage: node test/oracle/zone.mjs ZONE_CHANGES-PROGRAM     Prints TAP.
import { execFileSync } from 'node:child_process';

const FIRST = 2020;
const LAST = 2035;

// Our string; the zone of the tz database; the year from which the string is its rule. (Kosovo has
// no zone of its own there; Pristina keeps Belgrade's time.)
const zones = [
  ['CET-1CEST,M3.5.0,M10.5.0/3', 'Europe/Belgrade'],
  ['CET-1CEST,M3.5.0,M10.5.0/3', 'Europe/Skopje'],
  ['CET-1CEST,M3.5.0,M10.5.0/3', 'Europe/Sarajevo'],
  ['EET-2EEST,M3.5.0/3,M10.5.0/4', 'Europe/Vilnius'],
  ['GMT0IST,M3.5.0/1,M10.5.0', 'Europe/Dublin'],
  ['IST-1GMT0,M10.5.0,M3.5.0/1', 'Europe/Dublin'],
  ['EST5EDT,M3.2.0,M11.1.0', 'America/New_York'],
  ['NST3:30NDT,M3.2.0,M11.1.0', 'America/St_Johns'],
  ['AEST-10AEDT,M10.1.0,M4.1.0/3', 'Australia/Sydney'],
  ['<+1030>-10:30<+11>-11,M10.1.0,M4.1.0', 'Australia/Lord_Howe'],
  ['<+0330>-3:30', 'Asia/Tehran', 2023],
  ['<+03>-3', 'Europe/Istanbul'],
  ['UTC0', 'UTC'],
];

function eastOf(zone) {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric',
    hour: 'numeric', minute: 'numeric', second: 'numeric',
  });
  return (ms) => {
    const part = Object.fromEntries(format.formatToParts(ms).map((p) => [p.type, Number(p.value)]));
    const day = Date.UTC(part.year, part.month - 1, part.day);
    return (day - ms) / 1000 + part.hour * 3600 + part.minute * 60 + part.second;
  };
}

// Looks at each midnight (UTC); where it differs from the last, for the quarter of an hour.
function changesOf(zone, first) {
  const east = eastOf(zone);
  const start = Date.UTC(first, 0, 1);
  const day = 86400000;
  const list = [`${start} ${east(start)}`];
  let last = east(start);
  for (let midnight = start + day; midnight < Date.UTC(LAST + 1, 0, 1); midnight += day) {
    if (east(midnight) === last) continue;
    for (let ms = midnight - day; ms <= midnight; ms += 900000) {
      if (east(ms) !== last) list.push(`${ms} ${east(ms)}`);
      last = east(ms);
    }
  }
  return list;
}

let failed = 0;
zones.forEach(([text, zone, first = FIRST], i) => {
  const ours = execFileSync(process.argv[2], [text, `${first}`, `${LAST}`], { encoding: 'utf8' })
    .trim().split('\n');
  const theirs = changesOf(zone, first);
  const differ = [...ours.filter((line) => !theirs.includes(line)).map((line) => `ours ${line}`),
    ...theirs.filter((line) => !ours.includes(line)).map((line) => `theirs ${line}`)];
  failed += differ.length > 0;
  for (const line of differ) console.log(`# ${line}`);
  console.log(`${differ.length ? 'not ' : ''}ok ${i + 1} - ${zone} as ${text}, from ${first}`);
});
console.log(`1..${zones.length}`);
process.exit(failed ? 1 : 0);
