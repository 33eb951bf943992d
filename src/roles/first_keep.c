/* first_keep.c - see first.h: what was typed so far, and what is drawn for it. */
#include "roles/first.h"
#include "store/phrase.h"

void first_keep(struct first *first, char *where, size_t room, struct str text)
{
    if (str_eq(str_of(where), text) || text.n >= room)
        return;
    memset(where, 0, room);
    if (text.n != 0)
        memcpy(where, text.p, text.n);
    first->answers->made = false;
}

struct str first_typed(const struct web *web, const char *name, const char *kept)
{
    struct str typed = web->request->method == METHOD_POST ? form_find(&web->form, str_of(name))
                                                           : (struct str){NULL, 0};

    return typed.p != NULL ? typed : str_of(kept);
}

const char *first_open_step(const struct first *first)
{
    const struct first_answers *a = first->answers;

    if (a->language[0] == '\0')
        return "/first/language";
    if (a->name[0] == '\0' || a->prefix[0] == '\0' || a->country[0] == '\0')
        return "/first/organisation";
    if (a->person[0] == '\0' || a->login[0] == '\0' || a->password[0] == '\0')
        return "/first/keys";
    return a->copied && a->made ? "/first/sheets" : "/first/words";
}

size_t first_holders(const struct first *first, struct founding *founding)
{
    const struct first_answers *a = first->answers;
    const char *names[FOUND_HOLDERS_MAX] = {a->person, a->second};
    size_t n = a->second[0] == '\0' ? 1 : 2;

    for (size_t i = 0; i < n; i++)
        founding->holders[i] = (struct found_holder){str_of(names[i]), str_of(a->phrase[i])};
    founding->holders_n = n;
    return n;
}

static unsigned below(const struct os *os, unsigned n)
{
    uint32_t random;

    os->random(os->data, &random, sizeof random);
    return random % n;
}

void first_draw(struct first *first)
{
    struct first_answers *a = first->answers;
    const struct os *os = first->program.os;
    struct founding founding;
    size_t n = first_holders(first, &founding);
    struct arena secret;

    arena_init(&secret, &heap_secret, 1 << 16);
    for (size_t i = 0; i < n; i++) {
        struct buf out;
        if (a->phrase[i][0] != '\0')
            continue;
        buf_init(&out, &secret, sizeof a->phrase[i]);
        phrase_make(os, first->program.words, &out);
        first_keep(first, a->phrase[i], sizeof a->phrase[i], buf_str(&out));
        a->ask_phrase[i] = below(os, PHRASE_WORDS);
        a->copied = false;
    }
    for (size_t i = 0; i < KEYRING_SHEETS; i++)
        a->ask_sheet[i] = below(os, WORDS_SHARE);
    arena_fini(&secret);
}

struct str first_word(struct str words, unsigned at)
{
    struct str word = str_split(&words, ' ');

    for (unsigned i = 0; i < at; i++)
        word = str_split(&words, ' ');
    return word;
}

bool first_same_word(struct web *web, struct str typed, struct str word)
{
    const struct first *first = web->site->data;
    struct call *call = &web->call;
    struct words_typed words;

    if (words_split(call, call->arena, typed, &words) != RC_OK) {
        call_forgive(call);
        return false;
    }
    int place = words.n == 1 ? words_find(first->program.words, words.word[0]) : -1;
    return place >= 0 && place == words_find(first->program.words, word);
}
