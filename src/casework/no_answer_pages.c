/* no_answer_pages.c - see no_answer_pages.h. */
#include "casework/no_answer_pages.h"

#include <stdlib.h>

#include "base/lang.h"
#include "casework/case_parts.h"
#include "casework/letter.h"
#include "casework/letter_look.h"
#include "casework/letter_pages.h"
#include "casework/letter_template.h"
#include "casework/no_answer.h"
#include "casework/pages.h"
#include "model/permission.h"
#include "web/control.h"
#include "web/date.h"
#include "web/record_path.h"

enum { BOARD_ROWS = 25, FACT_MAX = 2000 };

/* ---- what is asked for */

static enum no_answer_show show_of(struct str name)
{
    for (int i = 0; i < NO_ANSWER_SHOWS; i++)
        if (str_is(name, no_answer_show_name((enum no_answer_show)i)))
            return (enum no_answer_show)i;
    return NO_ANSWER_ALL;
}

static struct no_answer_ask ask_of(struct web *web)
{
    struct no_answer_ask ask = {.show = show_of(page_typed(web, "show")),
                                .mine = str_is(page_typed(web, "whose"), "mine"),
                                .limit = BOARD_ROWS};
    int64_t sort;

    (void)case_id(web, "body", &ask.body);
    if (web_number(web, "rid", &ask.after.rid))
        ask.after.sort = str_int(page_typed(web, "sort"), &sort) ? v_int(sort) : v_null();
    return ask;
}

static struct str address(struct web *web, const struct no_answer_ask *ask)
{
    struct arena *arena = web->call.arena;
    struct str body = id_is_none(&ask->body)
                          ? STR("")
                          : str_format(arena, "&body=%s", str_hex(arena, id_str(&ask->body)).p);

    return str_format(arena, "/no-answer?show=%s%s%s", no_answer_show_name(ask->show),
                      ask->mine ? "&whose=mine" : "", str_z(arena, body));
}

static struct str next_address(struct web *web, const struct no_answer_ask *ask,
                               const struct query_after *next)
{
    struct str sort = next->sort.type == V_INT
                          ? str_format(web->call.arena, "%lld", (long long)next->sort.i)
                          : STR("none");

    return str_format(web->call.arena, "%s&sort=%s&rid=%lld", address(web, ask).p, sort.p,
                      (long long)next->rid);
}

/* ---- the head */

static int64_t count(struct web *web, struct no_answer_ask ask, enum no_answer_show show)
{
    int64_t n = 0;

    ask.show = show;
    if (no_answer_count(&web->call, &ask, &n) != RC_OK)
        call_forgive(&web->call);
    return n;
}

static void sentence(struct web *web, const struct no_answer_ask *ask)
{
    struct call *call = &web->call;
    int64_t all = count(web, *ask, NO_ANSWER_ALL), barred = count(web, *ask, NO_ANSWER_BARRED);

    if (all == 0)
        return;
    html_raw(&web->html, "<p class=\"lead\">");
    html_text(&web->html,
              all > QUERY_COUNT_MAX
                  ? say(call, "More than %d letters have no answer in time.", QUERY_COUNT_MAX)
                  : str_format(call->arena,
                               lang_plural(call->lang, "%lld letter has no answer in time.",
                                           "%lld letters have no answer in time.", all),
                               (long long)all));
    if (barred != 0) {
        html_raw(&web->html, " ");
        html_text(&web->html,
                  str_format(call->arena,
                             lang_plural(call->lang, "For %lld the last day to act is past.",
                                         "For %lld the last day to act is past.", barred),
                             (long long)barred));
    }
    html_raw(&web->html, "</p>");
}

static struct chip chip(struct web *web, struct no_answer_ask ask, enum no_answer_show show,
                        struct str label)
{
    bool chosen = ask.show == show;

    ask.show = show;
    return (struct chip){label, address(web, &ask), chosen};
}

static struct chip whose(struct web *web, struct no_answer_ask ask, bool mine, struct str label)
{
    bool chosen = ask.mine == mine;

    ask.mine = mine;
    return (struct chip){label, address(web, &ask), chosen};
}

static void filters(struct web *web, const struct no_answer_ask *ask)
{
    struct call *call = &web->call;
    const struct chip shows[] = {
        chip(web, *ask, NO_ANSWER_ALL, say(call, "All")),
        chip(web, *ask, NO_ANSWER_OPEN, say(call, "The last day is to come")),
        chip(web, *ask, NO_ANSWER_BARRED, say(call, "The last day is past")),
        chip(web, *ask, NO_ANSWER_PROOF, say(call, "Not proved that it reached them")),
    };
    const struct chip persons[] = {
        whose(web, *ask, false, say(call, "All that I may see")),
        whose(web, *ask, true, say(call, "Mine")),
    };

    part_chips(&web->html, say(call, "Which"), shows, sizeof shows / sizeof *shows);
    part_chips(&web->html, say(call, "Whose"), persons, sizeof persons / sizeof *persons);
    if (!id_is_none(&ask->body)) {
        struct no_answer_ask all = *ask;
        all.body = (struct id){0};
        part_link(&web->html, address(web, &all), say(call, "All bodies"));
    }
}

/* ---- a row */

static struct str title(struct call *call, const struct no_answer_row *row)
{
    struct str id = record_text(row->proceeding, "procedure");
    const struct procedure *procedure = procedure_find(call->app->packs->procedures, id);
    struct str name = procedure == NULL ? id : words_in(procedure->name, lang_code(call->lang));

    return row->body.n == 0 ? name
                            : str_format(call->arena, "%.*s: %.*s", (int)row->body.n, row->body.p,
                                         (int)name.n, name.p);
}

static struct str late(struct call *call, const struct no_answer_row *row)
{
    int64_t days = call->today - row->due;

    return str_format(
        call->arena,
        lang_plural(call->lang, "%lld day over their time", "%lld days over their time", days),
        (long long)days);
}

static struct str reached(struct call *call, const struct no_answer_row *row)
{
    if (row->received == 0)
        return say(call, "not proved that it reached them");
    struct str on = date_text(call, row->received);
    return row->proved ? say(call, "reached them on %s, proved", on.p)
                       : say(call, "reached them on %s, not proved", on.p);
}

static struct str last_day(struct call *call, const struct no_answer_row *row)
{
    if (!row->counted)
        return say(call, "no last day to act");
    return str_format(call->arena, "%s (%s)",
                      say(call, "act until %s", date_text(call, row->act_by).p).p,
                      page_days_left(call, row->act_by).p);
}

static void show_row(struct web *web, const struct no_answer_row *row)
{
    struct call *call = &web->call;
    struct task task = {.title = title(call, row),
                        .path = row->of == NULL ? STR("") : record_path(web, row->of),
                        .about = {row->of == NULL ? STR("") : row->of->code, row->number,
                                  reached(call, row), late(call, row), no_answer_next(call, row)},
                        .tone = row->counted ? page_tone(call, row->act_by) : TONE_WARN,
                        .status = last_day(call, row)};

    if (row->move != NULL && row->of != NULL && case_may_change(call, row->of)) {
        task.select = "row";
        task.value = str_hex(call->arena, id_str(&row->proceeding->id));
        task.act = say(call, "Write the letter");
        task.act_path = letter_step_path(web, row->of->code, &row->proceeding->id, row->move);
    }
    part_task(&web->html, &task);
}

static void show_rows(struct web *web, const struct no_answer_page *found)
{
    struct call *call = &web->call;
    struct form_options form = {.action = STR("/no-answer/letters")};
    struct button write = {.label = say(call, "Write the letters"), .weight = WEIGHT_MAIN};

    part_form(web, &form);
    part_tasks(&web->html, say(call, "By the last day to act"));
    for (size_t i = 0; i < found->n; i++)
        show_row(web, &found->in[i]);
    part_tasks_end(&web->html);
    part_bulk(&web->html);
    part_button(&web->html, &write);
    part_bulk_end(&web->html);
    part_form_end(&web->html, &form);
}

static void ways_on(struct web *web)
{
    struct call *call = &web->call;
    const struct nav_item links[] = {
        {STR("/no-answer/press"), say(call, "Without persons, for the press"), NULL, false},
        {STR("/records/proceeding/as/csv?w=answer_due+%3C+today&sort=act_by"),
         say(call, "As a table (CSV)"), NULL, false},
        {STR("/records/institution"), say(call, "Bodies, and how they answer"), NULL, false},
    };

    part_links(&web->html, links, sizeof links / sizeof *links);
}

static enum rc board_page(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "No answer")};
    struct no_answer_ask ask = ask_of(web);
    struct no_answer_page found;
    enum rc rc = no_answer_list(call, &ask, &found);

    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    part_print_head(h, page.title, date_long(call, call->today));
    sentence(web, &ask);
    filters(web, &ask);
    if (found.n == 0)
        part_empty(h,
                   ask.show == NO_ANSWER_ALL && id_is_none(&ask.body)
                       ? say(call, "Every institution answered in time.")
                       : say(call, "There is nothing of this."),
                   STR(""), STR(""));
    else
        show_rows(web, &found);
    if (found.more || ask.after.rid != 0)
        part_pager(h, STR(""), ask.after.rid != 0 ? address(web, &ask) : STR(""),
                   found.more ? next_address(web, &ask, &found.next) : STR(""));
    ways_on(web);
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- for the press: bodies alone */

static struct str procedure_names(struct call *call, const struct no_answer_body *body)
{
    struct buf out;

    buf_init(&out, call->arena, 4096);
    for (size_t i = 0; i < body->procedures_n; i++) {
        const struct procedure *of =
            procedure_find(call->app->packs->procedures, body->procedures[i]);
        buf_z(&out, i == 0 ? "" : ", ");
        if (of != NULL)
            buf_add(&out, words_in(of->name, lang_code(call->lang)));
    }
    return buf_str(&out);
}

/* What the body itself says about it, the newest; or that it was asked and did not reply. */
static enum rc reply_of(struct web *web, const struct no_answer_body *body, struct str *out)
{
    struct call *call = &web->call;
    struct query query = {.kind = page_kind(web, "institution_reply"),
                          .verb = MAY_SEE,
                          .owner = &body->id,
                          .descending = true,
                          .limit = 1};
    struct query_page found;

    *out = say(call, "not asked yet");
    if (id_is_none(&body->id))
        return RC_OK;
    query.sort = field_find(query.kind, STR("asked"));
    enum rc rc = query_list(call, &query, &found);
    if (rc == RC_OK && found.n != 0) {
        struct str said = record_text(found.records[0], "said");
        *out = said.n != 0 ? said
                           : say(call, "asked on %s, no reply",
                                 page_shown(call, found.records[0], "asked").p);
    }
    return rc;
}

static enum rc press_row(struct web *web, const struct table_column *columns,
                         const struct no_answer_body *body)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct str reply;
    enum rc rc = reply_of(web, body, &reply);

    part_row(h);
    part_cell(h, columns, 0, body->name.n == 0 ? say(call, "others") : body->name, STR(""));
    part_cell(h, columns, 1, str_format(call->arena, "%zu", body->letters), STR(""));
    part_cell(h, columns, 2, date_text(call, body->since), STR(""));
    part_cell(h, columns, 3, procedure_names(call, body), STR(""));
    part_cell(h, columns, 4, reply, STR(""));
    part_row_end(h);
    return rc;
}

static enum rc press_page(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "Letters without an answer, by body"),
                        .back_path = STR("/no-answer"),
                        .back_label = say(call, "No answer")};
    const struct table_column columns[] = {
        {.label = say(call, "Body")},
        {.label = say(call, "Letters without an answer in time"), .number = true},
        {.label = say(call, "The first should have been answered by")},
        {.label = say(call, "What was asked, where it is several letters")},
        {.label = say(call, "What the body says about it")},
    };
    struct no_answer_body *bodies;
    size_t n;
    bool more;
    enum rc rc = no_answer_bodies(call, &bodies, &n, &more);

    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    part_print_head(h, page.title, date_long(call, call->today));
    part_note(h, TONE_INFO,
              say(call, "No person and no case stands here. Before it is published, each body is "
                        "asked what it says; its reply is printed beside the figures."));
    if (n == 0)
        part_empty(h, say(call, "Every institution answered in time."), STR(""), STR(""));
    else
        part_table(h, date_long(call, call->today), columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n && rc == RC_OK; i++)
        rc = press_row(web, columns, &bodies[i]);
    if (n != 0)
        part_table_end(h);
    html_tag(h, "p", "hint",
             more ? say(call, "Counted are the first %d letters that you may see.",
                        NO_ANSWER_COUNTED_MAX)
                  : say(call, "Counted is what you may see."));
    part_page_end(web, &page);
    return rc;
}

/* ---- several letters at once: each shown before it is written */

struct batch {
    struct no_answer_row rows[BOARD_ROWS];
    struct letter_order orders[BOARD_ROWS];
    struct letter_preview *previews[BOARD_ROWS]; /* NULL: there is no template */
    struct str why[BOARD_ROWS];
    size_t n;
};

/* What was typed for this letter alone, "fact.<procedure's id>.<fact>", else for all of them. */
static void take_facts(struct web *web, struct str row, struct letter_order *order)
{
    for (size_t i = 0; i < web->form.n && order->given_n < LETTER_GIVEN_MAX; i++) {
        const struct form_value *value = &web->form.fields[i];
        struct str rest = value->name;
        if (!str_is(str_split(&rest, '.'), "fact") || value->value.n == 0)
            continue;
        struct str of = str_split(&rest, '.');
        if (str_eq(of, row) || str_is(of, "all"))
            order->given[order->given_n++] = (struct letter_given){rest, value->value};
    }
}

static struct letter_order order_of(struct web *web, const struct no_answer_row *row,
                                    struct str language)
{
    bool own = row->move->kind == MOVE_REMIND;
    struct letter_order order = {.of = row->proceeding->owner,
                                 .sort = letter_sort_of(row->move),
                                 .procedure = own ? STR("") : row->move->to->id,
                                 .language = language,
                                 .gaps = web_flag(web, "gaps")};

    if (own)
        order.proceeding = row->proceeding->id;
    else
        order.against = row->proceeding->id;
    take_facts(web, str_hex(web->call.arena, id_str(&row->proceeding->id)), &order);
    return order;
}

static enum rc preview_one(struct web *web, struct batch *batch, const struct id *id,
                           struct str language)
{
    struct call *call = &web->call;
    size_t at = batch->n;
    enum rc rc = no_answer_row(call, id, &batch->rows[at]);

    if (rc != RC_OK || batch->rows[at].move == NULL)
        return rc;
    batch->n++;
    batch->orders[at] = order_of(web, &batch->rows[at], language);
    batch->previews[at] = arena_alloc(call->arena, sizeof *batch->previews[at]);
    if (batch->previews[at] == NULL)
        return fail_memory(call);
    rc = letter_preview(call, &batch->orders[at], batch->previews[at]);
    if (rc == RC_INVALID) {
        batch->why[at] = call->faults == NULL ? STR("") : call->faults->text;
        batch->previews[at] = NULL;
        call_forgive(call);
        rc = RC_OK;
    }
    return rc;
}

static enum rc gather(struct web *web, struct batch *batch)
{
    struct str hex, language = page_typed(web, "language");
    size_t at = 0, ticked = 0;
    enum rc rc = language.n != 0 ? RC_OK : letter_usual_language(&web->call, &language);

    while (rc == RC_OK && batch->n < BOARD_ROWS && web_each(web, "row", &at, &hex)) {
        struct id id;
        ticked++;
        if (str_unhex(hex, id.b, sizeof id.b))
            rc = preview_one(web, batch, &id, language);
    }
    if (rc == RC_OK && ticked == 0)
        return fail(&web->call, RC_INVALID, "row",
                    "Nothing was selected. Tick the letters that were not answered first.");
    return rc;
}

static void fact_field(struct web *web, struct str of, const struct letter_missing *missing)
{
    struct call *call = &web->call;
    struct str name = str_format(call->arena, "fact.%s.%s", str_z(call->arena, of),
                                 str_z(call->arena, missing->fact));
    struct control control = {.name = name, .label = missing->label, .max = FACT_MAX};

    control.value = page_typed(web, name.p);
    if (missing->may_be_given)
        control_long(&web->html, &control, 2);
    else
        part_note(&web->html, TONE_INFO,
                  say(call, "%s: write it into the record of the person, case or organisation.",
                      str_z(call->arena, missing->label)));
}

static void show_letter(struct web *web, const struct batch *batch, size_t i)
{
    struct call *call = &web->call;
    const struct no_answer_row *row = &batch->rows[i];
    const struct letter_preview *preview = batch->previews[i];
    struct str hex = str_hex(call->arena, id_str(&row->proceeding->id));

    html_tag(&web->html, "h2", NULL, title(call, row));
    html_tag(&web->html, "p", "hint", row->of == NULL ? STR("") : row->of->code);
    if (preview == NULL) {
        part_note(
            &web->html, TONE_WARN,
            say(call, "This letter cannot be written here: %s", str_z(call->arena, batch->why[i])));
        return;
    }
    control_hidden(&web->html, "row", hex);
    for (size_t k = 0; k < preview->missing_n; k++)
        fact_field(web, hex, &preview->missing[k]);
    part_fold(&web->html, say(call, "The letter"), preview->missing_n != 0);
    letter_look(web, &preview->doc);
    part_fold_end(&web->html);
}

static size_t missing_in(const struct batch *batch)
{
    size_t n = 0;

    for (size_t i = 0; i < batch->n; i++)
        n += batch->previews[i] != NULL && batch->previews[i]->missing_n != 0;
    return n;
}

static enum rc batch_form(struct web *web, const struct batch *batch)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    size_t missing = missing_in(batch);
    struct page page = {.title = say(call, "Letters because nobody answered"),
                        .back_path = STR("/no-answer"),
                        .back_label = say(call, "No answer")};
    struct form_options form = {.action = STR("/no-answer/letters")};
    struct button write = {.label = str_format(call->arena,
                                               lang_plural(call->lang, "Write %lld letter",
                                                           "Write %lld letters", (int64_t)batch->n),
                                               (long long)batch->n),
                           .weight = WEIGHT_MAIN,
                           .name = "write",
                           .value = STR("1")};
    struct control gaps = {.name = STR("gaps"),
                           .label = say(call, "Write it all the same; what is missing stays marked "
                                              "in the text")};

    part_page(web, &page);
    part_form(web, &form);
    page_change_field(web);
    if (missing != 0)
        part_note(h, TONE_WARN,
                  str_format(call->arena,
                             lang_plural(call->lang, "%lld letter lacks a fact.",
                                         "%lld letters lack facts.", (int64_t)missing),
                             (long long)missing));
    for (size_t i = 0; i < batch->n; i++)
        show_letter(web, batch, i);
    if (missing != 0)
        control_check(h, &gaps, web_flag(web, "gaps"));
    part_form_send(h, &form, &write);
    part_page_end(web, &page);
    return RC_OK;
}

/* One id for each letter, of the form's own: a double click writes nothing twice. */
static struct id change_of(struct id first, size_t i)
{
    first.b[0] = (unsigned char)(first.b[0] ^ (unsigned char)(i + 1));
    return first;
}

static enum rc write_all(struct web *web, struct batch *batch, struct str name)
{
    struct id first = page_change(web);
    enum rc rc = RC_OK;

    for (size_t i = 0; i < batch->n && rc == RC_OK; i++) {
        struct outcome outcome;
        if (batch->previews[i] == NULL)
            continue;
        batch->orders[i].batch = name;
        batch->orders[i].change = change_of(first, i);
        rc = letter_write(&web->call, &batch->orders[i], &outcome);
    }
    return rc;
}

static enum rc letters_post(struct web *web)
{
    struct call *call = &web->call;
    struct batch *batch = arena_alloc(call->arena, sizeof *batch);
    enum rc rc = batch == NULL ? fail_memory(call) : gather(web, batch);

    if (rc != RC_OK)
        return rc;
    bool ready = page_typed(web, "write").n != 0;
    if (ready && missing_in(batch) != 0 && !web_flag(web, "gaps")) {
        web_status(web, 422);
        ready = false;
    }
    if (!ready)
        return batch_form(web, batch);
    struct id id = page_change(web);
    struct str name = str_hex(call->arena, id_str(&id));
    rc = write_all(web, batch, name);
    return rc == RC_OK
               ? web_redirect(web, str_format(call->arena, "/letters/batch/%s", name.p), "saved")
               : rc;
}

/* ---- routes */

static const struct param board_params[] = {
    {"body", PARAM_ID, 32, false, false, N_("Body")},
    {"rid", PARAM_NUMBER, UINT32_MAX, false, false, N_("Page")},
    {"show", PARAM_CODE, 10, false, false, N_("Which")},
    {"sort", PARAM_CODE, 20, false, false, N_("Page")},
    {"whose", PARAM_CODE, 10, false, false, N_("Whose")},
    {0},
};

static const struct param letters_params[] = {
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"fact.*", PARAM_LONG, FACT_MAX, false, true, N_("Fact")},
    {"gaps", PARAM_FLAG, 0, false, false, N_("Write it all the same")},
    {"language", PARAM_CODE, 40, false, false, N_("Language")},
    {"row", PARAM_ID, 32, false, true, N_("Selected")},
    {"write", PARAM_FLAG, 0, false, false, N_("Write the letters")},
    {0},
};

const struct route no_answer_routes[] = {
    {METHOD_GET, PERMISSION_CASE_SEE, "/no-answer", board_params, board_page, NULL, 0,
     "shows what nobody answered, by the last day to act"},
    {METHOD_GET, PERMISSION_CASE_SEE, "/no-answer/press", NULL, press_page, NULL, 0,
     "shows how many letters each body has not answered, without persons"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/no-answer/letters", letters_params, letters_post, NULL,
     0, "shows and writes letters because nobody answered"},
};
const size_t no_answer_routes_n = sizeof no_answer_routes / sizeof *no_answer_routes;
