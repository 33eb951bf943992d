/* letter_facts.c - see letter_facts.h: loading, and one row for each fact. */
#include "casework/letter_facts.h"

#include "base/lang.h"
#include "base/text.h"
#include "casework/letter_law.h"
#include "casework/letter_name.h"
#include "model/actor.h"
#include "model/app.h"
#include "model/field.h"
#include "query/query.h"

#define N_(text) text

static const struct str absent = {NULL, 0};

/* ---- one function for each fact ---- */

static struct str field_text(const struct record *record, const char *name)
{
    struct value v = record == NULL ? v_null() : record_value(record, name);

    return v.type == V_TEXT ? v.s : absent;
}

/* As packs and templates write days. */
static struct str day_text(const struct letter_facts *f, day d)
{
    char text[DAY_TEXT];

    return str_dup(f->call->arena, str_of(day_format(d, text)));
}

static struct str field_day(const struct letter_facts *f, const struct record *record,
                            const char *name)
{
    struct value v = record == NULL ? v_null() : record_value(record, name);

    return v.type == V_INT ? day_text(f, (day)v.i) : absent;
}

static struct str letter_number(const struct letter_facts *f)
{
    return f->number;
}

static struct str letter_date(const struct letter_facts *f)
{
    return day_text(f, f->call->today);
}

static struct str their_number(const struct letter_facts *f)
{
    return field_text(f->paper, "number");
}

static struct str organisation_name(const struct letter_facts *f)
{
    return field_text(f->organisation, "name");
}

static struct str organisation_address(const struct letter_facts *f)
{
    return field_text(f->organisation, "address");
}

static struct str organisation_phone(const struct letter_facts *f)
{
    return field_text(f->organisation, "phone");
}

static struct str organisation_mail(const struct letter_facts *f)
{
    return field_text(f->organisation, "e_mail");
}

static struct str organisation_place(const struct letter_facts *f)
{
    return field_text(f->organisation, "place");
}

/* Of a day that may be known in part: only if it is known whole. */
static struct str whole_day(const struct letter_facts *f, const struct record *record,
                            const char *name)
{
    struct value v = record == NULL ? v_null() : record_value(record, name);

    return v.type == V_LIST && v.list.n == 2 && v.list.items[1].i == PRECISION_DAY
               ? day_text(f, (day)v.list.items[0].i)
               : absent;
}

/* Whom a writer has chosen; the body of the procedure; who sent the paper, unless the letter goes
 * against what that office did; whom the law names. */
static struct str institution_name(const struct letter_facts *f)
{
    struct str named = field_text(f->to, "name");

    if (named.n == 0)
        named = field_text(f->proceeding, "body_name");
    if (named.n == 0 && f->before.proceeding == NULL)
        named = field_text(f->paper, "from");
    if (named.n == 0 && f->ask->procedure != NULL)
        named = law_institution(f->ask->procedure, f->ask->language);
    return named;
}

static struct str institution_address(const struct letter_facts *f)
{
    return field_text(f->to, "address");
}

/* ---- what came before */

static struct str case_number(const struct letter_facts *f)
{
    return f->of->code;
}

static struct str act_date(const struct letter_facts *f)
{
    return whole_day(f, f->of, "happened");
}

static struct str decision_date(const struct letter_facts *f)
{
    return field_day(f, f->paper, "dated");
}

static struct str decision_received(const struct letter_facts *f)
{
    return f->before.delivered != NULL ? day_text(f, f->before.delivered->on)
                                       : field_day(f, f->paper, "received");
}

static struct str decision_office(const struct letter_facts *f)
{
    return field_text(f->paper, "from");
}

static struct str fact_day(const struct letter_facts *f, const struct moves_fact *fact)
{
    return fact == NULL ? absent : day_text(f, fact->on);
}

static struct str filing_date(const struct letter_facts *f)
{
    return fact_day(f, f->before.filed);
}

static struct str filing_received(const struct letter_facts *f)
{
    return fact_day(f, f->before.received);
}

static struct str filing_number(const struct letter_facts *f)
{
    return f->before.number.n == 0 ? absent : f->before.number;
}

static struct str filing_office(const struct letter_facts *f)
{
    const struct record *before = f->before.proceeding;
    struct record *body;
    struct id id;

    if (before != NULL && id_of(record_value(before, "body").s, &id) &&
        query_get(f->call, app_kind(f->call, "institution"), &id, &body) == RC_OK)
        return field_text(body, "name");
    f->call->error.rc = RC_OK;
    struct str named = field_text(before, "body_name");
    return named.n == 0 && f->before.procedure != NULL
               ? law_institution(f->before.procedure, f->ask->language)
               : named;
}

static struct str filing_procedure(const struct letter_facts *f)
{
    const struct procedure *of = f->before.procedure;

    for (size_t i = 0; of != NULL && i < of->name.n; i++)
        if (str_eq(of->name.in[i].lang, f->ask->language))
            return of->name.in[i].text;
    return absent;
}

static struct str filing_term(const struct letter_facts *f)
{
    return f->before.term_text;
}

static struct str filing_article(const struct letter_facts *f)
{
    return f->before.term_article;
}

static struct str silence_since(const struct letter_facts *f)
{
    return f->before.silent_since == 0 ? absent : day_text(f, f->before.silent_since);
}

static struct str silence_days(const struct letter_facts *f)
{
    int days = f->call->today - f->before.silent_since + 1;

    return f->before.silent_since == 0 || days < 1 ? absent
                                                   : str_format(f->call->arena, "%d", days);
}

static struct str authority_date(const struct letter_facts *f)
{
    return field_day(f, f->authority, "given");
}

static struct str name_of(const struct letter_facts *f, const struct record *person)
{
    return letter_name(f->call, person, letter_script(f->ask->language));
}

static struct str client_name(const struct letter_facts *f)
{
    return name_of(f, f->person);
}

static struct str client_born(const struct letter_facts *f)
{
    return whole_day(f, f->person, "born");
}

static struct str client_number(const struct letter_facts *f)
{
    return field_text(f->person, "national_number");
}

/* The first party in that role: somebody we know, a body, or a name. */
static struct str party_name(const struct letter_facts *f, const struct record *party)
{
    struct record *named = NULL;
    struct id id;

    if (id_of(record_value(party, "person").s, &id) &&
        query_get(f->call, app_kind(f->call, "person"), &id, &named) == RC_OK)
        return name_of(f, named);
    if (id_of(record_value(party, "institution").s, &id) &&
        query_get(f->call, app_kind(f->call, "institution"), &id, &named) == RC_OK)
        return field_text(named, "name");
    f->call->error.rc = RC_OK;
    return field_text(party, "name");
}

static struct str in_role(const struct letter_facts *f, const char *role, uint64_t wanted,
                          uint64_t *count)
{
    struct str found = absent;

    *count = 0;
    for (size_t i = 0; i < f->parties_n; i++)
        if (str_is(field_text(f->parties[i], "role"), role) && ++*count == wanted)
            found = party_name(f, f->parties[i]);
    return found;
}

static struct str respondent_name(const struct letter_facts *f)
{
    uint64_t count;

    return in_role(f, "respondent", 1, &count);
}

static struct str municipality(const struct letter_facts *f, struct str code)
{
    const struct registry *registry = f->call->app->registry;

    for (size_t i = 0; i < registry->lists_n; i++) {
        const struct choice_list *list = &registry->lists[i];
        const struct choice *choice =
            str_is(list->name, "municipality") ? choice_find(list, code) : NULL;
        if (choice != NULL)
            return label_text(f->call, &choice->label);
    }
    return code;
}

static struct str client_address(const struct letter_facts *f)
{
    struct value place = f->person == NULL ? v_null() : record_value(f->person, "lives_in");

    if (place.type != V_LIST || place.list.n < 2)
        return absent;
    struct str town = municipality(f, place.list.items[0].s);
    struct value settlement = place.list.items[1];
    return settlement.type != V_TEXT ? town
                                     : str_format(f->call->arena, "%.*s, %.*s", (int)settlement.s.n,
                                                  settlement.s.p, (int)town.n, town.p);
}

static struct str client_sex(const struct letter_facts *f)
{
    return field_text(f->person, "sex");
}

static struct str signatory_name(const struct letter_facts *f)
{
    const struct actor *actor = f->call->actor;

    return actor == NULL || actor->system ? absent : actor->name;
}

static struct str request_subject(const struct letter_facts *f)
{
    return field_text(f->of, "what");
}

static struct str request_facts(const struct letter_facts *f)
{
    return field_text(f->of, "story");
}

static struct str term_words(const struct letter_facts *f)
{
    return f->term_text;
}

static struct str term_article(const struct letter_facts *f)
{
    return f->term_article;
}

static struct str term_status(const struct letter_facts *f)
{
    return f->term_text.p == NULL ? absent : str_of(law_status_name(LAW_VERIFIED));
}

/* ---- the table ---- */

static const struct fact {
    const char *name, *label;
    bool given; /* the writer may say it herself */
    bool list;
    struct str (*find)(const struct letter_facts *facts); /* NULL: only if it was given */
} rows[] = {
    {"letter.number", N_("Number of the letter"), false, false, letter_number},
    {"letter.date", N_("Date of the letter"), false, false, letter_date},
    {"their.number", N_("Number of the office's paper"), true, false, their_number},
    {"organisation.name", N_("Name of the organisation"), false, false, organisation_name},
    {"organisation.address", N_("Address of the organisation"), true, false, organisation_address},
    {"organisation.place", N_("Town of the organisation"), true, false, organisation_place},
    {"organisation.phone", N_("Telephone of the organisation"), true, false, organisation_phone},
    {"organisation.mail", N_("E-mail of the organisation"), true, false, organisation_mail},
    {"institution.name", N_("Name of the office it goes to"), true, false, institution_name},
    {"institution.address", N_("Address of the office it goes to"), true, false,
     institution_address},
    {"client.name", N_("Name of the person"), true, false, client_name},
    {"client.address", N_("Address of the person"), true, false, client_address},
    {"client.sex", N_("Sex of the person"), false, false, client_sex},
    {"client.born", N_("Day of birth of the person"), true, false, client_born},
    {"client.number", N_("Personal number of the person"), true, false, client_number},
    {"authority.date", N_("Date of the power of attorney"), true, false, authority_date},
    {"signatory.name", N_("Name of who signs"), true, false, signatory_name},
    {"signatory.role", N_("Role of who signs"), true, false, NULL},
    {"request.subject", N_("What it is about"), true, false, request_subject},
    {"request.facts", N_("What happened"), true, false, request_facts},
    {"points", N_("What the letter says"), true, true, NULL},
    {"reasons", N_("Why it is wrong"), true, true, NULL},
    {"steps", N_("What was done before"), true, true, NULL},
    {"allowed", N_("What is allowed"), true, true, NULL},
    {"asks", N_("What is asked"), true, true, NULL},
    {"papers", N_("Enclosures"), true, true, NULL},
    {"together", N_("Signed together with"), true, true, NULL},
    {"case.number", N_("Number of the case"), false, false, case_number},
    {"act.date", N_("Day on which it happened"), true, false, act_date},
    {"act.place", N_("Where it happened"), true, false, NULL},
    {"respondent.name", N_("Name of the respondent"), true, false, respondent_name},
    {"respondent.address", N_("Address of the respondent"), true, false, NULL},
    {"dispute.value", N_("Value of the dispute"), true, false, NULL},
    {"decision.number", N_("Number of the decision"), true, false, their_number},
    {"decision.date", N_("Date of the decision"), true, false, decision_date},
    {"decision.received", N_("Day on which the decision came"), true, false, decision_received},
    {"decision.office", N_("Who decided"), true, false, decision_office},
    {"filing.number", N_("Number of our earlier letter"), true, false, filing_number},
    {"filing.date", N_("Day on which it was handed in"), true, false, filing_date},
    {"filing.received", N_("Day on which it reached them"), true, false, filing_received},
    {"filing.office", N_("Office that it went to"), true, false, filing_office},
    {"filing.procedure", N_("What was asked for"), true, false, filing_procedure},
    {"filing.term", N_("Term that they had"), false, false, filing_term},
    {"filing.article", N_("Article of that term"), false, false, filing_article},
    {"silence.since", N_("Day since when they are late"), true, false, silence_since},
    {"silence.days", N_("Days that they are late"), false, false, silence_days},
    {"term.text", N_("Term for deciding"), false, false, term_words},
    {"term.article", N_("Article of the term"), false, false, term_article},
    {"term.status", N_("Status of the term"), false, false, term_status},
};

static const struct fact *row_of(struct str name)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_is(name, rows[i].name))
            return &rows[i];
    return NULL;
}

static bool is_list(struct str name)
{
    const struct fact *row = row_of(name);

    return row != NULL && row->list;
}

struct str letter_fact_label(struct call *call, struct str fact)
{
    const struct fact *row = row_of(fact);

    if (str_is(fact, "addressee"))
        row = row_of(STR("institution.name"));
    return row == NULL ? fact : str_of(lang_text(call->lang, row->label));
}

bool letter_fact_may_be_given(struct str fact)
{
    const struct fact *row = row_of(fact);

    return row != NULL && row->given;
}

static struct str given_text(const struct letter_facts *f, struct str name)
{
    for (size_t i = 0; i < f->ask->given_n; i++)
        if (str_eq(f->ask->given[i].fact, name))
            return f->ask->given[i].text;
    return absent;
}

/* ---- lists: "asks.count", "asks.2", "basis.1.act" ---- */

static struct str line_at(struct str text, uint64_t wanted, uint64_t *count)
{
    struct str found = absent;

    *count = 0;
    while (text.n != 0) {
        struct str line = str_trim(str_split(&text, '\n'));
        if (line.n != 0 && ++*count == wanted)
            found = line;
    }
    return found;
}

/* ---- lists that the case itself has: "people.1", "witnesses.count", "grounds.1" */

static struct str people_at(const struct letter_facts *f, uint64_t wanted, uint64_t *count)
{
    *count = f->people_n;
    return wanted == 0 || wanted > f->people_n ? absent : name_of(f, f->people[wanted - 1]);
}

static struct str witness_at(const struct letter_facts *f, uint64_t wanted, uint64_t *count)
{
    return in_role(f, "witness", wanted, count);
}

static struct str ground_at(const struct letter_facts *f, uint64_t wanted, uint64_t *count)
{
    const struct field *field = field_find(f->of->kind, STR("grounds"));
    struct value grounds = record_value(f->of, "grounds");
    const struct lang *screen = f->call->lang;
    const struct choice *choice = NULL;

    *count = grounds.type == V_LIST ? grounds.list.n : 0;
    if (wanted != 0 && wanted <= *count)
        choice = choice_find(field->choices, grounds.list.items[wanted - 1].s);
    if (choice == NULL)
        return absent;
    f->call->lang = f->lang;
    struct str text = label_text(f->call, &choice->label);
    f->call->lang = screen;
    return text;
}

static const struct case_list {
    const char *name;
    struct str (*at)(const struct letter_facts *facts, uint64_t wanted, uint64_t *count);
} case_lists[] = {{"people", people_at}, {"witnesses", witness_at}, {"grounds", ground_at}};

static const struct case_list *case_list(struct str name)
{
    for (size_t i = 0; i < sizeof case_lists / sizeof *case_lists; i++)
        if (str_is(name, case_lists[i].name))
            return &case_lists[i];
    return NULL;
}

static struct str find_item(const struct letter_facts *f, const struct case_list *list,
                            struct str item)
{
    uint64_t wanted = 0, count;

    if (!str_is(item, "count"))
        return str_uint(item, TEMPLATE_EACH_MAX, &wanted) ? list->at(f, wanted, &count) : absent;
    (void)list->at(f, 0, &count);
    return str_format(f->call->arena, "%llu", (unsigned long long)count);
}

/* Nobody has to enclose anything or sign with us; what else is asked for must be there. */
static bool may_be_none(struct str list)
{
    return str_is(list, "papers") || str_is(list, "together");
}

static struct str find_line(const struct letter_facts *f, struct str list, struct str item)
{
    struct str text = given_text(f, list);
    uint64_t wanted = 0, count;

    if (!str_is(item, "count"))
        return str_uint(item, TEMPLATE_EACH_MAX, &wanted) ? line_at(text, wanted, &count) : absent;
    (void)line_at(text, 0, &count);
    return count == 0 && !may_be_none(list)
               ? absent
               : str_format(f->call->arena, "%llu", (unsigned long long)count);
}

/* A form of a name that somebody wrote down ("genitive"); of all its parts, or it is missing. */
static struct str declared(const struct letter_facts *f, struct str name, struct str form)
{
    return str_is(name, "client.name") && given_text(f, name).p == NULL
               ? letter_name_form(f->call, f->person, letter_script(f->ask->language), form)
               : absent;
}

static bool find_fact(const void *data, struct str name, struct str form, struct str *out)
{
    const struct letter_facts *f = data;
    const struct fact *row = row_of(name);
    struct str rest = name, list = str_split(&rest, '.');

    *out = absent;
    if (form.n != 0) {
        *out = declared(f, name, form);
        return out->p != NULL;
    }
    if (row != NULL && row->given)
        *out = given_text(f, name);
    if (row != NULL && out->p == NULL && row->find != NULL)
        *out = row->find(f);
    if (row == NULL && is_list(list))
        *out = find_line(f, list, rest);
    if (row == NULL && case_list(list) != NULL)
        *out = find_item(f, case_list(list), rest);
    if (row == NULL && str_is(list, "basis") && f->ask->procedure != NULL)
        *out = law_basis(f->call, f->ask->procedure, f->ask->language, rest);
    return out->p != NULL;
}

struct template_facts letter_facts_view(const struct letter_facts *facts)
{
    return (struct template_facts){facts, find_fact};
}

static bool is_known(const void *data, struct str name)
{
    static const char *const of_lists[] = {
        "basis.count",
        "basis.1.act",
        "basis.1.articles",
        "basis",
    };
    struct str rest = name, list = str_split(&rest, '.');

    (void)data;
    if (case_list(list) != NULL || is_list(list))
        return rest.n == 0 || str_is(rest, "count") || str_is(rest, "1");
    for (size_t i = 0; i < sizeof of_lists / sizeof *of_lists; i++)
        if (str_is(name, of_lists[i]))
            return true;
    return row_of(name) != NULL;
}

const struct template_words letter_fact_words = {NULL, is_known};
