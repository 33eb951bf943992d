// edited.mjs - a letter goes out as DOCX and ODT to be edited elsewhere, and the document that was
// sent comes back: kept as it came, compared with the text here; what must not come back is told.
// With and without JavaScript, on a screen and a phone.
// Usage: node test/browser/edited.mjs KHETANE
import { resolve } from 'node:path';
import { check, end, same } from '../tap.mjs';
import { closeAll, openBrowser, openPage, sound, startDemo } from './lib.mjs';

await openBrowser();
const { url, password, stop } = await startDemo(resolve(process.argv[2]));
const MB = 1 << 20;

async function signIn(login, options) {
  const page = await openPage(`${url}/sign-in`, options);
  await page.fill('#login', login);
  await page.fill('#password', password);
  await page.click('main button');
  await page.waitForURL((at) => at.pathname !== '/sign-in');
  return page;
}

const main = async (page) => (await page.textContent('main')).replace(/\s+/g, ' ');

async function writeLetter(page) {
  await page.goto(`${url}/cases`);
  const at = await page.getAttribute('main a[href^="/case/PR-"]', 'href');
  await page.goto(`${url}${at}/letter`);
  await page.selectOption('#procedure', 'rs.admin.request');
  await page.selectOption('#language', 'sr_latn');
  await page.click('main button.btn');
  await page.waitForSelector('[name=gaps], button:has-text("Print as PDF")');
  if (await page.locator('[name=gaps]').count()) {
    for (const box of await page.$$('textarea[name^="fact."]')) await box.fill('Rekovo 1');
    await page.check('[name=gaps]');
    await page.click('main button.btn');
  }
  await page.waitForURL(/\/letter\/PR-L-/);
  return page.url().split('?')[0];
}

async function fetchAs(page, letter, form, type) {
  const reply = await page.request.get(`${letter}/as/${form}`);
  const headers = reply.headers();
  same(reply.status(), 200, `${form}: it comes`);
  check(headers['content-type'].startsWith(type), `${form}: as what it is`);
  check(headers['content-disposition'].includes(`.${form}`), `${form}: with a name`);
  return reply.body();
}

async function send(page, letter, name, buffer) {
  await page.goto(`${letter}/back`);
  await page.setInputFiles('[name=file]', { name, mimeType: 'application/octet-stream', buffer });
  await page.click('main button.btn');
  await page.waitForSelector('.done, .error, [aria-invalid]', { timeout: 60000 });
}

async function change(page, letter, from, to) {
  await page.goto(letter);
  const text = await page.inputValue('[name="part.text"]');
  check(text.includes(from), `the text has: ${from}`);
  await page.fill('[name="part.text"]', text.replace(from, to));
  await page.click('button:has-text("Save the text")');
  await page.waitForSelector('.done');
}

async function refused(page, letter, name, buffer, says) {
  await send(page, letter, name, buffer);
  check((await main(page)).includes(says), `refused: ${says}`);
}

async function go(width, script) {
  const name = `edited ${width}${script ? '' : ' no-script'}`;
  const page = await signIn('mira', { width, script });
  const letter = await writeLetter(page);
  await change(page, letter, 'Poštovani,', 'Poštovani, rok je 30 dana.');
  const links = await page.$$eval('main .card a', (all) => all.map((a) => a.getAttribute('href')));
  const path = new URL(letter).pathname;
  for (const tail of ['/as/docx', '/as/odt', '/back']) {
    check(links.includes(path + tail), `${name}: the letter leads to ${tail}`);
  }
  const docx = await fetchAs(page, letter, 'docx', 'application/vnd.openxmlformats');
  const odt = await fetchAs(page, letter, 'odt', 'application/vnd.oasis');
  same([docx, odt].map((file) => file.subarray(0, 2).toString()), ['PK', 'PK'], `${name}: packed`);
  same((await page.request.get(`${letter}/as/exe`)).status(), 404, `${name}: no other form`);

  await page.goto(`${letter}/back`);
  await sound(page, `${name} form`, same);
  await refused(page, letter, 'note.docx', Buffer.from('Dear Sir'), 'it must be .docx, .odt or .pdf');
  await sound(page, `${name} refused`, same);
  await refused(page, letter, 'old.doc', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]), 'old kind (.doc)');
  await refused(page, letter, 'large.docx', Buffer.alloc(17 * MB, 'x'), '16 MB');
  await page.goto(`${letter}/back`);
  await page.$eval('[name=file]', (box) => box.removeAttribute('required'));
  await page.click('main button.btn');
  await page.waitForSelector('[aria-invalid]');
  check((await main(page)).includes('Choose the document'), `${name}: none was chosen`);

  await send(page, letter, 'zahtev.docx', docx);
  check((await main(page)).includes('Word for word as it stands here.'), `${name}: the same`);
  await change(page, letter, 'rok je 30 dana', 'rok je 15 dana');
  await send(page, letter, 'zahtev.odt', odt);
  check((await main(page)).includes('It differs from the text here in 1 place:'), `${name}: not`);
  check((await main(page)).includes('rok je 15 dana.” it says “Poštovani, rok je 30 dana.'),
    `${name}: and where`);
  await sound(page, `${name} back`, same);
  const kept = await page.getAttribute('main a:has-text("zahtev.docx")', 'href');
  const again = await page.request.get(url + kept);
  check((await again.body()).equals(docx), `${name}: what came is given as it came`);
  await page.context().close();
}

try {
  for (const width of [320, 1280]) await go(width, true);
  await go(320, false);
  const zana = await signIn('zana', {});
  const reply = await zana.request.get(`${url}/letter/PR-L-${new Date().getFullYear()}-1/as/docx`);
  check(reply.status() === 403 || reply.status() === 404, 'a volunteer gets no letter');
} finally {
  await closeAll();
  await stop();
}
end();
