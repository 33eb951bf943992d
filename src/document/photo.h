/* photo.h - a photo as it goes on paper: unpacked once, so that a broken one is found, made as
 *   small as print needs, packed again.
 * Owns: nothing; libjpeg is used in photo.c and nowhere else.
 * Order: inside a job child. Memory: the result lives in the call's arena; while it is read, a
 *   line of dots of the picture, and at most PHOTO_MEMORY of libjpeg's own.
 * Fails: RC_INVALID (no JPEG, broken, cut off, colours of a printing house), RC_LIMIT (more dots
 *   than PHOTO_DOTS_MAX each way, more memory than there is), RC_MEMORY.
 * Limits: PHOTO_SIDE dots on the longer side are kept: 200 to an inch on A4.
 * Cost: 12 million dots about 0.15 s. Source: ITU-T T.81; CIPA DC-008 (Exif), tag 0x0112. */
#ifndef DOCUMENT_PHOTO_H
#define DOCUMENT_PHOTO_H

#include "base/call.h"

enum { PHOTO_SIDE = 2340, PHOTO_DOTS_MAX = 20000, PHOTO_MEMORY = 160 << 20 };

struct photo {
    struct str jpeg;
    unsigned width, height; /* of it, as it lies in the file */
    unsigned turns;         /* quarter turns to the right, so that up is up */
};

MUST_USE enum rc photo_read(struct call *call, struct str jpeg, struct photo *out);

#endif
