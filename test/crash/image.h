/* image.h - what a simulated disk holds at one moment: files, folders and their names.
 * Owns: its inodes and names; pages are counted and shared between images until written.
 * Order: image_init(), any, image_fini(). An inode lives until image_fini(), named or not.
 * Memory: plain heap; a test program that runs out of it ends.
 * Fails: lookups give NONE; nothing else can fail.
 * Limits: names of IMAGE_NAME_MAX - 1 bytes, paths without "..".
 * Cost: a lookup scans all names; a copy costs one step per page, not per byte.
 * Not here: the journal and the power cut (disk.h), locks and handles (disk_inside.h). */
#ifndef TEST_CRASH_IMAGE_H
#define TEST_CRASH_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { IMAGE_PAGE = 4096, IMAGE_NAME_MAX = 256, IMAGE_ROOT = 0, NONE = -1 };

struct page {
    size_t refs;
    unsigned char bytes[IMAGE_PAGE];
};

struct inode {
    bool is_folder;
    int64_t size;        /* bytes; nothing but zeros is stored behind it */
    int64_t modified_ms; /* UTC */
    struct page **pages; /* NULL: never written, all zeros */
    size_t pages_n, pages_room;
};

struct entry {
    int parent, inode;
    char name[IMAGE_NAME_MAX];
};

struct image {
    struct inode *inodes;
    size_t inodes_n, inodes_room;
    struct entry *entries;
    size_t entries_n, entries_room;
};

/* Where a path leads: the folder, the last part of the path, and what has that name now. */
struct place {
    int parent; /* NONE: there is no such folder */
    int inode;  /* NONE: nothing has this name */
    char name[IMAGE_NAME_MAX];
};

/* Makes room for one more item, doubling; ends the program when memory is out. */
void *image_grow(void *items, size_t n, size_t *room, size_t size);

void image_init(struct image *image); /* an empty root folder */
void image_fini(struct image *image);
void image_copy(struct image *to, const struct image *from); /* to is not yet an image */
/* The same names and as many inodes, but contents only of those that a path leads to. */
void image_keep_named(struct image *image);

int image_add(struct image *image, bool is_folder);               /* an inode without a name */
void image_reach(struct image *image, int inode, bool is_folder); /* adds until it exists */
struct place image_find(const struct image *image, const char *path);
bool image_is_empty(const struct image *image, int folder);
/* Gives the name to the inode in place of what had it; NONE takes the name away. */
void image_name(struct image *image, int parent, const char *name, int inode);

size_t image_read(const struct image *image, int inode, void *out, size_t n, int64_t at);
void image_write(struct image *image, int inode, const void *bytes, size_t n, int64_t at);
void image_resize(struct image *image, int inode, int64_t size);

#endif
