/* report_words.c - see report_words.h. */
#include "casework/report_words.h"

#include "base/figure.h"
#include "model/app.h"

/* ---- rows ---- */

static const struct {
    const char *code, *label;
} ages[] = {
    {"0_5", N_("up to 5 years")},    {"6_14", N_("6 to 14 years")},
    {"15_17", N_("15 to 17 years")}, {"18_29", N_("18 to 29 years")},
    {"30_64", N_("30 to 64 years")}, {"65", N_("65 years and older")},
};

/* The field whose list names the rows. */
static const struct {
    const char *kind, *field;
} lists[REPORT_SPLITS] = {
    [REPORT_BY_KIND] = {"quick_help", "what"}, [REPORT_BY_AREA] = {"case", "area"},
    [REPORT_BY_SEX] = {"person", "sex"},       [REPORT_BY_PLACE] = {"person", "lives_in"},
    [REPORT_BY_OUTCOME] = {"case", "outcome"}, [REPORT_BY_SORT] = {"letter", "sort_of"},
};

static const struct choice_list *list_of(const struct call *call, enum report_split split)
{
    if (lists[split].kind == NULL)
        return NULL;
    return field_find(app_kind(call, lists[split].kind), str_of(lists[split].field))->choices;
}

static struct str age_said(struct call *call, struct str key)
{
    for (size_t i = 0; i < sizeof ages / sizeof *ages; i++)
        if (str_is(key, ages[i].code))
            return str_of(lang_text(call->lang, ages[i].label));
    return key;
}

static struct str month_said(struct call *call, struct str key)
{
    uint64_t year = 0, month = 1;

    if (!str_uint(str_cut(key, 0, 4), 9999, &year) || !str_uint(str_cut(key, 5, 7), 12, &month))
        return key;
    return figure_month(call, (int)year, (int)month);
}

static struct str state_said(struct call *call, struct str key)
{
    const struct state *state = state_find(app_kind(call, "letter"), key);

    return state == NULL ? key : label_text(call, &state->label);
}

static struct str unknown_said(struct call *call, enum report_split split)
{
    return split == REPORT_BY_PROJECT ? say(call, "No project") : say(call, "Not written down");
}

struct str report_key_said(struct call *call, enum report_split split, struct str key)
{
    const struct choice_list *list = list_of(call, split);

    if (key.n == 0)
        return unknown_said(call, split);
    if (str_is(key, REPORT_REST))
        return say(call, "All others");
    if (split == REPORT_BY_AGE)
        return age_said(call, key);
    if (split == REPORT_BY_MONTH)
        return month_said(call, key);
    if (split == REPORT_BY_STATE)
        return state_said(call, key);
    const struct choice *choice = list == NULL ? NULL : choice_find(list, key);
    return choice == NULL ? key : label_text(call, &choice->label);
}

bool report_key_at(struct call *call, enum report_split split, size_t i, struct str *out)
{
    const struct kind *letter = app_kind(call, "letter");
    const struct choice_list *list = split == REPORT_SPLITS ? NULL : list_of(call, split);

    if (split == REPORT_BY_AGE && i < REPORT_AGES)
        *out = report_age_at(i);
    else if (split == REPORT_BY_STATE && i < letter->states_n)
        *out = letter->states[i].name;
    else if (list != NULL && i < list->n)
        *out = list->choices[i].code;
    else
        return false;
    return true;
}

/* What stands in no list stands behind it, by its name. */
static size_t place_of(struct call *call, enum report_split split, struct str key)
{
    const struct choice_list *list = list_of(call, split);
    const struct kind *letter = app_kind(call, "letter");

    if (key.n == 0)
        return SIZE_MAX;
    if (str_is(key, REPORT_REST))
        return SIZE_MAX - 1;
    for (size_t i = 0; split == REPORT_BY_AGE && i < sizeof ages / sizeof *ages; i++)
        if (str_is(key, ages[i].code))
            return i;
    for (size_t i = 0; split == REPORT_BY_STATE && i < letter->states_n; i++)
        if (str_eq(key, letter->states[i].name))
            return i;
    for (size_t i = 0; list != NULL && i < list->n; i++)
        if (str_eq(key, list->choices[i].code))
            return i;
    return CHOICES_MAX;
}

static bool stands_before(struct call *call, enum report_split split, const struct report_line *a,
                          const struct report_line *b)
{
    size_t first = place_of(call, split, a->key), second = place_of(call, split, b->key);

    return first != second ? first < second : str_cmp(a->key, b->key) < 0;
}

void report_lines_sort(struct call *call, enum report_split split, struct report_line *lines,
                       size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct report_line line = lines[i];
        size_t j = i;
        for (; j > 0 && stands_before(call, split, &line, &lines[j - 1]); j--)
            lines[j] = lines[j - 1];
        lines[j] = line;
    }
}

/* ---- the list behind a number ---- */

static const struct {
    const char *kind, *on, *more;
    const char *fields[REPORT_SPLITS];
} paths[REPORT_WHATS] = {
    [REPORT_QUICK] = {"quick_help",
                      "on",
                      "",
                      {[REPORT_BY_KIND] = "what",
                       [REPORT_BY_AREA] = "area",
                       [REPORT_BY_PROJECT] = "project",
                       [REPORT_BY_PLACE] = "place"}},
    [REPORT_HELP] = {"case_help",
                     "on",
                     "",
                     {[REPORT_BY_KIND] = "what",
                      [REPORT_BY_AREA] = "case.area",
                      [REPORT_BY_PROJECT] = "project"}},
    [REPORT_OPENED] = {"case", "made", " historic!=yes", {[REPORT_BY_AREA] = "area"}},
    [REPORT_OPEN] = {"case", NULL, "state=open,waiting historic!=yes", {[REPORT_BY_AREA] = "area"}},
    [REPORT_CLOSED] = {"case",
                       "ended",
                       " state=resolved,withdrawn historic!=yes",
                       {[REPORT_BY_AREA] = "area", [REPORT_BY_OUTCOME] = "outcome"}},
    [REPORT_LETTER] = {"letter",
                       "written",
                       "",
                       {[REPORT_BY_AREA] = "case.area",
                        [REPORT_BY_STATE] = "state",
                        [REPORT_BY_SORT] = "sort_of"}},
    [REPORT_SENT] = {"letter",
                     "sent",
                     "",
                     {[REPORT_BY_AREA] = "case.area", [REPORT_BY_SORT] = "sort_of"}},
    [REPORT_ANSWERED] = {"letter",
                         "answered",
                         "",
                         {[REPORT_BY_AREA] = "case.area", [REPORT_BY_SORT] = "sort_of"}},
    [REPORT_ENDED] = {"proceeding",
                      "ended",
                      "",
                      {[REPORT_BY_AREA] = "case.area", [REPORT_BY_OUTCOME] = "outcome"}},
};

static void put_key(struct buf *out, const char *field, struct str key)
{
    if (key.n == 0) {
        buf_format(out, " !%s", field);
        return;
    }
    buf_format(out, " %s=\"", field);
    for (size_t i = 0; i < key.n; i++) {
        buf_char(out, key.p[i]);
        if (key.p[i] == '"')
            buf_char(out, '"');
    }
    buf_char(out, '"');
}

/* When a record was written down is a moment, all else are days. */
static void put_days(struct buf *out, const char *on, const struct report_period *period)
{
    struct date from = day_date(period->from), to = day_date(period->to);
    struct date next = day_date(period->to + 1);

    if (on == NULL)
        return;
    if (strcmp(on, "made") == 0)
        buf_format(out, "%s>=\"%04d-%02d-%02d 00:00\" %s<\"%04d-%02d-%02d 00:00\"", on, from.year,
                   from.month, from.mday, on, next.year, next.month, next.mday);
    else
        buf_format(out, "%s>=%04d-%02d-%02d %s<=%04d-%02d-%02d", on, from.year, from.month,
                   from.mday, on, to.year, to.month, to.mday);
}

struct str report_list_path(struct call *call, const struct report_period *period,
                            enum report_what what, const struct report_at *at)
{
    const char *field = at == NULL ? NULL : paths[what].fields[at->split];
    struct buf where, path;

    if (paths[what].kind == NULL || (at != NULL && (field == NULL || str_is(at->key, REPORT_REST))))
        return STR("");
    if (what == REPORT_OPEN && period->to < call->today) /* what was open then is no list */
        return STR("");
    buf_init(&where, call->arena, 4096);
    buf_init(&path, call->arena, 16384);
    put_days(&where, paths[what].on, period);
    buf_z(&where, paths[what].more);
    if (at != NULL)
        put_key(&where, field, at->key);
    buf_format(&path, "/records/%s?where=", paths[what].kind);
    url_escape(&path, buf_str(&where));
    return buf_ok(&path) && buf_ok(&where) ? buf_str(&path) : STR("");
}

/* ---- how it was counted ---- */

static void put_note(struct report_tables *out, struct str note)
{
    if (out->notes_n < REPORT_NOTES_MAX)
        out->notes[out->notes_n++] = note;
}

void report_notes(struct call *call, const struct report_order *order, struct report_tables *out)
{
    const struct report_figures *figures = order->figures;

    if (order->outside)
        put_note(out, say(call,
                          "To show outside. In the tables below, a number from 1 to %d that stands "
                          "for people, or for what was done in their cases, reads <%d; where one "
                          "could be worked out from a sum, another reads ≥%d. What holds too few "
                          "people even so is left out. Quick help has no names and is whole.",
                          SMALL_LEAST - 1, SMALL_LEAST, SMALL_LEAST));
    else
        put_note(out, say(call, "Inside the house: the numbers are exact, and a small one may be "
                                "somebody. Do not give this report away."));
    put_note(out, say(call,
                      "Help is counted each time, people once: in a table by area, help or project "
                      "somebody may stand in several rows, and \"In all\" counts her once. Quick "
                      "help has no names, so nobody knows how many people came for it."));
    put_note(out, say(call, "We worked for somebody when help was given in her case, a letter was "
                            "written, or the case or a procedure in it began or ended. Age is that "
                            "on the last day; where only the year of birth is known, the oldest "
                            "that she can be."));
    put_note(out, say(call, "A case is opened on the day on which it was written down here; cases "
                            "of an old register are not counted. Cases have no project of their "
                            "own: what was done in them has."));
    if (figures->undated != 0)
        put_note(out,
                 str_format(call->arena,
                            lang_plural(call->lang,
                                        "%lld case is closed without a day and is in no report.",
                                        "%lld cases are closed without a day and are in no report.",
                                        figures->undated),
                            (long long)figures->undated));
    put_note(out, str_format(call->arena,
                             lang_plural(call->lang,
                                         "Counted is what you may see: %lld case. Others may see "
                                         "more or fewer.",
                                         "Counted is what you may see: %lld cases. Others may see "
                                         "more or fewer.",
                                         figures->cases_seen),
                             (long long)figures->cases_seen));
}
