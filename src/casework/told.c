/* told.c - see told.h: which records a person's file is made of. */
#include "casework/told.h"

#include "base/lang.h"
#include "casework/come_parts.h"
#include "query/history.h"
#include "store/store.h"

static const char *const codes[TOLD_PARTS] = {"who",  "home", "story",  "papers",
                                              "help", "seen", "shared", "kept"};

const char *told_code(enum told_part part)
{
    return codes[part];
}

bool told_part_find(struct str code, enum told_part *out)
{
    for (int i = 0; i < TOLD_PARTS; i++)
        if (str_is(code, codes[i])) {
            *out = (enum told_part)i;
            return true;
        }
    return false;
}

static enum rc plain(struct call *call, struct told_section *to, struct str text)
{
    return told_add(call, to, &(struct told_line){.text = text});
}

/* ---- parts of a record */

static bool has_secret(const struct kind *kind)
{
    for (size_t i = 0; i < kind->n; i++)
        if (kind->fields[i].secret)
            return true;
    return false;
}

/* Oldest first; with its secret fields, for who may read them. */
static enum rc add_found(struct call *call, struct told *told, const struct query *query)
{
    struct query_page found;
    enum rc rc = query_list(call, query, &found);

    for (size_t i = found.n; i-- > 0 && rc == RC_OK;) {
        struct record *record = found.records[i];
        if (has_secret(query->kind))
            rc = query_get(call, query->kind, &found.records[i]->id, &record);
        if (rc == RC_OK)
            rc = told_record(call, told, record, TOLD_HELP);
    }
    told->in[TOLD_HELP].more |= rc == RC_OK && found.more;
    return rc;
}

static enum rc add_parts(struct call *call, struct told *told, const struct record *of)
{
    const struct registry *registry = call->app->registry;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < registry->n && rc == RC_OK; i++) {
        const struct query query = {
            .kind = registry->kinds[i], .verb = MAY_SEE, .owner = &of->id, .limit = TOLD_EACH_MAX};
        if (registry->kinds[i]->owner == of->kind)
            rc = add_found(call, told, &query);
    }
    return rc;
}

/* ---- her household */

static enum rc add_household(struct call *call, struct told *told)
{
    const struct kind *member = app_kind(call, "household_member");
    struct query query = {.kind = member, .verb = MAY_SEE, .limit = 1};
    struct query_page own, all;
    struct told_section *to = &told->in[TOLD_HOME];

    query.filters[query.n++] = (struct query_filter){.field = field_find(member, STR("person")),
                                                     .value = id_value(&told->person->id)};
    enum rc rc = query_list(call, &query, &own);
    if (rc != RC_OK || own.n == 0)
        return rc;
    query = (struct query){
        .kind = member, .verb = MAY_SEE, .owner = &own.records[0]->owner, .limit = TOLD_EACH_MAX};
    rc = query_list(call, &query, &all);
    for (size_t i = all.n; i-- > 0 && rc == RC_OK;) {
        struct id id;
        if (!id_of(record_value(all.records[i], "person").s, &id) || id_eq(&id, &told->person->id))
            continue;
        struct str name = query_title(call, told->person->kind, &id);
        if (name.n != 0)
            rc = plain(call, to, say(call, "You live with %s.", str_z(call->arena, name)));
    }
    return rc;
}

/* ---- her cases */

/* How long: as the model says, after what. */
static enum rc add_keeping(struct call *call, struct told *told, const struct record *record)
{
    const int years = record->kind->keep.years;
    const char *code = str_z(call->arena, record->code);
    struct str text =
        years == 0 ? say(call, "Your case %s is kept as long as it is needed to help you.", code)
        : record->kind->keep.after == KEEP_CLOSED
            ? str_format(call->arena,
                         lang_plural(call->lang,
                                     "Your case %s is kept for %d year after it is closed. Then it "
                                     "is erased.",
                                     "Your case %s is kept for %d years after it is closed. Then "
                                     "it is erased.",
                                     years),
                         code, years)
            : str_format(call->arena,
                         lang_plural(call->lang, "Your case %s is kept for %d year.",
                                     "Your case %s is kept for %d years.", years),
                         code, years);

    return plain(call, &told->in[TOLD_KEPT], text);
}

static enum rc add_case(struct call *call, struct told *told, const struct record *found)
{
    struct told_line head = {.heading = say(call, "Case %s", str_z(call->arena, found->code))};
    static const enum told_part begin[] = {TOLD_STORY, TOLD_PAPERS, TOLD_HELP};
    size_t before[TOLD_PARTS] = {0};
    struct record *record;
    enum rc rc = query_get(call, found->kind, &found->id, &record);

    for (size_t i = 0; i < sizeof begin / sizeof *begin && rc == RC_OK; i++) {
        rc = told_add(call, &told->in[begin[i]], &head);
        before[begin[i]] = told->in[begin[i]].n;
    }
    if (rc == RC_OK)
        rc = told_record(call, told, record, TOLD_STORY);
    if (rc == RC_OK)
        rc = add_parts(call, told, record);
    for (size_t i = 0; i < sizeof begin / sizeof *begin && rc == RC_OK; i++)
        if (told->in[begin[i]].n == before[begin[i]] && !told->in[begin[i]].more)
            told->in[begin[i]].n--; /* a heading over nothing */
    return rc == RC_OK ? add_keeping(call, told, record) : rc;
}

/* field: "person" of her own cases, "people" of those that are about several. */
static enum rc add_cases(struct call *call, struct told *told, const char *field)
{
    struct query query = {.kind = app_kind(call, "case"), .verb = MAY_SEE, .limit = TOLD_CASES_MAX};
    struct query_page found;

    query.filters[query.n++] = (struct query_filter){.field = field_find(query.kind, str_of(field)),
                                                     .value = id_value(&told->person->id)};
    enum rc rc = query_list(call, &query, &found);
    for (size_t i = found.n; i-- > 0 && rc == RC_OK;)
        rc = add_case(call, told, found.records[i]);
    told->in[TOLD_STORY].more |= rc == RC_OK && found.more;
    return rc;
}

/* That she stands in somebody else's case is told, what stands there is not hers. */
static enum rc add_named(struct call *call, struct told *told)
{
    struct query query = {
        .kind = app_kind(call, "party"), .verb = MAY_SEE, .limit = TOLD_CASES_MAX};
    const struct field *role = field_find(query.kind, STR("role"));
    struct query_page found;

    query.filters[query.n++] = (struct query_filter){.field = field_find(query.kind, STR("person")),
                                                     .value = id_value(&told->person->id)};
    enum rc rc = query_list(call, &query, &found);
    for (size_t i = 0; i < found.n && rc == RC_OK; i++)
        rc = plain(call, &told->in[TOLD_STORY],
                   say(call, "You are named in a case of somebody else, as: %s.",
                       field_show(call, role, record_get(found.records[i], role)).p));
    return rc;
}

/* ---- who looked */

static bool is_told_of(const struct readings *all, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (id_eq(&all->items[i].actor, &all->items[n].actor))
            return true;
    return false;
}

static enum rc add_readers(struct call *call, struct told *told)
{
    struct told_section *to = &told->in[TOLD_SEEN];
    struct readings all;
    enum rc rc = readings_of(call, told->person, &all);

    for (size_t i = 0; i < all.n && rc == RC_OK; i++) {
        const struct reading *one = &all.items[i];
        struct str who = one->who.n != 0 ? one->who : say(call, "Somebody who is gone");
        if (!is_told_of(&all, i))
            rc = plain(call, to,
                       say(call, "%s looked at it, last on %s.", str_z(call->arena, who),
                           day_show(call, come_day(call, one->time_ms)).p));
    }
    return rc;
}

/* ---- what she was told before */

static enum rc add_struck(struct call *call, struct told_section *to, const struct record *told)
{
    struct str where = record_value(told, "struck").s;
    const char *on = day_show(call, (day)record_value(told, "on").i).p;
    struct told_line line = {.struck = true};

    line.text =
        say(call, "On %s this was struck out at your wish: %s.", on, str_z(call->arena, where));
    return told_add(call, to, &line);
}

static enum rc add_answers(struct call *call, struct told *told)
{
    struct query query = {.kind = app_kind(call, "told"),
                          .verb = MAY_SEE,
                          .owner = &told->person->id,
                          .limit = TOLD_EACH_MAX};
    struct query_page found;
    enum rc rc = query_list(call, &query, &found);

    for (size_t i = 0; i < found.n && rc == RC_OK; i++) {
        const struct record *one = found.records[i];
        enum told_part part;
        if (!told_part_find(record_value(one, "section").s, &part))
            continue;
        if (str_is(record_value(one, "answer").s, "struck"))
            rc = add_struck(call, &told->in[part], one);
        else if (told->in[part].last == NULL)
            told->in[part].last = one;
    }
    return rc;
}

/* ---- the whole */

enum rc told_read(struct call *call, const struct record *person, struct told *out)
{
    *out = (struct told){.person = person};
    enum rc rc = told_record(call, out, person, TOLD_WHO);

    if (rc == RC_OK)
        rc = add_household(call, out);
    if (rc == RC_OK)
        rc = add_parts(call, out, person);
    if (rc == RC_OK)
        rc = add_cases(call, out, "person");
    if (rc == RC_OK)
        rc = add_cases(call, out, "people");
    if (rc == RC_OK)
        rc = add_named(call, out);
    if (rc == RC_OK)
        rc = plain(call, &out->in[TOLD_SEEN], say(call, "Who leads our office may see it too."));
    if (rc == RC_OK)
        rc = add_readers(call, out);
    if (rc == RC_OK)
        rc = plain(call, &out->in[TOLD_KEPT],
                   say(call, "You may ask us at any time to change or to erase what is written "
                             "here."));
    return rc == RC_OK ? add_answers(call, out) : rc;
}

const struct told_line *told_find(const struct told *told, const struct id *record,
                                  struct str field, size_t piece)
{
    for (int i = 0; i < TOLD_PARTS; i++)
        for (size_t j = 0; j < told->in[i].n; j++) {
            const struct told_line *line = &told->in[i].lines[j];
            if (line->field != NULL && id_eq(&line->record->id, record) &&
                str_eq(line->field->name, field) && line->piece == piece)
                return line;
        }
    return NULL;
}
