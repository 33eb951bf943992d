# own fields, from a new folder on
$ printf 'moja kuca je na brdu zelenom\n' >p; printf 'a long password for mira\n' >w; chmod 600 p w; khetane init --dir data --name "Legal Aid" --prefix LA --country mk --person "Mira M." --login mira --passphrase-file p --password-file w -q --json >sheets.json; printf '#!/bin/sh\nexec khetane "$@" --dir data --as mira --passphrase-file p --password-file w\n' >k; chmod +x k

# what a field would do is said before it is there
$ ./k fields add case 'Bus ticket' --is text --try -q | tail -1
1| what: New: "Bus ticket" in "Cases".
$ ./k kinds case --lines | grep -c own_
1| 0
= 1

# then it is there, and can be written at once
$ ./k fields add case 'Bus ticket' --is text --json | sed 's/_[a-z2-7]*","change.*/"/'
1| {"name":"own_bus_ticket"
$ ./k kinds case --lines | grep own_ | cut -d, -f2-4
1| "called":"Bus ticket","section":"what happened","is":"text"

# what Khetane needs is not hidden
$ ./k fields hide case person -q
2| khetane: case: Khetane itself needs this field: it can be renamed, but not hidden.
= 5

# a file with a mistake is named at its line
$ printf 'own_fields: 1\nkinds:\n  case:\n    sections:\n      what happened:\n        storie: { hidden: yes }\n' >f.yaml; ./k fields import f.yaml
2| khetane: f.yaml:6:9: There is no "storie" in this section; did you mean "story"?
= 5

# a list of one's own, and out and in again
$ ./k fields list Roofs Tin Tiles -q --lines | sed 's/^.*"what"/"what"/'
1| "what":["\"Tin\" can be chosen.","\"Tiles\" can be chosen."]}
$ ./k fields export >ours.yaml; ./k fields import ours.yaml --try --json -q
1| {"name":null,"change":null,"what":[]}
$ cat ours.yaml | ./k fields import - --try --json -q
1| {"name":null,"change":null,"what":[]}
