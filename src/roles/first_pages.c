/* first_pages.c - see first.h: language, organisation, key holders and their passphrases. */
#include "base/lang.h"
#include "model/field.h"
#include "model/password.h"
#include "model/session.h"
#include "roles/await.h"
#include "roles/first.h"
#include "roles/pages.h"
#include "store/phrase.h"
#include "web/control.h"

enum { PICKS_MAX = 12, FOLDER_MAX = OS_PATH_MAX };

static struct first *first_of(const struct web *web)
{
    return web->site->data;
}

static const struct choice_list *choices_of(const struct web *web, const char *field)
{
    const struct kind *kind = kind_find(web->call.app->registry, STR("organisation"));

    return field_find(kind, str_of(field))->choices;
}

/* A form again, with what is wrong and what was typed. */
static enum rc again(struct web *web, enum rc (*form)(struct web *web))
{
    web->call.error.rc = RC_OK;
    web_status(web, rc_http(RC_INVALID));
    return form(web);
}

static enum rc busy(struct web *web)
{
    return fail(&web->call, RC_BUSY, NULL,
                "The folder is being made at this moment. Go on in a few seconds.");
}

static void void_sheets_note(struct web *web)
{
    if (first_of(web)->answers->made)
        part_note(&web->html, TONE_WARN,
                  say(&web->call,
                      "Recovery sheets were made already. If you change something here, "
                      "they open nothing any more, and new ones are printed."));
}

/* ---- 1: language, and whether it is for practice ---- */

static void language_picks(struct web *web, struct str chosen)
{
    const struct first *first = first_of(web);
    const struct choice_list *list = choices_of(web, "language");
    struct control control = {
        .name = STR("language"), .label = say(&web->call, "Language of the office"), .must = true};
    struct pick picks[PICKS_MAX];
    size_t n = 0;

    for (size_t i = 0; i < list->n && n < PICKS_MAX; i++) {
        const struct lang *lang = program_lang(&first->program, list->choices[i].code);
        struct str code = list->choices[i].code;
        bool english = str_is(code, "en");
        if (lang != NULL || english)
            picks[n++] = (struct pick){.value = code,
                                       .label = english ? STR("English") : lang_name(lang),
                                       .chosen = str_eq(code, chosen)};
    }
    control_radios(&web->html, &control, picks, n);
}

/* "sr-Latn" as records keep it: "sr_latn". */
static struct str record_code(struct web *web)
{
    struct str code = str_dup(web->call.arena, lang_code(web->call.lang));

    for (size_t i = 0; i < code.n && code.p != NULL; i++) {
        char *c = (char *)(uintptr_t)&code.p[i];
        *c = *c == '-' ? '_' : (char)(*c >= 'A' && *c <= 'Z' ? *c + ('a' - 'A') : *c);
    }
    return code;
}

static enum rc language_page(struct web *web)
{
    const struct first *first = first_of(web);
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Welcome to Khetane")};
    struct form_options form = {.action = STR("/first/language")};
    struct control what = {
        .name = STR("what"), .label = say(call, "What is it for?"), .must = true};
    bool practice = str_is(first_typed(web, "what", "real"), "practice");
    const struct pick picks[] = {
        {STR("real"), say(call, "Our organisation, with real people"),
         say(call,
             "Seven steps, about half an hour. A printer and a stick for backups are of use."),
         !practice},
        {STR("practice"), say(call, "To try it with invented people"),
         say(call, "At once. It gets a folder and colours of its own, and can never become the "
                   "real one."),
         practice}};
    struct str language = first_typed(web, "language", first->answers->language);

    first_page(web, &page, FIRST_LANGUAGE);
    void_sheets_note(web);
    part_form(web, &form);
    language_picks(web, language.n != 0 ? language : record_code(web));
    control_radios(&web->html, &what, picks, 2);
    first_buttons(web, &form, false);
    part_page_end(web, &page);
    return RC_OK;
}

static bool is_choice(const struct choice_list *list, struct str code)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->choices[i].code, code))
            return true;
    return false;
}

static enum rc practice_made(struct web *web, void *data, struct job_news *news)
{
    const char *folder = data;

    first_of(web)->busy = false;
    return first_finished(web, news, folder, "/");
}

/* What went wrong stands above the form that asked for it. */
static enum rc made_not(struct web *web, void *data, enum rc rc)
{
    struct call *call = &web->call;
    struct str text = call->error.text.n != 0 ? str_dup(call->arena, call->error.text)
                                              : say(call, "%s", lang_text(call->lang, rc_text(rc)));
    bool practice = data != NULL;

    first_of(web)->busy = false;
    call_forgive(call);
    web_status(web, rc_http(rc));
    fault_add(call, practice ? STR("what") : STR("word0"), "%s", text.p == NULL ? "" : text.p);
    return practice ? language_page(web) : first_words_page(web);
}

static enum rc ask_founder(struct web *web, struct await await)
{
    struct first *first = first_of(web);

    await.kind = found_job.name;
    await.request.fd = -1;
    await.timeout_ms = FOUNDER_WALL_S * 1000;
    await.failed = made_not;
    enum rc rc = await_job_of(web, &first->jobs, &await);
    first->busy = rc == RC_OK;
    return rc == RC_OK ? RC_OK : made_not(web, await.data, rc);
}

/* Beside the folder that was named, which stays free for the real one. */
static enum rc make_practice(struct web *web)
{
    struct call *call = &web->call;
    struct str path = str_of(first_of(web)->folder);
    struct await await = {.done = practice_made};

    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    struct str folder = str_format(call->arena, "%.*s-practice", (int)path.n, path.p);
    if (folder.p == NULL || folder.n >= FOLDER_MAX)
        return fail(call, RC_LIMIT, "folder", NULL);
    await.data = (void *)(uintptr_t)folder.p;
    enum rc rc = founder_put_practice(call, folder, session_device(call, web->request->agent),
                                      &await.request.body);
    return rc == RC_OK ? ask_founder(web, await) : rc;
}

static enum rc language_post(struct web *web)
{
    struct first *first = first_of(web);
    struct first_answers *answers = first->answers;
    struct call *call = &web->call;
    struct str language = web_text(web, "language"), what = web_text(web, "what");

    if (first->busy)
        return busy(web);
    if (!is_choice(choices_of(web, "language"), language))
        fault_add(call, STR("language"), "Choose a language.");
    if (!str_is(what, "real") && !str_is(what, "practice"))
        fault_add(call, STR("what"), "Choose what it is for.");
    if (call_faults(call) != RC_OK)
        return again(web, language_page);
    first_keep(first, answers->language, sizeof answers->language, language);
    call->lang = program_lang(&first->program, language);
    return str_is(what, "practice") ? make_practice(web)
                                    : web_redirect(web, STR("/first/organisation"), NULL);
}

/* ---- 2: the organisation ---- */

static void text_field(struct web *web, struct control control, const char *kept)
{
    control.value = first_typed(web, str_z(web->call.arena, control.name), kept);
    control_text(&web->html, &control);
}

static enum rc organisation_page(struct web *web)
{
    const struct first_answers *answers = first_of(web)->answers;
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Your organisation")};
    struct form_options form = {.action = STR("/first/organisation")};
    struct control country = {.name = STR("country"),
                              .label = say(call, "Country"),
                              .hint = say(call, "Its procedures, holidays and clock are used."),
                              .must = true};
    const struct choice_list *list = choices_of(web, "country");
    struct str chosen = first_typed(web, "country", answers->country);
    struct pick picks[PICKS_MAX];
    size_t n = 0;

    for (size_t i = 0; i < list->n && n < PICKS_MAX; i++)
        picks[n++] = (struct pick){.value = list->choices[i].code,
                                   .label = label_text(call, &list->choices[i].label),
                                   .chosen = str_eq(list->choices[i].code, chosen)};
    first_page(web, &page, FIRST_ORGANISATION);
    void_sheets_note(web);
    part_form(web, &form);
    text_field(web,
               (struct control){.name = STR("name"),
                                .label = say(call, "Name"),
                                .hint = say(call, "As it stands on letters."),
                                .max = FIRST_NAME_MAX,
                                .must = true},
               answers->name);
    text_field(web,
               (struct control){.name = STR("prefix"),
                                .label = say(call, "Short form"),
                                .hint = say(call, "In front of every case number: two to eight "
                                                  "letters, such as NI in NI-2026-104."),
                                .max = FIRST_PREFIX_MAX,
                                .must = true},
               answers->prefix);
    control_radios(&web->html, &country, picks, n);
    first_buttons(web, &form, true);
    part_page_end(web, &page);
    return RC_OK;
}

static void check_prefix(struct call *call, struct str prefix)
{
    size_t signs = 0;

    for (size_t i = 0; i < prefix.n; i++) {
        unsigned char c = (unsigned char)prefix.p[i];
        bool letter = c >= 0x80 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        signs += (c & 0xC0) != 0x80;
        if (!letter && !(c >= '0' && c <= '9')) {
            fault_add(call, STR("prefix"), "The short form has letters and figures alone.");
            return;
        }
    }
    if (signs < 2 || signs > FIRST_PREFIX_MAX)
        fault_add(call, STR("prefix"), "The short form has two to eight letters.");
}

static void check_signs(struct call *call, const char *where, struct str text, size_t max)
{
    size_t signs = 0;

    for (size_t i = 0; i < text.n; i++)
        signs += ((unsigned char)text.p[i] & 0xC0) != 0x80;
    if (text.n == 0)
        fault_add(call, str_of(where), "This is missing.");
    else if (signs > max)
        fault_add(call, str_of(where), "This is longer than %zu letters. Shorten it.", max);
}

static enum rc organisation_post(struct web *web)
{
    struct first *first = first_of(web);
    struct first_answers *answers = first->answers;
    struct call *call = &web->call;
    struct str name = web_text(web, "name"), prefix = web_text(web, "prefix");
    struct str country = web_text(web, "country");

    if (first->busy)
        return busy(web);
    if (is_choice(choices_of(web, "country"), country))
        first_keep(first, answers->country, sizeof answers->country, country);
    first_keep(first, answers->name, sizeof answers->name, name);
    first_keep(first, answers->prefix, sizeof answers->prefix, prefix);
    if (first_goes_back(web))
        return web_redirect(web, STR("/first/language"), NULL);
    check_signs(call, "name", name, FIRST_NAME_MAX);
    if (prefix.n == 0)
        check_signs(call, "prefix", prefix, FIRST_PREFIX_MAX);
    else
        check_prefix(call, prefix);
    if (!is_choice(choices_of(web, "country"), country))
        fault_add(call, STR("country"), "Choose a country.");
    return call_faults(call) == RC_OK ? web_redirect(web, STR("/first/keys"), NULL)
                                      : again(web, organisation_page);
}

/* ---- 3: key holders ---- */

static void keys_fields(struct web *web)
{
    const struct first_answers *answers = first_of(web)->answers;
    struct call *call = &web->call;
    struct control password = {
        .name = STR("password"),
        .label = say(call, "Your password"),
        .hint = answers->password[0] != '\0'
                    ? say(call, "It is kept. Leave this empty, or type another.")
                    : say(call, "At least %d characters. Four words are easy to keep in mind.",
                          PASSWORD_MIN),
        .max = PASSWORD_CHARS_MAX,
        .must = answers->password[0] == '\0',
        .fill = "new-password"};

    text_field(web,
               (struct control){.name = STR("person"),
                                .label = say(call, "Your name"),
                                .max = FIRST_PERSON_MAX,
                                .must = true,
                                .fill = "name"},
               answers->person);
    text_field(web,
               (struct control){.name = STR("login"),
                                .label = say(call, "You sign in as"),
                                .hint = say(call, "A short name without blanks, such as mira."),
                                .max = LOGIN_MAX,
                                .must = true,
                                .fill = "username"},
               answers->login);
    control_password(&web->html, &password);
    text_field(web,
               (struct control){.name = STR("second"),
                                .label = say(call, "Second key holder"),
                                .hint = say(call, "Somebody else whom you trust. With one key "
                                                  "holder alone, the office waits when that "
                                                  "person is ill or away."),
                                .max = FIRST_PERSON_MAX},
               answers->second);
}

static enum rc keys_page(struct web *web)
{
    struct call *call = &web->call;
    struct page page = {.title = say(call, "Who holds the keys")};
    struct form_options form = {.action = STR("/first/keys")};

    if (first_of(web)->answers->name[0] == '\0')
        return web_redirect(web, STR("/"), NULL);
    first_page(web, &page, FIRST_KEYS);
    void_sheets_note(web);
    html_tag(&web->html, "p", NULL,
             say(call, "Everything is stored encrypted. Each morning a key holder opens it with "
                       "a passphrase; then everybody signs in with a password. You are the first "
                       "key holder."));
    part_form(web, &form);
    keys_fields(web);
    first_buttons(web, &form, true);
    part_page_end(web, &page);
    return RC_OK;
}

static void check_password(struct web *web, struct str typed)
{
    const struct first_answers *answers = first_of(web)->answers;
    struct call *call = &web->call;
    const struct str names[] = {str_of(answers->name), web_text(web, "person"),
                                web_text(web, "login")};
    const struct password_rule rule = {"password", false, names, 3};

    if (typed.n == 0 && answers->password[0] != '\0')
        return;
    if (password_check(call, &rule, typed) == RC_OK)
        return;
    struct str text = call->error.text;
    call->error = (struct error){.rc = RC_OK};
    fault_add(call, STR("password"), "%s", str_z(call->arena, text));
}

static void keep_keys(struct web *web, struct str typed)
{
    struct first *first = first_of(web);
    struct first_answers *answers = first->answers;

    first_keep(first, answers->person, sizeof answers->person, web_text(web, "person"));
    first_keep(first, answers->login, sizeof answers->login, web_text(web, "login"));
    first_keep(first, answers->second, sizeof answers->second, web_text(web, "second"));
    if (typed.n != 0)
        first_keep(first, answers->password, sizeof answers->password, typed);
}

/* Names go into the keyring, which takes so many bytes. */
static void check_bytes(struct call *call, const char *where, struct str text)
{
    if (text.n > FIRST_PERSON_MAX)
        fault_add(call, str_of(where), "This name is too long. Write a shorter form of it.");
}

static enum rc keys_post(struct web *web)
{
    struct first *first = first_of(web);
    struct call *call = &web->call;
    struct str person = web_text(web, "person"), second = web_text(web, "second");
    struct str typed = web_text(web, "password");

    if (first->busy)
        return busy(web);
    if (typed.n != 0 || !first_goes_back(web))
        check_password(web, typed);
    bool good = call->fault_count == 0;
    if (first_goes_back(web)) {
        keep_keys(web, good ? typed : STR(""));
        return web_redirect(web, STR("/first/organisation"), NULL);
    }
    check_signs(call, "person", person, FIRST_PERSON_MAX);
    check_bytes(call, "person", person);
    check_bytes(call, "second", second);
    if (web_text(web, "login").n == 0)
        fault_add(call, STR("login"), "This is missing.");
    if (second.n != 0 && str_eq(second, person))
        fault_add(call, STR("second"), "The second key holder is somebody else than you.");
    keep_keys(web, good ? typed : STR(""));
    if (call_faults(call) != RC_OK)
        return again(web, keys_page);
    first_draw(first);
    return web_redirect(web, STR("/first/words"), NULL);
}

/* ---- 3, still: the passphrases, copied onto paper ---- */

static void holder_card(struct web *web, const struct found_holder *holder, size_t i)
{
    const struct first_answers *answers = first_of(web)->answers;
    struct call *call = &web->call;
    struct html *h = &web->html;
    struct str words = holder->phrase;
    struct control word = {.name = i == 0 ? STR("word0") : STR("word1"),
                           .label =
                               say(call, "Word %u of the passphrase of %s",
                                   answers->ask_phrase[i] + 1, str_z(call->arena, holder->name)),
                           .max = 40,
                           .must = true};

    part_card(h, say(call, "Passphrase of %s", str_z(call->arena, holder->name)));
    html_raw(h, "<ol class=\"words\" translate=\"no\" lang=\"en\">");
    while (words.n != 0)
        html_tag(h, "li", NULL, str_split(&words, ' '));
    html_raw(h, "</ol>");
    word.value = first_typed(web, str_z(call->arena, word.name), "");
    control_text(h, &word);
    part_card_end(h);
}

enum rc first_words_page(struct web *web)
{
    const struct first *first = first_of(web);
    struct call *call = &web->call;
    struct page page = {.title = say(call, "The passphrases")};
    struct form_options form = {.action = STR("/first/words")};
    struct founding founding = {0};
    size_t n = first_holders(first, &founding);

    if (first->answers->phrase[0][0] == '\0')
        return web_redirect(web, STR("/"), NULL);
    first_page(web, &page, FIRST_KEYS);
    html_tag(&web->html, "p", NULL,
             say(call, "Copy the words onto paper, for each key holder on a paper of its own, or "
                       "print this page and cut it. Whoever has the words can open everything: "
                       "keep the paper like money, never in the office's drawer and never as a "
                       "photo. They are shown only now."));
    part_form(web, &form);
    for (size_t i = 0; i < n; i++)
        holder_card(web, &founding.holders[i], i);
    first_buttons(web, &form, true);
    part_page_end(web, &page);
    return RC_OK;
}

static enum rc folder_made(struct web *web, void *data, struct job_news *news)
{
    struct first *first = first_of(web);
    struct first_answers *answers = first->answers;

    (void)data;
    first->busy = false;
    enum rc rc = founder_get_made(&web->call, news->body, &answers->sheets, answers->root);
    if (rc != RC_OK)
        return rc;
    answers->made = true;
    return web_redirect(web, STR("/first/sheets"), NULL);
}

static enum rc make_folder(struct web *web)
{
    struct first *first = first_of(web);
    const struct first_answers *a = first->answers;
    struct founding founding = {.name = str_of(a->name),
                                .prefix = str_of(a->prefix),
                                .country = str_of(a->country),
                                .language = str_of(a->language),
                                .person = str_of(a->person),
                                .login = str_of(a->login),
                                .password = str_of(a->password)};
    struct await await = {.done = folder_made};

    (void)first_holders(first, &founding);
    first_draw(first); /* other words of the sheets are asked for */
    enum rc rc = founder_put_make(&web->call, &founding, &await.request.body);
    return rc == RC_OK ? ask_founder(web, await) : rc;
}

static enum rc words_post(struct web *web)
{
    struct first *first = first_of(web);
    struct first_answers *answers = first->answers;
    static const char *const names[] = {"word0", "word1"};
    struct call *call = &web->call;
    struct founding founding = {0};
    size_t n = first_holders(first, &founding);

    if (first->busy)
        return busy(web);
    if (first_goes_back(web))
        return web_redirect(web, STR("/first/keys"), NULL);
    if (answers->phrase[0][0] == '\0')
        return web_redirect(web, STR("/"), NULL);
    for (size_t i = 0; i < n; i++)
        if (!first_same_word(web, web_text(web, names[i]),
                             first_word(founding.holders[i].phrase, answers->ask_phrase[i])))
            fault_add(call, str_of(names[i]),
                      "This is not word %u of this passphrase. Look at the "
                      "paper once more.",
                      answers->ask_phrase[i] + 1);
    if (call_faults(call) != RC_OK)
        return again(web, first_words_page);
    answers->copied = true;
    return answers->made ? web_redirect(web, STR("/first/sheets"), NULL) : make_folder(web);
}

/* ---- the table ---- */

static const struct param language_params[] = {
    {"language", PARAM_CODE, 16, false, false, N_("Language")},
    {"what", PARAM_CODE, 16, false, false, N_("What it is for")},
    {0},
};
static const struct param organisation_params[] = {
    {"country", PARAM_CODE, 8, false, false, N_("Country")},
    {"do", PARAM_CODE, 8, false, false, NULL},
    {"name", PARAM_TEXT, FIRST_NAME_MAX * 4, false, false, N_("Name")},
    {"prefix", PARAM_TEXT, FIRST_PREFIX_MAX * 4, false, false, N_("Short form")},
    {0},
};
static const struct param keys_params[] = {
    {"do", PARAM_CODE, 8, false, false, NULL},
    {"login", PARAM_CODE, LOGIN_MAX, false, false, N_("You sign in as")},
    {"password", PARAM_TEXT, PASSWORD_MAX, false, false, N_("Your password")},
    {"person", PARAM_TEXT, FIRST_PERSON_MAX * 4, false, false, N_("Your name")},
    {"second", PARAM_TEXT, FIRST_PERSON_MAX * 4, false, false, N_("Second key holder")},
    {0},
};
static const struct param words_params[] = {
    {"do", PARAM_CODE, 8, false, false, NULL},
    {"word0", PARAM_TEXT, 160, false, false, N_("The word")},
    {"word1", PARAM_TEXT, 160, false, false, N_("The word")},
    {0},
};

const struct route first_routes[] = {
    {METHOD_GET, MAY_SIGNED_IN, "/first/keys", NULL, keys_page, NULL, 0, "asks who holds keys"},
    {METHOD_POST, MAY_SIGNED_IN, "/first/keys", keys_params, keys_post, keys_page, 16384,
     "keeps who holds keys"},
    {METHOD_GET, MAY_SIGNED_IN, "/first/language", NULL, language_page, NULL, 0,
     "asks for the language, and whether it is for practice"},
    {METHOD_POST, MAY_SIGNED_IN, "/first/language", language_params, language_post, language_page,
     16384, "keeps the language, or makes a practice folder"},
    {METHOD_GET, MAY_SIGNED_IN, "/first/organisation", NULL, organisation_page, NULL, 0,
     "asks for the organisation"},
    {METHOD_POST, MAY_SIGNED_IN, "/first/organisation", organisation_params, organisation_post,
     organisation_page, 16384, "keeps the organisation"},
    {METHOD_GET, MAY_SIGNED_IN, "/first/words", NULL, first_words_page, NULL, 0,
     "shows the passphrases"},
    {METHOD_POST, MAY_SIGNED_IN, "/first/words", words_params, words_post, first_words_page, 16384,
     "makes the folder"},
};
const size_t first_routes_n = sizeof first_routes / sizeof *first_routes;
