#!/usr/bin/awk -f
# Reads what `gcov -bn` prints: one line a file of lib/, the least covered first, and the total.
/^File '/ { file = $0; gsub(/^File '|'$/, "", file); ours = file ~ /^lib\/.*\.[ch]$/ }
ours && /^Lines executed/ {
	split($0, p, /[:% ]+/)
	if (!(file in lines) || p[3] > share[file]) { lines[file] = p[5]; share[file] = p[3] }
	ours = 0
}
END {
	sort = "sort -n"
	for (f in lines) {
		printf "%6.2f%% of %5d lines  %s\n", share[f], lines[f], f | sort
		all += lines[f]; run += lines[f] * share[f] / 100
	}
	close(sort)
	if (all) printf "%6.2f%% of %5d lines  all of lib/\n", 100 * run / all, all
}
