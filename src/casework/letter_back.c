/* letter_back.c - see letter_back.h. */
#include "casework/letter_back.h"

#include "base/cbor.h"
#include "base/lang.h"
#include "casework/letter_print.h"
#include "document/letter_pdf.h"
#include "document/office_letter.h"
#include "model/field.h"
#include "store/blob.h"

enum {
    ORDER_MAX = OFFICE_FILE_MAX + LETTER_BYTES_MAX + LETTER_LOGO_MAX + 64,
    NOTES_MAX = 32 << 10,
    NUMBERS = 6,
    FORMAT = 1,
};

/* As letter_print.c keeps them. */
enum { FILE_BLOB, FILE_KEY, FILE_HASH, FILE_NAME, FILE_TYPE, FILE_SIZE, FILE_ADDED, FILE_PARTS };

/* ---- what was found, as bytes: [1, kind, cut, attached, numbers ..., moved, too long, all,
 * [[was, now], ...]] */

static void put_back(struct buf *out, const struct letter_back *back)
{
    const struct office_found *found = &back->found;
    const size_t numbers[NUMBERS] = {found->pages,   found->pictures, found->comments,
                                     found->changes, found->links,    back->differ.all};

    cbor_put_array(out, 7 + NUMBERS);
    cbor_put_uint(out, FORMAT);
    cbor_put_uint(out, (uint64_t)found->kind);
    cbor_put_bool(out, found->cut);
    cbor_put_bool(out, found->attached);
    for (int i = 0; i < NUMBERS; i++)
        cbor_put_uint(out, numbers[i]);
    cbor_put_bool(out, back->differ.moved);
    cbor_put_bool(out, back->differ.too_long);
    cbor_put_array(out, back->differ.n);
    for (size_t i = 0; i < back->differ.n; i++) {
        cbor_put_array(out, 2);
        cbor_put_text(out, back->differ.lines[i].was);
        cbor_put_text(out, back->differ.lines[i].now);
    }
}

static bool get_back(struct str bytes, struct letter_back *out)
{
    struct cbor in = cbor_open(bytes);
    size_t numbers[NUMBERS];
    bool whole = cbor_array(&in) == 7 + NUMBERS && cbor_uint(&in) == FORMAT;
    uint64_t kind = cbor_uint(&in);

    *out = (struct letter_back){.found = {.cut = cbor_bool(&in)}};
    out->found.attached = cbor_bool(&in);
    for (int i = 0; i < NUMBERS; i++)
        numbers[i] = (size_t)cbor_uint(&in);
    out->differ.moved = cbor_bool(&in);
    out->differ.too_long = cbor_bool(&in);
    size_t n = cbor_array(&in);
    whole = whole && n <= DIFFER_SHOWN && kind < OFFICE_KINDS;
    for (size_t i = 0; whole && i < n; i++) {
        whole = cbor_array(&in) == 2;
        out->differ.lines[i].was = cbor_text(&in);
        out->differ.lines[i].now = cbor_text(&in);
    }
    out->found.kind = whole ? (enum office_kind)kind : OFFICE_PDF;
    out->found.pages = numbers[0];
    out->found.pictures = numbers[1];
    out->found.comments = numbers[2];
    out->found.changes = numbers[3];
    out->found.links = numbers[4];
    out->differ.all = numbers[5];
    out->differ.n = whole ? n : 0;
    return whole && cbor_done(&in);
}

/* ---- the job: [the letter as an order to print, the document] */

enum rc letter_back_order(struct call *call, const struct record *letter, struct str bytes,
                          struct job_request *out)
{
    struct letter_print print;
    struct buf order, all;
    int file;

    if (bytes.n > OFFICE_FILE_MAX)
        return fail(call, RC_LIMIT, "file", "A document may have %d MB.", OFFICE_FILE_MAX >> 20);
    enum rc rc = letter_print_of(call, letter, &print);
    if (rc != RC_OK)
        return rc;
    buf_init(&order, call->arena, LETTER_BYTES_MAX + LETTER_LOGO_MAX);
    buf_init(&all, call->arena, ORDER_MAX);
    letter_print_put(&order, &print);
    cbor_put_array(&all, 2);
    cbor_put_bytes(&all, buf_str(&order));
    cbor_put_bytes(&all, bytes);
    if (!buf_ok(&order) || !buf_ok(&all))
        return fail_memory(call);
    rc = channel_file(call, buf_str(&all), &file);
    if (rc == RC_OK)
        *out = (struct job_request){.fd = file};
    return rc;
}

/* What stands around the text on paper. */
static struct str around(struct call *call, const struct letter_print *print)
{
    const struct letter_doc *doc = &print->doc;
    const struct letter_part *foot = &doc->parts[LETTER_FOOT];
    struct buf out;

    buf_init(&out, call->arena, LETTER_BYTES_MAX);
    buf_add(&out, doc->draft_mark);
    buf_add(&out, doc->copy_mark);
    buf_add(&out, doc->stamp_label);
    for (size_t i = 0; i < foot->n; i++)
        buf_add(&out, foot->blocks[i].texts[0]);
    buf_add(&out, say(call, "PRACTICE: invented people, nothing is real"));
    return buf_str(&out);
}

static enum rc compare(struct call *call, const struct letter_print *print,
                       struct letter_back *back)
{
    struct str ours;
    enum rc rc = office_text(call, print, &ours);

    if (rc != RC_OK)
        return rc;
    if (back->found.kind == OFFICE_PDF)
        return differ_pages(call, ours, around(call, print), back->found.text, &back->differ);
    return differ_lines(call, ours, back->found.text, &back->differ);
}

static enum rc run_back(struct call *call, struct job_work *work)
{
    struct letter_print print;
    struct letter_back back;
    struct str all;
    struct buf item;

    if (work->input < 0)
        return fail(call, RC_INVALID, "job", "A document to be looked at comes in a file.");
    enum rc rc = channel_file_read(call, work->input, ORDER_MAX, &all);
    if (rc != RC_OK)
        return rc;
    struct cbor in = cbor_open(all);
    bool two = cbor_array(&in) == 2;
    struct str order = cbor_bytes(&in), bytes = cbor_bytes(&in);
    if (!two || !cbor_done(&in))
        return fail(call, RC_INVALID, "job", "A document to be looked at comes in a file.");
    rc = letter_print_read(call, order, &print);
    if (rc == RC_OK)
        rc = office_read(call, bytes, &back.found);
    if (rc == RC_OK)
        rc = compare(call, &print, &back);
    if (rc != RC_OK)
        return rc;
    buf_init(&item, call->arena, NOTES_MAX);
    put_back(&item, &back);
    work->result = buf_str(&item);
    return buf_ok(&item) ? RC_OK : fail_memory(call);
}

/* A document of 16 MB, 64 MB of a part unpacked as it comes, its text twice; of a PDF what poppler
 * needs for a page of text. */
const struct job_kind letter_back_job = {
    .name = LETTER_BACK_JOB,
    .at_once = 2,
    .limits = {.memory_bytes = (size_t)512 << 20,
               .cpu_s = 20,
               .wall_s = 30,
               .output_bytes = NOTES_MAX},
    .sandbox = {.threads = true, .silent = true, .read = paper_fonts},
    .run = run_back,
};

enum rc letter_back_result(struct call *call, struct job_news *news, struct letter_back *out)
{
    channel_close(news->fd);
    news->fd = -1;
    if (!get_back(news->body, out))
        return fail(call, RC_IO, "file", "The document could not be looked at. Try again.");
    return RC_OK;
}

/* ---- letter.take_back: [letter, rev, row of taken_back, notes] */

static enum rc apply_back(struct call *call, struct change *change, struct value args)
{
    const struct kind *kind = kind_find(call->app->registry, STR("letter"));
    const struct value *given = args.type == V_LIST ? args.list.items : NULL;
    struct letter_back back;
    struct record *letter;
    struct id id;

    if (given == NULL || args.list.n != 4 || given[0].type != V_BYTES || !id_of(given[0].s, &id) ||
        given[1].type != V_INT || given[2].type != V_LIST || given[2].list.n != FILE_PARTS ||
        given[3].type != V_BYTES || !get_back(given[3].s, &back))
        return fail(call, RC_INVALID, "arguments", "The document's order is not understood.");
    enum rc rc = change_open(call, change, kind, &id, given[1].i, &letter);
    if (rc != RC_OK)
        return rc;
    struct value files = record_value(letter, "taken_back");
    size_t n = files.type == V_LIST ? files.list.n : 0;
    struct value *rows = arena_array(call->arena, n + 1, sizeof *rows);
    if (rows == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < n; i++)
        rows[i] = files.list.items[i];
    rows[n] = given[2];
    record_set(letter, "taken_back", v_list(rows, n + 1));
    record_set(letter, "taken_notes", given[3]);
    if (str_is(letter->state, "draft"))
        letter->state = STR("printed"); /* there is a paper of it */
    return RC_OK;
}

const struct operation letter_back_operation = {
    "letter.take_back", 1, "as sent", false, false, false, apply_back, NULL};

enum rc letter_back_keep(struct call *call, const struct record *letter,
                         const struct letter_back_file *file, const struct letter_back *back,
                         const struct id *change, struct outcome *out)
{
    struct blob blob;
    struct buf notes;
    struct str name = str_format(call->arena, "%.*s.%s", (int)letter->code.n, letter->code.p,
                                 office_ending(back->found.kind));
    enum rc rc = blob_put(call, call->store->folder, file->bytes, &blob);

    if (rc != RC_OK)
        return rc;
    buf_init(&notes, call->arena, NOTES_MAX);
    put_back(&notes, back);
    const struct value row[FILE_PARTS] = {
        [FILE_BLOB] = v_bytes(str_bytes(blob.id, sizeof blob.id)),
        [FILE_KEY] = v_bytes(str_bytes(blob.sealed.key, sizeof blob.sealed.key)),
        [FILE_HASH] = v_bytes(str_bytes(blob.sealed.hash, sizeof blob.sealed.hash)),
        [FILE_NAME] = v_text(file->name.n != 0 ? file->name : name),
        [FILE_TYPE] = v_text(str_of(office_type(back->found.kind))),
        [FILE_SIZE] = v_int(blob.sealed.plain_size),
        [FILE_ADDED] = v_int(call->now_ms),
    };
    const struct value args[] = {id_value(&letter->id), v_int(letter->rev), v_list(row, FILE_PARTS),
                                 v_bytes(buf_str(&notes))};
    struct operation_request request = {
        .operation = "letter.take_back", .change = *change, .args = v_list(args, 4)};
    return buf_ok(&notes) ? operation_run(call, &request, out) : fail_memory(call);
}

/* ---- the whole */

static enum rc look_in_job(struct call *call, const struct job_source *jobs,
                           const struct record *letter, struct str bytes, struct letter_back *out)
{
    struct job_request request;
    struct job_news news;
    struct job job;
    enum rc rc = letter_back_order(call, letter, bytes, &request);

    if (rc != RC_OK)
        return rc;
    rc = job_start(call, jobs, LETTER_BACK_JOB, request, &job);
    channel_close(request.fd);
    if (rc != RC_OK)
        return rc;
    rc = job_wait(call, &job, &news);
    if (rc == RC_OK)
        rc = letter_back_result(call, &news, out);
    job_close(&job);
    return rc;
}

enum rc letter_take_back(struct call *call, const struct job_source *jobs,
                         const struct record *letter, const struct letter_back_file *file,
                         struct letter_back *out)
{
    struct id change = id_new(call);
    struct outcome outcome;
    enum rc rc = look_in_job(call, jobs, letter, file->bytes, out);

    return rc == RC_OK ? letter_back_keep(call, letter, file, out, &change, &outcome) : rc;
}

enum rc letter_back_read(struct call *call, const struct record *letter, struct letter_back *out)
{
    struct value notes = record_value(letter, "taken_notes");

    if (notes.type != V_BYTES)
        return RC_NOT_FOUND;
    if (!get_back(notes.s, out))
        return fail(call, RC_CORRUPT, "letter", "These bytes are no notes on a document.");
    return RC_OK;
}

/* ---- for people */

static void put_line(struct buf *out, struct str text)
{
    buf_add(out, text);
    buf_char(out, '\n');
}

static void put_change(struct call *call, struct buf *out, const struct differ_line *line)
{
    const char *was = str_z(call->arena, line->was), *now = str_z(call->arena, line->now);

    if (line->was.n == 0)
        put_line(out, say(call, "New: “%s”", now));
    else if (line->now.n == 0)
        put_line(out, say(call, "Left out or changed: “%s”", was));
    else
        put_line(out, say(call, "Instead of “%s” it says “%s”", was, now));
}

static void put_differ(struct call *call, struct buf *out, const struct differ *differ)
{
    if (differ_same(differ))
        put_line(out, say(call, "Word for word as it stands here."));
    else if (differ->too_long)
        put_line(out, say(call, "It is too long to be compared with the text here."));
    else if (differ->moved)
        put_line(out, say(call, "The same words as here, in another order."));
    else
        put_line(out, str_format(call->arena,
                                 lang_plural(call->lang,
                                             "It differs from the text here in %zu "
                                             "place:",
                                             "It differs from the text here in %zu places:",
                                             (int64_t)differ->all),
                                 differ->all));
    for (size_t i = 0; i < differ->n; i++)
        put_change(call, out, &differ->lines[i]);
    if (differ->all > differ->n)
        put_line(out, say(call, "… and %zu more.", differ->all - differ->n));
}

struct str letter_back_says(struct call *call, const struct letter_back *back)
{
    const struct office_found *found = &back->found;
    struct buf out;

    buf_init(&out, call->arena, NOTES_MAX);
    put_differ(call, &out, &back->differ);
    const struct {
        bool is;
        struct str text;
    } lines[] = {
        {found->changes != 0,
         say(call, "It has recorded changes that nobody has taken or refused yet: whoever opens it "
                   "sees them.")},
        {found->comments != 0, say(call, "It has remarks beside the text: whoever opens it sees "
                                         "them.")},
        {found->attached, say(call, "The PDF has files inside.")},
        {found->cut, say(call, "It is very long: only its beginning was compared.")},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (lines[i].is)
            put_line(&out, lines[i].text);
    return out.n == 0 ? STR("") : str_trim(buf_str(&out));
}
