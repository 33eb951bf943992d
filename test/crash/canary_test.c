/* canary_test.c - a thousand random words put into every field of every kind, into files, their
 * names, reasons, drafts, jobs and passwords: none of them lies in the clear in any file that was
 * written, and those of who was erased lie nowhere at all, not even below the encryption. */
#include "base/file.h"
#include "model/field.h"
#include "pages.h"
#include "query/query.h"
#include "store/blob.h"
#include "store/posix.h"
#include "tap.h"
#include "world.h"

enum { PEOPLE = 24, CANARIES_MAX = 4000, CANARY = 14, FILE_MAX = 64 << 20, WANTED = 1000 };

/* Whose it is decides when it must be gone. */
enum owner { OF_ERASED, OF_OTHERS };

struct aviary {
    struct world world;
    struct arena arena; /* what lives through all of it */
    char folder[300], spill[300];
    char birds[CANARIES_MAX][CANARY + 1];
    enum owner owners[CANARIES_MAX];
    int n;
    enum owner owner;  /* of the next */
    struct id link[3]; /* where links to others, to users, to teams, go */
};

static const struct app_parts no_parts;

/* Letters alone, in an order that neither an encoding nor the folding of the search index
 * changes. */
static const char *bird(struct aviary *a)
{
    unsigned char random[CANARY];
    char *out = a->birds[a->n % CANARIES_MAX];

    CHECK(a->n < CANARIES_MAX);
    a->owners[a->n++ % CANARIES_MAX] = a->owner;
    posix_os()->random(posix_os()->data, random, sizeof random);
    for (int i = 0; i < CANARY; i++)
        out[i] = i % 2 == 0 ? "bdfklmnprtv"[random[i] % 11] : "aeou"[random[i] % 4];
    out[CANARY] = '\0';
    return out;
}

/* ---- filling any kind ---- */

static struct value bytes_value(struct aviary *a, int64_t n)
{
    char *bytes = arena_alloc(&a->arena, n == 0 ? CANARY : (size_t)n);

    memcpy(bytes, bird(a), CANARY);
    return v_bytes(str_bytes(bytes, n == 0 ? CANARY : (size_t)n));
}

static struct value text_value(struct aviary *a, const struct field *field, int64_t max)
{
    const char *type = field->type->name;

    if (max != 0 && max < CANARY)
        return v_text(STR("abc"));
    if (strcmp(type, "e-mail") == 0)
        return v_text(str_format(&a->arena, "%s@example.org", bird(a)));
    if (strcmp(type, "web address") == 0)
        return v_text(str_format(&a->arena, "https://%s", bird(a)));
    return v_text(str_of(bird(a)));
}

/* To somebody of these; of other kinds there is nobody here. */
static struct value link_value(const struct aviary *a, const struct kind *to)
{
    static const char *const kinds[] = {"person", "user", "team"};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_is(to->name, kinds[i]))
            return id_value(&a->link[i]);
    return v_null();
}

static struct value column_value(struct aviary *a, const struct field *field,
                                 const struct column *column)
{
    int64_t max = field->max != 0 && column->suffix[0] == '\0' ? field->max : column->max;

    switch (column->kind) {
    case COLUMN_TEXT:
    case COLUMN_LONG:
        if (strcmp(column->suffix, "script") == 0)
            return v_text(STR("Latn"));
        if (strcmp(column->suffix, "gram") == 0)
            return v_text(str_format(&a->arena, "gen=%s", bird(a)));
        if (strcmp(column->suffix, "number") == 0)
            return v_text(STR("070 555 0101"));
        return text_value(a, field, max);
    case COLUMN_CHOICE:
        if (column->words != NULL)
            return v_text(str_of(column->words[0]));
        return v_text(field->choices->choices[0].code);
    case COLUMN_LINK: return link_value(a, field->target);
    case COLUMN_BYTES: return bytes_value(a, max);
    case COLUMN_FLAG: return v_null(); /* "limited" would keep us out */
    case COLUMN_INT:
    case COLUMN_DAY:
    case COLUMN_MOMENT: break;
    }
    return v_int(PRECISION_DAY); /* a number that fits everywhere */
}

static struct value field_value(struct aviary *a, const struct field *field)
{
    const struct field_type *type = field->type;
    struct value *row = arena_array(&a->arena, type->n, sizeof *row);
    struct value *list = arena_array(&a->arena, 1, sizeof *list);
    bool any = false;

    for (size_t i = 0; i < type->n; i++) {
        row[i] = column_value(a, field, &type->columns[i]);
        any |= row[i].type != V_NULL;
    }
    if (!any)
        return v_null();
    if (type->shape == SHAPE_ONE)
        return row[0];
    if (type->shape == SHAPE_SEVERAL)
        return v_list(row, type->n);
    list[0] = type->shape == SHAPE_SET ? row[0] : v_list(row, type->n);
    return v_list(list, 1);
}

/* Every field of the kind but what the program derives or reads, or by which we would lock
 * ourselves out. */
static struct id fill(struct aviary *a, const char *name, const struct id *id,
                      const struct id *owner)
{
    struct world *w = &a->world;
    const struct kind *kind = kind_find(w->app->registry, str_of(name));
    struct value *values = arena_array(&a->arena, kind->n, sizeof *values), args;
    bool *given = arena_array(&a->arena, kind->n, sizeof *given);
    struct save_args save = {kind, id, 0, owner, values, given, NULL, 0};
    struct outcome outcome = {.kind = NULL};

    world_as(w, WORLD_LEAD);
    for (size_t i = 0; i < kind->n; i++) {
        const struct field *field = &kind->fields[i];
        if (field->derived || field == kind->hidden_from || str_is(field->name, "zone"))
            continue;
        values[i] = field_value(a, field);
        given[i] = values[i].type != V_NULL;
    }
    CHECK_RC(&w->call, save_args_make(&w->call, &save, &args), RC_OK);
    struct operation_request request = {.operation = "record.save",
                                        .change = id_new(&w->call),
                                        .args = args,
                                        .reason = str_of(bird(a))};
    CHECK_RC(&w->call, operation_run(&w->call, &request, &outcome), RC_OK);
    return outcome.record;
}

/* ---- planting ---- */

/* A letter with a real file; its name and content are canaries. */
static void attach(struct aviary *a, const struct id *letter)
{
    struct world *w = &a->world;
    struct outcome outcome;
    struct blob blob;
    struct buf content;

    world_as(w, WORLD_LEAD);
    buf_init(&content, &w->arena, 1 << 20);
    for (int i = 0; i < 5; i++)
        buf_format(&content, "%s, then %*s", bird(a), 20000, " ");
    CHECK_RC(&w->call, blob_put(&w->call, w->folder, buf_str(&content), &blob), RC_OK);
    struct str typed =
        str_format(&w->arena, "%s, %s, %s, %s, text/plain, 5, 1",
                   str_hex(&w->arena, str_bytes(blob.id, BLOB_ID)).p,
                   str_hex(&w->arena, str_bytes(blob.sealed.key, CRYPT_KEY)).p,
                   str_hex(&w->arena, str_bytes(blob.sealed.hash, CRYPT_HASH)).p, bird(a));
    CHECK_RC(&w->call, world_save(w, "letter", letter, NULL, &outcome, "files", typed.p, NULL),
             RC_OK);
}

static void look_at(struct aviary *a, const char *kind, const struct id *id)
{
    struct world *w = &a->world;
    struct record *record;

    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call, query_get(&w->call, kind_find(w->app->registry, str_of(kind)), id, &record),
             RC_OK);
}

/* A person and her case with all its parts, each filled twice: the first values are history. */
static void plant_person(struct aviary *a, struct id *person, struct id *of_case)
{
    *person = fill(a, "person", NULL, NULL);
    (void)fill(a, "person", person, NULL);
    a->link[0] = *person;
    *of_case = fill(a, "case", NULL, NULL);
    (void)fill(a, "case", of_case, NULL);
    (void)fill(a, "case_note", NULL, of_case);
    (void)fill(a, "case_paper", NULL, of_case);
    struct id letter = fill(a, "letter", NULL, of_case);
    attach(a, &letter);
    look_at(a, "person", person);
    look_at(a, "case", of_case);
}

/* What is local to this folder and in no log. */
static void plant_local(struct aviary *a)
{
    struct call *call = &a->world.call;
    struct txn txn CLEANUP(txn_end) = {0};

    world_system(&a->world);
    CHECK_RC(call, txn_begin(call, call->store->db, &txn), RC_OK);
    CHECK_RC(call,
             db_run(call, call->store->db,
                    SQL("INSERT INTO draft (user, form, saved, body) VALUES (1, ?1, 0, ?2)"),
                    BIND(v_text(str_of(bird(a))), v_bytes(str_of(bird(a))))),
             RC_OK);
    CHECK_RC(call,
             db_run(call, call->store->db,
                    SQL("INSERT INTO job (id, kind, state, asked, request, result, error) VALUES "
                        "(?1, 'pdf', 'done', 0, ?2, ?3, ?4)"),
                    BIND(v_bytes(STR("job")), v_bytes(str_of(bird(a))), v_bytes(str_of(bird(a))),
                         v_text(str_of(bird(a))))),
             RC_OK);
    CHECK_RC(call, txn_commit(&txn), RC_OK);
}

/* A sort of everything, large enough to tempt SQLite to spill it into a temporary file. */
static void sort_much(struct aviary *a)
{
    struct call *call = &a->world.call;
    struct rows rows CLEANUP(rows_end) = {0};
    enum rc rc = rows_open(call, call->store->db,
                           SQL("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                               "WHERE i < 2000) SELECT story, i FROM \"case\", n "
                               "ORDER BY story || i, i DESC"),
                           NO_BINDS, &rows);
    int n = 0;

    while (rc == RC_OK && rows_next(call, &rows, &rc))
        n++;
    CHECK_RC(call, rc, RC_OK);
    CHECK_INT(n, 2000 * PEOPLE);
}

/* ---- searching ---- */

/* How many birds of these owners are in the bytes. */
static int find(const struct aviary *a, struct str bytes, bool erased, bool others)
{
    int found = 0;

    for (int i = 0; i < a->n; i++)
        if (a->owners[i] == OF_ERASED ? erased : others)
            found += memmem(bytes.p, bytes.n, a->birds[i], CANARY) != NULL;
    return found;
}

struct search {
    const struct aviary *a;
    const char *folder;
    int files, found;
};

static bool search_one(void *arg, const char *name);

static void search_folder(struct search *search, const char *folder)
{
    struct search inner = {search->a, folder, 0, 0};

    CHECK_INT(posix_os()->list(posix_os()->data, folder, search_one, &inner), OS_OK);
    search->files += inner.files;
    search->found += inner.found;
}

static void search_file(struct search *search, struct call *call, const char *path)
{
    struct str bytes = STR("");

    CHECK_RC(call, file_read(call, path, FILE_MAX, &bytes), RC_OK);
    search->found += find(search->a, bytes, true, true);
    search->found += memmem(bytes.p, bytes.n, world_phrase.p, world_phrase.n) != NULL;
    search->files++;
}

static bool search_one(void *arg, const char *name)
{
    struct search *search = arg;
    struct arena arena;
    struct call call;
    struct os_file file = {.is_folder = false};

    arena_init(&arena, &heap_libc, 2 * (size_t)FILE_MAX);
    call_init(&call, &arena, posix_os());
    struct str path = file_path(&call, search->folder, name);
    CHECK_INT(posix_os()->stat(posix_os()->data, path.p, &file), OS_OK);
    if (file.is_folder)
        search_folder(search, path.p);
    else
        search_file(search, &call, path.p);
    arena_fini(&arena);
    return true;
}

/* Everything that was written. */
static struct search search_disk(const struct aviary *a)
{
    struct search search = {.a = a};

    search_folder(&search, a->folder);
    search_folder(&search, a->spill);
    return search;
}

static void check_clear(const struct aviary *a)
{
    struct search search = search_disk(a);

    CHECK_INT(search.found, 0);
    CHECK(search.files >= 8); /* keys, two databases, their WAL, locks, attachments */
}

/* What can be found of them below the encryption of the database files. */
static void find_in_pages(struct aviary *a, int *erased, int *others)
{
    static const struct {
        const char *name;
        enum keyring_use key;
    } files[] = {{"khetane.db", KEYRING_DATABASE}, {"reads.db", KEYRING_READS}};
    struct call *call = &a->world.call;
    unsigned char key[CRYPT_KEY];

    world_system(&a->world);
    CHECK_RC(call, db_checkpoint(call, call->store->db, true), RC_OK);
    CHECK_RC(call, db_checkpoint(call, call->store->reads, true), RC_OK);
    *erased = *others = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        keyring_derive(a->world.ring, files[i].key, key);
        struct str pages =
            pages_read(call->arena, file_path(call, a->folder, files[i].name).p, key);
        CHECK(str_starts(pages, STR("SQLite format 3")));
        *erased += find(a, pages, true, false);
        *others += find(a, pages, false, true);
    }
}

struct opened {
    const struct aviary *a;
    int erased, others;
};

static enum rc open_entry(struct call *call, void *arg, const struct log_entry *entry)
{
    struct opened *opened = arg;

    (void)call;
    for (size_t i = 0; i < entry->n; i++)
        if (entry->parts[i].plain.p != NULL) {
            opened->erased += find(opened->a, entry->parts[i].plain, true, false);
            opened->others += find(opened->a, entry->parts[i].plain, false, true);
        }
    return RC_OK;
}

/* And below that of the log. */
static struct opened find_in_log(struct aviary *a)
{
    struct opened opened = {.a = a};
    struct call *call = &a->world.call;

    world_system(&a->world);
    CHECK_RC(call, log_each(call, call->store->log, 0, open_entry, &opened), RC_OK);
    return opened;
}

/* ---- erasing ---- */

static void erase(struct aviary *a, const char *kind, const struct id *id)
{
    struct world *w = &a->world;
    struct outcome proposal, outcome;
    struct value args;

    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call, record_args_make(&w->call, world_load(w, kind, id), STR(""), &args), RC_OK);
    CHECK_RC(&w->call, world_run(w, "record.erase", args, &proposal), RC_OK);
    w->actors[WORLD_OTHER]->roles[0] = STR("lead");
    struct id waits = proposal.record;
    world_as(w, WORLD_OTHER);
    CHECK_RC(&w->call,
             record_args_make(&w->call, world_load(w, "proposal", &waits), STR(""), &args), RC_OK);
    CHECK_RC(&w->call, world_run(w, "proposal.approve", args, &outcome), RC_OK);
}

static void open_aviary(struct aviary *a)
{
    const struct os *os = posix_os();
    struct outcome outcome;

    arena_init(&a->arena, &heap_libc, ARENA_MAX_DEFAULT);
    (void)snprintf(a->folder, sizeof a->folder, "%s/data", tap_folder());
    (void)snprintf(a->spill, sizeof a->spill, "%s/spill", tap_folder());
    CHECK_INT(os->mkdir(os->data, a->folder), OS_OK);
    CHECK_INT(os->mkdir(os->data, a->spill), OS_OK);
    CHECK_INT(setenv("TMPDIR", a->spill, 1) + setenv("SQLITE_TMPDIR", a->spill, 1), 0);
    world_open(&a->world, os, a->folder, &no_parts);
    a->link[1] = a->world.actors[WORLD_LEAD]->id;
    world_as(&a->world, WORLD_LEAD);
    CHECK_RC(&a->world.call,
             world_save(&a->world, "team", NULL, NULL, &outcome, "name", "North", NULL), RC_OK);
    a->link[2] = outcome.record;
}

static void plant(struct aviary *a, struct id *people, struct id *cases)
{
    struct record *own = NULL;
    struct world *w = &a->world;

    for (int i = 0; i < PEOPLE; i++) {
        a->owner = i % 2 == 0 ? OF_ERASED : OF_OTHERS;
        plant_person(a, &people[i], &cases[i]);
    }
    a->owner = OF_OTHERS;
    w->actors[WORLD_LEAD]->roles[0] = STR("admin");
    world_as(w, WORLD_LEAD);
    (void)fill(a, "user", NULL, NULL);
    CHECK_RC(&w->call,
             table_load_rid(&w->call, w->call.store->db,
                            app_table(w->app, kind_find(w->app->registry, STR("organisation"))), 1,
                            &own),
             RC_OK);
    struct id id = own->id;
    (void)fill(a, "organisation", &id, NULL);
    plant_local(a);
}

static void look_for_them(struct aviary *a)
{
    int erased, others;

    CASE("%d canaries were planted, and none lies in the clear", a->n);
    CHECK(a->n >= WANTED);
    sort_much(a);
    check_clear(a);

    CASE("below the encryption they are there, so that the search can find them");
    find_in_pages(a, &erased, &others);
    struct opened opened = find_in_log(a);
    CHECK(erased > WANTED / 5 && others > WANTED / 5);
    CHECK(opened.erased > WANTED / 5 && opened.others > WANTED / 5);
    check_clear(a);
}

static void look_for_erased(struct aviary *a, const struct id *people, const struct id *cases)
{
    int erased, others, before;

    CASE("whoever is erased is nowhere, not even below the encryption");
    find_in_pages(a, &erased, &before);
    for (int i = 0; i < PEOPLE; i += 2) {
        erase(a, "case", &cases[i]);
        erase(a, "person", &people[i]);
    }
    find_in_pages(a, &erased, &others);
    CHECK_INT(erased, 0);
    CHECK_INT(others, before);
    struct opened opened = find_in_log(a);
    CHECK_INT(opened.erased, 0);
    CHECK(opened.others > WANTED / 5);
    check_clear(a);
}

/* The search must be able to fail. */
static void control(struct aviary *a)
{
    struct arena arena;
    struct call call;

    CASE("one canary written in the clear is found");
    arena_init(&arena, &heap_libc, 1 << 20);
    call_init(&call, &arena, posix_os());
    struct str text = str_format(&arena, "a log line: %s!", a->birds[a->n / 2]);
    CHECK_RC(&call, file_replace(&call, a->spill, "notes.txt", text), RC_OK);
    CHECK_INT(search_disk(a).found, 1);
    arena_fini(&arena);
}

int main(void)
{
    struct aviary *a = calloc(1, sizeof *a);
    struct id people[PEOPLE], cases[PEOPLE];

    if (a == NULL || !crypt_init())
        return 3;
    CASE("canaries are planted everywhere");
    open_aviary(a);
    plant(a, people, cases);
    look_for_them(a);
    look_for_erased(a, people, cases);
    CASE("after closing, too");
    world_close(&a->world);
    struct search search = search_disk(a);
    CHECK_INT(search.found, 0);
    control(a);
    arena_fini(&a->arena);
    free(a);
    return tap_end();
}
