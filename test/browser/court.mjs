// court.mjs - the court file and what hangs on it, with and without JavaScript: a hearing on a day
// off, what came of it, a colleague who is a party, counsel from outside who sees one case alone,
// the result and a case opened again, a case of fourteen people, a power of attorney.
// Usage: node test/browser/court.mjs KHETANE
import { resolve } from 'node:path';
import { check, same } from '../tap.mjs';
import { inBrowser, newOffice, openPage, sound as soundPage, typeDay } from './lib.mjs';

const office = newOffice(resolve(process.argv[2]), [
  { name: 'Ana Kovač', login: 'ana', roles: 'worker' },
  { name: 'N. Ilić', login: 'ilic', roles: 'outside' },
]);
const made = (...args) => office.json(...args).code;
const { url, enter } = await office.serve();
office.unlock();

const sound = (page, name) => soundPage(page, `court ${name}`);
const main = (page) => page.textContent('main');
const press = (page, what) => Promise.all([page.waitForNavigation(), page.click(what)]);
const says = async (page, text, name) =>
  check((await main(page)).includes(text), name, (await main(page)).replace(/\s+/g, ' '));
const status = async (page, path) => (await page.goto(url + path)).status();

// The next day of the week that lies at least so many days ahead; 6 is Saturday.
function ahead(weekday, days) {
  const on = new Date(Date.now() + days * 86400000);
  while (on.getDay() !== weekday) on.setDate(on.getDate() + 1);
  return on;
}

const long = (on) => on.toLocaleDateString('en-GB',
  { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).replace(',', '');

const submit = (page) => press(page, 'main form button.btn:not(.other):not(.danger):not(.quiet)');

async function hearings(page, code, name) {
  const saturday = ahead(6, 1), later = ahead(3, 9);
  await page.goto(`${url}/case/${code}`);
  await press(page, 'a:has-text("Court file")');
  await says(page, 'No hearing is set.', `${name}: the empty court file says so`);
  await sound(page, `empty ${name}`);
  await press(page, 'a:has-text("Add a hearing")');
  await submit(page);
  await says(page, 'On which day?', `${name}: a hearing without a day is asked for it`);
  await typeDay(page, 'on', saturday);
  await page.fill('[name="at"]', '9:30');
  await page.fill('[name="where"]', 'Basic court, Rekovo');
  await page.fill('[name="number"]', 'P1 55/26');
  await page.fill('[name="judge"]', 'Judge T. Marković');
  await submit(page);
  await says(page, `${long(saturday)}`, `${name}: a Saturday is named with its date`);
  await says(page, 'nobody works on this day', `${name}: and asked about`);
  same(await page.inputValue('[name="on.d"]'), String(saturday.getDate()),
    `${name}: the day is not moved`);
  await sound(page, `asked ${name}`);
  await page.check('[name=sure]');
  await submit(page);
  await says(page, `Next hearing: ${long(saturday)}, 09:30`, `${name}: it is kept when it is so`);
  await says(page, 'Judge T. Marković', `${name}: with its judge`);
  await sound(page, `file ${name}`);
  await page.goto(`${url}/today`);
  await says(page, 'Basic court, Rekovo', `${name}: the hearing stands on Today`);

  await page.goto(`${url}/case/${code}/court`);
  await press(page, '.next a:has-text("What came of it")');
  await submit(page);
  await says(page, 'What came of it?', `${name}: an outcome is asked for`);
  await page.selectOption('[name="outcome"]', 'adjourned');
  await page.fill('[name="said"]', 'Their witness did not come.');
  await typeDay(page, 'next', later);
  await page.fill('[name="next_at"]', '11.15');
  await sound(page, `outcome ${name}`);
  await submit(page);
  if (await page.locator('[name=sure]').count()) { // that day may be a holiday
    await page.check('[name=sure]');
    await submit(page);
  }
  await says(page, `Next hearing: ${long(later)}, 11:15`, `${name}: the next one is made by it`);
  await says(page, 'Put off', `${name}: the first is kept with what came of it`);
  await says(page, 'Their witness did not come.', `${name}: and what was said`);
}

async function decision(page, code, name) {
  const yesterday = new Date(Date.now() - 86400000);
  const pad = (n) => String(n).padStart(2, '0');
  office.asMira('paper', 'add', code, '--what', 'refusal', '--received', `${yesterday.getFullYear()}-` +
    `${pad(yesterday.getMonth() + 1)}-${pad(yesterday.getDate())}`, '--how', 'in_hand',
  '--procedure', 'rs.admin.appeal');
  await page.goto(`${url}/case/${code}`);
  await press(page, 'a:has-text("Begin this procedure")');
  await submit(page);
  await page.goto(`${url}/case/${code}/court`);
  await says(page, 'Decisions, and what runs from them', `${name}: a decision has its day`);
  check(/The decision reached the person.*until \w+ \d+ \w+ \d{4} \(in \d+ days\)/s
    .test(await main(page)), `${name}: and what runs from it, until when`, await main(page));
  await says(page, 'not written down yet', `${name}: which court is asked for`);
  await press(page, '.card a[href*="/court/facts"]');
  await page.fill('[name="body_name"]', 'Appeal court, Podgrad');
  await page.fill('[name="their_number"]', 'Gž 7/26');
  await submit(page);
  await says(page, 'Gž 7/26', `${name}: court and number stand beside the procedure`);
  await sound(page, `decision ${name}`);
}

async function colleague(page, code, name, answer) {
  await page.goto(`${url}/case/${code}/court`);
  await press(page, 'a:has-text("Add a party")');
  await page.selectOption('[name="role"]', 'respondent');
  await page.fill('[name="name"]', 'ana Kovač');
  await submit(page);
  await says(page, 'Ana Kovač works here: who may not see this case?',
    `${name}: a party who works here is asked about`);
  await sound(page, `colleague ${name}`);
  await page.check(`input[value="${answer}"]`);
  await submit(page);
  await says(page, 'works here', `${name}: and is kept as a party`);
}

async function counsel(page, code, other, name, { who, options }) {
  await page.goto(`${url}/case/${code}/court`);
  await press(page, 'a:has-text("Add counsel")');
  await page.fill('[name="name"]', 'Adv. N. Ilić');
  await submit(page);
  await press(page, 'a:has-text("Let counsel sign in")');
  await says(page, 'Counsel sees this case alone', `${name}: what counsel sees is said`);
  await submit(page);
  await says(page, 'Choose an account', `${name}: an account is asked for`);
  same(await page.locator('[name="account"] option').allTextContents(), ['Choose', 'N. Ilić'],
    `${name}: only accounts from outside are offered`);
  await page.selectOption('[name="account"]', { label: 'N. Ilić' });
  await typeDay(page, 'account_until', ahead(1, 30));
  await sound(page, `access ${name}`);
  await submit(page);
  await says(page, 'Signs in and sees this case until', `${name}: access stands in the file`);
  await sound(page, `counsel ${name}`);

  const hers = await openPage(`${url}/sign-in`, options);
  await enter(hers, 'ilic');
  same(await status(hers, `/case/${code}`), 200, `${name}: counsel sees the case`);
  await sound(hers, `seen by counsel ${name}`);
  same(await hers.locator('main form button:has-text("Add")').count(), 0,
    `${name}: without forms that would be refused`);
  same(await status(hers, `/case/${code}/court`), 200, `${name}: and its court file`);
  await says(hers, 'Basic court, Rekovo', `${name}: with its hearings`);
  await says(hers, who, `${name}: and the name that she was given`);
  same(await hers.locator('main .btn').count(), 0, `${name}: without a button to change it`);
  await hers.goto(`${url}/cases`);
  same(await hers.locator('.tasks a.t').count(), 1, `${name}: her list has that case alone`);
  same(await status(hers, `/case/${other}`), 404, `${name}: another case is not there`);
  same(await status(hers, `/case/${other}/court`), 404, `${name}: nor its court file`);
  same(await status(hers, `/records/case/${other}`), 404, `${name}: nor by the general page`);
  for (const path of ['/person/OD-P-2026-1', '/records/person', '/records/household', '/quick',
    '/queue', '/records/institution', '/case/new', `/case/${code}/court/hearing`,
    `/case/${code}/court/access`, `/case/${code}/result`, `/case/${code}/people`, '/fields',
    '/exports', '/backups', '/calendar', '/law', '/recount', '/sheets']) {
    const got = await status(hers, path);
    check(got === 403 || got === 404, `${name}: ${path} is not for counsel`, String(got));
  }
  await hers.goto(`${url}/find?text=Demirova`);
  check(!(await main(hers)).includes(other), `${name}: nor is it found`);
  await hers.goto(`${url}/records/case/${code}`);
  check(!(await main(hers)).includes('what only the team reads'), `${name}: no secret is shown`);

  await page.goto(`${url}/case/${code}/court`);
  await press(page, 'button:has-text("End the access")');
  await says(page, 'that has ended', `${name}: ended, it stays written down`);
  same(await status(hers, `/case/${code}`), 404, `${name}: and is over at once`);
  await hers.context().close();
}

async function result(page, code, name) {
  await page.goto(`${url}/case/${code}`);
  await press(page, 'a:has-text("Close the case")');
  await submit(page);
  await says(page, 'How did it end for the person?', `${name}: the outcome is asked for`);
  await page.selectOption('[name="outcome"]', 'settlement');
  await page.fill('[name="what_changed"]', 'She works there again.');
  await page.check('[name="satisfaction"][value="good"]');
  await submit(page);
  await says(page, 'How did she say it', `${name}: and how she said what she says`);
  same(await page.inputValue('[name="what_changed"]'), 'She works there again.',
    `${name}: what was typed is kept`);
  await sound(page, `result ${name}`);
  await page.selectOption('[name="satisfaction_how"]', 'sign');
  await submit(page);
  await says(page, 'A way is still open', `${name}: not closed over a way that is open`);
  await page.fill('[name="let_go"]', 'She has what she wanted; she knows the day.');
  await submit(page);
  await says(page, 'This case is closed: Settlement', `${name}: a closed case says so first`);
  check((await page.locator('main .card, main .next').first().textContent()).includes('closed'),
    `${name}: before anything else`);
  await says(page, '0 days, from', `${name}: with the days that it took`);
  await says(page, 'Good – By a sign or a picture', `${name}: and what she said, and how`);
  await sound(page, `closed ${name}`);
  await press(page, 'a:has-text("Open it again")');
  await submit(page);
  await says(page, 'Why', `${name}: a reason is asked for`);
  await page.fill('[name="reopened"]', 'They did not keep it.');
  await submit(page);
  await says(page, 'Opened again, because: They did not keep it.', `${name}: opened again`);
}

async function people(page, code, name, { who, family }) {
  const names = Array.from({ length: 14 }, (_, i) => `${i + 1}. Parent${i} ${family}`);
  await page.goto(`${url}/case/${code}/people`);
  await sound(page, `people ${name}`);
  await page.fill('[name="names"]', `${names.join('\n')}\n${who}`);
  await submit(page);
  await says(page, 'Is it one of these?', `${name}: nobody is added before that is asked`);
  await says(page, 'OD-P-', `${name}: who is known is offered with her number`);
  await sound(page, `which of these ${name}`);
  await page.check('[name="pick.14"] >> nth=0');
  await submit(page);
  same(await page.locator('[name="who"]').count(), 14, `${name}: fourteen joined the case`);
  const number = (await page.locator('.pick .hint').first().textContent()).trim();
  await page.goto(`${url}/person/${number}`);
  await says(page, code, `${name}: the page of each shows the case`);
  await page.goto(`${url}/case/${code}/people`);
  for (let i = 0; i < 12; i++) await page.check(`[name="who"] >> nth=${i}`);
  await press(page, 'button:has-text("Take those away")');
  same(await page.locator('[name="who"]').count(), 2, `${name}: many are taken away at once`);
}

async function mandate(page, person, name, who) {
  await page.goto(`${url}/person/${person}`);
  await press(page, 'a:has-text("Write one and print it")');
  await submit(page);
  check((await page.title()).startsWith('Error'), `${name}: for what, is asked`);
  await page.fill('[name="what_for"]', `The appeal ${name}, before the Basic court`);
  await submit(page);
  await says(page, 'Draft, not checked', `${name}: no lawyer has read the text, and it says so`);
  await says(page, who, `${name}: filled from the person`);
  await says(page, 'two witnesses', `${name}: a thumbprint has two witnesses`);
  check(await page.locator('.blank').count() >= 9, `${name}: what is not known is a line`);
  await sound(page, `mandate ${name}`);
  await page.goto(`${url}/person/${person}`);
  await says(page, `The appeal ${name}`, `${name}: it is written down`);
  await says(page, 'not signed yet', `${name}: as one that is not signed`);
  await sound(page, `person ${name}`);
}

async function walk(n, options, answer) {
  const who = ['Senada Demirova', 'Bajram Osmani'][n - 1];
  const name = `${options.script ? 'script' : 'no-script'} ${options.width}`;
  const code = made('case', 'new', '--names', who, '--area', 'housing', '--what',
    `Dismissed on day 58 (${n})`, '--story', 'what only the team reads');
  const shown = office.json('list', 'person');
  const person = shown.find((row) => JSON.stringify(row).includes(who.split(' ')[1])).code;
  const other = made('case', 'new', '--person', person, '--area', 'papers', '--what',
    `Another of hers (${n})`);
  const page = await openPage(`${url}/`, options);
  await enter(page, 'mira');
  await hearings(page, code, name);
  await decision(page, code, name);
  await counsel(page, code, other, name, { who, options });
  await colleague(page, code, name, answer);
  await result(page, code, name);
  await people(page, code, name, { who, family: `Family${n}` });
  await mandate(page, person, name, who);
  await page.goto(`${url}/case/${other}`);
  await page.context().close();

  const ana = await openPage(`${url}/sign-in`, options);
  await enter(ana, 'ana');
  same(await status(ana, `/case/${code}`), 404, `${name}: the colleague does not see the case`);
  await ana.context().close();
}

await inBrowser(async () => {
  await walk(1, { script: true, width: 1280 }, 'hide');
  await walk(2, { script: false, width: 320 }, 'keep');
  const page = await openPage(`${url}/`, { script: true, width: 320 });
  await enter(page, 'mira');
  await page.goto(`${url}/cases`);
  const one = await page.locator('.tasks a.t').first().getAttribute('href');
  for (const path of ['', '/court', '/court/hearing', '/court/access', '/result', '/people']) {
    await page.goto(url + one + path);
    await sound(page, `phone ${path.replaceAll('/', ' ')}`);
  }
});
