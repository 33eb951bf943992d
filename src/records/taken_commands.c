/* taken_commands.c - see taken_commands.h. */
#include "records/taken_commands.h"

#include "base/file.h"
#include "cli/bar.h"
#include "cli/out.h"
#include "cli/say.h"
#include "exchange/taken.h"
#include "exchange/whole.h"
#include "query/query.h"
#include "records/file_of.h"
#include "roles/open.h"
#include "store/phrase.h"

/* ---- where it goes */

struct target {
    const struct os *os;
    int file;
    int64_t at;
};

static bool to_file(void *data, struct str bytes)
{
    struct target *to = data;

    if (to->os->write(to->os->data, to->file, bytes.p, bytes.n, to->at) != OS_OK)
        return false;
    to->at += (int64_t)bytes.n;
    return true;
}

static enum rc need_file(struct call *call, const struct command_args *args, struct str *out)
{
    *out = args_text(args, "file");
    if (out->n == 0 || str_is(*out, "-"))
        return fail(call, RC_USAGE, NULL, "Say where the file goes: --file FILE");
    return RC_OK;
}

/* ---- one record */

static enum rc named(struct call *call, const struct command_args *args, struct record **out)
{
    struct str code = args_word(args, 1);
    const struct kind *kind = kind_find(call->app->registry, args_word(args, 0));

    if (kind == NULL)
        return fail(call, RC_USAGE, NULL, "There is no kind '%s' here.",
                    str_z(call->arena, args_word(args, 0)));
    enum rc rc = query_code(call, kind, code, out);
    if (rc == RC_NOT_FOUND) {
        call_forgive(call);
        return fail(call, rc, NULL, "There is nothing with the number '%s', or not for you.",
                    str_z(call->arena, code));
    }
    return rc;
}

static enum rc write_record(struct call *call, const struct taken *taken, const char *path)
{
    struct target to = {.os = call->os};

    to.file = to.os->open(to.os->data, path, OS_WRITE | OS_CREATE | OS_TRUNCATE);
    if (to.file < 0)
        return file_fail(call, to.file, "write", path);
    const struct file_of what = {taken->record, taken->secrets, {to_file, &to}};
    enum rc rc = file_of_write(call, &what);
    int synced = to.os->sync(to.os->data, to.file);
    (void)to.os->close(to.os->data, to.file);
    if (rc == RC_OK && synced != OS_OK)
        rc = file_fail(call, synced, "write", path);
    if (rc != RC_OK) /* half a file is worse than none */
        (void)to.os->remove(to.os->data, path);
    return rc;
}

enum rc taken_run_record(struct call *call, const struct command_args *args)
{
    struct outcome outcome;
    struct record *record;
    struct str path;
    enum rc rc = need_file(call, args, &path);

    if (rc == RC_OK)
        rc = named(call, args, &record);
    if (rc != RC_OK)
        return rc;
    const struct taken taken = {.record = record,
                                .secrets = args_has(args, "secrets"),
                                .handed_over = args_has(args, "outside"),
                                .reason = args_text(args, "reason"),
                                .change = id_new(call)};
    rc = taken_note(call, &taken, &outcome);
    if (rc == RC_OK)
        rc = write_record(call, &taken, str_z(call->arena, path));
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "export", outcome.code);
    out_text(args->out, "file", path);
    out_end(args->out);
    return RC_OK;
}

/* ---- everything */

static enum rc ask(struct call *call, const struct command_args *args)
{
    struct outcome outcome;
    struct str reason = args_text(args, "reason");
    const struct id change = id_new(call);

    if (str_trim(reason).n == 0)
        return fail(call, RC_USAGE, NULL,
                    "Nobody has agreed to this yet. Say what it is for, and a second person is "
                    "asked: --reason TEXT");
    enum rc rc = taken_propose(call, &change, reason, &outcome);
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "state", STR("waits"));
    out_end(args->out);
    note(call, args,
         "A second person must agree within %d hours, in the browser or with \"khetane export "
         "agree\". Then give this command again.",
         TAKEN_HOURS);
    return RC_OK;
}

static void split_path(struct call *call, struct str path, const char **folder, const char **name)
{
    size_t slash = path.n;

    while (slash > 0 && path.p[slash - 1] != '/')
        slash--;
    *folder = slash == 0 ? "." : str_z(call->arena, str_cut(path, 0, slash));
    *name = str_z(call->arena, str_cut(path, slash, path.n));
}

static enum rc write_all(struct call *call, const struct command_args *args, struct whole *whole,
                         struct whole_counts *counts)
{
    struct bar bar;

    bar_begin(&bar, call, args);
    whole->progress = &bar.progress;
    enum rc rc = whole_write(call, whole, counts);
    bar_end(&bar);
    whole->progress = NULL;
    if (rc != RC_OK)
        return rc;
    const struct id change = id_new(call);
    const struct taken_file file = {str_of(whole->name), counts->records, counts->bytes};
    return taken_made(call, &whole->export->id, &change, &file);
}

static void put_counts(const struct command_args *args, struct str path, struct str words,
                       const struct whole_counts *counts)
{
    out_record(args->out, NULL);
    out_text(args->out, "file", path);
    out_text(args->out, "words", words);
    out_int(args->out, "records", counts->records);
    out_int(args->out, "changes", counts->changes);
    out_int(args->out, "files", counts->files);
    out_int(args->out, "damaged_files", counts->damaged);
    out_int(args->out, "bytes", counts->bytes);
    out_end(args->out);
}

static enum rc make(struct call *call, const struct command_args *args, const struct record *export)
{
    const struct command_data *data = args->cli->data;
    struct whole whole = {.export = export};
    struct whole_counts counts;
    struct age_lock lock;
    struct buf words;
    struct str path;
    enum rc rc = need_file(call, args, &path);

    if (rc != RC_OK)
        return rc;
    split_path(call, path, &whole.folder, &whole.name);
    buf_init(&words, call->arena, PHRASE_MAX);
    phrase_make(call->os, data->program.words, &words);
    if (!buf_ok(&words) || !age_lock(call->os, buf_str(&words), &lock))
        return fail_memory(call);
    whole.lock = &lock;
    rc = write_all(call, args, &whole, &counts);
    crypt_wipe(&lock, sizeof lock);
    if (rc != RC_OK)
        return rc;
    put_counts(args, path, buf_str(&words), &counts);
    note(call, args,
         "Write the seven words down, apart from the file: without them nobody can open it. It is "
         "opened with the program age: age -d -o all.zip %s",
         str_z(call->arena, path));
    return RC_OK;
}

enum rc taken_run_all(struct call *call, const struct command_args *args)
{
    struct record *export;
    enum rc rc = taken_agreed(call, &export);

    if (rc == RC_NOT_FOUND)
        return ask(call, args);
    return rc == RC_OK ? make(call, args, export) : rc;
}

enum rc taken_run_agree(struct call *call, const struct command_args *args)
{
    const struct query query = {.kind = kind_find(call->app->registry, STR("proposal")),
                                .filters = {{.op = QUERY_IS, .value = v_text(STR("waiting"))}},
                                .n = 1,
                                .limit = QUERY_ROWS_MAX};
    struct operation_request request = {.operation = "proposal.approve", .change = id_new(call)};
    const struct record *found = NULL;
    struct query_page page;
    struct outcome outcome;
    enum rc rc = query_list(call, &query, &page);

    for (size_t i = 0; rc == RC_OK && found == NULL && i < page.n; i++)
        if (str_is(record_value(page.records[i], "operation").s, "export.all"))
            found = page.records[i];
    if (rc == RC_OK && found == NULL)
        rc = fail(call, RC_NOT_FOUND, NULL, "Nobody asks for a file with everything.");
    if (rc == RC_OK)
        rc = record_args_make(call, found, STR(""), &request.args);
    if (rc == RC_OK)
        rc = operation_run(call, &request, &outcome);
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "reason", record_value(found, "reason").s);
    out_text(args->out, "state", STR("agreed"));
    out_end(args->out);
    return RC_OK;
}
