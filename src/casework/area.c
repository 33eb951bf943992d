/* area.c - see area.h. */
#include "casework/area.h"

#include "casework/batch.h"
#include "casework/batch_pages.h"
#include "casework/bundle.h"
#include "casework/bundle_pages.h"
#include "casework/card_pages.h"
#include "casework/case_files.h"
#include "casework/case_write.h"
#include "casework/court_pages.h"
#include "casework/delivery.h"
#include "casework/delivery_pages.h"
#include "casework/discrimination_pages.h"
#include "casework/donor.h"
#include "casework/feed.h"
#include "casework/homecoming.h"
#include "casework/hooks.h"
#include "casework/incoming.h"
#include "casework/incoming_pages.h"
#include "casework/institution.h"
#include "casework/intake_pages.h"
#include "casework/law_pages.h"
#include "casework/letter_back.h"
#include "casework/letter_office_pages.h"
#include "casework/letter_own.h"
#include "casework/letter_pages.h"
#include "casework/letter_print.h"
#include "casework/mandate_pages.h"
#include "casework/mediation.h"
#include "casework/mediation_pages.h"
#include "casework/no_answer_pages.h"
#include "casework/opening.h"
#include "casework/pages.h"
#include "casework/people_pages.h"
#include "casework/person_pages.h"
#include "casework/photo_address.h"
#include "casework/photo_pages.h"
#include "casework/photos.h"
#include "casework/proceeding_pages.h"
#include "casework/queue.h"
#include "casework/queue_pages.h"
#include "casework/quick_pages.h"
#include "casework/recount.h"
#include "casework/referral.h"
#include "casework/referral_pages.h"
#include "casework/register.h"
#include "casework/register_pages.h"
#include "casework/report_pages.h"
#include "casework/result_pages.h"
#include "casework/return_pages.h"
#include "casework/sheet_pages.h"
#include "casework/slip_pages.h"
#include "casework/task_pages.h"
#include "casework/tasks.h"
#include "casework/template_pages.h"
#include "casework/timeline.h"
#include "casework/today_pages.h"
#include "casework/told.h"
#include "casework/told_pages.h"

static const struct operation *const operations[] = {
    &case_open_operation,        &letter_write_operation,   &letter_edit_operation,
    &letter_check_operation,     &letter_print_operation,   &recount_look_operation,
    &recount_accept_operation,   &queue_write_operation,    &queue_move_operation,
    &case_write_operation,       &task_settle_operation,    &talk_operation,
    &promise_mark_operation,     &referral_send_operation,  &referral_note_operation,
    &entitlement_mark_operation, &told_say_operation,       &told_strike_operation,
    &photos_come_operation,      &template_stand_operation, &register_letter_operation,
    &register_paper_operation,   &register_line_operation,  &register_cancel_operation,
    &letter_deliver_operation,   &letter_mistake_operation, &paper_come_operation,
    &paper_say_operation,        &bundle_keep_operation,    &letter_back_operation,
};
static const size_t operations_n = sizeof operations / sizeof *operations;

static const struct work *const works[] = {&recount_work, &recount_accept_work, &bundle_work};
static const size_t works_n = sizeof works / sizeof *works;

/* Behind the night's backup: a new version may have brought other holidays and rules. */
static const struct schedule_row schedule[] = {{"recount", {EVERY_DAY, 0, 4 * 60 + 45}}};
static const size_t schedule_n = sizeof schedule / sizeof *schedule;

static const struct job_kind *const jobs[] = {&letter_job, &photos_job,      &donor_job,
                                              &bundle_job, &letter_back_job, &batch_job};
static const size_t jobs_n = sizeof jobs / sizeof *jobs;

static const struct kind_page kind_pages[] = {{"case", "/case/%s"},
                                              {"letter", "/letter/%s"},
                                              {"institution", "/institution/%s"},
                                              {"person", "/person/%s"},
                                              {"letter_template", "/template/%s"},
                                              {"donor_form", "/report/form/%s"},
                                              {NULL, NULL}};

/* Who stands at the desk comes before what is due. */
static void home(struct web *web)
{
    queue_home(web);
    today_home(web);
}

const struct area casework_area = {
    .operations = operations,
    .operations_n = &operations_n,
    .hooks = casework_hooks,
    .hooks_n = &casework_hooks_n,
    .routes = {{casework_routes, &casework_routes_n},
               {case_routes, &case_routes_n},
               {paper_routes, &paper_routes_n},
               {proceeding_routes, &proceeding_routes_n},
               {timeline_routes, &timeline_routes_n},
               {letter_routes, &letter_routes_n},
               {delivery_routes, &delivery_routes_n},
               {carry_routes, &carry_routes_n},
               {incoming_routes, &incoming_routes_n},
               {mail_routes, &mail_routes_n},
               {no_answer_routes, &no_answer_routes_n},
               {batch_routes, &batch_routes_n},
               {register_routes, &register_routes_n},
               {letter_office_routes, &letter_office_routes_n},
               {today_routes, &today_routes_n},
               {law_routes, &law_routes_n},
               {recount_routes, &recount_routes_n},
               {institution_routes, &institution_routes_n},
               {feed_routes, &feed_routes_n},
               {intake_routes, &intake_routes_n},
               {person_routes, &person_routes_n},
               {quick_routes, &quick_routes_n},
               {queue_routes, &queue_routes_n},
               {sheet_routes, &sheet_routes_n},
               {slip_routes, &slip_routes_n},
               {court_routes, &court_routes_n},
               {hearing_routes, &hearing_routes_n},
               {counsel_routes, &counsel_routes_n},
               {result_routes, &result_routes_n},
               {report_routes, &report_routes_n},
               {report_sample_routes, &report_sample_routes_n},
               {donor_routes, &donor_routes_n},
               {people_routes, &people_routes_n},
               {mandate_routes, &mandate_routes_n},
               {task_routes, &task_routes_n},
               {mediation_routes, &mediation_routes_n},
               {referral_routes, &referral_routes_n},
               {discrimination_routes, &discrimination_routes_n},
               {return_routes, &return_routes_n},
               {told_routes, &told_routes_n},
               {case_files_routes, &case_files_routes_n},
               {bundle_routes, &bundle_routes_n},
               {photo_routes, &photo_routes_n},
               {photo_phone_routes, &photo_phone_routes_n},
               {card_routes, &card_routes_n},
               {template_routes, &template_routes_n}},
    .kind_pages = kind_pages,
    .home = home,
    .jobs = jobs,
    .jobs_n = &jobs_n,
    .works = works,
    .works_n = &works_n,
    .schedule = schedule,
    .schedule_n = &schedule_n,
};
