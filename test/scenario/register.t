# a folder to work in
$ printf 'moja kuca je na brdu zelenom\n' >p; printf 'a long password for mira\n' >w; chmod 600 p w; khetane init --dir data --name "Legal Aid" --prefix LA --country rs --person "Mira M." --login mira --passphrase-file p --password-file w -q --json >sheets.json; printf 'y=$(date +%%Y); export KHETANE_DIR=data; k() { khetane "$@" --as mira --passphrase-file p --password-file w; }\n' >env

# it has two registers, in the habit of the country
$ . ./env; k list register --plain | cut -f2,3
1| General register	{base}-{sub}/{year}
1| Register of cases for their team alone	T-{base}-{sub}/{year}

# a paper of no case, then one that answers it
$ . ./env; k register enter --about "Invitation" --with "Town hall" --out --lines | sed 's/20[0-9][0-9]-[0-9-]*/DAY/g; s/20[0-9][0-9]/YEAR/g'; k register enter --about "They come" --with "Town hall" --their-number 7/26 --answers 1-1/$y --lines | sed 's/20[0-9][0-9]-[0-9-]*/DAY/g; s/20[0-9][0-9]/YEAR/g'
1| {"number":"1-1/YEAR","on":"DAY","direction":"out","what":"Invitation","with":"Town hall","their_number":"","cancelled":"","answers":null,"answered_by":null,"for_the_team_alone":false}
1| {"number":"1-2/YEAR","on":"DAY","direction":"in","what":"They come","with":"Town hall","their_number":"7/26","cancelled":"","answers":"1-1/YEAR","answered_by":null,"for_the_team_alone":false}

# numbers that were typed
$ . ./env; k register enter --about "Bill" --number x 2>&1 | sed 's/20[0-9][0-9]/YEAR/g'
1| khetane: This is no number of this register. Write it as 15-3/YEAR.

$ . ./env; k register enter --about "Bill" --number 4-1 2>&1 | sed 's/20[0-9][0-9]/YEAR/g'
1| khetane: This leaves out 2-…/YEAR to 3-…/YEAR. If they stand in a book on paper, say so; else take the next number.

$ . ./env; k register enter --about "Bill" --number 4-1 --skip -q --lines | cut -d, -f4
1| "what":"Bill"

# cancelled, with a reason, and listed
$ . ./env; k register cancel 4-1/$y --reason "written twice" --lines | cut -d, -f7
1| "cancelled":"written twice"

# only what was cancelled
$ . ./env; k register list --only cancelled --plain | cut -f4,7
1| Bill	written twice

# as a file
$ . ./env; k register book -o book.csv --lines >out; head -c 3 book.csv | od -An -tx1; sed 's/20[0-9][0-9]/YEAR/g; s/\r//' book.csv | cut -d';' -f3,4,8
1|  ef bb bf
1| Which way;What it is;Remarks
1| Went out;Invitation;Answered by 1-2/YEAR
1| Came in;They come;Answers 1-1/YEAR
1| Came in;;Stands in the book on paper
1| Came in;;Stands in the book on paper
1| Came in;Bill;Cancelled: written twice

# a register that is not there, and a file of another sort
$ . ./env; k register list --register Nowhere
2| khetane: There is no register 'Nowhere'.
= 3

$ . ./env; k register book -o book.odt
2| khetane: The file ends with .xlsx or .csv.
= 2
