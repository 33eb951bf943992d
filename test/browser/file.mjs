// file.mjs - a person's file in plain words: read aloud, answered, a sentence struck out, printed; with
// and without JavaScript, at 320 px, by keyboard.
// Usage: node test/browser/file.mjs KHETANE
import { check } from '../tap.mjs';
import { inBrowser, sound as soundPage, startDemo } from './lib.mjs';

const { url, signIn } = await startDemo(process.argv[2]);
const sound = (page, name) => soundPage(page, `file ${name}`);

// A new case of somebody, with a story of three sentences; its address.
async function newCase(page, name) {
  await page.goto(`${url}/case/new?all=1`);
  await page.fill('[name=nickname]', `Mira ${name}`);
  await page.check('[name=area][value=housing]');
  await page.fill('[name=what]', `Roof ${name}`);
  await page.fill('[name="c.story"]', 'The roof leaks. The neighbour Petar drinks. She has two children.');
  await page.click('button[value=save]');
  await page.waitForURL(/\/case\/PR-\d+-\d+/);
  return new URL(page.url()).pathname;
}

async function says(page, text, what) {
  await page.waitForSelector(`main :text("${text}")`);
  check((await page.textContent('main')).includes(text), what);
}

async function fileOf(page, name) {
  const at = await newCase(page, name);
  await page.click('text=Her papers and her cases');
  await page.waitForURL(/\/person\/PR-P-/);
  const person = new URL(page.url()).pathname;
  await page.click('text=Her file in plain words');
  await says(page, 'The neighbour Petar drinks.', `${name}: what happened, sentence by sentence`);
  await says(page, 'looked at it, last on', `${name}: who looked`);
  await says(page, '5 years after it is closed', `${name}: how long it is kept`);
  await sound(page, `file ${name}`);
  return { at, person };
}

async function answered(page, name) {
  const story = page.locator('section.card:has(h2:text("What happened"))');
  const open = () => story.locator('summary').click();
  await open();
  await story.locator('button[value=changes]').click();
  await says(page, 'Write down what she wants', `${name}: changes, but which?`);
  await sound(page, `file faults ${name}`);
  await page.fill('[name=wish]', 'Leave the neighbour out');
  await story.locator('button[value=changes]').click();
  await says(page, 'she asked for changes: Leave the neighbour out', `${name}: her wish stands there`);
  await open();
  await story.locator('button[value=right]').click();
  await says(page, ': she said it is right.', `${name}: read aloud, and right`);
}

async function struck(page, name, { at, person }) {
  const link = page.locator('li:has-text("Petar") a.strike');
  await link.focus();
  await page.keyboard.press('Enter');
  await says(page, 'This cannot be taken back', `${name}: striking out is asked once more`);
  await sound(page, `strike ${name}`);
  await page.fill('[name=wish]', 'He is not to stand there');
  await page.click('button:has-text("Strike it out")');
  await says(page, 'this was struck out at your wish', `${name}: that it was struck stands there`);
  check(!(await page.textContent('main')).includes('Petar'), `${name}: what it said is gone`);
  await page.goto(url + at.replace('/case/', '/records/case/') + '/history');
  await says(page, 'struck out at her wish, shown to nobody', `${name}: the history says that much`);
  check(!(await page.textContent('main')).includes('Petar'), `${name}: and no more`);
  await page.goto(`${url}${person}/file/strike?part=story&of=${'0'.repeat(32)}&field=story&piece=0`);
  await says(page, 'does not stand there any more', `${name}: what is gone is not struck again`);
}

async function printed(page, name, { person }) {
  await page.goto(`${url}${person}/file?lang=mk`);
  await page.waitForSelector('.aloud');
  await page.emulateMedia({ media: 'print' });
  check(!(await page.isVisible('a.strike >> nth=0')), `${name}: no button on paper`);
  check(parseFloat(await page.evaluate(() => getComputedStyle(document.querySelector('.told li')).fontSize)) > 20,
    `${name}: large letters on paper`);
  await page.emulateMedia({ media: 'screen' });
}

await inBrowser(async () => {
  for (const options of [{ width: 1280 }, { width: 320, script: false }]) {
    const name = options.script === false ? 'no-script' : `script ${options.width}`;
    const page = await signIn('ana', { script: true, ...options });
    const made = await fileOf(page, name);
    await answered(page, name);
    await struck(page, name, made);
    await printed(page, name, made);
    await page.context().close();
  }
});
