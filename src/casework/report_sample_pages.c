/* report_sample_pages.c - of report_pages.h: the sample by lot, to print. */
#include "base/lang.h"
#include "casework/pages.h"
#include "casework/report_pages.h"
#include "casework/report_sample.h"
#include "model/permission.h"

static struct str sample_path(struct web *web, const struct report_view *view, const char *of,
                              int64_t seed)
{
    struct str path = report_view_path(web, "/report/sample", view);

    if (seed == 0)
        return str_format(web->call.arena, "%s&of=%s", path.p, of);
    return str_format(web->call.arena, "%s&of=%s&seed=%lld", path.p, of, (long long)seed);
}

static void ways(struct web *web, const struct report_view *view, const struct sample_order *order)
{
    struct call *call = &web->call;
    struct chip chips[8];
    const char *code, *label;
    size_t n = 0;

    for (size_t i = 0; n < 8 && sample_of(i, &code, &label); i++)
        chips[n++] = (struct chip){.label = str_of(lang_text(call->lang, label)),
                                   .path = sample_path(web, view, code, order->seed),
                                   .chosen = str_is(order->of, code)};
    part_chips(&web->html, say(call, "Drawn from"), chips, n);
}

static void lines(struct web *web, const struct sample *sample)
{
    struct call *call = &web->call;
    struct html *h = &web->html;
    const struct table_column columns[] = {
        {.label = say(call, "Case")},   {.label = say(call, "Day")},
        {.label = say(call, "What")},   {.label = say(call, "Person")},
        {.label = say(call, "Papers")}, {.label = say(call, "Found in the folder")},
    };

    part_table(h, sample->title, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < sample->n; i++) {
        const struct sample_line *line = &sample->lines[i];
        const struct str cells[] = {line->code,   line->on,     line->what,
                                    line->person, line->papers, STR("☐")};
        part_row(h);
        for (size_t j = 0; j < sizeof cells / sizeof *cells; j++)
            part_cell(h, columns, j, cells[j], STR(""));
        part_row_end(h);
    }
    part_table_end(h);
}

static void explain(struct web *web, const struct sample *sample)
{
    struct call *call = &web->call;
    struct str drawn =
        str_format(call->arena,
                   lang_plural(call->lang, "%zu drawn from %lld, by the seed %lld.",
                               "%zu drawn from %lld, by the seed %lld.", (long long)sample->n),
                   sample->n, (long long)sample->from, (long long)sample->seed);

    html_tag(&web->html, "p", NULL, drawn);
    html_tag(&web->html, "p", NULL,
             say(call, "The same seed draws the same records again. Names are masked; the case is "
                       "found by its number and its papers. What is for its team alone is never "
                       "drawn."));
}

static enum rc sample_page(struct web *web)
{
    struct call *call = &web->call;
    struct sample_order order = {.of = page_typed(web, "of")};
    struct report_view view;
    struct sample sample;
    enum rc rc = report_view_read(web, &view);

    if (order.of.n == 0)
        order.of = STR("help");
    if (!web_number(web, "seed", &order.seed) || order.seed == 0)
        order.seed = sample_seed(call);
    order.period = view.period;
    if (rc == RC_OK)
        rc = sample_draw(call, &order, &sample);
    if (rc != RC_OK)
        return rc;
    struct page page = {.title = say(call, "Sample, %s", report_period_said(call, &view.period).p),
                        .back_path = report_view_path(web, "/report", &view),
                        .back_label = say(call, "Report")};
    struct button again = {
        .label = say(call, "Draw others"), .weight = WEIGHT_OTHER, .icon = "list-checks"};
    part_page(web, &page);
    part_print_head(&web->html, page.name, date_text(call, call->today));
    ways(web, &view, &order);
    explain(web, &sample);
    if (sample.n == 0)
        part_empty(&web->html, say(call, "There is nothing to draw from in this time."), STR(""),
                   STR(""));
    else
        lines(web, &sample);
    part_actions(&web->html);
    part_link_button(&web->html, &again, sample_path(web, &view, str_z(call->arena, order.of), 0));
    part_actions_end(&web->html);
    part_page_end(web, &page);
    return RC_OK;
}

static const struct param sample_params[] = {
    {"of", PARAM_CODE, 20, false, false, N_("Drawn from")},
    REPORT_PARAMS,
    {"seed", PARAM_NUMBER, SAMPLE_SEED_MAX, false, false, N_("Seed")},
    {0},
};

const struct route report_sample_routes[] = {
    {METHOD_GET, PERMISSION_REPORT_SEE, "/report/sample", sample_params, sample_page, NULL, 0,
     "draws ten records of a report by lot, names masked, to print"},
};
const size_t report_sample_routes_n = sizeof report_sample_routes / sizeof *report_sample_routes;
