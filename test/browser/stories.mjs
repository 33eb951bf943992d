// stories.mjs - four stories of the practice folder, as the caseworker ana meets them from the list on the first
// page: the decision whose last day a holiday moves, the mother without papers, water after eleven months, the
// office that answers. The folder stands on 8 October 2026, and every last day is counted here by hand, in the
// comments, before it is compared. With and without JavaScript, on a screen and a phone.
// Usage: node test/browser/stories.mjs KHETANE
import { resolve } from 'node:path';
import { check, same } from '../tap.mjs';
import { inBrowser, sound, startDemo } from './lib.mjs';

const khetane = resolve(process.argv[2]);
const DAY = '2026-10-08'; // a Thursday

const main = (page) => page.textContent('main');
const flat = (text) => text.replace(/\s+/g, ' ');
// What stands on the page with all that can be unfolded, as one line.
async function words(page) {
  return flat(await page.$eval('main', (e) => {
    const copy = e.cloneNode(true);
    copy.querySelectorAll('details').forEach((d) => { d.open = true; });
    copy.querySelectorAll('*').forEach((x) => x.append(' '));
    return copy.textContent;
  }));
}
const links = (page) => page.$$eval('main a', (all) => all.map((a) => a.textContent.trim()));

// From the list at the foot of the first page.
async function begin(page, demo, title) {
  await page.goto(`${demo.url}/`);
  await page.click('a:has-text("Stories to practise with")');
  await page.click(`main a:has-text("${title}")`);
  await page.waitForURL(/\/(case|institution)\//);
}

// ---- 1. The crumpled decision

/* North Macedonia, appeal: 15 days from delivery, the day of delivery not counted.
 *   Sat 26 September  it reached her, she thinks: 12 days before today, Thursday 8 October
 *   Sun 27            the 1st day
 *   Mon 28 2, Tue 29 3, Wed 30 4, Thu 1 October 5, Fri 2 6, Sat 3 7, Sun 4 8, Mon 5 9, Tue 6 10, Wed 7 11
 *   Thu 8 October     the 12th day: today
 *   Fri 9 13, Sat 10 14
 *   Sun 11            the 15th day: a Sunday, and the Day of the Uprising
 *   Mon 12            free, as the holiday fell on a Sunday
 *   Tue 13 October    the last day: in 5 days */
async function crumpled(page, demo, name) {
  await begin(page, demo, 'The crumpled decision');
  const at = page.url();
  const text = await words(page);
  check(text.includes('Last day: Tuesday 13 October 2026 (in 5 days)'), `${name}: the last day is Tuesday the 13th`);
  check(text.includes('Sunday 11 October 2026 Not the last day Day of the Uprising'),
    `${name}: Sunday is a holiday, and says which`);
  check(/Monday 12 October 2026 Not the last day Day of the Uprising \(day off instead\)/.test(text),
    `${name}: its Monday is free`);
  check(text.includes('provisional'), `${name}: nothing proves the delivery`);
  check(text.includes('not confirmed'), `${name}: and nobody has confirmed the rule`);
  check(text.includes('Refused at the desk') && text.includes('Hand in: Appeal'),
    `${name}: refused at the desk, it is still to be handed in`);
  check((await links(page)).includes('Write the letter'), `${name}: the step leads to its letter`);
  check(!text.includes('Nobody answered'), `${name}: no way that is not open yet is offered`);
  check(text.includes('Send it by registered post'), `${name}: a task says what to do today`);
  await sound(page, `stories ${name} decision`);
  await page.locator('li:has-text("The decision as she brought it") a').first().click();
  await page.waitForURL(/\/records\/case_note\//);
  check((await main(page)).includes('decision.jpg'), `${name}: the photo of the decision is kept`);
  await page.goto(at);

  // The walk: to the post office.
  await page.getByRole('link', { name: 'It was handed in' }).first().click();
  await page.waitForSelector('[name=proof]');
  for (const [part, value] of [['d', '8'], ['m', '10'], ['y', '2026']]) await page.fill(`[name="on.${part}"]`, value);
  await page.selectOption('[name=proof]', 'posted');
  await page.fill('[name=number]', 'RR 402 733');
  await page.getByRole('button', { name: 'Write it down' }).click();
  await page.waitForSelector('.done');
  const after = await words(page);
  check(after.includes('RR 402 733'), `${name}: the slip's number stands with it`);
  check(!after.includes('Hand in: Appeal'), `${name}: posted in time, nothing is to be handed in any more`);
  check(!after.includes('Last day: Tuesday 13 October'), `${name}: and the last day does not frighten anybody`);
  check(after.includes('Wait for an answer'), `${name}: now the second instance has time`);

  // Next door: 15 days from a delivery that was signed for, and no answer.
  //   Fri 3 July 2026   handed to her (95 days before 8 October is Sunday 5 July; people hand over on weekdays)
  //   3 + 15 = Sat 18 July, the 15th day; Saturday the body does not work: Mon 20 July the last day
  //   Fri 10 July       posted, in time: 88 days before 8 October is Sunday 12 July, so the Friday before
  //   Fri 18 September  somebody wrote that the commission's time was over; no answer since the day after
  await page.goto(at.replace(/-1$/, '-2'));
  const next = await words(page);
  check(next.includes('No answer since 19 Sep 2026'), `${name}: the neighbour has had no answer`);
  check(next.includes('suit to the Administrative Court after an urgency request'),
    `${name}: her way on stands there in the pack's words`);
  check(!next.includes('Last day:'), `${name}: nobody invents a last day for it`);
  await page.goto(`${demo.url}/records/clock?where=${encodeURIComponent('what=file')}`);
  check((await words(page)).includes('20 Jul 2026'), `${name}: hers was Monday 20 July`);
}

// ---- 2. Mother without papers

/* No term is counted here: the packs know none for the registry's decision, and say so. What is to be done is
 * counted in days of the office: asked for on Friday 2 October (6 days before today). */
async function papers(page, demo, name) {
  await begin(page, demo, 'Mother without papers');
  const text = await words(page);
  check(text.includes('No last day could be counted: ask'), `${name}: no last day is made up`);
  check(text.includes('Civil registry office'), `${name}: the registry is the office for it`);
  check(text.includes('Second witness: ask the neighbour'), `${name}: what they asked for is a task`);
  check(!text.includes('went abroad'), `${name}: the sentence that she did not want is struck out`);
  check(text.includes('struck out at her wish'), `${name}: and that it was stands there`);
  check(text.includes('Slip with pictures'), `${name}: she took a slip with pictures home`);
  await sound(page, `stories ${name} papers`);

  await page.click('a:has-text("Her papers and her cases")');
  await page.waitForURL(/\/person\//);
  const ladder = await words(page);
  // Five papers, each behind the one before it.
  const order = ['Birth certificate Asked for', 'Citizenship certificate Never had it first: Birth certificate',
    'Registered residence Never had it first: Birth certificate, Citizenship certificate',
    'Identity card Never had it first: Citizenship certificate, Registered residence',
    'Health card Never had it first: Identity card'];
  same(order.filter((one) => !ladder.includes(one)), [], `${name}: five papers, and which comes first`);
  check(order.every((one, i) => i === 0 || ladder.indexOf(one) > ladder.indexOf(order[i - 1])), `${name}: in that order`);
  check(ladder.includes('In her household') && ['Kenan', 'Sevda', 'Ljatife'].every((who) => ladder.includes(who)),
    `${name}: with those of her children and her mother`);
  check(ladder.includes('Reads with help'), `${name}: she reads with help`);
  await sound(page, `stories ${name} ladder`);
  const code = page.url().split('/').pop();

  // Thumbprints before two witnesses, the notice read aloud; two spellings, no birthday.
  await page.goto(`${demo.url}/records/person/${code}`);
  const her = await words(page);
  check(her.includes('Sumbula Hasanova'), `${name}: the other spelling of an old paper`);
  check(!/Born\s+\d/.test(her), `${name}: no birthday is made up`);
  await page.goto(`${demo.url}/records/person/${code}/readers`);
  const readers = await words(page);
  check(['Emir S.', 'Ana K.'].every((who) => readers.includes(who)), `${name}: who looked at her is on a list`);
  check(!readers.includes('Zana'), `${name}: and nobody who did not`);
  await sound(page, `stories ${name} readers`);
}

async function looked(page, demo, name) {
  await begin(page, demo, 'Mother without papers');
  await page.click('a:has-text("Who looked")');
  await page.waitForURL(/\/readers$/);
  const before = await page.locator('tbody tr').filter({ hasText: 'Ana K.' }).count();
  check(before > 0, `${name}: ana looked herself`);
  for (const who of ['Emir S.', 'Mira M.']) {
    same(await page.locator('tbody tr').filter({ hasText: who }).count(), 1, `${name}: ${who} once`);
  }
}

// ---- 3. Water for the lower street

/* Serbia, a request that must be looked into: 60 days from the beginning of the procedure.
 *   Fri 7 November 2025  handed in (11 months before today is Saturday 8 November; the desk is open on weekdays)
 *   November has 30 days: 23 of the 60 are over on the 30th
 *   December has 31:      54 are over on the 31st
 *   Tue 6 January 2026    the 60th day. A working day (Christmas is the 7th): the last day
 * had it been decided without looking: 30 days, of which 23 in November
 *   Sun 7 December 2025   the 30th day; Monday 8 December the last day
 * Nobody answered: appeal on silence posted on Tuesday 20 January 2026, 14 days later; received on Thursday the 22nd.
 *   60 days from there: 9 in January, 28 in February, 23 in March: Monday 23 March
 * reminder on Monday 30 March, and seven days: Monday 6 April; suit on Tuesday 14 April. */
async function water(page, demo, name) {
  await begin(page, demo, 'Water for the lower street');
  const text = await words(page);
  check(text.includes('This case is closed'), `${name}: it is closed, and offers no step`);
  check(!text.includes('Nobody answered') && !text.includes('Hand in:'), `${name}: no way is open any more`);
  // In the order of days: the newest first.
  const days = ['30 Sep 2026', '19 Jun 2026', '14 Apr 2026', '30 Mar 2026', '22 Jan 2026', '20 Jan 2026', '7 Nov 2025',
    '30 Oct 2025'];
  const line = text.slice(text.indexOf('What happened so far'));
  check(days.every((day, i) => line.includes(day) && (i === 0 || line.indexOf(day) > line.indexOf(days[i - 1]))),
    `${name}: eleven months, in the order of days`);
  const proofs = ['Stamped on our copy, 352-48/1', 'Posted, with a slip, RR 330 774',
    'Card that came back from the post, RR 330 774', 'Stamped on our copy, 9-112/2', 'Stamped on our copy, U 1204',
    'Card that came back from the post, U 1204', 'Handed over and signed for, 352-48/9'];
  same(proofs.filter((proof) => !text.includes(proof)), [], `${name}: each step with its proof`);
  check(text.includes('Water runs'), `${name}: water runs`);
  await sound(page, `stories ${name} water`);
  const code = page.url().split('/').pop();
  await page.goto(`${demo.url}/records/case/${code}`);
  const all = await words(page);
  check(all.includes('The body must decide 6 Jan 2026'), `${name}: 60 days ended on Tuesday 6 January`);
  check(all.includes('The body must decide 8 Dec 2025'), `${name}: 30 would have ended on Monday 8 December`);
  check(all.includes('Right obtained'), `${name}: what came of it`);

  // A stamp can be looked at.
  await page.click('a:has-text("We handed it in or posted it")');
  await page.waitForURL(/\/records\/event\//);
  check((await main(page)).includes('.jpg'), `${name}: the stamped copy lies with it`);
}

// ---- 10. The office that answers

/* Twelve requests, one each 13 days; the days until each answer, in the order in which they were sent:
 *   5 2 21 6 9 4 3 6 13 7 6 11      (the 3 is the wrong letter, put right on the 8th day)
 * in order of size: 2 3 4 5 6 6 6 7 9 11 13 21; the 6th and the 7th of twelve are 6 and 6: six days in the middle.
 * The term is 15 days; 21 is the one above it (its 15th day was Thursday 28 May 2026): eleven of twelve in time. */
async function answers(page, demo, name) {
  await begin(page, demo, 'The office that answers');
  const text = await words(page);
  check(text.includes('Answered in time 11 of 12'), `${name}: eleven of twelve in time`);
  check(text.includes('Days until the answer, in the middle 6 days'), `${name}: six days in the middle`);
  check(text.includes('Procedures before it 0 of 12'), `${name}: none is still open`);
  check(text.includes('No answer, and the time is over 0'), `${name}: not one without an answer`);
  check(text.includes('Promises kept 1 of 1'), `${name}: what was promised was kept`);
  check(text.includes('Memorandum: answers'), `${name}: the memorandum`);
  check(text.includes('One official answers for the whole house'), `${name}: what works there`);
  await sound(page, `stories ${name} office`);
  await page.goto(`${demo.url}/records/event?where=${encodeURIComponent('result=wrong_body')}`);
  same(await page.locator('tbody tr').count(), 1, `${name}: one letter said that it was not theirs`);
}

// ---- beside them

async function beside(page, demo, name) {
  await page.goto(`${demo.url}/records/quick_help`);
  check((await words(page)).includes('60 entries'), `${name}: sixty quick helps`);
  const emir = await demo.signIn('emir', { script: false });
  await emir.goto(`${demo.url}/records/case?where=${encodeURIComponent('historic=yes')}`);
  check((await words(emir)).includes('150 entries'), `${name}: the register of before has 150 lines`);
  check(!/Last day: /.test(await words(emir)), `${name}: and no last day`);
  await emir.goto(`${demo.url}/records/basis?where=${encodeURIComponent('withdrawn?')}`);
  same(await emir.locator('tbody tr').count(), 1, `${name}: an agreement was taken back`);
  await emir.context().close();
  const zana = await demo.signIn('zana', { script: false });
  same(await zana.locator('details a[href^="/case/"]').count(), 0,
    `${name}: a volunteer is led to no case that she may not see`);
  await zana.context().close();
}

await inBrowser(async () => {
  for (const options of [{ script: true, width: 1280 }, { script: false, width: 320 }]) {
    const name = options.script ? 'script' : 'no-script';
    const demo = await startDemo(khetane, '--on', DAY);
    const page = await demo.signIn('ana', options);
    check((await page.title()).includes('Thursday 8 October 2026'), `${name}: it is the day of the stories`);
    await looked(page, demo, name);
    await crumpled(page, demo, name);
    await papers(page, demo, name);
    await water(page, demo, name);
    await answers(page, demo, name);
    if (options.script) await beside(page, demo, name);
    await page.context().close();
    await demo.stop();
  }
});
