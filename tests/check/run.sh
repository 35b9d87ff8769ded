#!/bin/sh
# run.sh GROUP COMMAND... - run each command, show the output of those that fail, count.
# A cmocka program counts as many tests as it says, anything else as one.  With a file in $COUNTS the
# counts "passed failed" are added to it and failures are left to whoever reads it.
set -u
group=$1; shift
passed=0 failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for command; do
	sh -c "$command" >"$log" 2>&1
	status=$?
	p=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p' "$log" | awk '{ n += $1 } END { print n + 0 }')
	f=$(sed -n 's/^\[  FAILED  \] \([0-9]*\) test.*/\1/p' "$log" | awk '{ n += $1 } END { print n + 0 }')
	[ "$status" -eq 0 ] || [ "$f" -gt 0 ] || f=1
	[ "$p" -gt 0 ] || [ "$f" -gt 0 ] || p=1
	passed=$((passed + p)) failed=$((failed + f))
	if [ "$f" -gt 0 ]; then
		echo "FAILED ($status): $command"
		cat "$log"
	else
		grep '^skipped' "$log"
	fi
done
printf '%-24s %5d passed, %d failed\n' "$group" "$passed" "$failed"
[ -n "${COUNTS:-}" ] && echo "$passed $failed" >> "$COUNTS" && exit 0
[ "$failed" -eq 0 ]
