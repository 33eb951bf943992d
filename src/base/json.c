/* json.c - see json.h. */
#include "base/json.h"

#include <assert.h>

void json_init(struct json *json, struct buf *out)
{
    *json = (struct json){.out = out};
}

static void before_value(struct json *json)
{
    if (!json->named && json->filled[json->depth])
        buf_char(json->out, ',');
    json->filled[json->depth] = true;
    json->named = false;
}

void json_open(struct json *json, char bracket)
{
    assert(json->depth + 1 < JSON_DEPTH_MAX);
    before_value(json);
    buf_char(json->out, bracket);
    json->filled[++json->depth] = false;
}

void json_close(struct json *json, char bracket)
{
    assert(json->depth > 0 && !json->named);
    json->depth--;
    buf_char(json->out, bracket);
}

static void quote(struct buf *out, struct str s)
{
    buf_char(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\') {
            buf_char(out, '\\');
            buf_char(out, (char)c);
        } else if (c == '\n') {
            buf_z(out, "\\n");
        } else if (c < 0x20) {
            buf_format(out, "\\u%04x", c);
        } else {
            buf_char(out, (char)c);
        }
    }
    buf_char(out, '"');
}

void json_name(struct json *json, const char *name)
{
    before_value(json);
    quote(json->out, str_of(name));
    buf_char(json->out, ':');
    json->named = true;
}

void json_text(struct json *json, struct str text)
{
    before_value(json);
    quote(json->out, text);
}

void json_int(struct json *json, int64_t i)
{
    before_value(json);
    buf_format(json->out, "%lld", (long long)i);
}

void json_bool(struct json *json, bool b)
{
    before_value(json);
    buf_z(json->out, b ? "true" : "false");
}

void json_null(struct json *json)
{
    before_value(json);
    buf_z(json->out, "null");
}

void json_pair(struct json *json, const char *name, struct str text)
{
    json_name(json, name);
    if (text.p == NULL)
        json_null(json);
    else
        json_text(json, text);
}

void json_day(struct json *json, const char *name, day d)
{
    char text[DAY_TEXT];

    json_pair(json, name, str_of(day_format(d, text)));
}
