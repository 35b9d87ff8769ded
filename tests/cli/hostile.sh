# What a document holds never steers the terminal.
printf '%s\n' '{"id":"x\u001b[2J","title":"Red \u001b[31m title \u009b31m and \u202eturned","date":"2020","topics":["a\u0007b"],"url":"http://\u001b]0;owned\u0007","body":"peace \u001b[1mbold\u001b[0m\rover\u0000nul"}' > bad.jsonl
t dossier index bad.jsonl
t dossier search peace
t dossier search --color=always peace
t dossier search --tsv peace
t dossier search --trec peace
t dossier search --json peace
t dossier show "$(printf 'x\033[2J')"
t dossier show --json "$(printf 'x\033[2J')"
t dossier show "$(printf 'no\033[31msuch')"
t dossier search -i "$(printf 'no\033[31msuch')" x
