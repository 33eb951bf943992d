/* practice.h - what a practice folder says of itself: on which day it stands still, and where its
 *   stories begin.
 * Owns: DIR/practice, the mark by which the locked page knows such a folder.
 * Order: practice_write() when the folder is made; practice_read() at any time.
 * Memory: the call's arena. Fails: as base/file.h; a line that is not understood is passed over.
 * Limits: PRACTICE_STORIES_MAX stories. Cost: one small file.
 * Whether people are invented says the organisation's record alone: in another folder the file
 * means nothing. */
#ifndef ROLES_PRACTICE_H
#define ROLES_PRACTICE_H

#include "base/call.h"

enum { PRACTICE_STORIES_MAX = 40 };

#define PRACTICE_NAME "practice"

/* The record at which a story begins. */
struct practice_story {
    struct str kind, code, title; /* title: a msgid */
};

struct practice {
    bool stands; /* its today is always the same day: */
    day on;
    struct practice_story stories[PRACTICE_STORIES_MAX];
    size_t n;
};

MUST_USE enum rc practice_write(struct call *call, const char *folder,
                                const struct practice *practice);
/* A folder without the file has no stories, and today is today. */
MUST_USE enum rc practice_read(struct call *call, const char *folder, struct practice *out);

#endif
