/* slots_test.c - formats that may and may not stand for each other. */
#include "base/slots.h"
#include "tap.h"

void slots_test(void);

static const struct {
    const char *a, *b;
    bool equal;
} rows[] = {
    {"plain", "друго", true},
    {"%s is no date", "%s не е датум", true},
    {"%s of %d", "%2$d од %1$s", true},
    {"%d of %s", "%1$s од %2$d", false},
    {"%.*s: %zu", "%2$.*1$s: %3$zu", true},
    {"100%% of %d", "%d од 100 %%", true},
    {"%lld days", "%d дена", false},
    {"%d days", "%i дена", false},
    {"%s", "%s %s", false},
    {"%s %s", "%s", false},
    {"%s", "%n", false},
    {"%s %s", "%2$s %2$s", false},
    {"%s %s", "%1$s %s", false},
    {"%s", "%", false},
    {"%", "%", false},
    {"%s", "%f", false},
    {"%s", "%99999999999999999999$s", false},
    {"%s", "%0$s", false},
    {"%hhhhhhhhd", "%hhhhhhhhd", false},
    {"%-8s|%05d", "%s|%d", true},
    {"%1$s %1$s", "%s", true},
    {"%1$s %1$d", "%1$s %1$d", false},
    {"%d%d%d%d%d%d%d%d%d%d%d%d%d", "%d%d%d%d%d%d%d%d%d%d%d%d%d", false},
};

void slots_test(void)
{
    CASE("slots: formats that take the same arguments");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!CHECK(slots_equal(rows[i].a, rows[i].b) == rows[i].equal))
            tap_note("%s | %s", rows[i].a, rows[i].b);
}
