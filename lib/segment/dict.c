/*
 * dict.c - see dict.h
 */
#include "segment/dict.h"

#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/varint.h"

/*
 * terms   := terms:u64 postings:u64 tokens:u64 length:u64  blocks:u32 0:u32
 *            head:u64[blocks]  offset:u32[blocks]  block[blocks]
 * block   := postings_base:varint positions_base:varint suffix_bytes:varint
 *            length:u8[n]  widths:u8[n]  suffixes  numbers[n]
 * suffixes:= for each term: (lcp-15):varint if lcp >= 15, (size-15):varint if size >= 15, suffix bytes
 * numbers := df - 1, df == 1 ? doc : postings_size, cf - df, positions_size ^ 2 df, each in so many bytes as widths says,
 *            2 bits a number; WIDE: as the four halves of bytes in front of them say
 *
 * Widths stand apart (as in Stream VByte: Lemire, Kurz, Rupp, IPL 2018), so that a search passes the numbers of the terms
 * before without a branch that depends on them.
 */
enum { HEAD_SIZE = 40, ESCAPE = 15, NUMBERS = 4, WIDE = 0xFF };

/* ---- writing ---- */

void dsr_dict_writer_init(dsr_dict_writer *w, const dsr_container_writer *out, size_t memory)
{
	const dossier_alloc *alloc = &out->sink.env->alloc;

	*w = (dsr_dict_writer){
		.base = DSR_BUF_INIT(alloc), .heads = DSR_BUF_INIT(alloc), .offsets = DSR_BUF_INIT(alloc),
		.lengths = DSR_BUF_INIT(alloc), .widths = DSR_BUF_INIT(alloc), .suffixes = DSR_BUF_INIT(alloc),
		.numbers = DSR_BUF_INIT(alloc), .last = DSR_BUF_INIT(alloc),
	};
	dsr_spill_init(&w->blocks, out->sink.env, out->sink.path, DSR_SPILL_TERMS, memory);
}

void dsr_dict_writer_release(dsr_dict_writer *w)
{
	dsr_spill_release(&w->blocks);
	dsr_buf_release(&w->base);
	dsr_buf_release(&w->heads);
	dsr_buf_release(&w->offsets);
	dsr_buf_release(&w->lengths);
	dsr_buf_release(&w->widths);
	dsr_buf_release(&w->suffixes);
	dsr_buf_release(&w->numbers);
	dsr_buf_release(&w->last);
}

/* The first eight bytes as a number that sorts like the bytes; shorter terms are filled with zeros. */
static uint64_t prefix_of(dossier_str term)
{
	uint64_t v = 0;

	for (size_t i = 0; i < 8; i++)
		v = v << 8 | (i < term.n ? (uint8_t)term.p[i] : 0);
	return v;
}

static void close_block(dsr_dict_writer *w)
{
	if (!w->in_block)
		return;
	dsr_buf_put_varint(&w->base, w->postings_base);
	dsr_buf_put_varint(&w->base, w->positions_base);
	dsr_buf_put_varint(&w->base, w->suffixes.len);
	if (dsr_buf_status(&w->base) || dsr_buf_status(&w->lengths) || dsr_buf_status(&w->widths) ||
	    dsr_buf_status(&w->suffixes) || dsr_buf_status(&w->numbers))
		w->status = DOSSIER_ERR_NOMEM;
	dsr_spill_put(&w->blocks, w->base.data, w->base.len);
	dsr_spill_put(&w->blocks, w->lengths.data, w->lengths.len);
	dsr_spill_put(&w->blocks, w->widths.data, w->widths.len);
	dsr_spill_put(&w->blocks, w->suffixes.data, w->suffixes.len);
	dsr_spill_put(&w->blocks, w->numbers.data, w->numbers.len);
	dsr_buf_reset(&w->base);
	dsr_buf_reset(&w->lengths);
	dsr_buf_reset(&w->widths);
	dsr_buf_reset(&w->suffixes);
	dsr_buf_reset(&w->numbers);
	w->in_block = 0;
}

static void open_block(dsr_dict_writer *w, dossier_str term, const dsr_term *t)
{
	dsr_buf_put_u64(&w->heads, prefix_of(term));
	dsr_buf_put_u32(&w->offsets, (uint32_t)w->blocks.len);
	if (w->blocks.len > UINT32_MAX && !w->status)
		w->status = DOSSIER_ERR_LIMIT;
	w->postings_base = t->postings;
	w->positions_base = t->positions;
	dsr_buf_reset(&w->last);
}

static void put_text(dsr_dict_writer *w, dossier_str term)
{
	const char *last = (const char *)w->last.data;
	size_t lcp = 0, size;

	while (lcp < w->last.len && lcp < term.n && last[lcp] == term.p[lcp])
		lcp++;
	size = term.n - lcp;
	dsr_buf_put_u8(&w->lengths, (uint8_t)((lcp < ESCAPE ? lcp : ESCAPE) << 4 | (size < ESCAPE ? size : ESCAPE)));
	if (lcp >= ESCAPE)
		dsr_buf_put_varint(&w->suffixes, lcp - ESCAPE);
	if (size >= ESCAPE)
		dsr_buf_put_varint(&w->suffixes, size - ESCAPE);
	dsr_buf_put(&w->suffixes, term.p + lcp, size);
	w->last.len = lcp < w->last.len ? lcp : w->last.len;
	dsr_buf_put(&w->last, term.p + lcp, size);
}

/* The bytes that `v` needs; 0 of 0. */
static unsigned width_of(uint64_t v)
{
	return v ? 8 - (unsigned)__builtin_clzll(v) / 8 : 0;
}

static void put_numbers(dsr_dict_writer *w, const dsr_term *t)
{
	const uint64_t numbers[NUMBERS] = { t->df - 1, t->df == 1 ? t->doc : t->postings_size, t->cf - t->df,
	                                    t->positions_size ^ 2 * (uint64_t)t->df };
	unsigned widths = 0, wide = 0, most = 0;

	for (unsigned i = 0; i < NUMBERS; i++) {
		const unsigned width = width_of(numbers[i]);

		widths |= width << 2 * i;
		wide |= width << 4 * i;
		most = width > most ? width : most;
	}
	if (most > 3 || widths == WIDE) {
		widths = WIDE;
		dsr_buf_put_u16(&w->numbers, (uint16_t)wide);
	}
	dsr_buf_put_u8(&w->widths, (uint8_t)widths);
	for (unsigned i = 0; i < NUMBERS; i++) {
		uint8_t bytes[8];

		dsr_put_u64(bytes, numbers[i]);
		dsr_buf_put(&w->numbers, bytes, wide >> 4 * i & 15);
	}
}

void dsr_dict_writer_add(dsr_dict_writer *w, dossier_str term, const dsr_term *t)
{
	if (w->in_block == DSR_DICT_BLOCK)
		close_block(w);
	if (!w->in_block)
		open_block(w, term, t);
	put_text(w, term);
	put_numbers(w, t);
	w->in_block++;
	w->totals.terms++;
	w->totals.postings += t->df;
}

static dossier_status writer_status(const dsr_dict_writer *w)
{
	if (w->status)
		return w->status;
	return w->heads.status || w->offsets.status || w->last.status ? DOSSIER_ERR_NOMEM : DOSSIER_OK;
}

dossier_status dsr_dict_writer_finish(dsr_dict_writer *w, dsr_container_writer *out, unsigned list,
                                      const dsr_list_totals *totals, dossier_error *err)
{
	uint8_t head[HEAD_SIZE] = { 0 };
	dossier_status st;

	close_block(w);
	st = writer_status(w);
	if (st == DOSSIER_ERR_LIMIT)
		return dsr_fail(err, st, "a dictionary would pass 4 GiB");
	if (st)
		return dsr_nomem(err);
	dsr_put_u64(head, w->totals.terms);
	dsr_put_u64(head + 8, w->totals.postings);
	dsr_put_u64(head + 16, totals->tokens);
	dsr_put_u64(head + 24, totals->length);
	dsr_put_u32(head + 32, (uint32_t)(w->offsets.len / 4));
	dsr_container_begin(out);
	dsr_container_put(out, head, sizeof head);
	dsr_container_put(out, w->heads.data, w->heads.len);
	dsr_container_put(out, w->offsets.data, w->offsets.len);
	st = dsr_container_drain(out, &w->blocks, err);
	dsr_container_end(out, DSR_SECTION_TERMS, list);
	dsr_buf_reset(&w->heads);
	dsr_buf_reset(&w->offsets);
	w->totals = (dsr_list_totals){ 0 };
	return st;
}

/* ---- reading ---- */

int dsr_dict_open(dsr_dict *d, const dsr_container *file, unsigned list)
{
	const dsr_section s = dsr_container_section(file, DSR_SECTION_TERMS, list);
	uint64_t arrays;

	if (!s.bytes || s.size < HEAD_SIZE || !dsr_container_touch(file, s.bytes, HEAD_SIZE))
		return 0;
	*d = (dsr_dict){
		.file = file, .heads = s.bytes + HEAD_SIZE, .end = s.bytes + s.size,
		.block_count = dsr_get_u32(s.bytes + 32),
		.totals = { dsr_get_u64(s.bytes), dsr_get_u64(s.bytes + 8), dsr_get_u64(s.bytes + 16),
		            dsr_get_u64(s.bytes + 24) },
	};
	arrays = (uint64_t)d->block_count * 12;
	if (arrays > s.size - HEAD_SIZE ||
	    d->totals.terms > (uint64_t)d->block_count * DSR_DICT_BLOCK ||
	    (d->block_count && d->totals.terms <= (uint64_t)(d->block_count - 1) * DSR_DICT_BLOCK))
		return 0;
	d->offsets = d->heads + (size_t)d->block_count * 8;
	d->blocks = d->offsets + (size_t)d->block_count * 4;
	return 1;
}

static uint32_t terms_in(const dsr_dict *d, uint32_t block)
{
	const uint64_t rest = d->totals.terms - (uint64_t)block * DSR_DICT_BLOCK;

	return rest < DSR_DICT_BLOCK ? (uint32_t)rest : DSR_DICT_BLOCK;
}

/* Set the cursor before the first term of a block: 1, or 0 and damaged. */
static int enter_block(dsr_dict_cursor *c, uint32_t block)
{
	const dsr_dict *d = c->dict;
	const size_t room = (size_t)(d->end - d->blocks);
	const uint8_t *at, *end = d->end;
	uint64_t suffix_bytes;
	size_t from;

	c->damaged = 1;
	if (!dsr_container_touch(d->file, d->offsets + (size_t)block * 4, 4))
		return 0;
	from = dsr_get_u32(d->offsets + (size_t)block * 4);
	if (from >= room)
		return 0;
	at = d->blocks + from;
	if (block + 1 < d->block_count) {
		if (!dsr_container_touch(d->file, d->offsets + (size_t)block * 4 + 4, 4))
			return 0;
		if (dsr_get_u32(d->offsets + (size_t)block * 4 + 4) <= from ||
		    dsr_get_u32(d->offsets + (size_t)block * 4 + 4) > room)
			return 0;
		end = d->blocks + dsr_get_u32(d->offsets + (size_t)block * 4 + 4);
	}
	if (!dsr_container_touch(d->file, at, (size_t)(end - at)))
		return 0;
	c->n = terms_in(d, block);
	if (!(at = dsr_varint_get(at, end, &c->postings)) || !(at = dsr_varint_get(at, end, &c->positions)) ||
	    !(at = dsr_varint_get(at, end, &suffix_bytes)) || (size_t)(end - at) < 2 * (size_t)c->n ||
	    suffix_bytes > (uint64_t)(end - at) - 2 * (size_t)c->n)
		return 0;
	c->lengths = at;
	c->widths = at + c->n;
	c->suffix = at + 2 * (size_t)c->n;
	c->suffix_end = c->suffix + suffix_bytes;
	c->number = c->suffix_end;
	c->number_end = end;
	c->block = block;
	c->i = 0;
	c->text_size = 0;
	c->damaged = 0;
	return 1;
}

/* Lengths of the next term's shared and own part; suffix is moved behind the escapes. */
static int read_lengths(dsr_dict_cursor *c, size_t *lcp, size_t *size)
{
	uint64_t more;

	*lcp = c->lengths[c->i] >> 4;
	*size = c->lengths[c->i] & 15;
	if (*lcp == ESCAPE) {
		c->suffix = dsr_varint_get(c->suffix, c->suffix_end, &more);
		if (!c->suffix || more > DSR_DICT_TERM_MAX)
			return 0;
		*lcp += (size_t)more;
	}
	if (*size == ESCAPE) {
		c->suffix = dsr_varint_get(c->suffix, c->suffix_end, &more);
		if (!c->suffix || more > DSR_DICT_TERM_MAX)
			return 0;
		*size += (size_t)more;
	}
	return *size <= (size_t)(c->suffix_end - c->suffix);
}

/* Read the four numbers of widths that are halves of bytes: where they end, or NULL where they pass `end` or are none. */
static const uint8_t *get_wide(const uint8_t *p, const uint8_t *end, uint64_t numbers[NUMBERS])
{
	unsigned wide;

	if (end - p < 2)
		return NULL;
	wide = dsr_get_u16(p);
	p += 2;
	for (unsigned i = 0; i < NUMBERS; i++) {
		const unsigned width = wide >> 4 * i & 15;

		if (width > 8 || width > (size_t)(end - p))
			return NULL;
		numbers[i] = width ? dsr_get_u64(p) << (64 - 8 * width) >> (64 - 8 * width) : 0;
		p += width;
	}
	return p;
}

/* The same of widths 0 to 3. */
static const uint8_t *get_narrow(const uint8_t *p, const uint8_t *end, unsigned widths, uint64_t numbers[NUMBERS])
{
	for (unsigned i = 0; i < NUMBERS; i++) {
		const unsigned width = widths >> 2 * i & 3;

		numbers[i] = dsr_get_u32(p) & ((1u << 8 * width) - 1); /* may read past the end: FORMAT.md 3 */
		p += width;
	}
	return p <= end ? p : NULL;
}

/* Read the numbers of term c->i into c->t and move behind them: 1, or 0 on damage. */
static int read_numbers(dsr_dict_cursor *c)
{
	const unsigned widths = c->widths[c->i];
	uint64_t n[NUMBERS];
	dsr_term t = { .postings = c->postings, .positions = c->positions };
	const uint8_t *p = widths == WIDE ? get_wide(c->number, c->number_end, n) : get_narrow(c->number, c->number_end, widths, n);

	if (!p || n[0] >= UINT32_MAX || (!n[0] && n[1] > UINT32_MAX) || n[2] >= UINT64_MAX - n[0])
		return 0;
	t.df = (uint32_t)n[0] + 1;
	t.doc = n[0] ? 0 : (uint32_t)n[1];
	t.postings_size = n[0] ? n[1] : 0;
	t.cf = n[2] + t.df;
	t.positions_size = n[3] ^ 2 * (uint64_t)t.df;
	if (t.postings_size > UINT64_MAX - t.postings || t.positions_size > UINT64_MAX - t.positions)
		return 0;
	c->number = p;
	c->postings += t.postings_size;
	c->positions += t.positions_size;
	c->t = t;
	return 1;
}

/* Pass one term's numbers without its text. */
static int skip_term(dsr_dict_cursor *c, size_t size)
{
	if (!read_numbers(c))
		return 0;
	c->suffix += size;
	c->i++;
	return 1;
}

/* Compares the first term of a block with `term`; the sign as memcmp.  *ok is 0 on damage. */
static int compare_head(const dsr_dict *d, uint32_t block, dossier_str term, int *ok)
{
	dsr_dict_cursor c;
	size_t lcp, size, n;
	int order;

	c.dict = d;
	*ok = enter_block(&c, block) && read_lengths(&c, &lcp, &size) && !lcp;
	if (!*ok)
		return 0;
	n = size < term.n ? size : term.n;
	order = n ? memcmp(c.suffix, term.p, n) : 0;
	return order ? order : (size > term.n) - (size < term.n);
}

/*
 * The last block whose first term is <= `term`; -1 when there is none, -2 on damage.  Prefixes decide, and
 * where they are equal the whole heads do.
 */
static int64_t find_block(const dsr_dict *d, dossier_str term)
{
	const uint64_t prefix = prefix_of(term);
	uint32_t low = 0, high = d->block_count; /* the answer is in [low - 1, high - 1] */

	while (low < high) {
		const uint32_t mid = low + (high - low) / 2;
		const uint8_t *head = d->heads + (size_t)mid * 8;
		int ok = 1, order;

		if (!dsr_container_touch(d->file, head, 8))
			return -2;
		order = dsr_get_u64(head) < prefix ? -1 : dsr_get_u64(head) > prefix;
		if (!order)
			order = compare_head(d, mid, term, &ok);
		if (!ok)
			return -2;
		if (order <= 0)
			low = mid + 1;
		else
			high = mid;
	}
	return (int64_t)low - 1;
}

int dsr_dict_find(const dsr_dict *d, dossier_str term, dsr_term *t)
{
	const int64_t block = find_block(d, term);
	dsr_dict_cursor c;
	size_t matched = 0; /* bytes that `term` shares with the last term read */

	if (block < 0)
		return block == -1 ? 0 : -1;
	c.dict = d;
	if (!enter_block(&c, (uint32_t)block))
		return -1;
	while (c.i < c.n) {
		size_t lcp, size, same = 0;

		if (!read_lengths(&c, &lcp, &size))
			return -1;
		if (lcp < matched)
			return 0; /* the dictionary has passed the term */
		if (lcp == matched) {
			while (same < size && matched + same < term.n && c.suffix[same] == (uint8_t)term.p[matched + same])
				same++;
			matched += same;
			if (same == size && matched == term.n) {
				if (!skip_term(&c, size))
					return -1;
				*t = c.t;
				return 1;
			}
			if (matched == term.n || (same < size && c.suffix[same] > (uint8_t)term.p[matched]))
				return 0;
		}
		if (!skip_term(&c, size))
			return -1;
	}
	return 0;
}

void dsr_dict_cursor_open(dsr_dict_cursor *c, const dsr_dict *d)
{
	c->dict = d;
	c->damaged = 0;
	c->block = UINT32_MAX; /* the next block is 0 */
	c->i = c->n = 0;
	c->text_size = 0;
}

int dsr_dict_cursor_next(dsr_dict_cursor *c)
{
	size_t lcp, size;

	if (c->damaged)
		return 0;
	if (c->i == c->n) {
		if (c->block + 1 >= c->dict->block_count)
			return 0;
		if (!enter_block(c, c->block + 1))
			return 0;
	}
	c->damaged = 1;
	if (!read_lengths(c, &lcp, &size) || lcp > c->text_size || lcp + size > sizeof c->text)
		return 0;
	memcpy(c->text + lcp, c->suffix, size);
	c->text_size = lcp + size;
	if (!skip_term(c, size))
		return 0;
	c->term = (dossier_str){ c->text, c->text_size };
	c->damaged = 0;
	return 1;
}
