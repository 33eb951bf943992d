/* slow.c - see slow.h. */
#include "roles/slow.h"

#include "model/password.h"
#include "process/kinds.h"
#include "roles/await.h"

struct slow {
    struct password password;
    slow_compared compared; /* one of the two */
    slow_made made;
    void *data;
};

static enum rc go_on(struct web *web, struct slow *slow, const unsigned char *key)
{
    if (slow->compared != NULL)
        return slow->compared(web, slow->data, password_same(&slow->password, key));
    memcpy(slow->password.key, key, CRYPT_KEY);
    struct str stored = password_put(&web->call, &slow->password);
    crypt_wipe(&slow->password, sizeof slow->password);
    return stored.p == NULL ? fail_memory(&web->call) : slow->made(web, slow->data, stored);
}

static enum rc hashed(struct web *web, void *data, struct job_news *news)
{
    unsigned char key[CRYPT_KEY];
    enum rc rc = password_result(&web->call, news->body, key);

    if (rc == RC_OK)
        rc = go_on(web, data, key);
    crypt_wipe(key, sizeof key);
    return rc;
}

static enum rc ask(struct web *web, struct slow *slow, struct str typed)
{
    struct await await = {.kind = job_password.name,
                          .request = {.fd = -1},
                          .timeout_ms = SLOW_MS,
                          .done = hashed,
                          .data = slow};
    enum rc rc = password_request(&web->call, slow->password.cost, typed, slow->password.salt,
                                  &await.request.body);

    return rc == RC_OK ? await_job(web, &await) : rc;
}

enum rc slow_compare(struct web *web, struct str stored, struct str typed, slow_compared then,
                     void *data)
{
    struct slow *slow = arena_alloc(web->call.arena, sizeof *slow);

    if (slow == NULL)
        return fail_memory(&web->call);
    *slow = (struct slow){.compared = then, .data = data};
    enum rc rc = password_read(&web->call, stored, &slow->password);
    return rc == RC_OK ? ask(web, slow, typed) : rc;
}

enum rc slow_make(struct web *web, struct str typed, slow_made then, void *data)
{
    struct slow *slow = arena_alloc(web->call.arena, sizeof *slow);

    if (slow == NULL)
        return fail_memory(&web->call);
    *slow = (struct slow){.password = password_new(&web->call), .made = then, .data = data};
    return ask(web, slow, typed);
}
