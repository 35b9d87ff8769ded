#!/bin/sh
# collections.sh - nDCG@10 and MAP on judged collections, with the defaults, held to a floor
#
#   collections.sh                 check: every floor holds
#   collections.sh OPTION...       print a row of the table in lib/README.md; the options go to `dossier index` where it knows them
#                                  (--no-names, --no-exceptions), else to `dossier eval`
#
# Looks for the collections in ../shared/data, or where $COLLECTIONS says; what is not there is skipped aloud.
set -eu
top=$PWD data=${COLLECTIONS:-../shared/data}
PATH=$top/${BUILT:-build}:$PATH
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# collection, floors of nDCG@10 and of MAP.  Of the first five: plain BM25 by another implementation, less 0.003.  Of policy (40 questions
# over reports and blogs, judged for this project): what was measured when the judgments were made, less 0.01.
floors='cranfield .3655 .3023
cisi .3804 .2131
med .6887 .5261
adi .4834 .4136
npl .4312 .2839
policy .8650 .8680'

unpack() {
	if [ "$1" = policy ]; then
		xz -dc "$data/corpus/crs-reports.jsonl.xz" "$data/corpus/us-gov-blogs.jsonl.xz" > "$dir/docs.jsonl" 2>/dev/null || return 1
		cp tests/relevance/policy-queries.tsv "$dir/queries.tsv" && cp tests/relevance/policy-qrels.tsv "$dir/qrels.tsv"
	else
		xz -dc "$data/ir/$1/docs.jsonl.xz" > "$dir/docs.jsonl" 2>/dev/null || return 1
		cp "$data/ir/$1/queries.tsv" "$data/ir/$1/qrels.tsv" "$dir"
	fi
}

# measure NAME: prints "nDCG@10 MAP"
measure() {
	rm -rf "$dir/index"
	dossier index -o "$dir/index" $indexing "$dir/docs.jsonl" > "$dir/said" 2>&1
	dossier eval -i "$dir/index" $searching --topics "$dir/queries.tsv" --qrels "$dir/qrels.tsv" |
		awk '$1 == "ndcg_cut_10" { n = $3 } $1 == "map" { m = $3 } END { print n, m }'
}

indexing= searching=
for option; do
	case $option in
	--no-names | --no-exceptions) indexing="$indexing $option" ;;
	*) searching="$searching $option" ;;
	esac
done
echo "$floors" | while read -r name ndcg map; do
	unpack "$name" || { echo "skipped: $name is not in $data"; continue; }
	measured=$(measure "$name")
	echo "$name $measured"
	[ $# -gt 0 ] || echo "$measured" | awk -v n="$ndcg" -v m="$map" '{ exit $1 < n || $2 < m }' || {
		echo "$name is below nDCG@10 $ndcg, MAP $map"
		exit 1
	}
done
