/*
 * positions.c - see positions.h
 */
#include "segment/positions.h"

#include "codec/bitpack.h"
#include "segment/norms.h"

/* Documents [from, from + n) as groups; `logs` has room for them. */
static dsr_rice_groups groups_of(const dsr_position_docs *d, uint32_t from, uint32_t n, uint8_t *logs)
{
	for (uint32_t i = 0; i < n; i++)
		logs[i] = dsr_norm_logs[d->norms[d->docs[from + i]]];
	return (dsr_rice_groups){ .counts = d->tfs + from, .logs = logs, .n = n };
}

void dsr_positions_put(dsr_buf *out, const dsr_position_docs *docs, const uint32_t *gaps)
{
	uint8_t logs[DSR_BLOCK];
	const dsr_rice_groups groups = groups_of(docs, 0, docs->n, logs);

	dsr_rice_put(out, &groups, gaps);
}

static void rewind_record(dsr_positions *p)
{
	p->next = 0;
	p->place.high = p->place.low = 0;
}

void dsr_positions_open(dsr_positions *p, const uint8_t *record, const uint8_t *end, const dsr_position_docs *docs)
{
	p->docs = *docs;
	p->place.bytes = record;
	p->place.bits = 8 * (uint64_t)(end - record);
	rewind_record(p);
}

int dsr_positions_read(dsr_positions *p, const uint32_t *which, size_t n, uint32_t *out)
{
	uint32_t from[DSR_BLOCK];
	uint8_t logs[DSR_BLOCK];
	dsr_rice_groups groups;

	if (!n)
		return 1;
	if (which[0] < p->next)
		rewind_record(p);
	for (size_t i = 0; i < n; i++)
		from[i] = which[i] - p->next;
	groups = groups_of(&p->docs, p->next, from[n - 1] + 1, logs);
	if (!dsr_rice_read(&p->place, &groups, from, n, out)) {
		rewind_record(p);
		return 0;
	}
	p->next = which[n - 1] + 1;
	return 1;
}

/* Move before document `i`: 1, or 0 on damage. */
static int pass_to(dsr_positions *p, uint32_t i)
{
	uint8_t logs[DSR_BLOCK];
	dsr_rice_groups groups;

	if (i < p->next)
		rewind_record(p);
	groups = groups_of(&p->docs, p->next, i - p->next, logs);
	p->next = i;
	return !groups.n || dsr_rice_pass(&p->place, &groups);
}

int dsr_positions_part(dsr_positions *p, uint32_t from, uint32_t to, dsr_rice_part *out)
{
	dsr_rice begun;

	if (!pass_to(p, from))
		goto damaged;
	begun = p->place;
	if (!pass_to(p, to) || p->place.high + p->place.low > p->place.bits)
		goto damaged;
	*out = dsr_rice_part_of(&begun, &p->place);
	return 1;
damaged:
	rewind_record(p);
	return 0;
}

int dsr_positions_fit(dsr_positions *p)
{
	const int fit = pass_to(p, p->docs.n) && dsr_rice_is_end(&p->place);

	rewind_record(p);
	return fit;
}
