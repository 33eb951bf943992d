/* letter_law.c - see letter_law.h. */
#include "casework/letter_law.h"

#include "base/lang.h"
#include "base/latin.h"
#include "casework/letter_name.h"

static const struct str absent = {NULL, 0};

struct str law_institution(const struct procedure *procedure, struct str language)
{
    if (!str_is(language, "en"))
        for (size_t i = 0; i < procedure->institution.n; i++)
            if (str_eq(procedure->institution.in[i].lang, language))
                return procedure->institution.in[i].text;
    return absent;
}

static struct str join(struct call *call, const struct texts *texts)
{
    struct buf out;

    buf_init(&out, call->arena, TEMPLATE_BYTES_MAX);
    for (size_t i = 0; i < texts->n; i++) {
        buf_z(&out, i == 0 ? "" : ", ");
        buf_add(&out, texts->in[i]);
    }
    return out.n == 0 ? absent : buf_str(&out);
}

static struct str cited_in(const struct procedure_basis *basis, struct str language)
{
    for (size_t i = 0; i < basis->cited.n; i++)
        if (str_eq(basis->cited.in[i].lang, language))
            return basis->cited.in[i].text;
    return absent;
}

/* In the letter's language, else as the country calls it; never the remark of a source. */
static struct str act_in(struct call *call, const struct procedure_basis *basis,
                         struct str language)
{
    struct str name = cited_in(basis, language), serbian = cited_in(basis, STR("sr-Cyrl"));

    if (name.p == NULL && serbian.p != NULL && (str_is(language, "sr-Latn") || basis->cited.n == 1))
        name = str_is(letter_script(language), "Latn") ? latin_of(call->arena, serbian) : serbian;
    if (name.p == NULL && basis->cited.n != 0)
        name = basis->cited.in[0].text;
    return name.p == NULL ? basis->act : name;
}

struct str law_basis(struct call *call, const struct procedure *procedure, struct str language,
                     struct str item)
{
    struct str rest = item, number = str_split(&rest, '.');
    uint64_t n;

    if (str_is(item, "count"))
        return str_format(call->arena, "%zu", procedure->basis_count);
    if (!str_uint(number, procedure->basis_count, &n) || n == 0)
        return absent;
    const struct procedure_basis *basis = &procedure->basis[n - 1];
    if (str_is(rest, "act"))
        return act_in(call, basis, language);
    return str_is(rest, "articles") ? join(call, &basis->articles) : absent;
}

/* The article of the stage that has this term, and the act that has the article. */
static bool find_article(const struct procedure *p, const struct procedure_term *term,
                         const struct procedure_basis **basis, struct str *article)
{
    *article = term->article;
    for (size_t i = 0; i < p->stage_count && article->n == 0; i++) {
        const struct procedure_stage *stage = &p->stages[i];
        if (stage->terms.n == 1 && stage->terms.in[0].from == term->from &&
            stage->terms.in[0].term.length == term->term.length &&
            stage->terms.in[0].term.unit == term->term.unit)
            *article = stage->article;
    }
    for (size_t i = 0; article->n != 0 && i < p->basis_count; i++)
        for (size_t k = 0; k < p->basis[i].articles.n; k++)
            if (str_eq(p->basis[i].articles.in[k], *article)) {
                *basis = &p->basis[i];
                return true;
            }
    return false;
}

static struct str cite(struct call *call, struct str language, struct str act, struct str article)
{
    static const struct {
        const char *language, *before, *after;
    } forms[] = {{"mk", "чл. ", ""},  {"sr-Cyrl", "чл. ", ""}, {"sr-Latn", "čl. ", ""},
                 {"sq", "neni ", ""}, {"lt", "", " str."},     {"en", "article ", ""}};

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (str_is(language, forms[i].language))
            return str_format(call->arena, "%.*s, %s%.*s%s", (int)act.n, act.p, forms[i].before,
                              (int)article.n, article.p, forms[i].after);
    return absent;
}

enum rc law_lang(struct call *call, struct str language, const struct lang **out)
{
    const char *file = lang_file(language);
    const struct embedded *po = file == NULL ? NULL : embedded_find(str_of(file));
    struct lang *lang = NULL;
    enum rc rc = po == NULL ? RC_OK : lang_load(call, language, po, call->arena, &lang);

    *out = lang;
    return rc;
}

/* In the letter's language, which need not be that of the screen. */
static enum rc term_in(struct call *call, struct str language, struct term term, struct str *out)
{
    const struct lang *screen = call->lang, *lang;
    enum rc rc = law_lang(call, language, &lang);

    if (rc != RC_OK)
        return rc;
    call->lang = NULL;
    struct str english = term_text(call, term);
    call->lang = lang;
    struct str text = term_text(call, term);
    call->lang = screen;
    *out = str_is(language, "en") || !str_eq(text, english) ? text : absent;
    return RC_OK;
}

enum rc law_term(struct call *call, const struct procedure *procedure, struct str language,
                 struct str *term, struct str *article)
{
    const struct procedure_terms *after = &procedure->silence.after;
    const struct procedure_basis *basis = NULL;
    struct str found = absent;

    *term = *article = absent;
    if (after->n != 1 || after->in[0].term.length == 0 || after->in[0].law.status != LAW_VERIFIED ||
        !find_article(procedure, &after->in[0], &basis, &found))
        return RC_OK;
    *article = cite(call, language, act_in(call, basis, language), found);
    return article->p == NULL ? RC_OK : term_in(call, language, after->in[0].term, term);
}
