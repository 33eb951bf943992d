# an unknown command is answered with the one that was meant, and not run
$ khetane hlep
2| khetane: Unknown command 'hlep'. Did you mean 'help'?
= 2

# an unknown option likewise
$ khetane help --jason
2| khetane: Unknown option '--jason'. Did you mean '--json'?
= 2

# the version
$ khetane --version
1| khetane 0.2.0

# the short help has at most twelve lines
$ test "$(khetane | wc -l)" -le 12

# help of help
$ khetane help help
1| Usage: khetane help [COMMAND] [VERB] [OPTION...]
1|
1| Lists all commands, or explains one.
1|
1|   COMMAND                 the command that is to be explained
1|   VERB                    its second word, if it has one
1|
1| Options of every command:
1|   --json                  the answer as one JSON value
1|   --lines                 the answer as JSON, one value a line
1|   --plain                 the answer as lines with tabs between the columns
1|   -q, --quiet             only the answer and errors
1|   --lang CODE             en mk sr-Cyrl sr-Latn sq rom lt
1|   --dir PATH              the data folder; else KHETANE_DIR
1|   --as USER               who you are
1|   --password-file PATH    your password, if it cannot be typed
1|   --passphrase-file PATH  a key holder's passphrase, if it cannot be typed
1|   --sure                  yes, it is so: what is odd is kept as it is given
1|   --no-color              no colours in what is said
1|   -h, --help              what the command does
1|   --version               the version of this program

# -h after a command is the same
$ khetane help help >a && khetane help -h >b && cmp a b

# an answer that cannot be written is an error
$ khetane --version >/dev/full
2| khetane: The answer could not be written out.
= 1
