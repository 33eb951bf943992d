/* list_filter.c - of list.h: the conditions of a list as choices, as links that leave one out, and
 *   lists that were kept. */
#include "base/lang.h"
#include "model/field.h"
#include "query/where.h"
#include "records/list.h"
#include "web/control.h"

enum { BAR_MAX = 6, PICKS_MAX = 60, KEPT_MAX = 20 };

/* ---- the bar */

static bool is_picked(const struct field *field)
{
    const char *type = field->type->name;

    return !field->secret && !field->hidden && field->choices != NULL &&
           (strcmp(type, "choice") == 0 || strcmp(type, "choices") == 0) &&
           field->choices->n < PICKS_MAX;
}

static void pick_control(struct web *web, struct str name, struct str label,
                         const struct pick *picks, size_t n)
{
    struct control control = {
        .name = str_format(web->call.arena, "c.%s", str_z(web->call.arena, name)), .label = label};

    control_select(&web->html, &control, picks, n);
}

static void choice_pick(struct web *web, const struct field *field)
{
    struct call *call = &web->call;
    struct pick *picks = arena_array(call->arena, field->choices->n + 1, sizeof *picks);

    if (picks == NULL)
        return;
    for (size_t i = 0; i < field->choices->n; i++)
        picks[i] = (struct pick){.value = field->choices->choices[i].code,
                                 .label = label_text(call, &field->choices->choices[i].label)};
    pick_control(web, field->name, label_text(call, &field->label), picks, field->choices->n);
}

static void state_pick(struct web *web, const struct kind *kind)
{
    struct call *call = &web->call;
    struct pick *picks = arena_array(call->arena, kind->states_n + 1, sizeof *picks);

    if (picks == NULL)
        return;
    for (size_t i = 0; i < kind->states_n; i++)
        picks[i] = (struct pick){.value = kind->states[i].name,
                                 .label = label_text(call, &kind->states[i].label)};
    pick_control(web, STR("state"), say(call, "State"), picks, kind->states_n);
}

static void mine_pick(struct web *web, const struct field *field)
{
    struct pick mine = {.value = STR("me"), .label = say(&web->call, "me")};

    pick_control(web, field->name, label_text(&web->call, &field->label), &mine, 1);
}

static bool names_staff(const struct field *field)
{
    return field->target != NULL && str_is(field->target->name, "user") && !field->secret;
}

static void bar(struct web *web, const struct list *list)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct form_options form = {.action = records_list_path(web, list->kind), .get = true};
    struct button show = {.label = say(call, "Show"), .weight = WEIGHT_OTHER};
    size_t n = 0;

    part_form(web, &form);
    control_hidden(h, "pick", STR("1"));
    control_hidden(h, "where", list->wrong.n == 0 ? list->where : STR(""));
    control_hidden(h, "sort", list->query.sort == NULL ? STR("") : list->query.sort->name);
    if (list->query.descending)
        control_hidden(h, "down", STR("1"));
    if (list->query.retired)
        control_hidden(h, "away", STR("1"));
    part_filter(h);
    if (list->kind->states_n != 0)
        state_pick(web, list->kind);
    for (size_t i = 0; i < list->kind->n && n < BAR_MAX; i++) {
        const struct field *field = &list->kind->fields[i];
        if (is_picked(field))
            choice_pick(web, field);
        else if (field->relation != REL_NONE && names_staff(field))
            mine_pick(web, field);
        else
            continue;
        n++;
    }
    part_actions(h);
    part_button(h, &show);
    part_actions_end(h);
    part_filter_end(h);
    part_form_end(h, &form);
}

struct str list_picked(struct web *web, struct str where)
{
    struct buf out;
    struct str text = where.p == NULL ? STR("") : where;

    buf_init(&out, web->call.arena, LIST_WHERE_MAX);
    buf_add(&out, text);
    for (size_t i = 0; i < web->form.n; i++) {
        const struct form_value *sent = &web->form.fields[i];
        if (!str_starts(sent->name, STR("c.")) || sent->value.n == 0)
            continue;
        if (out.n != 0)
            buf_char(&out, ' ');
        buf_add(&out, str_cut(sent->name, 2, sent->name.n));
        buf_char(&out, '=');
        buf_add(&out, sent->value);
    }
    return buf_ok(&out) ? buf_str(&out) : text;
}

/* ---- what is chosen, each a link that leaves it out */

static struct str without(struct web *web, const struct list *list, size_t left_out)
{
    struct query others = list->query;
    struct str text = STR("");

    others.n = 0;
    for (size_t i = 0; i < list->query.n; i++)
        if (i != left_out)
            others.filters[others.n++] = list->query.filters[i];
    if (where_text(&web->call, &others, &text) != RC_OK)
        call_forgive(&web->call);
    struct list_place place = list_place(list);
    place.where = text;
    return list_address(web, list, "", &place);
}

static void chosen(struct web *web, const struct list *list)
{
    struct call *call = &web->call;
    struct chip chips[QUERY_FILTERS_MAX];
    size_t n = 0;

    for (size_t i = 0; i < list->query.n; i++) {
        struct query one = list->query;
        struct str text;
        one.filters[0] = list->query.filters[i];
        one.n = 1;
        if (where_text(call, &one, &text) != RC_OK) {
            call_forgive(call);
            continue;
        }
        chips[n++] = (struct chip){.label = say(call, "%s: leave out", str_z(call->arena, text)),
                                   .path = without(web, list, i),
                                   .chosen = true};
    }
    if (n != 0)
        part_chips(&web->html, say(call, "What is chosen"), chips, n);
}

/* ---- written by hand */

static void by_hand(struct web *web, const struct list *list)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct form_options form = {.action = records_list_path(web, list->kind), .get = true};
    struct control words = {.name = STR("where"),
                            .label = say(call, "Conditions"),
                            .hint = say(call, "Such as area=housing born<1990 next_due<today+7"),
                            .value = list->where,
                            .max = LIST_WHERE_MAX};
    struct button show = {.label = say(call, "Show"), .weight = WEIGHT_OTHER};

    part_fold(h, say(call, "Write conditions"), list->wrong.n != 0);
    if (list->wrong.n != 0)
        part_note(h, TONE_BAD, list->wrong);
    part_form(web, &form);
    control_text(h, &words);
    part_form_send(h, &form, &show);
    part_fold_end(h);
}

/* ---- lists that were kept */

static void kept_lists(struct web *web, const struct list *list)
{
    struct call *call = &web->call;
    const struct kind *kind = kind_find(call->app->registry, STR("saved_list"));
    struct query query = {.kind = kind,
                          .verb = MAY_SEE,
                          .filters = {{.field = field_find(kind, STR("of")),
                                       .op = QUERY_IS,
                                       .value = v_text(list->kind->name)}},
                          .n = 1,
                          .limit = KEPT_MAX};
    struct chip chips[KEPT_MAX + 2];
    struct query_page found;
    size_t n = 0;

    chips[n++] = (struct chip){say(call, "In use"), records_list_path(web, list->kind),
                               list->kept == NULL && !list->query.retired};
    chips[n++] =
        (struct chip){say(call, "With those put away"),
                      str_format(call->arena, "%s?away=1", records_list_path(web, list->kind).p),
                      list->query.retired};
    if (query_list(call, &query, &found) != RC_OK) {
        call_forgive(call);
        found.n = 0;
    }
    for (size_t i = 0; i < found.n; i++)
        chips[n++] = (struct chip){
            record_title(call, found.records[i]),
            str_format(call->arena, "%s?saved=%s", records_list_path(web, list->kind).p,
                       str_hex(call->arena, id_str(&found.records[i]->id)).p),
            list->kept != NULL && id_eq(list->kept, &found.records[i]->id)};
    part_chips(&web->html, say(call, "Which"), chips, n);
}

static void keep_form(struct web *web, const struct list *list)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct form_options form = {
        .action = str_format(call->arena, "%s/keep", records_list_path(web, list->kind).p)};
    struct control name = {
        .name = STR("name"), .label = say(call, "What it is called"), .max = 100, .must = true};
    struct control all = {.name = STR("all"),
                          .label = say(call, "For everybody who may see such entries")};
    struct button keep = {.label = say(call, "Keep this list"), .weight = WEIGHT_OTHER};

    part_fold(h, say(call, "Keep this list"), false);
    part_form(web, &form);
    records_change_field(web);
    control_hidden(h, "where", list->where);
    control_hidden(h, "sort", list->query.sort == NULL ? STR("") : list->query.sort->name);
    if (list->query.descending)
        control_hidden(h, "down", STR("1"));
    control_text(h, &name);
    control_check(h, &all, false);
    part_form_send(h, &form, &keep);
    part_fold_end(h);
}

void list_filter(struct web *web, const struct list *list)
{
    kept_lists(web, list);
    bar(web, list);
    chosen(web, list);
    by_hand(web, list);
    if (list->where.n != 0 && list->wrong.n == 0 && list->kept == NULL)
        keep_form(web, list);
}
