/* letter_template.c - see letter_template.h. */
#include "casework/letter_template.h"

#include "base/embed.h"
#include "base/lang.h"
#include "base/latin.h"
#include "casework/letter_own.h"
#include "model/app.h"
#include "query/query.h"
#include "store/store.h"

enum { FOLDERS = 2 };

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c == '-' ? '_' : c;
}

bool letter_language(struct call *call, struct str typed, struct str *tag, struct str *code)
{
    for (size_t i = 0; lang_known(i) != NULL; i++) {
        struct str known = str_of(lang_known(i));
        bool same = known.n == typed.n;
        for (size_t k = 0; same && k < known.n; k++)
            same = small(known.p[k]) == small(typed.p[k]);
        if (!same)
            continue;
        struct str small_code = str_dup(call->arena, known);
        if (small_code.p == NULL)
            return false;
        for (size_t k = 0; k < known.n; k++)
            ((char *)(uintptr_t)small_code.p)[k] = small(known.p[k]);
        *tag = known;
        *code = small_code;
        return true;
    }
    return false;
}

enum rc letter_usual_language(struct call *call, struct str *code)
{
    static const struct {
        const char *country, *code;
    } official[] = {{"MK", "mk"}, {"RS", "sr_cyrl"}, {"XK", "sq"}, {"LT", "lt"}};
    const struct table *table = app_table(call->app, app_kind(call, "organisation"));
    struct record *organisation;
    enum rc rc = table_load_rid(call, call->store->db, table, 1, &organisation);

    if (rc != RC_OK)
        return rc;
    struct str own = record_text(organisation, "language");
    struct str country = record_text(organisation, "country");
    *code = own;
    if (!str_is(own, "en") && !str_is(own, "rom"))
        return RC_OK;
    for (size_t i = 0; i < sizeof official / sizeof *official; i++)
        if (country.n == 2 && small(country.p[0]) == small(official[i].country[0]) &&
            small(country.p[1]) == small(official[i].country[1]))
            *code = str_of(official[i].code);
    return RC_OK;
}

/* "packs/mk/letters/appeal.": the country's own letters, then those for all. */
static enum rc folders(struct call *call, const struct letter_which *which, struct str out[FOLDERS])
{
    const char *sort = str_z(call->arena, which->sort);
    struct str cc = which->country;

    if (cc.n != 2)
        cc = STR("--");
    out[0] =
        str_format(call->arena, "packs/%c%c/letters/%s.", small(cc.p[0]), small(cc.p[1]), sort);
    out[1] = str_format(call->arena, "packs/common/letters/%s.", sort);
    return out[0].p == NULL || out[1].p == NULL ? fail_memory(call) : RC_OK;
}

static bool suits(const struct template *t, const struct procedure *procedure)
{
    struct str wanted = template_info(t)->procedure;

    return wanted.n == 0 || (procedure != NULL && str_eq(wanted, procedure->id));
}

static enum rc read_file(struct call *call, const struct embedded *file, struct template **out)
{
    return template_read(call, file->name, file->bytes, call->arena, out);
}

static bool is_named(struct str list, struct str language)
{
    while (list.n != 0)
        if (str_eq(str_trim(str_split(&list, ',')), language))
            return true;
    return false;
}

static void name_language(struct buf *out, struct str language)
{
    if (is_named(buf_str(out), language))
        return;
    buf_z(out, out->n == 0 ? "" : ", ");
    buf_add(out, language);
}

static enum rc name_own(struct call *call, const struct letter_which *which, struct buf *out)
{
    struct str wanted = which->procedure == NULL ? STR("") : which->procedure->id, tag, code;
    struct record **own;
    size_t n;
    enum rc rc = own_list(call, which->sort, &own, &n);

    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        struct str procedure = record_text(own[i], "procedure");
        if ((procedure.n == 0 || str_eq(procedure, wanted)) &&
            letter_language(call, record_text(own[i], "language"), &tag, &code))
            name_language(out, tag);
    }
    return rc;
}

struct str letter_languages(struct call *call, const struct letter_which *which)
{
    struct str names[FOLDERS];
    struct buf out;

    buf_init(&out, call->arena, TEMPLATE_BYTES_MAX);
    if (folders(call, which, names) != RC_OK || name_own(call, which, &out) != RC_OK)
        return STR("");
    for (size_t i = 0; i < FOLDERS; i++)
        embedded_each(file, names[i]) {
            struct template *t;
            if (read_file(call, file, &t) != RC_OK || !suits(t, which->procedure))
                continue;
            name_language(&out, template_info(t)->language);
            if (str_is(template_info(t)->language, "sr-Cyrl"))
                name_language(&out, STR("sr-Latn"));
        }
    return buf_str(&out);
}

static enum rc no_template(struct call *call, const struct letter_which *which)
{
    struct str there = letter_languages(call, which);

    if (there.n == 0)
        fault_add(call, STR("sort"), "There is no template for this letter yet.");
    else
        fault_add(call, STR("language"),
                  "There is no template for this letter in the language '%.*s'. There is one in: "
                  "%.*s.",
                  (int)which->language.n, which->language.p, (int)there.n, there.p);
    return call_faults(call);
}

struct str letter_latin(struct call *call, struct str bytes)
{
    struct str text = latin_of(call->arena, bytes);
    struct buf out;

    buf_init(&out, call->arena, (size_t)2 * TEMPLATE_BYTES_MAX);
    while (text.n != 0) {
        struct str line = str_split(&text, '\n');
        buf_add(&out, str_is(line, "language: sr-Cyrl") ? STR("language: sr-Latn") : line);
        buf_char(&out, '\n');
    }
    return buf_str(&out);
}

static enum rc read_latin(struct call *call, struct str folder, const struct embedded **file,
                          struct template **out)
{
    struct str path = str_format(call->arena, "%ssr-Cyrl.txt", str_z(call->arena, folder));

    *file = path.p == NULL ? NULL : embedded_find(path);
    if (path.p == NULL)
        return fail_memory(call);
    if (*file == NULL)
        return RC_OK;
    struct str text = letter_latin(call, (*file)->bytes);
    return text.p == NULL ? fail_memory(call)
                          : template_read(call, (*file)->name, text, call->arena, out);
}

static enum rc read_one(struct call *call, struct str folder, struct str language,
                        const struct embedded **file, struct template **out)
{
    struct str path = str_format(call->arena, "%s%s.txt", str_z(call->arena, folder),
                                 str_z(call->arena, language));

    if (path.p == NULL)
        return fail_memory(call);
    *file = embedded_find(path);
    if (*file != NULL)
        return read_file(call, *file, out);
    return str_is(language, "sr-Latn") ? read_latin(call, folder, file, out) : RC_OK;
}

/* "appeal.rs.admin.objection.en.txt" of that procedure alone, before "appeal.en.txt". */
static enum rc read_for(struct call *call, struct str folder, const struct letter_which *which,
                        const struct embedded **file, struct template **out)
{
    struct str of = which->procedure == NULL
                        ? folder
                        : str_format(call->arena, "%s%s.", str_z(call->arena, folder),
                                     str_z(call->arena, which->procedure->id));
    enum rc rc = of.p == NULL ? fail_memory(call) : read_one(call, of, which->language, file, out);

    return rc != RC_OK || *file != NULL || which->procedure == NULL
               ? rc
               : read_one(call, folder, which->language, file, out);
}

/* The office's own: the one that was chosen, or the one for this letter; else *out is NULL. */
static enum rc own_template(struct call *call, const struct letter_which *which, struct str *name,
                            struct template **out)
{
    struct record *own = NULL;
    enum rc rc = id_is_none(&which->own)
                     ? own_find(call, which, &own)
                     : query_get(call, app_kind(call, "letter_template"), &which->own, &own);

    *out = NULL;
    if (rc != RC_OK || own == NULL)
        return rc;
    *name = own->code;
    return own_read(call, own, out);
}

enum rc letter_template(struct call *call, const struct letter_which *which, struct str *name,
                        struct template **out)
{
    struct str names[FOLDERS];
    enum rc rc = own_template(call, which, name, out);

    if (rc != RC_OK || *out != NULL)
        return rc;
    rc = folders(call, which, names);

    for (size_t i = 0; i < FOLDERS && rc == RC_OK; i++) {
        const struct embedded *file;
        struct template *t;
        rc = read_for(call, names[i], which, &file, &t);
        if (rc != RC_OK || file == NULL || !suits(t, which->procedure))
            continue;
        *name = str_of(file->name);
        *out = t;
        return RC_OK;
    }
    return rc == RC_OK ? no_template(call, which) : rc;
}
