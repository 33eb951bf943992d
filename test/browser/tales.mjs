// tales.mjs - six stories of the practice folder as their caseworker meets them: what stands first,
// why, and until when; and what a cousin on the staff must not find. With and without JavaScript, on
// a screen and a phone. The folder stands still on Wednesday 18 November 2026; each last day below
// is counted by hand in the remark above it, from the packs' terms and calendars.
// Usage: node test/browser/tales.mjs KHETANE
import { resolve } from 'node:path';
import { check, same } from '../tap.mjs';
import { inBrowser, sound, startDemo } from './lib.mjs';

const { url, signIn } = await startDemo(resolve(process.argv[2]), '--on', '2026-11-18');

const flat = (text) => text.replace(/\s+/g, ' ').trim();
const main = async (page) => flat(await page.textContent('main'));

// Opens the case with this title from the list of cases, page by page as a person would.
async function openCase(page, title) {
  await page.goto(`${url}/cases`);
  for (;;) {
    const link = page.locator('main .tasks a', { hasText: title }).first();
    if (await link.count() !== 0) {
      await page.goto(new URL(await link.getAttribute('href'), url).href);
      return page.url();
    }
    const more = await page.getAttribute('main a[href*="after="]', 'href');
    await page.goto(new URL(more, url).href);
  }
}

// The box of the next step stands before every card, and says these things.
async function nextIs(page, name, ...said) {
  const first = await page.evaluate(() =>
    document.querySelector('main .next, main .card')?.classList.contains('next') ?? false);
  check(first, `${name}: the next step stands first`);
  const box = flat(await page.textContent('main .next'));
  for (const words of said) check(box.includes(words), `${name}: next: ${words}`);
}

// Opens a part of the case from the page of all that is kept of it.
async function openPart(page, at, kind, title) {
  await page.goto(at.replace('/case/', '/records/case/'));
  await page.locator(`main a[href^="/records/${kind}/"]`, { hasText: title }).first().click();
  await page.waitForURL((where) => where.pathname.startsWith(`/records/${kind}/`));
}

async function says(page, name, ...said) {
  const text = await main(page);
  for (const words of said) check(text.includes(words), `${name}: ${words}`);
}

async function saysNot(page, name, ...unsaid) {
  const text = await main(page);
  for (const words of unsaid) check(!text.includes(words), `${name}: not: ${words}`);
}

// Story 4, North Macedonia: fourteen parents.
// The lists were put up on Monday 1 June. Six months from the act (not confirmed): 1 July, 1 August,
//   1 September, 1 October, 1 November, 1 December 2026, a Tuesday, no holiday.
// Learned on Friday 5 June, one year: 5 June 2027, a Saturday -> Monday 7 June: later, so the act's
//   day is the last. Handed in on 21 July: 10 days to 31 July, 31 in August = 41, 30 in September = 71,
//   31 in October = 102, 30 in November = 132, 1 December = 133 days early.
// The school received the recommendation on Thursday 24 September; 30 days: 6 to 30 September, 24 more
//   = 24 October, a Saturday (23 October, a holiday, lies within) -> Monday 26 October. Nothing was
//   done by then, and it is 18 November: the way to the court is open, and its last day is not known.
async function parents(page, name) {
  const at = await openCase(page, 'All Roma children of the first grade');
  await nextIs(page, name, 'Anti-discrimination lawsuit', 'What was decided was not done in its time.',
    'No last day could be counted');
  await says(page, name, 'Handed in on Tuesday 21 July 2026, 133 days early: the last day was Tuesday 1 December 2026.',
    'This limit: not confirmed', 'A violation was found', 'The recommendation reached the other side',
    'misdemeanour motion by CPPD', 'Classes I-a and I-b', 'Sevda Kamberova', 'Kenan Kamberov', 'Elvira Asanova',
    'Ferus Asanov', 'Mersiha Aliova', 'Džemail Bajramov', 'Anife Bajramova', 'Orhan Saliov', 'Ljatife Saliova',
    'Nehat Ramadani', 'Suzana Ibraimova', 'Alit Useinov', 'Zekija Jašarova', 'Ajrula Muarem');
  await sound(page, name);

  await openPart(page, at, 'discrimination', 'All Roma children of a year');
  await says(page, name, 'Segregation', '46 pupils, none of them Roma');
}

// Story 5, Kosovo: six people back.
// The benefit: handed in on Monday 19 October; 45 days: 12 to 31 October, 30 in November = 42, 3 December
//   = 45, a Thursday, no holiday (1 and 2 January and 25 December are the next): the centre has time
//   until 3 December. The school is due before: 6 days from 18 November = 24 November, a Tuesday.
// Late registration says 30 days, but not from when: no day may stand there; return: no term at all.
// Asked on 22 October, answer within 31 days: 9 to 31 October, 22 November = 31; accepted on
//   26 October, after 4.
async function home(page, name) {
  const at = await openCase(page, 'Six people back from abroad');
  await nextIs(page, name, 'Enrol Lumnije and Faton before the school begins', 'Tuesday 24 November 2026 (in 6 days)');
  await says(page, name, 'Centre for Social Work has time until Thursday 3 December 2026', 'in 15 days',
    'Civil status office, Kamenica, Faton', 'Civil status office, Kamenica, Valdete', 'Civil status office, Kamenica, Besnik',
    'It cannot be counted here: not known from which event it is counted.',
    'No term of this is known to the program', 'after 4 days', 'Interpreter');
  await saysNot(page, name, '28 November 2026');
  await sound(page, name);

  await page.locator('main a', { hasText: 'Lumnije Hajrullahi' }).first().click();
  await page.waitForURL(/\/person\//);
  await says(page, name, 'German');
  await openPart(page, at, 'referral', 'Lessons for a girl');
  await says(page, name, 'Accepted', '22 Oct 2026', '26 Oct 2026', '22 Nov 2026');
}

// Story 6, Lithuania: "The flat is taken".
// The first call was on Thursday 16 July; three months: 16 August, 16 September, 16 October 2026, a
//   Friday, no holiday. Handed in on Wednesday 7 October: 8, 9, 10, 11, 12, 13, 14, 15, 16 = nine days
//   early. It ended with an apology, so nothing may be asked of the worker any more.
async function taken(page, name) {
  const at = await openCase(page, 'The flat is taken');
  check(await page.locator('main .next').count() === 0, `${name}: nothing is next in a closed case`);
  await says(page, name, 'This case is closed', 'Apology or correction',
    'Handed in on Wednesday 7 October 2026, 9 days early: the last day was Friday 16 October 2026.');
  await saysNot(page, name, 'This limit: not confirmed');
  await sound(page, name);

  await openPart(page, at, 'discrimination', 'A flat was refused on the telephone');
  await says(page, name, 'No, it is taken.', 'Yes. When would you like to see it?');
  await page.getByRole('link', { name: 'Situation test', exact: true }).first().click();
  await page.waitForURL(/\/records\/discrimination_test\//);
  await says(page, name, 'call-1.wav');
}

// Story 7, North Macedonia: do not ring this number.
// No term of protection from violence is known: no day may stand there, but whom to ask. The Ombudsman:
//   the police came for the second time on Sunday 25 October; one year (not confirmed): 25 October
//   2027, a Monday, no holiday. The meeting is due before: 6 days from 18 November = 24 November.
async function silent(page, name) {
  const at = await openCase(page, 'Violence at home');
  await nextIs(page, name, 'Meet at the school, through the mediator', 'Tuesday 24 November 2026 (in 6 days)');
  await says(page, name, 'Only the team can see this case', 'Never ring', 'Only through the school mediator',
    'Last day: Monday 25 October 2027', 'provisional', 'not confirmed',
    'No term of this is known to the program', 'the police, 192', 'Elvira, school mediator');
  same(await page.locator('main a[href^="tel:"]').count(), 0, `${name}: no number can be tapped`);
  await sound(page, name);
  return at;
}

// Story 8, Serbia: the cleaner on day 58.
// The paper reached her on Monday 21 September. Day 9 is 30 September, day 40 is 31 October, day 58 is
//   18 November, day 59 a Thursday, day 60 Friday 20 November: no holiday (11 November lies within).
//   Two days are left. Ninety days would be 30 November = 70, 20 December = 90, a Sunday -> Monday
//   21 December: it may stand nowhere.
async function cleaner(page, name) {
  await openCase(page, 'Cleaner dismissed after eleven years');
  await nextIs(page, name, 'Hand in: Labour lawsuit', 'Last day: Friday 20 November 2026 (in 2 days)',
    'Counted from Monday 21 September 2026', '60 calendar days');
  await says(page, name, 'older guides still say 90 days', 'Jelena V., attorney at law', 'Counsel');
  await saysNot(page, name, '20 December', '21 December', '90 calendar days');
  await sound(page, name);
}

// Story 9, Serbia: twelve homes.
// Eight decisions came on Thursday 5 November: 15 days = 20 November, a Friday; handed in on Monday the
//   16th: 17, 18, 19, 20 = four days early. Four came on Friday 6 November: 21 November, a Saturday ->
//   Monday 23 November, in 5 days from the 18th (19, 20, 21, 22, 23). The hearing is on the 27th.
async function twelve(page, name) {
  await openCase(page, 'Twelve homes at the landfill edge');
  await nextIs(page, name, 'Hand in: Defence in eviction', 'Last day: Monday 23 November 2026 (in 5 days)',
    'Counted from Friday 6 November 2026', 'Article 84', 'Municipality of Rekovo, housing department, 360-41/');
  await says(page, name, 'Biljana Asanović', '10 more procedures', 'right before start/end of school year',
    'Municipal council, Rekovo');
  const text = await main(page);
  const kept = 'Handed in on Monday 16 November 2026, 4 days early: the last day was Friday 20 November 2026.';
  same(text.split(kept).length - 1, 8, `${name}: eight were handed in four days early`);
  for (let house = 1; house <= 12; house++) {
    check(text.includes(`360-41/${house}, house ${house}`), `${name}: house ${house} has its own procedure`);
  }
  await sound(page, name);
}

// Everything that a list shows, page by page, and how many it says there are.
async function listed(page, path) {
  const titles = [], counts = [];
  for (let at = path; at;) {
    await page.goto(new URL(at, url).href);
    titles.push(...await page.$$eval('main tbody th', (all) => all.map((e) => e.textContent)));
    counts.push(flat(await page.textContent('main .pager span')));
    const next = page.locator('main .pager a', { hasText: 'Next' });
    at = await next.count() !== 0 ? await next.getAttribute('href') : null;
  }
  return { titles, counts };
}

async function found(page, words) {
  await page.goto(`${url}/find`);
  await page.fill('main [name=words]', words);
  await page.getByRole('button', { name: 'Find', exact: true }).last().click();
  await page.waitForLoadState();
  return main(page);
}

// The page of the team that both belong to names what the team works on.
async function teamOf(page) {
  await page.goto(`${url}/records/team`);
  return page.locator('main tbody a', { hasText: 'Street team' }).getAttribute('href');
}

// Nobody but the team meets the story: not the cousin, though the case is her team's too, nor who
// comes to help. What ana sees is asked first, so that the search itself is known to work.
async function hidden(at, person, options, name) {
  const ana = await signIn('ana', options), dilber = await signIn('dilber', options);
  const zana = await signIn('zana', options);
  const secret = /Do not ring this|Petition to the Ombudsman|Lastovica|Violence at home|Meet at the school|school mediator/;

  for (const words of ['Lastovica', '070 555 0707', 'reading group', 'Meet at the school']) {
    check(secret.test(await found(ana, words)), `${name}: ana finds "${words}"`);
    check(/Nothing was found/.test(await found(dilber, words)), `${name}: her cousin does not find "${words}"`);
    check(/Nothing was found/.test(await found(zana, words)), `${name}: a volunteer does not find "${words}"`);
  }
  for (const path of [at, at.replace('/case/', '/records/case/'), person, person.replace('/records', '')]) {
    check((await ana.goto(path)).status() === 200, `${name}: ana opens ${new URL(path).pathname}`);
    const there = await dilber.goto(path);
    const nowhere = await dilber.goto(path.replace(/-\d+$/, '-99999'));
    same(there.status(), 404, `${name}: for her cousin nothing is at ${new URL(path).pathname}`);
    same(nowhere.status(), 404, `${name}: ... as where nothing ever was`);
    check((await zana.goto(path)).status() >= 403, `${name}: a volunteer does not open it`);
  }
  const seen = await listed(ana, '/records/person'), left = await listed(dilber, '/records/person');
  const others = seen.titles.filter((title) => !title.includes('Lastovica'));
  same(others.length, seen.titles.length - 1, `${name}: ana's list of people has her`);
  same(left.titles, others, `${name}: her cousin's has all but her`);
  check(seen.counts[0].startsWith(`${seen.titles.length} `), `${name}: ana's list counts her`);
  check(left.counts[0].startsWith(`${others.length} `), `${name}: her cousin's does not`);
  for (const path of ['/', '/today', '/cases', '/records/case', '/records/task', '/records/party',
    '/records/event', '/records/clock', '/records/case_help', '/records/case_note', '/law',
    '/week', new URL(await teamOf(ana), url).pathname]) {
    await dilber.goto(`${url}${path}`);
    check(!secret.test(await main(dilber)), `${name}: her cousin meets nothing of it at ${path}`);
  }
  await dilber.goto(`${url}/today`);
  check((await main(dilber)).includes('0 due within a week'), `${name}: nor in a number`);
  for (const page of [ana, dilber, zana]) await page.context().close();
}

await inBrowser(async () => {
  for (const options of [{ script: true, width: 1280 }, { script: false, width: 320 }]) {
    const name = `tales ${options.script ? 'script' : 'no-script'} ${options.width}`;
    const page = await signIn('ana', options);
    await parents(page, `${name} 4`);
    await home(page, `${name} 5`);
    await taken(page, `${name} 6`);
    const at = await silent(page, `${name} 7`);
    const person = new URL(await page.getAttribute('main a[href^="/person/"]', 'href'), url).href
      .replace('/person/', '/records/person/');
    await hidden(at, person, options, `${name} 7`);
    await cleaner(page, `${name} 8`);
    await twelve(page, `${name} 9`);
    await page.context().close();
  }
});
