/* lang.c - see lang.h. The table is open addressing over context and msgid. */
#include "base/lang.h"

#include "base/latin.h"
#include "base/po.h"
#include "base/slots.h"

struct message {
    const char *context, *id; /* id NULL: an empty place; context NULL: none */
    const char *forms[PO_FORMS_MAX];
    int line;
};

struct language {
    const char *code, *name, *file;
    size_t plurals;
    size_t (*plural)(uint64_t n);
};

struct lang {
    const struct language *language;
    struct message *table;
    size_t room, n; /* room: a power of two, more than twice n */
    enum lang_status status;
    const struct lang *then; /* asked for what is missing; NULL: English */
};

static size_t plural_two(uint64_t n)
{
    return n != 1;
}

static bool ends_in_one(uint64_t n)
{
    return n % 10 == 1 && n % 100 != 11;
}

static size_t plural_mk(uint64_t n)
{
    return !ends_in_one(n);
}

static size_t plural_sr(uint64_t n)
{
    if (ends_in_one(n))
        return 0;
    return n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? 1 : 2;
}

static size_t plural_lt(uint64_t n)
{
    if (ends_in_one(n))
        return 0;
    return n % 10 >= 2 && (n % 100 < 11 || n % 100 > 19) ? 1 : 2;
}

static const struct language languages[] = {
    {"en", "English", NULL, 2, plural_two},
    {"mk", "Македонски", "lang/mk.po", 2, plural_mk},
    {"sr-Cyrl", "Српски", "lang/sr.po", 3, plural_sr},
    {"sr-Latn", "Srpski", "lang/sr.po", 3, plural_sr},
    {"sq", "Shqip", "lang/sq.po", 2, plural_two},
    {"rom", "Romani", "lang/rom.po", 2, plural_two},
    {"lt", "Lietuvių", "lang/lt.po", 3, plural_lt},
};

enum { LANGUAGES = sizeof languages / sizeof *languages };

static const struct language *find_language(struct str code)
{
    for (size_t i = 0; i < LANGUAGES; i++)
        if (str_is(code, languages[i].code))
            return &languages[i];
    return NULL;
}

const char *lang_known(size_t i)
{
    return i < LANGUAGES ? languages[i].code : NULL;
}

const char *lang_file(struct str code)
{
    const struct language *language = find_language(code);

    return language == NULL ? NULL : language->file;
}

struct str lang_of_locale(struct str locale)
{
    size_t n = 0;

    while (n < locale.n && locale.p[n] >= 'a' && locale.p[n] <= 'z')
        n++;
    struct str code = str_cut(locale, 0, n);
    if (str_is(code, "sr"))
        return str_ends(locale, STR("latin")) ? STR("sr-Latn") : STR("sr-Cyrl");
    return find_language(code) == NULL ? STR("en") : code;
}

static uint64_t hash_text(uint64_t hash, const char *z) /* FNV-1a */
{
    for (; z != NULL && *z != '\0'; z++)
        hash = (hash ^ (unsigned char)*z) * 0x100000001B3;
    return hash;
}

static bool same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Where the message stands, or the empty place where it would. */
static struct message *place(const struct lang *lang, const char *context, const char *id)
{
    uint64_t hash = hash_text(hash_text(0xCBF29CE484222325, context), id);

    for (size_t i = (size_t)hash & (lang->room - 1);; i = (i + 1) & (lang->room - 1)) {
        struct message *message = &lang->table[i];
        if (message->id == NULL || (same(message->id, id) && same(message->context, context)))
            return message;
    }
}

static bool make_room(struct lang *lang, struct arena *keep)
{
    struct lang larger = *lang;

    if (2 * (lang->n + 1) < lang->room)
        return true;
    larger.room = lang->room == 0 ? 256 : 2 * lang->room;
    larger.table = arena_array(keep, larger.room, sizeof *larger.table);
    if (larger.table == NULL)
        return false;
    for (size_t i = 0; i < lang->room; i++)
        if (lang->table[i].id != NULL)
            *place(&larger, lang->table[i].context, lang->table[i].id) = lang->table[i];
    *lang = larger;
    return true;
}

/* 0: not translated at all; otherwise how many forms; a fault when some are missing. */
static enum rc count_forms(const struct lang *lang, const struct po *po,
                           const struct po_message *message, size_t *out)
{
    size_t want = message->plural.p == NULL ? 1 : lang->language->plurals, have = 0, n = 0;

    for (size_t i = 0; i < PO_FORMS_MAX; i++) {
        have += message->forms[i].p != NULL;
        n += message->forms[i].n != 0;
    }
    if (n != 0 && (n != want || have != want))
        return fail(po->call, RC_INVALID, po_where(po, message->line, 1),
                    "This message needs %zu forms and has %zu.", want, n);
    *out = n;
    return RC_OK;
}

static enum rc check_slots(const struct po *po, const struct po_message *message, const char *form)
{
    if (slots_equal(message->id.p, form) ||
        (message->plural.p != NULL && slots_equal(message->plural.p, form)))
        return RC_OK;
    return fail(po->call, RC_INVALID, po_where(po, message->line, 1),
                "The %% slots of this translation are not those of the original. Write them "
                "alike, or with their places, like %%2$s; a percent sign is %%%%.");
}

static enum rc put_forms(const struct lang *lang, const struct po *po,
                         const struct po_message *message, size_t n, struct message *out)
{
    bool latin = strcmp(lang->language->code, "sr-Latn") == 0;

    for (size_t i = 0; i < n; i++) {
        enum rc rc = check_slots(po, message, message->forms[i].p);
        if (rc != RC_OK)
            return rc;
        out->forms[i] = message->forms[i].p;
        if (latin)
            out->forms[i] = latin_of(po->keep, message->forms[i]).p;
        if (out->forms[i] == NULL)
            return fail_memory(po->call);
    }
    return RC_OK;
}

static enum rc add(struct lang *lang, const struct po *po, const struct po_message *message)
{
    struct message row = {message->context.p, message->id.p, {NULL}, message->line};
    size_t n = 0;
    enum rc rc = count_forms(lang, po, message, &n);

    if (rc == RC_OK && n != 0 && !message->fuzzy)
        rc = put_forms(lang, po, message, n, &row);
    if (rc != RC_OK)
        return rc;
    if (lang->n == LANG_MESSAGES_MAX)
        return fail(po->call, RC_LIMIT, po->name, "There are more than %d messages in %s.",
                    LANG_MESSAGES_MAX, po->name);
    if (!make_room(lang, po->keep))
        return fail_memory(po->call);
    struct message *at = place(lang, row.context, row.id);
    if (at->id != NULL)
        return fail(po->call, RC_INVALID, po_where(po, message->line, 1),
                    "This message stands here already, in line %d.", at->line);
    *at = row;
    lang->n++;
    return RC_OK;
}

/* The first message, with an empty msgid, says what file this is. */
static enum rc read_header(struct lang *lang, const struct po *po, const struct po_message *header)
{
    struct str want = str_format(po->call->arena, "nplurals=%zu;", lang->language->plurals);

    if (want.p == NULL)
        return fail_memory(po->call);
    if (header->id.n != 0 || strstr(header->forms[0].p, "charset=UTF-8") == NULL)
        return fail(po->call, RC_INVALID, po_where(po, header->line, 1),
                    "The first message must be the header, with \"charset=UTF-8\".");
    if (strstr(header->forms[0].p, want.p) == NULL)
        return fail(po->call, RC_INVALID, po_where(po, header->line, 1),
                    "The header must say \"%s\": this language has so many plural forms.", want.p);
    lang->status = strstr(header->forms[0].p, "X-Status: Checked") != NULL ? LANG_CHECKED
                   : strstr(header->forms[0].p, "X-Status: Words") != NULL ? LANG_WORDS
                                                                           : LANG_DRAFT;
    return RC_OK;
}

static enum rc read_messages(struct lang *lang, struct po *po)
{
    struct po_message message = {.line = 1};
    bool found = true;
    enum rc rc = po_next(po, &message, &found);

    if (rc == RC_OK && !found)
        return fail(po->call, RC_INVALID, po_where(po, 1, 1), "This file is empty.");
    if (rc == RC_OK)
        rc = read_header(lang, po, &message);
    while (rc == RC_OK) {
        rc = po_next(po, &message, &found);
        if (rc != RC_OK || !found)
            break;
        rc = add(lang, po, &message);
    }
    return rc;
}

enum rc lang_load(struct call *call, struct str code, const struct embedded *file,
                  struct arena *keep, struct lang **out)
{
    struct lang *lang = arena_alloc(keep, sizeof *lang);
    struct po po;

    if (lang == NULL)
        return fail_memory(call);
    lang->language = find_language(code);
    if (lang->language == NULL)
        return fail(call, RC_INVALID, NULL, "The language '%.*s' is not known here.", (int)code.n,
                    code.p);
    if (file->bytes.n > LANG_BYTES_MAX)
        return fail(call, RC_LIMIT, file->name, "%s is longer than %d bytes.", file->name,
                    LANG_BYTES_MAX);
    if (!make_room(lang, keep))
        return fail_memory(call);
    enum rc rc = po_open(call, file->bytes, file->name, keep, &po);
    if (rc == RC_OK)
        rc = read_messages(lang, &po);
    if (rc == RC_OK)
        *out = lang;
    return rc;
}

const struct lang *lang_before(const struct lang *first, const struct lang *then,
                               struct arena *keep)
{
    struct lang *both = arena_alloc(keep, sizeof *both);

    if (both == NULL)
        return NULL;
    *both = *first;
    both->then = then;
    return both;
}

/* The translation of the first language that has one, and that language; NULL: none has. */
static const struct message *said(const struct lang **lang, const char *context, const char *msgid)
{
    for (; *lang != NULL; *lang = (*lang)->then) {
        const struct message *message = place(*lang, context, msgid);
        if (message->forms[0] != NULL)
            return message;
    }
    return NULL;
}

const char *lang_context(const struct lang *lang, const char *context, const char *msgid)
{
    const struct message *message = said(&lang, context, msgid);

    return message == NULL ? msgid : message->forms[0];
}

const char *lang_text(const struct lang *lang, const char *msgid)
{
    return lang_context(lang, NULL, msgid);
}

const char *lang_plural(const struct lang *lang, const char *one, const char *many, int64_t n)
{
    uint64_t size = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    const struct message *message = said(&lang, NULL, one);

    if (message == NULL || message->forms[1] == NULL)
        return size == 1 ? one : many;
    return message->forms[lang->language->plural(size)];
}

struct str lang_code(const struct lang *lang)
{
    return str_of(lang == NULL ? languages[0].code : lang->language->code);
}

struct str lang_name(const struct lang *lang)
{
    return str_of(lang == NULL ? languages[0].name : lang->language->name);
}

size_t lang_count(const struct lang *lang)
{
    size_t n = 0;

    for (size_t i = 0; lang != NULL && i < lang->room; i++)
        n += lang->table[i].forms[0] != NULL;
    return n;
}

enum lang_status lang_status(const struct lang *lang)
{
    return lang == NULL ? LANG_CHECKED : lang->status;
}

struct str lang_most(const struct lang *lang)
{
    while (lang != NULL && lang->status == LANG_WORDS)
        lang = lang->then;
    return lang_code(lang);
}
