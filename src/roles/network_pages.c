/* network_pages.c - see network_pages.h. */
#include "roles/network_pages.h"

#include "base/lang.h"
#include "roles/await.h"
#include "roles/card.h"
#include "roles/pictures.h"
#include "roles/worker.h"
#include "web/html.h"
#include "web/part.h"

enum { DAY_MS = 86400000 };

#define CRT_TYPE "application/x-x509-ca-cert" /* so that browsers offer to install it */

static struct near_facts facts_of(const struct near *near)
{
    const struct certificate *server = &near->network.server;
    struct near_facts facts = {.root = near->network.root,
                               .host = server->n == 0 ? STR("") : server->names[0],
                               .port = near->port,
                               .trust_port = near->trust_port};

    for (size_t i = server->n; i-- > 1;)
        facts.address = server->names[i];
    return facts;
}

static struct near_facts facts_here(const struct web *web)
{
    return facts_of(&((const struct worker *)web->site->data)->near);
}

struct str network_address(struct web *web)
{
    struct near_facts facts = facts_here(web);

    if (!((const struct worker *)web->site->data)->near.on)
        return STR("");
    return near_url(&web->call, &facts, facts.address.n != 0);
}

/* ---- what both pages show */

static void put_pictures(struct web *web, const struct certificate *root)
{
    struct html *h = &web->html;
    unsigned numbers[NETWORK_PICTURES];

    network_pictures(root, numbers);
    html_raw(h, "<ol class=\"pics\">");
    for (size_t i = 0; i < NETWORK_PICTURES; i++) {
        const struct picture *picture = &pictures[numbers[i]];
        html_raw(h, "<li><svg class=\"pic\" aria-hidden=\"true\"><use href=\"");
        html_text(h, web->site->assets->all[ASSET_PICTURES].url);
        html_raw(h, "#");
        html_text(h, str_of(picture->icon));
        html_raw(h, "\"/></svg><span>");
        html_text(h, str_of(lang_text(web->call.lang, picture->name)));
        html_raw(h, "</span></li>");
    }
    html_raw(h, "</ol>");
}

static void put_prints(struct web *web, const struct certificate *root)
{
    struct call *call = &web->call;
    const struct fact facts[] = {
        {.label = STR("SHA-256"),
         .value = network_print(call->arena, root->sha256, CERTIFICATE_SHA256)},
        {.label = say(call, "SHA-1 (Windows calls it thumbprint)"),
         .value = network_print(call->arena, root->sha1, CERTIFICATE_SHA1)},
    };

    part_facts(&web->html, facts, sizeof facts / sizeof *facts);
}

static void put_paragraph(struct web *web, struct str text)
{
    html_raw(&web->html, "<p>");
    html_text(&web->html, text);
    html_raw(&web->html, "</p>");
}

/* ---- for a device that does not know us yet */

struct device {
    const char *name;  /* a msgid */
    const char *steps; /* a msgid, a line for each step */
};

static const struct device devices[] = {
    {N_("Windows: Edge and Chrome"),
     N_("Open the file khetane.crt that was downloaded.\n"
        "Press “Install Certificate”, choose “Current User”, press “Next”.\n"
        "Choose “Place all certificates in the following store”, press “Browse”, take “Trusted "
        "Root Certification Authorities”, press “OK”, “Next”, “Finish”.\n"
        "Windows shows a thumbprint: compare it with the card. Only then press “Yes”.")},
    {N_("Firefox, on every computer"),
     N_("Open Settings, Privacy & Security, Certificates, “View Certificates”, Authorities, "
        "“Import”, and take the file khetane.crt.\n"
        "Press “View” and compare the fingerprint with the card.\n"
        "Tick “Trust this CA to identify websites” alone, press “OK”.")},
    {N_("Android"),
     N_("Open Settings and look for “CA certificate” (under Security, Encryption and "
        "credentials, Install a certificate).\n"
        "Take the file khetane.crt.\n"
        "Under “Trusted credentials”, User, open it and compare the fingerprint with the card. "
        "If it is another one, remove it.")},
    {N_("iPhone and iPad"),
     N_("Use Safari. Allow the download of the profile.\n"
        "Open Settings, “Profile Downloaded”, “More Details”, and compare the fingerprint with "
        "the card.\n"
        "Press “Install”. Then open General, About, “Certificate Trust Settings” and switch "
        "it on.")},
    {N_("Mac: Safari and Chrome"), N_("Open the file khetane.crt. Keychain Access takes it.\n"
                                      "Open it there and compare the fingerprint with the card.\n"
                                      "Under “Trust” choose “Always Trust”.")},
    {N_("Linux: Chrome and Chromium"),
     N_("Open Settings, Privacy and security, Security, “Manage certificates”, "
        "“Installed by you” or “Authorities”, “Import”, and take the file khetane.crt.\n"
        "Compare the fingerprint with the card.\n"
        "Tick that it may identify websites.")},
};

static void put_device(struct web *web, const struct device *device)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct str steps = str_of(lang_text(call->lang, device->steps));

    part_fold(h, str_of(lang_text(call->lang, device->name)), false);
    html_raw(h, "<ol>");
    while (steps.n != 0) {
        html_raw(h, "<li>");
        html_text(h, str_split(&steps, '\n'));
        html_raw(h, "</li>");
    }
    html_raw(h, "</ol>");
    part_fold_end(h);
}

static void put_compare(struct web *web, const struct near_facts *facts)
{
    struct call *call = &web->call;
    struct html *h = &web->html;

    part_card(h, say(call, "1. Compare the pictures"));
    put_paragraph(web, say(call, "Does the card of this office show the same four, in the same "
                                 "order?"));
    put_pictures(web, &facts->root);
    part_note(h, TONE_WARN,
              say(call, "If one is different, stop, install nothing, and tell the person who looks "
                        "after Khetane."));
    part_card_end(h);
}

static void put_install(struct web *web, const struct near_facts *facts)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct button get = {
        .label = say(call, "Get the certificate"), .weight = WEIGHT_MAIN, .icon = "download"};

    part_card(h, say(call, "2. Install the certificate"));
    put_paragraph(web, say(call, "It can vouch for servers of a local network alone, never for a "
                                 "bank or a mailbox."));
    part_actions(h);
    part_link_button(h, &get, STR("/trust/khetane.crt"));
    part_actions_end(h);
    part_note(h, TONE_WARN,
              say(call, "While it is installed, your device itself shows a fingerprint. Compare "
                        "that with the card on the wall, not with this page: somebody in between "
                        "can change a page, but not the card."));
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
        put_device(web, &devices[i]);
    part_fold(h, say(call, "The fingerprint, as this page has it"), false);
    put_prints(web, &facts->root);
    part_fold_end(h);
    part_card_end(h);
}

static void put_open(struct web *web, const struct near_facts *facts)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct str name = near_url(call, facts, false), number = near_url(call, facts, true);

    part_card(h, say(call, "3. Open Khetane"));
    put_paragraph(web, say(call, "Close the browser and open it again. Then keep this address "
                                 "among your bookmarks:"));
    html_raw(h, "<p>");
    part_link(h, name, name);
    html_raw(h, "</p>");
    if (number.n != 0) {
        put_paragraph(web, say(call, "Where that name is not found, this one:"));
        html_raw(h, "<p>");
        part_link(h, number, number);
        html_raw(h, "</p>");
    }
    put_paragraph(web, say(call, "No warning comes any more. If one comes, do not go on: ask."));
    part_card_end(h);
}

static enum rc trust_page(struct web *web)
{
    struct near_facts facts = facts_here(web);
    struct page page = {.title = say(&web->call, "Khetane on this device"), .bare = true};

    part_page(web, &page);
    put_paragraph(web, say(&web->call, "For a computer or phone that opens Khetane in this office "
                                       "for the first time. Have the printed card beside you."));
    put_compare(web, &facts);
    put_install(web, &facts);
    put_open(web, &facts);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc trust_home(struct web *web)
{
    return web_redirect(web, STR("/trust"), NULL);
}

static enum rc trust_crt(struct web *web)
{
    return web_show(web, CRT_TYPE, facts_here(web).root.der);
}

const struct route trust_routes[] = {
    {METHOD_GET, MAY_PUBLIC, "/", NULL, trust_home, NULL, 0, "goes to the page on trust"},
    {METHOD_GET, MAY_PUBLIC, "/trust", NULL, trust_page, NULL, 0,
     "says how a device comes to trust this server"},
    {METHOD_GET, MAY_PUBLIC, "/trust/khetane.crt", NULL, trust_crt, NULL, 0,
     "gives the certificate to install"},
};
const size_t trust_routes_n = sizeof trust_routes / sizeof *trust_routes;

/* ---- for those who look after it */

static enum rc off_page(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Other devices")};

    part_page(web, &page);
    part_empty(&web->html,
               say(call, "Khetane answers on this computer alone. To use it from others in this "
                         "office, start it with: khetane serve --lan"),
               STR(""), STR(""));
    part_page_end(web, &page);
    return RC_OK;
}

static void put_facts(struct web *web, const struct near_facts *facts)
{
    struct call *call = &web->call;
    const struct certificate *server =
        &((const struct worker *)web->site->data)->near.network.server;
    const day until = (day)(server->until_ms / DAY_MS), root = (day)(facts->root.until_ms / DAY_MS);
    struct str number = near_url(call, facts, true);
    const struct fact rows[] = {
        {.label = say(call, "Address"), .value = near_url(call, facts, false)},
        {.label = say(call, "Address by number"),
         .value = number.n == 0 ? say(call, "none: this computer is on no local network") : number},
        {.label = say(call, "A new device begins at"), .value = near_trust_url(call, facts)},
        {.label = say(call, "What devices install"), .value = facts->root.label},
        {.label = say(call, "It ends on"), .value = date_long(call, root)},
        {.label = say(call, "This server's own certificate ends on"),
         .value = date_long(call, until)},
    };

    part_facts(&web->html, rows, sizeof rows / sizeof *rows);
}

static enum rc network_page(struct web *web)
{
    const struct worker *worker = web->site->data;
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct near_facts facts = facts_here(web);
    struct page page = {.title = say(call, "Other devices")};
    const struct button card = {
        .label = say(call, "Print the card"), .weight = WEIGHT_MAIN, .icon = "printer"};

    if (!worker->near.on)
        return off_page(web);
    part_page(web, &page);
    part_card(h, say(call, "On this network"));
    put_facts(web, &facts);
    part_actions(h);
    part_link_button(h, &card, STR("/network/card.pdf"));
    part_actions_end(h);
    part_card_end(h);
    part_card(h, say(call, "What people compare"));
    put_pictures(web, &facts.root);
    put_prints(web, &facts.root);
    put_paragraph(web, say(call, "Hang the card where people work and visitors do not write. On a "
                                 "computer the certificate is safest from a stick, which nobody "
                                 "can change on the way: khetane network certificate -o FILE."));
    part_card_end(h);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc card_drawn(struct web *web, void *data, struct job_news *news)
{
    struct str pdf;
    enum rc rc = card_result(&web->call, news, &pdf);

    (void)data;
    return rc == RC_OK ? web_show(web, "application/pdf", pdf) : rc;
}

static enum rc card_page(struct web *web)
{
    const struct worker *worker = web->site->data;
    struct near_facts facts = facts_here(web);
    struct await draw = {.kind = card_job.name, .timeout_ms = CARD_MS, .done = card_drawn};

    if (!worker->near.on)
        return fail(&web->call, RC_NOT_FOUND, NULL, NULL);
    enum rc rc = card_request(&web->call, &facts, &draw.request);
    return rc == RC_OK ? await_job(web, &draw) : rc;
}

static const struct route routes[] = {
    {METHOD_GET, MAY_SIGNED_IN, "/network", NULL, network_page, NULL, 0,
     "shows how other devices reach this server"},
    {METHOD_GET, MAY_SIGNED_IN, "/network/card.pdf", NULL, card_page, NULL, 0,
     "prints the card for other devices"},
};
static const size_t routes_n = sizeof routes / sizeof *routes;

static const struct job_kind *const jobs[] = {&card_job};
static const size_t jobs_n = sizeof jobs / sizeof *jobs;

const struct area network_area = {
    .routes = {{routes, &routes_n}},
    .jobs = jobs,
    .jobs_n = &jobs_n,
};
