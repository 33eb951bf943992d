// backup.mjs - a second reader of backups, written from doc/formats.md alone: it opens one with a
// passphrase, verifies every entry and signature, and makes all records from the log.
// Usage: node test/oracle/backup.mjs read FOLDER PHRASE-FILE      prints them as JSON
//        node test/oracle/backup.mjs PROGRAM      prints TAP; PROGRAM makes a sample (backup_sample.c)
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import sodium from 'libsodium-wrappers';
import {
    afterMark, blobPath, Cbor, cbor, Damaged, derive, encode, hash, hex, need, openKeyring, parseKeyring,
    readSealed, rootByPhrase, same, text, unseal,
} from './reader.mjs';

await sodium.ready;

const ZEROS = Buffer.alloc(32);
const none = (id) => id === null || id.every((byte) => byte === 0);
const idText = (id) => (none(id) ? '' : hex(id));
const signed = (signature, message, key) =>
    signature.length === 64 && sodium.crypto_sign_verify_detached(signature, message, key);

// Manifest and key file.

function openWrapped(bytes, kind, key) {
    const { mark, rest } = afterMark(bytes, kind, 1);
    const plain = unseal(key, mark, rest);
    need(plain, `${kind} does not open`);
    return cbor(plain);
}

function readManifest(folder, backupKey, publicKey) {
    const domain = 'khetane/backup/manifest/1';
    const [body, signature] = openWrapped(readFileSync(join(folder, 'khetane.backup')), 'backup',
        derive(backupKey, domain));
    need(signed(signature, hash(domain, body), publicKey), 'signature of the manifest');
    const [organisation, node, incarnation, made, number, last, tip, chains, segments, keysDay,
        keysHash, blobs] = cbor(body);
    return { organisation, node, incarnation, made, number, last, tip, chains, segments, keysDay,
        keysHash, blobs };
}

function readSubjects(folder, backupKey, manifest) {
    const files = readdirSync(join(folder, 'keys')).map((name) => ({
        name, number: Number(/^\d{4}-\d\d-\d\d-(\d+)\.keys$/.exec(name)?.[1]) }));
    const { name, number } = files.filter((file) => file.number).sort((a, b) => b.number - a.number)[0];
    const bytes = readFileSync(join(folder, 'keys', name));
    need(number >= manifest.number, 'the newest key file is missing');
    need(number > manifest.number || same(hash('khetane/backup/file/1', bytes), manifest.keysHash),
        'hash of the key file');
    const [organisation, its, subjects] = openWrapped(bytes, 'subjects',
        derive(backupKey, 'khetane/backup/keys/1'));
    need(its === number && same(organisation, manifest.organisation), 'key file of another backup');
    return new Map(subjects.map(([id, wrapped, erased]) => [hex(id), { wrapped, erased }]));
}

// Entries, verified.

function checkFile(bytes, wantedHash, wantedSize, what) {
    need(bytes.length === wantedSize, `size of ${what}`);
    need(same(hash('khetane/sealed/file/1', bytes), wantedHash), `hash of ${what}`);
}

function* rawEntries(folder, manifest) {
    let before = 0;
    for (const [number, first, last, key, wantedHash, size] of manifest.segments) {
        const name = `${String(number).padStart(6, '0')}.seg`;
        const bytes = readFileSync(join(folder, 'log', name));
        checkFile(bytes, wantedHash, size, name);
        need(first > before && last >= first, 'order of segments');
        before = last;
        const sequence = new Cbor(readSealed(bytes, key, 'segment'));
        while (sequence.at < sequence.bytes.length)
            yield sequence.value();
    }
    need(before === manifest.last, 'last entry');
}

function parseHeader(bytes) {
    const items = cbor(bytes);
    need(items.length === 12 && items[0] === 1, 'form of a header');
    const [, node, incarnation, seq, previous, time, change, operation, version, actor, parts, extra] =
        items;
    return { node, incarnation, seq, previous, time, change, operation, version, actor, parts, extra };
}

function follow(chains, header, headerBytes, signature) {
    const name = hex(header.node) + hex(header.incarnation);
    if (!chains.has(name))
        chains.set(name, { seq: 0, head: ZEROS, key: header.extra.get(1) });
    const chain = chains.get(name), own = hash('khetane/log/1', headerBytes);
    need(header.seq === chain.seq + 1, `seq of entry ${header.seq}`);
    need(same(header.previous, chain.head), `entry ${header.seq} follows`);
    need(signed(signature, own, chain.key), `signature of entry ${header.seq}`);
    chain.seq = header.seq;
    chain.head = own;
    return own;
}

function openPart(header, place, cipher, subjects, subjectsKey) {
    const [subject, wantedHash] = header.parts[place];
    const known = subjects.get(hex(subject));
    need(known, 'subject without a key');
    if (cipher !== null)
        need(same(hash('khetane/part/1', cipher), wantedHash), `part of entry ${header.seq}`);
    if (known.erased !== null)
        return null;
    need(cipher !== null, `part of entry ${header.seq} is missing, and nobody erased it`);
    const wrapContext = Buffer.concat([text('khetane/subject/1\0'), subject]);
    const key = unseal(subjectsKey, wrapContext, known.wrapped);
    const { node, incarnation, seq, change } = header;
    const context = encode(['khetane/part/1', node, incarnation, seq, place, change, subject]);
    const plain = key && unseal(key, context, cipher);
    need(plain, `part of entry ${header.seq} does not open`);
    return { subject, plain: cbor(plain) };
}

function readEntries(folder, manifest, subjects, root) {
    const subjectsKey = derive(root, 'khetane/key/subjects/1');
    const chains = new Map(), entries = [];
    let tip = ZEROS;
    for (const [headerBytes, signature, ciphers] of rawEntries(folder, manifest)) {
        const header = parseHeader(headerBytes);
        tip = follow(chains, header, headerBytes, signature);
        need(ciphers.length === header.parts.length, 'number of parts');
        const parts = ciphers.map((cipher, i) => openPart(header, i, cipher, subjects, subjectsKey));
        entries.push({ header, parts: parts.filter((part) => part !== null) });
    }
    need(same(tip, manifest.tip), 'tip');
    need(chains.size === manifest.chains.length, 'number of chains');
    for (const [node, incarnation, key, seq, head] of manifest.chains) {
        const chain = chains.get(hex(node) + hex(incarnation));
        need(chain.seq === seq && same(chain.head, head) && same(chain.key, key), 'end of a chain');
    }
    return { entries, head: headCode(tip) };
}

function headCode(tip) {
    const groups = [0, 2, 4, 6, 8].map((at) => String(tip.readUInt16BE(at) % 10000).padStart(4, '0'));
    return groups.join('-');
}

// Records, from the parts.

const plainValue = (v) => Buffer.isBuffer(v) ? { bytes: hex(v) }
    : Array.isArray(v) ? v.map(plainValue) : v;

function applyEdit(records, edit, part, header) {
    const [kind, , record, act, rev, , owner, fields] = edit;
    const now = new Map(fields.map(([key, , value]) => [key, value]));
    const time = Number(BigInt(header.time) >> 16n);
    const id = hex(record);
    if (act === 3) {
        records.set(id, { kind, id, subject: hex(now.get('.subject')), base: '', owner: '', maker: '',
            rev: 0, made: 0, changed: 0, retired: 0, n: 0, erased: 1, state: '',
            code: now.get('.code') ?? '', fields: {} });
        return;
    }
    if (records.get(id)?.erased)
        return;
    if (act === 1)
        records.set(id, { kind, id, subject: hex(part.subject), owner: idText(owner),
            maker: idText(header.actor), made: time, retired: 0, n: 0, erased: 0, state: '', code: '',
            fields: {} });
    const it = records.get(id);
    need(it, 'a record that was never made');
    Object.assign(it, { rev, base: hex(header.change), changed: time });
    for (const [key, value] of now)
        if (key === '.state' || key === '.code')
            it[key.slice(1)] = value ?? '';
        else if (key === '.retired' || key === '.n')
            it[key.slice(1)] = value ?? 0;
        else if (!key.startsWith('.') && value === null)
            delete it.fields[key];
        else if (!key.startsWith('.'))
            it.fields[key] = plainValue(value);
}

function makeRecords(entries) {
    const records = new Map();
    for (const erasures of [true, false])
        for (const { header, parts } of entries)
            for (const part of parts) {
                const [format, , edits] = part.plain;
                need(format === 1, 'format of a part');
                for (const edit of edits)
                    if ((edit[3] === 3) === erasures)
                        applyEdit(records, edit, part, header);
            }
    return [...records.values()];
}

function readBackup(folder, phrase) {
    const keyring = parseKeyring(readFileSync(join(folder, 'khetane.keys')));
    const opened = rootByPhrase(keyring, phrase);
    need(opened, 'the passphrase opens nothing');
    const ring = openKeyring(keyring, opened.root);
    const { publicKey } = sodium.crypto_sign_seed_keypair(ring.seed);
    const backupKey = derive(opened.root, 'khetane/key/backup/1');
    const manifest = readManifest(folder, backupKey, publicKey);
    need(same(manifest.organisation, ring.organisation), 'organisation');
    const subjects = readSubjects(folder, backupKey, manifest);
    const { entries, head } = readEntries(folder, manifest, subjects, opened.root);
    for (const [id, wantedHash, size] of manifest.blobs)
        checkFile(readFileSync(blobPath(folder, hex(id))), wantedHash, size, `blob ${hex(id)}`);
    return { made: manifest.made, entries: entries.length, segments: manifest.segments.length,
        erased: [...subjects.values()].filter(({ erased }) => erased !== null).length, head,
        records: makeRecords(entries) };
}

// The checks.

const byId = (records) => new Map(records.map((record) => [record.id, record]));

function compareRecords(check, got, expected) {
    const ours = byId(got), theirs = byId(expected);
    check(`${theirs.size} records`, ours.size === theirs.size && theirs.size > 10);
    for (const [id, record] of theirs) {
        const equal = isDeepStrictEqual(ours.get(id), record);
        check(`${record.kind} ${record.code}${record.erased ? ', erased' : ''}`, equal);
        if (!equal)
            console.log(`# ${JSON.stringify(ours.get(id))}\n# ${JSON.stringify(record)}`);
    }
}

function refuses(folder, phrase, file, change) {
    const path = join(folder, file), good = readFileSync(path);
    writeFileSync(path, change(Buffer.from(good)));
    try {
        readBackup(folder, phrase);
        return false;
    } catch (error) {
        return error instanceof Damaged;
    } finally {
        writeFileSync(path, good);
    }
}

function flip(bytes) {
    bytes[bytes.length >> 1] ^= 1;
    return bytes;
}

function test(program) {
    const folder = mkdtempSync(join(tmpdir(), 'khetane-backup-'));
    let count = 0, failed = 0;
    const check = (what, right) => {
        count++;
        failed += !right;
        console.log(`${right ? '' : 'not '}ok ${count} - ${what}`);
    };
    try {
        execFileSync(program, [folder]);
        const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
        const backup = join(folder, 'backup');
        const got = readBackup(backup, expected.phrase);
        for (const what of ['entries', 'segments', 'erased', 'head'])
            check(what, got[what] === expected[what]);
        compareRecords(check, got.records, expected.records);
        const keys = readdirSync(join(backup, 'keys')).sort().pop();
        for (const file of ['khetane.backup', `keys/${keys}`, 'log/000001.seg', 'log/000002.seg'])
            check(`a changed byte in ${file.replace(keys, 'the key file')} is found`,
                refuses(backup, expected.phrase, file, flip));
    } finally {
        rmSync(folder, { recursive: true });
    }
    console.log(`1..${count}`);
    return failed === 0 ? 0 : 1;
}

const [what, folder, phraseFile] = process.argv.slice(2);
if (what === 'read')
    console.log(JSON.stringify(readBackup(folder, readFileSync(phraseFile, 'utf8').trim())));
else
    process.exit(test(what));
