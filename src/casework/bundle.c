/* bundle.c - see bundle.h: from what was ticked to the PDF that is kept. */
#include "casework/bundle.h"

#include "base/cbor.h"
#include "base/lang.h"
#include "casework/come_parts.h"
#include "casework/pages.h"
#include "casework/save.h"
#include "model/permission.h"
#include "store/crypt.h"
#include "web/date.h"

enum { FILE_BLOB, FILE_KEY, FILE_HASH, FILE_NAME, FILE_TYPE, FILE_SIZE, FILE_ADDED, FILE_PARTS };
enum { CHOICE_PARTS = 9, ITEM_PARTS = 3, LIST_MAX = 60 << 10, RESULT_PARTS = 3, POLL_MS = 500 };

static enum rc misread(struct call *call)
{
    return fail(call, RC_INVALID, "arguments", "The operation's arguments are not understood.");
}

/* ---- what was ticked, as a value: [title, for whom, court, number, parties, language, other side,
 * sure, [[blob, title, inner], ...]] ---- */

static struct value choice_value(struct call *call, const struct bundle_choice *choice)
{
    struct value *all = arena_array(call->arena, CHOICE_PARTS, sizeof *all);
    struct value *items = arena_array(call->arena, choice->n, sizeof *items);
    struct value *parts = arena_array(call->arena, choice->n * ITEM_PARTS, sizeof *parts);

    if (all == NULL || items == NULL || parts == NULL)
        return v_null();
    for (size_t i = 0; i < choice->n; i++) {
        const struct bundle_item *item = &choice->items[i];
        struct value *part = &parts[i * ITEM_PARTS];
        part[0] = v_bytes(str_bytes(item->blob, BLOB_ID));
        part[1] = v_text(item->title);
        part[2] = v_int(item->inner);
        items[i] = v_list(part, ITEM_PARTS);
    }
    all[0] = v_text(choice->title);
    all[1] = v_text(choice->for_whom);
    all[2] = v_text(choice->court);
    all[3] = v_text(choice->number);
    all[4] = v_text(choice->parties);
    all[5] = v_text(choice->language);
    all[6] = v_int(choice->other_side);
    all[7] = v_int(choice->sure);
    all[8] = v_list(items, choice->n);
    return v_list(all, CHOICE_PARTS);
}

static bool read_items(struct value list, struct bundle_choice *out)
{
    if (list.type != V_LIST || list.list.n > BUNDLE_PAPERS_MAX)
        return false;
    for (size_t i = 0; i < list.list.n; i++) {
        const struct value *part = list.list.items[i].list.items;
        if (list.list.items[i].type != V_LIST || list.list.items[i].list.n != ITEM_PARTS ||
            part[0].type != V_BYTES || part[0].s.n != BLOB_ID || part[1].type != V_TEXT ||
            part[1].s.n > BUNDLE_TITLE_MAX || part[2].type != V_INT)
            return false;
        struct bundle_item *item = &out->items[out->n++];
        memcpy(item->blob, part[0].s.p, BLOB_ID);
        item->title = part[1].s;
        item->inner = part[2].i != 0;
    }
    return true;
}

static bool read_choice(struct value v, struct bundle_choice *out)
{
    struct str *const texts[] = {&out->title,  &out->for_whom, &out->court,
                                 &out->number, &out->parties,  &out->language};
    enum { TEXTS = sizeof texts / sizeof *texts };

    if (v.type != V_LIST || v.list.n != CHOICE_PARTS)
        return false;
    out->n = 0;
    for (size_t i = 0; i < TEXTS; i++) {
        struct value text = v.list.items[i];
        if (text.type != V_NULL && (text.type != V_TEXT || text.s.n > BUNDLE_TEXT_MAX))
            return false;
        *texts[i] = text.type == V_NULL ? STR("") : text.s;
    }
    out->other_side = v.list.items[TEXTS].i != 0;
    out->sure = v.list.items[TEXTS + 1].i != 0;
    return v.list.items[TEXTS].type == V_INT && v.list.items[TEXTS + 1].type == V_INT &&
           read_items(v.list.items[TEXTS + 2], out);
}

enum rc bundle_choice_of(struct call *call, const struct record *bundle, struct bundle_choice *out)
{
    struct value kept = record_value(bundle, "choice");
    struct cbor in = cbor_open(kept.type == V_BYTES ? kept.s : STR(""));
    struct value choice = cbor_value(&in, call->arena);

    if (!cbor_done(&in) || !read_choice(choice, out))
        return fail(call, RC_CORRUPT, "bundle", "What was ticked for it cannot be read.");
    return RC_OK;
}

/* ---- the making ---- */

struct making {
    const struct record *of;
    const struct bundle_choice *choice;
    struct bundle_files files;
    struct bundle_order *order;
    const struct bundle_file *taken[BUNDLE_PAPERS_MAX]; /* as the order has them */
    struct buf left_out;
    char head[LOG_HEAD_CODE];
    size_t pages, at; /* at: the paper that is being read, from 1 */
    size_t first[BUNDLE_PAPERS_MAX];
    struct str pdf;
};

static void add_head_line(struct bundle_order *order, struct str label, struct str text)
{
    if (text.n != 0 && order->lines_n < BUNDLE_LINES_MAX)
        order->lines[order->lines_n++] = (struct bundle_line){label, text};
}

static enum rc name_ourselves(struct call *call, struct bundle_order *order)
{
    struct record *organisation;
    enum rc rc =
        table_load_rid(call, call->store->db, app_table(call->app, app_kind(call, "organisation")),
                       1, &organisation);

    if (rc == RC_OK)
        order->organisation = record_text(organisation, "name");
    return rc;
}

static struct str clock_text(struct call *call)
{
    return str_format(call->arena, "%s, %s", date_text(call, come_day(call, call->now_ms)).p,
                      come_clock(call, call->now_ms).p);
}

static enum rc fill_head(struct call *call, struct making *making)
{
    const struct bundle_choice *choice = making->choice;
    struct bundle_order *order = making->order;
    enum rc rc = name_ourselves(call, order);

    if (rc == RC_OK)
        rc = log_head(call, call->store->log, making->head);
    if (rc != RC_OK)
        return rc;
    order->language = lang_code(call->lang);
    order->title = choice->title;
    order->made_ms = call->now_ms;
    order->head = str_of(making->head);
    order->head_on = clock_text(call);
    add_head_line(order, say(call, "Case"), making->of->code);
    add_head_line(order, say(call, "Court or body"), choice->court);
    add_head_line(order, say(call, "Court number"), choice->number);
    add_head_line(order, say(call, "Parties"), choice->parties);
    add_head_line(order, say(call, "For whom"), choice->for_whom);
    add_head_line(order, say(call, "Date"), date_long(call, call->today));
    return RC_OK;
}

static enum rc fill_papers(struct call *call, struct making *making)
{
    const struct bundle_choice *choice = making->choice;
    struct bundle_order *order = making->order;

    buf_init(&making->left_out, call->arena, LIST_MAX);
    for (size_t i = 0; i < choice->n; i++) {
        const struct bundle_item *item = &choice->items[i];
        const struct bundle_file *file = bundle_file_find(&making->files, item->blob);
        struct str title = item->title.n != 0 ? item->title : file->title;
        if (choice->other_side && item->inner) {
            buf_add(&making->left_out, title);
            buf_z(&making->left_out, "\n");
            continue;
        }
        making->taken[order->n] = file;
        order->papers[order->n++] =
            (struct bundle_paper){.title = title, .on = date_text(call, file->on)};
    }
    return RC_OK;
}

/* Papers of a person are read with her file: the log of reads says so. */
static enum rc note_persons(struct call *call, const struct making *making)
{
    static const struct id none;
    struct record *person;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < making->order->n && rc == RC_OK; i++)
        if (!id_eq(&making->taken[i]->person, &none))
            rc = query_get(call, app_kind(call, "person"), &making->taken[i]->person, &person);
    return rc;
}

static enum rc add_bytes(struct call *call, const struct bundle_file *file, int fd)
{
    struct buf piece;
    struct str bytes;
    enum rc rc = blob_get(call, call->store->folder, &file->blob, BUNDLE_PAPER_MAX, &bytes);

    if (rc != RC_OK)
        return rc;
    buf_init(&piece, call->arena, bytes.n + 64);
    bundle_put(&piece, bytes);
    return buf_ok(&piece) ? channel_file_add(call, fd, buf_str(&piece)) : fail_memory(call);
}

/* One paper in memory at a time. */
static enum rc put_order(struct call *call, const struct making *making, int *fd)
{
    struct call_loop loop;
    struct buf head;

    buf_init(&head, call->arena, 1 << 20);
    bundle_head(&head, making->order);
    if (!buf_ok(&head))
        return fail_memory(call);
    enum rc rc = channel_file(call, buf_str(&head), fd);
    if (rc != RC_OK)
        return rc;
    call_loop_begin(call, &loop);
    for (size_t i = 0; i < making->order->n && rc == RC_OK; i++) {
        rc = add_bytes(call, making->taken[i], *fd);
        call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    if (rc != RC_OK)
        channel_close(*fd);
    return rc;
}

/* ---- the job ---- */

struct told {
    struct call *call;
    const struct job_work *work;
    size_t at; /* the paper told of last, from 1 */
};

static enum rc tell_page(void *data, size_t paper, size_t done, size_t total)
{
    struct told *told = data;
    struct buf item;
    enum rc rc = RC_OK;

    if (told->at != paper + 1) {
        told->at = paper + 1;
        buf_init(&item, told->call->arena, 16);
        cbor_put_uint(&item, told->at);
        rc = job_part(told->call, told->work, buf_str(&item), -1);
    }
    return rc != RC_OK || total == 0
               ? rc
               : job_progress(told->call, told->work, (int64_t)done, (int64_t)total);
}

/* [pages, [first page of each paper], [sentence, ...]] */
static enum rc put_result(struct call *call, const struct bundle_order *order,
                          const struct bundle_result *result, struct job_work *work)
{
    struct buf item;

    buf_init(&item, call->arena, MESSAGE_BODY_MAX);
    cbor_put_array(&item, RESULT_PARTS);
    cbor_put_uint(&item, result->pdf.pages);
    cbor_put_array(&item, order->n);
    for (size_t i = 0; i < order->n; i++)
        cbor_put_uint(&item, result->first[i]);
    cbor_put_array(&item, result->told_n);
    for (size_t i = 0; i < result->told_n; i++)
        cbor_put_text(&item, result->told[i].text);
    work->result = buf_str(&item);
    if (!buf_ok(&item))
        return fail_memory(call);
    return result->told_n != 0 ? RC_OK : channel_file(call, result->pdf.bytes, &work->output);
}

static enum rc run_bundle(struct call *call, struct job_work *work)
{
    struct bundle_order *order = arena_alloc(call->arena, sizeof *order);
    struct bundle_result *result = arena_alloc(call->arena, sizeof *result);
    struct told told = {.call = call, .work = work};
    const struct bundle_tell tell = {tell_page, &told};
    struct str bytes;

    if (order == NULL || result == NULL)
        return fail_memory(call);
    if (work->input < 0)
        return fail(call, RC_INVALID, "job", "Papers for a bundle come in a file.");
    enum rc rc = channel_file_read(call, work->input, BUNDLE_BYTES_MAX + (2 << 20), &bytes);
    if (rc == RC_OK)
        rc = bundle_read(call, bytes, order);
    if (rc == RC_OK)
        rc = bundle_pdf(call, order, &tell, result);
    return rc == RC_OK ? put_result(call, order, result, work) : rc;
}

/* Measured: 300 pages, half of them scans, need 220 MB, of which papers and PDF are 60; the largest
 * of both are four times that. */
const struct job_kind bundle_job = {
    .name = BUNDLE_JOB,
    .at_once = 1,
    .limits = {.memory_bytes = 640 << 20,
               .cpu_s = 120,
               .wall_s = 300,
               .output_bytes = BUNDLE_PDF_MAX + 4096},
    .sandbox = {.threads = true, .silent = true, .read = paper_fonts},
    .run = run_bundle,
};

/* All sentences about papers as one. */
static enum rc tell_all(struct call *call, struct cbor *in, size_t n)
{
    struct buf all;

    buf_init(&all, call->arena, LIST_MAX);
    for (size_t i = 0; i < n; i++) {
        buf_z(&all, i == 0 ? "" : " ");
        buf_add(&all, cbor_text(in));
    }
    if (!cbor_done(in))
        return fail(call, RC_IO, "bundle", "The bundle could not be made. Try again.");
    return fail(call, RC_INVALID, "papers", "%s %s", str_z(call->arena, buf_str(&all)),
                say(call, "Nothing was made: leave it out, or attach it anew.").p);
}

static enum rc read_result(struct call *call, struct making *making, struct job_news *news)
{
    struct cbor in = cbor_open(news->body);
    bool sound = cbor_array(&in) == RESULT_PARTS;

    making->pages = (size_t)cbor_uint(&in);
    sound = sound && cbor_array(&in) == making->order->n;
    for (size_t i = 0; sound && i < making->order->n; i++)
        making->first[i] = (size_t)cbor_uint(&in);
    size_t told = cbor_array(&in);
    if (sound && told != 0)
        return tell_all(call, &in, told);
    if (!sound || !cbor_done(&in) || news->fd < 0)
        return fail(call, RC_IO, "bundle", "The bundle could not be made. Try again.");
    enum rc rc = channel_file_read(call, news->fd, BUNDLE_PDF_MAX, &making->pdf);
    channel_close(news->fd);
    news->fd = -1;
    return rc;
}

/* A child that was ended says nothing more: which paper it was at says it for it. */
static enum rc blame(struct call *call, const struct making *making, enum rc rc)
{
    if ((rc != RC_IO && rc != RC_LIMIT && rc != RC_MEMORY) || making->at == 0 ||
        making->at > making->order->n || call->error.where.n == 0 ||
        str_is(call->error.where, "pages") || str_is(call->error.where, "document"))
        return rc;
    struct str why = str_dup(call->arena, call->error.text);
    const char *title = str_z(call->arena, making->order->papers[making->at - 1].title);
    call_forgive(call);
    return fail(call, rc, "papers",
                "\"%s\" needs more time or memory than there is for it. Scan it anew, or leave it "
                "out. (%s)",
                title, str_z(call->arena, why));
}

static enum rc hear(struct call *call, struct job *job, struct making *making,
                    const struct progress *tell)
{
    for (;;) {
        struct job_news news = {.fd = -1};
        enum rc rc = job_poll(call, job, POLL_MS, &news);
        if (rc != RC_OK)
            return blame(call, making, rc);
        if (news.state == JOB_IS_DONE)
            return read_result(call, making, &news);
        if (news.state == JOB_MOVES)
            progress_tell(tell, news.done, news.total);
        if (news.state == JOB_GAVE_PART) {
            struct cbor in = cbor_open(news.body);
            making->at = (size_t)cbor_uint(&in);
            channel_close(news.fd);
        }
    }
}

static enum rc draw(struct call *call, struct making *making, const struct progress *tell)
{
    static const struct job_kind *const kinds[] = {&bundle_job};
    const struct job_source jobs = {{kinds, 1}, call->store->folder, -1};
    struct job_request request = {.fd = -1};
    struct job job;
    enum rc rc = put_order(call, making, &request.fd);

    if (rc != RC_OK)
        return rc;
    rc = job_start(call, &jobs, BUNDLE_JOB, request, &job);
    channel_close(request.fd);
    if (rc != RC_OK)
        return rc;
    rc = hear(call, &job, making, tell);
    job_close(&job);
    return rc;
}

/* ---- kept: bundle.keep: [case, [[field, value], ...]] ---- */

static enum rc apply_keep(struct call *call, struct change *change, struct value args)
{
    const struct value *item = args.list.items;
    const struct record *of;
    struct record *bundle;
    struct id id;

    if (args.type != V_LIST || args.list.n != 2 || item[0].type != V_BYTES ||
        !id_of(item[0].s, &id) || item[1].type != V_LIST)
        return misread(call);
    enum rc rc = change_look(call, change, app_kind(call, "case"), &id, &of);
    if (rc == RC_OK)
        rc = change_make(call, change, app_kind(call, "bundle"), of, &bundle);
    for (size_t i = 0; i < item[1].list.n && rc == RC_OK; i++) {
        struct value pair = item[1].list.items[i];
        const struct field *field = pair.type == V_LIST && pair.list.n == 2
                                        ? field_find(bundle->kind, pair.list.items[0].s)
                                        : NULL;
        if (field == NULL)
            return misread(call);
        bundle->values[field->index] = pair.list.items[1];
    }
    return rc;
}

const struct operation bundle_keep_operation = {"bundle.keep", 1,     N_("papers bundled"), false,
                                                false,         false, apply_keep,           NULL};

struct fields {
    struct value pairs[16], all[16][2];
    size_t n;
};

static void give(struct fields *fields, const char *name, struct value v)
{
    fields->all[fields->n][0] = v_text(str_of(name));
    fields->all[fields->n][1] = v;
    fields->pairs[fields->n] = v_list(fields->all[fields->n], 2);
    fields->n++;
}

static void give_text(struct fields *fields, const char *name, struct str text)
{
    if (text.n != 0)
        give(fields, name, v_text(text));
}

static struct str contents(struct call *call, const struct making *making)
{
    struct buf out;

    buf_init(&out, call->arena, LIST_MAX);
    for (size_t i = 0; i < making->order->n; i++)
        buf_format(&out, "%zu. %s (%zu)\n", i + 1,
                   str_z(call->arena, making->order->papers[i].title), making->first[i]);
    return str_trim(buf_str(&out));
}

static enum rc file_rows(struct call *call, const struct making *making, struct value *out)
{
    struct value *row = arena_array(call->arena, FILE_PARTS + 1, sizeof *row);
    struct blob blob;

    if (row == NULL)
        return fail_memory(call);
    enum rc rc = blob_put(call, call->store->folder, making->pdf, &blob);
    if (rc != RC_OK)
        return rc;
    row[FILE_BLOB] = v_bytes(str_dup(call->arena, str_bytes(blob.id, sizeof blob.id)));
    row[FILE_KEY] =
        v_bytes(str_dup(call->arena, str_bytes(blob.sealed.key, sizeof blob.sealed.key)));
    row[FILE_HASH] =
        v_bytes(str_dup(call->arena, str_bytes(blob.sealed.hash, sizeof blob.sealed.hash)));
    row[FILE_NAME] =
        v_text(str_format(call->arena, "%s %s.pdf", str_z(call->arena, making->of->code),
                          str_z(call->arena, making->choice->title)));
    row[FILE_TYPE] = v_text(STR("application/pdf"));
    row[FILE_SIZE] = v_int(blob.sealed.plain_size);
    row[FILE_ADDED] = v_int(call->now_ms);
    row[FILE_PARTS] = v_list(row, FILE_PARTS);
    *out = v_list(&row[FILE_PARTS], 1);
    return RC_OK;
}

static enum rc keep(struct call *call, struct making *making, const struct id *change,
                    struct outcome *out)
{
    struct operation_request request = {.operation = "bundle.keep", .change = *change};
    struct fields *fields = arena_alloc(call->arena, sizeof *fields);
    unsigned char sum[CRYPT_HASH];
    struct value files;
    struct buf choice;

    if (fields == NULL)
        return fail_memory(call);
    enum rc rc = file_rows(call, making, &files);
    if (rc != RC_OK)
        return rc;
    buf_init(&choice, call->arena, WORK_ARGS_MAX);
    cbor_put_value(&choice, choice_value(call, making->choice));
    crypt_sha256(making->pdf, sum);
    give_text(fields, "title", making->choice->title);
    give_text(fields, "for_whom", making->choice->for_whom);
    give_text(fields, "contents", contents(call, making));
    give_text(fields, "left_out", str_trim(buf_str(&making->left_out)));
    give_text(fields, "sum", str_hex(call->arena, str_bytes(sum, sizeof sum)));
    give_text(fields, "head", str_of(making->head));
    give(fields, "made_on", v_int(call->today));
    give(fields, "papers", v_int((int64_t)making->order->n));
    give(fields, "pages", v_int((int64_t)making->pages));
    give(fields, "files", files);
    give(fields, "choice", v_bytes(buf_str(&choice)));
    if (making->choice->other_side)
        give(fields, "other_side", v_int(1));
    const struct value args[] = {id_value(&making->of->id), v_list(fields->pairs, fields->n)};
    request.args = v_list(args, 2);
    return operation_run(call, &request, out);
}

/* ---- the whole ---- */

/* In the language that was chosen; what is told while it is made is in it too. */
static void speak(struct call *call, struct str language)
{
    for (size_t i = 0; i < call->app->langs_n; i++)
        if (str_eq(lang_code(call->app->langs[i]), language))
            call->lang = call->app->langs[i];
}

static enum rc prepare(struct call *call, struct making *making)
{
    enum rc rc = permit(call, making->of, MAY_CHANGE);

    if (rc == RC_OK)
        rc = bundle_files(call, making->of, &making->files);
    if (rc == RC_OK)
        rc = bundle_check(call, making->of, &making->files, making->choice);
    if (rc == RC_OK)
        rc = fill_head(call, making);
    if (rc == RC_OK)
        rc = fill_papers(call, making);
    return rc == RC_OK ? note_persons(call, making) : rc;
}

enum rc bundle_make(struct call *call, const struct record *of, const struct bundle_choice *choice,
                    const struct id *change, const struct progress *tell, struct bundle_made *out)
{
    const struct lang *lang = call->lang;
    struct making *making = arena_alloc(call->arena, sizeof *making);
    struct outcome outcome = {.nothing = true};

    if (making == NULL)
        return fail_memory(call);
    making->of = of;
    making->choice = choice;
    making->order = arena_alloc(call->arena, sizeof *making->order);
    if (making->order == NULL)
        return fail_memory(call);
    speak(call, choice->language);
    enum rc rc = prepare(call, making);
    if (rc == RC_OK)
        rc = draw(call, making, tell);
    call->lang = lang;
    if (rc == RC_OK)
        rc = keep(call, making, change, &outcome);
    if (rc == RC_OK)
        *out = (struct bundle_made){outcome.record, making->pages, making->pdf};
    return rc;
}

enum rc bundle_read_pdf(struct call *call, const struct record *bundle, struct str *name,
                        struct str *pdf)
{
    struct value files = record_value(bundle, "files");
    struct blob blob = {.sealed = {.size = 0}};

    if (files.type != V_LIST || files.list.n == 0)
        return fail(call, RC_NOT_FOUND, NULL, NULL);
    const struct value *row = files.list.items[0].list.items;
    memcpy(blob.id, row[FILE_BLOB].s.p, sizeof blob.id);
    memcpy(blob.sealed.key, row[FILE_KEY].s.p, sizeof blob.sealed.key);
    *name = row[FILE_NAME].s;
    return blob_get(call, call->store->folder, &blob, BUNDLE_PDF_MAX, pdf);
}

/* ---- made by the clerk: [case, choice] ---- */

bool bundle_choice_read(struct value args, struct bundle_choice *out)
{
    return args.type == V_LIST && args.list.n == 3 && read_choice(args.list.items[2], out);
}

/* One turn: half a bundle is none. */
static enum rc step(struct call *call, struct work_turn *turn)
{
    struct bundle_choice *choice = arena_alloc(call->arena, sizeof *choice);
    const struct id change = work_change(turn, 0);
    struct bundle_made made;
    struct record *of;
    bool repeated = false;
    struct id id;

    if (choice == NULL)
        return fail_memory(call);
    if (!bundle_choice_read(turn->args, choice) || !id_of(turn->args.list.items[1].s, &id))
        return misread(call);
    enum rc rc = operation_was_run(call, &change, &repeated);
    turn->finished = true;
    if (rc != RC_OK || repeated)
        return rc;
    rc = query_get(call, app_kind(call, "case"), &id, &of);
    if (rc == RC_OK)
        rc = bundle_make(call, of, choice, &change, turn->tell, &made);
    if (rc == RC_OK)
        turn->said = str_format(call->arena,
                                lang_plural(call->lang, "The bundle is made: %lld page.",
                                            "The bundle is made: %lld pages.", (int64_t)made.pages),
                                (long long)made.pages);
    return rc;
}

const struct work bundle_work = {.name = "bundle",
                                 .brief = N_("Put papers together for a court"),
                                 .permission = PERMISSION_KIND_CHANGE,
                                 .step = step};

enum rc bundle_put_work(struct call *call, const struct record *of,
                        const struct bundle_choice *choice, struct id *job)
{
    const struct value args[] = {v_text(STR("case")), id_value(&of->id),
                                 choice_value(call, choice)};
    const struct work_ask ask = {&bundle_work, v_list(args, 3),
                                 str_hex(call->arena, id_str(&of->id))};

    return work_put(call, &ask, job);
}

enum rc bundle_work_of(struct call *call, const struct record *of, struct work_job *out)
{
    enum { LOOKED_AT = 60 };
    struct str mark = str_hex(call->arena, id_str(&of->id));
    struct work_job *all;
    size_t n = 0;
    enum rc rc = work_list(call, LOOKED_AT, &all, &n);

    for (size_t i = 0; rc == RC_OK && i < n; i++)
        if (str_is(all[i].kind, bundle_work.name) && str_eq(all[i].mark, mark)) {
            *out = all[i];
            return RC_OK;
        }
    return rc == RC_OK ? RC_NOT_FOUND : rc;
}
