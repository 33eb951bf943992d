/* json.h - writes JSON (RFC 8259) into a buf, commas and escapes in their places.
 * Owns: nothing. Order: open, name (inside objects), a value or another open, close.
 * Memory: none. Fails: by the buf. Limits: nesting JSON_DEPTH_MAX. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/day.h"
#include "base/value.h"

enum { JSON_DEPTH_MAX = 16 };

struct json {
    struct buf *out;
    int depth;
    bool filled[JSON_DEPTH_MAX]; /* something stands at this depth already */
    bool named;                  /* a name waits for its value */
};

void json_init(struct json *json, struct buf *out);
void json_open(struct json *json, char bracket); /* '{' or '[' */
void json_close(struct json *json, char bracket);
void json_name(struct json *json, const char *name);
void json_text(struct json *json, struct str text);
void json_int(struct json *json, int64_t i);
void json_bool(struct json *json, bool b);
void json_null(struct json *json);
/* name and value in one; a NULL text is null */
void json_pair(struct json *json, const char *name, struct str text);
void json_day(struct json *json, const char *name, day d);

#endif
