/* duplicate.c - see duplicate.h. */
#include "query/duplicate.h"

#include "model/app.h"
#include "model/likeness_index.h"
#include "store/schema.h"
#include "store/store.h"

enum { MET_MAX = 20000, LOOKED_MAX = 100, SCAN_MEMORY_MAX = 1 << 30 };

/* ---- permission ---- */

static void hide_secrets(struct record *record)
{
    for (size_t i = 0; i < record->kind->n; i++)
        if (record->kind->fields[i].secret)
            record->values[i] = v_null();
}

/* Is this allowed? A denial is an answer here, no failure. */
static enum rc allowed(struct call *call, const struct record *record, enum verb verb, bool *out)
{
    enum rc rc = permit(call, record, verb);

    *out = rc == RC_OK;
    if (rc != RC_DENIED && rc != RC_NOT_FOUND)
        return rc;
    call_forgive(call);
    return RC_OK;
}

/* Numbers that she may not read she may not learn by comparing either. */
static enum rc without_secrets(struct call *call, const struct record *record,
                               struct match_person *person)
{
    const struct field *number = record->kind->match.number;
    bool secret = false;
    enum rc rc = RC_OK;

    if (number != NULL && number->secret && record->rid != 0) {
        rc = allowed(call, record, MAY_SECRET, &secret);
        if (!secret)
            person->numbers_n = 0;
    }
    return rc;
}

static enum rc no_match(struct call *call)
{
    return fail(call, RC_INVALID, "kind", "Records of this sort are not compared with each other.");
}

/* ---- one against all ---- */

struct met {
    int64_t rid;
    int weight;
    enum match_verdict verdict;
};

/* One who is compared, with what is known of how common her names are. */
struct find {
    struct match_person person;
    struct match_options options;
    struct match_bound bound;
    struct met *met;      /* the LOOKED_MAX likeliest */
    size_t n, room, last; /* last: the place of the least likely, when they are so many */
};

/* The names of the one are what agrees or not: how common they are decides. */
static void set_shares(struct match_person *person, const size_t *bearers, size_t all)
{
    struct match_name *names = (struct match_name *)(uintptr_t)person->names;

    for (size_t i = 0; i < person->names_n; i++)
        names[i].share = match_share(bearers[i], all);
}

static enum rc weigh_names(struct call *call, const struct likeness_waiting *waiting,
                           struct find *find)
{
    size_t bearers[MATCH_NAMES_MAX];
    enum rc rc = likeness_bearers(call, waiting, &find->person, &find->options.population, bearers);

    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < find->person.names_n; i++)
        bearers[i]++; /* who is typed in is one more */
    set_shares(&find->person, bearers, find->options.population);
    match_bound_make(&find->person, &find->options, &find->bound);
    return RC_OK;
}

static int by_weight(const void *a, const void *b)
{
    const struct met *left = a, *right = b;

    if (left->weight != right->weight)
        return left->weight > right->weight ? -1 : 1;
    return left->rid < right->rid ? -1 : left->rid > right->rid;
}

static enum rc read_facts(struct call *call, const struct kind *kind, int64_t rid,
                          struct match_person *out)
{
    struct value facts;
    struct likeness_row row;
    enum rc rc = db_one(call, call->store->db,
                        SQL("SELECT facts FROM likeness WHERE kind = ?1 AND rid = ?2"),
                        BIND(v_text(kind->name), v_int(rid)), &facts, 1);

    if (rc == RC_OK)
        rc = likeness_row(call, facts.s, &row);
    return rc == RC_OK ? likeness_read(call, call->arena, &row, out) : rc;
}

static enum rc offer(struct call *call, const struct kind *kind, const struct find *find,
                     const struct met *met, struct duplicate_found *out)
{
    struct match_person person;
    struct match_score score;
    struct record *record;
    bool sees = false;
    enum rc rc =
        table_load_rid(call, call->store->db, app_table(call->app, kind), met->rid, &record);

    if (rc == RC_OK)
        rc = allowed(call, record, MAY_SEE, &sees);
    if (rc == RC_OK && !sees) {
        out->hidden |= met->verdict == VERDICT_SAME;
        return RC_OK;
    }
    if (rc == RC_OK)
        rc = read_facts(call, kind, met->rid, &person);
    if (rc == RC_OK)
        rc = without_secrets(call, record, &person);
    if (rc != RC_OK)
        return rc == RC_NOT_FOUND ? RC_OK : rc; /* put away meanwhile */
    match_score(&find->person, &person, &find->options, &score);
    if (score.verdict == VERDICT_DIFFERENT || out->n == DUPLICATE_FOUND_MAX)
        return RC_OK;
    hide_secrets(record);
    out->found[out->n++] = (struct duplicate_candidate){record, score};
    return RC_OK;
}

/* Offers the likeliest of whom she is like. */
static enum rc judge(struct call *call, const struct kind *kind, struct find *find,
                     struct duplicate_found *out)
{
    enum rc rc = RC_OK;

    if (find->n != 0)
        qsort(find->met, find->n, sizeof *find->met, by_weight);
    for (size_t i = 0; i < find->n && rc == RC_OK; i++)
        if (out->n < DUPLICATE_FOUND_MAX || (!out->hidden && find->met[i].verdict == VERDICT_SAME))
            rc = offer(call, kind, find, &find->met[i], out);
    return rc;
}

static void find_last(struct find *find)
{
    for (size_t i = find->last = 0; i < find->n; i++)
        if (by_weight(&find->met[i], &find->met[find->last]) > 0)
            find->last = i;
}

static enum rc meet(struct call *call, struct find *find, struct arena *keep, int64_t rid,
                    const struct match_person *person)
{
    struct match_score score;

    if (!match_may(&find->bound, &find->person, person))
        return RC_OK;
    match_score(&find->person, person, &find->options, &score);
    const struct met met = {rid, score.weight, score.verdict};
    if (score.verdict == VERDICT_DIFFERENT)
        return RC_OK;
    if (find->n == LOOKED_MAX) {
        if (by_weight(&met, &find->met[find->last]) > 0)
            return RC_OK;
        find->met[find->last] = met;
        find_last(find);
        return RC_OK;
    }
    if (!arena_grow(keep, &find->met, find->n, &find->room))
        return fail_memory(call);
    find->met[find->n++] = met;
    if (find->n == LOOKED_MAX)
        find_last(find);
    return RC_OK;
}

static enum rc find_person(struct call *call, const struct kind *kind, struct find *find,
                           int64_t self, struct duplicate_found *out)
{
    struct likeness_waiting waiting;
    struct likeness_met met = {.n = 0};
    enum rc rc = likeness_wait(call, call->arena, kind, &waiting);

    if (rc == RC_OK)
        rc = weigh_names(call, &waiting, find);
    if (rc == RC_OK && match_may_anybody(&find->bound))
        rc = likeness_meet(call, &waiting, &find->person, &met);
    for (size_t i = 0; i < met.n && rc == RC_OK; i++) {
        struct match_person person;
        if (met.rids[i] == self)
            continue;
        rc = read_facts(call, kind, met.rids[i], &person);
        if (rc == RC_OK)
            rc = meet(call, find, call->arena, met.rids[i], &person);
        else if (rc == RC_NOT_FOUND) /* put away meanwhile */
            rc = RC_OK;
    }
    return rc == RC_OK ? judge(call, kind, find, out) : rc;
}

enum rc duplicate_find(struct call *call, const struct record *like, struct duplicate_found *out)
{
    struct find *find = arena_alloc(call->arena, sizeof *find);

    *out = (struct duplicate_found){.n = 0};
    if (call->actor == NULL)
        return fail(call, RC_SIGN_IN, NULL, NULL);
    if (!likeness_has(like->kind))
        return no_match(call);
    if (find == NULL)
        return fail_memory(call);
    enum rc rc = likeness_of(call, call->arena, like, &find->person);
    return rc == RC_OK ? find_person(call, like->kind, find, like->rid, out) : rc;
}

/* ---- all against all ---- */

struct scan {
    struct match_person *persons;
    int64_t *rids;
    size_t n;
};

enum rc duplicate_size(struct call *call, const struct kind *kind, size_t *out)
{
    struct value n;
    enum rc rc = db_one(call, call->store->db, SQL("SELECT count(*) FROM likeness WHERE kind = ?1"),
                        BIND(v_text(kind->name)), &n, 1);

    *out = rc == RC_OK ? (size_t)n.i : 0;
    return rc;
}

/* Somebody may write meanwhile: what was counted is what is read. */
static enum rc read_all(struct call *call, const struct kind *kind, struct scan *scan)
{
    size_t n;
    enum rc rc = duplicate_size(call, kind, &n);
    struct rows rows CLEANUP(rows_end) = {0};

    scan->persons = arena_array(call->arena, n, sizeof *scan->persons);
    scan->rids = arena_array(call->arena, n, sizeof *scan->rids);
    if (scan->persons == NULL || scan->rids == NULL)
        return fail_memory(call);
    if (rc == RC_OK)
        rc =
            rows_open(call, call->store->db, SQL("SELECT rid, facts FROM likeness WHERE kind = ?1"),
                      BIND(v_text(kind->name)), &rows);
    while (rc == RC_OK && scan->n < n && rows_next(call, &rows, &rc)) {
        struct likeness_row row;
        rc = likeness_row(call, row_bytes(&rows, 1), &row);
        scan->rids[scan->n] = row_int(&rows, 0);
        if (rc == RC_OK)
            rc = likeness_read(call, call->arena, &row, &scan->persons[scan->n++]);
    }
    return rc;
}

static enum rc write_pairs(struct call *call, const struct kind *kind, const struct scan *scan,
                           const struct match_found *found)
{
    struct txn txn CLEANUP(txn_end) = {0};
    enum rc rc = txn_begin(call, call->store->db, &txn);

    if (rc == RC_OK)
        rc = db_run(call, call->store->db, SQL("DELETE FROM duplicate WHERE kind = ?1"),
                    BIND(v_text(kind->name)));
    for (size_t i = 0; i < found->n && i < DUPLICATE_PAIRS_MAX && rc == RC_OK; i++)
        rc = db_run(call, call->store->db,
                    SQL("INSERT INTO duplicate (kind, weight, low, high) VALUES (?1, ?2, ?3, ?4)"),
                    BIND(v_text(kind->name), v_int(found->pairs[i].weight),
                         v_int(scan->rids[found->pairs[i].a]),
                         v_int(scan->rids[found->pairs[i].b])));
    if (rc == RC_OK)
        rc = meta_set(call, call->store->db, "duplicates", v_int(call->now_ms));
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

static enum rc scan_in(struct call *call, const struct kind *kind, const struct progress *progress,
                       struct duplicate_counts *out)
{
    struct scan scan = {.n = 0};
    struct match_found found = {NULL, 0, 0};
    enum rc rc = read_all(call, kind, &scan);
    const struct match_options options = {scan.n};

    if (rc == RC_OK)
        rc = match_shares(call, scan.persons, scan.n);
    if (rc == RC_OK)
        rc = match_pairs(call, scan.persons, scan.n, &options, progress, &found);
    if (rc == RC_OK)
        rc = write_pairs(call, kind, &scan, &found);
    *out = (struct duplicate_counts){scan.n, found.n, found.compared};
    return rc;
}

enum rc duplicate_scan(struct call *call, const struct kind *kind, const struct progress *progress,
                       struct duplicate_counts *out)
{
    struct arena own, *outer = call->arena;

    if (!likeness_has(kind))
        return no_match(call);
    arena_init(&own, outer->heap, SCAN_MEMORY_MAX);
    call->arena = &own;
    enum rc rc = scan_in(call, kind, progress, out);
    call->arena = outer;
    if (rc != RC_OK) /* its words lie in the memory that goes now */
        call->error.text = str_dup(outer, call->error.text);
    arena_fini(&own);
    return rc;
}

/* ---- the work list ---- */

const struct kind *duplicate_denial(const struct call *call, const struct kind *kind)
{
    const struct registry *registry = call->app->registry;

    for (size_t i = 0; i < registry->n; i++) {
        const struct field *first = field_find(registry->kinds[i], STR("first"));
        const struct field *second = field_find(registry->kinds[i], STR("second"));
        if (first != NULL && second != NULL && first->target == kind && second->target == kind)
            return registry->kinds[i];
    }
    return NULL;
}

enum rc duplicate_deny(struct call *call, const struct record *a, const struct record *b,
                       const struct duplicate_no *no, struct outcome *out)
{
    const struct kind *denial = duplicate_denial(call, a->kind);
    struct value *values, args;
    bool *given;

    if (denial == NULL || a->kind != b->kind || id_eq(&a->id, &b->id))
        return no_match(call);
    values = arena_array(call->arena, denial->n, sizeof *values);
    given = arena_array(call->arena, denial->n, sizeof *given);
    if (values == NULL || given == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < denial->n; i++) {
        struct str name = denial->fields[i].name;
        if (str_is(name, "first") || str_is(name, "second"))
            values[i] = id_value(str_is(name, "first") ? &a->id : &b->id);
        else if (str_is(name, "why") && no->why.n != 0)
            values[i] = v_text(no->why);
        given[i] = values[i].type != V_NULL;
    }
    struct save_args save = {.kind = denial, .values = values, .given = given};
    struct operation_request request = {.operation = "record.save", .change = no->change};
    enum rc rc = save_args_make(call, &save, &args);
    request.args = args;
    return rc == RC_OK ? operation_run(call, &request, out) : rc;
}

static enum rc denied_by(struct call *call, const struct kind *denial, const struct id *first,
                         const struct id *second, bool *out)
{
    struct table_ids ids = {0};
    enum rc rc = table_linking(call, app_table(call->app, denial), field_find(denial, STR("first")),
                               first, &ids);

    for (size_t i = 0; i < ids.n && rc == RC_OK && !*out; i++) {
        struct record *record;
        rc =
            table_load(call, call->store->db, app_table(call->app, denial), &ids.items[i], &record);
        if (rc == RC_OK)
            *out = record->retired_ms == 0 &&
                   value_eq(record_value(record, "second"), id_value(second));
    }
    return rc;
}

enum rc duplicate_denied(struct call *call, const struct record *a, const struct record *b,
                         bool *out)
{
    const struct kind *denial = duplicate_denial(call, a->kind);
    enum rc rc = RC_OK;

    *out = false;
    if (denial != NULL)
        rc = denied_by(call, denial, &a->id, &b->id, out);
    return denial != NULL && rc == RC_OK && !*out ? denied_by(call, denial, &b->id, &a->id, out)
                                                  : rc;
}

static enum rc facts_of(struct call *call, const struct record *record, struct match_person *out)
{
    enum rc rc = read_facts(call, record->kind, record->rid, out);

    return rc == RC_NOT_FOUND ? likeness_of(call, call->arena, record, out) : rc; /* put away */
}

struct couple {
    struct match_person left, right;
    struct match_options options;
    bool all; /* nothing was kept from this reader */
};

static enum rc read_couple(struct call *call, const struct record *a, const struct record *b,
                           struct couple *out)
{
    enum rc rc = facts_of(call, a, &out->left);
    size_t numbers = out->left.numbers_n;

    if (rc == RC_OK)
        rc = facts_of(call, b, &out->right);
    numbers += out->right.numbers_n;
    if (rc == RC_OK)
        rc = without_secrets(call, a, &out->left);
    if (rc == RC_OK)
        rc = without_secrets(call, b, &out->right);
    out->all = numbers == (size_t)out->left.numbers_n + out->right.numbers_n;
    return rc;
}

static enum rc count_bearers(struct call *call, const struct kind *kind, struct couple *couple)
{
    struct match_person *const both[] = {&couple->left, &couple->right};
    struct likeness_waiting waiting;
    size_t bearers[MATCH_NAMES_MAX];
    enum rc rc = likeness_wait(call, call->arena, kind, &waiting);

    for (size_t i = 0; i < 2 && rc == RC_OK; i++) {
        rc = likeness_bearers(call, &waiting, both[i], &couple->options.population, bearers);
        if (rc == RC_OK)
            set_shares(both[i], bearers, couple->options.population);
    }
    return rc;
}

enum rc duplicate_compare(struct call *call, const struct record *a, const struct record *b,
                          struct match_score *out)
{
    struct couple couple = {.all = false};
    enum rc rc;

    if (!likeness_has(a->kind) || a->kind != b->kind)
        return no_match(call);
    rc = read_couple(call, a, b, &couple);
    if (rc == RC_OK)
        rc = count_bearers(call, a->kind, &couple);
    if (rc == RC_OK)
        match_score(&couple.left, &couple.right, &couple.options, out);
    return rc;
}

/* *out NULL: she may not see it, or it is gone or put away. */
static enum rc load_seen(struct call *call, const struct kind *kind, int64_t rid,
                         struct record **out)
{
    struct record *record;
    bool sees = false;
    enum rc rc = table_load_rid(call, call->store->db, app_table(call->app, kind), rid, &record);

    *out = NULL;
    if (rc == RC_NOT_FOUND || (rc == RC_OK && (record->erased || record->retired_ms != 0)))
        return RC_OK;
    if (rc == RC_OK)
        rc = allowed(call, record, MAY_SEE, &sees);
    if (rc == RC_OK && sees)
        *out = record;
    return rc;
}

/* The scan's own weight, reckoned with how common the names are, counts for who may know all that
 * it came from. */
static enum rc score_pair(struct call *call, const struct duplicate_after *at, size_t population,
                          struct duplicate_pair *pair)
{
    struct couple couple = {.options = {population}};
    enum rc rc = read_couple(call, pair->low, pair->high, &couple);

    if (rc != RC_OK)
        return rc;
    match_score(&couple.left, &couple.right, &couple.options, &pair->score);
    if (couple.all)
        pair->score.weight = (int)at->weight;
    match_conclude(&couple.options, &pair->score);
    return RC_OK;
}

static enum rc read_pair(struct call *call, const struct kind *kind, size_t population,
                         const struct duplicate_after *at, struct duplicate_pair *out)
{
    bool no = false;
    enum rc rc = load_seen(call, kind, at->low, &out->low);

    if (rc == RC_OK && out->low != NULL)
        rc = load_seen(call, kind, at->high, &out->high);
    if (rc != RC_OK || out->low == NULL || out->high == NULL)
        return rc;
    rc = duplicate_denied(call, out->low, out->high, &no);
    if (rc == RC_OK)
        rc = score_pair(call, at, population, out);
    if (rc != RC_OK)
        return rc;
    hide_secrets(out->low);
    hide_secrets(out->high);
    if (no)
        out->score.verdict = VERDICT_DIFFERENT;
    return RC_OK;
}

static enum rc read_pairs(struct call *call, const struct kind *kind, struct rows *rows,
                          size_t limit, struct duplicate_page *out)
{
    size_t population, looked = 0;
    enum rc rc = duplicate_size(call, kind, &population);

    while (rc == RC_OK && rows_next(call, rows, &rc)) {
        struct duplicate_after at = {row_int(rows, 0), row_int(rows, 1), row_int(rows, 2)};
        if (out->n == limit || looked++ == DUPLICATE_LOOKED_MAX) {
            out->more = true;
            break;
        }
        struct duplicate_pair *pair = &out->pairs[out->n];
        *pair = (struct duplicate_pair){NULL, NULL, {.verdict = VERDICT_DIFFERENT}};
        rc = read_pair(call, kind, population, &at, pair);
        out->n += rc == RC_OK && pair->score.verdict != VERDICT_DIFFERENT;
        out->next = at;
    }
    return rc;
}

enum rc duplicate_list(struct call *call, const struct kind *kind,
                       const struct duplicate_after *after, size_t limit,
                       struct duplicate_page *out)
{
    struct rows rows CLEANUP(rows_end) = {0};
    struct value scanned;

    *out = (struct duplicate_page){.pairs = arena_array(call->arena, limit, sizeof *out->pairs)};
    if (call->actor == NULL)
        return fail(call, RC_SIGN_IN, NULL, NULL);
    if (!likeness_has(kind) || limit > DUPLICATE_PAGE_MAX)
        return no_match(call);
    if (out->pairs == NULL)
        return fail_memory(call);
    enum rc rc = meta_get(call, call->store->db, "duplicates", &scanned);
    out->scanned_ms = rc == RC_OK && scanned.type == V_INT ? scanned.i : 0;
    bool first = after == NULL || (after->low == 0 && after->high == 0);
    int64_t weight = first ? INT64_MAX : after->weight;
    if (rc == RC_OK)
        rc = rows_open(call, call->store->db,
                       SQL("SELECT weight, low, high FROM duplicate WHERE kind = ?1 AND "
                           "(weight, low, high) < (?2, ?3, ?4) "
                           "ORDER BY weight DESC, low DESC, high DESC"),
                       BIND(v_text(kind->name), v_int(weight), v_int(first ? 0 : after->low),
                            v_int(first ? 0 : after->high)),
                       &rows);
    return rc == RC_OK ? read_pairs(call, kind, &rows, limit, out) : rc;
}

/* ---- many against all ---- */

enum { BATCH_SINGLY_MAX = 100 };

struct duplicate_batch {
    const struct kind *kind;
    struct arena *keep;
    struct likeness_waiting waiting;
    struct batch_row {
        struct find find;
        size_t tag, looked;
        int64_t self, seen; /* who it is, and who passed by last */
    } * rows;
    size_t n, room;
    uint32_t *heads; /* of chains of keys; numbers count from 1 */
    struct chain {
        uint32_t key, row, next;
        struct likeness_window window;
    } * chains;
    size_t mask, chains_n, chains_room;
};

enum rc duplicate_batch(struct call *call, struct arena *keep, const struct kind *kind,
                        struct duplicate_batch **out)
{
    if (!likeness_has(kind))
        return no_match(call);
    *out = arena_alloc(keep, sizeof **out);
    if (*out == NULL)
        return fail_memory(call);
    **out = (struct duplicate_batch){.kind = kind, .keep = keep};
    return likeness_wait(call, keep, kind, &(*out)->waiting);
}

enum rc duplicate_batch_add(struct call *call, struct duplicate_batch *batch,
                            const struct record *like, size_t tag)
{
    if (!arena_grow(batch->keep, &batch->rows, batch->n, &batch->room))
        return fail_memory(call);
    struct batch_row *row = &batch->rows[batch->n];
    *row = (struct batch_row){.tag = tag, .self = like->rid};
    enum rc rc = likeness_of(call, batch->keep, like, &row->find.person);
    if (rc == RC_OK)
        rc = weigh_names(call, &batch->waiting, &row->find);
    batch->n += rc == RC_OK;
    return rc;
}

static uint32_t *chain_head(const struct duplicate_batch *batch, uint32_t key)
{
    return &batch->heads[(key * 2654435761u >> 7) & batch->mask];
}

static enum rc add_keys(struct call *call, struct duplicate_batch *batch, size_t row)
{
    const struct match_person *person = &batch->rows[row].find.person;
    uint32_t keys[MATCH_KEYS_MAX];
    size_t n = match_keys(person, keys);
    enum rc rc = RC_OK;

    if (!match_may_anybody(&batch->rows[row].find.bound))
        return RC_OK;
    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        uint32_t *head = chain_head(batch, keys[i]);
        struct chain chain = {.key = keys[i], .row = (uint32_t)row, .next = *head};
        if (!arena_grow(batch->keep, &batch->chains, batch->chains_n, &batch->chains_room))
            return fail_memory(call);
        rc = likeness_window(call, batch->kind, keys[i], likeness_born(person), &chain.window);
        batch->chains[batch->chains_n] = chain;
        *head = (uint32_t)++batch->chains_n;
    }
    return rc;
}

static enum rc make_chains(struct call *call, struct duplicate_batch *batch)
{
    struct call_loop loop;
    size_t heads = 1024;
    enum rc rc = RC_OK;

    while (heads < 16 * batch->n)
        heads *= 2;
    batch->heads = arena_array(batch->keep, heads, sizeof *batch->heads);
    batch->mask = heads - 1;
    if (batch->heads == NULL)
        return fail_memory(call);
    call_loop_begin(call, &loop);
    for (size_t i = 0; i < batch->n && rc == RC_OK; i++) {
        rc = add_keys(call, batch, i);
        call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return rc;
}

/* One who is here, read when the first row asks for her. */
struct passing {
    int64_t rid;
    struct likeness_row row;
    struct match_person person;
    int64_t born;
    bool read;
};

static bool is_near(const struct likeness_window *window, int64_t born)
{
    return born == 0 || (born >= window->low && born <= window->high);
}

static enum rc pass_row(struct call *call, struct duplicate_batch *batch, const struct chain *chain,
                        struct passing *one)
{
    struct batch_row *row = &batch->rows[chain->row];
    enum rc rc = RC_OK;

    if (!one->read) {
        rc = likeness_read(call, call->arena, &one->row, &one->person);
        one->born = likeness_born(&one->person);
        one->read = true;
    }
    if (rc != RC_OK || !is_near(&chain->window, one->born) || row->seen == one->rid ||
        row->self == one->rid || row->looked++ >= MET_MAX)
        return rc;
    row->seen = one->rid;
    return meet(call, &row->find, batch->keep, one->rid, &one->person);
}

static enum rc pass_by(struct call *call, struct duplicate_batch *batch, struct passing *one)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < one->row.keys_n; i++) {
        uint32_t key = one->row.keys[i];
        for (uint32_t at = *chain_head(batch, key); at != 0 && rc == RC_OK;
             at = batch->chains[at - 1].next)
            if (batch->chains[at - 1].key == key)
                rc = pass_row(call, batch, &batch->chains[at - 1], one);
    }
    return rc;
}

/* Everybody passes by all rows once. */
static enum rc pass_all(struct call *call, struct duplicate_batch *batch)
{
    struct rows rows CLEANUP(rows_end) = {0};
    struct call_loop loop;
    enum rc rc =
        rows_open(call, call->store->db, SQL("SELECT rid, facts FROM likeness WHERE kind = ?1"),
                  BIND(v_text(batch->kind->name)), &rows);

    call_loop_begin(call, &loop);
    while (rc == RC_OK && rows_next(call, &rows, &rc)) {
        struct passing one = {.rid = row_int(&rows, 0)};
        rc = likeness_row(call, row_bytes(&rows, 1), &one.row);
        if (rc == RC_OK)
            rc = pass_by(call, batch, &one);
        if (rc == RC_OK && one.read)
            call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return rc;
}

enum rc duplicate_batch_end(struct call *call, struct duplicate_batch *batch,
                            const struct duplicate_each *each)
{
    bool singly = batch->n <= BATCH_SINGLY_MAX;
    struct call_loop loop;
    enum rc rc = singly ? RC_OK : make_chains(call, batch);

    if (rc == RC_OK && !singly)
        rc = pass_all(call, batch);
    call_loop_begin(call, &loop);
    for (size_t i = 0; i < batch->n && rc == RC_OK; i++) {
        struct batch_row *row = &batch->rows[i];
        struct duplicate_found found = {.n = 0};
        rc = singly ? find_person(call, batch->kind, &row->find, row->self, &found)
                    : judge(call, batch->kind, &row->find, &found);
        if (rc == RC_OK && (found.n != 0 || found.hidden))
            rc = each->take(call, each->data, row->tag, &found);
        call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return rc;
}
