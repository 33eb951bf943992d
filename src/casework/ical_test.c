/* ical_test.c - a calendar file, byte by byte. */
#include <string.h>

#include "casework/ical.h"
#include "casework_test.h"
#include "store/posix.h"

void ical_test(void)
{
    struct arena arena;
    struct call call;
    struct buf b;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, posix_os());

    CASE("ical: a day, an hour, escaped signs");
    buf_init(&b, &arena, 8192);
    ical_begin(&b, STR("What is due"));
    ical_event(&b, &(struct ical_event){.id = STR("1@khetane"),
                                        .summary = STR("Task; a, b\\c"),
                                        .on = test_day("2026-12-31"),
                                        .made_ms = 1000});
    ical_event(&b, &(struct ical_event){.id = STR("2@khetane"),
                                        .summary = STR("Hearing: OD-2026-1"),
                                        .on = test_day("2026-05-04"),
                                        .at_ms = (int64_t)test_day("2026-05-04") * 86400000 +
                                                 (7 * 60 + 30) * 60000});
    ical_end(&b);
    CHECK_TEXT(buf_str(&b),
               "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Khetane//EN\r\nMETHOD:PUBLISH\r\n"
               "X-WR-CALNAME:What is due\r\n"
               "BEGIN:VEVENT\r\nUID:1@khetane\r\nDTSTAMP:19700101T000001Z\r\n"
               "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\nTRANSP:TRANSPARENT\r\n"
               "SUMMARY:Task\\; a\\, b\\\\c\r\nEND:VEVENT\r\n"
               "BEGIN:VEVENT\r\nUID:2@khetane\r\nDTSTAMP:19700101T000000Z\r\n"
               "DTSTART:20260504T073000Z\r\nSUMMARY:Hearing: OD-2026-1\r\nEND:VEVENT\r\n"
               "END:VCALENDAR\r\n");

    CASE("ical: a long line is folded, never within a sign");
    buf_init(&b, &arena, 8192);
    ical_begin(&b, STR("жжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжж"));
    struct str text = buf_str(&b);
    const char *at = strstr(text.p, "X-WR");
    const char *fold = strstr(at, "\r\n");
    CHECK_INT(fold - at <= ICAL_LINE, true);
    CHECK_INT(fold[2], ' ');
    CHECK_INT(((unsigned char)fold[3] & 0xc0) != 0x80, true);
    arena_fini(&arena);
}
