# What people type, sensible or not: each query is answered, and none is an error.
cat > texts.jsonl <<'END'
{"id":"office","title":"Contact","body":"Email us about our office. Write to press.office@example.org, or see https://www.example.org/contact?x=1."}
{"id":"states","title":"A U.S.-North Korea summit","body":"The U.S. met the DPRK. Kim Jong-un signed. The policy’s aim: peace."}
{"id":"six","title":"Six-Party Talks","body":"The six party talks on non-proliferation. Co-operation and peace-keeping by 10,000 troops."}
{"id":"coop","title":"Cooperation","body":"Economic cooperation and peacekeeping with 10000 troops; nonproliferation."}
{"id":"who","title":"The WHO","body":"The World Health Organization said who attended."}
{"id":"ivory","title":"Côte d'Ivoire","body":"The Ivory Coast exports cocoa."}
{"id":"code","title":"Languages","body":"Written in C++ and C#, not in C. Ph.D. theses e.g. on a:b."}
END
t dossier index texts.jsonl
ask() {
	printf '%s\n' "? $1"
	dossier search --tsv -- "$1" 2>&1 | cut -f 3
}
for q in 'U.S.' US us 'U.S.-North Korea' 'Kim Jong-un' 'foo AND' '"unbalanced' '(a OR' who WHO C++ C# a:b '*' — policy’s policy "Côte d'Ivoire" \
         'cote d’ivoire' 'ivory coast' 'Six-Party talks' '"six party"' sixparty '10,000 troops' '10000 troops' '' \
         cooperation co-operation 'co operation' '"economic co-operation"' peacekeeping peace-keeping non-proliferation \
         press.office@example.org office@example.org example.org www.example.org/contact https://www.example.org/contact?x=1 Ph.D. PhD U.S.A.; do
	ask "$q"
done
t dossier search --color=always cooperation
t dossier search --color=always example.org
