/* letter_look.c - see letter_look.h. */
#include "casework/letter_look.h"

static void line(struct html *h, const char *before, struct str text)
{
    html_raw(h, "<p>");
    html_text(h, str_of(before));
    html_text(h, text);
    html_raw(h, "</p>");
}

static void row(struct html *h, const struct letter_block *block, const char *cell)
{
    html_raw(h, "<tr>");
    for (size_t i = 0; i < block->n; i++)
        html_tag(h, cell, NULL, block->texts[i]);
    html_raw(h, "</tr>");
}

static bool is_row(const struct letter_block *block)
{
    return block->shape == LETTER_ROW_HEAD || block->shape == LETTER_ROW;
}

/* number: of a numbered item, counted from 1 after any other shape. */
static void block_look(struct web *web, const struct letter_block *block, unsigned number)
{
    struct html *h = &web->html;
    struct str text = block->n == 0 ? STR("") : block->texts[0];

    switch (block->shape) {
    case LETTER_HEADING: html_tag(h, "p", "strong", text); break;
    case LETTER_NUMBERED: line(h, str_format(web->call.arena, "%u. ", number).p, text); break;
    case LETTER_DASHED: line(h, "– ", text); break;
    case LETTER_ROW_HEAD: row(h, block, "th"); break;
    case LETTER_ROW: row(h, block, "td"); break;
    case LETTER_LINE:
    case LETTER_PARAGRAPH:
    case LETTER_SHAPES: line(h, "", text); break;
    }
}

static void part_look(struct web *web, const struct letter_part *part)
{
    struct html *h = &web->html;
    unsigned number = 0;
    bool table = false;

    if (part->label.n != 0 && part->n != 0)
        html_tag(h, "p", "hint", part->label);
    for (size_t i = 0; i < part->n; i++) {
        const struct letter_block *block = &part->blocks[i];
        if (is_row(block) != table) {
            table = !table;
            if (table)
                html_raw(h, "<table>");
            else
                html_raw(h, "</table>");
        }
        number = block->shape == LETTER_NUMBERED ? number + 1 : 0;
        block_look(web, block, number);
    }
    if (table)
        html_raw(h, "</table>");
}

void letter_look(struct web *web, const struct letter_doc *doc)
{
    struct html *h = &web->html;

    part_card(h, say(&web->call, "How it will read"));
    html_raw(h, "<div class=\"letter\"");
    html_attr(h, "lang", doc->language);
    html_raw(h, ">");
    if (doc->draft_mark.n != 0)
        part_tag(h, TONE_WARN, doc->draft_mark);
    for (int place = 0; place < LETTER_PLACES; place++)
        part_look(web, &doc->parts[place]);
    html_raw(h, "</div>");
    part_card_end(h);
}
