/* discrimination_pages.c - see discrimination_pages.h. */
#include "casework/discrimination_pages.h"

#include "base/lang.h"
#include "base/text.h"
#include "casework/equality.h"
#include "casework/moves_say.h"
#include "casework/pages.h"
#include "casework/save.h"
#include "casework/together.h"
#include "model/permission.h"
#include "web/field_control.h"
#include "web/record_path.h"

enum { CODE_MAX = 60, PICKS_MAX = 60, LINE_MAX = 100 };

/* ---- the facts ---- */

static const struct fact_row {
    const char *field, *label;
    bool must; /* a body for equality asks for it */
} fact_rows[] = {
    {"act", N_("What was done or refused"), true},
    {"form", N_("Which form"), false},
    {"grounds", N_("On which ground"), true},
    {"by", N_("Who did it"), true},
    {"comparator", N_("Who was or would be treated better"), true},
    {"difference", N_("In what the treatment was worse"), true},
    {"said_reason", N_("Which reason they gave"), false},
    {"shown_by_us", N_("What we must make probable, and by what"), true},
    {"shown_by_them", N_("What the other side must then prove"), false},
};
enum { FACT_ROWS = sizeof fact_rows / sizeof *fact_rows };

static struct str label_of(struct call *call, size_t i)
{
    return str_of(lang_text(call->lang, fact_rows[i].label));
}

static void facts(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    struct fact all[FACT_ROWS + 1];

    for (size_t i = 0; i < FACT_ROWS; i++)
        all[i] = (struct fact){.label = label_of(call, i),
                               .value = page_shown(call, record, fact_rows[i].field)};
    all[FACT_ROWS] = (struct fact){
        .label = say(call, "The ground"),
        .value = record_value(record, "ground_assumed").i == 0
                     ? STR("")
                     : say(call, "only assumed of the person, or because of somebody near")};
    together_facts(&web->html, all, FACT_ROWS + 1);
}

static void missing(struct web *web, const struct record *record)
{
    struct call *call = &web->call;
    struct buf out;

    buf_init(&out, call->arena, 4000);
    for (size_t i = 0; i < FACT_ROWS; i++) {
        if (!fact_rows[i].must || record_value(record, fact_rows[i].field).type != V_NULL)
            continue;
        buf_z(&out, out.n == 0 ? "" : "; ");
        buf_add(&out, label_of(call, i));
    }
    if (out.n != 0)
        part_note(&web->html, TONE_WARN,
                  say(call, "Still missing: %s.", str_z(call->arena, buf_str(&out))));
}

/* ---- the situation test ---- */

static struct str test_when(struct call *call, const struct record *test)
{
    struct value on = record_value(test, "on");
    struct str at = together_text(test, "at");

    return str_format(call->arena, "%s%s%s", on.type == V_INT ? date_text(call, (day)on.i).p : "",
                      at.n == 0 ? "" : ", ", str_z(call->arena, at));
}

static void test_row(struct web *web, const struct table_column *columns, const struct record *test)
{
    struct call *call = &web->call;
    bool ground = record_value(test, "differs").i != 0;
    const struct str cells[] = {
        page_shown(call, test, "order"),
        test_when(call, test),
        together_text(test, "by_whom"),
        ground ? say(call, "has the ground") : say(call, "does not have it"),
        together_text(test, "asked"),
        together_text(test, "told"),
        together_text(test, "recording").n != 0      ? together_text(test, "recording")
        : record_value(test, "files").type == V_NULL ? say(call, "none")
                                                     : say(call, "in the file"),
    };

    part_row(&web->html);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        part_cell(&web->html, columns, i, cells[i], STR(""));
    part_row_end(&web->html);
}

static void test_table(struct web *web, const struct query_page *found)
{
    struct call *call = &web->call;
    const struct table_column columns[] = {
        {.label = say(call, "Order"), .number = true},
        {.label = say(call, "When")},
        {.label = say(call, "Who asked")},
        {.label = say(call, "The ground")},
        {.label = say(call, "What was asked")},
        {.label = say(call, "What was answered")},
        {.label = say(call, "Recording")},
    };

    part_table(&web->html, say(call, "Situation test"), columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < found->n; i++)
        test_row(web, columns, found->records[i]);
    part_table_end(&web->html);
}

/* A test shows something where two alike, but for the ground, asked the same. */
static void test_notes(struct web *web, const struct query_page *found)
{
    struct call *call = &web->call;
    size_t with = 0, order = 0;

    for (size_t i = 0; i < found->n; i++) {
        with += record_value(found->records[i], "differs").i != 0;
        order += record_value(found->records[i], "order").type != V_NULL;
    }
    if (with == 0 || with == found->n)
        part_note(&web->html, TONE_WARN,
                  say(call, "A test needs both: somebody with the ground, and somebody without it "
                            "who asks the same."));
    if (order != found->n)
        part_note(&web->html, TONE_WARN, say(call, "Write down who asked first, and who next."));
}

static enum rc tests(struct web *web, const struct record *record)
{
    struct query_page found;
    enum rc rc = together_list(&web->call, record, "discrimination_test", "on", &found);

    if (rc != RC_OK || found.n == 0)
        return rc;
    test_table(web, &found);
    test_notes(web, &found);
    return RC_OK;
}

/* ---- evidence ---- */

static const struct evidence {
    const char *field, *kind, *label;
    const char *about[3]; /* what names one of them */
} evidences[] = {
    {"papers", "case_paper", N_("Papers"), {"what", "from", "received"}},
    {"letters", "letter", N_("Letters"), {"subject_line", "written", NULL}},
    {"notes", "case_note", N_("Notes, photos"), {"on", "what", "text"}},
    {"witnesses", "party", N_("Witnesses and others"), {"role", "name", "person"}},
};
enum { EVIDENCES = sizeof evidences / sizeof *evidences };

static void add_short(struct buf *out, struct str word)
{
    struct str rest = word;

    for (int i = 0; i < LINE_MAX && rest.n != 0; i++)
        (void)text_next(&rest);
    buf_add(out, str_cut(word, 0, word.n - rest.n));
    buf_z(out, rest.n == 0 ? "" : " …");
}

static struct str evidence_name(struct call *call, const struct evidence *is,
                                const struct record *record)
{
    struct buf out;

    buf_init(&out, call->arena, 4000);
    for (size_t i = 0; i < 3 && is->about[i] != NULL; i++) {
        const struct field *field = field_find(record->kind, str_of(is->about[i]));
        struct value v = field == NULL ? v_null() : record_get(record, field);
        if (v.type == V_NULL)
            continue;
        buf_z(&out, out.n == 0 ? "" : ", ");
        add_short(&out, field_words(call, field, v));
    }
    return buf_str(&out);
}

static bool is_chosen(const struct record *record, const char *field, const struct id *id)
{
    struct value v = record_value(record, field);

    for (size_t i = 0; v.type == V_LIST && i < v.list.n; i++)
        if (str_eq(v.list.items[i].s, id_str(id)))
            return true;
    return false;
}

static enum rc evidence_lines(struct web *web, const struct record *of, const struct record *record,
                              size_t *n)
{
    struct call *call = &web->call;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < EVIDENCES && rc == RC_OK; i++) {
        struct query_page found;
        rc = together_list(call, of, evidences[i].kind, NULL, &found);
        for (size_t k = 0; rc == RC_OK && k < found.n; k++) {
            if (!is_chosen(record, evidences[i].field, &found.records[k]->id))
                continue;
            if ((*n)++ == 0)
                html_raw(&web->html, "<ol>");
            html_tag(&web->html, "li", NULL,
                     str_format(call->arena, "%s: %s", lang_text(call->lang, evidences[i].label),
                                evidence_name(call, &evidences[i], found.records[k]).p));
        }
    }
    if (rc == RC_OK && *n != 0)
        html_raw(&web->html, "</ol>");
    return rc;
}

static enum rc evidence(struct web *web, const struct record *of, const struct record *record)
{
    struct call *call = &web->call;
    struct value files = record_value(record, "files");
    size_t n = 0;

    html_tag(&web->html, "h3", NULL, say(call, "Evidence"));
    enum rc rc = evidence_lines(web, of, record, &n);
    if (rc != RC_OK)
        return rc;
    if (files.type == V_LIST && files.list.n != 0)
        html_tag(&web->html, "p", NULL,
                 str_format(call->arena,
                            lang_plural(call->lang, "%lld file lies with it.",
                                        "%lld files lie with it.", (int64_t)files.list.n),
                            (long long)files.list.n));
    else if (n == 0)
        part_note(&web->html, TONE_WARN, say(call, "No evidence is named yet."));
    return RC_OK;
}

/* ---- one of them ---- */

static void ways_to_change(struct web *web, const struct record *of, const struct record *record)
{
    struct call *call = &web->call;
    struct button change = {.label = say(call, "Change, add a test"), .weight = WEIGHT_OTHER};
    struct button tick = {.label = say(call, "Tick the evidence"), .weight = WEIGHT_OTHER};

    part_actions(&web->html);
    part_link_button(&web->html, &change, record_general_path(web, record, "/edit"));
    part_link_button(&web->html, &tick, together_path(web, of, "/discrimination", record));
    part_actions_end(&web->html);
}

static enum rc one(struct web *web, const struct record *of, const struct record *record,
                   bool paper)
{
    part_card(&web->html, record_title(&web->call, record));
    facts(web, record);
    if (!paper)
        missing(web, record);
    enum rc rc = tests(web, record);
    if (rc == RC_OK)
        rc = evidence(web, of, record);
    if (rc == RC_OK && !paper && together_may(web, of))
        ways_to_change(web, of, record);
    part_card_end(&web->html);
    return rc;
}

/* ---- the law: who must show what, and where one may go ---- */

static struct str name_of(struct call *call, const struct procedure *procedure)
{
    return words_in(procedure->name, lang_code(call->lang));
}

static void burden_of(struct web *web, const struct procedure *procedure)
{
    struct call *call = &web->call;
    const struct procedure_burden *burden = &procedure->burden;
    struct str english = STR("en");
    struct fact all[] = {
        {.label = say(call, "She must"), .value = burden->claimant, .lang = english},
        {.label = say(call, "The other side must"), .value = burden->respondent, .lang = english},
        {.label = say(call, "Article"), .value = burden->article},
        {.label = say(call, "Source"), .value = burden->law.source},
        {.label = say(call, "How sure"), .value = law_sure(call, burden->law.status)},
        {.label = say(call, "Note"), .value = burden->law.note, .lang = english},
    };

    html_tag(&web->html, "h3", NULL, name_of(call, procedure));
    together_facts(&web->html, all, sizeof all / sizeof *all);
}

/* Where proof is weighed; free legal aid and the like ask for none. */
static bool weighs_proof(const struct procedure *procedure)
{
    static const char *const words[] = {".equality.", ".court.", ".ombudsman.", ".criminal."};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_starts(str_cut(procedure->id, 2, procedure->id.n), str_of(words[i])))
            return true;
    return false;
}

static void burdens(struct web *web, const struct equality *ways)
{
    struct call *call = &web->call;
    struct buf unknown;

    buf_init(&unknown, call->arena, 8000);
    part_card(&web->html, say(call, "Who must show what"));
    for (size_t i = 0; i < ways->n; i++) {
        const struct procedure *procedure = ways->in[i].procedure;
        if (procedure->burden.claimant.n != 0) {
            burden_of(web, procedure);
            continue;
        }
        if (!weighs_proof(procedure))
            continue;
        buf_z(&unknown, unknown.n == 0 ? "" : "; ");
        buf_add(&unknown, name_of(call, procedure));
    }
    if (unknown.n != 0)
        part_note(&web->html, TONE_MUTE,
                  say(call, "Not known to us: %s. Ask a lawyer before you rely on it.",
                      str_z(call->arena, buf_str(&unknown))));
    part_card_end(&web->html);
}

static struct str bodies_of(struct call *call, const struct procedure *procedure)
{
    const struct institutions *all = call->app->packs->institutions;
    const struct institution *body = NULL;
    struct buf out;

    buf_init(&out, call->arena, 4000);
    while ((body = institution_of(all, procedure, body)) != NULL) {
        buf_z(&out, out.n == 0 ? "" : "; ");
        buf_add(&out, words_in(body->name, lang_code(call->lang)));
    }
    if (out.n == 0)
        buf_add(&out, words_in(procedure->institution, lang_code(call->lang)));
    return out.n == 0 ? say(call, "the body is not known to us") : buf_str(&out);
}

/* Is any of its limits for filing counted from what happened? */
static bool hangs_on_act(const struct procedure *procedure)
{
    const uint32_t act = UINT32_C(1) << EVENT_ACT | UINT32_C(1) << EVENT_LEARNED;

    for (size_t i = 0; i < procedure->limits.n; i++)
        if ((procedure->limits.in[i].from & act) != 0)
            return true;
    return false;
}

static struct str until(struct call *call, const struct equality *ways,
                        const struct equality_way *way)
{
    if (way->move != NULL && way->begun != NULL)
        return say(call, "Begun. %s: %s", move_title(call, way->move).p,
                   str_z(call->arena, move_last_day(call, way->move)));
    if (way->begun != NULL)
        return say(call, "Begun.");
    if (way->barred != NULL)
        return say(call, "Too late since %s, unless a lawyer finds a way.",
                   date_long(call, way->barred->last).p);
    if (way->move != NULL && (way->move->counted || way->move->any_time))
        return move_last_day(call, way->move);
    return !ways->happened && hangs_on_act(way->procedure)
               ? say(call, "Write into the case when it happened: then it is counted.")
               : say(call, "Until when is not known to us: ask.");
}

static void way_row(struct web *web, const struct record *of, const struct equality *ways,
                    const struct equality_way *way)
{
    struct call *call = &web->call;
    bool counted = way->move != NULL && way->move->counted;
    struct task row = {
        .title = bodies_of(call, way->procedure),
        .path = page_case_path(
            web, of->code,
            way->begun != NULL
                ? ""
                : str_format(call->arena, "/procedure?procedure=%s", way->procedure->id.p).p),
        .about = {name_of(call, way->procedure), until(call, ways, way),
                  law_sure(call, way->procedure->law.status)}};

    if (counted) {
        row.status = page_days_left(call, way->move->last);
        row.tone = page_tone(call, way->move->last);
    } else if (way->barred != NULL) {
        row.status = say(call, "too late");
        row.tone = TONE_BAD;
    }
    part_task(&web->html, &row);
}

static void bodies(struct web *web, const struct record *of, const struct equality *ways)
{
    struct call *call = &web->call;

    part_card(&web->html, say(call, "Who can act on it, and until when"));
    if (ways->n == 0)
        part_note(&web->html, TONE_MUTE,
                  say(call, "Nothing is known to us of this country. Ask a lawyer."));
    else
        part_tasks(&web->html, STR(""));
    for (size_t i = 0; i < ways->n; i++)
        way_row(web, of, ways, &ways->in[i]);
    if (ways->n != 0)
        part_tasks_end(&web->html);
    part_card_end(&web->html);
}

/* ---- the page ---- */

static void add_button(struct web *web, const struct record *of, enum weight weight)
{
    struct call *call = &web->call;
    struct button add = {
        .label = say(call, "Write unequal treatment down"), .weight = weight, .icon = "scale"};

    part_link_button(&web->html, &add, together_new(web, of, "discrimination"));
}

static void head(struct web *web, const struct record *of, bool paper)
{
    struct call *call = &web->call;
    struct value happened = record_value(of, "happened");
    struct button when = {.label = say(call, "Write down when it happened"),
                          .weight = WEIGHT_OTHER};
    struct fact all[] = {
        {.label = say(call, "Person"), .value = page_link_title(call, of, "person")},
        {.label = say(call, "When it happened"),
         .value = happened.type == V_NULL ? say(call, "not written down")
                                          : page_shown(call, of, "happened")},
        {.label = say(call, "On which ground, as she sees it"),
         .value = page_shown(call, of, "grounds")},
    };

    together_facts(&web->html, all, sizeof all / sizeof *all);
    if (paper)
        return;
    part_actions(&web->html);
    if (together_may(web, of))
        add_button(web, of, WEIGHT_OTHER);
    if (together_may(web, of) && happened.type == V_NULL)
        part_link_button(&web->html, &when, record_general_path(web, of, "/edit"));
    part_link(&web->html, page_case_path(web, of->code, "/discrimination/print"),
              say(call, "Print"));
    part_actions_end(&web->html);
}

static enum rc show(struct web *web, bool paper)
{
    struct call *call = &web->call;
    struct query_page found;
    struct equality ways;
    struct record *of;
    enum rc rc = together_case(web, &of);

    if (rc == RC_OK)
        rc = together_list(call, of, "discrimination", NULL, &found);
    if (rc == RC_OK)
        rc = equality_ways(call, of, &ways);
    if (rc != RC_OK)
        return rc;
    struct page page = together_page(web, say(call, "Unequal treatment"));
    if (paper) {
        page.back_path = page_case_path(web, of->code, "/discrimination");
        page.back_label = say(call, "Unequal treatment");
    }
    part_page(web, &page);
    if (paper)
        part_print_head(&web->html, page.name, date_text(call, call->today));
    head(web, of, paper);
    if (found.n == 0)
        part_note(&web->html, TONE_INFO,
                  say(call, "Nothing is written down yet: what was done, on which ground, and with "
                            "whom one compares."));
    for (size_t i = found.n; i-- > 0 && rc == RC_OK;)
        rc = one(web, of, found.records[i], paper);
    burdens(web, &ways);
    bodies(web, of, &ways);
    part_page_end(web, &page);
    return rc;
}

static enum rc discrimination_page(struct web *web)
{
    return show(web, false);
}

static enum rc print_page(struct web *web)
{
    return show(web, true);
}

/* ---- the evidence is ticked ---- */

static enum rc evidence_control(struct web *web, const struct record *of,
                                const struct record *record, const struct evidence *is)
{
    struct call *call = &web->call;
    struct control control = {.name = str_of(is->field),
                              .label = str_of(lang_text(call->lang, is->label))};
    struct pick *picks = arena_array(call->arena, PICKS_MAX + 1, sizeof *picks);
    struct query_page found;
    size_t n = 0;

    if (picks == NULL)
        return fail_memory(call);
    enum rc rc = together_list(call, of, is->kind, NULL, &found);
    if (rc != RC_OK || found.n == 0)
        return rc;
    for (size_t i = 0; i < found.n && n < PICKS_MAX; i++)
        picks[n++] = (struct pick){str_hex(call->arena, id_str(&found.records[i]->id)),
                                   evidence_name(call, is, found.records[i]), STR(""),
                                   is_chosen(record, is->field, &found.records[i]->id)};
    control_checks(&web->html, &control, picks, n);
    return RC_OK;
}

static enum rc evidence_page(struct web *web)
{
    struct call *call = &web->call;
    struct record *of, *record;
    enum rc rc = together_case(web, &of);

    if (rc == RC_OK)
        rc = together_part(web, of, "discrimination", "id", &record);
    if (rc != RC_OK)
        return rc;
    struct page page = together_page(web, say(call, "Evidence"));
    struct form_options form = {.action = together_path(web, of, "/discrimination", record)};
    struct button button = {.label = say(call, "Save"), .weight = WEIGHT_MAIN};
    page.back_path = page_case_path(web, of->code, "/discrimination");
    page.back_label = say(call, "Unequal treatment");
    part_page(web, &page);
    html_tag(&web->html, "p", NULL, say(call, "Tick what shows what was done."));
    part_form(web, &form);
    page_change_field(web);
    for (size_t i = 0; i < EVIDENCES && rc == RC_OK; i++)
        rc = evidence_control(web, of, record, &evidences[i]);
    part_form_send(&web->html, &form, &button);
    part_page_end(web, &page);
    return rc;
}

/* The ids that were ticked; nothing for none. */
static struct value ticked(struct web *web, const char *name)
{
    struct value *ids = arena_array(web->call.arena, PICKS_MAX + 1, sizeof *ids);
    struct str hex;
    size_t at = 0, n = 0;

    while (ids != NULL && n < PICKS_MAX && web_each(web, name, &at, &hex)) {
        struct id *id = arena_alloc(web->call.arena, sizeof *id);
        if (id != NULL && str_unhex(hex, id->b, sizeof id->b))
            ids[n++] = id_value(id);
    }
    return n == 0 ? v_null() : v_list(ids, n);
}

static enum rc evidence_post(struct web *web)
{
    struct call *call = &web->call;
    struct id change = page_change(web);
    struct record *of, *record;
    struct outcome outcome;
    struct save save;
    enum rc rc = together_case(web, &of);

    if (rc == RC_OK)
        rc = together_part(web, of, "discrimination", "id", &record);
    if (rc == RC_OK)
        rc = save_init(call, record->kind, &save);
    if (rc != RC_OK)
        return rc;
    save.args.id = &record->id;
    for (size_t i = 0; i < EVIDENCES; i++)
        save_set(&save, evidences[i].field, ticked(web, evidences[i].field));
    rc = save_run(call, &save, &change, &outcome);
    return together_answer(web, rc, page_case_path(web, of->code, "/discrimination"), &change,
                           evidence_page);
}

/* ---- the card on the case ---- */

enum rc discrimination_card(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct query_page found;
    struct str path = page_case_path(web, of->code, "/discrimination");
    enum rc rc = together_list(call, of, "discrimination", NULL, &found);

    if (rc != RC_OK)
        return rc;
    part_card(&web->html, say(call, "Unequal treatment"));
    for (size_t i = 0; i < found.n; i++)
        html_tag(&web->html, "p", NULL, record_title(call, found.records[i]));
    part_link(&web->html, path,
              found.n == 0 ? say(call, "Was somebody treated worse than others?")
                           : say(call, "Facts, evidence, and who can act on it"));
    part_card_end(&web->html);
    return RC_OK;
}

/* ---- routes ---- */

static const struct param page_params[] = {
    {"code", PARAM_CODE, CODE_MAX, true, false, N_("Case number")},
    {0},
};

static const struct param evidence_params[] = {
    {"code", PARAM_CODE, CODE_MAX, true, false, N_("Case number")},
    {"id", PARAM_ID, 32, true, false, N_("Unequal treatment")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"papers", PARAM_ID, 32, false, true, N_("Papers")},
    {"letters", PARAM_ID, 32, false, true, N_("Letters")},
    {"notes", PARAM_ID, 32, false, true, N_("Notes, photos")},
    {"witnesses", PARAM_ID, 32, false, true, N_("Witnesses and others")},
    {0},
};

const struct route discrimination_routes[] = {
    {METHOD_GET, PERMISSION_CASE_SEE, "/case/{code}/discrimination", page_params,
     discrimination_page, NULL, 0,
     "shows unequal treatment: facts, tests, evidence, who must show what, who can act"},
    {METHOD_GET, PERMISSION_CASE_SEE, "/case/{code}/discrimination/print", page_params, print_page,
     NULL, 0, "shows unequal treatment to be printed"},
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/discrimination/{id}", evidence_params,
     evidence_page, NULL, 0, "asks what shows that somebody was treated worse"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/discrimination/{id}", evidence_params,
     evidence_post, evidence_page, 0, "ticks papers, letters and notes as evidence"},
};
const size_t discrimination_routes_n = sizeof discrimination_routes / sizeof *discrimination_routes;
