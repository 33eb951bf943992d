// together.mjs - one thing done to all that fit a list: asked first, a few at once, many by a job, all
// taken back as one; with and without JavaScript.
// Usage: node test/browser/together.mjs KHETANE
import { resolve } from 'node:path';
import { check } from '../tap.mjs';
import { inBrowser, newOffice, sound as soundPage } from './lib.mjs';

const PEOPLE = 230;
const office = newOffice(resolve(process.argv[2]));
const rows = Array.from({ length: PEOPLE }, (_, i) => JSON.stringify(
  { names: `given, Nobody${i}`, born: i < 40 ? '1990' : '1980' }));
office.feed(`${rows.join('\n')}\n`, 'add', 'person', '--from', '-');

const { url, signIn } = await office.serve();
const sound = (page, name) => soundPage(page, `together ${name}`);
const main = (page) => page.textContent('main');
const press = (page, what) => Promise.all([page.waitForNavigation(), page.click(what)]);

async function walk(options) {
  const name = `${options.script ? 'script' : 'no-script'} ${options.width}`;
  const page = await signIn('mira', options);

  await page.goto(`${url}/records/person?where=born%3D1990`);
  await page.check('[data-row]');
  await page.check('.bulk [name=all]');
  await page.selectOption('.bulk [name=set]', 'sex.f');
  await sound(page, `list ${name}`);
  await press(page, '.bulk button[value=set]');
  const asked = await main(page);
  check(asked.includes('Nothing has been changed yet') && /Will be changed\s*40/.test(asked),
    `${name}: asked first, with how many`);
  await sound(page, `asked ${name}`);
  await press(page, 'main button:has-text("Do it")');
  check(page.url().includes('born%3D1990') || page.url().includes('born=1990'),
    `${name}: a few are done at once, and the list is there again`);
  await press(page, '.done button');
  check((await page.textContent('body')).includes('Taken back'), `${name}: and taken back`);

  await page.goto(`${url}/records/person`);
  await page.check('[data-row]');
  await page.check('.bulk [name=all]');
  await page.selectOption('.bulk [name=set]', 'sex.f');
  await press(page, '.bulk button[value=set]');
  await press(page, 'main button:has-text("Do it")');
  await page.waitForURL('**/together/*');
  const wait = async (words) => {
    for (let i = 0; i < 120 && !(await main(page)).includes(words); i++) {
      await page.waitForTimeout(500);
      await page.reload();
    }
    return (await main(page)).includes(words);
  };
  check(await wait(`${PEOPLE} were changed.`), `${name}: many are done by a job, which says how many`);
  await sound(page, `done ${name}`);
  await press(page, 'main button:has-text("Take all of it back")');
  check(await wait(`${PEOPLE} were taken back.`), `${name}: all of it is taken back as one`);
  await sound(page, `back ${name}`);
  await page.goto(`${url}/records/person?where=sex%3Df`);
  check((await main(page)).includes('Nothing fits'), `${name}: as it was before`);
  await page.context().close();
}

await inBrowser(async () => {
  await office.open();
  await walk({ width: 320, script: false });
  await walk({ width: 1280, script: true });
});
