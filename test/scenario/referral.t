# a folder to work in, and a case in it
$ printf 'moja kuca je na brdu zelenom\n' >p; printf 'a long password for mira\n' >w; chmod 600 p w; khetane init --dir data --name "Legal Aid" --prefix LA --country xk --person "Mira M." --login mira --passphrase-file p --password-file w -q --json >sheets.json; printf '%s\n' '#!/bin/sh' 'exec khetane "$@" --dir data --as mira --passphrase-file p --password-file w' >k; chmod +x k; printf '%s\n' '#!/bin/sh' "grep -o '\"id\":\"[0-9a-f]*\"' | cut -d'\"' -f4" >id; chmod +x id; ./k case new --nickname Zumbula --area return --what 'Home in September' -q --json | grep -o 'LA-20[0-9]*-1' >c

# who promised what by when: a note, a promise and the minutes in one
$ ./k talk $(cat c) --with 'The landlord' --what 'Repairs' --until 2099-01-05 --minutes 5 -q >/dev/null; ./k promise list $(cat c) --lines | cut -d, -f3-; ./k promise list $(cat c) --lines | ./id >i; ./k promise mark $(cat i) late -q >/dev/null; ./k promise list $(cat c) --lines | cut -d, -f6
1| "with":"The landlord","what":"Repairs","until":"2099-01-05","kept":null}
1| "kept":"late"}

# a talk with nothing in it is asked for
$ ./k talk $(cat c) --with 'The landlord' --minutes 5
2| khetane: Write what was promised, or below what was said.
= 5

# a task is dropped with a reason alone
$ ./k task add $(cat c) --what 'Ring the school' --due 2099-01-05 -q >/dev/null; ./k task list $(cat c) --lines | ./id >i; ./k task settle $(cat i) drop; ./k task settle $(cat i) drop --why 'They rang' -q >/dev/null; ./k task list $(cat c) --lines | cut -d, -f2-
1| "state":"dropped","what":"Ring the school","due":"2099-01-05","who":"Mira M.","why":null,"put_off":null,"outcome":"They rang"}
2| khetane: words: Say why.

# what is passed on is shown before
$ ./k referral send $(cat c) --to 'Health centre' --what 'A doctor' --pass name,matter --show --on 2026-03-02 --json
1| {"passed_on":"Name: Zumbula\nWhat it is about: Home in September\n","accept_by":"2026-03-09","answer_by":"2026-04-01","agreed":false}

# nobody allowed it: refused, and with a reason it is not
$ ./k referral send $(cat c) --to 'Health centre' --what 'A doctor'; ./k referral send $(cat c) --to 'Health centre' --what 'A doctor' --reason 'In danger' --on 2026-03-02 -q >/dev/null; ./k referral list $(cat c) --lines | ./id >i; ./k referral note $(cat i) accepted --on 2026-03-06 -q >/dev/null; ./k referral list $(cat c) --lines | cut -d, -f2-
1| "state":"accepted","to":null,"to_name":"Health centre","what":"A doctor","sent":"2026-03-02","accept_by":"2026-03-09","answer_by":"2026-04-01","accepted":"2026-03-06","begun":null,"ended":null,"due":"2026-04-01"}
2| khetane: reason: Nothing allows us yet to tell Health centre. Write down what she agrees to, or another basis, or say why it must be done without.

# taken back only with a reason
$ ./k referral note $(cat i) taken_back
2| khetane: words: Say why.
= 5

# who must show what, and where that is not known
$ ./k unequal show $(cat c) --lines | grep -o '"procedure":"xk.\(equality\|court\)[^,]*\|"they_must_show":[^,]*' | head -4
1| "procedure":"xk.equality.complaint"
1| "they_must_show":null
1| "procedure":"xk.court.antidiscrimination"
1| "they_must_show":"prove that there was no discrimination"

# for rent no term is known; assistance that was asked for has its day: 2 March and 45 days is 16 April
$ ./k home mark $(cat c) rent asked --on 2026-03-02 -q >/dev/null; ./k home mark $(cat c) assistance asked --on 2026-03-02 -q >/dev/null; ./k home show $(cat c) --lines | grep '"code":"\(rent\|assistance\)"' | cut -d, -f1,4,7-; ./k home mark $(cat c) nothing asked
1| {"code":"rent","term":null,"asked":"2026-03-02","given":null}
1| {"code":"assistance","term":"45 calendar days","asked":"2026-03-02","given":null}
2| khetane: Name a kind of help by its code, then asked, given or refused.
= 2
