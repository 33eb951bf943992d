// referral.mjs - working with others for a person: a talk with its promise, tasks, a person handed
// over with what allows it, unequal treatment with its evidence, a family that came back; with and
// without JavaScript, on a screen and a phone.
// Usage: node test/browser/referral.mjs KHETANE
import { resolve } from 'node:path';
import { check, same } from '../tap.mjs';
import { inBrowser, inDays, sound as soundPage, startDemo, typeDay } from './lib.mjs';

const { url, signIn } = await startDemo(resolve(process.argv[2]));
const sound = (page, name) => soundPage(page, `referral ${name}`);
const says = async (page, text) => (await page.textContent('main')).includes(text);
const press = (page, name) =>
  page.getByRole('button', { name, exact: true }).first().click();

const caseOf = async (page, n) => {
  await page.goto(`${url}/cases`);
  const paths = await page.$$eval('main a', (all) =>
    [...new Set(all.map((a) => new URL(a.href).pathname).filter((p) => /^\/case\/[A-Z]/.test(p)))]);
  return paths[n % paths.length];
};

/* Who promised what by when, in one form; kept or not by one press, here and on Today. */
async function talks(page, at, name) {
  await page.goto(`${url}${at}`);
  await page.getByRole('link', { name: 'I spoke with somebody' }).click();
  await page.waitForSelector('[name=with]');
  await sound(page, `${name} a talk`);
  await press(page, 'Write it down');
  await page.waitForSelector('.errors');
  check(await says(page, 'With whom?'), `${name}: nobody was named, and it is asked for`);
  await page.fill('[name=with]', 'The landlord');
  await page.fill('[name=what]', `Repairs ${name}`);
  await typeDay(page, 'until', inDays(1));
  await page.fill('[name=minutes]', '10');
  await press(page, 'Write it down');
  await page.waitForSelector('.done');
  check(await says(page, 'Spoke with The landlord.'), `${name}: the talk stands in the case`);
  check(await says(page, `Repairs ${name}`), `${name}: and what was promised`);
  await page.getByRole('button', { name: `Kept: Repairs ${name}`, exact: true }).click();
  await page.waitForSelector('.done');
  check(!await page.getByRole('button', { name: `Kept: Repairs ${name}`, exact: true }).count(),
    `${name}: kept by one press`);
  await page.click('text=Take this back');
  await page.waitForSelector('text=Taken back');

  await page.goto(`${url}/today`);
  check(await says(page, `Repairs ${name}`), `${name}: its day stands on Today`);
  await sound(page, `${name} today`);
  await page.getByRole('button', { name: `Not kept: Promised by The landlord: Repairs ${name}` })
    .click();
  await page.waitForSelector('.done');
  check(!await says(page, `Repairs ${name}`), `${name}: not kept by one press, and gone from Today`);
}

/* From Today without a case in hand: the fewest keys. */
async function quickTalk(page, code, name) {
  await page.goto(`${url}/talk`);
  await page.selectOption('[name=code]', code);
  await page.focus('[name=with]');
  await page.keyboard.type('The school');
  for (const key of ['Tab', 'Tab']) await page.keyboard.press(key);
  await page.keyboard.type(`A place ${name}`);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.done');
  check(await says(page, `A place ${name}`), `${name}: by keys alone, a promise without a day`);
}

async function tasks(page, at, name) {
  await page.goto(`${url}${at}`);
  await press(page, 'Add the task');
  await page.waitForSelector('.errors');
  await page.fill('[name=task_what]', `Ring ${name}`);
  await page.selectOption('[name=task_in]', '7');
  await press(page, 'Add the task');
  await page.waitForSelector('.done');
  check(await says(page, `Ring ${name}`), `${name}: a task in one line`);
  await page.getByRole('link', { name: `Ring ${name}` }).first().click();
  await page.waitForSelector('[name=words]');
  await press(page, 'Not needed any more');
  await page.waitForSelector('.errors');
  check(await says(page, 'Say why.'), `${name}: dropped only with a reason`);
  await sound(page, `${name} a task`);
  await page.fill('[name=words]', 'They are on holiday');
  await typeDay(page, 'due', inDays(20));
  await press(page, 'Put off');
  await page.waitForSelector('.done');
  check(await says(page, 'Put off: They are on holiday'), `${name}: put off, and why`);
  await page.getByRole('button', { name: `Done: Ring ${name}` }).click();
  await page.waitForSelector('.done');
  check(!await page.getByRole('button', { name: `Done: Ring ${name}` }).count(),
    `${name}: done by one press`);
}

/* What was posted without its card makes a task by a rule, which says why. */
async function ruled(page, at, name) {
  await page.goto(`${url}${at}/procedure`);
  await page.selectOption('[name=procedure]', 'rs.admin.request');
  await press(page, 'Begin');
  await page.waitForSelector('.done');
  await page.getByRole('link', { name: 'It was handed in' }).first().click();
  await page.waitForSelector('[name=proof]');
  await typeDay(page, 'on', inDays(-1));
  await page.selectOption('[name=proof]', 'refused');
  await press(page, 'Write it down');
  await page.waitForSelector('.done');
  check(await says(page, 'Made by a rule: The desk did not take it'),
    `${name}: a task that a rule made says why on the case`);
}

async function allow(page, person, to) {
  await page.goto(person);
  await page.selectOption('[name="f.purpose"]', 'referral');
  await page.selectOption('[name="f.ground"]', 'consent');
  await page.fill('[name="f.recipients"]', to);
  await typeDay(page, 'f.given', inDays(-2));
  await page.click('main form button.btn:not(.quiet)');
  await page.waitForSelector('.done');
}

async function handOver(page, at, name) {
  const to = `Health centre ${name}`;
  const first = async () => {
    await page.goto(`${url}${at}/referral`);
    await page.fill('[name=to_name]', to);
    await page.fill('[name=what]', 'A doctor for the child');
    await press(page, 'Show what is passed on');
    await page.waitForSelector('[name=passed]');
  };

  await page.goto(`${url}${at}/referral`);
  await sound(page, `${name} to whom`);
  await press(page, 'Show what is passed on');
  await page.waitForSelector('.errors');
  check(await says(page, 'To whom?'), `${name}: whom it goes to is asked for`);
  await first();
  const passed = await page.inputValue('[name=passed]');
  check(/^Name: /.test(passed) && !passed.includes('Telephone'), `${name}: what is passed on is shown before`);
  check(await says(page, 'Nothing is agreed with them'), `${name}: where the days come from is said`);
  await sound(page, `${name} what is passed on`);
  await press(page, 'Hand over');
  await page.waitForSelector('.errors');
  check(await says(page, `Nothing allows us yet to tell ${to}`) ||
    await says(page, 'names others'), `${name}: without her agreement it is refused`);
  same(await page.inputValue('[name=passed]'), passed, `${name}: and nothing is lost`);
  await allow(page, await page.getByRole('link', { name: 'Write down what she agrees to', exact: true })
    .getAttribute('href').then((path) => url + path), to);
  await first();
  check(await says(page, 'Allowed: She agreed'), `${name}: what she agreed to names this one`);
  await typeDay(page, 'sent', inDays(-4));
  await press(page, 'Hand over');
  await page.waitForSelector('.done');
  check(await says(page, 'They take it up or decline until'), `${name}: the first day is that for taking it up`);
  await sound(page, `${name} handed over`);
  const one = page.url().split('?')[0];

  await page.goto(`${one}/slip`);
  check(await says(page, 'A doctor for the child'), `${name}: the slip says what is asked`);
  await page.goto(`${one}/slip?plain=1`);
  check(!await says(page, 'A doctor for the child') && await says(page, 'Who comes'),
    `${name}: the other one does not`);
  await sound(page, `${name} slip`);

  await page.goto(one);
  await press(page, 'Write it down');
  await page.waitForSelector('.errors');
  await page.check('[name=act][value=accepted]');
  await press(page, 'Write it down');
  await page.waitForSelector('.done');
  check(await says(page, 'after 4 days'), `${name}: accepted in so many days`);
  check(await says(page, 'They answer until'), `${name}: then the answer is waited for`);
  await page.check('[name=act][value=taken_back]');
  await press(page, 'Write it down');
  await page.waitForSelector('.errors');
  check(await says(page, 'Say why.'), `${name}: taken back only with a reason`);
  await page.check('[name=act][value=done]');
  await page.fill('[name=result]', 'The child sees a doctor');
  await press(page, 'Write it down');
  await page.waitForSelector('.done');
  check(await says(page, 'The child sees a doctor'), `${name}: what came of it stands there`);
}

async function unequal(page, at, name) {
  await page.goto(`${url}${at}/discrimination`);
  check(await says(page, 'Who must show what'), `${name}: who must show what`);
  check(await says(page, 'Not known to us:'), `${name}: and where that is not known`);
  check(await says(page, 'Commissioner for Protection of Equality'), `${name}: who can act on it`);
  await sound(page, `${name} unequal treatment`);
  await page.getByRole('link', { name: 'Write unequal treatment down' }).click();
  await page.waitForSelector('[name="f.act"]');
  await page.fill('[name="f.act"]', `The flat is taken ${name}`);
  await page.fill('[name="f.comparator"]', 'A caller with another name');
  await page.click('main form button.btn:not(.quiet) >> text=/Save|Write/');
  await page.waitForSelector('.done');
  await page.goto(`${url}${at}/discrimination`);
  const card = page.locator('.card', { hasText: `The flat is taken ${name}` });
  check((await card.textContent()).includes('Still missing: On which ground; Who did it'),
    `${name}: what is missing is named`);
  await card.getByRole('link', { name: 'Tick the evidence' }).click();
  await page.waitForSelector('main [type=checkbox]');
  await sound(page, `${name} evidence`);
  await page.check('main [name=papers] >> nth=0');
  await press(page, 'Save');
  await page.waitForSelector('.done');
  check(await card.locator('ol li').count() === 1, `${name}: a paper of the case is evidence`);
  await page.goto(`${url}${at}/discrimination/print`);
  check(await page.locator('main button').count() === 0, `${name}: on paper there are no buttons`);
  await sound(page, `${name} unequal treatment on paper`);
}

async function home(page, at, name) {
  await page.goto(`${url}${at}/return`);
  check(await says(page, 'in this country is not known to us'), `${name}: a gap is called a gap`);
  await page.getByRole('link', { name: 'Write the return down' }).click();
  await page.waitForSelector('[name="f.from_where"]');
  await page.fill('[name="f.from_where"]', 'Germany');
  await typeDay(page, 'f.arrived', inDays(-40));
  await page.click('main form button.btn:not(.quiet) >> text=/Save|Write/');
  await page.waitForSelector('.done');
  await page.goto(`${url}${at}/return`);
  await page.getByRole('link', { name: 'Write down another kind of help' }).click();
  await page.fill('[name="f.what"]', `Firewood ${name}`);
  await page.click('main form button.btn:not(.quiet) >> text=/Save|Write/');
  await page.waitForSelector('.done');
  await page.goto(`${url}${at}/return`);
  check(await says(page, '40 days'), `${name}: how long they have been back`);
  check(await says(page, 'When school begins for the children is not written down'),
    `${name}: school is asked for`);
  await page.getByRole('button', { name: `Asked today: Firewood ${name}` }).click();
  await page.waitForSelector('.done');
  await page.getByRole('button', { name: `Given today: Firewood ${name}` }).click();
  await page.waitForSelector('.done');
  check(await says(page, 'given on'), `${name}: asked for, and given, by one press each`);
  await sound(page, `${name} coming home`);
}

async function walk(options, n) {
  const name = `${options.script ? 'script' : 'no-script'} ${options.width}`;
  const page = await signIn('mira', options);
  const at = await caseOf(page, n);

  await talks(page, at, name);
  await quickTalk(page, at.slice(6), name);
  await tasks(page, at, name);
  await ruled(page, at, name);
  await handOver(page, at, name);
  await unequal(page, at, name);
  await home(page, at, name);
  await page.goto(`${url}${at}`);
  await sound(page, `${name} the case`);
  await page.context().close();
}

await inBrowser(async () => {
  await walk({ script: true, width: 1280 }, 0);
  await walk({ script: false, width: 320 }, 1);
  const narrow = await signIn('mira', { script: true, width: 320 });
  for (const path of ['', '/referral', '/discrimination', '/return']) {
    await narrow.goto(`${url}${await caseOf(narrow, 0)}${path}`);
    await sound(narrow, `narrow${path.replace('/', ' ')}`);
  }
});
