// core.mjs - the core tasks by as few clicks and keys as UX asks for: the most urgent thing, rows
// done, a case found, an answer written down; single keys are off until somebody wants them.
// Usage: node test/browser/core.mjs KHETANE
import { check, same } from '../tap.mjs';
import { inBrowser, sound, startDemo } from './lib.mjs';

const { url, signIn } = await startDemo(process.argv[2]);

// A page on which every key counts.
function counted(page) {
  let keys = 0;
  return {
    async press(key) { await page.keyboard.press(key); keys++; },
    async type(word) { for (const letter of word) await this.press(letter); },
    get keys() { return keys; },
  };
}

async function addTasks(page, n) {
  await page.goto(`${url}/cases`);
  const code = (await page.getAttribute('.tasks a.t', 'href')).split('/').pop();
  await page.goto(`${url}/records/case/${code}`);
  const add = url + await page.getAttribute('a[href^="/records/task/new"]', 'href');
  const now = new Date();
  for (let i = 0; i < n; i++) {
    await page.goto(add);
    await page.fill('[name="f.what"]', `Ring number ${i}`);
    await page.fill('[name="f.due.d"]', String(now.getDate()));
    await page.fill('[name="f.due.m"]', String(now.getMonth() + 1));
    await page.fill('[name="f.due.y"]', String(now.getFullYear()));
    await page.click('main form button.btn:not(.quiet)');
    await page.waitForSelector('form[action="/undo"]');
  }
}

// A row more is asked for, and she types on while the answer is on its way.
async function typedMeanwhile(page) {
  let answer;
  const typed = new Promise((done) => { answer = done; });
  await page.route('**/records/person/new', async (route) => {
    if (route.request().method() === 'POST') await typed;
    await route.continue();
  });
  await page.goto(`${url}/records/person/new`);
  const rows = () => page.locator('[name^="f.names."][name$=".text"]').count();
  const before = await rows();
  await page.fill('[name="f.names.0.text"]', 'Zum');
  await page.click('button[value="f.names.add"]');
  await page.fill('[name="f.names.1.text"]', 'Kurtova');
  await page.focus('[name="f.names.0.text"]');
  await page.keyboard.press('End');
  await page.keyboard.type('bula');
  await page.keyboard.press('ArrowLeft');
  answer();
  await page.waitForFunction((n) =>
    document.querySelectorAll('[name^="f.names."][name$=".text"]').length > n, before);
  await page.keyboard.type('l');
  same([await page.inputValue('[name="f.names.0.text"]'), await page.inputValue('[name="f.names.1.text"]')],
    ['Zumbulla', 'Kurtova'], 'what is typed while an answer is on its way is not lost, nor the cursor moved');
  await page.unroute('**/records/person/new');
}

await inBrowser(async () => {
  const page = await signIn('mira', { width: 1280 });
  await typedMeanwhile(page);
  await page.goto(`${url}/today`);
  await page.keyboard.press('j');
  same(await page.evaluate(() => document.activeElement.closest('.tasks') === null), true,
    'single keys do nothing until they are switched on');
  await addTasks(page, 5);

  await page.goto(`${url}/me`);
  await page.check('[name=one_key]');
  await sound(page, 'my account');
  await page.click('form[action="/me/language"] button');
  await page.waitForSelector('.done');

  await page.goto(`${url}/today`);
  let hand = counted(page);
  const urgent = await page.getAttribute('.tasks a.t', 'href');
  await hand.press('j');
  await sound(page, 'a row by its key');
  await hand.press('Enter');
  await page.waitForURL((at) => at.pathname === urgent);
  same(hand.keys, 2, 'the most urgent thing is open by two keys');
  await page.goto(`${url}/today`);
  await page.click('.tasks a.t');
  await page.waitForURL((at) => at.pathname === urgent);
  check(true, 'or by one click');

  await page.goto(`${url}/today?whose=all&show=today`);
  hand = counted(page);
  const rows = () => page.locator('.tasks input[type=checkbox]').count(); // the stories have some too
  const before = await rows();
  while (hand.keys < 10) {
    await hand.press('j');
    await hand.press('x');
  }
  same(await page.textContent('[data-count]'), '5', 'five rows are selected by ten keys');
  await hand.press('e');
  await page.waitForSelector('form[action="/undo"]');
  same(await rows(), before - 5, `five rows are done by ${hand.keys} keys`);
  same(hand.keys, 11, 'as many as UX asks for');

  await page.goto(`${url}/today`);
  hand = counted(page);
  await hand.press('Control+k');
  await hand.type('zumb');
  await hand.press('Enter');
  await page.waitForSelector('text=Zumbula');
  same(hand.keys, 6, 'a person and her case are found by six keys');
  await page.keyboard.press('Escape');

  await page.goto(`${url}/today`);
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.waitForURL((at) => at.pathname === '/cases');
  check(true, 'G and C lead to the cases');
  await page.keyboard.press('j');
  same(await page.evaluate(() => document.activeElement.closest('tr, li') !== null), true,
    'a list is gone through by its rows');
  await page.keyboard.press('n');
  await page.waitForURL((at) => at.pathname === '/case/new');
  check(true, 'N begins a new case');
  await page.context().close();
});
