/* model_commands.c - see commands.h: what is kept here and with which fields; own fields. */
#include "base/near.h"
#include "base/text.h"
#include "cli/input.h"
#include "cli/out.h"
#include "cli/say.h"
#include "model/condition.h"
#include "model/field.h"
#include "model/overlay_change.h"
#include "model/permit.h"
#include "records/commands.h"

/* ---- what was typed ---- */

static enum rc clean(struct call *call, struct str typed, struct str *out)
{
    *out = STR("");
    if (typed.n == 0)
        return RC_OK;
    *out = text_clean(call->arena, typed);
    return out->p != NULL
               ? RC_OK
               : fail(call, RC_USAGE, NULL, "This text holds a control character. Take it out.");
}

enum rc records_kind_named(struct call *call, struct str name, const struct kind **out)
{
    const struct registry *registry = call->app->registry;
    struct near near;

    *out = kind_find(registry, name);
    if (*out != NULL)
        return RC_OK;
    near_start(&near, name);
    for (size_t i = 0; i < registry->n; i++)
        near_try(&near, registry->kinds[i]->name);
    if (near.found.p != NULL)
        return fail(call, RC_NOT_FOUND, NULL, "There is no \"%s\" here; did you mean \"%s\"?",
                    str_z(call->arena, name), str_z(call->arena, near.found));
    return fail(call, RC_NOT_FOUND, NULL, "There is no \"%s\" here: khetane kinds",
                str_z(call->arena, name));
}

static enum rc find_field(struct call *call, const struct kind *kind, struct str name,
                          const struct field **out)
{
    *out = field_find(kind, name);
    return *out != NULL ? RC_OK
                        : fail(call, RC_NOT_FOUND, "FIELD",
                               "There is no field \"%s\" here: khetane kinds %s",
                               str_z(call->arena, name), str_z(call->arena, kind->name));
}

static enum rc find_list(struct call *call, const struct command_args *args,
                         const struct choice_list **out)
{
    struct str name = args_word(args, 0);

    *out = list_find(call->app->registry, name);
    return *out != NULL ? RC_OK
                        : fail(call, RC_NOT_FOUND, "LIST", "There is no list \"%s\".",
                               str_z(call->arena, name));
}

/* ---- kinds ---- */

static void put_kinds(struct call *call, struct out *out)
{
    const struct registry *registry = call->app->registry;

    out_list(out, NULL);
    for (size_t i = 0; i < registry->n; i++) {
        const struct kind *kind = registry->kinds[i];
        out_record(out, NULL);
        out_text(out, "kind", kind->name);
        out_text(out, "called", label_text(call, &kind->many));
        out_text(out, "part_of", kind->owner == NULL ? (struct str){NULL, 0} : kind->owner->name);
        out_int(out, "fields", (int64_t)kind->n);
        out_flag(out, "hidden", kind->hidden);
        out_end(out);
    }
    out_end(out);
}

static struct str of_what(const struct field *field)
{
    return field->target != NULL    ? field->target->name
           : field->choices != NULL ? field->choices->name
                                    : (struct str){NULL, 0};
}

static void put_fields(struct call *call, struct out *out, const struct kind *kind)
{
    out_list(out, NULL);
    for (size_t i = 0; i < kind->n; i++) {
        const struct field *field = &kind->fields[i];
        out_record(out, NULL);
        out_text(out, "field", field->name);
        out_text(out, "called", label_text(call, &field->label));
        out_text(out, "section", kind->sections[field->section].name);
        out_text(out, "is", str_of(field->type->name));
        out_text(out, "of", of_what(field));
        out_flag(out, "must", field->must);
        out_flag(out, "secret", field->secret);
        out_flag(out, "own", field->own);
        out_flag(out, "hidden", field->hidden);
        out_text(out, "when", field->when == NULL ? (struct str){NULL, 0} : field->when->text);
        out_end(out);
    }
    out_end(out);
}

static enum rc run_kinds(struct call *call, const struct command_args *args)
{
    const struct kind *kind;

    if (args->n == 0) {
        put_kinds(call, args->out);
        return RC_OK;
    }
    enum rc rc = records_kind_named(call, args_word(args, 0), &kind);
    if (rc == RC_OK)
        put_fields(call, args->out, kind);
    return rc;
}

/* ---- own fields ---- */

static enum rc open_draft(struct call *call, struct fields_draft **out)
{
    *out = arena_alloc(call->arena, sizeof **out);
    return *out == NULL ? fail_memory(call) : fields_open(call, *out);
}

/* Says what it does, and does it unless --try was given. made: the name of what is new, or "". */
static enum rc finish(struct call *call, const struct command_args *args,
                      struct fields_draft *draft, struct str made)
{
    struct id change = id_new(call);
    struct fields_effects effects;
    struct outcome outcome;
    bool try = args_has(args, "try");
    enum rc rc = fields_check(call, draft);

    if (rc == RC_OK)
        rc = fields_effects(call, draft, &effects);
    if (rc == RC_OK && !try)
        rc = fields_save(call, draft, &change, &outcome);
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "name", made.n == 0 ? (struct str){NULL, 0} : made);
    out_text(args->out, "change",
             try ? (struct str){NULL, 0} : str_hex(call->arena, id_str(&change)));
    out_list(args->out, "what");
    for (size_t i = 0; i < effects.n; i++)
        out_text(args->out, NULL, effects.lines[i]);
    out_end(args->out);
    out_end(args->out);
    if (try)
        note(call, args, "Nothing was changed. Without --try it is.");
    return RC_OK;
}

static enum rc run_add(struct call *call, const struct command_args *args)
{
    struct fields_new field = {.is = args_text(args, "is"),
                               .of = args_text(args, "of"),
                               .to = args_text(args, "to"),
                               .digits = args_text(args, "digits"),
                               .must = args_has(args, "must"),
                               .secret = args_has(args, "secret")};
    struct fields_draft *draft = NULL;
    const struct kind *kind = NULL;
    struct str section, name;
    enum rc rc = records_kind_named(call, args_word(args, 0), &kind);

    if (rc == RC_OK)
        rc = clean(call, args_word(args, 1), &field.label);
    if (rc == RC_OK)
        rc = clean(call, args_text(args, "hint"), &field.help);
    if (rc == RC_OK)
        rc = clean(call, args_text(args, "section"), &section);
    if (rc == RC_OK)
        rc = open_draft(call, &draft);
    if (rc != RC_OK)
        return rc;
    if (section.n == 0)
        section = kind->sections[0].name;
    fields_add(call, draft, kind, section, &field, &name);
    return finish(call, args, draft, name);
}

static enum rc run_hide(struct call *call, const struct command_args *args)
{
    struct fields_draft *draft = NULL;
    const struct kind *kind = NULL;
    const struct field *field = NULL;
    enum rc rc = records_kind_named(call, args_word(args, 0), &kind);

    if (rc == RC_OK && args->n > 1)
        rc = find_field(call, kind, args_word(args, 1), &field);
    if (rc == RC_OK)
        rc = open_draft(call, &draft);
    if (rc != RC_OK)
        return rc;
    fields_hide(call, draft, kind, field, !args_has(args, "show"));
    return finish(call, args, draft, STR(""));
}

static enum rc run_label(struct call *call, const struct command_args *args)
{
    struct fields_draft *draft = NULL;
    const struct kind *kind = NULL;
    const struct field *field = NULL;
    struct str text = STR(""), lang = args_text(args, "in");
    enum rc rc = records_kind_named(call, args_word(args, 0), &kind);

    if (rc == RC_OK && !args_has(args, "one") && !args_has(args, "many"))
        rc = find_field(call, kind, args_word(args, 1), &field);
    if (rc == RC_OK)
        rc = clean(call, args_word(args, field == NULL ? 1 : 2), &text);
    if (rc == RC_OK)
        rc = open_draft(call, &draft);
    if (rc != RC_OK)
        return rc;
    const struct fields_words words = {
        .lang = lang.n == 0 ? STR("") : lang, .text = text, .many = args_has(args, "many")};
    fields_label(call, draft, kind, field, &words);
    return finish(call, args, draft, STR(""));
}

static enum rc run_order(struct call *call, const struct command_args *args)
{
    struct fields_draft *draft = NULL;
    const struct kind *kind = NULL;
    const struct field *field = NULL, *first = NULL;
    enum rc rc = records_kind_named(call, args_word(args, 0), &kind);

    for (size_t i = args->n; i-- > 1 && rc == RC_OK;) {
        rc = find_field(call, kind, args_word(args, i), &field);
        if (rc == RC_OK && first != NULL && first->section != field->section)
            rc = fail(call, RC_USAGE, "FIELD", "These fields do not stand in one section.");
        first = field;
    }
    if (rc == RC_OK)
        rc = open_draft(call, &draft);
    if (rc != RC_OK || first == NULL) /* one field must be named */
        return rc;
    fields_order(call, draft, kind, &kind->sections[first->section], args->words + 1, args->n - 1);
    return finish(call, args, draft, STR(""));
}

/* ---- choices ---- */

static void put_choices(struct call *call, struct out *out, const struct choice_list *list)
{
    out_list(out, NULL);
    for (size_t i = 0; i < list->n; i++) {
        out_record(out, NULL);
        out_text(out, "code", list->choices[i].code);
        out_text(out, "called", label_text(call, &list->choices[i].label));
        out_flag(out, "retired", list->choices[i].retired);
        out_end(out);
    }
    out_end(out);
}

static enum rc retire(struct call *call, const struct command_args *args,
                      struct fields_draft *draft, const struct choice_list *list)
{
    bool back = args_has(args, "use");
    struct str code = args_text(args, back ? "use" : "retire");
    const struct choice *choice = choice_find(list, code);

    if (choice == NULL)
        return fail(call, RC_NOT_FOUND, "CODE", "There is no choice \"%s\" in this list.",
                    str_z(call->arena, code));
    fields_choice_retire(call, draft, list, choice, !back);
    return finish(call, args, draft, STR(""));
}

static enum rc run_choices(struct call *call, const struct command_args *args)
{
    struct fields_draft *draft = NULL;
    const struct choice_list *list = NULL;
    struct str label, code;
    enum rc rc = find_list(call, args, &list);

    if (rc == RC_OK)
        rc = clean(call, args_text(args, "add"), &label);
    if (rc == RC_OK)
        rc = open_draft(call, &draft);
    if (rc != RC_OK)
        return rc;
    if (args_has(args, "retire") || args_has(args, "use"))
        return retire(call, args, draft, list);
    if (!args_has(args, "add")) {
        put_choices(call, args->out, list);
        return RC_OK;
    }
    fields_choice_add(call, draft, list->name, label, &code);
    return finish(call, args, draft, code);
}

static enum rc run_list(struct call *call, const struct command_args *args)
{
    struct fields_draft *draft = NULL;
    struct str label, name, code;
    enum rc rc = clean(call, args_word(args, 0), &label);

    if (rc == RC_OK)
        rc = open_draft(call, &draft);
    if (rc != RC_OK)
        return rc;
    fields_list_add(call, draft, label, &name);
    for (size_t i = 1; i < args->n && rc == RC_OK; i++) {
        rc = clean(call, args_word(args, i), &label);
        if (rc == RC_OK)
            fields_choice_add(call, draft, name, label, &code);
    }
    return rc == RC_OK ? finish(call, args, draft, name) : rc;
}

/* ---- files ---- */

static enum rc run_export(struct call *call, const struct command_args *args)
{
    const struct kind *kind = kind_find(call->app->registry, STR("own_fields"));
    struct fields_draft *draft = NULL;
    struct buf out;

    if (permit_mask(kind, call->actor, MAY_SEE) == 0)
        return fail(call, RC_DENIED, NULL, NULL);
    enum rc rc = open_draft(call, &draft);
    if (rc != RC_OK)
        return rc;
    buf_init(&out, call->arena, FIELDS_FILE_MAX);
    fields_export(call, draft, &out);
    if (!buf_ok(&out))
        return fail_memory(call);
    if (args->form == OUT_JSON) {
        out_record(args->out, NULL);
        out_text(args->out, "yaml", buf_str(&out));
        out_end(args->out);
    } else {
        out_plain(args->out, buf_str(&out));
    }
    return RC_OK;
}

static enum rc run_import(struct call *call, const struct command_args *args)
{
    struct fields_draft *draft = NULL;
    struct str file = args_word(args, 0), text;
    enum rc rc = input_read(call, file, FIELDS_FILE_MAX, &text);

    if (rc == RC_OK)
        rc = open_draft(call, &draft);
    if (rc != RC_OK)
        return rc;
    fields_import(call, draft, file, text);
    return finish(call, args, draft, STR(""));
}

static enum rc run_back(struct call *call, const struct command_args *args)
{
    struct fields_draft *draft = NULL;
    struct id change;

    if (!str_unhex(args_word(args, 0), change.b, sizeof change.b))
        return fail(call, RC_USAGE, "CHANGE", "A change is named by 32 hexadecimal digits.");
    enum rc rc = open_draft(call, &draft);
    if (rc != RC_OK)
        return rc;
    fields_back(call, draft, &change);
    return finish(call, args, draft, STR(""));
}

/* ---- the table ---- */

#define TRY_OPTION                                                                          \
    {                                                                                       \
        .name = "try", .type = OPTION_FLAG, .brief = "say what it would do, and do nothing" \
    }
#define TEXT_OPTION(option, placeholder, text)                                   \
    {                                                                            \
        .name = option, .type = OPTION_TEXT, .value = placeholder, .brief = text \
    }
#define FLAG_OPTION(option, text)                          \
    {                                                      \
        .name = option, .type = OPTION_FLAG, .brief = text \
    }
#define KIND_WORD                                               \
    {                                                           \
        "KIND", "which, as khetane kinds lists it", true, false \
    }

static const struct command_option try_options[] = {TRY_OPTION, {.name = NULL}};
static const struct command_option add_options[] = {
    {.name = "is",
     .type = OPTION_TEXT,
     .value = "TYPE",
     .brief = "text, long text, whole number, date, choice, ...",
     .must = true},
    TEXT_OPTION("of", "LIST", "the list of a choice"),
    TEXT_OPTION("to", "KIND", "the kind of a link"),
    TEXT_OPTION("digits", "N", "of a decimal: how many stand behind the point"),
    TEXT_OPTION("section", "SECTION", "under which heading; else the first"),
    TEXT_OPTION("hint", "TEXT", "stands with the field"),
    FLAG_OPTION("must", "cannot be left empty"),
    FLAG_OPTION("secret", "for those alone who may see secret fields"),
    TRY_OPTION,
    {.name = NULL},
};
static const struct command_option hide_options[] = {
    FLAG_OPTION("show", "show it again"), TRY_OPTION, {.name = NULL}};
static const struct command_option label_options[] = {
    TEXT_OPTION("in", "LANG", "in this language alone, such as mk"),
    FLAG_OPTION("one", "name the kind itself: the word for one"),
    FLAG_OPTION("many", "name the kind itself: the word for several"),
    TRY_OPTION,
    {.name = NULL},
};
static const struct command_option choice_options[] = {
    TEXT_OPTION("add", "TEXT", "a new choice"),
    TEXT_OPTION("retire", "CODE", "can be chosen no more; it stays where it stands"),
    TEXT_OPTION("use", "CODE", "can be chosen again"),
    TRY_OPTION,
    {.name = NULL},
};

static const struct command_word kinds_words[] = {
    {"KIND", "its fields; else all kinds", false, false}, {.name = NULL}};
static const struct command_word add_words[] = {
    KIND_WORD, {"LABEL", "what the field is called", true, false}, {.name = NULL}};
static const struct command_word hide_words[] = {
    KIND_WORD, {"FIELD", "which; else the whole kind", false, false}, {.name = NULL}};
static const struct command_word label_words[] = {
    KIND_WORD, {"TEXT", "the field, then what it is called", true, true}, {.name = NULL}};
static const struct command_word order_words[] = {
    KIND_WORD, {"FIELD", "those that come first in their section", true, true}, {.name = NULL}};
static const struct command_word choice_words[] = {{"LIST", "which list of choices", true, false},
                                                   {.name = NULL}};
static const struct command_word list_words[] = {
    {"LABEL", "what the list is about, then its choices", true, true}, {.name = NULL}};
static const struct command_word import_words[] = {
    {"FILE", "as fields export writes it; - is standard input", true, false}, {.name = NULL}};
static const struct command_word back_words[] = {
    {"CHANGE", "as the change was answered with", true, false}, {.name = NULL}};

static const struct command commands[] = {
    {.name = "kinds",
     .brief = "List what is kept here, or the fields of one kind",
     .example = "khetane kinds case",
     .needs = NEEDS_DATA,
     .words = kinds_words,
     .run = run_kinds},
    {.name = "fields add",
     .brief = "Add a field of your own to a form",
     .example = "khetane fields add case 'Bus ticket' --is text --section 'what happened'",
     .needs = NEEDS_DATA,
     .options = add_options,
     .words = add_words,
     .run = run_add},
    {.name = "fields hide",
     .brief = "Hide a field or a whole kind; what was written stays",
     .needs = NEEDS_DATA,
     .options = hide_options,
     .words = hide_words,
     .run = run_hide},
    {.name = "fields label",
     .brief = "Call a field or a kind otherwise",
     .example = "khetane fields label case what 'Накратко' --in mk",
     .needs = NEEDS_DATA,
     .options = label_options,
     .words = label_words,
     .run = run_label},
    {.name = "fields order",
     .brief = "Put the fields of a section in order",
     .needs = NEEDS_DATA,
     .options = try_options,
     .words = order_words,
     .run = run_order},
    {.name = "fields choices",
     .brief = "List the choices of a list, add one, or use one no longer",
     .example = "khetane fields choices municipality --add Prizren",
     .needs = NEEDS_DATA,
     .options = choice_options,
     .words = choice_words,
     .run = run_choices},
    {.name = "fields list",
     .brief = "Make a list of choices of your own",
     .example = "khetane fields list 'Roof material' Tin Tiles",
     .needs = NEEDS_DATA,
     .options = try_options,
     .words = list_words,
     .run = run_list},
    {.name = "fields export",
     .brief = "Write out all that was changed in forms and lists, as YAML",
     .needs = NEEDS_DATA,
     .run = run_export},
    {.name = "fields import",
     .brief = "Take over what fields export wrote, here or elsewhere",
     .needs = NEEDS_DATA,
     .options = try_options,
     .words = import_words,
     .run = run_import},
    {.name = "fields back",
     .brief = "Take a change of forms and lists back; what it added is hidden",
     .needs = NEEDS_DATA,
     .options = try_options,
     .words = back_words,
     .run = run_back},
};

const struct command_table model_table = {commands, sizeof commands / sizeof *commands};
