/* bundle_files.c - see bundle.h: which files a case has, what is proposed, what cannot be. */
#include <stdlib.h>

#include "base/lang.h"
#include "base/text.h"
#include "casework/bundle.h"
#include "casework/come_parts.h"
#include "casework/court.h"
#include "casework/pages.h"
#include "casework/proceeding.h"
#include "model/field.h"
#include "model/permission.h"

enum { FILE_BLOB, FILE_KEY, FILE_HASH, FILE_NAME, FILE_TYPE, FILE_SIZE, FILE_ADDED, FILE_PARTS };
enum { EACH_MAX = 200, PEOPLE_MAX = 60 };

/* What is known of the kinds whose files are offered; of others what every kind has. */
static const struct known {
    const char *kind;
    const char *title[3]; /* fields that make it, joined */
    const char *on;       /* the day of the paper; when it is empty, the next */
    const char *or_on;
    bool proposed;
    bool newest; /* each later file is a later print of the same */
    enum bundle_apart apart;
} known[] = {
    {"case_paper", {"what", "from", "number"}, "dated", "received", true, false, APART_NOT},
    {"letter", {"subject_line"}, "written", NULL, true, true, APART_NOT},
    {"event", {"what", "proof", "number"}, "on", NULL, true, false, APART_NOT},
    {"hearing", {"where", "number"}, "when_held", NULL, true, false, APART_NOT},
    {"case_note", {"text"}, "on", NULL, false, false, APART_NOTE},
};

static const struct known *known_of(const struct kind *kind)
{
    static const struct known other = {.kind = NULL};

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_is(kind->name, known[i].kind))
            return &known[i];
    return &other;
}

struct gathering {
    struct bundle_files *out;
    const struct record *person; /* whose papers they are; NULL: the case's */
    bool other;                  /* and it is not the person of the case */
};

static struct str short_text(struct str text)
{
    text = str_trim(str_split(&text, '\n'));
    if (text.n > BUNDLE_TITLE_MAX)
        text = str_cut(text, 0, BUNDLE_TITLE_MAX);
    while (text.n != 0 && !text_valid(text))
        text.n--;
    return text;
}

static struct str title_of(struct call *call, const struct record *record,
                           const struct known *about, struct str name, bool alone)
{
    struct str kind = label_text(call, &record->kind->one);
    struct buf out;

    buf_init(&out, call->arena, 4 * BUNDLE_TEXT_MAX);
    for (size_t i = 0; i < sizeof about->title / sizeof *about->title; i++) {
        struct str part = about->kind == NULL || about->title[i] == NULL
                              ? STR("")
                              : page_shown(call, record, about->title[i]);
        if (part.n == 0)
            continue;
        buf_z(&out, out.n == 0 ? "" : ", ");
        buf_add(&out, short_text(part));
    }
    if (out.n == 0)
        buf_add(&out, record_title(call, record).n != 0 ? record_title(call, record) : kind);
    if (!alone) {
        buf_z(&out, " – ");
        buf_add(&out, name);
    }
    return short_text(str_dup(call->arena, buf_str(&out)));
}

static day paper_day(struct call *call, const struct record *record, const struct known *about,
                     int64_t added_ms)
{
    struct value on = about->on == NULL ? v_null() : record_value(record, about->on);

    if (on.type != V_INT && about->or_on != NULL)
        on = record_value(record, about->or_on);
    if (on.type != V_INT)
        return come_day(call, added_ms);
    return str_is(str_of(about->on), "when_held") ? come_day(call, on.i) : (day)on.i;
}

static bool fits(struct str type)
{
    return str_is(type, "application/pdf") || str_is(type, "image/jpeg") ||
           str_is(type, "image/png");
}

static enum rc add_row(struct call *call, struct gathering *g, const struct record *record,
                       const struct value *row, bool last, bool alone)
{
    const struct known *about = known_of(record->kind);
    struct bundle_files *out = g->out;
    struct bundle_file file = {.size = row[FILE_SIZE].i,
                               .name = row[FILE_NAME].s,
                               .what = label_text(call, &record->kind->one),
                               .apart = g->other ? APART_PERSON : about->apart,
                               .fits = fits(row[FILE_TYPE].s)};

    if (row[FILE_BLOB].s.n != BLOB_ID || row[FILE_KEY].s.n != sizeof file.blob.sealed.key)
        return RC_OK;
    out->more = out->more || out->n == BUNDLE_FILES_MAX;
    if (out->more)
        return RC_OK;
    memcpy(file.blob.id, row[FILE_BLOB].s.p, BLOB_ID);
    memcpy(file.blob.sealed.key, row[FILE_KEY].s.p, sizeof file.blob.sealed.key);
    file.proposed = about->proposed && file.fits && (last || !about->newest);
    file.on = paper_day(call, record, about, row[FILE_ADDED].i);
    file.title = title_of(call, record, about, file.name, alone || about->newest);
    if (g->person != NULL) {
        file.person = g->person->id;
        file.title = short_text(str_format(call->arena, "%s, %s", str_z(call->arena, file.title),
                                           str_z(call->arena, record_title(call, g->person))));
    }
    if (!arena_grow(call->arena, &out->in, out->n, &out->room))
        return fail_memory(call);
    file.place = out->n;
    out->in[out->n++] = file;
    return RC_OK;
}

static enum rc add_record(struct call *call, struct gathering *g, const struct record *record,
                          const struct field *field)
{
    struct value files = record_get(record, field);
    size_t n = files.type == V_LIST ? files.list.n : 0;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < n && rc == RC_OK; i++)
        if (files.list.items[i].type == V_LIST && files.list.items[i].list.n >= FILE_PARTS)
            rc = add_row(call, g, record, files.list.items[i].list.items, i + 1 == n, n == 1);
    return rc;
}

static enum rc add_kind(struct call *call, struct gathering *g, const struct kind *kind,
                        const struct record *owner)
{
    struct query query = {.kind = kind, .verb = MAY_SEE, .owner = &owner->id, .limit = EACH_MAX};
    struct query_page found = {.n = 0};
    enum rc rc = RC_OK;
    bool asked = false;

    for (size_t f = 0; f < kind->n && rc == RC_OK; f++) {
        const struct field *field = &kind->fields[f];
        if (!str_is(str_of(field->type->name), "files") || field->secret)
            continue;
        if (!asked)
            rc = query_list(call, &query, &found);
        asked = true;
        for (size_t i = 0; i < found.n && rc == RC_OK; i++)
            rc = add_record(call, g, found.records[i], field);
    }
    return rc;
}

/* The parts of a case, or of a person; never a bundle of before. */
static enum rc add_parts(struct call *call, struct gathering *g, const struct record *owner)
{
    const struct registry *registry = call->app->registry;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < registry->n && rc == RC_OK; i++)
        if (registry->kinds[i]->owner == owner->kind && !str_is(registry->kinds[i]->name, "bundle"))
            rc = add_kind(call, g, registry->kinds[i], owner);
    return rc;
}

static enum rc add_person(struct call *call, struct bundle_files *out, const struct record *of,
                          struct value link)
{
    struct gathering g = {.out = out};
    struct id id;

    if (!id_of(link.s, &id))
        return RC_OK;
    g.person = query_brief(call, app_kind(call, "person"), &id);
    if (g.person == NULL) /* somebody whom she may not see */
        return RC_OK;
    g.other = !str_eq(record_value(of, "person").s, link.s);
    return add_parts(call, &g, g.person);
}

static int by_day(const void *a, const void *b)
{
    const struct bundle_file *x = a, *y = b;

    if (x->on != y->on)
        return x->on < y->on ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

enum rc bundle_files(struct call *call, const struct record *of, struct bundle_files *out)
{
    struct gathering own = {.out = out};
    struct value people = record_value(of, "people"), person = record_value(of, "person");

    *out = (struct bundle_files){.n = 0};
    enum rc rc = add_parts(call, &own, of);
    if (rc == RC_OK && person.type == V_BYTES)
        rc = add_person(call, out, of, person);
    for (size_t i = 0; people.type == V_LIST && i < people.list.n && i < PEOPLE_MAX && rc == RC_OK;
         i++)
        if (!str_eq(people.list.items[i].s, person.s))
            rc = add_person(call, out, of, people.list.items[i]);
    if (rc == RC_OK && out->n != 0)
        qsort(out->in, out->n, sizeof *out->in, by_day);
    return rc;
}

const struct bundle_file *bundle_file_find(const struct bundle_files *files,
                                           const unsigned char blob[static BLOB_ID])
{
    for (size_t i = 0; i < files->n; i++)
        if (memcmp(files->in[i].blob.id, blob, BLOB_ID) == 0)
            return &files->in[i];
    return NULL;
}

/* ---- what is proposed ---- */

static enum rc propose_court(struct call *call, const struct record *of, struct bundle_choice *out)
{
    struct proceedings all;
    enum rc rc = proceedings_of(call, of, &all);

    if (rc != RC_OK || all.n == 0)
        return rc;
    const struct record *last = all.in[0].ask.proceeding;
    struct str body = page_link_title(call, last, "body");
    out->court = body.n != 0 ? body : record_text(last, "body_name");
    out->number = record_text(last, "their_number");
    return RC_OK;
}

static enum rc propose_parties(struct call *call, const struct record *of,
                               struct bundle_choice *out)
{
    struct str person = page_link_title(call, of, "person");
    struct query_page found;
    struct buf text;
    enum rc rc = court_parties(call, of, NULL, &found);

    if (rc != RC_OK)
        return rc;
    buf_init(&text, call->arena, BUNDLE_TEXT_MAX);
    buf_add(&text, person);
    for (size_t i = 0; i < found.n && text.n < BUNDLE_LINE_MAX; i++) {
        struct str name = record_title(call, found.records[i]);
        buf_z(&text, text.n == 0 ? "" : "; ");
        buf_format(&text, "%s (%s)", str_z(call->arena, name),
                   str_z(call->arena, page_shown(call, found.records[i], "role")));
    }
    out->parties = buf_str(&text);
    return RC_OK;
}

enum rc bundle_propose(struct call *call, const struct record *of, const struct bundle_files *files,
                       struct bundle_choice *out)
{
    *out = (struct bundle_choice){.title = say(call, "Papers of the case"),
                                  .language = lang_code(call->lang)};
    for (size_t i = 0; i < files->n && out->n < BUNDLE_PAPERS_MAX; i++) {
        const struct bundle_file *file = &files->in[i];
        struct bundle_item item = {.title = file->title, .inner = file->apart != APART_NOT};
        if (!file->proposed)
            continue;
        memcpy(item.blob, file->blob.id, BLOB_ID);
        out->items[out->n++] = item;
    }
    enum rc rc = propose_court(call, of, out);
    return rc == RC_OK ? propose_parties(call, of, out) : rc;
}

/* ---- what cannot be ---- */

static void check_item(struct call *call, const struct bundle_file *file,
                       const struct bundle_item *item)
{
    const char *title = str_z(call->arena, item->title);

    if (file == NULL)
        fault_add(call, STR("papers"), "\"%s\" is not with this case any more.", title);
    else if (!file->fits)
        fault_add(call, STR("papers"),
                  "\"%s\" is neither PDF nor photo. Make a PDF of it and attach that.", title);
    else if (file->size > BUNDLE_PAPER_MAX)
        fault_add(call, STR("papers"),
                  "\"%s\" has %lld MB, %d fit. Scan it in grey at 200 dots to an inch, or divide "
                  "it.",
                  title, (long long)(file->size >> 20), BUNDLE_PAPER_MAX >> 20);
}

enum rc bundle_check(struct call *call, const struct record *of, const struct bundle_files *files,
                     const struct bundle_choice *choice)
{
    int64_t size = 0;
    size_t taken = 0;

    if (choice->title.n == 0)
        fault_add(call, STR("title"), "Write what the bundle is called.");
    for (size_t i = 0; i < choice->n; i++) {
        const struct bundle_file *file = bundle_file_find(files, choice->items[i].blob);
        if (choice->other_side && choice->items[i].inner)
            continue;
        check_item(call, file, &choice->items[i]);
        size += file == NULL ? 0 : file->size;
        taken++;
    }
    if (choice->n == 0)
        fault_add(call, STR("papers"), "Tick at least one paper.");
    else if (taken == 0)
        fault_add(call, STR("papers"), "None of these papers is for the other side.");
    if (size > BUNDLE_BYTES_MAX)
        fault_add(call, STR("papers"),
                  "Together these papers have %lld MB, %d fit. Make two bundles.",
                  (long long)(size >> 20), BUNDLE_BYTES_MAX >> 20);
    if (record_flag(of, "limited") && !choice->sure)
        fault_add(call, STR("sure"),
                  "This case is for its team alone, and a PDF goes from hand to hand. Tick that "
                  "it is to be made all the same.");
    return call_faults(call);
}
