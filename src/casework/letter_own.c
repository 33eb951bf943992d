/* letter_own.c - see letter_own.h. */
#include "casework/letter_own.h"

#include "base/embed.h"
#include "base/text.h"
#include "casework/letter_sample.h"
#include "model/actor.h"
#include "model/app.h"
#include "query/query.h"

static const struct kind *own_kind(const struct call *call)
{
    return app_kind(call, "letter_template");
}

/* ---- what the text says of itself ---- */

/* "text:12:3" becomes a fault at the field, which says its line and column. */
static void fault_lines(struct call *call)
{
    for (struct fault *fault = call->faults; fault != NULL; fault = fault->next) {
        struct str rest = fault->where, name = str_split(&rest, ':');
        struct str line = str_split(&rest, ':');
        if (!str_is(name, "text") || line.n == 0)
            continue;
        struct str text =
            rest.n == 0 ? str_format(call->arena, "Line %.*s: %.*s", (int)line.n, line.p,
                                     (int)fault->text.n, fault->text.p)
                        : str_format(call->arena, "Line %.*s, sign %.*s: %.*s", (int)line.n, line.p,
                                     (int)rest.n, rest.p, (int)fault->text.n, fault->text.p);
        if (text.p != NULL)
            *fault = (struct fault){name, text, fault->next};
    }
}

enum rc own_check(struct call *call, const char *name, struct str text, struct template **out)
{
    enum rc rc = template_read(call, name, text, call->arena, out);

    if (rc == RC_OK)
        rc = template_check(call, *out, &letter_fact_words);
    fault_lines(call);
    return rc;
}

static void set_text(struct record *record, const char *name, struct str text)
{
    record_set(record, name, text.n == 0 ? v_null() : v_text(text));
}

static void take_head(struct call *call, struct record *record, const struct template_info *info)
{
    const struct field *sort = field_find(record->kind, STR("sort_of"));
    struct str tag, code = STR("");

    if (choice_find(sort->choices, info->kind) == NULL)
        fault_add(call, STR("text"), "There is no letter '%.*s'.", (int)info->kind.n, info->kind.p);
    else
        set_text(record, "sort_of", info->kind);
    if (!letter_language(call, info->language, &tag, &code))
        fault_add(call, STR("text"), "The language '%.*s' is not known here. Known are: %s.",
                  (int)info->language.n, info->language.p, "en mk sr-Cyrl sr-Latn sq rom lt");
    else
        set_text(record, "language", code);
    set_text(record, "name", info->title);
    set_text(record, "procedure", info->procedure);
}

static bool same(const struct record *a, const struct record *b, const char *field)
{
    struct value one = record_value(a, field), other = record_value(b, field);

    return one.type == other.type && str_eq(one.s, other.s);
}

/* Undo puts text and name back together: there the name is another than before. */
static void take_back(struct record *record, const struct record *was, const char *by,
                      const char *on)
{
    if (!same(record, was, by))
        return;
    record_set(record, by, v_null());
    record_set(record, on, v_null());
}

enum rc own_derive(struct call *call, struct change *change, struct record *record)
{
    const struct record *was = change_before(change, record);
    struct template *t = NULL;

    if (was != NULL && same(record, was, "text"))
        return RC_OK;
    if (own_check(call, "text", record_text(record, "text"), &t) != RC_OK) {
        if (call->faults == NULL)
            return call->error.rc;
        call->error.rc = RC_OK;
        return RC_OK; /* the change is refused for its faults */
    }
    take_head(call, record, template_info(t));
    if (was != NULL) {
        take_back(record, was, "language_by", "language_on");
        take_back(record, was, "law_by", "law_on");
    }
    return RC_OK;
}

/* ---- its text with the names ---- */

static struct str checked_line(struct call *call, const struct record *record, const char *key,
                               const char *by, const char *on)
{
    struct value who = record_value(record, by), when = record_value(record, on);
    char iso[DAY_TEXT];
    struct id id;

    if (who.type == V_NULL || when.type != V_INT || !id_of(who.s, &id))
        return STR("");
    struct str name = query_title(call, app_kind(call, "user"), &id);
    return str_format(call->arena, "%s: %.*s, %s\n", key, (int)name.n, name.p,
                      day_format((day)when.i, iso));
}

static bool is_check(struct str line)
{
    return str_starts(line, STR("status:")) || str_starts(line, STR("language checked by:")) ||
           str_starts(line, STR("law checked by:"));
}

/* What the text itself says of checks is nobody's word here: only the record's is. */
enum rc own_text(struct call *call, const struct record *record, struct str *out)
{
    struct str rest = record_text(record, "text");
    struct str language =
        checked_line(call, record, "language checked by", "language_by", "language_on");
    struct str law = checked_line(call, record, "law checked by", "law_by", "law_on");
    bool in_head = true;
    struct buf text;

    buf_init(&text, call->arena, 2 * TEMPLATE_BYTES_MAX);
    while (rest.n != 0) {
        struct str line = str_split(&rest, '\n');
        if (in_head && str_is(str_trim(line), "---")) {
            buf_z(&text, language.n != 0 && law.n != 0 ? "status: checked\n" : "status: draft\n");
            buf_add(&text, language);
            buf_add(&text, law);
            in_head = false;
        }
        if (in_head && is_check(line))
            continue;
        buf_add(&text, line);
        buf_char(&text, '\n');
    }
    *out = buf_str(&text);
    return buf_ok(&text) ? RC_OK : fail_memory(call);
}

enum rc own_read(struct call *call, const struct record *record, struct template **out)
{
    struct str text;
    enum rc rc = own_text(call, record, &text);

    return rc == RC_OK
               ? template_read(call, str_z(call->arena, record->code), text, call->arena, out)
               : rc;
}

enum rc own_try(struct call *call, const struct template *t, struct template_filled *out)
{
    struct letter_sample sample = {call, template_info(t)->language};
    struct template_facts facts = letter_sample(&sample);

    return template_fill(call, t, &facts, out);
}

/* ---- which there are ---- */

enum rc own_list(struct call *call, struct str sort, struct record ***out, size_t *n)
{
    struct query query = {.kind = own_kind(call), .verb = MAY_SEE, .limit = OWN_MAX};
    struct query_page found = {0};

    if (sort.n != 0)
        query.filters[query.n++] = (struct query_filter){
            .field = field_find(query.kind, STR("sort_of")), .op = QUERY_IS, .value = v_text(sort)};
    enum rc rc = query_list(call, &query, &found);
    *out = found.records;
    *n = rc == RC_OK ? found.n : 0;
    return rc;
}

enum rc own_find(struct call *call, const struct letter_which *which, struct record **out)
{
    struct str wanted = which->procedure == NULL ? STR("") : which->procedure->id, tag, code;
    struct record **all;
    bool exact = false;
    size_t n;
    enum rc rc = own_list(call, which->sort, &all, &n);

    *out = NULL;
    if (rc != RC_OK || !letter_language(call, which->language, &tag, &code))
        return rc;
    for (size_t i = 0; i < n && !exact; i++) {
        struct str procedure = record_text(all[i], "procedure");
        if (!str_eq(record_text(all[i], "language"), code) ||
            (procedure.n != 0 && !str_eq(procedure, wanted)))
            continue;
        exact = procedure.n != 0;
        if (*out == NULL || exact)
            *out = all[i];
    }
    return RC_OK;
}

/* ---- template.stand: [template, rev, for the law] ---- */

static enum rc apply_stand(struct call *call, struct change *change, struct value args)
{
    const struct value *arg = args.list.items;
    struct record *record;
    struct id id;

    if (args.type != V_LIST || args.list.n != 3 || arg[0].type != V_BYTES ||
        !id_of(arg[0].s, &id) || arg[1].type != V_INT || arg[2].type != V_INT)
        return fail(call, RC_INVALID, "arguments", "The order is not understood.");
    if (call->actor->system)
        return fail(call, RC_DENIED, NULL, "Only a person can stand for a letter.");
    enum rc rc = change_open(call, change, own_kind(call), &id, arg[1].i, &record);
    if (rc != RC_OK)
        return rc;
    record_set(record, arg[2].i != 0 ? "law_by" : "language_by", id_value(&call->actor->id));
    record_set(record, arg[2].i != 0 ? "law_on" : "language_on", v_int(call->today));
    return RC_OK;
}

const struct operation template_stand_operation = {
    "template.stand", 1, "stands for it", false, true, false, apply_stand, NULL};

enum rc own_stand(struct call *call, const struct letter_change *which, bool for_law,
                  struct outcome *out)
{
    const struct value args[] = {id_value(&which->letter), v_int(which->rev), v_int(for_law)};
    struct operation_request request = {
        .operation = "template.stand", .change = which->change, .args = v_list(args, 3)};

    return operation_run(call, &request, out);
}

/* ---- the program's own ---- */

struct str own_shipped(struct call *call, struct str name)
{
    struct str rest = name, folder = str_split(&rest, '/');
    struct str path = str_starts(name, STR("packs/"))
                          ? name
                          : str_format(call->arena, "packs/%.*s/letters/%.*s.txt", (int)folder.n,
                                       folder.p, (int)rest.n, rest.p);
    const struct embedded *file = path.p == NULL ? NULL : embedded_find(path);

    if (file != NULL && memmem(path.p, path.n, "/letters/", 9) != NULL)
        return file->bytes;
    if (!str_ends(path, STR(".sr-Latn.txt")))
        return (struct str){NULL, 0};
    path = str_format(call->arena, "%.*ssr-Cyrl.txt", (int)(path.n - 11), path.p);
    file = path.p == NULL ? NULL : embedded_find(path);
    return file == NULL ? (struct str){NULL, 0} : letter_latin(call, file->bytes);
}
