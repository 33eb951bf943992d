/* calendar.c - see calendar.h. What is wrong is collected, and something harmless put in its place,
 * so that one reading names all mistakes. */
#include "model/calendar.h"

#include "base/embed.h"
#include "model/pack.h"

#define MUST(key, what)                         \
    {                                           \
        .name = key, .type = what, .must = true \
    }
#define MAY(key, what)            \
    {                             \
        .name = key, .type = what \
    }

/* Also in what is not there, or is no map because of a mistake. */
static const struct yaml *find(const struct yaml *map, const char *key)
{
    return map == NULL || map->type != YAML_MAP ? NULL : yaml_find(map, key);
}

static enum substitution read_substitution(struct pack *pack, const struct yaml *map,
                                           enum substitution inherited)
{
    static const char *const words[] = {"none", "sunday to monday", "sunday to first working day",
                                        "weekend to first working day", NULL};
    int word = yaml_word(pack->call, find(map, "substitution"), words);

    return word < 0 ? inherited : (enum substitution)word;
}

static const char *const weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday",    NULL};

static int place(const char *const *words, struct str word)
{
    for (int i = 0; words[i] != NULL; i++) {
        if (str_is(word, words[i]))
            return i;
    }
    return -1;
}

/* "01-07" */
static bool is_month_day(struct str text, struct holiday_rule *rule)
{
    static const int length[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    uint64_t month, mday;

    if (text.n != 5 || text.p[2] != '-' || !str_uint(str_cut(text, 0, 2), 12, &month) ||
        !str_uint(str_cut(text, 3, 5), 31, &mday) || month < 1 || mday < 1 ||
        (int)mday > length[month - 1])
        return false;
    rule->day = HOLIDAY_FIXED;
    rule->month = (int)month;
    rule->mday = (int)mday;
    return true;
}

/* "orthodox easter", "western easter + 1", "western easter - 2" */
static bool is_easter(struct str text, struct holiday_rule *rule)
{
    struct str church = str_split(&text, ' ');
    struct str easter = str_split(&text, ' ');
    uint64_t days = 0;

    if (!str_is(easter, "easter") || !(str_is(church, "orthodox") || str_is(church, "western")))
        return false;
    if (text.n != 0) {
        struct str sign = str_split(&text, ' ');
        if (!(str_is(sign, "+") || str_is(sign, "-")) || !str_uint(text, 300, &days))
            return false;
        rule->days = str_is(sign, "-") ? -(int)days : (int)days;
    }
    rule->day = str_is(church, "western") ? HOLIDAY_WESTERN_EASTER : HOLIDAY_JULIAN_EASTER;
    return true;
}

/* "first sunday of may" */
static bool is_nth_weekday(struct str text, struct holiday_rule *rule)
{
    static const char *const nths[] = {"first", "second", "third", "fourth", "last", NULL};
    static const char *const months[] = {"january",  "february", "march",  "april",     "may",
                                         "june",     "july",     "august", "september", "october",
                                         "november", "december", NULL};
    int nth = place(nths, str_split(&text, ' '));
    int weekday = place(weekdays, str_split(&text, ' '));
    bool of = str_is(str_split(&text, ' '), "of");
    int month = place(months, text);

    if (nth < 0 || weekday < 0 || !of || month < 0)
        return false;
    rule->day = HOLIDAY_NTH_WEEKDAY;
    rule->nth = nth + 1;
    rule->weekday = (enum weekday)weekday;
    rule->month = month + 1;
    return true;
}

static void read_on(struct pack *pack, const struct yaml *on, struct holiday_rule *rule)
{
    struct str text = on == NULL ? STR("") : on->text;

    if (str_is(text, "listed"))
        rule->day = HOLIDAY_LISTED;
    else if (str_is(text, "own day"))
        rule->day = HOLIDAY_OWN;
    else if (!is_month_day(text, rule) && !is_easter(text, rule) && !is_nth_weekday(text, rule)) {
        rule->day = HOLIDAY_OWN;
        if (on != NULL && on->type == YAML_TEXT)
            yaml_fault(pack->call, on,
                       "'%s' is no day. Write 01-07, orthodox easter + 1, first sunday of may, "
                       "listed or own day.",
                       text.p);
    }
}

static void read_listed(struct pack *pack, const struct yaml *dates, struct holiday_rule *rule)
{
    static const char *const words[] = {"announced", "expected", NULL};
    struct listed_day *listed = pack_array(pack, dates == NULL ? 0 : dates->n, sizeof *listed);
    size_t n = 0;

    yaml_each(date, dates) {
        struct listed_day listing = {.on = 0};
        int word = yaml_word(pack->call, date, words);
        if (!day_parse(date->key.p, &listing.on))
            yaml_key_fault(pack->call, date, "'%s' is no date. Write it as 2027-03-10.",
                           date->key.p);
        else if (date->type != YAML_TEXT)
            yaml_fault(pack->call, date, "Here stands 'announced' or 'expected'.");
        else if (listed != NULL) {
            listing.expected = word == 1;
            listed[n++] = listing;
        }
    }
    rule->listed = listed;
    rule->listed_n = n;
}

static void read_dates(struct pack *pack, const struct yaml *map, struct holiday_rule *rule)
{
    const struct yaml *dates = find(map, "dates"), *every = find(map, "every_year");

    if (rule->day == HOLIDAY_LISTED && (dates == NULL || every == NULL)) {
        yaml_fault(pack->call, map, "Listed days need 'dates' and 'every_year'.");
    } else if (rule->day == HOLIDAY_LISTED) {
        rule->every_year = yaml_flag(pack->call, map, "every_year", false);
        read_listed(pack, dates, rule);
    } else if (dates != NULL || every != NULL) {
        yaml_fault(pack->call, map, "'dates' and 'every_year' belong to days that are 'listed'.");
    }
}

struct group {
    enum holiday_kind kind;
    enum substitution substitution;
    struct law law;
    bool names_who; /* its days are for some people alone */
};

static void read_day(struct pack *pack, const struct yaml *map, const struct group *group,
                     struct holiday_rule *rule)
{
    static const struct yaml_key keys[] = {
        MUST("on", YAML_TEXT),    MUST("name", YAML_MAP),         MAY("who", YAML_MAP),
        MAY("dates", YAML_MAP),   MAY("every_year", YAML_TEXT),   MAY("since", YAML_TEXT),
        MAY("until", YAML_TEXT),  MAY("substitution", YAML_TEXT), MAY("status", YAML_TEXT),
        MAY("source", YAML_LIST), MAY("note", YAML_TEXT),
    };

    if (!yaml_keys(pack->call, map, YAML_KEYS(keys)))
        return;
    rule->kind = group->kind;
    rule->name = pack_words(pack, find(map, "name"));
    rule->who = pack_words(pack, find(map, "who"));
    rule->law = pack_law(pack, map, group->law);
    rule->substitution = read_substitution(pack, map, group->substitution);
    read_on(pack, find(map, "on"), rule);
    read_dates(pack, map, rule);
    if (group->names_who && rule->who.n == 0)
        yaml_fault(pack->call, map, "Whom does this day free? Say it under 'who'.");
    if (!group->names_who && rule->who.n != 0)
        yaml_fault(pack->call, map, "'who' belongs to days of a community or a person.");
    if (find(map, "since") != NULL)
        rule->since = (int)yaml_int(pack->call, map, "since", HOLIDAY_YEAR_MIN, HOLIDAY_YEAR_MAX);
    if (find(map, "until") != NULL)
        rule->until = (int)yaml_int(pack->call, map, "until", HOLIDAY_YEAR_MIN, HOLIDAY_YEAR_MAX);
}

static const struct {
    const char *key;
    enum holiday_kind kind;
    bool names_who;
} groups[] = {
    {"public", HOLIDAY_PUBLIC, false},
    {"community", HOLIDAY_COMMUNITY, true},
    {"personal", HOLIDAY_PERSONAL, true},
    {"working", HOLIDAY_WORKING, false},
    {"commemoration", HOLIDAY_COMMEMORATION, false},
};

static size_t read_group(struct pack *pack, const struct yaml *map, struct group group,
                         struct holiday_rule *rules)
{
    static const struct yaml_key keys[] = {
        MUST("status", YAML_TEXT),      MUST("source", YAML_LIST), MUST("days", YAML_LIST),
        MAY("substitution", YAML_TEXT), MAY("note", YAML_TEXT),
    };
    size_t n = 0;

    if (!yaml_keys(pack->call, map, YAML_KEYS(keys)))
        return 0;
    group.substitution = read_substitution(pack, map, SUBSTITUTE_NONE);
    group.law = pack_law(pack, map, (struct law){.status = LAW_UNVERIFIED});
    yaml_each(item, find(map, "days"))
        read_day(pack, item, &group, &rules[n++]);
    return n;
}

static void read_groups(struct pack *pack, const struct yaml *top, struct calendar *calendar)
{
    enum { N = sizeof groups / sizeof *groups };
    size_t room = 0, n = 0;

    for (size_t i = 0; i < N; i++) {
        const struct yaml *days = find(find(top, groups[i].key), "days");
        room += days == NULL ? 0 : days->n;
    }
    struct holiday_rule *rules = pack_array(pack, room, sizeof *rules);
    for (size_t i = 0; i < N && rules != NULL; i++) {
        const struct yaml *map = find(top, groups[i].key);
        struct group group = {.kind = groups[i].kind, .names_who = groups[i].names_who};
        if (map != NULL)
            n += read_group(pack, map, group, rules + n);
    }
    calendar->rules = rules;
    calendar->n = n;
}

static bool all_free(const bool weekend[7])
{
    for (size_t i = 0; i < 7; i++) {
        if (!weekend[i])
            return false;
    }
    return true;
}

static void read_weekend(struct pack *pack, const struct yaml *list, struct calendar *calendar)
{
    yaml_each(item, list) {
        int weekday = yaml_word(pack->call, item, weekdays);
        if (weekday >= 0)
            calendar->weekend[weekday] = true;
    }
    if (all_free(calendar->weekend))
        yaml_fault(pack->call, list, "On some day of the week people must work.");
}

static void read_zone(struct pack *pack, const struct yaml *node, struct zone *out)
{
    if (node == NULL || node->type != YAML_TEXT || zone_parse(pack->call, node->text, out) == RC_OK)
        return;
    struct str why = pack->call->error.text;
    pack->call->error = (struct error){.rc = RC_OK}; /* it becomes one fault among others */
    yaml_fault(pack->call, node, "%.*s", (int)why.n, why.p);
}

/* "17:00" as a minute of the day */
static int read_clock(struct pack *pack, const struct yaml *node)
{
    struct str text = node->text;
    uint64_t hour, minute;

    if (node->type == YAML_TEXT && text.n == 5 && text.p[2] == ':' &&
        str_uint(str_cut(text, 0, 2), 23, &hour) && str_uint(str_cut(text, 3, 5), 59, &minute))
        return (int)(hour * 60 + minute);
    yaml_fault(pack->call, node, "Here stands a time of day, as in 17:00.");
    return 0;
}

static void read_hours(struct pack *pack, const struct yaml *map, struct term_rule *rule)
{
    static const struct yaml_key keys[] = {MUST("status", YAML_TEXT), MAY("note", YAML_TEXT),
                                           MUST("closes", YAML_MAP)};

    for (size_t i = 0; i < 7; i++)
        rule->closes[i] = 24 * 60; /* never, until the file says when */
    if (map == NULL || !yaml_keys(pack->call, map, YAML_KEYS(keys)))
        return;
    rule->hours = pack_law(pack, map, (struct law){.source = STR("")});
    yaml_each(time, find(map, "closes")) {
        int weekday = place(weekdays, time->key);
        if (weekday < 0)
            yaml_key_fault(pack->call, time, "'%s' is no day of the week.", time->key.p);
        else
            rule->closes[weekday] = read_clock(pack, time);
    }
}

/* Laws may count otherwise one day; until the program can, it must not pretend. */
static bool read_choice(struct pack *pack, const struct yaml *map, const char *key,
                        const char *const words[3])
{
    return yaml_word(pack->call, find(map, key), words) == 0;
}

static void read_counting(struct pack *pack, const struct yaml *map, struct term_rule *rule)
{
    static const struct yaml_key keys[] = {
        MUST("status", YAML_TEXT),          MUST("source", YAML_LIST),
        MUST("event_day", YAML_TEXT),       MUST("months", YAML_TEXT),
        MUST("days_off_inside", YAML_TEXT), MUST("last_day", YAML_TEXT),
        MUST("receipt", YAML_TEXT),         MUST("text", YAML_MAP),
        MAY("office_hours", YAML_MAP),      MAY("note", YAML_TEXT),
    };
    static const char *const event_day[3] = {"excluded"};
    static const char *const months[3] = {"same number or last day"};
    static const char *const inside[3] = {"run"};
    static const char *const last_day[3] = {"next working day", "stays"};
    static const char *const receipt[3] = {"next working day", "day of arrival"};

    if (map == NULL || !yaml_keys(pack->call, map, YAML_KEYS(keys)))
        return;
    (void)read_choice(pack, map, "event_day", event_day);
    (void)read_choice(pack, map, "months", months);
    (void)read_choice(pack, map, "days_off_inside", inside);
    rule->ends_on_working_day = read_choice(pack, map, "last_day", last_day);
    rule->receipt_working_day = read_choice(pack, map, "receipt", receipt);
    rule->text = pack_words(pack, find(map, "text"));
    rule->law = pack_law(pack, map, (struct law){.status = LAW_UNVERIFIED});
    read_hours(pack, find(map, "office_hours"), rule);
}

static enum rc end(struct pack *pack)
{
    enum rc rc = call_faults_of(pack->call, pack->keep);

    return rc == RC_OK && pack->out_of_memory ? fail_memory(pack->call) : rc;
}

static enum rc open_pack(struct pack *pack, struct str name, struct str bytes,
                         const struct yaml **top)
{
    enum rc rc = yaml_read(pack->call, name, bytes, pack->keep, top);

    if (rc == RC_OK)
        pack_sources(pack, find(*top, "sources"));
    return rc;
}

enum rc calendar_read(struct call *call, struct str name, struct str bytes, struct arena *keep,
                      const struct term_country **out)
{
    static const struct yaml_key keys[] = {
        MUST("country", YAML_TEXT), MUST("zone", YAML_TEXT),  MUST("weekend", YAML_LIST),
        MUST("sources", YAML_MAP),  MUST("public", YAML_MAP), MAY("community", YAML_MAP),
        MAY("personal", YAML_MAP),  MAY("working", YAML_MAP), MAY("commemoration", YAML_MAP),
        MUST("counting", YAML_MAP),
    };
    struct pack pack = {.call = call, .keep = keep};
    const struct yaml *top;
    enum rc rc = open_pack(&pack, name, bytes, &top);

    if (rc != RC_OK)
        return rc;
    struct term_country *country = pack_array(&pack, 1, sizeof *country);
    struct calendar *calendar = pack_array(&pack, 1, sizeof *calendar);
    if (country == NULL || calendar == NULL)
        return fail_memory(call);
    if (yaml_keys(call, top, YAML_KEYS(keys))) {
        calendar->country = yaml_text(top, "country");
        read_zone(&pack, find(top, "zone"), &country->zone);
        read_weekend(&pack, find(top, "weekend"), calendar);
        read_groups(&pack, top, calendar);
        read_counting(&pack, find(top, "counting"), &country->rule);
    }
    country->calendar = calendar;
    rc = end(&pack);
    if (rc == RC_OK)
        rc = calendar_prepare(call, keep, calendar);
    if (rc == RC_OK)
        *out = country;
    return rc;
}

enum rc calendar_read_common(struct call *call, struct str name, struct str bytes,
                             struct arena *keep, const struct calendar **out)
{
    static const struct yaml_key keys[] = {MUST("sources", YAML_MAP),
                                           MUST("commemoration", YAML_MAP)};
    struct pack pack = {.call = call, .keep = keep};
    const struct yaml *top;
    enum rc rc = open_pack(&pack, name, bytes, &top);

    if (rc != RC_OK)
        return rc;
    struct calendar *calendar = pack_array(&pack, 1, sizeof *calendar);
    if (calendar == NULL)
        return fail_memory(call);
    if (yaml_keys(call, top, YAML_KEYS(keys)))
        read_groups(&pack, top, calendar);
    rc = end(&pack);
    if (rc == RC_OK)
        *out = calendar;
    return rc;
}

/* "packs/mk/calendar.yaml": two letters in a place of their own. */
static bool is_calendar(struct str path)
{
    return path.n == sizeof "packs/xx/calendar.yaml" - 1 && str_ends(path, STR("/calendar.yaml"));
}

static char upper(char c)
{
    if (c < 'a' || c > 'z')
        return c;
    return (char)(c - 'a' + 'A');
}

static bool is_of(struct str path, struct str country)
{
    return country.n == 2 && upper(path.p[6]) == upper(country.p[0]) &&
           upper(path.p[7]) == upper(country.p[1]);
}

static enum rc no_calendar(struct call *call, struct str country)
{
    struct buf known;

    buf_init(&known, call->arena, 1024);
    embedded_each(file, STR("packs/")) {
        if (is_calendar(str_of(file->name)))
            buf_format(&known, " %c%c", upper(file->name[6]), upper(file->name[7]));
    }
    struct str list = buf_str(&known);
    return fail(call, RC_NOT_FOUND, "country",
                "There is no calendar for '%.*s' here. There is one for:%.*s.", (int)country.n,
                country.n == 0 ? "" : country.p, (int)list.n, list.n == 0 ? "" : list.p);
}

enum rc calendar_of(struct call *call, struct str country, struct arena *keep,
                    const struct term_country **out)
{
    embedded_each(file, STR("packs/")) {
        struct str path = str_of(file->name);
        if (is_calendar(path) && is_of(path, country))
            return calendar_read(call, path, file->bytes, keep, out);
    }
    return no_calendar(call, country);
}
