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
