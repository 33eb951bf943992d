/* field.c - see field.h. */
#include "model/field.h"

#include "base/figure.h"
#include "base/id.h"
#include "base/lang.h"
#include "base/text.h"
#include "model/app.h"
#include "model/packs.h"
#include "rules/zone.h"

/* ---- the columns of each type ---- */

static const struct column text_columns[] = {{"", COLUMN_TEXT, true, NULL, 0}};
static const struct column long_columns[] = {{"", COLUMN_LONG, true, NULL, 0}};
static const struct column int_columns[] = {{"", COLUMN_INT, true, NULL, 0}};
static const struct column day_columns[] = {{"", COLUMN_DAY, true, NULL, 0}};
static const struct column moment_columns[] = {{"", COLUMN_MOMENT, true, NULL, 0}};
static const struct column flag_columns[] = {{"", COLUMN_FLAG, true, NULL, 0}};
static const struct column choice_columns[] = {{"", COLUMN_CHOICE, true, NULL, 0}};
static const struct column link_columns[] = {{"", COLUMN_LINK, true, NULL, 0}};
static const struct column url_columns[] = {{"", COLUMN_TEXT, true, NULL, 2000}};
static const struct column bytes_columns[] = {{"", COLUMN_BYTES, true, NULL, 0}};
static const struct column money_columns[] = {
    {"", COLUMN_INT, true, NULL, 0},
    {"_currency", COLUMN_TEXT, true, NULL, 3},
};
static const struct column partial_columns[] = {
    {"", COLUMN_DAY, true, NULL, 0},
    {"_precision", COLUMN_INT, true, NULL, 3},
};
static const struct column place_columns[] = {
    {"", COLUMN_TEXT, true, NULL, 0},
    {"_settlement", COLUMN_TEXT, false, NULL, 0},
    {"_lat", COLUMN_INT, false, NULL, 0},
    {"_lon", COLUMN_INT, false, NULL, 0},
};

static const char *const whose_words[] = {"own", "family", "neighbour", "work", "other", NULL};
static const char *const safe_words[] = {"yes", "no", "ask", NULL};
static const struct column phone_columns[] = {
    {"number", COLUMN_TEXT, true, NULL, 40},      {"whose", COLUMN_CHOICE, true, whose_words, 0},
    {"safe", COLUMN_CHOICE, true, safe_words, 0}, {"hours", COLUMN_TEXT, false, NULL, 80},
    {"worked", COLUMN_DAY, false, NULL, 0},       {"note", COLUMN_TEXT, false, NULL, 0},
    {"through", COLUMN_TEXT, false, NULL, 120}, /* who hands a message on */
};

static const char *const name_words[] = {"given",    "family", "father", "mother",
                                         "nickname", "former", "other",  NULL};
static const struct column name_columns[] = {
    {"part", COLUMN_CHOICE, true, name_words, 0},
    {"text", COLUMN_TEXT, true, NULL, 120},
    {"script", COLUMN_TEXT, false, NULL, 4}, /* ISO 15924: Cyrl, Latn */
    {"gram", COLUMN_TEXT, false, NULL, 400}, /* declared case forms: "gen=...;dat=..." */
};

static const struct column file_columns[] = {
    {"blob", COLUMN_BYTES, true, NULL, 16}, /* its id */
    {"key", COLUMN_BYTES, true, NULL, 32},  /* opens it */
    {"hash", COLUMN_BYTES, true, NULL, 32}, /* of the sealed file */
    {"name", COLUMN_TEXT, true, NULL, 200},  {"type", COLUMN_TEXT, true, NULL, 100},
    {"size", COLUMN_INT, true, NULL, 0}, /* bytes, before sealing */
    {"added", COLUMN_MOMENT, true, NULL, 0},
};

static const char *const sign_words[] = {"signature", "thumbprint", "voice", "read aloud", NULL};
static const struct column signature_columns[] = {
    {"how", COLUMN_CHOICE, true, sign_words, 0}, {"day", COLUMN_DAY, true, NULL, 0},
    {"by", COLUMN_TEXT, true, NULL, 200},        {"witness", COLUMN_TEXT, false, NULL, 200},
    {"blob", COLUMN_BYTES, false, NULL, 16},     {"key", COLUMN_BYTES, false, NULL, 32},
    {"hash", COLUMN_BYTES, false, NULL, 32},     {"name", COLUMN_TEXT, false, NULL, 200},
    {"type", COLUMN_TEXT, false, NULL, 100},     {"size", COLUMN_INT, false, NULL, 0},
};

/* ---- rules beyond the columns ---- */

static const char *email_fault(const struct field *field, struct value v)
{
    struct str rest = v.s, local = str_split(&rest, '@');

    (void)field;
    return local.n != 0 && str_find(rest, '.') < rest.n && str_find(v.s, ' ') == v.s.n
               ? NULL
               : "An e-mail address looks like name@example.org.";
}

static const char *url_fault(const struct field *field, struct value v)
{
    (void)field;
    return str_starts(v.s, STR("https://")) || str_starts(v.s, STR("http://"))
               ? NULL
               : "A web address begins with https://.";
}

static const char *money_fault(const struct field *field, struct value v)
{
    struct str currency = v.list.items[1].s;

    (void)field;
    for (size_t i = 0; i < currency.n; i++)
        if (currency.p[i] < 'A' || currency.p[i] > 'Z')
            return "A currency has three capital letters, such as EUR.";
    return currency.n == 3 ? NULL : "A currency has three capital letters, such as EUR.";
}

static const char *partial_fault(const struct field *field, struct value v)
{
    struct date date = day_date((day)v.list.items[0].i);
    int64_t precision = v.list.items[1].i;

    (void)field;
    if (precision < PRECISION_YEAR || precision > PRECISION_DAY)
        return "A date is known to the day, the month or the year.";
    if ((precision < PRECISION_DAY && date.mday != 1) ||
        (precision < PRECISION_MONTH && date.month != 1))
        return "What is not known of a date is kept as its first day.";
    return NULL;
}

static const char *duration_fault(const struct field *field, struct value v)
{
    (void)field;
    return v.i >= 0 ? NULL : "A duration cannot be less than nothing.";
}

static bool is_case_form(struct str word)
{
    static const char *const words[] = {"gen", "dat", "acc", "voc", "ins", "loc"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(word, words[i]))
            return true;
    return false;
}

/* "gen=Senade; dat=Senadi": how the name's bearer declares it, never made by rule. */
static bool is_case_forms(struct str text)
{
    while (text.n != 0) {
        struct str form = str_trim(str_split(&text, ';'));
        struct str word = str_trim(str_split(&form, '='));
        if (!is_case_form(word) || str_trim(form).n == 0)
            return false;
    }
    return true;
}

static bool is_script(struct str s)
{
    bool ok = s.n == 4 && s.p[0] >= 'A' && s.p[0] <= 'Z';

    for (size_t i = 1; ok && i < s.n; i++)
        ok = s.p[i] >= 'a' && s.p[i] <= 'z';
    return ok;
}

static const char *names_fault(const struct field *field, struct value v)
{
    (void)field;
    for (size_t i = 0; i < v.list.n; i++) {
        const struct value *row = v.list.items[i].list.items;
        if (row[2].type == V_TEXT && !is_script(row[2].s))
            return "A script is named by four letters, such as Cyrl or Latn.";
        if (row[3].type == V_TEXT && !is_case_forms(row[3].s))
            return "Case forms are written like this: gen=Senade; dat=Senadi";
    }
    return NULL;
}

/* Signs that people put into numbers, and at least three digits. */
static const char *phones_fault(const struct field *field, struct value v)
{
    (void)field;
    for (size_t i = 0; i < v.list.n; i++) {
        struct str number = v.list.items[i].list.items[0].s;
        size_t digits = 0;
        for (size_t k = 0; k < number.n; k++) {
            if (strchr("0123456789+-/() .*#x", number.p[k]) == NULL)
                return "A telephone number has digits, blanks and + - / ( ) alone.";
            digits += number.p[k] >= '0' && number.p[k] <= '9';
        }
        if (digits < 3)
            return "A telephone number has at least three digits.";
    }
    return NULL;
}

static const char *place_fault(const struct field *field, struct value v)
{
    const struct value *part = v.list.items;
    bool lat = part[2].type == V_INT, lon = part[3].type == V_INT;

    (void)field;
    if (lat != lon)
        return "A point has a latitude and a longitude.";
    return lat && (part[2].i < -90000000 || part[2].i > 90000000 || part[3].i < -180000000 ||
                   part[3].i > 180000000)
               ? "A point lies between 90 degrees south and north, 180 degrees west and east."
               : NULL;
}

/* A proof is a whole file or none: with its key, its hash and its name. */
static const char *signature_fault(const struct field *field, struct value v)
{
    (void)field;
    for (size_t i = 0; i < v.list.n; i++) {
        const struct value *row = v.list.items[i].list.items;
        if ((row[4].type == V_NULL) != (row[5].type == V_NULL))
            return "The file that proves this is not whole.";
        if (str_is(row[0].s, "thumbprint") && row[3].type == V_NULL)
            return "A thumbprint needs a witness.";
    }
    return NULL;
}

/* ---- reading what people type ---- */

static bool parse_flag(struct call *call, const struct field *field, struct str typed,
                       struct value *out)
{
    static const struct {
        const char *word;
        int means;
    } words[] = {{"yes", 1}, {"1", 1}, {"on", 1}, {"true", 1}, {"no", 0}, {"0", 0}, {"false", 0}};

    (void)call;
    (void)field;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(typed, words[i].word)) {
            *out = v_int(words[i].means);
            return true;
        }
    return false;
}

/* "1.234,50" and "1,234.50": the last mark followed by the digits wanted is the point. */
static bool parse_scaled(struct call *call, struct str typed, int digits, int64_t *out)
{
    struct buf number;
    bool minus = str_starts(typed, STR("-"));
    size_t point = typed.n;

    for (size_t i = typed.n; i-- > 0 && point == typed.n;)
        if (typed.p[i] == ',' || typed.p[i] == '.')
            point = i;
    size_t fraction = point == typed.n ? 0 : typed.n - point - 1;
    if (fraction > (size_t)digits) { /* "1.234": a mark between thousands, unless too many */
        if (fraction != 3)
            return false;
        fraction = 0;
    }
    buf_init(&number, call->arena, 40);
    for (size_t i = minus; i < typed.n; i++)
        if (typed.p[i] >= '0' && typed.p[i] <= '9')
            buf_char(&number, typed.p[i]);
        else if (typed.p[i] != ',' && typed.p[i] != '.' && typed.p[i] != ' ')
            return false;
    for (size_t i = fraction; i < (size_t)digits; i++)
        buf_char(&number, '0');
    int64_t value;
    if (!str_int(buf_str(&number), &value))
        return false;
    *out = minus ? -value : value;
    return true;
}

static bool parse_decimal(struct call *call, const struct field *field, struct str typed,
                          struct value *out)
{
    int64_t scaled;

    if (!parse_scaled(call, typed, field->digits, &scaled))
        return false;
    *out = v_int(scaled);
    return true;
}

static bool make_list(struct call *call, const struct value *values, size_t n, struct value *out)
{
    return value_copy(call->arena, v_list(values, n), out);
}

/* "1.250,00 EUR" */
static bool parse_money(struct call *call, const struct field *field, struct str typed,
                        struct value *out)
{
    size_t space = typed.n;

    (void)field;
    while (space > 0 && typed.p[space - 1] != ' ')
        space--;
    int64_t minor;
    if (space == 0 || !parse_scaled(call, str_trim(str_cut(typed, 0, space)), 2, &minor))
        return false;
    struct value parts[] = {v_int(minor), v_text(str_cut(typed, space, typed.n))};
    return make_list(call, parts, 2, out);
}

static bool parse_date(struct call *call, const struct field *field, struct str typed,
                       struct value *out)
{
    day d;

    (void)field;
    if (!day_typed(call, typed, &d))
        return false;
    *out = v_int(d);
    return true;
}

static bool parse_partial(struct call *call, const struct field *field, struct str typed,
                          struct value *out)
{
    enum date_precision precision;
    day d;

    (void)field;
    if (!day_typed_partly(call, typed, &d, &precision))
        return false;
    struct value parts[] = {v_int(d), v_int(precision)};
    return make_list(call, parts, 2, out);
}

/* "22.11.2026 14:30": a day, then the time on the organisation's clock */
static bool parse_moment(struct call *call, const struct field *field, struct str typed,
                         struct value *out)
{
    static const struct zone utc;
    size_t space = typed.n;
    uint64_t hour, minute;
    day d;

    (void)field;
    while (space > 0 && typed.p[space - 1] != ' ' && typed.p[space - 1] != 'T')
        space--;
    struct str time = str_cut(typed, space, typed.n), first = str_split(&time, ':');
    struct str on = str_trim(str_cut(typed, 0, space == 0 ? 0 : space - 1));
    if (str_ends(on, STR(",")))
        on = str_cut(on, 0, on.n - 1);
    if (!str_uint(first, 23, &hour) || !str_uint(str_cut(time, 0, 2), 59, &minute) || time.n != 2 ||
        !day_typed(call, on, &d))
        return false;
    *out = v_int(
        zone_moment(call->zone == NULL ? &utc : call->zone, d, (int)(hour * 3600 + minute * 60)));
    return true;
}

/* "90", "1:30" hours and minutes */
static bool parse_duration(struct call *call, const struct field *field, struct str typed,
                           struct value *out)
{
    struct str rest = typed, head = str_split(&rest, ':');
    uint64_t first, minutes = 0;

    (void)call;
    (void)field;
    if (!str_uint(head, 1 << 20, &first) || (rest.n != 0 && !str_uint(rest, 59, &minutes)))
        return false;
    *out = v_int(rest.n == 0 ? (int64_t)first : (int64_t)(first * 60 + minutes));
    return true;
}

/* ---- showing ---- */

static struct str show_flag(struct call *call, const struct field *field, struct value v)
{
    (void)field;
    return v.i != 0 ? say(call, "yes") : say(call, "no");
}

static struct str show_decimal(struct call *call, const struct field *field, struct value v)
{
    return figure_number(call, v.i, field->digits, false);
}

static struct str show_money(struct call *call, const struct field *field, struct value v)
{
    struct str amount = figure_number(call, v.list.items[0].i, 2, true);

    (void)field;
    return str_format(call->arena, "%s %s", amount.p, str_z(call->arena, v.list.items[1].s));
}

static struct str show_date(struct call *call, const struct field *field, struct value v)
{
    (void)field;
    return day_show(call, (day)v.i);
}

static struct str show_partial(struct call *call, const struct field *field, struct value v)
{
    struct date date = day_date((day)v.list.items[0].i);

    (void)field;
    switch ((enum date_precision)v.list.items[1].i) {
    case PRECISION_YEAR: return str_format(call->arena, "%d", date.year);
    case PRECISION_MONTH: return figure_month(call, date.year, date.month);
    case PRECISION_DAY: break;
    }
    return day_show(call, (day)v.list.items[0].i);
}

/* As the clock of the organisation showed it. */
static struct str show_moment(struct call *call, const struct field *field, struct value v)
{
    struct local_time local = {.on = 0};
    static const struct zone utc;

    (void)field;
    local = zone_local(call->zone == NULL ? &utc : call->zone, v.i);
    return figure_minute(call, local.on, local.second / 60);
}

static struct str show_duration(struct call *call, const struct field *field, struct value v)
{
    (void)field;
    return str_format(call->arena, "%lld:%02lld", (long long)(v.i / 60), (long long)(v.i % 60));
}

static struct str show_choice(struct call *call, const struct field *field, struct value v)
{
    const struct choice *choice = field->choices == NULL ? NULL : choice_find(field->choices, v.s);

    return choice == NULL ? v.s : label_text(call, &choice->label);
}

static struct str choice_label(struct call *call, const struct choice *choice, struct str lang)
{
    for (size_t i = 0; i < choice->label.n; i++)
        if (str_eq(choice->label.texts[i].lang, lang))
            return choice->label.texts[i].text;
    return label_text(call, &choice->label);
}

/* "Fushë Kosovë / Kosovo Polje": each official name once, the reader's own language first. */
static void put_municipality(struct call *call, struct buf *out, const struct field *field,
                             struct str code)
{
    const struct choice *choice = choice_find(field->choices, code);
    struct str first = choice == NULL ? code : label_text(call, &choice->label);

    buf_add(out, first);
    for (size_t i = 0; choice != NULL && i < field->choices->official_n; i++) {
        struct str name = choice_label(call, choice, field->choices->official[i]);
        if (str_eq(name, first))
            continue;
        buf_z(out, " / ");
        buf_add(out, name);
    }
}

static struct str show_place(struct call *call, const struct field *field, struct value v)
{
    struct buf out;

    buf_init(&out, call->arena, FIELD_LONG_TEXT_MAX);
    if (v.list.items[0].type == V_TEXT)
        put_municipality(call, &out, field, v.list.items[0].s);
    if (v.list.items[1].type == V_TEXT) {
        buf_z(&out, ", ");
        buf_add(&out, v.list.items[1].s);
    }
    return buf_str(&out);
}

/* "Senada Demirova": given and family names in their order; others only in the full record. */
static struct str show_names(struct call *call, const struct field *field, struct value v)
{
    struct buf out;

    (void)field;
    buf_init(&out, call->arena, FIELD_LONG_TEXT_MAX);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < v.list.n; i++) {
            const struct value *row = v.list.items[i].list.items;
            bool main = str_is(row[0].s, "given") || str_is(row[0].s, "family");
            if (pass == 0 ? !main : (main || out.n != 0 || !str_is(row[0].s, "nickname")))
                continue;
            if (out.n != 0)
                buf_char(&out, ' ');
            buf_add(&out, row[1].s);
        }
    return buf_str(&out);
}

/* ---- the table ---- */

#define COLUMNS(columns) columns, sizeof(columns) / sizeof *(columns)

enum {
    OPS_THERE = 1 << QUERY_EMPTY | 1 << QUERY_FILLED,
    OPS_SAME = OPS_THERE | 1 << QUERY_IS | 1 << QUERY_IS_NOT,
    OPS_PICK = OPS_SAME | 1 << QUERY_ONE_OF | 1 << QUERY_NONE_OF,
    OPS_ORDER =
        OPS_PICK | 1 << QUERY_BEFORE | 1 << QUERY_UP_TO | 1 << QUERY_AFTER | 1 << QUERY_FROM,
    OPS_WORDS = OPS_PICK | 1 << QUERY_HAS,
    OPS_NAMES = OPS_THERE | 1 << QUERY_HAS,
};

static const struct field_type types[] = {
    {"text", SHAPE_ONE, MERGE_LABEL, COLUMNS(text_columns), NULL, NULL, NULL, "", OPS_WORDS},
    {"long text", SHAPE_ONE, MERGE_LEGAL, COLUMNS(long_columns), NULL, NULL, NULL, "", OPS_NAMES},
    {"whole number", SHAPE_ONE, MERGE_LABEL, COLUMNS(int_columns), NULL, NULL, NULL, "12",
     OPS_ORDER},
    {"decimal", SHAPE_ONE, MERGE_LABEL, COLUMNS(int_columns), NULL, parse_decimal, show_decimal,
     "12.5", OPS_ORDER},
    {"money", SHAPE_SEVERAL, MERGE_LEGAL, COLUMNS(money_columns), money_fault, parse_money,
     show_money, "1250.00 EUR", OPS_ORDER},
    {"date", SHAPE_ONE, MERGE_LEGAL, COLUMNS(day_columns), NULL, parse_date, show_date,
     "22.11.2026", OPS_ORDER},
    {"partial date", SHAPE_SEVERAL, MERGE_LEGAL, COLUMNS(partial_columns), partial_fault,
     parse_partial, show_partial, "2026, 2026-11 or 22.11.2026", OPS_ORDER},
    {"moment", SHAPE_ONE, MERGE_LEGAL, COLUMNS(moment_columns), NULL, parse_moment, show_moment,
     "2026-11-22 14:30", OPS_ORDER},
    {"duration", SHAPE_ONE, MERGE_LABEL, COLUMNS(int_columns), duration_fault, parse_duration,
     show_duration, "1:30", OPS_ORDER},
    {"flag", SHAPE_ONE, MERGE_LABEL, COLUMNS(flag_columns), NULL, parse_flag, show_flag, "yes",
     OPS_SAME},
    {"choice", SHAPE_ONE, MERGE_LEGAL, COLUMNS(choice_columns), NULL, NULL, show_choice, "",
     OPS_PICK},
    {"choices", SHAPE_SET, MERGE_SET, COLUMNS(choice_columns), NULL, NULL, show_choice, "",
     OPS_PICK},
    {"link", SHAPE_ONE, MERGE_LEGAL, COLUMNS(link_columns), NULL, NULL, NULL, "", OPS_PICK},
    {"links", SHAPE_SET, MERGE_SET, COLUMNS(link_columns), NULL, NULL, NULL, "", OPS_PICK},
    {"files", SHAPE_ROWS, MERGE_APPEND, COLUMNS(file_columns), NULL, NULL, NULL, "", OPS_THERE},
    {"place", SHAPE_SEVERAL, MERGE_LABEL, COLUMNS(place_columns), place_fault, NULL, show_place,
     "Municipality, settlement", OPS_PICK},
    {"phones", SHAPE_ROWS, MERGE_LABEL, COLUMNS(phone_columns), phones_fault, NULL, NULL,
     "070 123 456, own, yes", OPS_NAMES},
    {"e-mail", SHAPE_ONE, MERGE_LABEL, COLUMNS(text_columns), email_fault, NULL, NULL,
     "name@example.org", OPS_WORDS},
    {"web address", SHAPE_ONE, MERGE_LABEL, COLUMNS(url_columns), url_fault, NULL, NULL,
     "https://example.org", OPS_WORDS},
    {"names", SHAPE_ROWS, MERGE_LABEL, COLUMNS(name_columns), names_fault, NULL, show_names,
     "given, Senada; family, Demirova", OPS_NAMES},
    {"signature", SHAPE_ROWS, MERGE_APPEND, COLUMNS(signature_columns), signature_fault, NULL, NULL,
     "thumbprint, 22.11.2026, Senada D., Mira M.", OPS_THERE},
    {"sealed bytes", SHAPE_ONE, MERGE_LEGAL, COLUMNS(bytes_columns), NULL, NULL, NULL, "",
     OPS_THERE},
};

const struct field_type *field_type_at(size_t i)
{
    return i < sizeof types / sizeof *types ? &types[i] : NULL;
}

const struct field_type *field_type_find(struct str name)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_is(name, types[i].name))
            return &types[i];
    return NULL;
}

/* ---- checking ---- */

static bool is_word(const char *const *words, struct str text)
{
    for (; *words != NULL; words++)
        if (str_is(text, *words))
            return true;
    return false;
}

static const char *text_fault(const struct field *field, const struct column *column,
                              struct value v)
{
    int64_t max = field->max != 0 && column->suffix[0] == '\0' ? field->max : column->max;

    if (max == 0)
        max = column->kind == COLUMN_LONG ? FIELD_LONG_TEXT_MAX : FIELD_TEXT_MAX;
    if (v.type != V_TEXT)
        return "This must be a text.";
    if (v.s.n == 0)
        return "An empty text is kept as nothing.";
    return (int64_t)v.s.n > max ? "This text is too long." : NULL;
}

static const char *number_fault(const struct field *field, const struct column *column,
                                struct value v)
{
    int64_t max = field->max != 0 && column->suffix[0] == '\0' ? field->max : column->max;

    if (v.type != V_INT)
        return "This must be a number.";
    if (column->kind == COLUMN_FLAG && v.i != 0 && v.i != 1)
        return "This is yes or no.";
    if (column->kind == COLUMN_DAY && (v.i < day_min() || v.i > day_max()))
        return "A date lies between the years 1 and 9999.";
    return max != 0 && v.i > max ? "This number is too large." : NULL;
}

static const char *column_fault(const struct field *field, const struct column *column,
                                struct value v)
{
    switch (column->kind) {
    case COLUMN_TEXT:
    case COLUMN_LONG: return text_fault(field, column, v);
    case COLUMN_INT:
    case COLUMN_DAY:
    case COLUMN_MOMENT:
    case COLUMN_FLAG: return number_fault(field, column, v);
    case COLUMN_CHOICE:
        if (v.type == V_TEXT && (column->words != NULL ? is_word(column->words, v.s)
                                                       : choice_find(field->choices, v.s) != NULL))
            return NULL;
        return "Choose one of the list.";
    case COLUMN_LINK:
        return v.type == V_BYTES && v.s.n == ID_SIZE ? NULL : "This must name a record.";
    case COLUMN_BYTES:
        return v.type == V_BYTES && (column->max == 0 || (int64_t)v.s.n == column->max)
                   ? NULL
                   : "These bytes do not have the right length.";
    }
    return NULL;
}

static const char *row_fault(const struct field *field, struct value v)
{
    const struct field_type *type = field->type;

    if (v.type != V_LIST || v.list.n != type->n)
        return "This does not have the right parts.";
    for (size_t i = 0; i < type->n; i++) {
        struct value part = v.list.items[i];
        if (part.type == V_NULL && !type->columns[i].must)
            continue;
        const char *fault = column_fault(field, &type->columns[i], part);
        if (fault != NULL)
            return fault;
    }
    return NULL;
}

static const char *one_fault(const struct field *field, struct value v)
{
    return field->type->shape == SHAPE_ONE || field->type->shape == SHAPE_SET
               ? column_fault(field, &field->type->columns[0], v)
               : row_fault(field, v);
}

/* Sorted and without repetition; an insertion sort, since sets are short. */
static bool sort_set(struct call *call, struct value *v)
{
    struct value *items = arena_array(call->arena, v->list.n, sizeof *items);
    size_t n = 0;

    if (items == NULL)
        return false;
    for (size_t i = 0; i < v->list.n; i++) {
        size_t at = n;
        while (at > 0 && value_cmp(items[at - 1], v->list.items[i]) > 0)
            at--;
        if (at > 0 && value_eq(items[at - 1], v->list.items[i]))
            continue;
        memmove(items + at + 1, items + at, (n - at) * sizeof *items);
        items[at] = v->list.items[i];
        n++;
    }
    *v = v_list(items, n);
    return true;
}

static const char *list_fault(struct call *call, const struct field *field, struct value *v)
{
    if (v->type != V_LIST)
        return "This must be a list.";
    if (v->list.n > FIELD_ITEMS_MAX)
        return "This list is too long.";
    for (size_t i = 0; i < v->list.n; i++) {
        const char *fault = one_fault(field, v->list.items[i]);
        if (fault != NULL)
            return fault;
    }
    if (v->list.n == 0)
        *v = v_null();
    else if (field->type->shape == SHAPE_SET && !sort_set(call, v))
        return rc_text(RC_MEMORY);
    return NULL;
}

void field_check(struct call *call, const struct field *field, struct value *v)
{
    const struct field_type *type = field->type;
    bool list = type->shape == SHAPE_SET || type->shape == SHAPE_ROWS;

    if (v->type == V_NULL)
        return;
    const char *fault = list ? list_fault(call, field, v) : one_fault(field, *v);
    if (fault == NULL && type->fault != NULL && v->type != V_NULL)
        fault = type->fault(field, *v);
    if (fault != NULL)
        fault_add(call, field->name, "%s: %s", str_z(call->arena, label_text(call, &field->label)),
                  lang_text(call->lang, fault));
}

static bool widen_row(struct arena *arena, const struct field_type *type, struct value *v)
{
    if (v->type != V_LIST || v->list.n >= type->n)
        return true;
    struct value *items = arena_array(arena, type->n, sizeof *items);
    if (items == NULL)
        return false;
    for (size_t i = 0; i < v->list.n; i++)
        items[i] = v->list.items[i];
    *v = v_list(items, type->n);
    return true;
}

bool field_widen(struct arena *arena, const struct field *field, struct value *v)
{
    const struct field_type *type = field->type;

    if (v->type != V_LIST || type->shape == SHAPE_ONE || type->shape == SHAPE_SET)
        return true;
    if (type->shape == SHAPE_SEVERAL)
        return widen_row(arena, type, v);
    if (v->list.n == 0 || v->list.items[0].type != V_LIST || v->list.items[0].list.n >= type->n)
        return true; /* rows of one list are all of one age */
    struct value *rows = arena_array(arena, v->list.n, sizeof *rows);
    bool ok = rows != NULL;
    for (size_t i = 0; i < v->list.n && ok; i++) {
        rows[i] = v->list.items[i];
        ok = widen_row(arena, type, &rows[i]);
    }
    if (ok)
        *v = v_list(rows, v->list.n);
    return ok;
}

/* ---- generic reading and showing, by column ---- */

static bool parse_column(struct call *call, const struct column *column, struct str typed,
                         struct value *out)
{
    int64_t i;
    day d;

    *out = v_null();
    if (typed.n == 0)
        return true;
    switch (column->kind) {
    case COLUMN_TEXT:
    case COLUMN_LONG:
    case COLUMN_CHOICE: *out = v_text(typed); return true;
    case COLUMN_INT:
    case COLUMN_FLAG:
    case COLUMN_MOMENT:
        if (!str_int(typed, &i))
            return false;
        *out = v_int(i);
        return true;
    case COLUMN_DAY:
        if (!day_typed(call, typed, &d))
            return false;
        *out = v_int(d);
        return true;
    case COLUMN_LINK:
    case COLUMN_BYTES: {
        char *bytes = arena_alloc(call->arena, typed.n / 2 + 1);
        if (bytes == NULL || !str_unhex(typed, bytes, typed.n / 2))
            return false;
        *out = v_bytes(str_bytes(bytes, typed.n / 2));
        return true;
    }
    }
    return false;
}

static bool parse_row(struct call *call, const struct field_type *type, struct str typed,
                      struct value *out)
{
    struct value parts[FIELD_COLUMNS_MAX];
    bool any = false;

    *out = v_null();
    for (size_t i = 0; i < type->n; i++) {
        struct str cell = i + 1 == type->n ? typed : str_split(&typed, ',');
        if (!parse_column(call, &type->columns[i], str_trim(cell), &parts[i]))
            return false;
        any |= parts[i].type != V_NULL;
    }
    return any ? make_list(call, parts, type->n, out) : true;
}

static bool parse_item(struct call *call, const struct field_type *type, struct str typed,
                       struct value *out)
{
    return type->shape == SHAPE_ONE || type->shape == SHAPE_SET
               ? parse_column(call, &type->columns[0], typed, out)
               : parse_row(call, type, typed, out);
}

static bool parse_items(struct call *call, const struct field_type *type, struct str typed,
                        struct value *out)
{
    struct value items[FIELD_ITEMS_MAX];
    size_t n = 0;

    while (typed.n != 0) {
        struct str item = str_trim(str_split(&typed, ';'));
        if (item.n == 0)
            continue;
        if (n == FIELD_ITEMS_MAX || !parse_item(call, type, item, &items[n++]))
            return false;
    }
    return make_list(call, items, n, out);
}

/* ---- texts that name a procedure of the packs */

static bool has_name(const struct procedure *p, struct str name)
{
    for (size_t i = 0; i < p->name.n; i++)
        if (str_eq(p->name.in[i].text, name))
            return true;
    return false;
}

/* By its name, as lists and exports have it, if no other one is called so; else as it was typed. */
static struct str procedure_typed(struct call *call, struct str typed)
{
    const struct procedures *all = call->app->packs->procedures;
    struct str id = STR("");

    for (const struct procedure *p = procedure_first(all); p != NULL; p = p->after) {
        if (!has_name(p, typed))
            continue;
        if (id.n != 0)
            return typed;
        id = p->id;
    }
    return id.n == 0 ? typed : id;
}

static struct str procedure_shown(struct call *call, struct str id)
{
    const struct procedure *p = procedure_find(call->app->packs->procedures, id);

    return p == NULL ? id : words_in(p->name, lang_code(call->lang));
}

/* ---- reading and showing */

bool field_parse(struct call *call, const struct field *field, struct str typed, struct value *out)
{
    const struct field_type *type = field->type;
    bool understood;

    typed = str_trim(typed);
    *out = v_null();
    if (typed.n == 0)
        return true;
    if (type->parse != NULL)
        understood = type->parse(call, field, typed, out);
    else if (type->shape == SHAPE_SET || type->shape == SHAPE_ROWS)
        understood = parse_items(call, type, typed, out);
    else
        understood = parse_item(call, type, typed, out);
    if (understood && field->procedure && call->app != NULL)
        out->s = procedure_typed(call, out->s);
    if (!understood)
        fault_add(call, field->name, "%s: \"%s\" is not understood. Write it like this: %s",
                  str_z(call->arena, label_text(call, &field->label)), str_z(call->arena, typed),
                  type->example);
    return understood;
}

static void show_plain(struct call *call, struct buf *out, struct value v)
{
    switch (v.type) {
    case V_NULL: return;
    case V_INT: buf_format(out, "%lld", (long long)v.i); return;
    case V_TEXT: buf_add(out, v.s); return;
    case V_BYTES: buf_add(out, str_hex(call->arena, v.s)); return;
    case V_LIST:
        for (size_t i = 0, shown = 0; i < v.list.n; i++) {
            if (v.list.items[i].type == V_NULL)
                continue;
            if (shown++ != 0)
                buf_z(out, v.list.items[i].type == V_LIST ? "; " : ", ");
            show_plain(call, out, v.list.items[i]);
        }
        return;
    }
}

struct str field_show(struct call *call, const struct field *field, struct value v)
{
    struct buf out;

    if (v.type == V_NULL)
        return STR("");
    if (field->procedure && v.type == V_TEXT && call->app != NULL)
        return procedure_shown(call, v.s);
    if (field->type->show != NULL && field->type->shape != SHAPE_SET)
        return field->type->show(call, field, v);
    buf_init(&out, call->arena, 1 << 20);
    if (field->type->show == NULL) {
        show_plain(call, &out, v);
        return buf_str(&out);
    }
    for (size_t i = 0; i < v.list.n; i++) {
        if (i != 0)
            buf_z(&out, ", ");
        buf_add(&out, field->type->show(call, field, v.list.items[i]));
    }
    return buf_str(&out);
}

/* ---- days as people write them ---- */

struct str day_show(struct call *call, day d)
{
    return figure_day(call, d);
}
