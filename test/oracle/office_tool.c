/* office_tool.c - our writers of office documents, for office.mjs.
 * Usage: office_tool docx|odt|pdf|text ORDER OUT   writes the letter of an order to print */
#include "base/file.h"
#include "document/docx_write.h"
#include "document/letter_pdf.h"
#include "document/odt_write.h"
#include "document/office_letter.h"
#include "store/posix.h"

static enum rc write_form(struct call *call, struct str form, const struct letter_print *print,
                          struct str *out)
{
    struct paper_pdf pdf = {.pages = 0};

    if (str_is(form, "docx"))
        return docx_write(call, print, out);
    if (str_is(form, "odt"))
        return odt_write(call, print, out);
    if (str_is(form, "text"))
        return office_text(call, print, out);
    enum rc rc = letter_pdf(call, print, &pdf);
    *out = pdf.bytes;
    return rc;
}

static enum rc run(struct call *call, char **argv)
{
    struct letter_print print;
    struct str bytes;
    enum rc rc = file_read(call, argv[2], LETTER_BYTES_MAX + LETTER_LOGO_MAX, &bytes);

    if (rc == RC_OK)
        rc = letter_print_read(call, bytes, &print);
    if (rc == RC_OK)
        rc = write_form(call, str_of(argv[1]), &print, &bytes);
    return rc == RC_OK ? file_replace(call, ".", argv[3], bytes) : rc;
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, (size_t)1 << 30);
    call_init(&call, &arena, posix_os());
    enum rc rc = argc != 4 ? RC_USAGE : run(&call, argv);
    if (rc != RC_OK)
        (void)fprintf(stderr, "%s\n", call.error.text.p == NULL ? "" : call.error.text.p);
    arena_fini(&arena);
    return rc_exit(rc);
}
