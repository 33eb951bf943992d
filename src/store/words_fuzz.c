/* words_fuzz.c - any bytes typed as the words of a sheet and as a passphrase. The list is made
 * here, of syllables, so that the harness needs no file. */
#include <assert.h>

#include "base/text.h"
#include "store/crypt.h"
#include "store/phrase.h"
#include "store/posix.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* 16 x 4 x 8 x 4 words of four letters, ascending: baba, babe, ... */
static struct str make_list(struct arena *arena)
{
    static const char first[] = "bcdfghjklmnprstv", vowel[] = "aeio", second[] = "bdgklmnt";
    struct buf out;

    buf_init(&out, arena, (size_t)WORDS * 5);
    for (size_t i = 0; i < WORDS; i++) {
        char word[] = {first[i >> 7], vowel[i >> 5 & 3], second[i >> 2 & 7], vowel[i & 3], '\n'};
        buf_add(&out, str_bytes(word, sizeof word));
    }
    return buf_str(&out);
}

static void check_share(struct call *call, const struct word_list *words, struct str typed)
{
    unsigned char bytes[WORDS_SHARE_BYTES], again[WORDS_SHARE_BYTES];
    struct buf text;
    enum rc rc = words_decode(call, words, call->arena, typed, bytes);

    assert(rc == RC_OK || call->error.text.n > 10);
    call_forgive(call);
    if (rc != RC_OK)
        return;
    buf_init(&text, call->arena, 1000);
    words_encode(words, bytes, &text);
    rc = words_decode(call, words, call->arena, buf_str(&text), again);
    assert(rc == RC_OK && memcmp(bytes, again, sizeof bytes) == 0);
}

/* Reading what was read changes nothing any more. */
static void check_phrase(struct call *call, const struct word_list *words, struct str typed)
{
    static const struct str names[] = {STR_INIT("Baba"), STR_INIT("Čaj")};
    static const struct phrase_refused refused = {STR_INIT("bababebi\n"), names, 2};
    struct str once, twice;
    enum rc rc = phrase_read(call, words, call->arena, typed, &once);

    assert(rc == RC_OK || call->error.text.n > 10);
    call_forgive(call);
    if (rc != RC_OK)
        return;
    assert(text_valid(once) && once.n != 0);
    rc = phrase_read(call, words, call->arena, once, &twice);
    assert(rc != RC_OK || str_eq(once, twice));
    call_forgive(call);
    rc = phrase_check(call, words, call->arena, &refused, typed);
    assert(rc == RC_OK || call->error.text.n > 10);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct call call;
    const struct word_list *words = NULL;

    if (!crypt_init())
        return 0;
    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, posix_os());
    enum rc rc = words_load(&call, make_list(&arena), &arena, &words);
    assert(rc == RC_OK);
    check_share(&call, words, str_bytes(data, size));
    check_phrase(&call, words, str_bytes(data, size));
    arena_fini(&arena);
    return 0;
}
