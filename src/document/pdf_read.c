/* pdf_read.c - see pdf_read.h. */
#include "document/pdf_read.h"

#include <malloc.h>
#include <math.h>

/* Attached files are not looked at, and their header uses a name that base/banned.h forbids. */
#define __POPPLER_ATTACHMENT_H__ /* NOLINT */
#include <poppler.h>

#include "base/text.h"

/* A side of a page: from a stamp to a wall map. ISO 32000-1 allows 14,400 units. */
#define SIDE_MIN 8.0
#define SIDE_MAX 14400.0

struct pdf {
    PopplerDocument *document;
    GBytes *bytes;
    size_t pages;
};

static enum rc why_not(struct call *call, GError *error)
{
    bool locked = g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED);

    g_error_free(error);
    if (locked)
        return fail(call, RC_DENIED, "pdf", "It is locked with a password.");
    return fail(call, RC_INVALID, "pdf", "It is no PDF, or damaged.");
}

/* A scan is unpacked into tens of megabytes, page after page; given back to the system and asked
 * for again each time, that takes longer than the drawing (measured: 85 ms a page, so 50). The job
 * ends soon, and all its memory with it. */
static void keep_memory(void)
{
    (void)mallopt(M_MMAP_MAX, 0);
    (void)mallopt(M_TRIM_THRESHOLD, INT_MAX);
}

enum rc pdf_open(struct call *call, struct str bytes, struct pdf **out)
{
    struct pdf *pdf = arena_alloc(call->arena, sizeof *pdf);
    GError *error = NULL;

    if (pdf == NULL)
        return fail_memory(call);
    keep_memory();
    pdf->bytes = g_bytes_new_static(bytes.p, bytes.n);
    pdf->document = poppler_document_new_from_bytes(pdf->bytes, NULL, &error);
    if (pdf->document == NULL) {
        g_bytes_unref(pdf->bytes);
        return why_not(call, error);
    }
    int pages = poppler_document_get_n_pages(pdf->document);
    pdf->pages = pages < 0 ? 0 : (size_t)pages;
    *out = pdf;
    return RC_OK;
}

void pdf_close(struct pdf *pdf)
{
    if (pdf == NULL)
        return;
    g_object_unref(pdf->document);
    g_bytes_unref(pdf->bytes);
}

size_t pdf_pages(const struct pdf *pdf)
{
    return pdf->pages;
}

bool pdf_has_scripts(const struct pdf *pdf)
{
    return poppler_document_has_javascript(pdf->document) != 0;
}

bool pdf_has_files(const struct pdf *pdf)
{
    return poppler_document_has_attachments(pdf->document) != 0;
}

struct str pdf_page_text(struct call *call, const struct pdf *pdf, size_t page)
{
    PopplerPage *found =
        page < pdf->pages ? poppler_document_get_page(pdf->document, (int)page) : NULL;
    char *text = found == NULL ? NULL : poppler_page_get_text(found);
    struct str out =
        text_valid(str_of(text)) ? str_dup(call->arena, str_of(text)) : (struct str){NULL, 0};

    g_free(text);
    if (found != NULL)
        g_object_unref(found);
    return out;
}

static bool is_side(double side)
{
    return isfinite(side) && side >= SIDE_MIN && side <= SIDE_MAX;
}

bool pdf_page_size(const struct pdf *pdf, size_t page, double *width, double *height)
{
    PopplerPage *found =
        page < pdf->pages ? poppler_document_get_page(pdf->document, (int)page) : NULL;

    if (found == NULL)
        return false;
    poppler_page_get_size(found, width, height);
    g_object_unref(found);
    return is_side(*width) && is_side(*height);
}

static void draw(void *canvas, void *page)
{
    poppler_page_render_for_printing(page, canvas);
}

enum rc pdf_page_draw(struct call *call, const struct pdf *pdf, size_t page, struct paper *paper,
                      struct paper_box box)
{
    struct paper_guest guest = {.draw = draw};

    if (!pdf_page_size(pdf, page, &guest.width, &guest.height))
        return fail(call, RC_INVALID, "page", "This page cannot be drawn.");
    PopplerPage *found = poppler_document_get_page(pdf->document, (int)page);
    guest.data = found;
    enum rc rc = paper_guest(call, paper, &guest, box);
    g_object_unref(found);
    return rc;
}
