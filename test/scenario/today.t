# a folder to work in
$ printf 'moja kuca je na brdu zelenom\n' >p; printf 'a long password for mira\n' >w; chmod 600 p w; khetane init --dir data --name "Legal Aid" --prefix LA --country rs --person "Mira M." --login mira --passphrase-file p --password-file w -q --json >sheets.json; khetane due --dir data --as mira --passphrase-file p --password-file w; khetane clocks --dir data --as mira --passphrase-file p --password-file w

# the rules that this office counts with, and one of them confirmed
$ khetane law list rs.admin.appeal --json --dir data --as mira --passphrase-file p --password-file w | head -c 320; echo; khetane law confirm rs.admin.appeal --by 'A. B., lawyer' --on 2026-03-01 --dir data --as mira --passphrase-file p --password-file w; khetane law list rs.admin.appeal --json --dir data --as mira --passphrase-file p --password-file w | grep -o '"checked":"[^"]*"'
1| [{"procedure":"rs.admin.appeal","part":"limit","stage":0,"term":0,"rule":"15 calendar days, counted from: The decision reached the person","only_if":null,"source":"Zakon o opštem upravnom postupku, Sl. glasnik RS 18/2016, 95/2018 (aut. tumač.), 2/2023 (US)","status":"verified","checked":null,"ask_by":null},{"procedur
1| "checked":"Confirmed by A. B., lawyer on Sunday 1 March 2026."
2| Next: khetane clocks --changed, for the last days that would be others.

# one that nobody knows; a procedure and a term that are none
$ khetane law unknown rs.admin.appeal --part limit --by 'A. B., lawyer' --on 2026-03-02 --ask-by 2026-04-01 -q --dir data --as mira --passphrase-file p --password-file w; khetane law list rs.admin.appeal --json --dir data --as mira --passphrase-file p --password-file w | grep -o '"ask_by":"[^"]*"'; khetane law confirm rs.admin.none --by X --dir data --as mira --passphrase-file p --password-file w; khetane law confirm rs.admin.appeal --term 40 --by X --dir data --as mira --passphrase-file p --password-file w
1| "ask_by":"2026-04-01"
2| khetane: There is no such procedure.
2| khetane: There is no such term.
= 3

# a correction says what it needs
$ khetane law correct rs.admin.appeal --by X --dir data --as mira --passphrase-file p --password-file w; khetane law correct rs.admin.appeal --by X --on 2026-03-03 --number 8 --unit days --from delivered --valid-from 2026-01-01 -q --dir data --as mira --passphrase-file p --password-file w; khetane clocks --changed --json --dir data --as mira --passphrase-file p --password-file w
1| []
2| khetane: --number is missing. See "khetane help law correct".

# a body, and how it answers
$ khetane add institution name='Centre for social work' sort_of=centre_social_work -q --dir data --as mira --passphrase-file p --password-file w >code; khetane institution show $(tr -d '\n' <code | grep -o 'LA-I-[0-9-]*') --json --dir data --as mira --passphrase-file p --password-file w | sed 's/-20[0-9][0-9]-/-YEAR-/'; khetane institution show LA-I-2020-9 --dir data --as mira --passphrase-file p --password-file w
1| {"code":"LA-I-YEAR-1","name":"Centre for social work","sort_of":"centre_social_work","procedures":0,"going_on":0,"in_time":0,"late":0,"waiting":0,"no_answer":0,"median_days":null,"promises":0,"kept":0,"handed_over":0,"taken_up":0,"tie":false}
2| khetane: There is nothing with the number 'LA-I-2020-9', or not for you.
= 3
