# Times are masked: all that has a digit after a point.
masked() { sed -E 's/ +[0-9]+\.[0-9]+/ T/g; s/_us":[0-9.]+/_us":T/g; s/longest: .*/longest: Q/; s/"longest":"[^"]*"/"longest":"Q"/'; }
printf 'verification\n"arms control"\n\n+peace -war\nno-such-word-here\n' > some.txt
printf 'sanctions\n' > one.txt
t dossier bench some.txt one.txt 2>&1 | masked
t dossier bench --json -n 0 --runs 2 some.txt 2>/dev/null | masked
t dossier bench --passages --total -n 3 --runs 1 one.txt 2>&1 | masked
: > empty.txt
t dossier bench empty.txt
t dossier bench nowhere.txt
t dossier bench --runs 0 one.txt
t dossier bench
t dossier bench --help
