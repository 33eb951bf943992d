/* photo_test.c - tests for photo.c, photos_pdf.c. */
#include "photo_test.h"

#include <stdio.h>

#include "document/photo.h"
#include "document/photos_pdf.h"
#include "tap.h"

struct bench {
    struct arena arena;
    struct call call;
    const char *source;
};

static struct str load(struct bench *b, const char *name)
{
    return tap_file(&b->arena, b->source, str_format(&b->arena, "test/data/%s", name).p);
}

/* The same picture, said to have other dots in both directions. */
static struct str with_size(struct bench *b, struct str jpeg, unsigned side)
{
    struct str out = str_dup(&b->arena, jpeg);

    for (size_t i = 0; i + 9 < out.n; i++)
        if ((unsigned char)out.p[i] == 0xFF && (unsigned char)out.p[i + 1] == 0xC0) {
            char *at = (char *)(uintptr_t)out.p + i + 5;
            at[0] = at[2] = (char)(side >> 8);
            at[1] = at[3] = (char)side;
            break;
        }
    return out;
}

static void reading(struct bench *b)
{
    struct str upright = load(b, "photos/upright.jpg");
    struct photo photo = {.width = 0};

    CASE("photo: read and packed anew, as large as it was");
    CHECK_RC(&b->call, photo_read(&b->call, upright, &photo), RC_OK);
    CHECK_INT(photo.width, 80);
    CHECK_INT(photo.height, 60);
    CHECK_INT(photo.turns, 0);
    CASE("photo: which way is up is read from what the camera says");
    CHECK_RC(&b->call, photo_read(&b->call, load(b, "photos/turned.jpg"), &photo), RC_OK);
    CHECK_INT(photo.turns, 1);
    CASE("photo: one that comes in passes");
    CHECK_RC(&b->call, photo_read(&b->call, load(b, "photos/progressive.jpg"), &photo), RC_OK);
    CHECK_INT(photo.width, 80);

    CASE("photo: cut off at every byte it is refused, or whole");
    for (size_t n = 0; n + 2 < upright.n; n += 7) {
        enum rc rc = photo_read(&b->call, str_cut(upright, 0, n), &photo);
        CHECK(rc == RC_INVALID || rc == RC_LIMIT);
        call_forgive(&b->call);
    }
    CASE("photo: nothing, a text and too many dots are refused");
    CHECK_INT(photo_read(&b->call, STR(""), &photo), RC_INVALID);
    call_forgive(&b->call);
    CHECK_INT(photo_read(&b->call, STR("GIF89a and so on"), &photo), RC_INVALID);
    call_forgive(&b->call);
    CHECK_INT(photo_read(&b->call, with_size(b, upright, 60000), &photo), RC_LIMIT);
    call_forgive(&b->call);
    CHECK_INT(photo_read(&b->call, with_size(b, upright, 9000), &photo), RC_INVALID);
    call_forgive(&b->call);
}

static void leave(const char *folder, struct str pdf)
{
    char path[4096];

    if (folder == NULL)
        return;
    (void)snprintf(path, sizeof path, "%s/photos.pdf", folder);
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(pdf.p, 1, pdf.n, file) == pdf.n);
    if (file != NULL)
        (void)fclose(file);
}

static void paper(struct bench *b, const char *folder)
{
    struct str upright = load(b, "photos/upright.jpg"), turned = load(b, "photos/turned.jpg");
    const struct photos_order order = {.language = STR("mk"),
                                       .n = 5,
                                       .in = {{0, upright},
                                              {0, turned},
                                              {1, turned},
                                              {0, load(b, "photos/progressive.jpg")},
                                              {2, load(b, "logo.png")}}};
    struct photos_order back;
    struct photos_result result;
    struct buf bytes;

    CASE("photos: an order comes back as it was sent");
    buf_init(&bytes, &b->arena, 1 << 20);
    photos_head(&bytes, order.language, order.n);
    for (size_t i = 0; i < order.n; i++)
        photos_put(&bytes, order.in[i].turns, order.in[i].bytes);
    CHECK_RC(&b->call, photos_read(&b->call, buf_str(&bytes), &back), RC_OK);
    CHECK_INT(back.n, 5);
    CHECK_INT(back.in[4].turns, 2);
    CHECK(str_eq(back.in[2].bytes, turned));
    struct str whole = buf_str(&bytes);
    CHECK_INT(photos_read(&b->call, str_cut(whole, 0, whole.n - 1), &back), RC_CORRUPT);
    call_forgive(&b->call);

    CASE("photos: one page each");
    CHECK_RC(&b->call, photos_pdf(&b->call, &order, &result), RC_OK);
    CHECK_INT(result.pdf.pages, 5);
    CHECK_INT(result.broken_n, 0);
    leave(folder, result.pdf.bytes);
    CASE("photos: the broken ones are named, all of them, and there is no paper");
    struct photos_order bad = order;
    bad.in[1].bytes = str_cut(turned, 0, turned.n / 2);
    bad.in[4].bytes = str_cut(bad.in[4].bytes, 0, 60);
    CHECK_RC(&b->call, photos_pdf(&b->call, &bad, &result), RC_OK);
    CHECK_INT(result.broken_n, 2);
    CHECK(result.broken[0] == 1 && result.broken[1] == 4 && result.pdf.bytes.n == 0);
}

void photo_test(const char *source, const char *folder)
{
    struct bench b = {.source = source};

    arena_init(&b.arena, &heap_libc, ARENA_MAX_DEFAULT);
    b.call = (struct call){.arena = &b.arena};
    b.call.faults_end = &b.call.faults;
    reading(&b);
    paper(&b, folder);
    arena_fini(&b.arena);
}
