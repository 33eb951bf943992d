// register.mjs - a letter that gets its number, the book, a paper of no case, a number that is cancelled:
// with and without JavaScript, on a wide screen and at 320 px.
// Usage: node test/browser/register.mjs KHETANE
import { resolve } from 'node:path';
import { check, end, same } from '../tap.mjs';
import { closeAll, openBrowser, openPage, sound as soundPage, startDemo } from './lib.mjs';

await openBrowser();
const demo = await startDemo(resolve(process.argv[2]));
const sound = (page, name) => soundPage(page, `register ${name}`, same);
const text = (page) => page.textContent('main');

async function signIn(page) {
  await page.goto(`${demo.url}/sign-in`);
  await page.fill('#login', 'ana');
  await page.fill('#password', demo.password);
  await page.click('main button');
  await page.waitForURL(`${demo.url}/`);
}

async function press(page, button) {
  await Promise.all([page.waitForNavigation({ timeout: 60000 }), page.click(button)]);
}

// A letter of the first case on the list, with gaps.
async function write(page) {
  await page.goto(`${demo.url}/cases`);
  await page.click('.tasks a.t');
  await page.waitForURL(/case\//);
  const code = page.url().split('/').pop();
  await page.goto(`${demo.url}/case/${code}/letter`);
  const procedure = await page.$eval('[name=procedure]', (select) =>
    [...select.options].map((o) => o.value).find((v) => v.endsWith('.admin.request')));
  await page.selectOption('[name=procedure]', procedure);
  await page.selectOption('[name=language]', 'en');
  await press(page, 'main form button.btn:not(.quiet)');
  if (!/letter\/[^/]+$/.test(page.url()) || page.url().includes('/case/')) {
    await page.check('[name=gaps]');
    await press(page, 'main form button.btn:not(.quiet)');
  }
}

async function letter(page, name) {
  await write(page);
  check((await page.content()).includes('[letter.number?]'), `${name}: the letter waits for its number`);
  await sound(page, `letter ${name}`);
  await press(page, 'form[action$="/check"] button.btn');
  await press(page, 'form[action$="/register"] button.btn');
  const number = await page.textContent('.facts a[href^="/register/line/"]');
  check(/^\d+-\d+\/\d{4}$/.test(number.trim()), `${name}: it has the number ${number}`);
  check((await text(page)).includes(`Our number: ${number.trim()}`), `${name}: and so has its text`);
  check(await page.$('textarea') === null, `${name}: which cannot be edited any more`);
  await sound(page, `registered ${name}`);
  return number.trim();
}

async function enter(page, name, answers) {
  await page.goto(`${demo.url}/register/enter`);
  await sound(page, `enter ${name}`);
  await page.fill('[name=about]', `Invitation ${name}`);
  await page.fill('[name=answers]', answers);
  await page.fill('[name=their_number]', `K-${name}`);
  await press(page, 'main form button.btn:not(.quiet)');
  check((await text(page)).includes(answers), `${name}: the paper names the letter it answers`);
  await sound(page, `line ${name}`);
}

async function cancel(page, name) {
  const url = page.url().split('?')[0];
  await page.click('details summary:has-text("Cancel this number")');
  await page.fill('[name=reason]', '   ');
  await press(page, 'form[action$="/cancel"] button.btn');
  check((await text(page)).includes('a reason is needed'), `${name}: a reason is asked for`);
  await page.fill('[name=reason]', 'entered twice');
  await press(page, 'form[action$="/cancel"] button.btn');
  check(page.url().startsWith(url) && (await text(page)).includes('entered twice'),
    `${name}: it is cancelled, with the reason`, `${page.url()} ${(await text(page)).slice(0, 300)}`);
}

async function book(page, name, number) {
  await page.goto(`${demo.url}/register`);
  check((await text(page)).includes(number), `${name}: the letter stands in the book`);
  await sound(page, `book ${name}`);
  await page.goto(`${demo.url}/register?show=cancelled`);
  check(await page.$('table s') !== null, `${name}: the cancelled one is struck out`);
  await page.goto(`${demo.url}/register?show=unanswered`);
  check(!(await text(page)).includes(`K-${name}`), `${name}: what came in waits for no answer`);
  await page.goto(`${demo.url}/register?find=${encodeURIComponent(number)}`);
  check((await text(page)).includes(number), `${name}: it is found by its number`);
  await page.goto(`${demo.url}/register?find=nosuchnumber`);
  await sound(page, `nothing found ${name}`);
}

async function walk(options) {
  const name = `${options.script ? 'script' : 'no-script'} ${options.width}`;
  const page = await openPage(`${demo.url}/`, options);
  await signIn(page);
  const number = await letter(page, name);
  await enter(page, name, number);
  await cancel(page, name);
  await book(page, name, number);
}

try {
  await walk({ script: true, width: 1280 });
  await walk({ script: false, width: 320 });
} finally {
  await closeAll();
}
end();
