# a folder, and a table with a mistake in it
$ printf 'moja kuca je na brdu zelenom\n' >p; printf 'a long password for mira\n' >w; chmod 600 p w; khetane init --dir data --name "Legal Aid" --prefix LA --country mk --person "Mira M." --login mira --passphrase-file p --password-file w -q --json >sheets.json; printf 'Given name;Family name;Born;Phone;What\r\nСенада;Демирова;1987;+389 70 123 456;x\r\nAli;Osmani;soon;;\r\n' >people.csv

# it is looked at, told, and nothing is taken in
$ khetane import person people.csv --report bad.xlsx --dir data --as mira --passphrase-file p --password-file w --json | sed 's/-20[0-9][0-9]-/-YEAR-/'; khetane export person --dir data --as mira --passphrase-file p --password-file w | tail -n +2
2| A (Given name): names.given
2| B (Family name): names.family
2| C (Born): born
2| D (Phone): phones
2| E (What): left out
2| The rows with mistakes are in bad.xlsx.
2| khetane: Nothing was taken in: some rows have mistakes. --report FILE writes them down, --partial leaves them out.

# the report is a table that can be put right and read in again: here the born column is left out
$ khetane import person bad.xlsx --map C= -q --dir data --as mira --passphrase-file p --password-file w --json | cut -d, -f2-4
1| "state":"done","total":1,"new_rows":1

# only what is right, when asked
$ khetane import person people.csv --partial -q --dir data --as mira --passphrase-file p --password-file w --json | cut -d, -f2-4
1| "state":"done","total":2,"new_rows":1

# what is in the folder now, as a table; a text that begins like a formula is none
$ khetane export person --where names --all-fields --dir data --as mira --passphrase-file p --password-file w | sed 's/-20[0-9][0-9]-/-YEAR-/; s/\r//; s/,*$//' | tail -n +2
1| LA-P-YEAR-2,Сенада Демирова,1987,,,,"'+389 70 123 456, own, ask",,,,,Mira M.
1| LA-P-YEAR-1,Ali Osmani,,,,,,,,,,Mira M.

# as Excel, and read in again by number: nothing is changed
$ khetane export person -o out.xlsx --dir data --as mira --passphrase-file p --password-file w; khetane import person out.xlsx --dry-run -q --dir data --as mira --passphrase-file p --password-file w --json | cut -d, -f3-7
1| "total":2,"new_rows":0,"changed_rows":0,"same_rows":2,"faulty_rows":0

# taken back as one
$ khetane import undo LA-I-$(date +%Y)-3 --dir data --as mira --passphrase-file p --password-file w --json | cut -d, -f2-3; khetane export person --dir data --as mira --passphrase-file p --password-file w | tail -n +2 | sed 's/-20[0-9][0-9]-/-YEAR-/; s/\r//'
1| "state":"given_up","total":2
1| LA-P-YEAR-1,Ali Osmani,,Mira M.

# files that are no tables
$ printf '%%PDF-1.4' >a.pdf; khetane import person a.pdf --dir data --as mira --passphrase-file p --password-file w
2| khetane: file: This is a PDF. A table can be read from .xlsx or .csv.
= 5

# half a workbook
$ head -c 900 out.xlsx >half.xlsx; khetane import person half.xlsx --dir data --as mira --passphrase-file p --password-file w
2| khetane: The file is damaged or was not sent whole. Open it in your program, save it again, and try once more.
= 5

# a column and a kind that are none
$ khetane import person people.csv --map Z=born -q --dir data --as mira --passphrase-file p --password-file w; khetane import dragon people.csv --dir data --as mira --passphrase-file p --password-file w
2| khetane: The table has no column 'Z'.
2| khetane: There is no kind 'dragon' here.
= 2
