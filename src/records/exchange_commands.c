/* exchange_commands.c - see exchange_commands.h: import, import go, import undo, export. */
#include "records/exchange_commands.h"

#include "base/file.h"
#include "cli/bar.h"
#include "cli/out.h"
#include "cli/say.h"
#include "exchange/export.h"
#include "exchange/import.h"
#include "exchange/sheet_job.h"
#include "model/field.h"
#include "records/taken_commands.h"
#include "store/store.h"

enum { ALIKE_SAID = 20 };

static const struct job_kind *const job_kinds[] = {&sheet_read_job, &sheet_write_job};

static struct job_source jobs_of(const struct call *call)
{
    return (struct job_source){{job_kinds, 2}, call->store->folder, -1};
}

static enum rc find_kind(struct call *call, struct str name, const struct kind **out)
{
    *out = kind_find(call->app->registry, name);
    return *out != NULL ? RC_OK
                        : fail(call, RC_USAGE, NULL, "There is no kind '%s' here.",
                               str_z(call->arena, name));
}

/* The folder and the name of a path. */
static enum rc write_file(struct call *call, const struct command_args *args, struct str path,
                          struct str bytes)
{
    size_t slash = path.n;

    if (str_is(path, "-"))
        return args->cli->terminal.write(args->cli->terminal.data, TO_OUT, bytes)
                   ? RC_OK
                   : fail(call, RC_IO, NULL, "The answer could not be written out.");
    while (slash > 0 && path.p[slash - 1] != '/')
        slash--;
    return file_replace(call, slash == 0 ? "." : str_z(call->arena, str_cut(path, 0, slash)),
                        str_z(call->arena, str_cut(path, slash, path.n)), bytes);
}

/* ---- import */

static void say_notes(struct call *call, const struct command_args *args, struct str notes)
{
    while (notes.n != 0)
        note(call, args, "%s", str_z(call->arena, str_split(&notes, '\n')));
}

/* "Born=born,Ime=names.given" */
static enum rc map_columns(struct call *call, struct str pairs, struct import_map *map)
{
    enum rc rc = RC_OK;

    while (pairs.n != 0 && rc == RC_OK) {
        struct str what = str_split(&pairs, ','), column = str_split(&what, '=');
        size_t at = import_map_find(call, map, str_trim(column));
        rc = at == SIZE_MAX ? fail(call, RC_USAGE, NULL, "The table has no column '%s'.",
                                   str_z(call->arena, column))
                            : import_map_set(call, map, at, str_trim(what));
    }
    return rc;
}

static void say_map(struct call *call, const struct command_args *args,
                    const struct import_map *map)
{
    for (size_t i = 0; i < map->n; i++) {
        struct str what = import_column_name(call, &map->columns[i]);
        struct str title = i < map->titles_n ? map->titles[i].text : STR("");
        if (what.n != 0)
            note(call, args, "%s (%s): %s", str_z(call->arena, import_letters(call, i)),
                 str_z(call->arena, title), str_z(call->arena, what));
        else
            note(call, args, "%s (%s): left out", str_z(call->arena, import_letters(call, i)),
                 str_z(call->arena, title));
    }
}

static enum rc read_table(struct call *call, const struct command_args *args,
                          struct import_order *order)
{
    const struct job_source jobs = jobs_of(call);
    struct sheet_found *found = arena_alloc(call->arena, sizeof *found);
    struct str path = args_word(args, 1), bytes, name = path;
    const struct sheet_ask ask = {.sheet = args_text(args, "sheet"),
                                  .charset = args_text(args, "charset")};
    const struct kind *kind;
    enum rc rc = find_kind(call, args_word(args, 0), &kind);

    if (found == NULL)
        return fail_memory(call);
    if (rc == RC_OK)
        rc = file_read(call, path.p, SHEET_FILE_MAX, &bytes);
    if (rc == RC_OK)
        rc = sheet_read_in_job(call, &jobs, bytes, &ask, found);
    if (rc != RC_OK)
        return rc;
    order->notes = sheet_notes(call, found);
    if (found->is_xlsx || !found->charset_sure)
        say_notes(call, args, order->notes);
    while (str_find(name, '/') < name.n)
        (void)str_split(&name, '/');
    order->file_name = name;
    order->sheet = found->sheet;
    order->cells = found->cells;
    rc = import_map_guess(call, kind, found->cells, &order->map);
    if (rc == RC_OK)
        rc = map_columns(call, args_text(args, "map"), &order->map);
    if (rc == RC_OK)
        say_map(call, args, &order->map);
    return rc;
}

typedef enum rc import_work(struct call *call, struct import *import,
                            const struct import_budget *budget, bool *done);

/* Slices until it is done, each in memory of its own. */
static enum rc go(struct call *call, const struct command_args *args, struct import *import,
                  import_work *work)
{
    struct import_budget budget = {.alike = true};
    struct call_loop loop;
    struct bar bar;
    bool done = false;
    enum rc rc = RC_OK;

    bar_begin(&bar, call, args);
    budget.progress = &bar.progress;
    call_loop_begin(call, &loop);
    while (rc == RC_OK && !done) {
        rc = work(call, import, &budget, &done);
        if (rc == RC_OK)
            call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    bar_end(&bar);
    return rc;
}

static int64_t number_of(const struct import *import, const char *name)
{
    struct value v = record_value(import_record(import), name);

    return v.type == V_INT ? v.i : 0;
}

static void put_import(const struct command_args *args, const struct import *import)
{
    static const char *const names[] = {"total",       "new_rows",    "changed_rows", "same_rows",
                                        "faulty_rows", "double_rows", "odd_rows",     "applied"};
    const struct record *record = import_record(import);

    out_record(args->out, NULL);
    out_text(args->out, "code", record->code);
    out_text(args->out, "state", record->state);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        out_int(args->out, names[i], number_of(import, names[i]));
    out_end(args->out);
}

static enum rc write_report(struct call *call, const struct command_args *args,
                            struct import *import)
{
    const struct job_source jobs = jobs_of(call);
    struct str path = args_text(args, "report"), file;
    int cells;

    if (path.n == 0 || number_of(import, "faulty_rows") == 0)
        return RC_OK;
    enum rc rc = import_report(call, import, &cells);
    if (rc == RC_OK)
        rc = sheet_write_in_job(call, &jobs, say(call, "What is wrong"), cells, &file);
    if (rc == RC_OK)
        rc = write_file(call, args, path, file);
    if (rc == RC_OK)
        note(call, args, "The rows with mistakes are in %s.", str_z(call->arena, path));
    return rc;
}

/* The rows that may be here already: the first are told, and --alike says what becomes of all. */
static enum rc choose_alike(struct call *call, const struct command_args *args,
                            struct import *import)
{
    struct import_alike_row *rows = arena_array(call->arena, ALIKE_SAID, sizeof *rows);
    size_t n = 0;

    if (rows == NULL)
        return fail_memory(call);
    enum rc rc = import_alike_rows(call, import, 0, rows, ALIKE_SAID, &n);
    for (size_t i = 0; rc == RC_OK && i < n; i++) {
        const struct import_alikes *alikes = &rows[i].alikes;
        if (alikes->n != 0)
            note(call, args, "Row %zu may be %s %s (%d %%): %s", rows[i].number,
                 str_z(call->arena, alikes->items[0].code),
                 str_z(call->arena, alikes->items[0].title), alikes->items[0].probability / 10,
                 str_z(call->arena, alikes->items[0].why));
        else
            note(call, args, "Row %zu: perhaps somebody you may not see: ask the lead.",
                 rows[i].number);
    }
    if (rc == RC_OK && n != 0 && args_has(args, "alike"))
        rc = import_alike_choose(call, import, args_text(args, "alike"), NULL, 0);
    return rc;
}

static enum rc look_at_rows(struct call *call, const struct command_args *args,
                            struct import *import)
{
    enum rc rc = go(call, args, import, import_check);

    return rc == RC_OK ? choose_alike(call, args, import) : rc;
}

/* Nothing is taken in while somebody must choose. */
static enum rc not_chosen(struct call *call, struct import *import)
{
    size_t n = import_undecided(import);
    enum rc rc = import_give_up(call, import);

    return rc == RC_OK ? fail(call, RC_INVALID, "alike",
                              "Nothing was taken in: %zu rows may be here already. --alike new, "
                              "same or out says what becomes of them; in the browser (/import) "
                              "that can be chosen row by row.",
                              n)
                       : rc;
}

/* What is odd is said; without --sure nothing is taken in. */
static enum rc not_sure(struct call *call, struct import *import)
{
    size_t n = (size_t)number_of(import, "odd_rows");
    enum rc rc = import_give_up(call, import);

    return rc == RC_OK ? fail(call, RC_INVALID, "odd",
                              "Nothing was taken in: %zu rows have something odd. If it is so, "
                              "give the same command with --sure.",
                              n)
                       : rc;
}

static enum rc run_import(struct call *call, const struct command_args *args)
{
    struct import_order *order = arena_alloc(call->arena, sizeof *order);
    struct import *import;
    struct record *record;

    if (order == NULL)
        return fail_memory(call);
    enum rc rc = read_table(call, args, order);
    order->key = args_text(args, "key");
    order->historic = args_has(args, "historic");
    order->partial = args_has(args, "partial");
    if (rc == RC_OK)
        rc = import_begin(call, order, &record);
    if (rc == RC_OK)
        rc = import_open(call, &record->id, call->arena, &import);
    if (rc == RC_OK)
        rc = look_at_rows(call, args, import);
    if (rc == RC_OK)
        rc = write_report(call, args, import);
    if (rc != RC_OK)
        return rc;
    struct value odd = record_value(import_record(import), "odd");
    say_notes(call, args, odd.type == V_TEXT ? odd.s : STR(""));
    bool faulty = number_of(import, "faulty_rows") != 0 && !order->partial;
    if (args_has(args, "dry-run") || faulty) {
        if (args_has(args, "dry-run"))
            put_import(args, import);
        rc = import_give_up(call, import);
        return rc == RC_OK && faulty && !args_has(args, "dry-run")
                   ? fail(
                         call, RC_INVALID, NULL,
                         "Nothing was taken in: some rows have mistakes. --report FILE writes them "
                         "down, --partial leaves them out.")
                   : rc;
    }
    if (import_undecided(import) != 0)
        return not_chosen(call, import);
    if (number_of(import, "odd_rows") != 0 && !args->sure)
        return not_sure(call, import);
    rc = go(call, args, import, import_apply);
    if (rc == RC_OK)
        put_import(args, import);
    return rc;
}

static enum rc open_named(struct call *call, const struct command_args *args, struct import **out)
{
    struct str code = args_word(args, 0);
    struct record *record;
    enum rc rc = query_code(call, kind_find(call->app->registry, STR("import")), code, &record);

    if (rc == RC_NOT_FOUND) {
        call_forgive(call);
        return fail(call, rc, NULL, "There is nothing with the number '%s', or not for you.",
                    str_z(call->arena, code));
    }
    return rc == RC_OK ? import_open(call, &record->id, call->arena, out) : rc;
}

static enum rc run_work(struct call *call, const struct command_args *args, import_work *work)
{
    struct import *import;
    enum rc rc = open_named(call, args, &import);

    if (rc == RC_OK)
        rc = go(call, args, import, work);
    if (rc == RC_OK)
        put_import(args, import);
    return rc;
}

static enum rc run_go(struct call *call, const struct command_args *args)
{
    return run_work(call, args, import_apply);
}

static enum rc run_undo(struct call *call, const struct command_args *args)
{
    return run_work(call, args, import_undo);
}

/* ---- export */

/* "sex=f,born" : equal, or filled in. */
static enum rc read_filters(struct call *call, struct str where, struct query *query)
{
    while (where.n != 0) {
        struct str typed = str_split(&where, ','), name = str_split(&typed, '=');
        struct query_filter *filter = &query->filters[query->n];
        const struct field *field = field_find(query->kind, str_trim(name));
        bool state = str_is(str_trim(name), "state");
        if ((field == NULL && !state) || query->n == QUERY_FILTERS_MAX)
            return fail(call, RC_USAGE, NULL, "%s cannot be filtered by '%s'.",
                        str_z(call->arena, query->kind->name), str_z(call->arena, name));
        query->n++;
        *filter =
            (struct query_filter){.field = field, .op = typed.n == 0 ? QUERY_FILLED : QUERY_IS};
        if (state)
            filter->value = v_text(typed);
        else if (typed.n != 0 && !field_parse(call, field, typed, &filter->value))
            return call_faults(call);
        if (filter->value.type == V_LIST && filter->value.list.n != 0)
            filter->value = filter->value.list.items[0];
    }
    return RC_OK;
}

struct file_out {
    const struct command_args *args;
    const struct os *os;
    int file; /* -1: standard output */
    int64_t at;
};

static bool write_piece(void *data, struct str bytes)
{
    struct file_out *to = data;

    if (to->file < 0)
        return to->args->cli->terminal.write(to->args->cli->terminal.data, TO_OUT, bytes);
    if (to->os->write(to->os->data, to->file, bytes.p, bytes.n, to->at) != OS_OK)
        return false;
    to->at += (int64_t)bytes.n;
    return true;
}

static enum export_format format_of(struct str path)
{
    return str_ends(path, STR(".xlsx"))                                      ? EXPORT_XLSX
           : str_ends(path, STR(".jsonl")) || str_ends(path, STR(".ndjson")) ? EXPORT_JSONL
                                                                             : EXPORT_CSV;
}

static enum rc run_table(struct call *call, const struct command_args *args)
{
    const struct job_source jobs = jobs_of(call);
    struct str path = args_text(args, "output");
    struct file_out to = {.args = args, .os = call->os, .file = -1};
    const struct export_sink sink = {write_piece, &to};
    struct query query = {.retired = args_has(args, "retired")};
    struct export_order order = {.query = &query,
                                 .all = args_has(args, "all-fields"),
                                 .secrets = args_has(args, "secrets"),
                                 .format = format_of(path)};
    int64_t rows = 0;
    enum rc rc = find_kind(call, args_word(args, 0), &query.kind);

    if (rc == RC_OK)
        rc = read_filters(call, args_text(args, "where"), &query);
    if (rc != RC_OK)
        return rc;
    if (path.n != 0 && !str_is(path, "-")) {
        to.file = call->os->open(call->os->data, path.p, OS_WRITE | OS_CREATE | OS_TRUNCATE);
        if (to.file < 0)
            return file_fail(call, to.file, "write", path.p);
    }
    rc = export_rows(call, &jobs, &order, &sink, &rows);
    if (to.file >= 0) {
        int synced = call->os->sync(call->os->data, to.file);
        (void)call->os->close(call->os->data, to.file);
        if (rc == RC_OK && synced != OS_OK)
            rc = file_fail(call, synced, "write", path.p);
        if (rc != RC_OK) /* half a table is worse than none */
            (void)call->os->remove(call->os->data, path.p);
    }
    return rc;
}

static enum rc run_export(struct call *call, const struct command_args *args)
{
    if (args_has(args, "all"))
        return taken_run_all(call, args);
    if (args_word(args, 0).n == 0)
        return fail(call, RC_USAGE, NULL, "Say what: a kind such as person, or --all.");
    return args_word(args, 1).n != 0 ? taken_run_record(call, args) : run_table(call, args);
}

/* ---- rows */

static const char *const alike_choices[] = {"new", "same", "out", NULL};

static const struct command_option import_options[] = {
    {.name = "dry-run", .brief = "only look at every row and say what is wrong"},
    {.name = "map",
     .type = OPTION_TEXT,
     .value = "COLUMN=FIELD,...",
     .brief = "which column is what: by heading or letter"},
    {.name = "key",
     .type = OPTION_TEXT,
     .value = "FIELD",
     .brief = "records with the same are changed, not made"},
    {.name = "sheet", .type = OPTION_TEXT, .value = "NAME", .brief = "of an Excel file"},
    {.name = "charset",
     .type = OPTION_TEXT,
     .value = "NAME",
     .brief = "of a CSV: UTF-8, UTF-16, windows-1250, windows-1251, windows-1257"},
    {.name = "alike",
     .type = OPTION_CHOICE,
     .value = "WHAT",
     .choices = alike_choices,
     .brief = "rows of people who may be here already: new, same (add what is missing), out"},
    {.name = "historic", .brief = "an old register: no last day is counted"},
    {.name = "partial", .brief = "leave out rows with mistakes"},
    {.name = "report",
     .type = OPTION_FILE,
     .value = "FILE",
     .brief = "where the rows with mistakes go, as .xlsx"},
    {.name = NULL},
};

static const struct command_word import_words[] = {
    {.name = "KIND", .brief = "what the rows are: person, case, ...", .must = true},
    {.name = "FILE", .brief = "a table: .xlsx or .csv", .must = true},
    {.name = NULL},
};

static const struct command_word code_words[] = {
    {.name = "CODE", .brief = "the import's number, such as NI-I-2026-3", .must = true},
    {.name = NULL},
};

static const struct command_option export_options[] = {
    {.name = "output",
     .letter = 'o',
     .type = OPTION_FILE,
     .value = "FILE",
     .brief = "where it goes, as .csv, .xlsx or .jsonl; else CSV to standard output"},
    {.name = "where",
     .type = OPTION_TEXT,
     .value = "FIELD=VALUE,...",
     .brief = "only those; a field alone: only where it is filled in"},
    {.name = "all", .brief = "everything the organisation has; a second person must agree"},
    {.name = "file",
     .type = OPTION_FILE,
     .value = "FILE",
     .brief = "where the file of a record (.zip) or of everything (.zip.age) goes"},
    {.name = "reason", .type = OPTION_TEXT, .value = "TEXT", .brief = "why, and for whom"},
    {.name = "outside",
     .brief = "the file of a record is for somebody outside: needs a basis or a reason"},
    {.name = "all-fields", .brief = "every field, not only those of the list"},
    {.name = "secrets", .brief = "secret fields too, where you may read them; it is written down"},
    {.name = "retired", .brief = "those put away too"},
    {.name = NULL},
};

static const struct command_word export_words[] = {
    {.name = "KIND", .brief = "what: person, case, ..."},
    {.name = "CODE", .brief = "one record, with its parts, history and files, as a ZIP"},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "import",
     .brief = "Read a table into records; every row is looked at first",
     .about =
         "Headings are understood in every language; --map says what they do not. With a mistake "
         "in any row nothing is taken in, unless --partial. \"import undo\" takes all of it back.",
     .example = "khetane import person old-register.xlsx --historic --report mistakes.xlsx",
     .needs = NEEDS_DATA,
     .options = import_options,
     .words = import_words,
     .run = run_import},
    {.name = "import go",
     .brief = "Go on with an import that was interrupted",
     .needs = NEEDS_DATA,
     .words = code_words,
     .run = run_go},
    {.name = "import undo",
     .brief = "Take a whole import back, while nothing of it was changed since",
     .needs = NEEDS_DATA,
     .words = code_words,
     .run = run_undo},
    {.name = "export",
     .brief = "Take out a list as a table, a record as a file, or everything",
     .about = "A list becomes CSV, Excel or JSON lines. KIND and CODE: one record as a ZIP to read "
              "and to print. --all: everything in open formats, locked with seven words that are "
              "shown once; the first time it asks a second person, who says \"export agree\".",
     .example = "khetane export person -o people.xlsx",
     .needs = NEEDS_DATA,
     .options = export_options,
     .words = export_words,
     .run = run_export},
    {.name = "export agree",
     .brief = "Agree, as the second person, that everything is taken out as a file",
     .needs = NEEDS_DATA,
     .run = taken_run_agree},
};

const struct command_table exchange_table = {commands, sizeof commands / sizeof *commands};
