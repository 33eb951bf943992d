/* alike.c - see alike.h. */
#include "web/alike.h"

#include "base/lang.h"
#include "model/likeness.h"
#include "web/field_link.h"
#include "web/part.h"
#include "web/record_path.h"

struct str alike_reasons(struct call *call, const struct match_score *score)
{
    struct buf out;

    buf_init(&out, call->arena, 2048);
    for (int field = 0; field < MATCH_FIELDS; field++) {
        if (score->items[field].weight <= 0)
            continue;
        buf_z(&out, out.n == 0 ? "" : ", ");
        buf_add(&out, match_say(call, (enum match_field)field, score->items[field].level));
    }
    return buf_str(&out);
}

/* The ids of those who are shown, and whether there is a hidden one. */
static struct str mark_of(struct call *call, const struct duplicate_found *found)
{
    struct buf out;

    buf_init(&out, call->arena, ALIKE_MARK_MAX);
    for (size_t i = 0; i < found->n; i++)
        buf_add(&out, str_hex(call->arena, id_str(&found->found[i].record->id)));
    buf_z(&out, found->hidden ? "+" : ".");
    return buf_str(&out);
}

enum rc alike_look(struct web *web, const struct record *like, const struct id *change,
                   struct alike *out)
{
    struct call *call = &web->call;
    bool repeated = false;

    *out = (struct alike){.ask = false};
    if (!likeness_has(like->kind))
        return RC_OK;
    enum rc rc = operation_was_run(call, change, &repeated);
    if (rc == RC_OK && !repeated)
        rc = duplicate_find(call, like, &out->found);
    if (rc != RC_OK || repeated)
        return rc;
    out->mark = mark_of(call, &out->found);
    out->ask =
        (out->found.n != 0 || out->found.hidden) && !str_eq(web_text(web, "alike"), out->mark);
    return RC_OK;
}

bool alike_chosen(struct web *web, struct id *out)
{
    return str_unhex(web_text(web, "alike_use"), out->b, sizeof out->b);
}

static void candidate(struct web *web, const struct duplicate_candidate *one)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct str words = record_words(call, one->record);

    html_raw(h, "<li><p>");
    part_link(h, record_path(web, one->record), words);
    html_raw(h, " ");
    part_tag(h, one->score.verdict == VERDICT_SAME ? TONE_WARN : TONE_INFO,
             match_say_verdict(call, one->score.verdict));
    html_raw(h, "</p>");
    html_tag(h, "p", "hint", alike_reasons(call, &one->score));
    html_raw(h, "<p><button class=\"btn other\" name=\"alike_use\"");
    html_attr(h, "value", str_hex(call->arena, id_str(&one->record->id)));
    html_raw(h, ">");
    html_say(h, "It is the same person: use this record");
    html_raw(h, "<span class=\"vh\"> – ");
    html_text(h, words);
    html_raw(h, "</span></button></p></li>");
}

void alike_show(struct web *web, const struct alike *alike, struct str go_on)
{
    struct call *call = &web->call;
    struct html *h = &web->html;

    /* The first button of a form is what Enter presses: it must not be one that chooses. */
    html_raw(h, "<button class=\"vh\" tabindex=\"-1\" aria-hidden=\"true\"></button>");
    html_raw(h, "<section class=\"card alike\" id=\"alike\" role=\"alert\"><h2>");
    html_say(h, "Is this person here already?");
    html_raw(h, "</h2>");
    html_tag(h, "p", NULL, say(call, "Nothing is saved yet, and nothing you wrote is lost."));
    if (alike->found.n != 0)
        html_raw(h, "<ul class=\"alike\">");
    for (size_t i = 0; i < alike->found.n; i++)
        candidate(web, &alike->found.found[i]);
    if (alike->found.n != 0)
        html_raw(h, "</ul>");
    if (alike->found.hidden)
        part_note(h, TONE_WARN,
                  say(call, "There is another record that is probably about the same person, and "
                            "that you may not see. Ask the lead."));
    html_raw(h, "<p><button class=\"btn\" name=\"alike\"");
    html_attr(h, "value", alike->mark);
    html_raw(h, ">");
    html_text(h, go_on);
    html_raw(h, "</button></p></section>");
}
