/* photos.c - see photos.h. */
#include "casework/photos.h"

#include "base/cbor.h"
#include "base/lang.h"
#include "base/text.h"
#include "casework/save.h"
#include "model/field.h"
#include "store/store.h"
#include "web/file_type.h"
#include "web/jpeg.h"

enum { FILE_BLOB, FILE_KEY, FILE_HASH, FILE_NAME, FILE_TYPE, FILE_SIZE, FILE_ADDED, FILE_PARTS };
enum { NAME_SHOWN = 120 };

/* ---- as they come ---- */

static bool is_picture(const char *type)
{
    return type != NULL &&
           (str_is(str_of(type), "image/jpeg") || str_is(str_of(type), "image/png"));
}

static struct str short_name(struct call *call, struct str name)
{
    name = str_trim(name);
    if (name.n > NAME_SHOWN)
        name = str_cut(name, 0, NAME_SHOWN);
    while (name.n != 0 && !text_valid(name))
        name.n--;
    return name.n == 0 ? say(call, "Photo") : name;
}

/* The bytes to keep; a fault and nothing for what is no picture that we take. */
static struct str look_at(struct call *call, const struct photo_sent *sent, const char **type)
{
    const char *name = str_z(call->arena, short_name(call, sent->name));
    const struct str where = STR("photo");
    struct str bytes = {NULL, 0};

    *type = file_type(sent->bytes, sent->name);
    if (sent->bytes.n == 0)
        fault_add(call, where, "The file \"%s\" is empty.", name);
    else if (sent->bytes.n > PHOTO_MAX)
        fault_add(call, where, "The file \"%s\" is larger than %d MB.", name, PHOTO_MAX >> 20);
    else if (!is_picture(*type))
        fault_add(call, where, "\"%s\" is no photo. JPEG and PNG are taken.", name);
    else {
        bytes = jpeg_clean(call->arena, sent->bytes);
        if (bytes.p == NULL)
            fault_add(call, where, "The picture \"%s\" is damaged. Choose it again.", name);
    }
    return bytes;
}

enum rc photos_hold(struct call *call, const struct id *of, const struct photo_sent *sent,
                    bool *held)
{
    struct held_file *file = arena_alloc(call->arena, sizeof *file);
    const char *type;

    *held = false;
    if (file == NULL)
        return fail_memory(call);
    struct str bytes = look_at(call, sent, &type);
    if (bytes.p == NULL)
        return RC_OK;
    enum rc rc = blob_put(call, call->store->folder, bytes, &file->blob);
    if (rc != RC_OK)
        return rc;
    file->name = short_name(call, sent->name);
    file->type = str_of(type);
    file->size = (int64_t)bytes.n;
    file->added_ms = call->now_ms + (int64_t)sent->n;
    file->of = *of;
    rc = held_file_keep(call, file);
    *held = rc == RC_OK;
    return rc;
}

/* ---- the order: each picture is opened by itself, so that one is in memory at a time ---- */

static enum rc add_photo(struct call *call, const struct photos_choice *choice, size_t i, int file)
{
    struct buf piece;
    struct str bytes;
    enum rc rc = blob_get(call, call->store->folder, &choice->files[i]->blob, PHOTO_MAX, &bytes);

    if (rc != RC_OK)
        return rc;
    buf_init(&piece, call->arena, bytes.n + 64);
    photos_put(&piece, choice->turns[i], bytes);
    return buf_ok(&piece) ? channel_file_add(call, file, buf_str(&piece)) : fail_memory(call);
}

static enum rc add_photos(struct call *call, const struct photos_choice *choice, int file)
{
    struct call_loop loop;
    enum rc rc = RC_OK;

    call_loop_begin(call, &loop);
    for (size_t i = 0; i < choice->n && rc == RC_OK; i++) {
        rc = add_photo(call, choice, i, file);
        call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return rc;
}

enum rc photos_order(struct call *call, const struct photos_choice *choice, struct job_request *out)
{
    int64_t size = 0;
    struct buf head;

    for (size_t i = 0; i < choice->n; i++)
        size += choice->files[i]->size;
    if (size > PHOTOS_BYTES_MAX) {
        fault_add(call, STR("photo"),
                  "Together these pictures are larger than %d MB. Make two papers.",
                  PHOTOS_BYTES_MAX >> 20);
        return call_faults(call);
    }
    buf_init(&head, call->arena, 64);
    photos_head(&head, lang_code(call->lang), choice->n);
    *out = (struct job_request){.fd = -1};
    enum rc rc = channel_file(call, buf_str(&head), &out->fd);
    if (rc == RC_OK)
        rc = add_photos(call, choice, out->fd);
    if (rc != RC_OK)
        channel_close(out->fd);
    return rc;
}

/* ---- the job ---- */

static enum rc run_photos(struct call *call, struct job_work *work)
{
    struct photos_order order;
    struct photos_result result;
    struct buf item;
    struct str bytes;

    if (work->input < 0)
        return fail(call, RC_INVALID, "job", "Pictures for a paper come in a file.");
    enum rc rc = channel_file_read(call, work->input, PHOTOS_BYTES_MAX + (1 << 20), &bytes);
    if (rc == RC_OK)
        rc = photos_read(call, bytes, &order);
    if (rc == RC_OK)
        rc = photos_pdf(call, &order, &result);
    if (rc != RC_OK)
        return rc;
    buf_init(&item, call->arena, 1024);
    cbor_put_array(&item, result.broken_n);
    for (size_t i = 0; i < result.broken_n; i++)
        cbor_put_uint(&item, result.broken[i]);
    work->result = buf_str(&item);
    return result.broken_n != 0 ? RC_OK : channel_file(call, result.pdf.bytes, &work->output);
}

/* As an estimate: 30 photos of 12 million dots, 64 MB together, need half of this. */
const struct job_kind photos_job = {
    .name = PHOTOS_JOB,
    .at_once = 1,
    .limits = {.memory_bytes = 512 << 20,
               .cpu_s = 60,
               .wall_s = 90,
               .output_bytes = PHOTOS_PDF_MAX + 4096},
    .sandbox = {.threads = true, .read = paper_fonts},
    .run = run_photos,
};

enum rc photos_result(struct call *call, struct job_news *news, bool broken[static PHOTOS_MAX],
                      struct str *pdf)
{
    struct cbor in = cbor_open(news->body);
    size_t n = cbor_array(&in);
    bool sound = n <= PHOTOS_MAX;

    memset(broken, 0, PHOTOS_MAX * sizeof *broken);
    *pdf = STR("");
    for (size_t i = 0; i < n && sound; i++) {
        uint64_t at = cbor_uint(&in);
        sound = at < PHOTOS_MAX;
        if (sound)
            broken[at] = true;
    }
    if (!sound || !cbor_done(&in) || (n == 0 && news->fd < 0))
        return fail(call, RC_IO, "photos", "The paper could not be made. Try again.");
    if (n != 0)
        return RC_OK;
    enum rc rc = channel_file_read(call, news->fd, PHOTOS_PDF_MAX, pdf);
    channel_close(news->fd);
    news->fd = -1;
    return rc;
}

/* ---- kept with the case ---- */

static enum rc file_row(struct call *call, const struct held_file *file, struct value *out)
{
    struct value *row = arena_array(call->arena, FILE_PARTS, sizeof *row);
    const struct blob *blob = &file->blob;

    if (row == NULL)
        return fail_memory(call);
    row[FILE_BLOB] = v_bytes(str_bytes(blob->id, sizeof blob->id));
    row[FILE_KEY] = v_bytes(str_bytes(blob->sealed.key, sizeof blob->sealed.key));
    row[FILE_HASH] = v_bytes(str_bytes(blob->sealed.hash, sizeof blob->sealed.hash));
    row[FILE_NAME] = v_text(file->name);
    row[FILE_TYPE] = v_text(file->type);
    row[FILE_SIZE] = v_int(file->size);
    row[FILE_ADDED] = v_int(file->added_ms);
    *out = v_list(row, FILE_PARTS);
    return RC_OK;
}

static enum rc pdf_row(struct call *call, const struct photos_choice *choice, struct str pdf,
                       struct value *out)
{
    struct held_file *file = arena_alloc(call->arena, sizeof *file);

    if (file == NULL)
        return fail_memory(call);
    enum rc rc = blob_put(call, call->store->folder, pdf, &file->blob);
    if (rc != RC_OK)
        return rc;
    file->name =
        str_format(call->arena, "%s.pdf", str_z(call->arena, short_name(call, choice->title)));
    file->type = STR("application/pdf");
    file->size = file->blob.sealed.plain_size;
    file->added_ms = call->now_ms;
    return file_row(call, file, out);
}

/* What the record has already, then the paper, then the pictures that are kept. */
static enum rc all_rows(struct call *call, const struct photos_choice *choice, struct str pdf,
                        struct value *out)
{
    struct value now = choice->paper == NULL ? v_null() : record_value(choice->paper, "files");
    size_t before = now.type == V_LIST ? now.list.n : 0, n = 0;
    struct value *rows = arena_array(call->arena, before + PHOTOS_MAX + 1, sizeof *rows);
    enum rc rc = rows == NULL ? fail_memory(call) : RC_OK;

    for (; rc == RC_OK && n < before; n++)
        rows[n] = now.list.items[n];
    if (rc == RC_OK && pdf.n != 0)
        rc = pdf_row(call, choice, pdf, &rows[n++]);
    for (size_t i = 0; rc == RC_OK && i < choice->n && (choice->originals || pdf.n == 0); i++)
        rc = file_row(call, choice->files[i], &rows[n++]);
    *out = v_list(rows, n);
    return rc;
}

static enum rc save_rows(struct call *call, const struct photos_choice *choice, struct value rows,
                         const struct id *change, struct outcome *out)
{
    const char *name = choice->paper == NULL ? "case_note" : "case_paper";
    struct save save;
    enum rc rc = save_init(call, kind_find(call->app->registry, str_of(name)), &save);

    if (rc != RC_OK)
        return rc;
    save_set(&save, "files", rows);
    if (choice->paper != NULL) {
        save.args.id = &choice->paper->id;
        save.args.rev = choice->paper->rev;
    } else {
        save.args.owner = &choice->of->id;
        save_text(&save, "text", choice->title);
        save_text(&save, "what", STR("file"));
        save_set(&save, "on", v_int(call->today));
    }
    return save_run(call, &save, change, out);
}

/* A power cut between the two leaves pictures that wait although they are kept, never the other way
 * round: so they are marked as used before. */
static enum rc let_go(struct call *call, const struct photos_choice *choice, bool kept)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < choice->n && rc == RC_OK; i++)
        rc = kept ? held_file_drop(call, choice->files[i]->blob.id)
                  : held_file_discard(call, choice->files[i]->blob.id);
    return rc;
}

enum rc photos_keep(struct call *call, const struct photos_choice *choice, struct str pdf,
                    const struct id *change, struct outcome *out)
{
    bool kept = choice->originals || pdf.n == 0;
    struct value rows;
    enum rc rc = all_rows(call, choice, pdf, &rows);

    for (size_t i = 0; i < choice->n && kept && rc == RC_OK; i++)
        rc = held_file_use(call, choice->files[i]->blob.id);
    if (rc == RC_OK)
        rc = save_rows(call, choice, rows, change, out);
    return rc == RC_OK ? let_go(call, choice, kept) : rc;
}
