// bundle.mjs - papers of a case as one PDF: from the page of the case by few clicks, put in order without
// script, for the other side, for a case that is for its team alone. qpdf and poppler read what comes.
// Usage: node test/browser/bundle.mjs KHETANE
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { check, end, same } from '../tap.mjs';
import { closeAll, openBrowser, openPage, sound as soundPage, top } from './lib.mjs';

const khetane = resolve(process.argv[2]);
const home = mkdtempSync(join(tmpdir(), 'khetane-bundle-'));
const at = (name) => join(home, name);
const phrase = 'a phrase for the browser test';
const password = 'four words for mira';
const picture = (name) => join(top, 'test/data/photos', name);
const sound = (page, name) => soundPage(page, `bundle ${name}`, same);
const WAIT = { timeout: 60000 };

writeFileSync(at('phrase'), phrase, { mode: 0o600 });
writeFileSync(at('password'), password, { mode: 0o600 });
const run = (...args) => execFileSync(khetane, [...args, '--dir', at('data')],
  { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const told = (...args) => run(...args, '--as', 'mira', '--passphrase-file', at('phrase'),
  '--password-file', at('password'), '--json');
run('init', '--name', 'Open Door', '--prefix', 'OD', '--country', 'rs', '--person', 'Mira M.',
  '--login', 'mira', '--passphrase-file', at('phrase'), '--password-file', at('password'), '--quiet');
const code = JSON.parse(told('case', 'new', '--names', 'Senada Demirova', '--area', 'housing', '--what', 'Roof')).code;
const letter = JSON.parse(told('letter', 'write', code, '--procedure', 'rs.admin.request', '--language',
  'sr-Latn', '--gaps', '--office', 'Opstina Rekovo', '--asks', 'Da se krov popravi')).code;
told('letter', 'print', letter, '-o', at('letter.pdf'));

const server = spawn(khetane, ['serve', '--dir', at('data'), '--port', '0', '--passphrase-file', at('phrase')],
  { stdio: ['ignore', 'ignore', 'pipe'] });
const url = await new Promise((done) => {
  let said = '';
  server.stderr.on('data', (bytes) => {
    said += bytes;
    const found = said.match(/http:\/\/127\.0\.0\.1:\d+/);
    if (found) done(found[0]);
  });
});

async function enter(options) {
  const page = await openPage(`${url}/`, options);
  if (await page.locator('#phrase').count()) {
    await page.fill('#phrase', phrase);
    await page.click('main button');
  }
  await page.waitForSelector('#login');
  await page.fill('#login', 'mira');
  await page.fill('#password', password);
  await page.click('main button');
  await page.waitForURL((to) => !to.pathname.includes('sign-in'));
  return page;
}

const made = '#made a[href*="/bundle/"]';

async function download(page, link) {
  const [file] = await Promise.all([page.waitForEvent('download', WAIT), link.click()]);
  await file.saveAs(at('made.pdf'));
  execFileSync('qpdf', ['--check', at('made.pdf')]);
  return execFileSync('pdftotext', ['-layout', at('made.pdf'), '-'], { encoding: 'utf8' });
}

// Without script she looks again by herself.
async function wait(page, n) {
  for (let i = 0; i < 60 && await page.locator(made).count() < n; i++) {
    await page.waitForTimeout(1000);
    if (await page.locator(made).count() < n && await page.locator('#again').count())
      await page.click('#again');
    else await page.goto(`${url}/case/${code}/bundle`);
  }
  same(await page.locator(made).count(), n, `${n} made`);
}

async function photos(page) {
  await page.goto(`${url}/case/${code}/photos`);
  await page.setInputFiles('[name=photo]', [picture('upright.jpg'), picture('turned.jpg')]);
  await page.click('form[action$="/photos"] button');
  await page.waitForSelector('[name=title]', WAIT);
  await page.fill('[name=title]', 'Photos of the roof');
  await page.click('button[value=pdf]');
  await page.waitForURL((to) => to.pathname === `/case/${code}`, WAIT);
}

// Task 12 of the core tasks: from the page of the case, four clicks, six at most.
async function core(page) {
  let clicks = 0;
  const press = async (locator) => { clicks++; await locator.click(); };
  await page.goto(`${url}/case/${code}`);
  await press(page.locator('main').getByRole('link', { name: 'Bundle for court' }));
  await page.waitForSelector('#papers');
  await sound(page, 'form');
  same(await page.locator('#papers input[name$=".take"]:checked').count(), 1, 'the letter is ticked, the note is not');
  await press(page.locator('button[value=make]').first());
  await page.waitForSelector(made, WAIT);
  clicks++;
  const text = await download(page, page.locator(made).first());
  check(clicks <= 4, `a bundle in ${clicks} clicks`);
  check(text.includes('Senada Demirova') && text.includes('Da se krov popravi'), 'the letter is text in it');
  check(text.includes('How each paper can be recognised'), 'its sums are on the last page');
  check(/Head of the log on .*:\s+\d{4}-\d{4}-\d{4}-\d{4}-\d{4}/.test(text), 'with the code of the log');
  await page.reload();
  await sound(page, 'made');
}

// Another order, other names, the note too: and the same for the other side, without the note.
async function byHand(page) {
  await page.goto(`${url}/case/${code}/bundle`);
  const names = () => page.locator('#papers input[name$=".title"]').evaluateAll((all) => all.map((x) => x.value));
  const before = await names();
  await page.locator('#papers input[name$=".take"]').last().check();
  await page.locator('#papers input[name$=".title"]').last().fill('What the roof looks like');
  await page.locator(`button[value="up.${before.length - 1}"]`).click();
  await page.waitForFunction(() => document.querySelector('#papers input[name$=".title"]').value === 'What the roof looks like', null, WAIT)
    .catch(() => {});
  same(await names(), ['What the roof looks like', before[0]], 'it went up, with its name');
  check(await page.locator('#papers input[name$=".take"]').first().isChecked(), 'and stays ticked');
  await page.locator('button[value=make]').first().click();
  await wait(page, 2);
  const text = await download(page, page.locator(made).first());
  check(/1\.\s+What the roof looks like/.test(text), 'first in the index');
  await page.goto(`${url}/case/${code}/bundle`);
  await page.locator('#papers li', { hasText: 'Photos of the roof' }).locator('input[name$=".take"]').check();
  await page.locator('button[value=other]').first().click();
  await wait(page, 3);
  const main = await page.textContent('#made');
  check(main.includes('for the other side') && main.includes('Left out: Photos of the roof'), 'the other side gets no note, and that is said');
  const theirs = await download(page, page.locator(made).first());
  check(theirs.includes('Da se krov popravi') && !theirs.includes('Photos of the roof'), 'nor does it read of it');
}

async function again(page) {
  await page.goto(`${url}/case/${code}/bundle`);
  await page.locator('#made').getByRole('button', { name: 'Make it again' }).last().click();
  await wait(page, 4);
  check(true, 'made again by one press');
}

async function limited(page) {
  told('set', 'case', code, 'limited=yes');
  await page.goto(`${url}/case/${code}/bundle`);
  await page.locator('button[value=make]').first().click();
  await page.locator('.errors').waitFor();
  check((await page.textContent('.errors')).includes('for its team alone'), 'a case for its team alone is asked about twice');
  await page.check('[name=sure]');
  await page.locator('button[value=make]').first().click();
  await wait(page, 5);
}

await openBrowser();
try {
  const page = await enter();
  await photos(page);
  await core(page);
  const plain = await enter({ script: false, width: 320 });
  await byHand(plain);
  await again(plain);
  await limited(page);
  const phone = await enter({ width: 320 });
  await phone.goto(`${url}/case/${code}/bundle`);
  await sound(phone, 'phone');
  const taken = readFileSync(at('made.pdf'));
  check(taken.subarray(0, 5).toString() === '%PDF-', 'a PDF');
} finally {
  await closeAll();
  await new Promise((done) => { server.on('exit', done); server.kill(); });
  rmSync(home, { recursive: true, force: true });
}
end();
