cat > docs.jsonl <<'END'
{"id":"1","title":"North Korea and verification","date":"2018-06-12","body":"The DPRK declared its sites; U.S. inspectors verify."}
{"id":"2","title":"Talks","body":"Democratic People's Republic of Korea, said the United States at the Six-Party Talks."}
{"id":"3","title":"Contact","body":"Email us about our office, who attended, in the north; it may march on Korea Street."}
{"id":"4","title":"Health","body":"The World Health Organization in Ivory Coast, with 10,000 troops. Kim Jong-un said: C++ is a:b."}
{"id":"5","title":"Politique","body":"L'OMS en Côte d'Ivoire. A policy’s end. Turkey for dinner, and Ankara in Turkey."}
{"id":"6","title":"Peaches","body":"Atlanta, Georgia: US$ 10,000 for the Navajo."}
END
dossier index docs.jsonl > /dev/null
for q in 'North Korea' DPRK 'N. Korea' 'north korea' "Democratic People’s Republic of Korea" \
         U.S. US us 'U.S.-North Korea' 'U.S.-North Korea verification' 'Kim Jong-un' 'foo AND' '"unbalanced' '(a OR' who WHO 'WHO funding' \
         C++ a:b '*' — 'policy’s' "Côte d'Ivoire" 'ivory coast' 'Six-Party talks' '10,000 troops' '' \
         'US office' 'who attended' it may march north '"North Korea"' 'title:DPRK' 'verification -US' '+DPRK talks' turkey georgia; do
	t search --tsv "$q"
done
t search --json DPRK
# Names of one's own, or none; what an index was made with it keeps.
dossier names > names.txt
echo 'nav; group; Navajo; Dine' >> names.txt
t dossier index -o own --names names.txt docs.jsonl
t search -i own --tsv Dine
t dossier index -o own docs.jsonl
t dossier index -o own --no-names docs.jsonl
t dossier index -o none --no-names --no-exceptions docs.jsonl
t search -i none --tsv DPRK
t dossier index -o none --names names.txt docs.jsonl
echo 'nav; group; Navajos' >> names.txt
t dossier index -o other --names names.txt docs.jsonl
t dossier index -o other --names missing.txt docs.jsonl
