// match.mjs - a person written down twice: the work list, the two side by side, made one, taken back,
// called two; with and without JavaScript.
// Usage: node test/browser/match.mjs KHETANE
import { resolve } from 'node:path';
import { check, same } from '../tap.mjs';
import { inBrowser, newOffice, sound as soundPage } from './lib.mjs';

const office = newOffice(resolve(process.argv[2]));
const mine = office.json;
for (const names of ['Senada Demirova', 'Сенада Демирова', 'Goran Ilić', 'Bajram Osmani',
  'Zejnepa Kurtova'])
  mine('case', 'new', '--names', names, '--area', 'housing', '--what', `Roof of ${names}`);

// The command line first: the same list, and why.
same(mine('duplicates'), [], 'before anybody has looked nobody is listed');
const [pair] = mine('duplicates', '--again');
const [keep, other] = [pair.code, pair.other];
check(pair.why.includes('Given name: the same'), `the command says why: ${pair.why}`);
const merged = mine('merge', 'person', keep, other);
same([merged.code, merged.merged], [keep, other], 'the command makes one of two');
same(mine('duplicates', '--again'), [], 'then the list is empty');

const { url, signIn } = await office.serve();
const sound = (page, name) => soundPage(page, `match ${name}`);

const press = async (page, label) => {
  await page.click(`main button:has-text("${label}")`);
  await page.waitForLoadState();
};
// Everybody is compared by a job; the page says so until it is done.
async function compareAnew(page) {
  await page.goto(`${url}/duplicates/person`);
  await press(page, 'Compare everybody anew');
  for (let i = 0; i < 120; i++) {
    await page.goto(`${url}/duplicates/person`);
    if (await page.locator('main button:has-text("Compare everybody anew")').count() > 0) return;
    await page.waitForTimeout(500);
  }
  check(false, 'the job that compares everybody ends');
}
const says = async (page) => page.textContent('main');

async function walk(options) {
  const name = `${options.script ? 'script' : 'no-script'} ${options.width}`;
  const page = await signIn('mira', options);
  await compareAnew(page);
  check((await says(page)).includes('Nobody whom you may see') ||
    (await says(page)).includes(keep), `${name}: the list is made anew`);
  await sound(page, `list ${name}`);

  await page.goto(`${url}/records/person/${keep}/same?with=${other}`);
  const text = await says(page);
  check(text.includes('What speaks for one person') && text.includes('Roof of'),
    `${name}: the reasons and what will move stand there`);
  await sound(page, `same ${name}`);
  await press(page, `Make one of them: ${keep} stays`);
  check((await page.textContent('body')).includes('The two are one now'), `${name}: they are one`);
  await sound(page, `merged ${name}`);
  const cases = await page.textContent('main');
  check(cases.includes('Roof of Senada') && cases.includes('Roof of Сенада'),
    `${name}: both cases are hers`);
  await page.click('button:has-text("Take")');
  await page.waitForLoadState();
  check((await page.textContent('body')).includes('Taken back'), `${name}: taken back`);
  await page.goto(`${url}/records/person/${other}`);
  check((await says(page)).includes('Roof of Сенада'), `${name}: each has her own case again`);

  await compareAnew(page);
  await page.click(`main a:has-text("Senada")`);
  await sound(page, `from the list ${name}`);
  await page.fill('#why', 'cousins');
  await press(page, 'They are two people');
  check((await page.textContent('body')).includes('they are two people'), `${name}: said to be two`);
  check(!(await says(page)).includes(keep), `${name}: and gone from the list`);
  await sound(page, `two ${name}`);
  await page.click('button:has-text("Take")');
  await page.waitForLoadState();
  await page.goto(`${url}/records/person/${keep}/alike`);
  check((await says(page)).includes('Сенада'), `${name}: who is like her`);
  await sound(page, `alike ${name}`);
  const gone = await page.goto(`${url}/records/person/${keep}/same?with=OD-P-1999-1`);
  same(gone.status(), 404, `${name}: with somebody who is not there it is not found`);
  await page.context().close();
}

await inBrowser(async () => {
  await office.open();
  // What the command made one is taken back on its record's history.
  const page = await signIn('mira', { width: 1280, script: true });
  await page.goto(`${url}/records/person/${keep}/history`);
  await sound(page, 'history script 1280');
  await page.click('main button:has-text("Take")');
  await page.waitForLoadState();
  await sound(page, 'taken back script 1280');
  check((await page.textContent('body')).includes('Taken back'), 'a merge is taken back in the history');
  await page.context().close();
  await walk({ width: 320, script: false });
  await walk({ width: 320, script: true });
  await walk({ width: 1280, script: true });
});
