cat > docs.jsonl <<'END'
{"id":"one","title":"Verification in North Korea","date":"2018-06-12","type":"Analysis","topics":["Arms Control","Asia"],"authors":["Frank Aum"],"url":"https://example.org/one","body":"Verification is hard. Inspectors need access to sites in North Korea that nobody has seen since 2009, and the talks about that access have broken down more than once. What is not declared cannot be verified."}
{"id":"two","title":"Peace talks","date":"2017","type":"Report","body":"Talks about peace in the north went on for years."}
{"id":"three","title":"Tabs\tand\nlines","body":"Peace\tat last."}
END
t dossier index docs.jsonl
t dossier search verification north korea
t dossier search -n 1 peace
t dossier search -n1 --offset 1 peace
t dossier search -n 0 peace
t dossier search --no-passage '"peace talks" OR title:verification'
t dossier search +peace -- -talks
t dossier search date:2018
t dossier search author:aum
t dossier search type:report topic:asia
t dossier search nothing-like-it
t dossier search --json verify
t dossier search --json nothing-like-it
t dossier search --tsv peace
t dossier search --trec peace
t dossier search --color=always -n 1 verification
t search -n 1 --tsv peace
t dossier search '"unbalanced (foo AND'
t dossier search --json "$(printf 'bad \377 bytes')"
