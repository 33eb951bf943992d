// templates.mjs - a template of letters copied, made wrong and told by line, tried, kept, taken over by
// name; with and without JavaScript, at 320 px.
// Usage: node test/browser/templates.mjs KHETANE
import { check } from '../tap.mjs';
import { inBrowser, sound as soundPage, startDemo } from './lib.mjs';

const { url, signIn } = await startDemo(process.argv[2]);
const sound = (page, name) => soundPage(page, `templates ${name}`);

async function says(page, text, what) {
  await page.waitForSelector(`main :text("${text}")`);
  check((await page.textContent('main')).includes(text), what);
}

async function walk(options, name) {
  const page = await signIn('ana', options);
  await page.goto(`${url}/templates`);
  await says(page, 'Begin with a copy', `${name}: where one begins`);
  await page.selectOption('[name=sort_of]', 'reminder');
  await page.selectOption('[name=language]', 'sr_latn');
  await page.click('button:has-text("Copy it")');
  await page.waitForSelector('[name=text]');
  const text = await page.inputValue('[name=text]');
  check(text.includes('language: sr-Latn') && text.includes('Urgencija'), `${name}: the copy is there`);

  await page.fill('[name=text]', text.replace('{{request.subject}}\n', '{{request.nose}}\n'));
  await page.click('button[value=look]');
  await says(page, 'No case has a fact', `${name}: a wrong fact is told`);
  check(/Line \d+, sign \d+/.test(await page.textContent('main')), `${name}: with its line`);
  await sound(page, `fault ${name}`);

  await page.fill('[name=text]', text);
  await page.click('button[value=look]');
  await says(page, 'What it gives', `${name}: it is tried`);
  await says(page, 'Senada Primerović', `${name}: on an invented case`);
  await page.fill('[name=case]', 'PR-1-1');
  await page.click('button[value=look]');
  await says(page, 'There is no case', `${name}: not on a case that is not there`);
  await page.fill('[name=case]', '');
  await page.click('button:has-text("Save the template")');
  await page.waitForURL(/\/template\/PR-T-/);
  await says(page, 'nobody yet', `${name}: nobody stands for it`);
  await page.click('button:has-text("I stand for the language")');
  await page.waitForSelector('button:has-text("I stand for the language")', { state: 'detached' });
  await page.click('button:has-text("I stand for the law")');
  await page.waitForSelector('button:has-text("I stand for the law")', { state: 'detached' });
  await says(page, 'checked', `${name}: two names stand for it`);
  await sound(page, `kept ${name}`);
  await page.click('button:has-text("Use it no more")');
  await page.waitForURL(/\/templates/);
  await page.context().close();
}

await inBrowser(async () => {
  await walk({ width: 1280 }, '1280');
  await walk({ width: 320 }, '320');
  await walk({ width: 320, script: false }, 'no-script');
});
