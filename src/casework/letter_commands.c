/* letter_commands.c - see commands.h: letter write, show, edit, check, print, take-back. */
#include "base/file.h"
#include "casework/command_parts.h"
#include "casework/commands.h"
#include "casework/letter_back.h"
#include "casework/letter_print.h"
#include "cli/say.h"
#include "store/store.h"

enum { GAPS_MAX = 32 };

/* ---- letter write ---- */

/* Options that give a fact. */
static const struct {
    const char *option, *fact;
} facts[] = {
    {"office", "institution.name"},
    {"office-address", "institution.address"},
    {"asks", "asks"},
    {"enclosed", "papers"},
    {"subject", "request.subject"},
    {"facts", "request.facts"},
    {"name", "client.name"},
    {"address", "client.address"},
    {"place", "organisation.place"},
    {"authority", "authority.date"},
    {"role", "signatory.role"},
    {"reasons", "reasons"},
    {"together", "together"},
};

static enum rc read_facts(struct call *call, const struct command_args *args,
                          struct letter_order *order)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < sizeof facts / sizeof *facts && rc == RC_OK; i++) {
        struct str text;
        rc = command_text(call, args, facts[i].option, &text);
        if (rc == RC_OK && text.n != 0)
            order->given[order->given_n++] = (struct letter_given){str_of(facts[i].fact), text};
    }
    return rc;
}

static void say_gaps(struct call *call, const struct command_args *args,
                     const struct letter_doc *doc)
{
    struct str gaps[GAPS_MAX];
    size_t n = letter_gaps(doc, gaps, GAPS_MAX);

    for (size_t i = 0; i < n; i++)
        note(call, args, "A gap in the letter: %s.",
             str_z(call->arena, letter_fact_label(call, gaps[i])));
}

/* The one procedure of the case that is by this rule. */
static enum rc find_against(struct call *call, const struct record *of, struct str procedure,
                            struct id *out)
{
    struct query query = {
        .kind = command_kind(call, "proceeding"), .verb = MAY_SEE, .owner = &of->id, .limit = 2};
    struct query_page found;

    query.filters[query.n++] =
        (struct query_filter){.field = field_find(query.kind, STR("procedure")),
                              .op = QUERY_IS,
                              .value = v_text(procedure)};
    enum rc rc = query_list(call, &query, &found);
    if (rc == RC_OK && found.n != 1)
        return found.n == 0
                   ? fail(call, RC_USAGE, NULL, "The case has no procedure '%.*s'.",
                          (int)procedure.n, procedure.p)
                   : fail(call, RC_USAGE, NULL, "The case has more than one procedure '%.*s'.",
                          (int)procedure.n, procedure.p);
    if (rc == RC_OK)
        *out = found.records[0]->id;
    return rc;
}

static enum rc read_links(struct call *call, const struct command_args *args,
                          const struct record *of, struct letter_order *order)
{
    struct record *body;
    enum rc rc = RC_OK;

    if (args_has(args, "against"))
        rc = find_against(call, of, args_text(args, "against"), &order->against);
    if (rc == RC_OK && args_has(args, "to")) {
        rc = command_find_record(call, "institution", args_text(args, "to"), &body);
        if (rc == RC_OK)
            order->to = body->id;
    }
    return rc;
}

static enum rc run_write(struct call *call, const struct command_args *args)
{
    struct letter_order *order = arena_alloc(call->arena, sizeof *order);
    struct outcome outcome;
    struct record *of, *letter;
    struct letter_doc doc;
    enum rc rc = command_find_record(call, "case", args_word(args, 0), &of);

    if (rc != RC_OK)
        return rc;
    if (order == NULL)
        return fail_memory(call);
    *order = (struct letter_order){.of = of->id,
                                   .sort = args_text(args, "sort"),
                                   .procedure = args_text(args, "procedure"),
                                   .language = args_text(args, "language"),
                                   .gaps = args_has(args, "gaps"),
                                   .change = id_new(call)};
    rc = read_links(call, args, of, order);
    if (rc == RC_OK)
        rc = read_facts(call, args, order);
    if (rc == RC_OK)
        rc = letter_write(call, order, &outcome);
    if (rc == RC_OK)
        rc = query_get(call, command_kind(call, "letter"), &outcome.record, &letter);
    if (rc == RC_OK)
        rc = letter_read(call, letter, &doc);
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "code", letter->code);
    command_put_field(call, args->out, letter, "subject_line");
    command_put_field(call, args->out, letter, "template");
    out_end(args->out);
    say_gaps(call, args, &doc);
    return RC_OK;
}

/* ---- letter show ---- */

static enum rc show_part(struct call *call, const struct letter_doc *doc, struct str name,
                         struct str *out)
{
    enum letter_place place;

    if (!letter_place_find(name, &place))
        return fail(call, RC_USAGE, NULL, "A letter has no part '%.*s'. It has: %s.", (int)name.n,
                    name.p,
                    "place sender addressee references subject basis text enclosures signature "
                    "foot");
    return letter_part_source(call, &doc->parts[place], out);
}

static enum rc run_show(struct call *call, const struct command_args *args)
{
    struct record *letter;
    struct letter_doc doc;
    struct str text = STR("");
    enum rc rc = command_find_record(call, "letter", args_word(args, 0), &letter);

    if (rc == RC_OK)
        rc = letter_read(call, letter, &doc);
    if (rc == RC_OK)
        rc = args_has(args, "part") ? show_part(call, &doc, args_text(args, "part"), &text)
                                    : letter_text(call, &doc, &text);
    if (rc != RC_OK)
        return rc;
    if (args->form != OUT_JSON && args->form != OUT_LINES) {
        out_plain(args->out, text);
        if (!str_ends(text, STR("\n")))
            out_plain(args->out, STR("\n"));
        return RC_OK;
    }
    out_record(args->out, NULL);
    out_text(args->out, "code", letter->code);
    command_put_field(call, args->out, letter, "subject_line");
    command_put_field(call, args->out, letter, "language");
    command_put_field(call, args->out, letter, "procedure");
    command_put_field(call, args->out, letter, "checked_by");
    out_text(args->out, "state", letter->state);
    out_text(args->out, "text", text);
    out_end(args->out);
    return RC_OK;
}

/* ---- letter edit, letter check ---- */

static struct letter_change change_of(struct call *call, const struct record *letter)
{
    return (struct letter_change){letter->id, letter->rev, id_new(call)};
}

static enum rc put_code(const struct command_args *args, const struct record *letter)
{
    out_record(args->out, NULL);
    out_text(args->out, "code", letter->code);
    out_end(args->out);
    return RC_OK;
}

static enum rc run_edit(struct call *call, const struct command_args *args)
{
    struct str name = args_text(args, "part"), text;
    struct outcome outcome;
    struct record *letter;
    enum letter_place place;
    enum rc rc = command_find_record(call, "letter", args_word(args, 0), &letter);

    if (rc == RC_OK && !letter_place_find(name, &place))
        return fail(call, RC_USAGE, NULL, "A letter has no part '%.*s'.", (int)name.n, name.p);
    if (rc == RC_OK)
        rc = file_read(call, args_text(args, "file").p, LETTER_BYTES_MAX, &text);
    if (rc != RC_OK)
        return rc;
    struct letter_change change = change_of(call, letter);
    rc = letter_edit(call, &change, place, text, &outcome);
    return rc == RC_OK ? put_code(args, letter) : rc;
}

static enum rc run_check(struct call *call, const struct command_args *args)
{
    struct outcome outcome;
    struct record *letter;
    enum rc rc = command_find_record(call, "letter", args_word(args, 0), &letter);

    if (rc != RC_OK)
        return rc;
    struct letter_change change = change_of(call, letter);
    rc = letter_check(call, &change, &outcome);
    return rc == RC_OK ? put_code(args, letter) : rc;
}

/* ---- letter print ---- */

static void say_signs(struct call *call, const struct command_args *args,
                      const struct letter_pdf_result *pdf)
{
    for (size_t i = 0; i < pdf->missing_n; i++)
        note(call, args, "No font on this computer has the sign U+%04X.", pdf->missing[i]);
}

/* A PDF is kept; what is edited elsewhere is not. */
static enum rc run_print(struct call *call, const struct command_args *args)
{
    static const struct job_kind *const kinds[] = {&letter_job};
    const struct job_source jobs = {{kinds, 1}, call->store->folder, -1};
    const struct letter_wish wish = {.form =
                                         (enum letter_form)args_choice(args, "form", LETTER_PDF),
                                     .one_copy = !args_has(args, "two")};
    struct str path = args_text(args, "output");
    struct letter_pdf_result pdf;
    struct letter_doc doc;
    struct record *letter;
    enum rc rc = command_find_record(call, "letter", args_word(args, 0), &letter);

    if (rc == RC_OK)
        rc = letter_read(call, letter, &doc);
    if (rc != RC_OK)
        return rc;
    say_gaps(call, args, &doc);
    rc = wish.form == LETTER_PDF ? letter_print(call, &jobs, letter, &pdf)
                                 : letter_print_as(call, &jobs, letter, &wish, &pdf);
    if (rc == RC_OK)
        rc = command_write_file(call, args, path, pdf.bytes);
    if (rc != RC_OK)
        return rc;
    say_signs(call, args, &pdf);
    if (str_is(path, "-"))
        return RC_OK;
    out_record(args->out, NULL);
    out_text(args->out, "code", letter->code);
    out_text(args->out, "file", path);
    if (wish.form == LETTER_PDF)
        out_int(args->out, "pages", (int64_t)pdf.pages);
    out_end(args->out);
    return RC_OK;
}

/* ---- letter take-back ---- */

static enum rc run_take_back(struct call *call, const struct command_args *args)
{
    static const struct job_kind *const kinds[] = {&letter_back_job};
    const struct job_source jobs = {{kinds, 1}, call->store->folder, -1};
    struct str path = args_text(args, "file");
    struct letter_back_file file = {.name = path};
    struct letter_back back;
    struct record *letter;
    enum rc rc = command_find_record(call, "letter", args_word(args, 0), &letter);

    while (file.name.n != 0 && memchr(file.name.p, '/', file.name.n) != NULL)
        (void)str_split(&file.name, '/');
    if (str_is(path, "-"))
        file.name = STR("");
    if (rc == RC_OK)
        rc = file_read(call, path.p, OFFICE_FILE_MAX, &file.bytes);
    if (rc == RC_OK)
        rc = letter_take_back(call, &jobs, letter, &file, &back);
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "code", letter->code);
    out_text(args->out, "kind", str_of(office_ending(back.found.kind)));
    out_int(args->out, "differences", (int64_t)back.differ.all);
    out_text(args->out, "text", letter_back_says(call, &back));
    out_end(args->out);
    return RC_OK;
}

/* ---- the table ---- */

#define TEXT_OPTION(option, placeholder, text)                                   \
    {                                                                            \
        .name = option, .type = OPTION_TEXT, .value = placeholder, .brief = text \
    }
#define MUST_OPTION(option, kind, placeholder, text)                                    \
    {                                                                                   \
        .name = option, .type = kind, .value = placeholder, .brief = text, .must = true \
    }

static const struct command_option write_options[] = {
    TEXT_OPTION("procedure", "ID", "what is asked for, such as rs.admin.request"),
    TEXT_OPTION("sort", "WORD",
                "appeal, reminder, petition, ...; else what the procedure begins with"),
    TEXT_OPTION("against", "ID", "the procedure of this case that it goes against"),
    TEXT_OPTION("to", "CODE", "the institution that it goes to, such as NI-I-2026-3"),
    MUST_OPTION("language", OPTION_TEXT, "CODE", "of the letter: mk sr-Cyrl sr-Latn sq lt en"),
    TEXT_OPTION("office", "NAME", "the office it goes to"),
    TEXT_OPTION("office-address", "TEXT", "its address"),
    TEXT_OPTION("asks", "TEXT", "what is asked, a line each"),
    TEXT_OPTION("enclosed", "TEXT", "what is enclosed, a line each"),
    TEXT_OPTION("subject", "TEXT", "what it is about; else as in the case"),
    TEXT_OPTION("facts", "TEXT", "what happened; else as in the case"),
    TEXT_OPTION("name", "NAME", "the person's name; else as written down"),
    TEXT_OPTION("address", "TEXT", "her address; else as written down"),
    TEXT_OPTION("place", "TOWN", "stands before the date; else the organisation's town"),
    TEXT_OPTION("authority", "DATE", "the day of the power of attorney; then we sign for her"),
    TEXT_OPTION("role", "TEXT", "the role of who signs"),
    TEXT_OPTION("reasons", "TEXT", "why the decision is wrong, a line each"),
    TEXT_OPTION("together", "TEXT", "organisations that sign with us, a line each"),
    {.name = "gaps", .brief = "write it although facts are missing; they stand as gaps"},
    {.name = NULL},
};

static const struct command_option show_options[] = {
    TEXT_OPTION("part", "PART", "one part alone, as it can be edited: text, subject, ..."),
    {.name = NULL},
};

static const struct command_option edit_options[] = {
    MUST_OPTION("part", OPTION_TEXT, "PART", "which part: text, subject, addressee, ..."),
    MUST_OPTION("file", OPTION_FILE, "FILE", "its new text"),
    {.name = NULL},
};

static const char *const form_names[] = {"pdf", "docx", "odt", NULL};

static const struct command_option print_options[] = {
    {.name = "form",
     .type = OPTION_CHOICE,
     .value = "FORM",
     .choices = form_names,
     .brief = "pdf (kept with the letter), or docx, odt (to edit elsewhere); else pdf"},
    {.name = "two", .brief = "two copies in a document to edit, the second with its mark"},
    {.name = "output",
     .letter = 'o',
     .type = OPTION_FILE,
     .value = "FILE",
     .brief = "where it goes; - is standard output",
     .must = true},
    {.name = NULL},
};

static const struct command_option back_options[] = {
    MUST_OPTION("file", OPTION_FILE, "FILE", "the document: .docx, .odt or .pdf"),
    {.name = NULL},
};

static const struct command_word letter_word[] = {
    {.name = "CODE", .brief = "the letter's number, such as NI-L-2026-7", .must = true},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "letter write",
     .brief = "Write a letter for a case; what is missing is named first",
     .example = "khetane letter write NI-2026-104 --procedure rs.admin.request --language sr-Latn",
     .needs = NEEDS_DATA,
     .options = write_options,
     .words = command_case_word,
     .run = run_write},
    {.name = "letter show",
     .brief = "Show a letter's text",
     .needs = NEEDS_DATA,
     .options = show_options,
     .words = letter_word,
     .run = run_show},
    {.name = "letter edit",
     .brief = "Replace the text of one part of a letter",
     .needs = NEEDS_DATA,
     .options = edit_options,
     .words = letter_word,
     .run = run_edit},
    {.name = "letter check",
     .brief = "Stand for a letter by name: its draft mark goes",
     .needs = NEEDS_DATA,
     .words = letter_word,
     .run = run_check},
    {.name = "letter print",
     .brief = "Print a letter into a PDF and keep it, or write a document to edit elsewhere",
     .example = "khetane letter print NI-L-2026-7 -o letter.pdf",
     .needs = NEEDS_DATA,
     .options = print_options,
     .words = letter_word,
     .run = run_print},
    {.name = "letter take-back",
     .brief = "Keep an edited letter as the document that was sent",
     .example = "khetane letter take-back NI-L-2026-7 --file letter.docx",
     .needs = NEEDS_DATA,
     .options = back_options,
     .words = letter_word,
     .run = run_take_back},
};

const struct command_table letter_table = {commands, sizeof commands / sizeof *commands};
