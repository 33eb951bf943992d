/* feed_pages.c - see feed.h. */
#include "base/lang.h"
#include "casework/feed.h"
#include "casework/ical.h"
#include "casework/pages.h"
#include "casework/today.h"
#include "model/permission.h"
#include "store/crypt.h"
#include "web/control.h"
#include "web/part.h"
#include "web/record_path.h"

enum { FEED_BEFORE = 30, FEED_AFTER = 120, WEEK = 7, FEED_BYTES = 1 << 20 };

/* Nobody makes, or takes over, an address of somebody else's calendar. */
enum rc feed_derive(struct call *call, struct change *change, struct record *feed)
{
    struct str whose = record_value(feed, "whose").s;

    if (!change_touches(change, feed, "whose") && !change_touches(change, feed, "token_hash"))
        return RC_OK;
    if (call->actor->system || str_eq(whose, id_str(&call->actor->id)))
        return RC_OK;
    return fail(call, RC_DENIED, "whose", "An address is made by the one whose calendar it is.");
}

/* ---- the addresses of one person ---- */

static struct query own_feeds(struct web *web)
{
    struct query query = {.kind = page_kind(web, "calendar_feed"), .verb = MAY_SEE};

    query.filters[query.n++] = (struct query_filter){.field = field_find(query.kind, STR("whose")),
                                                     .op = QUERY_IS,
                                                     .value = id_value(&web->call.actor->id)};
    return query;
}

static void explain(struct web *web)
{
    part_note(&web->html, TONE_INFO,
              say(&web->call,
                  "Whoever knows the address reads it, without a password: whoever has the "
                  "telephone, and the company that keeps its calendar. It has numbers of cases, "
                  "the sort of day and the hour; no name, no place, no story. It works where this "
                  "office's address can be reached."));
}

static void feed_row(struct web *web, const struct record *feed)
{
    struct call *call = &web->call;
    struct form_options form = {.action = STR("/calendar/end")};
    struct button end = {.label = say(call, "End this address"), .weight = WEIGHT_DANGER};

    part_card(&web->html, record_title(call, feed));
    part_form(web, &form);
    page_change_field(web);
    control_hidden(&web->html, "feed", str_hex(call->arena, id_str(&feed->id)));
    part_form_send(&web->html, &form, &end);
    part_card_end(&web->html);
}

static enum rc show_feeds(struct web *web, struct str made)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Your calendar"),
                        .back_path = STR("/today"),
                        .back_label = say(call, "Today")};
    struct form_options form = {.action = STR("/calendar")};
    struct button make = {.label = say(call, "Make a secret address"), .weight = WEIGHT_MAIN};
    struct query query = own_feeds(web);
    struct query_page found;
    enum rc rc = query_list(call, &query, &found);

    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    explain(web);
    if (made.n != 0) {
        part_card(&web->html, say(call, "The new address: it is shown once"));
        html_tag(&web->html, "p", "code", made);
        html_tag(&web->html, "p", NULL,
                 say(call, "Put it behind the address of this office, in your calendar's "
                           "\"subscribe\" or \"add by address\"."));
        part_card_end(&web->html);
    }
    for (size_t i = 0; i < found.n; i++)
        feed_row(web, found.records[i]);
    part_form(web, &form);
    page_change_field(web);
    page_text(web, "device", say(call, "For which telephone or program"), true);
    part_form_send(&web->html, &form, &make);
    part_link(&web->html, STR("/week"), say(call, "The week on paper"));
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc feeds_page(struct web *web)
{
    return show_feeds(web, STR(""));
}

static struct str hash_of(struct call *call, struct str token)
{
    unsigned char hash[CRYPT_HASH];

    crypt_hash("calendar feed", token, hash);
    return str_dup(call->arena, (struct str){(const char *)hash, sizeof hash});
}

static enum rc make_post(struct web *web)
{
    struct call *call = &web->call;
    const struct kind *kind = page_kind(web, "calendar_feed");
    struct value *values = arena_array(call->arena, kind->n, sizeof *values);
    bool *given = arena_array(call->arena, kind->n, sizeof *given);
    struct save_args save = {.kind = kind, .values = values, .given = given};
    struct operation_request request = {.operation = "record.save", .change = page_change(web)};
    struct id half[2] = {id_new(call), id_new(call)};
    struct outcome outcome;

    if (values == NULL || given == NULL)
        return fail_memory(call);
    struct str token = str_format(call->arena, "%s%s", str_hex(call->arena, id_str(&half[0])).p,
                                  str_hex(call->arena, id_str(&half[1])).p);
    page_give(&save, values, given, "whose", id_value(&call->actor->id));
    page_give(&save, values, given, "device", page_value(page_typed(web, "device")));
    page_give(&save, values, given, "token_hash", v_bytes(hash_of(call, token)));
    enum rc rc = save_args_make(call, &save, &request.args);
    if (rc == RC_OK)
        rc = operation_run(call, &request, &outcome);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return show_feeds(web, STR(""));
    }
    if (rc != RC_OK)
        return rc;
    return show_feeds(web, outcome.repeated ? STR("")
                                            : str_format(call->arena, "/calendar/%s.ics", token.p));
}

static enum rc end_post(struct web *web)
{
    struct call *call = &web->call;
    struct operation_request request = {.operation = "record.retire", .change = page_change(web)};
    struct outcome outcome;
    struct record *feed;
    struct id id;

    if (!str_unhex(page_typed(web, "feed"), id.b, sizeof id.b))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    enum rc rc = query_get(call, page_kind(web, "calendar_feed"), &id, &feed);
    if (rc == RC_OK)
        rc = record_args_make(call, feed, STR(""), &request.args);
    if (rc == RC_OK)
        rc = operation_run(call, &request, &outcome);
    return rc == RC_OK ? web_redirect(web, STR("/calendar"), "saved") : rc;
}

/* ---- the calendar itself: without signing in, by the address alone ---- */

static struct str token_of(struct str name)
{
    const struct str end = STR(".ics");

    if (name.n != 2 * FEED_TOKEN + end.n || !str_eq(str_cut(name, name.n - end.n, name.n), end))
        return STR("");
    return str_cut(name, 0, name.n - end.n);
}

/* The hash is what is compared; it says nothing of the secret. */
static enum rc find_feed(struct web *web, struct str token, const struct record **out)
{
    struct call *call = &web->call;
    struct query query = {
        .kind = page_kind(web, "calendar_feed"), .verb = MAY_SEE, .limit = FEEDS_MAX};
    struct str hash = hash_of(call, token);
    struct query_page found;
    enum rc rc = query_list(call, &query, &found);

    *out = NULL;
    for (size_t i = 0; i < found.n && rc == RC_OK; i++)
        if (str_eq(record_value(found.records[i], "token_hash").s, hash))
            *out = found.records[i];
    return rc == RC_OK && *out == NULL ? RC_NOT_FOUND : rc;
}

static enum rc actor_of(struct web *web, const struct record *feed, struct actor **out)
{
    struct call *call = &web->call;
    const struct kind *kind = page_kind(web, "user");
    struct record *user;
    struct id id;

    if (!id_of(record_value(feed, "whose").s, &id))
        return RC_NOT_FOUND;
    enum rc rc = table_load(call, call->store->db, app_table(call->app, kind), &id, &user);
    return rc == RC_OK ? actor_load(call, user->rid, out) : rc;
}

static void put_rows(struct call *call, struct buf *out, const struct today_page *found)
{
    for (size_t i = 0; i < found->n; i++) {
        const struct today_row *row = &found->in[i];
        struct value held = record_value(row->record, "when_held");
        const struct ical_event event = {
            .id = str_format(call->arena, "%s@khetane",
                             str_hex(call->arena, id_str(&row->record->id)).p),
            .summary = today_plain(call, row),
            .on = row->on,
            .at_ms = held.type == V_INT ? held.i : 0,
            .made_ms = row->record->changed_ms};
        ical_event(out, &event);
    }
}

static enum rc feed_page(struct web *web)
{
    struct call *call = &web->call;
    struct str token = token_of(page_typed(web, "token"));
    const struct record *feed = NULL;
    struct actor *actor = NULL;
    struct today_ask ask = {.whose = TODAY_MINE,
                            .groups = TODAY_LOSE | TODAY_WORK,
                            .from = call->today - FEED_BEFORE,
                            .to = call->today + FEED_AFTER,
                            .after = {.source = -1},
                            .limit = FEED_ROWS};
    struct today_page found;
    struct buf out;

    call->actor = &actor_system;
    enum rc rc = token.n == 0 ? RC_NOT_FOUND : find_feed(web, token, &feed);
    if (rc == RC_OK)
        rc = actor_of(web, feed, &actor);
    call->actor = NULL;
    if (rc == RC_NOT_FOUND || rc == RC_SIGN_IN) {
        call_forgive(call);
        return fail(call, RC_NOT_FOUND, NULL, "There is no such calendar, or not any more.");
    }
    if (rc != RC_OK)
        return rc;
    call->actor = actor;
    rc = today_list(call, &ask, &found);
    if (rc != RC_OK)
        return rc;
    buf_init(&out, call->arena, FEED_BYTES);
    ical_begin(&out, say(call, "What is due"));
    put_rows(call, &out, &found);
    ical_end(&out);
    call->actor = NULL;
    return buf_ok(&out) ? web_show(web, "text/calendar; charset=utf-8", buf_str(&out))
                        : fail_memory(call);
}

/* ---- the week on paper ---- */

static void week_row(struct web *web, const struct table_column *columns,
                     const struct today_row *row, bool names)
{
    struct call *call = &web->call;
    struct str hour =
        row->minute < 0 ? STR("")
                        : str_format(call->arena, "%02d:%02d", row->minute / 60, row->minute % 60);

    part_row(&web->html);
    part_cell(&web->html, columns, 0, STR("☐"), STR(""));
    part_cell(&web->html, columns, 1, hour, STR(""));
    part_cell(&web->html, columns, 2, names ? today_title(call, row) : today_plain(call, row),
              STR(""));
    part_cell(&web->html, columns, 3, row->of == NULL ? STR("") : row->of->code, STR(""));
    part_cell(&web->html, columns, 4, names ? row->person : STR(""), STR(""));
    part_cell(&web->html, columns, 5, today_who(call, row), STR(""));
    part_row_end(&web->html);
}

static void week_days(struct web *web, const struct today_page *found, bool names)
{
    struct call *call = &web->call;
    const struct table_column columns[] = {
        {.label = say(call, "Done")}, {.label = say(call, "Hour")}, {.label = say(call, "What")},
        {.label = say(call, "Case")}, {.label = say(call, "Who")},  {.label = say(call, "By whom")},
    };

    for (size_t i = 0; i < found->n; i++) {
        const struct today_row *row = &found->in[i];
        bool late = row->on < call->today;
        bool first = i == 0 || (late ? false : found->in[i - 1].on != row->on);
        if (first && i != 0)
            part_table_end(&web->html);
        if (first)
            part_table(&web->html, late ? say(call, "Late") : date_long(call, row->on), columns, 6);
        week_row(web, columns, row, names);
    }
    if (found->n != 0)
        part_table_end(&web->html);
}

static void week_choices(struct web *web, bool names, bool mine)
{
    struct call *call = &web->call;
    const struct chip chips[] = {
        {say(call, "With names"), mine ? STR("/week?names=1&mine=1") : STR("/week?names=1"), names},
        {say(call, "Numbers alone"), mine ? STR("/week?mine=1") : STR("/week"), !names},
        {say(call, "Mine"), names ? STR("/week?names=1&mine=1") : STR("/week?mine=1"), mine},
        {say(call, "All that I may see"), names ? STR("/week?names=1") : STR("/week"), !mine},
    };

    part_chips(&web->html, say(call, "What stands on the paper"), chips,
               sizeof chips / sizeof *chips);
}

static enum rc week_page(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "The week on paper"),
                        .back_path = STR("/today"),
                        .back_label = say(call, "Today")};
    bool names = web_flag(web, "names"), mine = web_flag(web, "mine");
    struct today_ask ask = {.whose = mine ? TODAY_MINE : TODAY_ALL,
                            .groups = TODAY_LOSE | TODAY_WORK,
                            .from = day_min(),
                            .to = call->today + WEEK - 1,
                            .after = {.source = -1},
                            .limit = FEED_ROWS};
    struct today_page found;
    enum rc rc = today_list(call, &ask, &found);

    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    week_choices(web, names, mine);
    if (names)
        part_note(&web->html, TONE_WARN,
                  say(call, "This paper has names on it. Do not leave it lying about."));
    if (found.n == 0)
        part_empty(&web->html, say(call, "Nothing is due in these seven days."), STR(""), STR(""));
    week_days(web, &found, names);
    if (found.more)
        part_note(&web->html, TONE_WARN,
                  say(call, "There is more than fits here. Choose your own alone."));
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- routes ---- */

static const struct param make_params[] = {
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"device", PARAM_TEXT, 100, false, false, N_("For which telephone or program")},
    {0},
};
static const struct param end_params[] = {
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"feed", PARAM_ID, 32, true, false, N_("Form")},
    {0},
};
static const struct param token_params[] = {
    {"token", PARAM_CODE, 2 * FEED_TOKEN + 4, true, false, NULL},
    {0},
};
static const struct param week_params[] = {
    {"names", PARAM_FLAG, 0, false, false, N_("With names")},
    {"mine", PARAM_FLAG, 0, false, false, N_("Mine")},
    {0},
};

const struct route feed_routes[] = {
    {METHOD_GET, PERMISSION_FEED_MAKE, "/calendar", NULL, feeds_page, NULL, 0,
     "shows one's own secret calendar addresses"},
    {METHOD_POST, PERMISSION_FEED_MAKE, "/calendar", make_params, make_post, NULL, 0,
     "makes a secret calendar address"},
    {METHOD_POST, PERMISSION_FEED_MAKE, "/calendar/end", end_params, end_post, NULL, 0,
     "ends a secret calendar address"},
    {METHOD_GET, MAY_PUBLIC, "/calendar/{token}", token_params, feed_page, NULL, 0,
     "gives a calendar to who knows its secret address"},
    {METHOD_GET, PERMISSION_CASE_SEE, "/week", week_params, week_page, NULL, 0,
     "shows the next seven days, to be printed"},
};
const size_t feed_routes_n = sizeof feed_routes / sizeof *feed_routes;
