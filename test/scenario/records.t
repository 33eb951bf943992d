# a folder to work in
$ printf 'moja kuca je na brdu zelenom\n' >p; printf 'a long password for mira\n' >w; chmod 600 p w; khetane init --dir data --name "Legal Aid" --prefix LA --country mk --person "Mira M." --login mira --passphrase-file p --password-file w -q --json >sheets.json; khetane list person --dir data --as mira --passphrase-file p --password-file w

# a person, as people write it
$ khetane add person names="Demirova, Senada" born=1987-03 languages=rom,mk phones="070 123 456" national_number=55 --dir data --as mira --passphrase-file p --password-file w --json | cut -d, -f1,3 | sed 's/-20[0-9][0-9]-/-YEAR-/g'
1| {"code":"LA-P-YEAR-1","waits":false}

# lines, each a change: names in rows, nothing, an empty line, a sign in two halves
$ printf '{"names":"\\u0421\\u0435\\u043d\\u0430 X","born":"1990","sex":"f","limited":false,"responsible":"Mira M.","phones":null}\n\n{"names":[{"part":"given","text":"Ali"},{"part":"nickname","text":"L\\ud83d\\ude00"}],"languages":["rom","sq"]}' | khetane add person --from - --lines --dir data --as mira --passphrase-file p --password-file w | cut -d, -f1 | sed 's/-20[0-9][0-9]-/-YEAR-/g'
1| {"code":"LA-P-YEAR-2"
1| {"code":"LA-P-YEAR-3"

# the first line that is not right ends it and is named; those before stay
$ printf '{"names":"Third"}\n{"names":"Fourth","born":"soon","sex":"zz"}\n{"names":"Fifth"}\n' | khetane add person --from - --dir data --as mira --passphrase-file p --password-file w
2| Line 2 cannot be taken in, nor what follows it. Records from the lines before it, which stay: 1.
2| khetane: Line 2: Born: "soon" is not understood. Write it like this: 2026, 2026-11 or 22.11.2026; Sex: "zz" is not one of its words.
= 5

# a field that is none, half a line, no object, a list that cannot be written so
$ for line in '{"bron":1}' '{"names":"A"' 'names' '{"phones":["1;2"]}' '{"names":[{"text":"A","colour":"red"}]}'; do printf '%s\n' "$line" | khetane add person --from - -q --dir data --as mira --passphrase-file p --password-file w; done
2| khetane: Line 1: There is no field "bron" here; did you mean "born"?
2| khetane: Line 1: This is no JSON object: {"field": "value"}
2| khetane: Line 1: This is no JSON object: {"field": "value"}
2| khetane: Line 1: phones: a list holds texts without ';', or objects whose texts have no ',' or ';'.
2| khetane: Line 1: names: a list holds texts without ';', or objects whose texts have no ',' or ';'.
= 5

# the list: in words, sorted, some of them
$ khetane list person --columns names,born,languages,sex --sort names --dir data --as mira --passphrase-file p --password-file w | sed 's/-20[0-9][0-9]-/-YEAR-/g'; khetane list person --where 'born<1989' --sort born --down --columns names --json --dir data --as mira --passphrase-file p --password-file w | sed 's/-20[0-9][0-9]-/-YEAR-/g'; khetane list person --limit 1 --columns names --plain --dir data --as mira --passphrase-file p --password-file w | sed 's/-20[0-9][0-9]-/-YEAR-/g'
1| code         Names            Born        Languages           Sex
1| LA-P-YEAR-3  Ali                          Romani, Albanian
1| LA-P-YEAR-1  Senada Demirova  March 1987  Macedonian, Romani
1| LA-P-YEAR-4  Third
1| LA-P-YEAR-2  Сена X           1990                            Female
1| [{"code":"LA-P-YEAR-1","names":"given,Senada;family,Demirova"}]
1| LA-P-YEAR-4	Third
2| There are more: --limit 10000

# the list has codes for programs, and no secrets
$ khetane list person --where 'languages=mk' --columns names,born,languages,phones,limited --lines --dir data --as mira --passphrase-file p --password-file w | sed 's/-20[0-9][0-9]-/-YEAR-/g'; khetane list person --columns national_number --dir data --as mira --passphrase-file p --password-file w
1| {"code":"LA-P-YEAR-1","names":"given,Senada;family,Demirova","born":"1987-03","languages":["mk","rom"],"phones":"070 123 456,own,ask","limited":null}
2| khetane: national_number is secret; "khetane get" shows it.
= 2

# what cannot be asked
$ khetane list person --sort languages --dir data --as mira --passphrase-file p --password-file w; khetane list person --sort bron --dir data --as mira --passphrase-file p --password-file w; khetane list person --where 'bron=1' --dir data --as mira --passphrase-file p --password-file w; khetane list dragon --dir data --as mira --passphrase-file p --password-file w
2| khetane: This list cannot be sorted by that.
2| khetane: There is no field "bron" here; did you mean "born"?
2| khetane: where: Character 1: "bron" is not known here; did you mean "born"?
2| khetane: There is no "dragon" here: khetane kinds
= 3

# what was probably meant; a name that nobody has leaves nothing open
$ khetane list perso --dir data --as mira --passphrase-file p --password-file w
2| khetane: There is no "perso" here; did you mean "person"?
= 3

$ khetane list person --dir data --as nobody --passphrase-file p --password-file w
2| khetane: The name or the password is not right.
= 4

$ khetane job
2| khetane: 'job' needs one of these behind it: list, show, stop, run.
= 2

# changed, and changed to the same
$ khetane set person LA-P-$(date +%Y)-1 born=1987-03-04 phones= --dir data --as mira --passphrase-file p --password-file w --json | cut -d, -f1 | sed 's/-20[0-9][0-9]-/-YEAR-/g'; khetane set person LA-P-$(date +%Y)-1 born=4.3.1987 --dir data --as mira --passphrase-file p --password-file w --json | sed 's/-20[0-9][0-9]-/-YEAR-/g'
1| {"code":"LA-P-YEAR-1"
1| {"code":"LA-P-YEAR-1","change":null,"waits":false}
2| It was so already; nothing was changed.

# changed wrongly
$ khetane set person LA-P-$(date +%Y)-1 born=soon --dir data --as mira --passphrase-file p --password-file w; khetane set person LA-P-$(date +%Y)-1 born --dir data --as mira --passphrase-file p --password-file w; khetane set person LA-P-9999-1 born=1987 --dir data --as mira --passphrase-file p --password-file w
2| khetane: born: Born: "soon" is not understood. Write it like this: 2026, 2026-11 or 22.11.2026
2| khetane: 'born' is not written as FIELD=VALUE.
2| khetane: There is nothing with the number 'LA-P-9999-1', or not for you.
= 3

# one record, its secrets too
$ khetane get person LA-P-$(date +%Y)-1 --dir data --as mira --passphrase-file p --password-file w | sed 's/-20[0-9][0-9]-/-YEAR-/g'; khetane get person LA-P-$(date +%Y)-1 --lang mk --dir data --as mira --passphrase-file p --password-file w | sed -n 3p; khetane get person LA-P-$(date +%Y)-1 --json --dir data --as mira --passphrase-file p --password-file w | sed 's/-20[0-9][0-9]-/-YEAR-/g'
1| code: LA-P-YEAR-1
1| Names: Senada Demirova
1| Born: 4 Mar 1987
1| Languages: Macedonian, Romani
1| National number: 55
1| Responsible: Mira M.
1| Роден/а: 4.3.1987 г.
1| {"code":"LA-P-YEAR-1","names":[{"part":"given","text":"Senada","script":null,"gram":null},{"part":"family","text":"Demirova","script":null,"gram":null}],"born":"1987-03-04","sex":null,"languages":["mk","rom"],"reads_with_help":null,"phones":[],"never_ring":null,"reach":null,"not_reached":null,"lives_in":null,"national_number":"55","responsible":"Mira M.","team":[],"teams":[],"limited":null,"must_not_see":[],"held":null,"retired":false}

# what became of it
$ khetane history person LA-P-$(date +%Y)-1 --lines --dir data --as mira --passphrase-file p --password-file w | cut -d, -f2-9 | head -n 3; khetane history person LA-P-$(date +%Y)-1 --plain --dir data --as mira --passphrase-file p --password-file w | cut -f2-8 | head -n 2
1| "who":"Mira M.","what":"saved","kind":"person","field":"born","was":"1987-03","now":"1987-03-04","hidden":false,"why":null
1| "who":"Mira M.","what":"saved","kind":"person","field":"phones","was":"070 123 456,own,ask","now":null
1| "who":"Mira M.","what":"saved","kind":"person","field":"names","was":null,"now":"given,Senada;family,Demirova"
1| Mira M.	saved	Person	Born	March 1987	4 Mar 1987	no
1| Mira M.	saved	Person	Phones	070 123 456, Own, Ask first		no

# a part of something, by its number
$ khetane add case person=LA-P-$(date +%Y)-1 what="No birth entry" area=papers -q --json --dir data --as mira --passphrase-file p --password-file w | cut -d, -f1 | sed 's/-20[0-9][0-9]-/-YEAR-/g'; khetane add case_paper what=decision received=2026-10-05 how=in_hand procedure=mk.admin.appeal --of LA-$(date +%Y)-1 --json --dir data --as mira --passphrase-file p --password-file w | cut -d, -f3; khetane list case_paper --columns what,received,last_day --lines --dir data --as mira --passphrase-file p --password-file w | cut -d, -f2-; khetane add case_paper what=decision --dir data --as mira --passphrase-file p --password-file w; khetane add person names=A --of LA-1 --dir data --as mira --passphrase-file p --password-file w
1| {"code":"LA-YEAR-1"
1| "waits":false}
1| "what":"decision","received":"2026-10-05","last_day":"2026-10-20"}
2| khetane: "case_paper" is a part of something: --of NUMBER says of what.
2| khetane: "person" is no part of anything else.
= 2

# found in any spelling
$ khetane find демирова --dir data --as mira --passphrase-file p --password-file w | sed 's/-20[0-9][0-9]-/-YEAR-/g'; khetane find nobody here --json --dir data --as mira --passphrase-file p --password-file w
1| kind    code         title
1| Person  LA-P-YEAR-1  Senada Demirova
1| []

# neither fields nor lines, and both
$ khetane add person --dir data --as mira --passphrase-file p --password-file w; khetane add person names=A --from - --dir data --as mira --passphrase-file p --password-file w
2| khetane: Say what is to be written: FIELD=VALUE ..., or --from FILE with a JSON object a line (- for standard input).
2| khetane: FIELD=VALUE and --from do not go together.
= 2

# how far the translations are: as many sentences in each
$ khetane lang --lines | sed 's/:[0-9][0-9]*/:N/g' | head -n 2; khetane lang --plain | cut -f3 | sort -u | wc -l
1| {"code":"en","translated":N,"total":N,"status":"checked"}
1| {"code":"mk","translated":N,"total":N,"status":"draft"}
1| 1

# a zone that cannot be read would keep everybody out
$ khetane set organisation "Legal Aid" zone=Mars --dir data --as mira --passphrase-file p --password-file w
2| khetane: "Mars" is no time zone: the difference from UTC is hours, or hours:minutes, as in CET-1.
= 5
