/* slots.c - see slots.h. */
#include "base/slots.h"

#include <string.h>

struct slots {
    char types[SLOTS_MAX][4]; /* by argument: length and conversion, "lld"; "*" is an int */
    size_t n;                 /* the highest argument that is taken */
    size_t next;              /* of slots without position */
    bool positions, no_positions;
};

static size_t digits(const char **p)
{
    size_t n = 0;

    for (; **p >= '0' && **p <= '9'; (*p)++)
        n = n > SLOTS_MAX ? n : n * 10 + (size_t)(**p - '0');
    return n;
}

/* Takes "2$" off; 0 when no position stands there. */
static size_t position(const char **p)
{
    const char *from = *p;
    size_t n = digits(p);

    if (**p == '$' && n > 0) {
        ++*p;
        return n;
    }
    *p = from;
    return 0;
}

static bool set_type(struct slots *slots, size_t at, const char *type, size_t n)
{
    if (at == 0) {
        slots->no_positions = true;
        at = ++slots->next;
    } else {
        slots->positions = true;
    }
    if (at > SLOTS_MAX || n >= sizeof slots->types[0])
        return false;
    char *to = slots->types[at - 1];
    if (to[0] != '\0' && (strncmp(to, type, n) != 0 || to[n] != '\0'))
        return false; /* one argument, taken as two types */
    memcpy(to, type, n);
    slots->n = at > slots->n ? at : slots->n;
    return true;
}

static bool star(struct slots *slots, const char **p)
{
    if (**p != '*') {
        (void)digits(p);
        return true;
    }
    ++*p;
    return set_type(slots, position(p), "*", 1);
}

/* One slot, after its percent sign. */
static bool read_slot(struct slots *slots, const char **p)
{
    size_t at = position(p);

    *p += strspn(*p, "-+ #0'");
    if (!star(slots, p))
        return false;
    if (**p == '.') {
        ++*p;
        if (!star(slots, p))
            return false;
    }
    const char *type = *p;
    *p += strspn(*p, "hlqjzt");
    if (**p == '\0' || strchr("diouxXcsp", **p) == NULL)
        return false;
    ++*p;
    return set_type(slots, at, type, (size_t)(*p - type));
}

static bool read_slots(const char *format, struct slots *slots)
{
    *slots = (struct slots){.n = 0};
    while ((format = strchr(format, '%')) != NULL) {
        format++;
        if (*format == '%')
            format++;
        else if (!read_slot(slots, &format))
            return false;
    }
    for (size_t i = 0; i < slots->n; i++)
        if (slots->types[i][0] == '\0')
            return false; /* printf cannot step over an argument whose type it does not know */
    return !(slots->positions && slots->no_positions);
}

bool slots_equal(const char *a, const char *b)
{
    struct slots left, right;

    return read_slots(a, &left) && read_slots(b, &right) && left.n == right.n &&
           memcmp(left.types, right.types, sizeof left.types) == 0;
}
