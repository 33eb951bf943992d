/* say.c - see say.h. */
#include "cli/say.h"

#include "base/lang.h"

enum { LINE_MAX_BYTES = 64 << 10 };

static void talk(const struct terminal *terminal, struct buf *line)
{
    struct str bytes = buf_str(line);

    if (bytes.p != NULL)
        (void)terminal->write(terminal->data, TO_TALK, bytes);
}

void note(struct call *call, const struct command_args *args, const char *format, ...)
{
    struct buf line;
    va_list list;

    if (args->quiet)
        return;
    buf_init(&line, call->arena, LINE_MAX_BYTES);
    va_start(list, format);
    buf_vformat(&line, lang_text(call->lang, format), list);
    va_end(list);
    buf_char(&line, '\n');
    talk(&args->cli->terminal, &line);
}

static bool contains(struct str text, struct str part)
{
    return part.n != 0 && memmem(text.p, text.n, part.p, part.n) != NULL;
}

static void say_one(struct call *call, const struct terminal *terminal, bool color,
                    struct str where, struct str text)
{
    struct buf line;

    buf_init(&line, call->arena, LINE_MAX_BYTES);
    buf_z(&line, color ? "\033[1;31mkhetane:\033[0m " : "khetane: ");
    if (where.n != 0 && !contains(text, where)) { /* most sentences name their place themselves */
        buf_add(&line, where);
        buf_z(&line, ": ");
    }
    buf_add(&line, text);
    buf_char(&line, '\n');
    talk(terminal, &line);
}

/* What is odd, and how it is said to be so. */
static void say_questions(struct call *call, const struct terminal *terminal, bool color)
{
    const struct str nowhere = {NULL, 0};

    for (const struct call_question *q = call->questions; q != NULL; q = q->next)
        say_one(call, terminal, color, nowhere,
                q->why.n == 0 ? q->what : str_format(call->arena, "%s %s", q->what.p, q->why.p));
    say_one(call, terminal, color, nowhere,
            say(call, "Nothing was written. If it is so, give the same command with --sure."));
}

void say_error(struct call *call, const struct terminal *terminal, bool color)
{
    if (call->faults == NULL && call->questions != NULL && call->error.rc == RC_INVALID) {
        say_questions(call, terminal, color);
        return;
    }
    if (call->faults == NULL) {
        say_one(call, terminal, color, call->error.where, call->error.text);
        return;
    }
    for (const struct fault *fault = call->faults; fault != NULL; fault = fault->next)
        say_one(call, terminal, color, fault->where, fault->text);
    if (call->fault_count > CALL_FAULTS_MAX)
        say_one(call, terminal, color, (struct str){NULL, 0},
                say(call, "There are %zu more faults.", call->fault_count - CALL_FAULTS_MAX));
}
