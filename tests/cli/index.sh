cat > three.jsonl <<'END'
{"id":"a","title":"Verification in North Korea","date":"2018-06-12","body":"Inspectors verify."}
{"id":"b","title":"Peace talks","body":"They talked for years."}
{"id":"c","title":"No date","body":"Undated."}
END
cat > mixed.jsonl <<'END'
{"id":"c","title":"Now with a date","date":"2019","body":"Dated."}
{"id":"d","title":"Broken
{"id":"e","body":"no title"}
{"title":"no id","body":"x"}
[1,2]
{"id":"f","title":"Odd date","date":"someday","body":"x"}
END
cat > mapped.jsonl <<'END'
{"key":"g","headline":"Another shape","text":"Words of the text."}
END
t dossier index three.jsonl
t dossier index three.jsonl
t dossier index -o other three.jsonl mixed.jsonl
gzip -n < three.jsonl > three.jsonl.gz
mkdir folder && cp three.jsonl.gz mapped.jsonl folder
t dossier index -o third --map id=key,title=headline,body=text folder
t dossier search -i third --tsv shape
DOSSIER_INDEX=fourth; export DOSSIER_INDEX
t dossier index - < three.jsonl
t dossier search --tsv talks
: > empty
t dossier index empty
t dossier index -o fifth empty
t dossier index -o sixth three.jsonl missing.jsonl
t dossier search -i sixth peace
t dossier index -o three.jsonl three.jsonl
# Streams: named, and those that the caller closed, whose number no file of an index may get.
mkfifo pipe && { cat three.jsonl > pipe & }
t dossier index -o seventh pipe
t dossier index -o seventh /dev/stdin < mapped.jsonl
t sh -c 'dossier index -o eighth mixed.jsonl 2>&-; echo "[exit $?]"; wc -c < eighth/lock; dossier check -i eighth'
t sh -c 'dossier index -o ninth three.jsonl >&-; echo "[exit $?]"; wc -c < ninth/lock; dossier check -i ninth'
t sh -c 'dossier index -o tenth - <&-'
# Files of a folder that cannot be read are refused, one by one.
mkdir odd && ln -s nowhere odd/gone && ln -s . odd/loop && head -c 30 three.jsonl.gz > odd/cut.gz && mkfifo odd/pipe
t dossier index -o eleventh odd
# Texts that are searched and not kept; threads.
t dossier index -o twelfth --no-text three.jsonl
t dossier search -i twelfth verify
t dossier index -o twelfth --no-text --threads 2 three.jsonl
t dossier index -o thirteenth --threads=3 three.jsonl mapped.jsonl
t dossier index -o thirteenth --no-text three.jsonl
