/* office_read.c - see office_read.h: what kind of document it is; what it must not be. */
#include "document/office_read.h"

#include "base/text.h"
#include "document/archive.h"
#include "document/pdf_read.h"

enum { HEAD = 1024, TYPE_MAX = 200 };

static const struct {
    const char *type, *ending;
} kinds[OFFICE_KINDS] = {
    [OFFICE_DOCX] = {"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                     "docx"},
    [OFFICE_ODT] = {"application/vnd.oasis.opendocument.text", "odt"},
    [OFFICE_PDF] = {"application/pdf", "pdf"},
};

const char *office_type(enum office_kind kind)
{
    return kinds[kind].type;
}

const char *office_ending(enum office_kind kind)
{
    return kinds[kind].ending;
}

static enum rc fail_no_document(struct call *call)
{
    return fail(call, RC_INVALID, "file",
                "This is no document that can be taken back: it must be .docx, .odt or .pdf. Open "
                "it in your program and save it as one of them.");
}

enum rc office_fail_locked(struct call *call)
{
    return fail(call, RC_INVALID, "file",
                "The document is locked with a password. Save it without one and try again.");
}

enum rc office_fail_macros(struct call *call)
{
    return fail(call, RC_INVALID, "file",
                "The document has macros: small programs that run on the computer of whoever opens "
                "it. Save it without them, or as a PDF, and try again.");
}

enum rc office_fail_object(struct call *call)
{
    return fail(call, RC_INVALID, "file",
                "The document has an object of another program inside. Put a picture in its place, "
                "or save it as a PDF, and try again.");
}

enum rc office_fail_outside(struct call *call, struct str what)
{
    enum { SHOWN = 100 };

    what = str_cut(what, 0, SHOWN);
    while (what.n != 0 && !text_valid(what))
        what.n--;
    return fail(call, RC_INVALID, "file",
                "The document fetches something from elsewhere when it is opened (%s). Put it into "
                "the document itself, or save it as a PDF, and try again.",
                str_z(call->arena, what));
}

void office_text_init(struct call *call, struct office_found *found, struct office_text *out)
{
    buf_init(&out->buf, call->arena, OFFICE_FOUND_TEXT + 4);
    out->found = found;
}

void office_text_add(struct office_text *text, struct str piece)
{
    if (text->found->cut || text->buf.n + piece.n > OFFICE_FOUND_TEXT)
        text->found->cut = true;
    else
        buf_add(&text->buf, piece);
}

/* ---- which kind */

static enum rc read_zip(struct call *call, struct archive *zip, struct office_found *out)
{
    struct str type;
    enum rc rc = archive_read(call, zip, STR("mimetype"), TYPE_MAX, &type);

    if (rc == RC_NOT_FOUND) {
        out->kind = OFFICE_DOCX;
        rc = docx_read(call, zip, out);
        return rc == RC_NOT_FOUND ? fail_no_document(call) : rc;
    }
    if (rc != RC_OK)
        return rc;
    if (!str_is(str_trim(type), kinds[OFFICE_ODT].type))
        return fail_no_document(call);
    out->kind = OFFICE_ODT;
    rc = odt_read(call, zip, out);
    return rc == RC_NOT_FOUND ? fail_no_document(call) : rc;
}

static enum rc read_pages(struct call *call, const struct pdf *pdf, struct office_found *out)
{
    struct office_text text;

    out->kind = OFFICE_PDF;
    out->pages = pdf_pages(pdf);
    out->attached = pdf_has_files(pdf);
    if (pdf_has_scripts(pdf))
        return fail(call, RC_INVALID, "file",
                    "The PDF has scripts inside. Print it into a new PDF and try again.");
    if (out->pages > OFFICE_PAGES_MAX)
        return fail(call, RC_LIMIT, "file", "The PDF has %zu pages; it may have %d.", out->pages,
                    OFFICE_PAGES_MAX);
    office_text_init(call, out, &text);
    for (size_t i = 0; i < out->pages && !out->cut; i++) {
        office_text_add(&text, i == 0 ? STR("") : STR("\f"));
        office_text_add(&text, pdf_page_text(call, pdf, i));
    }
    out->text = buf_str(&text.buf);
    return buf_ok(&text.buf) ? RC_OK : fail_memory(call);
}

static enum rc read_pdf(struct call *call, struct str bytes, struct office_found *out)
{
    struct pdf *pdf;
    enum rc rc = pdf_open(call, bytes, &pdf);

    if (rc == RC_DENIED) {
        call_forgive(call);
        return office_fail_locked(call);
    }
    if (rc == RC_INVALID) {
        call_forgive(call);
        return fail(call, RC_INVALID, "file",
                    "The PDF is damaged or was not sent whole. Make it again and try once more.");
    }
    if (rc != RC_OK)
        return rc;
    rc = read_pages(call, pdf, out);
    pdf_close(pdf);
    return rc;
}

enum rc office_read(struct call *call, struct str bytes, struct office_found *out)
{
    struct str head = str_cut(bytes, 0, HEAD);
    struct archive *zip;

    *out = (struct office_found){.text = STR("")};
    if (bytes.n > OFFICE_FILE_MAX)
        return fail(call, RC_LIMIT, "file", "A document may have %d MB.", OFFICE_FILE_MAX >> 20);
    if (str_starts(bytes, STR("\xD0\xCF\x11\xE0")))
        return fail(call, RC_INVALID, "file",
                    "This is a document of an old kind (.doc), or one that is locked with a "
                    "password. Open it, take the password away, save it as .docx and try again.");
    if (head.n != 0 && memmem(head.p, head.n, "%PDF-", 5) != NULL)
        return read_pdf(call, bytes, out);
    if (!str_starts(bytes, STR("PK\x03\x04")))
        return fail_no_document(call);
    enum rc rc = archive_open(call, bytes, &zip);
    if (rc != RC_OK)
        return rc;
    rc = read_zip(call, zip, out);
    archive_close(zip);
    return rc;
}
