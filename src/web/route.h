/* route.h - which function answers which address, who may ask it, and what may arrive there.
 * Owns: nothing; tables of routes are const, one per area, put together in a struct site.
 * Order: site_check() once at start; site_answer() and site_body_max() are what a server calls.
 * Memory: everything of a request lives in its arena; so does the struct web of one that waits.
 * Fails: a handler returns an rc as any function does; it becomes a page of error. RC_OK with
 *   nothing in the reply sends what was written to web->html with status 200.
 * Enforced here, for every route, before its handler runs: the exact Host; for a POST that it
 *   comes from a page of ours (Sec-Fetch-Site, Origin) and carries this session's form token;
 *   the session; the permission; parameters as declared - others never arrive; and on every
 *   reply the headers of security. A handler that waits (web_wait()) holds no transaction.
 * Limits: PATH_VALUES_MAX. Cost: one pass over the table.
 * Not here: HTTP itself (web/server.h), what a page looks like (web/part.h), what a session is
 *   (struct site has the functions that know). */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "base/id.h"
#include "web/asset.h"
#include "web/form.h"
#include "web/html.h"
#include "web/server.h"

enum { PATH_VALUES_MAX = 4 };

/* Who may: 0 is a mistake. From MAY_FIRST on, the numbers are those of struct site's may().
 * MAY_HELD: also who is signed in and must first answer a page (a PIN, a second factor, a new
 * password); its handler finds her in call.actor. | MAY_FRESH: only who has shown within the last
 * minutes who she is; others are asked to, and come back: for exports, erasing, keys, roles.
 * MAY_FILE: of a GET that must be fresh and gives a file: a browser stays where it is when it gets
 * one, so she comes back to a page that offers the file. */
enum may {
    MAY_NONE,
    MAY_PUBLIC,
    MAY_SIGNED_IN,
    MAY_HELD,
    MAY_FIRST = 16,
    MAY_FILE = 1 << 14,
    MAY_FRESH = 1 << 15
};

static inline unsigned may_what(unsigned may)
{
    return may & ~(unsigned)(MAY_FILE | MAY_FRESH);
}

enum param_type {
    PARAM_END,
    PARAM_TEXT,   /* one line, white space at both ends removed; max bytes */
    PARAM_LONG,   /* lines; max bytes */
    PARAM_NUMBER, /* a whole number from 0 to max */
    PARAM_DAY,    /* 2026-11-22, or name.d, name.m and name.y as part_date() asks them */
    PARAM_FLAG,   /* a ticked box: any value */
    PARAM_CODE,   /* letters, digits and . _ - ; max bytes */
    PARAM_ID,     /* 32 hexadecimal digits */
    PARAM_FILE,   /* max bytes */
};

struct param {
    const char *name; /* "field.*" stands for all that begin with "field." (text or file, many) */
    enum param_type type;
    unsigned max; /* bytes, or the number's greatest value */
    bool must, many;
    const char *label; /* the field's, a msgid, for sentences on faults; NULL: has no field */
};

struct web;

struct route {
    enum method method;
    unsigned may;
    const char *path;           /* "/case/{code}/note": what is in braces is a param too */
    const struct param *params; /* ends with {0}; NULL: none */
    enum rc (*handle)(struct web *web);
    /* Called instead when params have faults (call->faults): shows the form again, filled in.
     * NULL: a page that lists the faults. */
    enum rc (*again)(struct web *web);
    size_t body_max;   /* bytes; 0: SERVER_BODY_MAX */
    const char *brief; /* one sentence: help, the list of routes, the matrix of permissions */
};

struct page;
struct kind_page; /* web/record_path.h */

/* What the dispatcher asks of those who know data, people and languages. */
struct site {
    void *data;
    const struct os *os;
    const struct route *routes; /* by path, then method: site_check() says if not */
    size_t route_count;
    const char *const *hosts; /* "localhost:8080", ..., NULL */
    bool tls;
    const struct assets *assets;
    const char *sign_in; /* where a page sends who is not signed in; NULL: to the 401 page */
    const struct kind_page *kind_pages; /* web/record_path.h; ends with {NULL, NULL} */

    /* Sets call->app, db, today and, by the header Accept-Language, lang. */
    enum rc (*begin)(void *data, struct call *call, const struct request *request);
    /* Sets call.actor (and lang) of that session, or leaves it NULL when there is none; of one that
     * must first answer a page: held and first. Sets fresh. */
    enum rc (*find_session)(void *data, struct web *web, struct str token);
    /* Keeps the fields of a form until its session has answered the page that it must; NULL: they
     * are lost. *next: where she goes on. */
    enum rc (*keep)(void *data, struct web *web, const struct form *sent, struct str *next);
    const char *confirm; /* where who is not fresh is asked who she is; NULL: nobody is */
    const char *file;    /* the page that offers a file: its "next" is the address; MAY_FILE */
    /* Must this form be sent by who is fresh, although its route does not say so: because of what
     * its address names? NULL: never. */
    bool (*grave)(void *data, const struct web *web);
    bool (*may)(void *data, const struct web *web, unsigned permission);
    /* Fills in what all pages share: name, menu, who is signed in, help. */
    void (*furnish)(void *data, struct web *web, struct page *page);
    /* Writes down a failure that is ours (rc_http() >= 500). */
    void (*log)(void *data, const struct call *call, const struct request *request);
};

struct web {
    struct call call;
    const struct site *site;
    struct request *request;
    struct reply *reply;
    const struct route *route; /* NULL: none was found */
    bool wrong_method;         /* ... because the address takes the other one */
    struct html html;
    struct form form;         /* what arrived and was declared, path and query or body */
    struct str done;          /* the query's "done": which sentence the page begins with */
    struct str undo;          /* the query's "undo": the change that can be taken back */
    struct str session;       /* the token of the cookie, or {NULL, 0} */
    struct str guest;         /* the secret that forms use where nobody is signed in */
    const struct actor *held; /* whose session must first answer ... */
    const char *first;        /* ... this page; call.actor is NULL meanwhile */
    bool fresh;               /* she has just shown who she is */
    enum rc (*then)(struct web *web, void *data); /* of one that waits */
    void (*drop)(void *data);
    void *then_data;
};

MUST_USE enum rc site_check(struct call *call, const struct site *site);
void site_answer(const struct site *site, struct request *request, struct reply *reply);
size_t site_body_max(const struct site *site, const struct request *request);

/* ---- for handlers: the params, as declared; asking for one that is not is a mistake (assert) */

struct str web_text(const struct web *web, const char *name); /* {NULL, 0}: did not arrive */
bool web_number(const struct web *web, const char *name, int64_t *out);
bool web_day(struct web *web, const char *name, day *out);
bool web_flag(const struct web *web, const char *name);
const struct form_value *web_file(const struct web *web, const char *name); /* or NULL */
/* The values of a param that has many, one after the other; start with *at = 0. */
bool web_each(const struct web *web, const char *name, size_t *at, struct str *out);

/* ---- for handlers: the reply */

/* 303 to an address of this site; done is the name of the sentence there, or NULL. */
enum rc web_redirect(struct web *web, struct str path, const char *done);
/* The same behind a change that can be taken back: the page there offers it. */
enum rc web_redirect_undo(struct web *web, struct str path, const char *done,
                          const struct id *change);
/* A file to keep; it can run nothing, whatever is in it. */
enum rc web_download(struct web *web, const char *type, struct str name, struct str bytes);
/* Bytes to look at in the browser: application/pdf, image/png, text/csv ... */
enum rc web_show(struct web *web, const char *type, struct str bytes);
void web_status(struct web *web, int status); /* of the page in web->html: 422, 409 */
/* The reply comes when fd can be read, or after timeout_ms. then() reads fd and closes it, and
 * may wait again; drop() is called instead if the server ends first. */
void web_wait(struct web *web, const struct wait *wait,
              enum rc (*then)(struct web *web, void *data));

/* For what a handler finds out only while it runs; a route says it beforehand with MAY_FRESH. */
static inline bool web_fresh(const struct web *web)
{
    return web->fresh;
}

void web_sign_in(struct web *web, struct str token); /* sets the session's cookie */
void web_sign_out(struct web *web);                  /* takes it away, with all that is kept */
struct str web_form_token(struct web *web);          /* for the hidden field FORM_TOKEN */

#define FORM_TOKEN "_token"

#endif
