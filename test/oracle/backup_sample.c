/* backup_sample.c - a folder with records of many shapes, an erased person among them, and two
 * backups of it, one upon the other; beside them what a second reader must find in the backup:
 * FOLDER/expected.json. Usage: backup_sample FOLDER     (an empty one, run by reader.mjs) */
#include "base/file.h"
#include "base/json.h"
#include "store/backup.h"
#include "store/blob.h"
#include "store/posix.h"
#include "tap.h"
#include "world.h"

struct sample {
    struct world w;
    struct arena keep;
    struct json json;
    struct buf out;
    const char *to;
};

static void must(struct sample *s, enum rc rc)
{
    struct str text = s->w.call.error.text;

    if (rc == RC_OK)
        return;
    (void)fprintf(stderr, "backup_sample: %.*s\n", (int)text.n, text.p);
    exit(1);
}

/* ---- records ---- */

static struct id make_person(struct sample *s, const char *names)
{
    struct world *w = &s->w;
    struct outcome outcome;

    world_as(w, WORLD_WORKER);
    struct str me = str_hex(&w->arena, id_str(&w->call.actor->id));
    must(s, world_save(w, "person", NULL, NULL, &outcome, "names", names, "born", "1990-05", "sex",
                       "f", "responsible", me.p, NULL));
    return outcome.record;
}

static struct id make_case(struct sample *s, const struct id *person, const char *what)
{
    struct world *w = &s->w;
    struct outcome outcome, other;

    world_as(w, WORLD_WORKER);
    struct str who = str_hex(&w->arena, id_str(person));
    struct str me = str_hex(&w->arena, id_str(&w->call.actor->id));
    must(s, world_save(w, "case", NULL, NULL, &outcome, "person", who.p, "area", "housing", "what",
                       what, "responsible", me.p, "story", "Раскажано во кујната.", NULL));
    struct id id = outcome.record;
    must(s, world_save(w, "case_note", NULL, &id, &other, "text", "came again", NULL));
    must(s, world_save(w, "case", &id, NULL, &other, "area", "health", NULL));
    return id;
}

static void erase(struct sample *s, const char *kind, const struct id *id)
{
    struct world *w = &s->w;
    struct outcome proposal, outcome;
    struct value args;

    world_as(w, WORLD_LEAD);
    must(s, record_args_make(&w->call, world_load(w, kind, id), STR(""), &args));
    must(s, world_run(w, "record.erase", args, &proposal));
    w->actors[WORLD_OTHER]->roles[0] = STR("lead");
    world_as(w, WORLD_OTHER);
    must(s,
         record_args_make(&w->call, world_load(w, "proposal", &proposal.record), STR(""), &args));
    must(s, world_run(w, "proposal.approve", args, &outcome));
}

static void retire(struct sample *s, const struct id *id)
{
    struct world *w = &s->w;
    struct outcome outcome;
    struct value args;

    world_as(w, WORLD_WORKER);
    must(s, record_args_make(&w->call, world_load(w, "case", id), STR(""), &args));
    must(s, world_run(w, "record.retire", args, &outcome));
}

static void backup(struct sample *s, struct backup_report *report)
{
    world_system(&s->w);
    must(s, backup_make(&s->w.call, s->to, NULL, report));
}

static void live(struct sample *s, struct backup_report *report)
{
    struct blob blob;

    struct id first = make_person(s, "given, Senada; family, Demirova");
    struct id second = make_person(s, "given, Canary; family, Canarova");
    struct id id = make_case(s, &first, "Roof");
    struct id other = make_case(s, &second, "Of the canary");
    must(s, blob_put(&s->w.call, s->w.folder, STR("a scanned paper"), &blob));
    backup(s, report);
    erase(s, "person", &second);
    erase(s, "case", &other);
    retire(s, &id);
    (void)make_person(s, "given, Orhan; family, Kamberov");
    backup(s, report);
}

/* ---- what there is ---- */

static void put_hex(struct sample *s, const char *name, const struct id *id)
{
    json_pair(&s->json, name, id_is_none(id) ? STR("") : str_hex(s->w.call.arena, id_str(id)));
}

static void put_int(struct sample *s, const char *name, int64_t i)
{
    json_name(&s->json, name);
    json_int(&s->json, i);
}

static void put_value(struct sample *s, struct value v)
{
    switch (v.type) {
    case V_NULL: json_null(&s->json); return;
    case V_INT: json_int(&s->json, v.i); return;
    case V_TEXT: json_text(&s->json, v.s); return;
    case V_BYTES:
        json_open(&s->json, '{');
        json_pair(&s->json, "bytes", str_hex(s->w.call.arena, v.s));
        json_close(&s->json, '}');
        return;
    case V_LIST:
        json_open(&s->json, '[');
        for (size_t i = 0; i < v.list.n; i++)
            put_value(s, v.list.items[i]);
        json_close(&s->json, ']');
        return;
    }
}

static struct id maker_of(struct sample *s, const struct record *record)
{
    struct id id = {{0}};
    struct value found;

    if (record->made_by != 0) {
        must(s, db_one(&s->w.call, s->w.call.store->db, SQL("SELECT id FROM user WHERE rid = ?1"),
                       BIND(v_int(record->made_by)), &found, 1));
        (void)id_of(found.s, &id);
    }
    return id;
}

static void put_record(struct sample *s, const struct record *record)
{
    struct id maker = maker_of(s, record);

    json_open(&s->json, '{');
    json_pair(&s->json, "kind", record->kind->name);
    put_hex(s, "id", &record->id);
    put_hex(s, "subject", &record->subject);
    put_hex(s, "base", &record->base);
    put_hex(s, "owner", &record->owner);
    put_hex(s, "maker", &maker);
    put_int(s, "rev", record->rev);
    put_int(s, "made", record->made_ms);
    put_int(s, "changed", record->changed_ms);
    put_int(s, "retired", record->retired_ms);
    put_int(s, "n", record->position);
    put_int(s, "erased", record->erased);
    json_pair(&s->json, "state", record->state);
    json_pair(&s->json, "code", record->code);
    json_name(&s->json, "fields");
    json_open(&s->json, '{');
    for (size_t i = 0; i < record->kind->n; i++) {
        if (record->values[i].type == V_NULL)
            continue;
        json_name(&s->json, str_z(s->w.call.arena, record->kind->fields[i].key));
        put_value(s, record->values[i]);
    }
    json_close(&s->json, '}');
    json_close(&s->json, '}');
}

static void put_records(struct sample *s)
{
    const struct app *app = s->w.call.app;

    json_name(&s->json, "records");
    json_open(&s->json, '[');
    for (size_t i = 0; i < app->registry->n; i++) {
        const struct table *table = &app->tables->by_kind[i];
        struct rows rows CLEANUP(rows_end) = {0};
        struct record *record;
        enum rc rc = RC_OK;
        must(s, rows_open(&s->w.call, s->w.call.store->db, table->in_order, NO_BINDS, &rows));
        while (rows_next(&s->w.call, &rows, &rc)) {
            must(s, table_read_row(&s->w.call, s->w.call.store->db, table, &rows, &record));
            put_record(s, record);
        }
        must(s, rc);
    }
    json_close(&s->json, ']');
}

int main(int argc, char **argv)
{
    static const struct app_parts no_parts;
    struct backup_report report;
    struct sample s = {.to = NULL};

    if (argc != 2 || !crypt_init())
        return 2;
    arena_init(&s.keep, &heap_libc, ARENA_MAX_DEFAULT);
    struct str data = str_format(&s.keep, "%s/data", argv[1]);
    s.to = str_format(&s.keep, "%s/backup", argv[1]).p;
    if (posix_os()->mkdir(NULL, data.p) != OS_OK)
        return 1;
    world_open(&s.w, posix_os(), data.p, &no_parts);
    live(&s, &report);
    world_system(&s.w);
    buf_init(&s.out, &s.keep, 1 << 20);
    json_init(&s.json, &s.out);
    json_open(&s.json, '{');
    json_pair(&s.json, "phrase", STR("a phrase for tests alone"));
    json_pair(&s.json, "head", str_of(report.head));
    put_int(&s, "entries", report.entries);
    put_int(&s, "segments", report.segments);
    put_int(&s, "erased", report.erased);
    put_records(&s);
    json_close(&s.json, '}');
    must(&s, file_replace(&s.w.call, argv[1], "expected.json", buf_str(&s.out)));
    world_close(&s.w);
    arena_fini(&s.keep);
    return 0;
}
