# The program of bench/query: one line in, one line out.
cat > docs.jsonl <<'END'
{"id":"one","title":"Arms control","body":"Verification of arms control needs inspectors."}
{"id":"two","title":"Trade","body":"Control of arms exports. Trade in arms."}
{"id":"three","title":"Wheat","body":"Nothing of the kind."}
END
dossier index -o demo docs.jsonl > /dev/null
query() { printf "$1\n" | "$top/${BUILT:-build}/bench/query" demo; }
t query 'COUNT\tarms'
t query 'COUNT\tarms wheat'
t query 'COUNT\t+arms +trade'
t query 'COUNT\t"arms control"'
t query 'TOP_10\tarms wheat'
t query 'TOP_10_COUNT\tarms wheat\nTOP_100_COUNT\t+arms -trade'
t query 'TOP_0\tarms'
t query 'TOP_10_UNKNOWN\tarms'
t query 'no tab'
t "$top/${BUILT:-build}/bench/query" nowhere 2>&1 | sed "s|$top/[^ ]*/bench/query|query|"
