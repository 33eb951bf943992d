/* rebuild.c - see rebuild.h. */
#include "model/rebuild.h"

#include "base/cbor.h"
#include "model/likeness_index.h"
#include "model/overlay.h"
#include "model/refresh.h"
#include "model/search.h"

/* ---- replaying the log ---- */

static enum rc find_actor(struct call *call, const struct id *id, int64_t *rid)
{
    struct value found;

    *rid = 0;
    if (id_is_none(id))
        return RC_OK;
    enum rc rc = db_one(call, call->store->db, SQL("SELECT rid FROM user WHERE id = ?1"),
                        BIND(id_value(id)), &found, 1);
    if (rc == RC_OK)
        *rid = found.i;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* What a pass over the log carries out: first what the organisation has laid over the kinds, since
 * without it the rest is not understood; then the erasures alone; then everything. */
enum pass { PASS_OWN_FIELDS, PASS_ERASURES, PASS_ALL };

static bool belongs(enum pass pass, const struct edit *edit)
{
    if (pass == PASS_OWN_FIELDS)
        return edit->act != EDIT_ERASE && str_is(edit->kind, "own_fields");
    return pass == PASS_ALL || edit->act == EDIT_ERASE;
}

/* Of one part, behind those of the others. */
static enum rc read_part(struct call *call, enum pass pass, const struct log_part *part,
                         struct edits *all, size_t *room)
{
    struct edit *items = (struct edit *)(uintptr_t)all->items;
    struct edits edits = {0};
    enum rc rc = edits_read(call, part->plain, &edits);

    for (size_t i = 0; i < edits.n && rc == RC_OK; i++) {
        if (!belongs(pass, &edits.items[i]))
            continue;
        if (!arena_grow(call->arena, &items, all->n, room))
            return fail_memory(call);
        items[all->n] = edits.items[i];
        items[all->n++].subject = part->subject;
    }
    all->items = items;
    return rc;
}

static enum rc replay(struct call *call, void *arg, const struct log_entry *entry)
{
    const enum pass pass = *(const enum pass *)arg;
    struct edit_context context = {.change = entry->change, .time_ms = hybrid_ms(entry->time)};
    struct edits edits = {0};
    size_t room = 0;

    if (pass == PASS_ERASURES && !str_ends(entry->operation, STR(".erase")))
        return RC_OK;
    enum rc rc = find_actor(call, &entry->actor, &context.actor_rid);
    for (size_t i = 0; i < entry->n && rc == RC_OK; i++)
        if (entry->parts[i].plain.p != NULL)
            rc = read_part(call, pass, &entry->parts[i], &edits, &room);
    return rc == RC_OK ? edits_apply(call, edits.items, edits.n, &context) : rc;
}

static enum rc replay_all(struct call *call, enum pass pass)
{
    return log_each(call, call->store->log, 0, replay, &pass);
}

/* Makes all tables anew, empty, and sets call->app to the kinds as the log says they are in the
 * end. Where nothing was ever laid over the shipped ones their tables need not be made twice. */
static enum rc find_kinds(struct call *call, const struct app *shipped)
{
    const struct app *was = call->app;
    struct db *db = call->store->db;
    enum rc rc = tables_clear(call, db, was->tables);

    call->app = shipped;
    if (rc == RC_OK)
        rc = replay_all(call, PASS_OWN_FIELDS);
    if (rc == RC_OK)
        rc = overlay_rebuild(call, shipped);
    if (rc != RC_OK)
        return rc;
    return was == shipped && call->app == shipped
               ? tables_clear_kind(call, db, app_kind(call, "own_fields"))
               : tables_clear(call, db, call->app->tables);
}

enum rc rebuild(struct call *call)
{
    const struct app *app = call->app;
    struct txn txn CLEANUP(txn_end) = {0};
    struct db *db = call->store->db;
    enum rc rc = txn_begin(call, db, &txn);

    if (rc == RC_OK)
        rc = find_kinds(call, app_shipped(app));
    if (rc == RC_OK)
        rc = likeness_clear(call);
    if (rc == RC_OK)
        rc = replay_all(call, PASS_ERASURES);
    if (rc == RC_OK)
        rc = replay_all(call, PASS_ALL);
    if (rc == RC_OK)
        rc = refresh_inside(call);
    if (rc == RC_OK)
        rc = likeness_settle(call, 0);
    call->app = app;
    return rc == RC_OK ? txn_commit(&txn) : rc;
}

/* ---- proving that two files hold the same ---- */

static void put_id(struct buf *out, const struct id *id)
{
    cbor_put_bytes(out, id_str(id));
}

static enum rc put_record(struct call *call, struct buf *out, const struct record *record)
{
    struct id maker = {{0}};
    struct value found;

    if (record->made_by != 0) {
        enum rc rc = db_one(call, call->store->db, SQL("SELECT id FROM user WHERE rid = ?1"),
                            BIND(v_int(record->made_by)), &found, 1);
        if (rc != RC_OK && rc != RC_NOT_FOUND)
            return rc;
        if (rc == RC_OK)
            (void)id_of(found.s, &maker);
    }
    cbor_put_array(out, 14 + record->kind->n);
    put_id(out, &record->id);
    put_id(out, &record->subject);
    put_id(out, &record->base);
    put_id(out, &record->owner);
    put_id(out, &record->merged);
    put_id(out, &maker);
    cbor_put_int(out, record->rev);
    cbor_put_int(out, record->made_ms);
    cbor_put_int(out, record->changed_ms);
    cbor_put_int(out, record->retired_ms);
    cbor_put_int(out, record->position);
    cbor_put_bool(out, record->erased);
    cbor_put_text(out, record->state);
    cbor_put_text(out, record->code);
    for (size_t i = 0; i < record->kind->n; i++)
        cbor_put_value(out, record->values[i]);
    return RC_OK;
}

/* What it is found by, which must not depend on how the record came to be as it is. */
static enum rc put_search(struct call *call, struct buf *out, const struct record *record)
{
    struct str texts[SEARCH_COLUMNS] = {STR(""), STR(""), STR("")};
    enum rc rc = search_texts(call, call->store->db, record, texts);

    for (int i = 0; i < SEARCH_COLUMNS; i++)
        cbor_put_text(out, texts[i]);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc digest_table(struct call *call, const struct table *table, struct crypt_hash *hash,
                            int64_t *records)
{
    struct rows rows CLEANUP(rows_end) = {0};
    struct call_loop loop;
    enum rc rc = rows_open(call, call->store->db, table->in_order, NO_BINDS, &rows);

    call_loop_begin(call, &loop);
    while (rc == RC_OK && rows_next(call, &rows, &rc)) {
        struct record *record;
        struct buf out;
        buf_init(&out, call->arena, 4 << 20);
        rc = table_read_row(call, call->store->db, table, &rows, &record);
        if (rc == RC_OK)
            rc = put_record(call, &out, record);
        if (rc == RC_OK)
            rc = put_search(call, &out, record);
        if (rc == RC_OK && !buf_ok(&out))
            rc = fail_memory(call);
        if (rc == RC_OK) {
            crypt_hash_add(hash, buf_str(&out));
            ++*records;
            call_loop_next(&loop);
        }
    }
    call_loop_end(call, &loop);
    return rc;
}

enum rc tables_digest(struct call *call, unsigned char out[static CRYPT_HASH])
{
    int64_t records;

    return tables_digest_count(call, out, &records);
}

enum rc tables_digest_count(struct call *call, unsigned char out[static CRYPT_HASH],
                            int64_t *records)
{
    struct crypt_hash hash;
    enum rc rc = RC_OK;

    *records = 0;
    crypt_hash_start(&hash, "khetane/tables/1");
    for (size_t i = 0; i < call->app->registry->n && rc == RC_OK; i++)
        rc = digest_table(call, &call->app->tables->by_kind[i], &hash, records);
    crypt_hash_end(&hash, out);
    return rc;
}
