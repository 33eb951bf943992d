/* match_commands.c - see match_commands.h. */
#include "records/match_commands.h"

#include "cli/out.h"
#include "cli/say.h"
#include "model/app.h"
#include "model/likeness.h"
#include "model/merge.h"
#include "query/duplicate.h"

enum { SHOWN = 25 };

/* ---- what they share ---- */

static enum rc kind_named(struct call *call, struct str name, const struct kind **out)
{
    *out = kind_find(call->app->registry, name.p == NULL ? STR("person") : name);
    return *out != NULL ? RC_OK
                        : fail(call, RC_USAGE, NULL, "There is no sort of record called '%s'.",
                               str_z(call->arena, name));
}

static enum rc find(struct call *call, const struct kind *kind, struct str code,
                    struct record **out)
{
    enum rc rc = query_code(call, kind, code, out);

    if (rc != RC_NOT_FOUND)
        return rc;
    call_forgive(call);
    return fail(call, rc, NULL, "There is nothing with the number '%.*s', or not for you.",
                (int)code.n, code.p);
}

/* KIND KEEP OTHER */
static enum rc find_pair(struct call *call, const struct command_args *args,
                         const struct kind **kind, struct record **a, struct record **b)
{
    enum rc rc = kind_named(call, args_word(args, 0), kind);

    if (rc == RC_OK)
        rc = find(call, *kind, args_word(args, 1), a);
    return rc == RC_OK ? find(call, *kind, args_word(args, 2), b) : rc;
}

/* ---- duplicates ---- */

static struct str reasons(struct call *call, const struct match_score *score)
{
    struct buf out;

    buf_init(&out, call->arena, 4096);
    for (int field = 0; field < MATCH_FIELDS; field++) {
        struct str said = match_say(call, (enum match_field)field, score->items[field].level);
        if (said.n == 0)
            continue;
        buf_z(&out, out.n == 0 ? "" : "; ");
        buf_add(&out, said);
    }
    return buf_str(&out);
}

static void put_pair(struct call *call, struct out *out, const struct duplicate_pair *pair)
{
    out_record(out, NULL);
    out_text(out, "code", pair->low->code);
    out_text(out, "name", record_title(call, pair->low));
    out_text(out, "other", pair->high->code);
    out_text(out, "other_name", record_title(call, pair->high));
    out_text(out, "verdict", match_say_verdict(call, pair->score.verdict));
    out_int(out, "per_thousand", pair->score.probability);
    out_text(out, "why", reasons(call, &pair->score));
    out_end(out);
}

static enum rc run_duplicates(struct call *call, const struct command_args *args)
{
    const struct kind *kind;
    struct duplicate_counts counts;
    struct duplicate_page page;
    enum rc rc = kind_named(call, args_text(args, "kind"), &kind);

    if (rc == RC_OK && args_has(args, "again")) {
        rc = duplicate_scan(call, kind, NULL, &counts);
        if (rc == RC_OK)
            note(call, args, "%zu records were compared.", counts.people);
    }
    if (rc == RC_OK)
        rc = duplicate_list(call, kind, NULL, (size_t)args_int(args, "limit", SHOWN), &page);
    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (size_t i = 0; i < page.n; i++)
        put_pair(call, args->out, &page.pairs[i]);
    out_end(args->out);
    if (page.scanned_ms == 0)
        note(call, args, "Nobody has looked yet: khetane duplicates --again");
    else if (page.more)
        note(call, args, "There are more: --limit %d", DUPLICATE_PAGE_MAX);
    return RC_OK;
}

/* ---- not-same ---- */

static enum rc run_not_same(struct call *call, const struct command_args *args)
{
    struct duplicate_no no = {.why = args_text(args, "why"), .change = id_new(call)};
    const struct kind *kind;
    struct record *a, *b;
    struct outcome outcome;
    enum rc rc = find_pair(call, args, &kind, &a, &b);

    if (rc == RC_OK)
        rc = duplicate_deny(call, a, b, &no, &outcome);
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "code", a->code);
    out_text(args->out, "other", b->code);
    out_end(args->out);
    return RC_OK;
}

/* ---- merge ---- */

static enum rc choose(struct call *call, const struct command_args *args, const char *option,
                      enum merge_choice choice, const struct kind *kind, enum merge_choice *choices)
{
    for (struct str rest = args_text(args, option); rest.n != 0;) {
        struct str name = str_trim(str_split(&rest, ','));
        const struct field *field = field_find(kind, name);
        if (field == NULL || !merge_takes(field))
            return fail(call, RC_USAGE, NULL, "--%s: '%.*s' is no field that can be taken over.",
                        option, (int)name.n, name.p);
        choices[field->index] = choice;
    }
    return RC_OK;
}

static enum rc run_merge(struct call *call, const struct command_args *args)
{
    const struct kind *kind;
    struct record *keep, *other;
    struct operation_request request = {.operation = "record.merge", .change = id_new(call)};
    struct outcome outcome;
    enum rc rc = find_pair(call, args, &kind, &keep, &other);

    if (rc != RC_OK)
        return rc;
    enum merge_choice *choices = arena_array(call->arena, kind->n, sizeof *choices);
    if (choices == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < kind->n; i++)
        choices[i] = merge_usual(keep, other, &kind->fields[i]);
    rc = choose(call, args, "keep", MERGE_KEEP, kind, choices);
    if (rc == RC_OK)
        rc = choose(call, args, "take", MERGE_OTHER, kind, choices);
    if (rc == RC_OK)
        rc = merge_args_make(call, keep, other, choices, &request.args);
    if (rc == RC_OK)
        rc = operation_run(call, &request, &outcome);
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "code", keep->code);
    out_text(args->out, "merged", other->code);
    out_text(args->out, "change", str_hex(call->arena, id_str(&outcome.change)));
    out_end(args->out);
    return RC_OK;
}

/* ---- the table ---- */

static const struct command_option duplicates_options[] = {
    {.name = "kind", .type = OPTION_TEXT, .value = "KIND", .brief = "what is compared; person"},
    {.name = "again", .brief = "compare everybody anew first"},
    {.name = "limit",
     .type = OPTION_INT,
     .value = "N",
     .brief = "how many pairs; 25",
     .min = 1,
     .max = DUPLICATE_PAGE_MAX},
    {.name = NULL},
};

static const struct command_option not_same_options[] = {
    {.name = "why", .type = OPTION_TEXT, .value = "TEXT", .brief = "how one knows"},
    {.name = NULL},
};

static const struct command_option merge_options[] = {
    {.name = "take",
     .type = OPTION_TEXT,
     .value = "FIELDS",
     .brief = "fields that are taken from the other, apart by commas"},
    {.name = "keep",
     .type = OPTION_TEXT,
     .value = "FIELDS",
     .brief = "fields that stay as they are, also when empty"},
    {.name = NULL},
};

static const struct command_word pair_words[] = {
    {.name = "KIND", .brief = "what they are, such as person", .must = true},
    {.name = "ONE", .brief = "the number of the one", .must = true},
    {.name = "OTHER", .brief = "the number of the other", .must = true},
    {.name = NULL},
};

static const struct command_word merge_words[] = {
    {.name = "KIND", .brief = "what they are, such as person", .must = true},
    {.name = "KEEP", .brief = "the number of the record that stays", .must = true},
    {.name = "OTHER", .brief = "the number of the record that is put away", .must = true},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "duplicates",
     .brief = "List who may have been written down twice, and why",
     .example = "khetane duplicates --again --limit 50",
     .needs = NEEDS_DATA,
     .options = duplicates_options,
     .run = run_duplicates},
    {.name = "not-same",
     .brief = "Write down that two who seem alike are two",
     .example = "khetane not-same person NI-P-2026-4 NI-P-2026-9 --why \"twins\"",
     .needs = NEEDS_DATA,
     .options = not_same_options,
     .words = pair_words,
     .run = run_not_same},
    {.name = "merge",
     .brief = "Make one record of two, with all that names them",
     .about =
         "Everything that names OTHER names KEEP afterwards. Fields that are empty in KEEP are "
         "filled from OTHER, and lists but names are joined; --take and --keep choose "
         "otherwise. OTHER is put away. It is one change, which can be taken back.",
     .example = "khetane merge person NI-P-2026-4 NI-P-2026-9 --take born",
     .needs = NEEDS_DATA,
     .options = merge_options,
     .words = merge_words,
     .run = run_merge},
};

const struct command_table match_table = {commands, sizeof commands / sizeof *commands};
