/* html.c - see html.h. */
#include "web/html.h"

#include "base/lang.h"

void html_init(struct html *h, struct call *call, struct str icons)
{
    *h = (struct html){.call = call, .icons = icons};
    buf_init(&h->buf, call->arena, HTML_MAX);
}

struct str html_str(struct html *h)
{
    return buf_str(&h->buf);
}

/* One table for text and attributes: whoever moves a call from one to the other breaks nothing. */
static struct str escape_of(char c)
{
    switch (c) {
    case '&': return STR("&amp;");
    case '<': return STR("&lt;");
    case '>': return STR("&gt;");
    case '"': return STR("&quot;");
    case '\'': return STR("&#39;");
    default: return (struct str){NULL, 0};
    }
}

void html_text(struct html *h, struct str text)
{
    size_t from = 0;

    for (size_t i = 0; i < text.n; i++) {
        struct str escape = escape_of(text.p[i]);
        if (escape.p == NULL)
            continue;
        buf_add(&h->buf, str_cut(text, from, i));
        buf_add(&h->buf, escape);
        from = i + 1;
    }
    buf_add(&h->buf, str_cut(text, from, text.n));
}

static void say_text(struct html *h, struct str said)
{
    if (said.p == NULL)
        h->buf.failed = true; /* memory was out: no page rather than one without its words */
    html_text(h, said);
}

static struct str say_args(struct call *call, const char *msgid, va_list args) FORMAT(2, 0);

static struct str say_args(struct call *call, const char *msgid, va_list args)
{
    return str_vformat(call->arena, lang_text(call->lang, msgid), args);
}

void html_say(struct html *h, const char *msgid, ...)
{
    va_list args;

    va_start(args, msgid);
    struct str said = say_args(h->call, msgid, args);
    va_end(args);
    say_text(h, said);
}

void html_number(struct html *h, int64_t n)
{
    buf_format(&h->buf, "%lld", (long long)n);
}

static void attr_open(struct html *h, const char *name)
{
    buf_char(&h->buf, ' ');
    buf_z(&h->buf, name);
    html_raw(h, "=\"");
}

void html_attr(struct html *h, const char *name, struct str value)
{
    if (value.p == NULL)
        return;
    attr_open(h, name);
    html_text(h, value);
    html_raw(h, "\"");
}

void html_attr_z(struct html *h, const char *name, const char *value)
{
    html_attr(h, name, str_of(value));
}

void html_attr_say(struct html *h, const char *name, const char *msgid, ...)
{
    va_list args;

    attr_open(h, name);
    va_start(args, msgid);
    say_text(h, say_args(h->call, msgid, args));
    va_end(args);
    html_raw(h, "\"");
}

void html_attr_number(struct html *h, const char *name, int64_t n)
{
    attr_open(h, name);
    html_number(h, n);
    html_raw(h, "\"");
}

static bool is_safe_url(struct str url)
{
    static const struct str starts[] = {STR_INIT("https:"), STR_INIT("http:"), STR_INIT("mailto:"),
                                        STR_INIT("tel:")};

    for (size_t i = 0; i < url.n; i++)
        if ((unsigned char)url.p[i] <= ' ') /* browsers drop these: "/\t/host" is another site */
            return false;
    if (url.n != 0 && (url.p[0] == '#' || url.p[0] == '?'))
        return true;
    if (url.n != 0 && url.p[0] == '/') /* "//host" and "/\\host" are other sites */
        return url.n == 1 || (url.p[1] != '/' && url.p[1] != '\\');
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (str_starts(url, starts[i]))
            return true;
    return false;
}

void html_href(struct html *h, const char *name, struct str url)
{
    if (is_safe_url(url))
        html_attr(h, name, url);
}

void html_tag(struct html *h, const char *tag, const char *class, struct str text)
{
    html_raw(h, "<");
    buf_z(&h->buf, tag);
    html_attr_z(h, "class", class);
    html_raw(h, ">");
    html_text(h, text);
    html_raw(h, "</");
    buf_z(&h->buf, tag);
    html_raw(h, ">");
}

void html_icon(struct html *h, const char *name)
{
    html_raw(h, "<svg class=\"i\" aria-hidden=\"true\"><use href=\"");
    html_text(h, h->icons);
    html_raw(h, "#");
    buf_z(&h->buf, name);
    html_raw(h, "\"/></svg>");
}

void url_escape(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '-' || c == '.' || c == '_' || c == '~';
        if (plain)
            buf_char(out, (char)c);
        else
            buf_format(out, "%%%02X", (unsigned)c);
    }
}
