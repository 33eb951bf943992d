/* mail.h - an e-mail as a file (RFC 5322 with MIME): written to be sent by any program, and read
 *   when it came back; a mailbox file (mbox) message by message.
 * Owns: nothing. Order: mail_write(); mail_read(); mbox_next() until it gives nothing.
 * Memory: the call's arena; what need not be decoded is borrowed from the input.
 * Fails: RC_INVALID at "mail" with a sentence: it is no e-mail, it is nested too deep, it has too
 *   many parts; RC_LIMIT beyond the limits. Of a charset that is not known one is guessed.
 * Limits: MAIL_BYTES_MAX, MAIL_FILES_MAX files, MAIL_PARTS_MAX parts, MAIL_DEPTH_MAX within one
 *   another, MAIL_TEXT_MAX bytes of text. Cost: linear in the bytes for each depth.
 * Nothing of a letter is run, fetched or shown as HTML: of a text in HTML alone the words are
 * taken. Signatures are not judged; what was signed is kept as it came. */
#ifndef EXCHANGE_MAIL_H
#define EXCHANGE_MAIL_H

#include "base/call.h"

enum {
    MAIL_BYTES_MAX = 24 << 20,
    MAIL_FILES_MAX = 20,
    MAIL_PARTS_MAX = 200,
    MAIL_DEPTH_MAX = 8,
    MAIL_TEXT_MAX = 60000,
    MAIL_HEAD_MAX = 64 << 10,
    MAIL_WORD_MAX = 998, /* of one field, decoded */
};

struct mail_file {
    struct str name, type, bytes;
};

struct mail {
    struct str from, to, subject; /* as people read them; "Name <a@b>" */
    struct str id, answers;       /* of this message; of those that it answers, one after another */
    int64_t date_ms;
    bool dated;
    struct str text;
    struct mail_file files[MAIL_FILES_MAX];
    size_t files_n;
};

MUST_USE enum rc mail_read(struct call *call, struct str bytes, struct mail *out);

/* From, to, id and date must be there; its parts are divided by a random line. A receiver's program
 * opens it as one that is not sent yet. */
MUST_USE enum rc mail_write(struct call *call, const struct mail *mail, struct str *out);

/* The address in "Name <a@b>"; {NULL, 0}: there is none that may be written to. */
struct str mail_address(struct str person);

/* Takes the next message off a mailbox file; false: there is none. One e-mail alone is a mailbox of
 * one. */
bool mbox_next(struct str *rest, struct str *message);

#endif
