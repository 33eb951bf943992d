/* template_commands.c - of commands.h: the templates of letters listed, read, checked and kept. */
#include "base/embed.h"
#include "base/file.h"
#include "casework/command_parts.h"
#include "casework/commands.h"
#include "casework/letter_own.h"
#include "casework/save.h"

/* ---- template list: the office's own, then the program's */

static void put_row(struct out *out, struct str name, const struct template_info *info, bool own)
{
    out_record(out, NULL);
    out_text(out, "template", name);
    out_text(out, "sort", info->kind);
    out_text(out, "language", info->language);
    out_text(out, "title", info->title);
    out_flag(out, "own", own);
    out_flag(out, "checked", info->checked);
    out_end(out);
}

static enum rc list_own(struct call *call, struct out *out)
{
    struct record **own;
    size_t n;
    enum rc rc = own_list(call, STR(""), &own, &n);

    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        struct template *t;
        rc = own_read(call, own[i], &t);
        if (rc == RC_OK)
            put_row(out, own[i]->code, template_info(t), true);
    }
    return rc;
}

static enum rc run_list(struct call *call, const struct command_args *args)
{
    enum rc rc;

    out_list(args->out, NULL);
    rc = list_own(call, args->out);
    embedded_each(file, STR("packs/")) {
        struct str name = str_of(file->name);
        struct template *t;
        if (rc != RC_OK || memmem(name.p, name.n, "/letters/", 9) == NULL)
            continue;
        rc = template_read(call, file->name, file->bytes, call->arena, &t);
        if (rc == RC_OK)
            put_row(args->out, name, template_info(t), false);
    }
    out_end(args->out);
    return rc;
}

/* ---- template show: an own one by its number, one of the program's by its file */

static enum rc run_show(struct call *call, const struct command_args *args)
{
    struct str name = args_word(args, 0), text = own_shipped(call, name);
    struct record *record;
    enum rc rc = RC_OK;

    if (text.p == NULL) {
        rc = command_find_record(call, "letter_template", name, &record);
        if (rc == RC_OK)
            rc = own_text(call, record, &text);
    }
    if (rc != RC_OK)
        return rc;
    if (args->form != OUT_JSON && args->form != OUT_LINES) {
        out_plain(args->out, text);
        return RC_OK;
    }
    out_record(args->out, NULL);
    out_text(args->out, "template", name);
    out_text(args->out, "text", text);
    out_end(args->out);
    return RC_OK;
}

/* ---- template check, template add */

static enum rc read_file(struct call *call, const struct command_args *args, struct str *text,
                         struct template **out)
{
    const char *path = str_z(call->arena, args_word(args, 0));
    enum rc rc = file_read(call, path, TEMPLATE_BYTES_MAX, text);

    return rc == RC_OK ? own_check(call, path, *text, out) : rc;
}

static enum rc run_check(struct call *call, const struct command_args *args)
{
    struct template_filled filled;
    struct template *t;
    struct str text;
    enum rc rc = read_file(call, args, &text, &t);

    if (rc == RC_OK)
        rc = own_try(call, t, &filled);
    if (rc == RC_OK)
        rc = letter_text(call, &filled.doc, &text);
    if (rc != RC_OK)
        return rc;
    if (args->form != OUT_JSON && args->form != OUT_LINES) {
        out_plain(args->out, text);
        return RC_OK;
    }
    out_record(args->out, NULL);
    out_text(args->out, "template", template_info(t)->id);
    out_int(args->out, "missing", (int64_t)filled.missing_n);
    out_text(args->out, "text", text);
    out_end(args->out);
    return RC_OK;
}

static enum rc run_add(struct call *call, const struct command_args *args)
{
    struct id change = id_new(call);
    struct outcome outcome;
    struct template *t;
    struct save save;
    struct str text;
    enum rc rc = read_file(call, args, &text, &t);

    if (rc == RC_OK)
        rc = save_init(call, command_kind(call, "letter_template"), &save);
    if (rc != RC_OK)
        return rc;
    save_text(&save, "text", text);
    rc = save_run(call, &save, &change, &outcome);
    if (rc != RC_OK)
        return rc;
    out_record(args->out, NULL);
    out_text(args->out, "code", outcome.code);
    out_end(args->out);
    return RC_OK;
}

/* ---- the table */

static const struct command_word name_word[] = {
    {.name = "TEMPLATE", .brief = "its number, or a file such as mk/appeal.mk", .must = true},
    {.name = NULL},
};
static const struct command_word file_word[] = {
    {.name = "FILE", .brief = "a template, as doc/guide/letters.md tells", .must = true},
    {.name = NULL},
};

static const struct command commands[] = {
    {.name = "template list",
     .brief = "List the templates of letters: your own, then those that come with the program",
     .needs = NEEDS_DATA,
     .run = run_list},
    {.name = "template show",
     .brief = "Show a template, as a file to copy and change",
     .example = "khetane template show mk/appeal.mk",
     .needs = NEEDS_DATA,
     .words = name_word,
     .run = run_show},
    {.name = "template check",
     .brief =
         "Name what is wrong in a template, by line; else show it filled with an invented case",
     .example = "khetane template check appeal.txt",
     .needs = NEEDS_NOTHING,
     .words = file_word,
     .run = run_check},
    {.name = "template add",
     .brief = "Keep a template of your own",
     .needs = NEEDS_DATA,
     .words = file_word,
     .run = run_add},
};

const struct command_table template_table = {commands, sizeof commands / sizeof *commands};
