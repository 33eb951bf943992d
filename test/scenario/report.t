# a folder with two quick helps
$ printf 'moja kuca je na brdu zelenom\n' >p; printf 'a long password for mira\n' >w; chmod 600 p w; khetane init --dir data --name "Legal Aid" --prefix LA --country mk --person "Mira M." --login mira --passphrase-file p --password-file w -q --json >sheets.json; for area in papers housing; do khetane quick add --area $area --what information --minutes 10 --project Homes --on 2026-01-05 --dir data --as mira --passphrase-file p --password-file w -q --json | cut -d: -f1; done
1| {"change"
1| {"change"

# what was done in a month, as lines for programs
$ khetane report show 2026-01 --lines -q --dir data --as mira --passphrase-file p --password-file w | grep -E '"(short|area|project)"' | grep -v '"0"'
1| {"table":"short","row":"Quick help, without a name","figure":"n","number":"2"}
1| {"table":"area","row":"Papers and civil status","figure":"quick","number":"1"}
1| {"table":"area","row":"Housing","figure":"quick","number":"1"}
1| {"table":"area","row":"In all","figure":"quick","number":"2"}
1| {"table":"project","row":"Homes","figure":"quick","number":"2"}
1| {"table":"project","row":"In all","figure":"quick","number":"2"}

# any two days, and files; what is no time and no format is told
$ khetane report show --from 2026-01-05 --to 2026-01-05 --output report.csv -q --dir data --as mira --passphrase-file p --password-file w && grep -c Housing report.csv; khetane report show --from 2026-01-05 --to 2026-01-05 --output report.pdf -q --dir data --as mira --passphrase-file p --password-file w && head -c 5 report.pdf; echo; khetane report show 2026-01 --output report.doc -q --dir data --as mira --passphrase-file p --password-file w; khetane report show 2026-13 --dir data --as mira --passphrase-file p --password-file w
1| 1
1| %PDF-
2| khetane: A report is written as .pdf, .docx, .odt, .xlsx or .csv.
2| khetane: period: "2026-13" is no month, quarter or year. Write it like this: 2026-10, 2026-Q4 or 2026
= 5

# nothing to draw from; the seed is told
$ khetane report sample 2026-01 --seed 7 --json --dir data --as mira --passphrase-file p --password-file w
1| []
2| 0 drawn from 0, by the seed 7.

# a donor's form that is none
$ printf 'no spreadsheet' >form.xlsx; khetane report fill 2026-01 --form form.xlsx --output filled.xlsx --dir data --as mira --passphrase-file p --password-file w
2| khetane: The file is damaged or was not sent whole. Open it in your program, save it again, and try once more.
= 5

# names, for who makes the form
$ khetane report names --lines --dir data --as mira --passphrase-file p --password-file w | grep -E 'khetane_(help|people_sex_f)"'
1| {"name":"khetane_help","what":"Help given in cases"}
1| {"name":"khetane_people_sex_f","what":"People, once: Female"}
