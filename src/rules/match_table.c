/* match_table.c - see match_table.h.
 * Where the figures come from. m: shares of each agreement among the pairs of one person that
 * test/likeness.c makes (our spellings, errors of the FEBRL kind), rounded, and with more room for
 * what real files have and a generator has not: people who move, change the phone and the family
 * name. u: by counting for what is uniform (a birthday: 1 in 365 * 60, a year: 1 in 60, a phone or
 * number: next to none); for names a middling share that the caller's own counts replace; for
 * place, sex and near names the shares among strangers that meet in a block of the same set. They
 * are priors that an organisation's clerk corrects with every decision, not measurements of
 * her file. test/likeness_test.c holds them to their precision and recall. */
#include "rules/match_table.h"

#include <math.h>

#include "base/lang.h"

#define N_(text) text /* a msgid, for script/messages to find */

/* The share of a name is bounded: below, a name that only two have is not worth more than this;
 * above, an agreement stays one. */
static const double share_least = 0.00002, share_most = 0.2;

static const struct match_row rows[MATCH_FIELDS][MATCH_LEVELS] =
    {
        [MATCH_GIVEN] =
            {
                [LEVEL_SAME] = {0.72, 0.008, N_("the same")},
                [LEVEL_RELATED] = {0.09, 0.008, N_("another form of the same name")},
                [LEVEL_NEAR] = {0.12, 0.012, N_("nearly the same, some letters differ")},
                [LEVEL_SWAPPED] = {0.03, 0.0005, N_("given and family name have changed places")},
                [LEVEL_PART] = {0.02, 0.015, N_("one is a part of the other")},
                [LEVEL_DIFFERENT] = {0.03, 0.95, N_("different")},
            },
        [MATCH_FAMILY] =
            {
                [LEVEL_SAME] = {0.68, 0.006, N_("the same")},
                [LEVEL_RELATED] = {0.10, 0.008, N_("another form of the same name")},
                [LEVEL_NEAR] = {0.11, 0.010, N_("nearly the same, some letters differ")},
                [LEVEL_SWAPPED] = {0.03, 0.0005, N_("given and family name have changed places")},
                [LEVEL_PART] = {0.02, 0.015, N_("one is a part of the other")},
                [LEVEL_DIFFERENT] = {0.08, 0.95, N_("different")},
            },
        [MATCH_FATHER] =
            {
                [LEVEL_SAME] = {0.75, 0.012, N_("the same")},
                [LEVEL_RELATED] = {0.08, 0.010, N_("another form of the same name")},
                [LEVEL_NEAR] = {0.10, 0.012, N_("nearly the same, some letters differ")},
                [LEVEL_PART] = {0.02, 0.015, N_("one is a part of the other")},
                [LEVEL_DIFFERENT] = {0.05, 0.95, N_("different")},
            },
        [MATCH_MOTHER] =
            {
                [LEVEL_SAME] = {0.75, 0.012, N_("the same")},
                [LEVEL_RELATED] = {0.08, 0.010, N_("another form of the same name")},
                [LEVEL_NEAR] = {0.10, 0.012, N_("nearly the same, some letters differ")},
                [LEVEL_PART] = {0.02, 0.015, N_("one is a part of the other")},
                [LEVEL_DIFFERENT] = {0.05, 0.95, N_("different")},
            },
        [MATCH_NICKNAME] =
            {
                [LEVEL_SAME] = {0.50, 0.010, N_("the same")},
                [LEVEL_RELATED] = {0.10, 0.010, N_("another form of the same name")},
                [LEVEL_NEAR] = {0.10, 0.015, N_("nearly the same, some letters differ")},
                [LEVEL_DIFFERENT] = {0.30, 0.95, N_("different")},
            },
        [MATCH_BORN] =
            {
                [LEVEL_SAME] = {0.75, 0.00005, N_("the same day")},
                [LEVEL_NEAR] = {0.08, 0.0012, N_("one digit differs")},
                [LEVEL_SWAPPED] = {0.03, 0.00004, N_("day and month have changed places")},
                [LEVEL_PART] = {0.60, 0.0016, N_("the same month, the day is not known")},
                [LEVEL_WIDE] = {0.60, 0.018, N_("the same year, the day is not known")},
                [LEVEL_RELATED] = {0.08, 0.06, N_("years close to each other, not known exactly")},
                [LEVEL_DIFFERENT] = {0.05, 0.95, N_("different")},
            },
        [MATCH_SEX] =
            {
                [LEVEL_SAME] = {0.98, 0.50, N_("the same")},
                [LEVEL_DIFFERENT] = {0.02, 0.50, N_("different")},
            },
        [MATCH_PLACE] =
            {
                [LEVEL_SAME] = {0.55, 0.010, N_("the same settlement")},
                [LEVEL_PART] = {0.25, 0.080, N_("the same municipality")},
                [LEVEL_DIFFERENT] = {0.20, 0.91, N_("different")},
            },
        [MATCH_PHONE] =
            {
                [LEVEL_SAME] = {0.55, 0.0001, N_("the same")},
                [LEVEL_NEAR] = {0.05, 0.0005, N_("one digit differs")},
                [LEVEL_DIFFERENT] = {0.40, 0.999, N_("different")},
            },
        [MATCH_NUMBER] =
            {
                [LEVEL_SAME] = {0.92, 0.000001, N_("the same")},
                [LEVEL_NEAR] = {0.05, 0.00002, N_("one digit differs")},
                [LEVEL_DIFFERENT] = {0.03, 0.9999, N_("different")},
            },
};

const struct match_row *match_row(enum match_field field, enum match_level level)
{
    return &rows[field][level];
}

const char *match_field_label(enum match_field field)
{
    static const char *const labels[MATCH_FIELDS] = {
        [MATCH_GIVEN] = N_("Given name"),  [MATCH_FAMILY] = N_("Family name"),
        [MATCH_FATHER] = N_("Father"),     [MATCH_MOTHER] = N_("Mother"),
        [MATCH_NICKNAME] = N_("Nickname"), [MATCH_BORN] = N_("Born"),
        [MATCH_SEX] = N_("Sex"),           [MATCH_PLACE] = N_("Place"),
        [MATCH_PHONE] = N_("Phone"),       [MATCH_NUMBER] = N_("Number of a paper"),
    };

    return labels[field];
}

static int weigh(double m, double u)
{
    return (int)lround(100 * log2(m / u));
}

int match_weight(enum match_field field, enum match_level level, double share)
{
    const struct match_row *row = &rows[field][level];

    if (row->say == NULL)
        return 0;
    int weight = weigh(row->m, row->u);
    if (level == LEVEL_DIFFERENT)
        return weight < 0 ? weight : 0;
    if (field <= MATCH_NICKNAME && share > 0) {
        int same = weigh(rows[field][LEVEL_SAME].m, fmin(fmax(share, share_least), share_most));
        weight = level == LEVEL_SAME || same < weight ? same : weight;
    }
    return weight < 0 ? 0 : weight;
}
