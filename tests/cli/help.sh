t dossier --help
t dossier help search
t dossier index --help
t dossier show -h
t dossier stats --help
t dossier check --help
t search --help | head -n 2
t dossier --version | head -n 2
