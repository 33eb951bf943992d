/* image.c - see image.h. */
#include "image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *must(void *block)
{
    if (block == NULL) {
        (void)fprintf(stderr, "The simulated disk has no more memory.\n");
        abort();
    }
    return block;
}

void *image_grow(void *items, size_t n, size_t *room, size_t size)
{
    if (n < *room)
        return items;
    *room = *room == 0 ? 16 : *room * 2;
    return must(realloc(items, *room * size));
}

void image_init(struct image *image)
{
    *image = (struct image){.inodes = NULL};
    (void)image_add(image, true);
}

static void drop_page(struct page *page)
{
    if (page != NULL && --page->refs == 0)
        free(page);
}

static void drop_pages(struct inode *inode)
{
    for (size_t i = 0; i < inode->pages_n; i++)
        drop_page(inode->pages[i]);
    free(inode->pages);
    inode->pages = NULL;
    inode->pages_n = inode->pages_room = 0;
}

void image_fini(struct image *image)
{
    for (size_t i = 0; i < image->inodes_n; i++)
        drop_pages(&image->inodes[i]);
    free(image->inodes);
    free(image->entries);
    *image = (struct image){.inodes = NULL};
}

static void copy_inode(struct inode *to, const struct inode *from)
{
    *to = *from;
    to->pages_room = from->pages_n;
    if (from->pages_n == 0) {
        to->pages = NULL;
        return;
    }
    to->pages = must(malloc(from->pages_n * sizeof *to->pages));
    for (size_t i = 0; i < from->pages_n; i++) {
        to->pages[i] = from->pages[i];
        if (to->pages[i] != NULL)
            to->pages[i]->refs++;
    }
}

static void copy_names(struct image *to, const struct image *from)
{
    to->entries_n = to->entries_room = from->entries_n;
    to->entries = NULL;
    if (from->entries_n == 0)
        return;
    to->entries = must(malloc(from->entries_n * sizeof *to->entries));
    memcpy(to->entries, from->entries, from->entries_n * sizeof *to->entries);
}

void image_copy(struct image *to, const struct image *from)
{
    to->inodes_n = to->inodes_room = from->inodes_n;
    to->inodes = must(malloc(from->inodes_n * sizeof *to->inodes));
    for (size_t i = 0; i < from->inodes_n; i++)
        copy_inode(&to->inodes[i], &from->inodes[i]);
    copy_names(to, from);
}

/* Marks what the root leads to; a name in a folder that is gone is gone with it. */
static void mark_named(const struct image *image, bool *named)
{
    bool more = true;

    named[IMAGE_ROOT] = true;
    while (more) {
        more = false;
        for (size_t i = 0; i < image->entries_n; i++) {
            const struct entry *entry = &image->entries[i];
            if (!named[entry->parent] || named[entry->inode])
                continue;
            named[entry->inode] = more = true;
        }
    }
}

void image_keep_named(struct image *image)
{
    bool *named = must(calloc(image->inodes_n, sizeof *named));
    size_t n = 0;

    mark_named(image, named);
    for (size_t i = 0; i < image->entries_n; i++)
        if (named[image->entries[i].parent])
            image->entries[n++] = image->entries[i];
    image->entries_n = n;
    for (size_t i = 0; i < image->inodes_n; i++) {
        if (named[i])
            continue;
        drop_pages(&image->inodes[i]);
        image->inodes[i].size = 0;
    }
    free(named);
}

int image_add(struct image *image, bool is_folder)
{
    image->inodes =
        image_grow(image->inodes, image->inodes_n, &image->inodes_room, sizeof *image->inodes);
    image->inodes[image->inodes_n] = (struct inode){.is_folder = is_folder};
    return (int)image->inodes_n++;
}

void image_reach(struct image *image, int inode, bool is_folder)
{
    while (image->inodes_n <= (size_t)inode)
        (void)image_add(image, false);
    image->inodes[inode].is_folder = is_folder;
}

static struct entry *find_entry(const struct image *image, int parent, const char *name)
{
    for (size_t i = 0; i < image->entries_n; i++) {
        struct entry *entry = &image->entries[i];
        if (entry->parent == parent && strcmp(entry->name, name) == 0)
            return entry;
    }
    return NULL;
}

/* Takes the next part off the path; false at its end or when the part is too long. */
static bool next_part(const char **path, char *name)
{
    do {
        *path += strspn(*path, "/");
        size_t n = strcspn(*path, "/");
        if (n == 0 || n >= IMAGE_NAME_MAX)
            return false;
        memcpy(name, *path, n);
        name[n] = '\0';
        *path += n;
    } while (strcmp(name, ".") == 0);
    return true;
}

struct place image_find(const struct image *image, const char *path)
{
    struct place place = {.parent = NONE, .inode = IMAGE_ROOT};
    char name[IMAGE_NAME_MAX];

    while (next_part(&path, name)) {
        if (place.inode == NONE || !image->inodes[place.inode].is_folder)
            return (struct place){.parent = NONE, .inode = NONE};
        place.parent = place.inode;
        memcpy(place.name, name, sizeof name);
        struct entry *entry = find_entry(image, place.parent, name);
        place.inode = entry == NULL ? NONE : entry->inode;
    }
    if (*path != '\0') /* a part too long for any name */
        return (struct place){.parent = NONE, .inode = NONE};
    return place;
}

bool image_is_empty(const struct image *image, int folder)
{
    for (size_t i = 0; i < image->entries_n; i++)
        if (image->entries[i].parent == folder)
            return false;
    return true;
}

void image_name(struct image *image, int parent, const char *name, int inode)
{
    struct entry *entry = find_entry(image, parent, name);

    if (inode == NONE) {
        if (entry != NULL)
            *entry = image->entries[--image->entries_n];
        return;
    }
    if (entry == NULL) {
        image->entries = image_grow(image->entries, image->entries_n, &image->entries_room,
                                    sizeof *image->entries);
        entry = &image->entries[image->entries_n++];
        *entry = (struct entry){.parent = parent};
        memcpy(entry->name, name, strlen(name) + 1);
    }
    entry->inode = inode;
}

size_t image_read(const struct image *image, int inode, void *out, size_t n, int64_t at)
{
    const struct inode *file = &image->inodes[inode];
    size_t done = 0;

    if (at >= file->size)
        return 0;
    if ((int64_t)n > file->size - at)
        n = (size_t)(file->size - at);
    while (done < n) {
        size_t place = (size_t)at + done, page = place / IMAGE_PAGE, in = place % IMAGE_PAGE;
        size_t take = IMAGE_PAGE - in < n - done ? IMAGE_PAGE - in : n - done;
        if (page < file->pages_n && file->pages[page] != NULL)
            memcpy((unsigned char *)out + done, file->pages[page]->bytes + in, take);
        else
            memset((unsigned char *)out + done, 0, take);
        done += take;
    }
    return n;
}

static void reach_page(struct inode *file, size_t page)
{
    while (file->pages_n <= page) {
        file->pages =
            image_grow(file->pages, file->pages_n, &file->pages_room, sizeof(struct page *));
        file->pages[file->pages_n++] = NULL;
    }
}

/* A page that no other image sees. */
static unsigned char *own_page(struct inode *file, size_t at)
{
    reach_page(file, at);
    struct page *old = file->pages[at];
    if (old != NULL && old->refs == 1)
        return old->bytes;
    struct page *page = must(calloc(1, sizeof *page));
    page->refs = 1;
    if (old != NULL) {
        memcpy(page->bytes, old->bytes, IMAGE_PAGE);
        drop_page(old);
    }
    file->pages[at] = page;
    return page->bytes;
}

void image_write(struct image *image, int inode, const void *bytes, size_t n, int64_t at)
{
    struct inode *file = &image->inodes[inode];
    size_t done = 0;

    while (done < n) {
        size_t place = (size_t)at + done, in = place % IMAGE_PAGE;
        size_t take = IMAGE_PAGE - in < n - done ? IMAGE_PAGE - in : n - done;
        unsigned char *page = own_page(file, place / IMAGE_PAGE);
        memcpy(page + in, (const unsigned char *)bytes + done, take);
        done += take;
    }
    if (n != 0 && at + (int64_t)n > file->size)
        file->size = at + (int64_t)n;
}

void image_resize(struct image *image, int inode, int64_t size)
{
    struct inode *file = &image->inodes[inode];
    size_t keep = ((size_t)size + IMAGE_PAGE - 1) / IMAGE_PAGE;

    while (file->pages_n > keep)
        drop_page(file->pages[--file->pages_n]);
    size_t in = (size_t)size % IMAGE_PAGE;
    if (size < file->size && in != 0 && keep == file->pages_n)
        memset(own_page(file, keep - 1) + in, 0, IMAGE_PAGE - in);
    file->size = size;
}
