/* store_commands.c - khetane backup, restore, verify: the data kept safe, brought back, proved. */
#include "base/file.h"
#include "cli/bar.h"
#include "cli/out.h"
#include "cli/say.h"
#include "model/actor.h"
#include "model/attachment.h"
#include "model/restore.h"
#include "roles/backups.h"
#include "roles/commands.h"

enum { SHEETS_MAX = 8 << 10, SHARES = 4 };

/* ---- backup ---- */

static enum rc check_keeper(struct call *call)
{
    return call->actor->system || actor_has_role(call->actor, "key_holder") ||
                   actor_has_role(call->actor, "admin")
               ? RC_OK
               : fail(call, RC_DENIED, NULL, "This is for key holders and administrators.");
}

static enum rc run_backup(struct call *call, const struct command_args *args)
{
    const char *to = args_word(args, 0).p;
    struct backup_report report;
    struct bar bar;
    enum rc rc = check_keeper(call);

    if (rc != RC_OK)
        return rc;
    note(call, args, "Backing up %s to %s ...", call->store->folder, to);
    bar_begin(&bar, call, args);
    rc = backup_make(call, to, &bar.progress, &report);
    bar_end(&bar);
    if (rc == RC_OK)
        rc = backup_made(call, str_of(to));
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "folder", str_of(to));
    out_int(args->out, "entries", report.entries);
    out_int(args->out, "new_entries", report.added);
    out_int(args->out, "files", report.blobs);
    out_int(args->out, "new_files", report.copied);
    out_int(args->out, "mended", report.mended);
    out_int(args->out, "bytes", report.bytes);
    out_text(args->out, "head", str_of(report.head));
    out_end(args->out);
    note(call, args,
         "Keep it away from this computer. See that it can be read: khetane verify --backup %s "
         "--dir %s",
         to, call->store->folder);
    return RC_OK;
}

/* ---- restore ---- */

/* Each line of the file is 24 words: one part of a sheet. */
static enum rc read_shares(struct call *call, const struct command_args *args, struct str text,
                           unsigned char shares[static SHARES * KEYRING_SHARE], size_t *n)
{
    const struct word_list *words = ((struct command_data *)args->cli->data)->program.words;
    struct arena secret;
    enum rc rc = RC_OK;

    arena_init(&secret, &heap_secret, 1 << 20);
    for (*n = 0; text.n != 0 && rc == RC_OK;) {
        struct str line = str_trim(str_split(&text, '\n'));
        if (line.n == 0)
            continue;
        if (*n == SHARES)
            rc = fail(call, RC_INVALID, "sheets", "Two sheets have %d parts of 24 words, no more.",
                      SHARES);
        else
            rc = words_decode(call, words, &secret, line, shares + (*n)++ * KEYRING_SHARE);
    }
    arena_fini(&secret);
    return rc;
}

static enum rc ring_of_sheets(struct call *call, const struct command_args *args, const char *from,
                              struct keyring **out)
{
    unsigned char *shares = crypt_secret_new((size_t)SHARES * KEYRING_SHARE);
    struct str bytes, text = {NULL, 0};
    size_t n = 0;

    if (shares == NULL)
        return fail_memory(call);
    enum rc rc = file_read(call, args_text(args, "sheets").p, SHEETS_MAX, &text);
    if (rc == RC_OK)
        rc = read_shares(call, args, text, shares, &n);
    if (rc == RC_OK)
        rc = keyring_read(call, from, &bytes);
    if (rc == RC_OK)
        rc = keyring_open_sheets(call, bytes, shares, n, out);
    if (text.n != 0)
        crypt_wipe((void *)(uintptr_t)text.p, text.n);
    crypt_secret_free(shares);
    return rc;
}

static enum rc open_ring(struct call *call, const struct command_args *args, const char *from,
                         struct keyring **out)
{
    return args_has(args, "sheets") ? ring_of_sheets(call, args, from, out)
                                    : command_ring(call, args, from, out);
}

static void tell_restored(struct call *call, const struct command_args *args,
                          const struct backup_restore *options, const struct backup_report *report)
{
    out_record(args->out, NULL);
    out_text(args->out, "folder", str_of(options->to));
    out_int(args->out, "entries", report->entries);
    out_int(args->out, "files", report->blobs);
    out_int(args->out, "erased", report->erased);
    out_int(args->out, "without_key", report->no_key);
    out_text(args->out, "head", str_of(report->head));
    out_end(args->out);
    if (options->ring->damaged)
        note(call, args,
             "A part of khetane.keys was damaged and has been left out: look who can still open "
             "the data, and print new sheets.");
    note(call, args,
         "Who looked at what (reads.db) is not part of a backup. Choose an empty folder for new "
         "backups.");
    note(call, args, "Next: khetane serve --dir %s", options->to);
}

static enum rc run_restore(struct call *call, const struct command_args *args)
{
    struct command_data *data = args->cli->data;
    struct backup_restore options = {.from = args_word(args, 0).p,
                                     .older_keys = args_has(args, "older-keys")};
    struct backup_report report;
    struct bar bar;
    enum rc rc = command_folder(call, args, &options.to);

    if (rc == RC_OK)
        rc = open_ring(call, args, options.from, &options.ring);
    if (rc != RC_OK)
        return rc;
    note(call, args, "Restoring %s to %s ...", options.from, options.to);
    call->app = data->program.app;
    bar_begin(&bar, call, args);
    options.progress = &bar.progress;
    rc = restore(call, &options, &report);
    bar_end(&bar);
    if (rc == RC_OK)
        tell_restored(call, args, &options, &report);
    keyring_close(options.ring);
    return rc;
}

/* ---- verify ---- */

static enum rc verify_folder(struct call *call, const struct command_args *args,
                             enum log_depth depth, struct log_report *report, int64_t *files)
{
    struct store *store = call->store;
    struct log_report reads;
    struct str bytes;
    struct bar bar;
    enum rc rc = keyring_read(call, store->folder, &bytes);

    if (rc == RC_OK)
        rc = keyring_check(call, bytes);
    if (rc == RC_OK)
        rc = db_check(call, store->db);
    bar_begin(&bar, call, args);
    if (rc == RC_OK)
        rc = log_verify_told(call, store->db, depth, &bar.progress, report);
    bar_end(&bar);
    if (rc == RC_OK)
        rc = db_check(call, store->reads);
    bar_begin(&bar, call, args);
    if (rc == RC_OK)
        rc = log_verify_told(call, store->reads, depth, &bar.progress, &reads);
    if (rc == RC_OK && depth > LOG_HEADERS)
        rc = attachments_verify(call, &bar.progress, files);
    bar_end(&bar);
    return rc;
}

static enum rc run_verify_folder(struct call *call, const struct command_args *args)
{
    enum log_depth depth = args_has(args, "headers") ? LOG_HEADERS
                           : args_has(args, "parts") ? LOG_PARTS
                                                     : LOG_SIGNATURES;
    struct log_report report = {.chains = 0};
    int64_t files = 0;

    note(call, args, "Verifying %s ...", call->store->folder);
    enum rc rc = verify_folder(call, args, depth, &report, &files);
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_int(args->out, "entries", (int64_t)report.entries);
    out_int(args->out, "parts", (int64_t)report.parts);
    out_int(args->out, "erased_parts", (int64_t)report.erased_parts);
    out_int(args->out, "chains", (int64_t)report.chains);
    out_int(args->out, "files", files);
    out_text(args->out, "head", str_of(report.head));
    out_end(args->out);
    return RC_OK;
}

static enum rc run_verify_backup(struct call *call, const struct command_args *args)
{
    const char *folder = args_text(args, "backup").p;
    const struct backup_keys keys = backup_keys_of(call->store);
    struct backup_report report;
    struct bar bar;

    note(call, args, "Reading %s back ...", folder);
    bar_begin(&bar, call, args);
    enum rc rc = backup_check(call, folder, &keys, &bar.progress, &report);
    bar_end(&bar);
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_int(args->out, "entries", report.entries);
    out_int(args->out, "files", report.blobs);
    out_int(args->out, "bytes", report.bytes);
    out_text(args->out, "head", str_of(report.head));
    out_end(args->out);
    return RC_OK;
}

static enum rc run_verify(struct call *call, const struct command_args *args)
{
    return args_has(args, "backup") ? run_verify_backup(call, args) : run_verify_folder(call, args);
}

/* ---- the table ---- */

static const struct command_word backup_words[] = {
    {.name = "TO", .brief = "a folder on a stick or another disk", .must = true},
    {.name = NULL},
};

static const struct command_word restore_words[] = {
    {.name = "FROM", .brief = "the backup's folder", .must = true},
    {.name = NULL},
};

static const struct command_option restore_options[] = {
    {.name = "sheets",
     .type = OPTION_FILE,
     .value = "FILE",
     .brief = "the words of two recovery sheets, a part of 24 words a line"},
    {.name = "older-keys", .brief = "take an older key file when the right one is lost"},
    {.name = NULL},
};

static const struct command_option verify_options[] = {
    {.name = "headers", .brief = "only the chain of entries"},
    {.name = "parts", .brief = "also their content, but no signatures"},
    {.name = "backup",
     .type = OPTION_FILE,
     .value = "FOLDER",
     .brief = "read a backup back instead"},
    {.name = NULL},
};

static const struct command commands[] = {
    {
        .name = "backup",
        .brief = "Copies all data to another disk, what is new since the last time.",
        .about = "The folder is made if it is not there, and grows from time to time. It is "
                 "sealed: it can be read with a key holder's passphrase or two sheets alone.",
        .example = "khetane backup /media/stick/khetane --dir data --as mira",
        .first = true,
        .needs = NEEDS_DATA,
        .words = backup_words,
        .run = run_backup,
    },
    {
        .name = "restore",
        .brief = "Makes a new data folder (--dir) from a backup.",
        .about = "The backup is read and checked first, and stays as it is. Who was erased is not "
                 "brought back.",
        .example = "khetane restore /media/stick/khetane --dir data",
        .options = restore_options,
        .words = restore_words,
        .run = run_restore,
    },
    {
        .name = "verify",
        .brief = "Proves that nothing in the log was changed, and that no file is damaged.",
        .about = "Names the first entry that is not right; exit code 6. The head is a code of the "
                 "newest entry: written on paper, it shows later that nothing before was changed.",
        .example = "khetane verify --dir data --as mira",
        .needs = NEEDS_DATA,
        .options = verify_options,
        .run = run_verify,
    },
};

const struct command_table store_table = {commands, sizeof commands / sizeof *commands};
