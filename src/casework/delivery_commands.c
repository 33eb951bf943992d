/* delivery_commands.c - of commands.h: letter deliver, letter mistake, letter mail, letters carry,
 * letter answered, mail take. */
#include "base/file.h"
#include "casework/carry.h"
#include "casework/come_parts.h"
#include "casework/command_parts.h"
#include "casework/commands.h"
#include "casework/delivery.h"
#include "casework/incoming.h"
#include "casework/kept_file.h"
#include "casework/letter_mail.h"
#include "casework/moves_say.h"
#include "casework/proceeding.h"
#include "cli/say.h"

/* ---- what they share ---- */

/* The base name of a path. */
static struct str name_of_path(struct str path)
{
    size_t at = path.n;

    while (at > 0 && path.p[at - 1] != '/')
        at--;
    return str_cut(path, at, path.n);
}

static enum rc read_file(struct call *call, const struct command_args *args, struct value *out)
{
    struct str path = args_text(args, "file"), bytes;
    struct value *row = arena_alloc(call->arena, sizeof *row);
    struct held_file file;

    *out = v_null();
    if (path.n == 0)
        return RC_OK;
    enum rc rc = row == NULL ? fail_memory(call) : file_read(call, path.p, KEPT_FILE_MAX, &bytes);
    if (rc == RC_OK)
        rc = kept_file(call, name_of_path(path), bytes, &file);
    if (rc == RC_OK)
        rc = kept_file_row(call, &file, row);
    if (rc == RC_OK)
        *out = v_list(row, 1);
    return rc;
}

static enum rc put_letter(struct call *call, const struct command_args *args, const struct id *id)
{
    struct record *letter;
    enum rc rc = query_get(call, command_kind(call, "letter"), id, &letter);

    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "code", letter->code);
    out_text(args->out, "state", letter->state);
    command_put_day(args->out, "sent", record_value(letter, "sent"));
    command_put_day(args->out, "delivered", record_value(letter, "delivered"));
    command_put_day(args->out, "answered", record_value(letter, "answered"));
    out_end(args->out);
    return RC_OK;
}

/* ---- letter deliver ---- */

static enum rc run_deliver(struct call *call, const struct command_args *args)
{
    struct delivery one = {.way = args_text(args, "way"),
                           .on = args_day(args, "on", call->today),
                           .minute = DELIVERY_NO_HOUR};
    struct id change = id_new(call);
    struct outcome outcome;
    struct record *letter;
    enum rc rc = command_find_record(call, "letter", args_word(args, 0), &letter);

    if (rc == RC_OK && args_has(args, "at") && !come_minute(args_text(args, "at"), &one.minute))
        return fail(call, RC_USAGE, NULL, "--at is a time of the day, such as 9:30.");
    if (rc == RC_OK)
        rc = command_text(call, args, "number", &one.number);
    if (rc == RC_OK)
        rc = command_text(call, args, "note", &one.note);
    if (rc == RC_OK)
        rc = read_file(call, args, &one.files);
    if (rc != RC_OK)
        return rc;
    one.letter = letter->id;
    rc = letter_deliver(call, &one, 1, &change, &outcome);
    return rc == RC_OK ? put_letter(call, args, &letter->id) : rc;
}

/* ---- letter mistake ---- */

static enum rc run_mistake(struct call *call, const struct command_args *args)
{
    struct id change = id_new(call);
    struct delivery_facts facts = {.n = 0};
    const struct record *last = NULL;
    struct outcome outcome;
    struct record *letter;
    struct str why;
    enum rc rc = command_find_record(call, "letter", args_word(args, 0), &letter);

    if (rc == RC_OK)
        rc = command_text(call, args, "why", &why);
    if (rc == RC_OK)
        rc = delivery_facts(call, NULL, letter, &facts);
    for (size_t i = 0; i < facts.n; i++)
        if (facts.in[i]->retired_ms == 0)
            last = facts.in[i];
    if (rc == RC_OK && last == NULL)
        return fail(call, RC_NOT_FOUND, NULL, "Nothing is written down yet of this letter's way.");
    if (rc == RC_OK)
        rc = letter_mistake(call, &last->id, why, &change, &outcome);
    return rc == RC_OK ? put_letter(call, args, &letter->id) : rc;
}

/* ---- letters carry ---- */

static enum rc run_carry(struct call *call, const struct command_args *args)
{
    struct carry carry;
    enum rc rc = carry_find(call, &carry);

    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (size_t i = 0; i < carry.n; i++) {
        const struct carry_row *row = &carry.in[i];
        out_record(args->out, NULL);
        out_text(args->out, "body", row->body);
        out_text(args->out, "desk", row->desk);
        out_text(args->out, "address", row->address);
        out_text(args->out, "letter", row->letter->code);
        out_text(args->out, "number", record_text(row->letter, "number"));
        out_text(args->out, "state", row->letter->state);
        out_end(args->out);
    }
    out_end(args->out);
    if (carry.more)
        note(call, args, "These are the newest %d letters; there are more.", CARRY_MAX);
    return RC_OK;
}

/* ---- letter mail ---- */

static enum rc run_mail(struct call *call, const struct command_args *args)
{
    struct str path = args_text(args, "output"), name, bytes;
    struct record *letter;
    size_t slash = path.n - name_of_path(path).n;
    enum rc rc = command_find_record(call, "letter", args_word(args, 0), &letter);

    if (rc == RC_OK)
        rc = letter_mail(call, letter, &name, &bytes);
    if (rc != RC_OK)
        return rc;
    if (str_is(path, "-"))
        return args->cli->terminal.write(args->cli->terminal.data, TO_OUT, bytes)
                   ? RC_OK
                   : fail(call, RC_IO, NULL, "The answer could not be written out.");
    rc = file_replace(call, slash == 0 ? "." : str_z(call->arena, str_cut(path, 0, slash)),
                      str_z(call->arena, name_of_path(path)), bytes);
    if (rc != RC_OK)
        return rc;
    note(call, args,
         "Nothing was sent. Open the file in a program for e-mail, and write down that "
         "it was sent.");
    out_record(args->out, NULL);
    out_text(args->out, "code", letter->code);
    out_text(args->out, "file", path);
    out_end(args->out);
    return RC_OK;
}

/* ---- letter answered ---- */

/* What the law leaves open now, each with its last day. */
static enum rc put_moves(struct call *call, const struct command_args *args,
                         const struct record *of, const struct record *paper)
{
    struct proceedings all = {.n = 0};
    struct id id;
    enum rc rc = proceedings_of(call, of, &all);

    if (rc != RC_OK)
        return rc;
    out_list(args->out, "open");
    for (size_t i = 0; id_of(record_value(paper, "taken_up").s, &id) && i < all.n; i++)
        for (size_t k = 0; id_eq(&all.in[i].ask.proceeding->id, &id) && k < all.in[i].moves.open_n;
             k++) {
            const struct move *move = &all.in[i].moves.open[k];
            out_record(args->out, NULL);
            out_text(args->out, "step", move_title(call, move));
            command_put_day(args->out, "last_day", move->counted ? v_int(move->last) : v_null());
            out_flag(args->out, "firm", move->firm);
            out_end(args->out);
        }
    out_end(args->out);
    return RC_OK;
}

static enum rc put_paper(struct call *call, const struct command_args *args,
                         const struct record *of, const struct id *id)
{
    static const char *const fields[] = {"what", "received", "how", "said", "number", "our_number"};
    struct record *paper;
    enum rc rc = query_get(call, command_kind(call, "case_paper"), id, &paper);

    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "case", of->code);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        command_put_field(call, args->out, paper, fields[i]);
    rc = put_moves(call, args, of, paper);
    out_end(args->out);
    return rc;
}

static enum rc read_incoming(struct call *call, const struct command_args *args,
                             struct incoming *in)
{
    static const char *const options[][2] = {
        {"how", "how"}, {"said", "said"}, {"number", "number"}, {"from", "from"}};
    struct value files;
    struct str text;
    enum rc rc = read_file(call, args, &files);

    for (size_t i = 0; i < sizeof options / sizeof *options && rc == RC_OK; i++) {
        rc = command_text(call, args, options[i][0], &text);
        if (rc == RC_OK)
            save_text(&in->paper, options[i][1], text);
    }
    if (rc != RC_OK)
        return rc;
    save_set(&in->paper, "received", v_int(args_day(args, "received", call->today)));
    if (args_has(args, "dated"))
        save_set(&in->paper, "dated", v_int(args_day(args, "dated", 0)));
    save_set(&in->paper, "files", files);
    return RC_OK;
}

static enum rc run_incoming(struct call *call, const struct command_args *args)
{
    struct id change = id_new(call);
    struct record *letter, *of;
    struct outcome outcome;
    struct incoming in;
    enum rc rc = command_find_record(call, "letter", args_word(args, 0), &letter);

    if (rc == RC_OK)
        rc = query_get(call, command_kind(call, "case"), &letter->owner, &of);
    if (rc == RC_OK)
        rc = incoming_init(call, of, &in);
    if (rc == RC_OK)
        rc = read_incoming(call, args, &in);
    if (rc != RC_OK)
        return rc;
    save_set(&in.paper, "answers", id_value(&letter->id));
    rc = incoming_run(call, &in, &change, &outcome);
    return rc == RC_OK ? put_paper(call, args, of, &outcome.record) : rc;
}

/* ---- mail take ---- */

static enum rc take_one(struct call *call, const struct command_args *args, struct str bytes)
{
    struct mail *mail = arena_alloc(call->arena, sizeof *mail);
    struct record *letter = NULL;
    struct outcome outcome = {0};
    struct id id;
    enum rc rc = mail == NULL ? fail_memory(call) : mail_read(call, bytes, mail);

    if (rc == RC_OK) {
        rc = letter_mail_of(call, mail, &id);
        if (rc == RC_OK)
            rc = query_get(call, command_kind(call, "letter"), &id, &letter);
        if (rc == RC_OK)
            rc = letter_mail_keep(call, letter, mail, bytes, &outcome);
        if (rc == RC_NOT_FOUND) {
            call_forgive(call);
            rc = RC_OK;
        }
    }
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "subject", mail->subject);
    out_text(args->out, "from", mail->from);
    out_text(args->out, "letter", letter == NULL ? (struct str){NULL, 0} : letter->code);
    out_flag(args->out, "kept", letter != NULL);
    out_flag(args->out, "before", outcome.repeated);
    out_end(args->out);
    return RC_OK;
}

static enum rc run_take(struct call *call, const struct command_args *args)
{
    struct str bytes, one;
    enum rc rc = file_read(call, args_word(args, 0).p, MAIL_BYTES_MAX, &bytes);

    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    while (rc == RC_OK && mbox_next(&bytes, &one))
        rc = take_one(call, args, one);
    out_end(args->out);
    if (rc == RC_OK)
        note(call, args, "Messages that name no letter of ours are left where they are.");
    return rc;
}

/* ---- the table ---- */

static const struct command_word letter_word[] = {
    {.name = "CODE", .brief = "the letter's number, such as NI-L-2026-7", .must = true},
    {.name = NULL},
};

static const struct command_word file_word[] = {
    {.name = "FILE", .brief = "an e-mail (.eml) or a mailbox file (mbox)", .must = true},
    {.name = NULL},
};

#define TEXT(option, placeholder, text)                                          \
    {                                                                            \
        .name = option, .type = OPTION_TEXT, .value = placeholder, .brief = text \
    }

static const struct command_option deliver_options[] = {
    {.name = "way",
     .type = OPTION_TEXT,
     .value = "CODE",
     .brief = "handed_in, handed_over, refused, posted, delivered, returned, electronic, mailed",
     .must = true},
    {.name = "on", .type = OPTION_DATE, .value = "DATE", .brief = "on which day; else today"},
    TEXT("at", "TIME", "at that time, where the law counts hours"),
    TEXT("number", "TEXT", "of the stamp, the slip or the confirmation"),
    TEXT("note", "TEXT", "anything else"),
    {.name = "file",
     .type = OPTION_FILE,
     .value = "FILE",
     .brief = "a photo of the stamp or the card, or the confirmation"},
    {.name = NULL},
};

static const struct command_option mistake_options[] = {
    {.name = "why", .type = OPTION_TEXT, .value = "TEXT", .brief = "what it was", .must = true},
    {.name = NULL},
};

static const struct command_option mail_options[] = {
    {.name = "output",
     .letter = 'o',
     .type = OPTION_FILE,
     .value = "FILE",
     .brief = "where the e-mail goes; - is standard output",
     .must = true},
    {.name = NULL},
};

static const struct command_option answered_options[] = {
    TEXT("said", "CODE", "granted, partly, refused, rejected, asks_more, wrong_body, nothing"),
    {.name = "received",
     .type = OPTION_DATE,
     .value = "DATE",
     .brief = "reached us on; else today"},
    {.name = "how",
     .type = OPTION_TEXT,
     .value = "CODE",
     .brief = "in_hand, post, electronic, board, unknown",
     .must = true},
    {.name = "dated", .type = OPTION_DATE, .value = "DATE", .brief = "the date on it"},
    TEXT("number", "TEXT", "their number"),
    TEXT("from", "TEXT", "the office, if it is not the letter's"),
    {.name = "file", .type = OPTION_FILE, .value = "FILE", .brief = "a photo or scan of it"},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "letter deliver",
     .brief = "Write down what became of a letter on its way",
     .about =
         "Posting is not delivery: each is a fact of its own with its proof, and nothing of it "
         "is taken back. What was written down by mistake is said so: letter mistake.",
     .example = "khetane letter deliver NI-L-2026-7 --way posted --number RR123456789MK",
     .needs = NEEDS_DATA,
     .options = deliver_options,
     .words = letter_word,
     .run = run_deliver},
    {.name = "letter mistake",
     .brief = "Say that what was written down last of a letter's way was a mistake",
     .needs = NEEDS_DATA,
     .options = mistake_options,
     .words = letter_word,
     .run = run_mistake},
    {.name = "letter answered",
     .brief = "Keep an answer to a letter, and show what can be done now",
     .example =
         "khetane letter answered NI-L-2026-7 --said refused --received 2026-04-09 --how post",
     .needs = NEEDS_DATA,
     .options = answered_options,
     .words = letter_word,
     .run = run_incoming},
    {.name = "letter mail",
     .brief = "Write a printed letter as an e-mail, to be sent by any program",
     .example = "khetane letter mail NI-L-2026-7 -o letter.eml",
     .needs = NEEDS_DATA,
     .options = mail_options,
     .words = letter_word,
     .run = run_mail},
    {.name = "letters carry",
     .brief = "List the letters to be carried today, by the body they go to",
     .needs = NEEDS_DATA,
     .run = run_carry},
    {.name = "mail take",
     .brief = "Keep e-mails that answer our letters as papers of their cases",
     .about = "A message names its letter by the number in its subject, or because it answers our "
              "e-mail. Taking the same file again changes nothing.",
     .example = "khetane mail take replies.mbox",
     .needs = NEEDS_DATA,
     .words = file_word,
     .run = run_take},
};

const struct command_table delivery_table = {commands, sizeof commands / sizeof *commands};
