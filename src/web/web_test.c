/* web_test.c - the tests of this folder. */
#include "web/web_test.h"

#include <time.h>

#include "base/embed.h"
#include "base/lang.h"
#include "store/crypt.h"

static int64_t fixed_ms(void *data)
{
    (void)data;
    return INT64_C(1795305600000); /* 2026-11-22 */
}

static int64_t tick_us(void *data)
{
    struct timespec now;

    (void)data;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void count_up(void *data, void *out, size_t n)
{
    (void)data;
    for (size_t i = 0; i < n; i++)
        ((unsigned char *)out)[i] = (unsigned char)i;
}

static const struct os os = {.now_ms = fixed_ms, .tick_us = tick_us, .random = count_up};

void fixture_init(struct fixture *f, long fail_at)
{
    fault_heap_init(&f->faults, fail_at);
    arena_init(&f->arena, &f->faults.heap, ARENA_MAX_DEFAULT);
    call_init(&f->call, &f->arena, &os);
}

void fixture_fini(struct fixture *f)
{
    arena_fini(&f->arena);
    CHECK_INT(f->faults.live, 0);
}

void fixture_speak(struct fixture *f, const char *code, const char *plurals, const char *messages)
{
    struct lang *lang = NULL;
    struct str po = str_format(&f->arena,
                               "msgid \"\"\nmsgstr \"\"\n"
                               "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
                               "\"Plural-Forms: nplurals=%s; plural=0;\\n\"\n\n%s",
                               plurals, messages);
    const struct embedded file = {"x.po", po};

    CHECK_RC(&f->call, lang_load(&f->call, str_of(code), &file, &f->arena, &lang), RC_OK);
    f->call.lang = lang;
}

int main(void)
{
    if (!crypt_init())
        return 1;
    html_test();
    date_test();
    field_form_test();
    field_parts_test();
    field_store_test();
    file_test();
    form_test();
    route_test();
    server_test();
    return tap_end();
}
