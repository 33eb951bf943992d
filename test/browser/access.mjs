// access.mjs - who comes in: wrong passwords and their pause, a second step with its recovery codes, a
// PIN after a pause with the form that waited, a one-time password, and an account that is closed.
// Usage: node test/browser/access.mjs KHETANE
import { createHmac } from 'node:crypto';
import { resolve } from 'node:path';
import { check, same } from '../tap.mjs';
import { inBrowser, newOffice, openPage, sound as soundPage } from './lib.mjs';

const office = newOffice(resolve(process.argv[2]));
const { password, asMira } = office;
const { url } = await office.serve();
const sound = (page, name) => soundPage(page, `access ${name}`);

// Presses what leads to another page, and waits for it: a password takes its time.
const press = (page, what) => Promise.all([page.waitForNavigation(), page.click(what)]);
const says = async (page, text, name) => check((await page.textContent('main')).includes(text), name);

async function signIn(page, login, word) {
  await page.goto(`${url}/sign-in`);
  await page.fill('#login', login);
  await page.fill('#password', word);
  await press(page, 'main button.btn');
}

// What the app on her phone would show; step 1 is the code that comes next.
function code(key, step = 0) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...key].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + step));
  const mac = createHmac('sha1', bytes).update(message).digest();
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(number % 1000000).padStart(6, '0');
}

// Wrong passwords: five without a pause; what happened is told at the next signing in.
async function wrongPasswords() {
  const page = await openPage(`${url}/sign-in`, { width: 320 });
  for (let i = 0; i < 5; i++) await signIn(page, 'nobody-of-this-name', 'not a password of hers');
  await says(page, 'is not right', 'a wrong password is told, also to a name that nobody has');
  // Where a hash is slow the first pause is over before the next attempt; the pauses grow.
  for (let i = 0; i < 6 && !(await page.textContent('main')).includes('Try again in'); i++) {
    await signIn(page, 'nobody-of-this-name', 'not a password of hers');
  }
  await says(page, 'Try again in', 'after five there is a pause');
  await sound(page, 'pause 320');
  await signIn(page, 'mira', 'not her password at all');
  await signIn(page, 'mira', password);
  await page.waitForURL(`${url}/`);
  await says(page, '1 notice for you', 'she is told of the failed attempt');
  await press(page, 'text=1 notice for you');
  await says(page, '1 failed attempt to sign in as you', 'and how many there were');
  await sound(page, 'notices 320');
  await press(page, 'main button.btn');
  await page.waitForURL(`${url}/`);
  await page.context().close();
}

// Before a list leaves as a file, and before an account is changed on the general form, too: what was
// asked for and what was typed are there once she has shown who she is.
async function fileAndForm(page, width) {
  await page.goto(`${url}/records/team/new`);
  await page.fill('[name="f.name"]', `Legal clinic ${width}`);
  const other = await page.context().newPage();
  await other.goto(`${url}/records/case`);
  await press(other, 'text=This list as CSV');
  check(other.url().includes('/confirm?next='), 'a list as a file asks who it is');
  await press(page, 'main form button.main, main form button.btn');
  check(page.url().includes('/confirm?next='), 'so does a form on a team');
  await page.fill('#answer', password);
  await press(page, 'text=Go on');
  await page.waitForURL('**/kept');
  await press(page, 'text=Send it now');
  await says(page, `Legal clinic ${width}`, 'the team is there, as it was typed');
  await other.reload();
  await other.fill('#answer', password);
  await press(other, 'text=Go on');
  await other.waitForURL('**/file?next=*');
  other.faults ??= page.faults;
  await sound(other, `file ${width}`);
  const [file] = await Promise.all([other.waitForEvent('download'),
    other.click('text=Save the file')]);
  same(file.suggestedFilename(), 'case.csv', 'then the file comes, and the page stays');
  await other.close();
}

// A PIN after a pause; what she had typed is kept, and sent when she says so.
async function pin(width) {
  const page = await openPage(`${url}/sign-in`, { width });
  await signIn(page, 'mira', password);
  await page.goto(`${url}/me`);
  await sound(page, `account ${width}`);
  await page.fill('#pin', '1234');
  await press(page, 'text=Save the PIN');
  await says(page, 'among the first', 'a PIN that others try first is refused');
  await page.fill('#pin', '258036');
  await press(page, 'text=Save the PIN');
  await says(page, 'The PIN is saved', 'another is taken');

  await page.goto(`${url}/case/new?all=1`);
  await page.fill('#nickname', 'Zumbula');
  await page.check('[name=area][value=papers]');
  await page.fill('#what', `Typed before the pause ${width}`);
  const other = await page.context().newPage();
  await other.goto(`${url}/me`);
  await press(other, 'text=Lock my pages now');
  await other.waitForURL('**/locked');
  await press(page, 'main button[value=save]');
  await page.waitForURL('**/locked?next=*');
  page.faults ??= other.faults;
  await sound(page, `locked ${width}`);
  await page.fill('#answer', '000000');
  await press(page, 'text=Go on');
  await says(page, 'This PIN is not right', 'a wrong PIN is told');
  await page.fill('#answer', '258036');
  await press(page, 'text=Go on');
  await page.waitForURL('**/kept');
  await sound(page, `kept ${width}`);
  await press(page, 'text=Send it now');
  await page.waitForURL(/\/case\/OD-\d+-\d+/);
  await says(page, `Typed before the pause ${width}`, 'the form that waited was sent, whole');

  await page.goto(`${url}/me/second`);
  check(page.url().includes('/confirm?next='), 'a PIN is not enough for what is grave');
  await sound(page, `confirm ${width}`);
  await fileAndForm(page, width);
  await page.goto(`${url}/me/second`);
  check(!page.url().includes('/confirm'), 'and once is enough for some minutes');
  await page.context().close();

  const guesser = await openPage(`${url}/sign-in`, { width });
  await signIn(guesser, 'mira', password);
  await guesser.goto(`${url}/me`);
  await press(guesser, 'text=Lock my pages now');
  for (let i = 0; i < 6; i++) {
    if (!guesser.url().includes('/locked')) break;
    await guesser.fill('#answer', `11223${i}`);
    await press(guesser, 'text=Go on');
  }
  check(guesser.url().includes('/sign-in'), 'five wrong PINs end the session');
  await guesser.context().close();
}

// The second step: set up, asked for, each code once, a recovery code without the phone.
async function second(width) {
  const page = await openPage(`${url}/sign-in`, { width });
  for (let i = 0; i < 10 && page.url().includes('/sign-in'); i++) { // the pause after wrong PINs
    await new Promise((done) => setTimeout(done, 1000));
    await signIn(page, 'mira', password);
  }
  await page.waitForURL(`${url}/`);
  await page.goto(`${url}/me/second`);
  await sound(page, `second ${width}`);
  const key = (await page.textContent('.facts, dl')).match(/([A-Z2-7]{4} ){7}[A-Z2-7]{4}/)[0]
    .replaceAll(' ', '');
  await page.fill('#code', '000000');
  await press(page, 'text=Switch it on');
  await says(page, 'This code is not right', 'a wrong first code is told');
  await page.fill('#code', code(key));
  await press(page, 'text=Switch it on');
  await says(page, 'Print these recovery codes', 'ten recovery codes are shown, once');
  const codes = await page.$$eval('ol.codes code', (all) => all.map((e) => e.textContent));
  same(codes.length, 10, 'ten of them');
  await sound(page, `codes ${width}`);
  await press(page, 'text=Sign out');
  await signIn(page, 'mira', password);
  await page.waitForURL('**/sign-in/second*');
  await sound(page, `second step ${width}`);
  await page.goto(`${url}/cases`);
  check(page.url().includes('/sign-in/second'), 'half signed in, no page is shown');
  await page.fill('#answer', codes[0].toLowerCase().replaceAll('-', ''));
  await press(page, 'text=Go on');
  await page.waitForURL('**/cases');
  await says(page, 'notice', 'the use of a recovery code is told');
  await press(page, 'text=Sign out');
  await signIn(page, 'mira', password);
  await page.fill('#answer', codes[0]);
  await press(page, 'text=Go on');
  await says(page, 'was used before', 'a recovery code opens once');
  await page.fill('#answer', code(key, 1));
  await press(page, 'text=Go on');
  await page.waitForURL(`${url}/`);
  check(true, 'the code of the app opens');
  await page.goto(`${url}/me/second`);
  await page.fill('#password', password);
  await page.fill('#code', codes[1]);
  await press(page, 'main button:has-text("Switch it off")');
  await says(page, 'switched off', 'password and code together switch it off');
  await page.context().close();
}

// A new colleague: a one-time password, her own one, and her account closed while she is signed in.
async function colleague(width) {
  const login = `ana${width}`;
  const admin = await openPage(`${url}/sign-in`, { width });
  await signIn(admin, 'mira', password);
  await admin.goto(`${url}/staff/new`);
  await admin.fill('#name', `Ana ${width}`);
  await admin.fill('#login', login);
  await admin.check('input[value=worker]');
  await sound(admin, `new colleague ${width}`);
  await press(admin, 'main button.btn');
  const once = (await admin.textContent('main')).match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)[0];
  await sound(admin, `one-time password ${width}`);

  const page = await openPage(`${url}/sign-in`, { width });
  await signIn(page, login, once);
  await page.waitForURL('**/sign-in/password*');
  await sound(page, `own password ${width}`);
  await page.fill('#answer', 'short');
  await press(page, 'text=Take this password');
  await says(page, 'at least 15 characters', 'a short one is refused');
  await page.fill('#answer', 'lamp river goat seven');
  await press(page, 'text=Take this password');
  await page.waitForURL(`${url}/`);
  check(true, 'with her own password she is in');
  await page.goto(`${url}/staff`);
  same(page.url().endsWith('/staff'), true, 'the staff page is asked for');
  await says(page, 'may not', 'and not shown to a worker');

  await admin.goto(`${url}/staff`);
  await sound(admin, `staff ${width}`);
  await press(admin, `text=Ana ${width}`);
  await sound(admin, `colleague ${width}`);
  await press(admin, 'text=Close the account');
  await says(admin, 'The account is closed', 'an admin closes the account');
  await page.goto(`${url}/cases`);
  check(page.url().includes('/sign-in'), 'at once she is signed out');
  await admin.goto(`${url}/emergency`);
  await admin.fill('#code', 'OD-2026-9999');
  await admin.fill('#reason', 'The appeal is due today.');
  await press(admin, 'text=Open it for a day');
  await says(admin, 'no record with this number', 'emergency access to nothing says so');
  await sound(admin, `emergency ${width}`);
  await admin.context().close();
  await page.context().close();
}

await inBrowser(async () => {
  office.unlock();
  await wrongPasswords();
  await pin(320);
  await second(320);
  await colleague(320);
  await colleague(1280);
  asMira('user', 'enable', 'ana320');
  const staff = office.json('user', 'list');
  same(staff.length, 3, 'the command line lists the staff');
  check(staff.find((s) => s.login === 'ana320').open, 'and opens an account again');
});
