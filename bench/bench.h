/* bench.h - what the programs that measure share: figures, times, folders, processes, people.
 * Owns: the folder that it made. Order: bench_folder(), then any, bench_remove() at the end.
 * Memory: as each function says. Fails: a fault ends the program with a sentence and status 1.
 * A figure is one line "name<tab>value<tab>unit<tab>goal<tab>note" for bench/table.mjs; its goal is
 * "<= 10", ">= 1500" or "-". Folders are made where the program runs, which is the build folder,
 * so that what is measured is the disk that the project lies on. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include "base/id.h"
#include "world.h"

enum { BENCH_PATH = 256 };

struct figure {
    const char *name, *unit, *goal;
    double value;
    const char *note; /* may be NULL */
};

void bench_print(const struct figure *figure);

/* --full, or the environment's BENCH_FULL: sizes as the goals name them. */
bool bench_is_full(void);

double bench_seconds(void);     /* since any moment, evenly */
double bench_cpu_seconds(void); /* of this process, in user space and kernel */
double bench_peak_mb(void);     /* this process's largest resident memory */
double bench_written_mb(void);  /* handed by this process to write() so far */
int64_t bench_bytes(const char *folder, const char *name); /* size of a file; 0: none */
void bench_folder(char out[static BENCH_PATH]);            /* fresh and empty */
void bench_remove(const char *folder);

/* RC_OK, or the program ends. */
void bench_must(struct call *call, enum rc rc, const char *what);
/* Zeroed memory of the call; ends the program when there is none. */
void *bench_array(struct call *call, size_t n, size_t size) __attribute__((returns_nonnull));

/* The disk's own time to make a page of 4096 bytes last, in milliseconds. */
struct spread {
    double p50, p95, p99, max, mean;
};

struct spread bench_sync_ms(const char *folder, size_t times);
struct spread bench_spread(double *samples, size_t n); /* sorts them */

/* Runs n processes that start together and end by themselves; the time from start to last end.
 * meanwhile (may be NULL) is called in this process until all have ended. */
struct crowd {
    unsigned n;
    void (*run)(void *arg, unsigned which);
    void (*meanwhile)(void *arg);
    void *arg;
};

double bench_crowd(const struct crowd *crowd);
void *bench_shared(size_t bytes); /* zeroed memory that children write into, too */

/* ---- people ---- */

struct person_row {
    const struct field *fields[5];
    struct value values[5];
};

/* A complete row as an import has it: names, born, phones, place and who is responsible, read
 * from texts. The same number makes the same person. */
void bench_person(struct world *world, unsigned number, struct person_row *out);

/* Saves it by record.save; *out is the new record. */
void bench_save_person(struct world *world, unsigned number, struct outcome *out);

/* The operation "bench.import": up to IMPORT_ROWS such rows in one change. */
enum { IMPORT_ROWS = 200 };
extern const struct app_parts bench_parts;
void bench_import(struct world *world, unsigned first, unsigned n);

#endif
