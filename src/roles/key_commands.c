/* key_commands.c - khetane key: the key holders of a folder and its recovery sheets. */
#include "base/file.h"
#include "cli/out.h"
#include "cli/say.h"
#include "roles/commands.h"
#include "roles/sheets.h"
#include "store/folder.h"
#include "store/phrase.h"

enum { SECRET_MAX = 1024, SHEETS_MAX = 16 << 10, SHARES_MAX = 4 };

/* An open keyring that this command alone may write. */
struct ring {
    const char *folder;
    struct folder_lock lock;
    struct keyring *keyring;
    struct arena secret;
};

static void ring_close(struct call *call, struct ring *ring)
{
    keyring_close(ring->keyring);
    folder_lock_close(call, &ring->lock);
    arena_fini(&ring->secret);
}

static const struct word_list *words_of(const struct command_args *args)
{
    return ((struct command_data *)args->cli->data)->program.words;
}

static enum rc read_phrase(struct call *call, const struct command_args *args,
                           const struct secret_ask *ask, struct ring *ring, struct str *out)
{
    char *typed = arena_alloc(&ring->secret, SECRET_MAX);
    struct secret_line line = {typed, SECRET_MAX, 0};

    if (typed == NULL)
        return fail_memory(call);
    enum rc rc = secret_read(call, args, ask, &line);
    return rc == RC_OK
               ? phrase_read(call, words_of(args), &ring->secret, str_bytes(line.p, line.n), out)
               : rc;
}

static enum rc open_by_phrase(struct call *call, const struct command_args *args, struct str bytes,
                              struct ring *ring)
{
    const struct secret_ask ask = {"A key holder's passphrase: ", "passphrase-file",
                                   args->passphrase_file};
    struct str phrase;
    size_t slot;
    enum rc rc = read_phrase(call, args, &ask, ring, &phrase);

    return rc == RC_OK ? keyring_open_phrase(call, bytes, phrase, &ring->keyring, &slot) : rc;
}

/* The file has the words of two sheets, 24 on a line. */
static enum rc open_by_sheets(struct call *call, const struct command_args *args, struct str bytes,
                              struct ring *ring)
{
    unsigned char(*shares)[KEYRING_SHARE] = arena_alloc(&ring->secret, SHARES_MAX * sizeof *shares);
    struct str text;
    size_t n = 0;
    enum rc rc = file_read(call, args_text(args, "sheets").p, SHEETS_MAX, &text);

    if (rc == RC_OK && shares == NULL)
        return fail_memory(call);
    while (rc == RC_OK && text.n != 0) {
        struct str line = str_trim(str_split(&text, '\n'));
        if (line.n == 0)
            continue;
        if (n == SHARES_MAX)
            return fail(call, RC_INVALID, "sheets", "Two sheets have four lines of 24 words.");
        rc = words_decode(call, words_of(args), &ring->secret, line, shares[n]);
        n += rc == RC_OK;
    }
    return rc == RC_OK ? keyring_open_sheets(call, bytes, (const void *)shares, n, &ring->keyring)
                       : rc;
}

static enum rc ring_open(struct call *call, const struct command_args *args, struct ring *ring)
{
    struct str bytes;
    enum rc rc = command_folder(call, args, &ring->folder);

    ring->lock.file = -1;
    arena_init(&ring->secret, &heap_secret, 1 << 20);
    if (rc == RC_OK)
        rc = folder_check(call, ring->folder);
    if (rc == RC_OK)
        rc = folder_lock_open(call, ring->folder, "write.lock", &ring->lock);
    if (rc == RC_OK)
        rc = folder_lock_take(call, &ring->lock, true);
    if (rc == RC_OK)
        rc = keyring_read(call, ring->folder, &bytes);
    if (rc != RC_OK)
        return rc;
    return args_has(args, "sheets") ? open_by_sheets(call, args, bytes, ring)
                                    : open_by_phrase(call, args, bytes, ring);
}

static void put_holders(struct call *call, const struct command_args *args,
                        const struct keyring *ring)
{
    struct out *out = args->out;

    out_list(out, NULL);
    for (size_t i = 0; i < ring->slot_count; i++) {
        const struct keyring_slot *slot = &ring->slots[i];
        out_record(out, NULL);
        out_int(out, "number", (int64_t)i + 1);
        out_text(out, "name", str_dup(call->arena, str_bytes(slot->name, slot->name_size)));
        out_day(out, "since", slot->since);
        out_flag(out, "damaged", slot->damaged);
        out_end(out);
    }
    out_end(out);
}

static enum rc run_list(struct call *call, const struct command_args *args)
{
    struct ring ring = {0};
    enum rc rc = ring_open(call, args, &ring);

    if (rc == RC_OK) {
        put_holders(call, args, ring.keyring);
        rc = out_finish(args->out);
    }
    ring_close(call, &ring);
    return rc;
}

/* ---- adding, changing, removing */

/* A new passphrase: from the file that was named, or drawn and shown once. */
static enum rc new_holder(struct call *call, const struct command_args *args, struct ring *ring,
                          struct keyring_holder *out)
{
    const struct secret_ask ask = {"", "new-passphrase-file",
                                   args_text(args, "new-passphrase-file")};
    struct buf drawn;

    *out = (struct keyring_holder){.name = args_text(args, "name"), .cost = keyring_cost};
    if (ask.file.p != NULL) {
        const struct phrase_refused refused = {STR(""), &out->name, 1};
        enum rc rc = read_phrase(call, args, &ask, ring, &out->phrase);
        return rc == RC_OK
                   ? phrase_check(call, words_of(args), &ring->secret, &refused, out->phrase)
                   : rc;
    }
    buf_init(&drawn, &ring->secret, SECRET_MAX);
    phrase_make(call->os, words_of(args), &drawn);
    out->phrase = buf_str(&drawn);
    return out->phrase.p == NULL ? fail_memory(call) : RC_OK;
}

static enum rc tell_phrase(const struct command_args *args, const struct keyring_holder *holder)
{
    out_record(args->out, NULL);
    out_text(args->out, "name", holder->name);
    if (!args_has(args, "new-passphrase-file"))
        out_text(args->out, "passphrase", holder->phrase);
    out_end(args->out);
    return out_finish(args->out);
}

static enum rc run_add(struct call *call, const struct command_args *args)
{
    struct ring ring = {0};
    struct keyring_holder holder;
    enum rc rc = ring_open(call, args, &ring);

    if (rc == RC_OK)
        rc = new_holder(call, args, &ring, &holder);
    if (rc == RC_OK)
        rc = keyring_add(call, ring.folder, ring.keyring, &holder);
    if (rc == RC_OK)
        rc = tell_phrase(args, &holder);
    ring_close(call, &ring);
    return rc;
}

static enum rc take_slot(struct call *call, const struct command_args *args,
                         const struct keyring *ring, size_t *out)
{
    uint64_t n;

    if (!str_uint(args_word(args, 0), ring->slot_count, &n) || n == 0)
        return fail(call, RC_NOT_FOUND, "number",
                    "There is no key holder with that number: khetane key list shows them.");
    *out = (size_t)n - 1;
    return RC_OK;
}

static enum rc run_remove(struct call *call, const struct command_args *args)
{
    struct ring ring = {0};
    size_t slot;
    enum rc rc = ring_open(call, args, &ring);

    if (rc == RC_OK)
        rc = take_slot(call, args, ring.keyring, &slot);
    if (rc == RC_OK)
        rc = keyring_remove(call, ring.folder, ring.keyring, slot);
    if (rc == RC_OK)
        note(call, args,
             "That passphrase opens nothing any more, but for copies of the keyring made before.");
    ring_close(call, &ring);
    return rc;
}

static enum rc run_sheets(struct call *call, const struct command_args *args)
{
    struct ring ring = {0};
    struct keyring_sheets sheets;
    enum rc rc = ring_open(call, args, &ring);

    if (rc == RC_OK)
        rc = keyring_mint(call, ring.folder, ring.keyring, &sheets);
    if (rc == RC_OK && args_has(args, "sheets-file"))
        rc = sheets_print(call, args, STR("Khetane"), &sheets, args_text(args, "sheets-file").p);
    else if (rc == RC_OK)
        sheets_put(args, &sheets);
    if (rc == RC_OK) {
        rc = out_finish(args->out);
        note(call, args, "The sheets before these open nothing any more: destroy them.");
    }
    crypt_wipe(&sheets, sizeof sheets);
    ring_close(call, &ring);
    return rc;
}

/* ---- rows */

#define SHEETS_OPTION                                                                   \
    {                                                                                   \
        .name = "sheets", .type = OPTION_FILE, .value = "PATH",                         \
        .brief = "the words of two recovery sheets, 24 a line, instead of a passphrase" \
    }

static const struct command_option open_options[] = {SHEETS_OPTION, {.name = NULL}};

static const struct command_option sheets_options[] = {
    SHEETS_OPTION,
    {.name = "sheets-file",
     .type = OPTION_FILE,
     .value = "PDF",
     .brief = "the new sheets as three pages to print; destroy the file afterwards"},
    {.name = NULL},
};

static const struct command_option add_options[] = {
    {.name = "name", .type = OPTION_TEXT, .value = "NAME", .brief = "who she is", .must = true},
    {.name = "new-passphrase-file",
     .type = OPTION_FILE,
     .value = "PATH",
     .brief = "her own passphrase; else one is drawn and shown"},
    SHEETS_OPTION,
    {.name = NULL},
};

static const struct command_word number_word[] = {
    {.name = "NUMBER", .brief = "as khetane key list shows it", .must = true},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "key list",
     .brief = "Who can open the data",
     .options = open_options,
     .run = run_list},
    {.name = "key add",
     .brief = "Add a key holder",
     .about = "Opens the keyring by a passphrase, or by two recovery sheets when all passphrases "
              "are lost.",
     .options = add_options,
     .run = run_add},
    {.name = "key remove",
     .brief = "Remove a key holder",
     .options = open_options,
     .words = number_word,
     .run = run_remove},
    {.name = "key sheets",
     .brief = "Make new recovery sheets",
     .options = sheets_options,
     .run = run_sheets},
};

const struct command_table key_table = {commands, sizeof commands / sizeof *commands};
