/* card_pages.c - see card_pages.h. */
#include "casework/card_pages.h"

#include "base/lang.h"
#include "web/part.h"

static const char *const lines[] = {
    N_("Greet her. Sit down with her where nobody listens. No name is needed."),
    N_("Ask first: which paper do you hold, and when did it reach you? Look at the envelope."),
    N_("Write the paper down: its last day stands there at once. If it is today, write the letter "
       "first, everything else afterwards."),
    N_("Ask how she is reached safely: whose telephone is it, may we ring, through whom else?"),
    N_("Ask who must not see this, also among us. Write it down before the story."),
    N_("Say what we write down and why, read the notice aloud. Ask: may I write this down?"),
    N_("Let her tell. Write her words, no judgements; of others no more than is needed."),
    N_("Take photos of her papers and give them back. Keep no original."),
    N_("Say what happens next, who does it and until when. Promise nothing else."),
    N_("Give her the slip with the day. Read to her what was written, and strike out what she does "
       "not want."),
};

static enum rc card_page(struct web *web)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct page page = {.title = say(call, "When somebody stands at the door")};

    part_page(web, &page);
    part_print_head(h, page.name, STR(""));
    html_raw(h, "<ol class=\"doorcard\">");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        html_tag(h, "li", NULL, str_of(lang_text(call->lang, lines[i])));
    html_raw(h, "</ol>");
    html_tag(h, "p", "hint",
             say(call, "In danger: first the danger, then the paper. Whoever is afraid of the "
                       "telephone is never rung."));
    part_page_end(web, &page);
    return RC_OK;
}

const struct route card_routes[] = {
    {METHOD_GET, MAY_SIGNED_IN, "/card", NULL, card_page, NULL, 0,
     "shows the card for who opens the door, to print"},
};
const size_t card_routes_n = sizeof card_routes / sizeof *card_routes;
