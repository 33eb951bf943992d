/* draft.c - see draft.h. */
#include "web/draft.h"

#include "base/cbor.h"
#include "web/control.h"
#include "web/field_control.h"
#include "web/field_form.h"

/* What is no part of what she wrote. */
static bool is_ours(struct str name)
{
    static const char *const names[] = {FORM_TOKEN, "at",   "at_title", "draft",
                                        "later",    "more", "alike",    "alike_use"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i]))
            return true;
    return false;
}

/* ---- bytes: a title, then names and values in turn */

struct str draft_body(struct web *web, struct str title)
{
    struct buf out;
    size_t n = 1;

    for (size_t i = 0; i < web->form.n; i++)
        n += is_ours(web->form.fields[i].name) ? 0 : 2;
    buf_init(&out, web->call.arena, FORM_DRAFT_MAX + 1024);
    cbor_put_array(&out, n);
    cbor_put_text(&out, title);
    for (size_t i = 0; i < web->form.n; i++) {
        const struct form_value *field = &web->form.fields[i];
        if (is_ours(field->name))
            continue;
        cbor_put_text(&out, field->name);
        cbor_put_text(&out, field->value);
    }
    return buf_str(&out);
}

struct value draft_read(struct call *call, struct str body)
{
    struct cbor in = cbor_open(body);
    struct value v = cbor_value(&in, call->arena);
    bool sound = cbor_done(&in) && v.type == V_LIST && v.list.n % 2 == 1;

    for (size_t i = 0; sound && i < v.list.n; i++)
        sound = v.list.items[i].type == V_TEXT;
    return sound ? v : v_null();
}

/* ---- within a form */

void draft_fields(struct web *web, struct str at, struct str title)
{
    control_hidden(&web->html, "at", at);
    control_hidden(&web->html, "at_title", title);
}

void draft_button(struct web *web)
{
    struct html *h = &web->html;

    html_raw(h, "<button class=\"btn quiet\" name=\"later\" value=\"1\" formaction=\"" DRAFT_PATH
                "\" formnovalidate>");
    html_say(h, "Keep it for later");
    html_raw(h, "</button>");
}

enum rc draft_take(struct web *web, struct str at, bool *taken)
{
    struct call *call = &web->call;
    struct form_draft draft;

    *taken = false;
    if (!web_flag(web, "draft"))
        return RC_OK;
    enum rc rc = form_draft_find(call, at, &draft);
    if (rc != RC_OK)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    struct value v = draft_read(call, draft.body);
    if (v.type != V_LIST)
        return RC_OK;
    struct form_value *fields =
        arena_array(call->arena, web->form.n + v.list.n / 2 + 1, sizeof *fields);
    if (fields == NULL)
        return fail_memory(call);
    if (web->form.n != 0)
        memcpy(fields, web->form.fields, web->form.n * sizeof *fields);
    web->form.fields = fields;
    for (size_t i = 1; i + 1 < v.list.n; i += 2)
        fields[web->form.n++] =
            (struct form_value){.name = v.list.items[i].s, .value = v.list.items[i + 1].s};
    *taken = true;
    return RC_OK;
}

struct str draft_path(struct web *web, struct str at)
{
    return str_format(web->call.arena, "%s%cdraft=1", str_z(web->call.arena, at),
                      str_find(at, '?') == at.n ? '?' : '&');
}

static void throw_away(struct web *web, struct str at)
{
    struct form_options form = {.action = STR(DRAFT_PATH "/drop")};
    struct button drop = {.label = say(&web->call, "Throw it away"), .weight = WEIGHT_QUIET};

    part_form(web, &form);
    control_hidden(&web->html, "at", at);
    part_button(&web->html, &drop);
    part_form_end(&web->html, &form);
}

void draft_offer(struct web *web, struct str at)
{
    struct call *call = &web->call;
    struct button go = {.label = say(call, "Go on writing"), .weight = WEIGHT_OTHER};
    struct form_draft draft;

    if (form_draft_find(call, at, &draft) != RC_OK) {
        call_forgive(call);
        return;
    }
    part_note(&web->html, TONE_INFO,
              say(call, "You were writing here: %s. It was not saved yet.",
                  moment_words(call, draft.saved_ms).p));
    part_actions(&web->html);
    part_link_button(&web->html, &go, draft_path(web, at));
    throw_away(web, at);
    part_actions_end(&web->html);
}

enum rc draft_keep(struct web *web, struct str at, struct str title)
{
    return form_draft_keep(&web->call, at, draft_body(web, title));
}

enum rc draft_done(struct web *web)
{
    struct str at = web_text(web, "at");

    return at.n == 0 ? RC_OK : form_draft_drop(&web->call, at);
}
