/* law.c - see law.h. */
#include "rules/law.h"

static struct str primary(struct str tag)
{
    return str_cut(tag, 0, str_find(tag, '-'));
}

struct str words_in(struct words words, struct str lang)
{
    const struct word *best = NULL;
    int best_rank = 0;

    for (size_t i = 0; i < words.n; i++) {
        const struct word *word = &words.in[i];
        int rank = str_eq(word->lang, lang)                     ? 4
                   : str_eq(primary(word->lang), primary(lang)) ? 3
                   : str_is(word->lang, "en")                   ? 2
                                                                : 1;
        if (rank > best_rank) {
            best = word;
            best_rank = rank;
        }
    }
    return best == NULL ? (struct str){NULL, 0} : best->text;
}

const char *law_status_name(enum law_status status)
{
    static const char *const names[] = {
        [LAW_VERIFIED] = "verified", [LAW_PARTLY] = "partly", [LAW_UNVERIFIED] = "unverified"};

    return names[status];
}
