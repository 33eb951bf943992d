/* sheet.c - see sheet.h. */
#include "casework/sheet.h"

#include "base/embed.h"
#include "base/latin.h"
#include "model/app.h"

static struct str header(struct str bytes, struct str name)
{
    while (bytes.n != 0) {
        struct str line = str_split(&bytes, '\n');
        if (str_is(line, "---"))
            break;
        if (str_starts(line, name))
            return str_trim(str_cut(line, name.n, line.n));
    }
    return STR("");
}

static bool read_sheet(const struct embedded *file, struct sheet *out)
{
    if (file == NULL)
        return false;
    struct str rest = file->bytes;
    while (rest.n != 0 && !str_is(str_split(&rest, '\n'), "---"))
        ;
    *out = (struct sheet){.title = header(file->bytes, STR("title:")),
                          .procedures = header(file->bytes, STR("procedures:")),
                          .body = rest};
    return out->title.n != 0;
}

/* The words in that language, of the country or of all; Serbian in Latin letters is made of the
 * Cyrillic. */
static bool find_in(struct call *call, const char *cc, const char *area, const char *lang,
                    struct sheet *out)
{
    struct arena *arena = call->arena;

    if (read_sheet(embedded_find(str_format(arena, "packs/%s/sheets/%s.%s.txt", cc, area, lang)),
                   out) ||
        read_sheet(embedded_find(str_format(arena, "packs/common/sheets/%s.%s.txt", area, lang)),
                   out))
        return true;
    if (strcmp(lang, "sr-Latn") != 0 || !find_in(call, cc, area, "sr-Cyrl", out))
        return false;
    out->title = latin_of(arena, out->title);
    out->body = latin_of(arena, out->body);
    return out->title.p != NULL && out->body.p != NULL;
}

bool sheet_find(struct call *call, struct str country, struct str area, struct str lang,
                struct sheet *out)
{
    const char *cc = str_z(call->arena, country), *of = str_z(call->arena, area);

    if (find_in(call, cc, of, str_z(call->arena, lang), out)) {
        out->translated = true;
        return true;
    }
    return find_in(call, cc, of, "en", out);
}

static bool is_about(struct str procedures, struct str rest)
{
    while (procedures.n != 0) {
        struct str word = str_trim(str_split(&procedures, ' '));
        if (word.n != 0 && str_starts(rest, word))
            return true;
    }
    return false;
}

const struct procedure *sheet_next(struct call *call, const struct sheet *sheet, struct str country,
                                   const struct procedure *after)
{
    const struct procedure *p =
        after == NULL ? procedure_first(call->app->packs->procedures) : after->after;

    for (; p != NULL; p = p->after)
        if (p->offered && p->id.n > country.n + 1 && str_starts(p->id, country) &&
            p->id.p[country.n] == '.' &&
            is_about(sheet->procedures, str_cut(p->id, country.n + 1, p->id.n)))
            return p;
    return NULL;
}
