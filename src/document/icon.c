/* icon.c - see icon.h. */
#include "document/icon.h"

#include <math.h>

struct reader {
    struct paper_step *steps;
    size_t n;
    bool bad;
    double x, y;             /* where the pen is */
    double start_x, start_y; /* of this line */
    double pull_x, pull_y;   /* the last curve's second point */
    char before;             /* the command before, in lower case */
};

static void add(struct reader *r, enum paper_pen pen, const double *at, size_t n)
{
    if (r->n == ICON_STEPS_MAX) {
        r->bad = true;
        return;
    }
    struct paper_step *step = &r->steps[r->n++];
    *step = (struct paper_step){.pen = pen};
    for (size_t i = 0; i < n; i++)
        step->at[i] = at[i];
    if (n != 0) {
        r->x = at[n - 2];
        r->y = at[n - 1];
    }
}

static void move_to(struct reader *r, double x, double y)
{
    add(r, PEN_MOVE, (double[]){x, y}, 2);
    r->start_x = x;
    r->start_y = y;
}

static void line_to(struct reader *r, double x, double y)
{
    add(r, PEN_LINE, (double[]){x, y}, 2);
}

static void curve_to(struct reader *r, const double p[static 6])
{
    r->pull_x = p[2];
    r->pull_y = p[3];
    add(r, PEN_CURVE, p, 6);
}

static void close_line(struct reader *r)
{
    add(r, PEN_CLOSE, NULL, 0);
    r->x = r->start_x;
    r->y = r->start_y;
}

/* ---- arcs: of a circle or of an upright ellipse, as Lucide has them */

struct arc {
    double rx, ry;
    bool large, sweep;
    double x, y; /* where it ends */
};

/* One piece of at most a quarter, on the unit circle stretched by rx and ry round cx, cy. */
static void arc_piece(struct reader *r, const struct arc *arc, const double centre[static 2],
                      const double angle[static 2])
{
    double pull = 4.0 / 3 * tan((angle[1] - angle[0]) / 4);
    double c1 = cos(angle[0]), s1 = sin(angle[0]), c2 = cos(angle[1]), s2 = sin(angle[1]);
    const double p[6] = {
        centre[0] + arc->rx * (c1 - pull * s1),
        centre[1] + arc->ry * (s1 + pull * c1),
        centre[0] + arc->rx * (c2 + pull * s2),
        centre[1] + arc->ry * (s2 - pull * c2),
        centre[0] + arc->rx * c2,
        centre[1] + arc->ry * s2,
    };

    curve_to(r, p);
}

/* From two ends to a centre and two angles: SVG 2, appendix B.2.4, without rotation. */
static void arc_to(struct reader *r, struct arc arc)
{
    double dx = (r->x - arc.x) / 2, dy = (r->y - arc.y) / 2;

    if (arc.rx <= 0 || arc.ry <= 0 || (fabs(dx) < 1e-9 && fabs(dy) < 1e-9)) {
        line_to(r, arc.x, arc.y);
        return;
    }
    double too_small = dx * dx / (arc.rx * arc.rx) + dy * dy / (arc.ry * arc.ry);
    if (too_small > 1) {
        arc.rx *= sqrt(too_small);
        arc.ry *= sqrt(too_small);
        too_small = 1;
    }
    double way = sqrt((1 - too_small) / too_small) * (arc.large == arc.sweep ? -1 : 1);
    double ux = way * arc.rx * dy / arc.ry, uy = -way * arc.ry * dx / arc.rx;
    const double centre[2] = {ux + (r->x + arc.x) / 2, uy + (r->y + arc.y) / 2};
    double from = atan2((dy - uy) / arc.ry, (dx - ux) / arc.rx);
    double span = atan2((-dy - uy) / arc.ry, (-dx - ux) / arc.rx) - from;
    if (arc.sweep && span < 0)
        span += 2 * M_PI;
    if (!arc.sweep && span > 0)
        span -= 2 * M_PI;
    int pieces = (int)ceil(fabs(span) / (M_PI / 2) - 1e-9);
    for (int i = 0; i < pieces; i++)
        arc_piece(r, &arc, centre,
                  (double[]){from + span * i / pieces, from + span * (i + 1) / pieces});
}

/* ---- paths */

static bool is_number_start(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
}

static bool skip_space(struct str *s)
{
    while (s->n != 0 && (s->p[0] == ' ' || s->p[0] == ',' || s->p[0] == '\n'))
        *s = str_cut(*s, 1, s->n);
    return s->n != 0;
}

/* A decimal number without exponent; SVG lets ".5.5" and "1-2" be two of them. */
static bool read_number(struct str *s, double *out)
{
    double value = 0, place = 1;
    size_t i = 0, digits = 0;
    bool point = false;

    if (!skip_space(s) || !is_number_start(s->p[0]))
        return false;
    bool minus = s->p[0] == '-';
    i += minus || s->p[0] == '+';
    for (; i < s->n; i++) {
        char c = s->p[i];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9')
            break;
        digits++;
        place = point ? place / 10 : place;
        value = point ? value + (c - '0') * place : value * 10 + (c - '0');
    }
    *s = str_cut(*s, i, s->n);
    *out = minus ? -value : value;
    return digits != 0;
}

/* The two flags of an arc may stand without a space: "1 1 0 012 2". */
static bool read_flag(struct str *s, double *out)
{
    if (!skip_space(s) || (s->p[0] != '0' && s->p[0] != '1'))
        return false;
    *out = s->p[0] - '0';
    *s = str_cut(*s, 1, s->n);
    return true;
}

static size_t numbers_of(char command)
{
    switch (command | 32) {
    case 'm':
    case 't':
    case 'l': return 2;
    case 'h':
    case 'v': return 1;
    case 'c': return 6;
    case 's':
    case 'q': return 4;
    case 'a': return 7;
    default: return 0;
    }
}

static bool read_numbers(struct str *s, char command, double *out)
{
    size_t n = numbers_of(command);

    for (size_t i = 0; i < n; i++) {
        bool flag = (command | 32) == 'a' && (i == 3 || i == 4);
        if (!(flag ? read_flag(s, &out[i]) : read_number(s, &out[i])))
            return false;
    }
    return true;
}

/* A curve with one point that pulls, as one with two. */
static void draw_quadratic(struct reader *r, double px, double py, double x, double y)
{
    const double from_x = r->x, from_y = r->y;

    curve_to(r, (double[]){from_x + (px - from_x) * 2 / 3, from_y + (py - from_y) * 2 / 3,
                           x + (px - x) * 2 / 3, y + (py - y) * 2 / 3, x, y});
    r->pull_x = px;
    r->pull_y = py;
}

static void draw(struct reader *r, char command, const double *v)
{
    bool relative = command >= 'a';
    double ox = relative ? r->x : 0, oy = relative ? r->y : 0;
    char kind = (char)(command | 32);
    /* A curve may go on as the one before it came: from its pull, turned over. */
    bool goes_on = (kind == 's' && (r->before == 'c' || r->before == 's')) ||
                   (kind == 't' && (r->before == 'q' || r->before == 't'));
    double pull_x = goes_on ? 2 * r->x - r->pull_x : r->x;
    double pull_y = goes_on ? 2 * r->y - r->pull_y : r->y;

    switch (kind) {
    case 'm': move_to(r, ox + v[0], oy + v[1]); break;
    case 'l': line_to(r, ox + v[0], oy + v[1]); break;
    case 'h': line_to(r, ox + v[0], r->y); break;
    case 'v': line_to(r, r->x, oy + v[0]); break;
    case 'z': close_line(r); break;
    case 'c':
        curve_to(r, (double[]){ox + v[0], oy + v[1], ox + v[2], oy + v[3], ox + v[4], oy + v[5]});
        break;
    case 's':
        curve_to(r, (double[]){pull_x, pull_y, ox + v[0], oy + v[1], ox + v[2], oy + v[3]});
        break;
    case 't': draw_quadratic(r, pull_x, pull_y, ox + v[0], oy + v[1]); break;
    case 'q': draw_quadratic(r, ox + v[0], oy + v[1], ox + v[2], oy + v[3]); break;
    case 'a':
        r->bad = r->bad || (v[2] > 0 && v[0] < v[1]) || (v[2] > 0 && v[0] > v[1]); /* turned */
        arc_to(r, (struct arc){v[0], v[1], v[3] > 0, v[4] > 0, ox + v[5], oy + v[6]});
        break;
    default: r->bad = true; break;
    }
    r->before = kind;
}

static void draw_path(struct reader *r, struct str d)
{
    char command = 0;

    r->x = r->y = 0; /* where each path starts */
    while (skip_space(&d) && !r->bad) {
        double v[7] = {0};
        if (!is_number_start(d.p[0])) {
            command = d.p[0];
            d = str_cut(d, 1, d.n);
        } else if (command == 'm' || command == 'M') {
            command = command == 'm' ? 'l' : 'L'; /* more points of a move are lines */
        } else if ((command | 32) == 'z') {
            r->bad = true;
        }
        r->bad = r->bad || !read_numbers(&d, command, v);
        if (!r->bad)
            draw(r, command, v);
    }
}

/* ---- elements */

static struct str attribute(struct str element, const char *name)
{
    char want[16];
    int n = snprintf(want, sizeof want, " %s=\"", name);
    const char *found = memmem(element.p, element.n, want, (size_t)n);

    if (found == NULL)
        return STR("");
    size_t from = (size_t)(found - element.p) + (size_t)n;
    struct str rest = str_cut(element, from, element.n);
    return str_cut(rest, 0, str_find(rest, '"'));
}

static double measure(struct str element, const char *name)
{
    struct str text = attribute(element, name);
    double value = 0;

    return read_number(&text, &value) ? value : 0;
}

static void draw_oval(struct reader *r, const double centre[static 2], double rx, double ry)
{
    move_to(r, centre[0] + rx, centre[1]);
    arc_to(r, (struct arc){rx, ry, false, true, centre[0] - rx, centre[1]});
    arc_to(r, (struct arc){rx, ry, false, true, centre[0] + rx, centre[1]});
    close_line(r);
}

static void draw_rectangle(struct reader *r, struct str element)
{
    double x = measure(element, "x"), y = measure(element, "y"), rx = measure(element, "rx");
    double w = measure(element, "width"), h = measure(element, "height");

    move_to(r, x + rx, y);
    line_to(r, x + w - rx, y);
    arc_to(r, (struct arc){rx, rx, false, true, x + w, y + rx});
    line_to(r, x + w, y + h - rx);
    arc_to(r, (struct arc){rx, rx, false, true, x + w - rx, y + h});
    line_to(r, x + rx, y + h);
    arc_to(r, (struct arc){rx, rx, false, true, x, y + h - rx});
    line_to(r, x, y + rx);
    arc_to(r, (struct arc){rx, rx, false, true, x + rx, y});
    close_line(r);
}

static void draw_points(struct reader *r, struct str points, bool closed)
{
    double v[2];

    for (bool first = true; read_number(&points, &v[0]) && read_number(&points, &v[1]);
         first = false) {
        if (first)
            move_to(r, v[0], v[1]);
        else
            line_to(r, v[0], v[1]);
    }
    if (closed)
        close_line(r);
}

static void draw_element(struct reader *r, struct str element)
{
    struct str rest = element, name = str_split(&rest, ' ');
    const double centre[2] = {measure(element, "cx"), measure(element, "cy")};

    if (str_is(name, "path")) {
        draw_path(r, attribute(element, "d"));
    } else if (str_is(name, "circle")) {
        draw_oval(r, centre, measure(element, "r"), measure(element, "r"));
    } else if (str_is(name, "ellipse")) {
        draw_oval(r, centre, measure(element, "rx"), measure(element, "ry"));
    } else if (str_is(name, "rect")) {
        draw_rectangle(r, element);
    } else if (str_is(name, "line")) {
        move_to(r, measure(element, "x1"), measure(element, "y1"));
        line_to(r, measure(element, "x2"), measure(element, "y2"));
    } else if (str_is(name, "polyline") || str_is(name, "polygon")) {
        draw_points(r, attribute(element, "points"), str_is(name, "polygon"));
    } else {
        r->bad = true;
    }
}

enum rc icon_read(struct call *call, struct str sheet, struct str name, struct icon *out)
{
    struct paper_step *steps = arena_array(call->arena, ICON_STEPS_MAX, sizeof *steps);
    struct str want = str_format(call->arena, "<symbol id=\"%.*s\"", (int)name.n, name.p);

    if (steps == NULL || want.p == NULL)
        return fail_memory(call);
    const char *found = memmem(sheet.p, sheet.n, want.p, want.n);
    if (found == NULL)
        return fail(call, RC_NOT_FOUND, "picture", "There is no picture \"%.*s\".", (int)name.n,
                    name.p);
    struct reader r = {.steps = steps};
    struct str rest = str_cut(sheet, (size_t)(found - sheet.p), sheet.n);
    (void)str_split(&rest, '>');
    while (!r.bad && rest.n > 1 && rest.p[0] == '<' && rest.p[1] != '/') {
        struct str element = str_split(&rest, '>');
        draw_element(&r, str_cut(element, 1, element.n));
    }
    if (r.bad || r.n == 0)
        return fail(call, RC_CORRUPT, "picture", "The picture \"%.*s\" cannot be drawn.",
                    (int)name.n, name.p);
    *out = (struct icon){steps, r.n};
    return RC_OK;
}
