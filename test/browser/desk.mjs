// desk.mjs - how a person comes in: quick help, the queue, a new case step by step, an attempt to
// reach her, the slip, a rights sheet; with and without JavaScript, clicks and keys counted.
// Usage: node test/browser/desk.mjs KHETANE
import { check, same } from '../tap.mjs';
import { inBrowser, inDays, sound as soundPage, startDemo, typeDay } from './lib.mjs';

const { url, signIn } = await startDemo(process.argv[2]);
const sound = (page, name) => soundPage(page, `desk ${name}`);

async function says(page, text, what) {
  await page.waitForSelector(`text=${text}`);
  check((await page.textContent('main')).includes(text), what);
}

// The second of two alike: what was chosen last is chosen, so that two keys are enough.
async function quickHelp(page, name) {
  await page.goto(`${url}/quick`);
  await sound(page, `quick ${name}`);
  await page.click('main button.btn');
  await page.waitForSelector('.errors');
  await sound(page, `quick faults ${name}`);
  await page.check('[name=what][value=information]');
  await page.check('[name=area][value=housing]');
  await page.check('[name=minutes][value="15"]');
  await page.fill('[name=project_new]', 'Free aid');
  await page.check('[name=rights_sheet]');
  await page.click('main button.btn');
  await says(page, 'Written down', `${name}: quick help is saved`);
  check(await page.isChecked('[name=area][value=housing]'), `${name}: the area is remembered`);
  check(await page.isChecked('[name=project][value="Free aid"]'), `${name}: and the project`);
  check(/My day\d+, together 0 h (15|30|45) min/.test(await page.textContent('.facts')), `${name}: the sums are shown`);
  let keys = 0;
  const press = async (key) => { await page.keyboard.press(key); keys++; };
  await page.goto(`${url}/quick`);
  await page.focus('[name=what] >> nth=0');
  await press('Space');
  await press('Enter');
  await says(page, 'Written down', `${name}: by ${keys} keys, as UX asks for the usual case`);
  await page.click('text=Take this back');
  await page.waitForSelector('text=Taken back');
}

async function visitors(page, name) {
  await page.goto(`${url}/queue`);
  await page.fill('[name=called]', `Blue scarf ${name}`);
  await page.selectOption('[name=paper]', 'refusal');
  await typeDay(page, 'received', inDays(-5));
  await page.click('button:has-text("Write down")');
  await says(page, 'Last day:', `${name}: what her paper may set stands there`);
  await sound(page, `queue ${name}`);
  const card = `li.card:has-text("Blue scarf ${name}")`;
  await page.click(`${card} button:has-text("Take")`);
  await page.waitForSelector(`${card} button:has-text("Done")`);
  await page.goto(`${url}/queue/sheet`);
  await page.fill('[name="r.0.came"]', '805');
  await page.fill('[name="r.0.called"]', `Ali ${name}`);
  await page.fill('[name="r.1.called"]', `Nora ${name}`);
  await page.click('text=Save all rows');
  await says(page, 'Row 2: when did she come?', `${name}: a row without its time is told`);
  same(await page.inputValue('[name="r.0.called"]'), `Ali ${name}`, `${name}: nothing is lost`);
  await sound(page, `sheet ${name}`);
  await page.fill('[name="r.1.came"]', '8:20');
  await page.fill('[name="r.1.taken"]', '8:30');
  await page.fill('[name="r.1.done"]', '8:50');
  await page.click('text=Save all rows');
  await page.waitForSelector('.done');
  check((await page.textContent('main')).includes('came 08:20, taken 08:30, left 08:50'),
    `${name}: typed in later with its true times`);
  await page.goto(`${url}/queue/paper`);
  await sound(page, `empty sheet ${name}`);
}

// From the paper in her hand to the case; the fewest clicks first, then every step.
async function newCase(page, name) {
  let clicks = 0;
  const click = async (what) => { await page.click(what); clicks++; };
  await page.goto(`${url}/case/new`);
  await sound(page, `paper ${name}`);
  await page.check('[name=paper][value=refusal]');
  await page.check('[name=unknown]');
  clicks += 2;
  await typeDay(page, 'dated', inDays(-4));
  await click('button[value=next]');
  await page.waitForSelector('#nickname');
  const text = await page.textContent('main');
  check(/Last day: \w+ \d+ \w+ \d{4} \(in \d+ days?\)/.test(text), `${name}: the last day is first`);
  check(text.includes('the earliest day that can be') && text.includes('provisional'),
    `${name}: and says that the day is not known`);
  await sound(page, `who ${name}`);
  await page.fill('#nickname', `Rabija ${name}`);
  await page.check('[name=area][value=papers]');
  clicks++;
  await page.fill('#what', `Assistance refused ${name}`);
  await click('button[value=save]');
  await page.waitForURL(/\/case\/PR-\d+-\d+/);
  same(clicks, 5, `${name}: five clicks to a last day that is kept`);
  await says(page, 'provisional', `${name}: it is kept as provisional`);
}

async function everyStep(page, name) {
  await page.goto(`${url}/case/new`);
  await page.click('button[value=next]');
  await page.waitForSelector('#nickname');
  await page.click('button[value=next]');
  await says(page, 'A nickname is enough', `${name}: who it is must be said`);
  await page.fill('#nickname', `Rabija ${name}`);
  await page.check('[name=area][value=housing]');
  await page.fill('#what', `Water ${name}`);
  await page.click('button[value=next]');
  await says(page, 'Is it one of these?', `${name}: who is alike is offered, with the reason`);
  await sound(page, `alike ${name}`);
  await page.check('[name=known][value=new]');
  await page.click('button[value=next]');
  await page.waitForSelector('[name="p.reach"]');
  await page.check('[name="p.never_ring"]');
  await page.fill('[name="p.reach"]', 'Through the school mediator');
  await sound(page, `reach ${name}`);
  await page.click('button[value=next]');
  await page.waitForSelector('[name="home.new"]');
  await page.fill('[name="home.new"]', `Lower street ${name}`);
  await page.fill('[name=others]', `Ali ${name}\nNora ${name}`);
  await page.check('[name="home.together"]');
  await sound(page, `home ${name}`);
  await page.click('button[value=next]');
  await page.waitForSelector('[name="b.notice"]');
  await page.check('[name="b.notice"]');
  await page.selectOption('[name="b.ground.help"]', 'consent');
  await page.selectOption('[name="b.how"]', 'thumbprint');
  await sound(page, `allowed ${name}`);
  await page.click('button[value=next]');
  await page.waitForSelector('[name="c.story"]');
  await page.fill('[name="c.story"]', 'Told at the desk');
  await sound(page, `what ${name}`);
  await page.click('button[value=save]');
  await says(page, 'A thumbprint needs a witness', `${name}: the step with the fault is shown`);
  await page.fill('[name="b.witness"]', 'Mira M.');
  await page.click('button[value=save]');
  await page.waitForURL(/\/case\/PR-\d+-\d+/);
  await says(page, 'Never ring', `${name}: never ring is loud where she is reached`);
}

async function reached(page, name) {
  for (const words of ['Tried 1 time', 'Tried 2 times', 'Not reached, tried 3 times']) {
    await page.click('button:has-text("Tried, not reached")');
    await says(page, words, `${name}: ${words}`);
  }
  await says(page, 'Next: another way', `${name}: and what to do next`);
  await sound(page, `not reached ${name}`);
  await page.click('text=Her papers and her cases');
  await says(page, 'In her household', `${name}: the papers of all who live with her`);
  await sound(page, `person ${name}`);
}

async function takeHome(page, name) {
  await page.goto(`${url}/slip`);
  await typeDay(page, 'on', inDays(3));
  await page.fill('[name=at]', '9:30');
  await page.check('[name=bring][value=card]');
  await page.selectOption('[name=lang]', 'mk');
  await page.check('[name=size][value=two]');
  await page.click('text=Show the slip');
  await page.waitForSelector('.slip');
  same(await page.locator('.slip').count(), 2, `${name}: two slips on one sheet`);
  same(await page.getAttribute('.slip', 'lang'), 'mk', `${name}: in her language`);
  await sound(page, `slip ${name}`);
  await page.goto(`${url}/sheets/papers?lang=rom`);
  await says(page, 'not translated yet', `${name}: a rights sheet that is not translated says so`);
  await sound(page, `rights sheet ${name}`);
}

await inBrowser(async () => {
  for (const options of [{ width: 1280 }, { width: 320 }, { width: 1280, script: false }]) {
    const name = options.script === false ? 'no-script' : `script ${options.width}`;
    const page = await signIn('ana', { script: true, ...options });
    await quickHelp(page, name);
    await visitors(page, name);
    await newCase(page, name);
    await everyStep(page, name);
    await reached(page, name);
    await takeHome(page, name);
    await page.context().close();
  }
});
