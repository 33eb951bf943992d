/* match_pages.c - see pages.h: who may have been written down twice; two records side by side, with
 *   the reasons for and against; making one of them, or saying that they are two. */
#include "base/lang.h"
#include "model/field.h"
#include "model/likeness.h"
#include "model/merge.h"
#include "query/duplicate.h"
#include "records/duplicate_work.h"
#include "records/pages.h"
#include "web/alike.h"
#include "web/control.h"
#include "web/field_control.h"

enum { PAIRS_SHOWN = 25, WHY_MAX = 300, LINKS_SHOWN = 50 };

/* ---- words for a score ---- */

static enum tone tone_of(enum match_verdict verdict)
{
    return verdict == VERDICT_SAME ? TONE_WARN : TONE_INFO;
}

static void reasons_card(struct web *web, const struct match_score *score, bool speaks_for)
{
    struct html *h = &web->html;
    bool any = false;

    for (int field = 0; field < MATCH_FIELDS; field++)
        any |= speaks_for ? score->items[field].weight > 0 : score->items[field].weight < 0;
    if (!any)
        return;
    part_card(h, speaks_for ? say(&web->call, "What speaks for one person")
                            : say(&web->call, "What speaks for two"));
    html_raw(h, "<ul>");
    for (int field = 0; field < MATCH_FIELDS; field++)
        if (speaks_for ? score->items[field].weight > 0 : score->items[field].weight < 0)
            html_tag(h, "li", NULL,
                     match_say(&web->call, (enum match_field)field, score->items[field].level));
    html_raw(h, "</ul>");
    part_card_end(h);
}

/* ---- the work list ---- */

static struct str name_of(struct call *call, const struct record *record)
{
    return record->code.n != 0 ? record->code : str_hex(call->arena, id_str(&record->id));
}

static struct str same_path(struct web *web, const struct record *a, const struct record *b)
{
    struct arena *arena = web->call.arena;

    return str_format(arena, "%s?with=%s", record_general_path(web, a, "/same").p,
                      str_z(arena, name_of(&web->call, b)));
}

static void pair_row(struct web *web, const struct duplicate_pair *pair)
{
    struct call *call = &web->call;
    struct task task = {
        .title =
            str_format(call->arena, "%s – %s", str_z(call->arena, record_title(call, pair->low)),
                       str_z(call->arena, record_title(call, pair->high))),
        .path = same_path(web, pair->low, pair->high),
        .about = {str_format(call->arena, "%s – %s", str_z(call->arena, pair->low->code),
                             str_z(call->arena, pair->high->code)),
                  alike_reasons(call, &pair->score)},
        .tone = tone_of(pair->score.verdict),
        .status = match_say_verdict(call, pair->score.verdict)};

    part_task(&web->html, &task);
}

/* While it is looked for: how far it is; else the way to ask for it. */
static enum rc again_part(struct web *web, const struct kind *kind)
{
    struct call *call = &web->call;
    struct form_options form = {
        .action = str_format(call->arena, "/duplicates/%s/again", str_z(call->arena, kind->name))};
    struct button send = {.label = say(call, "Compare everybody anew"), .weight = WEIGHT_OTHER};
    struct nav_item jobs = {.path = STR("/jobs"), .label = say(call, "Jobs")};
    struct work_job job;
    enum rc rc = work_now(call, &duplicate_work, v_text(kind->name), &job);

    if (rc == RC_NOT_FOUND) {
        part_form(web, &form);
        part_button(&web->html, &send);
        part_form_end(&web->html, &form);
        return RC_OK;
    }
    if (rc != RC_OK)
        return rc;
    part_note(&web->html, TONE_INFO,
              job.total == 0 ? say(call, "Everybody is being compared. Look again in a moment.")
                             : say(call, "Everybody is being compared: %d %% so far.",
                                   (int)(job.done * 100 / job.total)));
    part_links(&web->html, &jobs, 1);
    return RC_OK;
}

static void pairs_note(struct web *web, const struct duplicate_page *found)
{
    struct call *call = &web->call;
    struct html *h = &web->html;

    if (found->scanned_ms == 0)
        part_note(h, TONE_INFO,
                  say(call, "Nobody has looked yet who may have been written down twice."));
    else if (found->n == 0 && !found->more)
        part_note(h, TONE_OK, say(call, "Nobody whom you may see seems to be here twice."));
    else if (found->n == 0)
        part_note(h, TONE_INFO, say(call, "None of those on this page are for you. Go on."));
    if (found->scanned_ms != 0)
        part_note(h, TONE_MUTE,
                  say(call, "Looked for: %s", records_when(call, found->scanned_ms).p));
}

static enum rc list_of(struct web *web, const struct kind *kind)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "Written down twice?"),
                        .back_path = records_list_path(web, kind),
                        .back_label = label_text(call, &kind->many)};
    struct duplicate_after after = {0};
    struct duplicate_page found;
    struct str next = STR("");
    bool from = web_number(web, "weight", &after.weight) && web_number(web, "low", &after.low) &&
                web_number(web, "high", &after.high);
    enum rc rc = duplicate_list(call, kind, from ? &after : NULL, PAIRS_SHOWN, &found);

    if (rc != RC_OK)
        return rc;
    part_page(web, &page);
    pairs_note(web, &found);
    if (found.n != 0)
        part_tasks(h, say(call, "The likeliest come first"));
    for (size_t i = 0; i < found.n; i++)
        pair_row(web, &found.pairs[i]);
    if (found.n != 0)
        part_tasks_end(h);
    if (found.more)
        next = str_format(call->arena, "/duplicates/%s?weight=%lld&low=%lld&high=%lld",
                          str_z(call->arena, kind->name), (long long)found.next.weight,
                          (long long)found.next.low, (long long)found.next.high);
    part_pager(h, STR(""), STR(""), next);
    if (records_may(web, kind, MAY_CHANGE))
        rc = again_part(web, kind);
    part_page_end(web, &page);
    return rc;
}

static enum rc list_page(struct web *web)
{
    const struct kind *kind;
    enum rc rc = records_kind(web, &kind);

    return rc == RC_OK ? list_of(web, kind) : rc;
}

/* The first sort of record that is compared, and that this person may see. */
static enum rc first_page(struct web *web)
{
    const struct registry *registry = web->call.app->registry;

    for (size_t i = 0; i < registry->n; i++)
        if (likeness_has(registry->kinds[i]) && records_may(web, registry->kinds[i], MAY_SEE))
            return list_of(web, registry->kinds[i]);
    return fail(&web->call, RC_NOT_FOUND, NULL, NULL);
}

static enum rc again_post(struct web *web)
{
    struct call *call = &web->call;
    const struct kind *kind;
    struct id job;
    enum rc rc = records_kind(web, &kind);

    if (rc == RC_OK && !likeness_has(kind))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    if (rc != RC_OK)
        return rc;
    const struct work_ask ask = {&duplicate_work, v_text(kind->name), kind->name};
    rc = work_put(call, &ask, &job);
    return rc == RC_OK
               ? web_redirect(
                     web, str_format(call->arena, "/duplicates/%s", str_z(call->arena, kind->name)),
                     NULL)
               : rc;
}

/* ---- two side by side ---- */

struct two {
    struct record *keep, *other;
    bool may; /* change both */
};

static enum rc open_two(struct web *web, struct two *out)
{
    struct str with = web_text(web, "with");
    struct id id;
    enum rc rc = records_open(web, &out->keep);

    if (rc != RC_OK)
        return rc;
    rc = record_name_id(with, &id) ? query_get(&web->call, out->keep->kind, &id, &out->other)
                                   : query_code(&web->call, out->keep->kind, with, &out->other);
    if (rc != RC_OK)
        return rc;
    if (id_eq(&out->keep->id, &out->other->id) || !merge_possible(out->keep->kind))
        return fail(&web->call, RC_NOT_FOUND, NULL, NULL);
    out->may = records_permits(web, out->keep, MAY_CHANGE) &&
               records_permits(web, out->other, MAY_CHANGE) && out->keep->retired_ms == 0 &&
               id_is_none(&out->keep->merged) && id_is_none(&out->other->merged);
    return RC_OK;
}

/* A secret that only one of them shows to this reader is no choice of hers. */
static bool is_choice(struct web *web, const struct two *two, const struct field *field)
{
    if (!merge_takes(field) ||
        value_eq(record_get(two->keep, field), record_get(two->other, field)) ||
        record_get(two->other, field).type == V_NULL)
        return false;
    return !field->secret || (records_permits(web, two->keep, MAY_SECRET) &&
                              records_permits(web, two->other, MAY_SECRET));
}

static struct str choice_name(struct web *web, const struct field *field)
{
    return str_format(web->call.arena, "f.%s", str_z(web->call.arena, field->name));
}

static struct str value_words(struct web *web, const struct record *record,
                              const struct field *field)
{
    struct str words = field_words(&web->call, field, record_get(record, field));

    return words.n == 0 ? say(&web->call, "nothing") : words;
}

static void choice_control(struct web *web, const struct two *two, const struct field *field)
{
    struct call *call = &web->call;
    struct control control = {
        .name = choice_name(web, field), .label = label_text(call, &field->label), .must = true};
    enum merge_choice usual = merge_usual(two->keep, two->other, field);
    struct pick picks[MERGE_CHOICES] = {
        {STR("keep"), value_words(web, two->keep, field), name_of(call, two->keep),
         usual == MERGE_KEEP},
        {STR("other"), value_words(web, two->other, field), name_of(call, two->other),
         usual == MERGE_OTHER},
        {STR("both"), say(call, "Both"), STR(""), usual == MERGE_BOTH},
    };
    bool list = field->type->shape == SHAPE_SET || field->type->shape == SHAPE_ROWS;

    control_radios(&web->html, &control, picks, list ? MERGE_CHOICES : MERGE_BOTH);
}

static void choices_card(struct web *web, const struct two *two)
{
    bool open = false;

    for (size_t i = 0; i < two->keep->kind->n; i++) {
        if (!is_choice(web, two, &two->keep->kind->fields[i]))
            continue;
        if (!open)
            part_card(&web->html, say(&web->call, "Where they differ"));
        open = true;
        choice_control(web, two, &two->keep->kind->fields[i]);
    }
    if (open)
        part_card_end(&web->html);
}

static void same_facts(struct web *web, const struct two *two)
{
    struct html *h = &web->html;
    bool open = false;

    for (size_t i = 0; i < two->keep->kind->n; i++) {
        const struct field *field = &two->keep->kind->fields[i];
        struct value v = record_get(two->keep, field);
        if (v.type == V_NULL || is_choice(web, two, field) ||
            str_is(str_of(field->type->name), "sealed bytes"))
            continue;
        if (!open) {
            part_card(h, say(&web->call, "Stays as it is"));
            html_raw(h, "<dl class=\"facts\">");
        }
        open = true;
        field_fact(web, field, v);
    }
    if (!open)
        return;
    html_raw(h, "</dl>");
    part_card_end(h);
}

/* ---- what names the one that goes ---- */

static enum rc links_of(struct web *web, const struct two *two, const struct kind *kind,
                        const struct field *field)
{
    struct call *call = &web->call;
    struct query query = {.kind = kind, .verb = MAY_SEE, .retired = true, .limit = LINKS_SHOWN};
    struct query_page found;

    if (field == NULL)
        query.owner = &two->other->id;
    else
        query.filters[query.n++] = (struct query_filter){
            .field = field, .op = QUERY_IS, .value = id_value(&two->other->id)};
    enum rc rc = query_list(call, &query, &found);
    for (size_t i = 0; rc == RC_OK && i < found.n; i++) {
        struct str title = record_title(call, found.records[i]);
        struct task task = {.title = title.n != 0 ? title : label_text(call, &kind->one),
                            .path = record_path(web, found.records[i]),
                            .about = {label_text(call, &kind->one), found.records[i]->code}};
        part_task(&web->html, &task);
    }
    if (rc == RC_OK && found.more)
        part_note(&web->html, TONE_MUTE, say(call, "There are more than are shown here."));
    return rc;
}

static enum rc links_card(struct web *web, const struct two *two)
{
    struct call *call = &web->call;
    const struct registry *registry = call->app->registry;
    enum rc rc = RC_OK;

    part_tasks(&web->html,
               say(call, "Will belong to %s", str_z(call->arena, name_of(call, two->keep))));
    for (size_t i = 0; i < registry->n && rc == RC_OK; i++) {
        const struct kind *kind = registry->kinds[i];
        if (kind == duplicate_denial(call, two->keep->kind))
            continue;
        if (kind->owner == two->keep->kind)
            rc = links_of(web, two, kind, NULL);
        for (size_t j = 0; j < kind->n && rc == RC_OK; j++)
            if (kind->fields[j].target == two->keep->kind && !kind->fields[j].secret &&
                records_may(web, kind, MAY_SEE))
                rc = links_of(web, two, kind, &kind->fields[j]);
    }
    part_tasks_end(&web->html);
    part_note(&web->html, TONE_MUTE,
              say(call, "What others wrote about %s, and you may not see, moves too.",
                  str_z(call->arena, name_of(call, two->other))));
    return rc;
}

/* ---- the two forms ---- */

static void form_fields(struct web *web, const struct two *two)
{
    struct call *call = &web->call;

    records_change_field(web);
    control_hidden(&web->html, "with", name_of(call, two->other));
    control_hidden(&web->html, "with_rev",
                   str_format(call->arena, "%lld", (long long)two->other->rev));
}

static enum rc merge_form(struct web *web, const struct two *two)
{
    struct call *call = &web->call;
    struct form_options form = {.action = record_general_path(web, two->keep, "/merge"),
                                .rev = str_format(call->arena, "%lld", (long long)two->keep->rev)};
    struct button send = {.label = say(call, "Make one of them: %s stays",
                                       str_z(call->arena, name_of(call, two->keep))),
                          .weight = WEIGHT_MAIN};

    part_form(web, &form);
    form_fields(web, two);
    choices_card(web, two);
    enum rc rc = links_card(web, two);
    part_form_send(&web->html, &form, &send);
    part_actions(&web->html);
    part_link(
        &web->html, same_path(web, two->other, two->keep),
        say(call, "The other way round: %s stays", str_z(call->arena, name_of(call, two->other))));
    part_actions_end(&web->html);
    return rc;
}

static void not_same_form(struct web *web, const struct two *two)
{
    struct call *call = &web->call;
    struct form_options form = {.action = record_general_path(web, two->keep, "/not-same")};
    struct control why = {.name = STR("why"),
                          .label = say(call, "How you know"),
                          .hint = say(call, "Such as: twins."),
                          .max = WHY_MAX};
    struct button send = {.label = say(call, "They are two people"), .weight = WEIGHT_OTHER};

    if (duplicate_denial(call, two->keep->kind) == NULL)
        return;
    part_card(&web->html, say(call, "Not the same?"));
    part_form(web, &form);
    form_fields(web, two);
    control_text(&web->html, &why);
    part_form_send(&web->html, &form, &send);
    part_card_end(&web->html);
}

static enum rc same_page(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct match_score score = {.probability = 0};
    bool denied = false;
    struct two two;
    enum rc rc = open_two(web, &two);

    if (rc == RC_OK)
        rc = duplicate_denied(call, two.keep, two.other, &denied);
    if (rc == RC_OK && likeness_has(two.keep->kind))
        rc = duplicate_compare(call, two.keep, two.other, &score);
    if (rc != RC_OK)
        return rc;
    struct page page = {.title = say(call, "Are these one?"),
                        .heading = say(call, "Are %s and %s one?",
                                       str_z(call->arena, name_of(call, two.keep)),
                                       str_z(call->arena, name_of(call, two.other))),
                        .back_path = record_path(web, two.keep),
                        .back_label = records_heading(web, two.keep)};
    part_page(web, &page);
    part_actions(h);
    if (likeness_has(two.keep->kind))
        part_tag(h, tone_of(score.verdict), match_say_verdict(call, score.verdict));
    part_link(h, record_path(web, two.other), records_heading(web, two.other));
    part_actions_end(h);
    part_columns(h);
    if (denied)
        part_note(h, TONE_WARN, say(call, "Somebody wrote down that these are two people."));
    reasons_card(web, &score, true);
    reasons_card(web, &score, false);
    if (two.may)
        rc = merge_form(web, &two);
    else
        part_note(h, TONE_INFO,
                  say(call, "Only who may change both can make one of them. Ask the lead."));
    part_columns_side(h);
    if (!denied)
        not_same_form(web, &two);
    same_facts(web, &two);
    part_columns_end(h);
    part_page_end(web, &page);
    return rc;
}

/* ---- who is like this one ---- */

static enum rc alike_page(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct duplicate_found found;
    struct record *record;
    enum rc rc = records_open(web, &record);

    if (rc == RC_OK && !likeness_has(record->kind))
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    if (rc == RC_OK)
        rc = duplicate_find(call, record, &found);
    if (rc != RC_OK)
        return rc;
    struct page page = {.title = say(call, "Written down twice?"),
                        .code = record->code,
                        .back_path = record_path(web, record),
                        .back_label = records_heading(web, record)};
    part_page(web, &page);
    if (found.hidden)
        part_note(h, TONE_WARN,
                  say(call, "There is another record that is probably about the same person, and "
                            "that you may not see. Ask the lead."));
    if (found.n == 0)
        part_note(h, TONE_OK, say(call, "Nobody whom you may see is like this one."));
    else
        part_tasks(h, say(call, "The likeliest come first"));
    for (size_t i = 0; i < found.n; i++)
        pair_row(web,
                 &(struct duplicate_pair){record, found.found[i].record, found.found[i].score});
    if (found.n != 0)
        part_tasks_end(h);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc merge_post(struct web *web)
{
    struct call *call = &web->call;
    struct operation_request request = {.operation = "record.merge", .change = records_change(web)};
    struct outcome outcome;
    struct two two;
    enum rc rc = open_two(web, &two);

    if (rc != RC_OK)
        return rc;
    const struct kind *kind = two.keep->kind;
    enum merge_choice *choices = arena_array(call->arena, kind->n, sizeof *choices);
    if (choices == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < kind->n; i++) {
        struct str chosen = form_find(&web->form, choice_name(web, &kind->fields[i]));
        choices[i] = str_is(chosen, "other")  ? MERGE_OTHER
                     : str_is(chosen, "both") ? MERGE_BOTH
                                              : MERGE_KEEP;
    }
    (void)web_number(web, "rev", &two.keep->rev); /* as the page showed them */
    (void)web_number(web, "with_rev", &two.other->rev);
    rc = merge_args_make(call, two.keep, two.other, choices, &request.args);
    if (rc == RC_OK)
        rc = operation_run(call, &request, &outcome);
    return rc == RC_OK
               ? web_redirect_undo(web, record_path(web, two.keep), "merged", &outcome.change)
               : rc;
}

static enum rc not_same_post(struct web *web)
{
    struct duplicate_no no = {.why = web_text(web, "why"), .change = records_change(web)};
    struct outcome outcome;
    struct two two;
    enum rc rc = open_two(web, &two);

    if (rc == RC_OK)
        rc = duplicate_deny(&web->call, two.keep, two.other, &no, &outcome);
    if (rc != RC_OK)
        return rc;
    return web_redirect_undo(
        web,
        str_format(web->call.arena, "/duplicates/%s", str_z(web->call.arena, two.keep->kind->name)),
        "different", &outcome.change);
}

/* ---- routes ---- */

#define WITH_PARAM                                                           \
    {                                                                        \
        "with", PARAM_CODE, RECORD_NAME_MAX, true, false, N_("Other number") \
    }

static const struct param list_params[] = {
    KIND_PARAM,
    {"weight", PARAM_NUMBER, UINT32_MAX, false, false, NULL},
    {"low", PARAM_NUMBER, UINT32_MAX, false, false, NULL},
    {"high", PARAM_NUMBER, UINT32_MAX, false, false, NULL},
    {0},
};
static const struct param again_params[] = {KIND_PARAM, {0}};
static const struct param alike_params[] = {KIND_PARAM, NAME_PARAM, {0}};
static const struct param same_params[] = {KIND_PARAM, NAME_PARAM, WITH_PARAM, {0}};
static const struct param merge_params[] = {
    KIND_PARAM,
    NAME_PARAM,
    WITH_PARAM,
    CHANGE_PARAM,
    REV_PARAM,
    {"with_rev", PARAM_NUMBER, UINT32_MAX, false, false, N_("Form")},
    {"f.*", PARAM_TEXT, NAME_MAX_BYTES, false, true, N_("The form")},
    {0},
};
static const struct param not_same_params[] = {
    KIND_PARAM,
    NAME_PARAM,
    WITH_PARAM,
    CHANGE_PARAM,
    {"with_rev", PARAM_NUMBER, UINT32_MAX, false, false, N_("Form")},
    {"why", PARAM_TEXT, WHY_MAX, false, false, N_("How you know")},
    {0},
};

const struct route match_routes[] = {
    {METHOD_GET, MAY_SIGNED_IN, "/duplicates", list_params + 1, first_page, NULL, 0,
     "lists who may have been written down twice"},
    {METHOD_GET, PERMISSION_KIND_SEE, "/duplicates/{kind}", list_params, list_page, NULL, 0,
     "lists who may have been written down twice, of one sort"},
    {METHOD_POST, PERMISSION_KIND_CHANGE, "/duplicates/{kind}/again", again_params, again_post,
     NULL, 0, "compares all records of a sort with each other"},
    {METHOD_GET, PERMISSION_KIND_SEE, "/records/{kind}/{name}/alike", alike_params, alike_page,
     NULL, 0, "shows who is like this one"},
    {METHOD_POST, PERMISSION_KIND_CHANGE, "/records/{kind}/{name}/merge", merge_params, merge_post,
     same_page, 0, "makes one record of two"},
    {METHOD_POST, PERMISSION_KIND_SEE, "/records/{kind}/{name}/not-same", not_same_params,
     not_same_post, same_page, 0, "writes down that two who seem alike are two"},
    {METHOD_GET, PERMISSION_KIND_SEE, "/records/{kind}/{name}/same", same_params, same_page, NULL,
     0, "shows two records side by side, and why they may be one"},
};
const size_t match_routes_n = sizeof match_routes / sizeof *match_routes;
