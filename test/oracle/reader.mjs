// reader.mjs - a second reader of Khetane's files, written from doc/formats.md alone, on other
// people's code: @noble/hashes, @scure/bip39 and libsodium compiled to WebAssembly.
// Usage: node test/oracle/reader.mjs PROGRAM     PROGRAM writes samples into a folder it is given.
// Prints TAP. The functions are exported for readers of what else lies in a data folder.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import '../webcrypto.mjs';
import sodium from 'libsodium-wrappers';
import { argon2id } from '@noble/hashes/argon2';
import { blake2b } from '@noble/hashes/blake2b';
import { sha256 } from '@noble/hashes/sha256';
import { mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english';

await sodium.ready;

export const hex = (bytes) => Buffer.from(bytes).toString('hex');
export const same = (a, b) => Buffer.compare(a, b) === 0;
export const text = (s) => Buffer.from(s, 'utf8');

export class Damaged extends Error {}

export function need(right, what) {
    if (!right)
        throw new Damaged(what);
}

// Conventions: hashes, derived keys, sealed bytes.

const blake = (domain, data, options) =>
    Buffer.from(blake2b(Buffer.concat([text(domain + '\0'), data]), { dkLen: 32, ...options }));
export const hash = (domain, data) => blake(domain, data, {});
export const derive = (key, domain, subject = text('')) =>
    blake(domain, subject, { key: new Uint8Array(key) });

// null: not sealed with this key and context.
export function unseal(key, context, sealed) {
    try {
        return Buffer.from(sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
            null, sealed.subarray(24), context, sealed.subarray(0, 24), key));
    } catch {
        return null;
    }
}

// The CBOR subset of doc/formats.md: deterministic, no tags, no floats. Bytes are Buffers,
// integers BigInt where a number would not be exact.
export class Cbor {
    constructor(bytes) {
        this.bytes = bytes;
        this.at = 0;
    }

    take(n) {
        need(this.at + n <= this.bytes.length, 'CBOR ends early');
        this.at += n;
        return this.bytes.subarray(this.at - n, this.at);
    }

    head() {
        const first = this.take(1)[0], low = first & 31;
        need(low < 28, 'CBOR head of no definite length');
        let n = BigInt(low);
        if (low >= 24) {
            n = 0n;
            for (const byte of this.take(1 << (low - 24)))
                n = n << 8n | BigInt(byte);
            need(n >= [24n, 256n, 65536n, 1n << 32n][low - 24], 'CBOR head longer than needed');
        }
        return { major: first >> 5, n: n <= Number.MAX_SAFE_INTEGER ? Number(n) : n };
    }

    value() {
        const { major, n } = this.head();
        switch (major) {
        case 0: return n;
        case 1: return typeof n === 'bigint' ? -1n - n : -1 - n;
        case 2: return Buffer.from(this.take(n));
        case 3: return new TextDecoder('utf-8', { fatal: true }).decode(this.take(n));
        case 4: return Array.from({ length: n }, () => this.value());
        case 5: return new Map(Array.from({ length: n }, () => [this.value(), this.value()]));
        case 7: need(n >= 20 && n <= 22, 'CBOR simple value'); return [false, true, null][n - 20];
        default: throw new Damaged('CBOR tag');
        }
    }
}

export function cbor(bytes) {
    const in_ = new Cbor(bytes), value = in_.value();
    need(in_.at === bytes.length, 'bytes after CBOR');
    return value;
}

// Encodes what the contexts of sealed bytes need.
function head(major, n) {
    if (n < 24)
        return Buffer.from([major << 5 | n]);
    const size = n < 256 ? 1 : n < 65536 ? 2 : 4;
    const out = Buffer.alloc(1 + size);
    out[0] = major << 5 | (23 + { 1: 1, 2: 2, 4: 3 }[size]);
    out.writeUIntBE(n, 1, size);
    return out;
}
export function encode(v) {
    if (Array.isArray(v))
        return Buffer.concat([head(4, v.length), ...v.map(encode)]);
    if (typeof v === 'string')
        return Buffer.concat([head(3, text(v).length), text(v)]);
    if (Buffer.isBuffer(v))
        return Buffer.concat([head(2, v.length), v]);
    return v < 0 ? head(1, -1 - v) : head(0, v);
}

// The first line of a file; gives what stands behind it.
export function afterMark(bytes, kind, versionMax) {
    const end = bytes.indexOf(10);
    const line = bytes.subarray(0, end).toString('latin1');
    const form = /^(khetane (\w+) ([1-9]\d*)) ([0-9a-f]{8})$/;
    const [, marked, is, version, check] = form.exec(line) ?? [];
    need(marked && check === hex(hash('khetane/mark/1', text(marked))).slice(0, 8), 'first line');
    need(is === kind, 'kind of file');
    if (+version > versionMax)
        throw new Error(`newer format ${version}`);
    return { mark: bytes.subarray(0, end + 1), rest: bytes.subarray(end + 1) };
}

// The keyring.

const content = (section) => {
    const body = section.subarray(0, -8);
    const check = hash('khetane/keys/section/1', body).subarray(0, 8);
    need(same(check, section.subarray(-8)), 'check of a section');
    return body;
};

const parseRecovery = (fields) =>
    fields && { set: fields[0], minted: fields[1], sealed: fields[2] };

export function parseKeyring(bytes) {
    const { mark, rest } = afterMark(bytes, 'keys', 1);
    const [slots, recovery, core] = cbor(rest);
    return {
        mark, sections: { slots, recovery }, core: content(core),
        slots: slots.map((section) => {
            const [id, memory, passes, salt, sealed] = cbor(content(section));
            return { id, memory, passes, salt, sealed };
        }),
        recovery: parseRecovery(cbor(content(recovery))),
    };
}

export function rootByPhrase(keyring, phrase) {
    for (const [at, slot] of keyring.slots.entries()) {
        const { id, memory, passes, salt, sealed } = slot;
        const key = argon2id(text(phrase), salt, { m: memory, t: passes, p: 1, dkLen: 32 });
        const head = [id, memory, passes, salt].map(encode);
        const root = unseal(key, Buffer.concat([text('khetane/keys/slot/1\0'), ...head]), sealed);
        if (root)
            return { root, at };
    }
    return null;
}

export function rootBySheets(keyring, words1, words2) {
    const [a, b] = [words1, words2].map((words) => mnemonicToEntropy(words, wordlist));
    const common = Buffer.from(a.map((byte, i) => byte ^ b[i]));
    const { set, minted, sealed } = keyring.recovery;
    const context = [text('khetane/keys/sheets/1\0'), encode(set), encode(minted)];
    return unseal(derive(common, 'khetane/keys/sheets/1'), Buffer.concat(context), sealed);
}

export function openKeyring(keyring, root) {
    const plain = unseal(derive(root, 'khetane/keys/core/1'), keyring.mark, keyring.core);
    need(plain, 'core does not open');
    const [organisation, node, incarnation, seed, generation, holders, sheets] = cbor(plain);
    const part = (section) => hash('khetane/keys/part/1', section);
    need(holders.length === keyring.slots.length, 'number of slots');
    holders.forEach(([id, , , partHash], i) => {
        need(same(id, keyring.slots[i].id), 'id of a slot');
        need(same(partHash, part(keyring.sections.slots[i])), 'part of a slot');
    });
    need(same(sheets, part(keyring.sections.recovery)), 'part of the sheets');
    const names = holders.map(([, name]) => name);
    return { root, organisation, node, incarnation, seed, generation, names };
}

// Sealed files.

export function readSealed(bytes, key, purpose) {
    const { rest } = afterMark(bytes, 'sealed', 1);
    const own = derive(key, 'khetane/sealed/1', text(purpose));
    const state = sodium.crypto_secretstream_xchacha20poly1305_init_pull(rest.subarray(0, 24), own);
    const pieces = [];
    for (let at = 24; ; at += 65553) {
        const chunk = rest.subarray(at, at + 65553);
        const pulled = sodium.crypto_secretstream_xchacha20poly1305_pull(state, chunk);
        need(pulled, 'chunk');
        pieces.push(pulled.message);
        if (pulled.tag === sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL) {
            need(at + pulled.message.length + 17 === rest.length, 'bytes after the last chunk');
            return Buffer.concat(pieces);
        }
        need(pulled.tag === 0 && pulled.message.length === 65536, 'chunk before the last');
    }
}

export const blobPath = (folder, id) => join(folder, 'blobs', id.slice(0, 2), id.slice(2));

// The checks.

function checkKeyring(check, folder, expected) {
    const keyring = parseKeyring(readFileSync(join(folder, 'khetane.keys')));
    const root = Buffer.from(expected.root, 'hex');
    for (const [name, phrase] of Object.entries(expected.holders)) {
        const opened = rootByPhrase(keyring, phrase);
        check(`root by the passphrase of ${name}`, opened && same(opened.root, root));
        check(`the slot is that of ${name}`, openKeyring(keyring, root).names[opened.at] === name);
    }
    check('no root by another passphrase', rootByPhrase(keyring, 'not the phrase') === null);
    for (const [i, j] of [[0, 1], [0, 2], [1, 2]]) {
        const got = rootBySheets(keyring, expected.sheets[i][j - 1], expected.sheets[j][i]);
        check(`root by sheets ${i + 1} and ${j + 1}`, got && same(got, root));
    }
    check('no root by parts that do not belong together',
        rootBySheets(keyring, expected.sheets[0][0], expected.sheets[2][1]) === null);
    check('set of the sheets', hex(keyring.recovery.set) === expected.set);
    const ring = openKeyring(keyring, root);
    for (const field of ['organisation', 'node', 'incarnation', 'seed'])
        check(field, hex(ring[field]) === expected[field]);
    check('generation', ring.generation === expected.generation);
    const { publicKey } = sodium.crypto_sign_seed_keypair(ring.seed);
    check('public key of the node', hex(publicKey) === expected.public);
    for (const [use, key] of Object.entries(expected.keys))
        check(`key: ${use}`, hex(derive(root, `khetane/key/${use}/1`)) === key);
}

function checkBlobs(check, folder, expected) {
    for (const blob of expected.blobs) {
        const bytes = readFileSync(blobPath(folder, blob.id));
        const plain = readSealed(bytes, Buffer.from(blob.key, 'hex'), 'blob');
        check(`blob of ${plain.length} bytes`, hex(sha256(plain)) === blob.sha256);
        check('its size', bytes.length === blob.size);
        check('its hash', hex(hash('khetane/sealed/file/1', bytes)) === blob.hash);
        let refused = false;
        try {
            readSealed(bytes.subarray(0, -1), Buffer.from(blob.key, 'hex'), 'blob');
        } catch {
            refused = true;
        }
        check('cut off it is refused', refused);
    }
}

function main(program) {
    const folder = mkdtempSync(join(tmpdir(), 'khetane-reader-'));
    let count = 0, failed = 0;
    const check = (what, right) => {
        count++;
        failed += !right;
        console.log(`${right ? '' : 'not '}ok ${count} - ${what}`);
    };
    try {
        execFileSync(program, [folder]);
        const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
        checkKeyring(check, folder, expected);
        checkBlobs(check, folder, expected);
    } finally {
        rmSync(folder, { recursive: true });
    }
    console.log(`1..${count}`);
    return failed === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
    process.exit(main(process.argv[2]));
