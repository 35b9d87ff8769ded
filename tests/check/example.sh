#!/bin/sh
# The first C program of README.md compiles, links, runs, and prints the block that follows it, if there is one.
set -eu
: "${CC:=cc}"
[ -f README.md ] || { echo 'skipped: there is no README.md'; exit 0; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
awk -v dir="$dir" '
/^```/ { if (inside) { inside = 0; if (++n == 2) exit } else if (n || /^```c$/) inside = 1; next }
inside { print > (dir "/" (n ? "expected" : "example.c")) }' README.md
$CC -std=c11 -Wall -Wextra -Wpedantic -Werror -Iinclude -o "$dir/example" "$dir/example.c" build/libdossier.a $LIBS
(cd "$dir" && ./example) > "$dir/printed"
[ ! -f "$dir/expected" ] || diff -u "$dir/expected" "$dir/printed"
