/* intake.c - see intake.h. */
#include "casework/intake.h"

#include "casework/come_parts.h"
#include "casework/opening.h"
#include "casework/pages.h"
#include "casework/queue.h"
#include "model/field.h"
#include "query/find.h"
#include "web/field_control.h"

/* ---- the form's fields */

static const struct {
    const char *begins;
    enum intake_step step;
} fields[] = {
    {"paper", STEP_PAPER},      {"received.", STEP_PAPER},   {"unknown", STEP_PAPER},
    {"dated.", STEP_PAPER},     {"how", STEP_PAPER},         {"procedure", STEP_PAPER},
    {"from", STEP_PAPER},       {"number", STEP_PAPER},      {"nickname", STEP_WHO},
    {"given", STEP_WHO},        {"family", STEP_WHO},        {"area", STEP_WHO},
    {"what", STEP_WHO},         {"known", STEP_WHO},         {"p.", STEP_REACH},
    {"c.household", STEP_HOME}, {"home.", STEP_HOME},        {"others", STEP_HOME},
    {"b.", STEP_ALLOWED},       {"attorney.", STEP_ALLOWED}, {"c.", STEP_WHAT},
    {"limited", STEP_WHAT},     {"behalf.", STEP_WHAT},
};

enum intake_step intake_step_of(struct str name)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        struct str begins = str_of(fields[i].begins);
        bool exact = begins.p[begins.n - 1] != '.' && begins.p[1] != '.';
        if (exact ? str_eq(name, begins) : str_starts(name, begins))
            return fields[i].step;
    }
    return STEP_ALL;
}

static bool typed_day(struct web *web, const char *name, struct str label, day *out)
{
    const char *ends[] = {".d", ".m", ".y"};
    struct str part[3];

    for (size_t i = 0; i < 3; i++)
        part[i] = page_typed(web, str_format(web->call.arena, "%s%s", name, ends[i]).p);
    return date_read(&web->call, str_of(name), label,
                     (struct date_parts){part[0], part[1], part[2]}, out);
}

/* ---- the paper */

static void read_days(struct web *web, struct intake *out)
{
    struct call *call = &web->call;
    bool unknown = page_typed(web, "unknown").n != 0;
    day received, dated;
    bool has = typed_day(web, "received", say(call, "Received on"), &received);
    bool on_paper = typed_day(web, "dated", say(call, "Date on the paper"), &dated);

    out->guessed = unknown && on_paper;
    out->has_day = unknown ? on_paper : has;
    out->received = !out->has_day ? 0 : unknown ? dated : received;
    out->dated = on_paper ? v_int(dated) : v_null();
}

static enum rc look_at_paper(struct web *web, struct intake *out)
{
    struct call *call = &web->call;
    struct deadline_ask ask = {.stage = DEADLINE_FILING,
                               .received = out->received,
                               .minute = TERM_NO_HOUR,
                               .how = out->guessed ? STR("unknown") : page_typed(web, "how"),
                               .paper = out->paper,
                               .procedure = out->procedure};

    if (!out->has_day || out->procedure.n == 0 || !deadline_check(call, &ask))
        return RC_OK;
    enum rc rc = deadline_of(call, &ask, &out->deadline);
    out->looked_at = rc == RC_OK;
    return rc;
}

static enum rc read_paper(struct web *web, struct intake *out)
{
    enum rc rc = RC_OK;

    out->paper = page_typed(web, "paper");
    out->procedure = page_typed(web, "procedure");
    if (out->paper.n == 0)
        return RC_OK;
    read_days(web, out);
    if (out->procedure.n == 0) {
        rc = first_procedure(&web->call, out->paper, &out->procedure);
        out->supposed = out->procedure.n != 0;
    }
    return rc == RC_OK ? look_at_paper(web, out) : rc;
}

enum rc intake_read(struct web *web, struct intake *out)
{
    struct str asked = page_typed(web, "asked");

    *out = (struct intake){.web = web, .known = page_typed(web, "known")};
    out->asked = asked.n != 0 && str_eq(asked, intake_names(web));
    if (!out->asked)
        out->known = STR("");
    return read_paper(web, out);
}

/* ---- who */

struct str intake_names(struct web *web)
{
    struct arena *arena = web->call.arena;

    return str_format(arena, "%s|%s|%s", str_z(arena, page_typed(web, "nickname")),
                      str_z(arena, page_typed(web, "given")),
                      str_z(arena, page_typed(web, "family")));
}

/* What was typed into a kind's own fields. */
static enum rc read_kind(struct web *web, const struct kind *kind, const char *prefix,
                         struct save *out)
{
    struct field_form form = {.web = web, .prefix = prefix, .typed = true};
    enum rc rc = save_init(&web->call, kind, out);

    for (size_t i = 0; rc == RC_OK && i < kind->n; i++) {
        const struct field *field = &kind->fields[i];
        if (field->derived || field->hidden || !field_has_control(field))
            continue;
        out->given[i] = field_typed(&form, field, &out->values[i]);
    }
    return rc;
}

static enum rc names_value(struct web *web, struct value *out)
{
    static const char *const parts[] = {"given", "family", "nickname"};
    struct value *rows = arena_array(web->call.arena, 3, sizeof *rows);
    size_t n = 0;

    for (size_t i = 0; rows != NULL && i < 3; i++) {
        struct value *row = arena_array(web->call.arena, 4, sizeof *row);
        struct str text = page_typed(web, parts[i]);
        if (row == NULL)
            return fail_memory(&web->call);
        row[0] = v_text(str_of(parts[i]));
        row[1] = v_text(text);
        if (text.n != 0)
            rows[n++] = v_list(row, 4);
    }
    *out = n == 0 ? v_null() : v_list(rows, n);
    return rows == NULL ? fail_memory(&web->call) : RC_OK;
}

static bool has_found(const struct duplicate_found *found, const struct id *id)
{
    for (size_t i = 0; i < found->n; i++)
        if (id_eq(&found->found[i].record->id, id))
            return true;
    return false;
}

/* A nickname alone says too little for the comparison; the same one is still worth a question. */
static enum rc add_named_alike(struct web *web, struct duplicate_found *out)
{
    struct call *call = &web->call;
    struct str nickname = page_typed(web, "nickname");
    struct find find_it = {.text = nickname, .kind = come_kind(web, "person"), .limit = 20};
    struct found hits;
    enum rc rc = nickname.n == 0 ? RC_OK : find(call, &find_it, &hits);

    for (size_t i = 0; rc == RC_OK && nickname.n != 0 && i < hits.n; i++) {
        if (hits.hits[i].where != FIND_TITLE || out->n == DUPLICATE_FOUND_MAX ||
            has_found(out, &hits.hits[i].id))
            continue;
        struct record *record = query_brief(call, find_it.kind, &hits.hits[i].id);
        if (record == NULL)
            continue;
        struct duplicate_candidate *one = &out->found[out->n++];
        *one = (struct duplicate_candidate){.record = record, .score.verdict = VERDICT_LOOK};
        one->score.items[MATCH_NICKNAME] = (struct match_item){LEVEL_SAME, 1};
    }
    return rc;
}

enum rc intake_alike(struct web *web, struct duplicate_found *out)
{
    struct call *call = &web->call;
    const struct kind *kind = come_kind(web, "person");
    struct record like = {.kind = kind};
    size_t faults = call->fault_count;
    struct save save;
    struct value names;
    enum rc rc = read_kind(web, kind, "p.", &save);

    *out = (struct duplicate_found){.n = 0};
    if (rc == RC_OK)
        rc = names_value(web, &names);
    if (rc != RC_OK || names.type == V_NULL)
        return rc;
    if (call->fault_count != faults)
        return RC_OK; /* a telephone that is none is told when it is saved */
    save_set(&save, "names", names);
    like.values = save.values;
    rc = duplicate_find(call, &like, out);
    return rc == RC_OK ? add_named_alike(web, out) : rc;
}

enum rc intake_known(struct web *web, const struct intake *intake, struct record **out)
{
    *out = NULL;
    if (intake->known.n == 0 || str_is(intake->known, "new"))
        return RC_OK;
    return query_code(&web->call, come_kind(web, "person"), intake->known, out);
}

/* ---- what goes along */

/* The whole while it is put together. */
struct going {
    struct web *web;
    const struct intake *intake;
    struct opening opening;
    struct record *known; /* the person, if she is known */
    bool hers;            /* the person's own record may be written */
    struct buf told;      /* what could not be written there, for a note */
};

static enum rc add(struct going *going, const struct save *save, int64_t person)
{
    const struct opening_item item = {.kind = save->args.kind, .save = save, .person = person};

    return opening_add(&going->web->call, &going->opening, &item);
}

static enum rc start(struct going *going, const char *kind, struct save *out)
{
    return save_init(&going->web->call, come_kind(going->web, kind), out);
}

static void tell(struct going *going, struct str sentence)
{
    if (going->told.n != 0)
        buf_z(&going->told, "\n");
    buf_add(&going->told, sentence);
}

static enum rc add_paper(struct going *going)
{
    const struct intake *intake = going->intake;
    struct web *web = going->web;
    struct call *call = &web->call;
    struct save save;

    if (intake->paper.n == 0)
        return RC_OK;
    const struct field *what = field_find(come_kind(web, "case_paper"), STR("what"));
    const char *paper = str_z(call->arena, field_show(call, what, v_text(intake->paper)));
    if (!intake->has_day) {
        tell(going, say(call,
                        "She holds a paper (%s). Nobody knows when it reached her: look at "
                        "the envelope, ask at the post office, ask the office that sent it.",
                        paper));
        return RC_OK;
    }
    if (intake->procedure.n == 0) {
        tell(going, say(call,
                        "She holds a paper (%s), which reached her on %s. What one wants to "
                        "do about it is still to be chosen.",
                        paper, date_text(call, intake->received).p));
        return RC_OK;
    }
    enum rc rc = start(going, "case_paper", &save);
    if (rc != RC_OK)
        return rc;
    struct str how = page_typed(web, "how");
    save_text(&save, "what", intake->paper);
    save_set(&save, "received", v_int(intake->received));
    save_set(&save, "dated", intake->dated);
    save_set(&save, "guessed", intake->guessed ? v_int(1) : v_null());
    save_text(&save, "how", how.n == 0 || intake->guessed ? STR("unknown") : how);
    save_text(&save, "procedure", intake->procedure);
    save_text(&save, "from", page_typed(web, "from"));
    save_text(&save, "number", page_typed(web, "number"));
    return add(going, &save, 0);
}

/* Through whom she came, if somebody speaks for her. */
static enum rc add_behalf(struct going *going)
{
    struct str name = page_typed(going->web, "behalf.name");
    struct str role = page_typed(going->web, "behalf.role");
    struct save save;

    if (name.n == 0)
        return RC_OK;
    enum rc rc = start(going, "party", &save);
    if (rc != RC_OK)
        return rc;
    save_text(&save, "name", name);
    save_text(&save, "role", role.n == 0 ? STR("representative") : role);
    save_text(&save, "reach", page_typed(going->web, "behalf.reach"));
    return add(going, &save, 0);
}

/* A thumbprint is worth what its witness is. */
static void check_witness(struct web *web)
{
    if (str_is(page_typed(web, "b.how"), "thumbprint") && page_typed(web, "b.witness").n == 0)
        fault_add(&web->call, STR("b.witness"), "A thumbprint needs a witness: who was there?");
}

/* [how, today, by whom, witness]: what stands for a signature at the desk. */
static enum rc sign(struct going *going, struct save *save)
{
    struct call *call = &going->web->call;
    struct str how = page_typed(going->web, "b.how");
    const struct field *field = field_find(save->args.kind, STR("how"));
    struct value *row = arena_array(call->arena, field->type->n, sizeof *row);
    struct value *rows = arena_alloc(call->arena, sizeof *rows);

    if (row == NULL || rows == NULL)
        return fail_memory(call);
    if (how.n == 0)
        return RC_OK;
    row[0] = v_text(how);
    row[1] = v_int(call->today);
    row[2] = v_text(say(call, "the person herself"));
    struct str witness = page_typed(going->web, "b.witness");
    row[3] = witness.n == 0 ? v_null() : v_text(witness);
    rows[0] = v_list(row, field->type->n);
    save_set(save, "how", v_list(rows, 1));
    return RC_OK;
}

static enum rc add_basis(struct going *going, struct str purpose, struct str ground)
{
    struct web *web = going->web;
    struct call *call = &web->call;
    struct save save;
    enum rc rc = start(going, "basis", &save);

    if (rc == RC_OK)
        rc = sign(going, &save);
    if (rc != RC_OK)
        return rc;
    save_text(&save, "purpose", purpose);
    save_text(&save, "ground", ground);
    save_set(&save, "given", v_int(call->today));
    save_set(&save, "notice_read", page_typed(web, "b.notice").n != 0 ? v_int(1) : v_null());
    save_text(&save, "language", page_typed(web, "b.language"));
    if (str_is(purpose, "referral"))
        save_text(&save, "recipients", page_typed(web, "b.recipients"));
    return add(going, &save, 0);
}

static enum rc add_attorney(struct going *going)
{
    struct str what_for = page_typed(going->web, "attorney.for");
    struct save save;

    if (what_for.n == 0)
        return RC_OK;
    if (!going->hers) {
        tell(going, say(&going->web->call, "She gave a power of attorney: %s",
                        str_z(going->web->call.arena, what_for)));
        return RC_OK;
    }
    enum rc rc = start(going, "power_of_attorney", &save);
    if (rc == RC_OK)
        rc = sign(going, &save);
    if (rc != RC_OK)
        return rc;
    save_text(&save, "what_for", what_for);
    save_text(&save, "to", page_typed(going->web, "attorney.to"));
    save_set(&save, "given", v_int(going->web->call.today));
    return add(going, &save, 0);
}

/* What she agreed to, purpose by purpose. It stands with the person; where her record is in other
 * hands, in a note of this case, for nothing that is missing there may hold a filing up. */
static enum rc add_allowed(struct going *going)
{
    struct web *web = going->web;
    struct call *call = &web->call;
    const struct field *purpose = field_find(come_kind(web, "basis"), STR("purpose"));
    const struct field *ground = field_find(come_kind(web, "basis"), STR("ground"));
    enum rc rc = RC_OK;

    for (size_t i = 0; i < purpose->choices->n && rc == RC_OK; i++) {
        const struct choice *choice = &purpose->choices->choices[i];
        struct str chosen = page_typed(
            web, str_format(call->arena, "b.ground.%s", str_z(call->arena, choice->code)).p);
        if (chosen.n == 0)
            continue;
        if (going->hers)
            rc = add_basis(going, choice->code, chosen);
        else
            tell(going, say(call, "Agreed at the desk, to be written down with the person: %s – %s",
                            str_z(call->arena, label_text(call, &choice->label)),
                            field_show(call, ground, v_text(chosen)).p));
    }
    return rc == RC_OK ? add_attorney(going) : rc;
}

/* ---- the household and who else it is about */

static enum rc add_members(struct going *going, int64_t people)
{
    struct str relation = page_typed(going->web, "home.relation");
    bool together = page_typed(going->web, "home.together").n != 0;
    enum rc rc = RC_OK;

    for (int64_t i = 0; i <= (together ? people : 0) && rc == RC_OK; i++) {
        struct save save;
        rc = start(going, "household_member", &save);
        if (rc == RC_OK) {
            save_text(&save, "relation", i == 0 ? relation : STR(""));
            rc = add(going, &save, i);
        }
    }
    return rc;
}

static enum rc known_household(struct going *going, const struct id *id, int64_t people)
{
    struct call *call = &going->web->call;
    struct opening_item item = {.kind = come_kind(going->web, "household"), .id = id};
    struct record *record;
    enum rc rc = query_get(call, item.kind, id, &record);

    if (rc == RC_OK)
        rc = opening_add(call, &going->opening, &item);
    if (rc != RC_OK)
        return rc;
    if (permit(call, record, MAY_CHANGE) == RC_OK)
        return add_members(going, people);
    call_forgive(call);
    return RC_OK;
}

static enum rc new_household(struct going *going, struct str called, int64_t people)
{
    static const char *const counts[] = {"people_n", "children_n"};
    struct web *web = going->web;
    struct save save;
    enum rc rc = start(going, "household", &save);

    if (rc != RC_OK)
        return rc;
    save_text(&save, "called", called);
    if (page_typed(web, "limited").n != 0)
        save_set(&save, "limited", v_int(1));
    for (size_t i = 0; i < 2; i++) {
        const struct field *field = field_find(save.args.kind, str_of(counts[i]));
        struct str typed = page_typed(web, str_format(web->call.arena, "home.%s", counts[i]).p);
        if (typed.n != 0)
            save.given[field->index] =
                field_parse(&web->call, field, typed, &save.values[field->index]);
    }
    rc = add(going, &save, 0);
    return rc == RC_OK ? add_members(going, people) : rc;
}

static enum rc add_home(struct going *going, struct value household)
{
    struct web *web = going->web;
    struct str others = page_typed(web, "others"), called = page_typed(web, "home.new");
    int64_t people = 0;
    struct id id;
    enum rc rc = RC_OK;

    while (others.n != 0 && rc == RC_OK) {
        struct str line = str_trim(str_split(&others, '\n'));
        if (line.n == 0)
            continue;
        if (people++ == INTAKE_OTHERS_MAX)
            return fail(&web->call, RC_INVALID, "others", "At most %d people at once.",
                        INTAKE_OTHERS_MAX);
        rc = opening_add_named(&web->call, &going->opening, line);
    }
    if (rc != RC_OK)
        return rc;
    if (called.n != 0)
        return new_household(going, called, people);
    if (household.type != V_NULL && id_of(household.s, &id))
        return known_household(going, &id, people);
    return RC_OK;
}

/* ---- together */

static enum rc add_told(struct going *going)
{
    struct save save;

    if (going->told.n == 0)
        return RC_OK;
    enum rc rc = start(going, "case_note", &save);
    if (rc != RC_OK)
        return rc;
    save_text(&save, "text", buf_str(&going->told));
    save_text(&save, "what", STR("note"));
    save_set(&save, "on", v_int(going->web->call.today));
    return add(going, &save, 0);
}

static void name_fields(struct web *web, struct opening *opening)
{
    opening->given = page_typed(web, "given");
    opening->family = page_typed(web, "family");
    opening->nickname = page_typed(web, "nickname");
    opening->area = page_typed(web, "area");
    opening->what = page_typed(web, "what");
    opening->limited = page_typed(web, "limited").n != 0;
    opening->change = page_change(web);
}

/* Whoever must not see the case must not see the person either, when she is new here. */
static void share_walls(const struct save *facts, struct save *about)
{
    const struct field *wall = field_find(facts->args.kind, STR("must_not_see"));

    if (facts->given[wall->index])
        save_set(about, "must_not_see", facts->values[wall->index]);
}

static enum rc add_all(struct going *going, struct value household)
{
    enum rc rc = add_home(going, household);

    if (rc == RC_OK)
        rc = add_paper(going);
    if (rc == RC_OK)
        rc = add_behalf(going);
    if (rc == RC_OK)
        rc = add_allowed(going);
    return rc == RC_OK ? add_told(going) : rc;
}

static enum rc find_visitor(struct web *web, struct id *id, struct opening *opening)
{
    struct str code = page_typed(web, "visitor");
    enum rc rc = code.n == 0 ? RC_OK : query_id(&web->call, come_kind(web, "waiting"), code, id);

    if (rc == RC_OK && code.n != 0)
        opening->visitor = id;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc intake_save(struct web *web, const struct intake *intake, struct outcome *out)
{
    struct call *call = &web->call;
    struct going *going = arena_alloc(call->arena, sizeof *going);
    struct save about, facts;
    struct id visitor;
    enum rc rc = going == NULL ? fail_memory(call) : RC_OK;

    if (rc != RC_OK)
        return rc;
    *going = (struct going){.web = web, .intake = intake, .hers = true};
    buf_init(&going->told, call->arena, FIELD_LONG_TEXT_MAX);
    name_fields(web, &going->opening);
    going->opening.happened = v_null();
    rc = intake_known(web, intake, &going->known);
    if (rc == RC_OK && going->known != NULL) {
        going->opening.person = &going->known->id;
        going->hers = permit(call, going->known, MAY_CHANGE) == RC_OK;
        call_forgive(call);
    }
    if (rc == RC_OK)
        rc = read_kind(web, come_kind(web, "person"), "p.", &about);
    if (rc == RC_OK)
        rc = read_kind(web, come_kind(web, "case"), "c.", &facts);
    if (rc == RC_OK)
        rc = find_visitor(web, &visitor, &going->opening);
    if (rc != RC_OK)
        return rc;
    const struct field *household = field_find(facts.args.kind, STR("household"));
    struct value home = facts.given[household->index] ? facts.values[household->index] : v_null();
    facts.given[household->index] = false; /* it goes along as a record of its own */
    const struct field *story = field_find(facts.args.kind, STR("story"));
    const struct field *happened = field_find(facts.args.kind, STR("happened"));
    going->opening.story = facts.given[story->index] ? facts.values[story->index].s : STR("");
    if (facts.given[happened->index])
        going->opening.happened = facts.values[happened->index];
    facts.given[story->index] = facts.given[happened->index] = false;
    share_walls(&facts, &about);
    going->opening.about = &about;
    going->opening.facts = &facts;
    check_witness(web);
    rc = add_all(going, home);
    if (rc == RC_OK)
        rc = call_faults(call);
    return rc == RC_OK ? case_open(call, &going->opening, out) : rc;
}
