/* yaml.c - see yaml.h. Events of libyaml become nodes; the open maps and lists are a stack. */
#include "model/yaml.h"

#include <yaml.h>

#include "base/near.h"
#include "base/text.h"

struct level {
    struct yaml *node, *last; /* the open map or list, and what was put in last */
    struct yaml *waiting;     /* a map's node whose key was read and whose value was not */
};

struct reading {
    struct call *call;
    struct arena *keep;
    struct str file;
    struct yaml *root;
    struct level levels[YAML_DEPTH_MAX];
    size_t depth, nodes;
    bool ended; /* the document is read; nothing may follow */
};

static const char *where(struct call *call, struct str file, size_t line, size_t column)
{
    struct str s =
        str_format(call->arena, "%.*s:%zu:%zu", (int)file.n, file.p, line + 1, column + 1);

    return s.p == NULL ? "" : s.p;
}

static const char *at(const struct reading *in, yaml_mark_t mark)
{
    return where(in->call, in->file, mark.line, mark.column);
}

/* The place of a byte, for what libyaml and text.h cannot place. */
static const char *at_byte(const struct reading *in, struct str bytes, size_t offset)
{
    size_t line = 0, start = 0;

    for (size_t i = 0; i < offset && i < bytes.n; i++) {
        if (bytes.p[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
    return where(in->call, in->file, line, text_length(str_cut(bytes, start, offset)));
}

static size_t first_invalid(struct str bytes)
{
    size_t i = 0;

    while (i < bytes.n) {
        unsigned char c = (unsigned char)bytes.p[i];
        size_t n = c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        if (!text_valid(str_cut(bytes, i, i + n)))
            break;
        i += n;
    }
    return i;
}

/* A scalar in NFC; {NULL, 0} with the failure recorded when it holds what no text may hold. */
static enum rc read_text(struct reading *in, const yaml_event_t *event, struct str *out)
{
    struct str s = str_bytes(event->data.scalar.value, event->data.scalar.length);
    bool plain = true;

    for (size_t i = 0; i < s.n && plain; i++)
        plain = (s.p[i] >= ' ' && s.p[i] < 0x7F) || s.p[i] == '\n' || s.p[i] == '\t';
    if (!plain)
        s = text_clean(in->call->arena, s);
    if (s.p == NULL && in->call->arena->refused)
        return fail_memory(in->call);
    if (s.p == NULL)
        return fail(in->call, RC_INVALID, at(in, event->start_mark),
                    "This text holds a control character. Take it out.");
    *out = str_dup(in->keep, s);
    return out->p == NULL ? fail_memory(in->call) : RC_OK;
}

static enum rc check_plain(struct reading *in, const yaml_event_t *event, const yaml_char_t *anchor,
                           const yaml_char_t *tag)
{
    if (anchor != NULL)
        return fail(in->call, RC_INVALID, at(in, event->start_mark),
                    "Anchors (&%s) are not read here. Write the value out.", (const char *)anchor);
    if (tag != NULL)
        return fail(in->call, RC_INVALID, at(in, event->start_mark),
                    "Tags (%s) are not read here. Take it out.", (const char *)tag);
    return RC_OK;
}

static enum rc new_node(struct reading *in, struct yaml **out)
{
    if (++in->nodes > YAML_NODES_MAX)
        return fail(in->call, RC_LIMIT, str_z(in->call->arena, in->file),
                    "This file has more than %d values. Divide it.", YAML_NODES_MAX);
    struct yaml *node = arena_alloc(in->keep, sizeof *node);
    if (node == NULL)
        return fail_memory(in->call);
    node->file = in->file;
    *out = node;
    return RC_OK;
}

static void append(struct level *level, struct yaml *node)
{
    if (level->last == NULL)
        level->node->first = node;
    else
        level->last->next = node;
    level->last = node;
    level->node->n++;
}

static enum rc read_key(struct reading *in, const yaml_event_t *event)
{
    struct level *level = &in->levels[in->depth - 1];
    struct yaml *node;
    struct str key;

    if (event->type != YAML_SCALAR_EVENT)
        return fail(in->call, RC_INVALID, at(in, event->start_mark),
                    "A key is one text, never a list or a map.");
    enum rc rc = read_text(in, event, &key);
    if (rc != RC_OK)
        return rc;
    const struct yaml *same = yaml_find(level->node, key.p);
    if (same != NULL)
        return fail(in->call, RC_INVALID, at(in, event->start_mark),
                    "The key '%s' stands here already, in line %d.", key.p, same->key_line);
    if (level->node->n == YAML_KEYS_MAX)
        return fail(in->call, RC_LIMIT, at(in, event->start_mark),
                    "A map has at most %d keys. Divide it.", YAML_KEYS_MAX);
    rc = new_node(in, &node);
    if (rc != RC_OK)
        return rc;
    node->key = key;
    node->key_line = (int)event->start_mark.line + 1;
    node->key_column = (int)event->start_mark.column + 1;
    level->waiting = node;
    return RC_OK;
}

/* The node that this event fills: the root, a list's next, or the value of a map's key. */
static enum rc take_place(struct reading *in, yaml_mark_t mark, struct yaml **out)
{
    struct level *level = in->depth == 0 ? NULL : &in->levels[in->depth - 1];
    struct yaml *node = level == NULL ? NULL : level->waiting;
    enum rc rc = node == NULL ? new_node(in, &node) : RC_OK;

    if (rc != RC_OK)
        return rc;
    node->line = (int)mark.line + 1;
    node->column = (int)mark.column + 1;
    if (level == NULL) {
        in->root = node;
    } else {
        level->waiting = NULL;
        append(level, node);
    }
    *out = node;
    return RC_OK;
}

static enum rc read_value(struct reading *in, const yaml_event_t *event)
{
    struct yaml *node;
    enum rc rc = take_place(in, event->start_mark, &node);

    if (rc != RC_OK)
        return rc;
    if (event->type == YAML_SCALAR_EVENT) {
        node->type = YAML_TEXT;
        node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
        return read_text(in, event, &node->text);
    }
    if (in->depth == YAML_DEPTH_MAX)
        return fail(in->call, RC_LIMIT, at(in, event->start_mark),
                    "Lists and maps stand at most %d deep in each other.", YAML_DEPTH_MAX);
    node->type = event->type == YAML_MAPPING_START_EVENT ? YAML_MAP : YAML_LIST;
    in->levels[in->depth++] = (struct level){.node = node};
    return RC_OK;
}

static bool awaits_key(const struct reading *in)
{
    const struct level *level = in->depth == 0 ? NULL : &in->levels[in->depth - 1];

    return level != NULL && level->node != NULL && level->node->type == YAML_MAP &&
           level->waiting == NULL;
}

static enum rc read_node(struct reading *in, const yaml_event_t *event)
{
    return awaits_key(in) ? read_key(in, event) : read_value(in, event);
}

static enum rc read_document(struct reading *in, const yaml_event_t *event)
{
    if (in->ended)
        return fail(in->call, RC_INVALID, at(in, event->start_mark),
                    "A file holds one document; here a second one begins.");
    if (event->data.document_start.version_directive != NULL ||
        event->data.document_start.tag_directives.start !=
            event->data.document_start.tag_directives.end)
        return fail(in->call, RC_INVALID, at(in, event->start_mark),
                    "Directives (lines with %%) are not read here. Take them out.");
    return RC_OK;
}

static enum rc read_event(struct reading *in, const yaml_event_t *event)
{
    enum rc rc = RC_OK;

    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT: return read_document(in, event);
    case YAML_DOCUMENT_END_EVENT: in->ended = true; return RC_OK;
    case YAML_ALIAS_EVENT:
        return fail(in->call, RC_INVALID, at(in, event->start_mark),
                    "Aliases (*%s) are not read here. Write the value out.",
                    (const char *)event->data.alias.anchor);
    case YAML_SCALAR_EVENT:
        rc = check_plain(in, event, event->data.scalar.anchor, event->data.scalar.tag);
        return rc == RC_OK ? read_node(in, event) : rc;
    case YAML_SEQUENCE_START_EVENT:
        rc = check_plain(in, event, event->data.sequence_start.anchor,
                         event->data.sequence_start.tag);
        return rc == RC_OK ? read_node(in, event) : rc;
    case YAML_MAPPING_START_EVENT:
        rc =
            check_plain(in, event, event->data.mapping_start.anchor, event->data.mapping_start.tag);
        return rc == RC_OK ? read_node(in, event) : rc;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: in->depth--; return RC_OK;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT: return RC_OK;
    }
    return RC_OK;
}

/* libyaml's own words say what it met; they are English in every language. */
static enum rc parser_failed(const struct reading *in, const yaml_parser_t *parser,
                             struct str bytes)
{
    if (parser->error == YAML_MEMORY_ERROR)
        return fail_memory(in->call);
    const char *place = parser->error == YAML_READER_ERROR
                            ? at_byte(in, bytes, parser->problem_offset)
                            : at(in, parser->problem_mark);
    return fail(in->call, RC_INVALID, place, "This is not YAML: %s.",
                parser->problem == NULL ? "?" : parser->problem);
}

static enum rc read_events(struct reading *in, yaml_parser_t *parser, struct str bytes)
{
    bool more = true;

    while (more) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event))
            return parser_failed(in, parser, bytes);
        more = event.type != YAML_STREAM_END_EVENT;
        enum rc rc = read_event(in, &event);
        yaml_event_delete(&event);
        if (rc != RC_OK)
            return rc;
    }
    if (in->root == NULL)
        return fail(in->call, RC_INVALID, where(in->call, in->file, 0, 0), "This file is empty.");
    return RC_OK;
}

enum rc yaml_read(struct call *call, struct str name, struct str bytes, struct arena *keep,
                  const struct yaml **out)
{
    struct reading in = {.call = call, .keep = keep, .file = name};
    yaml_parser_t parser;

    if (bytes.n > YAML_BYTES_MAX)
        return fail(call, RC_LIMIT, str_z(call->arena, name), "This file is longer than %d bytes.",
                    YAML_BYTES_MAX);
    size_t bad = first_invalid(bytes);
    if (bad < bytes.n)
        return fail(call, RC_INVALID, at_byte(&in, bytes, bad),
                    "This is not UTF-8. Save the file as UTF-8.");
    if (!yaml_parser_initialize(&parser))
        return fail_memory(call);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes.p, bytes.n);
    enum rc rc = read_events(&in, &parser, bytes);
    yaml_parser_delete(&parser);
    if (rc == RC_OK)
        *out = in.root;
    return rc;
}

struct str yaml_where(struct call *call, const struct yaml *node)
{
    if (node->line == 0)
        return node->file; /* it was made, not read */
    return str_format(call->arena, "%.*s:%d:%d", (int)node->file.n, node->file.p, node->line,
                      node->column);
}

struct str yaml_key_where(struct call *call, const struct yaml *node)
{
    if (node->key_line == 0)
        return node->file;
    return str_format(call->arena, "%.*s:%d:%d", (int)node->file.n, node->file.p, node->key_line,
                      node->key_column);
}

static const struct yaml_key *find_key(const struct yaml_key *keys, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_is(name, keys[i].name))
            return &keys[i];
    return NULL;
}

static void unknown_key(struct call *call, const struct yaml *node, const struct yaml_key *keys,
                        size_t n)
{
    struct near near;

    near_start(&near, node->key);
    for (size_t i = 0; i < n; i++)
        near_try(&near, str_of(keys[i].name));
    if (near.found.p != NULL)
        yaml_key_fault(call, node, "Unknown key '%s'; did you mean '%s'?", node->key.p,
                       near.found.p);
    else
        yaml_key_fault(call, node, "Unknown key '%s'.", node->key.p);
}

static void check_type(struct call *call, const struct yaml *node, const struct yaml_key *key)
{
    if (key->any || node->type == key->type)
        return;
    if (key->type == YAML_TEXT)
        yaml_fault(call, node, "'%s' must be one text or number.", key->name);
    else if (key->type == YAML_LIST)
        yaml_fault(call, node, "'%s' must be a list.", key->name);
    else
        yaml_fault(call, node, "'%s' must be a map of keys and values.", key->name);
}

bool yaml_keys(struct call *call, const struct yaml *map, const struct yaml_key *keys, size_t n)
{
    if (map->type != YAML_MAP) {
        yaml_fault(call, map, "Here must stand a map of keys and values.");
        return false;
    }
    yaml_each(item, map) {
        const struct yaml_key *key = find_key(keys, n, item->key);
        if (key == NULL)
            unknown_key(call, item, keys, n);
        else
            check_type(call, item, key);
    }
    for (size_t i = 0; i < n; i++)
        if (keys[i].must && yaml_find(map, keys[i].name) == NULL)
            yaml_fault(call, map, "The key '%s' is missing here.", keys[i].name);
    return true;
}

const struct yaml *yaml_find(const struct yaml *map, const char *key)
{
    if (map->type == YAML_MAP)
        yaml_each(item, map)
            if (str_is(item->key, key))
                return item;
    return NULL;
}

static const struct yaml *find_text(const struct yaml *map, const char *key)
{
    const struct yaml *node = yaml_find(map, key);

    return node == NULL || node->type != YAML_TEXT ? NULL : node;
}

struct str yaml_text(const struct yaml *map, const char *key)
{
    const struct yaml *node = find_text(map, key);

    return node == NULL ? (struct str){NULL, 0} : node->text;
}

int64_t yaml_int(struct call *call, const struct yaml *map, const char *key, int64_t min,
                 int64_t max)
{
    const struct yaml *node = find_text(map, key);
    int64_t i;

    if (node == NULL)
        return min;
    if (str_int(node->text, &i) && i >= min && i <= max)
        return i;
    yaml_fault(call, node, "'%s' must be a whole number from %lld to %lld.", key, (long long)min,
               (long long)max);
    return min;
}

bool yaml_flag(struct call *call, const struct yaml *map, const char *key, bool absent)
{
    const struct yaml *node = find_text(map, key);

    if (node == NULL)
        return absent;
    if (str_is(node->text, "yes") || str_is(node->text, "no"))
        return node->text.n == 3;
    yaml_fault(call, node, "'%s' must be yes or no.", key);
    return absent;
}

bool yaml_day(struct call *call, const struct yaml *map, const char *key, day *out)
{
    const struct yaml *node = find_text(map, key);

    if (node == NULL)
        return false;
    if (node->text.n < DAY_TEXT && day_parse(node->text.p, out))
        return true;
    yaml_fault(call, node, "'%s' must be a date like 2026-11-22.", key);
    return false;
}

int yaml_word(struct call *call, const struct yaml *node, const char *const *words)
{
    struct near near;

    if (node == NULL || node->type != YAML_TEXT)
        return -1;
    near_start(&near, node->text);
    for (int i = 0; words[i] != NULL; i++) {
        if (str_is(node->text, words[i]))
            return i;
        near_try(&near, str_of(words[i]));
    }
    if (node->text.n > NEAR_WORD_MAX)
        yaml_fault(call, node, "This is none of the words that may stand here.");
    else if (near.found.p != NULL)
        yaml_fault(call, node, "'%s' is not known here; did you mean '%s'?", node->text.p,
                   near.found.p);
    else
        yaml_fault(call, node, "'%s' is not known here.", node->text.p);
    return -1;
}
