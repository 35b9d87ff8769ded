#!/bin/sh
# profile.sh INDEX QUERIES.jsonl [COMMAND] - where Dossier's time goes, for each class of queries (TOP_10 unless told)
#
# Sampled by perf on the processor's clock.  INDEX and QUERIES are those that compare.py left in its work folder.  Printed is a Markdown
# table of the functions that take most, each without those it calls.
set -eu
index=$1 queries=$2 command=${3:-TOP_10}
driver=$(dirname "$0")/../../build/bench/dossier-peer
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

echo "| class | where its time goes |"
echo "|---|---|"
for class in term or or_many or_stop and phrase phrase_stop mixed; do
	sed -n 's/^{"class": "'$class'", "query": "\(.*\)"}$/'"$command"'	\1/p' "$queries" | sed 's/\\"/"/g' > "$dir/lines"
	[ -s "$dir/lines" ] || continue
	perf record -q -e cpu-clock -F 4000 -o "$dir/perf" "$driver" query "$index" --bench 100 --warm 0.1 --limit 3 \
		< "$dir/lines" > /dev/null 2>&1
	perf report -i "$dir/perf" --stdio --percent-limit 2 2> /dev/null | awk -v class="$class" '
		/%/ && !/^#/ && shown < 7 { where = where (shown++ ? ", " : "") "`" $NF "` " int($1 + 0.5) " %" }
		END { print "| " class " | " where " |" }'
done
