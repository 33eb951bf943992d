/* import_map.c - see import.h: which column of a table is what. */
#include "base/lang.h"
#include "exchange/import_value.h"
#include "exchange/import_work.h"
#include "store/crypt.h"

/* ---- the parts of fields that a column may hold alone */

/* Words for a part of a name, as people head their columns. */
static const struct {
    const char *part, *words[8];
} name_parts[] = {
    {"given", {"given name", "first name", "име", "ime", "emri", "vardas", "lično ime", NULL}},
    {"family", {"family name", "surname", "last name", "презиме", "prezime", "mbiemri", "pavardė"}},
    {"father",
     {"father's name", "татково име", "име оца", "ime oca", "emri i babait", "tėvo vardas"}},
    {"nickname", {"nickname", "прекар", "nadimak", "nofka", "pravardė", NULL}},
};

static const char *const name_words[] = {
    "name",          "full name",        "name and surname", "име и презиме",
    "ime i prezime", "emri dhe mbiemri", "vardas ir pavardė"};
static const char *const phone_words[] = {"phone",   "telephone", "mobile",    "телефон",
                                          "telefon", "telefoni",  "telefonas", "tel"};
static const char *const code_words[] = {"number", "code",  "no",     "број",
                                         "broj",   "numri", "numeris"};

enum { NAME_PARTS = sizeof name_parts / sizeof *name_parts };

static bool is_name_type(const struct field *field)
{
    return str_is(str_of(field->type->name), "names");
}

static bool may_fill(const struct field *field)
{
    return !field->derived && !str_is(str_of(field->type->name), "files") &&
           !str_is(str_of(field->type->name), "signature") &&
           !str_is(str_of(field->type->name), "sealed bytes");
}

struct str import_column_name(struct call *call, const struct import_column *column)
{
    if (column->is_code)
        return STR(".code");
    if (column->is_owner)
        return STR(".owner");
    if (column->field == NULL)
        return STR("");
    if (column->whole)
        return column->field->name;
    const char *part = is_name_type(column->field)
                           ? name_parts[column->part].part
                           : column->field->type->columns[column->part].suffix;
    return str_format(call->arena, "%s.%s", str_z(call->arena, column->field->name),
                      part[0] == '_' ? part + 1 : part);
}

static bool find_part(const struct field *field, struct str part, size_t *out)
{
    size_t n = is_name_type(field) ? NAME_PARTS : field->type->n;

    for (size_t i = 0; i < n; i++) {
        const char *name =
            is_name_type(field) ? name_parts[i].part : field->type->columns[i].suffix;
        if (name[0] == '_')
            name++;
        if (name[0] == '\0' || !str_is(part, name))
            continue;
        *out = i;
        return true;
    }
    return false;
}

enum rc import_map_set(struct call *call, struct import_map *map, size_t column, struct str what)
{
    struct str part = what, name = str_split(&part, '.');
    struct import_column set = {.whole = true};

    if (str_is(what, ".code"))
        set.is_code = map->kind->code.n != 0;
    else if (str_is(what, ".owner"))
        set.is_owner = map->kind->owner != NULL;
    else if (what.n != 0)
        set.field = field_find(map->kind, name);
    bool known = what.n == 0 || set.is_code || set.is_owner || set.field != NULL;
    if (set.field != NULL && part.n != 0) {
        set.whole = false;
        known = find_part(set.field, part, &set.part);
    }
    if (!known || (set.field != NULL && !may_fill(set.field)) || column >= CELLS_COLUMNS_MAX)
        return fail(call, RC_INVALID, "mapping", "A column cannot be \"%s\" here.",
                    str_z(call->arena, what));
    map->columns[column] = set;
    if (column >= map->n)
        map->n = column + 1;
    return RC_OK;
}

struct str import_letters(struct call *call, size_t column)
{
    return column < 26 ? str_format(call->arena, "%c", (char)('A' + column))
                       : str_format(call->arena, "%c%c", (char)('A' + column / 26 - 1),
                                    (char)('A' + column % 26));
}

size_t import_map_find(struct call *call, const struct import_map *map, struct str column)
{
    for (size_t i = 0; i < map->titles_n; i++)
        if (import_same_words(call, map->titles[i].text, column))
            return i;
    for (size_t i = 0; i < map->n; i++)
        if (str_eq(import_letters(call, i), column))
            return i;
    return SIZE_MAX;
}

size_t import_choices(struct call *call, const struct kind *kind, struct import_choice *out,
                      size_t max)
{
    size_t n = 0;

    if (kind->code.n != 0 && n < max)
        out[n++] = (struct import_choice){STR(".code"), say(call, "Number of the record")};
    if (kind->owner != NULL && n < max)
        out[n++] = (struct import_choice){STR(".owner"), label_text(call, &kind->owner->one)};
    for (size_t i = 0; i < kind->n; i++) {
        const struct field *field = &kind->fields[i];
        struct import_column column = {.field = field, .whole = true};
        if (!may_fill(field))
            continue;
        struct str label = label_text(call, &field->label);
        if (n < max)
            out[n++] = (struct import_choice){field->name, label};
        for (size_t j = 0; is_name_type(field) && j < NAME_PARTS && n < max; j++) {
            column.whole = false;
            column.part = j;
            out[n].name = import_column_name(call, &column);
            out[n++].label = str_format(call->arena, "%s: %s", str_z(call->arena, label),
                                        lang_text(call->lang, name_parts[j].words[0]));
        }
    }
    return n;
}

/* ---- guessing */

static bool is_one_of(struct call *call, const char *const *words, size_t n, struct str title)
{
    for (size_t i = 0; i < n && words[i] != NULL; i++)
        if (import_same_words(call, str_of(words[i]), title))
            return true;
    return false;
}

#define WORDS(words) words, sizeof words / sizeof *(words)

/* Words that go with a type of field, for the first field of that type. */
static bool by_type(struct call *call, const struct field *field, struct str title,
                    struct import_column *out)
{
    if (is_name_type(field)) {
        for (size_t i = 0; i < NAME_PARTS; i++)
            if (is_one_of(call, WORDS(name_parts[i].words), title)) {
                *out = (struct import_column){.field = field, .part = i};
                return true;
            }
        *out = (struct import_column){.field = field, .whole = true};
        return is_one_of(call, WORDS(name_words), title);
    }
    *out = (struct import_column){.field = field, .whole = true};
    return str_is(str_of(field->type->name), "phones") &&
           is_one_of(call, WORDS(phone_words), title);
}

static struct import_column guess_column(struct call *call, const struct kind *kind,
                                         struct str title)
{
    struct import_map probe = {.kind = kind};
    struct import_column found;

    if (kind->code.n != 0 && is_one_of(call, WORDS(code_words), title))
        return (struct import_column){.is_code = true};
    for (size_t i = 0; i < kind->n; i++) {
        const struct field *field = &kind->fields[i];
        if (may_fill(field) && (import_same_words(call, field->name, title) ||
                                import_is_label(call, &field->label, title)))
            return (struct import_column){.field = field, .whole = true};
    }
    for (size_t i = 0; i < kind->n; i++)
        if (may_fill(&kind->fields[i]) && by_type(call, &kind->fields[i], title, &found))
            return found;
    if (kind->owner != NULL && import_is_label(call, &kind->owner->one, title))
        return (struct import_column){.is_owner = true};
    if (str_find(title, '.') < title.n && import_map_set(call, &probe, 0, title) == RC_OK)
        return probe.columns[0];
    if (call->error.rc != RC_OK)
        call_forgive(call);
    return (struct import_column){.field = NULL};
}

static size_t guess_row(struct call *call, const struct kind *kind, const struct cells_row *row,
                        struct import_map *out)
{
    size_t known = 0;

    out->n = row->n;
    for (size_t i = 0; i < row->n; i++) {
        out->columns[i] = guess_column(call, kind, row->cells[i].text);
        known += out->columns[i].field != NULL || out->columns[i].is_code;
    }
    return known;
}

/* ---- what was chosen for these headings before */

struct str import_signature(struct call *call, const struct import_map *map)
{
    unsigned char hash[CRYPT_HASH];
    struct buf titles;

    buf_init(&titles, call->arena, 1 << 20);
    for (size_t i = 0; i < map->titles_n; i++) {
        buf_add(&titles, map->titles[i].text);
        buf_char(&titles, '\n');
    }
    crypt_hash("khetane/import/headings/1", buf_str(&titles), hash);
    return str_hex(call->arena, str_bytes(hash, 16));
}

struct str import_map_text(struct call *call, const struct import_map *map)
{
    struct buf out;

    buf_init(&out, call->arena, FIELD_LONG_TEXT_MAX);
    for (size_t i = 0; i < map->n; i++) {
        struct str name = import_column_name(call, &map->columns[i]);
        if (name.n != 0)
            buf_format(&out, "%zu=%s\n", i + 1, str_z(call->arena, name));
    }
    return buf_str(&out);
}

enum rc import_map_read(struct call *call, struct import_map *map, struct str text)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < map->n; i++)
        map->columns[i] = (struct import_column){.field = NULL};
    while (text.n != 0 && rc == RC_OK) {
        struct str what = str_split(&text, '\n'), number = str_split(&what, '=');
        uint64_t column;
        if (what.n == 0)
            continue;
        if (!str_uint(number, CELLS_COLUMNS_MAX, &column) || column == 0)
            return fail(call, RC_INVALID, "mapping", "A column cannot be \"%s\" here.",
                        str_z(call->arena, number));
        rc = import_map_set(call, map, (size_t)column - 1, what);
    }
    return rc;
}

enum rc import_remembered(struct call *call, const struct import_map *map, struct record **out)
{
    const struct kind *kind = kind_find(call->app->registry, STR("import_mapping"));
    struct query query = {.kind = kind, .limit = 1, .n = 2};
    struct query_page page;

    query.filters[0] = (struct query_filter){
        .field = field_find(kind, STR("target")), .op = QUERY_IS, .value = v_text(map->kind->name)};
    query.filters[1] = (struct query_filter){.field = field_find(kind, STR("signature")),
                                             .op = QUERY_IS,
                                             .value = v_text(import_signature(call, map))};
    enum rc rc = query_list(call, &query, &page);
    *out = rc == RC_OK && page.n != 0 ? page.records[0] : NULL;
    return rc;
}

enum rc import_map_guess(struct call *call, const struct kind *kind, struct str cells,
                         struct import_map *out)
{
    struct cells in = cells_open(cells);
    struct import_map *probe = arena_alloc(call->arena, sizeof *probe);
    struct cells_row row;
    struct record *remembered;
    size_t best = 0;
    enum rc rc = RC_OK;

    if (probe == NULL)
        return fail_memory(call);
    *out = (struct import_map){.kind = kind};
    for (int i = 0; i < IMPORT_HEAD_ROWS && (rc = cells_next(call, &in, &row)) == RC_OK; i++) {
        *probe = (struct import_map){.kind = kind, .head = row.number};
        size_t known = guess_row(call, kind, &row, probe);
        probe->titles = row.cells;
        probe->titles_n = row.n;
        if (out->n != 0 && known <= best)
            continue;
        best = known;
        *out = *probe;
    }
    if (rc != RC_OK && rc != RC_NOT_FOUND)
        return rc;
    rc = import_remembered(call, out, &remembered);
    if (rc == RC_OK && remembered != NULL &&
        import_map_read(call, out, record_value(remembered, "mapping").s) != RC_OK)
        call_forgive(call); /* a field of then is gone: it is guessed */
    return rc;
}
