/* register_number.c - see register_number.h. */
#include "casework/register_number.h"

#include "base/text.h"

#define N_(text) text

enum { SLOTS_MAX = 4, YEAR_MIN = 1900, YEAR_MAX = 2999 };

enum slot { SLOT_MATTER, SLOT_WITHIN, SLOT_YEAR, SLOT_PREFIX, SLOT_NONE };

static enum slot slot_of(struct str name)
{
    if (str_is(name, "n") || str_is(name, "base"))
        return SLOT_MATTER;
    if (str_is(name, "sub"))
        return SLOT_WITHIN;
    if (str_is(name, "year"))
        return SLOT_YEAR;
    return str_is(name, "prefix") ? SLOT_PREFIX : SLOT_NONE;
}

/* ---- writing ---- */

static void put_slot(struct buf *out, const struct register_style *style, enum slot slot,
                     struct register_number number)
{
    switch (slot) {
    case SLOT_MATTER: buf_format(out, "%lld", (long long)number.matter); break;
    case SLOT_YEAR: buf_format(out, "%d", number.year); break;
    case SLOT_PREFIX: buf_add(out, style->prefix); break;
    case SLOT_WITHIN:
        if (number.within == 0)
            buf_z(out, "…");
        else
            buf_format(out, "%lld", (long long)number.within);
        break;
    case SLOT_NONE: break;
    }
}

struct str register_number_write(struct arena *arena, const struct register_style *style,
                                 struct register_number number)
{
    struct buf out;

    buf_init(&out, arena, 400);
    for (struct str rest = style->format; rest.n != 0;) {
        buf_add(&out, str_split(&rest, '{'));
        put_slot(&out, style, slot_of(str_split(&rest, '}')), number);
    }
    return buf_str(&out);
}

/* ---- reading ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A letter that the format does not have makes it a number of something else. */
static bool may_stand(struct str format, char c)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || ((unsigned char)c & 0x80);

    return !letter || str_find(format, c) < format.n;
}

/* What stands before the first figure: it may hold figures of its own, such as a prefix's. */
static struct str without_head(const struct register_style *style, struct str typed)
{
    struct str rest = style->format, head = str_split(&rest, '{');
    struct str slot = str_split(&rest, '}');

    if (head.n != 0 && str_starts(typed, head))
        typed = str_cut(typed, head.n, typed.n);
    if (slot_of(slot) == SLOT_PREFIX && style->prefix.n != 0 && str_starts(typed, style->prefix))
        typed = str_cut(typed, style->prefix.n, typed.n);
    return typed;
}

/* The groups of figures; SIZE_MAX: it is no number of that format. */
static size_t groups_of(const struct register_style *style, struct str typed,
                        uint64_t groups[SLOTS_MAX])
{
    size_t n = 0;

    for (size_t i = 0; i < typed.n;) {
        size_t from = i;
        while (i < typed.n && is_digit(typed.p[i]))
            i++;
        if (i == from) {
            if (!may_stand(style->format, typed.p[i++]))
                return SIZE_MAX;
            continue;
        }
        if (n == SLOTS_MAX || !str_uint(str_cut(typed, from, i), REGISTER_MATTER_MAX, &groups[n++]))
            return SIZE_MAX;
    }
    return n;
}

static size_t slots_of(struct str format, enum slot slots[SLOTS_MAX], bool *year)
{
    size_t n = 0;

    *year = false;
    while (format.n != 0 && n < SLOTS_MAX) {
        (void)str_split(&format, '{');
        enum slot slot = slot_of(str_split(&format, '}'));
        if (slot == SLOT_PREFIX || slot == SLOT_NONE)
            continue;
        *year |= slot == SLOT_YEAR;
        slots[n++] = slot;
    }
    return n;
}

bool register_number_read(const struct register_style *style, struct str typed, int this_year,
                          struct register_number *out)
{
    struct register_number number = {.year = this_year};
    enum slot slots[SLOTS_MAX];
    uint64_t groups[SLOTS_MAX] = {0};
    bool year;
    size_t wanted = slots_of(style->format, slots, &year), at = 0;
    size_t n = groups_of(style, without_head(style, str_trim(typed)), groups);
    bool whole = n == wanted;

    if (!whole && !(year && n + 1 == wanted))
        return false;
    for (size_t i = 0; i < wanted; i++) {
        if (slots[i] == SLOT_YEAR && !whole)
            continue;
        int64_t figure = (int64_t)groups[at++];
        if (slots[i] == SLOT_MATTER)
            number.matter = figure;
        else if (slots[i] == SLOT_WITHIN)
            number.within = figure;
        else
            number.year = (int)(figure < 100 ? 2000 + figure : figure);
    }
    *out = number;
    return number.matter > 0 && (number.within > 0) == style->subs &&
           number.within <= REGISTER_WITHIN_MAX && number.year >= YEAR_MIN &&
           number.year <= YEAR_MAX;
}

/* ---- formats ---- */

/* How often each slot stands there; false: a bracket is open, or a slot is not known. */
static bool count_slots(struct str rest, size_t count[SLOT_NONE + 1])
{
    while (rest.n != 0) {
        struct str whole = rest, before = str_split(&rest, '{');
        if (str_find(before, '}') != before.n)
            return false;
        if (before.n == whole.n)
            return true;
        if (str_find(rest, '}') == rest.n)
            return false;
        count[slot_of(str_split(&rest, '}'))]++;
    }
    return count[SLOT_NONE] == 0;
}

const char *register_format_fault(struct str format, bool subs)
{
    size_t count[SLOT_NONE + 1] = {0};

    if (!count_slots(format, count))
        return N_("a number is made of {n}, or {base} and {sub}, with {year} and {prefix}.");
    if (count[SLOT_MATTER] != 1 || count[SLOT_YEAR] > 1 || count[SLOT_PREFIX] > 1)
        return N_("a number has {n} or {base} once, and {year} and {prefix} at most once.");
    if (subs && count[SLOT_WITHIN] != 1)
        return N_("papers are counted behind their matter: write {base} and {sub}.");
    return !subs && count[SLOT_WITHIN] != 0
               ? N_("each paper has a number of its own: write {n}, and no {sub}.")
               : NULL;
}
