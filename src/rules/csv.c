/* csv.c - see csv.h. */
#include "rules/csv.h"

enum { GUESS_LINES = 20 };

/* ---- which separator */

/* How many cells the next line has with that separator; moves *rest on. */
static size_t count_line(struct str *rest, char separator)
{
    bool quoted = false;
    size_t n = 1, i = 0;

    for (; i < rest->n && (quoted || (rest->p[i] != '\n' && rest->p[i] != '\r')); i++) {
        if (rest->p[i] == '"')
            quoted = !quoted;
        else if (!quoted && rest->p[i] == separator)
            n++;
    }
    *rest = str_cut(*rest, i + 1, rest->n);
    return n;
}

/* Lines that have as many cells as the first one, weighed by how many cells these are. */
static size_t weight(struct str text, char separator)
{
    size_t first = count_line(&text, separator), same = 1;

    for (int line = 1; line < GUESS_LINES && text.n != 0; line++)
        same += count_line(&text, separator) == first;
    return first == 1 ? 0 : same * 100 + first;
}

char csv_separator(struct str text)
{
    static const char separators[] = {';', '\t', ','};
    char best = ';';
    size_t most = 0;

    for (size_t i = 0; i < sizeof separators; i++) {
        size_t found = weight(text, separators[i]);
        if (found > most) {
            most = found;
            best = separators[i];
        }
    }
    return best;
}

struct csv csv_open(struct str text, char separator)
{
    struct csv csv = {.rest = text, .separator = separator, .line = 1};

    if (text.n >= 6 && str_starts(text, STR("sep=")) && (text.p[5] == '\n' || text.p[5] == '\r')) {
        csv.separator = separator == 0 ? text.p[4] : separator;
        csv.rest =
            str_cut(text, text.p[5] == '\r' && text.n > 6 && text.p[6] == '\n' ? 7 : 6, text.n);
        csv.line = 2;
    }
    if (csv.separator == 0)
        csv.separator = csv_separator(csv.rest);
    return csv;
}

/* ---- cells */

static bool is_end(char c)
{
    return c == '\n' || c == '\r';
}

/* Behind a cell: takes the separator or the line's end. */
static enum csv_found take_mark(struct csv *csv)
{
    if (csv->rest.n == 0)
        return CSV_LAST;
    char c = csv->rest.p[0];
    size_t n = c == '\r' && csv->rest.n > 1 && csv->rest.p[1] == '\n' ? 2 : 1;
    csv->rest = str_cut(csv->rest, n, csv->rest.n);
    if (!is_end(c)) {
        csv->row_open = true;
        return CSV_CELL;
    }
    csv->line++;
    return CSV_LAST;
}

/* Up to the next quote that is not doubled. */
static bool quoted_part(struct csv *csv, struct buf *out)
{
    size_t from = 1, i = 1;

    for (; i < csv->rest.n; i++) {
        if (csv->rest.p[i] == '\n')
            csv->line++;
        if (csv->rest.p[i] != '"')
            continue;
        buf_add(out, str_cut(csv->rest, from, i));
        if (i + 1 == csv->rest.n || csv->rest.p[i + 1] != '"') {
            csv->rest = str_cut(csv->rest, i + 1, csv->rest.n);
            return true;
        }
        buf_char(out, '"');
        from = ++i + 1;
    }
    return false;
}

static size_t plain_length(const struct csv *csv)
{
    size_t n = 0;

    while (n < csv->rest.n && csv->rest.p[n] != csv->separator && !is_end(csv->rest.p[n]))
        n++;
    return n;
}

static enum csv_found next_quoted(struct csv *csv, struct arena *arena, struct str *out)
{
    struct buf cell;

    buf_init(&cell, arena, csv->rest.n);
    if (!quoted_part(csv, &cell))
        return CSV_TORN;
    size_t n = plain_length(csv); /* what stands behind the closing quote, belongs to it */
    buf_add(&cell, str_cut(csv->rest, 0, n));
    csv->rest = str_cut(csv->rest, n, csv->rest.n);
    if (!buf_ok(&cell))
        return CSV_TORN;
    *out = buf_str(&cell);
    return take_mark(csv);
}

enum csv_found csv_next(struct csv *csv, struct arena *arena, struct str *out)
{
    *out = STR("");
    if (csv->rest.n == 0 && !csv->row_open)
        return CSV_END;
    csv->row_open = false;
    csv->quoted = csv->rest.n != 0 && csv->rest.p[0] == '"';
    if (csv->quoted)
        return next_quoted(csv, arena, out);
    size_t n = plain_length(csv);
    *out = str_cut(csv->rest, 0, n);
    csv->rest = str_cut(csv->rest, n, csv->rest.n);
    return take_mark(csv);
}

/* ---- writing */

bool csv_is_formula(struct str cell)
{
    return cell.n != 0 && strchr("=+-@\t\r", cell.p[0]) != NULL && cell.p[0] != '\0';
}

void csv_put(struct buf *out, struct str cell, char separator, bool is_text)
{
    bool formula = is_text && csv_is_formula(cell), quotes = false;

    for (size_t i = 0; i < cell.n && !quotes; i++)
        quotes = cell.p[i] == '"' || cell.p[i] == separator || is_end(cell.p[i]);
    if (!quotes) {
        if (formula)
            buf_char(out, '\'');
        buf_add(out, cell);
        return;
    }
    buf_char(out, '"');
    if (formula)
        buf_char(out, '\'');
    while (cell.n != 0) {
        size_t at = str_find(cell, '"');
        buf_add(out, str_cut(cell, 0, at));
        if (at < cell.n)
            buf_z(out, "\"\"");
        cell = str_cut(cell, at + 1, cell.n);
    }
    buf_char(out, '"');
}
