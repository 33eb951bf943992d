// certificate.mjs - what OpenSSL makes of our certificates: chain, names, constraints, days; and that
// the issuer's key can sign for no name but those of local networks.
// Usage: node test/oracle/certificate.mjs CERTIFICATE_SAMPLE
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, end, same } from '../tap.mjs';

const folder = mkdtempSync(join(tmpdir(), 'khetane-certificate-'));
const at = (name) => join(folder, name);
const openssl = (...args) => execFileSync('openssl', args, { encoding: 'utf8' });

execFileSync(process.argv[2], [folder]); // root.der issuer.der issuer-key.der server.pem
for (const name of ['root', 'issuer'])
  openssl('x509', '-inform', 'DER', '-in', at(`${name}.der`), '-out', at(`${name}.pem`));
openssl('pkey', '-inform', 'DER', '-in', at('issuer-key.der'), '-out', at('issuer-key.pem'));

function verify(pem, ...more) {
  const done = spawnSync('openssl', ['verify', '-x509_strict', '-CAfile', at('root.pem'), '-untrusted',
    at('issuer.pem'), '-purpose', 'sslserver', ...more, pem], { encoding: 'utf8' });
  return done.status === 0 ? 'ok' : /error \d+ at[^:]*: ?([^\n]*)/.exec(done.stderr)?.[1] ?? done.stderr;
}

same(verify(at('server.pem'), '-verify_hostname', 'office.local'), 'ok', 'by its name');
same(verify(at('server.pem'), '-verify_ip', '192.168.1.20'), 'ok', 'by its address');
check(verify(at('server.pem'), '-verify_hostname', 'other.local') !== 'ok', 'not by another name');
check(verify(at('server.pem'), '-verify_ip', '192.168.1.21') !== 'ok', 'not by another address');

const text = (name) => openssl('x509', '-in', at(name), '-noout', '-text');
const root = text('root.pem');
const issuer = text('issuer.pem');
const server = text('server.pem');
check(/CA:TRUE, pathlen:1/.test(root) && /CA:TRUE, pathlen:0/.test(issuer), 'two authorities, no third');
check(/CA:FALSE/.test(server), 'the server is none');
for (const [name, one] of [['root', root], ['issuer', issuer]]) {
  check(/Name Constraints: critical\s+Permitted:\s+DNS:local\s+DNS:home.arpa/.test(one),
    `${name}: names of local networks`);
  check(one.includes('IP:10.0.0.0/255.0.0.0') && one.includes('IP:172.16.0.0/255.240.0.0') &&
    one.includes('IP:192.168.0.0/255.255.0.0'), `${name}: private addresses`);
  check(/TLS Web Server Authentication/.test(one) && /Certificate Sign/.test(one), `${name}: servers alone`);
}
check(/DNS:office.local, IP Address:192.168.1.20/.test(server), 'the server has its names');
check([root, issuer, server].every((one) => /NIST CURVE: P-256/.test(one) &&
  /ecdsa-with-SHA256/.test(one)), 'ECDSA on P-256 with SHA-256');

const days = (name) => {
  const [from, until] = ['startdate', 'enddate'].map((which) =>
    new Date(openssl('x509', '-in', at(name), '-noout', `-${which}`).split('=')[1]));
  return Math.round((until - from) / 86400000);
};
same(days('server.pem'), 181, 'half a year, and yesterday: browsers take 398 days at the most');
same(days('root.pem'), 3651, 'ten years, and yesterday');

// A thief of the issuer's key makes a certificate for a bank, for the world's addresses, a third authority.
function forge(name, extensions) {
  writeFileSync(at('ext'), `basicConstraints=CA:${name === 'authority' ? 'TRUE' : 'FALSE'}
extendedKeyUsage=serverAuth\n${extensions}\n`);
  openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', at('k.pem'),
    '-subj', `/CN=${name}`, '-out', at('r.pem'));
  openssl('x509', '-req', '-in', at('r.pem'), '-CA', at('issuer.pem'), '-CAkey', at('issuer-key.pem'),
    '-CAcreateserial', '-days', '30', '-extfile', at('ext'), '-out', at(`${name}.pem`));
  return at(`${name}.pem`);
}
same(verify(forge('good', 'subjectAltName=DNS:x.local')), 'ok', 'the forger works as such');
check(/permitted subtree/.test(verify(forge('bank', 'subjectAltName=DNS:bank.example'))), 'no bank');
check(/permitted subtree/.test(verify(forge('world', 'subjectAltName=IP:8.8.8.8'))), 'no address of the world');
check(/permitted subtree/.test(verify(forge('six', 'subjectAltName=IP:2001:db8::1'))), 'no IPv6 address');

rmSync(folder, { recursive: true });
end();
