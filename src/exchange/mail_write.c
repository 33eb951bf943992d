/* mail_write.c - see mail.h: an e-mail to be sent. */
#include "base/id.h"
#include "exchange/mail.h"
#include "exchange/mail_code.h"

enum { ADDRESS_MAX = 254 };

static bool is_address_sign(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && memchr(".!#$%&'*+/=?^_`{|}~-@", c, 21) != NULL);
}

struct str mail_address(struct str person)
{
    size_t from = 0, to = person.n;

    for (size_t i = 0; i < person.n; i++)
        if (person.p[i] == '<')
            from = i + 1;
    if (from != 0)
        to = from + str_find(str_cut(person, from, person.n), '>');
    struct str address = str_trim(str_cut(person, from, to));
    size_t at = str_find(address, '@');
    if (at == 0 || at + 1 >= address.n || address.n > ADDRESS_MAX ||
        str_find(str_cut(address, at + 1, address.n), '@') != address.n - at - 1)
        return (struct str){NULL, 0};
    for (size_t i = 0; i < address.n; i++)
        if (!is_address_sign(address.p[i]))
            return (struct str){NULL, 0};
    return address;
}

/* "Name <a@b>": the name as words, the address as it is. */
static void put_person(struct buf *out, const char *field, struct str person)
{
    struct str address = mail_address(person);
    struct str name = str_trim(str_cut(person, 0, str_find(person, '<')));
    struct buf words;

    if (name.n == person.n || name.n == 0) {
        mail_put_field(out, field, address);
        return;
    }
    buf_init(&words, out->arena, 16 * person.n + 256);
    mail_put_field(&words, field, name);
    struct str line = buf_str(&words);
    buf_add(out, str_cut(line, 0, line.n < 2 ? 0 : line.n - 2));
    buf_z(out, "\r\n <");
    buf_add(out, address);
    buf_z(out, ">\r\n");
}

static void put_date(struct buf *out, int64_t ms)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    day on = (day)(ms / 86400000);
    long long s = (long long)(ms / 1000 % 86400);
    struct date date = day_date(on);

    buf_format(out, "Date: %s, %d %s %d %02lld:%02lld:%02lld +0000\r\n", days[day_weekday(on)],
               date.mday, months[date.month - 1], date.year, s / 3600, s / 60 % 60, s % 60);
}

/* The name twice: for programs that know RFC 2231, and in ASCII for the others. */
static void put_file_name(struct buf *out, struct str name)
{
    static const char hex[] = "0123456789ABCDEF";

    buf_z(out, "Content-Disposition: attachment; filename=\"");
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        buf_char(out, c < 0x20 || c > 0x7E || c == '"' || c == '\\' ? '_' : (char)c);
    }
    buf_z(out, "\";\r\n filename*=utf-8''");
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '.' || c == '-' || c == '_';
        if (plain)
            buf_char(out, (char)c);
        else
            buf_format(out, "%%%c%c", hex[c >> 4], hex[c & 15]);
    }
    buf_z(out, "\r\n");
}

static void put_part(struct buf *out, struct str line, struct str type, struct str bytes,
                     struct str name)
{
    buf_z(out, "--");
    buf_add(out, line);
    buf_z(out, "\r\nContent-Type: ");
    buf_add(out, type);
    buf_z(out, "\r\nContent-Transfer-Encoding: base64\r\n");
    if (name.n != 0)
        put_file_name(out, name);
    buf_z(out, "\r\n");
    mail_put_base64(out, bytes);
}

static void put_mail(struct buf *out, const struct mail *mail, struct str line)
{
    put_person(out, "From", mail->from);
    put_person(out, "To", mail->to);
    mail_put_field(out, "Subject", mail->subject);
    put_date(out, mail->date_ms);
    buf_format(out, "Message-ID: <%.*s>\r\n", (int)mail->id.n, mail->id.p);
    buf_z(out, "MIME-Version: 1.0\r\nX-Unsent: 1\r\nContent-Type: multipart/mixed; boundary=\"");
    buf_add(out, line);
    buf_z(out, "\"\r\n\r\n");
    put_part(out, line, STR("text/plain; charset=utf-8"), mail->text, STR(""));
    for (size_t i = 0; i < mail->files_n; i++)
        put_part(out, line, mail->files[i].type, mail->files[i].bytes, mail->files[i].name);
    buf_format(out, "--%.*s--\r\n", (int)line.n, line.p);
}

enum rc mail_write(struct call *call, const struct mail *mail, struct str *out)
{
    struct id random = id_new(call);
    struct str line = str_format(call->arena, "part-%s", str_hex(call->arena, id_str(&random)).p);
    struct buf buf;

    if (mail_address(mail->from).p == NULL)
        return fail(call, RC_INVALID, "from",
                    "The organisation has no e-mail address from which it could be sent.");
    if (mail_address(mail->to).p == NULL)
        return fail(call, RC_INVALID, "to",
                    "Nobody knows the e-mail address of this body. Write it into its record.");
    buf_init(&buf, call->arena, 2 * (size_t)MAIL_BYTES_MAX);
    put_mail(&buf, mail, line);
    if (!buf_ok(&buf) || buf.n > MAIL_BYTES_MAX)
        return fail(call, RC_LIMIT, "mail", "The e-mail would be larger than %d MB.",
                    MAIL_BYTES_MAX >> 20);
    *out = buf_str(&buf);
    return RC_OK;
}
