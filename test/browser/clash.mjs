// clash.mjs - two people change one record at the same time: who is slower sees both versions, loses
// nothing, and saves again (409), with and without JavaScript, on a screen and a phone. And Escape:
// it closes what is open, and the cursor goes back to where it was opened.
// Usage: node test/browser/clash.mjs KHETANE
import { resolve } from 'node:path';
import { check, same } from '../tap.mjs';
import { inBrowser, sound, startDemo } from './lib.mjs';

const { url, signIn } = await startDemo(resolve(process.argv[2]));
const year = new Date().getFullYear();
const says = async (page, text) => (await page.textContent('main')).includes(text);
const send = (page) => page.click('main .acts button.btn:not([name])');

async function clash(options, n) {
  const name = `clash ${options.script ? 'script' : 'no-script'} ${options.width}`;
  const at = `${url}/records/person/PR-P-${year}-1`;
  const [mine, theirs] = [`through her sister ${n}`, `at the market ${n}`];
  const slow = await signIn('mira', options);
  const quick = await signIn('emir', { width: 1280 });
  await slow.goto(`${at}/edit`);
  await quick.goto(`${at}/edit`);
  await quick.fill('[name="f.reach"]', theirs);
  await send(quick);
  await quick.waitForSelector('.done');
  await quick.context().close();

  await slow.fill('[name="f.reach"]', mine);
  const replied = slow.waitForResponse((r) => r.request().method() === 'POST' && r.url().endsWith('/edit'));
  await send(slow);
  same((await replied).status(), 409, `${name}: who is slower is told`);
  await slow.waitForSelector('text=Somebody else changed this');
  check(await says(slow, theirs), `${name}: what is there now`);
  same(await slow.inputValue('[name="f.reach"]'), mine, `${name}: what she wrote stays in the form`);
  check(await slow.locator('table td', { hasText: mine }).count() === 1
    && await slow.locator('table td', { hasText: theirs }).count() === 1, `${name}: both side by side`);
  same(await slow.locator('table tbody tr').count(), 1, `${name}: and only what differs`);
  await sound(slow, name);
  await send(slow);
  await slow.waitForSelector('.done');
  check(await says(slow, mine), `${name}: saved again, hers is there`);
  await slow.goto(`${at}/history`);
  check(await says(slow, theirs), `${name}: and the other version in the history`);
  await slow.context().close();
}

const focused = (page, selector) => page.waitForFunction(
  (wanted) => document.activeElement?.matches(wanted), selector);

async function escape() {
  const page = await signIn('mira', { width: 1280 });
  await page.goto(`${url}/cases`);
  const paths = await page.$$eval('main a', (all) =>
    all.map((a) => new URL(a.href).pathname).filter((p) => /^\/case\/[A-Z]/.test(p)));
  await page.goto(`${url}${paths[0]}`);
  const fold = page.locator('details', { hasText: 'Add something else' });
  await fold.locator('summary').focus();
  await page.keyboard.press('Enter');
  await fold.locator('a').first().focus();
  await page.keyboard.press('Escape');
  await focused(page, 'summary');
  check(!await fold.evaluate((e) => e.open), 'Escape closes a fold, and the cursor stands on it');
  await page.keyboard.press('Control+k');
  await focused(page, '#q');
  await page.keyboard.press('Escape');
  await focused(page, 'summary');
  check(true, 'Escape in the search leads back to where Ctrl+K was pressed');

  await page.goto(`${url}/records/case/new`);
  const who = page.locator('[data-suggest][name^="f.person"]').first();
  if (await who.count() !== 0) {
    await who.focus();
    await page.keyboard.type('Sen');
    await page.locator('.suggest li').first().waitFor();
    await page.keyboard.press('Escape');
    same(await page.locator('.suggest').count(), 0, 'Escape closes what is suggested');
    same(await who.inputValue(), 'Sen', 'and leaves what was typed');
    check(await who.evaluate((e) => e === document.activeElement), 'with the cursor in it');
  }
  await page.context().close();
}

await inBrowser(async () => {
  const ways = [
    { script: true, width: 1280 },
    { script: false, width: 1280 },
    { script: true, width: 320 },
  ];
  for (const [n, options] of ways.entries()) await clash(options, n);
  await escape();
});
