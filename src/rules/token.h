/* token.h - the words that the search index holds and a query asks for: the same function takes
 *   both apart, so that they meet.
 * Owns: nothing; pure. A text is chunks, apart by white space; a chunk is runs of letters and of
 *   digits. A run of letters gives its keys of rules/fold.h (every spelling and script), a run of
 *   digits itself. A chunk with digits and something else ("NI-2026-104", "08-112/4") also gives
 *   itself whole ("ni2026104"), and a year and a number in whichever order ("104/2026") one token
 *   ("104x2026"). A phone gives its national number, and the last eight digits when it is longer.
 * Order: any. Memory: the call's arena. A token is letters in lower case and digits, never a space.
 * Fails: RC_INVALID (no valid text), RC_LIMIT, RC_MEMORY.
 * Limits: TOKEN_BYTES_MAX of a run count; a query has TOKEN_CHUNKS_MAX chunks, the rest is cut.
 * Cost: linear; some microseconds for each word.
 * Not here: where tokens are kept (model/search.h), how they are asked for (query/find.h). */
#ifndef RULES_TOKEN_H
#define RULES_TOKEN_H

#include "rules/fold.h"

enum {
    TOKEN_BYTES_MAX = 60,
    TOKEN_PARTS_MAX = 8,
    TOKEN_CHUNKS_MAX = 12,
    TOKEN_QUERY_MAX = 400, /* bytes of a query that are looked at */
    TOKEN_VERSION = 1,     /* one more whenever other tokens come out */
};

struct token_part {
    struct str keys[FOLD_WORD_KEYS_MAX]; /* any of them */
    size_t n;
};

/* Found by one of the wholes, or by all parts. */
struct token_chunk {
    struct str wholes[2];
    size_t wholes_n;
    struct token_part parts[TOKEN_PARTS_MAX];
    size_t n;
};

struct token_query {
    struct token_chunk chunks[TOKEN_CHUNKS_MAX]; /* all of them */
    size_t n;
    struct str phones[2]; /* or, instead of all chunks, one of these */
    size_t phones_n;
    bool cut; /* the end of the text was left out */
};

/* Appends the tokens of a text, a space behind each. */
MUST_USE enum rc token_put_text(struct call *call, struct str text, struct buf *out);
MUST_USE enum rc token_put_phone(struct call *call, struct str number, struct buf *out);

MUST_USE enum rc token_query(struct call *call, struct str text, struct token_query *out);

#endif
