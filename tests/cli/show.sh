cat > docs.jsonl <<'END'
{"id":"one","title":"Verification","date":"2018-06-12","type":"Analysis","topics":["Arms Control","Asia"],"authors":["Frank Aum"],"body":"First.\n\nSecond.","doi":"10.1/x","pages":12345678901234567890,"nested":{"a":[1,2]}}
{"id":"two","title":"Peace","body":"Short."}
END
t dossier index docs.jsonl
t dossier show one two
t dossier show --json one two
t dossier show two three
t dossier show three
