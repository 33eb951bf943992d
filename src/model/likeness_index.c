/* likeness_index.c - see likeness_index.h. In the index a birth is its day times four and how
 * exactly it is known; the bearers of root 0, which no name has, are all. */
#include "model/likeness_index.h"

#include "store/store.h"

enum { MERGE_MEMORY_MAX = 256 << 20 };

/* ---- what waits ---- */

enum rc likeness_index_stale(struct call *call, const struct record *record)
{
    return db_run(call, call->store->db,
                  SQL("INSERT INTO likeness_fresh (kind, rid, was) VALUES (?1, ?2, "
                      "(SELECT facts FROM likeness WHERE kind = ?1 AND rid = ?2)) "
                      "ON CONFLICT DO NOTHING"),
                  BIND(v_text(record->kind->name), v_int(record->rid)));
}

enum rc likeness_index_clear(struct call *call)
{
    static const struct sql tables[] = {SQL_INIT("DELETE FROM likeness_key"),
                                        SQL_INIT("DELETE FROM likeness_name"),
                                        SQL_INIT("DELETE FROM likeness_fresh")};
    enum rc rc = RC_OK;

    for (size_t i = 0; i < sizeof tables / sizeof *tables && rc == RC_OK; i++)
        rc = db_run(call, call->store->db, tables[i], NO_BINDS);
    return rc;
}

/* ---- merging ---- */

struct entry {
    uint32_t key;
    int64_t born, rid;
    bool add;
};

struct change_of_name {
    uint32_t root;
    int step;
};

/* What becomes of the index of one kind. */
struct merge {
    struct str kind;
    struct entry *entries;
    struct change_of_name *names;
    size_t entries_n, entries_room, names_n, names_room;
};

int64_t likeness_born(const struct match_person *person)
{
    return person->precision == 0 ? 0 : (int64_t)person->born * 4 + person->precision;
}

static bool is_again(const uint32_t *roots, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (roots[j] == roots[i])
            return true;
    return false;
}

static enum rc put(struct call *call, struct merge *merge, int64_t rid, struct str facts, bool add)
{
    struct likeness_row row;
    struct match_person person;
    enum rc rc = likeness_row(call, facts, &row);

    if (rc == RC_OK)
        rc = likeness_read(call, call->arena, &row, &person);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < row.keys_n; i++) {
        if (!arena_grow(call->arena, &merge->entries, merge->entries_n, &merge->entries_room))
            return fail_memory(call);
        merge->entries[merge->entries_n++] =
            (struct entry){row.keys[i], likeness_born(&person), rid, add};
    }
    for (size_t i = 0; i <= row.roots_n; i++) {
        if (i < row.roots_n && is_again(row.roots, i))
            continue;
        if (!arena_grow(call->arena, &merge->names, merge->names_n, &merge->names_room))
            return fail_memory(call);
        merge->names[merge->names_n++] =
            (struct change_of_name){i < row.roots_n ? row.roots[i] : 0, add ? 1 : -1};
    }
    return RC_OK;
}

/* What goes before what comes: the same entry may do both. */
static int by_key(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;

    if (left->key != right->key)
        return left->key < right->key ? -1 : 1;
    if (left->born != right->born)
        return left->born < right->born ? -1 : 1;
    if (left->rid != right->rid)
        return left->rid < right->rid ? -1 : 1;
    return (int)left->add - (int)right->add;
}

static int by_root(const void *a, const void *b)
{
    const struct change_of_name *left = a, *right = b;

    return left->root < right->root ? -1 : left->root > right->root;
}

static enum rc write_entries(struct call *call, const struct merge *merge)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < merge->entries_n && rc == RC_OK; i++) {
        const struct entry *at = &merge->entries[i];
        rc = db_run(call, call->store->db,
                    at->add ? SQL("INSERT INTO likeness_key (kind, key, born, rid) VALUES "
                                  "(?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")
                            : SQL("DELETE FROM likeness_key WHERE kind = ?1 AND key = ?2 AND "
                                  "born = ?3 AND rid = ?4"),
                    BIND(v_text(merge->kind), v_int(at->key), v_int(at->born), v_int(at->rid)));
    }
    return rc;
}

static enum rc write_names(struct call *call, const struct merge *merge)
{
    enum rc rc = RC_OK;

    for (size_t i = 0, to; i < merge->names_n && rc == RC_OK; i = to) {
        int64_t step = 0;
        for (to = i; to < merge->names_n && merge->names[to].root == merge->names[i].root; to++)
            step += merge->names[to].step;
        if (step != 0)
            rc = db_run(call, call->store->db,
                        SQL("INSERT INTO likeness_name (kind, root, bearers) VALUES (?1, ?2, ?3) "
                            "ON CONFLICT (kind, root) DO UPDATE SET bearers = bearers + ?3"),
                        BIND(v_text(merge->kind), v_int(merge->names[i].root), v_int(step)));
    }
    return rc == RC_OK ? db_run(call, call->store->db,
                                SQL("DELETE FROM likeness_name WHERE kind = ?1 AND bearers = 0"),
                                BIND(v_text(merge->kind)))
                       : rc;
}

/* In the order of the index, so that each of its pages is met once. */
static enum rc write_merge(struct call *call, struct merge *merge)
{
    if (merge->entries_n != 0)
        qsort(merge->entries, merge->entries_n, sizeof *merge->entries, by_key);
    if (merge->names_n != 0)
        qsort(merge->names, merge->names_n, sizeof *merge->names, by_root);
    enum rc rc = write_entries(call, merge);
    return rc == RC_OK ? write_names(call, merge) : rc;
}

enum rc likeness_index_drop(struct call *call, const struct record *record)
{
    const struct binds binds = BIND(v_text(record->kind->name), v_int(record->rid));
    struct merge merge = {.kind = record->kind->name};
    struct value was;
    enum rc rc =
        db_one(call, call->store->db,
               SQL("SELECT was FROM likeness_fresh WHERE kind = ?1 AND rid = ?2"), binds, &was, 1);

    if (rc == RC_NOT_FOUND)
        rc = db_one(call, call->store->db,
                    SQL("SELECT facts FROM likeness WHERE kind = ?1 AND rid = ?2"), binds, &was, 1);
    if (rc == RC_NOT_FOUND)
        return RC_OK;
    if (rc == RC_OK && was.type == V_BYTES)
        rc = put(call, &merge, record->rid, was.s, false);
    if (rc == RC_OK)
        rc = write_merge(call, &merge);
    return rc == RC_OK
               ? db_run(call, call->store->db,
                        SQL("DELETE FROM likeness_fresh WHERE kind = ?1 AND rid = ?2"), binds)
               : rc;
}

/* Those of the kind of the first that waits; *n: how many. */
static enum rc read_fresh(struct call *call, struct merge *merge, size_t *n)
{
    struct rows rows CLEANUP(rows_end) = {0};
    struct str last = {NULL, 0};
    enum rc rc =
        rows_open(call, call->store->db,
                  SQL("SELECT f.kind, f.rid, f.was, l.facts FROM likeness_fresh f JOIN likeness l "
                      "ON l.kind = f.kind AND l.rid = f.rid ORDER BY f.kind, f.rid LIMIT ?1"),
                  BIND(v_int(LIKENESS_MERGE_MAX)), &rows);

    for (*n = 0; rc == RC_OK && rows_next(call, &rows, &rc); ++*n) {
        if (*n == 0)
            merge->kind = last = str_dup(call->arena, row_text(&rows, 0));
        if (!str_eq(row_text(&rows, 0), last))
            break;
        int64_t rid = row_int(&rows, 1);
        struct str was = row_bytes(&rows, 2);
        if (was.n != 0)
            rc = put(call, merge, rid, was, false);
        if (rc == RC_OK)
            rc = put(call, merge, rid, row_bytes(&rows, 3), true);
    }
    return rc;
}

static enum rc merge_some(struct call *call, size_t *n)
{
    struct merge merge = {.entries_n = 0};
    enum rc rc = read_fresh(call, &merge, n);

    if (rc != RC_OK || *n == 0)
        return rc;
    rc = write_merge(call, &merge);
    return rc == RC_OK
               ? db_run(call, call->store->db,
                        SQL("DELETE FROM likeness_fresh WHERE kind = ?1 AND rid IN (SELECT rid "
                            "FROM likeness_fresh WHERE kind = ?1 ORDER BY rid LIMIT ?2)"),
                        BIND(v_text(merge.kind), v_int((int64_t)*n)))
               : rc;
}

enum rc likeness_settle(struct call *call, size_t max)
{
    struct arena own, *outer = call->arena;
    struct value waits;
    enum rc rc = db_one(call, call->store->db, SQL("SELECT count(*) FROM likeness_fresh"), NO_BINDS,
                        &waits, 1);
    size_t n = 1;

    if (rc != RC_OK || waits.i <= (int64_t)max)
        return rc;
    arena_init(&own, outer->heap, MERGE_MEMORY_MAX);
    call->arena = &own;
    while (rc == RC_OK && n != 0) {
        rc = merge_some(call, &n);
        if (rc == RC_OK)
            arena_reset(&own);
    }
    call->arena = outer;
    if (rc != RC_OK) /* its words lie in the memory that goes now */
        call->error.text = str_dup(outer, call->error.text);
    arena_fini(&own);
    return rc;
}

/* ---- asking ---- */

struct asking {
    const struct kind *kind;
    const struct match_person *person;
    uint32_t keys[MATCH_KEYS_MAX];
    size_t keys_n;
    struct likeness_met *met;
    size_t room;
};

static void count_row(const struct match_person *person, const struct likeness_row *row, int step,
                      int64_t counts[static MATCH_NAMES_MAX])
{
    for (size_t i = 0; i < person->names_n; i++)
        for (size_t j = 0; j < row->roots_n; j++)
            if (person->names[i].root == row->roots[j]) {
                counts[i] += step;
                break;
            }
}

enum rc likeness_wait(struct call *call, struct arena *keep, const struct kind *kind,
                      struct likeness_waiting *out)
{
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc = rows_open(call, call->store->db,
                           SQL("SELECT f.rid, f.was, l.facts FROM likeness_fresh f JOIN likeness l "
                               "ON l.kind = f.kind AND l.rid = f.rid WHERE f.kind = ?1"),
                           BIND(v_text(kind->name)), &rows);

    *out = (struct likeness_waiting){.kind = kind};
    while (rc == RC_OK && rows_next(call, &rows, &rc)) {
        if (!arena_grow(keep, &out->rows, out->n, &out->room))
            return fail_memory(call);
        struct likeness_waits *to = &out->rows[out->n++];
        *to =
            (struct likeness_waits){.rid = row_int(&rows, 0), .is_new = row_bytes(&rows, 1).n == 0};
        if (!to->is_new)
            rc = likeness_row(call, row_bytes(&rows, 1), &to->was);
        if (rc == RC_OK)
            rc = likeness_row(call, row_bytes(&rows, 2), &to->now);
        to->was.rest = to->now.rest = STR("");
    }
    return rc;
}

static enum rc bearers_of(struct call *call, const struct kind *kind, uint32_t root, int64_t *out)
{
    struct value n;
    enum rc rc = db_one(call, call->store->db,
                        SQL("SELECT bearers FROM likeness_name WHERE kind = ?1 AND root = ?2"),
                        BIND(v_text(kind->name), v_int(root)), &n, 1);

    *out = rc == RC_OK ? n.i : 0;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc likeness_bearers(struct call *call, const struct likeness_waiting *waiting,
                         const struct match_person *person, size_t *all,
                         size_t bearers[static MATCH_NAMES_MAX])
{
    int64_t counts[MATCH_NAMES_MAX] = {0}, total = 0;
    enum rc rc = bearers_of(call, waiting->kind, 0, &total);

    for (size_t i = 0; i < person->names_n && rc == RC_OK; i++)
        rc = bearers_of(call, waiting->kind, person->names[i].root, &counts[i]);
    for (size_t i = 0; i < waiting->n; i++) {
        count_row(person, &waiting->rows[i].was, -1, counts);
        count_row(person, &waiting->rows[i].now, 1, counts);
        total += waiting->rows[i].is_new;
    }
    *all = total < 0 ? 0 : (size_t)total;
    for (size_t i = 0; i < person->names_n; i++)
        bearers[i] = counts[i] < 0 ? 0 : (size_t)counts[i];
    return rc;
}

/* One end of a window; left alone when the key has not so many. */
static enum rc end_of(struct call *call, struct sql sql, struct binds binds, int64_t *out)
{
    struct value born;
    enum rc rc = db_one(call, call->store->db, sql, binds, &born, 1);

    if (rc == RC_OK)
        *out = born.i;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc likeness_window(struct call *call, const struct kind *kind, uint32_t key, int64_t born,
                        struct likeness_window *out)
{
    const struct value args[] = {v_text(kind->name), v_int(key),
                                 v_int(born == 0 ? INT64_MIN : born),
                                 v_int(born == 0 ? 3 * LIKENESS_WINDOW - 1 : LIKENESS_WINDOW - 1)};
    const struct binds binds = {args, 4};

    *out = (struct likeness_window){INT64_MIN, INT64_MAX};
    enum rc rc = end_of(call,
                        SQL("SELECT born FROM likeness_key WHERE kind = ?1 AND key = ?2 AND "
                            "born >= ?3 ORDER BY born LIMIT 1 OFFSET ?4"),
                        binds, &out->high);
    return rc != RC_OK || born == 0
               ? rc
               : end_of(call,
                        SQL("SELECT born FROM likeness_key WHERE kind = ?1 AND key = ?2 AND "
                            "born < ?3 ORDER BY born DESC LIMIT 1 OFFSET ?4"),
                        binds, &out->low);
}

static enum rc add_met(struct call *call, struct asking *asking, int64_t rid)
{
    if (!arena_grow(call->arena, &asking->met->rids, asking->met->n, &asking->room))
        return fail_memory(call);
    asking->met->rids[asking->met->n++] = rid;
    return RC_OK;
}

static enum rc meet_rows(struct call *call, struct asking *asking, struct sql sql,
                         struct binds binds)
{
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc = rows_open(call, call->store->db, sql, binds, &rows);

    while (rc == RC_OK && rows_next(call, &rows, &rc))
        rc = add_met(call, asking, row_int(&rows, 0));
    return rc;
}

static enum rc meet_key(struct call *call, struct asking *asking, uint32_t key)
{
    int64_t born = likeness_born(asking->person);
    const struct value args[] = {v_text(asking->kind->name), v_int(key), v_int(born),
                                 v_int(born == 0 ? 3 * LIKENESS_WINDOW : LIKENESS_WINDOW)};

    if (born == 0)
        return meet_rows(call, asking,
                         SQL("SELECT rid FROM likeness_key WHERE kind = ?1 AND key = ?2 AND "
                             "?3 = 0 ORDER BY born LIMIT ?4"),
                         (struct binds){args, 4});
    enum rc rc = meet_rows(call, asking,
                           SQL("SELECT rid FROM likeness_key WHERE kind = ?1 AND key = ?2 AND "
                               "born >= ?3 ORDER BY born LIMIT ?4"),
                           (struct binds){args, 4});
    if (rc == RC_OK)
        rc = meet_rows(call, asking,
                       SQL("SELECT rid FROM likeness_key WHERE kind = ?1 AND key = ?2 AND "
                           "born < ?3 ORDER BY born DESC LIMIT ?4"),
                       (struct binds){args, 4});
    const struct value unborn[] = {args[0], args[1], v_int(0), args[3]};
    return rc == RC_OK ? meet_rows(call, asking,
                                   SQL("SELECT rid FROM likeness_key WHERE kind = ?1 AND "
                                       "key = ?2 AND born = ?3 LIMIT ?4"),
                                   (struct binds){unborn, 4})
                       : rc;
}

static int by_rid(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;

    return *left < *right ? -1 : *left > *right;
}

enum rc likeness_meet(struct call *call, const struct likeness_waiting *waiting,
                      const struct match_person *person, struct likeness_met *out)
{
    struct asking asking = {.kind = waiting->kind, .person = person, .met = out};
    size_t kept = 0;
    enum rc rc = RC_OK;

    *out = (struct likeness_met){.n = 0};
    asking.keys_n = match_keys(person, asking.keys);
    for (size_t i = 0; i < waiting->n && rc == RC_OK; i++) {
        const struct likeness_row *row = &waiting->rows[i].now;
        if (match_keys_meet(asking.keys, asking.keys_n, row->keys, row->keys_n))
            rc = add_met(call, &asking, waiting->rows[i].rid);
    }
    for (size_t i = 0; i < asking.keys_n && rc == RC_OK; i++)
        rc = meet_key(call, &asking, asking.keys[i]);
    if (rc != RC_OK || out->n == 0)
        return rc;
    qsort(out->rids, out->n, sizeof *out->rids, by_rid);
    for (size_t i = 0; i < out->n; i++)
        if (kept == 0 || out->rids[kept - 1] != out->rids[i])
            out->rids[kept++] = out->rids[i];
    out->n = kept;
    return rc;
}
