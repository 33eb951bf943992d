/* small.c - see small.h.
 * m cells are marked FEW (1 to 4 each) and k MORE (5 and up each); the sum S of all that is hidden
 * is what remains of the total. A FEW cell can be 4 if the others can be so small, and 1 if they
 * can be so large: S >= 4 + (m - 1) + 5k, and, where nothing is marked MORE, S <= 1 + 4 (m - 1). */
#include "rules/small.h"

enum small_mark small_alone(int64_t n)
{
    return n > 0 && n < SMALL_LEAST ? SMALL_FEW : SMALL_OPEN;
}

static bool is_safe(int64_t few, int64_t more, int64_t sum)
{
    const int64_t most = SMALL_LEAST - 1;

    return few == 0 || (sum >= most + (few - 1) + SMALL_LEAST * more &&
                        (more != 0 || sum <= 1 + most * (few - 1)));
}

/* The smallest that is open and not nothing; n: there is none. */
static size_t next_open(const int64_t *cells, size_t n, const enum small_mark *marks)
{
    size_t best = n;

    for (size_t i = 0; i < n; i++)
        if (marks[i] == SMALL_OPEN && cells[i] != 0 && (best == n || cells[i] < cells[best]))
            best = i;
    return best;
}

bool small_hide(const int64_t *cells, size_t n, enum small_mark *marks)
{
    int64_t few = 0, more = 0, sum = 0;

    for (size_t i = 0; i < n; i++) {
        marks[i] = small_alone(cells[i]);
        few += marks[i] == SMALL_FEW;
        sum += marks[i] == SMALL_FEW ? cells[i] : 0;
    }
    while (!is_safe(few, more, sum)) {
        size_t at = next_open(cells, n, marks);
        if (at == n)
            return false;
        marks[at] = SMALL_MORE;
        more++;
        sum += cells[at];
    }
    return true;
}
