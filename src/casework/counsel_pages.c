/* counsel_pages.c - of court_pages.h: who else has to do with the case, and who of them may look
 * into it from outside. A colleague who is a party is asked about, and kept. */
#include "casework/case_parts.h"
#include "casework/case_write.h"
#include "casework/court.h"
#include "casework/court_pages.h"
#include "model/permission.h"

enum { TEXT_MAX = 200, STAFF_MAX = 200 };

static struct str hex(struct call *call, const struct record *record)
{
    return str_hex(call->arena, id_str(&record->id));
}

static struct str party_name(struct call *call, const struct record *party)
{
    struct str name = page_shown(call, party, "name");

    if (name.n == 0)
        name = page_link_title(call, party, "person");
    return name.n != 0 ? name : page_link_title(call, party, "institution");
}

static struct str form_path(struct web *web, const struct record *of, const char *form,
                            const struct record *party)
{
    return page_case_path(
        web, of->code,
        str_format(web->call.arena, "/court/%s?party=%s", form, hex(&web->call, party).p).p);
}

/* ---- the cards */

static struct str access_words(struct call *call, const struct record *party)
{
    struct value until = record_value(party, "account_until");

    if (record_value(party, "account").type == V_NULL)
        return STR("");
    if (!court_sees(call, party))
        return say(call, "Could look into this case; that has ended.");
    return until.type == V_INT
               ? say(call, "Signs in and sees this case until %s.", date_text(call, (day)until.i).p)
               : say(call, "Signs in and sees this case until somebody ends it.");
}

static void end_button(struct web *web, const struct record *of, const struct record *party)
{
    struct call *call = &web->call;
    struct form_options form = {.action = page_case_path(web, of->code, "/court/access/end")};
    struct button button = {.label = say(call, "End the access"), .weight = WEIGHT_DANGER};

    part_form(web, &form);
    page_change_field(web);
    control_hidden(&web->html, "party", hex(call, party));
    part_button(&web->html, &button);
    part_form_end(&web->html, &form);
}

static void one_counsel(struct web *web, const struct record *of, const struct record *party,
                        bool change)
{
    struct call *call = &web->call;
    struct fact facts[] = {
        {.label = say(call, "How to reach"), .value = page_shown(call, party, "reach")},
        {.label = say(call, "Mandate since"), .value = page_shown(call, party, "mandate")},
        {.label = say(call, "Mandate until"), .value = page_shown(call, party, "until")},
        {.label = say(call, "Access"), .value = access_words(call, party)},
    };
    size_t n = 0;

    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (facts[i].value.n != 0)
            facts[n++] = facts[i];
    html_tag(&web->html, "h3", NULL, party_name(call, party));
    part_facts(&web->html, facts, n);
    if (!change)
        return;
    part_actions(&web->html);
    case_link(web, WEIGHT_OTHER, say(call, "Change"), form_path(web, of, "party", party));
    if (court_sees(call, party))
        end_button(web, of, party);
    else
        case_link(web, WEIGHT_OTHER, say(call, "Let counsel sign in"),
                  form_path(web, of, "access", party));
    part_actions_end(&web->html);
}

enum rc counsel_card(struct web *web, const struct record *of, bool change)
{
    struct call *call = &web->call;
    struct query_page found;
    enum rc rc = court_parties(call, of, "counsel", &found);

    if (rc != RC_OK)
        return rc;
    part_card(&web->html, say(call, "Counsel"));
    if (found.n == 0)
        html_tag(&web->html, "p", NULL, say(call, "Nobody is written down as counsel."));
    for (size_t i = 0; i < found.n; i++)
        one_counsel(web, of, found.records[i], change);
    if (change) {
        part_actions(&web->html);
        case_link(web, WEIGHT_OTHER, say(call, "Add counsel"),
                  page_case_path(web, of->code, "/court/party?role=counsel"));
        part_actions_end(&web->html);
    }
    part_card_end(&web->html);
    return RC_OK;
}

static void party_row(struct web *web, const struct record *of, const struct record *party,
                      bool change)
{
    struct call *call = &web->call;
    struct task task = {
        .title = party_name(call, party),
        .about = {page_shown(call, party, "role"), page_shown(call, party, "reach")}};

    if (change)
        task.path = form_path(web, of, "party", party);
    if (record_value(party, "staff").type != V_NULL) {
        task.status = say(call, "works here");
        task.tone = TONE_WARN;
    }
    part_task(&web->html, &task);
}

enum rc parties_card(struct web *web, const struct record *of, bool change)
{
    struct call *call = &web->call;
    struct query_page found;
    size_t n = 0;
    enum rc rc = court_parties(call, of, NULL, &found);

    if (rc != RC_OK)
        return rc;
    part_card(&web->html, say(call, "Parties"));
    for (size_t i = 0; i < found.n; i++) {
        if (str_is(record_value(found.records[i], "role").s, "counsel"))
            continue;
        if (n++ == 0)
            part_tasks(&web->html, STR(""));
        party_row(web, of, found.records[i], change);
    }
    if (n != 0)
        part_tasks_end(&web->html);
    if (change) {
        part_actions(&web->html);
        case_link(web, WEIGHT_OTHER, say(call, "Add a party"),
                  page_case_path(web, of->code, "/court/party"));
        part_actions_end(&web->html);
    }
    part_card_end(&web->html);
    return RC_OK;
}

/* ---- a party, who may be a colleague */

static bool same_name(struct str a, struct str b)
{
    a = str_trim(a);
    b = str_trim(b);
    if (a.n != b.n || a.n == 0)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if ((a.p[i] | 0x20) != (b.p[i] | 0x20))
            return false;
    return true;
}

/* The colleague who is called so; *out NULL: nobody. */
static enum rc colleague(struct web *web, struct str name, struct record **out)
{
    struct query query = {.kind = page_kind(web, "user"), .verb = MAY_SEE, .limit = STAFF_MAX};
    struct query_page found;
    enum rc rc = query_list(&web->call, &query, &found);

    *out = NULL;
    for (size_t i = 0; rc == RC_OK && i < found.n && *out == NULL; i++)
        if (same_name(record_value(found.records[i], "name").s, name))
            *out = found.records[i];
    return rc;
}

static void colleague_question(struct web *web, const struct record *user)
{
    struct call *call = &web->call;
    struct str chosen = page_typed(web, "works_here");
    struct control c = {.name = STR("works_here"),
                        .label = say(call, "%s works here: who may not see this case?",
                                     str_z(call->arena, record_title(call, user))),
                        .must = true};
    const struct pick picks[] = {
        {STR("hide"), say(call, "She must not see it"),
         say(call, "From now on it is not there for her: not in lists, not by search."),
         str_is(chosen, "hide")},
        {STR("keep"), say(call, "She may see it as before"),
         say(call, "It stays written down that she works here."), str_is(chosen, "keep")},
        {STR("other"), say(call, "It is somebody else of that name"), STR(""),
         str_is(chosen, "other")},
    };

    control_radios(&web->html, &c, picks, 3);
}

static enum rc party_form(struct web *web, const struct record *of, const struct record *party)
{
    struct call *call = &web->call;
    const struct kind *kind = page_kind(web, "party");
    bool counsel = str_is(case_text_now(web, party, "role"), "counsel");
    struct page page =
        case_form_page(web, of, counsel ? say(call, "Counsel") : say(call, "A party"), "/court");
    struct form_options form = {.action = page_case_path(web, of->code, "/court/party")};
    struct button button = {.label = say(call, "Save"), .weight = WEIGHT_MAIN};
    struct record *user = NULL;
    enum rc rc = web->request->method == METHOD_POST
                     ? colleague(web, page_typed(web, "name"), &user)
                     : RC_OK;

    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    part_form(web, &form);
    page_change_field(web);
    if (party != NULL)
        control_hidden(&web->html, "party", hex(call, party));
    case_choice(web, kind, party, "role", true);
    case_text(web, party, "name", say(call, "Name"));
    if (user != NULL)
        colleague_question(web, user);
    case_text(web, party, "reach", say(call, "How to reach"));
    if (counsel) {
        case_day(web, "mandate", say(call, "Mandate since"),
                 party == NULL ? v_null() : record_value(party, "mandate"), false);
        case_day(web, "until", say(call, "Mandate until"),
                 party == NULL ? v_null() : record_value(party, "until"), false);
    }
    part_form_send(&web->html, &form, &button);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc find(struct web *web, struct record **of, struct record **party)
{
    enum rc rc = case_of(web, of);

    return rc == RC_OK ? case_part(web, *of, "party", "party", party) : rc;
}

static enum rc party_page(struct web *web)
{
    struct record *of, *party;
    enum rc rc = find(web, &of, &party);

    return rc == RC_OK ? party_form(web, of, party) : rc;
}

/* Her name goes among those who must not see the case. */
static enum rc hide_from(struct call *call, struct case_write *write, const struct record *user)
{
    struct value now = record_value(write->of, "must_not_see");
    size_t n = now.type == V_LIST ? now.list.n : 0;
    struct value *all = arena_array(call->arena, n + 1, sizeof *all);

    if (all == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < n; i++) {
        all[i] = now.list.items[i];
        if (value_eq(all[i], id_value(&user->id)))
            return RC_OK;
    }
    all[n] = id_value(&user->id);
    save_set(&write->facts, "must_not_see", v_list(all, n + 1));
    write->rev = write->of->rev;
    return RC_OK;
}

static enum rc write_party(struct web *web, const struct record *of, const struct record *party,
                           struct outcome *out)
{
    struct call *call = &web->call;
    struct id change = page_change(web);
    struct str here = page_typed(web, "works_here");
    struct case_write write;
    struct record *user;
    struct save save;
    enum rc rc = colleague(web, page_typed(web, "name"), &user);

    if (rc == RC_OK)
        rc = case_write_init(call, of, &write);
    if (rc == RC_OK)
        rc = save_init(call, page_kind(web, "party"), &save);
    if (rc != RC_OK)
        return rc;
    save_text(&save, "role", page_typed(web, "role"));
    save_text(&save, "name", page_typed(web, "name"));
    save_text(&save, "reach", page_typed(web, "reach"));
    if (str_is(page_typed(web, "role"), "counsel")) {
        save_set(&save, "mandate", case_day_typed(web, "mandate"));
        save_set(&save, "until", case_day_typed(web, "until"));
    }
    if (user != NULL && here.n == 0 &&
        (party == NULL || record_value(party, "staff").type == V_NULL))
        fault_add(call, STR("works_here"),
                  "%s works here. Say who may see the case; the party is "
                  "written down in any case.",
                  str_z(call->arena, record_title(call, user)));
    if (user != NULL && here.n != 0)
        save_set(&save, "staff", str_is(here, "other") ? v_null() : id_value(&user->id));
    if (user != NULL && str_is(here, "hide"))
        rc = hide_from(call, &write, user);
    if (rc == RC_OK)
        rc = call_faults(call);
    if (rc == RC_OK)
        rc = case_write_add(call, &write, &save, party == NULL ? NULL : &party->id);
    return rc == RC_OK ? case_write_run(call, &write, &change, out) : rc;
}

static enum rc party_post(struct web *web)
{
    struct call *call = &web->call;
    struct record *of, *party;
    struct outcome outcome;
    enum rc rc = find(web, &of, &party);

    if (rc != RC_OK)
        return rc;
    rc = write_party(web, of, party, &outcome);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return party_form(web, of, party);
    }
    if (rc == RC_OK && str_is(page_typed(web, "works_here"), "hide") &&
        permit(call, of, MAY_SEE) != RC_OK)
        call_forgive(call);
    return rc == RC_OK ? web_redirect_undo(web, page_case_path(web, of->code, "/court"), "saved",
                                           &outcome.change)
                       : rc;
}

/* ---- access from outside */

static enum rc account_control(struct web *web, bool *any)
{
    struct call *call = &web->call;
    struct record *all[COURT_OUTSIDE_MAX];
    struct pick picks[COURT_OUTSIDE_MAX + 1];
    struct control c = {
        .name = STR("account"), .label = say(call, "Signs in here as"), .must = true};
    size_t n = 0;
    enum rc rc = court_accounts(call, all, &n);

    *any = n != 0;
    if (rc == RC_OK && n != 0)
        control_select(&web->html, &c, picks,
                       case_picks(call, all, n, page_typed(web, "account"), picks));
    return rc;
}

static void no_account(struct web *web)
{
    struct call *call = &web->call;
    bool admin = permission_holds(call, PERMISSION_STAFF_ADMIN, STR(""));

    part_empty(&web->html,
               say(call, "Nobody from outside has an account yet. An admin makes one with the role "
                         "\"Outside\" alone; it sees nothing until a case names it."),
               admin ? say(call, "Add a person") : STR(""), admin ? STR("/staff/new") : STR(""));
}

static enum rc client_control(struct web *web, const struct record *of)
{
    struct call *call = &web->call;
    struct control c = {.name = STR("client"),
                        .label = say(call, "How the person is called for counsel"),
                        .hint = say(call, "Counsel cannot open the person's page. Leave it empty "
                                          "if the name is not needed."),
                        .value = page_typed(web, "client"),
                        .max = TEXT_MAX};

    if (web->request->method == METHOD_GET)
        c.value = page_link_title(call, of, "person");
    control_text(&web->html, &c);
    return RC_OK;
}

static enum rc access_form(struct web *web, const struct record *of, const struct record *party)
{
    struct call *call = &web->call;
    struct page page = case_form_page(web, of, say(call, "Let counsel sign in"), "/court");
    struct form_options form = {.action = page_case_path(web, of->code, "/court/access")};
    struct button button = {.label = say(call, "Let in"), .weight = WEIGHT_MAIN};
    bool any;

    page.heading = party == NULL ? STR("") : party_name(call, party);
    part_page(web, &page);
    html_tag(&web->html, "p", NULL,
             say(call, "Counsel sees this case alone: its papers, hearings, procedures, letters "
                       "and notes, not what is kept secret in it. No other case of the person, "
                       "no list of people. Counsel changes nothing."));
    part_form(web, &form);
    page_change_field(web);
    if (party != NULL)
        control_hidden(&web->html, "party", hex(call, party));
    else
        case_text(web, NULL, "name", say(call, "Name"));
    enum rc rc = account_control(web, &any);
    case_day(web, "account_until", say(call, "Sees the case until"), v_null(), false);
    if (rc == RC_OK)
        rc = client_control(web, of);
    if (any)
        part_form_send(&web->html, &form, &button);
    else
        part_form_end(&web->html, &form);
    if (!any)
        no_account(web);
    part_page_end(web, &page);
    return rc;
}

static enum rc access_page(struct web *web)
{
    struct record *of, *party;
    enum rc rc = find(web, &of, &party);

    return rc == RC_OK ? access_form(web, of, party) : rc;
}

static enum rc access_post(struct web *web)
{
    struct call *call = &web->call;
    struct id change = page_change(web), account;
    struct record *of, *party;
    struct outcome outcome;
    enum rc rc = find(web, &of, &party);

    if (rc != RC_OK)
        return rc;
    const struct court_access access = {.party = party,
                                        .name = page_typed(web, "name"),
                                        .account =
                                            case_id(web, "account", &account) ? &account : NULL,
                                        .until = case_day_typed(web, "account_until"),
                                        .client = page_typed(web, "client"),
                                        .change = &change};
    rc = court_let_in(call, of, &access, &outcome);
    if (rc == RC_INVALID) {
        web_status(web, 422);
        return access_form(web, of, party);
    }
    return rc == RC_OK ? web_redirect_undo(web, page_case_path(web, of->code, "/court"), "saved",
                                           &outcome.change)
                       : rc;
}

static enum rc end_post(struct web *web)
{
    struct call *call = &web->call;
    struct id change = page_change(web);
    struct record *of, *party;
    struct outcome outcome;
    enum rc rc = find(web, &of, &party);

    if (rc == RC_OK && party == NULL)
        rc = fail(call, RC_NOT_FOUND, NULL, NULL);
    if (rc == RC_OK)
        rc = court_end(call, of, party, &change, &outcome);
    return rc == RC_OK ? web_redirect_undo(web, page_case_path(web, of->code, "/court"), "saved",
                                           &outcome.change)
                       : rc;
}

/* ---- routes */

static const struct param party_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"party", PARAM_ID, 32, false, false, N_("Party")},
    {"role", PARAM_CODE, 40, false, false, N_("Role")},
    {"name", PARAM_TEXT, TEXT_MAX, false, false, N_("Name")},
    {"works_here", PARAM_CODE, 10, false, false, N_("Who may not see this case")},
    {"reach", PARAM_TEXT, 300, false, false, N_("How to reach")},
    {"mandate", PARAM_DAY, 0, false, false, N_("Mandate since")},
    {"until", PARAM_DAY, 0, false, false, N_("Mandate until")},
    {0},
};

static const struct param access_params[] = {
    {"code", PARAM_CODE, 40, true, false, N_("Case number")},
    {"change", PARAM_ID, 32, false, false, N_("Form")},
    {"party", PARAM_ID, 32, false, false, N_("Party")},
    {"name", PARAM_TEXT, TEXT_MAX, false, false, N_("Name")},
    {"account", PARAM_ID, 32, false, false, N_("Signs in here as")},
    {"account_until", PARAM_DAY, 0, false, false, N_("Sees the case until")},
    {"client", PARAM_TEXT, TEXT_MAX, false, false, N_("How the person is called for counsel")},
    {0},
};

const struct route counsel_routes[] = {
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/court/access", access_params, access_page,
     NULL, 0, "asks which account may look into a case"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/court/access", access_params, access_post,
     access_page, 0, "lets counsel from outside look into a case"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/court/access/end", access_params, end_post,
     NULL, 0, "ends counsel's access to a case"},
    {METHOD_GET, PERMISSION_CASE_CHANGE, "/case/{code}/court/party", party_params, party_page, NULL,
     0, "asks for a party of a case"},
    {METHOD_POST, PERMISSION_CASE_CHANGE, "/case/{code}/court/party", party_params, party_post,
     party_page, 0, "writes down a party, and who works here and is one"},
};
const size_t counsel_routes_n = sizeof counsel_routes / sizeof *counsel_routes;
