/* pack.c - see pack.h. */
#include "model/pack.h"

void *pack_array(struct pack *pack, size_t n, size_t size)
{
    void *array = arena_array(pack->keep, n == 0 ? 1 : n, size);

    pack->out_of_memory |= array == NULL;
    return array;
}

static bool are_letters(struct str s, char from, char to)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < from || s.p[i] > to)
            return false;
    return true;
}

/* "en", "rom", "sr-Latn": language, and script where it has several. */
static bool is_tag(struct str tag)
{
    struct str lang = str_split(&tag, '-');

    if ((lang.n != 2 && lang.n != 3) || !are_letters(lang, 'a', 'z'))
        return false;
    return tag.n == 0 || (tag.n == 4 && are_letters(str_cut(tag, 0, 1), 'A', 'Z') &&
                          are_letters(str_cut(tag, 1, 4), 'a', 'z'));
}

struct words pack_words(struct pack *pack, const struct yaml *node)
{
    size_t n = 0, room = node == NULL || node->type != YAML_MAP ? 1 : node->n;
    struct word *in = pack_array(pack, room, sizeof *in);

    if (node == NULL || in == NULL)
        return (struct words){NULL, 0};
    if (node->type == YAML_TEXT && node->text.n != 0) {
        in[n++] = (struct word){STR("en"), node->text};
    } else if (node->type != YAML_MAP || node->n == 0) {
        yaml_fault(pack->call, node, "Here stands a text, or texts by language, as in en: Appeal.");
    } else {
        yaml_each(text, node) {
            if (!is_tag(text->key))
                yaml_key_fault(pack->call, text, "'%s' is no language tag such as sr-Latn.",
                               text->key.p);
            else if (text->type != YAML_TEXT || text->text.n == 0)
                yaml_fault(pack->call, text, "Here must stand a text in the language '%s'.",
                           text->key.p);
            else
                in[n++] = (struct word){text->key, text->text};
        }
    }
    return (struct words){in, n};
}

struct texts pack_texts(struct pack *pack, const struct yaml *list)
{
    size_t n = 0, room = list == NULL ? 0 : list->n;
    struct str *in = pack_array(pack, room, sizeof *in);

    if (in == NULL || list == NULL || list->type != YAML_LIST)
        return (struct texts){NULL, 0};
    yaml_each(item, list) {
        if (item->type != YAML_TEXT || item->text.n == 0)
            yaml_fault(pack->call, item, "Here must stand a text.");
        else
            in[n++] = item->text;
    }
    return (struct texts){in, n};
}

static const struct yaml *find_source(const struct pack *pack, struct str id)
{
    if (pack->sources != NULL && pack->sources->type == YAML_MAP)
        yaml_each(source, pack->sources)
            if (str_eq(source->key, id))
                return source;
    return NULL;
}

struct str pack_title(struct pack *pack, const struct yaml *node)
{
    struct str rest = node->text;
    const struct yaml *source =
        node->type != YAML_TEXT ? NULL : find_source(pack, str_split(&rest, ' '));
    struct str title = source == NULL ? (struct str){NULL, 0} : yaml_text(source, "title");

    if (source == NULL)
        yaml_fault(pack->call, node, "This source does not stand under 'sources'.");
    if (title.n == 0 || rest.n == 0)
        return title;
    title = str_format(pack->keep, "%s, %s", title.p, rest.p);
    pack->out_of_memory |= title.p == NULL;
    return title;
}

struct words pack_cited(struct pack *pack, const struct yaml *node)
{
    struct str rest = node->text;
    const struct yaml *source =
        node->type != YAML_TEXT ? NULL : find_source(pack, str_split(&rest, ' '));

    return pack_words(pack, source == NULL ? NULL : yaml_find(source, "cited"));
}

struct str pack_source(struct pack *pack, const struct yaml *list)
{
    struct str all = {NULL, 0};

    if (list == NULL || list->type != YAML_LIST)
        return all;
    yaml_each(item, list) {
        struct str one = pack_title(pack, item);
        if (all.n != 0 && one.n != 0)
            one = str_format(pack->keep, "%s; %s", all.p, one.p);
        all = one.n == 0 ? all : one;
    }
    return all;
}

struct law pack_law(struct pack *pack, const struct yaml *map, struct law inherited)
{
    static const char *const statuses[] = {[LAW_VERIFIED] = "verified",
                                           [LAW_PARTLY] = "partly",
                                           [LAW_UNVERIFIED] = "unverified",
                                           NULL};
    struct law law = {.source = inherited.source, .status = inherited.status};
    const struct yaml *source = yaml_find(map, "source");
    int status = yaml_word(pack->call, yaml_find(map, "status"), statuses);

    if (status >= 0)
        law.status = (enum law_status)status;
    if (source != NULL)
        law.source = pack_source(pack, source);
    law.note = yaml_text(map, "note");
    return law;
}

void pack_sources(struct pack *pack, const struct yaml *sources)
{
    static const struct yaml_key keys[] = {{.name = "title", .must = true},
                                           {.name = "url"},
                                           {.name = "note"},
                                           {.name = "cited", .type = YAML_MAP}};

    pack->sources = sources;
    if (sources != NULL && sources->type == YAML_MAP)
        yaml_each(source, sources)
            (void)yaml_keys(pack->call, source, YAML_KEYS(keys));
}
