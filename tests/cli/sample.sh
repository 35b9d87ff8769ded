# Without an index the built-in sample answers.
t dossier search -n 2 --tsv verification North Korea
t search -n 2 --tsv verification North Korea
t dossier show us-dprk-1994-agreed-framework | head -n 4
t dossier stats | head -n 5
mkdir .dossier
t search peace
