/* institution.c - see institution.h. Each map of a file has its table of keys and its reader; what
 * is wrong becomes a fault, and reading goes on. */
#include "model/institution.h"

#include "base/embed.h"

struct institutions {
    struct arena *keep;
    const struct procedures *procedures;
    struct institution *first, **end;
};

static const char *const kind_names[INSTITUTION_KINDS + 1] = {
    [INSTITUTION_EQUALITY] = "equality",
    [INSTITUTION_OMBUDSMAN] = "ombudsman",
    [INSTITUTION_INFORMATION] = "information",
    [INSTITUTION_APPEAL] = "appeal",
    [INSTITUTION_COURT] = "court",
    [INSTITUTION_PROSECUTION] = "prosecution",
    [INSTITUTION_POLICE] = "police",
    [INSTITUTION_MINISTRY] = "ministry",
    [INSTITUTION_FUND] = "fund",
    [INSTITUTION_WELFARE] = "welfare",
    [INSTITUTION_REGISTER] = "register",
    [INSTITUTION_INSPECTION] = "inspection",
    [INSTITUTION_LEGAL_AID] = "legal_aid",
    [INSTITUTION_MUNICIPALITY] = "municipality",
    [INSTITUTION_HEALTH] = "health",
    [INSTITUTION_SCHOOL] = "school",
    [INSTITUTION_MEDIA] = "media",
    [INSTITUTION_OTHER] = "other",
    NULL,
};

static const char *const territory_names[] = {[TERRITORY_NATIONAL] = "national",
                                              [TERRITORY_REGION] = "region",
                                              [TERRITORY_MUNICIPALITY] = "municipality",
                                              NULL};

const char *institution_kind_name(enum institution_kind kind)
{
    return kind_names[kind];
}

const char *institution_territory_name(enum institution_territory territory)
{
    return territory_names[territory];
}

static struct procedure_refs read_procedures(struct pack *pack, const struct institutions *set,
                                             const struct yaml *list)
{
    size_t n = list == NULL || list->type != YAML_LIST ? 0 : list->n, used = 0;
    struct procedure_ref *in = pack_array(pack, n, sizeof *in);

    if (n == 0 || in == NULL)
        return (struct procedure_refs){NULL, 0};
    yaml_each(item, list) {
        const struct procedure *to = procedure_find(set->procedures, item->text);
        if (to == NULL)
            yaml_fault(pack->call, item, "There is no procedure with the id '%.*s'.",
                       (int)item->text.n, item->text.p == NULL ? "" : item->text.p);
        in[used++] = (struct procedure_ref){item->text, to};
    }
    return (struct procedure_refs){in, used};
}

/* "rs.court.admin" of RS: the country, a point, words of small letters. */
static bool is_id(struct str id, struct str country)
{
    bool ok = id.n > 3 && country.n == 2 && id.p[2] == '.' &&
              (id.p[0] | 0x20) == (country.p[0] | 0x20) &&
              (id.p[1] | 0x20) == (country.p[1] | 0x20);

    for (size_t i = 0; i < id.n && ok; i++)
        ok = (id.p[i] >= 'a' && id.p[i] <= 'z') || (i > 2 && id.p[i] == '_') || id.p[i] == '.';
    return ok;
}

static void check_id(struct pack *pack, const struct institutions *set, const struct yaml *map,
                     struct str country)
{
    struct str id = yaml_text(map, "id");

    if (country.n == 2 && id.p != NULL && !is_id(id, country))
        yaml_fault(pack->call, yaml_find(map, "id"),
                   "An id is the country and words of small letters, like rs.court.admin.");
    if (id.n != 0 && institution_find(set, id) != NULL)
        yaml_fault(pack->call, map, "The id '%s' stands here already.", id.p);
}

/* Who has an address says where it was read. */
static void check_contacts(struct pack *pack, const struct yaml *map, const struct institution *one)
{
    bool has = one->address.n != 0 || one->phone.n != 0 || one->email.n != 0 || one->web.n != 0;

    if (has && one->law.source.n == 0)
        yaml_fault(pack->call, map, "An address or contact needs a 'source'.");
    if (has && one->is_type)
        yaml_fault(pack->call, map, "A kind of office has no address; its offices have.");
}

static const struct yaml_key keys[] = {
    {.name = "id", .type = YAML_TEXT, .must = true},
    {.name = "name", .must = true, .any = true},
    {.name = "short", .any = true},
    {.name = "kind", .type = YAML_TEXT, .must = true},
    {.name = "territory", .type = YAML_TEXT, .must = true},
    {.name = "one_of_many", .type = YAML_TEXT},
    {.name = "address", .type = YAML_TEXT},
    {.name = "phone", .type = YAML_TEXT},
    {.name = "email", .type = YAML_TEXT},
    {.name = "web", .type = YAML_TEXT},
    {.name = "procedures", .type = YAML_LIST},
    {.name = "notes", .type = YAML_LIST},
    {.name = "status", .type = YAML_TEXT, .must = true},
    {.name = "source", .type = YAML_LIST},
    {.name = "note", .type = YAML_TEXT},
};

static void read_institution(struct pack *pack, const struct yaml *map, struct str country,
                             struct institutions *set)
{
    struct institution *out = pack_array(pack, 1, sizeof *out);

    if (!yaml_keys(pack->call, map, YAML_KEYS(keys)) || out == NULL)
        return;
    int kind = yaml_word(pack->call, yaml_find(map, "kind"), kind_names);
    int territory = yaml_word(pack->call, yaml_find(map, "territory"), territory_names);
    check_id(pack, set, map, country);
    *out = (struct institution){
        .id = yaml_text(map, "id"),
        .country = country,
        .name = pack_words(pack, yaml_find(map, "name")),
        .short_name = pack_words(pack, yaml_find(map, "short")),
        .kind = kind < 0 ? INSTITUTION_OTHER : (enum institution_kind)kind,
        .territory = territory < 0 ? TERRITORY_NATIONAL : (enum institution_territory)territory,
        .is_type = yaml_flag(pack->call, map, "one_of_many", false),
        .address = yaml_text(map, "address"),
        .phone = yaml_text(map, "phone"),
        .email = yaml_text(map, "email"),
        .web = yaml_text(map, "web"),
        .procedures = read_procedures(pack, set, yaml_find(map, "procedures")),
        .notes = pack_texts(pack, yaml_find(map, "notes")),
        .law = pack_law(pack, map, (struct law){.status = LAW_UNVERIFIED}),
    };
    check_contacts(pack, map, out);
    *set->end = out;
    set->end = &out->after;
}

static void read_file(struct pack *pack, const struct yaml *root, struct institutions *set)
{
    static const struct yaml_key root_keys[] = {
        {.name = "country", .type = YAML_TEXT, .must = true},
        {.name = "compiled", .type = YAML_TEXT},
        {.name = "sources", .type = YAML_MAP, .must = true},
        {.name = "institutions", .type = YAML_LIST, .must = true},
    };

    if (!yaml_keys(pack->call, root, YAML_KEYS(root_keys)))
        return;
    struct str country = yaml_text(root, "country");
    const struct yaml *list = yaml_find(root, "institutions");
    if (country.p != NULL && country.n != 2)
        yaml_fault(pack->call, yaml_find(root, "country"), "A country is two letters.");
    pack_sources(pack, yaml_find(root, "sources"));
    if (list != NULL && list->type == YAML_LIST)
        yaml_each(item, list)
            read_institution(pack, item, country, set);
}

enum rc institutions_new(struct call *call, struct arena *keep, const struct procedures *procedures,
                         struct institutions **out)
{
    struct institutions *set = arena_alloc(keep, sizeof *set);

    if (set == NULL)
        return fail_memory(call);
    set->keep = keep;
    set->procedures = procedures;
    set->end = &set->first;
    *out = set;
    return RC_OK;
}

enum rc institutions_read(struct call *call, struct str name, struct str bytes,
                          struct institutions *set)
{
    struct pack pack = {.call = call, .keep = set->keep};
    const struct yaml *root;
    enum rc rc = yaml_read(call, name, bytes, set->keep, &root);

    if (rc != RC_OK)
        return rc;
    read_file(&pack, root, set);
    return pack.out_of_memory ? fail_memory(call) : call_faults_of(call, set->keep);
}

enum rc institutions_load(struct call *call, struct arena *keep,
                          const struct procedures *procedures, const struct institutions **out)
{
    struct institutions *set;
    enum rc rc = institutions_new(call, keep, procedures, &set);

    if (rc != RC_OK)
        return rc;
    embedded_each(file, STR("packs/")) {
        struct str name = str_of(file->name);
        if (!str_ends(name, STR("/institutions.yaml")))
            continue;
        rc = institutions_read(call, name, file->bytes, set);
        if (rc != RC_OK)
            return rc;
    }
    *out = set;
    return RC_OK;
}

const struct institution *institution_first(const struct institutions *set)
{
    return set->first;
}

const struct institution *institution_find(const struct institutions *set, struct str id)
{
    for (const struct institution *one = set->first; one != NULL; one = one->after)
        if (str_eq(one->id, id))
            return one;
    return NULL;
}

const struct institution *institution_of(const struct institutions *set,
                                         const struct procedure *procedure,
                                         const struct institution *after)
{
    const struct institution *one = after == NULL ? set->first : after->after;

    for (; one != NULL; one = one->after)
        for (size_t i = 0; i < one->procedures.n; i++)
            if (one->procedures.in[i].to == procedure)
                return one;
    return NULL;
}
