#!/bin/sh
# Each C program of README.md compiles, links and runs in a folder where reports.index holds the sample, and prints the block that
# follows it.
set -eu
: "${CC:=cc}"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
awk -v dir="$dir" '
/^```/ { if (inside) { inside = 0; n += type == "out" } else if (/^```c$/) { inside = 1; type = "c" }
         else if (type == "c") { inside = 1; type = "out" } next }
inside { print > (dir "/" n + 0 "." type) }' README.md
build/dossier index -o "$dir/reports.index" lib/ingest/sample.jsonl > "$dir/indexed"
for program in "$dir"/[0-9].c; do
	example=${program%.c}
	$CC -std=c11 -Wall -Wextra -Wpedantic -Werror -Iinclude -o "$example" "$program" build/libdossier.a $LIBS
	(cd "$dir" && "$example") > "$example.printed"
	diff -u "$example.out" "$example.printed"
done
