/* likeness.c - see likeness.h. A row is the number of keys and of roots, a byte each; both as
 * 32-bit numbers of this machine; then CBOR: [born, precision, sex, place, settlement, [[part,
 * word, key], ...], [phone, ...], [number, ...]]. It never leaves this folder, not even in a
 * backup. */
#include "model/likeness.h"

#include "base/cbor.h"
#include "model/field.h"
#include "model/likeness_index.h"
#include "model/refresh.h"
#include "store/schema.h"

enum { FORMAT = 2, ROW_MAX = 4096 };

bool likeness_touched(const struct kind *kind, const struct edit *edit)
{
    const struct kind_match *match = &kind->match;
    const struct field *const fields[] = {match->names, match->born,   match->sex,
                                          match->place, match->phones, match->number};

    if (!likeness_has(kind))
        return false;
    for (size_t i = 0; i < edit->n; i++) {
        if (str_is(edit->fields[i].key, ".retired"))
            return true;
        for (size_t j = 0; j < sizeof fields / sizeof *fields; j++)
            if (fields[j] != NULL && str_eq(edit->fields[i].key, fields[j]->key))
                return true;
    }
    return false;
}

/* ---- from a record ---- */

static struct value value_of(const struct record *record, const struct field *field)
{
    return field == NULL ? v_null() : record_get(record, field);
}

static struct str text_at(struct value v, size_t i)
{
    return v.type == V_LIST && i < v.list.n && v.list.items[i].type == V_TEXT ? v.list.items[i].s
                                                                              : STR("");
}

static enum match_part part_of(struct str word)
{
    static const struct {
        const char *word;
        enum match_part part;
    } parts[] = {{"given", PART_GIVEN},   {"family", PART_FAMILY}, {"former", PART_FORMER},
                 {"father", PART_FATHER}, {"mother", PART_MOTHER}, {"nickname", PART_NICKNAME}};

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (str_is(word, parts[i].word))
            return parts[i].part;
    return PART_WHOLE;
}

static void raw_names(struct value names, struct match_raw *raw)
{
    for (size_t i = 0; names.type == V_LIST && i < names.list.n; i++)
        if (raw->names_n < MATCH_NAMES_MAX)
            raw->names[raw->names_n++] = (struct match_raw_name){
                part_of(text_at(names.list.items[i], 0)), text_at(names.list.items[i], 1)};
}

enum rc likeness_of(struct call *call, struct arena *keep, const struct record *record,
                    struct match_person *out)
{
    const struct kind_match *match = &record->kind->match;
    struct match_raw raw = {.names_n = 0};
    struct value born = value_of(record, match->born), sex = value_of(record, match->sex);
    struct value place = value_of(record, match->place), number = value_of(record, match->number);
    struct value phones = value_of(record, match->phones);

    raw_names(value_of(record, match->names), &raw);
    if (born.type == V_LIST && born.list.n == 2 && born.list.items[0].type == V_INT) {
        raw.born = (int32_t)born.list.items[0].i;
        raw.precision = (int)born.list.items[1].i;
    }
    if (sex.type == V_TEXT)
        raw.sex = sex.s;
    raw.place = text_at(place, 0);
    raw.settlement = text_at(place, 1);
    for (size_t i = 0; phones.type == V_LIST && i < phones.list.n; i++)
        if (raw.phones_n < MATCH_VALUES_MAX)
            raw.phones[raw.phones_n++] = text_at(phones.list.items[i], 0);
    if (number.type == V_TEXT)
        raw.numbers[raw.numbers_n++] = number.s;
    return match_person_make(call, keep, &raw, out);
}

/* ---- a row ---- */

static void put_numbers(struct buf *out, const uint32_t *numbers, size_t n)
{
    buf_add(out, str_bytes(numbers, n * sizeof *numbers));
}

static void put_names(struct buf *out, const struct match_person *person)
{
    cbor_put_array(out, person->names_n);
    for (size_t i = 0; i < person->names_n; i++) {
        cbor_put_array(out, 3);
        cbor_put_uint(out, person->names[i].part);
        cbor_put_uint(out, person->names[i].word);
        cbor_put_text(out, str_bytes(person->names[i].key, person->names[i].n));
    }
}

static void put_person(struct buf *out, const struct match_person *person)
{
    uint32_t keys[MATCH_KEYS_MAX], roots[MATCH_NAMES_MAX];
    size_t n = match_keys(person, keys);

    for (size_t i = 0; i < person->names_n; i++)
        roots[i] = person->names[i].root;
    buf_char(out, (char)n);
    buf_char(out, (char)person->names_n);
    put_numbers(out, keys, n);
    put_numbers(out, roots, person->names_n);
    cbor_put_array(out, 8);
    cbor_put_int(out, person->born);
    cbor_put_uint(out, person->precision);
    cbor_put_uint(out, person->sex);
    cbor_put_uint(out, person->place);
    cbor_put_uint(out, person->settlement);
    put_names(out, person);
    cbor_put_array(out, person->phones_n);
    for (size_t i = 0; i < person->phones_n; i++)
        cbor_put_uint(out, person->phones[i]);
    cbor_put_array(out, person->numbers_n);
    for (size_t i = 0; i < person->numbers_n; i++)
        cbor_put_text(out, person->numbers[i]);
}

static bool take_numbers(struct str *rest, uint32_t *numbers, size_t n)
{
    if (rest->n < n * sizeof *numbers)
        return false;
    memcpy(numbers, rest->p, n * sizeof *numbers);
    *rest = str_cut(*rest, n * sizeof *numbers, rest->n);
    return true;
}

static enum rc unreadable(struct call *call)
{
    return fail(call, RC_CORRUPT, "database", "What people are compared by cannot be read.");
}

enum rc likeness_row(struct call *call, struct str facts, struct likeness_row *out)
{
    if (facts.n < 2)
        return unreadable(call);
    out->keys_n = (unsigned char)facts.p[0];
    out->roots_n = (unsigned char)facts.p[1];
    out->rest = str_cut(facts, 2, facts.n);
    return out->keys_n <= MATCH_KEYS_MAX && out->roots_n <= MATCH_NAMES_MAX &&
                   take_numbers(&out->rest, out->keys, out->keys_n) &&
                   take_numbers(&out->rest, out->roots, out->roots_n)
               ? RC_OK
               : unreadable(call);
}

static bool get_names(struct cbor *in, struct arena *keep, const struct likeness_row *row,
                      struct match_person *out)
{
    size_t n = cbor_array(in);
    struct match_name *names;

    if (n != row->roots_n || (names = arena_array(keep, n, sizeof *names)) == NULL)
        return false;
    for (size_t i = 0; i < n; i++) {
        bool shape = cbor_array(in) == 3;
        names[i].part = (unsigned char)cbor_uint(in);
        names[i].word = (unsigned char)cbor_uint(in);
        struct str key = str_dup(keep, cbor_text(in));
        if (!shape || key.p == NULL || key.n == 0 || key.n > UINT8_MAX)
            return false;
        names[i].key = key.p;
        names[i].n = (unsigned char)key.n;
        names[i].root = row->roots[i];
    }
    out->names = names;
    out->names_n = (unsigned char)n;
    return true;
}

static bool get_values(struct cbor *in, struct arena *keep, struct match_person *out)
{
    size_t n = cbor_array(in);

    for (size_t i = 0; i < n && i < MATCH_VALUES_MAX; i++)
        out->phones[out->phones_n++] = cbor_uint(in);
    if (n > MATCH_VALUES_MAX || (n = cbor_array(in)) > MATCH_VALUES_MAX)
        return false;
    for (size_t i = 0; i < n; i++) {
        out->numbers[i] = str_dup(keep, cbor_text(in));
        if (out->numbers[i].p == NULL)
            return false;
        out->numbers_n++;
    }
    return true;
}

enum rc likeness_read(struct call *call, struct arena *keep, const struct likeness_row *row,
                      struct match_person *out)
{
    struct cbor in = cbor_open(row->rest);
    bool ok = cbor_array(&in) == 8;

    *out = (struct match_person){0};
    out->born = (int32_t)cbor_int(&in);
    out->precision = (unsigned char)cbor_uint(&in);
    out->sex = (uint32_t)cbor_uint(&in);
    out->place = (uint32_t)cbor_uint(&in);
    out->settlement = (uint32_t)cbor_uint(&in);
    ok = ok && get_names(&in, keep, row, out) && get_values(&in, keep, out);
    if (keep->refused)
        return fail_memory(call);
    return ok && cbor_done(&in) && out->precision <= MATCH_DAY ? RC_OK : unreadable(call);
}

/* ---- the table ---- */

enum rc likeness_forget(struct call *call, const struct record *record)
{
    if (!likeness_has(record->kind))
        return RC_OK;
    enum rc rc = likeness_index_drop(call, record);
    if (rc == RC_OK)
        rc = db_run(call, call->store->db, SQL("DELETE FROM likeness WHERE kind = ?1 AND rid = ?2"),
                    BIND(v_text(record->kind->name), v_int(record->rid)));
    return rc != RC_OK ? rc
                       : db_run(call, call->store->db,
                                SQL("DELETE FROM duplicate WHERE kind = ?1 AND "
                                    "(low = ?2 OR high = ?2)"),
                                BIND(v_text(record->kind->name), v_int(record->rid)));
}

enum rc likeness_store(struct call *call, const struct record *record)
{
    struct match_person person;
    struct buf out;

    if (record->retired_ms != 0)
        return likeness_forget(call, record);
    enum rc rc = likeness_of(call, call->arena, record, &person);
    if (rc == RC_OK)
        rc = likeness_index_stale(call, record);
    if (rc != RC_OK)
        return rc;
    buf_init(&out, call->arena, ROW_MAX);
    put_person(&out, &person);
    if (!buf_ok(&out))
        return fail_memory(call);
    return db_run(call, call->store->db,
                  SQL("INSERT INTO likeness (kind, rid, facts) VALUES (?1, ?2, ?3) "
                      "ON CONFLICT (kind, rid) DO UPDATE SET facts = excluded.facts"),
                  BIND(v_text(record->kind->name), v_int(record->rid), v_bytes(buf_str(&out))));
}

enum rc likeness_clear(struct call *call)
{
    enum rc rc = db_run(call, call->store->db, SQL("DELETE FROM likeness"), NO_BINDS);

    if (rc == RC_OK)
        rc = db_run(call, call->store->db, SQL("DELETE FROM duplicate"), NO_BINDS);
    return rc == RC_OK ? likeness_index_clear(call) : rc;
}

/* ---- after a change of the kinds ---- */

static struct str mark_of(struct call *call)
{
    const struct registry *registry = call->app->registry;
    struct buf out;

    buf_init(&out, call->arena, 1 << 16);
    buf_format(&out, "%d", FORMAT);
    for (size_t i = 0; i < registry->n; i++) {
        const struct kind_match *match = &registry->kinds[i]->match;
        const struct field *const fields[] = {match->names, match->born,   match->sex,
                                              match->place, match->phones, match->number};
        for (size_t j = 0; likeness_has(registry->kinds[i]) && j < 6; j++) {
            buf_char(&out, ' ');
            buf_add(&out, fields[j] == NULL ? STR("-") : fields[j]->key);
        }
    }
    return buf_str(&out);
}

static enum rc fill(struct call *call, const struct table *table)
{
    struct rows rows CLEANUP(rows_end) = {0};
    struct call_loop loop;
    enum rc rc = rows_open(call, call->store->db, table->in_order, NO_BINDS, &rows);

    call_loop_begin(call, &loop);
    while (rc == RC_OK && rows_next(call, &rows, &rc)) {
        struct record *record;
        rc = table_read_row(call, call->store->db, table, &rows, &record);
        if (rc == RC_OK && !record->erased)
            rc = likeness_store(call, record);
        if (rc == RC_OK)
            call_loop_next(&loop);
    }
    call_loop_end(call, &loop);
    return rc;
}

static enum rc fill_all(struct call *call)
{
    enum rc rc = likeness_clear(call);

    for (size_t i = 0; i < call->app->registry->n && rc == RC_OK; i++)
        if (likeness_has(call->app->registry->kinds[i]))
            rc = fill(call, app_table(call->app, call->app->registry->kinds[i]));
    return rc == RC_OK ? likeness_settle(call, 0) : rc;
}

enum rc likeness_adopt(struct call *call)
{
    return refresh_once(call, "likeness", mark_of(call), fill_all);
}
