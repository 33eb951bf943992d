/* founder.c - see founder.h. */
#include "roles/founder.h"

#include "base/cbor.h"
#include "base/file.h"
#include "cli/say.h"
#include "model/password.h"
#include "roles/demo.h"
#include "roles/open.h"
#include "store/folder.h"

enum { SHARES = KEYRING_SHEETS * (KEYRING_SHEETS - 1) };

static enum rc fail_request(struct call *call)
{
    return fail(call, RC_INVALID, "job", "A job was asked for something that it does not know.");
}

/* ---- making ---- */

static enum rc hash(struct call *call, struct str typed, struct str *stored)
{
    struct password password = password_new(call);

    if (!crypt_password(password.cost, typed, password.salt, password.key))
        return fail_memory(call);
    *stored = password_put(call, &password);
    return stored->p == NULL ? fail_memory(call) : RC_OK;
}

static void put_made(struct buf *out, const struct keyring_sheets *sheets,
                     const unsigned char *root)
{
    cbor_put_array(out, 2 + SHARES);
    cbor_put_bytes(out, str_bytes(root, CRYPT_KEY));
    cbor_put_text(out, str_of(sheets->set));
    for (int i = 0; i < SHARES; i++)
        cbor_put_bytes(out, str_bytes(sheets->share[i / 2][i % 2], KEYRING_SHARE));
}

static enum rc run_make(struct call *call, struct job_work *work, struct cbor *in)
{
    struct founding founding = {.program = work->data,
                                .folder = work->folder,
                                .cost = keyring_cost,
                                .first_step = FIRST_PEOPLE,
                                .name = cbor_text(in),
                                .prefix = cbor_text(in)};
    struct keyring_sheets sheets;
    unsigned char root[CRYPT_KEY];
    struct buf out;

    founding.country = cbor_text(in);
    founding.language = cbor_text(in);
    founding.person = cbor_text(in);
    founding.login = cbor_text(in);
    struct str typed = cbor_bytes(in);
    founding.holders_n = cbor_array(in) / 2;
    if (founding.holders_n == 0 || founding.holders_n > FOUND_HOLDERS_MAX)
        return fail_request(call);
    for (size_t i = 0; i < founding.holders_n; i++) {
        founding.holders[i].name = cbor_text(in);
        founding.holders[i].phrase = cbor_bytes(in);
    }
    if (!cbor_done(in))
        return fail_request(call);
    enum rc rc = hash(call, typed, &founding.password);
    if (rc == RC_OK)
        rc = found_begin(call, &founding, &sheets, root);
    if (rc != RC_OK)
        return rc;
    buf_init(&out, call->arena, MESSAGE_BODY_MAX);
    put_made(&out, &sheets, root);
    work->result = buf_str(&out);
    return buf_ok(&out) ? RC_OK : fail_memory(call);
}

/* ---- opening ---- */

static enum rc give_open(struct call *call, struct job_work *work, struct str token,
                         struct str root)
{
    struct buf out;

    buf_init(&out, call->arena, MESSAGE_BODY_MAX);
    cbor_put_array(&out, 2);
    cbor_put_text(&out, token);
    cbor_put_bytes(&out, root);
    work->result = buf_str(&out);
    return buf_ok(&out) ? RC_OK : fail_memory(call);
}

static enum rc run_finish(struct call *call, struct job_work *work, struct cbor *in)
{
    struct found_visit visit = {
        .program = work->data, .folder = work->folder, .root = cbor_bytes(in)};
    struct str token;

    visit.login = cbor_text(in);
    visit.device = cbor_text(in);
    if (!cbor_done(in))
        return fail_request(call);
    enum rc rc = found_session(call, &visit, &token);
    if (rc == RC_OK)
        rc = found_finish(call, work->folder);
    return rc == RC_OK ? give_open(call, work, token, visit.root) : rc;
}

/* Nobody else serves it now. */
static enum rc is_free(struct call *call, const char *folder)
{
    struct folder_lock lock = {.file = -1};
    enum rc rc = folder_serve(call, folder, posix_pid(), &lock);

    folder_lock_close(call, &lock);
    return rc;
}

/* One that was made here before is opened again; any other folder of that name is left alone. */
static enum rc practice_root(struct call *call, const struct program *program, const char *folder,
                             struct str *root)
{
    struct keyring *ring;
    struct found_look look;
    struct str bytes;
    size_t slot;
    enum rc rc = found_look(call, folder, &look);

    if (rc == RC_OK)
        rc = look.state == FOUND_FOLDER
                 ? folder_check(call, folder)
                 : demo_make(call, program, folder, &(struct demo_wish){NULL, STR_INIT("")});
    if (rc == RC_OK)
        rc = is_free(call, folder);
    if (rc == RC_OK)
        rc = keyring_read(call, folder, &bytes);
    if (rc == RC_OK)
        rc = keyring_open_phrase(call, bytes, STR(DEMO_PHRASE), &ring, &slot);
    if (rc == RC_DENIED) {
        call_forgive(call);
        return fail(call, RC_CONFLICT, folder,
                    "%s is no practice folder. Practise elsewhere: khetane demo --dir FOLDER",
                    folder);
    }
    if (rc != RC_OK)
        return rc;
    *root = str_dup(call->arena, str_bytes(ring->root, CRYPT_KEY));
    keyring_close(ring);
    return root->p == NULL ? fail_memory(call) : RC_OK;
}

static enum rc run_practice(struct call *call, struct job_work *work, struct cbor *in)
{
    struct found_visit visit = {.program = work->data, .login = STR(DEMO_LOGIN)};
    struct str folder = cbor_text(in), token;

    visit.device = cbor_text(in);
    visit.folder = str_z(call->arena, folder);
    if (!cbor_done(in))
        return fail_request(call);
    enum rc rc = practice_root(call, work->data, visit.folder, &visit.root);
    if (rc == RC_OK)
        rc = found_session(call, &visit, &token);
    return rc == RC_OK ? give_open(call, work, token, visit.root) : rc;
}

static enum rc run(struct call *call, struct job_work *work)
{
    static const struct {
        const char *what;
        size_t n;
        enum rc (*run)(struct call *call, struct job_work *work, struct cbor *in);
    } rows[] = {{"make", 9, run_make}, {"finish", 4, run_finish}, {"practice", 3, run_practice}};
    struct cbor in = cbor_open(work->request);
    size_t n = cbor_array(&in);
    struct str what = cbor_text(&in);

    call->practice = false; /* each of them says for itself what it makes */
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_is(what, rows[i].what) && n == rows[i].n)
            return rows[i].run(call, work, &in);
    return fail_request(call);
}

const struct job_kind found_job = {
    .name = "found",
    .role = "founder",
    .limits = {.memory_bytes = 512 << 20, .wall_s = FOUNDER_WALL_S},
    .run = run,
};

int founder_run(const struct role_start *start, const struct area *const *areas, size_t n)
{
    struct program *program = calloc(1, sizeof *program);
    struct arena arena;
    struct call call;
    int code = rc_exit(RC_MEMORY);

    if (program == NULL)
        return code;
    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, start->os);
    if (program_load(&call, areas, n, program) == RC_OK) {
        const struct job_start_up job = {.table = program_job_table(program),
                                         .os = start->os,
                                         .lang = program_job_lang,
                                         .folder = start->folder,
                                         .kind = start->args[0],
                                         .role = found_job.role,
                                         .data = program};
        code = job_run(&job);
    }
    arena_fini(&arena);
    arena_fini(&program->keep);
    free(program);
    return code;
}

/* ---- the asker's side ---- */

static enum rc done(struct call *call, struct buf *out, struct str *body)
{
    *body = buf_str(out);
    return buf_ok(out) ? RC_OK : fail_memory(call);
}

enum rc founder_put_make(struct call *call, const struct founding *founding, struct str *out)
{
    struct buf buf;

    buf_init(&buf, call->arena, MESSAGE_BODY_MAX);
    cbor_put_array(&buf, 9);
    cbor_put_text(&buf, STR("make"));
    cbor_put_text(&buf, founding->name);
    cbor_put_text(&buf, founding->prefix);
    cbor_put_text(&buf, founding->country);
    cbor_put_text(&buf, founding->language);
    cbor_put_text(&buf, founding->person);
    cbor_put_text(&buf, founding->login);
    cbor_put_bytes(&buf, founding->password);
    cbor_put_array(&buf, 2 * founding->holders_n);
    for (size_t i = 0; i < founding->holders_n; i++) {
        cbor_put_text(&buf, founding->holders[i].name);
        cbor_put_bytes(&buf, founding->holders[i].phrase);
    }
    return done(call, &buf, out);
}

static enum rc fail_result(struct call *call)
{
    return fail(call, RC_CORRUPT, "job", "A job and its asker did not understand each other.");
}

enum rc founder_get_made(struct call *call, struct str body, struct keyring_sheets *sheets,
                         unsigned char root[static CRYPT_KEY])
{
    struct cbor in = cbor_open(body);
    size_t n = cbor_array(&in);
    struct str key = cbor_bytes_n(&in, CRYPT_KEY), set = cbor_text(&in), shares[SHARES];

    for (int i = 0; i < SHARES; i++)
        shares[i] = cbor_bytes_n(&in, KEYRING_SHARE);
    if (!cbor_done(&in) || n != 2 + SHARES || set.n + 1 != sizeof sheets->set)
        return fail_result(call);
    memcpy(root, key.p, CRYPT_KEY);
    memcpy(sheets->set, set.p, set.n);
    sheets->set[set.n] = '\0';
    for (int i = 0; i < SHARES; i++)
        memcpy(sheets->share[i / 2][i % 2], shares[i].p, KEYRING_SHARE);
    return RC_OK;
}

enum rc founder_put_finish(struct call *call, struct str root, struct str login, struct str device,
                           struct str *out)
{
    struct buf buf;

    buf_init(&buf, call->arena, MESSAGE_BODY_MAX);
    cbor_put_array(&buf, 4);
    cbor_put_text(&buf, STR("finish"));
    cbor_put_bytes(&buf, root);
    cbor_put_text(&buf, login);
    cbor_put_text(&buf, device);
    return done(call, &buf, out);
}

enum rc founder_put_practice(struct call *call, struct str folder, struct str device,
                             struct str *out)
{
    struct buf buf;

    buf_init(&buf, call->arena, MESSAGE_BODY_MAX);
    cbor_put_array(&buf, 3);
    cbor_put_text(&buf, STR("practice"));
    cbor_put_text(&buf, folder);
    cbor_put_text(&buf, device);
    return done(call, &buf, out);
}

enum rc founder_get_open(struct call *call, struct str body, struct str *token, struct str *root)
{
    struct cbor in = cbor_open(body);
    size_t n = cbor_array(&in);

    *token = cbor_text(&in);
    *root = cbor_bytes_n(&in, CRYPT_KEY);
    return cbor_done(&in) && n == 2 ? RC_OK : fail_result(call);
}
