/* letter_back_test.c - a letter goes out to be edited, and comes back. */
#include "casework/area.h"
#include "casework/casework_test.h"
#include "casework/letter.h"
#include "casework/letter_back.h"
#include "casework/letter_print.h"
#include "casework/save.h"
#include "store/blob.h"

static bool in_text(struct str text, const char *what)
{
    return text.n != 0 && memmem(text.p, text.n, what, strlen(what)) != NULL;
}

static struct job_source jobs_of(const struct world *w)
{
    return (struct job_source){{casework_area.jobs, *casework_area.jobs_n}, w->folder, -1};
}

static struct id write_one(struct world *w)
{
    struct outcome outcome = {0};

    test_organisation(w);
    struct id of = test_case(w, "Financial assistance");
    struct letter_order order = {.of = of,
                                 .procedure = STR("mk.admin.request"),
                                 .language = STR("mk"),
                                 .gaps = true,
                                 .change = id_new(&w->call)};
    CHECK_RC(&w->call, letter_write(&w->call, &order, &outcome), RC_OK);
    return outcome.record;
}

static struct record *load(struct world *w, const struct id *id)
{
    return world_load(w, "letter", id);
}

static void edit(struct world *w, const struct id *id, const char *text)
{
    struct letter_change change = {.letter = *id, .change = id_new(&w->call)};
    struct outcome outcome;

    CHECK_RC(&w->call, letter_edit(&w->call, &change, LETTER_TEXT, str_of(text), &outcome), RC_OK);
}

/* In each form: as it went out it is the same; edited here, it differs there. */
static void there_and_back(struct world *w, const struct id *id, enum letter_form form,
                           bool one_copy)
{
    const struct job_source jobs = jobs_of(w);
    const struct letter_wish wish = {form, one_copy};
    struct letter_pdf_result made = {.pages = 0};
    struct letter_back back = {.found = {.pages = 0}};

    CASE("letter: out as %s, %s, and back unchanged", letter_forms[form].name,
         one_copy ? "one copy" : "two copies");
    edit(w, id, "Прво.\n\n1. Второ.\n2. Рокот е 30 дена.");
    if (!CHECK_RC(&w->call, letter_print_as(&w->call, &jobs, load(w, id), &wish, &made), RC_OK))
        return;
    const struct letter_back_file file = {STR("sent"), made.bytes};
    CHECK_RC(&w->call, letter_take_back(&w->call, &jobs, load(w, id), &file, &back), RC_OK);
    CHECK_TEXT(letter_back_says(&w->call, &back), "Word for word as it stands here.");

    CASE("letter: and changed");
    edit(w, id, "Прво.\n\n1. Второ.\n2. Рокот е 15 дена.");
    CHECK_RC(&w->call, letter_take_back(&w->call, &jobs, load(w, id), &file, &back), RC_OK);
    CHECK(!differ_same(&back.differ));
    struct str says = letter_back_says(&w->call, &back);
    CHECK(in_text(says, "Рокот е 30 дена") && in_text(says, "Рокот е 15 дена"));
}

static void kept(struct world *w, const struct id *id)
{
    const struct job_source jobs = jobs_of(w);
    struct letter_pdf_result made = {.pages = 0};
    struct letter_back back = {.found = {.pages = 0}};
    struct blob blob = {.sealed = {.size = 0}};
    struct str bytes = STR("");

    CASE("letter: what is edited elsewhere leaves the letter a draft; what came back does not");
    CHECK_RC(&w->call, letter_back_read(&w->call, load(w, id), &back), RC_NOT_FOUND);
    CHECK_RC(&w->call,
             letter_print_as(&w->call, &jobs, load(w, id), &(struct letter_wish){LETTER_ODT, true},
                             &made),
             RC_OK);
    CHECK_TEXT(load(w, id)->state, "draft");
    CHECK_INT(record_value(load(w, id), "files").type, V_NULL);
    const struct letter_back_file file = {STR("Барање.odt"), made.bytes};
    CHECK_RC(&w->call, letter_take_back(&w->call, &jobs, load(w, id), &file, &back), RC_OK);
    CHECK_TEXT(load(w, id)->state, "printed");

    CASE("letter: it is kept as it came, with its notes");
    struct value files = record_value(load(w, id), "taken_back");
    if (!CHECK(files.type == V_LIST && files.list.n == 1))
        return;
    const struct value *row = files.list.items[0].list.items;
    memcpy(blob.id, row[0].s.p, sizeof blob.id);
    memcpy(blob.sealed.key, row[1].s.p, sizeof blob.sealed.key);
    CHECK_RC(&w->call, blob_get(&w->call, w->call.store->folder, &blob, 1 << 24, &bytes), RC_OK);
    CHECK(str_eq(bytes, made.bytes));
    CHECK_TEXT(row[3].s, "Барање.odt");
    CHECK_RC(&w->call, letter_back_read(&w->call, load(w, id), &back), RC_OK);
    CHECK(back.found.kind == OFFICE_ODT && differ_same(&back.differ));
}

/* As the form of the organisation keeps it; the second file is none that paper could show. */
static void give_logo(struct world *w, struct str png)
{
    struct record *own = NULL;
    struct value rows[2][7], files[2];
    struct outcome outcome;
    struct save save;

    world_as(w, WORLD_LEAD);
    CHECK_RC(&w->call,
             table_load_rid(&w->call, w->call.store->db,
                            app_table(w->app, app_kind(&w->call, "organisation")), 1, &own),
             RC_OK);
    for (int i = 0; i < 2; i++) {
        struct blob blob;
        CHECK_RC(&w->call, blob_put(&w->call, w->call.store->folder, png, &blob), RC_OK);
        rows[i][0] = v_bytes(str_dup(&w->arena, str_bytes(blob.id, sizeof blob.id)));
        rows[i][1] =
            v_bytes(str_dup(&w->arena, str_bytes(blob.sealed.key, sizeof blob.sealed.key)));
        rows[i][2] =
            v_bytes(str_dup(&w->arena, str_bytes(blob.sealed.hash, sizeof blob.sealed.hash)));
        rows[i][3] = v_text(STR("logo"));
        rows[i][4] = v_text(i == 0 ? STR("image/jpeg") : STR("image/png"));
        rows[i][5] = v_int(blob.sealed.plain_size);
        rows[i][6] = v_int(w->call.now_ms);
        files[i] = v_list(rows[i], 7);
    }
    CHECK_RC(&w->call, save_init(&w->call, app_kind(&w->call, "organisation"), &save), RC_OK);
    save.args.id = &own->id;
    save_set(&save, "logo", v_list(files, 2));
    struct id change = id_new(&w->call);
    CHECK_RC(&w->call, save_run(&w->call, &save, &change, &outcome), RC_OK);
    world_as(w, WORLD_WORKER);
}

static void with_logo(struct world *w)
{
    struct letter_head head = {.n = 0};
    struct str png = str_bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x08\x08", 25);

    CASE("letter: the organisation's logo stands on its paper");
    CHECK_RC(&w->call, letter_print_head(&w->call, &head), RC_OK);
    CHECK_INT(head.logo.n, 0);
    CHECK_TEXT(head.lines[0], "Invented Street 1");
    give_logo(w, png);
    CHECK_RC(&w->call, letter_print_head(&w->call, &head), RC_OK);
    CHECK(str_eq(head.logo, png));
}

static void refused(struct world *w, const struct id *id)
{
    const struct job_source jobs = jobs_of(w);
    const struct letter_back_file file = {STR("x.docx"), STR("Dear Sir, this is no document.")};
    struct record *letter = load(w, id);
    struct letter_back back;

    CASE("letter: what is no document is refused in a sentence, and nothing is kept");
    CHECK_INT(letter_take_back(&w->call, &jobs, letter, &file, &back), RC_INVALID);
    CHECK_TEXT(w->call.error.where, "file");
    CHECK(in_text(w->call.error.text, "must be .docx, .odt or .pdf"));
    call_forgive(&w->call);
    CHECK_INT(load(w, id)->rev, letter->rev);

    CASE("letter: a document for a letter that was changed meanwhile");
    struct letter_pdf_result made = {.pages = 0};
    CHECK_RC(
        &w->call,
        letter_print_as(&w->call, &jobs, letter, &(struct letter_wish){LETTER_DOCX, true}, &made),
        RC_OK);
    edit(w, id, "Друго.");
    const struct letter_back_file good = {STR("x.docx"), made.bytes};
    CHECK_RC(&w->call, letter_take_back(&w->call, &jobs, letter, &good, &back), RC_CONFLICT);
}

void letter_back_test(void)
{
    struct world w;

    test_start(&w, "edited");
    struct id id = write_one(&w);
    kept(&w, &id);
    for (int form = LETTER_PDF; form < LETTER_FORMS; form++) {
        there_and_back(&w, &id, (enum letter_form)form, true);
        there_and_back(&w, &id, (enum letter_form)form, false);
    }
    refused(&w, &id);
    with_logo(&w);
    world_close(&w);
}
