/* letter_template.c - see letter_template.h. */
#include "casework/letter_template.h"

#include "base/embed.h"
#include "base/lang.h"

enum { FOLDERS = 2, FOLDER_TEXT = 32 };

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

/* The country's own letters, then those for all. */
static void folders(const struct procedure *procedure, char out[FOLDERS][FOLDER_TEXT])
{
    (void)snprintf(out[0], FOLDER_TEXT, "packs/%c%c/letters/request.",
                   small(procedure->country.p[0]), small(procedure->country.p[1]));
    (void)snprintf(out[1], FOLDER_TEXT, "packs/common/letters/request.");
}

static bool suits(const struct template *t, const struct procedure *procedure)
{
    const struct template_info *info = template_info(t);

    return info->procedure.n == 0 || str_eq(info->procedure, procedure->id);
}

static enum rc read_file(struct call *call, const struct embedded *file, struct template **out)
{
    return template_read(call, file->name, file->bytes, call->arena, out);
}

struct str letter_languages(struct call *call, const struct procedure *procedure)
{
    char names[FOLDERS][FOLDER_TEXT];
    struct buf out;

    folders(procedure, names);
    buf_init(&out, call->arena, TEMPLATE_BYTES_MAX);
    for (size_t i = 0; i < FOLDERS; i++)
        embedded_each(file, str_of(names[i])) {
            struct template *t;
            if (read_file(call, file, &t) != RC_OK || !suits(t, procedure))
                continue;
            buf_z(&out, out.n == 0 ? "" : ", ");
            buf_add(&out, template_info(t)->language);
        }
    return buf_str(&out);
}

static enum rc no_template(struct call *call, const struct procedure *procedure, struct str tag)
{
    struct str there = letter_languages(call, procedure);

    if (there.n == 0)
        fault_add(call, STR("procedure"), "There is no letter for %.*s yet.", (int)procedure->id.n,
                  procedure->id.p);
    else
        fault_add(call, STR("language"),
                  "There is no letter for %.*s in the language '%.*s'. There is one in: %.*s.",
                  (int)procedure->id.n, procedure->id.p, (int)tag.n, tag.p, (int)there.n, there.p);
    return call_faults(call);
}

enum rc letter_template(struct call *call, const struct procedure *procedure, struct str tag,
                        struct str *name, struct template **out)
{
    char names[FOLDERS][FOLDER_TEXT];

    folders(procedure, names);
    for (size_t i = 0; i < FOLDERS; i++) {
        struct str path = str_format(call->arena, "%s%.*s.txt", names[i], (int)tag.n, tag.p);
        const struct embedded *file = path.p == NULL ? NULL : embedded_find(path);
        struct template *t;
        if (path.p == NULL)
            return fail_memory(call);
        if (file == NULL)
            continue;
        enum rc rc = read_file(call, file, &t);
        if (rc != RC_OK)
            return rc;
        if (!suits(t, procedure))
            continue;
        *name = str_of(file->name);
        *out = t;
        return RC_OK;
    }
    return no_template(call, procedure, tag);
}
