/* part_list.c - see part.h: tiles, tasks, timelines, tables and how to move in them. */
#include "web/part.h"

void part_tiles(struct html *h, const struct tile *tiles, size_t n)
{
    html_raw(h, "<ul class=\"tiles\">");
    for (size_t i = 0; i < n; i++) {
        html_raw(h, "<li><a");
        html_href(h, "href", tiles[i].path);
        html_raw(h, "><b>");
        html_number(h, tiles[i].number);
        html_raw(h, "</b> ");
        html_tag(h, "span", NULL, tiles[i].label);
        html_raw(h, "</a></li>");
    }
    html_raw(h, "</ul>");
}

void part_tasks(struct html *h, struct str heading)
{
    if (heading.n != 0)
        html_tag(h, "h2", NULL, heading);
    html_raw(h, "<ul class=\"tasks\">");
}

static void task_select(struct html *h, const struct task *task)
{
    html_raw(h, "<label class=\"sel\"><input type=\"checkbox\" data-row");
    html_attr_z(h, "name", task->select);
    html_attr(h, "value", task->value);
    html_attr_say(h, "aria-label", "Select: %s, %s", str_z(h->call->arena, task->title),
                  str_z(h->call->arena, task->about[0]));
    html_raw(h, "></label>");
}

static void task_about(struct html *h, const struct task *task)
{
    html_raw(h, "<span class=\"about\">");
    for (size_t i = 0; i < sizeof task->about / sizeof *task->about; i++) {
        if (task->about[i].n == 0)
            continue;
        html_tag(h, "span", NULL, task->about[i]);
        html_raw(h, " ");
    }
    html_raw(h, "</span>");
}

/* Above the link that the whole row is; its name for who hears it says of what it is. */
static void task_press(struct html *h, const struct task *task, struct str label, const char *name)
{
    html_raw(h, "<button class=\"btn quiet\"");
    html_attr_z(h, "name", name);
    html_attr(h, "value", task->value);
    html_attr(h, "aria-label",
              str_format(h->call->arena, "%s: %s", str_z(h->call->arena, label),
                         str_z(h->call->arena, task->title)));
    html_raw(h, ">");
    html_text(h, label);
    html_raw(h, "</button>");
}

static void task_more(struct html *h, const struct task *task)
{
    if (task->more_n == 0)
        return;
    html_raw(h, "<p class=\"act\">");
    for (size_t i = 0; i < task->more_n; i++) {
        task_press(h, task, task->more[i].label, task->more[i].name);
        html_raw(h, " ");
    }
    html_raw(h, "</p>");
}

static void task_act(struct html *h, const struct task *task)
{
    if (task->act.n == 0)
        return;
    html_raw(h, "<p class=\"act\">");
    if (task->act_path.n == 0) {
        task_press(h, task, task->act, task->act_name);
    } else {
        html_raw(h, "<a class=\"btn quiet\"");
        html_href(h, "href", task->act_path);
        html_attr(h, "aria-label",
                  str_format(h->call->arena, "%s: %s", str_z(h->call->arena, task->act),
                             str_z(h->call->arena, task->title)));
        html_raw(h, ">");
        html_text(h, task->act);
        html_raw(h, "</a>");
    }
    html_raw(h, "</p>");
}

void part_task(struct html *h, const struct task *task)
{
    if (task->tone == TONE_BAD)
        html_raw(h, "<li class=\"late\" data-item>");
    else if (task->tone == TONE_WARN)
        html_raw(h, "<li class=\"soon\" data-item>");
    else
        html_raw(h, "<li data-item>");
    if (task->select != NULL)
        task_select(h, task);
    html_raw(h, "<div><a class=\"t\"");
    html_href(h, "href", task->path);
    html_raw(h, ">");
    html_text(h, task->title);
    html_raw(h, "</a>");
    task_about(h, task);
    html_raw(h, "</div>");
    if (task->status.n != 0)
        part_tag_icon(h, task->tone, task->tone == TONE_BAD ? "triangle-alert" : "clock",
                      task->status);
    task_act(h, task);
    task_more(h, task);
    html_raw(h, "</li>");
}

void part_tasks_end(struct html *h)
{
    html_raw(h, "</ul>");
}

void part_bulk(struct html *h)
{
    html_raw(h, "<div class=\"bulk\" role=\"group\"");
    html_attr_say(h, "aria-label", "What to do with the selected");
    html_raw(h, "><span class=\"count\"><output data-count>0</output> ");
    html_say(h, "selected");
    html_raw(h, "</span>");
}

void part_bulk_end(struct html *h)
{
    html_raw(h, "</div>");
}

/* ---- timelines */

void part_timeline(struct html *h)
{
    html_raw(h, "<ol class=\"line\">");
}

void part_event(struct html *h, const struct event *event)
{
    char iso[DAY_TEXT];

    html_raw(h, "<li>");
    html_icon(h, event->icon);
    html_tag(h, "h3", NULL, event->title);
    html_raw(h, "<p class=\"about\"><time");
    html_attr_z(h, "datetime", day_format(event->when, iso));
    html_raw(h, ">");
    html_text(h, date_text(h->call, event->when));
    html_raw(h, "</time>");
    if (event->who.n != 0) {
        html_raw(h, " · ");
        html_text(h, event->who);
    }
    html_raw(h, "</p>");
    if (event->text.n != 0)
        html_tag(h, "p", "long", event->text);
    if (event->path.n != 0) {
        html_raw(h, "<p>");
        part_link(h, event->path, event->link);
        html_raw(h, "</p>");
    }
    html_raw(h, "</li>");
}

void part_timeline_end(struct html *h)
{
    html_raw(h, "</ol>");
}

/* ---- tables */

static void table_head(struct html *h, const struct table_column *column)
{
    html_raw(h, "<th scope=\"col\"");
    if (column->number)
        html_raw(h, " class=\"n\"");
    html_attr_z(h, "aria-sort", column->sort);
    html_raw(h, ">");
    if (column->path.n != 0)
        part_link(h, column->path, column->label);
    else
        html_text(h, column->label);
    html_raw(h, "</th>");
}

void part_table(struct html *h, struct str caption, const struct table_column *columns, size_t n)
{
    html_raw(h, "<div class=\"tw\" tabindex=\"0\" role=\"region\"");
    html_attr(h, "aria-label", caption);
    html_raw(h, "><table class=\"stack\">");
    if (caption.n != 0)
        html_tag(h, "caption", NULL, caption);
    html_raw(h, "<thead><tr>");
    for (size_t i = 0; i < n; i++)
        table_head(h, &columns[i]);
    html_raw(h, "</tr></thead><tbody>");
}

void part_row(struct html *h)
{
    html_raw(h, "<tr data-item>");
}

void part_cell_open(struct html *h, const struct table_column *columns, size_t i)
{
    if (i == 0)
        html_raw(h, "<th scope=\"row\"");
    else
        html_raw(h, "<td");
    if (columns[i].number)
        html_raw(h, " class=\"n\"");
    html_attr(h, "data-l", columns[i].label);
    html_raw(h, ">");
}

void part_cell_end(struct html *h, size_t i)
{
    if (i == 0)
        html_raw(h, "</th>");
    else
        html_raw(h, "</td>");
}

void part_cell(struct html *h, const struct table_column *columns, size_t i, struct str text,
               struct str path)
{
    part_cell_open(h, columns, i);
    if (path.n != 0)
        part_link(h, path, text);
    else
        html_tag(h, "span", NULL, text);
    part_cell_end(h, i);
}

void part_row_end(struct html *h)
{
    html_raw(h, "</tr>");
}

void part_table_end(struct html *h)
{
    html_raw(h, "</tbody></table></div>");
}

void part_pager(struct html *h, struct str said, struct str before, struct str after)
{
    html_raw(h, "<nav class=\"pager\"");
    html_attr_say(h, "aria-label", "Pages");
    html_raw(h, ">");
    html_tag(h, "span", NULL, said);
    if (before.n != 0) {
        struct button button = {say(h->call, "Before"), WEIGHT_QUIET, "arrow-left", NULL, {0}};
        part_link_button(h, &button, before);
    }
    if (after.n != 0) {
        struct button button = {say(h->call, "Next"), WEIGHT_QUIET, "arrow-right", NULL, {0}};
        part_link_button(h, &button, after);
    }
    html_raw(h, "</nav>");
}

void part_chips(struct html *h, struct str label, const struct chip *chips, size_t n)
{
    html_raw(h, "<nav class=\"chips\"");
    html_attr(h, "aria-label", label);
    html_raw(h, "><ul>");
    for (size_t i = 0; i < n; i++) {
        html_raw(h, "<li><a");
        html_href(h, "href", chips[i].path);
        if (chips[i].chosen)
            html_raw(h, " aria-current=\"true\"");
        html_raw(h, ">");
        html_text(h, chips[i].label);
        html_raw(h, "</a></li>");
    }
    html_raw(h, "</ul></nav>");
}

void part_filter(struct html *h)
{
    html_raw(h, "<div class=\"filter\">");
}

void part_filter_end(struct html *h)
{
    html_raw(h, "</div>");
}
