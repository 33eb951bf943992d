/* icon.h - one of the pictures that the program carries, as a drawing for paper.
 * Owns: nothing; reads a sheet that tools/sprite.c made: what Lucide draws with, no more of SVG.
 * Order: any. Memory: the steps live in the call's arena.
 * Fails: RC_NOT_FOUND for a name that the sheet does not have; RC_CORRUPT for a shape that is not
 *   understood (then the build is wrong). Limits: ICON_STEPS_MAX. Cost: microseconds.
 * Source: SVG 2, chapter 9 (paths) and its notes on arcs. */
#ifndef DOCUMENT_ICON_H
#define DOCUMENT_ICON_H

#include "document/paper.h"

enum { ICON_STEPS_MAX = 512 };

struct icon {
    const struct paper_step *steps;
    size_t n;
};

MUST_USE enum rc icon_read(struct call *call, struct str sheet, struct str name, struct icon *out);

#endif
