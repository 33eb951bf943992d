// webcrypto.mjs - Debian's Node is 18, which has no globalThis.crypto; libsodium-wrappers looks for
// it while it is imported. To be imported before it.
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto;
