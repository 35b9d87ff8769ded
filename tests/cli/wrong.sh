t dossier
t dossier serach peace
t dossier frobnicate
t dossier help serach
t dossier search
t search
t dossier search --jsno peace
t dossier search --frobnicate peace
t dossier search peace -talks
t dossier search -n
t dossier search -n many peace
t dossier search -n -1 peace
t dossier search -n 99999999999999999999 peace
t dossier search -n 4294967297 peace
t dossier search --offset 4294967296 peace
t dossier search -n 999999999 peace
t dossier search --limit= peace
t dossier search --json=yes peace
t dossier search --json --tsv peace
t dossier search --color=sometimes peace
t dossier search -i nowhere peace
t dossier index
t dossier index --memory=lots x
t dossier index --map headline x
dossier index --map "$(seq -s , 65)" x; echo "[exit $?]"
t dossier show
t dossier stats peace
t dossier check peace
t dossier check
sh -c 'dossier help | head -n 1; dossier help > /dev/full; echo "[exit $?]"'
