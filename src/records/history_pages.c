/* history_pages.c - see pages.h: what became of a record, and who looked at it. */
#include "base/lang.h"
#include "query/history.h"
#include "records/pages.h"
#include "web/field_control.h"

/* ---- what was changed */

static struct str words_of(struct call *call, const struct history_edit *edit,
                           const struct history_field *field, struct value v)
{
    if (v.type == V_NULL)
        return say(call, "nothing");
    if (field->field == NULL)
        return v.type == V_TEXT ? records_state(call, edit->kind, v.s) : STR("");
    return field_words(call, field->field, v);
}

/* "Area: from Housing to Health" */
static struct str field_sentence(struct call *call, const struct history_edit *edit,
                                 const struct history_field *field)
{
    struct arena *arena = call->arena;
    const char *label = field->field == NULL ? say(call, "State").p
                                             : str_z(arena, label_text(call, &field->field->label));
    const char *was = str_z(arena, words_of(call, edit, field, field->was));
    const char *now = str_z(arena, words_of(call, edit, field, field->now));

    if (field->struck)
        return say(call, "%s: changed (struck out at her wish, shown to nobody)", label);
    if (field->hidden)
        return say(call, "%s: changed (only the team may read it)", label);
    if (field->field != NULL && str_is(str_of(field->field->type->name), "sealed bytes"))
        return say(call, "%s: changed", label);
    if (field->was.type == V_NULL)
        return say(call, "%s: %s", label, now);
    return say(call, "%s: from %s to %s", label, was, now);
}

static void one_edit(struct web *web, const struct record *record, const struct history_edit *edit)
{
    struct call *call = &web->call;
    struct html *h = &web->html;

    html_raw(h, "<ul class=\"edits\">");
    if (!id_eq(&edit->record, &record->id)) {
        html_raw(h, "<li>");
        html_text(h, label_text(call, &edit->kind->one));
        html_raw(h, "</li>");
    }
    if (edit->retired || edit->restored)
        html_tag(h, "li", NULL, edit->retired ? say(call, "Put away") : say(call, "Brought back"));
    for (size_t i = 0; i < edit->n; i++)
        html_tag(h, "li", NULL, field_sentence(call, edit, &edit->fields[i]));
    html_raw(h, "</ul>");
}

static void undo_form(struct web *web, const struct history_item *item)
{
    struct form_options form = {.action = STR("/undo")};
    struct button back = {.label = say(&web->call, "Take this back"),
                          .weight = WEIGHT_QUIET,
                          .icon = "undo-2",
                          .name = "undo",
                          .value = str_hex(web->call.arena, id_str(&item->change))};

    part_form(web, &form);
    part_button(&web->html, &back);
    part_form_end(&web->html, &form);
}

static void one_item(struct web *web, const struct record *record, const struct history_item *item,
                     bool may_undo)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct str who = item->who.n != 0 ? item->who : say(call, "Khetane itself");

    part_card(h, str_format(call->arena, "%s: %s", str_z(call->arena, who),
                            lang_text(call->lang, item->brief)));
    html_tag(h, "p", "hint", records_when(call, item->time_ms));
    if (item->reason.n != 0)
        html_tag(h, "p", NULL, say(call, "Reason: %s", str_z(call->arena, item->reason)));
    if (item->erased)
        html_tag(h, "p", NULL, say(call, "What this was about has been erased."));
    for (size_t i = 0; i < item->n; i++)
        one_edit(web, record, &item->edits[i]);
    if (may_undo && item->undo)
        undo_form(web, item);
    part_card_end(h);
}

static enum rc history_page(struct web *web)
{
    struct call *call = &web->call;
    struct history history;
    struct record *record;
    enum rc rc = records_open(web, &record);

    if (rc == RC_OK)
        rc = history_of(call, record, &history);
    if (rc != RC_OK)
        return rc;
    struct page page = {.title = say(call, "What was changed"),
                        .code = record->code,
                        .back_path = record_path(web, record),
                        .back_label = records_heading(web, record)};
    bool may_undo = records_permits(web, record, MAY_CHANGE);
    part_page(web, &page);
    for (size_t i = 0; i < history.n; i++)
        one_item(web, record, &history.items[i], may_undo);
    if (history.more)
        part_note(&web->html, TONE_MUTE,
                  say(call, "Only the last %d changes are shown.", HISTORY_ITEMS_MAX));
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- who looked */

static void reading_row(struct web *web, const struct table_column *columns,
                        const struct reading *reading)
{
    struct call *call = &web->call;
    const struct kind *kind = kind_find(call->app->registry, reading->kind);

    part_row(&web->html);
    part_cell(&web->html, columns, 0,
              reading->who.n != 0 ? reading->who : say(call, "Somebody who is gone"), STR(""));
    part_cell(&web->html, columns, 1, records_when(call, reading->time_ms), STR(""));
    part_cell(&web->html, columns, 2, kind == NULL ? reading->kind : label_text(call, &kind->one),
              STR(""));
    part_cell(&web->html, columns, 3, reading->secret ? say(call, "yes") : say(call, "no"),
              STR(""));
    part_row_end(&web->html);
}

static enum rc readers_page(struct web *web)
{
    struct call *call = &web->call;
    struct readings readings;
    struct record *record;
    enum rc rc = records_open(web, &record);

    if (rc == RC_OK)
        rc = readings_of(call, record, &readings);
    if (rc != RC_OK)
        return rc;
    struct page page = {.title = say(call, "Who looked"),
                        .code = record->code,
                        .back_path = record_path(web, record),
                        .back_label = records_heading(web, record)};
    struct table_column columns[] = {{.label = say(call, "Who")},
                                     {.label = say(call, "When")},
                                     {.label = say(call, "What")},
                                     {.label = say(call, "What only the team reads")}};
    part_page(web, &page);
    if (readings.n == 0) {
        part_empty(&web->html, say(call, "Nobody has looked at this yet."), STR(""), STR(""));
    } else {
        part_table(&web->html, say(call, "The newest first"), columns, 4);
        for (size_t i = 0; i < readings.n; i++)
            reading_row(web, columns, &readings.items[i]);
        part_table_end(&web->html);
    }
    if (readings.more)
        part_note(&web->html, TONE_MUTE,
                  say(call, "Only the last %d readings are shown.", HISTORY_ITEMS_MAX));
    part_page_end(web, &page);
    return RC_OK;
}

/* ---- routes */

static const struct param name_params[] = {KIND_PARAM, NAME_PARAM, {0}};

const struct route history_routes[] = {
    {METHOD_GET, PERMISSION_KIND_SEE, "/records/{kind}/{name}/history", name_params, history_page,
     NULL, 0, "tells who changed what in a record, when and why"},
    {METHOD_GET, PERMISSION_KIND_SEE, "/records/{kind}/{name}/readers", name_params, readers_page,
     NULL, 0, "tells who looked at a record"},
};
const size_t history_routes_n = sizeof history_routes / sizeof *history_routes;
