#!/bin/sh
# transcript.sh tests/cli/NAME.sh - run it in an empty folder with the built programs in the path;
# what it prints must be tests/cli/NAME.out.
set -u
top=$PWD out=$PWD/${1%.sh}.out script=$PWD/$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
PATH=$top/build:$PATH DATA=$top/tests/cli/data LC_ALL=C sh "$script" > "$dir.got" 2>&1
diff -u "$out" "$dir.got"
status=$?
[ "${UPDATE:-}" ] && cp "$dir.got" "$out"
rm -f "$dir.got"
exit $status
