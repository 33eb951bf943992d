/* entry.c - see entry.h. */
#include "store/entry.h"

#include "base/cbor.h"

enum { HEADER_MAX = 64 << 10, HEADER_ITEMS = 12 };

/* The numbers of the header's last item, a map for what only some entries have. */
enum { EXTRA_PUBLIC_KEY = 1, EXTRA_PROPOSAL = 2 };

void entry_hash(struct str header, unsigned char out[static CRYPT_HASH])
{
    crypt_hash("khetane/log/1", header, out);
}

void entry_part_hash(struct str cipher, unsigned char out[static CRYPT_HASH])
{
    crypt_hash("khetane/part/1", cipher, out);
}

struct str entry_part_context(struct call *call, const struct log_entry *entry, size_t n)
{
    struct buf context;

    buf_init(&context, call->arena, 128);
    cbor_put_array(&context, 7);
    cbor_put_text(&context, STR("khetane/part/1"));
    cbor_put_bytes(&context, id_str(&entry->node));
    cbor_put_bytes(&context, id_str(&entry->incarnation));
    cbor_put_uint(&context, entry->seq);
    cbor_put_uint(&context, n);
    cbor_put_bytes(&context, id_str(&entry->change));
    cbor_put_bytes(&context, id_str(&entry->parts[n].subject));
    return buf_str(&context);
}

static void put_extra(struct buf *out, const struct log_entry *entry, const struct log_keys *keys)
{
    bool first = entry->seq == 1, proposed = !id_is_none(&entry->proposal);

    cbor_put_map(out, (size_t)first + proposed);
    if (first) {
        cbor_put_uint(out, EXTRA_PUBLIC_KEY);
        cbor_put_bytes(out, str_bytes(keys->public, CRYPT_PUBLIC));
    }
    if (proposed) {
        cbor_put_uint(out, EXTRA_PROPOSAL);
        cbor_put_bytes(out, id_str(&entry->proposal));
    }
}

static void put_header(struct buf *out, const struct log_entry *entry, const struct str *ciphers,
                       struct str previous, const struct log_keys *keys)
{
    cbor_put_array(out, HEADER_ITEMS);
    cbor_put_uint(out, ENTRY_FORMAT);
    cbor_put_bytes(out, id_str(&entry->node));
    cbor_put_bytes(out, id_str(&entry->incarnation));
    cbor_put_uint(out, entry->seq);
    cbor_put_bytes(out, previous);
    cbor_put_uint(out, entry->time);
    cbor_put_bytes(out, id_str(&entry->change));
    cbor_put_text(out, entry->operation);
    cbor_put_uint(out, entry->operation_version);
    cbor_put_bytes(out, id_str(&entry->actor));
    cbor_put_array(out, entry->n);
    for (size_t i = 0; i < entry->n; i++) {
        unsigned char hash[CRYPT_HASH];
        entry_part_hash(ciphers[i], hash);
        cbor_put_array(out, 2);
        cbor_put_bytes(out, id_str(&entry->parts[i].subject));
        cbor_put_bytes(out, str_bytes(hash, sizeof hash));
    }
    put_extra(out, entry, keys);
}

enum rc entry_make(struct call *call, const struct log_entry *entry, const struct str *ciphers,
                   struct str previous, const struct log_keys *keys, struct entry_bytes *out)
{
    struct buf header;
    unsigned char *signature = arena_alloc(call->arena, CRYPT_SIGNATURE);

    buf_init(&header, call->arena, HEADER_MAX);
    put_header(&header, entry, ciphers, previous, keys);
    if (signature == NULL || !buf_ok(&header))
        return fail_memory(call);
    out->header = buf_str(&header);
    entry_hash(out->header, out->hash);
    crypt_sign(keys->signer, out->hash, signature);
    out->signature = str_bytes(signature, CRYPT_SIGNATURE);
    return RC_OK;
}

static struct id get_id(struct cbor *in)
{
    struct id id = {{0}};

    (void)id_of(cbor_bytes_n(in, ID_SIZE), &id);
    return id;
}

/* The parts' subjects and hashes; false when the list is not one, or memory is out. */
static bool get_parts(struct call *call, struct cbor *in, struct entry_read *out)
{
    size_t n = cbor_array(in);
    struct log_part *parts = arena_array(call->arena, n, sizeof *parts);
    struct str *hashes = arena_array(call->arena, n, sizeof *hashes);

    if (parts == NULL || hashes == NULL || n > LOG_PARTS_MAX)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (cbor_array(in) != 2)
            return false;
        parts[i].subject = get_id(in);
        hashes[i] = cbor_bytes_n(in, CRYPT_HASH);
    }
    out->entry.parts = parts;
    out->entry.n = n;
    out->hashes = hashes;
    return true;
}

static bool get_extra(struct cbor *in, struct entry_read *out)
{
    uint64_t last = 0;

    for (size_t n = cbor_map(in); n > 0; n--) {
        uint64_t what = cbor_uint(in);
        if (what <= last)
            return false; /* keys ascend, each once */
        last = what;
        switch (what) {
        case EXTRA_PUBLIC_KEY: out->public_key = cbor_bytes_n(in, CRYPT_PUBLIC); break;
        case EXTRA_PROPOSAL: out->entry.proposal = get_id(in); break;
        default: return false;
        }
    }
    return true;
}

enum rc entry_read(struct call *call, struct str header, struct entry_read *out)
{
    struct cbor in = cbor_open(header);
    struct entry_read read = {.public_key = STR("")};

    if (cbor_array(&in) == HEADER_ITEMS) {
        uint64_t format = cbor_uint(&in);
        if (cbor_ok(&in) && format > ENTRY_FORMAT)
            return fail(call, RC_NEWER, "log",
                        "The log holds an entry of format %llu; this program knows %d. Install the "
                        "newer version.",
                        (unsigned long long)format, ENTRY_FORMAT);
        read.entry.node = get_id(&in);
        read.entry.incarnation = get_id(&in);
        read.entry.seq = cbor_uint(&in);
        read.previous = cbor_bytes_n(&in, CRYPT_HASH);
        read.entry.time = cbor_uint(&in);
        read.entry.change = get_id(&in);
        read.entry.operation = cbor_text(&in);
        read.entry.operation_version = (unsigned)cbor_uint(&in);
        read.entry.actor = get_id(&in);
        if (get_parts(call, &in, &read) && get_extra(&in, &read) && cbor_done(&in)) {
            *out = read;
            return RC_OK;
        }
    }
    return fail(call, RC_CORRUPT, "log", "An entry of the log has no readable header.");
}
