// photos.mjs - photos for a case: brought as files, put in order and made one PDF; sent by a telephone on
// the office's network that has no account. The PDF is looked at by poppler. All traffic stays here.
// Usage: node test/browser/photos.mjs KHETANE
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { check, same } from '../tap.mjs';
import { inBrowser, newOffice, openPage, sound as soundPage, top } from './lib.mjs';

const office = newOffice(resolve(process.argv[2]));
const { put, signIn } = office;
const at = (name) => join(office.home, name);
const host = 'khetane.local';
const picture = (name) => join(top, 'test/data/photos', name);
const sound = (page, name) => soundPage(page, `photos ${name}`);

put('cut.jpg', readFileSync(picture('upright.jpg')).subarray(0, 500));
put('text.jpg', 'This is no photo.');

async function says(page, text, what) {
  await page.locator("main").getByText(text).first().waitFor();
  check((await page.textContent('main')).includes(text), what);
}

async function newCase(page, url, name) {
  await page.goto(`${url}/case/new?all=1`);
  await page.fill('[name=nickname]', `Rabija ${name}`);
  await page.check('[name=area][value=housing]');
  await page.fill('[name=what]', `Roof ${name}`);
  await page.click('button[value=save]');
  await page.waitForURL(/\/case\/OD-\d+-\d+/);
  return new URL(page.url()).pathname;
}

// The colours of the four quarters of each page's middle: red, lime, blue, white.
function pages(pdf) {
  writeFileSync(at('made.pdf'), pdf);
  execFileSync('pdftoppm', ['-r', '18', at('made.pdf'), at('page')]);
  const count = Number(/Pages: +(\d+)/.exec(execFileSync('pdfinfo', [at('made.pdf')], { encoding: 'utf8' }))[1]);
  return Array.from({ length: count }, (_, i) => {
    const ppm = readFileSync(at(`page-${i + 1}.ppm`));
    const [, width, height] = /P6\s+(\d+)\s+(\d+)\s+255\s/.exec(ppm.subarray(0, 30).toString('latin1'));
    const body = ppm.length - 3 * width * height;
    return [[0.3, 0.42], [0.7, 0.42], [0.3, 0.58], [0.7, 0.58]].map(([x, y]) => {
      const from = body + 3 * (Math.floor(y * height) * width + Math.floor(x * width));
      const [r, g, b] = [...ppm.subarray(from, from + 3)].map((part) => part > 128);
      return r && g && b ? 'w' : r ? 'r' : g ? 'g' : b ? 'b' : '?';
    }).join('');
  });
}

async function byFiles(page, url, name) {
  const of = await newCase(page, url, name);
  await page.click('text=Papers and photos, also from a telephone');
  await says(page, 'No photos wait here', `${name}: empty, and said so`);
  await says(page, 'khetane serve --lan', `${name}: how a telephone could send them`);
  await sound(page, `empty ${name}`);
  await page.click('button:has-text("Add these photos")');
  await says(page, 'Choose at least one photo.', `${name}: nothing was chosen`);
  await page.setInputFiles('[name=photo]', [picture('upright.jpg'), at('text.jpg'), picture('turned.jpg'), at('cut.jpg')]);
  await page.click('button:has-text("Add these photos")');
  await says(page, '"text.jpg" is no photo', `${name}: what is no photo is named`);
  same(await page.locator('li.photo').count(), 3, `${name}: the others wait`);
  await sound(page, `wait ${name}`);
  await page.fill('[name=title]', 'Decision of 3 March');
  await page.fill('[name="p.0.at"]', '3');
  await page.fill('[name="p.1.at"]', '1');
  await page.selectOption('[name="p.1.turn"]', '1');
  await page.click('button[value=pdf]');
  await says(page, 'The picture "cut.jpg" is broken', `${name}: the broken one is named`);
  same(await page.inputValue('[name="p.1.turn"]'), '1', `${name}: nothing is lost`);
  await sound(page, `broken ${name}`);
  await page.uncheck('[name="p.2.take"]');
  await page.click('button[value=pdf]');
  await says(page, 'Decision of 3 March', `${name}: the paper stands in the case`);
  await page.goto(`${url}${of}/photos`);
  const link = await page.getAttribute('a:has-text("Decision of 3 March.pdf")', 'href');
  const pdf = await page.context().request.get(url + link);
  same([pdf.status(), pdf.headers()['content-type']], [200, 'application/pdf'], `${name}: the paper is shown`);
  same(pages(await pdf.body()), ['wbgr', 'rgbw'], `${name}: in order, each the way it was turned`);
  same(await page.locator('li.photo').count(), 1, `${name}: what was not ticked still waits`);
  await page.click('button[value=drop]');
  await says(page, 'No photos wait here', `${name}: thrown away`);
}

async function byPhone(page, url, name) {
  const of = await newCase(page, url, `${name} phone`);
  await page.goto(`${url}${of}/photos`);
  await page.click('button:has-text("Photos from a telephone")');
  await says(page, 'The address is shown once', `${name}: a code for the telephone`);
  check(await page.isVisible('svg.qr'), `${name}: as a QR code`);
  await sound(page, `code ${name}`);
  const address = (await page.textContent('p.code')).trim();
  check(/^https:\/\/\S+\/photos\/[0-9a-f]{64}$/.test(address), `${name}: by TLS, with a secret`, address);
  await page.locator('svg.qr').screenshot({ path: at('qr.png') });
  same(execFileSync('zbarimg', ['-q', '--raw', at('qr.png')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim(), address,
    `${name}: a camera reads the same`);

  const phone = await openPage(address, { width: 320, script: name !== 'no-script', ignoreHTTPSErrors: true });
  const text = await phone.textContent('body');
  check(text.includes('Photos for Mira M.') && text.includes('Open Door'), `${name}: it names worker and office`);
  check(!/Rabija|Roof|OD-\d/.test(text + await phone.title()), `${name}: and neither person nor case`);
  await sound(phone, `telephone ${name}`);
  await phone.setInputFiles('[name=photo]', [at('text.jpg')]);
  await phone.click('main button');
  await says(phone, 'is no photo', `${name}: what is no photo is told`);
  await phone.setInputFiles('[name=photo]', [picture('upright.jpg'), picture('turned.jpg')]);
  await phone.click('main button');
  await says(phone, 'photos came to the office', `${name}: they came`);
  same((await phone.goto(address.replace(/.$/, (c) => (c === '0' ? '1' : '0')))).status(), 404, `${name}: no other address`);

  await page.goto(`${url}${of}/photos`);
  same(await page.locator('li.photo').count(), 2, `${name}: they wait for the one who asked`);
  for (const src of await page.locator('li.photo img').evaluateAll((all) => all.map((one) => one.src))) {
    const shown = await page.context().request.get(src);
    same([shown.status(), shown.headers()['content-type']], [200, 'image/jpeg'], `${name}: and can be looked at`);
  }
  await says(page, 'of 20 photos came', `${name}: how many came`);
  await page.click('button:has-text("End this address")');
  await page.waitForSelector('text=Saved');
  same((await phone.goto(address)).status(), 404, `${name}: an ended address is none`);
  await page.fill('[name=title]', 'Envelope');
  await page.click('button[value=keep]');
  await says(page, 'Envelope', `${name}: kept as photos`);
  await phone.context().close();
}

await inBrowser(async () => {
  await office.serve();
  await office.open();
  for (const options of [{ width: 1280 }, { width: 320, script: false }]) {
    const name = options.script === false ? 'no-script' : `script ${options.width}`;
    const page = await signIn('mira', { script: true, ...options });
    await byFiles(page, office.url, name);
    await page.context().close();
  }
  await office.stop();
  await office.serve({
    args: ['--passphrase-file', office.phraseFile, '--lan', '--name', host], last: 'network card',
  });
  await office.open();
  for (const options of [{ width: 320 }, { width: 1280, script: false }]) {
    const name = options.script === false ? 'no-script' : `script ${options.width}`;
    const page = await signIn('mira', { script: true, ...options });
    await byPhone(page, office.url, name);
    await page.context().close();
  }
}, { args: [`--host-resolver-rules=MAP ${host} 127.0.0.1`] });
