/* donor.c - see donor.h. */
#include "casework/donor.h"

#include "base/cbor.h"
#include "base/figure.h"
#include "base/lang.h"
#include "casework/report_words.h"
#include "model/app.h"
#include "process/channel.h"

#define OURS "khetane_"

enum { NAME_BYTES_MAX = 200, MAPPING_MAX = 64 << 10, ORDER_MAX = DONOR_FILE_MAX + (4 << 20) };

/* Figures have longer names in cells, which stand alone there. */
static const struct {
    const char *ours, *name;
} longer[] = {
    {"opened", "cases_opened"},    {"closed", "cases_closed"}, {"open", "cases_open"},
    {"ended", "procedures_ended"}, {"sent", "letters_sent"},   {"answered", "letters_answered"},
};

/* What donors ask for most, in the words in which they do. */
static const struct {
    const char *name, *means;
} words[] = {
    {OURS "people_women", OURS "people_sex_f"},
    {OURS "people_men", OURS "people_sex_m"},
};

/* ---- names ---- */

static struct str figure_name(const char *ours)
{
    for (size_t i = 0; i < sizeof longer / sizeof *longer; i++)
        if (strcmp(longer[i].ours, ours) == 0)
            return str_of(longer[i].name);
    return str_of(ours);
}

/* Small letters and digits, all else one line: "Homes for all" is "homes_for_all". */
static void put_slug(struct buf *out, struct str key)
{
    bool line = false;

    for (size_t i = 0; i < key.n; i++) {
        unsigned char c = (unsigned char)key.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
        if (c >= 'A' && c <= 'Z') {
            c = (unsigned char)(c - 'A' + 'a');
            letter = true;
        }
        if (letter && line)
            buf_char(out, '_');
        if (letter)
            buf_char(out, (char)c);
        line = !letter && out->n != 0;
    }
}

/* table "short": the figure alone. */
static struct str name_of(struct call *call, const char *table, const char *figure, struct str key)
{
    struct buf out;

    buf_init(&out, call->arena, 4 * NAME_BYTES_MAX);
    buf_z(&out, OURS);
    buf_add(&out, figure_name(figure));
    if (strcmp(table, "short") != 0) {
        buf_format(&out, "_%s_", table);
        if (key.n == 0)
            buf_z(&out, "unknown");
        put_slug(&out, key);
    }
    return buf_ok(&out) ? buf_str(&out) : STR("");
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Names of cells are the same in large and small letters. */
static bool same_name(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

static bool is_ours(struct str name)
{
    return name.n > sizeof OURS - 1 && same_name(str_cut(name, 0, sizeof OURS - 1), STR(OURS));
}

static struct str meant(struct str name)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (same_name(name, str_of(words[i].name)))
            return str_of(words[i].means);
    return name;
}

/* ---- what their names stand for ---- */

struct str donor_meaning(struct call *call, const struct donor_mapping *mapping, struct str name)
{
    struct str rest = mapping->text;

    (void)call;
    while (rest.n != 0) {
        struct str line = str_split(&rest, '\n');
        struct str theirs = str_trim(str_split(&line, '='));
        if (theirs.n != 0 && same_name(theirs, name))
            return str_trim(line);
    }
    return is_ours(name) ? name : STR("");
}

struct str donor_map(struct call *call, const struct donor_mapping *mapping, struct str name,
                     struct str meaning)
{
    struct str rest = mapping->text;
    struct buf out;

    buf_init(&out, call->arena, MAPPING_MAX);
    while (rest.n != 0) {
        struct str line = str_split(&rest, '\n'), value = line;
        struct str theirs = str_trim(str_split(&value, '='));
        if (str_trim(line).n == 0 || same_name(theirs, name))
            continue;
        buf_add(&out, str_trim(line));
        buf_char(&out, '\n');
    }
    if (meaning.n != 0 && !same_name(meaning, name)) {
        buf_add(&out, name);
        buf_z(&out, " = ");
        buf_add(&out, meaning);
        buf_char(&out, '\n');
    }
    return buf_ok(&out) ? str_trim(buf_str(&out)) : STR("");
}

/* ---- values ---- */

static struct cell number_cell(struct call *call, const struct report_number *number)
{
    struct str text = report_number_text(call, number);

    if (number->none)
        return (struct cell){CELL_NOTHING, STR("")};
    return (struct cell){number->mark == SMALL_OPEN ? CELL_NUMBER : CELL_TEXT, text};
}

static bool words_value(struct call *call, const struct donor_numbers *numbers, struct str name,
                        struct cell *out)
{
    const struct report_period *period = &numbers->period;
    const struct {
        const char *name;
        struct str text;
    } all[] = {
        {OURS "period", report_period_said(call, period)},
        {OURS "from", figure_day(call, period->from)},
        {OURS "to", figure_day(call, period->to)},
        {OURS "organisation", numbers->organisation},
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (same_name(name, str_of(all[i].name))) {
            *out = cell_text(all[i].text);
            return true;
        }
    return false;
}

/* Among the numbers that the tables have; the last line of a split is none of its rows. */
static bool table_value(struct call *call, const struct report_table *table, struct str name,
                        struct cell *out)
{
    bool first = strcmp(table->name, "short") == 0;
    size_t lines = table->n - (table->has_total ? 1 : 0);

    for (size_t j = 0; j < lines; j++)
        for (size_t i = 0; i < (first ? 1 : table->columns); i++) {
            const char *figure = first ? str_z(call->arena, table->lines[j].key) : table->names[i];
            struct str own = name_of(call, table->name, figure, table->lines[j].key);
            if (!same_name(own, name))
                continue;
            *out = number_cell(call, &table->lines[j].numbers[i]);
            return true;
        }
    return false;
}

static const struct report_table *table_named(const struct report_tables *tables, const char *name)
{
    for (size_t i = 0; i < tables->n; i++)
        if (strcmp(tables->tables[i].name, name) == 0)
            return &tables->tables[i];
    return NULL;
}

/* Nobody stands in that row: nothing was done, or the column may not be shown. */
static struct cell absent_cell(struct call *call, const struct donor_numbers *numbers,
                               const struct report_figure *figure)
{
    const struct report_table *table = table_named(numbers->tables, figure->table);

    if (table == NULL)
        return (struct cell){CELL_NUMBER, STR("0")};
    for (size_t i = 0; i < table->columns; i++)
        if (strcmp(table->names[i], figure->name) == 0)
            return (struct cell){CELL_NUMBER, STR("0")};
    return cell_text(say(call, "not shown"));
}

/* A row that could be there: of a list, or of a project or month, which have none. */
static bool absent_value(struct call *call, const struct donor_numbers *numbers, struct str name,
                         struct cell *out)
{
    struct report_figure figure;

    for (size_t i = 0; report_figure_at(i, &figure); i++) {
        struct str key, open = name_of(call, figure.table, figure.name, STR("x"));
        bool endless = figure.split == REPORT_BY_PROJECT || figure.split == REPORT_BY_MONTH;
        bool found = endless && name.n >= open.n &&
                     same_name(str_cut(name, 0, open.n - 1), str_cut(open, 0, open.n - 1));
        for (size_t k = 0; !found && report_key_at(call, figure.split, k, &key); k++)
            found = same_name(name, name_of(call, figure.table, figure.name, key));
        if (!found && figure.split != REPORT_SPLITS)
            found = same_name(name, name_of(call, figure.table, figure.name, STR("")));
        if (found) {
            *out = absent_cell(call, numbers, &figure);
            return true;
        }
    }
    return false;
}

bool donor_value(struct call *call, const struct donor_numbers *numbers, struct str name,
                 struct cell *out)
{
    struct str wanted = meant(name);

    if (!is_ours(wanted))
        return false;
    if (words_value(call, numbers, wanted, out))
        return true;
    for (size_t i = 0; i < numbers->tables->n; i++)
        if (table_value(call, &numbers->tables->tables[i], wanted, out))
            return true;
    return absent_value(call, numbers, wanted, out);
}

void donor_give(struct call *call, const struct donor_numbers *numbers,
                const struct donor_mapping *mapping, struct named_cells *cells)
{
    for (size_t i = 0; i < cells->n; i++) {
        struct named_cell *cell = &cells->items[i];
        struct str meaning = donor_meaning(call, mapping, cell->name);
        cell->value = (struct cell){CELL_NOTHING, STR("")};
        if (meaning.n == 0 || !donor_value(call, numbers, meaning, &cell->value))
            cell->value = (struct cell){CELL_NOTHING, STR("")};
    }
}

/* ---- all our names ---- */

static void add_name(struct donor_names *out, struct str name, struct str label)
{
    if (out->n < DONOR_NAMES_MAX)
        out->items[out->n++] = (struct donor_name){name, label};
}

static struct str figure_label(struct call *call, const struct report_figure *figure,
                               struct str key)
{
    const char *label = lang_text(call->lang, figure->label);

    if (figure->split == REPORT_SPLITS)
        return str_of(label);
    struct str row = report_key_said(call, figure->split, key);
    return str_format(call->arena, "%s: %s", label, str_z(call->arena, row));
}

enum rc donor_names(struct call *call, struct donor_names *out)
{
    static const struct {
        const char *name, *label;
    } texts[] = {{OURS "period", N_("The time of the report")},
                 {OURS "from", N_("Its first day")},
                 {OURS "to", N_("Its last day")},
                 {OURS "organisation", N_("The name of the organisation")}};
    struct report_figure figure;

    *out = (struct donor_names){arena_array(call->arena, DONOR_NAMES_MAX, sizeof *out->items), 0};
    if (out->items == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        add_name(out, str_of(texts[i].name), str_of(lang_text(call->lang, texts[i].label)));
    for (size_t i = 0; report_figure_at(i, &figure); i++) {
        struct str key = STR("");
        if (figure.split == REPORT_SPLITS)
            add_name(out, name_of(call, figure.table, figure.name, key),
                     figure_label(call, &figure, key));
        for (size_t k = 0; report_key_at(call, figure.split, k, &key); k++)
            add_name(out, name_of(call, figure.table, figure.name, key),
                     figure_label(call, &figure, key));
    }
    return RC_OK;
}

/* ---- the job: [file, [[name, sheet, row, column, state, type, text], ...]] there and back ---- */

enum { CELL_PARTS = 7 };

static void put_cells(struct buf *out, struct str file, const struct named_cells *cells)
{
    cbor_put_array(out, 2);
    cbor_put_bytes(out, file);
    cbor_put_array(out, cells == NULL ? 0 : cells->n);
    for (size_t i = 0; cells != NULL && i < cells->n; i++) {
        const struct named_cell *cell = &cells->items[i];
        cbor_put_array(out, CELL_PARTS);
        cbor_put_text(out, cell->name);
        cbor_put_text(out, cell->sheet);
        cbor_put_uint(out, cell->row);
        cbor_put_uint(out, cell->column);
        cbor_put_uint(out, cell->state);
        cbor_put_uint(out, cell->value.type);
        cbor_put_text(out, cell->value.text);
    }
}

static bool get_cells(struct call *call, struct str bytes, struct str *file,
                      struct named_cells *out)
{
    struct cbor in = cbor_open(bytes);
    bool whole = cbor_array(&in) == 2;

    *file = cbor_bytes(&in);
    size_t n = cbor_array(&in);
    *out = (struct named_cells){arena_array(call->arena, NAMED_CELLS_MAX, sizeof *out->items), 0,
                                false};
    for (size_t i = 0; whole && out->items != NULL && i < n && i < NAMED_CELLS_MAX; i++) {
        struct named_cell *cell = &out->items[out->n++];
        whole = cbor_array(&in) == CELL_PARTS;
        cell->name = cbor_text(&in);
        cell->sheet = cbor_text(&in);
        cell->row = (size_t)cbor_uint(&in);
        cell->column = (size_t)cbor_uint(&in);
        uint64_t state = cbor_uint(&in), type = cbor_uint(&in);
        cell->value.text = cbor_text(&in);
        whole &=
            state < NAMED_STATES && type < CELL_TYPES && (cell->row != 0 || state == NAMED_NONE);
        cell->state = (enum named_state)(whole ? state : NAMED_NONE);
        cell->value.type = (enum cell_type)(whole ? type : CELL_NOTHING);
    }
    return whole && out->items != NULL && cbor_done(&in);
}

static enum rc put_file(struct call *call, struct str file, const struct named_cells *cells,
                        int *out)
{
    struct buf bytes;

    buf_init(&bytes, call->arena, ORDER_MAX);
    put_cells(&bytes, file, cells);
    return buf_ok(&bytes)
               ? channel_file(call, buf_str(&bytes), out)
               : fail(call, RC_LIMIT, "file", "A file may have %d MB.", DONOR_FILE_MAX >> 20);
}

enum rc donor_order(struct call *call, struct str file, const struct named_cells *cells,
                    struct job_request *out)
{
    int fd;
    enum rc rc = put_file(call, file, cells, &fd);

    if (rc == RC_OK)
        *out = (struct job_request){.fd = fd};
    return rc;
}

static enum rc run_donor(struct call *call, struct job_work *work)
{
    struct named_cells cells;
    struct str order, file, filled = STR("");

    if (work->input < 0)
        return fail(call, RC_INVALID, "job", "A spreadsheet to be filled comes in a file.");
    enum rc rc = channel_file_read(call, work->input, ORDER_MAX, &order);
    if (rc != RC_OK)
        return rc;
    if (!get_cells(call, order, &file, &cells))
        return fail(call, RC_INVALID, "job", "A spreadsheet to be filled comes in a file.");
    if (cells.n == 0)
        rc = named_cells_read(call, file, &cells);
    else
        rc = named_cells_fill(call, file, &cells, &filled);
    return rc == RC_OK ? put_file(call, filled, &cells, &work->output) : rc;
}

/* The file twice, one sheet of 64 MB twice, and the parts unpacked. */
const struct job_kind donor_job = {
    .name = DONOR_JOB,
    .at_once = 1,
    .limits = {.memory_bytes = 512 << 20, .cpu_s = 30, .wall_s = 45, .output_bytes = ORDER_MAX},
    .sandbox = {.read = NULL}, /* no file, no network */
    .run = run_donor,
};

enum rc donor_result(struct call *call, struct job_news *news, struct named_cells *cells,
                     struct str *file)
{
    struct str bytes;

    if (news->fd < 0)
        return fail(call, RC_IO, "file", "The spreadsheet could not be read. Try again.");
    enum rc rc = channel_file_read(call, news->fd, ORDER_MAX, &bytes);
    channel_close(news->fd);
    news->fd = -1;
    if (rc != RC_OK)
        return rc;
    return get_cells(call, bytes, file, cells)
               ? RC_OK
               : fail(call, RC_IO, "file", "The spreadsheet could not be read. Try again.");
}
