/* duplicate.c - see duplicate.h. */
#include "query/duplicate.h"

#include "model/app.h"
#include "model/likeness.h"
#include "store/schema.h"
#include "store/store.h"

enum { MET_MAX = 20000, SCAN_MEMORY_MAX = 1 << 30 };

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
    struct match_person person;
    struct match_score score;
};

struct find {
    struct match_person person;
    uint32_t keys[MATCH_KEYS_MAX];
    size_t keys_n, all;
    size_t bearers[MATCH_NAMES_MAX]; /* of each of the person's names */
    struct met *met;
    size_t n, room;
};

static void count_names(const struct match_person *person, const struct likeness_row *row,
                        size_t bearers[static MATCH_NAMES_MAX])
{
    for (size_t i = 0; i < person->names_n; i++)
        for (size_t j = 0; j < row->roots_n; j++)
            if (person->names[i].root == row->roots[j]) {
                bearers[i]++;
                break;
            }
}

static enum rc meet_all(struct call *call, const struct record *like, struct find *find)
{
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc =
        rows_open(call, call->store->db, SQL("SELECT rid, facts FROM likeness WHERE kind = ?1"),
                  BIND(v_text(like->kind->name)), &rows);

    while (rc == RC_OK && rows_next(call, &rows, &rc)) {
        struct likeness_row row;
        rc = likeness_row(call, row_bytes(&rows, 1), &row);
        if (rc != RC_OK)
            break;
        find->all++;
        count_names(&find->person, &row, find->bearers);
        if (find->n == MET_MAX || row_int(&rows, 0) == like->rid ||
            !match_keys_meet(find->keys, find->keys_n, row.keys, row.keys_n))
            continue;
        if (!arena_grow(call->arena, &find->met, find->n, &find->room))
            return fail_memory(call);
        find->met[find->n].rid = row_int(&rows, 0);
        rc = likeness_read(call, call->arena, &row, &find->met[find->n++].person);
    }
    return rc;
}

/* The names of the one are what agrees or not: how common they are decides. */
static void set_shares(struct match_person *person, const size_t *bearers, size_t all)
{
    struct match_name *names = (struct match_name *)(uintptr_t)person->names;

    for (size_t i = 0; i < person->names_n; i++)
        names[i].share = match_share(bearers[i], all);
}

static int by_weight(const void *a, const void *b)
{
    const struct met *left = a, *right = b;

    if (left->score.weight != right->score.weight)
        return left->score.weight > right->score.weight ? -1 : 1;
    return left->rid < right->rid ? -1 : left->rid > right->rid;
}

static enum rc offer(struct call *call, const struct kind *kind, struct find *find, struct met *met,
                     struct duplicate_found *out)
{
    const struct match_options options = {find->all};
    struct record *record;
    bool sees = false;
    enum rc rc =
        table_load_rid(call, call->store->db, app_table(call->app, kind), met->rid, &record);

    if (rc == RC_OK)
        rc = allowed(call, record, MAY_SEE, &sees);
    if (rc == RC_OK && !sees) {
        out->hidden |= met->score.verdict == VERDICT_SAME;
        return RC_OK;
    }
    if (rc == RC_OK)
        rc = without_secrets(call, record, &met->person);
    if (rc != RC_OK)
        return rc;
    match_score(&find->person, &met->person, &options, &met->score);
    if (met->score.verdict == VERDICT_DIFFERENT || out->n == DUPLICATE_FOUND_MAX)
        return RC_OK;
    hide_secrets(record);
    out->found[out->n++] = (struct duplicate_candidate){record, met->score};
    return RC_OK;
}

/* Scores whom the person has met, and offers the likeliest. */
static enum rc judge(struct call *call, const struct kind *kind, struct find *find,
                     struct duplicate_found *out)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < find->person.names_n; i++)
        find->bearers[i]++; /* who is typed in is one more */
    set_shares(&find->person, find->bearers, find->all);
    const struct match_options options = {find->all};
    for (size_t i = 0; i < find->n; i++)
        match_score(&find->person, &find->met[i].person, &options, &find->met[i].score);
    if (find->n != 0)
        qsort(find->met, find->n, sizeof *find->met, by_weight);
    for (size_t i = 0; i < find->n && rc == RC_OK; i++) {
        if (find->met[i].score.verdict == VERDICT_DIFFERENT ||
            (out->n == DUPLICATE_FOUND_MAX && i > 99))
            break;
        rc = offer(call, kind, find, &find->met[i], out);
    }
    return rc;
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
    if (rc != RC_OK)
        return rc;
    find->keys_n = match_keys(&find->person, find->keys);
    rc = meet_all(call, like, find);
    return rc == RC_OK ? judge(call, like->kind, find, out) : rc;
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
    struct value facts;
    struct likeness_row row;
    enum rc rc = db_one(call, call->store->db,
                        SQL("SELECT facts FROM likeness WHERE kind = ?1 AND rid = ?2"),
                        BIND(v_text(record->kind->name), v_int(record->rid)), &facts, 1);

    if (rc == RC_NOT_FOUND) { /* it is put away */
        rc = likeness_of(call, call->arena, record, out);
    } else if (rc == RC_OK) {
        rc = likeness_row(call, facts.s, &row);
        if (rc == RC_OK)
            rc = likeness_read(call, call->arena, &row, out);
    }
    return rc;
}

struct couple {
    struct match_person left, right;
    size_t left_bearers[MATCH_NAMES_MAX], right_bearers[MATCH_NAMES_MAX];
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
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc = rows_open(call, call->store->db, SQL("SELECT facts FROM likeness WHERE kind = ?1"),
                           BIND(v_text(kind->name)), &rows);

    while (rc == RC_OK && rows_next(call, &rows, &rc)) {
        struct likeness_row row;
        rc = likeness_row(call, row_bytes(&rows, 0), &row);
        if (rc != RC_OK)
            break;
        couple->options.population++;
        count_names(&couple->left, &row, couple->left_bearers);
        count_names(&couple->right, &row, couple->right_bearers);
    }
    set_shares(&couple->left, couple->left_bearers, couple->options.population);
    set_shares(&couple->right, couple->right_bearers, couple->options.population);
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

/* ---- one against all, again and again ---- */

enum { BUCKET_MAX = 1000 };

/* Numbers by number; 0 ends a chain, so that places count from 1. */
struct chains {
    uint32_t *heads;
    size_t mask;
    struct chain {
        uint32_t key, value, next;
    } * items;
    size_t n, room;
};

struct duplicate_index {
    const struct kind *kind;
    struct indexed {
        int64_t rid;
        struct str facts;
        uint32_t seen; /* by which search */
    } * rows;
    size_t n;
    uint32_t searches;
    struct chains keys, roots; /* key: row; root: how many bear it */
};

static size_t chain_head(const struct chains *chains, uint32_t key)
{
    return (key * 2654435761u >> 7) & chains->mask;
}

static bool chains_init(struct arena *keep, size_t n, struct chains *out)
{
    size_t heads = 1024;

    while (heads < 4 * n)
        heads *= 2;
    *out =
        (struct chains){.heads = arena_array(keep, heads, sizeof *out->heads), .mask = heads - 1};
    return out->heads != NULL;
}

static struct chain *chain_find(const struct chains *chains, uint32_t key, uint32_t after)
{
    uint32_t at = after == 0 ? chains->heads[chain_head(chains, key)] : after;

    while (at != 0 && chains->items[at - 1].key != key)
        at = chains->items[at - 1].next;
    return at == 0 ? NULL : &chains->items[at - 1];
}

static bool chain_add(struct arena *keep, struct chains *chains, uint32_t key, uint32_t value)
{
    uint32_t *head = &chains->heads[chain_head(chains, key)];

    if (!arena_grow(keep, &chains->items, chains->n, &chains->room))
        return false;
    chains->items[chains->n] = (struct chain){key, value, *head};
    *head = (uint32_t)++chains->n;
    return true;
}

static bool index_row(struct arena *keep, struct duplicate_index *index,
                      const struct likeness_row *row)
{
    for (size_t i = 0; i < row->keys_n; i++)
        if (!chain_add(keep, &index->keys, row->keys[i], (uint32_t)index->n))
            return false;
    for (size_t i = 0; i < row->roots_n; i++) {
        struct chain *bearers = chain_find(&index->roots, row->roots[i], 0);
        bool again = false;
        for (size_t j = 0; j < i; j++)
            again |= row->roots[j] == row->roots[i];
        if (bearers != NULL)
            bearers->value += !again;
        else if (!chain_add(keep, &index->roots, row->roots[i], 1))
            return false;
    }
    return true;
}

static enum rc index_all(struct call *call, struct arena *keep, struct duplicate_index *index,
                         size_t n)
{
    struct rows rows CLEANUP(rows_end) = {0};
    struct likeness_row row;
    enum rc rc =
        rows_open(call, call->store->db, SQL("SELECT rid, facts FROM likeness WHERE kind = ?1"),
                  BIND(v_text(index->kind->name)), &rows);

    while (rc == RC_OK && index->n < n && rows_next(call, &rows, &rc)) {
        struct indexed *to = &index->rows[index->n];
        *to =
            (struct indexed){.rid = row_int(&rows, 0), .facts = str_dup(keep, row_bytes(&rows, 1))};
        rc = to->facts.p == NULL ? fail_memory(call) : likeness_row(call, to->facts, &row);
        if (rc == RC_OK && !index_row(keep, index, &row))
            rc = fail_memory(call);
        index->n++;
    }
    return rc;
}

enum rc duplicate_index(struct call *call, struct arena *keep, const struct kind *kind,
                        struct duplicate_index **out)
{
    struct duplicate_index *index = arena_alloc(keep, sizeof *index);
    size_t n = 0;

    if (!likeness_has(kind))
        return no_match(call);
    if (index == NULL)
        return fail_memory(call);
    enum rc rc = duplicate_size(call, kind, &n);
    if (rc != RC_OK)
        return rc;
    *index = (struct duplicate_index){.kind = kind,
                                      .rows = arena_array(keep, n + 1, sizeof *index->rows)};
    if (index->rows == NULL || !chains_init(keep, n, &index->keys) ||
        !chains_init(keep, n, &index->roots))
        return fail_memory(call);
    *out = index;
    return index_all(call, keep, index, n);
}

/* A key that hundreds share says nothing; whoever is alike shares a rarer one too. */
static enum rc meet_key(struct call *call, struct duplicate_index *index, uint32_t key,
                        struct find *find)
{
    struct chain *at = chain_find(&index->keys, key, 0);
    struct likeness_row row;
    enum rc rc = RC_OK;

    for (size_t i = 0; at != NULL && i < BUCKET_MAX && find->n < MET_MAX && rc == RC_OK; i++) {
        struct indexed *met = &index->rows[at->value];
        if (met->seen != index->searches) {
            met->seen = index->searches;
            if (!arena_grow(call->arena, &find->met, find->n, &find->room))
                return fail_memory(call);
            find->met[find->n].rid = met->rid;
            rc = likeness_row(call, met->facts, &row);
            if (rc == RC_OK)
                rc = likeness_read(call, call->arena, &row, &find->met[find->n++].person);
        }
        at = at->next == 0 ? NULL : chain_find(&index->keys, key, at->next);
    }
    return rc;
}

enum rc duplicate_among(struct call *call, struct duplicate_index *index, const struct record *like,
                        struct duplicate_found *out)
{
    struct find *find = arena_alloc(call->arena, sizeof *find);

    *out = (struct duplicate_found){.n = 0};
    if (find == NULL)
        return fail_memory(call);
    find->all = index->n;
    index->searches++;
    enum rc rc = likeness_of(call, call->arena, like, &find->person);
    if (rc != RC_OK)
        return rc;
    find->keys_n = match_keys(&find->person, find->keys);
    for (size_t i = 0; i < find->person.names_n; i++) {
        const struct chain *bearers = chain_find(&index->roots, find->person.names[i].root, 0);
        find->bearers[i] = bearers == NULL ? 0 : bearers->value;
    }
    for (size_t i = 0; i < find->keys_n && rc == RC_OK; i++)
        rc = meet_key(call, index, find->keys[i], find);
    return rc == RC_OK ? judge(call, index->kind, find, out) : rc;
}
