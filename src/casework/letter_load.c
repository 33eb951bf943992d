/* letter_load.c - see letter_facts.h: what a letter's facts are found in. */
#include "base/lang.h"
#include "casework/letter_facts.h"
#include "casework/letter_law.h"
#include "model/app.h"
#include "query/query.h"
#include "store/store.h"

enum { PAPERS_MAX = 50, PARTIES_MAX = 100 };

/* A record that this actor may not see is absent, as if it were not there. */
static enum rc look(struct call *call, const char *kind, const struct id *id,
                    const struct record **out)
{
    struct record *record;
    enum rc rc = query_get(call, app_kind(call, kind), id, &record);

    *out = NULL;
    if (rc == RC_NOT_FOUND) {
        call->error.rc = RC_OK;
        return RC_OK;
    }
    if (rc == RC_OK)
        *out = record;
    return rc;
}

static enum rc linked(struct call *call, const struct record *from, const char *field,
                      const char *kind, const struct record **out)
{
    struct value v = from == NULL ? v_null() : record_value(from, field);
    struct id id;

    *out = NULL;
    return v.type != V_NULL && id_of(v.s, &id) ? look(call, kind, &id, out) : RC_OK;
}

static enum rc parts(struct call *call, const char *kind, const struct id *owner, size_t max,
                     struct query_page *out)
{
    struct query query = {
        .kind = app_kind(call, kind), .verb = MAY_SEE, .owner = owner, .limit = max};

    return query_list(call, &query, out);
}

/* The newest paper that an office has sent. */
static enum rc load_paper(struct call *call, struct letter_facts *f)
{
    struct query_page found;
    enum rc rc = parts(call, "case_paper", &f->of->id, PAPERS_MAX, &found);

    for (size_t i = 0; rc == RC_OK && i < found.n && f->paper == NULL; i++)
        if (!str_is(record_text(found.records[i], "what"), "request"))
            f->paper = found.records[i];
    return rc;
}

/* The newest that she has not taken back and that has not ended. */
static enum rc load_authority(struct call *call, struct letter_facts *f)
{
    struct query_page found = {0};
    enum rc rc = f->person == NULL
                     ? RC_OK
                     : parts(call, "power_of_attorney", &f->person->id, PAPERS_MAX, &found);

    for (size_t i = 0; rc == RC_OK && i < found.n; i++) {
        const struct record *one = found.records[i];
        struct value until = record_value(one, "until"), best = v_null();
        if (f->authority != NULL)
            best = record_value(f->authority, "given");
        if (record_value(one, "withdrawn").type == V_NULL &&
            (until.type == V_NULL || until.i >= call->today) &&
            (best.type == V_NULL || record_value(one, "given").i > best.i))
            f->authority = one;
    }
    return rc;
}

static enum rc load_people(struct call *call, struct letter_facts *f)
{
    struct value more = record_value(f->of, "people");
    size_t n = more.type == V_LIST ? more.list.n : 0;
    enum rc rc = RC_OK;

    f->people = arena_array(call->arena, n + 1, sizeof *f->people);
    if (f->people == NULL)
        return fail_memory(call);
    if (f->person != NULL)
        f->people[f->people_n++] = (struct record *)(uintptr_t)f->person;
    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        const struct record *one = NULL;
        struct id id;
        if (id_of(more.list.items[i].s, &id))
            rc = look(call, "person", &id, &one);
        if (rc == RC_OK && one != NULL)
            f->people[f->people_n++] = (struct record *)(uintptr_t)one;
    }
    return rc;
}

static enum rc load_parties(struct call *call, struct letter_facts *f)
{
    struct query_page found;
    enum rc rc = parts(call, "party", &f->of->id, PARTIES_MAX, &found);

    if (rc == RC_OK) {
        f->parties = found.records;
        f->parties_n = found.n;
    }
    return rc;
}

/* ---- what came before */

/* The number of the letter that was handed in last. */
static struct str number_sent(const struct clocks_ask *ask)
{
    struct str found = {NULL, 0};

    for (size_t i = 0; i < ask->n; i++)
        if (str_is(record_text(ask->events[i], "what"), "filed") &&
            record_text(ask->events[i], "number").n != 0)
            found = record_text(ask->events[i], "number");
    return found;
}

static enum rc load_before(struct call *call, struct letter_facts *f,
                           const struct record *proceeding)
{
    struct letter_before *before = &f->before;
    struct clocks_ask *ask = arena_alloc(call->arena, sizeof *ask);
    struct moves moves;

    if (ask == NULL)
        return fail_memory(call);
    if (!clocks_known(call, proceeding))
        return RC_OK;
    enum rc rc = clocks_ask(call, NULL, proceeding, ask);
    if (rc == RC_OK)
        rc = moves_find(call, &ask->moves, &moves);
    if (rc != RC_OK)
        return rc;
    before->proceeding = proceeding;
    before->procedure = ask->moves.procedure;
    before->filed = moves_latest(&ask->moves, 1u << EVENT_FILED);
    before->received = moves_latest(&ask->moves, 1u << EVENT_RECEIVED);
    before->delivered = moves_latest(&ask->moves, 1u << EVENT_DELIVERED);
    before->number = number_sent(ask);
    if (moves.silent)
        before->silent_since = moves.silent_since;
    return law_term(call, before->procedure, f->ask->language, &before->term_text,
                    &before->term_article);
}

/* What the writer says it goes against; what its procedure goes against; what was handed in within
 * the procedure itself, as for a reminder. */
static enum rc find_before(struct call *call, struct letter_facts *f)
{
    const struct record *before = NULL;
    enum rc rc = RC_OK;

    if (!id_is_none(&f->ask->against))
        rc = look(call, "proceeding", &f->ask->against, &before);
    else
        rc = linked(call, f->proceeding, "after", "proceeding", &before);
    if (rc == RC_OK && before == NULL)
        before = f->proceeding;
    return rc == RC_OK && before != NULL ? load_before(call, f, before) : rc;
}

static enum rc load_to(struct call *call, struct letter_facts *f)
{
    if (!id_is_none(&f->ask->to))
        return look(call, "institution", &f->ask->to, &f->to);
    return linked(call, f->proceeding, "body", "institution", &f->to);
}

static enum rc load_around(struct call *call, struct letter_facts *f)
{
    enum rc rc = linked(call, f->of, "person", "person", &f->person);

    if (rc == RC_OK && !id_is_none(&f->ask->proceeding))
        rc = look(call, "proceeding", &f->ask->proceeding, &f->proceeding);
    if (rc == RC_OK)
        rc = load_to(call, f);
    if (rc == RC_OK)
        rc = load_paper(call, f);
    if (rc == RC_OK)
        rc = load_authority(call, f);
    if (rc == RC_OK)
        rc = load_people(call, f);
    if (rc == RC_OK)
        rc = load_parties(call, f);
    return rc == RC_OK ? find_before(call, f) : rc;
}

enum rc letter_facts_load(struct call *call, const struct letter_ask *ask, struct letter_facts *out)
{
    const struct table *table = app_table(call->app, app_kind(call, "organisation"));
    struct record *of, *organisation;
    enum rc rc = query_get(call, app_kind(call, "case"), &ask->of, &of);

    if (rc == RC_OK)
        rc = table_load_rid(call, call->store->db, table, 1, &organisation);
    if (rc != RC_OK)
        return rc;
    *out = (struct letter_facts){.call = call, .ask = ask, .of = of, .organisation = organisation};
    rc = load_around(call, out);
    if (rc == RC_OK)
        rc = law_lang(call, ask->language, &out->lang);
    return rc == RC_OK && ask->procedure != NULL
               ? law_term(call, ask->procedure, ask->language, &out->term_text, &out->term_article)
               : rc;
}
