#!/bin/sh
# transcript.sh tests/cli/NAME.sh - run it in an empty folder with the built programs in the path; what
# it prints must be tests/cli/NAME.out (written anew when UPDATE is set).  In the script `t COMMAND...` prints
# the command, what it says, figures that differ from run to run masked, and its exit status.
set -u
top=$PWD name=${1%.sh}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

t() {
	echo "\$ $*"
	"$@" > "$dir/said" 2>&1
	status=$?
	sed -E 's/\([0-9.]+ ms\)/(T ms)/; s/"took_us":[0-9]+/"took_us":T/; s/[0-9.]+ MB\/s/R MB\/s/; s/\([0-9.]+ s, /(T s, /' "$dir/said"
	[ "$status" = 0 ] || echo "[exit $status]"
}

mkdir "$dir/here"
(
	unset DOSSIER_INDEX COLUMNS NO_COLOR
	PATH=$top/${BUILT:-build}:$PATH LC_ALL=C TERM=xterm SOURCE_DATE_EPOCH=1700000000
	export PATH LC_ALL TERM SOURCE_DATE_EPOCH
	cd "$dir/here" && . "$top/$name.sh"
) > "$dir/got" 2>&1
[ "${UPDATE:-}" ] && cp "$dir/got" "$name.out"
diff -u "$name.out" "$dir/got"
