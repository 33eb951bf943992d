/* search.c - see search.h. A row's number: class (2 bits), hash of the kind's name (22),
 * rid (39). */
#include "model/search.h"

#include "model/field.h"
#include "rules/token.h"

enum { HASH_BITS = 22, TEXT_MAX = 8 << 20 };

static int64_t in_class(const struct kind *kind, int64_t class)
{
    uint64_t hash = str_hash(kind->name);

    hash ^= hash >> 32;
    return (class << HASH_BITS) | (int64_t)(hash & ((1u << HASH_BITS) - 1));
}

int64_t search_kind(const struct kind *kind)
{
    return in_class(kind, kind->owner != NULL ? 0 : kind->subject == SUBJECT_SELF ? 2 : 1);
}

int64_t search_row(const struct kind *kind, int64_t rid)
{
    return (search_kind(kind) << SEARCH_RID_BITS) | rid;
}

/* ---- the table ---- */

/* Tokens are folded already: the tokenizer parts them at spaces. Positions and lengths, which
 * ranking by frequency would need, are not kept: what is found is ordered by where it was found. */
static const struct sql make[] = {
    SQL_INIT("CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(title, number, text, "
             "tokenize = 'ascii', detail = column, columnsize = 0, prefix = '2')"),
    SQL_INIT("INSERT INTO search (search, rank) VALUES ('secure-delete', 1)"),
};

enum rc search_make(struct call *call, struct db *db)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < sizeof make / sizeof *make && rc == RC_OK; i++)
        rc = db_run(call, db, make[i], NO_BINDS);
    return rc;
}

enum rc search_clear(struct call *call, struct db *db)
{
    enum rc rc = db_run(call, db, SQL("DROP TABLE IF EXISTS search"), NO_BINDS);

    return rc == RC_OK ? search_make(call, db) : rc;
}

/* ---- what feeds it ---- */

static bool is_type(const struct field *field, const char *name)
{
    return strcmp(field->type->name, name) == 0;
}

/* Which column of the type has the text; -1: none. */
static int text_column(const struct field *field)
{
    static const struct {
        const char *type;
        int column;
    } types[] = {{"text", 0},  {"long text", 0}, {"e-mail", 0}, {"web address", 0},
                 {"names", 1}, {"place", 1},     {"phones", 0}, {"files", 3}};

    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (is_type(field, types[i].type))
            return types[i].column;
    return -1;
}

bool search_feeds(const struct field *field)
{
    return !field->secret && text_column(field) >= 0;
}

bool search_concerns(const struct kind *kind, const bool *changed)
{
    for (size_t i = 0; i < kind->n; i++)
        if (changed[i] && search_feeds(&kind->fields[i]))
            return true;
    return false;
}

struct texts {
    struct buf columns[SEARCH_COLUMNS];
};

static enum rc put_one(struct call *call, struct texts *texts, const struct field *field,
                       enum search_column column, struct value v)
{
    if (v.type != V_TEXT)
        return RC_OK;
    return is_type(field, "phones") ? token_put_phone(call, v.s, &texts->columns[SEARCH_NUMBER])
                                    : token_put_text(call, v.s, &texts->columns[column]);
}

static enum rc put_field(struct call *call, struct texts *texts, const struct record *record,
                         const struct field *field)
{
    enum search_column column = record->kind->title == field ? SEARCH_TITLE : SEARCH_TEXT;
    struct value v = record_get(record, field);
    int at = text_column(field);
    enum rc rc = RC_OK;

    if (v.type == V_NULL || field->type->shape == SHAPE_ONE)
        return put_one(call, texts, field, column, v);
    if (field->type->shape == SHAPE_SEVERAL)
        return put_one(call, texts, field, column, v.list.items[at]);
    for (size_t i = 0; i < v.list.n && rc == RC_OK; i++)
        rc = put_one(call, texts, field, column, v.list.items[i].list.items[at]);
    return rc;
}

static enum rc texts_of(struct call *call, const struct record *record, struct texts *texts)
{
    enum rc rc = RC_OK;

    for (int i = 0; i < SEARCH_COLUMNS; i++)
        buf_init(&texts->columns[i], call->arena, TEXT_MAX);
    if (record->code.n != 0)
        rc = token_put_text(call, record->code, &texts->columns[SEARCH_NUMBER]);
    for (size_t i = 0; i < record->kind->n && rc == RC_OK; i++)
        if (search_feeds(&record->kind->fields[i]))
            rc = put_field(call, texts, record, &record->kind->fields[i]);
    return rc;
}

enum rc search_store(struct call *call, struct db *db, const struct record *record)
{
    struct texts texts;
    struct value binds[1 + SEARCH_COLUMNS];
    size_t n = 0;
    enum rc rc = texts_of(call, record, &texts);

    if (rc != RC_OK)
        return rc;
    binds[0] = v_int(search_row(record->kind, record->rid));
    for (int i = 0; i < SEARCH_COLUMNS; i++) {
        struct str text = buf_str(&texts.columns[i]);
        if (!buf_ok(&texts.columns[i]))
            return fail_memory(call);
        binds[1 + i] = text.n == 0 ? v_null() : v_text(text);
        n += text.n;
    }
    if (n == 0)
        return search_remove(call, db, record->kind, record->rid);
    return db_run(call, db,
                  SQL("REPLACE INTO search (rowid, title, number, text) VALUES (?1, ?2, ?3, ?4)"),
                  (struct binds){binds, sizeof binds / sizeof *binds});
}

enum rc search_remove(struct call *call, struct db *db, const struct kind *kind, int64_t rid)
{
    return db_run(call, db, SQL("DELETE FROM search WHERE rowid = ?1"),
                  BIND(v_int(search_row(kind, rid))));
}

enum rc search_remove_kind(struct call *call, struct db *db, const struct kind *kind)
{
    enum rc rc = RC_OK;

    for (int64_t class = 0; class < SEARCH_CLASSES && rc == RC_OK; class ++) {
        int64_t from = in_class(kind, class) << SEARCH_RID_BITS;
        rc = db_run(call, db, SQL("DELETE FROM search WHERE rowid >= ?1 AND rowid < ?2"),
                    BIND(v_int(from), v_int(from + ((int64_t)1 << SEARCH_RID_BITS))));
    }
    return rc;
}

enum rc search_texts(struct call *call, struct db *db, const struct record *record,
                     struct str out[SEARCH_COLUMNS])
{
    struct value texts[SEARCH_COLUMNS];
    enum rc rc = db_one(call, db, SQL("SELECT title, number, text FROM search WHERE rowid = ?1"),
                        BIND(v_int(search_row(record->kind, record->rid))), texts, SEARCH_COLUMNS);

    for (int i = 0; i < SEARCH_COLUMNS && rc == RC_OK; i++)
        out[i] = texts[i].type == V_TEXT ? texts[i].s : STR("");
    return rc;
}
