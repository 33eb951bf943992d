/* template_test.c - the office's own letter templates: written, tried, taken over by name. */
#include "casework/letter.h"
#include "casework/letter_own.h"
#include "casework_test.h"

static const char *const head = "id: own.reminder\n"
                                "kind: reminder\n"
                                "language: mk\n"
                                "title: Our reminder\n"
                                "status: checked\n"
                                "language checked by: Nobody, 2020-01-01\n"
                                "law checked by: Nobody, 2020-01-01\n"
                                "draft mark: DRAFT\n"
                                "copy mark: COPY\n"
                                "stamp label: Received\n";

static struct str text_of(struct world *w, const char *lines, const char *body)
{
    return str_format(
        &w->arena,
        "%s%s---\n[addressee]\n{{institution.name}}\n\n[subject]\n{{request.subject}}\n\n"
        "[text]\n%s\n\n[signature]\n{{client.name}}\n",
        head, lines, body);
}

static struct id keep(struct world *w, struct str text)
{
    struct outcome outcome = {0};

    CHECK_RC(&w->call, world_save(w, "letter_template", NULL, NULL, &outcome, "text", text.p, NULL),
             RC_OK);
    return outcome.record;
}

static enum rc change_text(struct world *w, const struct id *id, struct str text,
                           struct outcome *outcome)
{
    return world_save(w, "letter_template", id, NULL, outcome, "text", text.p, NULL);
}

static struct letter_change change_of(struct world *w, const struct id *id)
{
    return (struct letter_change){.letter = *id, .change = id_new(&w->call)};
}

/* ---- what is wrong is told by line ---- */

static void bad_texts(struct world *w)
{
    static const struct {
        const char *lines, *body, *says;
    } rows[] = {
        {"", "{{client.nose}}", "Line 19, sign 1: No case has a fact"},
        {"needs: client.nose\n", "x", "No case has a fact"},
        {"", "{{#each asks}}\n{{#each papers}}\n{{item}}\n{{/each}}\n{{/each}}", "Line 20"},
        {"", "{{#if client.name}}", "Line "},
        {"nonsense\n", "x", "Line 11"},
    };
    struct outcome outcome;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str text = text_of(w, rows[i].lines, rows[i].body);
        CASE("own template: row %zu is refused: %s", i, rows[i].says);
        CHECK_INT(world_save(w, "letter_template", NULL, NULL, &outcome, "text", text.p, NULL),
                  RC_INVALID);
        if (CHECK(w->call.faults != NULL)) {
            CHECK_TEXT(w->call.faults->where, "text");
            if (!CHECK(memmem(w->call.faults->text.p, w->call.faults->text.n, rows[i].says,
                              strlen(rows[i].says)) != NULL))
                tap_note("%s", w->call.faults->text.p);
        }
        call_forgive(&w->call);
    }
}

/* ---- one's own before the program's ---- */

static struct str used(struct world *w, struct letter_order order)
{
    struct letter_preview *preview = arena_alloc(&w->arena, sizeof *preview);

    order.change = id_new(&w->call);
    order.gaps = true;
    return CHECK_RC(&w->call, letter_preview(&w->call, &order, preview), RC_OK) ? preview->template
                                                                                : STR("");
}

static void offered(struct world *w, const struct id *id, const struct id *of)
{
    struct letter_order order = {.of = *of,
                                 .sort = STR("reminder"),
                                 .procedure = STR("mk.admin.request"),
                                 .language = STR("mk")};
    struct record *record = world_load(w, "letter_template", id);

    CASE("own template: its head says what it is");
    CHECK_TEXT(record_text(record, "name"), "Our reminder");
    CHECK_TEXT(record_text(record, "sort_of"), "reminder");
    CHECK_TEXT(record_text(record, "language"), "mk");

    CASE("own template: comes before the program's; one of the procedure before one of any");
    CHECK_TEXT(used(w, order), record->code.p);
    struct id exact = keep(w, text_of(w, "procedure: mk.admin.request\n", "x"));
    struct id newer = keep(w, text_of(w, "", "newer"));
    struct id other = keep(w, text_of(w, "procedure: mk.foi.request\n", "y"));
    CHECK_TEXT(used(w, order), world_load(w, "letter_template", &exact)->code.p);
    order.own = *id;
    CHECK_TEXT(used(w, order), record->code.p);
    order.own = (struct id){{0}};
    order.language = STR("sq");
    CHECK_TEXT(used(w, order), "packs/common/letters/reminder.sq.txt");

    CASE("own template: what is retired is offered no more");
    struct id all[] = {exact, newer, other};
    struct outcome outcome;
    for (size_t i = 0; i < 3; i++) {
        struct value args;
        CHECK_RC(
            &w->call,
            record_args_make(&w->call, world_load(w, "letter_template", &all[i]), STR(""), &args),
            RC_OK);
        CHECK_RC(&w->call, world_run(w, "record.retire", args, &outcome), RC_OK);
    }
    order.language = STR("mk");
    CHECK_TEXT(used(w, order), record->code.p);
}

/* ---- who stands for it ---- */

static struct template_info info_of(struct world *w, const struct id *id)
{
    struct template *t = NULL;

    return CHECK_RC(&w->call, own_read(&w->call, world_load(w, "letter_template", id), &t), RC_OK)
               ? *template_info(t)
               : (struct template_info){.checked = false};
}

static void standing(struct world *w, const struct id *id)
{
    struct letter_change change = change_of(w, id);
    struct outcome outcome;

    CASE("own template: a name in the text is nobody's word");
    CHECK(!info_of(w, id).checked && info_of(w, id).language_check.by.n == 0);

    CASE("own template: two names, one for the language and one for the law, and the mark goes");
    CHECK_RC(&w->call, own_stand(&w->call, &change, false, &outcome), RC_OK);
    CHECK(!info_of(w, id).checked);
    change = change_of(w, id);
    CHECK_RC(&w->call, own_stand(&w->call, &change, true, &outcome), RC_OK);
    struct template_info info = info_of(w, id);
    CHECK(info.checked && info.law_check.on == w->call.today);
    CHECK_TEXT(info.language_check.by, w->call.actor->name.p);

    CASE("own template: another text takes the names back, and undo gives them again");
    CHECK_RC(&w->call, change_text(w, id, text_of(w, "", "another"), &outcome), RC_OK);
    CHECK(!info_of(w, id).checked && info_of(w, id).law_check.by.n == 0);
    struct id edited = outcome.change;
    struct value arg = id_value(&edited);
    CHECK_RC(&w->call, world_run(w, "change.undo", v_list(&arg, 1), &outcome), RC_OK);
    CHECK(info_of(w, id).checked);
}

static void trying(struct world *w, const struct id *id)
{
    struct template_filled filled;
    struct template *t = NULL;

    CASE("own template: tried on the invented case");
    CHECK_RC(&w->call, own_read(&w->call, world_load(w, "letter_template", id), &t), RC_OK);
    CHECK_RC(&w->call, own_try(&w->call, t, &filled), RC_OK);
    CHECK_INT(filled.missing_n, 0);
    CHECK_TEXT(filled.doc.parts[LETTER_SIGNATURE].blocks[0].texts[0], "Сенада Примерова");

    CASE("own template: the program's are found to copy, Serbian in Latin letters is made");
    CHECK(own_shipped(&w->call, STR("mk/appeal.mk")).n != 0);
    struct str latin = own_shipped(&w->call, STR("common/appeal.sr-Latn"));
    CHECK(latin.n != 0 && memmem(latin.p, latin.n, "language: sr-Latn", 17) != NULL);
    CHECK(own_shipped(&w->call, STR("packs/mk/letters/appeal.mk.txt")).n != 0);
    CHECK(own_shipped(&w->call, STR("mk/nothing.mk")).p == NULL);
    CHECK(own_shipped(&w->call, STR("packs/mk/procedures.yaml")).p == NULL);
}

void template_test(void)
{
    struct world w;

    test_start(&w, "templates");
    test_organisation(&w);
    struct id of = test_case(&w, "Water");
    bad_texts(&w);
    struct id id = keep(&w, text_of(&w, "", "x"));
    offered(&w, &id, &of);
    trying(&w, &id);
    standing(&w, &id);
    world_close(&w);
}
