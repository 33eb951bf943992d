# a folder to work in, with a case, a letter that is printed and a paper of the organisation
$ printf 'moja kuca je na brdu zelenom\n' >p; printf 'a long password for mira\n' >w; chmod 600 p w; khetane init --dir data --name "Legal Aid" --prefix LA --country rs --person "Mira M." --login mira --passphrase-file p --password-file w -q --json >sheets.json; khetane case new --names 'Senada Demirova' --area housing --what 'Roof' -q --json --dir data --as mira --passphrase-file p --password-file w | tr -d '{}"\n' | cut -d: -f2 >code; cut -d- -f1,3 code
1| LA-1

# no paper lies with the case yet
$ khetane bundle $(cat code) -o b.pdf --dir data --as mira --passphrase-file p --password-file w; khetane bundle $(cat code) --dir data --as mira --passphrase-file p --password-file w; ls b.pdf 2>&1 | wc -l
1| 1
2| khetane: papers: Tick at least one paper.
2| khetane: Say where the PDF goes: -o FILE.pdf

# a letter, printed
$ khetane letter write $(cat code) --procedure rs.admin.request --language sr-Latn --gaps --office 'Opstina Rekovo' --asks 'Krov' -q --json --dir data --as mira --passphrase-file p --password-file w | sed 's/.*"code":"\([^"]*\)".*/\1/' >letter; khetane letter print $(cat letter) -o l.pdf -q --json --dir data --as mira --passphrase-file p --password-file w | grep -c pages
1| 1

# what is offered, and the bundle: first page, index, two copies of two pages, sums
$ khetane bundle $(cat code) --list --json --dir data --as mira --passphrase-file p --password-file w | grep -o '"n":1\|"what":"Letter"\|"proposed":true\|"other_side":true'; khetane bundle $(cat code) -o b.pdf --for 'Basic court' --court 'Basic court' --json --dir data --as mira --passphrase-file p --password-file w | grep -o '"file":"b.pdf","pages":[0-9]*'; head -c 5 b.pdf; grep -ac /JavaScript b.pdf
1| "n":1
1| "what":"Letter"
1| "proposed":true
1| "other_side":true
1| "file":"b.pdf","pages":5
1| %PDF-0
= 1

# what there is not
$ khetane bundle $(cat code) -o c.pdf --papers 1,7 --dir data --as mira --passphrase-file p --password-file w; khetane bundle LA-2020-9 -o c.pdf --dir data --as mira --passphrase-file p --password-file w
2| khetane: There is no paper '7': --list shows which there are, 1 to 1.
2| khetane: There is nothing with the number 'LA-2020-9', or not for you.
= 3
