/* bundle_bench.c - a bundle for a court of 300 pages: half of them text, half scans of 300 dots
 * to an inch, as offices send them; time and memory of the job that draws it, without its start. */
#include <jpeglib.h>
#include <stdlib.h>

#include "bench.h"
#include "document/bundle_pdf.h"
#include "store/posix.h"

enum { PAGES_EACH = 15, TEXTS = 10, SCANS = 10, WIDE = 2480, HIGH = 3508, LINES = 46 };

static const char line[] =
    "The applicant asked the office on the third of March, and it did not answer within thirty "
    "days; the law takes such silence as a refusal against which an appeal is open.";

/* ---- a paper of text ---- */

static struct str text_paper(struct call *call)
{
    const struct paper_info info = {.language = STR("en"), .title = STR("Text")};
    struct paper_text *text;
    struct paper *paper;
    struct paper_pdf pdf;

    bench_must(call, paper_open(call, &info, &paper), "paper");
    for (int page = 0; page < PAGES_EACH; page++) {
        bench_must(call, paper_page(call, paper), "page");
        for (int i = 0; i < LINES / 2; i++) {
            struct paper_style style = {.size = 11};
            struct str said = str_format(call->arena, "%d.%d %s", page + 1, i + 1, line);
            bench_must(call, paper_shape(call, paper, said, style, 450, &text), "text");
            paper_draw(paper, text, 70, 60 + 31 * i);
        }
    }
    bench_must(call, paper_finish(call, paper, &pdf), "finish");
    paper_close(paper);
    return pdf.bytes;
}

/* ---- a paper of scans ---- */

/* Grey paper with noise, and dark strokes in lines, so that it packs as a scan does. */
static void scan_row(unsigned char *row, int y, unsigned *seed)
{
    bool written = y % 70 < 34;

    for (int x = 0; x < WIDE; x++) {
        *seed = *seed * 1664525u + 1013904223u;
        unsigned noise = *seed >> 28;
        bool dark = written && x > 250 && x < WIDE - 250 && (x / 9 + (y / 70) * 7) % 3 == 0 &&
                    (x * 7 + y * 3) % 31 < 17;
        row[x] = (unsigned char)(dark ? 40 + noise : 235 + noise);
    }
}

static struct str scan(struct call *call)
{
    struct jpeg_compress_struct out;
    struct jpeg_error_mgr error;
    unsigned char *bytes = NULL;
    unsigned long n = 0;
    unsigned seed = 7;
    static unsigned char row[WIDE];
    JSAMPROW rows[] = {row};

    out.err = jpeg_std_error(&error);
    jpeg_create_compress(&out);
    jpeg_mem_dest(&out, &bytes, &n);
    out.image_width = WIDE;
    out.image_height = HIGH;
    out.input_components = 1;
    out.in_color_space = JCS_GRAYSCALE;
    jpeg_set_defaults(&out);
    jpeg_set_quality(&out, 50, TRUE);
    jpeg_start_compress(&out, TRUE);
    for (int y = 0; y < HIGH; y++) {
        scan_row(row, y, &seed);
        (void)jpeg_write_scanlines(&out, rows, 1);
    }
    jpeg_finish_compress(&out);
    struct str jpeg = str_dup(call->arena, str_bytes(bytes, n));
    jpeg_destroy_compress(&out);
    free(bytes);
    return jpeg;
}

/* As a scanner writes it: a picture for each page, and nothing else. */
static struct str scan_paper(struct call *call, struct str jpeg)
{
    static const char drawn[] = "q 595 0 0 842 0 0 cm /I Do Q";
    size_t at[3 * PAGES_EACH + 3], objects = 3;
    struct buf out;

    buf_init(&out, call->arena, 64 << 20);
    buf_z(&out, "%PDF-1.4\n");
    at[1] = out.n;
    buf_z(&out, "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
    at[2] = out.n;
    buf_format(&out, "2 0 obj\n<< /Type /Pages /Count %d /Kids [", PAGES_EACH);
    for (int i = 0; i < PAGES_EACH; i++)
        buf_format(&out, "%d 0 R ", 3 + 3 * i);
    buf_z(&out, "] >>\nendobj\n");
    for (int i = 0; i < PAGES_EACH; i++) {
        at[objects] = out.n;
        buf_format(&out,
                   "%zu 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %zu "
                   "0 R /Resources << /XObject << /I %zu 0 R >> >> >>\nendobj\n",
                   objects, objects + 1, objects + 2);
        at[objects + 1] = out.n;
        buf_format(&out, "%zu 0 obj\n<< /Length %zu >>\nstream\n%s\nendstream\nendobj\n",
                   objects + 1, sizeof drawn - 1, drawn);
        at[objects + 2] = out.n;
        buf_format(&out,
                   "%zu 0 obj\n<< /Type /XObject /Subtype /Image /Width %d /Height %d "
                   "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode /Length %zu >>\n"
                   "stream\n",
                   objects + 2, WIDE, HIGH, jpeg.n);
        buf_add(&out, jpeg);
        buf_z(&out, "\nendstream\nendobj\n");
        objects += 3;
    }
    size_t table = out.n;
    buf_format(&out, "xref\n0 %zu\n0000000000 65535 f \n", objects);
    for (size_t i = 1; i < objects; i++)
        buf_format(&out, "%010zu 00000 n \n", at[i]);
    buf_format(&out, "trailer << /Size %zu /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", objects,
               table);
    return buf_str(&out);
}

/* ---- the bundle ---- */

static void measure(struct call *call, const char *name, const struct bundle_order *order,
                    const char *seconds, const char *megabytes)
{
    struct bundle_result *result = bench_array(call, 1, sizeof *result);
    char note[800]; /* as the compiler reckons */
    double start = bench_seconds(), cpu = bench_cpu_seconds();

    bench_must(call, bundle_pdf(call, order, NULL, result), name);
    double took = bench_seconds() - start;
    cpu = bench_cpu_seconds() - cpu;
    (void)snprintf(note, sizeof note, "%zu pages, %.1f MB of PDF; %.1f s of processor",
                   result->pdf.pages, (double)result->pdf.bytes.n / 1e6, cpu);
    bench_print(&(struct figure){str_format(call->arena, "bundle of 300 pages, %s", name).p, "s",
                                 seconds, took, note});
    bench_print(&(struct figure){
        str_format(call->arena, "bundle of 300 pages, %s: memory at its peak", name).p, "MB",
        megabytes, bench_peak_mb(), "papers and PDF included"});
}

int main(void)
{
    struct bundle_order *order;
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT * 8);
    call_init(&call, &arena, posix_os());
    order = bench_array(&call, 1, sizeof *order);
    *order = (struct bundle_order){.language = STR("en"), .title = STR("Papers")};
    struct str text = text_paper(&call), scanned = scan_paper(&call, scan(&call));
    for (int i = 0; i < TEXTS + SCANS; i++)
        order->papers[order->n++] =
            (struct bundle_paper){.title = STR("A paper of fifteen pages"), .bytes = text};
    measure(&call, "all text", order, "<= 10", "<= 300");
    for (size_t i = 0; i < order->n; i += 2)
        order->papers[i].bytes = scanned;
    measure(&call, "half of them scans", order, "<= 10", "<= 300");
    arena_fini(&arena);
    return 0;
}
