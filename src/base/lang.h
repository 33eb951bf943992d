/* lang.h - the program's sentences in one language, read from a .po file at start.
 * Owns: the table of one language, in the arena it was loaded into.
 * Order: lang_load() once, then any. Memory: what it returns lives as long as that arena;
 *   a sentence without translation is the one handed in.
 * Fails: lang_load() with file:line of the first fault; a translation whose printf slots differ
 *   from the original's is a fault (so that a format is as safe as the compiler's check made it).
 * Limits: LANG_MESSAGES_MAX messages, LANG_BYTES_MAX bytes. Cost: a look-up is one hash probe.
 * sr-Latn is made from the Cyrillic file while it is loaded (latin.h).
 * Source: GNU gettext manual, "The Format of PO Files"; plural rules from CLDR 48. */
#ifndef BASE_LANG_H
#define BASE_LANG_H

#include "base/embed.h"
#include "base/rc.h"

struct call;
struct lang;

/* What the file's header says: X-Status: Checked ..., Words ..., anything else or nothing. */
enum lang_status {
    LANG_CHECKED, /* a native speaker has read it; English too */
    LANG_DRAFT,
    LANG_WORDS, /* single words from published sources (glossary.h), everything else is missing */
};

enum { LANG_MESSAGES_MAX = 20000, LANG_BYTES_MAX = 4 << 20 };

/* The languages there are: en, mk, sr-Cyrl, sr-Latn, sq, rom, lt; NULL behind them. */
const char *lang_known(size_t i);
/* The embedded file of a language: "lang/sr.po" for both scripts; NULL for a code not known. */
const char *lang_file(struct str code);
/* The code for a locale's name: "sr_RS.UTF-8@latin" is "sr-Latn"; "en" when there is none. */
struct str lang_of_locale(struct str locale);

MUST_USE enum rc lang_load(struct call *call, struct str code, const struct embedded *po,
                           struct arena *keep, struct lang **out);

/* A language that says what it does not know as 'then' does; NULL: in English. NULL: no memory. */
const struct lang *lang_before(const struct lang *first, const struct lang *then,
                               struct arena *keep);

const char *lang_text(const struct lang *lang, const char *msgid) __attribute__((format_arg(2)));
const char *lang_context(const struct lang *lang, const char *context, const char *msgid);
/* one and many are the English forms; picks by the language's rule. */
const char *lang_plural(const struct lang *lang, const char *one, const char *many, int64_t n)
    __attribute__((format_arg(2), format_arg(3)));
struct str lang_code(const struct lang *lang); /* "en" for NULL */
struct str lang_name(const struct lang *lang); /* in itself: "Македонски" */
size_t lang_count(const struct lang *lang);    /* translated messages, of the first alone */
enum lang_status lang_status(const struct lang *lang);
/* The code of the language that most of a page is in: not that of which it has single words. */
struct str lang_most(const struct lang *lang);

#endif
