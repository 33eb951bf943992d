/* bundle_commands.c - see commands.h: bundle. */
#include "casework/bundle.h"
#include "casework/command_parts.h"
#include "casework/commands.h"
#include "cli/bar.h"
#include "cli/say.h"

/* ---- which papers there are ---- */

static enum rc list(const struct command_args *args, const struct bundle_files *files)
{
    out_list(args->out, NULL);
    for (size_t i = 0; i < files->n; i++) {
        const struct bundle_file *file = &files->in[i];
        out_record(args->out, NULL);
        out_int(args->out, "n", (int64_t)i + 1);
        out_day(args->out, "on", file->on);
        out_text(args->out, "what", file->what);
        out_text(args->out, "title", file->title);
        out_text(args->out, "file", file->name);
        out_int(args->out, "bytes", file->size);
        out_flag(args->out, "proposed", file->proposed);
        out_flag(args->out, "other_side", file->apart == APART_NOT);
        out_flag(args->out, "fits", file->fits);
        out_end(args->out);
    }
    out_end(args->out);
    return RC_OK;
}

/* ---- what is chosen ---- */

/* "3,1,2": as the list counts them, in this order. */
static enum rc take_papers(struct call *call, struct str numbers, const struct bundle_files *files,
                           struct bundle_choice *choice)
{
    choice->n = 0;
    while (numbers.n != 0) {
        struct str one = str_trim(str_split(&numbers, ','));
        uint64_t n;
        if (!str_uint(one, files->n, &n) || n == 0)
            return fail(call, RC_USAGE, NULL,
                        "There is no paper '%.*s': --list shows which there are, 1 to %zu.",
                        (int)one.n, one.p, files->n);
        if (choice->n == BUNDLE_PAPERS_MAX)
            return fail(call, RC_USAGE, NULL, "A bundle has at most %d papers. Make two.",
                        BUNDLE_PAPERS_MAX);
        const struct bundle_file *file = &files->in[n - 1];
        struct bundle_item *item = &choice->items[choice->n++];
        *item = (struct bundle_item){.title = file->title, .inner = file->apart != APART_NOT};
        memcpy(item->blob, file->blob.id, BLOB_ID);
    }
    return RC_OK;
}

static enum rc choose(struct call *call, const struct command_args *args, const struct record *of,
                      const struct bundle_files *files, struct bundle_choice *choice)
{
    const struct {
        const char *option;
        struct str *text;
    } texts[] = {{"title", &choice->title},
                 {"for", &choice->for_whom},
                 {"court", &choice->court},
                 {"number", &choice->number},
                 {"parties", &choice->parties}};
    enum rc rc = bundle_propose(call, of, files, choice);

    for (size_t i = 0; i < sizeof texts / sizeof *texts && rc == RC_OK; i++)
        if (args_has(args, texts[i].option))
            rc = command_text(call, args, texts[i].option, texts[i].text);
    if (rc == RC_OK && args_has(args, "papers"))
        rc = take_papers(call, args_text(args, "papers"), files, choice);
    choice->other_side = args_has(args, "other-side");
    choice->sure = args->sure;
    return rc;
}

/* ---- made ---- */

static void say_left_out(struct call *call, const struct command_args *args,
                         const struct bundle_choice *choice)
{
    for (size_t i = 0; i < choice->n && choice->other_side; i++)
        if (choice->items[i].inner)
            note(call, args, "Left out for the other side: %s",
                 str_z(call->arena, choice->items[i].title));
}

static enum rc make(struct call *call, const struct command_args *args, const struct record *of,
                    const struct bundle_choice *choice)
{
    struct str path = args_text(args, "output");
    struct id change = id_new(call);
    struct bundle_made made;
    struct bar bar;

    if (path.n == 0)
        return fail(call, RC_USAGE, NULL, "Say where the PDF goes: -o FILE.pdf");
    bar_begin(&bar, call, args);
    enum rc rc = bundle_make(call, of, choice, &change, &bar.progress, &made);
    bar_end(&bar);
    if (rc == RC_OK)
        rc = command_write_file(call, args, path, made.pdf);
    if (rc != RC_OK)
        return rc;
    say_left_out(call, args, choice);
    if (str_is(path, "-"))
        return RC_OK;
    out_record(args->out, NULL);
    out_text(args->out, "code", of->code);
    out_text(args->out, "file", path);
    out_int(args->out, "pages", (int64_t)made.pages);
    out_end(args->out);
    return RC_OK;
}

static enum rc run_bundle(struct call *call, const struct command_args *args)
{
    struct bundle_choice *choice = arena_alloc(call->arena, sizeof *choice);
    struct bundle_files files;
    struct record *of;
    enum rc rc = choice == NULL ? fail_memory(call)
                                : command_find_record(call, "case", args_word(args, 0), &of);

    if (rc == RC_OK)
        rc = bundle_files(call, of, &files);
    if (rc != RC_OK)
        return rc;
    if (args_has(args, "list"))
        return list(args, &files);
    rc = choose(call, args, of, &files, choice);
    return rc == RC_OK ? make(call, args, of, choice) : rc;
}

/* ---- the table ---- */

static const struct command_option options[] = {
    {.name = "output",
     .letter = 'o',
     .type = OPTION_FILE,
     .value = "FILE",
     .brief = "where the PDF goes; - is standard output"},
    {.name = "list", .brief = "show the papers of the case with their numbers, and make nothing"},
    {.name = "papers",
     .type = OPTION_TEXT,
     .value = "NUMBERS",
     .brief = "which of them and in which order: 3,1,2; else those that are proposed"},
    {.name = "other-side", .brief = "without notes and papers of other people"},
    {.name = "title", .type = OPTION_TEXT, .value = "TEXT", .brief = "what the bundle is called"},
    {.name = "for", .type = OPTION_TEXT, .value = "NAME", .brief = "for whom it is"},
    {.name = "court", .type = OPTION_TEXT, .value = "COURT", .brief = "which court or body"},
    {.name = "number", .type = OPTION_TEXT, .value = "NUMBER", .brief = "the court's number"},
    {.name = "parties", .type = OPTION_TEXT, .value = "TEXT", .brief = "who is in the case"},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "bundle",
     .brief = "Put papers of a case together as one PDF for a court, and keep it",
     .about = "The first page, an index with links, the papers with numbered pages, and how each "
              "paper can be recognised. A case that is for its team alone asks for --sure.",
     .example = "khetane bundle NI-2026-104 -o bundle.pdf",
     .needs = NEEDS_DATA,
     .options = options,
     .words = command_case_word,
     .run = run_bundle},
};

const struct command_table bundle_table = {commands, sizeof commands / sizeof *commands};
