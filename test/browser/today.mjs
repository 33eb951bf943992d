// today.mjs - the first page and what hangs on it, with and without JavaScript: what is due, a task
// done and taken back, the lawyer's hour, last days counted anew, one's own calendar, the week.
// Usage: node test/browser/today.mjs KHETANE
import { resolve } from 'node:path';
import { check, end, same } from '../tap.mjs';
import { inBrowser, openPage, sound as soundPage, startDemo } from './lib.mjs';

const { url, enter } = await startDemo(resolve(process.argv[2]));
const sound = (page, name) => soundPage(page, `today ${name}`);
const text = (page) => page.textContent('main');

// A task of the first case, due today, by the general form.
async function addTask(page, what) {
  await page.goto(`${url}/cases`);
  await page.click('.tasks a.t');
  const code = page.url().split('/').pop();
  await page.goto(`${url}/records/case/${code}`);
  const add = await page.getAttribute('a[href^="/records/task/new"]', 'href');
  await page.goto(url + add);
  const now = new Date();
  await page.fill('[name="f.what"]', what);
  await page.fill('[name="f.due.d"]', String(now.getDate()));
  await page.fill('[name="f.due.m"]', String(now.getMonth() + 1));
  await page.fill('[name="f.due.y"]', String(now.getFullYear()));
  await page.click('main form button.btn:not(.quiet)');
  await page.waitForLoadState();
  return code;
}

async function walk(n, options) {
  const name = `${options.script ? 'script' : 'no-script'} ${options.width}`;
  const page = await openPage(`${url}/`, options);
  const what = `Ring the school ${n}`;
  await enter(page, 'mira');
  await sound(page, `first page ${name}`);
  const code = await addTask(page, what);

  await page.goto(`${url}/today`);
  check((await text(page)).includes(what), `${name}: the task stands on Today`);
  check(/needs? you today/.test(await text(page)), `${name}: and is counted`);
  check((await text(page)).includes(code), `${name}: with its case`);
  await sound(page, `today ${name}`);
  await page.goto(`${url}/today?whose=mine&show=late`);
  await sound(page, `filtered ${name}`);

  await page.goto(`${url}/today`);
  await page.click(`button[aria-label="Done: ${what}"]`);
  await page.waitForSelector('form[action="/undo"]');
  check(!(await page.textContent('main')).includes(what), `${name}: done, it is gone`);
  await page.click('form[action="/undo"] button');
  await page.waitForLoadState();
  await page.goto(`${url}/today`);
  check((await text(page)).includes(what), `${name}: taken back, it is there again`);
  await page.check(`input[aria-label^="Select: ${what}"]`);
  await page.click('.bulk button[value="done"]');
  await page.waitForSelector('form[action="/undo"]');
  check(!(await text(page)).includes(what), `${name}: several at once, too`);

  await page.goto(`${url}/law`);
  await sound(page, `law ${name}`);
  await page.click('.tasks a.t');
  await page.waitForSelector('a[href*="/term?"]');
  await sound(page, `procedure ${name}`);
  await page.click('a[href*="/term?"]');
  await page.waitForSelector('[name="f.said_by"]');
  await page.click('main form button.btn:not(.other)');
  await page.waitForSelector('[name="f.said_by"]');
  check((await page.title()).startsWith('Error'), `${name}: an answer is asked for`);
  await sound(page, `term ${name}`);
  await page.check('input[value="confirmed"]');
  await page.fill('[name="f.said_by"]', 'A. B., lawyer');
  await page.click('button[value="look"]');
  await page.waitForSelector('text=What it would change');
  await page.click('main form button.btn:not(.other)');
  await page.waitForSelector('text=Confirmed by A. B., lawyer');
  check(true, `${name}: who confirmed it and when stands beside the term`);
  await page.goto(`${url}/law/list`);
  await sound(page, `law on paper ${name}`);
  await page.goto(`${url}/recount`);
  check((await text(page)).includes('Every last day is as it was'), `${name}: nothing would move`);
  await sound(page, `recount ${name}`);

  await page.goto(`${url}/calendar`);
  await page.fill('#device', `Telephone ${n}`);
  await page.click('main form button.btn:not(.danger)');
  await page.waitForSelector('.code');
  const path = (await page.textContent('.code')).trim();
  await sound(page, `calendar ${name}`);
  const feed = await fetch(url + path);
  const body = await feed.text();
  same(feed.status, 200, `${name}: the calendar is there without signing in`);
  check(feed.headers.get('content-type').startsWith('text/calendar'), `${name}: as a calendar`);
  check(body.startsWith('BEGIN:VCALENDAR\r\n') && body.endsWith('END:VCALENDAR\r\n'),
    `${name}: from its beginning to its end`);
  check(!/Demirova|Senada/.test(body), `${name}: and holds no name`);
  await page.goto(`${url}/calendar`);
  await page.click('button.danger');
  await page.waitForLoadState();
  await page.goto(`${url}/calendar`);
  same((await fetch(url + path)).status, 404, `${name}: ended, it is not there any more`);

  await page.goto(`${url}/records/institution/new`);
  await page.fill('[name="f.name"]', `Centre for social work ${n}`);
  await page.selectOption('[name="f.sort_of"]', 'centre_social_work');
  await page.click('main form button.btn:not(.quiet):not(.other)');
  await page.waitForSelector('text=How it answers');
  check(/\/institution\//.test(page.url()), `${name}: a body has a page of its own`);
  await sound(page, `institution ${name}`);

  await page.goto(`${url}/week`);
  await sound(page, `week ${name}`);
  await page.goto(`${url}/week?names=1`);
  check((await text(page)).includes('This paper has names on it'), `${name}: names are a choice`);
  await page.context().close();
}

await inBrowser(async () => {
  await walk(1, { script: true, width: 1280 });
  await walk(2, { script: false, width: 320 });

  const page = await openPage(`${url}/`, { script: false });
  await enter(page, 'ana');
  same((await page.goto(`${url}/recount`)).status(), 403, 'a worker accepts no last days');
  same((await fetch(`${url}/calendar/${'0'.repeat(64)}.ics`)).status, 404,
    'a guessed address is none');
});
