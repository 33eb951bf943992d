/* bundle_test.c - tests for bundle.c, bundle_files.c: offered, asked twice, made and kept. */
#include "casework/area.h"
#include "casework/bundle.h"
#include "casework/save.h"
#include "casework_test.h"
#include "query/query.h"
#include "store/blob.h"

/* A PDF of one page that a person could have attached. */
static const char pdf[] =
    "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    "2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n"
    "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>\nendobj\n"
    "xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n"
    "0000000115 00000 n \ntrailer << /Size 4 /Root 1 0 R >>\nstartxref\n202\n%%EOF\n";

static struct value file_of(struct world *w, struct str name, const char *type, struct str bytes)
{
    struct value *row = arena_array(&w->arena, 8, sizeof *row);
    struct blob blob = {.sealed = {.size = 0}};

    CHECK_RC(&w->call, blob_put(&w->call, w->folder, bytes, &blob), RC_OK);
    row[0] = v_bytes(str_dup(&w->arena, str_bytes(blob.id, sizeof blob.id)));
    row[1] = v_bytes(str_dup(&w->arena, str_bytes(blob.sealed.key, sizeof blob.sealed.key)));
    row[2] = v_bytes(str_dup(&w->arena, str_bytes(blob.sealed.hash, sizeof blob.sealed.hash)));
    row[3] = v_text(name);
    row[4] = v_text(str_of(type));
    row[5] = v_int((int64_t)bytes.n);
    row[6] = v_int(w->call.now_ms);
    row[7] = v_list(row, 7);
    return v_list(&row[7], 1);
}

/* A note of the case with a file; the case's paper gets one when "paper" is its id. */
static void attach(struct world *w, const struct id *of, const struct id *paper, const char *text,
                   struct value files)
{
    struct outcome outcome;
    struct id change = id_new(&w->call);
    struct save save;

    CHECK_RC(
        &w->call,
        save_init(&w->call, app_kind(&w->call, paper == NULL ? "case_note" : "case_paper"), &save),
        RC_OK);
    save_set(&save, "files", files);
    save.args.id = paper;
    if (paper == NULL) {
        save.args.owner = of;
        save_text(&save, "text", str_of(text));
    }
    CHECK_RC(&w->call, save_run(&w->call, &save, &change, &outcome), RC_OK);
}

static const char *const decision[5] = {"decision", "2026-03-03", "in_hand", "rs.admin.request",
                                        NULL};

/* A case with a paper, a note and a file that is none of ours. */
static struct id case_with_files(struct world *w)
{
    struct id of = test_case(w, "Roof");
    struct outcome paper = {0};

    CHECK_RC(&w->call, test_paper(w, &of, decision, &paper), RC_OK);
    attach(w, &of, &paper.record, NULL,
           file_of(w, STR("decision.pdf"), "application/pdf", str_of(pdf)));
    attach(w, &of, NULL, "What we think of it",
           file_of(w, STR("note.pdf"), "application/pdf", str_of(pdf)));
    attach(w, &of, NULL, "A draft", file_of(w, STR("draft.docx"), "application/zip", STR("PK")));
    return of;
}

static int64_t bundles(struct world *w, const struct id *of)
{
    const struct query query = {.kind = app_kind(&w->call, "bundle"), .owner = of, .limit = 10};
    int64_t n = -1;

    CHECK_RC(&w->call, query_count(&w->call, &query, &n), RC_OK);
    return n;
}

static void tick(struct bundle_choice *choice, const struct bundle_file *file, bool inner)
{
    struct bundle_item *item = &choice->items[choice->n++];

    *item = (struct bundle_item){.title = file->title, .inner = inner};
    memcpy(item->blob, file->blob.id, BLOB_ID);
}

static const struct bundle_file *named(const struct bundle_files *files, const char *name)
{
    for (size_t i = 0; i < files->n; i++)
        if (str_is(files->in[i].name, name))
            return &files->in[i];
    CHECK(files->n == SIZE_MAX); /* there is none of that name */
    return files->in;
}

static bool faulty(struct world *w, const char *where)
{
    bool found = false;

    for (const struct fault *fault = w->call.faults; fault != NULL; fault = fault->next)
        found = found || str_is(fault->where, where);
    call_forgive(&w->call);
    return found;
}

static void offering(struct world *w, const struct id *id, struct bundle_files *files,
                     struct bundle_choice *choice)
{
    struct record *of = world_load(w, "case", id);

    CASE("bundle: every file of the case, the oldest first; papers are proposed, notes are not");
    CHECK_RC(&w->call, bundle_files(&w->call, of, files), RC_OK);
    if (!CHECK_INT(files->n, 3))
        return;
    CHECK_TEXT(files->in[0].name, "decision.pdf");
    CHECK(files->in[0].proposed && files->in[0].fits && files->in[0].apart == APART_NOT);
    CHECK(!named(files, "note.pdf")->proposed && named(files, "note.pdf")->apart == APART_NOTE);
    CHECK(!named(files, "draft.docx")->fits);
    CASE("bundle: what is proposed");
    CHECK_RC(&w->call, bundle_propose(&w->call, of, files, choice), RC_OK);
    CHECK_INT(choice->n, 1);
    CHECK(choice->title.n != 0 && choice->parties.n != 0);
    CASE("bundle: nothing ticked, no name, a file that is neither PDF nor photo");
    struct bundle_choice bad = {.title = STR("")};
    CHECK_INT(bundle_check(&w->call, of, files, &bad), RC_INVALID);
    CHECK(faulty(w, "title"));
    bad.title = STR("Papers");
    CHECK_INT(bundle_check(&w->call, of, files, &bad), RC_INVALID);
    CHECK(faulty(w, "papers"));
    tick(&bad, named(files, "draft.docx"), false);
    CHECK_INT(bundle_check(&w->call, of, files, &bad), RC_INVALID);
    CHECK(faulty(w, "papers"));
    CASE("bundle: a scan of 200 MB is told by its name");
    struct bundle_file huge = *named(files, "note.pdf");
    const struct bundle_files alone = {.in = &huge, .n = 1};
    huge.size = 200 << 20;
    bad.n = 0;
    tick(&bad, &huge, false);
    CHECK_INT(bundle_check(&w->call, of, &alone, &bad), RC_INVALID);
    CHECK(faulty(w, "papers"));
}

static void making(struct world *w, const struct id *id, const struct bundle_files *files,
                   struct bundle_choice *choice)
{
    struct record *of = world_load(w, "case", id);
    struct id change = id_new(&w->call);
    struct bundle_made made = {.pages = 0}, again = {.pages = 0};
    struct bundle_choice *back = arena_alloc(&w->arena, sizeof *back);
    struct str name = STR(""), kept = STR("");

    CASE("bundle: made by its job and kept");
    tick(choice, named(files, "note.pdf"), true);
    if (!CHECK_RC(&w->call, bundle_make(&w->call, of, choice, &change, NULL, &made), RC_OK))
        return;
    CHECK_INT(made.pages, 1 + 1 + 2 + 1);
    struct record *bundle = world_load(w, "bundle", &made.record);
    CHECK_INT(record_value(bundle, "pages").i, 5);
    CHECK_INT(record_value(bundle, "papers").i, 2);
    CHECK_INT(record_text(bundle, "sum").n, 64);
    CHECK_INT(record_text(bundle, "head").n, 24);
    CHECK(str_starts(record_text(bundle, "contents"), STR("1. ")));
    CHECK_INT(record_text(bundle, "left_out").n, 0);
    CHECK_RC(&w->call, bundle_read_pdf(&w->call, bundle, &name, &kept), RC_OK);
    CHECK(str_starts(kept, STR("%PDF-")) && str_eq(kept, made.pdf));
    CASE("bundle: asked for twice it is one");
    CHECK_RC(&w->call, bundle_make(&w->call, of, choice, &change, NULL, &again), RC_OK);
    CHECK(id_eq(&again.record, &made.record));
    CHECK_INT(bundles(w, id), 1);
    CASE("bundle: its own PDF is no paper of the case");
    struct bundle_files now;
    CHECK_RC(&w->call, bundle_files(&w->call, of, &now), RC_OK);
    CHECK_INT(now.n, 3);
    CASE("bundle: what was ticked comes back, and the other side gets it without the note");
    CHECK_RC(&w->call, bundle_choice_of(&w->call, bundle, back), RC_OK);
    CHECK_INT(back->n, 2);
    CHECK(back->items[1].inner && !back->items[0].inner);
    back->other_side = true;
    change = id_new(&w->call);
    CHECK_RC(&w->call, bundle_make(&w->call, of, back, &change, NULL, &made), RC_OK);
    bundle = world_load(w, "bundle", &made.record);
    CHECK_INT(record_value(bundle, "papers").i, 1);
    CHECK_TEXT(record_text(bundle, "left_out"), named(files, "note.pdf")->title.p);
    CHECK(record_flag(bundle, "other_side"));
    CASE("bundle: nobody edits it");
    CHECK(world_save(w, "bundle", &made.record, NULL, &(struct outcome){0}, "title", "Other",
                     NULL) != RC_OK);
    call_forgive(&w->call);
}

static void refusing(struct world *w, const struct id *id)
{
    struct bundle_choice *choice = arena_alloc(&w->arena, sizeof *choice);
    struct id change = id_new(&w->call);
    struct bundle_made made;
    struct bundle_files files;
    int64_t before = bundles(w, id);

    CASE("bundle: a broken paper is named, and nothing is kept");
    attach(w, id, NULL, "Broken off",
           file_of(w, STR("broken.pdf"), "application/pdf", str_cut(str_of(pdf), 0, 60)));
    struct record *of = world_load(w, "case", id);
    CHECK_RC(&w->call, bundle_files(&w->call, of, &files), RC_OK);
    *choice = (struct bundle_choice){.title = STR("Papers")};
    tick(choice, named(&files, "decision.pdf"), false);
    tick(choice, named(&files, "broken.pdf"), false);
    CHECK_INT(bundle_make(&w->call, of, choice, &change, NULL, &made), RC_INVALID);
    CHECK(str_starts(w->call.error.text, STR("\"Broken off\": It is no PDF, or damaged.")));
    call_forgive(&w->call);
    CHECK_INT(bundles(w, id), before);

    CASE("bundle: a case for its team alone is asked about twice");
    CHECK_RC(&w->call,
             world_save(w, "case", id, NULL, &(struct outcome){0}, "limited", "yes", NULL), RC_OK);
    of = world_load(w, "case", id);
    choice->n = 1;
    CHECK_INT(bundle_make(&w->call, of, choice, &change, NULL, &made), RC_INVALID);
    CHECK(faulty(w, "sure"));
    choice->sure = true;
    CHECK_RC(&w->call, bundle_make(&w->call, of, choice, &change, NULL, &made), RC_OK);
    CASE("bundle: who may not change the case makes none of it");
    w->call.actor = w->actors[WORLD_VOLUNTEER];
    change = id_new(&w->call);
    CHECK(bundle_make(&w->call, of, choice, &change, NULL, &made) != RC_OK);
    call_forgive(&w->call);
    w->call.actor = w->actors[WORLD_WORKER];
}

/* One case of two people: the papers of the second are another person's. */
static void people(struct world *w)
{
    struct id of = test_case(w, "Two"), other = test_person(w, "given, Nora; family, Berisha");
    struct outcome outcome;
    struct bundle_files files;
    struct id change = id_new(&w->call);
    struct save save;

    CASE(
        "bundle: papers of another person of the case are offered, and are not for the other side");
    CHECK_RC(&w->call,
             world_save(w, "case", &of, NULL, &outcome, "people",
                        str_hex(&w->arena, id_str(&other)).p, NULL),
             RC_OK);
    CHECK_RC(&w->call, save_init(&w->call, app_kind(&w->call, "identity_paper"), &save), RC_OK);
    save.args.owner = &other;
    save_text(&save, "which", STR("identity_card"));
    save_text(&save, "has", STR("has"));
    save_set(&save, "files", file_of(w, STR("card.pdf"), "application/pdf", str_of(pdf)));
    CHECK_RC(&w->call, save_run(&w->call, &save, &change, &outcome), RC_OK);
    CHECK_RC(&w->call, bundle_files(&w->call, world_load(w, "case", &of), &files), RC_OK);
    if (CHECK_INT(files.n, 1)) {
        CHECK(files.in[0].apart == APART_PERSON && !files.in[0].proposed);
        CHECK(id_eq(&files.in[0].person, &other));
    }
}

void bundle_test(void)
{
    struct world w;

    test_start(&w, "bundles");
    test_organisation(&w);
    struct id of = case_with_files(&w);
    struct bundle_choice *choice = arena_alloc(&w.arena, sizeof *choice);
    struct bundle_files files;
    offering(&w, &of, &files, choice);
    making(&w, &of, &files, choice);
    refusing(&w, &of);
    people(&w);
    world_close(&w);
}
