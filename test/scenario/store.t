# a new folder, whose passphrase and password come from files
$ printf 'moja kuca je na brdu zelenom\n' >p; printf 'a long password for mira\n' >w; chmod 600 p w; khetane init --dir data --name "Legal Aid" --prefix LA --country mk --person "Mira M." --login mira --passphrase-file p --password-file w -q --json >sheets.json

# its log is verified, with every signature
$ khetane verify --dir data --as mira --passphrase-file p --password-file w --json | cut -d, -f1-5
1| {"entries":1,"parts":2,"erased_parts":0,"chains":1,"files":0
2| Verifying data ...

# a backup, and what comes next
$ khetane backup stick --dir data --as mira --passphrase-file p --password-file w --json | cut -d, -f1-6
1| {"folder":"stick","entries":1,"new_entries":1,"files":0,"new_files":0,"mended":0
2| Backing up data to stick ...
2| Keep it away from this computer. See that it can be read: khetane verify --backup stick --dir data

# a second one finds nothing new
$ khetane backup stick --dir data --as mira --passphrase-file p --password-file w --json -q | cut -d, -f1-6
1| {"folder":"stick","entries":1,"new_entries":0,"files":0,"new_files":0,"mended":0

# the data folder itself is no place for it
$ khetane backup data --dir data --as mira --passphrase-file p --password-file w -q
2| khetane: data is a data folder itself. Name a folder on another disk.
= 1

# restored by the words of two sheets
$ tr -d '[]{}"' <sheets.json | tr ',' '\n' | sed -n 's/^words://; /^\([a-z]* \)\{23\}/p' | sed -n 1,4p >words; khetane restore stick --dir new --sheets words | sed "s|^head: .*|head: same|"
1| folder: new
1| entries: 1
1| files: 0
1| erased: 0
1| without_key: 0
1| head: same
2| Restoring stick to new ...
2| Who looked at what (reads.db) is not part of a backup. Choose an empty folder for new backups.
2| Next: khetane serve --dir new

# the same records, and the person can sign in
$ khetane verify --dir new --as mira --passphrase-file p --password-file w -q --json | cut -d, -f1-5
1| {"entries":1,"parts":2,"erased_parts":0,"chains":1,"files":0

# a folder that is there is not filled
$ khetane restore stick --dir new --passphrase-file p -q
2| khetane: new is not empty. Restoring fills a folder of its own: name one that is not there yet.
= 1

# a backup that was changed is named, file by file, and nothing is made of it
$ printf xxxxxxxx | dd of=stick/log/000001.seg bs=1 seek=300 conv=notrunc 2>/dev/null; khetane restore stick --dir other --passphrase-file p -q; code=$?; ls; exit $code
1| data
1| new
1| p
1| sheets.json
1| stick
1| w
1| words
2| khetane: stick/log/000001.seg is damaged: its bytes are not those that were written. Put back a good copy.
= 6

# a damaged keyring is named before anything is asked
$ printf xxxx | dd of=stick/khetane.keys bs=1 seek=2 conv=notrunc 2>/dev/null; khetane restore stick --dir other --passphrase-file p -q
2| khetane: khetane.keys does not begin with the line of a keys file: it is another file, or its first line is damaged. Put back a good copy.
= 6
