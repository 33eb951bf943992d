/* card.h - the card for other devices, as an order and a job.
 * Owns: the job kind "card". Order: card_order_of(), card_request(), the job, card_result().
 * Memory: the call's arena. Fails: as document/card_pdf.h and process/job.h.
 * Limits: CARD_PDF_MAX bytes. Cost: a job, some 50 ms. Nothing on the card is secret. */
#ifndef ROLES_CARD_H
#define ROLES_CARD_H

#include "document/card_pdf.h"
#include "process/job.h"
#include "store/network.h"

enum { CARD_PDF_MAX = 2 << 20, CARD_MS = 20000 };

extern const struct job_kind card_job;

/* What a server on the network tells of itself. */
struct near_facts {
    struct certificate root;
    struct str host;    /* "office.local" */
    struct str address; /* the first by number; n == 0: none */
    uint16_t port, trust_port;
};

/* "https://office.local:8438/", and where a device begins: by number, if there is one, since a
 * phone may not find the name. */
struct str near_url(struct call *call, const struct near_facts *facts, bool by_number);
struct str near_trust_url(struct call *call, const struct near_facts *facts);

MUST_USE enum rc card_order_of(struct call *call, const struct near_facts *facts,
                               struct card_order *out);
MUST_USE enum rc card_request(struct call *call, const struct near_facts *facts,
                              struct job_request *out);
MUST_USE enum rc card_result(struct call *call, struct job_news *news, struct str *pdf);

#endif
