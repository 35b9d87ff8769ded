cat > mixed.jsonl <<'END'
{"id":"en","title":"Policies","body":"The policies of verification, and the talks."}
{"id":"de","title":"Sicherheit","body":"Die Verhandlungen über die Sicherheit und die Politik der Staaten.","lang":"de"}
{"id":"at","title":"Verträge","body":"Auswärtige Verträge.","lang":"German"}
{"id":"fr","title":"Négociations","body":"Les négociations sur la sécurité.","lang":"fr-CA"}
{"id":"zh","title":"中国","body":"中国人民政府","lang":"zh"}
{"id":"tlh","title":"Strange","body":"policies","lang":"tlh"}
{"id":"odd","title":"No text","body":"policies","lang":["en"]}
END
t dossier index mixed.jsonl
t dossier search --tsv policy
t dossier search --tsv Verhandlung
t dossier search --tsv négociation
t dossier search --tsv 人民
t dossier search --tsv 人民政
t dossier search --tsv '"Auswärtige Vertrag"'
t dossier search --tsv -- '-lang:de sicherheiten OR policy'
t dossier search --tsv lang:german
t dossier search --tsv --language en Verhandlung
t dossier search --tsv --language deu Verhandlung
t dossier search --language klingon policy
t dossier search --color=always Vertrag
t dossier search --color=always 中国人
t dossier show at
t dossier show --json odd
t dossier check
t dossier index -o german --language de mixed.jsonl
t dossier search -i german --tsv Vertrag
t dossier index -o german --language french mixed.jsonl
t dossier index -o other --language klingon mixed.jsonl
t dossier index -o plain --language none mixed.jsonl
t dossier search -i plain --tsv policy
t dossier search -i plain --tsv policies
