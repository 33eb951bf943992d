/* near.c - see near.h. */
#include "base/near.h"

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t near_distance(struct str a, struct str b)
{
    size_t rows[3][NEAR_WORD_MAX + 1]; /* this row of the table and the two before it */

    if (a.n > NEAR_WORD_MAX || b.n > NEAR_WORD_MAX)
        return SIZE_MAX;
    for (size_t j = 0; j <= b.n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *row = rows[i % 3], *up = rows[(i + 2) % 3], *upper = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            row[j] = least(up[j - 1] + (a.p[i - 1] != b.p[j - 1]), least(up[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
                row[j] = least(row[j], upper[j - 2] + 1);
        }
    }
    return rows[a.n % 3][b.n];
}

void near_start(struct near *near, struct str word)
{
    *near = (struct near){.word = word, .distance = word.n / 3 + 2};
}

void near_try(struct near *near, struct str candidate)
{
    size_t distance = near_distance(near->word, candidate);

    if (distance < near->distance) {
        near->distance = distance;
        near->found = candidate;
    }
}
