/* call.c - see call.h. */
#include "base/call.h"

#include <assert.h>

#include "base/lang.h"

void call_init(struct call *call, struct arena *arena, const struct os *os)
{
    *call = (struct call){.arena = arena, .os = os};
    call->now_ms = os->now_ms(os->data);
    call->today = (day)(call->now_ms / 86400000);
    call->faults_end = &call->faults;
}

/* A name or a day may end with a stop of its own, "Ana K.", "22.11.2026.", and then the sentence
 * with another: one is enough. The text is the arena's own. */
static struct str one_stop(struct str s)
{
    char *p = (char *)(uintptr_t)s.p;
    size_t n = 0;

    for (size_t i = 0, stops = 0; i < s.n; i++) {
        bool ends = i + 1 == s.n || s.p[i + 1] == ' ' || s.p[i + 1] == '\n';
        stops = s.p[i] == '.' ? stops + 1 : 0;
        if (stops != 2 || !ends)
            p[n++] = s.p[i];
    }
    if (n != s.n)
        p[n] = '\0';
    return str_bytes(s.p, n);
}

static struct str say_args(struct call *call, const char *format, va_list args)
{
    return one_stop(str_vformat(call->arena, lang_text(call->lang, format), args));
}

enum rc call_fail(struct call *call, enum rc rc, const char *where, const char *file, int line,
                  const char *format, ...)
{
    assert(rc != RC_OK);
    if (call->error.rc != RC_OK)
        return rc; /* the first failure is the cause */
    call->error = (struct error){.rc = rc, .where = str_of(where), .file = file, .line = line};
    if (format != NULL) {
        va_list args;
        va_start(args, format);
        call->error.text = say_args(call, format, args);
        va_end(args);
    }
    if (call->error.text.p == NULL)
        call->error.text = str_of(lang_text(call->lang, rc_text(rc)));
    return rc;
}

void fault_add(struct call *call, struct str where, const char *format, ...)
{
    va_list args;

    call->fault_count++;
    if (call->fault_count > CALL_FAULTS_MAX)
        return;
    struct fault *fault = arena_alloc(call->arena, sizeof *fault);
    if (fault == NULL)
        return;
    fault->where = str_dup(call->arena, where);
    va_start(args, format);
    fault->text = say_args(call, format, args);
    va_end(args);
    *call->faults_end = fault;
    call->faults_end = &fault->next;
}

enum rc call_faults(struct call *call)
{
    if (call->fault_count == 0)
        return RC_OK;
    /* What was wrong may then not have been the input. */
    if (call->faults == NULL || call->arena->refused) {
        call_forgive(call);
        return fail_memory(call);
    }
    struct fault *first = call->faults;
    if (call->error.rc == RC_OK)
        call->error = (struct error){RC_INVALID, first->where, first->text, __FILE__, __LINE__};
    return RC_INVALID;
}

enum rc call_faults_of(struct call *call, const struct arena *keep)
{
    if (!keep->refused && !call->arena->refused)
        return call_faults(call);
    call_forgive(call);
    return fail_memory(call);
}

void call_forgive(struct call *call)
{
    call->error = (struct error){.rc = RC_OK};
    call->faults = NULL;
    call->faults_end = &call->faults;
    call->fault_count = 0;
}

void call_loop_begin(struct call *call, struct call_loop *loop)
{
    loop->outer = call->arena;
    arena_init(&loop->inner, call->arena->heap, call->arena->max);
    call->arena = &loop->inner;
}

void call_loop_next(struct call_loop *loop)
{
    arena_reset(&loop->inner);
}

void call_loop_end(struct call *call, struct call_loop *loop)
{
    call->arena = loop->outer;
    call->questions = NULL; /* they lay in the inner one */
    if (call->error.rc != RC_OK) {
        call->error.where = str_dup(loop->outer, call->error.where);
        call->error.text = str_dup(loop->outer, call->error.text);
        if (call->error.text.p == NULL)
            call->error.text = str_of(lang_text(call->lang, rc_text(call->error.rc)));
    }
    arena_fini(&loop->inner);
}

struct str say(struct call *call, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    struct str s = say_args(call, format, args);
    va_end(args);
    return s;
}
