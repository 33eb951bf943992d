/* letter_facts.c - see letter_facts.h: loading, and one row for each fact. */
#include "casework/letter_facts.h"

#include "base/lang.h"
#include "base/text.h"
#include "casework/letter_law.h"
#include "model/actor.h"
#include "model/app.h"
#include "model/field.h"
#include "query/query.h"
#include "store/store.h"

#define N_(text) text

static const struct str absent = {NULL, 0};

/* ---- one function for each fact ---- */

static struct str field_text(const struct record *record, const char *name)
{
    struct value v = record == NULL ? v_null() : record_value(record, name);

    return v.type == V_TEXT ? v.s : absent;
}

static struct str letter_number(const struct letter_facts *f)
{
    return f->number;
}

static struct str letter_date(const struct letter_facts *f)
{
    char text[DAY_TEXT];

    return str_dup(f->call->arena, str_of(day_format(f->call->today, text)));
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

static struct str organisation_place(const struct letter_facts *f)
{
    return field_text(f->organisation, "place");
}

static struct str institution_name(const struct letter_facts *f)
{
    struct str from = field_text(f->paper, "from");

    return from.n != 0 ? from : law_institution(f->ask->procedure, f->ask->language);
}

/* The script of the letter's language, as ISO 15924. */
static const char *script_of(struct str language)
{
    return str_is(language, "mk") || str_is(language, "sr-Cyrl") ? "Cyrl" : "Latn";
}

static bool is_main_name(const struct value *row)
{
    return str_is(row[0].s, "given") || str_is(row[0].s, "family");
}

static bool in_script(const struct value *row, struct str script)
{
    return script.n == 0 ? row[2].type == V_NULL
                         : row[2].type == V_TEXT && str_eq(row[2].s, script);
}

/* Given and family names that were written down in this script ("": in none that was named). */
static struct str names_in(struct call *call, struct value names, struct str script)
{
    struct buf out;

    buf_init(&out, call->arena, FIELD_LONG_TEXT_MAX);
    for (size_t i = 0; i < names.list.n; i++) {
        const struct value *row = names.list.items[i].list.items;
        if (!is_main_name(row) || !in_script(row, script))
            continue;
        if (out.n != 0)
            buf_char(&out, ' ');
        buf_add(&out, row[1].s);
    }
    return out.n == 0 ? absent : buf_str(&out);
}

static struct str client_name(const struct letter_facts *f)
{
    struct value names = f->person == NULL ? v_null() : record_value(f->person, "names");

    if (names.type != V_LIST)
        return absent;
    struct str found = names_in(f->call, names, str_of(script_of(f->ask->language)));
    if (found.p == NULL)
        found = names_in(f->call, names, STR(""));
    for (size_t i = 0; found.p == NULL && i < names.list.n; i++) {
        const struct value *row = names.list.items[i].list.items;
        if (is_main_name(row) && row[2].type == V_TEXT)
            found = names_in(f->call, names, row[2].s);
    }
    return found;
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
    {"institution.name", N_("Name of the office it goes to"), true, false, institution_name},
    {"institution.address", N_("Address of the office it goes to"), true, false, NULL},
    {"client.name", N_("Name of the person"), true, false, client_name},
    {"client.address", N_("Address of the person"), true, false, client_address},
    {"client.sex", N_("Sex of the person"), false, false, client_sex},
    {"authority.date", N_("Date of the power of attorney"), true, false, NULL},
    {"signatory.name", N_("Name of who signs"), true, false, signatory_name},
    {"signatory.role", N_("Role of who signs"), true, false, NULL},
    {"request.subject", N_("What it is about"), true, false, request_subject},
    {"request.facts", N_("What happened"), true, false, request_facts},
    {"asks", N_("What is asked"), true, true, NULL},
    {"papers", N_("Enclosures"), true, true, NULL},
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

/* Nobody has to enclose anything; something must be asked. */
static struct str find_line(const struct letter_facts *f, struct str list, struct str item)
{
    struct str text = given_text(f, list);
    uint64_t wanted = 0, count;

    if (!str_is(item, "count"))
        return str_uint(item, TEMPLATE_EACH_MAX, &wanted) ? line_at(text, wanted, &count) : absent;
    (void)line_at(text, 0, &count);
    return count == 0 && str_is(list, "asks")
               ? absent
               : str_format(f->call->arena, "%llu", (unsigned long long)count);
}

static bool find_fact(const void *data, struct str name, struct str form, struct str *out)
{
    const struct letter_facts *f = data;
    const struct fact *row = row_of(name);
    struct str rest = name, list = str_split(&rest, '.');

    *out = absent;
    if (form.n != 0) /* nobody has declared it */
        return false;
    if (row != NULL && row->given)
        *out = given_text(f, name);
    if (row != NULL && out->p == NULL && row->find != NULL)
        *out = row->find(f);
    if (row == NULL && is_list(list))
        *out = find_line(f, list, rest);
    if (row == NULL && str_is(list, "basis"))
        *out = law_basis(f->call, f->ask->procedure, rest);
    return out->p != NULL;
}

struct template_facts letter_facts_view(const struct letter_facts *facts)
{
    return (struct template_facts){facts, find_fact};
}

static bool is_known(const void *data, struct str name)
{
    static const char *const of_lists[] = {
        "asks.count",  "asks.1",      "papers.count",     "papers.1",
        "basis.count", "basis.1.act", "basis.1.articles", "basis",
    };

    (void)data;
    for (size_t i = 0; i < sizeof of_lists / sizeof *of_lists; i++)
        if (str_is(name, of_lists[i]))
            return true;
    return row_of(name) != NULL;
}

const struct template_words letter_fact_words = {NULL, is_known};

/* ---- loading ---- */

static enum rc load_person(struct call *call, struct letter_facts *f)
{
    struct record *person;
    struct id id;

    if (!id_of(record_value(f->of, "person").s, &id))
        return RC_OK;
    enum rc rc = query_get(call, app_kind(call, "person"), &id, &person);
    if (rc == RC_NOT_FOUND) { /* not for this actor: her facts are absent */
        call->error.rc = RC_OK;
        return RC_OK;
    }
    if (rc == RC_OK)
        f->person = person;
    return rc;
}

/* The newest paper that an office has sent. */
static enum rc load_paper(struct call *call, struct letter_facts *f)
{
    struct query query = {
        .kind = app_kind(call, "case_paper"), .verb = MAY_SEE, .owner = &f->of->id, .limit = 50};
    struct query_page found;
    enum rc rc = query_list(call, &query, &found);

    for (size_t i = 0; rc == RC_OK && i < found.n && f->paper == NULL; i++)
        if (!str_is(field_text(found.records[i], "what"), "request"))
            f->paper = found.records[i];
    return rc;
}

enum rc letter_facts_load(struct call *call, const struct letter_ask *ask, struct letter_facts *out)
{
    const struct table *table = app_table(call->app, app_kind(call, "organisation"));
    struct record *of, *organisation;
    enum rc rc = query_get(call, app_kind(call, "case"), &ask->of, &of);

    if (rc == RC_OK)
        rc = table_load_rid(call, call->store->db, table, 1, &organisation);
    if (rc != RC_OK)
        return rc;
    *out = (struct letter_facts){
        .call = call, .ask = ask, .number = absent, .of = of, .organisation = organisation};
    rc = load_person(call, out);
    if (rc == RC_OK)
        rc = load_paper(call, out);
    return rc == RC_OK ? law_term(call, ask, &out->term_text, &out->term_article) : rc;
}
