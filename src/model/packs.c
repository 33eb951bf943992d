/* packs.c - see packs.h. */
#include "model/packs.h"

#include "base/embed.h"
#include "model/calendar.h"

static bool is_calendar(struct str name)
{
    return str_ends(name, STR("/calendar.yaml")) && !str_starts(name, STR("packs/common/"));
}

static enum rc load_countries(struct call *call, struct arena *keep, struct packs *packs)
{
    embedded_each(file, STR("packs/")) {
        struct str name = str_of(file->name);
        if (!is_calendar(name))
            continue;
        if (packs->n == PACKS_COUNTRIES_MAX)
            return fail(call, RC_LIMIT, file->name, "There are at most %d countries.",
                        PACKS_COUNTRIES_MAX);
        enum rc rc = calendar_read(call, name, file->bytes, keep, &packs->countries[packs->n]);
        if (rc != RC_OK)
            return rc;
        packs->n++;
    }
    return RC_OK;
}

enum rc packs_load(struct call *call, struct arena *keep, const struct packs **out)
{
    struct packs *packs = arena_alloc(keep, sizeof *packs);

    if (packs == NULL)
        return fail_memory(call);
    enum rc rc = procedures_load(call, keep, &packs->procedures);
    if (rc == RC_OK)
        rc = institutions_load(call, keep, packs->procedures, &packs->institutions);
    if (rc == RC_OK)
        rc = load_countries(call, keep, packs);
    if (rc == RC_OK)
        *out = packs;
    return rc;
}

static bool same_letter(char a, char b)
{
    return a == b || (a >= 'A' && a <= 'Z' && a - 'A' + 'a' == b);
}

/* The packs write "RS", the list of countries "rs". */
static bool same_country(struct str pack, struct str code)
{
    return pack.n == 2 && code.n == 2 &&
           (str_eq(pack, code) ||
            (same_letter(pack.p[0], code.p[0]) && same_letter(pack.p[1], code.p[1])));
}

const struct term_country *packs_country(const struct packs *packs, struct str code)
{
    for (size_t i = 0; i < packs->n; i++)
        if (same_country(packs->countries[i]->calendar->country, code))
            return packs->countries[i];
    return NULL;
}
