# Bytes depend on the library that packs; they are masked.
bytes() { sed -E 's/^((bytes|stored|dictionary|postings|positions|norms|columns).*[^0-9,])[0-9,]+$/\1N/; s/("(bytes|stored [a-z]*|dictionary|postings|positions|norms|columns)"):[0-9]+/\1:N/g'; }
cat > docs.jsonl <<'END'
{"id":"one","title":"Verification","date":"2018-06-12","type":"Analysis","topics":["Arms Control","Asia"],"authors":["Frank Aum"],"body":"First words."}
{"id":"two","title":"Peace","date":"2018","type":"Report","body":"Second words."}
{"id":"three","title":"War","type":"Report","body":"Third words."}
END
t dossier index docs.jsonl
t dossier stats | bytes
t dossier stats --json | bytes
cat > long.jsonl <<'END'
{"id":"x","title":"X","type":"Report of the Special Rapporteur"}
{"id":"y","title":"Y","type":"Observations finales concernant le sixième rapport périodique"}
END
dossier index -o long long.jsonl > /dev/null
t dossier stats -i long | sed -n '/per type/,$p'
head -n 1 docs.jsonl | dossier index - > /dev/null
t dossier stats | head -n 5
