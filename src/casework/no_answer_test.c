/* no_answer_test.c - the board, through real changes: its order, what leaves it, the law's next
 *   step, what is printed without persons. The days are counted by hand. */
#include "casework/letter.h"
#include "casework/no_answer.h"
#include "casework_test.h"

struct desk {
    struct world w;
    struct id of;
};

static struct id save(struct desk *d, const char *kind, const char *const *text)
{
    struct outcome outcome = {0};

    CHECK_RC(&d->w.call,
             world_save(&d->w, kind, NULL, &d->of, &outcome, text[0], text[1], text[2], text[3],
                        text[4], text[5], text[6], text[7], NULL),
             RC_OK);
    return outcome.record;
}

#define SAVE(desk, kind, ...) save(desk, kind, (const char *const[8]){__VA_ARGS__})

static const char *hex(struct desk *d, const struct id *id)
{
    return str_hex(&d->w.arena, id_str(id)).p;
}

/* A request for information before a body, handed in on that day. */
static struct id asked(struct desk *d, const char *body, const char *on, const char *proof)
{
    struct id proceeding = SAVE(d, "proceeding", "procedure", "rs.foi.request", "body_name", body);

    (void)SAVE(d, "event", "proceeding", hex(d, &proceeding), "what", "filed", "on", on, "proof",
               proof);
    return proceeding;
}

/* "Podgrad 2026-03-20 1 info_appeal" a line: until when they had time, whether it is proved. */
static struct str listed(struct desk *d, enum no_answer_show show)
{
    struct no_answer_ask ask = {.show = show, .limit = 2};
    struct no_answer_page found = {.more = true};
    char text[DAY_TEXT];
    struct buf b;

    buf_init(&b, &d->w.arena, 8192);
    while (found.more) {
        if (!CHECK_RC(&d->w.call, no_answer_list(&d->w.call, &ask, &found), RC_OK))
            return STR("");
        for (size_t i = 0; i < found.n; i++) {
            const struct no_answer_row *row = &found.in[i];
            buf_add(&b, row->body);
            buf_format(&b, " %s %d ", day_format(row->due, text), row->proved);
            buf_add(&b, row->move == NULL ? STR("-") : letter_sort_of(row->move));
            buf_char(&b, '\n');
        }
        ask.after = found.next;
    }
    return buf_str(&b);
}

static void order(struct desk *d)
{
    CASE("board: by the last day to act, with what proves that it reached them");
    (void)asked(d, "Later", "2026-04-10", "stamped");
    struct id first = asked(d, "First", "2026-03-05", "stamped");
    struct id post = asked(d, "By post", "2026-03-16", "posted");
    CHECK_TEXT(listed(d, NO_ANSWER_ALL), "First 2026-03-20 1 info_appeal\n"
                                         "By post 2026-03-31 0 info_appeal\n"
                                         "Later 2026-04-27 1 info_appeal\n");
    /* 10 April and 15 days: 25 April, a Saturday; on Monday it ends */
    CASE("board: posting is not delivery, and what they say is no proof: the later day counts");
    (void)SAVE(d, "event", "proceeding", hex(d, &post), "what", "received", "on", "2026-03-18",
               "proof", "said");
    CHECK_TEXT(listed(d, NO_ANSWER_PROOF), "By post 2026-04-02 0 info_appeal\n");
    CHECK_TEXT(listed(d, NO_ANSWER_ALL), "First 2026-03-20 1 info_appeal\n"
                                         "By post 2026-04-02 0 info_appeal\n"
                                         "Later 2026-04-27 1 info_appeal\n");
    CASE("board: an answer takes it off, and so does the step that was handed in");
    (void)SAVE(d, "event", "proceeding", hex(d, &first), "what", "delivered", "on", "2026-05-02",
               "proof", "in_hand");
    struct id appeal =
        SAVE(d, "proceeding", "procedure", "rs.foi.appeal", "after", hex(d, &post), NULL);
    (void)SAVE(d, "event", "proceeding", hex(d, &appeal), "what", "filed", "on", "2026-05-04",
               "proof", "stamped");
    CHECK_TEXT(listed(d, NO_ANSWER_ALL), "Later 2026-04-27 1 info_appeal\n");
    CHECK_TEXT(listed(d, NO_ANSWER_BARRED), "");
}

static void too_late(struct desk *d)
{
    CASE("board: past its last day a row stays, and says what is left");
    d->w.call.today = test_day("2028-01-10");
    struct no_answer_ask ask = {.show = NO_ANSWER_BARRED, .limit = 5};
    struct no_answer_page found;
    int64_t n = 0;
    CHECK_RC(&d->w.call, no_answer_list(&d->w.call, &ask, &found), RC_OK);
    CHECK_RC(&d->w.call, no_answer_count(&d->w.call, &ask, &n), RC_OK);
    CHECK_INT(n, (int64_t)found.n);
    for (size_t i = 0; i < found.n; i++)
        CHECK(found.in[i].move == NULL && no_answer_next(&d->w.call, &found.in[i]).n != 0);
    d->w.call.today = test_day("2026-05-04");
}

static void press(struct desk *d)
{
    struct no_answer_body *bodies;
    size_t n;
    bool more;

    CASE("board: by body, a procedure only where several letters wait");
    (void)asked(d, "Later", "2026-03-06", "stamped");
    CHECK_RC(&d->w.call, no_answer_bodies(&d->w.call, &bodies, &n, &more), RC_OK);
    CHECK_INT((int64_t)n, 1);
    CHECK_INT((int64_t)bodies[0].letters, 2);
    CHECK_INT(bodies[0].since, test_day("2026-03-23")); /* the 21st is a Saturday */
    CHECK_INT((int64_t)bodies[0].procedures_n, 0);
    (void)asked(d, "Later", "2026-03-09", "stamped");
    CHECK_RC(&d->w.call, no_answer_bodies(&d->w.call, &bodies, &n, &more), RC_OK);
    CHECK_INT((int64_t)bodies[0].procedures_n, 1);
    CHECK(!more);
}

static void closed(struct desk *d)
{
    struct outcome outcome;
    struct value args;

    CASE("board: nothing of a closed case is awaited");
    CHECK_RC(&d->w.call,
             world_save(&d->w, "case", &d->of, NULL, &outcome, "let_go", "They published it", NULL),
             RC_OK);
    CHECK_RC(
        &d->w.call,
        record_args_make(&d->w.call, world_load(&d->w, "case", &d->of), STR("resolved"), &args),
        RC_OK);
    CHECK_RC(&d->w.call, world_run(&d->w, "record.move", args, &outcome), RC_OK);
    CHECK_TEXT(listed(d, NO_ANSWER_ALL), "");
}

void no_answer_test(void)
{
    struct desk d;

    test_start(&d.w, "no-answer");
    d.w.call.today = test_day("2026-05-04");
    d.of = test_case(&d.w, "What towns spend");
    order(&d);
    too_late(&d);
    press(&d);
    closed(&d);
    world_close(&d.w);
}
