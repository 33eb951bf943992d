/* court.c - see court.h. */
#include "casework/court.h"

#include "casework/case_write.h"
#include "casework/come_parts.h"
#include "model/actor.h"
#include "model/packs.h"
#include "rules/term.h"

/* ---- hearings */

/* Without an outcome, from this day on: one of this morning is still the next one. */
static bool is_to_come(struct call *call, const struct record *hearing)
{
    struct value when = record_value(hearing, "when_held");

    return when.type == V_INT && come_day(call, when.i) >= call->today &&
           record_value(hearing, "outcome").type == V_NULL;
}

enum rc court_hearings(struct call *call, const struct record *of, struct court_hearings *out)
{
    struct query query = {
        .kind = app_kind(call, "hearing"), .verb = MAY_SEE, .owner = &of->id, .limit = COURT_SHOWN};
    struct query_page found;

    query.sort = field_find(query.kind, STR("when_held"));
    enum rc rc = query_list(call, &query, &found);
    if (rc != RC_OK)
        return rc;
    *out = (struct court_hearings){.in = found.records, .n = found.n};
    for (size_t i = 0; i < found.n && out->next == NULL; i++)
        if (is_to_come(call, found.records[i]))
            out->next = found.records[i];
    return RC_OK;
}

/* ---- who looks in from outside */

enum rc court_parties(struct call *call, const struct record *of, const char *role,
                      struct query_page *out)
{
    struct query query = {
        .kind = app_kind(call, "party"), .verb = MAY_SEE, .owner = &of->id, .limit = COURT_SHOWN};

    if (role != NULL)
        query.filters[query.n++] = (struct query_filter){
            .field = field_find(query.kind, STR("role")), .value = v_text(str_of(role))};
    return query_list(call, &query, out);
}

bool court_sees(const struct call *call, const struct record *party)
{
    struct value until = record_value(party, "account_until");
    struct value role = record_value(party, "role");

    return record_value(party, "account").type != V_NULL && role.type == V_TEXT &&
           str_is(role.s, "counsel") && party->retired_ms == 0 &&
           (until.type != V_INT || until.i >= call->today);
}

static bool is_outside(const struct record *user)
{
    struct value roles = record_value(user, "roles");

    return roles.type == V_LIST && roles.list.n == 1 && str_is(roles.list.items[0].s, "outside");
}

enum rc court_accounts(struct call *call, struct record **out, size_t *n)
{
    struct query query = {.kind = app_kind(call, "user"), .verb = MAY_SEE, .limit = QUERY_ROWS_MAX};
    struct query_page found;

    query.sort = field_find(query.kind, STR("name"));
    *n = 0;
    enum rc rc = query_list(call, &query, &found);
    for (size_t i = 0; rc == RC_OK && i < found.n && *n < COURT_OUTSIDE_MAX; i++)
        if (is_outside(found.records[i]))
            out[(*n)++] = found.records[i];
    return rc;
}

/* An account of somebody who works here has its own rights; it is not led in by this door. */
static enum rc check_access(struct call *call, const struct court_access *access)
{
    struct record *all[COURT_OUTSIDE_MAX];
    bool known = false;
    size_t n = 0;
    enum rc rc = court_accounts(call, all, &n);

    for (size_t i = 0; i < n && access->account != NULL; i++)
        known |= id_eq(&all[i]->id, access->account);
    if (rc == RC_OK && !known)
        fault_add(call, STR("account"), "Choose an account of somebody from outside.");
    if (access->until.type == V_INT && access->until.i < call->today)
        fault_add(call, STR("account_until"), "That day is over.");
    if (access->party == NULL && access->name.n == 0)
        fault_add(call, STR("name"), "Who is it? Choose somebody, or write a name.");
    return rc == RC_OK ? call_faults(call) : rc;
}

/* Counsel may not open the person's record: what she is called stands among the parties. */
static enum rc add_client(struct call *call, struct case_write *write, struct str name)
{
    struct query_page clients;
    struct save save;
    enum rc rc = court_parties(call, write->of, "client", &clients);

    for (size_t i = 0; rc == RC_OK && i < clients.n; i++) {
        struct value known = record_value(clients.records[i], "name");
        if (known.type == V_TEXT && str_eq(known.s, name))
            return RC_OK;
    }
    if (rc == RC_OK)
        rc = save_init(call, app_kind(call, "party"), &save);
    if (rc != RC_OK)
        return rc;
    save_text(&save, "role", STR("client"));
    save_text(&save, "name", name);
    return case_write_add(call, write, &save, NULL);
}

enum rc court_let_in(struct call *call, const struct record *of, const struct court_access *access,
                     struct outcome *out)
{
    struct case_write write;
    struct save save;
    enum rc rc = check_access(call, access);

    if (rc == RC_OK)
        rc = case_write_init(call, of, &write);
    if (rc == RC_OK)
        rc = save_init(call, app_kind(call, "party"), &save);
    if (rc != RC_OK)
        return rc;
    if (access->party == NULL) {
        save_text(&save, "role", STR("counsel"));
        save_text(&save, "name", access->name);
    }
    save_set(&save, "account", id_value(access->account));
    save_set(&save, "account_until", access->until);
    rc = case_write_add(call, &write, &save, access->party == NULL ? NULL : &access->party->id);
    if (rc == RC_OK && access->client.n != 0)
        rc = add_client(call, &write, access->client);
    return rc == RC_OK ? case_write_run(call, &write, access->change, out) : rc;
}

/* Yesterday was the last day; that she was let in stays written down. */
enum rc court_end(struct call *call, const struct record *of, const struct record *party,
                  const struct id *change, struct outcome *out)
{
    struct case_write write;
    struct save save;
    enum rc rc = case_write_init(call, of, &write);

    if (rc == RC_OK)
        rc = save_init(call, party->kind, &save);
    if (rc != RC_OK)
        return rc;
    save_set(&save, "account_until", v_int(call->today - 1));
    rc = case_write_add(call, &write, &save, &party->id);
    return rc == RC_OK ? case_write_run(call, &write, change, out) : rc;
}

/* ---- the next hearing */

enum rc court_add_next(struct call *call, struct case_write *write, const struct record *hearing,
                       struct value when)
{
    static const char *const same[] = {"where", "court", "number", "judge", "counsel"};
    struct save save;
    enum rc rc = save_init(call, hearing->kind, &save);

    if (rc != RC_OK)
        return rc;
    save_set(&save, "when_held", when);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        save_set(&save, same[i], record_value(hearing, same[i]));
    return case_write_add(call, write, &save, NULL);
}
