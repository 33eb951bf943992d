/* opc.h - the parts of a packed document, and how one leads to another: what DOCX and XLSX share.
 * Owns: nothing. Order: archive_open(), any of these, archive_close().
 * Memory: relations live in the call's arena; what handlers are given is borrowed (xml.h).
 * Fails: as archive.h and xml.h; RC_NOT_FOUND without a recorded error: there is no such part.
 * Limits: OPC_RELATIONS_MAX bytes of relations; the max given. Cost: one pass.
 * Source: ECMA-376 part 2 (Open Packaging Conventions), 9.3. */
#ifndef DOCUMENT_OPC_H
#define DOCUMENT_OPC_H

#include "document/archive.h"
#include "document/xml.h"

enum { OPC_RELATIONS_MAX = 4 << 20 };

struct opc_relation {
    struct str id;
    struct str type;   /* as it ends: "relationships/styles" */
    struct str target; /* the name of a part, or an address outside */
    bool outside;
};

/* Reads one part, piece by piece. */
MUST_USE enum rc opc_read(struct call *call, struct archive *zip, struct str part, size_t max,
                          const struct xml_handlers *handlers);

/* Where a part leads; part empty: where the whole begins. */
MUST_USE enum rc opc_relations(struct call *call, struct archive *zip, struct str part,
                               void (*each)(void *data, const struct opc_relation *relation),
                               void *data);

#endif
