/* photos_test.c - tests for photos.c, photo_address.c. */
#include "casework/photo_address.h"
#include "casework/photos.h"
#include "casework_test.h"
#include "store/blob.h"

static const char head[] = "\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xFF\xDA\0\x02picture";

static bool hold(struct world *w, const struct id *of, struct str name, struct str bytes, size_t n)
{
    struct photo_sent sent = {name, bytes, n};
    bool held = false;

    CHECK_RC(&w->call, photos_hold(&w->call, of, &sent, &held), RC_OK);
    return held;
}

static size_t waiting(struct world *w, int actor, const struct id *of,
                      struct held_file all[static HELD_FILES_MAX])
{
    size_t n = 0;

    world_as(w, actor);
    CHECK_RC(&w->call, held_files_of(&w->call, of, all, &n), RC_OK);
    return n;
}

static struct record *load(struct world *w, const char *kind, const struct id *id)
{
    struct record *record = NULL;

    CHECK_RC(&w->call, query_get(&w->call, kind_find(w->app->registry, str_of(kind)), id, &record),
             RC_OK);
    return record;
}

static void held(void)
{
    const struct str photo = {head, sizeof head - 1};
    struct held_file all[HELD_FILES_MAX];
    struct outcome outcome;
    struct world w;

    test_start(&w, "photos");
    struct id of = test_case(&w, "Roof"), other = test_case(&w, "Water");
    CASE("photos: they wait for one case and one person, in the order in which they came");
    world_as(&w, WORLD_WORKER);
    CHECK(hold(&w, &of, STR("b.jpg"), photo, 0) && hold(&w, &of, STR("a.jpg"), photo, 1));
    CHECK(hold(&w, &other, STR("c.jpg"), photo, 2));
    CHECK_INT(waiting(&w, WORLD_WORKER, &of, all), 2);
    CHECK_TEXT(all[0].name, "b.jpg");
    CHECK_TEXT(all[1].name, "a.jpg");
    CHECK_INT(waiting(&w, WORLD_LEAD, &of, all), 0);

    CASE("photos: what is none is named, and not kept");
    world_as(&w, WORLD_WORKER);
    CHECK(!hold(&w, &of, STR("d.jpg"), STR(""), 0));
    CHECK(!hold(&w, &of, STR("e.jpg"), STR("%PDF-1.4 and so on"), 0));
    CHECK(!hold(&w, &of, STR("f.jpg"), str_cut(photo, 0, 12), 0));
    CHECK_INT(waiting(&w, WORLD_WORKER, &of, all), 2);

    CASE("photos: made a paper, they wait no longer, and the case has the paper alone");
    struct photos_choice choice = {
        .files = {&all[1], &all[0]}, .n = 2, .title = STR("Decision"), .of = load(&w, "case", &of)};
    struct id change = id_new(&w.call);
    CHECK_RC(&w.call, photos_keep(&w.call, &choice, STR("%PDF-"), &change, &outcome), RC_OK);
    const struct record *note = load(&w, "case_note", &outcome.record);
    CHECK_INT(record_value(note, "files").list.n, 1);
    CHECK_TEXT(record_value(note, "files").list.items[0].list.items[3].s, "Decision.pdf");
    struct blob gone = all[0].blob;
    struct str bytes;
    CHECK_INT(waiting(&w, WORLD_WORKER, &of, all), 0);
    CHECK_INT(blob_get(&w.call, w.call.store->folder, &gone, PHOTO_MAX, &bytes), RC_NOT_FOUND);

    CASE("photos: kept as they are, their files stay");
    CHECK_INT(waiting(&w, WORLD_WORKER, &other, all), 1);
    choice = (struct photos_choice){
        .files = {&all[0]}, .n = 1, .title = STR("Envelope"), .of = load(&w, "case", &other)};
    gone = all[0].blob;
    change = id_new(&w.call);
    CHECK_RC(&w.call, photos_keep(&w.call, &choice, STR(""), &change, &outcome), RC_OK);
    CHECK_RC(&w.call, blob_get(&w.call, w.call.store->folder, &gone, PHOTO_MAX, &bytes), RC_OK);
    CHECK_INT(waiting(&w, WORLD_WORKER, &other, all), 0);
    world_close(&w);
}

/* ---- the address of a telephone */

static struct str make(struct world *w, const struct id *of)
{
    struct id change = id_new(&w->call);
    struct str token = STR("");
    struct outcome outcome;

    CHECK_RC(&w->call, photo_address_make(&w->call, load(w, "case", of), &change, &token, &outcome),
             RC_OK);
    return str_dup(&w->keep, token);
}

static void address(void)
{
    struct record *found = NULL;
    struct query_page open;
    struct outcome outcome;
    struct world w;

    test_start(&w, "photo-address");
    struct id of = test_case(&w, "Roof");
    world_as(&w, WORLD_WORKER);
    struct str token = make(&w, &of);
    CASE("photo address: the secret opens it, nothing else does");
    CHECK_INT(token.n, PHOTO_TOKEN);
    world_as(&w, WORLD_LEAD);
    struct id worker = w.actors[WORLD_WORKER]->id;
    CHECK_RC(&w.call, photo_address_find(&w.call, token, &found), RC_OK);
    CHECK(id_eq(&w.call.actor->id, &worker));
    CHECK(found != NULL && id_eq(&found->owner, &of));
    struct str wrong = str_format(&w.keep, "%s0", str_z(&w.keep, str_cut(token, 0, token.n - 1)));
    world_as(&w, WORLD_LEAD);
    CHECK(str_eq(wrong, token) || photo_address_find(&w.call, wrong, &found) == RC_NOT_FOUND);
    world_as(&w, WORLD_LEAD);
    CHECK_INT(photo_address_find(&w.call, STR(""), &found), RC_NOT_FOUND);

    CASE("photo address: so many photos and no more, counted together");
    world_as(&w, WORLD_LEAD);
    CHECK_RC(&w.call, photo_address_find(&w.call, token, &found), RC_OK);
    CHECK_RC(&w.call, photo_address_come(&w.call, found, 15), RC_OK);
    CHECK_INT(photo_address_come(&w.call, found, 6), RC_LIMIT);
    call_forgive(&w.call);
    CHECK_RC(&w.call, photo_address_come(&w.call, found, 5), RC_OK);
    world_as(&w, WORLD_LEAD);
    CHECK_RC(&w.call, photo_address_find(&w.call, token, &found), RC_OK);
    CHECK_INT(photo_address_left(found), 0);

    CASE("photo address: after ten minutes it is over");
    world_as(&w, WORLD_LEAD);
    w.call.now_ms += PHOTO_ADDRESS_MS + 1;
    CHECK_INT(photo_address_find(&w.call, token, &found), RC_NOT_FOUND);

    CASE("photo address: ended, it is none");
    world_as(&w, WORLD_WORKER);
    token = make(&w, &of);
    CHECK_RC(&w.call, photo_addresses_of(&w.call, load(&w, "case", &of), &open), RC_OK);
    CHECK_INT(open.n, 2);
    struct id change = id_new(&w.call);
    CHECK_RC(&w.call, photo_address_end(&w.call, open.records[0], &change), RC_OK);
    world_as(&w, WORLD_LEAD);
    CHECK_INT(photo_address_find(&w.call, token, &found), RC_NOT_FOUND);

    CASE("photo address: nobody makes one for a colleague, nor one that stays open");
    world_as(&w, WORLD_LEAD);
    struct str whose = str_hex(&w.keep, id_str(&worker));
    CHECK_INT(world_save(&w, "photo_address", NULL, &of, &outcome, "whose", whose.p, "until",
                         "2026-01-01 10:00", "most", "5", NULL),
              RC_DENIED);
    world_as(&w, WORLD_WORKER);
    CHECK_INT(world_save(&w, "photo_address", NULL, &of, &outcome, "whose", whose.p, "until",
                         "2099-01-01 10:00", "most", "5", NULL),
              RC_INVALID);
    world_close(&w);
}

void photos_test(void)
{
    held();
    address();
}
