/* photo_pages.h - photos for a case: brought here or sent by a telephone, put in order, made one
 *   paper.
 * Owns: the routes of /case/{code}/photos and, for telephones without an account, /photos/{token}.
 * Order: handlers of web/route.h, by the dispatcher alone. Memory: the request's arena.
 * Fails: as every handler. Limits: as photos.h and photo_address.h; PHOTO_SEND_MAX bytes at a time.
 * Cost: the paper is a job; a code for the telephone another.
 * What a telephone is shown names the worker and the office, never the case or whom it is about. */
#ifndef CASEWORK_PHOTO_PAGES_H
#define CASEWORK_PHOTO_PAGES_H

#include "web/route.h"

extern const struct route photo_routes[], photo_phone_routes[];
extern const size_t photo_routes_n, photo_phone_routes_n;

#endif
