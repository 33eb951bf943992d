/* whole.c - see whole.h: the ZIP with its checksums and readme. */
#include "exchange/whole.h"

#include "base/file.h"
#include "base/json.h"
#include "exchange/whole_work.h"
#include "query/query.h"
#include "store/store.h"

enum { SUMS_MAX = 64 << 20, DAMAGED_MAX = 1 << 20, README_MAX = 64 << 10 };

/* ---- entries and their checksums */

enum rc whole_close(struct whole_making *m)
{
    unsigned char hash[CRYPT_HASH];

    if (m->entry.n == 0)
        return RC_OK;
    crypt_sha256_end(&m->hash, hash);
    buf_add(&m->sums, str_hex(m->call->arena, str_bytes(hash, sizeof hash)));
    buf_z(&m->sums, "  ");
    buf_add(&m->sums, m->entry);
    buf_char(&m->sums, '\n');
    m->entry = STR("");
    return buf_ok(&m->sums) ? RC_OK : fail_memory(m->call);
}

enum rc whole_entry(struct whole_making *m, struct str name)
{
    enum rc rc = whole_close(m);

    if (rc != RC_OK)
        return rc;
    m->entry = str_dup(m->keep, name);
    crypt_sha256_start(&m->hash);
    return m->entry.p == NULL ? fail_memory(m->call) : zip_entry(m->call, &m->zip, name);
}

enum rc whole_add(struct whole_making *m, struct str bytes)
{
    crypt_sha256_add(&m->hash, bytes);
    return zip_add(m->call, &m->zip, bytes);
}

enum rc whole_put(struct whole_making *m, struct str name, struct str bytes)
{
    enum rc rc = whole_entry(m, name);

    return rc == RC_OK ? whole_add(m, bytes) : rc;
}

/* ---- the readme */

static struct str user_name(struct whole_making *m, const char *field)
{
    struct value v = record_value(m->what->export, field);
    struct id id;

    return id_of(v.s, &id)
               ? query_title(m->call, kind_find(m->call->app->registry, STR("user")), &id)
               : STR("");
}

static void put_line(struct buf *out, const char *name, struct str what)
{
    buf_z(out, "- ");
    buf_z(out, name);
    buf_z(out, ": ");
    buf_add(out, what);
    buf_z(out, "\r\n");
}

static void put_layout(struct whole_making *m, struct buf *out)
{
    struct call *call = m->call;

    put_line(out, "kinds.json",
             say(call, "what is kept, each field with its type, its words and its choices"));
    put_line(out, "records/*.csv",
             say(call, "tables: UTF-8, commas, the first line has the headings (RFC 4180)"));
    put_line(out, "records/*.jsonl",
             say(call, "the same for programs: one record a line, days as 2026-11-22"));
    put_line(out, "changes.jsonl",
             say(call, "every change since the beginning: when, by whom, from what to what"));
    put_line(out, "files/",
             say(call, "what was attached; the number in front of the name stands "
                       "in the record"));
    put_line(out, "counts.json", say(call, "how many records, changes and files there are"));
    put_line(out, "SHA256SUMS", say(call, "to check that all is whole: sha256sum -c SHA256SUMS"));
}

static enum rc put_readme(struct whole_making *m)
{
    struct call *call = m->call;
    struct arena *arena = call->arena;
    char text[DAY_TEXT];
    struct buf out;

    buf_init(&out, arena, README_MAX);
    buf_add(&out,
            say(call, "Everything that was kept in Khetane on %s.", day_format(call->today, text)));
    buf_z(&out, "\r\n");
    buf_add(&out,
            say(call, "Asked for by %s, agreed by %s.", str_z(arena, user_name(m, "asked_by")),
                str_z(arena, user_name(m, "agreed_by"))));
    buf_z(&out, "\r\n\r\n");
    put_layout(m, &out);
    buf_z(&out, "\r\n");
    buf_add(&out, say(call, "Not in it: passwords and keys, what some people sealed for themselves "
                            "alone, and what was erased."));
    buf_z(&out, "\r\n");
    buf_add(&out, say(call, "All of it is about people who trusted the organisation. Keep it "
                            "locked, and erase copies that nobody needs."));
    buf_z(&out, "\r\n");
    if (m->counts.damaged != 0) {
        buf_z(&out, "\r\n");
        buf_add(&out, say(call, "These attached files could not be read; bring them back from a "
                                "backup:"));
        buf_z(&out, "\r\n");
        buf_add(&out, buf_str(&m->damaged));
    }
    return buf_ok(&out) ? whole_put(m, STR("README.txt"), buf_str(&out)) : fail_memory(call);
}

static enum rc put_counts(struct whole_making *m)
{
    struct json json;
    struct buf out;

    buf_init(&out, m->call->arena, 4096);
    json_init(&json, &out);
    json_open(&json, '{');
    json_pair(&json, "format", STR("khetane export 1"));
    json_name(&json, "records");
    json_int(&json, m->counts.records);
    json_name(&json, "changes");
    json_int(&json, m->counts.changes);
    json_name(&json, "files");
    json_int(&json, m->counts.files);
    json_name(&json, "damaged_files");
    json_int(&json, m->counts.damaged);
    json_close(&json, '}');
    buf_char(&out, '\n');
    return buf_ok(&out) ? whole_put(m, STR("counts.json"), buf_str(&out)) : fail_memory(m->call);
}

/* ---- all of it */

struct whole_target {
    struct age age;
    const struct os *os;
    int file, error;
    int64_t at;
};

static bool to_disk(void *data, struct str bytes)
{
    struct whole_target *to = data;

    to->error = to->os->write(to->os->data, to->file, bytes.p, bytes.n, to->at);
    to->at += (int64_t)bytes.n;
    return to->error == OS_OK;
}

static bool to_age(void *data, struct str bytes)
{
    return age_write(&((struct whole_target *)data)->age, bytes);
}

static enum rc make(struct whole_making *m)
{
    enum rc rc = whole_count(m);

    if (rc == RC_OK)
        rc = whole_parts(m);
    if (rc == RC_OK)
        rc = put_readme(m);
    if (rc == RC_OK)
        rc = put_counts(m);
    if (rc == RC_OK)
        rc = whole_close(m);
    if (rc == RC_OK)
        rc = zip_put(m->call, &m->zip, STR("SHA256SUMS"), buf_str(&m->sums));
    return rc == RC_OK ? zip_end(m->call, &m->zip) : rc;
}

static enum rc write_all(struct call *call, const struct whole *whole, struct whole_target *to,
                         struct whole_counts *out)
{
    struct whole_making m = {.call = call, .what = whole, .keep = call->arena};
    const struct actor *asker = call->actor;
    enum rc rc = age_begin(call, m.keep, whole->lock, (struct age_sink){to_disk, to}, &to->age);

    if (rc != RC_OK)
        return rc;
    zip_begin(&m.zip, m.keep, (struct zip_sink){to_age, to}, call->today);
    buf_init(&m.sums, m.keep, SUMS_MAX);
    buf_init(&m.damaged, m.keep, DAMAGED_MAX);
    call->actor = &actor_system; /* everything, by the agreement of two */
    rc = make(&m);
    call->actor = asker;
    if (rc == RC_OK)
        rc = age_end(call, &to->age);
    m.counts.bytes = to->at;
    *out = m.counts;
    return rc;
}

static enum rc disk_says(struct call *call, const struct whole_target *to, enum rc rc,
                         const char *path)
{
    if (rc != RC_IO || to->error == OS_OK)
        return rc;
    call_forgive(call);
    return file_fail(call, to->error, "write", path);
}

enum rc whole_write(struct call *call, const struct whole *whole, struct whole_counts *out)
{
    struct str path = file_path(call, whole->folder, whole->name);
    struct str part = str_format(call->arena, "%s.part", str_z(call->arena, path));
    const struct os *os = call->os;
    struct whole_target to = {.os = os};

    if (part.p == NULL)
        return fail_memory(call);
    to.file = os->open(os->data, part.p, OS_WRITE | OS_CREATE | OS_TRUNCATE);
    if (to.file < 0)
        return file_fail(call, to.file, "write", part.p);
    enum rc rc = disk_says(call, &to, write_all(call, whole, &to, out), part.p);
    int synced = rc == RC_OK ? os->sync(os->data, to.file) : OS_OK;
    (void)os->close(os->data, to.file);
    if (rc == RC_OK && synced == OS_OK)
        synced = os->rename(os->data, part.p, path.p);
    if (rc == RC_OK && synced == OS_OK)
        synced = os->sync_dir(os->data, whole->folder);
    if (rc == RC_OK && synced != OS_OK)
        rc = file_fail(call, synced, "write", path.p);
    if (rc != RC_OK)
        (void)os->remove(os->data, part.p);
    return rc;
}
