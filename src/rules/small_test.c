/* small_test.c - hidden numbers against somebody who tries every way that they may be filled. */
#include "rules/small.h"
#include "tap.h"

void small_test(void);

enum { CELLS_MAX = 6, TRIES = 20000 };

/* Can the cells be filled to exactly this sum? from and to: the least and most that each may be. */
static bool fits(const int64_t *from, const int64_t *to, size_t n, int64_t sum)
{
    if (sum < 0)
        return false;
    if (n == 0)
        return sum == 0;
    for (int64_t v = from[0]; v <= to[0] && v <= sum; v++)
        if (fits(from + 1, to + 1, n - 1, sum - v))
            return true;
    return false;
}

/* Could the cell be that number, for who knows the marks, the open cells and the sum? */
static bool could_be(const int64_t *cells, const enum small_mark *marks, size_t n, size_t which,
                     int64_t value)
{
    int64_t from[CELLS_MAX], to[CELLS_MAX], sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += cells[i];
    for (size_t i = 0; i < n; i++) {
        bool few = marks[i] == SMALL_FEW;
        from[i] = marks[i] == SMALL_OPEN ? cells[i] : few ? 1 : SMALL_LEAST;
        to[i] = marks[i] == SMALL_OPEN ? cells[i] : few ? SMALL_LEAST - 1 : sum;
    }
    from[which] = to[which] = value;
    return fits(from, to, n, sum);
}

static bool keeps_secret(const int64_t *cells, const enum small_mark *marks, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (small_alone(cells[i]) == SMALL_FEW && marks[i] != SMALL_FEW)
            return false;
        for (int64_t v = 1; marks[i] == SMALL_FEW && v < SMALL_LEAST; v++)
            if (!could_be(cells, marks, n, i, v))
                return false;
    }
    return true;
}

static void known_test(void)
{
    enum small_mark marks[CELLS_MAX];

    CASE("small: one few takes a larger one with it, so that the sum does not tell");
    const int64_t one[] = {3, 20, 9};
    CHECK(small_hide(one, 3, marks));
    CHECK(marks[0] == SMALL_FEW && marks[1] == SMALL_OPEN && marks[2] == SMALL_MORE);

    CASE("small: nothing is hidden where nothing is small, and a zero stays one");
    const int64_t none[] = {5, 0, 40};
    CHECK(small_hide(none, 3, marks));
    CHECK(marks[0] == SMALL_OPEN && marks[1] == SMALL_OPEN && marks[2] == SMALL_OPEN);

    CASE("small: three that are few and could each be anything need no other");
    const int64_t three[] = {2, 3, 2, 50};
    CHECK(small_hide(three, 4, marks));
    CHECK(marks[0] == SMALL_FEW && marks[1] == SMALL_FEW && marks[2] == SMALL_FEW);
    CHECK(marks[3] == SMALL_OPEN);

    CASE("small: two ones are known by their sum, so a third is hidden");
    const int64_t ones[] = {1, 1, 30};
    CHECK(small_hide(ones, 3, marks) && marks[2] == SMALL_MORE);

    CASE("small: where hiding does not help, it says so");
    const int64_t lone[] = {3}, pair[] = {5, 1};
    CHECK(!small_hide(lone, 1, marks));
    CHECK(!small_hide(pair, 2, marks));

    CASE("small: a number alone");
    CHECK(small_alone(0) == SMALL_OPEN && small_alone(1) == SMALL_FEW);
    CHECK(small_alone(4) == SMALL_FEW && small_alone(5) == SMALL_OPEN);
}

void small_test(void)
{
    int64_t cells[CELLS_MAX];
    enum small_mark marks[CELLS_MAX];
    uint64_t state = 20261123;
    size_t hidden = 0;

    known_test();
    CASE("small: in %d columns nobody can tell a hidden number, whatever she tries", TRIES);
    for (int i = 0; i < TRIES; i++) {
        size_t n = 1 + (size_t)(state >> 33) % CELLS_MAX;
        for (size_t j = 0; j < n; j++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            cells[j] = (int64_t)(state >> 40) % (state >> 62 == 0 ? 16 : 7);
        }
        if (!small_hide(cells, n, marks))
            continue;
        for (size_t j = 0; j < n; j++)
            hidden += marks[j] == SMALL_FEW;
        if (!CHECK(keeps_secret(cells, marks, n)))
            break;
    }
    CHECK(hidden > TRIES / 10);
}
