/* case_commands.c - see commands.h: case new, case list, case show, paper add, due. */
#include "casework/command_parts.h"
#include "casework/commands.h"
#include "casework/hooks.h"
#include "casework/opening.h"
#include "cli/say.h"
#include "model/field.h"

enum { PAGE_ROWS = 100, PARTS_MAX = 500 };

/* ---- case new ---- */

/* "Senada Demirova": the last word is the family's name; a single one is a given name. */
static void split_names(struct str names, struct opening *opening)
{
    size_t space = names.n;

    while (space > 0 && names.p[space - 1] != ' ')
        space--;
    opening->given = space == 0 ? names : str_trim(str_cut(names, 0, space));
    opening->family = space == 0 ? STR("") : str_cut(names, space, names.n);
}

static enum rc read_texts(struct call *call, const struct command_args *args,
                          struct opening *opening)
{
    struct str names = STR("");
    const struct {
        const char *option;
        struct str *to;
    } texts[] = {{"names", &names},
                 {"nickname", &opening->nickname},
                 {"area", &opening->area},
                 {"what", &opening->what},
                 {"story", &opening->story}};
    enum rc rc = RC_OK;

    for (size_t i = 0; i < sizeof texts / sizeof *texts && rc == RC_OK; i++)
        rc = command_text(call, args, texts[i].option, texts[i].to);
    split_names(str_trim(names), opening);
    return rc;
}

static enum rc run_new(struct call *call, const struct command_args *args)
{
    const struct field *happened = field_find(command_kind(call, "case"), STR("happened"));
    struct opening opening = {.happened = v_null(), .change = id_new(call)};
    struct record *person = NULL;
    struct outcome outcome;
    enum rc rc = read_texts(call, args, &opening);

    if (rc == RC_OK && args_has(args, "person"))
        rc = command_find_record(call, "person", args_text(args, "person"), &person);
    if (rc != RC_OK)
        return rc;
    opening.person = person == NULL ? NULL : &person->id;
    opening.limited = args_has(args, "limited");
    if (args_has(args, "happened"))
        (void)field_parse(call, happened, args_text(args, "happened"), &opening.happened);
    rc = call_faults(call);
    if (rc == RC_OK)
        rc = case_open(call, &opening, &outcome);
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "code", outcome.code);
    out_end(args->out);
    note(call, args, "Next: khetane paper add %s, for the last day.",
         str_z(call->arena, outcome.code));
    return RC_OK;
}

/* ---- case list ---- */

static void put_case(struct call *call, struct out *out, const struct record *record)
{
    out_record(out, NULL);
    out_text(out, "code", record->code);
    command_put_field(call, out, record, "what");
    command_put_field(call, out, record, "person");
    command_put_field(call, out, record, "area");
    command_put_field(call, out, record, "next_due");
    command_put_field(call, out, record, "responsible");
    out_text(out, "state", record->state);
    out_end(out);
}

/* Cases that somebody still works on, what is due first. */
static struct query open_cases(const struct call *call, bool all)
{
    struct query query = {.kind = command_kind(call, "case"), .verb = MAY_SEE, .limit = PAGE_ROWS};

    query.sort = field_find(query.kind, STR("next_due"));
    if (!all) {
        query.filters[query.n++] =
            (struct query_filter){.op = QUERY_IS_NOT, .value = v_text(STR("resolved"))};
        query.filters[query.n++] =
            (struct query_filter){.op = QUERY_IS_NOT, .value = v_text(STR("withdrawn"))};
    }
    return query;
}

static enum rc each_case(struct call *call, struct query *query, struct out *out)
{
    struct query_page found = {.more = true};
    enum rc rc = RC_OK;

    while (rc == RC_OK && found.more) {
        rc = query_list(call, query, &found);
        for (size_t i = 0; i < found.n && rc == RC_OK; i++)
            put_case(call, out, found.records[i]);
        query->after = found.next;
    }
    return rc;
}

static enum rc run_list(struct call *call, const struct command_args *args)
{
    struct query query = open_cases(call, args_has(args, "all"));

    out_list(args->out, NULL);
    enum rc rc = each_case(call, &query, args->out);
    if (rc == RC_OK)
        out_end(args->out);
    return rc;
}

/* ---- a paper and its count ---- */

static void put_steps(struct out *out, const struct deadline *d)
{
    out_list(out, "steps");
    for (size_t i = 0; i < d->steps_n; i++) {
        out_record(out, NULL);
        out_day(out, "date", d->steps[i].on);
        out_text(out, "what", d->steps[i].what);
        out_text(out, "why", d->steps[i].why);
        out_end(out);
    }
    out_end(out);
}

static void put_notes(struct out *out, const struct deadline *d)
{
    out_list(out, "notes");
    for (size_t i = 0; i < d->notes_n; i++)
        out_text(out, NULL, d->notes[i]);
    out_end(out);
}

static struct str or_null(struct str text)
{
    return text.n == 0 ? (struct str){NULL, 0} : text;
}

static void put_silence(struct out *out, const struct deadline_silence *silence)
{
    command_put_day(out, "silence_from", silence->opens_known ? v_int(silence->opens) : v_null());
    command_put_day(out, "silence_until",
                    silence->closes_known ? v_int(silence->closes) : v_null());
    out_text(out, "silence_rule", or_null(silence->rule));
}

static void put_deadline(struct call *call, struct out *out, const struct deadline *d)
{
    command_put_day(out, "due", d->counted ? v_int(d->due) : v_null());
    out_flag(out, "firm", d->firm);
    out_text(out, "why_not", or_null(d->why_not));
    out_text(out, "procedure", d->procedure->id);
    out_text(out, "stage", deadline_stage(call, d));
    put_steps(out, d);
    out_text(out, "rule", or_null(d->rule));
    out_text(out, "article", or_null(d->article));
    out_text(out, "source", or_null(d->source));
    out_text(out, "status", str_of(law_status_name(d->status)));
    put_silence(out, &d->silence);
    put_notes(out, d);
}

/* ---- paper add ---- */

static void give(const struct save_args *save, struct value *values, bool *given, const char *name,
                 struct value v)
{
    const struct field *field = field_find(save->kind, str_of(name));

    values[field->index] = v;
    given[field->index] = true;
}

static enum rc save_paper(struct call *call, const struct command_args *args,
                          const struct record *of, struct outcome *out)
{
    static const char *const texts[] = {"what", "how", "procedure", "from", "number"};
    struct save_args save = {.kind = command_kind(call, "case_paper"), .owner = &of->id};
    struct value *values = arena_array(call->arena, save.kind->n, sizeof *values);
    bool *given = arena_array(call->arena, save.kind->n, sizeof *given);
    struct operation_request request = {.operation = "record.save", .change = id_new(call)};
    enum rc rc = RC_OK;

    if (values == NULL || given == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < sizeof texts / sizeof *texts && rc == RC_OK; i++) {
        struct str text;
        rc = command_text(call, args, texts[i], &text);
        if (rc == RC_OK)
            give(&save, values, given, texts[i], v_text(text));
    }
    if (rc != RC_OK)
        return rc;
    give(&save, values, given, "received", v_int(args_day(args, "received", 0)));
    if (args_has(args, "stage"))
        give(&save, values, given, "stage", v_int(args_int(args, "stage", 0)));
    save.values = values;
    save.given = given;
    rc = save_args_make(call, &save, &request.args);
    return rc == RC_OK ? operation_run(call, &request, out) : rc;
}

static enum rc run_paper(struct call *call, const struct command_args *args)
{
    struct outcome outcome;
    struct deadline_ask ask;
    struct deadline deadline;
    struct record *of, *paper = NULL;
    enum rc rc = command_find_record(call, "case", args_word(args, 0), &of);

    if (rc == RC_OK)
        rc = save_paper(call, args, of, &outcome);
    if (rc == RC_OK)
        rc = query_get(call, command_kind(call, "case_paper"), &outcome.record, &paper);
    if (rc != RC_OK || !paper_ask(paper, &ask))
        return rc;
    rc = deadline_of(call, &ask, &deadline);
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "case", of->code);
    put_deadline(call, args->out, &deadline);
    out_end(args->out);
    return RC_OK;
}

/* ---- case show ---- */

static enum rc parts_of(struct call *call, const char *kind, const char *sort,
                        const struct record *of, struct query_page *out)
{
    struct query query = {
        .kind = command_kind(call, kind), .verb = MAY_SEE, .owner = &of->id, .limit = PARTS_MAX};

    query.sort = field_find(query.kind, str_of(sort));
    return query_list(call, &query, out);
}

static void put_papers(struct call *call, struct out *out, const struct query_page *papers)
{
    static const char *const fields[] = {"what",  "received", "how",    "procedure",
                                         "stage", "from",     "number", "last_day"};

    out_list(out, "papers");
    for (size_t i = 0; i < papers->n; i++) {
        struct value firm = record_value(papers->records[i], "firm");
        out_record(out, NULL);
        out_int(out, "paper", (int64_t)i + 1);
        for (size_t k = 0; k < sizeof fields / sizeof *fields; k++)
            command_put_field(call, out, papers->records[i], fields[k]);
        out_flag(out, "firm", firm.type == V_INT && firm.i != 0);
        out_end(out);
    }
    out_end(out);
}

/* How each last day was counted, one step a row. */
static enum rc put_counts(struct call *call, struct out *out, const struct query_page *papers)
{
    enum rc rc = RC_OK;

    out_list(out, "count");
    for (size_t i = 0; i < papers->n && rc == RC_OK; i++) {
        struct deadline_ask ask;
        struct deadline d;
        if (!paper_ask(papers->records[i], &ask))
            continue;
        rc = deadline_of(call, &ask, &d);
        for (size_t k = 0; rc == RC_OK && k < d.steps_n; k++) {
            out_record(out, NULL);
            out_int(out, "paper", (int64_t)i + 1);
            out_day(out, "date", d.steps[k].on);
            out_text(out, "what", d.steps[k].what);
            out_text(out, "why", d.steps[k].why);
            out_end(out);
        }
    }
    if (rc == RC_OK)
        out_end(out);
    return rc;
}

static void put_letters(struct call *call, struct out *out, const struct query_page *letters)
{
    out_list(out, "letters");
    for (size_t i = 0; i < letters->n; i++) {
        out_record(out, NULL);
        out_text(out, "code", letters->records[i]->code);
        command_put_field(call, out, letters->records[i], "subject_line");
        command_put_field(call, out, letters->records[i], "language");
        command_put_field(call, out, letters->records[i], "written");
        out_text(out, "state", letters->records[i]->state);
        out_end(out);
    }
    out_end(out);
}

static void put_facts(struct call *call, struct out *out, const struct record *record)
{
    static const char *const fields[] = {"what",  "person",      "area",    "happened",
                                         "story", "responsible", "next_due"};

    out_text(out, "code", record->code);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        command_put_field(call, out, record, fields[i]);
    out_text(out, "state", record->state);
}

static enum rc run_show(struct call *call, const struct command_args *args)
{
    struct query_page papers, letters;
    struct record *record;
    enum rc rc = command_find_record(call, "case", args_word(args, 0), &record);

    if (rc == RC_OK)
        rc = parts_of(call, "case_paper", "last_day", record, &papers);
    if (rc == RC_OK)
        rc = parts_of(call, "letter", "written", record, &letters);
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    put_facts(call, args->out, record);
    put_papers(call, args->out, &papers);
    rc = put_counts(call, args->out, &papers);
    if (rc != RC_OK)
        return rc;
    put_letters(call, args->out, &letters);
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

static const struct command_option new_options[] = {
    TEXT_OPTION("person", "CODE", "who it is about, if she is known already"),
    TEXT_OPTION("names", "NAMES", "else her given and family name, in quotes"),
    TEXT_OPTION("nickname", "NAME", "or only a nickname"),
    MUST_OPTION("area", OPTION_TEXT, "AREA", "papers, housing, education, health, ..."),
    MUST_OPTION("what", OPTION_TEXT, "TEXT", "what it is about, in a few words"),
    TEXT_OPTION("happened", "DATE", "when it happened: 2026, 2026-11 or 2026-11-22"),
    TEXT_OPTION("story", "TEXT", "what happened, as told; only the team can read it"),
    {.name = "limited", .brief = "only the team may see that this case exists"},
    {.name = NULL},
};

static const struct command_option list_options[] = {
    {.name = "all", .brief = "also those that are resolved or withdrawn"},
    {.name = NULL},
};

static const struct command_option paper_options[] = {
    MUST_OPTION("what", OPTION_TEXT, "KIND", "decision, refusal, summons, notice, request, other"),
    MUST_OPTION("received", OPTION_DATE, "DATE", "the day on which it was received"),
    MUST_OPTION("how", OPTION_TEXT, "HOW", "in_hand, post, electronic, board, unknown"),
    MUST_OPTION("procedure", OPTION_TEXT, "ID", "what one wants to do, such as rs.admin.appeal"),
    {.name = "stage",
     .type = OPTION_INT,
     .value = "N",
     .max = 99,
     .brief = "whose term runs: 1, 2, ...; without it our limit for filing"},
    TEXT_OPTION("from", "OFFICE", "which office it came from"),
    TEXT_OPTION("number", "NUMBER", "the office's number"),
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "case new",
     .brief = "Write a new case down",
     .example = "khetane case new --nickname Zumbula --area papers --what 'No birth entry'",
     .needs = NEEDS_DATA,
     .options = new_options,
     .run = run_new},
    {.name = "case list",
     .brief = "List the cases one may see, what is due first",
     .needs = NEEDS_DATA,
     .options = list_options,
     .run = run_list},
    {.name = "case show",
     .brief = "Show a case, its papers with their last days and how they were counted",
     .needs = NEEDS_DATA,
     .words = command_case_word,
     .run = run_show},
    {.name = "paper add",
     .brief = "Add a paper that reached the person, and count its last day",
     .example = "khetane paper add NI-2026-104 --what decision --received 2026-11-22 --how post "
                "--procedure rs.admin.appeal",
     .needs = NEEDS_DATA,
     .options = paper_options,
     .words = command_case_word,
     .run = run_paper},
};

const struct command_table case_table = {commands, sizeof commands / sizeof *commands};
