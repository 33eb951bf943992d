/* come_parts.c - see come_parts.h. */
#include "casework/come_parts.h"

#include "base/lang.h"
#include "model/app.h"

static const struct zone utc = {.standard = "UTC"};

enum { DAY_MINUTES = 24 * 60, LANGS_MAX = 9 };

const struct kind *come_kind(const struct web *web, const char *name)
{
    return kind_find(web->call.app->registry, str_of(name));
}

static bool is_among(const char *const *only, struct str code)
{
    for (; only != NULL && *only != NULL; only++)
        if (str_is(code, *only))
            return true;
    return only == NULL;
}

size_t come_picks(struct web *web, const struct field *field, const char *const *only,
                  struct str chosen, struct pick *out)
{
    size_t n = 0;

    for (size_t i = 0; i < field->choices->n && n < COME_PICKS_MAX; i++) {
        const struct choice *choice = &field->choices->choices[i];
        if ((choice->retired && !str_eq(choice->code, chosen)) || !is_among(only, choice->code))
            continue;
        out[n++] = (struct pick){.value = choice->code,
                                 .label = label_text(&web->call, &choice->label),
                                 .chosen = str_eq(choice->code, chosen)};
    }
    return n;
}

struct str come_clock(struct call *call, int64_t ms)
{
    struct local_time at = zone_local(call->zone == NULL ? &utc : call->zone, ms);

    return str_format(call->arena, "%02d:%02d", at.second / 3600, at.second / 60 % 60);
}

int64_t come_moment(const struct call *call, day on, int minute)
{
    return zone_moment(call->zone == NULL ? &utc : call->zone, on, minute * 60);
}

day come_day(const struct call *call, int64_t ms)
{
    return zone_local(call->zone == NULL ? &utc : call->zone, ms).on;
}

bool come_minute(struct str typed, int *out)
{
    int number[2] = {0, 0}, part = 0, digits = 0;

    for (size_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];
        if (c >= '0' && c <= '9' && digits < 4) {
            number[part] = number[part] * 10 + (c - '0');
            digits++;
        } else if ((c == ':' || c == '.') && part == 0 && digits > 0)
            part = 1;
        else
            return false;
    }
    if (digits == 0)
        return false;
    if (part == 0 && digits > 2) { /* "905" */
        number[1] = number[0] % 100;
        number[0] /= 100;
    }
    *out = number[0] * 60 + number[1];
    return number[1] < 60 && *out < DAY_MINUTES;
}

struct str come_days_left(struct call *call, day due)
{
    long long n = (long long)due - call->today;

    if (n == 0)
        return say(call, "today");
    if (n > 0)
        return str_format(call->arena, lang_plural(call->lang, "in %lld day", "in %lld days", n),
                          n);
    return str_format(call->arena, lang_plural(call->lang, "%lld day late", "%lld days late", -n),
                      -n);
}

/* ---- in which language a page is, whatever its reader speaks */

const struct lang *come_lang(const struct app *app, struct str code)
{
    for (size_t i = 0; i < app->langs_n; i++)
        if (str_eq(lang_code(app->langs[i]), code))
            return app->langs[i];
    return NULL;
}

void come_speak(struct web *web, struct str wanted)
{
    const struct lang *lang = come_lang(web->call.app, wanted);

    if (lang != NULL || str_is(wanted, "en"))
        web->call.lang = lang;
}

void come_languages(struct web *web, struct str path, const struct lang *chosen)
{
    struct call *call = &web->call;
    struct chip chips[LANGS_MAX];
    const char *query = str_find(path, '?') < path.n ? "&" : "?";
    size_t n = 0;

    for (size_t i = 0; lang_known(i) != NULL && n < LANGS_MAX; i++) {
        struct str code = str_of(lang_known(i));
        const struct lang *lang = come_lang(call->app, code);
        chips[n++] = (struct chip){
            .label = lang == NULL ? STR("English") : lang_name(lang),
            .path = str_format(call->arena, "%s%slang=%s", str_z(call->arena, path), query, code.p),
            .chosen = str_eq(code, lang_code(chosen))};
    }
    part_chips(&web->html, say(call, "In which language"), chips, n);
}
