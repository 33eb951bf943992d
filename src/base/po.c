/* po.c - see po.h. A message is read keyword by keyword, in the order gettext writes them. */
#include "base/po.h"

#include "base/text.h"

const char *po_where(const struct po *po, int line, size_t column)
{
    struct str s = str_format(po->call->arena, "%s:%d:%zu", po->name, line, column);

    return s.p == NULL ? po->name : s.p;
}

enum rc po_open(struct call *call, struct str bytes, const char *name, struct arena *keep,
                struct po *out)
{
    struct po po = {.call = call, .keep = keep, .name = name, .rest = bytes, .line = 1};
    struct str rest = bytes;

    buf_init(&po.text, call->arena, PO_TEXT_MAX);
    for (int line = 1; rest.n != 0; line++)
        if (!text_valid(str_split(&rest, '\n')))
            return fail(call, RC_INVALID, po_where(&po, line, 1),
                        "This line is not UTF-8. Save the file as UTF-8.");
    *out = po;
    return RC_OK;
}

static struct str first_line(const struct po *po)
{
    struct str rest = po->rest;
    struct str line = str_split(&rest, '\n');

    return str_ends(line, STR("\r")) ? str_cut(line, 0, line.n - 1) : line;
}

static void next_line(struct po *po)
{
    (void)str_split(&po->rest, '\n');
    po->line++;
}

/* Steps over blank lines and remarks; true at "#, fuzzy". */
static bool skip_remarks(struct po *po)
{
    bool fuzzy = false;

    while (po->rest.n != 0) {
        struct str line = first_line(po);
        if (str_starts(line, STR("#,"))) {
            while (line.n != 0)
                fuzzy |= str_is(str_trim(str_split(&line, ',')), "fuzzy");
        } else if (str_trim(line).n != 0 && line.p[0] != '#') {
            break;
        }
        next_line(po);
    }
    return fuzzy;
}

static bool unescape(char c, char *out)
{
    static const char from[] = "ntr\"\\", to[] = "\n\t\r\"\\";
    const char *at = c == '\0' ? NULL : strchr(from, c);

    if (at == NULL)
        return false;
    *out = to[at - from];
    return true;
}

/* One character of a text, and *i on its last byte. */
static enum rc read_char(struct po *po, struct str line, size_t *i, char *out)
{
    size_t column = *i + 1;
    char c = line.p[*i];

    *out = c;
    if (c == '\\') {
        if (*i + 2 < line.n && unescape(line.p[++*i], out))
            return RC_OK;
        return fail(po->call, RC_INVALID, po_where(po, po->line, column),
                    "Only \\n, \\t, \\r, \\\" and \\\\ may stand after a backslash.");
    }
    if (c == '"')
        return fail(po->call, RC_INVALID, po_where(po, po->line, column),
                    "A quote inside a text needs a backslash before it.");
    if ((unsigned char)c < ' ' || c == 0x7F)
        return fail(po->call, RC_INVALID, po_where(po, po->line, column),
                    "This text holds a control character. Take it out.");
    return RC_OK;
}

/* The text in quotes at the end of a line, which begins at the given column. */
static enum rc read_quoted(struct po *po, struct str line, size_t from)
{
    if (from >= line.n || line.p[from] != '"' || line.n < from + 2 || line.p[line.n - 1] != '"')
        return fail(po->call, RC_INVALID, po_where(po, po->line, from + 1),
                    "Here must stand a text in quotes.");
    for (size_t i = from + 1; i + 1 < line.n; i++) {
        char c;
        enum rc rc = read_char(po, line, &i, &c);
        if (rc != RC_OK)
            return rc;
        buf_char(&po->text, c);
    }
    return RC_OK;
}

static bool at_keyword(const struct po *po, const char *keyword)
{
    struct str line = first_line(po), word = str_of(keyword);

    return str_starts(line, word) && line.n > word.n &&
           (line.p[word.n] == ' ' || line.p[word.n] == '"');
}

/* keyword "text", and the lines of text that follow it. */
static enum rc read_text(struct po *po, const char *keyword, struct str *out)
{
    struct str line = first_line(po);
    size_t from = strlen(keyword);

    po->text.n = 0;
    while (from < line.n && line.p[from] == ' ')
        from++;
    do {
        enum rc rc = read_quoted(po, line, from);
        if (rc != RC_OK)
            return rc;
        if (!buf_ok(&po->text) && po->text.n < PO_TEXT_MAX)
            return fail_memory(po->call);
        if (!buf_ok(&po->text))
            return fail(po->call, RC_LIMIT, po_where(po, po->line, 1),
                        "A text has at most %d bytes.", PO_TEXT_MAX);
        next_line(po);
        line = first_line(po);
        from = 0;
    } while (line.n != 0 && line.p[0] == '"');
    *out = str_dup(po->keep, buf_str(&po->text));
    return out->p == NULL ? fail_memory(po->call) : RC_OK;
}

static enum rc need_text(struct po *po, const char *keyword, struct str *out)
{
    if (!at_keyword(po, keyword))
        return fail(po->call, RC_INVALID, po_where(po, po->line, 1), "Here must stand %s.",
                    keyword);
    return read_text(po, keyword, out);
}

static enum rc read_forms(struct po *po, struct po_message *message)
{
    static const char *const keywords[PO_FORMS_MAX] = {"msgstr[0]", "msgstr[1]", "msgstr[2]"};

    if (message->plural.p == NULL)
        return need_text(po, "msgstr", &message->forms[0]);
    for (int i = 0; i < PO_FORMS_MAX && (i == 0 || at_keyword(po, keywords[i])); i++) {
        enum rc rc = need_text(po, keywords[i], &message->forms[i]);
        if (rc != RC_OK)
            return rc;
    }
    return RC_OK;
}

enum rc po_next(struct po *po, struct po_message *out, bool *found)
{
    struct po_message message = {.fuzzy = skip_remarks(po)};
    enum rc rc = RC_OK;

    *found = po->rest.n != 0;
    if (!*found)
        return RC_OK;
    if (at_keyword(po, "msgctxt"))
        rc = read_text(po, "msgctxt", &message.context);
    message.line = po->line;
    if (rc == RC_OK)
        rc = need_text(po, "msgid", &message.id);
    if (rc == RC_OK && at_keyword(po, "msgid_plural"))
        rc = read_text(po, "msgid_plural", &message.plural);
    if (rc == RC_OK)
        rc = read_forms(po, &message);
    if (rc == RC_OK)
        *out = message;
    return rc;
}
