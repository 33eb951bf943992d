/* mail_test.c - e-mails: what we write is read again, and what others write is read. */
#include "exchange/mail.h"
#include "exchange_test.h"

static const struct mail ours = {
    .from = STR_INIT("Удружење „Заједно“ <office@example.org>"),
    .to = STR_INIT("Centar za socijalni rad <pisarnica@example.net>"),
    .subject = STR_INIT("17-4/2026: Захтев – Socijalna pomoć, drugi put ove godine i još jednom"),
    .id = STR_INIT("NI-L-2026-7.00ff@example.org"),
    .dated = true,
    .date_ms = 1795428660000, /* 2026-11-23 10:11; seconds are not read */
    .text = STR_INIT("Dobar dan,\nu prilogu je naš dopis.\n"),
    .files = {{STR_INIT("захтев 1.pdf"), STR_INIT("application/pdf"), STR_INIT("%PDF-1.4\0\n")}},
    .files_n = 1,
};

static void round_trip(struct call *call)
{
    struct str bytes = STR("");
    struct mail back;

    CASE("mail: what we write is read again");
    if (!CHECK_RC(call, mail_write(call, &ours, &bytes), RC_OK) ||
        !CHECK_RC(call, mail_read(call, bytes, &back), RC_OK))
        return;
    CHECK_TEXT(back.from, ours.from.p);
    CHECK_TEXT(back.to, ours.to.p);
    CHECK_TEXT(back.subject, ours.subject.p);
    CHECK_TEXT(back.id, "<NI-L-2026-7.00ff@example.org>");
    CHECK_TEXT(back.text, ours.text.p);
    CHECK(back.dated && back.date_ms == ours.date_ms);
    if (CHECK_INT(back.files_n, 1)) {
        CHECK_TEXT(back.files[0].name, "захтев 1.pdf");
        CHECK_TEXT(back.files[0].type, "application/pdf");
        CHECK(str_eq(back.files[0].bytes, ours.files[0].bytes));
    }
    for (struct str rest = bytes; rest.n != 0;) {
        struct str line = str_split(&rest, '\n');
        CHECK(line.n <= 200 && line.n != 0 && line.p[line.n - 1] == '\r');
    }

    CASE("mail: nothing is written to an address that is none, and no line is slipped in");
    struct mail bad = ours;
    bad.to = STR("a@b\r\nBcc: c@d");
    CHECK_RC(call, mail_write(call, &bad, &bytes), RC_INVALID);
    bad.to = STR("nobody");
    CHECK_RC(call, mail_write(call, &bad, &bytes), RC_INVALID);
    bad.to = ours.to;
    bad.subject = STR("One\r\nBcc: c@d");
    CHECK_RC(call, mail_write(call, &bad, &bytes), RC_OK);
    CHECK(memmem(bytes.p, bytes.n, "Bcc", 3) == NULL);
}

#define HEAD "From: Office <a@b.example>\nSubject: S\nDate: Tue, 24 Nov 2026 01:30:00 +0200\n"

static const struct {
    const char *name, *bytes, *subject, *text, *files;
} others[] = {
    {"a plain one", HEAD "\nWords.\n", "S", "Words.\n", ""},
    {"quoted-printable in windows-1251",
     HEAD "Content-Type: text/plain; charset=windows-1251\n"
          "Content-Transfer-Encoding: quoted-printable\n\n=CE=E4=E1=\n=E8=EC=EE\n",
     "S", "Одбимо\n", ""},
    {"encoded words side by side and folded",
     "From: a@b.example\nSubject: =?UTF-8?Q?Re:_Odbij?=\n =?utf-8?B?ZW5v?= - ok\n\n",
     "Re: Odbijeno - ok", "", ""},
    {"two ways of one text: the plain one is taken",
     HEAD "Content-Type: multipart/alternative; boundary=\"x y\"\n\nahead\n--x y\n"
          "Content-Type: text/html\n\n<p>HTML &amp; more</p>\n--x y\nContent-Type: "
          "text/plain\n\nPlain.\n--x y--\nbehind\n",
     "S", "Plain.\n", ""},
    {"words of HTML alone",
     HEAD "Content-Type: text/html; charset=utf-8\n\n<div>One<br>two</div><p>three</p>\n", "S",
     "One\ntwothree", ""},
    {"a file with a name of RFC 2231, and one without a name",
     HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee.\n--b\n"
          "Content-Type: application/pdf\nContent-Disposition: attachment;\n"
          " filename*=utf-8''re%C5%A1enje.pdf\nContent-Transfer-Encoding: base64\n\nJVBERg==\n"
          "--b\nContent-Type: image/png\n\nPNG\n--b--\n",
     "S", "See.\n", "rešenje.pdf 4, part 4, "},
    {"torn off in the middle of a part",
     HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment; "
          "filename=\"a\\\"b.txt\"\n\nhalf",
     "S", "", "a\"b.txt 4, "},
    {"a message within one is kept as it came",
     HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n"
          "Subject: within\n\n.\n--b--\n",
     "S", "", "message.eml 19, "},
};

static struct str files_of(struct call *call, const struct mail *mail)
{
    struct buf out;

    buf_init(&out, call->arena, 1000);
    for (size_t i = 0; i < mail->files_n; i++)
        buf_format(&out, "%.*s %zu, ", (int)mail->files[i].name.n, mail->files[i].name.p,
                   mail->files[i].bytes.n);
    return buf_str(&out);
}

static void from_others(struct call *call)
{
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct mail mail;
        CASE("mail: %s", others[i].name);
        if (!CHECK_RC(call, mail_read(call, str_of(others[i].bytes), &mail), RC_OK))
            continue;
        CHECK_TEXT(mail.subject, others[i].subject);
        CHECK_TEXT(mail.text, others[i].text);
        CHECK_TEXT(files_of(call, &mail), others[i].files);
    }
    CASE("mail: the day is that of its own zone's moment");
    struct mail mail;
    CHECK_RC(call, mail_read(call, STR(HEAD "\n"), &mail), RC_OK);
    CHECK_INT(mail.date_ms, 1795476600000); /* 2026-11-23 23:30 UTC */
}

static void refused(struct call *call)
{
    struct mail mail;
    struct buf deep;

    CASE("mail: what is none is refused with a sentence");
    CHECK_RC(call, mail_read(call, STR("%PDF-1.4 and so on"), &mail), RC_INVALID);
    CHECK_RC(call, mail_read(call, STR(""), &mail), RC_INVALID);

    CASE("mail: nested too deep");
    buf_init(&deep, call->arena, 100000);
    buf_z(&deep, HEAD "Content-Type: multipart/mixed; boundary=b0\n\n");
    for (int i = 0; i < 12; i++)
        buf_format(&deep, "--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n", i, i + 1);
    CHECK_RC(call, mail_read(call, buf_str(&deep), &mail), RC_INVALID);
}

static void mailbox(struct call *call)
{
    struct str rest = STR("From a Mon\nSubject: 1\n\nOne.\n\nFrom b Tue\nSubject: 2\n\nTwo.\n"
                          "From here it goes on.\n"),
               one;

    CASE("mail: a mailbox file, message by message");
    CHECK(mbox_next(&rest, &one));
    CHECK_TEXT(one, "Subject: 1\n\nOne.\n");
    CHECK(mbox_next(&rest, &one));
    CHECK_TEXT(one, "Subject: 2\n\nTwo.\nFrom here it goes on.\n");
    CHECK(!mbox_next(&rest, &one));
    (void)call;
}

void mail_test(void)
{
    struct world w;

    test_start(&w, "mail");
    round_trip(&w.call);
    from_others(&w.call);
    refused(&w.call);
    mailbox(&w.call);
    world_close(&w);
}
