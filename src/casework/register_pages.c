/* register_pages.c - see register_pages.h. */
#include "casework/register_pages.h"

#include "base/lang.h"
#include "casework/letter.h"
#include "casework/letter_pages.h"
#include "casework/pages.h"
#include "casework/register.h"
#include "casework/register_book.h"
#include "exchange/export.h"
#include "exchange/sheet_job.h"
#include "model/permission.h"
#include "roles/await.h"
#include "web/control.h"
#include "web/part.h"

enum { TEXT_MAX = 300, NUMBER_MAX = 100, PAGE_LINES = 25, YEARS_MAX = 60, FILE_MS = 90000 };

static struct str hex(struct call *call, const struct id *id)
{
    return str_hex(call->arena, id_str(id));
}

static struct str line_path(struct call *call, const struct id *entry, const char *rest)
{
    return str_format(call->arena, "/register/line/%s%s", hex(call, entry).p, rest);
}

static bool may_enter(struct call *call)
{
    return permission_holds(call, PERMISSION_REGISTER_MAKE, STR(""));
}

/* ---- which lines */

/* The register that the address names, else the first that is open, else the first. */
static enum rc read_which(struct web *web, struct registers *all, struct register_which *out)
{
    struct call *call = &web->call;
    struct str typed = web_text(web, "book"), show = web_text(web, "show");
    int64_t year;
    enum rc rc = registers_list(call, all);

    *out = (struct register_which){.year = day_date(call->today).year};
    if (rc != RC_OK || all->n == 0)
        return rc;
    for (size_t i = all->n; i-- > 0;)
        if (typed.n != 0 ? str_eq(typed, hex(call, &all->in[i]->id))
                         : register_is_open(call, all->in[i]) || out->book == NULL)
            out->book = all->in[i];
    if (typed.n == 0) /* that of limited cases is not where one begins */
        for (size_t i = all->n; i-- > 0;)
            if (register_is_open(call, all->in[i]) && !record_flag(all->in[i], "limited"))
                out->book = all->in[i];
    if (web_number(web, "year", &year))
        out->year = (int)year;
    if (out->book == NULL || out->year < 1 ||
        (show.n != 0 && !register_show_find(show, &out->show)))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    return RC_OK;
}

static struct str book_path(struct call *call, const struct register_which *which,
                            enum register_show show)
{
    return str_format(call->arena, "/register?book=%s&year=%d%s%s", hex(call, &which->book->id).p,
                      which->year, show == REGISTER_ALL ? "" : "&show=", register_show_name(show));
}

/* ---- the choices above the lines */

static void book_chips(struct web *web, const struct registers *all,
                       const struct register_which *which)
{
    struct call *call = &web->call;
    struct chip chips[REGISTERS_MAX];

    for (size_t i = 0; i < all->n; i++) {
        struct register_which other = {.book = all->in[i], .year = which->year};
        chips[i] = (struct chip){record_text(all->in[i], "name"),
                                 book_path(call, &other, REGISTER_ALL), all->in[i] == which->book};
    }
    if (all->n > 1)
        part_chips(&web->html, say(call, "Register"), chips, all->n);
}

static enum rc year_chips(struct web *web, const struct register_which *which)
{
    struct call *call = &web->call;
    struct query query = {.kind = page_kind(web, "register_entry"), .verb = MAY_SEE};
    struct chip chips[YEARS_MAX];
    struct query_tally *years;
    size_t n, shown = 0;

    query.filters[query.n++] =
        (struct query_filter){.field = field_find(query.kind, STR("register")),
                              .op = QUERY_IS,
                              .value = id_value(&which->book->id)};
    enum rc rc = query_tally(call, &query, field_find(query.kind, STR("year")), &years, &n);
    for (int64_t year = 2999; rc == RC_OK && year >= 1900 && shown < YEARS_MAX; year--)
        for (size_t i = 0; i < n && shown < YEARS_MAX; i++) {
            struct register_which other = *which;
            other.year = (int)year;
            if (years[i].value.i == year)
                chips[shown++] =
                    (struct chip){str_format(call->arena, "%d", other.year),
                                  book_path(call, &other, which->show), which->year == other.year};
        }
    if (rc == RC_OK && shown > 1)
        part_chips(&web->html, say(call, "Year"), chips, shown);
    return rc;
}

static void show_chips(struct web *web, const struct register_which *which)
{
    struct call *call = &web->call;
    const struct str labels[REGISTER_SHOWS] = {
        [REGISTER_ALL] = say(call, "All"),
        [REGISTER_IN] = say(call, "Came in"),
        [REGISTER_OUT] = say(call, "Went out"),
        [REGISTER_CANCELLED] = say(call, "Cancelled"),
        [REGISTER_UNANSWERED] = say(call, "Without answer"),
    };
    struct chip chips[REGISTER_SHOWS];

    for (int i = 0; i < REGISTER_SHOWS; i++)
        chips[i] = (struct chip){labels[i], book_path(call, which, (enum register_show)i),
                                 (int)which->show == i};
    part_chips(&web->html, say(call, "Show"), chips, REGISTER_SHOWS);
}

static void find_form(struct web *web)
{
    struct call *call = &web->call;
    struct form_options form = {.action = STR("/register"), .get = true};
    struct control find = {.name = STR("find"),
                           .label = say(call, "Find by our number or theirs"),
                           .value = web_text(web, "find"),
                           .max = NUMBER_MAX,
                           .type = "search"};
    struct button button = {.label = say(call, "Find"), .weight = WEIGHT_OTHER};

    part_form(web, &form);
    part_filter(&web->html);
    control_text(&web->html, &find);
    part_button(&web->html, &button);
    part_filter_end(&web->html);
    part_form_end(&web->html, &form);
}

static void file_links(struct web *web, const struct register_which *which)
{
    struct call *call = &web->call;
    static const char *const formats[] = {"xlsx", "csv"};
    const struct str labels[] = {say(call, "The whole year for Excel"),
                                 say(call, "The whole year as CSV")};
    struct nav_item links[sizeof formats / sizeof *formats];

    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        links[i] = (struct nav_item){
            .path = str_format(call->arena, "/register/file?book=%s&year=%d&as=%s",
                               hex(call, &which->book->id).p, which->year, formats[i]),
            .label = labels[i]};
    part_links(&web->html, links, sizeof formats / sizeof *formats);
}

/* ---- the lines */

static void row_cells(struct web *web, const struct table_column *columns,
                      const struct register_row *row)
{
    struct html *h = &web->html;

    part_row(h);
    for (size_t i = 0; i < REGISTER_COLUMNS; i++) {
        bool struck = row->cancelled && i + 1 < REGISTER_COLUMNS; /* the reason is read */
        part_cell_open(h, columns, i);
        if (struck)
            html_raw(h, "<s>");
        if (i == 0)
            part_link(h, line_path(&web->call, &row->line->entry->id, ""), row->cells[i]);
        else
            html_text(h, row->cells[i]);
        if (struck)
            html_raw(h, "</s>");
        part_cell_end(h, i);
    }
    part_row_end(h);
}

static enum rc table_of(struct web *web, struct str caption, struct record **entries, size_t n)
{
    struct call *call = &web->call;
    struct register_row head = register_head(call);
    struct table_column columns[REGISTER_COLUMNS] = {{.number = false}};
    enum rc rc = RC_OK;

    for (size_t i = 0; i < REGISTER_COLUMNS; i++)
        columns[i].label = head.cells[i];
    part_table(&web->html, caption, columns, REGISTER_COLUMNS);
    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        struct register_line line;
        rc = register_line_read(call, entries[i], &line);
        if (rc != RC_OK)
            break;
        struct register_row row = register_row(call, &line);
        row_cells(web, columns, &row);
    }
    part_table_end(&web->html);
    return rc;
}

/* "202600001500003-17": where the page before ended. */
static void read_after(struct web *web, struct query_after *out)
{
    struct str rest = web_text(web, "after"), place = str_split(&rest, '-');
    uint64_t at = 0, rid = 0;

    if (str_uint(place, INT64_MAX, &at) && str_uint(rest, INT64_MAX, &rid))
        *out = (struct query_after){v_int((int64_t)at), (int64_t)rid};
}

static enum rc lines_of(struct web *web, const struct register_which *which)
{
    struct call *call = &web->call;
    struct query_page found;
    struct query query;

    register_query(call, which, &query);
    query.limit = PAGE_LINES;
    read_after(web, &query.after);
    enum rc rc = query_list(call, &query, &found);
    if (rc != RC_OK)
        return rc;
    if (found.n == 0) {
        part_empty(&web->html, say(call, "Nothing stands here yet."),
                   may_enter(call) ? say(call, "Enter a paper") : STR(""),
                   may_enter(call) ? STR("/register/enter") : STR(""));
        return RC_OK;
    }
    rc = table_of(web, register_title(call, which), found.records, found.n);
    struct str here = book_path(call, which, which->show);
    part_pager(&web->html, STR(""), query.after.rid == 0 ? STR("") : here,
               !found.more ? STR("")
                           : str_format(call->arena, "%s&after=%lld-%lld", here.p,
                                        (long long)found.next.sort.i, (long long)found.next.rid));
    return rc;
}

static enum rc found_lines(struct web *web, struct str text)
{
    struct call *call = &web->call;
    struct register_found *found = arena_alloc(call->arena, sizeof *found);

    if (found == NULL)
        return fail_memory(call);
    enum rc rc = register_find(call, text, false, found);
    if (rc != RC_OK)
        return rc;
    if (found->n == 0)
        part_empty(&web->html, say(call, "No line has this number."), say(call, "All lines"),
                   STR("/register"));
    else
        rc = table_of(web, say(call, "Found"), found->in, found->n);
    if (found->more)
        part_note(
            &web->html, TONE_INFO,
            say(call, "There are more than %d. Write more of the number.", REGISTER_FOUND_MAX));
    return rc;
}

static void enter_button(struct web *web)
{
    struct call *call = &web->call;
    struct button enter = {
        .label = say(call, "Enter a paper"), .weight = WEIGHT_MAIN, .icon = "plus"};

    if (!may_enter(call))
        return;
    part_actions(&web->html);
    part_link_button(&web->html, &enter, STR("/register/enter"));
    part_actions_end(&web->html);
}

static enum rc book_body(struct web *web, const struct registers *all,
                         const struct register_which *which)
{
    struct str find = web_text(web, "find");

    enter_button(web);
    find_form(web);
    if (find.n != 0)
        return found_lines(web, find);
    book_chips(web, all, which);
    enum rc rc = year_chips(web, which);
    if (rc != RC_OK)
        return rc;
    show_chips(web, which);
    rc = lines_of(web, which);
    file_links(web, which);
    return rc;
}

static enum rc book_page(struct web *web)
{
    struct call *call = &web->call;
    struct registers *all = arena_alloc(call->arena, sizeof *all);
    struct page page = {.title = say(call, "Register of letters and papers")};
    struct register_which which;

    if (all == NULL)
        return fail_memory(call);
    enum rc rc = read_which(web, all, &which);
    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    if (which.book == NULL)
        part_empty(&web->html,
                   say(call, "There is no register: letters have the number of their case."),
                   say(call, "Make a register"), STR("/records/register/new"));
    else
        rc = book_body(web, all, &which);
    part_page_end(web, &page);
    return rc;
}

/* ---- the year as a file */

static enum rc excel_done(struct web *web, void *data, struct job_news *news)
{
    const struct str *name = data;
    struct str file;
    enum rc rc = sheet_write_result(&web->call, news, &file);

    return rc == RC_OK ? web_download(web, export_type(EXPORT_XLSX), *name, file) : rc;
}

static enum rc excel(struct web *web, const struct register_which *which, struct str name)
{
    struct call *call = &web->call;
    struct str *kept = arena_alloc(call->arena, sizeof *kept);
    struct await what = {
        .kind = sheet_write_job.name, .timeout_ms = FILE_MS, .done = excel_done, .data = kept};
    int cells;

    if (kept == NULL)
        return fail_memory(call);
    *kept = name;
    enum rc rc = register_cells(call, which, &cells);
    if (rc != RC_OK)
        return rc;
    rc = sheet_write_order(call, register_title(call, which), cells, &what.request);
    if (rc == RC_OK)
        rc = await_job(web, &what);
    channel_close(cells);
    return rc;
}

static enum rc file_page(struct web *web)
{
    struct call *call = &web->call;
    struct registers *all = arena_alloc(call->arena, sizeof *all);
    struct str as = web_text(web, "as"), file;
    struct register_which which;

    if (all == NULL)
        return fail_memory(call);
    enum rc rc = read_which(web, all, &which);
    if (rc != RC_OK)
        return rc;
    struct str name = str_format(call->arena, "register-%d.%s", which.year, str_z(call->arena, as));
    if (which.book == NULL || (!str_is(as, "xlsx") && !str_is(as, "csv")))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    if (str_is(as, "xlsx"))
        return excel(web, &which, name);
    rc = register_csv(call, &which, &file);
    return rc == RC_OK ? web_download(web, export_type(EXPORT_CSV), name, file) : rc;
}

/* ---- one line */

static enum rc find_entry(struct web *web, struct record **out)
{
    struct id id;

    return str_unhex(web_text(web, "id"), &id, sizeof id)
               ? query_get(&web->call, page_kind(web, "register_entry"), &id, out)
               : fail(&web->call, RC_NOT_FOUND, NULL, NULL);
}

static void line_facts(struct web *web, const struct register_line *line)
{
    struct call *call = &web->call;
    struct register_row head = register_head(call), row = register_row(call, line);
    struct fact facts[REGISTER_COLUMNS + 4];
    size_t n = 0;

    facts[n++] = (struct fact){.label = say(call, "Register"),
                               .value = page_link_title(call, line->entry, "register")};
    for (size_t i = 0; i < REGISTER_COLUMNS; i++)
        if (row.cells[i].n != 0)
            facts[n++] = (struct fact){.label = head.cells[i],
                                       .value = row.cells[i],
                                       .path = i == 3 ? line->path : STR("")};
    facts[n++] = (struct fact){.label = say(call, "Who entered it"),
                               .value = page_link_title(call, line->entry, "by")};
    if (line->answers.n != 0 && !line->shut)
        facts[n++] = (struct fact){.label = say(call, "Answers our number"),
                                   .value = line->answers,
                                   .path = line_path(call, &line->answers_id, "")};
    if (line->reply.n != 0 && !line->shut)
        facts[n++] = (struct fact){.label = say(call, "Answered by"),
                                   .value = line->reply,
                                   .path = line_path(call, &line->reply_id, "")};
    part_facts(&web->html, facts, n);
}

static void cancel_form(struct web *web, const struct record *entry)
{
    struct call *call = &web->call;
    struct form_options form = {.action = line_path(call, &entry->id, "/cancel")};
    struct control reason = {
        .name = STR("reason"),
        .label = say(call, "Why it is cancelled"),
        .hint = say(call, "It stands in the book. No names of people whom we help."),
        .value = page_typed(web, "reason"),
        .max = TEXT_MAX,
        .must = true};
    struct button button = {.label = say(call, "Cancel this number"), .weight = WEIGHT_DANGER};

    part_fold(&web->html, say(call, "Cancel this number"), call->fault_count != 0);
    part_note(&web->html, TONE_INFO,
              say(call, "The number stays in the book, struck out, and nothing else gets it. A "
                        "letter cannot be sent under it any more."));
    part_form(web, &form);
    page_change_field(web);
    control_text(&web->html, &reason);
    part_form_send(&web->html, &form, &button);
    part_fold_end(&web->html);
}

static enum rc show_line(struct web *web, const struct record *entry)
{
    struct call *call = &web->call;
    struct page page = {.title = record_title(call, entry),
                        .back_path = STR("/register"),
                        .back_label = say(call, "The register")};
    struct register_line line;
    enum rc rc = register_line_read(call, entry, &line);

    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    if (line.cancelled.n != 0)
        part_tag(&web->html, TONE_BAD, say(call, "cancelled"));
    line_facts(web, &line);
    if (line.cancelled.n == 0 && !line.shut && may_enter(call))
        cancel_form(web, entry);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc line_page(struct web *web)
{
    struct record *entry;
    enum rc rc = find_entry(web, &entry);

    return rc == RC_OK ? show_line(web, entry) : rc;
}

static enum rc cancel_post(struct web *web)
{
    struct call *call = &web->call;
    struct outcome outcome;
    struct record *entry;
    enum rc rc = find_entry(web, &entry);

    if (rc != RC_OK)
        return rc;
    struct register_order order = {.of = entry->id, .change = page_change(web)};
    if (web_text(web, "reason").n == 0) {
        fault_add(call, STR("reason"), "Say why: a reason is needed here.");
        rc = call_faults(call);
    } else {
        rc = register_run_cancel(call, &order, web_text(web, "reason"), &outcome);
    }
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return show_line(web, entry);
    }
    return rc == RC_OK ? web_redirect(web, line_path(call, &entry->id, ""), "saved") : rc;
}

/* ---- a paper that belongs to no case */

static void way_field(struct web *web)
{
    struct call *call = &web->call;
    struct str typed = page_typed(web, "way");
    const struct pick picks[] = {
        {.value = STR("in"), .label = say(call, "Came in"), .chosen = !str_is(typed, "out")},
        {.value = STR("out"), .label = say(call, "Went out"), .chosen = str_is(typed, "out")}};
    struct control way = {.name = STR("way"), .label = say(call, "Which way"), .must = true};

    control_radios(&web->html, &way, picks, 2);
}

static void day_field(struct web *web, const char *name, struct str label)
{
    struct control control = {.name = str_of(name), .label = label};
    struct date_parts parts = {.d = page_typed(web, str_format(web->call.arena, "%s.d", name).p),
                               .m = page_typed(web, str_format(web->call.arena, "%s.m", name).p),
                               .y = page_typed(web, str_format(web->call.arena, "%s.y", name).p)};

    control_date(&web->html, &control, &parts);
}

static enum rc book_field(struct web *web)
{
    struct call *call = &web->call;
    struct registers *all = arena_alloc(call->arena, sizeof *all);
    struct control book = {.name = STR("register"),
                           .label = say(call, "Register"),
                           .hint = say(call, "Leave it as it is if you are not sure.")};
    struct pick picks[REGISTERS_MAX + 1] = {{.label = say(call, "The usual one")}};
    size_t n = 1;

    if (all == NULL)
        return fail_memory(call);
    enum rc rc = registers_list(call, all);
    for (size_t i = 0; rc == RC_OK && i < all->n; i++)
        if (register_is_open(call, all->in[i])) {
            picks[n] = (struct pick){.value = hex(call, &all->in[i]->id),
                                     .label = record_text(all->in[i], "name")};
            picks[n].chosen = str_eq(picks[n].value, page_typed(web, "register"));
            n++;
        }
    control_select(&web->html, &book, picks, n);
    return rc;
}

/* What continues a book on paper. */
static enum rc paper_book_fields(struct web *web)
{
    struct call *call = &web->call;
    struct control number = {.name = STR("number"),
                             .label = say(call, "Its number, if it stands in a book on paper"),
                             .hint = say(call, "Empty: the next number."),
                             .value = page_typed(web, "number"),
                             .max = NUMBER_MAX};
    struct control skip = {
        .name = STR("skip"),
        .label = say(call, "The numbers left out before it stand in the book on paper too")};

    part_fold(&web->html, say(call, "Another register, or a number of its own"),
              page_typed(web, "number").n != 0 || call->fault_count != 0);
    enum rc rc = book_field(web);
    control_text(&web->html, &number);
    day_field(web, "on", say(call, "On which day it was entered there"));
    control_check(&web->html, &skip, page_typed(web, "skip").n != 0);
    part_fold_end(&web->html);
    return rc;
}

static enum rc enter_form(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Enter a paper"),
                        .back_path = STR("/register"),
                        .back_label = say(call, "The register")};
    struct form_options form = {.action = STR("/register/enter")};
    struct button button = {.label = say(call, "Give it a number"), .weight = WEIGHT_MAIN};
    struct control answers = {.name = STR("answers"),
                              .label = say(call, "Answers our number"),
                              .value = page_typed(web, "answers"),
                              .max = NUMBER_MAX};

    part_page(web, &page);
    part_note(&web->html, TONE_INFO,
              say(call, "For a paper that belongs to no case: an invoice, an invitation. A paper "
                        "of a case is entered in the case. No names of people whom we help."));
    part_form(web, &form);
    page_change_field(web);
    way_field(web);
    page_text(web, "about", say(call, "What it is"), true);
    page_text(web, "with_name", say(call, "From or to whom"), false);
    page_text(web, "their_number", say(call, "Their number"), false);
    day_field(web, "their_date", say(call, "Date on it"));
    control_text(&web->html, &answers);
    enum rc rc = paper_book_fields(web);
    part_form_send(&web->html, &form, &button);
    part_page_end(web, &page);
    return rc;
}

/* The one line with that number. */
static enum rc read_answers(struct web *web, struct save *save)
{
    struct call *call = &web->call;
    struct register_found *found = arena_alloc(call->arena, sizeof *found);
    struct str typed = page_typed(web, "answers");

    if (typed.n == 0)
        return RC_OK;
    if (found == NULL)
        return fail_memory(call);
    enum rc rc = register_find(call, typed, true, found);
    if (rc == RC_OK && found->n != 1)
        fault_add(call, STR("answers"),
                  "No line has just this number. Write it as it stands there.");
    else if (rc == RC_OK)
        save_set(save, "answers", id_value(&found->in[0]->id));
    return rc == RC_OK ? call_faults(call) : rc;
}

static void read_ask(struct web *web, struct register_ask *out)
{
    day on;

    *out = (struct register_ask){.typed = page_typed(web, "number"), .skip = web_flag(web, "skip")};
    (void)str_unhex(page_typed(web, "register"), &out->in, sizeof out->in);
    if (web_day(web, "on", &on))
        out->on = on;
}

static enum rc enter_post(struct web *web)
{
    static const char *const texts[] = {"about", "with_name", "their_number"};
    struct call *call = &web->call;
    struct register_order order = {.change = page_change(web)};
    struct outcome outcome;
    struct save save;
    day dated;
    enum rc rc = save_init(call, page_kind(web, "register_entry"), &save);

    for (size_t i = 0; rc == RC_OK && i < sizeof texts / sizeof *texts; i++)
        save_text(&save, texts[i], page_typed(web, texts[i]));
    if (rc == RC_OK && web_day(web, "their_date", &dated))
        save_set(&save, "their_date", v_int(dated));
    if (rc == RC_OK)
        rc = read_answers(web, &save);
    if (rc == RC_OK) {
        read_ask(web, &order.ask);
        rc = register_run_line(call, &order, page_typed(web, "way"), &save, &outcome);
    }
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return enter_form(web);
    }
    return rc == RC_OK ? web_redirect(web, line_path(call, &outcome.record, ""), "made") : rc;
}

/* ---- on a letter's page */

void register_side(struct web *web, const struct record *letter, const struct letter_doc *doc,
                   bool main)
{
    struct call *call = &web->call;
    struct str number = record_text(letter, "number");
    struct form_options form = {
        .action = str_format(call->arena, "/letter/%s/register", str_z(call->arena, letter->code))};
    struct button button = {.label = say(call, "Register letter"),
                            .weight = main ? WEIGHT_MAIN : WEIGHT_OTHER};
    struct value entry = record_value(letter, "entry");
    struct id id;

    if (number.n != 0) {
        struct fact fact = {.label = say(call, "Number"), .value = number};
        if (entry.type == V_BYTES && id_of(entry.s, &id))
            fact.path = line_path(call, &id, "");
        part_facts(&web->html, &fact, 1);
        return;
    }
    if (!letter_awaits_number(doc))
        part_note(&web->html, TONE_WARN,
                  say(call, "The text has no place for its number. Write [letter.number?] where "
                            "it is to stand."));
    part_form(web, &form);
    page_change_field(web);
    part_button(&web->html, &button);
    part_form_end(&web->html, &form);
}

static enum rc letter_post(struct web *web)
{
    struct call *call = &web->call;
    struct outcome outcome;
    struct record *letter;
    enum rc rc = query_code(call, page_kind(web, "letter"), web_text(web, "code"), &letter);

    if (rc != RC_OK)
        return rc;
    struct register_order order = {.of = letter->id, .change = page_change(web)};
    rc = register_run_letter(call, &order, &outcome);
    if (rc == RC_INVALID) { /* no register is open; or the clock was set back, and she is asked */
        web_status(web, 422);
        return letter_show(web, letter);
    }
    return rc == RC_OK
               ? web_redirect(
                     web, str_format(call->arena, "/letter/%s", str_z(call->arena, letter->code)),
                     "saved")
               : rc;
}

/* ---- routes */

static const struct param book_params[] = {
    {"after", PARAM_CODE, 60, false, false, N_("Page")},
    {"book", PARAM_ID, 32, false, false, N_("Register")},
    {"find", PARAM_TEXT, NUMBER_MAX, false, false, N_("Number")},
    {"show", PARAM_CODE, 20, false, false, N_("Show")},
    {"year", PARAM_NUMBER, 2999, false, false, N_("Year")},
    {0},
};

static const struct param file_params[] = {
    {"as", PARAM_CODE, 10, true, false, N_("File")},
    {"book", PARAM_ID, 32, false, false, N_("Register")},
    {"year", PARAM_NUMBER, 2999, false, false, N_("Year")},
    {0},
};

static const struct param line_params[] = {
    {"id", PARAM_ID, 32, true, false, N_("Line")},
    {0},
};

static const struct param cancel_params[] = {
    {"id", PARAM_ID, 32, true, false, N_("Line")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"reason", PARAM_TEXT, TEXT_MAX, false, false, N_("Reason")},
    {0},
};

static const struct param enter_params[] = {
    {"about", PARAM_TEXT, TEXT_MAX, false, false, N_("What it is")},
    {"answers", PARAM_TEXT, NUMBER_MAX, false, false, N_("Answers our number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"number", PARAM_TEXT, NUMBER_MAX, false, false, N_("Number")},
    {"on", PARAM_DAY, 0, false, false, N_("Day")},
    {"register", PARAM_ID, 32, false, false, N_("Register")},
    {"skip", PARAM_FLAG, 0, false, false, N_("Stands in the book on paper")},
    {"their_date", PARAM_DAY, 0, false, false, N_("Date on it")},
    {"their_number", PARAM_TEXT, NUMBER_MAX, false, false, N_("Their number")},
    {"way", PARAM_CODE, 10, false, false, N_("Which way")},
    {"with_name", PARAM_TEXT, 200, false, false, N_("From or to whom")},
    {0},
};

static const struct param letter_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {0},
};

const struct route register_routes[] = {
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/letter/{code}/register", letter_params, letter_post,
     NULL, 0, "gives a letter its number in the register"},
    {METHOD_GET, PERMISSION_REGISTER_SEE, "/register", book_params, book_page, NULL, 0,
     "shows what came in and went out, by number"},
    {METHOD_GET, PERMISSION_REGISTER_MAKE, "/register/enter", NULL, enter_form, NULL, 0,
     "asks for a paper that belongs to no case"},
    {METHOD_POST, PERMISSION_REGISTER_MAKE, "/register/enter", enter_params, enter_post, enter_form,
     0, "gives such a paper its number"},
    {METHOD_GET, PERMISSION_REGISTER_SEE, "/register/file", file_params, file_page, NULL, 0,
     "gives a year of a register as a file"},
    {METHOD_GET, PERMISSION_REGISTER_SEE, "/register/line/{id}", line_params, line_page, NULL, 0,
     "shows one line of a register"},
    {METHOD_POST, PERMISSION_REGISTER_MAKE, "/register/line/{id}/cancel", cancel_params,
     cancel_post, NULL, 0, "cancels a number"},
};
const size_t register_routes_n = sizeof register_routes / sizeof *register_routes;
