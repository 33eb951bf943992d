// records.mjs - the pages that every kind has, as people use them: lists, a record, its form, its
// history, a draft, two people at once, a second person's yes; with and without JavaScript.
// Usage: node test/browser/records.mjs KHETANE
import { resolve } from 'node:path';
import { check, same } from '../tap.mjs';
import { inBrowser, sound as soundPage, startDemo } from './lib.mjs';

const { url, signIn } = await startDemo(resolve(process.argv[2]));
const sound = (page, name) => soundPage(page, `records ${name}`);
const main = (page) => page.textContent('main');
const save = (page) => page.click('main .acts button.btn:not([name])');

// Makes, looks up, changes and takes back a person; n tells the rounds apart.
async function onePerson(page, n, name) {
  await page.goto(`${url}/records/person/new`);
  await sound(page, `new ${name}`);
  await save(page);
  check((await page.title()).startsWith('Error:'), `${name}: an empty form says what is missing`);
  await sound(page, `faults ${name}`);
  await page.fill('[name="f.names.0.text"], [name="f.names.given"]', `Zumbula ${n}`);
  await page.fill('[name="f.born.y"]', '1987');
  await save(page);
  await page.waitForSelector('#alike, .done');
  if (await page.locator('#alike').count()) await page.click('button[name=alike]');
  await page.waitForURL(/\/person\/PR-P-\d+-\d+/);
  const at = `/records${new URL(page.url()).pathname}`; // her own page is casework's
  check((await main(page)).includes(`Zumbula ${n}`), `${name}: the record shows what was typed`);
  check(!(await page.title()).includes('Zumbula'), `${name}: no name in the browser's history`);
  await sound(page, `record ${name}`);

  await page.goto(`${url}${at}/edit`);
  same(await page.inputValue('[name="f.born.y"]'), '1987', `${name}: the form holds what is there`);
  await page.fill('[name="f.born.y"]', '1978');
  await save(page);
  check((await main(page)).includes('1978'), `${name}: changed`);
  await page.click('.done button');
  check((await main(page)).includes('1987'), `${name}: and taken back`);

  await page.goto(`${url}${at}/history`);
  const told = await main(page);
  check(told.includes('from 1987 to 1978') && told.includes('Mira M.'),
    `${name}: the history tells who changed what, from what to what`);
  await sound(page, `history ${name}`);
  await page.goto(`${url}${at}/readers`);
  check((await main(page)).includes('Mira M.'), `${name}: it is told who looked`);
  await sound(page, `readers ${name}`);
  return at;
}

// Put away and brought back; what was put away is in the list on request alone.
async function putAway(page, at, n, name) {
  await page.goto(`${url}${at}`);
  await page.click('button:has-text("Put away")');
  check((await main(page)).includes('Put away.'), `${name}: put away`);
  await page.goto(`${url}/records/person`);
  check(!(await main(page)).includes(`Zumbula ${n}`), `${name}: it is in no list`);
  await page.goto(`${url}/records/person?away=1`);
  check((await main(page)).includes(`Zumbula ${n}`), `${name}: but in the one that asks for it`);
  await sound(page, `list ${name}`);
  await page.goto(`${url}${at}`);
  await page.click('button:has-text("Bring back")');
  check((await main(page)).includes('Brought back.'), `${name}: brought back`);
}

// Found by any spelling, by number; nothing of it stands in an address.
async function find(page, at, n, name) {
  await page.goto(`${url}/`);
  await page.fill('#q', `zumbula ${n}`);
  await page.press('#q', 'Enter');
  await page.waitForURL(`${url}/find`);
  check((await main(page)).includes(`Zumbula ${n}`), `${name}: found by name`);
  await sound(page, `find ${name}`);
  await page.fill('[name=words]', 'Зумбула');
  await page.click('main form button');
  check((await main(page)).includes('Zumbula'), `${name}: found in other letters`);
  await page.fill('[name=words]', at.split('/').pop());
  await page.click('main form button');
  check((await main(page)).includes(`Zumbula ${n}`), `${name}: found by number`);
  await page.fill('[name=words]', 'plughplugh');
  await page.click('main form button');
  check((await main(page)).includes('Nothing was found'), `${name}: nothing is said to be nothing`);
}

// Chosen, left out again, kept under a name, as a file; several rows changed and taken back at once.
async function lists(page, n, name) {
  await page.goto(`${url}/records/case`);
  await page.selectOption('[name="c.area"]', 'housing');
  await page.click('.filter button');
  const housing = await main(page);
  check(housing.includes('Water for the lower street') && !housing.includes('envelope lost'),
    `${name}: the list holds what was chosen`);
  await sound(page, `filter ${name}`);
  await page.click('summary:has-text("Keep this list")');
  await page.fill('[name=name]', `Homes ${n}`);
  await page.click('button:has-text("Keep this list")');
  check((await main(page)).includes(`Homes ${n}`), `${name}: kept under a name`);
  await page.click('.chips a:has-text("leave out")');
  check((await main(page)).includes('envelope lost'), `${name}: left out, all are there again`);
  const csv = await page.request.get(`${url}/records/case/as/csv?where=area%3Dhousing`);
  const text = await csv.text();
  check(text.includes('Water for the lower street') && !text.includes('envelope lost'),
    `${name}: the file holds what is shown`);
  const wrong = await page.goto(`${url}/records/case?where=aera%3Dhousing`);
  same(wrong.status(), 422, `${name}: conditions that are none are told`);
  check((await main(page)).includes('area'), `${name}: with what was meant`);
  const waiting = async () => {
    await page.goto(`${url}/records/case?where=state%3Dwaiting`);
    return page.locator('[data-row]').count();
  };
  const before = await waiting();
  await page.goto(`${url}/records/case?where=state%3Dopen`);
  for (const box of await page.$$('[data-row]')) await box.check();
  await page.selectOption('.bulk [name=state]', 'waiting');
  await page.click('.bulk button[value=move]');
  await page.click('.done button');
  same(await waiting(), before, `${name}: many changed, and taken back at once`);
}

// What was typed is kept on the server, and one goes on with it.
async function draft(page, at, name) {
  await page.goto(`${url}${at}/edit`);
  await page.fill('[name="f.born.y"]', '1999');
  await page.click('[name=later]');
  await page.goto(`${url}/`);
  check((await main(page)).includes('You were writing'), `${name}: the first page offers the draft`);
  await page.goto(`${url}${at}/edit`);
  await page.click('a:has-text("Go on writing")');
  same(await page.inputValue('[name="f.born.y"]'), '1999', `${name}: what was typed is there`);
  await page.goto(`${url}${at}/edit`);
  await page.click('button:has-text("Throw it away")');
  check(!(await main(page)).includes('You were writing'), `${name}: thrown away, it is gone`);
}

// Two people change one record: the slower sees both and loses nothing.
async function clash(mira, emir, at) {
  await mira.goto(`${url}${at}/edit`);
  await emir.goto(`${url}${at}/edit`);
  await mira.fill('[name="f.born.y"]', '1990');
  await save(mira);
  await emir.fill('[name="f.born.y"]', '1991');
  await save(emir);
  const told = await main(emir);
  check(told.includes('Somebody else changed this') && told.includes('1990') &&
    told.includes('1991'), 'clash: both values stand side by side');
  await sound(emir, 'clash');
  same(await emir.inputValue('[name="f.born.y"]'), '1991', 'clash: what was typed is kept');
  await save(emir);
  check((await main(emir)).includes('1991'), 'clash: saved again, on what is there now');
}

// An erasure: proposed by one, approved by another, and then there is nothing.
async function erase(mira, emir, at) {
  await mira.goto(`${url}${at}/erase`);
  await sound(mira, 'erase');
  await mira.fill('[name=reason]', 'She asked for it.');
  await mira.click('main form button.danger, main form button');
  await mira.goto(`${url}/proposals`);
  check((await main(mira)).includes('somebody else must answer'),
    'erase: who proposed cannot approve');
  await emir.goto(`${url}/`);
  check((await main(emir)).includes('waits for a second person'), 'erase: the first page says so');
  await emir.goto(`${url}/proposals`);
  await sound(emir, 'proposals');
  await emir.click('button:has-text("Approve")');
  check((await main(emir)).includes('Approved'), 'erase: approved');
  const gone = await emir.goto(`${url}${at}`);
  same(gone.status(), 404, 'erase: there is nothing any more');
}

// Who is to become lead: one page for all that waits, and it says what is to be written down.
async function promote(mira, emir) {
  await mira.goto(`${url}/staff`);
  await mira.click('main table a:has-text("Zana")');
  await mira.check('main input[name="roles"][value="lead"]');
  await Promise.all([mira.waitForNavigation(),
    mira.click('main form:has(input[name="roles"]) button')]);
  await mira.goto(`${url}/staff`);
  await mira.click('main a[href="/proposals"]');
  await mira.waitForURL('**/proposals');
  check((await main(mira)).includes('somebody else must answer'), 'lead: not by who asked for it');
  await emir.goto(`${url}/proposals`);
  const told = await main(emir);
  check(told.includes('Zana') && told.includes('Lead'), 'lead: who, and what she becomes');
  await sound(emir, 'proposals of a lead');
  await Promise.all([emir.waitForNavigation(), emir.click('button:has-text("Approve")')]);
  await emir.goto(`${url}/staff`);
  check((await main(emir)).includes('Lead, Volunteer') ||
    (await main(emir)).includes('Volunteer, Lead'), 'lead: the staff page shows it');
}

// Who may not see people finds nothing, whatever the address.
async function strangers(at) {
  const zana = await signIn('zana', {});
  for (const path of ['/records/person', '/records/person/new', at, `${at}/edit`,
    `${at}/history`, `${at}/readers`]) {
    const reply = await zana.goto(`${url}${path}`);
    check([403, 404].includes(reply.status()), `a volunteer: ${path.replace(at, 'a person')}`);
  }
  same((await zana.goto(`${url}/records/nothing`)).status(), 404, 'no such kind');
  await zana.context().close();
}

await inBrowser(async () => {
  const ways = [{ width: 320, script: false }, { width: 320, script: true },
    { width: 1280, script: true }];
  let at;
  for (const [n, options] of ways.entries()) {
    const name = `${options.script ? 'script' : 'no-script'} ${options.width}`;
    const page = await signIn('mira', options);
    at = await onePerson(page, n, name);
    await putAway(page, at, n, name);
    await draft(page, at, name);
    await find(page, at, n, name);
    await lists(page, n, name);
    for (const path of ['/', '/records', '/records/case', '/records/user']) {
      await page.goto(`${url}${path}`);
      await sound(page, `${path.replaceAll('/', ' ')} ${name}`);
    }
    await page.context().close();
  }
  await strangers(at);
  const mira = await signIn('mira', {});
  const emir = await signIn('emir', { width: 320 });
  await clash(mira, emir, at);
  await erase(mira, emir, at);
  await promote(mira, emir);
});
