/* html_test.c - what a person typed never becomes markup. */
#include "web/control.h"
#include "web/html.h"
#include "web/web_test.h"

static void escapes(void)
{
    struct fixture f;
    struct html h;

    CASE("text and attributes are escaped");
    fixture_init(&f, 0);
    html_init(&h, &f.call, STR("/a/icons.svg"));
    html_raw(&h, "<p");
    html_attr(&h, "title", STR("a\"b'c<d>&e"));
    html_attr(&h, "lang", (struct str){NULL, 0});
    html_raw(&h, ">");
    html_text(&h, STR("<script>alert('1' && \"2\")</script>"));
    html_say(&h, "%s & %d", "<b>", 5);
    html_attr_say(&h, "aria-label", "Select: %s", "\"x\"");
    CHECK_TEXT(html_str(&h),
               "<p title=\"a&quot;b&#39;c&lt;d&gt;&amp;e\">"
               "&lt;script&gt;alert(&#39;1&#39; &amp;&amp; &quot;2&quot;)&lt;/script&gt;"
               "&lt;b&gt; &amp; 5 aria-label=\"Select: &quot;x&quot;\"");
    fixture_fini(&f);
}

static void addresses(void)
{
    static const struct {
        const char *url;
        bool written;
    } rows[] = {
        {"/case/KH-1", true},
        {"/", true},
        {"#main", true},
        {"?page=2", true},
        {"https://example.org", true},
        {"mailto:a@b.mk", true},
        {"tel:+389", true},
        {"javascript:alert(1)", false},
        {"JAVASCRIPT:alert(1)", false},
        {"data:text/html,x", false},
        {"//evil.example", false},
        {"/\\evil.example", false},
        {"/\t/evil.example", false},
        {" https://x", false},
        {"", false},
        {"case", false},
        {"vbscript:x", false},
    };

    CASE("only addresses that lead to a page are written");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fixture f;
        struct html h;
        fixture_init(&f, 0);
        html_init(&h, &f.call, STR(""));
        html_href(&h, "href", str_of(rows[i].url));
        if (!CHECK((html_str(&h).n != 0) == rows[i].written))
            tap_note("%s", rows[i].url);
        fixture_fini(&f);
    }
}

static void pieces(void)
{
    struct fixture f;
    struct buf out;

    CASE("pieces of addresses");
    fixture_init(&f, 0);
    buf_init(&out, &f.arena, 100);
    url_escape(&out, STR("Ж a/b?c=d&e.-_~"));
    CHECK_TEXT(buf_str(&out), "%D0%96%20a%2Fb%3Fc%3Dd%26e.-_~");
    fixture_fini(&f);
}

static void controls(void)
{
    struct fixture f;
    struct html h;
    struct control c = {.name = STR("title"),
                        .label = STR("<Title>"),
                        .value = STR("\"><b>"),
                        .hint = STR("A & B"),
                        .must = true,
                        .max = 80};

    CASE("a control carries its fault");
    fixture_init(&f, 0);
    html_init(&h, &f.call, STR("/i"));
    fault_add(&f.call, STR("title"), "Wrong: %s", "<i>");
    control_text(&h, &c);
    CHECK_TEXT(html_str(&h),
               "<div class=\"f bad\"><label for=\"title\">&lt;Title&gt;</label>"
               "<p class=\"hint\" id=\"title-hint\">A &amp; B</p>"
               "<p class=\"fault\" id=\"title-fault\"><svg class=\"i\" aria-hidden=\"true\">"
               "<use href=\"/i#circle-alert\"/></svg><span><span class=\"vh\">Error: </span>"
               "Wrong: &lt;i&gt;</span></p><input type=\"text\" class=\"wide\" id=\"title\" "
               "name=\"title\" maxlength=\"80\" required aria-invalid=\"true\" "
               "aria-describedby=\"title-hint title-fault\" autocomplete=\"off\" "
               "value=\"&quot;&gt;&lt;b&gt;\"></div>");
    fixture_fini(&f);
}

static void memory(void)
{
    CASE("without memory there is no page, rather than half of one");
    for (long fail_at = 1; fail_at < 6; fail_at++) {
        struct fixture f;
        struct html h;
        fixture_init(&f, fail_at);
        html_init(&h, &f.call, STR(""));
        for (int i = 0; i < 5000; i++)
            html_say(&h, "A sentence with %d.", i);
        struct str page = html_str(&h);
        CHECK((page.p == NULL) == (f.faults.allocated >= fail_at));
        fixture_fini(&f);
    }
}

void html_test(void)
{
    escapes();
    addresses();
    pieces();
    controls();
    memory();
}
