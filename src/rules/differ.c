/* differ.c - see differ.h. */
#include "rules/differ.h"

#include "base/text.h"

enum { CONTEXT = 40, PAGES = 600, SHORT = 3, OVERSHOOT = 8 };

struct line {
    struct str text;  /* with single spaces */
    struct str dense; /* without any */
    uint64_t hash;
    bool known; /* the other text has it too */
};

struct lines {
    struct line *all;
    size_t n, room;
};

/* ---- lines */

/* How long the white space, or what nobody sees, is that stands there; 0: none does. *soft: it does
 * not divide words. */
static size_t blank(struct str text, size_t at, bool *soft)
{
    static const struct {
        const char *bytes;
        bool soft;
    } others[] = {{"\xC2\xA0", false},     {"\xC2\xAD", true},     {"\xE2\x80\xAF", false},
                  {"\xE2\x80\x89", false}, {"\xE2\x80\x8B", true}, {"\xEF\xBB\xBF", true}};
    char c = text.p[at];

    *soft = false;
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return 1;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_starts(str_cut(text, at, text.n), str_of(others[i].bytes))) {
            *soft = others[i].soft;
            return strlen(others[i].bytes);
        }
    return 0;
}

/* between: what stands for white space: one space, or nothing. */
static struct str without_blanks(struct call *call, struct str text, const char *between)
{
    struct buf out;
    bool wanted = false;

    buf_init(&out, call->arena, text.n + 1);
    for (size_t i = 0; i < text.n;) {
        bool soft;
        size_t n = blank(text, i, &soft);
        if (n != 0) {
            wanted = wanted || !soft;
            i += n;
            continue;
        }
        buf_z(&out, wanted && out.n != 0 ? between : "");
        buf_char(&out, text.p[i++]);
        wanted = false;
    }
    return buf_str(&out);
}

static bool add_line(struct call *call, struct str text, struct lines *out)
{
    if (!arena_grow(call->arena, &out->all, out->n, &out->room))
        return false;
    struct line line = {.text = without_blanks(call, text, " "),
                        .dense = without_blanks(call, text, "")};
    line.hash = str_hash(line.text);
    if (line.dense.n != 0)
        out->all[out->n++] = line;
    return true;
}

/* Lines that say nothing are left out. */
static enum rc divide(struct call *call, struct str text, struct lines *out, struct differ *differ)
{
    while (text.n != 0 && !differ->too_long) {
        if (!add_line(call, str_split(&text, '\n'), out))
            return fail_memory(call);
        differ->too_long = out->n > DIFFER_LINES_MAX;
    }
    return RC_OK;
}

/* ---- what is told */

static bool starts_letter(struct str text, size_t at)
{
    return at >= text.n || ((unsigned char)text.p[at] & 0xC0) != 0x80;
}

/* The bytes from there to there, whole words and a few around them, with dots for the rest. */
static struct str excerpt(struct call *call, struct str text, size_t from, size_t to)
{
    size_t start = from > CONTEXT ? from - CONTEXT : 0, end = to + CONTEXT;

    while (start > 0 && start < text.n && text.p[start - 1] != ' ')
        start--;
    if (end > start + DIFFER_TEXT_MAX - 10)
        end = start + DIFFER_TEXT_MAX - 10;
    end = end > text.n ? text.n : end;
    while (end < text.n && end > start && text.p[end] != ' ')
        end--;
    if (end == start) /* one endless word */
        end = start + DIFFER_TEXT_MAX - 10 > text.n ? text.n : start + DIFFER_TEXT_MAX - 10;
    while (!starts_letter(text, end))
        end--;
    while (!starts_letter(text, start))
        start++;
    struct str cut = str_cut(text, start, end);
    return str_format(call->arena, "%s%s%s", start == 0 ? "" : "… ", str_z(call->arena, cut),
                      end == text.n ? "" : " …");
}

static void tell(struct differ *out, struct str was, struct str now)
{
    if (out->n < DIFFER_SHOWN)
        out->lines[out->n++] = (struct differ_line){was, now};
    out->all++;
}

/* ---- documents: line by line */

static void mark_known(const struct lines *a, const struct lines *b)
{
    for (size_t i = 0; i < a->n; i++)
        for (size_t k = 0; k < b->n && !a->all[i].known; k++)
            a->all[i].known =
                a->all[i].hash == b->all[k].hash && str_eq(a->all[i].text, b->all[k].text);
}

/* How many bytes two lines have in common at their beginnings and at their ends. */
static size_t alike(struct str a, struct str b, size_t *before, size_t *after)
{
    size_t most = a.n < b.n ? a.n : b.n;

    *before = *after = 0;
    while (*before < most && a.p[*before] == b.p[*before])
        ++*before;
    while (*after < most - *before && a.p[a.n - 1 - *after] == b.p[b.n - 1 - *after])
        ++*after;
    return *before + *after;
}

/* Of the unknown lines of theirs the one that this became; or NULL. */
static struct line *changed_to(const struct line *line, const struct lines *theirs)
{
    struct line *best = NULL;
    size_t most = 0, before, after;

    for (size_t k = 0; k < theirs->n; k++) {
        struct line *other = &theirs->all[k];
        if (other->known)
            continue;
        size_t common = alike(line->text, other->text, &before, &after);
        size_t shorter = line->text.n < other->text.n ? line->text.n : other->text.n;
        if (common > most && common * 5 >= shorter * 2) {
            most = common;
            best = other;
        }
    }
    return best;
}

static void tell_changes(struct call *call, const struct lines *ours, const struct lines *theirs,
                         struct differ *out)
{
    for (size_t i = 0; i < ours->n && out->all < DIFFER_COUNT; i++) {
        const struct line *line = &ours->all[i];
        if (line->known)
            continue;
        struct line *now = changed_to(line, theirs);
        size_t before = 0, after = 0;
        if (now == NULL) {
            tell(out, excerpt(call, line->text, 0, line->text.n), STR(""));
            continue;
        }
        (void)alike(line->text, now->text, &before, &after);
        tell(out, excerpt(call, line->text, before, line->text.n - after),
             excerpt(call, now->text, before, now->text.n - after));
        now->known = true;
    }
    for (size_t k = 0; k < theirs->n && out->all < DIFFER_COUNT; k++)
        if (!theirs->all[k].known)
            tell(out, STR(""), excerpt(call, theirs->all[k].text, 0, theirs->all[k].text.n));
}

static bool in_other_order(const struct lines *ours, const struct lines *theirs)
{
    for (size_t i = 0; ours->n == theirs->n && i < ours->n; i++)
        if (ours->all[i].hash != theirs->all[i].hash)
            return true;
    return false;
}

enum rc differ_lines(struct call *call, struct str ours, struct str theirs, struct differ *out)
{
    struct lines a = {.n = 0}, b = {.n = 0};

    *out = (struct differ){.n = 0};
    enum rc rc = divide(call, ours, &a, out);
    if (rc == RC_OK)
        rc = divide(call, theirs, &b, out);
    if (rc != RC_OK || out->too_long)
        return rc;
    mark_known(&a, &b);
    mark_known(&b, &a);
    tell_changes(call, &a, &b, out);
    out->moved = out->all == 0 && in_other_order(&a, &b);
    return RC_OK;
}

/* ---- pages: what stands somewhere in them */

struct pages {
    struct str dense[PAGES]; /* each */
    size_t n;
};

static bool within(struct str whole, struct str part)
{
    return part.n == 0 || (whole.n != 0 && memmem(whole.p, whole.n, part.p, part.n) != NULL);
}

/* As much of the beginning as the page has. */
static size_t longest(struct str page, struct str line)
{
    size_t low = 0, high = line.n;

    while (low < high) {
        size_t middle = low + (high - low + 1) / 2;
        if (within(page, str_cut(line, 0, middle)))
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* Whole on a page, or begun on one and ended on the next. */
static bool stands(const struct pages *pages, struct str line, size_t *reached)
{
    *reached = 0;
    for (size_t i = 0; i < pages->n; i++) {
        size_t most = longest(pages->dense[i], line);
        *reached = most > *reached ? most : *reached;
        if (most == line.n)
            return true;
        for (size_t back = 0; i + 1 < pages->n && back < OVERSHOOT && back < most; back++)
            if (within(pages->dense[i + 1], str_cut(line, most - back, line.n)))
                return true;
    }
    return false;
}

/* The byte of the text that is the n-th without spaces. */
static size_t place_of(struct str text, size_t n)
{
    size_t i = 0;

    for (; i < text.n && n != 0; i++)
        n -= text.p[i] != ' ';
    while (!starts_letter(text, i))
        i--;
    return i;
}

/* "2/5", "12." */
static bool is_number(struct str dense)
{
    for (size_t i = 0; i < dense.n; i++)
        if ((dense.p[i] < '0' || dense.p[i] > '9') && dense.p[i] != '/' && dense.p[i] != '.')
            return false;
    return true;
}

/* How long the mark of a list's item that stands there is: "12.", a dash. */
static size_t mark_at(struct str dense, size_t at)
{
    struct str rest = str_cut(dense, at, dense.n);
    size_t n = 0;

    while (n < rest.n && rest.p[n] >= '0' && rest.p[n] <= '9')
        n++;
    if (n != 0)
        return n < rest.n && rest.p[n] == '.' ? n + 1 : 0;
    if (str_starts(rest, STR("–")) || str_starts(rest, STR("•")))
        return 3;
    return str_starts(rest, STR("-")) ? 1 : 0;
}

/* Items of lists that a PDF gives in one line, each with its mark. */
static bool items_are_ours(struct str all, struct str dense)
{
    size_t from = 0;

    for (size_t i = 0; i < dense.n; i++) {
        size_t mark = mark_at(dense, i);
        if (mark == 0)
            continue;
        if (!within(all, str_cut(dense, from, i)))
            return false;
        from = i + mark;
        i += mark - 1;
    }
    return within(all, str_cut(dense, from, dense.n));
}

/* Without the number of the page behind it. */
static struct str without_page(struct str dense)
{
    size_t i = dense.n;

    while (i > 0 && ((dense.p[i - 1] >= '0' && dense.p[i - 1] <= '9') || dense.p[i - 1] == '/'))
        i--;
    return memchr(dense.p + i, '/', dense.n - i) != NULL ? str_cut(dense, 0, i) : dense;
}

/* A line of a page may be two columns: pieces are divided by two spaces or more. */
static bool piece_is_ours(struct call *call, struct str all, struct str piece)
{
    struct str dense = without_blanks(call, piece, "");

    return dense.n < SHORT || is_number(dense) || within(all, dense) ||
           items_are_ours(all, dense) || within(all, without_page(dense));
}

static void tell_new(struct call *call, struct str all, struct str page, struct differ *out)
{
    while (page.n != 0 && out->all < DIFFER_COUNT) {
        struct str line = str_split(&page, '\n');
        for (size_t from = 0, i = 0; i <= line.n && out->all < DIFFER_COUNT; i++) {
            if (i < line.n && !str_starts(str_cut(line, i, line.n), STR("  ")))
                continue;
            struct str piece = str_cut(line, from, i);
            if (!piece_is_ours(call, all, piece)) {
                struct str text = without_blanks(call, piece, " ");
                tell(out, STR(""), excerpt(call, text, 0, text.n));
            }
            from = i;
        }
    }
}

enum rc differ_pages(struct call *call, struct str ours, struct str around, struct str theirs,
                     struct differ *out)
{
    struct pages *pages = arena_alloc(call->arena, sizeof *pages);
    struct lines lines = {.n = 0};
    struct str rest = theirs;
    size_t reached;

    *out = (struct differ){.n = 0};
    if (pages == NULL)
        return fail_memory(call);
    while (rest.n != 0 && pages->n < PAGES)
        pages->dense[pages->n++] = without_blanks(call, str_split(&rest, '\f'), "");
    enum rc rc = divide(call, ours, &lines, out);
    out->too_long = out->too_long || rest.n != 0;
    if (rc != RC_OK || out->too_long)
        return rc;
    for (size_t i = 0; i < lines.n && out->all < DIFFER_COUNT; i++) {
        const struct line *line = &lines.all[i];
        if (stands(pages, line->dense, &reached))
            continue;
        size_t from = place_of(line->text, reached);
        tell(out, excerpt(call, line->text, from, line->text.n), STR(""));
    }
    struct str all = str_format(call->arena, "%s%s", without_blanks(call, ours, "").p,
                                without_blanks(call, around, "").p);
    for (rest = theirs; rest.n != 0 && out->all < DIFFER_COUNT;)
        tell_new(call, all, str_split(&rest, '\f'), out);
    return RC_OK;
}
