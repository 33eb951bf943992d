/* field_pages.c - see pages.h: own fields, names, order and choices, for admins. Every act is first
 *   shown with what it would do, and then done. */
#include "base/lang.h"
#include "model/field.h"
#include "model/overlay_change.h"
#include "records/pages.h"
#include "web/control.h"
#include "web/html.h"

enum { LABEL_MAX = 120, HELP_MAX = 300, SECTION_MAX = 80, PICKS_MAX = KINDS_MAX + 1 };

/* ---- words */

/* The types that an organisation may add, as people call them. */
static const struct type_word {
    const char *type, *label;
} type_words[] = {
    {"text", N_("A line of text")},
    {"long text", N_("Text of several lines")},
    {"whole number", N_("A whole number")},
    {"decimal", N_("A number with two places behind the point")},
    {"money", N_("An amount of money")},
    {"date", N_("A date")},
    {"partial date", N_("A date, or only its month or year")},
    {"moment", N_("A date with a time")},
    {"duration", N_("How long something took")},
    {"flag", N_("Yes or no")},
    {"choice", N_("One choice of a list")},
    {"choices", N_("Several choices of a list")},
    {"link", N_("A link to another record")},
    {"links", N_("Links to other records")},
    {"files", N_("Files")},
    {"place", N_("A place")},
    {"phones", N_("Telephone numbers")},
    {"e-mail", N_("An e-mail address")},
    {"web address", N_("A web address")},
    {"names", N_("Names of a person")},
    {"signature", N_("A signature")},
};

enum { TYPE_WORDS = sizeof type_words / sizeof *type_words };

static struct str type_word(struct call *call, const struct field_type *type)
{
    for (size_t i = 0; i < TYPE_WORDS; i++)
        if (str_is(str_of(type->name), type_words[i].type))
            return str_of(lang_text(call->lang, type_words[i].label));
    return say(call, "Filled in by Khetane");
}

static struct str path_of(struct web *web, const char *before, struct str name)
{
    return str_format(web->call.arena, "%s%s", before, str_z(web->call.arena, name));
}

static struct str field_path(struct web *web, const struct kind *kind, const struct field *field)
{
    return str_format(web->call.arena, "/fields/%s/%s", str_z(web->call.arena, kind->name),
                      str_z(web->call.arena, field->name));
}

static bool may_change(const struct web *web)
{
    return permission_holds(&web->call, PERMISSION_FIELDS_CHANGE, STR(""));
}

/* "sr-Latn" is sr_latn among the choices of records. */
static struct str lang_label(struct call *call, struct str code)
{
    const struct choice_list *list = list_find(call->app->registry, STR("language"));
    struct buf out;

    buf_init(&out, call->arena, 40);
    for (size_t i = 0; i < code.n; i++)
        buf_char(&out, code.p[i] == '-' ? '_' : (char)(code.p[i] | ' '));
    const struct choice *choice = choice_find(list, buf_str(&out));
    return choice == NULL ? code : label_text(call, &choice->label);
}

/* ---- one act as a form: hidden params, one button */

struct act_form {
    const char *act;
    const struct kind *kind;
    const struct field *field;
    const struct choice_list *list;
    const struct choice *choice;
};

static void put_target(struct web *web, const struct act_form *form)
{
    struct html *h = &web->html;

    control_hidden(h, "act", str_of(form->act));
    if (form->kind != NULL)
        control_hidden(h, "kind", form->kind->name);
    if (form->field != NULL)
        control_hidden(h, "field", form->field->name);
    if (form->list != NULL)
        control_hidden(h, "list", form->list->name);
    if (form->choice != NULL)
        control_hidden(h, "code", form->choice->code);
}

static void act_button(struct web *web, const struct act_form *act, struct str label)
{
    struct form_options form = {.action = STR("/fields/change")};
    struct button send = {.label = label, .weight = WEIGHT_QUIET};

    part_form(web, &form);
    put_target(web, act);
    part_form_send(&web->html, &form, &send);
}

/* A form with a text: what something is called, in one language or in all. */
static void label_form(struct web *web, const struct act_form *act, struct str label,
                       struct str value, bool langs)
{
    struct call *call = &web->call;
    struct form_options form = {.action = STR("/fields/change")};
    struct control text = {
        .name = STR("label"), .label = label, .value = value, .max = LABEL_MAX, .must = true};
    struct control in = {.name = STR("in"), .label = say(call, "In which language"), .must = true};
    struct button send = {.label = say(call, "Go on"), .weight = WEIGHT_OTHER};
    struct pick picks[10] = {{.label = say(call, "In all languages"), .chosen = true}};
    size_t n = 1;

    for (size_t i = 0; lang_known(i) != NULL && n < 10; i++) {
        struct str code = str_of(lang_known(i));
        picks[n++] = (struct pick){.value = code, .label = lang_label(call, code)};
    }
    part_form(web, &form);
    put_target(web, act);
    control_text(&web->html, &text);
    if (langs)
        control_select(&web->html, &in, picks, n);
    part_form_send(&web->html, &form, &send);
}

/* Behind a change: the way back from it. */
static void put_take_back(struct web *web)
{
    struct form_options form = {.action = STR("/fields/change")};
    struct button send = {.label = say(&web->call, "Take this back"), .weight = WEIGHT_QUIET};
    struct str change = form_find(&web->form, STR("back"));

    if (change.n != (size_t)ID_SIZE * 2 || !may_change(web))
        return;
    part_form(web, &form);
    control_hidden(&web->html, "act", STR("back"));
    control_hidden(&web->html, "undo", change);
    part_form_send(&web->html, &form, &send);
}

/* ---- what can be changed */

static enum rc put_last_changes(struct web *web)
{
    struct call *call = &web->call;
    struct overlay_records records;
    enum rc rc = overlay_load(call, &records);

    if (rc != RC_OK || records.n == 0)
        return rc;
    part_tasks(&web->html, say(call, "What was changed"));
    for (size_t i = 0; i < records.n; i++) {
        struct str target = records.items[i].said.target;
        bool list = str_starts(target, STR("list "));
        struct str name = list ? str_cut(target, strlen("list "), target.n) : target;
        const struct kind *kind = kind_find(call->app->registry, name);
        struct task task = {.title = kind == NULL ? name : label_text(call, &kind->many),
                            .path = path_of(web, list ? "/choices/" : "/fields/", name)};
        part_task(&web->html, &task);
    }
    part_tasks_end(&web->html);
    return RC_OK;
}

static enum rc fields_page(struct web *web)
{
    struct call *call = &web->call;
    const struct registry *registry = call->app->registry;
    struct page page = {.title = say(call, "Forms and lists")};

    part_page(web, &page);
    put_take_back(web);
    part_note(&web->html, TONE_INFO,
              say(call, "Add what your work needs, hide what it does not. What is written stays, "
                        "whatever you change here."));
    enum rc rc = put_last_changes(web);
    part_tasks(&web->html, say(call, "Forms"));
    for (size_t i = 0; i < registry->n; i++) {
        const struct kind *kind = registry->kinds[i];
        if (str_is(kind->name, "own_fields") || str_is(kind->name, "proposal"))
            continue;
        struct task task = {.title = label_text(call, &kind->many),
                            .path = path_of(web, "/fields/", kind->name),
                            .about = {label_text(call, &kind->about)},
                            .tone = TONE_MUTE,
                            .status = kind->hidden ? say(call, "Not in use") : STR("")};
        part_task(&web->html, &task);
    }
    part_tasks_end(&web->html);
    part_link(&web->html, STR("/choices"), say(call, "Lists of choices"));
    part_page_end(web, &page);
    return rc;
}

/* ---- one form */

static struct str field_marks(struct call *call, const struct field *field)
{
    struct buf out;
    const struct {
        bool is;
        struct str word;
    } marks[] = {{field->own, say(call, "our own")},
                 {field->hidden, say(call, "hidden")},
                 {field->must, say(call, "must be filled in")},
                 {field->secret, say(call, "secret")},
                 {field->when != NULL, say(call, "asked for at times")}};

    buf_init(&out, call->arena, 1000);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i].is) {
            buf_z(&out, out.n == 0 ? "" : ", ");
            buf_add(&out, marks[i].word);
        }
    return buf_str(&out);
}

static void put_section(struct web *web, const struct kind *kind, size_t section)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct table_column columns[] = {{.label = say(call, "Field")},
                                     {.label = say(call, "What it holds")},
                                     {.label = say(call, "Remarks")}};

    part_table(h, label_text(call, &kind->sections[section].label), columns, 3);
    for (size_t i = 0; i < kind->n; i++) {
        const struct field *field = &kind->fields[i];
        if (field->section != section)
            continue;
        part_row(h);
        part_cell(h, columns, 0, label_text(call, &field->label), field_path(web, kind, field));
        part_cell(h, columns, 1, type_word(call, field->type), STR(""));
        part_cell(h, columns, 2, field_marks(call, field), STR(""));
        part_row_end(h);
    }
    part_table_end(h);
}

static enum rc kind_page(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct kind *kind;
    enum rc rc = records_kind(web, &kind);

    if (rc != RC_OK)
        return rc;
    struct page page = {.title = label_text(call, &kind->many),
                        .back_path = STR("/fields"),
                        .back_label = say(call, "Forms and lists")};
    struct button add = {.label = say(call, "Add a field"), .icon = "plus"};
    struct act_form act = {.act = "one", .kind = kind};
    part_page(web, &page);
    put_take_back(web);
    if (may_change(web)) {
        part_actions(h);
        part_link_button(h, &add,
                         str_format(call->arena, "/fields/%s/new", str_z(call->arena, kind->name)));
        part_actions_end(h);
    }
    for (size_t i = 0; i < kind->sections_n; i++)
        put_section(web, kind, i);
    if (may_change(web)) {
        part_fold(h, say(call, "Call it otherwise, or use it no more"), false);
        label_form(web, &act, say(call, "The word for one"), label_text(call, &kind->one), true);
        act.act = "many";
        label_form(web, &act, say(call, "The word for several"), label_text(call, &kind->many),
                   true);
        act.act = kind->hidden ? "show" : "hide";
        act_button(web, &act,
                   kind->hidden ? say(call, "Use it again") : say(call, "Use it no more"));
        part_fold_end(h);
    }
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- one field */

static enum rc find_field(struct web *web, const struct kind **kind, const struct field **field)
{
    enum rc rc = records_kind(web, kind);

    if (rc != RC_OK)
        return rc;
    *field = field_find(*kind, web_text(web, "field"));
    return *field == NULL ? fail(&web->call, RC_NOT_FOUND, NULL, NULL) : RC_OK;
}

static void put_field_acts(struct web *web, const struct kind *kind, const struct field *field)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct act_form act = {.act = "label", .kind = kind, .field = field};

    label_form(web, &act, say(call, "What it is called"), label_text(call, &field->label), true);
    part_actions(h);
    act.act = "up";
    act_button(web, &act, say(call, "Move up"));
    act.act = "down";
    act_button(web, &act, say(call, "Move down"));
    act.act = field->hidden ? "show" : "hide";
    act_button(web, &act, field->hidden ? say(call, "Show it again") : say(call, "Hide it"));
    act.act = "must";
    if (!field->must && !field->derived)
        act_button(web, &act, say(call, "It must be filled in"));
    part_actions_end(h);
}

static enum rc field_page(struct web *web)
{
    struct call *call = &web->call;
    const struct kind *kind;
    const struct field *field;
    enum rc rc = find_field(web, &kind, &field);

    if (rc != RC_OK)
        return rc;
    struct page page = {.title = label_text(call, &field->label),
                        .back_path = path_of(web, "/fields/", kind->name),
                        .back_label = label_text(call, &kind->many)};
    struct fact facts[] = {
        {.label = say(call, "What it holds"), .value = type_word(call, field->type)},
        {.label = say(call, "Under"),
         .value = label_text(call, &kind->sections[field->section].label)},
        {.label = say(call, "Remarks"), .value = field_marks(call, field)},
        {.label = say(call, "List"),
         .value = field->choices == NULL ? STR("") : field->choices->name,
         .path =
             field->choices == NULL ? STR("") : path_of(web, "/choices/", field->choices->name)},
    };
    part_page(web, &page);
    part_facts(&web->html, facts, field->choices == NULL ? 3 : 4);
    if (may_change(web))
        put_field_acts(web, kind, field);
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- a new field */

static size_t pick_types(struct web *web, struct pick *picks)
{
    struct str typed = form_find(&web->form, STR("is"));

    for (size_t i = 0; i < TYPE_WORDS; i++)
        picks[i] = (struct pick){.value = str_of(type_words[i].type),
                                 .label = str_of(lang_text(web->call.lang, type_words[i].label)),
                                 .chosen = str_is(typed, type_words[i].type)};
    return TYPE_WORDS;
}

static size_t pick_sections(struct web *web, const struct kind *kind, struct pick *picks)
{
    struct str typed = form_find(&web->form, STR("section"));
    size_t n = 0;

    for (; n < kind->sections_n && n < PICKS_MAX; n++)
        picks[n] =
            (struct pick){.value = kind->sections[n].name,
                          .label = label_text(&web->call, &kind->sections[n].label),
                          .chosen = typed.n == 0 ? n == 0 : str_eq(typed, kind->sections[n].name)};
    return n;
}

static size_t pick_lists(struct web *web, struct pick *picks)
{
    const struct registry *registry = web->call.app->registry;
    struct str typed = form_find(&web->form, STR("of"));
    size_t n = 0;

    picks[n++] = (struct pick){.label = say(&web->call, "None"), .chosen = typed.n == 0};
    for (size_t i = 0; i < registry->lists_n && n < PICKS_MAX; i++)
        picks[n++] = (struct pick){.value = registry->lists[i].name,
                                   .label = label_text(&web->call, &registry->lists[i].label),
                                   .chosen = str_eq(typed, registry->lists[i].name)};
    return n;
}

static size_t pick_kinds(struct web *web, struct pick *picks)
{
    const struct registry *registry = web->call.app->registry;
    struct str typed = form_find(&web->form, STR("to"));
    size_t n = 0;

    picks[n++] = (struct pick){.label = say(&web->call, "Nothing"), .chosen = typed.n == 0};
    for (size_t i = 0; i < registry->n && n < PICKS_MAX; i++)
        if (registry->kinds[i]->owner == NULL && registry->kinds[i]->columns_n != 0)
            picks[n++] = (struct pick){.value = registry->kinds[i]->name,
                                       .label = label_text(&web->call, &registry->kinds[i]->one),
                                       .chosen = str_eq(typed, registry->kinds[i]->name)};
    return n;
}

static enum rc put_new_controls(struct web *web, const struct kind *kind)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct pick *picks = arena_array(call->arena, PICKS_MAX, sizeof *picks);
    struct control label = {.name = STR("label"),
                            .label = say(call, "What it is called"),
                            .value = form_find(&web->form, STR("label")),
                            .max = LABEL_MAX,
                            .must = true};
    struct control is = {.name = STR("is"), .label = say(call, "What it holds"), .must = true};
    struct control of = {.name = STR("of"), .label = say(call, "Of a choice: from which list")};
    struct control to = {.name = STR("to"), .label = say(call, "Of a link: to what")};
    struct control section = {.name = STR("section"), .label = say(call, "Under"), .must = true};
    struct control heading = {.name = STR("heading"),
                              .label = say(call, "Or under a new heading"),
                              .value = form_find(&web->form, STR("heading")),
                              .max = SECTION_MAX};
    struct control help = {.name = STR("help"),
                           .label = say(call, "A hint for who fills it in"),
                           .value = form_find(&web->form, STR("help")),
                           .max = HELP_MAX};
    struct control must = {.name = STR("must"), .label = say(call, "It must be filled in")};
    struct control secret = {
        .name = STR("secret"),
        .label = say(call, "It is secret"),
        .hint = say(call, "In no list and no search; who reads it is written down.")};
    if (picks == NULL)
        return fail_memory(call);
    control_text(h, &label);
    control_select(h, &is, picks, pick_types(web, picks));
    control_select(h, &of, picks, pick_lists(web, picks));
    control_select(h, &to, picks, pick_kinds(web, picks));
    control_select(h, &section, picks, pick_sections(web, kind, picks));
    control_text(h, &heading);
    control_text(h, &help);
    control_check(h, &must, form_find(&web->form, STR("must")).n != 0);
    control_check(h, &secret, form_find(&web->form, STR("secret")).n != 0);
    return RC_OK;
}

static enum rc new_page(struct web *web)
{
    struct call *call = &web->call;
    const struct kind *kind;
    enum rc rc = records_kind(web, &kind);

    if (rc != RC_OK)
        return rc;
    struct page page = {.title = say(call, "Add a field"),
                        .back_path = path_of(web, "/fields/", kind->name),
                        .back_label = label_text(call, &kind->many)};
    struct form_options form = {.action = STR("/fields/change")};
    struct button send = {.label = say(call, "Go on"), .weight = WEIGHT_MAIN};
    struct act_form act = {.act = "add", .kind = kind};
    part_page(web, &page);
    part_form(web, &form);
    put_target(web, &act);
    rc = put_new_controls(web, kind);
    part_form_send(&web->html, &form, &send);
    part_page_end(web, &page);
    return rc;
}

/* ---- lists */

static enum rc lists_page(struct web *web)
{
    struct call *call = &web->call;
    const struct registry *registry = call->app->registry;
    struct page page = {.title = say(call, "Lists of choices"),
                        .back_path = STR("/fields"),
                        .back_label = say(call, "Forms and lists")};
    struct act_form act = {.act = "list"};

    part_page(web, &page);
    put_take_back(web);
    part_tasks(&web->html, STR(""));
    for (size_t i = 0; i < registry->lists_n; i++) {
        struct task task = {.title = label_text(call, &registry->lists[i].label),
                            .path = path_of(web, "/choices/", registry->lists[i].name)};
        part_task(&web->html, &task);
    }
    part_tasks_end(&web->html);
    if (may_change(web))
        label_form(web, &act, say(call, "A new list: what is it about?"),
                   form_find(&web->form, STR("label")), false);
    part_page_end(web, &page);
    return RC_OK;
}

static void put_choice_row(struct web *web, const struct choice_list *list,
                           const struct choice *choice, const struct table_column *columns)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct act_form act = {
        .act = choice->retired ? "use" : "retire", .list = list, .choice = choice};

    part_row(h);
    part_cell(h, columns, 0, label_text(call, &choice->label), STR(""));
    part_cell(h, columns, 1, choice->retired ? say(call, "No longer used") : STR(""), STR(""));
    part_cell_open(h, columns, 2);
    if (may_change(web))
        act_button(web, &act,
                   choice->retired ? say(call, "Use it again") : say(call, "Use it no more"));
    part_cell_end(h, 2);
    part_row_end(h);
}

static enum rc list_page(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct choice_list *list = list_find(call->app->registry, web_text(web, "list"));
    struct table_column columns[] = {{.label = say(call, "Choice")},
                                     {.label = say(call, "Remarks")},
                                     {.label = say(call, "Change")}};
    struct act_form act = {.act = "choice", .list = list};

    if (list == NULL)
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    struct page page = {.title = label_text(call, &list->label),
                        .back_path = STR("/choices"),
                        .back_label = say(call, "Lists of choices")};
    part_page(web, &page);
    put_take_back(web);
    if (list->closed)
        part_note(h, TONE_INFO, say(call, "Khetane itself reads this list: none can be added."));
    else if (may_change(web))
        label_form(web, &act, say(call, "A new choice"), form_find(&web->form, STR("label")),
                   false);
    part_table(h, say(call, "Choices"), columns, 3);
    for (size_t i = 0; i < list->n; i++)
        put_choice_row(web, list, &list->choices[i], columns);
    part_table_end(h);
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- acts */

struct doing {
    struct web *web;
    struct fields_draft *draft;
    const struct kind *kind;
    const struct field *field;
    const struct choice_list *list;
    const struct choice *choice;
    struct str label;
};

static void do_add(struct doing *d)
{
    struct web *web = d->web;
    struct str heading = web_text(web, "heading"), is = web_text(web, "is"), name;
    bool choice = str_is(is, "choice") || str_is(is, "choices");
    bool link = str_is(is, "link") || str_is(is, "links");
    struct fields_new field = {.label = d->label,
                               .is = is,
                               .of = choice ? web_text(web, "of") : STR(""),
                               .to = link ? web_text(web, "to") : STR(""),
                               .help = web_text(web, "help"),
                               .digits = str_is(is, "decimal") ? STR("2") : STR(""),
                               .must = web_flag(web, "must"),
                               .secret = web_flag(web, "secret")};

    if (is.n == 0)
        fault_add(&web->call, STR("is"), "Choose what it holds.");
    if (choice && field.of.n == 0)
        fault_add(&web->call, STR("of"), "Choose the list that its choices are from.");
    if (link && field.to.n == 0)
        fault_add(&web->call, STR("to"), "Choose what it links to.");
    fields_add(&web->call, d->draft, d->kind, heading.n != 0 ? heading : web_text(web, "section"),
               &field, &name);
}

static void do_label(struct doing *d)
{
    const struct fields_words words = {.lang = web_text(d->web, "in"),
                                       .text = d->label,
                                       .many = str_is(web_text(d->web, "act"), "many")};

    fields_label(&d->web->call, d->draft, d->kind, d->field, &words);
}

static void do_hide(struct doing *d)
{
    fields_hide(&d->web->call, d->draft, d->kind, d->field,
                str_is(web_text(d->web, "act"), "hide"));
}

static void do_must(struct doing *d)
{
    fields_must(&d->web->call, d->draft, d->kind, d->field);
}

static void do_shift(struct doing *d)
{
    fields_shift(&d->web->call, d->draft, d->kind, d->field,
                 str_is(web_text(d->web, "act"), "up") ? -1 : 1);
}

static void do_choice(struct doing *d)
{
    struct str code;

    fields_choice_add(&d->web->call, d->draft, d->list->name, d->label, &code);
}

static void do_retire(struct doing *d)
{
    fields_choice_retire(&d->web->call, d->draft, d->list, d->choice,
                         str_is(web_text(d->web, "act"), "retire"));
}

static void do_list(struct doing *d)
{
    struct str name;

    fields_list_add(&d->web->call, d->draft, d->label, &name);
}

static void do_back(struct doing *d)
{
    struct id change = {{0}};

    (void)str_unhex(web_text(d->web, "undo"), change.b, sizeof change.b);
    fields_back(&d->web->call, d->draft, &change);
}

/* What each act needs to be named, and the page to go back to. */
static const struct act {
    const char *name;
    bool kind, field, list, choice;
    void (*run)(struct doing *d);
    enum rc (*page)(struct web *web);
} acts[] = {
    {"add", true, false, false, false, do_add, new_page},
    {"label", true, true, false, false, do_label, field_page},
    {"one", true, false, false, false, do_label, kind_page},
    {"many", true, false, false, false, do_label, kind_page},
    {"hide", true, false, false, false, do_hide, kind_page},
    {"show", true, false, false, false, do_hide, kind_page},
    {"must", true, true, false, false, do_must, field_page},
    {"up", true, true, false, false, do_shift, field_page},
    {"down", true, true, false, false, do_shift, field_page},
    {"choice", false, false, true, false, do_choice, list_page},
    {"retire", false, false, true, true, do_retire, list_page},
    {"use", false, false, true, true, do_retire, list_page},
    {"list", false, false, false, false, do_list, lists_page},
    {"back", false, false, false, false, do_back, fields_page},
};

static const struct act *find_act(struct str name)
{
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (str_is(name, acts[i].name))
            return &acts[i];
    return NULL;
}

static enum rc find_targets(struct doing *d, const struct act *act)
{
    const struct registry *registry = d->web->call.app->registry;

    d->kind = kind_find(registry, web_text(d->web, "kind"));
    d->field = d->kind == NULL ? NULL : field_find(d->kind, web_text(d->web, "field"));
    d->list = list_find(registry, web_text(d->web, "list"));
    d->choice = choice_find(d->list, web_text(d->web, "code"));
    d->label = form_find(&d->web->form, STR("label"));
    bool there = (!act->kind || d->kind != NULL) && (!act->field || d->field != NULL) &&
                 (!act->list || d->list != NULL) && (!act->choice || d->choice != NULL);
    return there ? RC_OK : fail(&d->web->call, RC_NOT_FOUND, NULL, NULL);
}

/* Every param again, hidden, so that the second form says what the first one said. */
static void repeat_params(struct web *web)
{
    for (const struct param *param = web->route->params; param->name != NULL; param++) {
        struct str value = form_find(&web->form, str_of(param->name));
        if (value.n != 0 && !str_is(str_of(param->name), "change"))
            control_hidden(&web->html, param->name, value);
    }
}

static struct str way_back(struct web *web, const struct doing *d)
{
    return d->list != NULL   ? path_of(web, "/choices/", d->list->name)
           : d->kind == NULL ? STR("/fields")
                             : path_of(web, "/fields/", d->kind->name);
}

static enum rc confirm(struct web *web, const struct doing *d, const struct fields_effects *effects)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "What this will do"),
                        .back_path = way_back(web, d),
                        .back_label = say(call, "Do nothing and go back")};
    struct form_options form = {.action = STR("/fields/change")};
    struct button send = {.label = say(call, "Do it"), .weight = WEIGHT_MAIN};

    part_page(web, &page);
    html_raw(h, "<ul>");
    for (size_t i = 0; i < effects->n; i++)
        html_tag(h, "li", NULL, effects->lines[i]);
    html_raw(h, "</ul>");
    if (effects->n == 0) {
        part_note(h, TONE_INFO, say(call, "Nothing: it is so already."));
    } else {
        part_form(web, &form);
        repeat_params(web);
        control_hidden(h, "sure", STR("yes"));
        records_change_field(web);
        part_form_send(h, &form, &send);
    }
    part_page_end(web, &page);
    return RC_OK;
}

/* The form once more, with what is wrong; places in texts that nobody sees are its first field. */
static enum rc again(struct web *web, const struct act *act)
{
    for (struct fault *fault = web->call.faults; fault != NULL; fault = fault->next)
        if (!str_is(fault->where, "of") && !str_is(fault->where, "to") &&
            !str_is(fault->where, "is"))
            fault->where = STR("label");
    web->call.error.rc = RC_OK;
    web_status(web, 422);
    return act->page(web);
}

static enum rc save(struct web *web, struct doing *d)
{
    struct id change = records_change(web);
    struct outcome outcome;
    enum rc rc = fields_save(&web->call, d->draft, &change, &outcome);

    return rc == RC_OK ? web_redirect(web,
                                      str_format(web->call.arena, "%s?back=%s",
                                                 str_z(web->call.arena, way_back(web, d)),
                                                 str_hex(web->call.arena, id_str(&change)).p),
                                      "saved")
                       : rc;
}

static enum rc change_post(struct web *web)
{
    struct call *call = &web->call;
    const struct act *act = find_act(web_text(web, "act"));
    struct doing d = {.web = web};
    struct fields_effects effects;

    d.draft = arena_alloc(call->arena, sizeof *d.draft);
    if (d.draft == NULL)
        return fail_memory(call);
    if (act == NULL)
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    enum rc rc = find_targets(&d, act);
    if (rc == RC_OK)
        rc = fields_open(call, d.draft);
    if (rc != RC_OK)
        return rc;
    act->run(&d);
    rc = fields_check(call, d.draft);
    if (rc == RC_INVALID && call->faults != NULL)
        return again(web, act);
    if (rc == RC_OK && web_flag(web, "sure"))
        return save(web, &d);
    if (rc == RC_OK)
        rc = fields_effects(call, d.draft, &effects);
    return rc == RC_OK ? confirm(web, &d, &effects) : rc;
}

/* ---- routes */

#define CODE_PARAM(param)                                           \
    {                                                               \
        param, PARAM_CODE, NAME_MAX_BYTES, false, false, N_("What") \
    }

static const struct param kind_params[] = {KIND_PARAM, CODE_PARAM("back"), {0}};
static const struct param field_params[] = {
    KIND_PARAM, {"field", PARAM_CODE, NAME_MAX_BYTES, true, false, N_("Field")}, {0}};
static const struct param list_params[] = {
    {"list", PARAM_CODE, NAME_MAX_BYTES, true, false, N_("List")}, CODE_PARAM("back"), {0}};
static const struct param back_params[] = {CODE_PARAM("back"), {0}};
static const struct param change_params[] = {
    {"act", PARAM_CODE, 20, true, false, N_("What")},
    CODE_PARAM("kind"),
    CODE_PARAM("field"),
    CODE_PARAM("list"),
    CODE_PARAM("code"),
    CODE_PARAM("in"),
    CODE_PARAM("of"),
    CODE_PARAM("to"),
    {"is", PARAM_TEXT, 40, false, false, N_("What it holds")},
    {"label", PARAM_TEXT, LABEL_MAX * 4, false, false, N_("What it is called")},
    {"section", PARAM_TEXT, SECTION_MAX * 4, false, false, N_("Under")},
    {"heading", PARAM_TEXT, SECTION_MAX * 4, false, false, N_("Or under a new heading")},
    {"help", PARAM_TEXT, HELP_MAX * 4, false, false, N_("A hint for who fills it in")},
    {"must", PARAM_FLAG, 10, false, false, N_("It must be filled in")},
    {"secret", PARAM_FLAG, 10, false, false, N_("It is secret")},
    {"sure", PARAM_FLAG, 10, false, false, N_("Form")},
    {"undo", PARAM_ID, 32, false, false, N_("Form")},
    CHANGE_PARAM,
    {0},
};

const struct route field_routes[] = {
    {METHOD_GET, PERMISSION_FIELDS_SEE, "/choices", back_params, lists_page, NULL, 0,
     "lists the lists of choices"},
    {METHOD_GET, PERMISSION_FIELDS_SEE, "/choices/{list}", list_params, list_page, NULL, 0,
     "shows the choices of a list"},
    {METHOD_GET, PERMISSION_FIELDS_SEE, "/fields", back_params, fields_page, NULL, 0,
     "lists the forms that can be changed"},
    {METHOD_POST, PERMISSION_FIELDS_CHANGE | MAY_FRESH, "/fields/change", change_params,
     change_post, NULL, 0, "says what a change of forms would do, and does it"},
    {METHOD_GET, PERMISSION_FIELDS_SEE, "/fields/{kind}", kind_params, kind_page, NULL, 0,
     "shows the fields of a form"},
    {METHOD_GET, PERMISSION_FIELDS_CHANGE, "/fields/{kind}/new", kind_params, new_page, NULL, 0,
     "asks what a new field is to be"},
    {METHOD_GET, PERMISSION_FIELDS_SEE, "/fields/{kind}/{field}", field_params, field_page, NULL, 0,
     "shows one field of a form"},
};
const size_t field_routes_n = sizeof field_routes / sizeof *field_routes;
