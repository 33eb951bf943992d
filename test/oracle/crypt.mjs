// crypt.mjs - computes test/vectors/crypt.txt and words.txt a second time, with other people's
// code: @noble/hashes (BLAKE2b, SHA-256, Argon2id), libsodium compiled to WebAssembly (the rest)
// and @scure/bip39 (words). The C tests compute the same lines; all three must agree.
// Usage: node test/oracle/crypt.mjs [FOLDER OF VECTORS]     Prints TAP. Packages: see above.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import '../webcrypto.mjs';
import sodium from 'libsodium-wrappers';
import { argon2id } from '@noble/hashes/argon2';
import { blake2b } from '@noble/hashes/blake2b';
import { sha256 } from '@noble/hashes/sha256';
import { entropyToMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english';

await sodium.ready;

const folder = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '../vectors');
const text = (s) => new TextEncoder().encode(s);
const hex = (bytes) => Buffer.from(bytes).toString('hex') || '-';
const bytes = (s) => new Uint8Array(s === '-' ? [] : Buffer.from(s, 'hex'));
const join2 = (...parts) => new Uint8Array(Buffer.concat(parts));

const compute = {
    hash: (domain, data) => [blake2b(join2(text(domain + '\0'), bytes(data)), { dkLen: 32 })],
    derive: (key, domain, subject) =>
        [blake2b(join2(text(domain + '\0'), bytes(subject)), { dkLen: 32, key: bytes(key) })],
    sha256: (data) => [sha256(bytes(data))],
    sign(seed, hash) {
        const pair = sodium.crypto_sign_seed_keypair(bytes(seed));
        return [pair.publicKey, sodium.crypto_sign_detached(bytes(hash), pair.privateKey)];
    },
    seal(key, nonce, context, plain) {
        const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
            bytes(plain), bytes(context), null, bytes(nonce), bytes(key));
        return [join2(bytes(nonce), sealed)];
    },
    // The other way round than in C: the library chooses headers, so that we read what C wrote.
    stream(key, header, ...chunks) {
        const state = sodium.crypto_secretstream_xchacha20poly1305_init_pull(
            bytes(header), bytes(key));
        const half = chunks.length / 2;
        return chunks.slice(0, half).map((plain, i) => {
            const sealed = bytes(chunks[half + i]);
            const got = sodium.crypto_secretstream_xchacha20poly1305_pull(state, sealed);
            const last = i === half - 1 ? sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
                : sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
            const right = got && got.tag === last && hex(got.message) === plain;
            return right ? sealed : text('wrong');
        });
    },
    password: (kib, passes, password, salt) =>
        [argon2id(bytes(password), bytes(salt), { t: +passes, m: +kib, p: 1, dkLen: 32 })],
    box(seed, sealed) {
        const pair = sodium.crypto_box_seed_keypair(bytes(seed));
        return [sodium.crypto_box_seal_open(bytes(sealed), pair.publicKey, pair.privateKey)];
    },
    words: (entropy) => [text(entropyToMnemonic(bytes(entropy), wordlist))],
};

let count = 0, failed = 0;
for (const file of ['crypt.txt', 'words.txt'])
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
        if (line === '' || line.startsWith('#'))
            continue;
        const [left, right] = line.split(' = ');
        const [what, ...args] = left.split(' ');
        const wanted = right.split(' ');
        const given = what === 'stream' ? [...args, ...wanted]
            : what === 'box' ? [args[0], right] : args;
        const got = compute[what](...given);
        const same = what === 'words' ? Buffer.from(got[0]).toString() === right
            : what === 'box' ? hex(got[0]) === args[2] : got.map(hex).join(' ') === right;
        count++;
        failed += !same;
        console.log(`${same ? '' : 'not '}ok ${count} - ${file}: ${what}`);
    }
console.log(`1..${count}`);
process.exit(failed !== 0 || count < 30 ? 1 : 0);
