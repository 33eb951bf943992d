/* practice.c - see practice.h. */
#include "roles/practice.h"

#include "base/file.h"

enum { BYTES_MAX = 64 << 10 };

static const char first_line[] = "The people in this folder are invented.";

enum rc practice_write(struct call *call, const char *folder, const struct practice *practice)
{
    char text[DAY_TEXT];
    struct buf out;

    buf_init(&out, call->arena, BYTES_MAX);
    buf_format(&out, "%s\n", first_line);
    if (practice->stands)
        buf_format(&out, "day %s\n", day_format(practice->on, text));
    for (size_t i = 0; i < practice->n; i++) {
        const struct practice_story *story = &practice->stories[i];
        buf_format(&out, "story %.*s %.*s %.*s\n", (int)story->kind.n, story->kind.p,
                   (int)story->code.n, story->code.p, (int)story->title.n, story->title.p);
    }
    for (size_t i = 0; i < practice->people_n; i++) {
        const struct practice_person *person = &practice->people[i];
        buf_format(&out, "person %.*s %.*s %.*s\n", (int)person->login.n, person->login.p,
                   (int)person->roles.n, person->roles.p, (int)person->name.n, person->name.p);
    }
    for (size_t i = 0; i < practice->stops_n; i++) {
        const struct practice_stop *stop = &practice->stops[i];
        buf_format(&out, "stop %.*s %.*s %.*s %.*s\n", (int)stop->kind.n, stop->kind.p,
                   (int)stop->code.n, stop->code.p, (int)stop->rest.n, stop->rest.p,
                   (int)stop->words.n, stop->words.p);
    }
    return buf_ok(&out) ? file_replace(call, folder, PRACTICE_NAME, buf_str(&out))
                        : fail_memory(call);
}

static void read_line(struct call *call, struct str line, struct practice *out)
{
    struct str word = str_split(&line, ' ');

    if (str_is(word, "day"))
        out->stands = day_parse(str_z(call->arena, line), &out->on);
    if (str_is(word, "story") && out->n < PRACTICE_STORIES_MAX) {
        struct practice_story story;
        story.kind = str_split(&line, ' ');
        story.code = str_split(&line, ' ');
        story.title = line;
        if (story.title.n != 0)
            out->stories[out->n++] = story;
    }
    if (str_is(word, "person") && out->people_n < PRACTICE_PEOPLE_MAX) {
        struct practice_person *person = &out->people[out->people_n++];
        person->login = str_split(&line, ' ');
        person->roles = str_split(&line, ' ');
        person->name = line;
    }
    if (str_is(word, "stop") && out->stops_n < PRACTICE_STOPS_MAX) {
        struct practice_stop *stop = &out->stops[out->stops_n++];
        stop->kind = str_split(&line, ' ');
        stop->code = str_split(&line, ' ');
        stop->rest = str_split(&line, ' ');
        stop->words = line;
    }
}

enum rc practice_read(struct call *call, const char *folder, struct practice *out)
{
    struct str path = file_path(call, folder, PRACTICE_NAME), rest;

    *out = (struct practice){.stands = false};
    if (path.p == NULL)
        return fail_memory(call);
    if (!file_exists(call, path.p))
        return RC_OK;
    enum rc rc = file_read(call, path.p, BYTES_MAX, &rest);
    while (rc == RC_OK && rest.n != 0)
        read_line(call, str_split(&rest, '\n'), out);
    return rc;
}
