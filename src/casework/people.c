/* people.c - see people.h. */
#include "casework/people.h"

/* ---- names */

static bool is_bullet(char c)
{
    return (c >= '0' && c <= '9') || c == '.' || c == ')' || c == '-' || c == '*' || c == ' ' ||
           c == '\t';
}

/* "3. Senada Demirova" is her name; "NI-P-2026-3" begins with a letter and stays. */
static struct str cleaned(struct str line)
{
    while (line.n != 0 && is_bullet(line.p[0]))
        line = str_cut(line, 1, line.n);
    return str_trim(line);
}

enum rc people_read(struct call *call, struct str text, struct pasted *out, size_t *n)
{
    *n = 0;
    while (text.n != 0) {
        struct str name = cleaned(str_split(&text, '\n'));
        if (name.n == 0)
            continue;
        if (*n == PEOPLE_PASTED_MAX) {
            fault_add(call, STR("names"), "At most %d at a time; paste the others after these.",
                      PEOPLE_PASTED_MAX);
            return call_faults(call);
        }
        out[(*n)++] = (struct pasted){.name = name};
    }
    if (*n == 0)
        fault_add(call, STR("names"), "Write one name on each line.");
    return call_faults(call);
}

/* The last word is the family's name; a single one is a nickname, which is enough. */
static enum rc names_of(struct call *call, struct str name, struct value *out)
{
    size_t space = name.n;

    while (space > 0 && name.p[space - 1] != ' ')
        space--;
    const struct value given[] = {v_text(space == 0 ? STR("nickname") : STR("given")),
                                  v_text(space == 0 ? name : str_trim(str_cut(name, 0, space))),
                                  v_null(), v_null()};
    const struct value family[] = {v_text(STR("family")), v_text(str_cut(name, space, name.n)),
                                   v_null(), v_null()};
    const struct value rows[] = {v_list(given, 4), v_list(family, 4)};

    return value_copy(call->arena, v_list(rows, space == 0 ? 1 : 2), out) ? RC_OK
                                                                          : fail_memory(call);
}

static enum rc person_like(struct call *call, struct str name, struct record *out)
{
    const struct kind *kind = app_kind(call, "person");

    *out = (struct record){.kind = kind,
                           .values = arena_array(call->arena, kind->n + 1, sizeof(struct value))};
    if (out->values == NULL)
        return fail_memory(call);
    for (size_t i = 0; i < kind->n; i++)
        out->values[i] = v_null();
    struct value names;
    enum rc rc = names_of(call, name, &names);
    if (rc == RC_OK)
        record_set(out, "names", names);
    return rc;
}

/* A number instead of a name says who it is. */
static bool by_number(struct call *call, struct pasted *one)
{
    one->chosen = query_id(call, app_kind(call, "person"), one->name, &one->known) == RC_OK;
    if (!one->chosen)
        call_forgive(call);
    return one->chosen;
}

enum rc people_look(struct call *call, struct pasted *all, size_t n)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        struct record like;
        if (by_number(call, &all[i]))
            continue;
        rc = person_like(call, all[i].name, &like);
        if (rc == RC_OK)
            rc = duplicate_find(call, &like, &all[i].alike);
    }
    return rc;
}

/* ---- joining and leaving */

static bool holds(const struct value *all, size_t n, const struct id *id)
{
    for (size_t i = 0; i < n; i++)
        if (value_eq(all[i], id_value(id)))
            return true;
    return false;
}

static bool is_main(const struct record *of, const struct id *id)
{
    return value_eq(record_value(of, "person"), id_value(id));
}

static enum rc add_new(struct call *call, struct case_write *write, struct str name)
{
    struct value names, limited = record_value(write->of, "limited");
    struct save save;
    enum rc rc = save_init(call, app_kind(call, "person"), &save);

    if (rc == RC_OK)
        rc = names_of(call, name, &names);
    if (rc != RC_OK)
        return rc;
    save_set(&save, "names", names);
    if (limited.type == V_INT && limited.i != 0) /* nobody else learns that she is in it */
        save_set(&save, "limited", limited);
    return case_write_add(call, write, &save, NULL);
}

enum rc people_join(struct call *call, const struct record *of, const struct pasted *all, size_t n,
                    const struct id *change, struct outcome *out)
{
    struct value now = record_value(of, "people");
    size_t at = now.type == V_LIST ? now.list.n : 0;
    struct value *people = arena_array(call->arena, at + n + 1, sizeof *people);
    struct case_write write;
    enum rc rc = people == NULL ? fail_memory(call) : case_write_init(call, of, &write);

    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < at; i++)
        people[i] = now.list.items[i];
    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        if (!all[i].chosen)
            rc = add_new(call, &write, all[i].name);
        else if (!holds(people, at, &all[i].known) && !is_main(of, &all[i].known))
            people[at++] = id_value(&all[i].known);
    }
    write.rev = of->rev;
    if (at != 0)
        save_set(&write.facts, "people", v_list(people, at));
    return rc == RC_OK ? case_write_run(call, &write, change, out) : rc;
}

enum rc people_leave(struct call *call, const struct record *of, const struct id *ids, size_t n,
                     const struct id *change, struct outcome *out)
{
    struct value now = record_value(of, "people");
    size_t had = now.type == V_LIST ? now.list.n : 0, at = 0;
    struct value *left = arena_array(call->arena, had + 1, sizeof *left);
    struct case_write write;
    enum rc rc = left == NULL ? fail_memory(call) : case_write_init(call, of, &write);

    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < had; i++) {
        bool goes = false;
        for (size_t k = 0; k < n; k++)
            goes |= value_eq(now.list.items[i], id_value(&ids[k]));
        if (!goes)
            left[at++] = now.list.items[i];
    }
    write.rev = of->rev;
    save_set(&write.facts, "people", at == 0 ? v_null() : v_list(left, at));
    return case_write_run(call, &write, change, out);
}

/* ---- the cases of a person */

static bool is_there(const struct people_cases *all, const struct record *record)
{
    for (size_t i = 0; i < all->n; i++)
        if (id_eq(&all->in[i]->id, &record->id))
            return true;
    return false;
}

enum rc people_cases(struct call *call, const struct id *person, const struct id *but,
                     struct people_cases *out)
{
    static const char *const fields[] = {"person", "people"};
    enum rc rc = RC_OK;

    out->n = 0;
    for (size_t f = 0; f < 2 && rc == RC_OK; f++) {
        struct query query = {
            .kind = app_kind(call, "case"), .verb = MAY_SEE, .limit = PEOPLE_CASES_MAX};
        struct query_page found = {0};
        query.filters[query.n++] = (struct query_filter){
            .field = field_find(query.kind, str_of(fields[f])), .value = id_value(person)};
        rc = query_list(call, &query, &found);
        for (size_t i = 0; rc == RC_OK && i < found.n && out->n < PEOPLE_CASES_MAX; i++)
            if ((but == NULL || !id_eq(&found.records[i]->id, but)) &&
                !is_there(out, found.records[i]))
                out->in[out->n++] = found.records[i];
    }
    return rc;
}
