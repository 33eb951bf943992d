# a folder to work in
$ printf 'moja kuca je na brdu zelenom\n' >p; printf 'a long password for mira\n' >w; chmod 600 p w; khetane init --dir data --name "Legal Aid" --prefix LA --country rs --person "Mira M." --login mira --passphrase-file p --password-file w -q --json >sheets.json

# quick help: no name, no case
$ khetane quick add --area papers --what information --minutes 10 --project "Free aid" --rights-sheet --dir data --as mira --passphrase-file p --password-file w --json | cut -d, -f2,3; khetane quick add --area housing --what legal_advice --minutes 25 --on 2026-03-02 --dir data --as mira --passphrase-file p --password-file w --json | cut -d, -f2,3
1| "own_day":1,"own_month":1}
1| "own_day":1,"own_month":1}

# the sums of a day and its month
$ khetane quick sums --on 2026-03-31 --dir data --as mira --passphrase-file p --password-file w --lines
1| {"whose":"own","over":"day","helps":0,"minutes":0,"rights_sheets":0}
1| {"whose":"own","over":"month","helps":1,"minutes":25,"rights_sheets":0}
1| {"whose":"office","over":"day","helps":0,"minutes":0,"rights_sheets":0}
1| {"whose":"office","over":"month","helps":1,"minutes":25,"rights_sheets":0}

# the list of a day
$ khetane quick list --on 2026-03-02 --dir data --as mira --passphrase-file p --password-file w --lines
1| {"on":"2026-03-02","area":"housing","what":"legal_advice","minutes":"0:25","project":null,"who":"Mira M."}

# what is missing or no choice is told
$ khetane quick add --area nowhere --what dancing --minutes 5 --dir data --as mira --passphrase-file p --password-file w
2| khetane: area: Area: Choose one of the list.
2| khetane: what: What we did: Choose one of the list.
= 5

# who came, with the last day that her paper may set
$ khetane queue add --called "Blue scarf" --area papers --paper refusal --received 2026-11-10 --came 8:35 --on 2026-11-12 --dir data --as mira --passphrase-file p --password-file w --json | sed 's/-20[0-9][0-9]-/-YEAR-/'; khetane queue add --called "Zumbula" --hurry --came 8.50 --on 2026-11-12 --dir data --as mira --passphrase-file p --password-file w --json | sed 's/-20[0-9][0-9]-/-YEAR-/'
1| {"code":"LA-W-YEAR-1","called":"Blue scarf","state":"waiting","came":"08:35","taken":null,"done":null,"area":"papers","paper":"refusal","paper_received":"2026-11-10","supposed_last_day":"2026-11-25","who":null}
1| {"code":"LA-W-YEAR-2","called":"Zumbula","state":"waiting","came":"08:50","taken":null,"done":null,"area":null,"paper":null,"paper_received":null,"supposed_last_day":null,"who":null}

# a paper whose last day nobody can suppose; a time that is none
$ khetane queue add --called "Ali" --paper summons --received 2026-11-10 --came 9:00 --on 2026-11-12 --dir data --as mira --passphrase-file p --password-file w --json | cut -d, -f8-10; khetane queue add --called "Nora" --came 25:00 --dir data --as mira --passphrase-file p --password-file w
1| "paper":"summons","paper_received":"2026-11-10","supposed_last_day":null
2| khetane: --came is a time of the day, such as 9:05.
= 2

# in the order of coming; another day is empty
$ khetane queue list --on 2026-11-12 --dir data --as mira --passphrase-file p --password-file w --lines | cut -d, -f2-4; khetane queue list --on 2026-11-13 --dir data --as mira --passphrase-file p --password-file w --json
1| "called":"Blue scarf","state":"waiting","came":"08:35"
1| "called":"Zumbula","state":"waiting","came":"08:50"
1| "called":"Ali","state":"waiting","came":"09:00"
1| []

# taken and helped, but not helped before she was taken
$ khetane queue move LA-W-$(date +%Y)-1 with_us --dir data --as mira --passphrase-file p --password-file w --lines | cut -d, -f2,3; khetane queue move LA-W-$(date +%Y)-1 helped --dir data --as mira --passphrase-file p --password-file w --lines | cut -d, -f2,3; khetane queue move LA-W-$(date +%Y)-2 helped --dir data --as mira --passphrase-file p --password-file w
1| "called":"Blue scarf","state":"with_us"
1| "called":"Blue scarf","state":"helped"
2| khetane: state: That does not follow on where this visitor is now.
= 5
