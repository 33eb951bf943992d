/* pages.c - see pages.h. */
#include "pages.h"

#include <sqlite3.h>

#include "store/db.h"

enum { PAGE = 4096 };

static int open_with_key(struct arena *arena, const char *path, const unsigned char *key,
                         sqlite3 **out)
{
    struct str hex = str_hex(arena, str_bytes(key, DB_KEY_SIZE));
    struct str raw = str_format(arena, "raw:%s", hex.p);
    int code = sqlite3_open_v2(path, out, SQLITE_OPEN_READWRITE, NULL);

    if (code == SQLITE_OK)
        (void)sqlite3mc_config(*out, "cipher", sqlite3mc_cipher_index("chacha20"));
    if (code == SQLITE_OK)
        code = sqlite3_key_v2(*out, "main", raw.p, (int)raw.n);
    /* The first question makes the cipher ready. */
    return code == SQLITE_OK
               ? sqlite3_exec(*out, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL)
               : code;
}

/* Reads as SQLite itself does: through the layer that deciphers. */
static bool read_pages(struct arena *arena, sqlite3 *db, struct str *out)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;

    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
        file->pMethods->xFileSize(file, &size) != SQLITE_OK)
        return false;
    char *bytes = arena_alloc(arena, (size_t)size);
    for (sqlite3_int64 at = 0; bytes != NULL && at < size; at += PAGE)
        if (file->pMethods->xRead(file, bytes + at, PAGE, at) != SQLITE_OK)
            return false;
    *out = str_bytes(bytes, (size_t)size);
    return bytes != NULL;
}

struct str pages_read(struct arena *arena, const char *path, const unsigned char *key)
{
    sqlite3 *db = NULL;
    struct str pages = {"", 0};

    if (open_with_key(arena, path, key, &db) != SQLITE_OK || !read_pages(arena, db, &pages))
        pages = STR("");
    (void)sqlite3_close(db);
    return pages;
}
