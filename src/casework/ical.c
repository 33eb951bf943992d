/* ical.c - see ical.h. */
#include "casework/ical.h"

enum { DAY_S = 86400 };

/* Folded: CR LF and a blank before the 76th byte. */
struct line {
    struct buf *out;
    size_t n;
};

static void put(struct line *line, const char *bytes, size_t n)
{
    if (line->n + n > ICAL_LINE) {
        buf_z(line->out, "\r\n ");
        line->n = 1;
    }
    buf_add(line->out, (struct str){bytes, n});
    line->n += n;
}

static size_t sign_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xe0)
        return 2;
    return first < 0xf0 ? 3 : 4;
}

static void put_text(struct line *line, struct str text)
{
    for (size_t i = 0; i < text.n;) {
        size_t n = sign_length((unsigned char)text.p[i]);
        char c = text.p[i];
        n = n > text.n - i ? text.n - i : n;
        if (c == '\n')
            put(line, "\\n", 2);
        else if (c == '\\' || c == ';' || c == ',')
            put(line, (const char[]){'\\', c}, 2);
        else if ((unsigned char)c >= 0x20)
            put(line, text.p + i, n);
        i += n;
    }
}

static void put_line(struct buf *out, const char *name, struct str text)
{
    struct line line = {out, 0};

    for (const char *p = name; *p != 0; p++)
        put(&line, p, 1);
    put_text(&line, text);
    buf_z(out, "\r\n");
}

static void put_day(struct buf *out, const char *name, day on)
{
    struct date d = day_date(on);

    buf_format(out, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, d.year, d.month, d.mday);
}

static void put_moment(struct buf *out, const char *name, int64_t ms)
{
    int64_t s = ms / 1000;
    day on = (day)(s / DAY_S);
    int second = (int)(s % DAY_S);
    struct date d = day_date(on);

    buf_format(out, "%s:%04d%02d%02dT%02d%02d%02dZ\r\n", name, d.year, d.month, d.mday,
               second / 3600, second / 60 % 60, second % 60);
}

void ical_begin(struct buf *out, struct str name)
{
    buf_z(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Khetane//EN\r\nMETHOD:PUBLISH\r\n");
    put_line(out, "X-WR-CALNAME:", name);
}

void ical_event(struct buf *out, const struct ical_event *event)
{
    buf_z(out, "BEGIN:VEVENT\r\n");
    put_line(out, "UID:", event->id);
    put_moment(out, "DTSTAMP", event->made_ms);
    if (event->at_ms != 0) {
        put_moment(out, "DTSTART", event->at_ms);
    } else {
        put_day(out, "DTSTART", event->on);
        put_day(out, "DTEND", event->on + 1);
        buf_z(out, "TRANSP:TRANSPARENT\r\n");
    }
    put_line(out, "SUMMARY:", event->summary);
    buf_z(out, "END:VEVENT\r\n");
}

void ical_end(struct buf *out)
{
    buf_z(out, "END:VCALENDAR\r\n");
}
