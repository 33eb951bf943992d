# a folder to work in, with a case
$ printf 'moja kuca je na brdu zelenom\n' >p; printf 'a long password for mira\n' >w; chmod 600 p w; khetane init --dir data --name "Legal Aid" --prefix LA --country rs --person "Mira M." --login mira --passphrase-file p --password-file w -q --json >sheets.json; printf 'another long password\n' >n; chmod 600 n; khetane user add --name 'N. Ilic' --login ilic --roles outside --new-password-file n -q --json --dir data --as mira --passphrase-file p --password-file w >user.json; khetane case new --names 'Senada Demirova' --area housing --what 'Dismissed' -q --json --dir data --as mira --passphrase-file p --password-file w | tr -d '{}"\n' | cut -d: -f2 >code; cut -d- -f1,3 code
1| LA-1

# a hearing on a Sunday far ahead is asked about, and kept when it is so
$ khetane hearing add $(cat code) --on 2031-06-01 --at 9:30 --where 'Basic court' --dir data --as mira --passphrase-file p --password-file w; khetane hearing add $(cat code) --on 2031-06-01 --at 9:30 --where 'Basic court' --judge 'T. M.' --sure --json --dir data --as mira --passphrase-file p --password-file w | grep -o '"on":"[^"]*","at":"[^"]*"'
1| "on":"2031-06-01","at":"09:30"
2| khetane: Day and hour: nobody works on this day. Sunday 1 June 2031
2| khetane: Nothing was written. If it is so, give the same command with --sure.

# what came of it, and the next one where this one was
$ khetane hearing outcome $(cat code) --outcome adjourned --next 2031-06-11 --at 10 --json --dir data --as mira --passphrase-file p --password-file w | grep -o '"on":"[^"]*"\|"judge":"[^"]*"\|"outcome":"[^"]*"'; khetane hearing outcome $(cat code) --hearing 7 --outcome held --dir data --as mira --passphrase-file p --password-file w
1| "on":"2031-06-01"
1| "judge":"T. M."
1| "outcome":"adjourned"
1| "on":"2031-06-11"
1| "judge":"T. M."
2| khetane: There is no such hearing in the case.
= 3

# counsel from outside: an account that is there, until a day, and the end of it
$ khetane counsel let-in $(cat code) mira --name X --dir data --as mira --passphrase-file p --password-file w; khetane counsel let-in $(cat code) ilic --name 'Adv. Ilic' --until 2031-12-31 --client 'S. D.' --json --dir data --as mira --passphrase-file p --password-file w | grep -o '"account_until":"[^"]*","sees":[a-z]*'; khetane counsel end $(cat code) ilic --json --dir data --as mira --passphrase-file p --password-file w | grep -o '"sees":[a-z]*'
1| "account_until":"2031-12-31","sees":true
1| "sees":false
2| khetane: There is no account 'mira' with the role outside alone.

# fourteen parents, or two: who is like somebody is asked about
$ khetane case people $(cat code) 'Nora Berisha' Zumbula --json --dir data --as mira --passphrase-file p --password-file w | grep -o '"people":[0-9]*'; khetane case people $(cat code) 'Nora Berisha' --dir data --as mira --passphrase-file p --password-file w 2>&1 | sed 's/LA-P-[0-9]*-/LA-P-YEAR-/'; khetane case people $(cat code) 'Nora Berisha' --new --json --dir data --as mira --passphrase-file p --password-file w | grep -o '"people":[0-9]*'
1| "people":2
1| khetane: 'Nora Berisha' may be LA-P-YEAR-2. Give her number, or --new if she is somebody else.
1| "people":3

# the result, and opened again
$ khetane case close $(cat code) --outcome settlement --says good --dir data --as mira --passphrase-file p --password-file w; khetane case close $(cat code) --outcome settlement --says good --by sign --json --dir data --as mira --passphrase-file p --password-file w | grep -o '"state":"[a-z]*","outcome":"[a-z]*"\|"days":[0-9]*'; khetane case reopen $(cat code) --why 'They did not keep it' --json --dir data --as mira --passphrase-file p --password-file w | grep -o '"state":"[a-z]*"\|"reopened":"[^"]*"'
1| "state":"resolved","outcome":"settlement"
1| "days":0
1| "state":"open"
1| "reopened":"They did not keep it"
2| khetane: satisfaction_how: How did she say it: by voice, by a sign, in writing?
