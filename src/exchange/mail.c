/* mail.c - see mail.h: reading. */
#include "exchange/mail.h"

#include <strings.h>

#include "exchange/mail_code.h"

/* ---- lines and fields ---- */

/* The next line without its end. */
static struct str next_line(struct str *rest)
{
    struct str line = str_split(rest, '\n');

    return line.n != 0 && line.p[line.n - 1] == '\r' ? str_cut(line, 0, line.n - 1) : line;
}

/* What stands before the first empty line. */
static struct str head_of(struct str bytes, struct str *body)
{
    struct str rest = bytes;

    while (rest.n != 0) {
        struct str line = next_line(&rest);
        if (line.n == 0) {
            *body = rest;
            return str_cut(bytes, 0, (size_t)(line.p - bytes.p));
        }
    }
    *body = STR("");
    return bytes;
}

static bool is_folded(struct str rest)
{
    return rest.n != 0 && (rest.p[0] == ' ' || rest.p[0] == '\t');
}

/* The first field of that name, its lines joined; {NULL, 0}: there is none. */
static struct str field_of(struct call *call, struct str head, const char *name)
{
    size_t n = strlen(name);

    while (head.n != 0) {
        struct str line = next_line(&head);
        bool is = line.n > n && line.p[n] == ':' && strncasecmp(line.p, name, n) == 0;
        struct buf out;
        buf_init(&out, call->arena, MAIL_HEAD_MAX);
        if (is)
            buf_add(&out, str_cut(line, n + 1, line.n));
        while (is_folded(head)) {
            struct str more = next_line(&head);
            if (is) {
                buf_char(&out, ' ');
                buf_add(&out, str_trim(more));
            }
        }
        if (is)
            return str_trim(buf_str(&out));
    }
    return (struct str){NULL, 0};
}

static struct str words_of(struct call *call, struct str head, const char *name)
{
    struct str value = field_of(call, head, name);

    return value.p == NULL ? STR("") : mail_words(call->arena, value, MAIL_WORD_MAX);
}

/* ---- parameters: type/sub; name="value"; name*=utf-8''value ---- */

/* Takes one value off the front: to the next semicolon outside of quotes. */
static struct str next_param(struct str *rest)
{
    bool quoted = false;
    size_t i = 0;

    for (; i < rest->n && (quoted || rest->p[i] != ';'); i++) {
        if (quoted && rest->p[i] == '\\' && i + 1 < rest->n)
            i++;
        else if (rest->p[i] == '"')
            quoted = !quoted;
    }
    struct str one = str_cut(*rest, 0, i);
    *rest = str_cut(*rest, i + 1, rest->n);
    return str_trim(one);
}

static struct str unquoted(struct call *call, struct str s)
{
    struct buf out;

    if (s.n < 2 || s.p[0] != '"')
        return s;
    buf_init(&out, call->arena, s.n);
    for (size_t i = 1; i + 1 < s.n; i++) {
        if (s.p[i] == '\\' && i + 2 < s.n)
            i++;
        buf_char(&out, s.p[i]);
    }
    return buf_str(&out);
}

/* "utf-8''name%20of.pdf" */
static struct str extended(struct call *call, struct str s)
{
    struct str charset = str_split(&s, '\'');

    (void)str_split(&s, '\'');
    return mail_text(call->arena, mail_percent(call->arena, s), charset);
}

static bool is_name(struct str s, const char *name)
{
    return s.n == strlen(name) && strncasecmp(s.p, name, s.n) == 0;
}

/* {NULL, 0}: the value has no such parameter. */
static struct str param_of(struct call *call, struct str value, const char *name)
{
    struct str plain = {NULL, 0};
    const char *star = str_format(call->arena, "%s*", name).p;

    (void)next_param(&value);
    while (value.n != 0) {
        struct str one = next_param(&value);
        struct str key = str_trim(str_split(&one, '='));
        one = str_trim(one);
        if (star != NULL && is_name(key, star))
            return extended(call, unquoted(call, one));
        if (is_name(key, name) && plain.p == NULL)
            plain = unquoted(call, one);
    }
    return plain;
}

/* ---- the date ---- */

static bool month_of(struct str s, int *out)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

    for (int i = 0; s.n == 3 && i < 12; i++)
        if (strncasecmp(s.p, names + 3 * (size_t)i, 3) == 0) {
            *out = i + 1;
            return true;
        }
    return false;
}

static struct str next_word(struct str *rest)
{
    *rest = str_trim(*rest);
    return str_split(rest, ' ');
}

/* "+0100" in minutes; what is none counts as UTC. */
static int64_t zone_minutes(struct str zone)
{
    uint64_t n;

    if (zone.n != 5 || (zone.p[0] != '+' && zone.p[0] != '-') ||
        !str_uint(str_cut(zone, 1, 5), 2359, &n))
        return 0;
    int64_t minutes = (int64_t)(n / 100 * 60 + n % 100);
    return zone.p[0] == '-' ? -minutes : minutes;
}

/* "Mon, 23 Nov 2026 10:11:12 +0100 (CET)"; the weekday may be missing. */
static bool read_date(struct str s, int64_t *out)
{
    uint64_t mday, year, hour, minute;
    int month;

    if (str_find(s, ',') != s.n)
        (void)str_split(&s, ',');
    struct str a = next_word(&s), b = next_word(&s), c = next_word(&s), clock = next_word(&s);
    if (!str_uint(a, 31, &mday) || mday == 0 || !month_of(b, &month) || !str_uint(c, 9998, &year) ||
        year < 1970)
        return false;
    struct date date = {(int)year, month, (int)mday};
    day on = day_of(date);
    struct date same = day_date(on);
    struct str h = str_split(&clock, ':'), m = str_split(&clock, ':');
    if (same.mday != date.mday || !str_uint(h, 23, &hour) || !str_uint(m, 59, &minute))
        return false;
    int64_t minutes = (int64_t)(hour * 60 + minute) - zone_minutes(next_word(&s));
    *out = ((int64_t)on * 1440 + minutes) * 60000;
    return true;
}

/* ---- the parts ---- */

struct reading {
    struct call *call;
    struct mail *mail;
    size_t parts;
    bool html; /* the text is of HTML, and gives way to a plain one */
};

static struct str decoded(struct reading *r, struct str head, struct str body)
{
    struct str how = field_of(r->call, head, "Content-Transfer-Encoding");

    if (is_name(how, "base64"))
        return mail_base64(r->call->arena, body);
    if (is_name(how, "quoted-printable"))
        return mail_quoted(r->call->arena, body, false);
    return body;
}

/* The words of an HTML text: tags fall away, paragraphs become lines. */
static struct str words_of_html(struct call *call, struct str html)
{
    struct buf out;
    bool tag = false;

    buf_init(&out, call->arena, html.n + 1);
    for (size_t i = 0; i < html.n; i++) {
        struct str rest = str_cut(html, i, i + 7);
        if (html.p[i] == '<') {
            tag = true;
            if (strncasecmp(rest.p, "<br", rest.n < 3 ? rest.n : 3) == 0 ||
                strncasecmp(rest.p, "</p", rest.n < 3 ? rest.n : 3) == 0)
                buf_char(&out, '\n');
        } else if (html.p[i] == '>') {
            tag = false;
        } else if (!tag) {
            buf_char(&out, html.p[i]);
        }
    }
    return buf_str(&out);
}

static void take_text(struct reading *r, struct str bytes, struct str charset, bool html)
{
    struct call *call = r->call;
    struct str text = mail_text(call->arena, str_cut(bytes, 0, MAIL_TEXT_MAX), charset);

    if (text.p == NULL || (html && r->mail->text.n != 0 && !r->html))
        return;
    if (html)
        text = str_trim(words_of_html(call, text));
    if (r->mail->text.n == 0 || r->html)
        r->mail->text = text;
    else if (r->mail->text.n + text.n < MAIL_TEXT_MAX)
        r->mail->text = str_format(call->arena, "%.*s\n%.*s", (int)r->mail->text.n, r->mail->text.p,
                                   (int)text.n, text.p);
    r->html = html;
}

static enum rc take_file(struct reading *r, struct str type, struct str name, struct str bytes)
{
    struct mail *mail = r->mail;

    if (bytes.n == 0)
        return RC_OK;
    if (mail->files_n == MAIL_FILES_MAX)
        return fail(r->call, RC_LIMIT, "mail",
                    "The e-mail has more than %d files. Keep them one by one.", MAIL_FILES_MAX);
    mail->files[mail->files_n++] = (struct mail_file){name, type, bytes};
    return RC_OK;
}

static struct str name_of(struct call *call, struct str type, struct str where, struct str media)
{
    struct str name = where.p == NULL ? where : param_of(call, where, "filename");

    if (name.n == 0)
        name = param_of(call, type, "name");
    if (name.n != 0)
        name = mail_words(call->arena, name, MAIL_WORD_MAX);
    if (name.n == 0 && is_name(media, "message/rfc822"))
        return STR("message.eml");
    return name;
}

static enum rc read_leaf(struct reading *r, struct str head, struct str body, struct str type)
{
    struct call *call = r->call;
    struct str rest = type, media = next_param(&rest);
    struct str where = field_of(call, head, "Content-Disposition");
    struct str name = name_of(call, type, where, media), disposition = where;
    bool plain = media.n == 0 || is_name(media, "text/plain"), html = is_name(media, "text/html");
    bool attached = where.p != NULL && is_name(next_param(&disposition), "attachment");
    struct str bytes = decoded(r, head, body);

    if (bytes.p == NULL)
        return fail_memory(call);
    if ((!plain && !html) || attached || name.n != 0)
        return take_file(r, media.n == 0 ? STR("text/plain") : media,
                         name.n == 0 ? STR("part") : name, bytes);
    struct str charset = param_of(call, type, "charset");
    take_text(r, bytes, charset.p == NULL ? STR("utf-8") : charset, html);
    return RC_OK;
}

static enum rc read_part(struct reading *r, struct str bytes, int depth);

/* Is the line "--boundary", or "--boundary--" (then *last)? */
static bool is_boundary(struct str line, struct str boundary, bool *last)
{
    line = str_cut(line, 0, line.n);
    if (!str_starts(line, STR("--")) || !str_starts(str_cut(line, 2, line.n), boundary))
        return false;
    struct str after = str_trim(str_cut(line, 2 + boundary.n, line.n));
    *last = str_is(after, "--");
    return after.n == 0 || *last;
}

static enum rc read_parts(struct reading *r, struct str body, struct str boundary, int depth)
{
    struct str rest = body;
    const char *from = NULL;
    bool last = false;
    enum rc rc = RC_OK;

    while (rest.n != 0 && !last && rc == RC_OK) {
        struct str line = next_line(&rest);
        if (!is_boundary(line, boundary, &last))
            continue;
        if (from != NULL)
            rc = read_part(r, str_bytes(from, (size_t)(line.p - from)), depth);
        from = rest.p;
    }
    if (rc == RC_OK && !last && from != NULL && rest.p != NULL && from < body.p + body.n)
        rc = read_part(r, str_bytes(from, (size_t)(body.p + body.n - from)), depth); /* torn off */
    return rc;
}

static enum rc read_part(struct reading *r, struct str bytes, int depth)
{
    struct str body, head = head_of(bytes, &body);
    struct str type = field_of(r->call, head, "Content-Type"), rest = type;
    struct str media = type.p == NULL ? STR("") : next_param(&rest);

    if (depth > MAIL_DEPTH_MAX)
        return fail(r->call, RC_INVALID, "mail",
                    "The parts of this e-mail are nested too deep to be read.");
    if (++r->parts > MAIL_PARTS_MAX || head.n > MAIL_HEAD_MAX)
        return fail(r->call, RC_INVALID, "mail", "This e-mail has too many parts to be read.");
    if (type.p == NULL)
        type = STR("");
    if (media.n > 10 && strncasecmp(media.p, "multipart/", 10) == 0) {
        struct str boundary = param_of(r->call, type, "boundary");
        if (boundary.n != 0)
            return read_parts(r, body, boundary, depth + 1);
    }
    return read_leaf(r, head, body, type);
}

/* ---- the whole ---- */

enum rc mail_read(struct call *call, struct str bytes, struct mail *out)
{
    struct reading reading = {.call = call, .mail = out};
    struct str body, head;

    if (bytes.n > MAIL_BYTES_MAX)
        return fail(call, RC_LIMIT, "mail", "The e-mail is larger than %d MB.",
                    MAIL_BYTES_MAX >> 20);
    head = head_of(bytes, &body);
    *out = (struct mail){.from = words_of(call, head, "From"),
                         .to = words_of(call, head, "To"),
                         .subject = words_of(call, head, "Subject"),
                         .id = words_of(call, head, "Message-ID"),
                         .answers = words_of(call, head, "References"),
                         .text = STR("")};
    if (out->answers.n == 0)
        out->answers = words_of(call, head, "In-Reply-To");
    struct str date = field_of(call, head, "Date");
    out->dated = date.p != NULL && read_date(date, &out->date_ms);
    if (out->from.n == 0 || (!out->dated && out->subject.n == 0))
        return fail(call, RC_INVALID, "mail",
                    "This is no e-mail: nobody is named in it as its sender. Save the message "
                    "itself as a file (.eml).");
    return read_part(&reading, bytes, 0);
}

bool mbox_next(struct str *rest, struct str *message)
{
    struct str bytes = *rest;

    if (str_starts(bytes, STR("From ")))
        (void)next_line(&bytes);
    *message = bytes;
    for (struct str left = bytes; left.n != 0;) {
        struct str line = next_line(&left);
        if (line.n == 0 && str_starts(left, STR("From "))) {
            message->n = (size_t)(line.p - bytes.p);
            *rest = left;
            return message->n != 0;
        }
    }
    *rest = STR("");
    return message->n != 0;
}
