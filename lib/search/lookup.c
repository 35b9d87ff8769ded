/*
 * lookup.c - see lookup.h
 */
#include "search/lookup.h"

#include "base/error.h"
#include "codec/bitset.h"
#include "segment/postings.h"

/* Is any of the documents first..last dead? */
static int any_dead(const uint64_t *dead, uint32_t first, uint32_t last)
{
	const uint64_t from = ~(uint64_t)0 << (first & 63), to = ~(uint64_t)0 >> (63 - (last & 63));

	if (first / 64 == last / 64)
		return (dead[first / 64] & from & to) != 0;
	for (uint32_t i = first / 64 + 1; i < last / 64; i++)
		if (dead[i])
			return 1;
	return (dead[first / 64] & from) || (dead[last / 64] & to);
}

/* How many documents of the term are dead; blocks that span none are not decoded.  -1 on damage. */
static int64_t count_dead(const dsr_snapshot_segment *s, const dsr_list *list, const dsr_term *t)
{
	dsr_postings p;
	int64_t count = 0;

	dsr_postings_open(&p, list, t);
	for (uint32_t b = 0; b < p.blocks; b++) {
		const uint32_t first = dsr_postings_block_first(&p, b);
		const uint32_t last = dsr_postings_block_last(&p, b);

		if (last < list->docs && first <= last && !any_dead(s->dead, first, last))
			continue;
		if (!dsr_postings_load(&p, b))
			break;
		for (uint32_t i = 0; i < p.n; i++)
			count += dsr_bitset_has(s->dead, p.docs[i]);
	}
	return p.status ? -1 : count;
}

dossier_status dsr_lookup(const dsr_snapshot *snapshot, unsigned list, dossier_str term,
                          dsr_term *found, uint64_t *df, dossier_error *err)
{
	*df = 0;
	for (size_t i = 0; i < snapshot->count; i++) {
		const dsr_snapshot_segment *s = &snapshot->segments[i];
		const dsr_list *l = &s->segment->lists[list];
		const int hit = dsr_dict_find(&l->dict, term, &found[i]);
		const int64_t dead = hit > 0 && s->dead ? count_dead(s, l, &found[i]) : 0;

		if (hit < 0 || dead < 0)
			return dsr_fail(err, DOSSIER_ERR_CORRUPT, "a segment's list %u is damaged", list);
		if (!hit)
			found[i].df = 0;
		*df += found[i].df - (uint64_t)dead;
	}
	return DOSSIER_OK;
}
