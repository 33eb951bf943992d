/* import_alike.c - see import.h: rows of a table that may be here already, and what was chosen. */
#include "exchange/import_work.h"

enum { CHOSEN_MAX = 60000, TEXT_CELLS = 4, CELL_SHOWN = 60, CELLS_EACH = 4 };

/* ---- finding them */

static struct str reasons(struct call *call, const struct match_score *score)
{
    struct buf out;

    buf_init(&out, call->arena, 2048);
    for (int field = 0; field < MATCH_FIELDS; field++) {
        if (score->items[field].weight <= 0)
            continue;
        buf_z(&out, out.n == 0 ? "" : ", ");
        buf_add(&out, match_say(call, (enum match_field)field, score->items[field].level));
    }
    return buf_str(&out);
}

void import_alikes_of(struct call *call, const struct duplicate_found *found,
                      struct import_alikes *out)
{
    *out = (struct import_alikes){.hidden = found->hidden};
    for (size_t i = 0; i < found->n && out->n < IMPORT_ALIKE_MAX; i++) {
        const struct duplicate_candidate *candidate = &found->found[i];
        if (candidate->record->code.n != 0)
            out->items[out->n++] =
                (struct import_alike){.code = candidate->record->code,
                                      .title = record_title(call, candidate->record),
                                      .why = reasons(call, &candidate->score),
                                      .probability = candidate->score.probability};
    }
}

/* ---- as rows of cells: "1" if one is hidden, then number, likelihood, title, reasons of each */

void import_alike_put(struct call *call, struct buf *out, size_t row,
                      const struct import_alikes *alikes)
{
    struct cell cells[1 + CELLS_EACH * IMPORT_ALIKE_MAX];
    size_t n = 0;

    cells[n++] = cell_text(alikes->hidden ? STR("1") : STR(""));
    for (size_t i = 0; i < alikes->n; i++) {
        const struct import_alike *one = &alikes->items[i];
        cells[n++] = cell_text(one->code);
        cells[n++] = cell_text(str_format(call->arena, "%d", one->probability));
        cells[n++] = cell_text(one->title);
        cells[n++] = cell_text(one->why);
    }
    cells_put(out, &(struct cells_row){row, false, cells, n});
}

static void read_alikes(const struct cells_row *row, struct import_alikes *out)
{
    *out = (struct import_alikes){.hidden = row->n != 0 && row->cells[0].text.n != 0};
    for (size_t i = 1; i + CELLS_EACH <= row->n && out->n < IMPORT_ALIKE_MAX; i += CELLS_EACH) {
        uint64_t probability = 0;
        (void)str_uint(row->cells[i + 1].text, 1000, &probability);
        out->items[out->n++] = (struct import_alike){.code = row->cells[i].text,
                                                     .probability = (int)probability,
                                                     .title = row->cells[i + 2].text,
                                                     .why = row->cells[i + 3].text};
    }
}

/* ---- what was chosen */

static struct import_like *like_of(const struct import *import, size_t row)
{
    size_t low = 0, high = import->likes_n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (import->likes[mid].row < row)
            low = mid + 1;
        else
            high = mid;
    }
    return low < import->likes_n && import->likes[low].row == row ? &import->likes[low] : NULL;
}

/* "12=new\n14=PR-P-2026-3\n" */
static void read_choices(const struct import *import, struct str text)
{
    while (text.n != 0) {
        struct str as = str_split(&text, '\n'), number = str_split(&as, '=');
        uint64_t row;
        struct import_like *like =
            str_uint(number, SIZE_MAX, &row) ? like_of(import, (size_t)row) : NULL;
        if (like != NULL)
            like->as = as;
    }
}

static enum rc load_likes(struct call *call, struct import *import, struct str bytes, size_t *room)
{
    struct cells in = cells_open(bytes);
    struct import_alikes alikes;
    struct cells_row row;
    enum rc rc;

    while ((rc = cells_next(call, &in, &row)) == RC_OK) {
        if (!arena_grow(import->keep, &import->likes, import->likes_n, room))
            return fail_memory(call);
        read_alikes(&row, &alikes);
        struct str best = alikes.n == 0 ? STR("") : alikes.items[0].code;
        import->likes[import->likes_n++] =
            (struct import_like){.row = row.number, .best = str_dup(import->keep, best)};
        if (import->likes[import->likes_n - 1].best.p == NULL)
            return fail_memory(call);
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Files of slices come in the order of the rows. What they say beside goes at once: when every row
 * is like somebody, that is more than all the rest. */
enum rc import_alike_load(struct call *call, struct import *import)
{
    struct value files = record_value(import->record, "alike");
    struct value rows = record_value(import->record, "alike_rows");
    struct value all = record_value(import->record, "alike_all");
    struct call_loop loop;
    size_t room = 0;
    enum rc rc = RC_OK;

    import->likes = NULL;
    import->likes_n = 0;
    import->as_all = all.type == V_TEXT ? all.s : STR("");
    call_loop_begin(call, &loop);
    for (size_t i = 0; rc == RC_OK && files.type == V_LIST && i < files.list.n; i++) {
        struct str bytes;
        rc = import_file_load(call, files.list.items[i], &bytes);
        if (rc == RC_OK)
            rc = load_likes(call, import, bytes, &room);
        if (rc == RC_OK)
            call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    if (rc == RC_OK && rows.type == V_TEXT)
        read_choices(import, rows.s);
    return rc;
}

static struct str as_of(const struct import *import, const struct import_like *like)
{
    if (like->as.n != 0)
        return like->as;
    if (!str_is(import->as_all, "same"))
        return import->as_all;
    return like->best.n != 0 ? like->best : STR(IMPORT_AS_OUT); /* the lead knows who it is */
}

struct str import_alike_as(const struct import *import, size_t row)
{
    const struct import_like *like = like_of(import, row);

    return like == NULL ? STR("") : as_of(import, like);
}

size_t import_undecided(const struct import *import)
{
    size_t n = 0;

    for (size_t i = 0; i < import->likes_n; i++)
        n += as_of(import, &import->likes[i]).n == 0;
    return n;
}

/* ---- showing and choosing */

static struct str words_of_row(struct call *call, const struct cells_row *row)
{
    struct buf out;

    buf_init(&out, call->arena, (size_t)TEXT_CELLS * (CELL_SHOWN + 4));
    for (size_t i = 0, n = 0; i < row->n && n < TEXT_CELLS; i++) {
        struct str text = str_trim(row->cells[i].text);
        if (text.n == 0 || text.n > CELL_SHOWN)
            continue;
        buf_z(&out, n++ == 0 ? "" : ", ");
        buf_add(&out, text);
    }
    return buf_str(&out);
}

/* The table's own rows, beside which they stand; both go up. */
static enum rc add_texts(struct call *call, const struct import *import,
                         struct import_alike_row *rows, size_t n)
{
    struct cells in = cells_open(import->cells);
    struct cells_row row;
    size_t i = 0;
    enum rc rc = RC_OK;

    while (i < n && (rc = cells_next(call, &in, &row)) == RC_OK)
        if (row.number == rows[i].number)
            rows[i++].text = words_of_row(call, &row);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc import_alike_rows(struct call *call, struct import *import, size_t from,
                          struct import_alike_row *out, size_t room, size_t *n)
{
    struct value files = record_value(import->record, "alike");
    size_t at = 0;
    enum rc rc = RC_OK;

    *n = 0;
    for (size_t i = 0; rc == RC_OK && *n < room && files.type == V_LIST && i < files.list.n; i++) {
        struct cells_row row;
        struct str bytes;
        rc = import_file_load(call, files.list.items[i], &bytes);
        struct cells in = cells_open(rc == RC_OK ? bytes : STR(""));
        while (rc == RC_OK && *n < room && (rc = cells_next(call, &in, &row)) == RC_OK) {
            const struct import_like *like = like_of(import, row.number);
            if (at++ < from)
                continue;
            out[*n] = (struct import_alike_row){.number = row.number,
                                                .as = like == NULL ? STR("") : like->as};
            read_alikes(&row, &out[(*n)++].alikes);
        }
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    return rc == RC_OK ? add_texts(call, import, out, *n) : rc;
}

/* One of those that the row was offered. */
static enum rc check_choice(struct call *call, struct import *import,
                            const struct import_choice_of_row *choice)
{
    struct record *record;
    enum rc rc;

    if (choice->as.n == 0 || str_is(choice->as, IMPORT_AS_NEW) || str_is(choice->as, IMPORT_AS_OUT))
        return RC_OK;
    rc = query_code(call, import->map.kind, choice->as, &record);
    if (rc == RC_NOT_FOUND) {
        call_forgive(call);
        return fail(call, RC_INVALID, "alike",
                    "Row %zu: there is nothing with the number '%s', or not for you.", choice->row,
                    str_z(call->arena, choice->as));
    }
    return rc;
}

enum rc import_alike_choose(struct call *call, struct import *import, struct str all,
                            const struct import_choice_of_row *rows, size_t n)
{
    struct import_pairs pairs = {.n = 0};
    struct buf text;
    enum rc rc = RC_OK;

    if (!str_is(import->record->state, "looked_at"))
        return fail(call, RC_CONFLICT, NULL, "This import has not been looked at yet, or is over.");
    if (all.n != 0 && !str_is(all, "new") && !str_is(all, "same") && !str_is(all, "out"))
        return fail(call, RC_INVALID, "alike", "Choose one of the list.");
    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        struct import_like *like = like_of(import, rows[i].row);
        rc = check_choice(call, import, &rows[i]);
        if (like != NULL)
            like->as = rows[i].as;
    }
    if (rc != RC_OK)
        return rc;
    buf_init(&text, call->arena, CHOSEN_MAX);
    for (size_t i = 0; i < import->likes_n; i++)
        if (import->likes[i].as.n != 0)
            buf_format(&text, "%zu=%s\n", import->likes[i].row,
                       str_z(call->arena, import->likes[i].as));
    if (text.n != 0 && !buf_ok(&text))
        return fail(call, RC_LIMIT, "alike",
                    "That are too many rows to choose for one by one. Choose for all of them, and "
                    "singly only where it is otherwise.");
    import_pair(&pairs, "alike_rows", text.n == 0 ? v_null() : v_text(buf_str(&text)));
    import_pair(&pairs, "alike_all", all.n == 0 ? v_null() : v_text(all));
    rc = import_note(call, import, &pairs);
    return rc == RC_OK ? import_alike_load(call, import) : rc;
}
