/*
 * merge_policy.c - see merge_policy.h
 */
#include "index/merge_policy.h"

#include "segment/format.h"

/* What will be left of a segment. */
static uint64_t live_bytes(const dsr_merge_candidate *c)
{
	return (uint64_t)((double)c->bytes / c->docs * (c->docs - c->dead));
}

static unsigned tier_of(const dsr_merge_candidate *c)
{
	unsigned tier = 0;

	for (uint64_t size = live_bytes(c) / DSR_MERGE_FLOOR; size; size /= DSR_MERGE_FACTOR)
		tier++;
	return tier;
}

static int stays(const dsr_merge_candidate *c)
{
	return live_bytes(c) >= DSR_MERGE_MAX;
}

/* The run of neighbours from `from` on that are of `tier` or lower; *own counts those of the tier itself. */
static size_t run_end(const dsr_merge_candidate *c, size_t count, size_t from, unsigned tier, size_t *own)
{
	size_t to = from;
	uint64_t docs = 0;

	*own = 0;
	for (; to < count && to - from < DSR_MERGE_AT_ONCE && !stays(&c[to]) && tier_of(&c[to]) <= tier; to++) {
		docs += c[to].docs - c[to].dead;
		if (docs >= DSR_DOCS_MAX)
			break;
		*own += tier_of(&c[to]) == tier;
	}
	return to;
}

static int find_run(const dsr_merge_candidate *c, size_t count, unsigned tier, size_t *from, size_t *to)
{
	size_t own;

	for (*from = 0; *from < count; *from = *to > *from ? *to : *from + 1) {
		*to = run_end(c, count, *from, tier, &own);
		if (own >= DSR_MERGE_FACTOR)
			return 1;
	}
	return 0;
}

int dsr_merge_policy(const dsr_merge_candidate *c, size_t count, size_t *from, size_t *to)
{
	unsigned highest = 0;

	for (size_t i = 0; i < count; i++) {
		if (c[i].dead > c[i].docs / 2) {
			*from = i;
			*to = i + 1;
			return 1;
		}
		highest = tier_of(&c[i]) > highest ? tier_of(&c[i]) : highest;
	}
	for (unsigned tier = 0; tier <= highest; tier++)
		if (find_run(c, count, tier, from, to))
			return 1;
	return 0;
}
