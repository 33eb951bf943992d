/* photo.c - see photo.h. */
#include "document/photo.h"

#include <jpeglib.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

/* The codes of libjpeg's messages alone: its macros beside them use what banned.h bans. */
#define JERROR_H
#define JMESSAGE(code, text) code,
enum jpeg_code {
#include <jerror.h>
};

enum { QUALITY = 75, OUT_MAX = 6 << 20, EXIF_HEAD = 6, ORIENTATION = 0x0112 };

/* libjpeg's faults end in a jump back; warnings that mean missing dots count as faults. */
struct fault_jump {
    struct jpeg_error_mgr base;
    jmp_buf back;
    int code;
};

static void on_error(j_common_ptr info)
{
    struct fault_jump *fault = (struct fault_jump *)info->err;

    fault->code = fault->base.msg_code;
    longjmp(fault->back, 1);
}

static void on_message(j_common_ptr info, int level)
{
    int code = info->err->msg_code;

    if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER))
        on_error(info);
}

static void say_nothing(j_common_ptr info)
{
    (void)info;
}

static struct jpeg_error_mgr *fault_open(struct fault_jump *fault)
{
    struct jpeg_error_mgr *base = jpeg_std_error(&fault->base);

    base->error_exit = on_error;
    base->emit_message = on_message;
    base->output_message = say_nothing;
    return base;
}

/* ---- which way is up */

static unsigned byte(struct str s, size_t i)
{
    return i < s.n ? (unsigned char)s.p[i] : 0;
}

static unsigned number(struct str s, size_t at, unsigned n, bool big)
{
    unsigned value = 0;

    for (unsigned i = 0; i < n; i++)
        value = value << 8 | byte(s, at + (big ? i : n - 1 - i));
    return value;
}

/* 1 to 8, of the first directory of an Exif segment; 1 when it does not say. */
static unsigned exif_way(struct str segment)
{
    struct str tiff = str_cut(segment, EXIF_HEAD, segment.n);
    bool big = byte(tiff, 0) == 'M';

    if (!str_starts(segment, (struct str){"Exif\0\0", EXIF_HEAD}))
        return 1;
    size_t at = number(tiff, 4, 4, big);
    if (at + 2 > tiff.n)
        return 1;
    unsigned n = number(tiff, at, 2, big);
    for (size_t i = 0; i < n && at + 14 + i * 12 <= tiff.n; i++)
        if (number(tiff, at + 2 + i * 12, 2, big) == ORIENTATION)
            return number(tiff, at + 10 + i * 12, 2, big);
    return 1;
}

/* Mirrored ones (2, 4, 5, 7) come from no camera; they are turned and stay mirrored. */
static unsigned turns_of(const struct jpeg_decompress_struct *in)
{
    static const unsigned turns[] = {0, 0, 0, 2, 2, 1, 1, 3, 3};
    unsigned way = 1;

    for (const struct jpeg_marker_struct *m = in->marker_list; m != NULL; m = m->next)
        if (m->marker == JPEG_APP0 + 1 && way == 1)
            way = exif_way(str_bytes(m->data, m->data_length));
    return way < sizeof turns / sizeof *turns ? turns[way] : 0;
}

/* ---- in and out, line by line */

struct work {
    struct jpeg_decompress_struct in;
    struct jpeg_compress_struct out;
    struct fault_jump fault;
    unsigned char *packed; /* libjpeg's, to be freed */
    unsigned long packed_n;
    bool large; /* more dots than we take */
    unsigned turns;
};

/* The smallest eighth of its size that still has the dots that print needs. */
static void choose_size(struct jpeg_decompress_struct *in)
{
    unsigned longer = in->image_width > in->image_height ? in->image_width : in->image_height;

    in->scale_denom = 8;
    for (in->scale_num = 8; in->scale_num > 1; in->scale_num--)
        if ((uint64_t)longer * (in->scale_num - 1) / 8 < PHOTO_SIDE)
            break;
}

static void begin_out(struct work *work)
{
    work->out.err = &work->fault.base;
    jpeg_mem_dest(&work->out, &work->packed, &work->packed_n);
    work->out.image_width = work->in.output_width;
    work->out.image_height = work->in.output_height;
    work->out.input_components = work->in.output_components;
    work->out.in_color_space = work->in.out_color_space;
    jpeg_set_defaults(&work->out);
    jpeg_set_quality(&work->out, QUALITY, TRUE);
    jpeg_start_compress(&work->out, TRUE);
}

/* Everything between the first byte and the last; jumps out when something is wrong. */
static void repack(struct work *work, struct str jpeg)
{
    jpeg_mem_src(&work->in, (const unsigned char *)jpeg.p, jpeg.n);
    jpeg_save_markers(&work->in, JPEG_APP0 + 1, 0xFFFF);
    (void)jpeg_read_header(&work->in, TRUE);
    work->in.mem->max_memory_to_use = PHOTO_MEMORY;
    work->large = work->in.image_width > PHOTO_DOTS_MAX || work->in.image_height > PHOTO_DOTS_MAX;
    if (work->large)
        return;
    work->turns = turns_of(&work->in);
    work->in.out_color_space = work->in.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    choose_size(&work->in);
    (void)jpeg_start_decompress(&work->in);
    begin_out(work);
    JSAMPARRAY line = (*work->in.mem->alloc_sarray)(
        (j_common_ptr)&work->in, JPOOL_IMAGE,
        work->in.output_width * (unsigned)work->in.output_components, 1);
    while (work->in.output_scanline < work->in.output_height) {
        (void)jpeg_read_scanlines(&work->in, line, 1);
        (void)jpeg_write_scanlines(&work->out, line, 1);
    }
    jpeg_finish_compress(&work->out);
    (void)jpeg_finish_decompress(&work->in);
}

/* RC_OK, or why not; what libjpeg holds is given back by the caller. */
static enum rc run(struct work *work, struct str jpeg)
{
    work->in.err = work->out.err = fault_open(&work->fault);
    if (setjmp(work->fault.back) != 0)
        return work->fault.code == JERR_OUT_OF_MEMORY || work->fault.code == JERR_NO_BACKING_STORE
                   ? RC_LIMIT
                   : RC_INVALID;
    jpeg_create_decompress(&work->in);
    jpeg_create_compress(&work->out);
    repack(work, jpeg);
    return work->large ? RC_LIMIT : RC_OK;
}

enum rc photo_read(struct call *call, struct str jpeg, struct photo *out)
{
    struct work *work = arena_alloc(call->arena, sizeof *work);

    if (work == NULL)
        return fail_memory(call);
    enum rc rc = run(work, jpeg);
    *out = (struct photo){
        .width = work->out.image_width, .height = work->out.image_height, .turns = work->turns};
    if (rc == RC_OK && work->packed_n <= OUT_MAX)
        out->jpeg = str_dup(call->arena, str_bytes(work->packed, work->packed_n));
    jpeg_destroy_compress(&work->out);
    jpeg_destroy_decompress(&work->in);
    free(work->packed);
    if (rc == RC_LIMIT)
        return fail(call, RC_LIMIT, "photo", "This picture is too large to be unpacked.");
    if (rc != RC_OK)
        return fail(call, RC_INVALID, "photo", "This picture is broken or cut off.");
    return out->jpeg.p == NULL ? fail_memory(call) : RC_OK;
}
