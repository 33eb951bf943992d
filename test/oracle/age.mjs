// age.mjs - opens a file of the program "age" that a passphrase locks, and a ZIP with nothing packed:
// written after their specifications (C2SP age v1, PKWARE APPNOTE), with nothing of ours.
import { createDecipheriv, createHmac, hkdfSync, scryptSync } from 'node:crypto';

const chacha = (key, nonce, sealed) => {
  const cipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  cipher.setAuthTag(sealed.subarray(sealed.length - 16));
  return Buffer.concat([cipher.update(sealed.subarray(0, sealed.length - 16)), cipher.final()]);
};

const hkdf = (key, salt, info) => Buffer.from(hkdfSync('sha256', key, salt, info, 32));

/** The plain bytes; throws where a passphrase is wrong or a byte was changed. */
export function openAge(bytes, passphrase) {
  const end = bytes.indexOf('\n', bytes.indexOf('\n---') + 1);
  const header = bytes.subarray(0, end + 1).toString('latin1');
  const found = header.match(/^age-encryption\.org\/v1\n-> scrypt (\S{22}) (\d+)\n(\S{43})\n--- (\S{43})\n$/);
  if (!found) throw new Error('this is no file of age with a passphrase');
  const [, salt, cost, body, mac] = found;
  const wrap = scryptSync(passphrase,
    Buffer.concat([Buffer.from('age-encryption.org/v1/scrypt'), Buffer.from(salt, 'base64')]), 32,
    { N: 2 ** Number(cost), r: 8, p: 1, maxmem: 2 ** 30 });
  const key = chacha(wrap, Buffer.alloc(12), Buffer.from(body, 'base64'));
  const signed = header.slice(0, header.indexOf('\n---') + 4);
  const wanted = createHmac('sha256', hkdf(key, Buffer.alloc(0), 'header')).update(signed).digest();
  if (!wanted.equals(Buffer.from(mac, 'base64'))) throw new Error('the header was changed');
  const payload = hkdf(key, bytes.subarray(end + 1, end + 17), 'payload');
  const plain = [];
  for (let at = end + 17, number = 0n; at < bytes.length; number++) {
    const piece = bytes.subarray(at, at + 65536 + 16);
    at += piece.length;
    const nonce = Buffer.alloc(12);
    nonce.writeBigUInt64BE(number, 3);
    nonce[11] = at >= bytes.length ? 1 : 0;
    plain.push(chacha(payload, nonce, piece));
  }
  return Buffer.concat(plain);
}

/** Name to bytes, by the list at the end. */
export function openZip(bytes) {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = bytes.readUInt32LE(end + 16);
  const files = new Map();
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n--) {
    const [size, name, extra] = [24, 28, 30].map((to) => (to === 24
      ? bytes.readUInt32LE(at + to) : bytes.readUInt16LE(at + to)));
    const local = bytes.readUInt32LE(at + 42);
    if (bytes.readUInt16LE(at + 10) !== 0) throw new Error('an entry is packed');
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    files.set(bytes.toString('utf8', at + 46, at + 46 + name), bytes.subarray(from, from + size));
    at += 46 + name + extra + bytes.readUInt16LE(at + 32);
  }
  return files;
}
