/* photo_address.c - see photo_address.h. */
#include "casework/photo_address.h"

#include "casework/save.h"
#include "store/crypt.h"
#include "store/store.h"

static const struct kind *kind_of(const struct call *call)
{
    return kind_find(call->app->registry, STR("photo_address"));
}

static struct str hash_of(struct call *call, struct str token)
{
    unsigned char hash[CRYPT_HASH];

    crypt_hash("photo address", token, hash);
    return str_dup(call->arena, str_bytes(hash, sizeof hash));
}

static int64_t number(const struct record *record, const char *name)
{
    struct value v = record_value(record, name);

    return v.type == V_INT ? v.i : 0;
}

int64_t photo_address_left(const struct record *address)
{
    return number(address, "most") - number(address, "came");
}

/* ---- what may be written ---- */

/* Nobody makes, or takes over, an address in somebody else's name, nor one that stays open. */
enum rc photo_address_derive(struct call *call, struct change *change, struct record *address)
{
    const bool touched =
        change_touches(change, address, "whose") || change_touches(change, address, "token_hash") ||
        change_touches(change, address, "until") || change_touches(change, address, "most");

    if (!touched || call->actor->system)
        return RC_OK;
    if (!str_eq(record_value(address, "whose").s, id_str(&call->actor->id)))
        return fail(call, RC_DENIED, "whose",
                    "An address is made by the one who waits for photos.");
    if (number(address, "until") > call->now_ms + PHOTO_ADDRESS_MS ||
        number(address, "most") > PHOTO_ADDRESS_MOST)
        return fail(call, RC_INVALID, "until",
                    "An address for photos is open for ten minutes and for twenty photos.");
    return RC_OK;
}

/* [address, how many]: counted before they are kept, so that two telephones share the number. */
static enum rc apply_come(struct call *call, struct change *change, struct value args)
{
    const struct value *item = args.list.items;
    struct record *address;
    struct id id;

    if (args.type != V_LIST || args.list.n != 2 || item[0].type != V_BYTES ||
        !id_of(item[0].s, &id) || item[1].type != V_INT || item[1].i < 1)
        return fail(call, RC_INVALID, "arguments", "The operation's arguments are not understood.");
    enum rc rc = change_open(call, change, kind_of(call), &id, 0, &address);
    if (rc != RC_OK)
        return rc;
    if (address->retired_ms != 0 || number(address, "until") < call->now_ms)
        return fail(call, RC_NOT_FOUND, NULL, "This address is over.");
    if (item[1].i > photo_address_left(address))
        return fail(call, RC_LIMIT, "photo", "No more photos are taken at this address.");
    record_set(address, "came", v_int(number(address, "came") + item[1].i));
    return RC_OK;
}

const struct operation photos_come_operation = {
    "photos.come", 1, "photos came from a telephone", false, false, false, apply_come, NULL};

/* ---- for who works on the case ---- */

enum rc photo_address_make(struct call *call, const struct record *of, const struct id *change,
                           struct str *token, struct outcome *out)
{
    struct id half[2] = {id_new(call), id_new(call)};
    struct save save;
    enum rc rc = save_init(call, kind_of(call), &save);

    if (rc != RC_OK)
        return rc;
    *token = str_format(call->arena, "%s%s", str_hex(call->arena, id_str(&half[0])).p,
                        str_hex(call->arena, id_str(&half[1])).p);
    save.args.owner = &of->id;
    save_set(&save, "whose", id_value(&call->actor->id));
    save_set(&save, "until", v_int(call->now_ms + PHOTO_ADDRESS_MS));
    save_set(&save, "most", v_int(PHOTO_ADDRESS_MOST));
    save_set(&save, "token_hash", v_bytes(hash_of(call, *token)));
    return save_run(call, &save, change, out);
}

static void only_open(const struct call *call, struct query *query)
{
    query->filters[query->n++] =
        (struct query_filter){.field = field_find(query->kind, STR("until")),
                              .op = QUERY_FROM,
                              .value = v_int(call->now_ms)};
}

enum rc photo_addresses_of(struct call *call, const struct record *of, struct query_page *out)
{
    struct query query = {
        .kind = kind_of(call), .verb = MAY_SEE, .owner = &of->id, .limit = PHOTO_ADDRESSES_MAX};

    only_open(call, &query);
    query.filters[query.n++] = (struct query_filter){.field = field_find(query.kind, STR("whose")),
                                                     .op = QUERY_IS,
                                                     .value = id_value(&call->actor->id)};
    return query_list(call, &query, out);
}

enum rc photo_address_end(struct call *call, const struct record *address, const struct id *change)
{
    struct operation_request request = {.operation = "record.retire", .change = *change};
    struct outcome outcome;
    enum rc rc = record_args_make(call, address, STR(""), &request.args);

    return rc == RC_OK ? operation_run(call, &request, &outcome) : rc;
}

/* ---- for who holds the address ---- */

static enum rc actor_of(struct call *call, const struct record *address, struct actor **out)
{
    const struct kind *kind = kind_find(call->app->registry, STR("user"));
    struct record *user;
    struct id id;

    if (!id_of(record_value(address, "whose").s, &id))
        return RC_NOT_FOUND;
    enum rc rc = table_load(call, call->store->db, app_table(call->app, kind), &id, &user);
    return rc == RC_OK ? actor_load(call, user->rid, out) : rc;
}

/* The hash is what is compared; it says nothing of the secret. */
static enum rc find_open(struct call *call, struct str token, struct record **out)
{
    struct query query = {.kind = kind_of(call), .verb = MAY_SEE, .limit = PHOTO_ADDRESSES_MAX};
    struct str hash = hash_of(call, token);
    struct query_page found;

    *out = NULL;
    only_open(call, &query);
    enum rc rc = query_list(call, &query, &found);
    for (size_t i = 0; rc == RC_OK && i < found.n; i++)
        if (str_eq(record_value(found.records[i], "token_hash").s, hash))
            *out = found.records[i];
    return rc == RC_OK && *out == NULL ? RC_NOT_FOUND : rc;
}

enum rc photo_address_find(struct call *call, struct str token, struct record **out)
{
    struct actor *actor = NULL;

    call->actor = &actor_system;
    enum rc rc = token.n != PHOTO_TOKEN ? RC_NOT_FOUND : find_open(call, token, out);
    if (rc == RC_OK)
        rc = actor_of(call, *out, &actor);
    call->actor = actor;
    if (rc != RC_NOT_FOUND && rc != RC_SIGN_IN)
        return rc;
    call_forgive(call);
    return fail(call, RC_NOT_FOUND, NULL, "This address is over. Ask in the office for a new one.");
}

enum rc photo_address_come(struct call *call, const struct record *address, size_t n)
{
    const struct value args[] = {id_value(&address->id), v_int((int64_t)n)};
    struct operation_request request = {
        .operation = "photos.come", .change = id_new(call), .args = v_list(args, 2)};
    struct outcome outcome;

    return operation_run(call, &request, &outcome);
}
