/* practice.h - what a practice folder says of itself: on which day it stands still, who may sign
 *   in, where its stories begin, the walk through one of them.
 * Owns: DIR/practice, the mark by which the locked page knows such a folder.
 * Order: practice_write() when the folder is made; practice_read() at any time.
 * Memory: the call's arena. Fails: as base/file.h; a line that is not understood is passed over.
 * Limits: PRACTICE_*_MAX. Cost: one small file.
 * Whether people are invented says the organisation's record alone: in another folder the file
 * means nothing. */
#ifndef ROLES_PRACTICE_H
#define ROLES_PRACTICE_H

#include "base/call.h"

enum { PRACTICE_STORIES_MAX = 40, PRACTICE_PEOPLE_MAX = 16, PRACTICE_STOPS_MAX = 20 };

#define PRACTICE_NAME "practice"

/* The record at which a story begins. */
struct practice_story {
    struct str kind, code, title; /* title: a msgid */
};

/* Somebody who may sign in there. */
struct practice_person {
    struct str login, roles, name; /* "ana", "worker", "Ana K." */
};

/* A station of the walk through one story: where it is, and what to look at there (a msgid). */
struct practice_stop {
    struct str kind, code, rest, words; /* rest: of the address, behind the record's; or "-" */
};

struct practice {
    bool stands; /* its today is always the same day: */
    day on;
    struct practice_story stories[PRACTICE_STORIES_MAX];
    size_t n;
    struct practice_person people[PRACTICE_PEOPLE_MAX];
    size_t people_n;
    struct practice_stop stops[PRACTICE_STOPS_MAX];
    size_t stops_n;
};

MUST_USE enum rc practice_write(struct call *call, const char *folder,
                                const struct practice *practice);
/* A folder without the file has no stories, and today is today. */
MUST_USE enum rc practice_read(struct call *call, const char *folder, struct practice *out);

#endif
