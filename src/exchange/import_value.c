/* import_value.c - see import_value.h. */
#include "exchange/import_value.h"

#include "base/id.h"
#include "base/lang.h"
#include "base/text.h"
#include "model/app.h"
#include "query/query.h"

/* ---- words */

/* Letters and digits alone, folded. */
static struct str bare(struct call *call, struct str s)
{
    struct str folded = text_fold(call->arena, s);
    struct buf out;

    buf_init(&out, call->arena, folded.n + 1);
    while (folded.n != 0) {
        uint32_t code = text_next(&folded);
        if (text_is_letter(code) || (code >= '0' && code <= '9'))
            text_put(&out, code);
    }
    return buf_str(&out);
}

bool import_same_words(struct call *call, struct str a, struct str b)
{
    struct str x = bare(call, a), y = bare(call, b);

    return x.n != 0 && str_eq(x, y);
}

bool import_is_label(struct call *call, const struct label *label, struct str written)
{
    struct str wanted = bare(call, written);

    if (wanted.n == 0)
        return false;
    if (str_eq(wanted, bare(call, label->text)))
        return true;
    for (size_t i = 0; i < label->n; i++)
        if (str_eq(wanted, bare(call, label->texts[i].text)))
            return true;
    for (size_t i = 0; i < call->app->langs_n && label->text.n != 0; i++)
        if (str_eq(wanted, bare(call, str_of(lang_text(call->app->langs[i], label->text.p)))))
            return true;
    return false;
}

static bool fault(struct call *call, const struct field *field, const char *sentence,
                  struct str written)
{
    fault_add(call, field->name, lang_text(call->lang, sentence),
              str_z(call->arena, label_text(call, &field->label)), str_z(call->arena, written));
    return false;
}

/* ---- yes and no */

static bool read_flag(struct call *call, const struct field *field, struct str written,
                      struct value *out)
{
    static const struct {
        const char *word;
        int means;
    } words[] = {
        {"yes", 1},   {"y", 1},  {"true", 1}, {"1", 1},  {"x", 1},  {"да", 1},
        {"da", 1},    {"po", 1}, {"taip", 1}, {"va", 1}, {"no", 0}, {"n", 0},
        {"false", 0}, {"0", 0},  {"не", 0},   {"ne", 0}, {"jo", 0}, {"na", 0},
    };
    struct str word = bare(call, written);

    if (str_is(str_trim(written), "✓") || str_is(str_trim(written), "+"))
        word = STR("yes");
    else if (str_is(str_trim(written), "-"))
        word = STR("no");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(word, words[i].word)) {
            *out = v_int(words[i].means);
            return true;
        }
    return fault(call, field, "%s: \"%s\" is neither yes nor no.", written);
}

/* ---- choices */

static const struct choice *find_choice(struct call *call, const struct choice_list *list,
                                        struct str written)
{
    const struct choice *choice = choice_find(list, written);

    for (size_t i = 0; list != NULL && choice == NULL && i < list->n; i++)
        if (import_same_words(call, list->choices[i].code, written) ||
            import_is_label(call, &list->choices[i].label, written))
            choice = &list->choices[i];
    return choice;
}

static bool read_choice(struct call *call, const struct field *field, struct str written,
                        struct value *out)
{
    const struct choice *choice = find_choice(call, field->choices, written);

    if (choice == NULL)
        return fault(call, field, "%s: \"%s\" is not one of its words.", written);
    *out = v_text(choice->code);
    return true;
}

/* ---- links */

static struct import_link *link_slot(struct import_links *links, const struct kind *kind,
                                     struct str written)
{
    return &links->items[(str_hash(written) ^ kind->index) % IMPORT_LINKS];
}

static bool find_link(struct call *call, const struct field *field, struct str written,
                      struct id *out)
{
    enum rc rc = query_find(call, field->target, written, out);

    if (rc == RC_OK)
        return true;
    if (rc != RC_NOT_FOUND && rc != RC_CONFLICT)
        return false; /* call->error says it */
    return fault(call, field,
                 rc == RC_CONFLICT ? "%s: there are several \"%s\"; write the number."
                                   : "%s: there is no \"%s\", or not for you.",
                 written);
}

static bool read_link(struct call *call, struct import_links *links, const struct field *field,
                      struct str written, struct value *out)
{
    struct import_link *slot = link_slot(links, field->target, written);
    unsigned char bytes[ID_SIZE];
    struct id id;

    if (slot->kind == field->target && str_eq(str_bytes(slot->written, slot->n), written)) {
        memcpy(id.b, slot->id, ID_SIZE);
    } else if (written.n == 2 * sizeof id.b && str_unhex(written, bytes, ID_SIZE)) {
        memcpy(id.b, bytes, ID_SIZE);
    } else {
        if (!find_link(call, field, written, &id))
            return false;
        if (written.n <= sizeof slot->written) {
            slot->kind = field->target;
            slot->n = written.n;
            memcpy(slot->written, written.p, written.n);
            memcpy(slot->id, id.b, ID_SIZE);
        }
    }
    return value_copy(call->arena, id_value(&id), out);
}

/* ---- sets: items apart by ; or a line's end */

static bool read_set(struct call *call, struct import_links *links, const struct field *field,
                     struct str written, struct value *out)
{
    struct value *items = arena_array(call->arena, FIELD_ITEMS_MAX, sizeof *items);
    size_t n = 0;

    if (items == NULL)
        return false;
    while (written.n != 0) {
        size_t at = 0;
        while (at < written.n && strchr(";,\n", written.p[at]) == NULL)
            at++;
        struct str item = str_trim(str_cut(written, 0, at));
        written = str_cut(written, at + 1, written.n);
        if (item.n == 0)
            continue;
        if (n == FIELD_ITEMS_MAX)
            return fault(call, field, "%s: there are too many in \"%s\".", item);
        if (field->target != NULL ? !read_link(call, links, field, item, &items[n])
                                  : !read_choice(call, field, item, &items[n]))
            return false;
        n++;
    }
    *out = v_list(items, n);
    return true;
}

/* ---- names */

static bool name_row(struct call *call, const char *part, struct str text, struct value *out)
{
    const struct value row[] = {v_text(str_of(part)), v_text(text), v_null(), v_null()};

    return value_copy(call->arena, v_list(row, 4), out);
}

/* "Demirova, Senada" or "Senada Demirova". */
static bool read_names(struct call *call, const struct field *field, struct str written,
                       struct value *out)
{
    struct str given = written, family = str_split(&given, ',');
    struct value rows[2];
    size_t n = 0;

    if (str_find(written, ';') < written.n || str_is(family, "given") || str_is(family, "family") ||
        str_is(family, "nickname"))
        return field_parse(call, field, written, out);
    if (str_find(written, ',') == written.n) {
        size_t space = written.n;
        while (space > 0 && written.p[space - 1] != ' ')
            space--;
        family = space == 0 ? STR("") : str_cut(written, space, written.n);
        given = space == 0 ? written : str_cut(written, 0, space);
    }
    given = str_trim(given);
    family = str_trim(family);
    if (given.n != 0 && !name_row(call, "given", given, &rows[n++]))
        return false;
    if (family.n != 0 && !name_row(call, "family", family, &rows[n++]))
        return false;
    return value_copy(call->arena, v_list(rows, n), out);
}

/* ---- telephones: "070 123 456; 071 000 000", or with whose and safe behind commas */

static bool read_phones(struct call *call, const struct field *field, struct str written,
                        struct value *out)
{
    struct buf typed;

    buf_init(&typed, call->arena, written.n * 4 + 64);
    while (written.n != 0) {
        size_t at = 0;
        while (at < written.n && strchr(";/\n", written.p[at]) == NULL)
            at++;
        struct str item = str_trim(str_cut(written, 0, at));
        written = str_cut(written, at + 1, written.n);
        if (item.n == 0)
            continue;
        buf_add(&typed, item);
        buf_z(&typed, str_find(item, ',') == item.n ? ",own,ask;" : ";");
    }
    return field_parse(call, field, buf_str(&typed), out);
}

/* ---- places: "Kamenica, Lower Street" with the municipality by code or name */

static bool read_place(struct call *call, const struct field *field, struct str written,
                       struct value *out)
{
    const struct registry *registry = call->app->registry;
    struct str rest = written, municipality = str_trim(str_split(&rest, ','));

    for (size_t i = 0; i < registry->lists_n; i++) {
        if (!str_is(registry->lists[i].name, "municipality"))
            continue;
        const struct choice *choice = find_choice(call, &registry->lists[i], municipality);
        if (choice != NULL)
            municipality = choice->code;
    }
    rest = str_trim(rest);
    const struct value parts[] = {v_text(municipality), rest.n == 0 ? v_null() : v_text(rest),
                                  v_null(), v_null()};
    (void)field;
    return value_copy(call->arena, v_list(parts, 4), out);
}

bool import_value(struct call *call, struct import_links *links, const struct field *field,
                  struct cell cell, struct value *out)
{
    struct str written = str_trim(cell.text), type = str_of(field->type->name);

    *out = v_null();
    if (cell.type == CELL_ERROR)
        return fault(call, field, "%s: the sheet itself has an error here: %s.", written);
    if (written.n == 0)
        return true;
    if (field->type->shape == SHAPE_SET)
        return read_set(call, links, field, written, out);
    if (field->target != NULL)
        return read_link(call, links, field, written, out);
    if (str_is(type, "choice"))
        return read_choice(call, field, written, out);
    if (str_is(type, "flag"))
        return read_flag(call, field, written, out);
    if (str_is(type, "names"))
        return read_names(call, field, written, out);
    if (str_is(type, "phones"))
        return read_phones(call, field, written, out);
    if (str_is(type, "place"))
        return read_place(call, field, written, out);
    if (cell.type == CELL_MOMENT && str_is(type, "date"))
        written = str_cut(written, 0, 10);
    return field_parse(call, field, written, out);
}
