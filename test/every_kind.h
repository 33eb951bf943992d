/* every_kind.h - a kind with every field type that people fill in, with parts, for tests of forms.
 * Owns: texts of model files. Order: any. Memory: static. Fails: never. Limits: none.
 * Cost: none. */
#ifndef TEST_EVERY_KIND_H
#define TEST_EVERY_KIND_H

static const char every_kind[] =
    "kind: visit\none: Visit\nmany: Visits\nabout: A visit.\nsubject: itself\n"
    "sections:\n"
    "  what was seen:\n"
    "    title: { is: text, must: yes, max: 80, help: \"In a few words.\" }\n"
    "    story: { is: long text }\n"
    "    people: { is: whole number }\n"
    "    height: { is: decimal, digits: 2 }\n"
    "    cost: { is: money }\n"
    "    made_on: { is: date, not_after: today }\n"
    "    born: { is: partial date }\n"
    "    began: { is: moment }\n"
    "    lasted: { is: duration }\n"
    "    dry: { is: flag }\n"
    "    area: { is: choice, of: area, must: yes }\n"
    "    way: { is: choice, of: area }\n"
    "    grounds: { is: choices, of: area }\n"
    "  who and where:\n"
    "    before: { is: link, to: visit }\n"
    "    others: { is: links, to: visit }\n"
    "    lives_in: { is: place }\n"
    "    e_mail: { is: e-mail }\n"
    "    page: { is: web address }\n"
    "    names: { is: names }\n"
    "    phones: { is: phones }\n"
    "    agreed: { is: signature }\n"
    "    scans: { is: files }\n"
    "  closed:\n"
    "    told: { is: text, secret: yes }\n"
    "    due: { is: date, derived: yes }\n"
    "may:\n  lead: { see: all, change: all, make: all }\n"
    "parts:\n  item:\n    one: Item\n    many: Items\n    about: Something seen.\n"
    "    sections:\n      seen:\n"
    "        what: { is: choice, of: area, must: yes }\n"
    "        bought: { is: date }\n        price: { is: money }\n"
    "        broken: { is: flag }\n        remark: { is: text, max: 40 }\n";

static const char every_area[] = "list: area\nabout: Areas.\nchoices:\n"
                                 "  housing: { en: \"Housing & home\" }\n"
                                 "  school: { en: \"School\" }\n  health: { en: \"Health\" }\n";

static const char every_municipality[] =
    "list: municipality\nabout: Places.\nchoices:\n"
    "  rekovo: { en: \"Rekovo\" }\n  podgrad: { en: \"Podgrad\" }\n";

#endif
