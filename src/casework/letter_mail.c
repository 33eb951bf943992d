/* letter_mail.c - see letter_mail.h. */
#include "casework/letter_mail.h"

#include "base/text.h"
#include "casework/carry.h"
#include "casework/incoming.h"
#include "casework/kept_file.h"
#include "casework/letter_print.h"
#include "query/query.h"
#include "rules/zone.h"
#include "store/crypt.h"
#include "store/store.h"

enum { FROM_MAX = 200, WORDS_MAX = 60 };

/* ---- out ---- */

static enum rc own(struct call *call, struct record **out)
{
    return table_load_rid(call, call->store->db,
                          app_table(call->app, app_kind(call, "organisation")), 1, out);
}

/* To the body of the letter, or of its procedure. */
static struct str address_of(struct call *call, const struct record *letter)
{
    const struct kind *kind = app_kind(call, "institution");
    const struct record *body = NULL, *proceeding = NULL;
    struct id id;

    if (id_of(record_value(letter, "to").s, &id))
        body = query_brief(call, kind, &id);
    if (body == NULL && id_of(record_value(letter, "proceeding").s, &id))
        proceeding = query_brief(call, app_kind(call, "proceeding"), &id);
    if (proceeding != NULL && id_of(record_value(proceeding, "body").s, &id))
        body = query_brief(call, kind, &id);
    return body == NULL ? STR("") : record_text(body, "mail");
}

/* "NI-L-2026-7.9f3c...@example.org": by which an answer finds its letter. */
static struct str message_id(struct call *call, const struct record *letter, struct str from)
{
    struct id random = id_new(call);
    struct str address = mail_address(from);
    struct str host = str_cut(address, str_find(address, '@') + 1, address.n);

    return str_format(call->arena, "%s.%s@%s", str_z(call->arena, letter->code),
                      str_hex(call->arena, id_str(&random)).p, str_z(call->arena, host));
}

enum rc letter_mail(struct call *call, const struct record *letter, struct str *name,
                    struct str *out)
{
    struct mail *mail = arena_alloc(call->arena, sizeof *mail);
    struct letter_doc doc;
    struct record *us;
    struct str pdf, text;
    enum rc rc = mail == NULL ? fail_memory(call) : own(call, &us);

    if (rc == RC_OK)
        rc = letter_printed(call, letter, name, &pdf);
    if (rc == RC_OK)
        rc = letter_read(call, letter, &doc);
    if (rc == RC_OK)
        rc = letter_text(call, &doc, &text);
    if (rc != RC_OK)
        return rc;
    struct str who = record_text(us, "name"), from = record_text(us, "e_mail");
    *mail = (struct mail){
        .from =
            str_format(call->arena, "%s <%s>", str_z(call->arena, who), str_z(call->arena, from)),
        .to = address_of(call, letter),
        .subject = str_format(call->arena, "%s, %s (%s)", str_z(call->arena, carry_number(letter)),
                              str_z(call->arena, who), str_z(call->arena, letter->code)),
        .id = message_id(call, letter, from),
        .date_ms = call->now_ms,
        .text = text,
        .files = {{*name, STR("application/pdf"), pdf}},
        .files_n = 1};
    *name = str_format(call->arena, "%s.eml", str_z(call->arena, letter->code));
    return mail_write(call, mail, out);
}

/* ---- in ---- */

static bool is_code_sign(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

/* The first word that is the code of a letter. */
static enum rc code_in(struct call *call, struct str text, struct id *letter)
{
    size_t words = 0;

    for (size_t i = 0; i < text.n && words < WORDS_MAX; i++) {
        size_t to = i;
        while (to < text.n && is_code_sign(text.p[to]))
            to++;
        struct str word = str_cut(text, i, to);
        bool may_be = word.n > 6 && word.n < 40 && memmem(word.p, word.n, "-L-", 3) != NULL;
        words += may_be;
        if (may_be) {
            enum rc rc = query_id(call, app_kind(call, "letter"), word, letter);
            if (rc != RC_NOT_FOUND)
                return rc;
        }
        i = to;
    }
    return RC_NOT_FOUND;
}

enum rc letter_mail_of(struct call *call, const struct mail *mail, struct id *letter)
{
    enum rc rc = code_in(call, mail->answers, letter);

    return rc == RC_NOT_FOUND ? code_in(call, mail->subject, letter) : rc;
}

day letter_mail_day(const struct call *call, const struct mail *mail)
{
    static const struct zone utc;

    return mail->dated ? zone_today(call->zone == NULL ? &utc : call->zone, mail->date_ms)
                       : call->today;
}

static struct str cut_text(struct str s, size_t max)
{
    s = str_cut(s, 0, max);
    while (s.n != 0 && !text_valid(s))
        s.n--;
    return s;
}

/* The message first, then its files; a file that may not be kept is in the message all the same. */
static enum rc keep_files(struct call *call, const struct mail *mail, struct str bytes,
                          struct value *out)
{
    struct value *rows = arena_array(call->arena, MAIL_FILES_MAX + 1, sizeof *rows);
    struct held_file file;
    size_t n = 0;
    enum rc rc =
        rows == NULL ? fail_memory(call) : kept_file(call, STR("message.eml"), bytes, &file);

    if (rc == RC_OK)
        rc = kept_file_row(call, &file, &rows[n++]);
    for (size_t i = 0; i < mail->files_n && rc == RC_OK; i++) {
        rc = kept_file(call, mail->files[i].name, mail->files[i].bytes, &file);
        if (rc == RC_INVALID) {
            call_forgive(call);
            rc = RC_OK;
            continue;
        }
        if (rc == RC_OK)
            rc = kept_file_row(call, &file, &rows[n++]);
    }
    *out = v_list(rows, n);
    return rc;
}

enum rc letter_mail_keep(struct call *call, const struct record *letter, const struct mail *mail,
                         struct str bytes, struct outcome *out)
{
    unsigned char hash[CRYPT_HASH];
    struct incoming in;
    struct value files;
    struct record *of;
    struct id change;
    bool was;

    crypt_hash("khetane mail", bytes, hash);
    memcpy(change.b, hash, sizeof change.b);
    enum rc rc = query_get(call, app_kind(call, "case"), &letter->owner, &of);
    if (rc == RC_OK)
        rc = operation_was_run(call, &change, &was);
    if (rc == RC_OK)
        rc = incoming_init(call, of, &in);
    if (rc == RC_OK && !was) /* else no file is sealed for nothing */
        rc = keep_files(call, mail, bytes, &files);
    if (rc != RC_OK)
        return rc;
    save_set(&in.paper, "answers", id_value(&letter->id));
    save_set(&in.paper, "received", v_int(letter_mail_day(call, mail)));
    save_text(&in.paper, "how", STR("electronic"));
    save_text(&in.paper, "from", cut_text(mail->from, FROM_MAX));
    if (!was)
        save_set(&in.paper, "files", files);
    return incoming_run(call, &in, &change, out);
}
