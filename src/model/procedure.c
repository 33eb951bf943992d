/* procedure.c - see procedure.h. Each map of a file has its table of keys and its reader; what is
 * wrong becomes a fault, and reading goes on. */
#include "model/procedure.h"

#include "base/embed.h"

#define MUST(key, what)                         \
    {                                           \
        .name = key, .type = what, .must = true \
    }
#define MAY(key, what)            \
    {                             \
        .name = key, .type = what \
    }
#define ANY(key)                 \
    {                            \
        .name = key, .any = true \
    }

/* A reference that waits for procedures_link(): what it names may stand in another file. */
struct pending {
    struct procedure_ref *ref;
    const struct yaml *at;
    struct pending *next;
};

struct procedures {
    struct arena *keep;
    struct procedure *first, **end;
    struct pending *pending, **pending_end;
};

/* The longest term of each unit: what is longer is a slip of the pen. */
static const int term_max[] = {[TERM_DAYS] = 4000,
                               [TERM_WORKING_DAYS] = 3000,
                               [TERM_MONTHS] = 12 * TERM_YEARS_MAX,
                               [TERM_YEARS] = TERM_YEARS_MAX,
                               [TERM_HOURS] = 9600};

static const char *const unit_names[] = {
    [TERM_DAYS] = "cd", [TERM_WORKING_DAYS] = "wd", [TERM_MONTHS] = "m",
    [TERM_YEARS] = "y", [TERM_HOURS] = "h",         NULL};

static const char *const event_names[EVENT_COUNT + 1] = {
    [EVENT_ACT] = "act",
    [EVENT_LEARNED] = "learned",
    [EVENT_BIRTH] = "birth",
    [EVENT_CHANGED] = "changed",
    [EVENT_FILED] = "filed",
    [EVENT_RECEIVED] = "received",
    [EVENT_COMPLETE] = "complete",
    [EVENT_ACCEPTED] = "accepted",
    [EVENT_STARTED] = "started",
    [EVENT_SERVED] = "served",
    [EVENT_REQUESTED] = "requested",
    [EVENT_NOTIFIED] = "notified",
    [EVENT_DECIDED] = "decided",
    [EVENT_DELIVERED] = "delivered",
    [EVENT_PUBLISHED] = "published",
    [EVENT_FINAL] = "final",
    [EVENT_RECOMMENDATION_RECEIVED] = "recommendation_received",
    [EVENT_WARNING_ISSUED] = "warning_issued",
    [EVENT_REMINDER_FILED] = "reminder_filed",
    [EVENT_TERM_EXPIRED] = "term_expired",
    [EVENT_PERIOD_ENDED] = "period_ended",
    [EVENT_EXTENDED] = "extended",
    [EVENT_SUSPENDED] = "suspended",
    [EVENT_RESUMED] = "resumed",
    [EVENT_COMPLIED] = "complied",
    [EVENT_WITHDRAWN] = "withdrawn",
    NULL,
};

const char *procedure_event_name(enum procedure_event event)
{
    return event_names[event];
}

static uint32_t read_event(struct pack *pack, const struct yaml *node)
{
    int event = yaml_word(pack->call, node, event_names);

    return event < 0 ? 0 : UINT32_C(1) << event;
}

/* One event, or several of which the earliest counts. */
static uint32_t read_from(struct pack *pack, const struct yaml *node)
{
    uint32_t from = 0;

    if (node == NULL)
        return 0;
    if (node->type == YAML_TEXT)
        return read_event(pack, node);
    if (node->type == YAML_MAP || node->n == 0)
        yaml_fault(pack->call, node, "Here stands an event, or a list of events.");
    else
        yaml_each(item, node)
            from |= read_event(pack, item);
    return from;
}

static struct term read_length(struct pack *pack, const struct yaml *map)
{
    const struct yaml *n = yaml_find(map, "n"), *unit = yaml_find(map, "unit");
    int word = yaml_word(pack->call, unit, unit_names);
    struct term term = {.length = 0, .unit = word < 0 ? TERM_DAYS : (enum term_unit)word};

    if ((n == NULL) != (unit == NULL))
        yaml_fault(pack->call, map, "'n' and 'unit' stand together, or neither.");
    else if (n != NULL && word >= 0)
        term.length = (int)yaml_int(pack->call, map, "n", 1, term_max[word]);
    return term;
}

/* A term that no day can be counted from says why: itself, or the stage that it belongs to. */
static void check_countable(struct pack *pack, const struct yaml *map,
                            const struct procedure_term *term, bool excused)
{
    bool counts = term->term.length != 0 && term->from != 0;

    if (term->any_time && (term->term.length != 0 || term->manual.p != NULL))
        yaml_fault(pack->call, map, "What is open at any time has no term.");
    else if (!counts && !term->any_time && term->manual.p == NULL && !excused)
        yaml_fault(pack->call, map,
                   "A term needs 'n', 'unit' and 'from'. Where one is not known, write why "
                   "under 'manual'.");
    else if (counts && (term->manual.p != NULL || excused))
        yaml_fault(pack->call, map, "This term can be counted; 'manual' says that it cannot.");
}

static void read_term(struct pack *pack, const struct yaml *map, struct law inherited,
                      const char *manual, struct procedure_term *out)
{
    static const struct yaml_key keys[] = {
        MAY("n", YAML_TEXT),      MAY("unit", YAML_TEXT),    ANY("from"),
        MAY("when", YAML_TEXT),   MAY("words", YAML_TEXT),   MAY("manual", YAML_TEXT),
        MAY("status", YAML_TEXT), MAY("article", YAML_TEXT), MAY("any_time", YAML_TEXT),
        MAY("note", YAML_TEXT),   MAY("source", YAML_LIST),
    };

    if (!yaml_keys(pack->call, map, YAML_KEYS(keys)))
        return;
    *out = (struct procedure_term){
        .term = read_length(pack, map),
        .from = read_from(pack, yaml_find(map, "from")),
        .any_time = yaml_flag(pack->call, map, "any_time", false),
        .when = yaml_text(map, "when"),
        .words = yaml_text(map, "words"),
        .manual = yaml_text(map, "manual"),
        .article = yaml_text(map, "article"),
        .law = pack_law(pack, map, inherited),
    };
    check_countable(pack, map, out, manual != NULL);
}

/* One term, or a list of terms for different cases. */
static struct procedure_terms read_terms(struct pack *pack, const struct yaml *node,
                                         struct law inherited, const char *manual)
{
    bool list = node != NULL && node->type == YAML_LIST;
    size_t n = node == NULL ? 0 : list ? node->n : 1;
    struct procedure_term *in = pack_array(pack, n, sizeof *in);

    if (n == 0 || in == NULL)
        return (struct procedure_terms){NULL, 0};
    if (!list)
        read_term(pack, node, inherited, manual, &in[0]);
    n = 0;
    if (list)
        yaml_each(item, node)
            read_term(pack, item, inherited, manual, &in[n++]);
    return (struct procedure_terms){in, list ? n : 1};
}

static void read_stage(struct pack *pack, const struct yaml *map, struct law inherited,
                       struct procedure_stage *out)
{
    static const char *const sides[] = {
        [SIDE_BODY] = "body", [SIDE_CLIENT] = "client", [SIDE_RESPONDENT] = "respondent", NULL};
    static const struct yaml_key keys[] = {
        {.name = "actor", .must = true, .any = true},
        {.name = "action", .must = true, .any = true},
        MAY("side", YAML_TEXT),
        MAY("decides", YAML_TEXT),
        MAY("extends", YAML_TEXT),
        ANY("done"),
        ANY("term"),
        MAY("manual", YAML_TEXT),
        MAY("words", YAML_TEXT),
        MAY("article", YAML_TEXT),
        MAY("status", YAML_TEXT),
        MAY("source", YAML_LIST),
        MAY("note", YAML_TEXT),
    };

    if (!yaml_keys(pack->call, map, YAML_KEYS(keys)))
        return;
    int side = yaml_word(pack->call, yaml_find(map, "side"), sides);
    *out = (struct procedure_stage){
        .actor = pack_words(pack, yaml_find(map, "actor")),
        .action = pack_words(pack, yaml_find(map, "action")),
        .side = side < 0 ? SIDE_BODY : (enum procedure_side)side,
        .decides = yaml_flag(pack->call, map, "decides", false),
        .extends = yaml_flag(pack->call, map, "extends", false),
        .done = read_from(pack, yaml_find(map, "done")),
        .manual = yaml_text(map, "manual"),
        .words = yaml_text(map, "words"),
        .article = yaml_text(map, "article"),
        .law = pack_law(pack, map, inherited),
    };
    out->terms = read_terms(pack, yaml_find(map, "term"), out->law, out->manual.p);
}

static void read_stages(struct pack *pack, const struct yaml *list, struct procedure *out)
{
    size_t n = list == NULL || list->type != YAML_LIST ? 0 : list->n;
    struct procedure_stage *in = pack_array(pack, n, sizeof *in);

    if (n == 0 || in == NULL)
        return;
    out->stages = in;
    yaml_each(item, list)
        read_stage(pack, item, out->law, &in[out->stage_count++]);
}

static void add_ref(struct pack *pack, struct procedures *set, const struct yaml *at,
                    struct procedure_ref *ref)
{
    struct pending *pending = pack_array(pack, 1, sizeof *pending);

    ref->id = at->text;
    if (pending == NULL)
        return;
    *pending = (struct pending){ref, at, NULL};
    *set->pending_end = pending;
    set->pending_end = &pending->next;
}

/* One id, or a list of them. */
static struct procedure_refs read_refs(struct pack *pack, struct procedures *set,
                                       const struct yaml *node)
{
    bool list = node != NULL && node->type == YAML_LIST;
    size_t n = node == NULL ? 0 : list ? node->n : 1, used = 0;
    struct procedure_ref *in = pack_array(pack, n, sizeof *in);

    if (n == 0 || in == NULL)
        return (struct procedure_refs){NULL, 0};
    for (const struct yaml *item = list ? node->first : node; used < n; item = item->next)
        add_ref(pack, set, item, &in[used++]);
    return (struct procedure_refs){in, n};
}

static void read_silence(struct pack *pack, struct procedures *set, const struct yaml *map,
                         struct law inherited, struct procedure_silence *out)
{
    static const char *const means[] = {[SILENCE_UNSAID] = "unsaid",
                                        [SILENCE_NONE] = "none",
                                        [SILENCE_REMEDY] = "remedy",
                                        [SILENCE_REFUSAL] = "refusal",
                                        [SILENCE_CONSENT] = "consent",
                                        [SILENCE_DEPENDS] = "depends",
                                        NULL};
    static const struct yaml_key keys[] = {
        MUST("means", YAML_TEXT),
        MAY("rule", YAML_TEXT),
        ANY("after"),
        ANY("reminder"),
        ANY("window"),
        ANY("outer_limit"),
        MAY("remedy", YAML_LIST),
        MAY("attach", YAML_TEXT),
        MAY("status", YAML_TEXT),
        MAY("remedy_other", YAML_LIST),
        MAY("note", YAML_TEXT),
        MAY("source", YAML_LIST),
    };

    if (map == NULL || !yaml_keys(pack->call, map, YAML_KEYS(keys)))
        return;
    int word = yaml_word(pack->call, yaml_find(map, "means"), means);
    out->means = word < 0 ? SILENCE_UNSAID : (enum silence_means)word;
    out->rule = yaml_text(map, "rule");
    out->attach = yaml_text(map, "attach");
    out->law = pack_law(pack, map, inherited);
    out->after = read_terms(pack, yaml_find(map, "after"), out->law, NULL);
    out->reminder = read_terms(pack, yaml_find(map, "reminder"), out->law, NULL);
    out->window = read_terms(pack, yaml_find(map, "window"), out->law, NULL);
    out->outer = read_terms(pack, yaml_find(map, "outer_limit"), out->law, NULL);
    out->remedy = read_refs(pack, set, yaml_find(map, "remedy"));
    out->remedy_other = pack_texts(pack, yaml_find(map, "remedy_other"));
    if (out->means == SILENCE_NONE && out->remedy.n != 0)
        yaml_fault(pack->call, map, "Where nothing follows from silence, it has no remedy.");
}

/* The law it rests on: a source of this file, or an act by its name. */
static void read_basis(struct pack *pack, const struct yaml *list, struct procedure *out)
{
    static const struct yaml_key keys[] = {MAY("source", YAML_TEXT), MAY("act", YAML_TEXT),
                                           MAY("articles", YAML_LIST), MAY("cited", YAML_MAP)};
    size_t n = list == NULL || list->type != YAML_LIST ? 0 : list->n;
    struct procedure_basis *in = pack_array(pack, n, sizeof *in);

    if (n == 0 || in == NULL)
        return;
    out->basis = in;
    yaml_each(item, list) {
        const struct yaml *source = yaml_find(item, "source"), *act = yaml_find(item, "act");
        if (!yaml_keys(pack->call, item, YAML_KEYS(keys)))
            continue;
        if ((source == NULL) == (act == NULL))
            yaml_fault(pack->call, item, "Here stands either 'source' or 'act'.");
        in[out->basis_count++] = (struct procedure_basis){
            .act = source != NULL ? pack_title(pack, source) : yaml_text(item, "act"),
            .cited = source != NULL ? pack_cited(pack, source)
                                    : pack_words(pack, yaml_find(item, "cited")),
            .articles = pack_texts(pack, yaml_find(item, "articles")),
        };
    }
}

static void read_thresholds(struct pack *pack, const struct yaml *map, struct procedure *out)
{
    size_t n = map == NULL || map->type != YAML_MAP ? 0 : map->n;
    struct procedure_threshold *in = pack_array(pack, n, sizeof *in);

    if (n == 0 || in == NULL)
        return;
    out->thresholds = in;
    yaml_each(item, map) {
        if (item->type != YAML_TEXT)
            yaml_fault(pack->call, item, "Here must stand a text.");
        else
            in[out->threshold_count++] = (struct procedure_threshold){item->key, item->text};
    }
}

static void read_burden(struct pack *pack, const struct yaml *map, struct procedure *out)
{
    static const struct yaml_key keys[] = {
        MUST("claimant", YAML_TEXT), MUST("respondent", YAML_TEXT), MAY("article", YAML_TEXT),
        MUST("status", YAML_TEXT),   MAY("source", YAML_LIST),      MAY("note", YAML_TEXT),
    };

    if (map == NULL || !yaml_keys(pack->call, map, YAML_KEYS(keys)))
        return;
    out->burden = (struct procedure_burden){.claimant = yaml_text(map, "claimant"),
                                            .respondent = yaml_text(map, "respondent"),
                                            .article = yaml_text(map, "article"),
                                            .law = pack_law(pack, map, out->law)};
}

static void read_entitlements(struct pack *pack, struct procedures *set, const struct yaml *list,
                              struct procedure *out)
{
    static const struct yaml_key keys[] = {
        MUST("code", YAML_TEXT),  {.name = "name", .must = true, .any = true},
        MAY("by", YAML_TEXT),     MAY("status", YAML_TEXT),
        MAY("source", YAML_LIST), MAY("note", YAML_TEXT),
    };
    size_t n = list == NULL || list->type != YAML_LIST ? 0 : list->n;
    struct procedure_entitlement *in = pack_array(pack, n, sizeof *in);

    if (n == 0 || in == NULL)
        return;
    out->entitlements = in;
    yaml_each(item, list) {
        struct procedure_entitlement *one = &in[out->entitlement_count];
        if (!yaml_keys(pack->call, item, YAML_KEYS(keys)))
            continue;
        one->code = yaml_text(item, "code");
        one->name = pack_words(pack, yaml_find(item, "name"));
        one->law = pack_law(pack, item, out->law);
        if (yaml_find(item, "by") != NULL)
            add_ref(pack, set, yaml_find(item, "by"), &one->by);
        out->entitlement_count++;
    }
}

static void read_validity(struct pack *pack, const struct yaml *map, struct procedure *out)
{
    out->valid_from = day_min();
    out->valid_to = day_max();
    (void)yaml_day(pack->call, map, "valid_from", &out->valid_from);
    (void)yaml_day(pack->call, map, "valid_to", &out->valid_to);
    if (out->valid_from > out->valid_to)
        yaml_fault(pack->call, map, "This holds until a day before the one it holds from.");
}

static void read_lists(struct pack *pack, const struct yaml *map, struct procedure *out)
{
    out->who_may_file = pack_texts(pack, yaml_find(map, "who_may_file"));
    out->next_other = pack_texts(pack, yaml_find(map, "next_other"));
    out->documents = pack_texts(pack, yaml_find(map, "documents"));
    out->checks = pack_texts(pack, yaml_find(map, "checks"));
    out->outcomes = pack_texts(pack, yaml_find(map, "outcomes"));
    out->facts = pack_texts(pack, yaml_find(map, "facts"));
    out->warnings = pack_texts(pack, yaml_find(map, "warnings"));
    out->notes = pack_texts(pack, yaml_find(map, "notes"));
    out->ask = pack_texts(pack, yaml_find(map, "ask"));
}

/* "rs.admin.request": the country, then words of small letters. */
static bool is_id(struct str id, struct str country)
{
    struct str rest = id;
    bool ok = id.p != NULL && id.n > 3 && country.p != NULL && country.n == 2 &&
              str_split(&rest, '.').n == 2 && (id.p[0] | 0x20) == (country.p[0] | 0x20);

    for (size_t i = 0; i < id.n && ok; i++)
        ok = (id.p[i] >= 'a' && id.p[i] <= 'z') || (i > 2 && id.p[i] == '_') || id.p[i] == '.';
    return ok && (id.p[1] | 0x20) == (country.p[1] | 0x20);
}

static const struct yaml_key procedure_keys[] = {
    MUST("id", YAML_TEXT),
    {.name = "name", .must = true, .any = true},
    ANY("institution"),
    MUST("status", YAML_TEXT),
    MAY("source", YAML_LIST),
    MAY("offered", YAML_TEXT),
    MAY("valid_from", YAML_TEXT),
    MAY("valid_to", YAML_TEXT),
    MAY("legal_basis", YAML_LIST),
    MAY("applies_when", YAML_TEXT),
    MAY("who_may_file", YAML_LIST),
    ANY("file_within"),
    MAY("stages", YAML_LIST),
    MAY("silence", YAML_MAP),
    MAY("next", YAML_LIST),
    MAY("next_other", YAML_LIST),
    MAY("see", YAML_TEXT),
    MAY("fees", YAML_TEXT),
    MAY("form", YAML_TEXT),
    MAY("letter", YAML_TEXT),
    MAY("documents", YAML_LIST),
    MAY("checks", YAML_LIST),
    MAY("outcomes", YAML_LIST),
    MAY("thresholds", YAML_MAP),
    MAY("burden", YAML_MAP),
    MAY("entitlements", YAML_LIST),
    MAY("facts", YAML_LIST),
    MAY("warnings", YAML_LIST),
    MAY("notes", YAML_LIST),
    MAY("ask", YAML_LIST),
};

static void read_procedure(struct pack *pack, const struct yaml *map, struct str country,
                           struct procedures *set)
{
    struct procedure *out = pack_array(pack, 1, sizeof *out);

    if (!yaml_keys(pack->call, map, YAML_KEYS(procedure_keys)) || out == NULL)
        return;
    out->id = yaml_text(map, "id");
    out->country = country;
    if (country.n == 2 && out->id.p != NULL && !is_id(out->id, country))
        yaml_fault(pack->call, yaml_find(map, "id"),
                   "An id is the country and words of small letters, like rs.admin.request.");
    if (out->id.n != 0 && procedure_find(set, out->id) != NULL)
        yaml_fault(pack->call, map, "The id '%s' stands here already.", out->id.p);
    out->name = pack_words(pack, yaml_find(map, "name"));
    out->institution = pack_words(pack, yaml_find(map, "institution"));
    out->law = pack_law(pack, map, (struct law){.status = LAW_UNVERIFIED});
    out->offered = yaml_flag(pack->call, map, "offered", true);
    out->applies_when = yaml_text(map, "applies_when");
    out->fees = yaml_text(map, "fees");
    out->form = yaml_text(map, "form");
    out->letter = yaml_text(map, "letter");
    if (out->letter.n == 0)
        out->letter = STR("request");
    read_validity(pack, map, out);
    read_lists(pack, map, out);
    read_basis(pack, yaml_find(map, "legal_basis"), out);
    out->limits = read_terms(pack, yaml_find(map, "file_within"), out->law, NULL);
    read_stages(pack, yaml_find(map, "stages"), out);
    read_silence(pack, set, yaml_find(map, "silence"), out->law, &out->silence);
    out->next = read_refs(pack, set, yaml_find(map, "next"));
    out->see = read_refs(pack, set, yaml_find(map, "see"));
    read_thresholds(pack, yaml_find(map, "thresholds"), out);
    read_burden(pack, yaml_find(map, "burden"), out);
    read_entitlements(pack, set, yaml_find(map, "entitlements"), out);
    *set->end = out;
    set->end = &out->after;
}

static void read_file(struct pack *pack, const struct yaml *root, struct procedures *set)
{
    static const struct yaml_key keys[] = {
        MUST("country", YAML_TEXT), MAY("compiled", YAML_TEXT), MUST("counting", YAML_TEXT),
        MUST("sources", YAML_MAP),  MAY("notes", YAML_LIST),    MUST("procedures", YAML_LIST),
    };

    if (!yaml_keys(pack->call, root, YAML_KEYS(keys)))
        return;
    struct str country = yaml_text(root, "country");
    const struct yaml *counting = yaml_find(root, "counting");
    const struct yaml *procedures = yaml_find(root, "procedures");
    if (country.p != NULL && country.n != 2)
        yaml_fault(pack->call, yaml_find(root, "country"), "A country is two letters.");
    if (counting != NULL && embedded_find(counting->text) == NULL)
        yaml_fault(pack->call, counting,
                   "This must be the calendar that says how terms are "
                   "counted, like packs/rs/calendar.yaml.");
    (void)pack_texts(pack, yaml_find(root, "notes"));
    pack_sources(pack, yaml_find(root, "sources"));
    if (procedures != NULL && procedures->type == YAML_LIST)
        yaml_each(item, procedures)
            read_procedure(pack, item, country, set);
}

enum rc procedures_new(struct call *call, struct arena *keep, struct procedures **out)
{
    struct procedures *set = arena_alloc(keep, sizeof *set);

    if (set == NULL)
        return fail_memory(call);
    set->keep = keep;
    set->end = &set->first;
    set->pending_end = &set->pending;
    *out = set;
    return RC_OK;
}

enum rc procedures_read(struct call *call, struct str name, struct str bytes,
                        struct procedures *set)
{
    struct pack pack = {.call = call, .keep = set->keep};
    const struct yaml *root;
    enum rc rc = yaml_read(call, name, bytes, set->keep, &root);

    if (rc != RC_OK)
        return rc;
    read_file(&pack, root, set);
    return pack.out_of_memory ? fail_memory(call) : call_faults_of(call, set->keep);
}

enum rc procedures_link(struct call *call, struct procedures *set)
{
    for (const struct pending *p = set->pending; p != NULL; p = p->next) {
        p->ref->to = procedure_find(set, p->ref->id);
        if (p->ref->to == NULL)
            yaml_fault(call, p->at, "There is no procedure with the id '%.*s'.", (int)p->ref->id.n,
                       p->ref->id.p == NULL ? "" : p->ref->id.p);
    }
    return call_faults(call);
}

enum rc procedures_load(struct call *call, struct arena *keep, const struct procedures **out)
{
    struct procedures *set;
    enum rc rc = procedures_new(call, keep, &set);

    if (rc != RC_OK)
        return rc;
    embedded_each(file, STR("packs/")) {
        struct str name = str_of(file->name);
        if (!str_ends(name, STR("/procedures.yaml")))
            continue;
        rc = procedures_read(call, name, file->bytes, set);
        if (rc != RC_OK)
            return rc;
    }
    rc = procedures_link(call, set);
    if (rc == RC_OK)
        *out = set;
    return rc;
}

const struct procedure *procedure_first(const struct procedures *set)
{
    return set->first;
}

const struct procedure *procedure_find(const struct procedures *set, struct str id)
{
    for (const struct procedure *p = set->first; p != NULL; p = p->after)
        if (str_eq(p->id, id))
            return p;
    return NULL;
}
