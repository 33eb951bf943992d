/* sample.c - writes one of each lasting file, and beside them what a second reader must find:
 * FOLDER/expected.json. Usage: store_sample FOLDER     (an empty one, run by reader.mjs) */
#include "base/file.h"
#include "base/json.h"
#include "store/blob.h"
#include "store/keyring.h"
#include "store/phrase.h"
#include "store/posix.h"

struct sample {
    struct call *call;
    const char *folder;
    const struct word_list *words;
    struct json json;
    struct buf out;
};

static void must(struct sample *s, enum rc rc)
{
    struct str text = s->call->error.text;

    if (rc == RC_OK)
        return;
    (void)fprintf(stderr, "store_sample: %.*s\n", (int)text.n, text.p);
    exit(1);
}

static void put_hex(struct sample *s, const char *name, const void *bytes, size_t n)
{
    json_pair(&s->json, name, str_hex(s->call->arena, str_bytes(bytes, n)));
}

static void load_words(struct sample *s)
{
    struct str js;

    must(s, file_read(s->call, WORDS_JS, 1 << 20, &js));
    (void)str_split(&js, '`');
    must(s, words_load(s->call, str_split(&js, '`'), s->call->arena, &s->words));
}

static void put_keys(struct sample *s, const struct keyring *ring)
{
    static const char *const names[KEYRING_USES] = {"database", "subjects", "backup",
                                                    "reads",    "tokens",   "network"};
    unsigned char key[CRYPT_KEY];

    put_hex(s, "root", ring->root, CRYPT_KEY);
    put_hex(s, "organisation", ring->organisation, KEYRING_ID);
    put_hex(s, "node", ring->node, KEYRING_ID);
    put_hex(s, "incarnation", ring->incarnation, KEYRING_ID);
    put_hex(s, "seed", ring->seed, CRYPT_SEED);
    put_hex(s, "public", ring->public, CRYPT_PUBLIC);
    json_name(&s->json, "generation");
    json_int(&s->json, (int64_t)ring->generation);
    json_name(&s->json, "keys");
    json_open(&s->json, '{');
    for (int i = 0; i < KEYRING_USES; i++) {
        keyring_derive(ring, (enum keyring_use)i, key);
        put_hex(s, names[i], key, sizeof key);
    }
    json_close(&s->json, '}');
}

static void put_sheets(struct sample *s, const struct keyring_sheets *sheets)
{
    json_pair(&s->json, "set", str_of(sheets->set));
    json_name(&s->json, "sheets");
    json_open(&s->json, '[');
    for (int i = 0; i < KEYRING_SHEETS; i++) {
        json_open(&s->json, '[');
        for (int k = 0; k < KEYRING_SHEETS - 1; k++) {
            struct buf text;
            buf_init(&text, s->call->arena, 1000);
            words_encode(s->words, sheets->share[i][k], &text);
            json_text(&s->json, buf_str(&text));
        }
        json_close(&s->json, ']');
    }
    json_close(&s->json, ']');
}

/* Two holders: one with drawn words, one with a phrase of her own. */
static void write_keyring(struct sample *s)
{
    struct keyring_sheets sheets;
    struct keyring *ring = NULL;
    struct buf drawn;
    struct str own;

    buf_init(&drawn, s->call->arena, 200);
    phrase_make(s->call->os, s->words, &drawn);
    must(s, phrase_read(s->call, s->words, s->call->arena, STR(" Мојата  куќа е на ридот"), &own));
    struct keyring_holder first = {STR("Šerifa"), buf_str(&drawn), {1024, 2}};
    struct keyring_holder second = {STR("Ана"), own, {512, 3}};
    must(s, keyring_create(s->call, s->folder, &first, NULL, &sheets, &ring));
    must(s, keyring_add(s->call, s->folder, ring, &second));
    json_name(&s->json, "holders");
    json_open(&s->json, '{');
    json_pair(&s->json, "Šerifa", first.phrase);
    json_pair(&s->json, "Ана", second.phrase);
    json_close(&s->json, '}');
    put_keys(s, ring);
    put_sheets(s, &sheets);
    keyring_close(ring);
}

static void write_blob(struct sample *s, size_t n)
{
    char *p = arena_alloc(s->call->arena, n + 1);
    unsigned char sha[CRYPT_HASH];
    struct blob blob;

    for (size_t i = 0; i < n; i++)
        p[i] = (char)(i * 7 + i / 251);
    must(s, blob_put(s->call, s->folder, str_bytes(p, n), &blob));
    crypt_sha256(str_bytes(p, n), sha);
    json_open(&s->json, '{');
    put_hex(s, "id", blob.id, BLOB_ID);
    put_hex(s, "key", blob.sealed.key, CRYPT_KEY);
    put_hex(s, "hash", blob.sealed.hash, CRYPT_HASH);
    put_hex(s, "sha256", sha, sizeof sha);
    json_name(&s->json, "size");
    json_int(&s->json, blob.sealed.size);
    json_close(&s->json, '}');
}

int main(int argc, char **argv)
{
    static const size_t sizes[] = {0, 10, SEALED_CHUNK, SEALED_CHUNK + 1, 3 * SEALED_CHUNK - 1};
    struct arena arena;
    struct call call;
    struct sample s = {.call = &call, .folder = argv[1]};

    if (argc != 2 || !crypt_init())
        return 2;
    arena_init(&arena, &heap_secret, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, posix_os());
    buf_init(&s.out, &arena, 1 << 20);
    json_init(&s.json, &s.out);
    load_words(&s);
    json_open(&s.json, '{');
    write_keyring(&s);
    json_name(&s.json, "blobs");
    json_open(&s.json, '[');
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        write_blob(&s, sizes[i]);
    json_close(&s.json, ']');
    json_close(&s.json, '}');
    must(&s, file_replace(&call, s.folder, "expected.json", buf_str(&s.out)));
    arena_fini(&arena);
    return 0;
}
