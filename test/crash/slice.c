/* slice.c - see slice.h. */
#include "slice.h"

#include "model/rebuild.h"
#include "query/query.h"
#include "store/blob.h"
#include "store/reads.h"
#include "store/schema.h"

enum { FILE_MAX = 200000 };

/* The places in a round that later ones go back to. */
enum place {
    PERSON,
    NEIGHBOUR,
    CASE,
    NOTE,
    PAPER,
    CHANGE,
    LETTER,
    OTHER_FILE,
    MOVE,
    RETIRE,
    UNDO,
    RESTORE,
    SECOND_CASE,
    SECOND_LETTER,
    PROPOSE_CASE,
    APPROVE_CASE,
    PROPOSE_PERSON,
    APPROVE_PERSON,
    DECLARE,
};

_Static_assert(DECLARE + 1 == SLICE_ROUND, "each place is one step");

/* Everybody can make the id of a step's change from its number. */
static struct id change_of(int i)
{
    struct id id = {{'s', 't', 'e', 'p'}};

    memcpy(id.b + 8, &i, sizeof i);
    return id;
}

/* ---- finding what earlier steps made ---- */

static enum rc record_of(struct world *w, int i, struct id *out)
{
    struct log_entry entry;
    struct edits edits = {0};
    struct id change = change_of(i);
    enum rc rc = log_find(&w->call, w->call.store->log, &change, &entry);

    for (size_t n = 0; n < entry.n && rc == RC_OK && edits.n == 0; n++)
        if (entry.parts[n].plain.p != NULL)
            rc = edits_read(&w->call, entry.parts[n].plain, &edits);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && edits.n == 0))
        return fail(&w->call, RC_CORRUPT, "step", "What step %d made cannot be found.", i);
    if (rc == RC_OK)
        *out = edits.items[0].record;
    return rc;
}

static const struct kind *kind_of(struct world *w, const char *name)
{
    return kind_find(w->app->registry, str_of(name));
}

static const char *hex(struct world *w, const struct id *id)
{
    return str_z(&w->arena, str_hex(&w->arena, id_str(id)));
}

/* ---- steps ---- */

static enum rc make_person(struct world *w, int i)
{
    struct outcome outcome;
    const char *me = hex(w, &w->actors[WORLD_WORKER]->id);

    return world_save(w, "person", NULL, NULL, &outcome, "names",
                      str_format(&w->arena, "given, Senada %d; family, Demirova", i).p, "born",
                      "1990-05", "phones", "070 123 456, own, yes", "lives_in",
                      "kamenica, Dolno, , ", "national_number", "1505990000000", "responsible", me,
                      NULL);
}

static enum rc make_case(struct world *w, int person, const char *what)
{
    struct outcome outcome;
    struct id id;
    const char *me = hex(w, &w->actors[WORLD_WORKER]->id);
    enum rc rc = record_of(w, person, &id);

    return rc == RC_OK ? world_save(w, "case", NULL, NULL, &outcome, "person", hex(w, &id), "area",
                                    "housing", "what", what, "story", "as told in the kitchen",
                                    "responsible", me, NULL)
                       : rc;
}

/* What stands in the attachment with this name; some have more than one chunk. */
static struct str content_of(struct world *w, struct str name)
{
    size_t n = str_hash(name) % 5 == 0 ? 70000 : 900;
    char *bytes = arena_alloc(&w->arena, n);

    for (size_t at = 0; bytes != NULL && at < n; at++)
        bytes[at] = (char)(name.p[at % name.n] + (char)(at / name.n));
    return str_bytes(bytes, bytes == NULL ? 0 : n);
}

/* The row of a field of the type "files". */
static enum rc attach(struct world *w, const char *name, const char **typed)
{
    struct str content = content_of(w, str_of(name));
    struct blob blob;
    enum rc rc =
        content.n == 0 ? fail_memory(&w->call) : blob_put(&w->call, w->folder, content, &blob);

    if (rc != RC_OK)
        return rc;
    *typed =
        str_format(&w->arena, "%s, %s, %s, %s, application/pdf, %zu, 1",
                   str_hex(&w->arena, str_bytes(blob.id, BLOB_ID)).p,
                   str_hex(&w->arena, str_bytes(blob.sealed.key, CRYPT_KEY)).p,
                   str_hex(&w->arena, str_bytes(blob.sealed.hash, CRYPT_HASH)).p, name, content.n)
            .p;
    return *typed == NULL ? fail_memory(&w->call) : RC_OK;
}

/* letter < 0: a new one of the case that step 'of' made; else another file for that letter. */
static enum rc write_letter(struct world *w, int i, int of, int letter)
{
    struct outcome outcome;
    struct id owner, id;
    const char *files = NULL;
    enum rc rc = record_of(w, of, &owner);

    if (rc == RC_OK && letter >= 0)
        rc = record_of(w, letter, &id);
    if (rc == RC_OK)
        rc = attach(w, str_format(&w->arena, "file-%d.pdf", i).p, &files);
    if (rc != RC_OK)
        return rc;
    return letter >= 0 ? world_save(w, "letter", &id, NULL, &outcome, "files", files, NULL)
                       : world_save(w, "letter", NULL, &owner, &outcome, "procedure", "mk/request",
                                    "template", "request", "language", "mk", "written",
                                    "2026-01-07", "subject_line", "Request", "files", files, NULL);
}

static enum rc named(struct world *w, const char *operation, const char *kind, int of,
                     const char *word)
{
    struct outcome outcome;
    struct record *record;
    struct value args;
    struct id id;
    enum rc rc = record_of(w, of, &id);

    if (rc == RC_OK)
        rc = table_load(&w->call, w->call.store->db, app_table(w->app, kind_of(w, kind)), &id,
                        &record);
    if (rc == RC_OK)
        rc = record_args_make(&w->call, record, str_of(word), &args);
    return rc == RC_OK ? world_run(w, operation, args, &outcome) : rc;
}

/* The second of the two who erase. */
static enum rc approve(struct world *w, int proposal)
{
    world_as(w, WORLD_OTHER);
    w->actors[WORLD_OTHER]->roles[0] = STR("lead");
    enum rc rc = named(w, "proposal.approve", "proposal", proposal, "");
    w->actors[WORLD_OTHER]->roles[0] = STR("worker");
    return rc;
}

static enum rc undo(struct world *w, int i)
{
    struct id change = change_of(i);
    struct value arg = id_value(&change);
    struct outcome outcome;

    return world_run(w, "change.undo", v_list(&arg, 1), &outcome);
}

/* Looks at the case first, as one does: the log of reads has something of it. */
static enum rc change_case(struct world *w, int of)
{
    struct outcome outcome;
    struct record *record;
    struct id id, change = w->change;
    enum rc rc = record_of(w, of, &id);

    if (rc == RC_OK)
        rc = query_get(&w->call, kind_of(w, "case"), &id, &record);
    w->change = change;
    return rc == RC_OK ? world_save(w, "case", &id, NULL, &outcome, "what", "Roof and wall",
                                    "happened", "2025", NULL)
                       : rc;
}

static enum rc add_part(struct world *w, int of, bool note)
{
    struct outcome outcome;
    struct id owner;
    enum rc rc = record_of(w, of, &owner);

    if (rc != RC_OK)
        return rc;
    return note
               ? world_save(w, "case_note", NULL, &owner, &outcome, "text", "seen at home", NULL)
               : world_save(w, "case_paper", NULL, &owner, &outcome, "what", "decision", "received",
                            "2026-01-05", "how", "in_hand", "procedure", "mk/appeal", NULL);
}

static enum rc propose(struct world *w, const char *kind, int of)
{
    world_as(w, WORLD_LEAD);
    return named(w, "record.erase", kind, of, "");
}

static enum rc declare(struct world *w, int of)
{
    struct outcome outcome;
    struct id id;
    enum rc rc = record_of(w, of, &id);

    if (rc == RC_OK)
        rc = world_save(w, "person", &id, NULL, &outcome, "names",
                        "given, Senada; family, Demirova; given, Сенада, Cyrl, gen=Сенаде", NULL);
    /* Between two rounds the clerk comes by. */
    return rc == RC_OK ? db_checkpoint(&w->call, w->call.store->db, false) : rc;
}

static enum rc do_step(struct world *w, int i)
{
    int first = i - i % SLICE_ROUND;

    switch ((enum place)(i % SLICE_ROUND)) {
    case PERSON:
    case NEIGHBOUR: return make_person(w, i);
    case CASE: return make_case(w, first + PERSON, "Roof");
    case NOTE: return add_part(w, first + CASE, true);
    case PAPER: return add_part(w, first + CASE, false);
    case CHANGE: return change_case(w, first + CASE);
    case LETTER: return write_letter(w, i, first + CASE, -1);
    case OTHER_FILE: return write_letter(w, i, first + CASE, first + LETTER);
    case MOVE: return named(w, "record.move", "case", first + CASE, "waiting");
    case RETIRE: return named(w, "record.retire", "person", first + NEIGHBOUR, "");
    case UNDO: return undo(w, first + CHANGE);
    case RESTORE: return named(w, "record.restore", "person", first + NEIGHBOUR, "");
    case SECOND_CASE: return make_case(w, first + NEIGHBOUR, "Wall");
    case SECOND_LETTER: return write_letter(w, i, first + SECOND_CASE, -1);
    case PROPOSE_CASE: return propose(w, "case", first + SECOND_CASE);
    case APPROVE_CASE: return approve(w, first + PROPOSE_CASE);
    case PROPOSE_PERSON: return propose(w, "person", first + NEIGHBOUR);
    case APPROVE_PERSON: return approve(w, first + PROPOSE_PERSON);
    case DECLARE: return declare(w, first + PERSON);
    }
    return RC_OK;
}

enum rc slice_step(struct world *w, int i)
{
    world_as(w, WORLD_WORKER);
    w->change = change_of(i);
    enum rc rc = do_step(w, i);
    w->change = (struct id){{0}};
    return rc;
}

/* ---- looking ---- */

static enum rc look_at_files(struct call *call)
{
    struct log_report report;
    enum rc rc = db_check(call, call->store->db);

    if (rc == RC_OK)
        rc = db_check(call, call->store->reads);
    if (rc == RC_OK)
        rc = log_verify(call, call->store->db, LOG_PARTS, &report);
    return rc == RC_OK ? log_verify(call, call->store->reads, LOG_PARTS, &report) : rc;
}

struct counting {
    int entries, steps;
};

static enum rc count_entry(struct call *call, void *arg, const struct log_entry *entry)
{
    struct counting *counting = arg;
    struct id next = change_of(counting->steps);

    if (counting->entries++ < WORLD_ACTORS) /* the set-up, and each further person */
        return RC_OK;
    if (!id_eq(&entry->change, &next))
        return fail(call, RC_CORRUPT, "log", "Entry %d is not step %d.", counting->entries,
                    counting->steps);
    counting->steps++;
    return RC_OK;
}

static enum rc compare_rebuilt(struct call *call)
{
    unsigned char living[CRYPT_HASH], rebuilt[CRYPT_HASH] = {0};
    enum rc rc = tables_digest(call, living);

    if (rc == RC_OK)
        rc = rebuild(call);
    if (rc == RC_OK)
        rc = tables_digest(call, rebuilt);
    return rc == RC_OK && memcmp(living, rebuilt, sizeof living) != 0
               ? fail(call, RC_CORRUPT, "tables", "The rebuilt tables are not the living ones.")
               : rc;
}

/* The attachments that living records name. */
struct known {
    struct id *ids;
    size_t n, room;
};

static enum rc look_at_file(struct world *w, struct known *known, const struct value *row)
{
    struct call *call = &w->call;
    struct str want = content_of(w, row[3].s), content;
    struct blob blob = {.sealed = {.size = 0}};

    memcpy(blob.id, row[0].s.p, BLOB_ID);
    memcpy(blob.sealed.key, row[1].s.p, CRYPT_KEY);
    enum rc rc = blob_get(call, w->folder, &blob, FILE_MAX, &content);
    if (rc != RC_OK)
        return rc;
    if (!str_eq(content, want))
        return fail(call, RC_CORRUPT, "blob", "%s holds something else.",
                    str_z(call->arena, row[3].s));
    if (!arena_grow(call->arena, &known->ids, known->n, &known->room))
        return fail_memory(call);
    memcpy(known->ids[known->n++].b, blob.id, BLOB_ID);
    return RC_OK;
}

static enum rc look_at_letters(struct world *w, struct known *known)
{
    struct query query = {.kind = kind_of(w, "letter"), .limit = QUERY_ROWS_MAX, .retired = true};
    struct query_page page;
    enum rc rc = query_list(&w->call, &query, &page);

    for (size_t i = 0; rc == RC_OK && i < page.n; i++) {
        struct value files = record_value(page.records[i], "files");
        for (size_t j = 0; rc == RC_OK && files.type == V_LIST && j < files.list.n; j++)
            rc = look_at_file(w, known, files.list.items[j].list.items);
    }
    return rc;
}

static bool is_known(void *data, const unsigned char id[static BLOB_ID])
{
    const struct known *known = data;

    for (size_t i = 0; i < known->n; i++)
        if (memcmp(known->ids[i].b, id, BLOB_ID) == 0)
            return true;
    return false;
}

static enum rc find_orphans(struct world *w, struct blob_orphan **orphans)
{
    struct known known = {0};
    struct blob_search search = {is_known, &known, INT64_MAX};
    enum rc rc = look_at_letters(w, &known);

    return rc == RC_OK ? blob_orphans(&w->call, w->folder, &search, orphans) : rc;
}

enum rc slice_tidy(struct world *w)
{
    const struct os *os = w->os;
    struct blob_orphan *orphans = NULL;

    world_system(w);
    enum rc rc = find_orphans(w, &orphans);
    for (; rc == RC_OK && orphans != NULL; orphans = orphans->next)
        if (os->remove(os->data, orphans->path.p) != OS_OK)
            rc = fail(&w->call, RC_IO, orphans->path.p, NULL);
    return rc;
}

/* A file that no record knows may be of the one step that was cut, or replaced by an edit that
 * can still be undone: OTHER_FILE, once a round. More are left of what was erased. */
static enum rc look_at_blobs(struct world *w, int steps)
{
    struct blob_orphan *orphans = NULL;
    int n = 0;
    enum rc rc = find_orphans(w, &orphans);

    for (; rc == RC_OK && orphans != NULL; orphans = orphans->next)
        n++;
    int replaced = (steps + SLICE_ROUND - 1 - OTHER_FILE) / SLICE_ROUND;
    return rc == RC_OK && n > replaced + 1
               ? fail(&w->call, RC_CORRUPT, "blobs", "There are %d files that no record knows.", n)
               : rc;
}

/* Erased in both logs, and nothing waits to be cleared away. */
static enum rc look_at_erased(struct call *call)
{
    struct rows rows CLEANUP(rows_end) = {0};
    struct value list;
    enum rc rc = meta_get(call, call->store->db, "erasing", &list);

    if (rc == RC_OK && list.type != V_NULL)
        rc = fail(call, RC_CORRUPT, "erasing", "Something was not cleared away behind an erasure.");
    if (rc == RC_OK)
        rc = rows_open(call, call->store->db,
                       SQL("SELECT id FROM subject WHERE erased IS NOT NULL"), NO_BINDS, &rows);
    while (rc == RC_OK && rows_next(call, &rows, &rc)) {
        struct id id;
        bool erased = false;
        (void)id_of(row_bytes(&rows, 0), &id);
        rc = log_subject_erased(call, call->store->reads_log, &id, &erased);
        if (rc == RC_OK && !erased)
            rc = fail(call, RC_CORRUPT, "reads", "The log of reads knows who was erased.");
    }
    return rc;
}

enum rc slice_count(struct world *w, int *found)
{
    struct counting counting = {0, 0};

    world_system(w);
    enum rc rc = log_each(&w->call, w->call.store->log, 0, count_entry, &counting);
    *found = counting.steps;
    return rc;
}

enum rc slice_look(struct world *w, int *found)
{
    struct call *call = &w->call;
    enum rc rc = slice_count(w, found);

    if (rc == RC_OK)
        rc = look_at_files(call);
    if (rc == RC_OK)
        rc = compare_rebuilt(call);
    if (rc == RC_OK)
        rc = look_at_blobs(w, *found);
    return rc == RC_OK ? look_at_erased(call) : rc;
}
