/* told_commands.c - see commands.h: person file, person told, person strike. */
#include "casework/command_parts.h"
#include "casework/commands.h"
#include "casework/told.h"
#include "cli/say.h"

enum { PIECES_MAX = 4000 };

static const struct str none = {NULL, 0};

static enum rc read_file(struct call *call, struct str code, struct told *out)
{
    struct record *person;
    enum rc rc = command_find_record(call, "person", code, &person);

    return rc == RC_OK ? told_read(call, person, out) : rc;
}

static void put_line(struct call *call, struct out *out, enum told_part part,
                     const struct told_line *line)
{
    bool strikes = told_can_strike(line);

    out_record(out, NULL);
    out_text(out, "part", str_of(told_code(part)));
    out_text(out, "text", line->heading.n != 0 ? line->heading : line->text);
    out_text(out, "of", strikes ? str_hex(call->arena, id_str(&line->record->id)) : none);
    out_text(out, "field", strikes ? line->field->name : none);
    out_int(out, "sentence", (int64_t)line->piece);
    out_flag(out, "struck", line->struck);
    out_end(out);
}

static enum rc run_file(struct call *call, const struct command_args *args)
{
    struct told told;
    enum rc rc = read_file(call, args_word(args, 0), &told);

    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (int part = 0; part < TOLD_PARTS; part++)
        for (size_t i = 0; i < told.in[part].n; i++)
            put_line(call, args->out, (enum told_part)part, &told.in[part].lines[i]);
    out_end(args->out);
    for (int part = 0; part < TOLD_PARTS; part++)
        if (told.in[part].more)
            note(call, args, "There is more in \"%s\" than is shown.",
                 told_code((enum told_part)part));
    return RC_OK;
}

static enum rc find_part(struct call *call, struct str code, enum told_part *out)
{
    if (told_part_find(code, out))
        return RC_OK;
    return fail(
        call, RC_USAGE, "part",
        "\"%s\" is no part of the file: who, home, story, papers, help, seen, shared, kept.",
        str_z(call->arena, code));
}

static void put_done(struct call *call, struct out *out, const struct outcome *outcome)
{
    out_record(out, NULL);
    out_text(out, "change", str_hex(call->arena, id_str(&outcome->change)));
    out_end(out);
}

static enum rc run_told(struct call *call, const struct command_args *args)
{
    struct told_saying saying = {.answer = args_word(args, 2)};
    struct id change = id_new(call);
    struct outcome outcome;
    struct record *person;
    enum rc rc = find_part(call, args_word(args, 1), &saying.part);

    if (rc == RC_OK)
        rc = command_text(call, args, "wish", &saying.wish);
    if (rc == RC_OK)
        rc = command_find_record(call, "person", args_word(args, 0), &person);
    if (rc == RC_OK)
        rc = told_say(call, person, &saying, &change, &outcome);
    if (rc == RC_OK)
        put_done(call, args->out, &outcome);
    return rc;
}

static enum rc run_strike(struct call *call, const struct command_args *args)
{
    struct id change = id_new(call), of;
    const struct told_line *line;
    struct told_wish wish = {.part = TOLD_WHO};
    struct outcome outcome;
    struct told told;
    enum rc rc = find_part(call, args_word(args, 1), &wish.part);

    if (rc == RC_OK)
        rc = command_text(call, args, "wish", &wish.wish);
    if (rc == RC_OK)
        rc = command_text(call, args, "instead", &wish.instead);
    if (rc == RC_OK)
        rc = read_file(call, args_word(args, 0), &told);
    if (rc != RC_OK)
        return rc;
    line = !str_unhex(args_word(args, 2), of.b, sizeof of.b)
               ? NULL
               : told_find(&told, &of, args_word(args, 3), (size_t)args_int(args, "sentence", 0));
    if (line == NULL)
        return fail(call, RC_NOT_FOUND, "of",
                    "This sentence does not stand there any more. Look at the file again.");
    rc = told_strike(call, told.person, line, &wish, &change, &outcome);
    if (rc == RC_OK)
        put_done(call, args->out, &outcome);
    return rc;
}

#define PERSON_WORD                                                                         \
    {                                                                                       \
        .name = "CODE", .brief = "the person's number, such as NI-P-2026-104", .must = true \
    }
#define PART_WORD                                                                        \
    {                                                                                    \
        .name = "PART", .brief = "who, home, story, papers, help, seen, shared or kept", \
        .must = true                                                                     \
    }

static const struct command_word file_words[] = {PERSON_WORD, {.name = NULL}};
static const struct command_word told_words[] = {
    PERSON_WORD,
    PART_WORD,
    {.name = "ANSWER", .brief = "right or changes", .must = true},
    {.name = NULL},
};
static const struct command_word strike_words[] = {
    PERSON_WORD,
    PART_WORD,
    {.name = "OF", .brief = "the record, as person file says", .must = true},
    {.name = "FIELD", .brief = "the field, as person file says", .must = true},
    {.name = NULL},
};

#define WISH_OPTION                                                                             \
    {                                                                                           \
        .name = "wish", .type = OPTION_TEXT, .value = "TEXT", .brief = "her wish, in her words" \
    }

static const struct command_option told_options[] = {WISH_OPTION, {.name = NULL}};
static const struct command_option strike_options[] = {
    WISH_OPTION,
    {.name = "sentence",
     .type = OPTION_INT,
     .value = "N",
     .max = PIECES_MAX,
     .brief = "which sentence of a long text, as person file says"},
    {.name = "instead",
     .type = OPTION_TEXT,
     .value = "TEXT",
     .brief = "what is to stand there, where something must"},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "person file",
     .brief = "Tell in plain words all that is kept about a person",
     .about = "Sentences to be read aloud to her, part by part, as far as you may see them.",
     .example = "khetane person file NI-P-2026-4",
     .needs = NEEDS_DATA,
     .words = file_words,
     .run = run_file},
    {.name = "person told",
     .brief = "Write down what she said to a part of her file that was read aloud",
     .example = "khetane person told NI-P-2026-4 story right",
     .needs = NEEDS_DATA,
     .words = told_words,
     .options = told_options,
     .run = run_told},
    {.name = "person strike",
     .brief = "Strike a sentence out at her wish",
     .about = "It is taken out and shown to nobody any more, in no history either. This cannot be "
              "taken back.",
     .needs = NEEDS_DATA,
     .words = strike_words,
     .options = strike_options,
     .run = run_strike},
};

const struct command_table told_table = {commands, sizeof commands / sizeof *commands};
