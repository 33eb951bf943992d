// lan.mjs - another computer of the office: what its browser does before it trusts the server, after it,
// and under a wrong name; what the plain port gives; what OpenSSL says of the TLS. All traffic stays here.
// Usage: node test/browser/lan.mjs KHETANE CERTIFICATE_SAMPLE
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join, resolve } from 'node:path';
import { check, end, note, same, skip } from '../tap.mjs';
import { axe, closeAll, newOffice, openBrowser, openPage, shot, smallTargets, tooWide } from './lib.mjs';

const khetane = resolve(process.argv[2]);
const sample = resolve(process.argv[3]);
const office = newOffice(khetane);
const { data, home, password, phrase, phraseFile } = office;
const at = (name) => join(home, name);
const host = 'khetane.local';

const run = (...args) => execFileSync(khetane, [...args, '--dir', data],
  { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const openssl = (args, input = '') =>
  spawnSync('openssl', args, { encoding: 'utf8', input, timeout: 20000 });

const server = spawn(khetane, ['serve', '--dir', data, '--port', '0', '--lan', '--name', host,
  '--passphrase-file', phraseFile], { stdio: ['ignore', 'ignore', 'pipe'] });
process.on('exit', () => server.kill());
let said = '';
server.stderr.on('data', (bytes) => { said += bytes; });
const until = async (done, ms = 20000) => {
  for (const began = Date.now(); Date.now() - began < ms;) {
    if (await done()) return true;
    await new Promise((next) => { setTimeout(next, 100); });
  }
  return false;
};
check(await until(() => said.includes('network card')), 'serve --lan makes its certificates and says what is next', said);
const herePort = Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(said)[1]);
const nearPort = Number(/https:\/\/khetane\.local:(\d+)/.exec(said)[1]);
const trustPort = Number(/:(\d+)\/trust/.exec(said)[1]);
const near = `https://${host}:${nearPort}`;
const trust = `http://${host}:${trustPort}`;

// ---- what the command line says

const shown = JSON.parse(run('network', 'show', '--json'));
check(said.includes(shown.sha256), 'serve and network show tell the same fingerprint');
const status = JSON.parse(run('status', '--json'));
same([status.reach, status.network_port, status.open], ['network', nearPort, false],
  'status tells how the server is reached');
run('network', 'certificate', '-o', at('root.der'));
openssl(['x509', '-inform', 'DER', '-in', at('root.der'), '-out', at('root.pem')]);
const print = openssl(['x509', '-in', at('root.pem'), '-noout', '-fingerprint', '-sha256']).stdout
  .split('=')[1].trim().replaceAll(':', '');
same(print, shown.sha256.replaceAll(' ', ''), "the fingerprint is OpenSSL's");
check(spawnSync(khetane, ['serve', '--dir', data, '--lan', '--name', 'bank.example']).status !== 0,
  'another name is refused');
check(spawnSync(khetane, ['network', 'make', '--again', '--name', 'bank.example', '--dir', data,
  '--passphrase-file', phraseFile]).stderr.toString().includes('.local'), 'a public name is refused');

// ---- TLS, as OpenSSL sees it

const client = (...more) => openssl(['s_client', '-connect', `127.0.0.1:${nearPort}`, '-CAfile', at('root.pem'),
  '-verify_return_error', ...more], 'Q\n');
const good = client('-verify_hostname', host, '-servername', host);
check(/Verify return code: 0 \(ok\)/.test(good.stdout) && /TLSv1\.3/.test(good.stdout), 'TLS 1.3, verified',
  good.stdout + good.stderr);
check(client('-tls1_2').stdout.includes('Verify return code: 0'), 'TLS 1.2 too');
check(!/Cipher is (?!\(NONE\))\w/.test(client('-tls1_1', '-cipher', 'ALL:@SECLEVEL=0').stdout), 'TLS 1.1 is refused');
check(!/Cipher is (?!\(NONE\))\w/.test(client('-tls1_2', '-cipher', 'AES128-SHA:AES256-SHA').stdout),
  'ciphers without forward secrecy are refused');
check(client('-verify_hostname', 'other.local').status !== 0, 'not under another name');

// ---- sockets

const ask = (port, { address = '127.0.0.1', name = host, ...options } = {}) => new Promise((done) => {
  const request = http.request({ host: address, port, headers: { Host: `${name}:${port}` }, ...options }, (reply) => {
    let body = '';
    reply.on('data', (bytes) => { body += bytes; });
    reply.on('end', () => done({ status: reply.statusCode, headers: reply.headers, body }));
  });
  request.on('error', (error) => done({ error: error.code }));
  request.end();
});
same((await ask(herePort, { address: '127.0.0.2' })).error, 'ECONNREFUSED', 'the plain port is on 127.0.0.1 alone');
check((await ask(nearPort, { address: '127.0.0.2' })).error, 'plain HTTP gets no answer where TLS is spoken');
same((await ask(trustPort, { address: '127.0.0.2', path: '/trust' })).status, 200, 'the page on trust is for everybody near');
same((await ask(trustPort, { name: 'evil.example', path: '/trust' })).status, 421, 'under our names alone');
for (const path of ['/unlock', '/sign-in', '/cases', '/network', '/lock'])
  same((await ask(trustPort, { path })).status, 404, `and nothing else: ${path}`);
same((await ask(trustPort, { path: '/trust', method: 'POST' })).status >= 400, true, 'it takes no form');
const crt = await ask(trustPort, { path: '/trust/khetane.crt' });
same([crt.status, crt.headers['content-type']], [200, 'application/x-x509-ca-cert'], 'it gives the certificate');

// ---- a browser that does not know us, and one that does

const rules = `MAP ${host} 127.0.0.1, MAP other.local 127.0.0.1, MAP bank.example 127.0.0.1`;
const args = [`--host-resolver-rules=${rules}`];
const opens = async (browser, url) => {
  const page = await browser.newPage();
  try {
    return (await page.goto(url)).status();
  } catch (error) {
    return /net::(\w+)/.exec(error)?.[1] ?? String(error);
  } finally {
    await page.close();
  }
};

let browser = await openBrowser({ args, env: { HOME: home } });
same(await opens(browser, `${near}/`), 'ERR_CERT_AUTHORITY_INVALID', 'before: the browser refuses the server');
let page = await openPage(`${trust}/`);
same(new URL(page.url()).pathname, '/trust', 'the page on trust opens without a warning');
const words = await page.textContent('main');
check(shown.pictures.every((name) => words.includes(name)), 'it shows the pictures of network show');
check(await page.evaluate(() => [...document.querySelectorAll('.pic use')].every((use) =>
  use.getBoundingClientRect().width > 20)), 'as pictures');
for (const width of [1280, 320]) {
  const wide = await openPage(`${trust}/trust`, { width });
  same([await axe(wide), await tooWide(wide), await smallTargets(wide)], [[], [], []], `trust ${width}: axe, width, targets`);
  wide.faults.errors = wide.faults.errors.filter((text) => !text.includes('Opener-Policy')); // not for plain HTTP
  same(wide.faults, { policy: [], outside: [], errors: [] }, `trust ${width}: keeps to its policy and host`);
  await wide.click('summary >> nth=0');
  await shot(wide, `lan-trust-${width}`);
}
for (const lang of ['mk', 'sr', 'sr-Latn', 'sq', 'lt']) {
  const other = await openPage(`${trust}/trust`, { width: 320, locale: lang });
  same([await axe(other), await tooWide(other)], [[], []], `trust in ${lang}`);
}
await closeAll();

mkdirSync(at('.pki/nssdb'), { recursive: true });
const certutil = (...more) => execFileSync('certutil', ['-d', `sql:${at('.pki/nssdb')}`, ...more]);
certutil('-N', '--empty-password');
certutil('-A', '-t', 'C,,', '-n', 'khetane', '-i', at('root.der'));
browser = await openBrowser({ args, env: { HOME: home } });
same(await opens(browser, `${near}/`), 200, 'after: it opens the server without a warning');
same(await opens(browser, `https://other.local:${nearPort}/`), 'ERR_CERT_COMMON_NAME_INVALID', 'under no other name');
same(await opens(browser, `http://127.0.0.2:${herePort}/`), 'ERR_CONNECTION_REFUSED', 'and not in the clear');

// ---- a key holder opens the data from there, and a colleague works

page = await openPage(`${near}/`);
await page.fill('#phrase', phrase);
await page.click('main button');
check(await until(() => /sign-in/.test(page.url())), 'the right one opens the data, from another computer');
await page.fill('#login', 'mira');
await page.fill('#password', password);
await page.click('main button');
await page.waitForURL((url) => !url.pathname.includes('sign-in'));
const cookie = (await page.context().cookies()).find((one) => one.name.endsWith('-session'));
same([cookie.name.startsWith('__Host-'), cookie.secure, cookie.httpOnly, cookie.sameSite], [true, true, true, 'Strict'],
  'the session is a __Host- cookie for TLS alone');
same(page.reply.headers()['strict-transport-security'], undefined, 'no rule that would shut the page on trust');
for (const width of [1280, 320]) {
  await page.setViewportSize({ width, height: 800 });
  await page.goto(`${near}/network`);
  same([await axe(page), await tooWide(page), await smallTargets(page)], [[], [], []], `network ${width}: axe, width, targets`);
  await shot(page, `lan-network-${width}`);
}
const card = await page.evaluate(async () => {
  const reply = await fetch('/network/card.pdf');
  return [reply.status, reply.headers.get('content-type'), (await reply.text()).slice(0, 5)];
});
same(card, [200, 'application/pdf', '%PDF-'], 'the card is printed');
run('network', 'card', '-o', at('card.pdf'));
const text = execFileSync('pdftotext', ['-layout', at('card.pdf'), '-'], { encoding: 'utf8' });
check(text.replace(/\s+/g, ' ').includes(shown.sha256) && text.includes(`${trust}/trust`) && text.includes(`${near}/`),
  'it has the fingerprint and the addresses', text);

// ---- who has the issuer's key still is no bank

execFileSync(sample, [home]);
for (const name of ['root', 'issuer'])
  openssl(['x509', '-inform', 'DER', '-in', at(`${name}.der`), '-out', at(`stolen-${name}.pem`)]);
openssl(['pkey', '-inform', 'DER', '-in', at('issuer-key.der'), '-out', at('stolen.key')]);
function forge(name) {
  writeFileSync(at('ext'), `subjectAltName=DNS:${name}\nextendedKeyUsage=serverAuth\n`);
  openssl(['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', at(`${name}.key`),
    '-subj', `/CN=${name}`, '-out', at('r.pem')]);
  openssl(['x509', '-req', '-in', at('r.pem'), '-CA', at('stolen-issuer.pem'), '-CAkey', at('stolen.key'),
    '-CAcreateserial', '-days', '30', '-extfile', at('ext'), '-out', at(`${name}.pem`)]);
}
async function forged(name, port) {
  forge(name);
  const fake = spawn('openssl', ['s_server', '-accept', `127.0.0.1:${port}`, '-www', '-quiet', '-key', at(`${name}.key`),
    '-cert', at(`${name}.pem`), '-cert_chain', at('stolen-issuer.pem')], { stdio: 'ignore' });
  await until(async () => openssl(['s_client', '-connect', `127.0.0.1:${port}`], 'Q\n').status === 0);
  const got = await opens(browser, `https://${name}:${port}/`);
  fake.kill();
  return got;
}
await closeAll();
certutil('-A', '-t', 'C,,', '-n', 'stolen', '-i', at('root.der'));
browser = await openBrowser({ args, env: { HOME: home } });
same(await forged('other.local', nearPort + 10), 200, 'the forger works as such');
same(await forged('bank.example', nearPort + 11), 'ERR_CERT_INVALID', 'a bank signed by it is refused');

// ---- new certificates while the server runs: workers take them up

run('network', 'make', '--again', '--name', host, '--passphrase-file', phraseFile);
check(await until(() => /self.signed|unable to get|certificate signature/i.test(client().stderr + client().stdout)),
  'new certificates are served without a new start');
run('network', 'certificate', '-o', at('root.der'));
openssl(['x509', '-inform', 'DER', '-in', at('root.der'), '-out', at('root.pem')]);
check(await until(() => client('-verify_hostname', host).stdout.includes('Verify return code: 0')), 'and are whole');
same(JSON.parse(run('status', '--json')).open, true, 'the data stay open meanwhile');
await closeAll();

// ---- who comes from beyond private networks; in a network of its own, so that none is touched

server.kill();
await new Promise((done) => { server.on('exit', done); });
writeFileSync(at('world.mjs'), `
import http from 'node:http';
import { spawn } from 'node:child_process';
const child = spawn(process.argv[2], ['serve', '--dir', process.argv[3], '--port', '18500', '--lan'],
  { stdio: ['ignore', 'ignore', 'pipe'] });
let said = '';
child.stderr.on('data', (bytes) => { said += bytes; });
const ask = (address) => new Promise((done) => {
  http.get({ host: address, localAddress: address, port: 18502, path: '/trust', headers: { Host: '${host}:18502' } },
    (reply) => { reply.resume(); done(reply.statusCode); }).on('error', (error) => done(error.code));
});
for (let i = 0; i < 100 && !said.includes('Fingerprint'); i++) await new Promise((next) => { setTimeout(next, 100); });
console.log(JSON.stringify([await ask('192.168.77.9'), await ask('203.0.113.9')]));
child.kill();
`);
const world = spawnSync('unshare', ['-rn', 'sh', '-c', 'ip link set lo up && ip addr add 203.0.113.9/32 dev lo && ' +
  `ip addr add 192.168.77.9/32 dev lo && exec node "$0" "$1" "$2"`, at('world.mjs'), khetane, data],
{ encoding: 'utf8', timeout: 60000 });
const own = spawnSync('unshare', ['-rn', 'ip', 'link', 'set', 'lo', 'up']).status === 0;
if (own)
  same(world.stdout.trim() && JSON.parse(world.stdout), [200, 'ECONNRESET'], 'an address of the world is turned away, one of a home network is not');
else skip('an address of the world is turned away', 'no network of its own can be made here');
note(world.stderr);
rmSync(home, { recursive: true });
end();
