/* jpeg.h - a photo without what the telephone wrote into it: place, time, device, previews.
 * Owns: nothing. Order: any. Memory: the result lives in the arena, or is the input.
 * Fails: jpeg_clean() gives the input back as it is when it is no JPEG or memory is out, and
 *   {NULL, 0} when it is a broken one.
 * Limits: the input's length. Cost: one copy. Which way is up is kept.
 * Source: ITU-T T.81 annex B (markers); CIPA DC-008 (Exif) 4.5 and 4.6, tag 0x0112.
 * Not here: the picture itself, which is not looked at. */
#ifndef WEB_JPEG_H
#define WEB_JPEG_H

#include "base/str.h"

struct str jpeg_clean(struct arena *arena, struct str bytes);

#endif
