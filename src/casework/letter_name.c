/* letter_name.c - see letter_name.h. */
#include "casework/letter_name.h"

#include "base/call.h"
#include "model/field.h"

enum { ROW_PART, ROW_TEXT, ROW_SCRIPT, ROW_FORMS };

static const struct str absent = {NULL, 0};

struct str letter_script(struct str language)
{
    return str_is(language, "mk") || str_is(language, "sr-Cyrl") ? STR("Cyrl") : STR("Latn");
}

static bool is_main_name(const struct value *row)
{
    return str_is(row[ROW_PART].s, "given") || str_is(row[ROW_PART].s, "family");
}

static bool in_script(const struct value *row, struct str script)
{
    return script.n == 0 ? row[ROW_SCRIPT].type == V_NULL
                         : row[ROW_SCRIPT].type == V_TEXT && str_eq(row[ROW_SCRIPT].s, script);
}

/* "genitive=Senade; dative=Senadi" */
static struct str form_in(struct str forms, struct str wanted)
{
    while (forms.n != 0) {
        struct str text = str_split(&forms, ';'), word = str_trim(str_split(&text, '='));
        if (str_eq(word, wanted))
            return str_trim(text);
    }
    return absent;
}

static struct str text_of(const struct value *row, struct str form)
{
    return form.n == 0                     ? row[ROW_TEXT].s
           : row[ROW_FORMS].type == V_TEXT ? form_in(row[ROW_FORMS].s, form)
                                           : absent;
}

/* Given and family names that were written down in this script ("": in none that was named). */
static struct str names_in(struct call *call, struct value names, struct str script,
                           struct str form)
{
    struct buf out;

    buf_init(&out, call->arena, FIELD_LONG_TEXT_MAX);
    for (size_t i = 0; i < names.list.n; i++) {
        const struct value *row = names.list.items[i].list.items;
        if (!is_main_name(row) || !in_script(row, script))
            continue;
        struct str text = text_of(row, form);
        if (text.n == 0)
            return absent;
        if (out.n != 0)
            buf_char(&out, ' ');
        buf_add(&out, text);
    }
    return out.n == 0 ? absent : buf_str(&out);
}

static struct str find_name(struct call *call, const struct record *person, struct str script,
                            struct str form)
{
    struct value names = person == NULL ? v_null() : record_value(person, "names");

    if (names.type != V_LIST)
        return absent;
    struct str found = names_in(call, names, script, form);
    if (found.p == NULL)
        found = names_in(call, names, STR(""), form);
    for (size_t i = 0; found.p == NULL && i < names.list.n; i++) {
        const struct value *row = names.list.items[i].list.items;
        if (is_main_name(row) && row[ROW_SCRIPT].type == V_TEXT)
            found = names_in(call, names, row[ROW_SCRIPT].s, form);
    }
    return found;
}

struct str letter_name(struct call *call, const struct record *person, struct str script)
{
    return find_name(call, person, script, STR(""));
}

struct str letter_name_form(struct call *call, const struct record *person, struct str script,
                            struct str form)
{
    return find_name(call, person, script, form);
}
