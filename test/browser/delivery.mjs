// delivery.mjs - a letter on its way and what came back, with and without JavaScript: refused at the
// desk, posted, the card, a mistake; what is carried today, on paper and typed in; an answer with the
// steps that are open then; an e-mail out and in.
// Usage: node test/browser/delivery.mjs KHETANE
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { check, end, same } from '../tap.mjs';
import { closeAll, openBrowser, openPage, sound as soundPage } from './lib.mjs';

const khetane = resolve(process.argv[2]);
const home = mkdtempSync(join(tmpdir(), 'khetane-delivery-'));
const data = join(home, 'data');
const password = 'four words for mira';
const file = (name, text) => {
  const path = join(home, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
};
const phrase = file('phrase', 'a phrase for the browser test');
const as = ['--dir', data, '--as', 'mira', '--password-file', file('password', password), '--quiet'];
const run = (...args) => execFileSync(khetane, args,
  { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const made = (...args) => JSON.parse(run(...args, '--json', ...as));

run('init', '--dir', data, '--name', 'Open Door', '--prefix', 'OD', '--country', 'rs', '--person',
  'Mira M.', '--login', 'mira', '--passphrase-file', phrase, '--password-file',
  join(home, 'password'), '--quiet');
const letter = (office) => made('letter', 'write', code, '--procedure', 'rs.admin.request',
  '--language', 'sr-Latn', '--office', office, '--gaps', '--sure').code;
const printed = (office) => {
  const one = letter(office);
  run('letter', 'print', one, '-o', join(home, `${one}.pdf`), ...as);
  return one;
};

const server = spawn(khetane, ['serve', '--dir', data, '--port', '0'],
  { stdio: ['ignore', 'ignore', 'pipe'] });
const url = await new Promise((done, failed) => {
  let said = '';
  server.stderr.on('data', (bytes) => {
    said += bytes;
    const found = said.match(/http:\/\/\S+?(?=\/?\s)/);
    if (found) done(found[0]);
  });
  server.on('exit', (exit) => failed(new Error(`khetane serve ended with ${exit}: ${said}`)));
});

run('unlock', '--dir', data, '--passphrase-file', phrase, '--quiet');
const code = made('case', 'new', '--names', 'given, Senada; family, Demirova', '--area', 'housing',
  '--what', 'A roof').code;
const sound = (page, name) => soundPage(page, `delivery ${name}`, same);
const press = (page, what) => Promise.all([page.waitForNavigation(), page.click(what)]);
const submit = (page) => press(page, 'main form button.btn:not(.other):not(.quiet)');
async function says(page, text, name) {
  const all = (await page.textContent('main')).replace(/\s+/g, ' ');
  check(all.includes(text), name, all);
}

async function signIn(page) {
  await page.goto(`${url}/sign-in`);
  await page.fill('#login', 'mira');
  await page.fill('#password', password);
  await press(page, 'main button');
}

async function typeDay(page, name, on) {
  await page.fill(`[name="${name}.d"]`, String(on.getDate()));
  await page.fill(`[name="${name}.m"]`, String(on.getMonth() + 1));
  await page.fill(`[name="${name}.y"]`, String(on.getFullYear()));
}

// Today, or, at a weekend, with the tick that somebody sat at the desk all the same.
async function write(page) {
  await submit(page);
  if (await page.locator('[name=sure]').count()) {
    for (const box of await page.locator('[name=sure]').all()) await box.check();
    await submit(page);
  }
}

async function went(page, one, way) {
  await page.goto(`${url}/letter/${one}/delivery`);
  await page.check(`[name=way][value=${way}]`);
  await page.fill('[name=number]', `N-${way}`);
  await write(page);
}

async function onItsWay(page, name) {
  const one = printed('Centre');
  await page.goto(`${url}/letter/${one}`);
  await says(page, 'It has not been sent yet.', `${name}: nothing has become of it yet`);
  await sound(page, `letter ${name}`);
  await press(page, 'a:has-text("Write down how it went")');
  await sound(page, `how it went ${name}`);
  await submit(page);
  await says(page, 'Choose what became of it.', `${name}: it is asked what became of it`);
  await page.check('[name=way][value=refused]');
  await page.setInputFiles('[name="u.f.files"]', { name: 'desk.txt', mimeType: 'text/plain',
    buffer: Buffer.from('A photo of the desk.') });
  await write(page);
  await says(page, 'Send it by registered post today', `${name}: the desk did not take it`);
  await went(page, one, 'posted');
  await says(page, 'the last days are provisional', `${name}: posting is not delivery`);
  await went(page, one, 'delivered');
  await says(page, 'It reached them on', `${name}: the card came back`);
  await sound(page, `delivered ${name}`);

  await press(page, 'a:has-text("It was written down by mistake") >> nth=0');
  await sound(page, `mistake ${name}`);
  await press(page, 'main form button.btn');
  await says(page, 'Write what the mistake was.', `${name}: a mistake needs its reason`);
  await page.fill('[name=reason]', 'The card was of another letter.');
  await press(page, 'main form button.btn');
  await says(page, 'Written down by mistake: The card was of another letter.',
    `${name}: it stays to be read`);
  await says(page, 'the last days are provisional', `${name}: and counts no more`);
  check(!(await page.textContent('main')).includes('Take this back'),
    `${name}: sending is not taken back`);
  return one;
}

async function carried(page, name) {
  const [one, other] = [printed('Centre'), printed('Municipality')];
  await page.goto(`${url}/letters/carry`);
  await says(page, one, `${name}: a printed letter is to be carried`);
  await sound(page, `carry ${name}`);
  await page.emulateMedia({ media: 'print' });
  check(!(await page.locator('main form select').first().isVisible()),
    `${name}: on paper there is room to write, and no control`);
  await page.emulateMedia({ media: null });
  check(!(await page.textContent('main')).includes('Demirova'), `${name}: the list has no names`);
  const row = (of) => page.locator(`tr:has(a[href="/letter/${of}"])`);
  await row(one).locator('input').fill('77');
  await submit(page);
  await says(page, 'There is a number: how did it go?', `${name}: a number without a way is asked`);
  await row(one).locator('select').selectOption('handed_in');
  await write(page);
  const left = await page.textContent('main');
  check(!left.includes(one) && left.includes(other), `${name}: what was handed in is gone from it`);
  await page.goto(`${url}/letter/${one}`);
  await says(page, '77', `${name}: the stamp's number stands with the letter`);
  await page.goto(`${url}/letters/carry`);
  await row(other).locator('select').selectOption('electronic');
  await write(page);
  return one;
}

async function answered(page, one, name) {
  await page.goto(`${url}/letter/${one}`);
  await press(page, 'a:has-text("They answered")');
  await sound(page, `incoming ${name}`);
  await submit(page);
  await says(page, 'How did it reach us?', `${name}: how it came is asked`);
  await page.check('[name=said][value=refused]');
  await page.selectOption('[name=how]', 'post');
  await page.fill('[name=number]', '360-4/2026');
  await write(page);
  await says(page, 'What you can do now', `${name}: the next step follows`);
  await says(page, 'Against the decision', `${name}: the law's own way against a refusal`);
  await says(page, 'Last day:', `${name}: with its last day`);
  await says(page, '360-4/2026', `${name}: and the paper beside it`);
  await sound(page, `answered ${name}`);
  await page.goto(`${url}/letter/${one}`);
  await says(page, 'Answered on', `${name}: the letter is answered`);
  await sound(page, `letter answered ${name}`);
}

const reply = (of, subject) => Buffer.from(`From: Office <a@b.example>\r\nSubject: ${subject}\r\n`
  + `In-Reply-To: <${of}.1@x.example>\r\nDate: Mon, 02 Nov 2026 09:00:00 +0100\r\nContent-Type: `
  + 'multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nWe need a paper more.\r\n--b\r\nContent-Type: '
  + 'application/pdf\r\nContent-Disposition: attachment; filename="list.pdf"\r\n\r\n%PDF-1.4\r\n'
  + '--b--\r\n');

async function mailed(page, name) {
  const one = printed('Centre');
  await went(page, one, 'mailed');
  await page.goto(`${url}/case/${code}/incoming/mail`);
  await sound(page, `mail ${name}`);
  const send = async (bytes) => {
    await page.setInputFiles('[name=mail]', { name: 'm.eml', mimeType: 'message/rfc822', buffer: bytes });
    await press(page, 'main form button.btn');
  };
  await send(Buffer.from('%PDF-1.4'));
  await says(page, 'This is no e-mail', `${name}: what is no e-mail is told`);
  await send(reply(one, `Odgovor ${name}`));
  await says(page, 'We need a paper more.', `${name}: its words stand beside the form`);
  await says(page, 'list.pdf', `${name}: its files wait`);
  await sound(page, `mail read ${name}`);
  await page.check('[name=said][value=asks_more]');
  await write(page);
  await says(page, 'Hand in what they ask for in time', `${name}: what it means is said`);
  await page.goto(`${url}/letter/${one}`);
  await says(page, 'Asks for something more', `${name}: the paper hangs on its letter`);

  const box = file(`${name.replace(/\W/g, '')}.mbox`, Buffer.concat([Buffer.from('From x\n'),
    reply(one, 'again'), Buffer.from('\n\nFrom y\n'), reply('nothing', 'of others')]));
  const taken = JSON.parse(run('mail', 'take', box, '--json', ...as));
  same(taken.map((m) => [m.letter, m.kept, m.before]).join(' '), `${one},true,false ,false,false`,
    `${name}: of a mailbox what answers us is kept`);
  same(JSON.parse(run('mail', 'take', box, '--json', ...as))[0].before, true,
    `${name}: and not twice`);
  await page.goto(`${url}/letter/${one}`);
  await press(page, 'a:has-text("what did they answer?")');
  await sound(page, `unread ${name}`);
  await page.check('[name=said][value=nothing]');
  await submit(page);
  await says(page, 'it is no answer', `${name}: nothing in it is no answer`);
}

// A letter to a body with an address, by its own page and by the command.
async function asMail(page) {
  const one = printed('Centre');
  same((await page.request.get(`${url}/letter/${one}/mail`)).status(), 422,
    'without an address there is no e-mail');
  const at = join(home, 'out.eml');
  let said = '';
  try {
    run('letter', 'mail', one, '-o', at, ...as);
  } catch (error) {
    said = String(error.stderr);
  }
  check(said.includes('e-mail address'), 'and the command says which is missing', said);
}

async function tooLarge(page) {
  const answer = await page.request.post(`${url}/case/${code}/incoming`, {
    headers: { 'Content-Type': 'multipart/form-data; boundary=b', Origin: url },
    data: Buffer.alloc(40 << 20) }).catch((error) => ({ status: () => String(error) }));
  check([413, 'Error: apiRequestContext.post: socket hang up'].includes(answer.status())
    || String(answer.status()).includes('EPIPE') || String(answer.status()).includes('ECONNRESET'),
  'a scan beyond the limit is not taken', String(answer.status()));
}

await openBrowser();
try {
  for (const [name, options] of [['narrow', { width: 320 }], ['no-script', { script: false }]]) {
    const page = await openPage(`${url}/`, options);
    await signIn(page);
    await onItsWay(page, name);
    const one = await carried(page, name);
    await answered(page, one, name);
    await mailed(page, name);
    if (name === 'no-script') {
      await asMail(page);
      await tooLarge(page);
    }
    await page.context().close();
  }
} finally {
  await closeAll();
  server.kill();
  rmSync(home, { recursive: true, force: true });
}
end();
