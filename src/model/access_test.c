/* access_test.c - passwords, guesses, sessions, second factors, accounts and emergency access. */
#include "model/emergency.h"
#include "model/guess.h"
#include "model/notice.h"
#include "model/password.h"
#include "model/permit.h"
#include "model/second.h"
#include "model/session.h"
#include "model/user.h"
#include "store/hmac.h"
#include "store/posix.h"
#include "tap.h"
#include "world.h"

void access_test(void);

static const struct app_parts no_parts;
static const struct str nothing = {NULL, 0};

static void start(struct world *w, const char *name)
{
    struct arena arena;

    arena_init(&arena, &heap_libc, 1 << 20);
    struct str folder = str_format(&arena, "%s/access-%s", tap_folder(), name);
    CHECK_INT(posix_os()->mkdir(NULL, folder.p), OS_OK);
    world_open(w, posix_os(), folder.p, &no_parts);
    arena_fini(&arena);
}

static const char *hex_of(struct world *w, const struct id *id)
{
    return str_hex(&w->arena, id_str(id)).p;
}

/* ---- passwords ---- */

static void passwords(void)
{
    static const struct {
        const char *what, *typed;
        bool second, good;
    } rows[] = {
        {"four words", "lamp river goat seven", false, true},
        {"no rule of composition", "qwmnvlaksjdhfgz", false, true},
        {"fourteen characters", "lamp river goa", false, false},
        {"twelve with a second factor", "lamp river g", true, true},
        {"eleven with one", "lamp river ", true, false},
        {"a common one", "111222333444555", false, false},
        {"a common one with figures around it", "111sunshine2024!!", false, false},
        {"something short again and again", "abcabcabcabcabcabc", false, false},
        {"the organisation's name", "OpenDoor2026!!!!", false, false},
        {"the person's name and a little", "Demirova-1234567", false, false},
        {"her name among other words", "Demirova keeps nine goats", false, true},
    };
    static const struct str names[] = {STR_INIT("OpenDoor"), STR_INIT("Senada Demirova")};
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, 1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        call_init(&call, &arena, posix_os());
        const struct password_rule rule = {"password", rows[i].second, names, 2};
        CASE("a password: %s", rows[i].what);
        CHECK_INT(password_check(&call, &rule, str_of(rows[i].typed)),
                  rows[i].good ? RC_OK : RC_INVALID);
    }
    arena_fini(&arena);
}

/* ---- guesses ---- */

static struct guess_verdict try(struct world *w, const struct guess *guess)
{
    struct guess_verdict verdict = {0};

    CHECK_RC(&w->call, guess_begin(&w->call, guess, &verdict), RC_OK);
    return verdict;
}

static void guesses(void)
{
    const struct guess mira = {.login = STR("mira"), .source = {NULL, 0}};
    struct guess_news news;
    struct world w;
    int64_t now, waited = 0;

    CASE("five wrong passwords cost nothing; then 1, 2, 4 ... 60 seconds");
    for (int64_t n = 0; n < 6; n++)
        CHECK_INT(guess_pause_s(n), n < 5 ? 0 : 1);
    CHECK_INT(guess_pause_s(8), 8);
    CHECK_INT(guess_pause_s(11), 60);
    CHECK_INT(guess_pause_s(1000000), 60);

    start(&w, "guess");
    now = w.call.now_ms;
    for (int i = 0; i < 5; i++)
        CHECK_INT(try(&w, &mira).wait_s, 0);
    CHECK_INT(try(&w, &mira).wait_s, 1);
    CASE("the pause outlives a restart, and other accounts do not feel it");
    world_again(&w);
    w.call.now_ms = now;
    CHECK_INT(try(&w, &mira).wait_s, 1);
    CHECK_INT(try(&w, &(struct guess){.login = STR("ana")}).wait_s, 0);
    CASE("capitals do not make it another account");
    CHECK_INT(try(&w, &(struct guess){.login = STR("MIRA")}).wait_s, 1);
    CASE("a success forgets, and tells how many there were");
    w.call.now_ms += 2000;
    CHECK_INT(try(&w, &mira).wait_s, 0);
    CHECK_RC(&w.call, guess_passed(&w.call, &mira, &news), RC_OK);
    CHECK_INT(news.failures, 5);
    CHECK_INT(news.since_ms, now);
    CHECK_INT(try(&w, &mira).wait_s, 0);

    CASE("a hundred in a row close the account until somebody lets it in; it takes over an hour");
    for (int i = 1; i < GUESS_CLOSED; i++) {
        struct guess_verdict verdict = try(&w, &mira);
        waited += verdict.wait_s;
        w.call.now_ms += verdict.wait_s * 1000;
        if (verdict.wait_s != 0)
            i--;
    }
    CHECK(waited > 3600);
    w.call.now_ms += 3600000;
    CHECK(try(&w, &mira).closed);
    CHECK_RC(&w.call, guess_forget(&w.call, mira.login), RC_OK);
    CHECK(!try(&w, &mira).closed);

    CASE("thirty failures an hour from one address, whatever the names");
    for (int i = 0; i < GUESS_SOURCE; i++) {
        struct guess one = {str_format(&w.arena, "name%d", i), STR("192.0.2.7")};
        CHECK_INT(try(&w, &one).wait_s, 0);
    }
    CHECK(try(&w, &(struct guess){STR("name99"), STR("192.0.2.7")}).wait_s > 3000);
    CHECK_INT(try(&w, &(struct guess){STR("name99"), STR("192.0.2.8")}).wait_s, 0);
    w.call.now_ms += GUESS_SOURCE_MS + 1000;
    CHECK_INT(try(&w, &(struct guess){STR("name98"), STR("192.0.2.7")}).wait_s, 0);
    world_close(&w);
}

/* ---- sessions ---- */

static struct session found(struct world *w, struct str token)
{
    struct session session = {0};

    CHECK_RC(&w->call, session_find(&w->call, token, &session), RC_OK);
    return session;
}

static struct str begun(struct world *w, int64_t user, enum session_stage stage)
{
    struct str token = STR("");

    CHECK_RC(&w->call, session_begin(&w->call, user, stage, STR("Firefox, Linux"), &token), RC_OK);
    return token;
}

static void sessions(void)
{
    struct world w;
    struct str renewed;

    start(&w, "session");
    int64_t now = w.call.now_ms;
    CASE(
        "a session is found by its token, goes idle after a quarter of an hour, ends after twelve");
    struct str token = begun(&w, 2, SESSION_OPEN);
    CHECK_INT(found(&w, token).user, 2);
    CHECK(session_is_fresh(&(struct session){.fresh_ms = now}, now));
    w.call.now_ms = now + SESSION_FRESH_MS + 1;
    struct session session = found(&w, token);
    CHECK(!session_is_fresh(&session, w.call.now_ms));
    CHECK(!session_is_idle(&session, w.call.now_ms));
    w.call.now_ms = now + SESSION_IDLE_MS + 1;
    CHECK(session_is_idle(&session, w.call.now_ms));

    CASE("who shows again who she is gets a new token; the old one is nobody's");
    CHECK_RC(&w.call, session_pass(&w.call, token, true, &renewed), RC_OK);
    CHECK_INT(found(&w, token).user, 0);
    session = found(&w, renewed);
    CHECK(session.user == 2 && session_is_fresh(&session, w.call.now_ms));
    CHECK(!session_is_idle(&session, w.call.now_ms));
    CHECK_INT(session_pass(&w.call, token, true, &token), RC_SIGN_IN);
    call_forgive(&w.call);
    w.call.now_ms = now + SESSION_MAX_MS + 1;
    CHECK_INT(found(&w, renewed).user, 0);

    CASE("a PIN opens what was paused, and proves too little for what is grave");
    w.call.now_ms = now;
    token = begun(&w, 2, SESSION_OPEN);
    CHECK_RC(&w.call, session_pause(&w.call, token), RC_OK);
    session = found(&w, token);
    CHECK(session.user == 2 && session_is_idle(&session, now));
    CHECK_RC(&w.call, session_pass(&w.call, token, false, &renewed), RC_OK);
    session = found(&w, renewed);
    CHECK(!session_is_idle(&session, now) && !session_is_fresh(&session, now));

    CASE("half a session waits ten minutes for the second factor");
    w.call.now_ms = now;
    token = begun(&w, 2, SESSION_SECOND);
    CHECK_INT(found(&w, token).stage, SESSION_SECOND);
    w.call.now_ms = now + SESSION_SECOND_MS + 1;
    CHECK_INT(found(&w, token).user, 0);

    world_close(&w);
}

static void session_tries(void)
{
    struct world w;
    struct str token;
    int left;

    start(&w, "tries");
    CASE("five answers, then it is over");
    token = begun(&w, 2, SESSION_OPEN);
    for (int i = SESSION_TRIES; i > 0; i--) {
        CHECK_RC(&w.call, session_try(&w.call, token, &left), RC_OK);
        CHECK_INT(left, i);
    }
    CHECK_RC(&w.call, session_try(&w.call, token, &left), RC_OK);
    CHECK_INT(left, 0);
    CHECK_INT(found(&w, token).user, 0);

    world_close(&w);
}

static void session_lists(void)
{
    struct session list[SESSION_LIST_MAX], session;
    struct world w;
    struct str held;
    size_t n;

    start(&w, "sessions");
    CASE("each is listed and can be ended, by its owner alone; all others at once");
    struct str token = begun(&w, 2, SESSION_OPEN);
    struct str other = begun(&w, 2, SESSION_OPEN), hers = begun(&w, 3, SESSION_OPEN);
    session = found(&w, hers);
    CHECK_RC(&w.call, session_end_one(&w.call, 2, &session.id), RC_OK);
    CHECK_INT(found(&w, hers).user, 3);
    CHECK_RC(&w.call, session_end_all(&w.call, 2, token), RC_OK);
    CHECK_INT(found(&w, other).user, 0);
    CHECK_INT(found(&w, token).user, 2);
    CHECK_RC(&w.call, session_list(&w.call, 0, list, &n), RC_OK);
    CHECK(n >= 2);
    CHECK_RC(&w.call, session_list(&w.call, 3, list, &n), RC_OK);
    CHECK_INT(n, 1);
    CHECK_TEXT(list[0].device, "Firefox, Linux");

    CASE("a form waits with its session");
    CHECK_RC(&w.call, session_hold(&w.call, token, STR("what was typed")), RC_OK);
    CHECK_RC(&w.call, session_held(&w.call, token, &held), RC_OK);
    CHECK_TEXT(held, "what was typed");
    CHECK_RC(&w.call, session_held(&w.call, hers, &held), RC_OK);
    CHECK_INT(held.n, 0);
    CASE("a browser in two words");
    CHECK_TEXT(session_device(&w.call, STR("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) "
                                           "Gecko/20100101 Firefox/140.0")),
               "Firefox, Linux");
    CHECK_TEXT(session_device(&w.call, STR("<script>")), "?, ?");
    world_close(&w);
}

/* ---- accounts ---- */

static int64_t alive(struct world *w, struct str token)
{
    return found(w, token).user;
}

static struct record *account(struct world *w, int actor)
{
    struct record *user = NULL;

    CHECK_RC(&w->call, user_load(&w->call, actor + 1, &user), RC_OK);
    return user;
}

static void accounts(void)
{
    struct world w;
    struct notice notices[NOTICE_LIST_MAX];
    size_t n;
    int64_t unseen;

    start(&w, "account");
    CASE("her own password ends her sessions; nobody but an admin sets another's");
    world_as(&w, WORLD_WORKER);
    struct str token = begun(&w, WORLD_WORKER + 1, SESSION_OPEN);
    token = str_dup(&w.keep, token);
    CHECK_RC(&w.call, user_set_password(&w.call, account(&w, WORLD_WORKER), STR("one")), RC_OK);
    CHECK_INT(alive(&w, token), 0);
    CHECK_INT(user_set_password(&w.call, account(&w, WORLD_OTHER), STR("x")), RC_DENIED);
    CASE("an admin's is for one time, and the person is told");
    world_as(&w, WORLD_LEAD);
    CHECK_RC(&w.call, user_set_password(&w.call, account(&w, WORLD_OTHER), STR("once")), RC_OK);
    CHECK_INT(record_value(account(&w, WORLD_OTHER), "password_given").i, 1);
    CHECK_RC(&w.call, notice_list(&w.call, WORLD_OTHER + 1, notices, &n), RC_OK);
    CHECK(n == 1 && notices[0].what == NOTICE_PASSWORD && notices[0].who == 1);
    world_as(&w, WORLD_OTHER);
    CHECK_RC(&w.call, user_set_password(&w.call, account(&w, WORLD_OTHER), STR("own")), RC_OK);
    CHECK(record_value(account(&w, WORLD_OTHER), "password_given").type == V_NULL);
    CHECK_RC(&w.call, notice_seen(&w.call, WORLD_OTHER + 1), RC_OK);
    CHECK_RC(&w.call, notice_count(&w.call, WORLD_OTHER + 1, &unseen), RC_OK);
    CHECK_INT(unseen, 0);

    world_close(&w);
}

static void roles(void)
{
    struct world w;
    struct outcome outcome;

    start(&w, "roles");
    CASE("other roles end sessions at once");
    struct str token = str_dup(&w.keep, begun(&w, WORLD_VOLUNTEER + 1, SESSION_OPEN));
    world_as(&w, WORLD_LEAD);
    const struct value worker[] = {{.type = V_TEXT, .s = STR_INIT("worker")}};
    CHECK_RC(&w.call,
             user_set_roles(&w.call, account(&w, WORLD_VOLUNTEER), v_list(worker, 1), v_null(),
                            &outcome),
             RC_OK);
    CHECK(!outcome.waits);
    CHECK_INT(alive(&w, token), 0);

    CASE("the first other lead needs nobody's agreement, the next one does");
    const struct value lead[] = {{.type = V_TEXT, .s = STR_INIT("lead")}};
    CHECK_RC(&w.call,
             user_set_roles(&w.call, account(&w, WORLD_OTHER), v_list(lead, 1), v_null(), &outcome),
             RC_OK);
    CHECK(!outcome.waits);
    CHECK_RC(
        &w.call,
        user_set_roles(&w.call, account(&w, WORLD_ANALYST), v_list(lead, 1), v_null(), &outcome),
        RC_OK);
    CHECK(outcome.waits);
    struct id proposal = outcome.record;
    const struct value args[] = {v_text(STR("proposal")), id_value(&proposal), v_int(0), v_null()};
    CHECK_INT(world_run(&w, "proposal.approve", v_list(args, 4), &outcome), RC_DENIED);
    struct actor *second;
    world_system(&w);
    CHECK_RC(&w.call, actor_load(&w.call, WORLD_OTHER + 1, &second), RC_OK);
    w.call.actor = second;
    CHECK_RC(&w.call, world_run(&w, "proposal.approve", v_list(args, 4), &outcome), RC_OK);
    CHECK_TEXT(record_value(account(&w, WORLD_ANALYST), "roles").list.items[0].s, "lead");
    CASE("and no general saving goes round that");
    world_as(&w, WORLD_LEAD);
    CHECK_INT(
        world_save(&w, "user", &w.actors[WORLD_WORKER]->id, NULL, &outcome, "roles", "lead", NULL),
        RC_INVALID);
    CASE("two people cannot sign in with one name");
    world_as(&w, WORLD_LEAD);
    CHECK_INT(world_save(&w, "user", NULL, NULL, &outcome, "name", "Again", "login", "worker",
                         "roles", "worker", NULL),
              RC_INVALID);
    world_close(&w);
}

/* ---- second factor ---- */

static struct str code_now(struct world *w, const struct second *second, int64_t step)
{
    unsigned char message[8], mac[TOTP_MAC];

    totp_message(step, message);
    CHECK(hmac_sha1(str_bytes(second->secret, TOTP_SECRET), str_bytes(message, 8), mac));
    return str_format(&w->arena, "%06u", totp_code(mac, TOTP_DIGITS));
}

static bool tried(struct world *w, struct str typed)
{
    bool right = false;

    CHECK_RC(&w->call, second_try(&w->call, account(w, WORLD_WORKER), typed, &right), RC_OK);
    return right;
}

static void seconds(void)
{
    struct world w;
    struct second_codes codes;

    start(&w, "second");
    world_as(&w, WORLD_WORKER);
    struct second second = second_new(&w.call);
    struct str stored = second_codes_make(&w.call, &codes);
    CHECK_RC(
        &w.call,
        user_set_second(&w.call, account(&w, WORLD_WORKER), second_put(&w.call, &second), stored),
        RC_OK);
    CHECK(second_is_on(account(&w, WORLD_WORKER)));
    int64_t step = totp_step(w.call.now_ms);
    CASE("a code of now, of the step before or after, each once; no older one after a newer one");
    CHECK(tried(&w, code_now(&w, &second, step - 1)));
    CHECK(!tried(&w, code_now(&w, &second, step - 1)));
    CHECK(tried(&w, code_now(&w, &second, step)));
    CHECK(!tried(&w, code_now(&w, &second, step - 1)));
    CHECK(!tried(&w, code_now(&w, &second, step + 2)));
    CHECK(tried(&w, code_now(&w, &second, step + 1)));
    CHECK(!tried(&w, STR("123")));
    CASE("a recovery code, as it is printed or without marks, each once");
    CHECK(tried(&w, str_of(codes.words[3])));
    CHECK(!tried(&w, str_of(codes.words[3])));
    CHECK(!tried(&w, STR("AAAA-AAAA-AAAA")));
    CHECK_INT(second_codes_left(record_value(account(&w, WORLD_WORKER), "recovery").s), 9);
    CASE("an admin can take it away, and cannot set it up; another worker can do neither");
    world_as(&w, WORLD_OTHER);
    CHECK_INT(user_set_second(&w.call, account(&w, WORLD_WORKER), nothing, nothing), RC_DENIED);
    world_as(&w, WORLD_LEAD);
    CHECK_INT(user_set_second(&w.call, account(&w, WORLD_WORKER), STR("mine"), nothing), RC_DENIED);
    world_as(&w, WORLD_LEAD);
    CHECK_RC(&w.call, user_set_second(&w.call, account(&w, WORLD_WORKER), nothing, nothing), RC_OK);
    CHECK(!second_is_on(account(&w, WORLD_WORKER)));
    world_close(&w);
}

/* ---- emergency access, walls, teams ---- */

static enum rc sees(struct world *w, int actor, const char *kind, const struct id *id)
{
    struct actor *now;

    world_system(w);
    CHECK_RC(&w->call, actor_load(&w->call, actor + 1, &now), RC_OK);
    w->call.actor = now;
    enum rc rc = permit(&w->call, world_load(w, kind, id), MAY_SEE);
    call_forgive(&w->call);
    return rc;
}

/* The actor with what binds her now. */
static void be(struct world *w, int actor)
{
    struct actor *now;

    world_system(w);
    CHECK_RC(&w->call, actor_load(&w->call, actor + 1, &now), RC_OK);
    w->call.actor = now;
}

static struct id limited_case(struct world *w, const struct id *person, const char *hidden,
                              struct str *code)
{
    struct outcome outcome;

    world_system(w);
    CHECK_RC(&w->call,
             world_save(w, "case", NULL, NULL, &outcome, "person", hex_of(w, person), "area",
                        "housing", "what", "x", "limited", "yes", "responsible",
                        hex_of(w, &w->actors[WORLD_WORKER]->id), "must_not_see", hidden, NULL),
             RC_OK);
    *code = str_dup(&w->keep, outcome.code);
    return outcome.record;
}

static void emergencies(void)
{
    struct world w;
    struct outcome outcome;
    struct emergency opened;
    struct notice notices[NOTICE_LIST_MAX];
    struct str code, secret;
    size_t n;

    start(&w, "emergency");
    world_system(&w);
    CHECK_RC(&w.call,
             world_save(&w, "person", NULL, NULL, &outcome, "names", "given, Nobody", NULL), RC_OK);
    struct id person = outcome.record;
    struct id one = limited_case(&w, &person, "", &code);
    world_system(&w);
    struct id two = limited_case(
        &w, &person, str_dup(&w.keep, str_of(hex_of(&w, &w.actors[WORLD_OTHER]->id))).p, &secret);

    CASE("a record of others is open for a day, with a reason; the responsible person is told");
    CHECK_INT(sees(&w, WORLD_OTHER, "case", &one), RC_NOT_FOUND);
    be(&w, WORLD_OTHER);
    CHECK_INT(emergency_open(&w.call, code, STR("short"), &opened), RC_INVALID);
    be(&w, WORLD_OTHER);
    CHECK_RC(&w.call,
             emergency_open(&w.call, code, STR("The appeal is due today, she is ill."), &opened),
             RC_OK);
    CHECK_INT(sees(&w, WORLD_OTHER, "case", &one), RC_OK);
    CHECK_RC(&w.call, notice_list(&w.call, WORLD_WORKER + 1, notices, &n), RC_OK);
    CHECK(n == 1 && notices[0].what == NOTICE_EMERGENCY && str_eq(notices[0].code, code));
    CHECK_RC(&w.call, notice_list(&w.call, WORLD_LEAD + 1, notices, &n), RC_OK);
    CHECK_INT(n, 1);
    CASE("who may see it anyway needs none");
    be(&w, WORLD_OTHER);
    CHECK_INT(emergency_open(&w.call, code, STR("The appeal is due today."), &opened), RC_CONFLICT);
    CASE("it ends by itself");
    be(&w, WORLD_OTHER);
    w.call.now_ms += (int64_t)EMERGENCY_HOURS * 3600000 + 1;
    struct actor *later;
    CHECK_RC(&w.call, actor_load(&w.call, WORLD_OTHER + 1, &later), RC_OK);
    CHECK_INT(later->grants_n, 0);
    CASE("it passes no wall: who must not see it is told that there is no such record");
    be(&w, WORLD_OTHER);
    CHECK_INT(emergency_open(&w.call, secret, STR("The appeal is due today."), &opened),
              RC_NOT_FOUND);
    struct str said = str_dup(&w.keep, w.call.error.text);
    be(&w, WORLD_OTHER);
    CHECK_INT(
        emergency_open(&w.call, STR("NI-2026-9999"), STR("The appeal is due today."), &opened),
        RC_NOT_FOUND);
    CHECK(str_eq(said, w.call.error.text));
    CHECK_INT(sees(&w, WORLD_OTHER, "case", &two), RC_NOT_FOUND);
    CASE("a volunteer has none");
    be(&w, WORLD_VOLUNTEER);
    CHECK_INT(emergency_open(&w.call, code, STR("The appeal is due today."), &opened), RC_DENIED);

    world_close(&w);
}

static void walls(void)
{
    struct world w;
    struct outcome outcome;
    struct str code;

    start(&w, "walls");
    world_system(&w);
    CHECK_RC(&w.call,
             world_save(&w, "person", NULL, NULL, &outcome, "names", "given, Nobody", NULL), RC_OK);
    struct id person = outcome.record;
    struct str person_code = str_dup(&w.keep, outcome.code);
    struct id one = limited_case(&w, &person, "", &code), two = one;
    CASE("whom she must not meet she does not see, nor the cases, nor by emergency access");
    be(&w, WORLD_OTHER);
    CHECK_RC(&w.call, user_add_wall(&w.call, person_code), RC_OK);
    CHECK_INT(sees(&w, WORLD_OTHER, "person", &person), RC_NOT_FOUND);
    CHECK_INT(sees(&w, WORLD_OTHER, "case", &one), RC_NOT_FOUND);
    CHECK_INT(sees(&w, WORLD_LEAD, "person", &person), RC_OK);
    CASE("she cannot take the wall away herself; a lead can");
    be(&w, WORLD_OTHER);
    CHECK_INT(user_drop_wall(&w.call, account(&w, WORLD_OTHER), &person), RC_DENIED);
    be(&w, WORLD_LEAD);
    CHECK_RC(&w.call, user_drop_wall(&w.call, account(&w, WORLD_OTHER), &person), RC_OK);
    CHECK_INT(sees(&w, WORLD_OTHER, "person", &person), RC_OK);

    CASE("a team that a record names is its team");
    be(&w, WORLD_LEAD);
    CHECK_RC(&w.call,
             world_save(&w, "team", NULL, NULL, &outcome, "name", "North", "members",
                        hex_of(&w, &w.actors[WORLD_VOLUNTEER]->id), NULL),
             RC_OK);
    world_system(&w);
    CHECK_RC(
        &w.call,
        world_save(&w, "case", &two, NULL, &outcome, "teams", hex_of(&w, &outcome.record), NULL),
        RC_OK);
    be(&w, WORLD_VOLUNTEER);
    CHECK_INT(w.call.actor->teams_n, 1);
    CHECK(permit_facts_of(world_load(&w, "case", &two), w.call.actor).team);
    be(&w, WORLD_ANALYST);
    CHECK(!permit_facts_of(world_load(&w, "case", &two), w.call.actor).team);
    world_close(&w);
}

void access_test(void)
{
    passwords();
    guesses();
    sessions();
    session_tries();
    session_lists();
    accounts();
    roles();
    seconds();
    emergencies();
    walls();
}
