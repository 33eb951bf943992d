/* carry_pages.c - see delivery_pages.h: what is carried today, on paper and typed in afterwards. */
#include "base/lang.h"
#include "casework/carry.h"
#include "casework/case_parts.h"
#include "casework/come_parts.h"
#include "casework/delivery.h"
#include "casework/delivery_pages.h"
#include "model/permission.h"

enum { NUMBER_MAX = 100, COLUMNS = 3 };

static struct str name_of(struct call *call, const char *what, const struct record *letter)
{
    return str_format(call->arena, "%s.%s", what, str_hex(call->arena, id_str(&letter->id)).p);
}

/* ---- one letter ---- */

static void way_control(struct web *web, const struct record *letter)
{
    struct call *call = &web->call;
    struct pick picks[COME_PICKS_MAX + 1];
    struct control way = {
        .name = name_of(call, "way", letter),
        .label = say(call, "How it went: %s", str_z(call->arena, carry_number(letter))),
        .part = true};
    struct str chosen = page_typed(web, way.name.p);

    picks[0] = (struct pick){STR(""), say(call, "Not carried"), STR(""), chosen.n == 0};
    control_select(&web->html, &way, picks, 1 + delivery_picks(web, chosen, picks + 1));
}

static void number_control(struct web *web, const struct record *letter)
{
    struct call *call = &web->call;
    struct control number = {.name = name_of(call, "number", letter),
                             .label = say(call, "Number of the stamp or slip: %s",
                                          str_z(call->arena, carry_number(letter))),
                             .max = NUMBER_MAX,
                             .part = true};

    number.value = page_typed(web, number.name.p);
    control_text(&web->html, &number);
}

static struct str state_words(struct call *call, const struct record *letter)
{
    const struct state *state = state_find(letter->kind, letter->state);

    return state == NULL ? STR("") : label_text(call, &state->label);
}

static void letter_row(struct web *web, const struct table_column *columns,
                       const struct record *letter)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct str sort = page_shown(call, letter, "sort_of");

    part_row(h);
    part_cell(h, columns, 0,
              str_format(call->arena, "%s%s%s (%s)", str_z(call->arena, carry_number(letter)),
                         sort.n == 0 ? "" : ", ", str_z(call->arena, sort),
                         str_z(call->arena, state_words(call, letter))),
              str_format(call->arena, "/letter/%s", str_z(call->arena, letter->code)));
    part_cell_open(h, columns, 1);
    way_control(web, letter);
    part_cell_end(h, 1);
    part_cell_open(h, columns, 2);
    number_control(web, letter);
    part_cell_end(h, 2);
    part_row_end(h);
}

/* ---- the list ---- */

static void body_head(struct web *web, const struct carry_row *row)
{
    struct call *call = &web->call;
    const struct str lines[] = {row->address, row->desk};

    part_card(&web->html,
              row->body.n == 0 ? say(call, "To bodies that are not in our list") : row->body);
    for (size_t i = 0; i < 2; i++)
        if (lines[i].n != 0)
            html_tag(&web->html, "p", NULL, lines[i]);
}

static void letters(struct web *web, const struct carry *carry)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct table_column columns[COLUMNS] = {
        {.label = say(call, "Letter")},
        {.label = say(call, "How it went")},
        {.label = say(call, "Number of the stamp or slip")}};

    for (size_t i = 0; i < carry->n; i++) {
        if (carry->in[i].first) {
            body_head(web, &carry->in[i]);
            html_raw(h, "<div class=\"blank\">");
            part_table(h, STR(""), columns, COLUMNS);
        }
        letter_row(web, columns, carry->in[i].letter);
        if (i + 1 == carry->n || carry->in[i + 1].first) {
            part_table_end(h);
            html_raw(h, "</div>");
            part_card_end(h);
        }
    }
}

static enum rc carry_form(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Carry today")};
    struct form_options form = {.action = STR("/letters/carry")};
    struct button button = {.label = say(call, "Write it all down"), .weight = WEIGHT_MAIN};
    struct carry carry;
    enum rc rc = carry_find(call, &carry);

    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    part_print_head(&web->html, page.name, date_long(call, call->today));
    if (carry.n == 0) {
        part_empty(&web->html,
                   say(call, "Nothing is to be carried: no letter is printed or registered and "
                             "still here."),
                   STR(""), STR(""));
        part_page_end(web, &page);
        return RC_OK;
    }
    html_tag(&web->html, "p", NULL,
             say(call, "Print this list and take it along; write the numbers of stamps and slips "
                       "beside the letters. Afterwards type them in here. It has no names."));
    if (carry.more)
        part_note(&web->html, TONE_WARN,
                  say(call, "These are the newest %d letters; there are more.", CARRY_MAX));
    part_form(web, &form);
    page_change_field(web);
    case_day(web, "on", say(call, "On which day"), v_int(call->today), true);
    letters(web, &carry);
    part_form_send(&web->html, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- typed in ---- */

static enum rc read_rows(struct web *web, const struct carry *carry, struct delivery *out,
                         size_t *n)
{
    struct call *call = &web->call;
    day on = 0;

    *n = 0;
    if (!web_day(web, "on", &on))
        fault_add(call, STR("on"), "On which day was it?");
    for (size_t i = 0; i < carry->n; i++) {
        const struct record *letter = carry->in[i].letter;
        struct str way = page_typed(web, name_of(call, "way", letter).p);
        struct str number = page_typed(web, name_of(call, "number", letter).p);
        if (way.n == 0 && number.n != 0)
            fault_add(call, name_of(call, "way", letter), "There is a number: how did it go?");
        if (way.n != 0)
            out[(*n)++] = (struct delivery){.letter = letter->id,
                                            .way = way,
                                            .on = on,
                                            .minute = DELIVERY_NO_HOUR,
                                            .number = number,
                                            .files = v_null()};
    }
    return call_faults(call);
}

static enum rc carry_post(struct web *web)
{
    struct call *call = &web->call;
    struct delivery *rows = arena_array(call->arena, CARRY_MAX, sizeof *rows);
    struct id change = page_change(web);
    struct outcome outcome;
    struct carry carry;
    size_t n;
    enum rc rc = rows == NULL ? fail_memory(call) : carry_find(call, &carry);

    if (rc == RC_OK)
        rc = read_rows(web, &carry, rows, &n);
    if (rc == RC_OK && n == 0)
        return web_redirect(web, STR("/letters/carry"), "same");
    if (rc == RC_OK)
        rc = letter_deliver(call, rows, n, &change, &outcome);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return carry_form(web);
    }
    return rc == RC_OK ? web_redirect(web, STR("/letters/carry"), "saved") : rc;
}

/* ---- routes ---- */

static const struct param carry_params[] = {
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"on", PARAM_DAY, 0, false, false, N_("On which day")},
    {"way.*", PARAM_TEXT, 40, false, true, N_("How it went")},
    {"number.*", PARAM_TEXT, NUMBER_MAX, false, true, N_("Number of the stamp or slip")},
    {0},
};

const struct route carry_routes[] = {
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/letters/carry", NULL, carry_form, NULL, 0,
     "lists the letters to be carried today, by the body they go to"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/letters/carry", carry_params, carry_post, carry_form, 0,
     "writes down how the letters went that were carried"},
};
const size_t carry_routes_n = sizeof carry_routes / sizeof *carry_routes;
_Static_assert((int)DELIVERIES_MAX >= (int)CARRY_MAX, "all that is carried is one change");
