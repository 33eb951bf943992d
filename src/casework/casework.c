/* casework.c - see casework.h. */
#include "casework/casework.h"

#include "casework/letter_print.h"
#include "casework/opening.h"

const struct operation *const casework_operations[] = {
    &case_open_operation,    &letter_write_operation, &letter_edit_operation,
    &letter_check_operation, &letter_print_operation,
};
const size_t casework_operations_n = sizeof casework_operations / sizeof *casework_operations;

const struct job_kind *const casework_jobs[] = {&letter_job};
const size_t casework_jobs_n = sizeof casework_jobs / sizeof *casework_jobs;
