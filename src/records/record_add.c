/* record_add.c - see record_add.h: fields as FIELD=VALUE, or a JSON object a line. */
#include "records/record_add.h"

#include "base/lang.h"
#include "base/text.h"
#include "cli/input.h"
#include "cli/out.h"
#include "cli/say.h"
#include "document/cells.h"
#include "exchange/import_value.h"
#include "model/operation.h"
#include "model/yaml.h"
#include "query/query.h"
#include "records/commands.h"
#include "records/record_commands.h"
#include "records/record_values.h"

static const struct str none = {NULL, 0};

/* ---- add and set ---- */

/* What was typed for one record. */
struct entry {
    const struct kind *kind;
    struct value *values;
    bool *given;
    struct import_links *links;
    struct str of; /* what it is a part of */
};

struct made {
    struct str code;
    struct id change;
    bool waits, nothing;
};

static enum rc entry_begin(struct call *call, const struct kind *kind, struct entry *out)
{
    *out = (struct entry){.kind = kind,
                          .values = arena_array(call->arena, kind->n, sizeof *out->values),
                          .given = arena_array(call->arena, kind->n, sizeof *out->given),
                          .links = arena_alloc(call->arena, sizeof *out->links)};
    return out->values == NULL || out->given == NULL || out->links == NULL ? fail_memory(call)
                                                                           : RC_OK;
}

/* What is wrong with the value is collected; the rest ends the reading. */
static enum rc take_value(struct call *call, struct entry *entry, const struct field *field,
                          struct str text)
{
    struct str clean = text_clean(call->arena, text);

    if (clean.p == NULL && text.n != 0)
        return fail(call, RC_INVALID, NULL, "%s: this text holds a control character. Take it out.",
                    str_z(call->arena, field->name));
    if (entry->given[field->index])
        return fail(call, RC_USAGE, NULL, "%s is given twice.", str_z(call->arena, field->name));
    entry->given[field->index] = true;
    (void)import_value(call, entry->links, field, cell_text(clean), &entry->values[field->index]);
    return call->error.rc;
}

/* Those words after the first that are FIELD=VALUE. */
static enum rc take_words(struct call *call, const struct command_args *args, size_t from,
                          struct entry *entry)
{
    enum rc rc = RC_OK;

    for (size_t i = from; i < args->n && rc == RC_OK; i++) {
        struct str text = args_word(args, i);
        if (str_find(text, '=') == text.n)
            return fail(call, RC_USAGE, NULL, "'%s' is not written as FIELD=VALUE.", text.p);
        struct str name = str_trim(str_split(&text, '='));
        const struct field *field = field_find(entry->kind, name);
        rc = field == NULL || value_is_sealed(field) ? record_no_field(call, entry->kind, name)
                                                     : take_value(call, entry, field, text);
    }
    return rc == RC_OK ? call_faults(call) : rc;
}

/* id: what is changed; NULL: a new one. */
static enum rc save(struct call *call, const struct entry *entry, const struct id *id,
                    struct made *out)
{
    struct save_args save = {
        .kind = entry->kind, .id = id, .values = entry->values, .given = entry->given};
    struct operation_request request = {.operation = "record.save", .change = id_new(call)};
    struct outcome outcome;
    struct id owner;
    enum rc rc = RC_OK;

    if (entry->of.n != 0 && entry->kind->owner == NULL)
        return fail(call, RC_USAGE, NULL, "\"%s\" is no part of anything else.",
                    str_z(call->arena, entry->kind->name));
    if (id == NULL && entry->kind->owner != NULL && entry->of.n == 0)
        return fail(call, RC_USAGE, NULL,
                    "\"%s\" is a part of something: --of NUMBER says of what.",
                    str_z(call->arena, entry->kind->name));
    if (entry->of.n != 0) {
        rc = record_find_id(call, entry->kind->owner, entry->of, &owner);
        save.owner = &owner;
    }
    if (rc == RC_OK)
        rc = save_args_make(call, &save, &request.args);
    if (rc == RC_OK)
        rc = operation_run(call, &request, &outcome);
    if (rc != RC_OK)
        return rc;
    *out = (struct made){value_code(call, outcome.code, &outcome.record), outcome.change,
                         outcome.waits, outcome.nothing};
    return RC_OK;
}

static void put_made(struct call *call, const struct command_args *args, const struct made *made)
{
    out_record(args->out, NULL);
    out_text(args->out, "code", made->code);
    out_text(args->out, "change",
             made->nothing ? none : str_hex(call->arena, id_str(&made->change)));
    out_flag(args->out, "waits", made->waits);
    out_end(args->out);
}

/* ---- add --from: a JSON object a line, which is YAML too ---- */

static bool holds(struct str text, const char *signs)
{
    for (size_t i = 0; i < text.n; i++)
        if (strchr(signs, text.p[i]) != NULL)
            return true;
    return false;
}

/* {"part": "given", "text": "Senada"}: its columns behind commas, those not there empty. */
static bool object_text(const struct field *field, const struct yaml *row, struct buf *out)
{
    size_t found = 0;

    for (size_t i = 0; i < field->type->n; i++) {
        const char *suffix = field->type->columns[i].suffix;
        const char *name = suffix[0] == '\0' ? "value" : suffix + (suffix[0] == '_');
        const struct yaml *cell = yaml_find(row, name);
        bool there = cell != NULL && cell->type == YAML_TEXT &&
                     (cell->quoted || !str_is(cell->text, "null"));
        if (i != 0)
            buf_char(out, ',');
        if (there && holds(cell->text, ",;"))
            return false;
        if (there)
            buf_add(out, cell->text);
        found += cell != NULL;
    }
    return found == row->n;
}

/* One value as people would type it; false: it cannot be written so. */
static bool typed_text(const struct field *field, const struct yaml *in, struct buf *out)
{
    if (in->type == YAML_MAP)
        return object_text(field, in, out);
    if (in->type == YAML_TEXT) {
        if (in->quoted || !str_is(in->text, "null"))
            buf_add(out, in->text);
        return true;
    }
    yaml_each(item, in) {
        if (item != in->first)
            buf_char(out, ';');
        if (item->type == YAML_LIST || (item->type == YAML_TEXT && holds(item->text, ";")) ||
            !typed_text(field, item, out))
            return false;
    }
    return true;
}

static enum rc take_key(struct call *call, struct entry *entry, const struct yaml *item)
{
    const struct field *field = field_find(entry->kind, item->key);
    struct buf text;

    if (field == NULL && str_is(item->key, "of") && item->type == YAML_TEXT) {
        entry->of = item->text;
        return RC_OK;
    }
    if (field == NULL || value_is_sealed(field))
        return record_no_field(call, entry->kind, item->key);
    buf_init(&text, call->arena, YAML_BYTES_MAX);
    if (!typed_text(field, item, &text))
        return fail(
            call, RC_INVALID, NULL,
            "%s: a list holds texts without ';', or objects whose texts have no ',' or ';'.",
            str_z(call->arena, field->name));
    return take_value(call, entry, field, buf_str(&text));
}

/* JSON writes a sign beyond 16 bits as two halves, "\ud83d\ude00"; YAML as one, "\U0001f600". */
static struct str join_halves(struct call *call, struct str line)
{
    struct buf out;

    buf_init(&out, call->arena, YAML_BYTES_MAX);
    for (size_t i = 0; i < line.n; i++) {
        unsigned char high[2], low[2];
        bool escape = line.p[i] == '\\';
        if (escape && str_starts(str_cut(line, i, line.n), STR("\\u")) &&
            str_unhex(str_cut(line, i + 2, i + 6), high, 2) && (high[0] & 0xFC) == 0xD8 &&
            str_starts(str_cut(line, i + 6, line.n), STR("\\u")) &&
            str_unhex(str_cut(line, i + 8, i + 12), low, 2) && (low[0] & 0xFC) == 0xDC) {
            unsigned above = (unsigned)(high[0] & 3) << 18 | (unsigned)high[1] << 10;
            buf_format(&out, "\\U%08x", 0x10000U + (above | (low[0] & 3U) << 8 | low[1]));
            i += 11;
            continue;
        }
        buf_char(&out, line.p[i]);
        if (escape && i + 1 < line.n)
            buf_char(&out, line.p[++i]);
    }
    return buf_str(&out);
}

static enum rc no_object(struct call *call)
{
    call_forgive(call);
    return fail(call, RC_INVALID, NULL, "This is no JSON object: {\"field\": \"value\"}");
}

static enum rc add_line(struct call *call, const struct kind *kind, struct str of, struct str line,
                        struct made *out)
{
    const struct yaml *map;
    struct entry entry;
    enum rc rc = entry_begin(call, kind, &entry);

    if (rc == RC_OK && line.n > YAML_BYTES_MAX)
        return fail(call, RC_LIMIT, NULL, "A line has at most %d bytes.", YAML_BYTES_MAX);
    if (rc == RC_OK && line.p[0] != '{')
        return no_object(call);
    if (rc == RC_OK)
        rc = yaml_read(call, STR("JSON"), join_halves(call, line), call->arena, &map);
    if (rc != RC_OK)
        return rc == RC_INVALID ? no_object(call) : rc;
    entry.of = of;
    yaml_each(item, map) {
        rc = take_key(call, &entry, item);
        if (rc != RC_OK)
            return rc;
    }
    rc = call_faults(call);
    return rc == RC_OK ? save(call, &entry, NULL, out) : rc;
}

/* What the lines before one that is not right have done. */
static void note_before(struct call *call, const struct command_args *args, size_t number,
                        size_t done)
{
    if (done == 0)
        note(call, args, "Line %zu cannot be taken in. Nothing was written.", number);
    else
        note(call, args,
             "Line %zu cannot be taken in, nor what follows it. Records from the lines before it, "
             "which stay: %zu.",
             number, done);
}

/* All that is wrong with a line as one sentence that names it. */
static enum rc say_line(struct call *call, size_t number, enum rc rc)
{
    struct buf text;

    if (rc == RC_MEMORY)
        return rc;
    buf_init(&text, call->arena, VALUE_TEXT_MAX);
    for (const struct fault *fault = call->faults; fault != NULL; fault = fault->next)
        value_join(&text, "; ", fault->text);
    if (call->faults == NULL && call->error.where.n != 0)
        buf_format(&text, "%s: ", str_z(call->arena, call->error.where));
    if (call->faults == NULL)
        buf_add(&text, call->error.text);
    if (call->questions != NULL)
        value_join(&text, " ", say(call, "If it is so, give the same command with --sure."));
    call_forgive(call);
    return fail(call, rc == RC_USAGE ? RC_INVALID : rc, NULL, "Line %zu: %s", number,
                buf_str(&text).p);
}

static enum rc add_lines(struct call *call, const struct command_args *args,
                         const struct kind *kind, struct str text)
{
    struct call_loop loop;
    size_t done = 0, number = 0, max = 1;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < text.n; i++)
        max += text.p[i] == '\n';
    struct made *all = arena_array(call->arena, max, sizeof *all);
    if (all == NULL)
        return fail_memory(call);
    call_loop_begin(call, &loop);
    while (rc == RC_OK && text.n != 0) {
        struct str line = str_trim(str_split(&text, '\n'));
        number++;
        if (line.n == 0)
            continue;
        rc = add_line(call, kind, args_text(args, "of"), line, &all[done]);
        if (rc != RC_OK) {
            note_before(call, args, number, done);
            rc = say_line(call, number, rc);
            break;
        }
        all[done].code = str_dup(loop.outer, all[done].code);
        done++;
        call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    if (rc != RC_OK)
        return rc;
    out_list(args->out, NULL);
    for (size_t i = 0; i < done; i++)
        put_made(call, args, &all[i]);
    out_end(args->out);
    return RC_OK;
}

enum rc record_run_add(struct call *call, const struct command_args *args)
{
    struct str from = args_text(args, "from"), text;
    const struct kind *kind;
    struct entry entry;
    struct made made;
    enum rc rc = records_kind_named(call, args_word(args, 0), &kind);

    if (rc == RC_OK && from.n == 0 && args->n < 2)
        return fail(call, RC_USAGE, NULL,
                    "Say what is to be written: FIELD=VALUE ..., or --from FILE with a JSON object "
                    "a line (- for standard input).");
    if (rc == RC_OK && from.n != 0 && args->n >= 2)
        return fail(call, RC_USAGE, NULL, "FIELD=VALUE and --from do not go together.");
    if (rc == RC_OK && from.n != 0) {
        rc = input_read(call, from, LINES_BYTES_MAX, &text);
        return rc == RC_OK ? add_lines(call, args, kind, text) : rc;
    }
    if (rc == RC_OK)
        rc = entry_begin(call, kind, &entry);
    if (rc == RC_OK)
        rc = take_words(call, args, 1, &entry);
    if (rc != RC_OK)
        return rc;
    entry.of = args_text(args, "of");
    rc = save(call, &entry, NULL, &made);
    if (rc == RC_OK)
        put_made(call, args, &made);
    return rc;
}

enum rc record_run_set(struct call *call, const struct command_args *args)
{
    const struct kind *kind;
    struct entry entry;
    struct made made;
    struct id id;
    enum rc rc = records_kind_named(call, args_word(args, 0), &kind);

    if (rc == RC_OK)
        rc = record_find_id(call, kind, args_word(args, 1), &id);
    if (rc == RC_OK)
        rc = entry_begin(call, kind, &entry);
    if (rc == RC_OK)
        rc = take_words(call, args, 2, &entry);
    if (rc == RC_OK)
        rc = save(call, &entry, &id, &made);
    if (rc != RC_OK)
        return rc;
    if (made.nothing)
        note(call, args, "It was so already; nothing was changed.");
    put_made(call, args, &made);
    return RC_OK;
}
