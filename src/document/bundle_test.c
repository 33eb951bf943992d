/* bundle_test.c - tests for bundle_pdf.c, pdf_read.c. */
#include "bundle_test.h"

#include <stdio.h>

#include "document/bundle_pdf.h"
#include "document/pdf_read.h"
#include "tap.h"

struct bench {
    struct arena arena;
    struct call call;
    const char *source, *folder;
};

static struct str load(struct bench *b, const char *name)
{
    struct str path = str_format(&b->arena, "%s/test/data/%s", b->source, name);
    FILE *file = fopen(path.p, "rb");
    struct buf bytes;
    char piece[4096];
    size_t n;

    buf_init(&bytes, &b->arena, 1 << 20);
    if (file == NULL)
        return STR("");
    while ((n = fread(piece, 1, sizeof piece, file)) != 0)
        buf_add(&bytes, str_bytes(piece, n));
    (void)fclose(file);
    return buf_str(&bytes);
}

static void leave(struct bench *b, const char *name, struct str bytes)
{
    if (b->folder == NULL)
        return;
    FILE *file = fopen(str_format(&b->arena, "%s/%s", b->folder, name).p, "wb");
    CHECK(file != NULL && fwrite(bytes.p, 1, bytes.n, file) == bytes.n);
    if (file != NULL)
        (void)fclose(file);
}

/* Six pages of papers: three of a PDF with everything active in it, a photo, a PNG, a PDF again. */
static struct bundle_order order_of(struct bench *b)
{
    return (struct bundle_order){
        .language = STR("en"),
        .organisation = STR("Legal aid, Rekovo"),
        .title = STR("Papers for the court"),
        .head = STR("1234-5678-9012-3456-7890"),
        .head_on = STR("23 November 2026, 04:10"),
        .lines = {{STR("Case"), STR("RE-2026-104, late birth registration")},
                  {STR("Court"), STR("Basic court in Rekovo / Основен суд, Реково")}},
        .lines_n = 2,
        .papers = {{STR("Decision of the Centre"), STR("3 March 2026"),
                    load(b, "bundle/active.pdf")},
                   {STR("Photo of the door"), STR("4 March 2026"), load(b, "photos/turned.jpg")},
                   {STR("The seal"), STR(""), load(b, "logo.png")},
                   {STR("The same, printing refused"), STR("5 March 2026"),
                    load(b, "bundle/restricted.pdf")}},
        .n = 4};
}

static struct str packed(struct bench *b, const struct bundle_order *order)
{
    struct buf bytes;

    buf_init(&bytes, &b->arena, 1 << 20);
    bundle_head(&bytes, order);
    for (size_t i = 0; i < order->n; i++)
        bundle_put(&bytes, order->papers[i].bytes);
    return buf_str(&bytes);
}

static void orders(struct bench *b)
{
    struct bundle_order order = order_of(b), back;
    struct str whole = packed(b, &order);

    CASE("bundle: an order comes back as it was sent");
    CHECK_RC(&b->call, bundle_read(&b->call, whole, &back), RC_OK);
    CHECK_INT(back.n, 4);
    CHECK_INT(back.lines_n, 2);
    CHECK_TEXT(back.papers[1].title, "Photo of the door");
    CHECK(str_eq(back.papers[3].bytes, order.papers[3].bytes));
    CHECK(str_eq(packed(b, &back), whole));
    for (size_t i = 0; i < back.n; i++)
        back.papers[i].bytes = STR("%PDF-1.4");
    leave(b, "bundle.cbor", packed(b, &back)); /* a beginning for the fuzzer */
    CASE("bundle: cut off anywhere it is none");
    for (size_t n = 0; n < whole.n; n += n < 600 ? 1 : 97) {
        CHECK_INT(bundle_read(&b->call, str_cut(whole, 0, n), &back), RC_CORRUPT);
        call_forgive(&b->call);
    }
}

static void reading(struct bench *b)
{
    static const struct {
        const char *name;
        enum rc rc;
        size_t pages;
    } files[] = {{"bundle/active.pdf", RC_OK, 3},      {"bundle/restricted.pdf", RC_OK, 3},
                 {"bundle/empty.pdf", RC_OK, 0},       {"bundle/locked.pdf", RC_DENIED, 0},
                 {"bundle/broken.pdf", RC_INVALID, 0}, {"photos/turned.jpg", RC_INVALID, 0}};
    double width = 0, height = 0;
    struct pdf *pdf = NULL;

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        CASE("pdf: %s", files[i].name);
        enum rc rc = pdf_open(&b->call, load(b, files[i].name), &pdf);
        CHECK_INT(rc, files[i].rc);
        call_forgive(&b->call);
        if (rc != RC_OK)
            continue;
        CHECK_INT(pdf_pages(pdf), files[i].pages);
        pdf_close(pdf);
    }
    CASE("pdf: a page is as large as it is read");
    CHECK_RC(&b->call, pdf_open(&b->call, load(b, "bundle/active.pdf"), &pdf), RC_OK);
    CHECK(pdf_page_size(pdf, 1, &width, &height));
    CHECK(width > 841 && width < 843 && height > 594 && height < 596);
    CHECK(!pdf_page_size(pdf, 3, &width, &height));
    pdf_close(pdf);
}

struct told {
    size_t pages, last_paper, total, opened;
    bool stop;
};

static enum rc tell(void *data, size_t paper, size_t done, size_t total)
{
    struct told *told = data;

    told->last_paper = paper;
    if (total == 0) {
        told->opened++;
        return RC_OK;
    }
    CHECK(done < total);
    told->pages++;
    told->total = total;
    return told->stop ? RC_NOT_FOUND : RC_OK;
}

static void making(struct bench *b)
{
    struct bundle_order order = order_of(b);
    struct bundle_result *result = arena_alloc(&b->arena, sizeof *result);
    struct told told = {.pages = 0};
    const struct bundle_tell how = {tell, &told};

    CASE("bundle: first page, index, papers, sums");
    CHECK_RC(&b->call, bundle_pdf(&b->call, &order, &how, result), RC_OK);
    CHECK_INT(result->pdf.pages, 2 + 8 + 1);
    CHECK_INT(result->told_n, 0);
    CHECK_INT(result->first[0], 3);
    CHECK_INT(result->first[1], 6);
    CHECK_INT(result->first[3], 8);
    CHECK_INT(told.opened, 4);
    CHECK_INT(told.pages, 8);
    CHECK_INT(told.last_paper, 3);
    CHECK_INT(told.total, 11);
    leave(b, "bundle.pdf", result->pdf.bytes);
    leave(b, "bundle.sum", str_of(result->sum));
    CASE("bundle: equal papers give equal bytes");
    struct str before = result->pdf.bytes;
    CHECK_RC(&b->call, bundle_pdf(&b->call, &order, NULL, result), RC_OK);
    CHECK(str_eq(result->pdf.bytes, before));
    CASE("bundle: practice says so on every page");
    b->call.practice = true;
    CHECK_RC(&b->call, bundle_pdf(&b->call, &order, NULL, result), RC_OK);
    CHECK_INT(result->pdf.pages, 11);
    leave(b, "bundle_practice.pdf", result->pdf.bytes);
    b->call.practice = false;
    CASE("bundle: nobody waits for it any more");
    told.stop = true;
    CHECK_INT(bundle_pdf(&b->call, &order, &how, result), RC_NOT_FOUND);
    call_forgive(&b->call);
}

static void refusing(struct bench *b)
{
    struct bundle_order order = order_of(b);
    struct bundle_result *result = arena_alloc(&b->arena, sizeof *result);

    CASE("bundle: papers that cannot be read are told, all of them, and nothing is made");
    order.papers[0].bytes = load(b, "bundle/locked.pdf");
    order.papers[1].bytes = load(b, "bundle/broken.pdf");
    order.papers[2].bytes = load(b, "bundle/empty.pdf");
    order.papers[3].bytes = STR("PK\3\4 is no paper");
    CHECK_RC(&b->call, bundle_pdf(&b->call, &order, NULL, result), RC_OK);
    CHECK_INT(result->told_n, 4);
    CHECK_INT(result->pdf.bytes.n, 0);
    CHECK_TEXT(result->told[0].text, "\"Decision of the Centre\": It is locked with a password.");
    CHECK_TEXT(result->told[1].text, "\"Photo of the door\": It is no PDF, or damaged.");
    CHECK_TEXT(result->told[2].text, "\"The seal\": It has no page.");
    CHECK_INT(result->told[3].paper, 3);

    CASE("bundle: a photo cut off is found when it is drawn, and told");
    order = order_of(b);
    order.papers[2].bytes = str_cut(order.papers[2].bytes, 0, 60);
    CHECK_RC(&b->call, bundle_pdf(&b->call, &order, NULL, result), RC_OK);
    CHECK_INT(result->told_n, 1);
    CHECK_INT(result->told[0].paper, 2);
    CHECK_INT(result->pdf.bytes.n, 0);

    CASE("bundle: more pages than it has room for");
    order.n = BUNDLE_PAPERS_MAX;
    struct str many = load(b, "bundle/many.pdf");
    for (size_t i = 0; i < order.n; i++)
        order.papers[i] = (struct bundle_paper){STR("Six pages"), STR(""), many};
    CHECK_INT(bundle_pdf(&b->call, &order, NULL, result), RC_LIMIT);
    call_forgive(&b->call);
}

/* An index of many pages: every paper's page is the one the index names. */
static void many(struct bench *b)
{
    struct bundle_order order = order_of(b);
    struct bundle_result *result = arena_alloc(&b->arena, sizeof *result);
    struct bundle_paper active = order.papers[0], photo = order.papers[1];

    CASE("bundle: 120 papers");
    order.n = 120;
    for (size_t i = 0; i < order.n; i++) {
        order.papers[i] = i % 2 == 0 ? active : photo;
        order.papers[i].title = str_format(
            &b->arena, "Paper with a title that takes more than one line of the index, %zu", i + 1);
    }
    CHECK_RC(&b->call, bundle_pdf(&b->call, &order, NULL, result), RC_OK);
    CHECK(result->first[0] > 4);
    CHECK_INT(result->first[119] - result->first[0], 59 * 4 + 3);
    leave(b, "bundle_many.pdf", result->pdf.bytes);
    leave(b, "bundle_many.first", str_format(&b->arena, "%zu", result->first[0]));
}

void bundle_test(const char *source, const char *folder)
{
    struct bench b = {.source = source, .folder = folder};

    arena_init(&b.arena, &heap_libc, ARENA_MAX_DEFAULT);
    b.call = (struct call){.arena = &b.arena};
    b.call.faults_end = &b.call.faults;
    orders(&b);
    reading(&b);
    making(&b);
    refusing(&b);
    many(&b);
    arena_fini(&b.arena);
}
