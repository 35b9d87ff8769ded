for i in 1 2 3 4; do
	echo '{"id":"a'$i'","title":"Talks '$i'","date":"2018-06-1'$i'","body":"Inspectors verify what was agreed in the talks."}' > part.jsonl
	echo '{"id":"b'$i'","title":"Treaty '$i'","type":"Report","body":"They talked for '$i' years."}' >> part.jsonl
	dossier index part.jsonl > said || cat said
done
t dossier search --tsv talks
t dossier merge
t dossier search --tsv talks
t dossier check
t dossier merge
# By id, from arguments and from standard input; what is not there is counted.
t dossier delete a1 nosuch
printf 'a2\r\n\nb2\nnosuch' > ids
t dossier delete - b1 < ids
t dossier delete nosuch
t dossier search --tsv talks
t dossier search --tsv inspectors
dossier stats | head -5
t dossier merge
t dossier search --tsv inspectors
t dossier merge --reorder
t dossier search --tsv inspectors
t dossier check
ls .dossier
# What is no index is not made one.
t dossier merge -i nowhere
t dossier delete -i nowhere a3
t dossier delete
t dossier merge a3
mkdir elsewhere && cd elsewhere
t dossier merge
t dossier delete a3
ls -A
t dossier merge --help
t dossier delete --help
