/* form_test.c - what browsers send, and what they never would. */
#include "web/form.h"
#include "web/web_test.h"

#define MULTIPART STR("multipart/form-data; boundary=XX")

static void urlencoded(void)
{
    struct fixture f;
    struct form form;

    CASE("urlencoded fields");
    fixture_init(&f, 0);
    CHECK_RC(&f.call, form_query(&f.call, STR("a=1&b=x+y%2B&a=2&&c&%D0%B6=no"), &form), RC_INVALID);
    CHECK_RC(&f.call, form_query(&f.call, STR("a=1&b=x+y%2B&a=2&&c&d=%D0%B6%0D%0Az"), &form),
             RC_OK);
    CHECK_INT(form.n, 5);
    CHECK_TEXT(form_find(&form, STR("a")), "1");
    CHECK_TEXT(form_find(&form, STR("b")), "x y+");
    CHECK_TEXT(form_find(&form, STR("c")), "");
    CHECK_TEXT(form_find(&form, STR("d")), "ж\nz");
    CHECK(form_find(&form, STR("e")).p == NULL);
    CHECK_RC(&f.call, form_query(&f.call, STR(""), &form), RC_OK);
    CHECK_INT(form.n, 0);
    fixture_fini(&f);
}

struct bad {
    const char *body, *where, *text;
};

static void faults(void)
{
    static const struct bad rows[] = {
        {"a=%zz", NULL, "The form has a percent sign without two digits behind it."},
        {"a=%4", NULL, "The form has a percent sign without two digits behind it."},
        {"a%3Cb=1", NULL, "The form has a field with a name that it cannot have."},
        {"=1", NULL, "The form has a field with a name that it cannot have."},
        {"a=%FF", "a", "The text has characters that cannot be read. Type it again."},
        {"a=%ED%A0%80", "a", "The text has characters that cannot be read. Type it again."},
        {"a=%C0%80", "a", "The text has characters that cannot be read. Type it again."},
        {"a=x%00", "a", "The text has control characters. Remove them."},
        {"a=%1B%5B2J", "a", "The text has control characters. Remove them."},
    };

    CASE("faults name their field, or say what the form lacks");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fixture f;
        struct form form;
        fixture_init(&f, 0);
        enum rc rc = form_query(&f.call, str_of(rows[i].body), &form);
        CHECK_TEXT(f.call.error.text, rows[i].text);
        if (rows[i].where != NULL)
            CHECK_TEXT(f.call.error.where, rows[i].where);
        CHECK_RC(&f.call, rc, RC_INVALID);
        fixture_fini(&f);
    }
}

static void limits(void)
{
    struct fixture f;
    struct form form;
    struct buf body;

    CASE("a thousand fields and no more; long text is a fault");
    fixture_init(&f, 0);
    buf_init(&body, &f.arena, 1 << 20);
    for (int i = 0; i < FORM_FIELDS_MAX; i++)
        buf_z(&body, "a=1&");
    CHECK_RC(&f.call, form_query(&f.call, buf_str(&body), &form), RC_OK);
    CHECK_INT(form.n, FORM_FIELDS_MAX);
    buf_z(&body, "a=1");
    CHECK_RC(&f.call, form_query(&f.call, buf_str(&body), &form), RC_LIMIT);
    buf_init(&body, &f.arena, 1 << 20);
    buf_z(&body, "b=");
    for (int i = 0; i <= FORM_TEXT_MAX; i++)
        buf_char(&body, 'x');
    enum rc rc = form_query(&f.call, buf_str(&body), &form);
    CHECK_TEXT(f.call.error.text, "The text is longer than 256 kilobytes. Shorten it.");
    CHECK_RC(&f.call, rc, RC_INVALID);
    fixture_fini(&f);
}

static void multipart(void)
{
    static const char body[] =
        "--XX\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nЖалба\r\n"
        "--XX\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"C:\\a\\b; c.pdf\"\r\n"
        "Content-Type: application/pdf\r\n\r\n\0\r\n--X\r\n\r\n"
        "--XX\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n"
        "Content-Type: application/octet-stream\r\n\r\n\r\n--XX--\r\n";
    struct fixture f;
    struct form form;

    CASE("multipart fields and files");
    fixture_init(&f, 0);
    CHECK_RC(&f.call, form_read(&f.call, MULTIPART, str_bytes(body, sizeof body - 1), &form),
             RC_OK);
    CHECK_INT(form.n, 2);
    CHECK_TEXT(form.fields[0].name, "title");
    CHECK_TEXT(form.fields[0].value, "Жалба");
    CHECK(form.fields[0].file_name.p == NULL);
    CHECK_TEXT(form.fields[1].file_name, "b; c.pdf");
    CHECK_TEXT(form.fields[1].type, "application/pdf");
    CHECK(str_eq(form.fields[1].value, STR("\0\r\n--X\r\n")));
    CHECK_RC(&f.call,
             form_read(&f.call, STR("multipart/form-data; boundary=\"XX\""), STR("--XX--"), &form),
             RC_OK);
    CHECK_INT(form.n, 0);
    fixture_fini(&f);
}

#define PART "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n"
#define TEN  "0123456789"

static const char *const bodies[] = {
    "",
    "--XX",
    "--XX\r\n",
    "--XY\r\n\r\n\r\n--XX--",
    "x--XX--",
    "--XX--x",
    "--XX--\r\nx",
    "--XX\r\n\r\nvalue\r\n--XX--",
    PART "\r\nvalue",
    PART "\r\nvalue\r\n--XX",
    "--XX\r\nContent-Disposition: form-data; name=\"a\"\n\nvalue\r\n--XX--",
    "--XX\r\nContent-Disposition: form-data\r\n\r\nvalue\r\n--XX--",
    "--XX\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nvalue\r\n--XX--",
    "--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nvalue\r\n--XX--",
    PART "Content-Transfer-Encoding: base64\r\n\r\nvalue\r\n--XX--",
    PART "Content-Disposition: form-data; name=\"b\"\r\n\r\nvalue\r\n--XX--",
};

static const char *const types[] = {
    "",
    "text/plain",
    "application/json",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/mixed; boundary=XX",
    "multipart/form-data; boundary=" TEN TEN TEN TEN TEN TEN TEN "x",
};

static void broken(void)
{
    struct fixture f;
    struct form form = {NULL, 7};

    CASE("what no browser sends fails, and leaves the result alone");
    fixture_init(&f, 0);
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        if (!CHECK_RC(&f.call, form_read(&f.call, MULTIPART, str_of(bodies[i]), &form), RC_INVALID))
            tap_note("body %zu", i);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (!CHECK_RC(&f.call, form_read(&f.call, str_of(types[i]), STR("--XX--"), &form),
                      RC_INVALID))
            tap_note("type %zu", i);
    CHECK_INT(form.n, 7);
    fixture_fini(&f);
}

static void cookies(void)
{
    CASE("cookies: the one of that name, unless there are two");
    CHECK_TEXT(cookie_find(STR("a=1; bb=2; b=3"), "b"), "3");
    CHECK_TEXT(cookie_find(STR("b="), "b"), "");
    CHECK_TEXT(cookie_find(STR("b=x=y"), "b"), "x=y");
    CHECK(cookie_find(STR("a=1"), "b").p == NULL);
    CHECK(cookie_find(STR("b=1; a=2; b=3"), "b").p == NULL);
    CHECK(cookie_find((struct str){NULL, 0}, "b").p == NULL);
}

static void memory(void)
{
    static const char body[] =
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nvalue\r\n--XX--";
    long fail_at = 0;
    bool done = false;

    CASE("without memory a form is refused");
    while (!done) {
        struct fixture f;
        struct form form;
        fixture_init(&f, ++fail_at);
        enum rc rc = form_read(&f.call, MULTIPART, str_of(body), &form);
        done = rc == RC_OK;
        CHECK(done || rc == RC_MEMORY);
        fixture_fini(&f);
    }
    CHECK(fail_at > 1);
}

void form_test(void)
{
    urlencoded();
    faults();
    limits();
    multipart();
    broken();
    cookies();
    memory();
}
