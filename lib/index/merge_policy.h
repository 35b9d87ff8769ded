/*
 * merge_policy.h - which segments are worth merging
 *
 * Segments stand in tiers: a tier's are DSR_MERGE_FACTOR times as large as those of the tier below. Once a run of
 * neighbours has that many of one tier, and none of a higher one, all of them become one, in the next tier or higher.
 * So a byte is written anew at most once a tier, and as many tiers as there are, so many times are fewer than
 * DSR_MERGE_FACTOR segments left.  Neighbours only: documents keep their order, and with it the order of equal scores.
 *
 * A segment of which more than half is dead is written anew alone.  One of DSR_MERGE_MAX bytes stays as it is.
 */
#ifndef DSR_INDEX_MERGE_POLICY_H
#define DSR_INDEX_MERGE_POLICY_H

#include <stddef.h>
#include <stdint.h>

#ifdef DSR_TESTING
#define DSR_MERGE_FACTOR 3u
#define DSR_MERGE_FLOOR  ((uint64_t)8192)
#else
#define DSR_MERGE_FACTOR 8u
#define DSR_MERGE_FLOOR  ((uint64_t)1 << 20) /* all smaller ones are one tier */
#endif
#define DSR_MERGE_MAX    ((uint64_t)4 << 30)
#define DSR_MERGE_AT_ONCE 64u                /* segments, at most */

typedef struct dsr_merge_candidate {
	uint64_t bytes; /* of its file */
	uint32_t docs, dead;
} dsr_merge_candidate;

/* The segments [*from, *to) to merge next: 1; or 0 when all is well as it is.  `c` are all of an index, in order. */
int dsr_merge_policy(const dsr_merge_candidate *c, size_t count, size_t *from, size_t *to);

#endif /* DSR_INDEX_MERGE_POLICY_H */
