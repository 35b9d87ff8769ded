cat > talk.html <<'END'
<!doctype html><title>A Talk on Ports</title><body><article><h1>A Talk on Ports</h1>
<h2>The ferry</h2><p>It was closed for nine years.</p>
<p><strong>Who pays for the dredging?</strong></p><p><b>Aum:</b> Both towns do.</p>
<dl><dt>When does it open?</dt><dd>The first boat leaves in May.</dd></dl><p>A crane stands idle.</p></article>
END
cat > wells.txt <<'END'
An Interview on Wells

JOURNALIST:

Will the wells be shared?

MINISTER: There is a treaty.

JOURNALIST: Thank you.
END
cat > talk.jsonl <<'END'
{"id":"parts","title":"A Talk on Radios","body":[{"section":"Monitors","question":"Do they report?","speaker":"AUM","text":"A witness needs a radio."},"None was bought."]}
{"id":"again","title":"Read back","body":"Who reports?\n\nNobody.","outline":"q 0 12\n","provenance":{"file":"elsewhere"}}
END
t dossier index talk.html wells.txt talk.jsonl
t dossier search dredging
t dossier search towns
t dossier search boat
t dossier search crane
t dossier search treaty
t dossier search --json witness
t dossier search --color=always witness
t dossier show --json parts again
t env SOURCE_DATE_EPOCH=soon dossier index -o other talk.jsonl
# The same input at the same time gives the same bytes.
for d in first second; do dossier index -o $d talk.html wells.txt talk.jsonl > log; done
t diff -r first second
printf '{"id":"caf\351","title":"\342\202 and \\ud800"}\n' > bad.jsonl
t dossier index bad.jsonl
t dossier show "$(printf 'caf\357\277\275')"
