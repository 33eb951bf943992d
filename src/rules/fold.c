/* fold.c - see fold.h. A name goes through three steps: letters of all scripts become Latin sounds,
 * digraphs become one sound, and every reading of the doubtful ones becomes a key.
 * Between the steps a text is ASCII with four doubtful sounds in capitals (and letters of scripts
 * that are not known here as they are). */
#include "rules/fold.h"

#include "base/text.h"

static const char DJ = 'Q'; /* đ, ђ, dj */
static const char EX = 'W'; /* x without an h behind it */
static const char UI = 'Y'; /* y between consonants */
static const char CH = 'C'; /* ch */

enum {
    CHOICES_MAX = 32,
    TRIES_MAX = 64,
    SOUNDS_MAX = 1 << 14,
};

struct keys {
    struct str *items;
    size_t n, max;
};

static void keys_add(struct keys *keys, struct str key)
{
    for (size_t i = 0; i < keys->n; i++) {
        if (str_eq(keys->items[i], key))
            return;
    }
    if (keys->n < keys->max && key.n != 0)
        keys->items[keys->n++] = key;
}

/* Letters whose mark changes the sound: they must be met before all marks are taken off. */
static const char *marked_letter(uint32_t code)
{
    switch (code) {
    case 0x040C: /* Ќ */
    case 0x045C: /* ќ */
    case 0x1E30: /* Ḱ */
    case 0x1E31: /* ḱ */ return "kj";
    case 0x0419: /* Й */
    case 0x0439: /* й */ return "j";
    default: return NULL;
    }
}

/* U+0430 а to U+045F џ, without marks and in lower case. */
static const char *const cyrillic[] = {
    "a", "b", "v", "g", "d", "e", "z", "z", "i", "j",  "k",  "l", "m",  "n", "o",  "p",
    "r", "s", "t", "u", "f", "h", "c", "c", "s", "s",  "",   "i", "",   "e", "ju", "ja",
    "e", "e", "Q", "g", "e", "x", "i", "i", "j", "lj", "nj", "c", "kj", "i", "u",  "x",
};

/* Latin letters that stay themselves when marks are taken off. */
static const char *plain_letter(uint32_t code)
{
    switch (code) {
    case 'q': return "c"; /* Albanian */
    case 'w': return "v";
    case 'x': return "W";
    case 'y': return "Y";
    case 0x0111: return "Q"; /* đ */
    case 0x0131: return "i"; /* ı, Turkish */
    case 0x0142: return "l"; /* ł */
    case 0x00E6: return "e"; /* æ */
    case 0x00F0: return "d"; /* ð */
    case 0x00F8: return "o"; /* ø */
    case 0x0127: return "h"; /* ħ */
    case 0x0259: return "e"; /* ə */
    case 0x0292: return "x"; /* ʒ, Romani */
    case 0x0491: return "g"; /* ґ */
    default: return NULL;
    }
}

static bool is_apostrophe(uint32_t code)
{
    return code == '\'' || code == '`' || code == 0x2019 || code == 0x2018 || code == 0x02BC ||
           code == 0x02B9;
}

static void put_sound(struct buf *out, uint32_t code)
{
    const char *sound = plain_letter(code);

    if (sound == NULL && code >= 0x0430 && code <= 0x045F)
        sound = cyrillic[code - 0x0430];
    if (sound != NULL)
        buf_z(out, sound);
    else if (text_is_letter(code))
        text_put(out, code);
    else if (!is_apostrophe(code))
        buf_char(out, ' ');
}

static bool is_text(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == 0x7F || (c < 0x20 && c != '\t' && c != '\n' && c != '\r'))
            return false;
    }
    return text_valid(s);
}

/* The sounds of a text, words apart by spaces. */
static enum rc sounds_of(struct call *call, struct str text, struct str *out)
{
    struct buf letters, sounds;

    if (text.n > FOLD_BYTES_MAX)
        return fail(call, RC_LIMIT, "name", "A name has at most %d bytes.", FOLD_BYTES_MAX);
    if (!is_text(text))
        return fail(call, RC_INVALID, "name", "This name is no valid text (UTF-8).");
    struct str rest = text_clean(call->arena, text);
    if (rest.p == NULL)
        return fail_memory(call);
    buf_init(&letters, call->arena, SOUNDS_MAX);
    while (rest.n != 0) {
        uint32_t code = text_next(&rest);
        const char *marked = marked_letter(code);
        if (marked != NULL)
            buf_z(&letters, marked);
        else
            text_put(&letters, code);
    }
    buf_init(&sounds, call->arena, SOUNDS_MAX);
    if (!buf_ok(&letters))
        return fail_memory(call);
    rest = text_fold(call->arena, buf_str(&letters));
    if (rest.p == NULL)
        return fail_memory(call);
    while (rest.n != 0)
        put_sound(&sounds, text_next(&rest));
    if (!buf_ok(&sounds))
        return fail_memory(call);
    *out = buf_str(&sounds);
    return RC_OK;
}

static char at(struct str s, size_t i)
{
    if (i >= s.n)
        return '\0';
    return s.p[i];
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/* One sound for two letters; y beside a vowel is j. */
static void join_digraphs(struct str word, struct buf *out)
{
    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i], next = at(word, i + 1);
        bool both = true;
        if (c == 'k' && next == 'j')
            buf_char(out, 'c');
        else if (c == 'g' && next == 'j')
            buf_char(out, 'g');
        else if (c == 'd' && next == 'j')
            buf_char(out, DJ);
        else if (c == 'c' && next == 'h')
            buf_char(out, CH);
        else if ((c == 'd' && next == 'z') || (c == EX && next == 'h'))
            buf_char(out, 'x');
        else
            both = false;
        if (!both && c == UI && (is_vowel(next) || (i > 0 && is_vowel(word.p[i - 1]))))
            buf_char(out, 'j');
        else if (!both)
            buf_char(out, c);
        i += both;
    }
}

static const char *const *readings(char c)
{
    static const char *const dj[] = {"g", "x", NULL}, *const ex[] = {"x", "ks", "h", NULL},
                             *const ui[] = {"i", "u", NULL}, *const ch[] = {"c", "h", NULL};

    return c == DJ ? dj : c == EX ? ex : c == UI ? ui : c == CH ? ch : NULL;
}

static bool is_mute_h(const struct buf *key, char next)
{
    static const char hardens[] = "sztcdkpgx"; /* sh zh th ch dh kh ph gh xh */

    return key->n != 0 && (memchr(hardens, key->p[key->n - 1], sizeof hardens - 1) != NULL ||
                           !(is_vowel(next) || next == UI));
}

/* Adds one sound to a key: doubled ones count once; i behind a vowel is j (Bairam, Bajram), j
 * behind i is mute (Marija, Maria). */
static void key_put(struct buf *key, char c, char next)
{
    char last = at(str_bytes(key->p, key->n), key->n - 1);

    if (c == 'h' && is_mute_h(key, next))
        return;
    if (c == 'j' && last == 'i')
        return;
    if (c == 'i' && is_vowel(last) && last != 'i')
        c = 'j';
    if (c != last || (unsigned char)c >= 0x80)
        buf_char(key, c);
}

/* Which of its readings each doubtful sound of a word, or which of its keys each word of a name,
 * is given. What comes after CHOICES_MAX of them keeps its first. */
struct choice {
    size_t n;
    unsigned char of[CHOICES_MAX]; /* how many there are */
    unsigned char now[CHOICES_MAX];
};

/* What can be read in several ways, and how a choice is read. */
struct reader {
    struct str (*read)(struct call *call, const struct reader *reader, const struct choice *choice);
    struct str sounds;               /* of a word */
    const struct keys *const *words; /* of a name */
    size_t n;
};

static struct str read_word(struct call *call, const struct reader *reader,
                            const struct choice *choice)
{
    struct str sounds = reader->sounds;
    struct buf key;
    size_t doubtful = 0;

    buf_init(&key, call->arena, SOUNDS_MAX);
    for (size_t i = 0; i < sounds.n; i++) {
        const char *const *reading = readings(sounds.p[i]);
        char next = at(sounds, i + 1);
        if (reading == NULL) {
            key_put(&key, sounds.p[i], next);
            continue;
        }
        const char *sound = reading[doubtful < choice->n ? choice->now[doubtful] : 0];
        doubtful++;
        for (; sound[1] != '\0'; sound++)
            key_put(&key, sound[0], sound[1]);
        key_put(&key, sound[0], next);
    }
    return buf_str(&key);
}

static bool next_choice(struct choice *choice)
{
    for (size_t i = 0; i < choice->n; i++) {
        if (++choice->now[i] < choice->of[i])
            return true;
        choice->now[i] = 0;
    }
    return false;
}

/* Reads every combination: those that choose alike everywhere first, then the mixed ones. */
static enum rc read_all(struct call *call, const struct reader *reader, struct choice *choice,
                        struct keys *keys)
{
    for (unsigned alike = 0; alike < FOLD_WORD_KEYS_MAX; alike++) {
        for (size_t i = 0; i < choice->n; i++)
            choice->now[i] = (unsigned char)(alike < choice->of[i] ? alike : choice->of[i] - 1U);
        struct str key = reader->read(call, reader, choice);
        if (key.p == NULL)
            return fail_memory(call);
        keys_add(keys, key);
    }
    memset(choice->now, 0, sizeof choice->now);
    for (int tries = 0; tries < TRIES_MAX && keys->n < keys->max && next_choice(choice); tries++) {
        struct str key = reader->read(call, reader, choice);
        if (key.p == NULL)
            return fail_memory(call);
        keys_add(keys, key);
    }
    return RC_OK;
}

static enum rc word_keys(struct call *call, struct str word, struct keys *keys)
{
    struct reader reader = {.read = read_word};
    struct choice choice = {.n = 0};
    struct buf sounds;

    buf_init(&sounds, call->arena, SOUNDS_MAX);
    join_digraphs(word, &sounds);
    if (!buf_ok(&sounds))
        return fail_memory(call);
    reader.sounds = buf_str(&sounds);
    for (size_t i = 0; i < reader.sounds.n && choice.n < CHOICES_MAX; i++) {
        const char *const *reading = readings(reader.sounds.p[i]);
        if (reading != NULL)
            choice.of[choice.n++] = reading[2] == NULL ? 2 : 3;
    }
    return read_all(call, &reader, &choice, keys);
}

static void sort(struct str *words, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct str word = words[i];
        size_t to = i;
        for (; to > 0 && str_cmp(words[to - 1], word) > 0; to--)
            words[to] = words[to - 1];
        words[to] = word;
    }
}

static struct str read_name(struct call *call, const struct reader *reader,
                            const struct choice *choice)
{
    struct str words[FOLD_WORDS_MAX];
    struct buf key;

    for (size_t i = 0; i < reader->n; i++)
        words[i] = reader->words[i]->items[choice->now[i]];
    sort(words, reader->n);
    buf_init(&key, call->arena, SOUNDS_MAX);
    for (size_t i = 0; i < reader->n; i++) {
        if (i > 0)
            buf_char(&key, ' ');
        buf_add(&key, words[i]);
    }
    return buf_str(&key);
}

/* Takes the next word off the front; empty at the end. */
static struct str take_word(struct str *rest)
{
    struct str word = {NULL, 0};

    while (word.n == 0 && rest->n != 0)
        word = str_split(rest, ' ');
    return word;
}

static enum rc new_word(struct call *call, struct str word, struct keys **out)
{
    struct keys *keys = arena_alloc(call->arena, sizeof *keys);
    struct str *items = arena_array(call->arena, FOLD_WORD_KEYS_MAX, sizeof *items);

    if (keys == NULL || items == NULL)
        return fail_memory(call);
    *keys = (struct keys){.items = items, .max = FOLD_WORD_KEYS_MAX};
    *out = keys;
    return word_keys(call, word, keys);
}

enum rc fold_name(struct call *call, struct str name, struct str *keys, size_t max, size_t *n)
{
    struct keys *words[FOLD_WORDS_MAX] = {NULL}, made = {.items = keys};
    struct choice choice = {.n = 0};
    struct str rest = {NULL, 0};
    enum rc rc = sounds_of(call, name, &rest);

    made.max = max < FOLD_NAME_KEYS_MAX ? max : FOLD_NAME_KEYS_MAX;
    while (rc == RC_OK) {
        struct str word = take_word(&rest);
        if (word.n == 0)
            break;
        if (choice.n == FOLD_WORDS_MAX)
            return fail(call, RC_LIMIT, "name", "A name has at most %d words.", FOLD_WORDS_MAX);
        struct keys *made_of = NULL;
        rc = new_word(call, word, &made_of);
        if (rc == RC_OK && made_of != NULL && made_of->n != 0) { /* else of mute letters alone */
            choice.of[choice.n] = (unsigned char)made_of->n;
            words[choice.n++] = made_of;
        }
    }
    if (rc != RC_OK)
        return rc;
    struct reader reader = {
        .read = read_name, .words = (const struct keys *const *)words, .n = choice.n};
    rc = choice.n == 0 ? RC_OK : read_all(call, &reader, &choice, &made);
    if (rc == RC_OK)
        *n = made.n;
    return rc;
}

enum rc fold_word(struct call *call, struct str word, struct str *keys, size_t max, size_t *n)
{
    struct keys made = {.items = keys, .max = max < FOLD_WORD_KEYS_MAX ? max : FOLD_WORD_KEYS_MAX};
    struct str rest = {NULL, 0};
    enum rc rc = sounds_of(call, word, &rest);

    if (rc == RC_OK)
        rc = word_keys(call, take_word(&rest), &made);
    if (rc == RC_OK)
        *n = made.n;
    return rc;
}
