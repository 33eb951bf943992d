/* told_words.c - see told.h: the sentences. */
#include "base/lang.h"
#include "casework/told.h"
#include "model/app.h"
#include "model/packs.h"
#include "model/procedure.h"
#include "web/field_control.h"

enum { SLOTS = 3, TEXT_MAX = 128 << 10 };

/* Kinds that are no news to her: her own answers; last days, which stand with the papers;
 * addresses that are over after some minutes. */
static const char *const quiet_kinds[] = {"told", "clock", "photo_address"};
/* Codes for the program, of the records that have sentences. */
static const char *const quiet_fields[] = {"template", "stage", "subject_line", "struck"};

struct says {
    const char *kind, *say; /* each %s is a field, in this order; the last one is struck */
    const char *fields[SLOTS];
    enum told_part part;
    bool sentences; /* the last field is her story: each sentence can be struck by itself */
};

/* Of rows with the same fields the first whose fields are all filled is said. */
static const struct says table[] = {
    {"person", N_("You are called %s."), {"names"}, TOLD_WHO, false},
    {"person", N_("You were born: %s."), {"born"}, TOLD_WHO, false},
    {"person", N_("You speak: %s."), {"languages"}, TOLD_WHO, false},
    {"person", N_("You want papers to be read to you."), {"reads_with_help"}, TOLD_WHO, false},
    {"person", N_("We must never ring you."), {"never_ring"}, TOLD_WHO, false},
    {"person", N_("Your telephone: %s."), {"phones"}, TOLD_WHO, false},
    {"person", N_("We reach you safely like this: %s"), {"reach"}, TOLD_WHO, false},
    {"person", N_("You live in %s."), {"lives_in"}, TOLD_WHO, false},
    {"person", N_("Your national number is %s."), {"national_number"}, TOLD_WHO, false},
    {"person", N_("%s is responsible for you."), {"responsible"}, TOLD_SEEN, false},
    {"person", N_("These work with you too: %s."), {"team"}, TOLD_SEEN, false},
    {"person", N_("These groups work with you: %s."), {"teams"}, TOLD_SEEN, false},
    {"person", N_("Only they may see your file."), {"limited"}, TOLD_SEEN, false},
    {"person", N_("These must not see it: %s."), {"must_not_see"}, TOLD_SEEN, false},
    {"person", N_("The law wants it to be kept: nothing is erased now."), {"held"}, TOLD_KEPT, 0},
    {"case", N_("It is called: %s."), {"what"}, TOLD_STORY, false},
    {"case", N_("It is about: %s."), {"area"}, TOLD_STORY, false},
    {"case", N_("It happened: %s."), {"happened"}, TOLD_STORY, false},
    {"case", "%s", {"story"}, TOLD_STORY, true},
    {"case", N_("Your wish: %s"), {"wish"}, TOLD_STORY, true},
    {"case", N_("You see this as the reason: %s."), {"grounds"}, TOLD_STORY, false},
    {"case", N_("What changed for you: %s"), {"what_changed"}, TOLD_HELP, true},
    {"case", N_("What you said about our help: %s."), {"satisfaction"}, TOLD_HELP, false},
    {"case", N_("%s is responsible for your case."), {"responsible"}, TOLD_SEEN, false},
    {"case", N_("These work on your case too: %s."), {"team"}, TOLD_SEEN, false},
    {"case", N_("These groups work on your case: %s."), {"teams"}, TOLD_SEEN, false},
    {"case", N_("Only they may see your case."), {"limited"}, TOLD_SEEN, false},
    {"case", N_("These must not see your case: %s."), {"must_not_see"}, TOLD_SEEN, false},
    {"case",
     N_("The law wants your case to be kept: nothing is erased now."),
     {"held"},
     TOLD_KEPT,
     false},
    {"case", N_("Your case is kept until %s at least."), {"keep_until"}, TOLD_KEPT, false},
    {"case_note", N_("On %s we wrote down: %s"), {"on", "text"}, TOLD_STORY, true},
    {"case_note", N_("We wrote down: %s"), {"text"}, TOLD_STORY, true},
    {"household_member", N_("In your household you are: %s."), {"relation"}, TOLD_HOME, false},
    {"identity_paper", "%s: %s.", {"which", "has"}, TOLD_PAPERS, false},
    {"case_paper", N_("On %s a paper reached you: %s."), {"received", "what"}, TOLD_PAPERS, false},
    {"case_paper", N_("The last day to do something about it: %s."), {"last_day"}, TOLD_PAPERS, 0},
    {"case_help", N_("On %s we helped you: %s."), {"on", "what"}, TOLD_HELP, false},
    {"event", N_("On %s: %s."), {"on", "what"}, TOLD_HELP, false},
    {"letter",
     N_("On %s we wrote a letter for you: %s."),
     {"written", "subject_line"},
     TOLD_HELP,
     false},
    {"hearing", N_("A hearing on %s: %s."), {"when_held", "where"}, TOLD_HELP, false},
    {"promise", N_("On %s it was promised to us: %s."), {"on", "what"}, TOLD_HELP, false},
    {"referral", N_("We asked %s to help you: %s."), {"to", "what"}, TOLD_SHARED, false},
    {"referral", N_("We asked %s to help you: %s."), {"to_name", "what"}, TOLD_SHARED, false},
    {"basis", N_("Since %s this is allowed: %s."), {"given", "purpose"}, TOLD_SHARED, false},
    {"power_of_attorney",
     N_("Since %s we may act for you: %s."),
     {"given", "what_for"},
     TOLD_SHARED,
     false},
};

static const struct {
    const char *kind;
    enum told_part part;
} places[] = {
    {"person", TOLD_WHO},      {"household_member", TOLD_HOME}, {"household", TOLD_HOME},
    {"case", TOLD_STORY},      {"case_note", TOLD_STORY},       {"discrimination", TOLD_STORY},
    {"party", TOLD_STORY},     {"case_paper", TOLD_PAPERS},     {"identity_paper", TOLD_PAPERS},
    {"referral", TOLD_SHARED}, {"basis", TOLD_SHARED},          {"power_of_attorney", TOLD_SHARED},
};

/* ---- a text as sentences */

static bool ends_sentence(struct str text, size_t i)
{
    bool digit = i > 0 && text.p[i - 1] >= '0' && text.p[i - 1] <= '9';

    if (text.p[i] == '\n')
        return true;
    if (text.p[i] != '.' && text.p[i] != '!' && text.p[i] != '?')
        return false;
    if (i + 1 == text.n)
        return true;
    /* "22. 11. 2026" is one day */
    return (text.p[i + 1] == ' ' || text.p[i + 1] == '\n') && !(text.p[i] == '.' && digit);
}

/* The next sentence with all that stands before the one behind it. */
static struct str next_sentence(struct str *rest)
{
    size_t end = 0;

    while (end < rest->n && !ends_sentence(*rest, end))
        end++;
    end += end < rest->n;
    while (end < rest->n && (rest->p[end] == ' ' || rest->p[end] == '\n'))
        end++;
    struct str sentence = str_cut(*rest, 0, end);
    *rest = str_cut(*rest, end, rest->n);
    return sentence;
}

bool told_sentence(struct str text, size_t n, struct str *out)
{
    struct str rest = str_trim(text);

    for (size_t i = 0; rest.n != 0; i++) {
        struct str one = next_sentence(&rest);
        if (i == n) {
            *out = str_trim(one);
            return true;
        }
    }
    return false;
}

struct str told_without(struct call *call, struct str text, size_t n)
{
    struct str rest = str_trim(text);
    struct buf out;

    buf_init(&out, call->arena, text.n + 1);
    for (size_t i = 0; rest.n != 0; i++) {
        struct str one = next_sentence(&rest);
        if (i != n)
            buf_add(&out, one);
    }
    return str_trim(buf_str(&out));
}

/* ---- the words of a field */

static bool is_named(const char *const *names, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_is(name, names[i]))
            return true;
    return false;
}

static struct str words(struct call *call, const struct record *record, const struct field *field)
{
    return field_words(call, field, record_get(record, field));
}

/* What a person filled in, and may read. */
static bool is_filled(const struct record *record, const struct field *field)
{
    struct value v = field == NULL ? v_null() : record_get(record, field);
    bool flag = field != NULL && str_is(str_of(field->type->name), "flag");

    return v.type != V_NULL && !(flag && v.i == 0) &&
           !str_is(str_of(field->type->name), "sealed bytes");
}

static struct str fill(struct call *call, const char *template, const struct str *values)
{
    struct str rest = str_of(template);
    struct buf out;

    buf_init(&out, call->arena, TEXT_MAX);
    while (rest.n != 0) {
        struct str plain = str_split(&rest, '%');
        buf_add(&out, plain);
        if (rest.n == 0)
            break;
        rest = str_cut(rest, 1, rest.n); /* the s */
        buf_add(&out, *values++);
    }
    return buf_str(&out);
}

/* ---- lines */

enum rc told_add(struct call *call, struct told_section *to, const struct told_line *line)
{
    if (to->n == TOLD_LINES_MAX) {
        to->more = true;
        return RC_OK;
    }
    if (!arena_grow(call->arena, &to->lines, to->n, &to->room))
        return fail_memory(call);
    to->lines[to->n++] = *line;
    return RC_OK;
}

/* Each sentence of the last value as a line of its own; the first has the words around it. */
static enum rc add_sentences(struct call *call, struct told_section *to, const struct says *says,
                             const struct told_line *like, struct str *values, size_t last)
{
    struct str text = values[last], one, second;
    bool whole = !told_sentence(text, 1, &second);
    enum rc rc = RC_OK;

    for (size_t i = 0; rc == RC_OK && told_sentence(text, i, &one); i++) {
        struct told_line line = *like;
        values[last] = one;
        line.text = i == 0 ? fill(call, lang_text(call->lang, says->say), values) : one;
        line.piece = i;
        line.whole = whole;
        rc = told_add(call, to, &line);
    }
    return rc;
}

/* used: the fields that have been said. */
static enum rc say_row(struct call *call, struct told *told, const struct record *record,
                       const struct says *says, bool *used)
{
    struct str values[SLOTS];
    const struct field *field = NULL;
    size_t n = 0;

    for (; n < SLOTS && says->fields[n] != NULL; n++) {
        field = field_find(record->kind, str_of(says->fields[n]));
        if (field == NULL || field->hidden || !is_filled(record, field))
            return RC_OK;
        values[n] = words(call, record, field);
    }
    if (field == NULL || used[field->index])
        return RC_OK;
    for (size_t i = 0; i < n; i++)
        used[field_find(record->kind, str_of(says->fields[i]))->index] = true;
    struct told_line line = {.record = record, .field = field, .whole = true};
    if (says->sentences)
        return add_sentences(call, &told->in[says->part], says, &line, values, n - 1);
    line.text = fill(call, lang_text(call->lang, says->say), values);
    return told_add(call, &told->in[says->part], &line);
}

/* "Label: value." */
static enum rc say_field(struct call *call, struct told_section *to, const struct record *record,
                         const struct field *field)
{
    bool flag = str_is(str_of(field->type->name), "flag");
    struct str label = label_text(call, &field->label);
    struct told_line line = {.record = record, .field = field, .whole = true};

    line.text = flag ? str_format(call->arena, "%s.", str_z(call->arena, label))
                     : str_format(call->arena, "%s: %s", str_z(call->arena, label),
                                  str_z(call->arena, words(call, record, field)));
    return told_add(call, to, &line);
}

static bool is_struck(const struct record *record)
{
    struct value v = record_value(record, "struck");

    return v.type == V_INT && v.i != 0;
}

static bool is_quiet(const struct field *field)
{
    return field->derived || field->hidden ||
           is_named(quiet_fields, sizeof quiet_fields / sizeof *quiet_fields, field->name);
}

/* "Person: Senada" is no news to her. */
static bool is_herself(const struct told *told, struct value v)
{
    struct id id;

    return v.type == V_BYTES && id_of(v.s, &id) && id_eq(&id, &told->person->id);
}

enum rc told_record(struct call *call, struct told *told, const struct record *record,
                    enum told_part part)
{
    bool *used = arena_array(call->arena, record->kind->n + 1, sizeof *used);
    enum rc rc = used == NULL ? fail_memory(call) : RC_OK;

    if (is_named(quiet_kinds, sizeof quiet_kinds / sizeof *quiet_kinds, record->kind->name))
        return RC_OK;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (str_is(record->kind->name, places[i].kind))
            part = places[i].part;
    if (rc == RC_OK && is_struck(record))
        return told_add(
            call, &told->in[part],
            &(struct told_line){.text = say(call, "Struck out at your wish."), .struck = true});
    for (size_t i = 0; i < sizeof table / sizeof *table && rc == RC_OK; i++)
        if (str_is(record->kind->name, table[i].kind))
            rc = say_row(call, told, record, &table[i], used);
    for (size_t i = 0; i < record->kind->n && rc == RC_OK; i++) {
        const struct field *field = &record->kind->fields[i];
        if (!used[i] && !is_quiet(field) && is_filled(record, field) &&
            !is_herself(told, record_get(record, field)))
            rc = say_field(call, &told->in[part], record, field);
    }
    return rc;
}
