# The values in trec_eval-a.txt and -b.txt are the output of trec_eval 9.0.8 (-q -m num_q -m num_ret -m num_rel
# -m num_rel_ret -m map -m bpref -m recip_rank -m P.10 -m recall.100 -m ndcg_cut.10); pytrec_eval-terrier 0.5.11
# gives the same.  The runs have ties, documents nobody judged, grades, a topic without a relevant document found,
# one without any there is, one without judgments, and both lack a topic.
cp "$top"/tests/cli/data/eval/* .
for run in a b; do
	dossier eval -q --qrels qrels.txt --run run-$run.txt 2> left-out > scores
	t cat left-out
	t diff scores trec_eval-$run.txt
done
tr ' ' '\t' < qrels.txt | cut -f 1,3,4 > qrels.tsv
dossier eval -q --qrels qrels.tsv --run run-b.txt 2> left-out > scores
t diff scores trec_eval-b.txt

t dossier eval -c --qrels qrels.txt --run run-a.txt
t dossier eval --qrels qrels.txt --run run-a.txt --run run-b.txt
t dossier eval --qrels qrels.txt --run run-b.txt --run run-a.txt --seed 2 --permutations 100
t dossier eval -c -q --qrels qrels.txt --run run-a.txt --run run-a.txt

# Searching: what is written scores the same, and both forms of topics are one.
t dossier index docs.jsonl
t dossier eval --topics topics.txt --qrels judged.tsv --run-out out.txt -q
t cat out.txt
dossier eval --topics topics.txt --qrels judged.tsv -q -c > searched 2> left-out
dossier eval --topics topics.tsv --qrels judged.tsv -q -c > tabbed 2> left-out
dossier eval --run out.txt --qrels judged.tsv -q -c > read 2> left-out
t diff searched tabbed
t diff searched read
t dossier eval --topics topics.tsv --qrels judged.tsv -n 1 -c
t dossier eval --topics topics.tsv --qrels qrels.txt

# What does not parse or makes no sense.
t dossier eval
t dossier eval --qrels qrels.txt
t dossier eval --qrels qrels.txt --run run-a.txt --topics topics.txt
t dossier eval --qrels qrels.txt --run run-a.txt --run-out out.txt
t dossier eval --qrels qrels.txt --topics topics.txt -n 0
t dossier eval --qrels qrels.txt --run run-a.txt --run run-a.txt --run run-a.txt
t dossier eval --qrels qrels.txt --run run-a.txt here
t dossier eval --qrels nowhere.txt --run run-a.txt
t dossier eval --qrels qrels.txt --run qrels.txt
t dossier eval --qrels run-a.txt --run run-a.txt
t dossier eval --qrels judged.tsv --run run-a.txt
t dossier eval --qrels qrels.txt --topics qrels.txt
printf '1 0 a 1\n1 0 b \033[31m\n' > steers.txt
t dossier eval --qrels steers.txt --run run-a.txt
