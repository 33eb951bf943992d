/* part_show.c - see part_show.h. */
#include "web/part_show.h"

#include "web/control.h"
#include "web/part.h"

enum { COLUMNS = 5, LONG_MAX = 4000 };

const struct param part_show_params[] = {
    {"title", PARAM_TEXT, 80, true, false, "Title"},
    {"received", PARAM_DAY, 0, true, false, "Paper received"},
    {"story", PARAM_LONG, LONG_MAX, false, false, "What happened"},
    {"area", PARAM_CODE, 20, true, false, "What it is about"},
    {"ground", PARAM_CODE, 20, false, true, "Grounds of discrimination"},
    {"office", PARAM_CODE, 20, true, false, "Office"},
    {"consent", PARAM_FLAG, 0, true, false, "The person's agreement"},
    {0},
};

static void show_messages(struct html *h)
{
    html_tag(h, "h2", NULL, STR("Messages and tags"));
    part_note(h, TONE_INFO, STR("The day counts from delivery. Posting alone starts no term."));
    part_note(h, TONE_WARN,
              STR("This rule is not confirmed yet. Ask a lawyer by 12 January 2026."));
    part_note(h, TONE_BAD,
              STR("The last day to act was yesterday. A return to the former position "
                  "may still be asked for."));
    html_raw(h, "<p>");
    part_tag(h, TONE_OK, STR("On track"));
    html_raw(h, " ");
    part_tag(h, TONE_WARN, STR("At risk"));
    html_raw(h, " ");
    part_tag(h, TONE_BAD, STR("Off track"));
    html_raw(h, " ");
    part_tag_icon(h, TONE_INFO, "hourglass", STR("No answer, 34 days"));
    html_raw(h, " ");
    part_tag(h, TONE_MUTE, STR("No data"));
    html_raw(h, "</p>");
    part_code(h, STR("7204199058310267"));
}

static void show_next(struct html *h)
{
    static const struct count_step steps[] = {
        {STR_INIT("19 Oct 2026"), STR_INIT("Decision delivered"),
         STR_INIT("The day of the event does not count.")},
        {STR_INIT("20 Oct 2026"), STR_INIT("First of 15 days"), {0}},
        {STR_INIT("3 Nov 2026"), STR_INIT("Day 15 is a holiday"),
         STR_INIT("The term ends on the next working day.")},
        {STR_INIT("4 Nov 2026"), STR_INIT("Last day"), STR_INIT("Until the end of office hours.")},
    };
    struct button write = {STR("Write appeal"), WEIGHT_MAIN, "send", NULL, {0}};
    struct button answered = {STR("They answered"), WEIGHT_OTHER, "mail-question", NULL, {0}};
    struct button visit = {STR("Record a visit"), WEIGHT_QUIET, "footprints", NULL, {0}};

    part_next(h, STR("Send the appeal to the second instance by 4 November."),
              STR("The Centre refused the assistance. After that day the decision is final."));
    part_steps(h, STR("How the day was counted"), steps, sizeof steps / sizeof *steps);
    part_actions(h);
    part_link_button(h, &write, STR("/dev/parts"));
    part_link_button(h, &answered, STR("/dev/parts"));
    part_link_button(h, &visit, STR("/dev/parts"));
    part_actions_end(h);
    part_next_end(h);
}

static void show_tasks(struct web *web)
{
    static const struct task tasks[] = {
        {.title = STR_INIT("Write the appeal for the Demirov family"),
         .path = STR_INIT("/dev/parts"),
         .about = {STR_INIT("KH-2026-104"), STR_INIT("Centre for Social Work"),
                   STR_INIT("day 12 of 15")},
         .tone = TONE_BAD,
         .status = STR_INIT("1 day late"),
         .select = "task",
         .value = STR_INIT("1")},
        {.title = STR_INIT("Ask the registry for proof of delivery"),
         .path = STR_INIT("/dev/parts"),
         .about = {STR_INIT("KH-2026-110"), STR_INIT("Civil registry office")},
         .tone = TONE_WARN,
         .status = STR_INIT("Today"),
         .select = "task",
         .value = STR_INIT("2")},
        {.title = STR_INIT("Prepare the papers for the hearing"),
         .path = STR_INIT("/dev/parts"),
         .about = {STR_INIT("KH-2026-091"), STR_INIT("Basic court"), STR_INIT("09:30, room 4")},
         .tone = TONE_MUTE,
         .status = STR_INIT("in 3 days"),
         .select = "task",
         .value = STR_INIT("3")},
    };
    static const struct form_options form = {.action = STR_INIT("/dev/parts/done")};
    struct button done = {STR("Mark as done"), WEIGHT_MAIN, "check", "do", STR("done")};
    struct button move = {STR("Move to another day"), WEIGHT_OTHER, "calendar", "do", STR("move")};
    struct html *h = &web->html;

    part_form(web, &form);
    part_tasks(h, STR("My list"));
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++)
        part_task(h, &tasks[i]);
    part_tasks_end(h);
    part_bulk(h);
    part_button(h, &done);
    part_button(h, &move);
    part_bulk_end(h);
    part_form_end(h, &form);
}

static void show_timeline(struct html *h)
{
    struct date at = {2026, 11, 18};
    struct event no_answer = {"hourglass",
                              day_of(at),
                              STR("No answer: the legal term has ended"),
                              STR("The 30 days ended without a decision. An appeal may be filed as "
                                  "if the request had been refused."),
                              {0},
                              {0},
                              {0}};
    struct event sent = {"mail",       day_of(at) - 30,   STR("Request delivered"),        {0},
                         STR("Selma"), STR("/dev/parts"), STR("Proof of delivery, 1 page")};
    struct event visit = {"footprints",
                          day_of(at) - 37,
                          STR("Home visit"),
                          STR("The envelope is lost. The decision itself is here, crumpled."),
                          STR("Selma"),
                          {0},
                          {0}};

    html_tag(h, "h2", NULL, STR("Timeline"));
    part_timeline(h);
    part_event(h, &no_answer);
    part_event(h, &sent);
    part_event(h, &visit);
    part_timeline_end(h);
}

static void show_side(struct html *h)
{
    static const struct fact facts[] = {
        {STR_INIT("Person"), STR_INIT("Агим Демиров"), STR_INIT("/dev/parts"), STR_INIT("mk")},
        {STR_INIT("Right"), STR_INIT("Social assistance"), {0}, {0}},
        {STR_INIT("Responsible"), STR_INIT("Selma"), {0}, {0}},
        {STR_INIT("Consent"), STR_INIT("Yes, until 12 Oct 2027"), {0}, {0}},
        {STR_INIT("Language"), STR_INIT("Romani"), {0}, {0}},
    };

    part_card(h, STR("Facts"));
    part_facts(h, facts, sizeof facts / sizeof *facts);
    part_card_end(h);
    part_card(h, STR("New messages"));
    part_empty(h, STR("No new messages. The last one was read on Friday."),
               STR("Write down a call"), STR("/dev/parts"));
    part_card_end(h);
}

static const struct table_column columns[COLUMNS] = {
    {STR_INIT("Office"), false, STR_INIT("/dev/parts?sort=office"), NULL},
    {STR_INIT("Letter"), false, {0}, NULL},
    {STR_INIT("Delivered"), false, {0}, NULL},
    {STR_INIT("Days"), true, STR_INIT("/dev/parts?sort=days"), "descending"},
    {STR_INIT("State"), false, {0}, NULL},
};

static void show_row(struct html *h, const char *const text[COLUMNS - 1], enum tone tone,
                     const char *state)
{
    part_row(h);
    for (size_t i = 0; i + 1 < COLUMNS; i++)
        part_cell(h, columns, i, str_of(text[i]), i == 0 ? STR("/dev/parts") : STR(""));
    part_cell_open(h, columns, COLUMNS - 1);
    part_tag(h, tone, str_of(state));
    part_cell_end(h, COLUMNS - 1);
    part_row_end(h);
}

static void show_table(struct web *web)
{
    static const struct form_options form = {.action = STR_INIT("/dev/parts"), .get = true};
    static const struct chip chips[] = {
        {STR_INIT("All late"), STR_INIT("/dev/parts"), true},
        {STR_INIT("Answered"), STR_INIT("/dev/parts?f=answered"), false},
        {STR_INIT("No proof of delivery"), STR_INIT("/dev/parts?f=proof"), false},
    };
    static const struct pick offices[] = {
        {STR_INIT("csw"), STR_INIT("Centre for Social Work"), {0}, false},
        {STR_INIT("emp"), STR_INIT("Employment Agency"), {0}, false},
    };
    struct control office = {.name = STR("f_office"), .label = STR("Office"), .part = true};
    struct button show = {STR("Show"), WEIGHT_OTHER, NULL, NULL, {0}};
    struct html *h = &web->html;

    html_tag(h, "h2", NULL, STR("No answer"));
    part_chips(h, STR("Which letters"), chips, sizeof chips / sizeof *chips);
    part_form(web, &form);
    part_filter(h);
    control_select(h, &office, offices, sizeof offices / sizeof *offices);
    part_button(h, &show);
    part_filter_end(h);
    part_form_end(h, &form);
    part_table(h, STR("Letters without an answer in the legal time"), columns, COLUMNS);
    show_row(h, (const char *const[]){"Centre for Social Work", "40/2026", "19 Aug 2026", "95"},
             TONE_BAD, "Last day in 3 days");
    show_row(h, (const char *const[]){"Employment Agency", "43/2026", "14 Oct 2026", "39"},
             TONE_WARN, "Late");
    show_row(h, (const char *const[]){"Primary school Ilinden", "51/2026", "unknown", "–"},
             TONE_MUTE, "No proof");
    part_table_end(h);
    part_pager(h, STR("1 to 3 of 11"), STR(""), STR("/dev/parts?after=3"));
}

/* What was typed, so that a form with faults comes back as it was sent. */
static struct str typed(const struct web *web, const char *name)
{
    struct str value = form_find(&web->form, str_of(name));

    return value.p == NULL ? STR("") : value;
}

static void show_choices(struct web *web)
{
    struct pick areas[] = {
        {STR("housing"), STR("Housing"), STR("Eviction, legalisation, water, heating"), false},
        {STR("papers"), STR("Papers"), STR("Birth entry, identity card, citizenship"), false},
        {STR("health"), STR("Health"), STR(""), false},
    };
    struct pick grounds[] = {
        {STR("ethnicity"), STR("Ethnicity"), STR(""), false},
        {STR("sex"), STR("Sex"), STR(""), false},
        {STR("disability"), STR("Disability"), STR(""), false},
    };
    struct pick offices[] = {
        {STR("csw"), STR("Inter-municipal Centre for Social Work of Gorno and Dolno Selo"), STR(""),
         false},
        {STR("registry"), STR("Civil registry office"), STR(""), false},
    };
    struct control area = {.name = STR("area"), .label = STR("What it is about"), .must = true};
    struct control ground = {.name = STR("ground"),
                             .label = STR("Grounds of discrimination"),
                             .hint = STR("Tick all that the person named.")};
    struct control office = {.name = STR("office"), .label = STR("Office"), .must = true};

    for (size_t i = 0; i < sizeof areas / sizeof *areas; i++)
        areas[i].chosen = str_eq(areas[i].value, typed(web, "area"));
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++)
        offices[i].chosen = str_eq(offices[i].value, typed(web, "office"));
    control_radios(&web->html, &area, areas, sizeof areas / sizeof *areas);
    control_checks(&web->html, &ground, grounds, sizeof grounds / sizeof *grounds);
    control_select(&web->html, &office, offices, sizeof offices / sizeof *offices);
}

static void show_form(struct web *web)
{
    static const struct form_options form = {.action = STR_INIT("/dev/parts"),
                                             .draft = STR_INIT("/dev/parts/draft"),
                                             .saved = STR_INIT("Saved 14:02"),
                                             .rev = STR_INIT("7")};
    struct html *h = &web->html;
    struct control title = {.name = STR("title"),
                            .label = STR("Title"),
                            .must = true,
                            .hint = STR("No person's name: it stands in lists."),
                            .max = 80,
                            .value = typed(web, "title")};
    struct control received = {.name = STR("received"),
                               .label = STR("Paper received"),
                               .hint = STR("For example 27 3 2026, or 27 March 2026"),
                               .must = true};
    struct control story = {
        .name = STR("story"), .label = STR("What happened"), .value = typed(web, "story")};
    struct control scan = {.name = STR("scan"), .label = STR("Photo or scan of the paper")};
    struct control consent = {.name = STR("consent"),
                              .must = true,
                              .label = STR("The person agrees that we write to the office")};
    struct date_parts parts = {typed(web, "received.d"), typed(web, "received.m"),
                               typed(web, "received.y")};
    struct button save = {STR("Save case"), WEIGHT_MAIN, "check", NULL, {0}};
    struct button later = {STR("Save and add another"), WEIGHT_OTHER, NULL, "do", STR("more")};

    html_tag(h, "h2", NULL, STR("A form"));
    part_form(web, &form);
    control_text(h, &title);
    control_date(h, &received, &parts);
    control_long(h, &story, 5);
    show_choices(web);
    control_file(h, &scan, "image/*,application/pdf", false);
    control_check(h, &consent, false);
    part_actions(h);
    part_button(h, &save);
    part_button(h, &later);
    part_actions_end(h);
    part_form_end(h, &form);
}

static void show_confirm(struct web *web)
{
    static const struct form_options form = {.action = STR_INIT("/dev/parts/done")};
    struct html *h = &web->html;
    struct control password = {.name = STR("password"),
                               .label = STR("Your password"),
                               .must = true,
                               .fill = "current-password",
                               .max = 40};
    struct button withdraw = {STR("Withdraw letter 40/2026"), WEIGHT_DANGER, "trash-2", NULL, {0}};
    struct button keep = {STR("Keep it"), WEIGHT_OTHER, NULL, NULL, {0}};

    part_confirm(h, STR("Withdraw letter 40/2026?"),
                 STR("The office is told that it was withdrawn. This cannot be undone."));
    part_form(web, &form);
    control_password(h, &password);
    part_actions(h);
    part_button(h, &withdraw);
    part_link_button(h, &keep, STR("/dev/parts"));
    part_actions_end(h);
    part_form_end(h, &form);
    part_confirm_end(h);
}

enum rc part_show(struct web *web)
{
    static const struct tile tiles[] = {
        {3, STR_INIT("late"), STR_INIT("/dev/parts?f=late")},
        {2, STR_INIT("due today"), STR_INIT("/dev/parts?f=today")},
        {4, STR_INIT("new messages"), STR_INIT("/dev/parts?f=new")},
        {11, STR_INIT("without an answer"), STR_INIT("/dev/parts?f=none")},
    };
    struct html *h = &web->html;
    struct page page = {.title = STR("Refused assistance"),
                        .code = STR("KH-2026-104"),
                        .back_path = STR("/"),
                        .back_label = STR("Today")};

    if (str_is(web->done, "saved"))
        page.done = STR("The case was saved.");
    part_page(web, &page);
    part_print_head(h, page.name, STR("KH-2026-104, printed on 22 Nov 2026"));
    show_next(h);
    part_tiles(h, tiles, sizeof tiles / sizeof *tiles);
    part_columns(h);
    show_tasks(web);
    show_timeline(h);
    part_columns_side(h);
    show_side(h);
    part_columns_end(h);
    show_table(web);
    show_messages(h);
    show_form(web);
    show_confirm(web);
    part_page_end(web, &page);
    return RC_OK;
}

enum rc part_show_again(struct web *web)
{
    struct page page = {
        .title = STR("New case"), .back_path = STR("/"), .back_label = STR("Today")};

    part_page(web, &page);
    show_form(web);
    part_page_end(web, &page);
    return RC_OK;
}

enum rc part_show_sent(struct web *web)
{
    return web_redirect(web, STR("/dev/parts"), "saved");
}
