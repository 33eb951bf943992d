/* office_tool.c - our writers and our reader of office documents, for office.mjs.
 * Usage: office_tool docx|odt|docx1|odt1|pdf|text ORDER OUT   writes the letter of an order to
 *          print; with 1: one copy
 *        office_tool read FILE           prints the text of a document
 *        office_tool differ ORDER FILE   prints where a document differs from that letter */
#include "base/file.h"
#include "document/docx_write.h"
#include "document/letter_pdf.h"
#include "document/odt_write.h"
#include "document/office_letter.h"
#include "document/office_read.h"
#include "rules/differ.h"
#include "store/posix.h"

static enum rc write_form(struct call *call, struct str form, struct letter_print *print,
                          struct str *out)
{
    struct paper_pdf pdf = {.pages = 0};

    if (str_ends(form, STR("1"))) {
        print->two_copies = false;
        form.n--;
    }
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

static enum rc read_order(struct call *call, const char *path, struct letter_print *out)
{
    struct str bytes;
    enum rc rc = file_read(call, path, LETTER_BYTES_MAX + LETTER_LOGO_MAX, &bytes);

    return rc == RC_OK ? letter_print_read(call, bytes, out) : rc;
}

static enum rc read_document(struct call *call, const char *path, struct office_found *out)
{
    struct str bytes;
    enum rc rc = file_read(call, path, OFFICE_FILE_MAX, &bytes);

    return rc == RC_OK ? office_read(call, bytes, out) : rc;
}

static enum rc say_differ(struct call *call, const char *order, const char *path)
{
    struct letter_print print;
    struct office_found found;
    struct differ differ;
    struct str ours, around;
    enum rc rc = read_order(call, order, &print);

    if (rc == RC_OK)
        rc = read_document(call, path, &found);
    if (rc == RC_OK)
        rc = office_text(call, &print, &ours);
    if (rc != RC_OK)
        return rc;
    const struct letter_part *foot = &print.doc.parts[LETTER_FOOT];
    around = str_format(call->arena, "%s%s%s%s", str_z(call->arena, print.doc.draft_mark),
                        str_z(call->arena, print.doc.copy_mark),
                        str_z(call->arena, print.doc.stamp_label),
                        foot->n == 0 ? "" : str_z(call->arena, foot->blocks[0].texts[0]));
    rc = found.kind == OFFICE_PDF ? differ_pages(call, ours, around, found.text, &differ)
                                  : differ_lines(call, ours, found.text, &differ);
    for (size_t i = 0; rc == RC_OK && i < differ.n; i++)
        printf("%s > %s\n", str_z(call->arena, differ.lines[i].was),
               str_z(call->arena, differ.lines[i].now));
    if (rc == RC_OK && differ.moved)
        printf("moved\n");
    return rc;
}

static enum rc write_file(struct call *call, char **argv)
{
    struct letter_print print;
    struct str bytes;
    enum rc rc = read_order(call, argv[2], &print);

    if (rc == RC_OK)
        rc = write_form(call, str_of(argv[1]), &print, &bytes);
    return rc == RC_OK ? file_replace(call, ".", argv[3], bytes) : rc;
}

static enum rc run(struct call *call, int argc, char **argv)
{
    struct office_found found;

    if (argc == 3 && strcmp(argv[1], "read") == 0) {
        enum rc rc = read_document(call, argv[2], &found);
        if (rc == RC_OK)
            (void)fwrite(found.text.p, 1, found.text.n, stdout);
        return rc;
    }
    if (argc != 4)
        return RC_USAGE;
    return strcmp(argv[1], "differ") == 0 ? say_differ(call, argv[2], argv[3])
                                          : write_file(call, argv);
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, (size_t)1 << 30);
    call_init(&call, &arena, posix_os());
    enum rc rc = run(&call, argc, argv);
    if (rc != RC_OK)
        (void)fprintf(stderr, "%s\n", call.error.text.p == NULL ? "" : call.error.text.p);
    arena_fini(&arena);
    return rc_exit(rc);
}
