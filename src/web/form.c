/* form.c - see form.h. */
#include "web/form.h"

#include "base/text.h"

/* A form that is being read. */
struct reader {
    struct call *call;
    struct form form;
    size_t room, files;
};

static bool is_name(struct str name)
{
    if (name.n == 0 || name.n > FORM_NAME_MAX)
        return false;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && (c == '\0' || strchr("._-:[]", c) == NULL))
            return false;
    }
    return true;
}

static enum rc add_field(struct reader *in, struct form_value field)
{
    struct call *call = in->call;

    if (!is_name(field.name))
        return fail(call, RC_INVALID, NULL,
                    "The form has a field with a name that it cannot have.");
    if (in->form.n == FORM_FIELDS_MAX)
        return fail(call, RC_LIMIT, NULL, "The form has more than %d fields.", FORM_FIELDS_MAX);
    if (!arena_grow(call->arena, &in->form.fields, in->form.n, &in->room))
        return fail_memory(call);
    in->form.fields[in->form.n++] = field;
    return RC_OK;
}

/* Text that cannot be kept is a fault of its field; the field then arrives empty. */
static enum rc add_text(struct reader *in, struct str name, struct str text)
{
    struct str clean = STR("");

    if (!is_name(name))
        return add_field(in, (struct form_value){.name = name});
    if (text.n > FORM_TEXT_MAX) {
        fault_add(in->call, name, "The text is longer than %d kilobytes. Shorten it.",
                  FORM_TEXT_MAX >> 10);
    } else if (!text_valid(text)) {
        fault_add(in->call, name, "The text has characters that cannot be read. Type it again.");
    } else if (text.n != 0) {
        clean = text_clean(in->call->arena, text);
        if (clean.p == NULL)
            fault_add(in->call, name, "The text has control characters. Remove them.");
    }
    return add_field(in,
                     (struct form_value){.name = name, .value = clean.p == NULL ? STR("") : clean});
}

/* ---- urlencoded */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool form_unescape(struct arena *arena, struct str s, bool plus, struct str *out)
{
    char *to = arena_alloc(arena, s.n + 1);
    size_t n = 0;

    if (to == NULL)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '+' && plus) {
            c = ' ';
        } else if (c == '%') {
            int high = i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1;
            int low = i + 2 < s.n ? hex_digit(s.p[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (char)(high << 4 | low);
            i += 2;
        }
        to[n++] = c;
    }
    *out = str_bytes(to, n);
    return true;
}

static enum rc read_pair(struct reader *in, struct str pair)
{
    struct str name, value, raw_name = str_split(&pair, '=');

    if (!form_unescape(in->call->arena, raw_name, true, &name) ||
        !form_unescape(in->call->arena, pair, true, &value))
        return fail(in->call, RC_INVALID, NULL,
                    "The form has a percent sign without two digits behind it.");
    return add_text(in, name, value);
}

enum rc form_query(struct call *call, struct str query, struct form *out)
{
    struct reader in = {.call = call};

    while (query.n != 0) {
        struct str pair = str_split(&query, '&');
        if (pair.n == 0)
            continue;
        enum rc rc = read_pair(&in, pair);
        if (rc != RC_OK)
            return rc;
    }
    *out = in.form;
    return call_faults(call);
}

/* ---- multipart */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static bool same(struct str a, const char *b)
{
    if (a.n != strlen(b))
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b[i]))
            return false;
    return true;
}

/* The value of "; name=value" or "; name=\"value\"" in a header; {NULL, 0} if it is not there. */
static struct str header_parameter(struct str header, const char *name)
{
    (void)str_split(&header, ';');
    while (header.n != 0) {
        struct str key = str_trim(str_split(&header, '='));
        struct str value;
        if (header.n != 0 && header.p[0] == '"') {
            header = str_cut(header, 1, header.n);
            value = str_split(&header, '"');
            (void)str_split(&header, ';');
        } else {
            value = str_trim(str_split(&header, ';'));
        }
        if (same(key, name))
            return value.p == NULL ? STR("") : value;
    }
    return (struct str){NULL, 0};
}

static enum rc broken(struct call *call)
{
    return fail(call, RC_INVALID, NULL, "The form arrived broken. Send it again.");
}

struct part {
    struct str name, file_name, type;
    bool is_file;
};

static bool read_part_line(struct str line, struct part *part)
{
    struct str name = str_split(&line, ':');

    line = str_trim(line);
    if (same(name, "Content-Disposition")) {
        struct str rest = line, kind = str_split(&rest, ';');
        if (!same(str_trim(kind), "form-data") || part->name.p != NULL)
            return false;
        part->name = header_parameter(line, "name");
        part->file_name = header_parameter(line, "filename");
        part->is_file = part->file_name.p != NULL;
    } else if (same(name, "Content-Type")) {
        part->type = line;
    } else if (same(name, "Content-Transfer-Encoding")) {
        return same(line, "binary") || same(line, "8bit");
    }
    return true;
}

static bool read_part_head(struct str head, struct part *part)
{
    *part = (struct part){.type = STR("text/plain")};
    while (head.n != 0) {
        struct str line = str_split(&head, '\n');
        if (!str_ends(line, STR("\r")))
            return false;
        if (!read_part_line(str_cut(line, 0, line.n - 1), part))
            return false;
    }
    return part->name.p != NULL;
}

/* A file's name without the folders that some browsers put before it. */
static struct str base_name(struct arena *arena, struct str name)
{
    for (size_t i = name.n; i-- > 0;) {
        if (name.p[i] == '/' || name.p[i] == '\\') {
            name = str_cut(name, i + 1, name.n);
            break;
        }
    }
    if (name.n > FORM_FILE_NAME_MAX || !text_valid(name))
        return (struct str){NULL, 0};
    return text_clean(arena, name);
}

static enum rc add_part(struct reader *in, const struct part *part, struct str data)
{
    struct call *call = in->call;

    if (!part->is_file)
        return add_text(in, part->name, data);
    if (part->file_name.n == 0 && data.n == 0)
        return RC_OK; /* a file field that was left empty */
    if (++in->files > FORM_FILES_MAX)
        return fail(call, RC_LIMIT, NULL, "The form has more than %d files.", FORM_FILES_MAX);
    struct str file_name = base_name(call->arena, part->file_name);
    if (file_name.p == NULL && is_name(part->name))
        fault_add(call, part->name, "The file's name cannot be read, or is longer than %d bytes.",
                  FORM_FILE_NAME_MAX);
    struct str type = text_valid(part->type) ? part->type : STR("application/octet-stream");
    return add_field(
        in, (struct form_value){part->name, data, file_name.p == NULL ? STR("") : file_name, type});
}

static size_t find_bytes(struct str in, struct str what)
{
    const char *at = in.p == NULL ? NULL : memmem(in.p, in.n, what.p, what.n);

    return at == NULL ? in.n : (size_t)(at - in.p);
}

/* Takes one part off *rest: its head, an empty line, its data up to the next delimiter. */
static enum rc read_part(struct reader *in, struct str delimiter, struct str *rest)
{
    struct part part;
    size_t head_n = find_bytes(str_cut(*rest, 0, FORM_PART_HEAD_MAX), STR("\r\n\r\n"));

    if (head_n + 4 > rest->n || head_n >= FORM_PART_HEAD_MAX - 4 ||
        !read_part_head(str_cut(*rest, 0, head_n + 2), &part))
        return broken(in->call);
    *rest = str_cut(*rest, head_n + 4, rest->n);
    size_t data_n = find_bytes(*rest, delimiter);
    if (data_n == rest->n)
        return broken(in->call);
    struct str data = str_cut(*rest, 0, data_n);
    *rest = str_cut(*rest, data_n + delimiter.n, rest->n);
    return add_part(in, &part, data);
}

static enum rc read_multipart(struct call *call, struct str boundary, struct str body,
                              struct form *out)
{
    struct reader in = {.call = call};
    struct str delimiter = str_format(call->arena, "\r\n--%.*s", (int)boundary.n, boundary.p);

    if (delimiter.p == NULL)
        return fail_memory(call);
    struct str first = str_cut(delimiter, 2, delimiter.n);
    if (!str_starts(body, first))
        return broken(call);
    struct str rest = str_cut(body, first.n, body.n);
    while (str_starts(rest, STR("\r\n"))) {
        rest = str_cut(rest, 2, rest.n);
        enum rc rc = read_part(&in, delimiter, &rest);
        if (rc != RC_OK)
            return rc;
    }
    if (!str_eq(rest, STR("--\r\n")) && !str_eq(rest, STR("--")))
        return broken(call);
    *out = in.form;
    return call_faults(call);
}

/* ---- either */

enum rc form_read(struct call *call, struct str content_type, struct str body, struct form *out)
{
    struct str rest = content_type, type = str_trim(str_split(&rest, ';'));

    if (same(type, "application/x-www-form-urlencoded"))
        return form_query(call, body, out);
    if (!same(type, "multipart/form-data"))
        return fail(call, RC_INVALID, NULL, "This is not the kind of data that a form sends.");
    struct str boundary = header_parameter(content_type, "boundary");
    if (boundary.n == 0 || boundary.n > FORM_BOUNDARY_MAX)
        return broken(call);
    return read_multipart(call, boundary, body, out);
}

struct str form_find(const struct form *form, struct str name)
{
    for (size_t i = 0; i < form->n; i++)
        if (str_eq(form->fields[i].name, name))
            return form->fields[i].value;
    return (struct str){NULL, 0};
}

struct str cookie_find(struct str header, const char *name)
{
    struct str found = {NULL, 0};

    while (header.n != 0) {
        struct str value = str_trim(str_split(&header, ';')), key = str_split(&value, '=');
        if (!str_is(key, name))
            continue;
        if (found.p != NULL)
            return (struct str){NULL, 0};
        found = value.p == NULL ? STR("") : value;
    }
    return found;
}
