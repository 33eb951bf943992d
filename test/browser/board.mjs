// board.mjs - who has not answered: the board by the last day to act, letters for several at once shown before they are
// written, then checked, registered and printed together; what goes to the press. With and without JavaScript, at 320 px.
// Counts the clicks of UX's task 7. Usage: node test/browser/board.mjs KHETANE
import { check, same } from '../tap.mjs';
import { inBrowser, sound as soundPage, startDemo } from './lib.mjs';

const demo = await startDemo(process.argv[2], '--on', '2026-10-08');
const sound = (page, name) => soundPage(page, `board ${name}`);
const rows = (page) => page.$$eval('main li[data-item]', (all) => all.map((li) => li.textContent));

/* Told on Thursday 8 October: of the seven requests, the one of 24 September (44 days before is 25 August, a Tuesday)
 * gave the town 15 days, until 9 September; the appeal is open for a year from the next day. */
async function board(page, name) {
  await page.goto(`${demo.url}/no-answer`);
  const all = await rows(page);
  check(all.length >= 7 && all[0].includes('Lipovac'), `${name}: the earliest last day stands first`, all[0]);
  check(all.every((row) => row.includes('over their time')), `${name}: each says by how many days they are late`);
  check(all.some((row) => row.includes('Dubrava') && row.includes('not proved')), `${name}: what is not proved says so`);
  await sound(page, `list ${name}`);
  await page.click('a:has-text("Not proved that it reached them")');
  await page.waitForURL(/show=proof/);
  same((await rows(page)).map((row) => row.includes('Dubrava')), [true], `${name}: the one without proof`);
  await page.goto(`${demo.url}/no-answer?show=barred`);
  check((await page.textContent('main')).includes('There is nothing of this'), `${name}: nothing is too late yet`);
}

async function press(page, name) {
  await page.goto(`${demo.url}/no-answer/press`);
  const text = await page.textContent('main');
  check(text.includes('Municipality of Lipovac') && text.includes('not asked yet'), `${name}: bodies, and their reply`);
  check(!/PR-2026|Živka|Marinković/.test(text), `${name}: no person, no case`);
  await sound(page, `press ${name}`);
}

/* UX 7: letters to all the bodies that did not answer: 4 clicks, 6 at most. */
async function letters(page, name, ticks) {
  let clicks = 0;
  const click = async (what) => { clicks++; await page.click(what); };
  await page.goto(`${demo.url}/no-answer`);
  for (const n of ticks) await page.check(`[name=row] >> nth=${n}`);
  await click('button:has-text("Write the letters")');
  await page.waitForSelector('button:has-text("Write 2 letters")');
  const shown = await page.textContent('main');
  check(shown.includes('Жалба') && shown.includes('07-112'), `${name}: each letter is shown with its own facts`);
  await sound(page, `preview ${name}`);
  if (await page.$('[name=gaps]')) await page.check('[name=gaps]');
  await click('button:has-text("Write 2 letters")');
  await page.waitForURL(/\/letters\/batch\//);
  await click('button:has-text("I have checked")');
  await page.waitForSelector('button:has-text("I have checked")', { state: 'detached' });
  await click('button:has-text("Register all")');
  await page.waitForSelector('button:has-text("Register all")', { state: 'detached' });
  const numbers = (await page.textContent('main')).match(/\d+-\d+\/2026/g) ?? [];
  check(new Set(numbers).size === 2, `${name}: two numbers of the register`, numbers.join(' '));
  await click('button:has-text("Print all as PDF")');
  await page.waitForSelector('a:has-text("All in one PDF")');
  check(clicks <= 6, `${name}: letters to all in ${clicks} clicks, 6 at most`);
  await sound(page, `batch ${name}`);
  const path = await page.getAttribute('a:has-text("All in one PDF")', 'href');
  const pdf = await page.request.get(`${demo.url}${path}`);
  check((await pdf.body()).subarray(0, 5).toString() === '%PDF-', `${name}: all in one PDF for the printer`);
  return path;
}

async function walk(options, name, ticks) {
  const page = await demo.signIn('ana', options);
  await board(page, name);
  await press(page, name);
  const path = await letters(page, name, ticks);
  const other = await demo.signIn('zana', options);
  const refused = await other.request.get(`${demo.url}${path}`);
  check(refused.status() === 403 || refused.status() === 404, `${name}: a volunteer sees none of it`, refused.status());
  await other.context().close();
  await page.context().close();
}

await inBrowser(async () => {
  await walk({ width: 320 }, 'narrow', [0, 1]);
  await walk({ width: 1280, script: false }, 'no-script', [0, 1]);
}, demo.stop);
