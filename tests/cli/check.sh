echo '{"id":"one","title":"Verification","body":"First words."}' > docs.jsonl
t dossier check
t dossier index docs.jsonl
t dossier check
t dossier check --json
for f in .dossier/*; do # the middle of the largest file
	[ "$(wc -c < "$f")" -gt "${most:-0}" ] && most=$(wc -c < "$f") file=$f
done
printf '%064d' 0 | dd of="$file" bs=1 seek=$((most / 2)) conv=notrunc 2> /dev/null
dossier check > said; echo "[exit $?]"
tail -n 1 said | sed 's/[0-9]* problems*/N problems/'
t dossier check -i nowhere
dossier index -o torn docs.jsonl > /dev/null
: > torn/segment.0000000000000001
t dossier search -i torn words
t dossier index -o torn docs.jsonl
t dossier check -i torn
