/* demo.c - see demo.h. */
#include "roles/demo.h"

#include "model/actor.h"
#include "model/field.h"
#include "model/operation.h"
#include "model/password.h"
#include "roles/found.h"
#include "store/folder.h"

/* One field as a person would type it; days are written "-12" for twelve days ago. */
struct typed {
    const char *field, *text;
};

enum { FIELDS_MAX_HERE = 10 };

struct story {
    struct typed person[FIELDS_MAX_HERE], problem[FIELDS_MAX_HERE], paper[FIELDS_MAX_HERE];
};

static const struct story stories[] = {
    {{{"names", "given, Senada; family, Demirova"},
      {"born", "1991-04"},
      {"sex", "f"},
      {"phones", "060 555 0101, own, yes"}},
     {{"area", "social_protection"},
      {"what", "Assistance refused, envelope lost"},
      {"story", "The decision came by post; the envelope was thrown away."}},
     {{"what", "refusal"},
      {"received", "-12"},
      {"how", "post"},
      {"procedure", "rs.social.appeal"},
      {"from", "Centre for Social Work, Rekovo"}}},
    {{{"names", "given, Bajram; family, Jašarević"}, {"sex", "m"}, {"born", "1974"}},
     {{"area", "housing"}, {"what", "Water for the lower street"}, {"happened", "2026"}},
     {{"what", "request"},
      {"received", "-35"},
      {"how", "in_hand"},
      {"procedure", "rs.admin.request"},
      {"stage", "3"},
      {"from", "Municipality of Rekovo"}}},
    {{{"names", "nickname, Zumbula"}, {"sex", "f"}},
     {{"area", "papers"}, {"what", "Two children without birth entries"}},
     {{"what", "decision"},
      {"received", "-3"},
      {"how", "in_hand"},
      {"procedure", "rs.admin.appeal"},
      {"from", "Registry office, Rekovo"}}},
};

static bool type_field(struct call *call, const struct field *field, const char *text,
                       struct value *out)
{
    int64_t days;

    if (str_is(str_of(field->type->name), "date") && str_int(str_of(text), &days)) {
        *out = v_int(call->today + days);
        return true;
    }
    return field_parse(call, field, str_of(text), out);
}

/* A field that is not typed: whose case it is, what she signs in with. */
struct known {
    const char *field;
    struct value value;
};

static enum rc save(struct call *call, const char *name, const struct id *owner,
                    const struct typed *typed, const struct known *known, struct id *out)
{
    const struct kind *kind = kind_find(call->app->registry, str_of(name));
    struct value *values = arena_array(call->arena, kind->n, sizeof *values);
    bool *given = arena_array(call->arena, kind->n, sizeof *given);
    struct save_args save = {.kind = kind, .owner = owner, .values = values, .given = given};
    struct operation_request request = {.operation = "record.save", .change = id_new(call)};
    struct outcome outcome;

    if (values == NULL || given == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < FIELDS_MAX_HERE && typed[i].field != NULL; i++) {
        const struct field *field = field_find(kind, str_of(typed[i].field));
        given[field->index] = type_field(call, field, typed[i].text, &values[field->index]);
    }
    if (known != NULL) {
        const struct field *field = field_find(kind, str_of(known->field));
        values[field->index] = known->value;
        given[field->index] = true;
    }
    enum rc rc = call_faults(call);
    if (rc == RC_OK)
        rc = save_args_make(call, &save, &request.args);
    if (rc == RC_OK)
        rc = operation_run(call, &request, &outcome);
    if (rc == RC_OK)
        *out = outcome.record;
    return rc;
}

static enum rc tell(struct call *call, const struct story *story)
{
    struct id person, problem, paper;
    enum rc rc = save(call, "person", NULL, story->person, NULL, &person);

    struct known whose = {"person", id_value(&person)};
    if (rc == RC_OK)
        rc = save(call, "case", NULL, story->problem, &whose, &problem);
    return rc == RC_OK ? save(call, "case_paper", &problem, story->paper, NULL, &paper) : rc;
}

/* The others in the office: one who works on cases, one who leads and holds a key. */
static enum rc hire(struct call *call, struct str password)
{
    static const struct typed staff[][FIELDS_MAX_HERE] = {
        {{"name", "Ana K."}, {"login", "ana"}, {"roles", "worker"}},
        {{"name", "Emir S."}, {"login", "emir"}, {"roles", "lead; key_holder"}},
        {{"name", "Zana B."}, {"login", "zana"}, {"roles", "volunteer"}},
    };
    struct known key = {"password", v_bytes(password)};
    struct id id;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < sizeof staff / sizeof *staff && rc == RC_OK; i++)
        rc = save(call, "user", NULL, staff[i], &key, &id);
    return rc;
}

static enum rc fill(struct call *call, struct str password)
{
    struct actor *mira;
    enum rc rc = actor_find(call, STR(DEMO_LOGIN), &mira);

    if (rc != RC_OK)
        return rc;
    call->actor = mira;
    call->sure = STR(CALL_SURE_OF_ALL); /* whoever invents them means it so */
    rc = hire(call, password);
    for (size_t i = 0; i < sizeof stories / sizeof *stories && rc == RC_OK; i++)
        rc = tell(call, &stories[i]);
    call->actor = NULL;
    return rc;
}

/* ---- the folder ---- */

static enum rc demo_password(struct call *call, struct str *stored)
{
    struct password password = password_new(call);

    if (!crypt_password(password.cost, STR(DEMO_PASSWORD), password.salt, password.key))
        return fail_memory(call);
    *stored = password_put(call, &password);
    return stored->p == NULL ? fail_memory(call) : RC_OK;
}

/* The practice phrase needs no slow hash: it is printed on the screen. */
enum rc demo_make(struct call *call, const struct program *program, const char *folder)
{
    struct founding founding = {.program = program,
                                .folder = folder,
                                .name = STR("Practice: Open Door, Rekovo"),
                                .prefix = STR("PR"),
                                .country = STR("rs"),
                                .language = STR("en"),
                                .person = STR("Mira M."),
                                .login = STR(DEMO_LOGIN),
                                .holders = {{STR("Mira M."), STR(DEMO_PHRASE)}},
                                .holders_n = 1,
                                .cost = {CRYPT_MEMORY_KIB_MIN, 1},
                                .practice = true,
                                .fill = fill};
    struct folder_lock lock = {.file = -1};
    struct keyring_sheets sheets;
    enum rc rc = demo_password(call, &founding.password);

    if (rc == RC_OK)
        rc = found_check(call, folder);
    if (rc == RC_OK)
        rc = folder_make(call, folder);
    if (rc == RC_OK)
        rc = folder_serve(call, folder, posix_pid(), &lock);
    if (rc == RC_OK)
        rc = found(call, &founding, &sheets);
    crypt_wipe(&sheets, sizeof sheets);
    folder_lock_close(call, &lock);
    return rc;
}
