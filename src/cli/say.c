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

void say_error(struct call *call, const struct terminal *terminal, bool color)
{
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
