/*
 * positions.c - see positions.h
 */
#include "segment/positions.h"

#include "base/bytes.h"
#include "base/varint.h"
#include "codec/pfor.h"

static void put_chunk(dsr_buf *out, const uint32_t *gaps, size_t n)
{
	if (n >= DSR_POSITION_TAIL)
		dsr_pfor_put(out, gaps, n);
	else
		for (size_t i = 0; i < n; i++)
			dsr_buf_put_varint(out, gaps[i]);
}

void dsr_positions_put(dsr_buf *out, const uint32_t *gaps, size_t n)
{
	const size_t chunks = (n + DSR_POSITION_CHUNK - 1) / DSR_POSITION_CHUNK;
	const size_t sizes = out->len;

	dsr_buf_extend(out, 2 * (chunks - 1));
	for (size_t c = 0; c < chunks; c++) {
		const size_t begun = out->len, from = c * DSR_POSITION_CHUNK;
		const size_t part = n - from < DSR_POSITION_CHUNK ? n - from : DSR_POSITION_CHUNK;

		put_chunk(out, gaps + from, part);
		if (c + 1 < chunks && !dsr_buf_status(out))
			dsr_put_u16(out->data + sizes + 2 * c, (uint16_t)(out->len - begun));
	}
}

void dsr_positions_open(dsr_positions *p, const uint8_t *record, const uint8_t *end, uint64_t total)
{
	const uint64_t chunks = (total + DSR_POSITION_CHUNK - 1) / DSR_POSITION_CHUNK;
	const uint64_t head = chunks ? 2 * (chunks - 1) : 0;

	p->record = record;
	p->end = end;
	p->total = head <= (uint64_t)(end - record) ? total : 0; /* an impossible total: nothing can be got */
	p->at = p->total ? record + head : end;
	p->next = 0;
	p->chunk = UINT32_MAX;
}

/* Values of chunk `c`; all but the last are full. */
static size_t chunk_gaps(const dsr_positions *p, uint32_t c)
{
	const uint64_t rest = p->total - (uint64_t)c * DSR_POSITION_CHUNK;

	return rest < DSR_POSITION_CHUNK ? (size_t)rest : DSR_POSITION_CHUNK;
}

static int decode_chunk(dsr_positions *p, const uint8_t *at, const uint8_t *end, size_t n)
{
	if (n >= DSR_POSITION_TAIL)
		return dsr_pfor_get(at, end, p->gaps, n) == end;
	for (size_t i = 0; i < n && at; i++)
		at = dsr_varint_get_u32(at, end, &p->gaps[i]);
	return at == end;
}

/* Bring chunk `c` into gaps[].  Sizes are summed on the way; a smaller `c` starts over. */
static int load_chunk(dsr_positions *p, uint32_t c)
{
	const uint32_t last = (uint32_t)((p->total - 1) / DSR_POSITION_CHUNK);
	const uint8_t *at = p->at, *end;
	uint32_t i = p->next;

	if (c < i) {
		i = 0;
		at = p->record + 2 * (size_t)last;
	}
	for (; i < c; i++) {
		const uint16_t size = dsr_get_u16(p->record + 2 * (size_t)i);

		if (size > p->end - at)
			return 0;
		at += size;
	}
	p->next = c;
	p->at = at;
	p->chunk = UINT32_MAX;
	end = p->end;
	if (c < last) {
		const uint16_t size = dsr_get_u16(p->record + 2 * (size_t)c);

		if (size > p->end - at)
			return 0;
		end = at + size;
	}
	if (!decode_chunk(p, at, end, chunk_gaps(p, c)))
		return 0;
	p->chunk = c;
	return 1;
}

int dsr_positions_get(dsr_positions *p, uint64_t from, uint32_t count, uint32_t *out)
{
	uint64_t sum = 0;
	uint32_t done = 0;

	if (from > p->total || count > p->total - from)
		return 0;
	while (done < count) {
		const uint64_t g = from + done;
		const uint32_t c = (uint32_t)(g / DSR_POSITION_CHUNK);
		uint32_t i = (uint32_t)(g % DSR_POSITION_CHUNK);
		size_t n;

		if (c != p->chunk && !load_chunk(p, c))
			return 0;
		for (n = chunk_gaps(p, c); i < n && done < count; i++)
			out[done++] = (uint32_t)(sum += p->gaps[i]);
	}
	return sum <= UINT32_MAX; /* else they would not ascend */
}
