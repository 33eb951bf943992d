/* told_test.c - tests for told.c, told_words.c, told_strike.c. */
#include "casework/told.h"
#include "casework_test.h"
#include "query/history.h"

static const char *const story =
    "He was refused on 22. 11. 2026. The neighbour Petar drinks.\nShe has no other paper!";

static void sentences(void)
{
    static const char *const all[] = {"He was refused on 22. 11. 2026. The neighbour Petar drinks.",
                                      "She has no other paper!"};
    struct world w;
    struct str one;

    test_start(&w, "sentences");
    CASE("told: a full stop behind a figure ends no sentence, a line does");
    for (size_t i = 0; i < 2; i++) {
        CHECK(told_sentence(str_of(story), i, &one));
        CHECK_TEXT(one, all[i]);
    }
    CHECK(!told_sentence(str_of(story), 2, &one));
    CHECK(!told_sentence(STR(""), 0, &one));
    CHECK(!told_sentence(STR(" \n "), 0, &one));

    CASE("told: without a sentence the others stand as they were");
    struct str text = STR("One. Two? Three");
    CHECK_TEXT(told_without(&w.call, text, 0), "Two? Three");
    CHECK_TEXT(told_without(&w.call, text, 1), "One. Three");
    CHECK_TEXT(told_without(&w.call, text, 2), "One. Two?");
    CHECK_TEXT(told_without(&w.call, text, 9), "One. Two? Three");
    CHECK_TEXT(told_without(&w.call, STR("One"), 0), "");
    world_close(&w);
}

/* ---- a world with one person and her case */

struct hers {
    struct world w;
    struct id person, of;
};

static struct record *load(struct world *w, const char *kind, const struct id *id)
{
    struct record *record = NULL;

    CHECK_RC(&w->call, query_get(&w->call, kind_find(w->app->registry, str_of(kind)), id, &record),
             RC_OK);
    return record;
}

static void start(struct hers *hers, const char *name)
{
    struct outcome outcome;

    test_start(&hers->w, name);
    hers->person = test_person(&hers->w, "given, Senada; family, Demirova");
    struct str who = str_hex(&hers->w.keep, id_str(&hers->person));
    world_as(&hers->w, WORLD_WORKER);
    CHECK_RC(&hers->w.call,
             world_save(&hers->w, "case", NULL, NULL, &outcome, "person", who.p, "area",
                        "social_protection", "what", "Refused", "story",
                        "They refused. The neighbour Petar drinks. She has two children.", NULL),
             RC_OK);
    hers->of = outcome.record;
    world_as(&hers->w, WORLD_WORKER);
    CHECK_RC(&hers->w.call,
             world_save(&hers->w, "person", &hers->person, NULL, &outcome, "national_number",
                        "0101990450001", "never_ring", "yes", NULL),
             RC_OK);
    world_as(&hers->w, WORLD_WORKER);
}

static struct told read_told(struct hers *hers, int actor)
{
    struct told told = {0};

    world_as(&hers->w, actor);
    CHECK_RC(&hers->w.call,
             told_read(&hers->w.call, load(&hers->w, "person", &hers->person), &told), RC_OK);
    return told;
}

static const struct told_line *line_with(const struct told *told, enum told_part part,
                                         const char *words)
{
    for (size_t i = 0; i < told->in[part].n; i++) {
        struct str text = told->in[part].lines[i].text;
        for (size_t j = 0; j + strlen(words) <= text.n; j++)
            if (memcmp(text.p + j, words, strlen(words)) == 0)
                return &told->in[part].lines[i];
    }
    return NULL;
}

static enum rc strike(struct hers *hers, const struct told *told, const struct told_line *line,
                      const char *instead)
{
    struct told_wish wish = {TOLD_STORY, STR("Leave him out"), str_of(instead)};
    struct id change = id_new(&hers->w.call);
    struct outcome outcome;

    return told_strike(&hers->w.call, told->person, line, &wish, &change, &outcome);
}

static void file(void)
{
    struct hers hers;

    start(&hers, "told");
    struct told told = read_told(&hers, WORLD_WORKER);
    CASE("told: who she is, what happened sentence by sentence, who looked, how long");
    CHECK(line_with(&told, TOLD_WHO, "You are called Senada Demirova.") != NULL);
    CHECK(line_with(&told, TOLD_WHO, "We must never ring you.") != NULL);
    CHECK(line_with(&told, TOLD_WHO, "0101990450001") != NULL);
    CHECK(line_with(&told, TOLD_STORY, "The neighbour Petar drinks.") != NULL);
    CHECK(line_with(&told, TOLD_SEEN, "looked at it, last on") != NULL);
    CHECK(line_with(&told, TOLD_KEPT, "5 years") != NULL);
    CHECK(told.in[TOLD_STORY].last == NULL);

    CASE("told: each field that is filled is said once");
    size_t said = 0;
    for (size_t i = 0; i < told.in[TOLD_WHO].n; i++)
        said += told.in[TOLD_WHO].lines[i].field != NULL;
    CHECK_INT(said, 4); /* names, sex, never ring, number */

    CASE("told: whose secrets one may not read, of her they are not told");
    told = read_told(&hers, WORLD_OTHER);
    CHECK(line_with(&told, TOLD_WHO, "Senada") != NULL);
    CHECK(line_with(&told, TOLD_WHO, "0101990450001") == NULL);
    CHECK(line_with(&told, TOLD_STORY, "Petar") == NULL);
    world_close(&hers.w);
}

static bool history_has(struct hers *hers, const char *words)
{
    struct history history = {0};

    world_as(&hers->w, WORLD_LEAD);
    CHECK_RC(&hers->w.call, history_of(&hers->w.call, load(&hers->w, "case", &hers->of), &history),
             RC_OK);
    for (size_t i = 0; i < history.n; i++)
        for (size_t j = 0; j < history.items[i].n; j++)
            for (size_t k = 0; k < history.items[i].edits[j].n; k++) {
                const struct history_field *f = &history.items[i].edits[j].fields[k];
                const struct value both[] = {f->was, f->now};
                for (size_t m = 0; m < 2; m++)
                    if (both[m].type == V_TEXT && strstr(str_z(&hers->w.arena, both[m].s), words))
                        return true;
            }
    return false;
}

static void struck(void)
{
    struct hers hers;
    struct outcome outcome;

    start(&hers, "struck");
    struct told told = read_told(&hers, WORLD_WORKER);
    CASE("told: a sentence struck out is gone from the field, from the file and from the history");
    CHECK(history_has(&hers, "Petar"));
    told = read_told(&hers, WORLD_WORKER);
    CHECK_RC(&hers.w.call, strike(&hers, &told, line_with(&told, TOLD_STORY, "Petar"), ""), RC_OK);
    CHECK_TEXT(record_value(load(&hers.w, "case", &hers.of), "story").s,
               "They refused. She has two children.");
    told = read_told(&hers, WORLD_WORKER);
    CHECK(line_with(&told, TOLD_STORY, "Petar") == NULL);
    const struct told_line *line = line_with(&told, TOLD_STORY, "struck out at your wish");
    CHECK(line != NULL && line->struck);
    CHECK(!history_has(&hers, "Petar"));
    CHECK(!history_has(&hers, "They refused"));
    CHECK(history_has(&hers, "Refused"));

    CASE("told: what is written afterwards has a history again");
    world_as(&hers.w, WORLD_WORKER);
    CHECK_RC(&hers.w.call,
             world_save(&hers.w, "case", &hers.of, NULL, &outcome, "story", "Anew", NULL), RC_OK);
    CHECK(history_has(&hers, "Anew"));
    CHECK(history_has(&hers, "They refused. She has"));
    CHECK(!history_has(&hers, "Petar"));

    CASE("told: that later change taken back, what was struck does not come again");
    struct id last = outcome.change;
    struct value args[] = {id_value(&last)};
    world_as(&hers.w, WORLD_WORKER);
    CHECK_RC(&hers.w.call, world_run(&hers.w, "change.undo", v_list(args, 1), &outcome), RC_OK);
    world_as(&hers.w, WORLD_WORKER);
    CHECK_TEXT(record_value(load(&hers.w, "case", &hers.of), "story").s,
               "They refused. She has two children.");

    CASE("told: what must not be empty asks for other words");
    told = read_told(&hers, WORLD_WORKER);
    line = line_with(&told, TOLD_STORY, "It is called: Refused.");
    CHECK(line != NULL && told_needs_words(line));
    CHECK_INT(strike(&hers, &told, line, ""), RC_INVALID);
    told = read_told(&hers, WORLD_WORKER);
    line = line_with(&told, TOLD_STORY, "It is called: Refused.");
    CHECK_RC(&hers.w.call, strike(&hers, &told, line, "Money"), RC_OK);
    CHECK_TEXT(record_value(load(&hers.w, "case", &hers.of), "what").s, "Money");

    CASE("told: what is chosen and must be there is corrected elsewhere");
    told = read_told(&hers, WORLD_WORKER);
    line = line_with(&told, TOLD_STORY, "It is about");
    CHECK(line != NULL && !told_can_strike(line));
    CHECK_INT(strike(&hers, &told, line, ""), RC_INVALID);

    CASE("told: who may not change it strikes nothing");
    told = read_told(&hers, WORLD_OTHER);
    line = line_with(&told, TOLD_WHO, "never ring");
    CHECK(line != NULL);
    CHECK_INT(strike(&hers, &told, line, ""), RC_DENIED);
    world_close(&hers.w);
}

static void answers(void)
{
    struct hers hers;
    struct outcome outcome;

    start(&hers, "answers");
    struct told told = read_told(&hers, WORLD_WORKER);
    struct id change = id_new(&hers.w.call);
    struct told_saying saying = {TOLD_STORY, STR("changes"), STR("")};

    CASE("told: asked for changes, but which?");
    CHECK_INT(told_say(&hers.w.call, told.person, &saying, &change, &outcome), RC_INVALID);
    told = read_told(&hers, WORLD_WORKER);
    saying.wish = STR("The day is wrong");
    CHECK_RC(&hers.w.call, told_say(&hers.w.call, told.person, &saying, &change, &outcome), RC_OK);
    told = read_told(&hers, WORLD_WORKER);
    CHECK(told.in[TOLD_STORY].last != NULL && told.in[TOLD_WHO].last == NULL);
    CHECK_TEXT(record_value(told.in[TOLD_STORY].last, "wish").s, "The day is wrong");

    CASE("told: the latest answer counts; another word is refused");
    saying = (struct told_saying){TOLD_STORY, STR("right"), STR("")};
    change = id_new(&hers.w.call);
    CHECK_RC(&hers.w.call, told_say(&hers.w.call, told.person, &saying, &change, &outcome), RC_OK);
    told = read_told(&hers, WORLD_WORKER);
    CHECK_TEXT(record_value(told.in[TOLD_STORY].last, "answer").s, "right");
    saying.answer = STR("perhaps");
    change = id_new(&hers.w.call);
    CHECK_INT(told_say(&hers.w.call, told.person, &saying, &change, &outcome), RC_INVALID);
    world_close(&hers.w);
}

void told_test(void)
{
    sentences();
    file();
    struck();
    answers();
}
