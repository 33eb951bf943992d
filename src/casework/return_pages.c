/* return_pages.c - see return_pages.h. */
#include "casework/return_pages.h"

#include "base/lang.h"
#include "casework/deadline.h"
#include "casework/homecoming.h"
#include "casework/moves_say.h"
#include "casework/pages.h"
#include "casework/together.h"
#include "model/permission.h"
#include "web/field_control.h"
#include "web/record_path.h"

enum { CODE_MAX = 60, CHILDREN_MAX = 40, PAPERS_OF_ONE = 40, CHILD_YEARS = 18 };

/* ---- the day they came, and school against benefit ---- */

static struct str since(struct call *call, struct value from, struct value on)
{
    if (from.type != V_INT || on.type != V_INT || on.i < from.i)
        return STR("");
    return say(call, "%s after they came", together_days(call, on.i - from.i).p);
}

static struct str day_and_since(struct call *call, struct value from, struct value on)
{
    struct str after = since(call, from, on);

    if (on.type != V_INT)
        return STR("");
    return after.n == 0 ? date_long(call, (day)on.i)
                        : str_format(call->arena, "%s, %s", date_long(call, (day)on.i).p, after.p);
}

/* The first help that was really given. */
static struct value first_given(const struct homecoming *all)
{
    struct value first = v_null();

    for (size_t i = 0; i < all->n; i++) {
        struct value given =
            all->in[i].record == NULL ? v_null() : record_value(all->in[i].record, "given");
        if (given.type == V_INT && (first.type == V_NULL || given.i < first.i))
            first = given;
    }
    return first;
}

static void school_note(struct web *web, const struct homecoming *all)
{
    struct call *call = &web->call;
    struct value school = record_value(all->home, "school_from");
    struct value arrived = record_value(all->home, "arrived"), given = first_given(all);

    if (school.type != V_INT)
        part_note(&web->html, TONE_WARN,
                  say(call, "When school begins for the children is not written down. Ask the "
                            "school, and do not wait for the help."));
    else if (given.type == V_INT && given.i > school.i)
        part_note(&web->html, TONE_WARN,
                  say(call, "School began %s before the first help came.",
                      together_days(call, given.i - school.i).p));
    else if (given.type == V_NULL && school.i <= call->today)
        part_note(&web->html, TONE_BAD,
                  say(call, "School has begun, and no help has come yet: %s since they came.",
                      together_days(call, call->today - arrived.i).p));
}

static void home_facts(struct web *web, const struct homecoming *all)
{
    struct call *call = &web->call;
    struct value arrived = record_value(all->home, "arrived");
    struct fact facts[] = {
        {.label = say(call, "Arrived on"),
         .value = str_format(call->arena, "%s (%s)", date_long(call, (day)arrived.i).p,
                             together_days(call, call->today - arrived.i).p)},
        {.label = say(call, "From which country"), .value = together_text(all->home, "from_where")},
        {.label = say(call, "How they came back"), .value = page_shown(call, all->home, "how")},
        {.label = say(call, "How many people"), .value = page_shown(call, all->home, "people_n")},
        {.label = say(call, "First day of school here"),
         .value = day_and_since(call, arrived, record_value(all->home, "school_from"))},
        {.label = say(call, "First help that was given"),
         .value = day_and_since(call, arrived, first_given(all))},
        {.label = say(call, "In which language they learned until now"),
         .value = together_text(all->home, "school_language")},
    };

    together_facts(&web->html, facts, sizeof facts / sizeof *facts);
}

static void home(struct web *web, const struct record *of, const struct homecoming *all)
{
    struct call *call = &web->call;
    struct button make = {.label = say(call, "Write the return down"), .weight = WEIGHT_MAIN};
    struct button change = {.label = say(call, "Change"), .weight = WEIGHT_QUIET};

    part_card(&web->html, say(call, "The way home"));
    if (all->home == NULL)
        part_note(&web->html, TONE_INFO,
                  say(call, "On which day did they come, and from where? Some help ends soon "
                            "after it."));
    else {
        home_facts(web, all);
        school_note(web, all);
    }
    if (together_may(web, of)) {
        part_actions(&web->html);
        if (all->home == NULL)
            part_link_button(&web->html, &make, together_new(web, of, "homecoming"));
        else
            part_link_button(&web->html, &change, record_general_path(web, all->home, "/edit"));
        part_actions_end(&web->html);
    }
    part_card_end(&web->html);
}

/* ---- each kind of help ---- */

static struct str name_of(struct call *call, const struct homecoming_row *row)
{
    return row->is == NULL ? record_title(call, row->record)
                           : words_in(row->is->name, lang_code(call->lang));
}

static struct str whom_to_ask(struct call *call, const struct homecoming_row *row)
{
    const struct procedure *of = row->by != NULL && row->by->ask.n != 0 ? row->by : row->of;
    struct buf out;

    buf_init(&out, call->arena, 4000);
    for (size_t i = 0; of != NULL && i < of->ask.n; i++) {
        buf_z(&out, i == 0 ? "" : ", ");
        buf_add(&out, of->ask.in[i]);
    }
    return out.n == 0 ? say(call, "the municipality") : buf_str(&out);
}

/* "45 days, counted from: it reached the body" */
static struct str term_of(struct call *call, const struct procedure_term *term)
{
    struct str length = term_text(call, term->term);

    for (unsigned i = 0; i < EVENT_COUNT; i++)
        if ((term->from & UINT32_C(1) << i) != 0)
            return say(call, "%s, counted from: %s", str_z(call->arena, length),
                       str_z(call->arena, deadline_event(call, (enum procedure_event)i)));
    return length;
}

static struct str clock_of(struct call *call, const struct homecoming_row *row)
{
    const struct procedure_term *term = homecoming_term(row->by);

    if (row->move != NULL)
        return str_format(
            call->arena, "%s. %s", move_title(call, row->move).p,
            row->move->kind == MOVE_WAIT ? "" : str_z(call->arena, move_last_day(call, row->move)));
    if (term != NULL)
        return say(call, "The body has %s (%s).", term_of(call, term).p,
                   law_sure(call, term->law.status).p);
    if (row->is == NULL && row->record != NULL)
        return STR("");
    return say(call, "No term is known; ask: %s.", whom_to_ask(call, row).p);
}

static struct str asked_of(struct call *call, const struct homecoming_row *row)
{
    struct value asked = row->record == NULL ? v_null() : record_value(row->record, "asked");

    if (asked.type != V_INT)
        return say(call, "not asked for yet");
    return say(call, "asked for on %s, %s ago", date_text(call, (day)asked.i).p,
               together_days(call, call->today - asked.i).p);
}

static struct str given_of(struct call *call, const struct homecoming_row *row)
{
    struct value given = record_value(row->record, "given");

    return given.type == V_INT ? say(call, "given on %s", date_text(call, (day)given.i).p)
                               : page_shown(call, row->record, "result");
}

static bool is_over(const struct homecoming_row *row)
{
    return row->record != NULL && (record_value(row->record, "given").type != V_NULL ||
                                   record_value(row->record, "result").type != V_NULL);
}

/* "c.rent" of the pack's, "r." and the id of what is there. */
static struct str key_of(struct call *call, const struct homecoming_row *row)
{
    if (row->record != NULL)
        return str_format(call->arena, "r.%s", str_hex(call->arena, id_str(&row->record->id)).p);
    return str_format(call->arena, "c.%s", str_z(call->arena, row->is->code));
}

static struct str path_of(struct web *web, const struct record *of,
                          const struct homecoming_row *row)
{
    if (row->record != NULL)
        return record_general_path(web, row->record, "/edit");
    if (row->by != NULL && row->by->stage_count != 0)
        return page_case_path(
            web, of->code,
            row->begun != NULL
                ? ""
                : str_format(web->call.arena, "/procedure?procedure=%s", row->by->id.p).p);
    return page_case_path(web, of->code, "/return");
}

static void row_presses(struct web *web, const struct homecoming_row *row, struct task *task)
{
    struct call *call = &web->call;
    bool asked = row->record != NULL && record_value(row->record, "asked").type != V_NULL;
    struct task_press *all = arena_array(call->arena, 3, sizeof *all);
    size_t n = 0;

    if (all == NULL || is_over(row))
        return;
    if (!asked)
        all[n++] = (struct task_press){say(call, "Asked today"), "asked"};
    all[n++] = (struct task_press){say(call, "Given today"), "given"};
    if (asked)
        all[n++] = (struct task_press){say(call, "Refused"), "refused"};
    task->value = key_of(call, row);
    task->more = all;
    task->more_n = n;
}

static void help_row(struct web *web, const struct record *of, const struct homecoming_row *row)
{
    struct call *call = &web->call;
    bool over = is_over(row);
    struct task task = {.title = name_of(call, row),
                        .path = path_of(web, of, row),
                        .about = {over ? given_of(call, row) : asked_of(call, row),
                                  over ? STR("") : clock_of(call, row),
                                  row->is == NULL ? STR("") : row->is->law.note}};

    if (over) {
        task.status = page_shown(call, row->record, "result");
    } else if (row->move != NULL && row->move->counted) {
        task.status = page_days_left(call, row->move->last);
        task.tone = page_tone(call, row->move->last);
    }
    if (together_may(web, of))
        row_presses(web, row, &task);
    part_task(&web->html, &task);
}

static void law_line(struct web *web, const struct homecoming *all)
{
    struct call *call = &web->call;
    const struct procedure *p = all->procedure;
    struct fact facts[] = {
        {.label = say(call, "Procedure"), .value = words_in(p->name, lang_code(call->lang))},
        {.label = say(call, "Body"), .value = words_in(p->institution, lang_code(call->lang))},
        {.label = say(call, "Source"), .value = p->law.source},
        {.label = say(call, "How sure"), .value = law_sure(call, p->law.status)},
    };

    part_fold(&web->html, say(call, "The rule, and where it stands"), false);
    together_facts(&web->html, facts, sizeof facts / sizeof *facts);
    if (p->documents.n != 0)
        html_tag(&web->html, "h3", NULL, say(call, "Papers that are asked for"));
    for (size_t i = 0; i < p->documents.n; i++)
        html_tag(&web->html, "p", NULL, p->documents.in[i]);
    part_fold_end(&web->html);
}

static void helps(struct web *web, const struct record *of, const struct homecoming *all)
{
    struct call *call = &web->call;
    struct form_options form = {.action = page_case_path(web, of->code, "/return")};
    struct button add = {.label = say(call, "Write down another kind of help"),
                         .weight = WEIGHT_OTHER};

    part_card(&web->html, say(call, "What the family may ask for"));
    if (!all->named)
        part_note(&web->html, TONE_WARN,
                  say(call, "What a returning family may ask for in this country is not known to "
                            "us. Ask the municipality and the ministry for returning people, and "
                            "write down what they say."));
    else
        law_line(web, all);
    if (all->n != 0) {
        part_form(web, &form);
        page_change_field(web);
        part_tasks(&web->html, STR(""));
        for (size_t i = 0; i < all->n; i++)
            help_row(web, of, &all->in[i]);
        part_tasks_end(&web->html);
        part_form_end(&web->html, &form);
    }
    part_actions(&web->html);
    if (together_may(web, of))
        part_link_button(&web->html, &add, together_new(web, of, "entitlement"));
    part_link(&web->html, STR("/sheets/return"), say(call, "What else is open: rights sheet"));
    part_actions_end(&web->html);
    part_card_end(&web->html);
}

/* ---- children without papers ---- */

static bool is_child(const struct call *call, const struct record *member,
                     const struct record *person)
{
    struct str relation = together_text(member, "relation");
    struct value born = record_value(person, "born");
    struct date today = day_date(call->today);

    if (born.type == V_LIST && born.list.n != 0 && born.list.items[0].type == V_INT)
        return day_date((day)born.list.items[0].i).year > today.year - CHILD_YEARS;
    return str_is(relation, "child") || str_is(relation, "grandchild");
}

/* What is written down and is not there; "-" where nothing is written down. */
static enum rc missing_papers(struct web *web, const struct record *person, struct str *out)
{
    struct call *call = &web->call;
    struct query_page found;
    struct buf text;
    enum rc rc = together_list(call, person, "identity_paper", NULL, &found);

    buf_init(&text, call->arena, 2000);
    for (size_t i = 0; rc == RC_OK && i < found.n; i++) {
        if (str_is(together_text(found.records[i], "has"), "has"))
            continue;
        buf_z(&text, text.n == 0 ? "" : ", ");
        buf_add(&text, page_shown(call, found.records[i], "which"));
    }
    *out = found.n == 0  ? say(call, "no paper is written down yet")
           : text.n == 0 ? STR("")
                         : say(call, "missing: %s", str_z(call->arena, buf_str(&text)));
    return rc;
}

static enum rc child_row(struct web *web, const struct record *member, size_t *n)
{
    struct call *call = &web->call;
    struct record *person;
    struct str missing;
    struct id id;

    if (!id_of(record_value(member, "person").s, &id))
        return RC_OK;
    person = query_brief(call, page_kind(web, "person"), &id);
    if (person == NULL || !is_child(call, member, person))
        return RC_OK;
    enum rc rc = missing_papers(web, person, &missing);
    if (rc != RC_OK || missing.n == 0)
        return rc;
    if ((*n)++ == 0)
        part_tasks(&web->html, STR(""));
    struct task task = {.title = record_title(call, person),
                        .path =
                            str_format(call->arena, "/person/%s", str_z(call->arena, person->code)),
                        .about = {missing},
                        .tone = TONE_WARN};
    part_task(&web->html, &task);
    return RC_OK;
}

static bool household_of(struct web *web, const struct record *of, struct id *out)
{
    struct call *call = &web->call;
    struct query query = {.kind = page_kind(web, "household_member"), .verb = MAY_SEE, .limit = 1};
    struct query_page found;

    if (id_of(record_value(of, "household").s, out))
        return true;
    query.filters[query.n++] = (struct query_filter){.field = field_find(query.kind, STR("person")),
                                                     .value = record_value(of, "person")};
    if (query_list(call, &query, &found) != RC_OK) {
        call_forgive(call);
        return false;
    }
    if (found.n != 0)
        *out = found.records[0]->owner;
    return found.n != 0;
}

static enum rc children(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct query query = {
        .kind = page_kind(web, "household_member"), .verb = MAY_SEE, .limit = CHILDREN_MAX};
    struct query_page found = {.n = 0};
    struct id household;
    size_t n = 0;
    enum rc rc = RC_OK;

    part_card(&web->html, say(call, "Children without papers"));
    bool known = household_of(web, of, &household);
    if (known) {
        query.owner = &household;
        rc = query_list(call, &query, &found);
    }
    for (size_t i = 0; rc == RC_OK && i < found.n; i++)
        rc = child_row(web, found.records[i], &n);
    if (n != 0)
        part_tasks_end(&web->html);
    else
        part_note(&web->html, TONE_MUTE,
                  known ? say(call, "Of the children of this household none is missing a paper.")
                        : say(call, "No household is written down: then we cannot say whether a "
                                    "child has no papers."));
    part_card_end(&web->html);
    return rc;
}

/* ---- the page ---- */

static enum rc return_page(struct web *web)
{
    struct homecoming all;
    struct record *of;
    enum rc rc = together_case(web, &of);

    if (rc == RC_OK)
        rc = homecoming_of(&web->call, of, &all);
    if (rc != RC_OK)
        return rc;
    struct page page = together_page(web, say(&web->call, "Coming home"));
    part_page(web, &page);
    part_columns(&web->html);
    helps(web, of, &all);
    part_columns_side(&web->html);
    home(web, of, &all);
    rc = children(web, of);
    part_columns_end(&web->html);
    part_page_end(web, &page);
    return rc;
}

/* ---- one press ---- */

static const struct homecoming_row *find_row(struct web *web, const struct homecoming *all,
                                             struct str key)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(key_of(&web->call, &all->in[i]), key))
            return &all->in[i];
    return NULL;
}

static const struct homecoming_row *pressed(struct web *web, const struct homecoming *all,
                                            enum entitlement_act *act)
{
    static const char *const names[] = {[ENTITLEMENT_ASKED] = "asked",
                                        [ENTITLEMENT_GIVEN] = "given",
                                        [ENTITLEMENT_REFUSED] = "refused"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (page_typed(web, names[i]).n != 0) {
            *act = (enum entitlement_act)i;
            return find_row(web, all, page_typed(web, names[i]));
        }
    return NULL;
}

static enum rc return_post(struct web *web)
{
    struct call *call = &web->call;
    struct entitlement_mark mark = {
        .record = v_null(), .on = call->today, .change = page_change(web)};
    struct outcome outcome = {.change = mark.change};
    struct homecoming all;
    struct record *of;
    enum rc rc = together_case(web, &of);

    if (rc == RC_OK)
        rc = homecoming_of(call, of, &all);
    if (rc != RC_OK)
        return rc;
    const struct homecoming_row *row = pressed(web, &all, &mark.act);
    if (row == NULL)
        return web_redirect(web, page_case_path(web, of->code, "/return"), "same");
    mark.of = &of->id;
    mark.code = row->is == NULL ? STR("") : row->is->code;
    mark.name = name_of(call, row);
    if (row->record != NULL)
        mark.record = id_value(&row->record->id);
    rc = entitlement_mark(call, &mark, &outcome);
    return together_answer(web, rc, page_case_path(web, of->code, "/return"), &outcome.change,
                           return_page);
}

/* ---- the card on the case ---- */

enum rc return_card(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct query_page homes;
    enum rc rc = together_list(call, of, "homecoming", NULL, &homes);

    if (rc != RC_OK || (homes.n == 0 && !str_is(together_text(of, "area"), "return")))
        return rc;
    part_card(&web->html, say(call, "Coming home"));
    if (homes.n != 0) {
        struct value arrived = record_value(homes.records[0], "arrived");
        html_tag(&web->html, "p", NULL,
                 say(call, "They came on %s, from %s.", date_long(call, (day)arrived.i).p,
                     str_z(call->arena, together_text(homes.records[0], "from_where"))));
    }
    part_link(&web->html, page_case_path(web, of->code, "/return"),
              say(call, "What the family may ask for, and until when"));
    part_card_end(&web->html);
    return RC_OK;
}

/* ---- routes ---- */

static const struct param return_params[] = {
    {"code", PARAM_CODE, CODE_MAX, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"asked", PARAM_CODE, CODE_MAX, false, false, N_("Asked today")},
    {"given", PARAM_CODE, CODE_MAX, false, false, N_("Given today")},
    {"refused", PARAM_CODE, CODE_MAX, false, false, N_("Refused")},
    {0},
};

const struct route return_routes[] = {
    {METHOD_GET, PERMISSION_CASE_SEE, "/case/{code}/return", return_params, return_page, NULL, 0,
     "shows what a returning family may ask for, and what is known of the terms"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/return", return_params, return_post, NULL,
     0, "writes down that help was asked for, given or refused"},
};
const size_t return_routes_n = sizeof return_routes / sizeof *return_routes;
