#!/bin/sh
# bench.sh - the tools of bench/ do what they say: what is drawn and made is the same for the same seed, and the driver of
# Dossier answers a small corpus as a count by hand does.
set -eu
command -v python3 > /dev/null || { echo 'skipped: the tools of bench/ need python3'; exit 0; }
top=$PWD
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
exec python3 tests/check/bench.py "$top" "$top/${BUILT:-build}/bench/dossier-peer" "$dir"
