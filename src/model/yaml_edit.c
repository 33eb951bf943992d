/* yaml_edit.c - see yaml_edit.h. */
#include "model/yaml_edit.h"

struct yaml *yaml_map_new(struct arena *keep, const struct yaml *like)
{
    struct yaml *map = arena_alloc(keep, sizeof *map);

    if (map == NULL)
        return NULL;
    if (like != NULL)
        *map = *like;
    map->type = YAML_MAP;
    map->first = map->next = NULL;
    map->n = 0;
    return map;
}

/* Nodes that we made are ours to change; those that were read are copied first. */
static struct yaml *ours(const struct yaml *node)
{
    return (struct yaml *)(uintptr_t)node;
}

static struct yaml *last_of(const struct yaml *in)
{
    const struct yaml *last = in->first;

    while (last != NULL && last->next != NULL)
        last = last->next;
    return ours(last);
}

static struct yaml *append(struct yaml *in, struct yaml *node)
{
    struct yaml *last = last_of(in);

    if (last == NULL)
        in->first = node;
    else
        last->next = node;
    in->n++;
    return node;
}

static struct yaml *copy(struct arena *keep, struct str key, const struct yaml *node)
{
    struct yaml *new = arena_alloc(keep, sizeof *new);

    if (new == NULL)
        return NULL;
    *new = *node;
    new->key = key;
    new->next = NULL;
    return new;
}

struct yaml *yaml_open(struct arena *keep, const struct yaml *node)
{
    struct yaml *out = yaml_map_new(keep, node);

    if (out == NULL || node == NULL)
        return out;
    out->type = node->type;
    yaml_each(item, node)
        if (yaml_put(keep, out, item->key, item) == NULL)
            return NULL;
    return out;
}

struct yaml *yaml_put(struct arena *keep, struct yaml *in, struct str key, const struct yaml *node)
{
    struct yaml *new = copy(keep, key, node);

    return new == NULL ? NULL : append(in, new);
}

struct yaml *yaml_put_text(struct arena *keep, struct yaml *in, struct str key, struct str text)
{
    struct yaml node = {.type = YAML_TEXT, .file = in->file, .text = text};

    node.line = node.key_line = in->line;
    node.column = node.key_column = in->column;
    return yaml_put(keep, in, key, &node);
}

const struct yaml *yaml_at(const struct yaml *map, struct str key)
{
    if (map != NULL && map->type == YAML_MAP)
        yaml_each(item, map)
            if (str_eq(item->key, key))
                return item;
    return NULL;
}

struct yaml *yaml_set(struct arena *keep, struct yaml *in, struct str key, const struct yaml *node)
{
    struct yaml *there = ours(yaml_at(in, key));

    if (there == NULL)
        return yaml_put(keep, in, key, node);
    const struct yaml *next = there->next;
    *there = *node;
    there->key = key;
    there->next = next;
    return there;
}

struct yaml *yaml_set_text(struct arena *keep, struct yaml *in, struct str key, struct str text)
{
    const struct yaml node = {.type = YAML_TEXT, .file = in->file, .text = text};

    return yaml_set(keep, in, key, &node);
}

void yaml_drop(struct yaml *in, struct str key)
{
    struct yaml *before = NULL;

    yaml_each(item, in) {
        if (str_eq(item->key, key)) {
            if (before == NULL)
                in->first = item->next;
            else
                before->next = item->next;
            in->n--;
            return;
        }
        before = ours(item);
    }
}

struct yaml *yaml_enter(struct arena *keep, struct yaml *in, struct str key)
{
    const struct yaml *there = yaml_at(in, key);
    struct yaml *open = yaml_open(keep, there != NULL && there->type == YAML_MAP ? there : NULL);

    if (open == NULL)
        return NULL;
    if (there == NULL)
        open->file = in->file;
    return yaml_set(keep, in, key, open);
}

/* ---- writing ---- */

/* What no reader could take for anything but a text. */
static bool is_plain(struct str s)
{
    if (s.n == 0 || s.n > 100)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9');
        bool inside = c == ' ' || c == '-' || c == '.';
        if (!letter && (!inside || i == 0 || i + 1 == s.n))
            return false;
    }
    return true;
}

static void put_text(struct buf *out, struct str s)
{
    if (is_plain(s)) {
        buf_add(out, s);
        return;
    }
    buf_char(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\')
            buf_char(out, '\\');
        if (s.p[i] == '\n')
            buf_z(out, "\\n");
        else if (s.p[i] == '\t')
            buf_z(out, "\\t");
        else
            buf_char(out, s.p[i]);
    }
    buf_char(out, '"');
}

static void put_node(struct buf *out, const struct yaml *node, int indent);

/* Short things of texts alone stand on one line: { is: text, must: yes } */
static bool is_flat(const struct yaml *node)
{
    size_t length = 0;

    yaml_each(item, node) {
        length += item->key.n + item->text.n;
        if (item->type != YAML_TEXT)
            return false;
    }
    return length < 70 && node->n < 12;
}

static void put_flat(struct buf *out, const struct yaml *node)
{
    bool map = node->type == YAML_MAP;
    const char *between = map ? "{ " : "[";

    if (node->n == 0) {
        buf_z(out, map ? "{}" : "[]");
        return;
    }
    yaml_each(item, node) {
        buf_z(out, between);
        between = ", ";
        if (map) {
            put_text(out, item->key);
            buf_z(out, ": ");
        }
        put_text(out, item->text);
    }
    buf_z(out, map ? " }" : "]");
}

static void put_lines(struct buf *out, const struct yaml *node, int indent)
{
    yaml_each(item, node) {
        buf_format(out, "%*s", indent, "");
        if (node->type == YAML_LIST)
            buf_z(out, "-");
        else {
            put_text(out, item->key);
            buf_char(out, ':');
        }
        put_node(out, item, indent + 2);
    }
}

static void put_node(struct buf *out, const struct yaml *node, int indent)
{
    if (node->type == YAML_TEXT) {
        buf_char(out, ' ');
        put_text(out, node->text);
        buf_char(out, '\n');
    } else if (is_flat(node)) {
        buf_char(out, ' ');
        put_flat(out, node);
        buf_char(out, '\n');
    } else {
        buf_char(out, '\n');
        put_lines(out, node, indent);
    }
}

void yaml_write(struct buf *out, const struct yaml *node)
{
    if (node->n == 0)
        buf_z(out, node->type == YAML_LIST ? "[]\n" : "{}\n");
    else
        put_lines(out, node, 0);
}
