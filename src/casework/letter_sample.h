/* letter_sample.h - an invented case with every fact that a letter can ask for, in the letter's
 *   language, so that a template can be tried before there is a case for it.
 * Owns: nothing. Order: letter_sample(), then template_fill().
 * Memory: the call's arena. Fails: never; without memory a fact is absent.
 * Limits: none. Cost: a walk over a table of about sixty rows for each fact.
 * Everybody in it is invented, and so are its offices; it quotes no law. */
#ifndef CASEWORK_LETTER_SAMPLE_H
#define CASEWORK_LETTER_SAMPLE_H

#include "rules/template.h"

struct letter_sample {
    struct call *call;
    struct str language; /* a tag: "sr-Latn"; one that has no sample of its own reads English */
};

struct template_facts letter_sample(const struct letter_sample *sample);

#endif
