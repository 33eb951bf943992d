# a year's days off, as JSON with the date and the name alone
$ khetane holidays --country RS --year 2027 --json
1| [{"date":"2027-01-01","name":"New Year"},{"date":"2027-01-02","name":"New Year (second day)"},{"date":"2027-01-07","name":"Christmas"},{"date":"2027-02-15","name":"Statehood Day"},{"date":"2027-02-16","name":"Statehood Day (second day)"},{"date":"2027-04-30","name":"Good Friday"},{"date":"2027-05-01","name":"Holy Saturday"},{"date":"2027-05-01","name":"Labour Day"},{"date":"2027-05-02","name":"Easter Sunday"},{"date":"2027-05-02","name":"Labour Day (second day)"},{"date":"2027-05-03","name":"Easter Monday"},{"date":"2027-05-04","name":"Labour Day (second day) (day off instead)"},{"date":"2027-11-11","name":"Armistice Day"}]

# for people also the weekday, and why a working day is free
$ khetane holidays --country MK --year 2026
1| date        weekday    name                                          why
1| 2026-01-01  Thursday   New Year
1| 2026-01-07  Wednesday  Orthodox Christmas
1| 2026-03-20  Friday     Eid al-Fitr
1| 2026-04-13  Monday     Orthodox Easter Monday
1| 2026-05-01  Friday     Labour Day
1| 2026-05-24  Sunday     Saints Cyril and Methodius
1| 2026-05-25  Monday     Saints Cyril and Methodius (day off instead)  in place of 2026-05-24, a Sunday
1| 2026-08-02  Sunday     Republic Day
1| 2026-08-03  Monday     Republic Day (day off instead)                in place of 2026-08-02, a Sunday
1| 2026-09-08  Tuesday    Independence Day
1| 2026-10-11  Sunday     Day of the Uprising
1| 2026-10-12  Monday     Day of the Uprising (day off instead)         in place of 2026-10-11, a Sunday
1| 2026-10-23  Friday     Day of the Revolutionary Struggle
1| 2026-12-08  Tuesday    Saint Clement of Ohrid

# one value a line
$ khetane holidays --country lt --year 2026 --lines
1| {"date":"2026-01-01","name":"New Year"}
1| {"date":"2026-02-16","name":"Restoration of the State"}
1| {"date":"2026-03-11","name":"Restoration of Independence"}
1| {"date":"2026-04-05","name":"Easter Sunday"}
1| {"date":"2026-04-06","name":"Easter Monday"}
1| {"date":"2026-05-01","name":"Labour Day"}
1| {"date":"2026-05-03","name":"Mother's Day"}
1| {"date":"2026-06-07","name":"Father's Day"}
1| {"date":"2026-06-24","name":"Saint John's Day"}
1| {"date":"2026-07-06","name":"Statehood Day"}
1| {"date":"2026-08-15","name":"Assumption"}
1| {"date":"2026-11-01","name":"All Saints"}
1| {"date":"2026-11-02","name":"All Souls"}
1| {"date":"2026-12-24","name":"Christmas Eve"}
1| {"date":"2026-12-25","name":"Christmas"}
1| {"date":"2026-12-26","name":"Second day of Christmas"}

# days that are free for some people alone
$ khetane holidays --country MK --year 2026 --all --plain | grep 04-08
1| 2026-04-08	Wednesday	International Roma Day		the Roma community

# a year whose Eid is not known yet says so, beside the answer
$ khetane holidays --country MK --year 2031 --plain | grep -c Eid
1| 0
2| The calendar does not yet know the day of this holiday in 2031: Eid al-Fitr
= 1

# a country without a calendar
$ khetane holidays --country ZZ --year 2026
2| khetane: country: There is no calendar for 'ZZ' here. There is one for: LT MK RS XK.
= 3

# a year that is none
$ khetane holidays --country RS --year 20
2| khetane: --year must be a whole number from 1900 to 2200.
= 2

# the law's own example: the last day moves over Easter
$ khetane term --country RS --from 2026-03-26 --plus 15 --unit cd
1| due: 2026-04-14
1| steps:
1|   date        what              why
1|   2026-03-26  Event             the day of the event is not counted
1|   2026-04-10  End of the count  15 calendar days after the day that is not counted
1|   2026-04-10  Not the last day  Good Friday
1|   2026-04-11  Not the last day  Holy Saturday
1|   2026-04-12  Not the last day  Easter Sunday
1|   2026-04-13  Not the last day  Easter Monday
1|   2026-04-14  Last day          the first working day after days off
1| rule: The day of the event is not counted. A term of months or years ends on the day with the number of the event's day, or on the month's last day. Days on which the body does not work do not stop a term; if it does not work on the last day, the term ends with the first following working day.
1| source: Zakon o opštem upravnom postupku, Sl. glasnik RS 18/2016, 95/2018, 2/2023, arts 80-83
1| status: verified

# the same as JSON
$ khetane term --country RS --from 2026-03-26 --plus 15 --unit cd --json
1| {"due":"2026-04-14","steps":[{"date":"2026-03-26","what":"Event","why":"the day of the event is not counted"},{"date":"2026-04-10","what":"End of the count","why":"15 calendar days after the day that is not counted"},{"date":"2026-04-10","what":"Not the last day","why":"Good Friday"},{"date":"2026-04-11","what":"Not the last day","why":"Holy Saturday"},{"date":"2026-04-12","what":"Not the last day","why":"Easter Sunday"},{"date":"2026-04-13","what":"Not the last day","why":"Easter Monday"},{"date":"2026-04-14","what":"Last day","why":"the first working day after days off"}],"rule":"The day of the event is not counted. A term of months or years ends on the day with the number of the event's day, or on the month's last day. Days on which the body does not work do not stop a term; if it does not work on the last day, the term ends with the first following working day.","source":"Zakon o opštem upravnom postupku, Sl. glasnik RS 18/2016, 95/2018, 2/2023, arts 80-83","status":"verified"}

# a holiday's substitute at the end
$ khetane term --country XK --from 2026-04-09 --plus 30 --unit cd --json | cut -c1-20
1| {"due":"2026-05-12",

# a month from the 31st
$ khetane term --country MK --from 2028-01-31 --plus 1 --unit m --plain | head -n 4
1| due	2028-02-29
1| steps	2028-01-31	Event	the day of the event is not counted
1| steps	2028-02-29	End of the count	1 month later; that month has no day 31, so its last day
1| steps	2028-02-29	Last day	the end of the count; it is not moved

# received after office hours before two holidays
$ khetane term --country LT --from 2026-10-30 --plus 20 --unit wd --received --at 17:30 --plain | head -n 8
1| due	2026-12-01
1| steps	2026-10-30	Not yet received	it came at 17:30, after office hours (until 15:45)
1| steps	2026-10-31	Not yet received	Saturday
1| steps	2026-11-01	Not yet received	All Saints
1| steps	2026-11-02	Not yet received	All Souls
1| steps	2026-11-03	Counts as received	the next working day; the day of the receipt is not counted
1| steps	2026-11-07	Day off	Saturday
1| steps	2026-11-08	Day off	Sunday

# hours need the time of day
$ khetane term --country RS --from 2026-04-10 --plus 48 --unit h
2| khetane: A term of hours runs from the moment of its event: say at what time it was.
= 5

# hours run through days off
$ khetane term --country RS --from 2026-04-10 --plus 48 --unit h --at 10:15 --plain | head -n 5
1| due	2026-04-12
1| until	10:15
1| steps	2026-04-10	Event	the hours run from its moment
1| steps	2026-04-12	End of the count	48 hours after the event at 10:15
1| steps	2026-04-12	Last day	until 10:15

# a time of day that changes nothing is refused
$ khetane term --country RS --from 2026-04-10 --plus 8 --unit cd --at 10:15
2| khetane: --at: The time of day matters for a paper that was --received and for a term of hours.
= 2

# a time of day that is none
$ khetane term --country RS --from 2026-04-10 --plus 8 --unit h --at 25:00
2| khetane: --at: '25:00' is no time of day. Write it as 17:30.
= 2

# a date that is none
$ khetane term --country RS --from 2026-02-30 --plus 8 --unit cd
2| khetane: --from must be a date, written like 2026-11-22; '2026-02-30' is none.
= 2

# a term longer than any
$ khetane term --country RS --from 2026-02-03 --plus 41 --unit y
2| khetane: A term of this unit has a length of 1 to 40, not 41.
= 5

# a stage of a procedure; its source and that of the counting
$ khetane term --country RS --from 2026-04-09 --procedure rs.admin.appeal --stage 1
1| due: 2026-06-08
1| stage: decide
1| steps:
1|   date        what              why
1|   2026-04-09  Event             the day of the event is not counted
1|   2026-06-08  End of the count  60 calendar days after the day that is not counted
1|   2026-06-08  Last day          the end of the count; it is not moved
1| rule: The day of the event is not counted. A term of months or years ends on the day with the number of the event's day, or on the month's last day. Days on which the body does not work do not stop a term; if it does not work on the last day, the term ends with the first following working day.
1| source: Zakon o opštem upravnom postupku, Sl. glasnik RS 18/2016, 95/2018 (aut. tumač.), 2/2023 (US), art 174; Zakon o opštem upravnom postupku, Sl. glasnik RS 18/2016, 95/2018, 2/2023, arts 80-83
1| status: verified

# its limit for filing is stage 0
$ khetane term --country RS --from 2026-04-09 --procedure rs.admin.appeal --stage 0 --json | cut -c1-20
1| {"due":"2026-04-24",

# the rule of receipt holds for what the office receives
$ khetane term --country LT --from 2026-10-31 --procedure lt.admin.request --stage 2 --plain | head -n 6
1| due	2026-12-01
1| stage	decide
1| steps	2026-10-31	Not yet received	Saturday
1| steps	2026-11-01	Not yet received	All Saints
1| steps	2026-11-02	Not yet received	All Souls
1| steps	2026-11-03	Counts as received	the next working day; the day of the receipt is not counted

# a stage without a number says why
$ khetane term --country RS --from 2026-04-09 --procedure rs.ombudsman.complaint --stage 6
2| khetane: --stage: No day can be counted here: no number is known.
= 5

# a stage without a term
$ khetane term --country RS --from 2026-04-09 --procedure rs.equality.complaint --stage 5
2| khetane: --stage: The law sets no term here that is known.
= 3

# several terms for different cases
$ khetane term --country MK --from 2026-04-09 --procedure mk.equality.complaint --stage 0 --case 2 --plain | head -n 3
1| due	2027-04-09
1| stage	Complaint to the Commission for Prevention and Protection against Discrimination
1| steps	2026-04-09	Event	the day of the event is not counted

# which is counted when nobody says
$ khetane term --country MK --from 2026-04-09 --procedure mk.equality.complaint --stage 0 --plain | head -n 3
1| due	2026-10-09
1| stage	Complaint to the Commission for Prevention and Protection against Discrimination
1| steps	2026-04-09	Event	the day of the event is not counted
2| There are 2 terms here; --case says which is counted.

# a term that is not there
$ khetane term --country RS --from 2026-04-09 --procedure rs.admin.appeal --stage 1 --case 7
2| khetane: --case: The terms here are 1 to 1.
= 3

# what is open at any time
$ khetane term --country XK --from 2026-04-09 --procedure xk.labour.inspection --stage 0
2| khetane: --stage: This is open at any time; it has no last day.
= 5

# a procedure that is not known
$ khetane term --country RS --from 2026-04-09 --procedure rs.admin.apeal --stage 1
2| khetane: --procedure: There is no procedure 'rs.admin.apeal' here. Did you mean 'rs.admin.appeal'?
= 3

# a procedure of another country
$ khetane term --country MK --from 2026-04-09 --procedure rs.admin.appeal --stage 1
2| khetane: --country: 'rs.admin.appeal' is a procedure of RS, not of MK.
= 2

# a stage that is not there
$ khetane term --country RS --from 2026-04-09 --procedure rs.admin.appeal --stage 9
2| khetane: --stage: The stages of this procedure are 0 to 1.
= 3

# neither a length nor a stage
$ khetane term --country RS --from 2026-04-09 --plus 3
2| khetane: Say what to count: --plus and --unit, or --procedure and --stage.
= 2

# both a length and a stage
$ khetane term --country RS --from 2026-04-09 --plus 3 --unit cd --procedure rs.admin.appeal --stage 1
2| khetane: Say what to count: --plus and --unit, or --procedure and --stage.
= 2

# spellings of one name share a key
$ khetane fold 'Ѓорѓи Демиров' 'Gjorgji Demirov' 'Gorgi Demirov' --json
1| [{"name":"Ѓорѓи Демиров","keys":["demirov gorgi"]},{"name":"Gjorgji Demirov","keys":["demirov gorgi"]},{"name":"Gorgi Demirov","keys":["demirov gorgi"]}]

# for people
$ khetane fold Џемаил Džemail Xhemail Dzemail Агим Азем
1| name     keys
1| Џемаил   xemajl
1| Džemail  xemajl
1| Xhemail  xemajl
1| Dzemail  xemajl
1| Агим     agim
1| Азем     azem

# one name a line
$ khetane fold --lines Краснићи Krasniqi
1| {"name":"Краснићи","keys":["krasnici"]}
1| {"name":"Krasniqi","keys":["krasnici"]}

# a name that is no text
$ khetane fold "$(printf 'a\377')"
2| khetane: This name is no valid text (UTF-8).
= 5

# no name at all
$ khetane fold
2| khetane: NAME is missing. See "khetane help fold".
= 2
