# thirty days are over, not sixty: open in one case, to be waited for in the other
$ khetane moves rs.admin.request received=2026-03-02,proven --today 2026-04-20
1| no_answer_since:
1| moves:
1|   move       procedure                what                                        from        until       any_time  firm  too_late  if                      why_no_day  status
1|   wait       rs.admin.request         Administrative request (general procedure)  2026-04-20  2026-05-04  no        yes   no        examination procedure               verified
1|   no answer  rs.admin.silence_appeal  Appeal for silence of administration        2026-04-02  2027-04-01  no        yes   no        direct decision-making              verified

# the same as JSON
$ khetane moves rs.admin.request received=2026-03-02,proven --today 2026-04-20 --json
1| {"no_answer_since":null,"moves":[{"move":"wait","procedure":"rs.admin.request","what":"Administrative request (general procedure)","from":"2026-04-20","until":"2026-05-04","any_time":false,"firm":true,"too_late":false,"if":"examination procedure","why_no_day":null,"status":"verified"},{"move":"silence","procedure":"rs.admin.silence_appeal","what":"Appeal for silence of administration","from":"2026-04-02","until":"2027-04-01","any_time":false,"firm":true,"too_late":false,"if":"direct decision-making","why_no_day":null,"status":"verified"}]}

# the case is known
$ khetane moves rs.admin.request received=2026-03-02,proven --today 2026-04-20 --when 'direct decision-making' --plain
1| no_answer_since	2026-04-02
1| moves	no answer	rs.admin.silence_appeal	Appeal for silence of administration	2026-04-02	2027-04-01	no	yes	no			verified

# nothing happened yet
$ khetane moves lt.equality.complaint act=2026-08-30 --today 2026-11-21 --plain
1| no_answer_since	
1| moves	hand in	lt.equality.complaint	Complaint to the Equal Opportunities Ombudsperson	2026-11-21	2026-11-30	no	no	no			verified

# too late, and says so
$ khetane moves mk.foi.request received=2026-03-02,proven --today 2026-04-08 --plain
1| no_answer_since	2026-03-24
1| moves	no answer	mk.foi.appeal	Appeal to the Agency (ASPI)	2026-03-24	2026-04-07	no	yes	yes			unverified

# granted: nothing is left to do
$ khetane moves rs.admin.request received=2026-03-02 delivered=2026-03-20,granted --today 2026-03-25 --json
1| {"no_answer_since":null,"moves":[]}

# more time, until the day that the body named; the hour of arrival
$ khetane moves lt.admin.request received=2026-10-30,proven,at=17:30 extended=2026-11-25,until=2026-12-14 --today 2026-12-05 --plain
1| no_answer_since	
1| moves	wait	lt.admin.request	Request/complaint to a public administration body	2026-12-05	2026-12-14	no	yes	no			verified

# a card: what is not known is not offered
$ khetane moves rs.violence.protection --today 2026-03-25
1| no_answer_since:
1| moves:
2| This is not offered here; "khetane procedures rs.violence.protection" says why.

# the card itself says whom to ask
$ khetane procedures mk.violence.protection
1| id: mk.violence.protection
1| country: MK
1| name: Protection from domestic violence
1| institution: Police; centre for social work; basic court
1| offered: no
1| stages:
1| silence: unsaid
1| warnings: who is in danger is helped first; no paper is needed for that
1| notes: Not known here: the law's measures, who may ask for them, and until when police, centre and court must act. No text of it could be read. No term is counted for it.
1| ask: in danger: the police, 192 (general knowledge), the centre for social work, an association that helps women, and a lawyer
1| status: unverified

# all that is known of one
$ khetane procedures xk.admin.appeal
1| id: xk.admin.appeal
1| country: XK
1| name: Administrative appeal
1| offered: yes
1| who_may_file: the party to whom the act was notified (general knowledge)
1| file_within: 30 calendar days from delivered (notification of the act); partly, no number (3 or 6 months in some cases/parties); another term for some cases or parties; partly
1| stages:
1|   stage  side  who              what    terms                                       manual  status
1|   1      body  second instance  decide  30 calendar days from received; unverified          unverified
1| silence: remedy
1| silence_rule: go to court
1| silence_remedy: xk.court.admin
1| next: xk.court.admin
1| documents: the act and the proof of its notification
1| outcomes: the act is annulled or changed (general knowledge), the appeal is refused (general knowledge)
1| legal_basis: Law 05/L-031 on General Administrative Procedure: art 100 silence; arts 8,10,12,33 – via article on administrative simplification in Kosovo (MDPI Adm. Sci. 12/1/18), art 124, 125, 127, 130
1| source: Lëvizja FOL, Practical guide on access to justice (2024) – PDF in github:ShabiDHM/advocatus data/academic (commit 001c467d)
1| status: partly

# the list of a country
$ khetane procedures --country XK --plain | head -n 3
1| xk.equality.complaint	Complaint of discrimination to the Ombudsperson	yes	partly
1| xk.court.antidiscrimination	Claim for protection from discrimination	yes	unverified
1| xk.ombudsman.complaint	Ombudsperson complaint (maladministration)	yes	partly

# a procedure that nobody knows
$ khetane moves rs.admin.reqest --today 2026-03-25
2| khetane: PROCEDURE: There is no procedure 'rs.admin.reqest' here. Did you mean 'rs.admin.request'?
= 3

# an event that nobody knows
$ khetane moves rs.admin.request recieved=2026-03-02
2| khetane: EVENT=DAY: There is no event 'recieved'. Did you mean 'received'?
= 2

# a fact without its day
$ khetane moves rs.admin.request received
2| khetane: EVENT=DAY: 'received' is no event with its day. Write it as received=2026-03-02,proven.
= 2

# a day that is none
$ khetane moves rs.admin.request received=2026-02-30
2| khetane: EVENT=DAY: 'received=2026-02-30' is no event with its day. Write it as received=2026-03-02,proven.
= 2

# a mark that nobody knows
$ khetane moves rs.admin.request received=2026-02-20,sure
2| khetane: EVENT=DAY: 'received=2026-02-20,sure' is no event with its day. Write it as received=2026-03-02,proven.
= 2

# a country without law
$ khetane procedures --country ZZ
2| khetane: --country: There is no law of 'ZZ' here.
= 3

# institutions: national ones by name, of others their kind
$ khetane institutions --country LT --plain | head -n 2
1| lt.equality	Office of the Equal Opportunities Ombudsperson		equality	national	no			lt.equality.complaint	verified
1| lt.ombudsman	Seimas Ombudsmen's Office		ombudsman	national	no			lt.ombudsman.complaint	verified
