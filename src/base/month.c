/* month.c - see month.h. */
#include "base/month.h"

#include "base/text.h"

enum { NAMES_MAX = 7, ENDING_MAX = 3, SHORT_ENDING_MAX = 2 };

/* What all forms of a name begin with, folded: English, Macedonian and Serbian in both scripts,
 * Albanian, Lithuanian; Romani's are among them. */
static const char *const stems[MONTHS][NAMES_MAX + 1] = {
    {"januar", "јануар", "janar", "saus"},
    {"februar", "fevruar", "фебруар", "февруар", "shkurt", "vasar"},
    {"march", "mart", "март", "mars", "kov"},
    {"april", "април", "prill", "baland"},
    {"may", "maj", "мај", "geguz"},
    {"jun", "јун", "qershor", "birzel"},
    {"jul", "јул", "korrik", "liep"},
    {"august", "avgust", "август", "gusht", "rugpju"},
    {"septem", "септем", "shtator", "rugsej"},
    {"octob", "oktob", "oktom", "октоб", "октом", "tetor", "spal"},
    {"novem", "noem", "новем", "ноем", "nentor", "lapkri"},
    {"decem", "dekem", "децем", "декем", "dhjetor", "gruod"},
};

static bool begins(struct str name, const char *stem)
{
    struct str whole = str_of(stem);

    if (name.n <= whole.n) /* shortened */
        return str_starts(whole, name);
    size_t ending = text_length(str_cut(name, whole.n, name.n));
    return str_starts(name, whole) &&
           ending <= (text_length(whole) > MONTH_LETTERS_MIN ? ENDING_MAX : SHORT_ENDING_MAX);
}

int month_read(struct arena *arena, struct str name)
{
    struct str folded = text_valid(name) ? text_fold(arena, name) : STR("");
    int found = 0;

    if (folded.p == NULL || text_length(folded) < MONTH_LETTERS_MIN)
        return 0;
    for (struct str rest = folded; rest.n != 0;)
        if (!text_is_letter(text_next(&rest)))
            return 0;
    for (int month = 0; month < MONTHS; month++)
        for (size_t i = 0; stems[month][i] != NULL; i++) {
            if (!begins(folded, stems[month][i]))
                continue;
            if (found != 0 && found != month + 1)
                return 0;
            found = month + 1;
        }
    return found;
}
