/*
 * postings.c - see postings.h
 */
#include "segment/postings.h"

#include "base/bytes.h"
#include "base/varint.h"
#include "codec/bitset.h"
#include "codec/delta.h"
#include "codec/filter.h"
#include "codec/pfor.h"
#include "codec/ricepack.h"
#include "codec/sweep.h"
#include "segment/ranges.h"

/* Bytes of a block's entries in all skip arrays: last, first, data, positions (u32), count, bound (u8). */
enum { SKIP_SIZE = 18 };

/* Words of a window in which a bit set is picked from; of a bit set in which ones are counted. */
enum { PICK_WORDS = 64, COUNT_WORDS = 128 };

/* Neighbours that are marked together. */
enum { RUN = 16 };

/* So many candidates in a block are searched for one by one. */
enum { SEARCH_MOST = 4 };

void dsr_postings_give_up(dsr_postings *p)
{
	p->status = DOSSIER_ERR_CORRUPT;
	p->blocks = p->block = p->n = p->i = 0;
}

/* Bytes [at, at + size) of a section, checked; NULL when they lie outside or are damaged. */
static const uint8_t *part(const dsr_list *list, dsr_section s, uint64_t at, uint64_t size)
{
	if (at > s.size || size > s.size - at || (size && !dsr_container_touch(list->file, s.bytes + at, (size_t)size)))
		return NULL;
	return s.bytes + at;
}

void dsr_postings_open(dsr_postings *p, const dsr_list *list, const dsr_term *term)
{
	const dsr_section s = list->postings;
	unsigned head;

	p->list = list;
	p->term = *term;
	p->status = DOSSIER_OK;
	p->block = p->n = p->i = 0;
	p->blocks = 1;
	p->skips = NULL;
	if (term->df <= DSR_SHORT_LIST)
		return; /* all is read when the block is loaded */
	head = dsr_ranges_has(term->df, list->docs) ? 8 : 4;
	if (term->postings_size < head || !part(list, s, term->postings, head) ||
	    term->postings_size > s.size - term->postings) {
		dsr_postings_give_up(p);
		return;
	}
	p->skips = s.bytes + term->postings + head;
	p->end = p->skips - head + term->postings_size;
	p->blocks = dsr_get_u32(p->skips - head);
	p->ranges_at = dsr_get_u32(p->skips - 4);
	if (!p->blocks || (uint64_t)p->blocks * SKIP_SIZE > term->postings_size - head ||
	    !part(list, s, term->postings + head, (uint64_t)p->blocks * SKIP_SIZE)) {
		dsr_postings_give_up(p);
		return;
	}
	p->payload = p->skips + (size_t)p->blocks * SKIP_SIZE;
}

/* Entry `b` of the skip array of u32 number `array`. */
static uint32_t skip_u32(const dsr_postings *p, unsigned array, uint32_t b)
{
	return dsr_get_u32(p->skips + ((size_t)array * p->blocks + b) * 4);
}

uint32_t dsr_postings_block_last(const dsr_postings *p, uint32_t b)
{
	if (p->skips)
		return skip_u32(p, 0, b);
	return p->n ? p->docs[p->n - 1] : DSR_DOC_END - 1; /* one block: not known before it is loaded */
}

uint32_t dsr_postings_block_first(const dsr_postings *p, uint32_t b)
{
	if (p->skips)
		return skip_u32(p, 1, b);
	return p->n ? p->docs[0] : 0;
}

uint8_t dsr_postings_block_bound(const dsr_postings *p, uint32_t b)
{
	return p->skips ? p->skips[(size_t)p->blocks * 17 + b] : 255;
}

const uint8_t *dsr_postings_ranges(dsr_postings *p)
{
	const uint32_t docs = p->list->docs, df = p->term.df;
	const uint8_t *ranges;

	if (!p->skips || !dsr_ranges_has(df, docs))
		return NULL;
	ranges = part(p->list, p->list->ranges, p->ranges_at, dsr_ranges_size(df, docs));
	if (!ranges)
		dsr_postings_give_up(p);
	return ranges;
}

uint32_t dsr_postings_block_count(const dsr_postings *p, uint32_t b)
{
	return p->skips ? p->skips[(size_t)p->blocks * 16 + b] + 1u : p->term.df;
}

uint32_t dsr_postings_block_find(const dsr_postings *p, uint32_t from, uint32_t target)
{
	uint32_t low = from, step = 1;
	uint32_t high;

	/* gallop: the block wanted is mostly near */
	while (low + step < p->blocks && dsr_postings_block_last(p, low + step - 1) < target) {
		low += step;
		step *= 2;
	}
	high = low + step < p->blocks ? low + step : p->blocks;
	while (low < high) {
		const uint32_t mid = low + (high - low) / 2;

		if (dsr_postings_block_last(p, mid) < target)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The one posting in the dictionary, or a short list of varints. */
static int load_short(dsr_postings *p)
{
	const dsr_term *t = &p->term;
	const uint8_t *at, *end;
	uint64_t next = 0;

	if (t->df == 1) {
		p->docs[0] = t->doc;
		p->tfs[0] = (uint32_t)t->cf;
		return t->doc < p->list->docs && t->cf && t->cf <= DSR_TF_MAX;
	}
	at = part(p->list, p->list->postings, t->postings, t->postings_size);
	end = at ? at + t->postings_size : NULL;
	for (uint32_t i = 0; i < t->df && at; i++) {
		uint64_t gap;

		at = dsr_varint_get(at, end, &gap);
		if (!at || (next += gap >> 1) >= p->list->docs)
			return 0;
		p->docs[i] = (uint32_t)next++;
		p->tfs[i] = 1;
		if (!(gap & 1)) {
			at = dsr_varint_get_u32(at, end, &p->tfs[i]);
			if (at && (!p->tfs[i] || p->tfs[i] > DSR_TF_MAX))
				return 0;
		}
	}
	return at && at == end;
}

/*
 * Do the gaps add up to at most `sum` without running past 2^32?  Mostly none of them has a high bit, then nothing
 * can run over, and whether the last document is right is seen by whoever adds up.
 */
static int is_small(const uint32_t *gaps, uint32_t n, uint32_t sum)
{
	uint64_t total = n;

	if (dsr_sweep_any(gaps, n) < UINT32_MAX / DSR_BLOCK)
		return 1;
	for (uint32_t i = 0; i < n; i++)
		total += gaps[i];
	return total <= sum;
}

/* Documents of a block: exactly n, from first to last. */
static const uint8_t *load_docs(dsr_postings *p, const uint8_t *at, const uint8_t *end, uint32_t n,
                                uint32_t first, uint32_t last)
{
	p->docs[0] = first;
	if (n == 1)
		return first == last ? at : NULL;
	if (at < end && *at == DSR_POSTINGS_BITSET) {
		const size_t bytes = (last - first) / 8 + 1;

		if (bytes > (size_t)(end - at) - 1 ||
		    dsr_bitset_list(p->docs, n, at + 1, bytes, first) != n)
			return NULL;
		at += 1 + bytes;
	} else {
		at = dsr_pfor_get(at, end, p->docs + 1, n - 1);
		if (!at || !is_small(p->docs + 1, n - 1, last - first))
			return NULL;
		dsr_delta_decode(p->docs + 1, n - 1, first);
	}
	return p->docs[0] == first && p->docs[n - 1] == last ? at : NULL;
}

/* Where block `b` ends among the payloads. */
static uint64_t payload_end(const dsr_postings *p, uint32_t b)
{
	return b + 1 < p->blocks ? skip_u32(p, 2, b + 1) : (uint64_t)(p->end - p->payload);
}

/* What the skip arrays say of a block, and its payload. */
typedef struct extent {
	uint32_t first, last, n;
	const uint8_t *at, *end;
} extent;

static int find_extent(const dsr_postings *p, uint32_t b, extent *e)
{
	const uint64_t from = skip_u32(p, 2, b), to = payload_end(p, b);

	e->first = skip_u32(p, 1, b);
	e->last = skip_u32(p, 0, b);
	e->n = dsr_postings_block_count(p, b);
	if (e->last >= p->list->docs || e->first > e->last || e->n > (uint64_t)e->last - e->first + 1 ||
	    (b && e->first <= skip_u32(p, 0, b - 1)) || from >= to || to > (uint64_t)(p->end - p->payload))
		return 0;
	e->at = p->payload + from;
	e->end = p->payload + to;
	return dsr_container_touch(p->list->file, e->at, (size_t)(to - from));
}

static int load_block(dsr_postings *p, uint32_t b)
{
	extent e;

	if (!find_extent(p, b, &e))
		return 0;
	p->tfs_at = load_docs(p, e.at, e.end, e.n, e.first, e.last);
	p->n = e.n;
	return p->tfs_at != NULL;
}

int dsr_postings_load(dsr_postings *p, uint32_t b)
{
	int right;

	p->block = b;
	p->i = 0;
	p->has_record = 0;
	p->has_tfs = !p->skips;
	if (p->skips) {
		right = load_block(p, b);
	} else {
		right = load_short(p);
		p->n = p->term.df;
	}
	if (!right)
		dsr_postings_give_up(p);
	return right;
}

int dsr_postings_ensure(dsr_postings *p, uint32_t b)
{
	return (p->n && p->block == b) || dsr_postings_load(p, b);
}

/* The bits of the documents from..from + 63 of a bit set that begins with document `first` and ends with `last`. */
static uint64_t word_of(const uint8_t *bits, uint32_t first, uint32_t last, uint32_t from)
{
	const uint64_t in = last - from >= 63 ? UINT64_MAX : (UINT64_C(2) << (last - from)) - 1;
	uint64_t word;
	unsigned shift;

	if (from < first)
		return (dsr_get_u64(bits) << (first - from)) & in;
	bits += (from - first) / 8;
	shift = (from - first) & 7;
	word = dsr_get_u64(bits) >> shift;
	if (shift)
		word |= (uint64_t)bits[8] << (64 - shift);
	return word & in;
}

/* The `n` words of a bit set from the documents `from`.. on; some of the first 64 and of the last are in it. */
static void get_words(uint64_t *out, const extent *e, uint32_t from, uint32_t n)
{
	const uint8_t *bits = e->at + 1, *p;
	unsigned shift;

	out[0] = word_of(bits, e->first, e->last, from);
	if (n == 1)
		return;
	p = bits + (from + 64 - e->first) / 8;
	shift = (from + 64 - e->first) & 7;
	for (uint32_t i = 1; i + 1 < n; i++, p += 8)
		out[i] = dsr_get_u64(p) >> shift | dsr_get_u64(p + 1) << (8 - shift);
	out[n - 1] = word_of(bits, e->first, e->last, from + (n - 1) * 64);
}

/* Which of `words` words that begin with document `first` a block has documents in: returns how many, from *from on. */
static uint32_t find_words(const extent *e, uint32_t first, size_t words, uint32_t *from)
{
	const uint32_t to = (e->last - first) / 64;

	*from = e->first > first ? (e->first - first) / 64 : 0;
	if (*from >= words)
		return 0;
	return (to < words ? to + 1 : (uint32_t)words) - *from;
}

/* Set the bits of a bit set in out[], of those that are set in in[], or of all if that is NULL. */
static void put_bits(const extent *e, uint32_t first, const uint64_t *in, uint64_t *out, size_t words)
{
	uint32_t at, left = find_words(e, first, words, &at), n;
	uint64_t block[PICK_WORDS];

	for (; left; left -= n, at += n) {
		n = left < PICK_WORDS ? left : PICK_WORDS;
		get_words(block, e, first + at * 64, n);
		for (uint32_t i = 0; i < n; i++)
			out[at + i] |= in ? block[i] & in[at + i] : block[i];
	}
}

/* Set bits [at, at + RUN). */
static void mark_run(uint64_t *out, uint32_t at)
{
	const uint64_t run = (UINT64_C(1) << RUN) - 1;

	out[at / 64] |= run << (at & 63);
	if ((at & 63) > 64 - RUN)
		out[at / 64 + 1] |= run >> (64 - (at & 63));
}

/* Of a word that is nearly everywhere: documents follow each other, and their gaps are shorter than a bit set. */
static uint32_t mark_runs(const uint32_t *docs, uint32_t n, uint32_t first, uint64_t *out)
{
	uint32_t i = 0;

	while (i + RUN <= n) {
		if (docs[i + RUN - 1] - docs[i] == RUN - 1) {
			mark_run(out, docs[i] - first);
			i += RUN;
		} else {
			dsr_bitset_set(out, docs[i++] - first);
		}
	}
	return i;
}

static void mark_docs(const uint32_t *docs, uint32_t n, uint32_t first, uint64_t *out)
{
	const int is_dense = docs[n - 1] - docs[0] < n + n / 8;
	const uint32_t marked = is_dense ? mark_runs(docs, n, first, out) : 0;

	dsr_bitset_set_all(out, docs + marked, n - marked, first);
}

/*
 * Find the bit set that block `b` is stored as: 1; 0 when it is none, or decoded already and what is decoded serves as well; -1 on
 * damage.
 */
static int find_bits(dsr_postings *p, uint32_t b, extent *e)
{
	if (!p->skips || (p->n && p->block == b))
		return 0;
	if (!find_extent(p, b, e)) {
		dsr_postings_give_up(p);
		return -1;
	}
	return *e->at == DSR_POSTINGS_BITSET && e->n > 1 && (e->last - e->first) / 8 + 1 < (size_t)(e->end - e->at);
}

/* Decode block `b` unless it is, and say which of its documents are in [first, first + 64 words): 1, or 0 when none is. */
static int enter_block(dsr_postings *p, uint32_t b, uint32_t first, size_t words, uint32_t *from, uint32_t *to)
{
	if (!dsr_postings_ensure(p, b))
		return 0;
	*from = p->docs[0] < first ? dsr_postings_find(p, first) : 0;
	*to = p->n;
	if (*from < p->n && p->docs[p->n - 1] - first >= words * 64)
		*to = dsr_postings_find(p, first + (uint32_t)words * 64);
	return *from < *to;
}

int dsr_postings_mark(dsr_postings *p, uint32_t b, uint32_t first, uint64_t *bits, size_t words)
{
	extent e;
	const int is_bits = find_bits(p, b, &e);
	uint32_t from, to;

	if (is_bits > 0 && e.last >= first)
		put_bits(&e, first, NULL, bits, words);
	else if (!is_bits && enter_block(p, b, first, words, &from, &to))
		mark_docs(p->docs + from, to - from, first, bits);
	return !p->status;
}

/* ---- candidates ---- */

static uint32_t count_between(const uint64_t *bits, uint32_t from, uint32_t to)
{
	return (uint32_t)dsr_bitset_count(bits + from / 64, to / 64 - from / 64 + 1);
}

/* Few candidates among docs[from..to) are searched for. */
static void search_docs(const dsr_postings *p, uint32_t from, uint32_t to, uint32_t first, const uint64_t *in, uint64_t *out)
{
	const uint32_t low = p->docs[from] - first, high = p->docs[to - 1] - first;

	for (uint32_t i = low / 64; i <= high / 64; i++)
		for (uint64_t left = in[i]; left; left &= left - 1) {
			const uint32_t doc = first + i * 64 + (uint32_t)__builtin_ctzll(left), at = dsr_postings_find(p, doc);

			if (at < p->n && p->docs[at] == doc)
				out[i] |= left & -left;
		}
}

static void keep_docs(const dsr_postings *p, uint32_t from, uint32_t to, uint32_t first, const uint64_t *in, uint64_t *out,
                      size_t words)
{
	uint32_t kept[DSR_BLOCK + 16];
	size_t n;

	if (to - from > DSR_BLOCK / 4 && count_between(in, p->docs[from] - first, p->docs[to - 1] - first) <= SEARCH_MOST) {
		search_docs(p, from, to, first, in, out);
		return;
	}
	n = dsr_filter_bits((dsr_kept){ kept, NULL }, p->docs + from, NULL, to - from, first, in, words);
	dsr_bitset_set_all(out, kept, n, first);
}

int dsr_postings_keep(dsr_postings *p, uint32_t b, uint32_t first, const uint64_t *in, uint64_t *bits, size_t words)
{
	extent e;
	const int is_bits = find_bits(p, b, &e);
	uint32_t from, to;

	if (is_bits > 0 && e.last >= first)
		put_bits(&e, first, in, bits, words);
	else if (!is_bits && enter_block(p, b, first, words, &from, &to))
		keep_docs(p, from, to, first, in, bits, words);
	return !p->status;
}

uint32_t dsr_postings_find(const dsr_postings *p, uint32_t target)
{
	const uint32_t *docs = p->docs;
	uint32_t from = 0;

	if (docs[p->n - 1] < target)
		return p->n;
	for (uint32_t n = p->n; n > 1; n -= n / 2)
		from += n / 2 & (0u - (docs[from + n / 2 - 1] < target)); /* no branch: it would be guessed wrong */
	return from;
}

/* Decode n frequencies, which fill [at, end): 1, or 0 on damage. */
static int load_tfs(dsr_postings *p, const uint8_t *at, const uint8_t *end, uint32_t n)
{
	if (dsr_ricepack_get(at, end, p->tfs, n) == end && dsr_sweep_add_one(p->tfs, n) <= DSR_TF_MAX)
		return 1;
	dsr_postings_give_up(p);
	return 0;
}

const uint32_t *dsr_postings_tfs(dsr_postings *p)
{
	if (p->has_tfs)
		return p->tfs;
	if (!load_tfs(p, p->tfs_at, p->payload + payload_end(p, p->block), p->n))
		return NULL;
	p->has_tfs = 1;
	return p->tfs;
}

/* ---- documents one by one ---- */

int dsr_postings_is_bits(dsr_postings *p, uint32_t b)
{
	extent e;

	return find_bits(p, b, &e) > 0;
}

static int has_bit(const extent *e, uint32_t doc)
{
	const uint32_t at = doc - e->first;

	return at <= e->last - e->first && e->at[1 + at / 8] >> (at & 7) & 1;
}

static int has_doc(const dsr_postings *p, uint32_t doc)
{
	const uint32_t at = dsr_postings_find(p, doc);

	return at < p->n && p->docs[at] == doc;
}

uint32_t dsr_postings_among(dsr_postings *p, uint32_t b, const uint32_t *docs, uint32_t n, uint32_t *out)
{
	extent e;
	const int is_bits = find_bits(p, b, &e);
	uint32_t kept = 0;

	if (is_bits < 0 || (!is_bits && !dsr_postings_ensure(p, b)))
		return 0;
	for (uint32_t i = 0; i < n; i++) {
		const uint32_t doc = docs[i];

		out[kept] = doc;
		kept += (uint32_t)(is_bits ? has_bit(&e, doc) : has_doc(p, doc));
	}
	return kept;
}

/* The places of documents in a bit set, by its ones before each: 1, or 0 where one is not there. */
static int count_places(const extent *e, const uint32_t *docs, uint32_t n, uint32_t *places)
{
	const size_t bytes = (e->last - e->first) / 8 + 1;
	uint64_t words[COUNT_WORDS];
	uint32_t rank = 0, from = 0;

	words[(bytes - 1) / 8] = 0;
	memcpy(words, e->at + 1, bytes);
	for (uint32_t i = 0; i < n; i++) {
		const uint32_t at = docs[i] - e->first, to = at / 64;
		uint64_t below;

		if (!has_bit(e, docs[i]))
			return 0;
		below = words[to] & ((UINT64_C(1) << (at & 63)) - 1);
		rank += (uint32_t)dsr_bitset_count(words + from, to - from);
		places[i] = rank + (uint32_t)dsr_bitset_count(&below, 1);
		from = to;
	}
	return places[n - 1] < e->n;
}

uint32_t dsr_postings_places(const dsr_postings *p, const uint32_t *docs, uint32_t count, uint32_t *places)
{
	uint32_t found = 0;

	for (; found < count && docs[found] <= p->docs[p->n - 1]; found++) {
		places[found] = dsr_postings_find(p, docs[found]);
		if (p->docs[places[found]] != docs[found])
			return 0;
	}
	return found;
}

/* Frequencies at some places of n that are coded from `at` to `end`. */
static int read_tfs(const uint8_t *at, const uint8_t *end, uint32_t n, const uint32_t *places, uint32_t count, uint32_t *tfs)
{
	if (!dsr_ricepack_some(at, end, n, places, count, tfs))
		return 0;
	for (uint32_t i = 0; i < count; i++)
		if (++tfs[i] - 1 >= DSR_TF_MAX)
			return 0;
	return 1;
}

/* Few of a bit set: 1; 0 where one is not there, or on other damage. */
static int tfs_of_bits(const extent *e, const uint32_t *docs, uint32_t n, uint32_t *tfs)
{
	uint32_t places[DSR_READ_MOST];

	return count_places(e, docs, n, places) &&
	       read_tfs(e->at + 2 + (e->last - e->first) / 8, e->end, e->n, places, n, tfs);
}

static int tfs_of_docs(dsr_postings *p, uint32_t b, const uint32_t *docs, uint32_t n, uint32_t *tfs)
{
	uint32_t places[DSR_BLOCK];

	if (!dsr_postings_ensure(p, b) || dsr_postings_places(p, docs, n, places) != n)
		return 0;
	if (!p->has_tfs && n <= DSR_READ_MOST)
		return read_tfs(p->tfs_at, p->payload + payload_end(p, b), p->n, places, n, tfs);
	if (!dsr_postings_tfs(p))
		return 0;
	for (uint32_t i = 0; i < n; i++)
		tfs[i] = p->tfs[places[i]];
	return 1;
}

int dsr_postings_tfs_of(dsr_postings *p, uint32_t b, const uint32_t *docs, uint32_t n, uint32_t *tfs)
{
	extent e;
	const int is_bits = n <= DSR_READ_MOST ? find_bits(p, b, &e) : 0;
	int right;

	if (is_bits > 0 && e.last - e.first < COUNT_WORDS * 64)
		right = tfs_of_bits(&e, docs, n, tfs);
	else
		right = is_bits >= 0 && tfs_of_docs(p, b, docs, n, tfs);
	if (!right)
		dsr_postings_give_up(p);
	return right;
}

/* Of a bit set that lies in the window: its documents need not be listed to be kept. */
static size_t pick_bits(dsr_postings *p, const extent *e, uint32_t first, const uint64_t *in, dsr_kept out)
{
	uint32_t from;
	const uint32_t n = find_words(e, first, PICK_WORDS, &from);
	uint64_t block[PICK_WORDS];

	get_words(block, e, first + from * 64, n);
	p->n = 0; /* the frequencies are no longer those of a loaded block */
	if (dsr_bitset_count(block, n) != e->n) {
		dsr_postings_give_up(p);
		return 0;
	}
	if (!load_tfs(p, e->at + 2 + (e->last - e->first) / 8, e->end, e->n))
		return 0;
	return dsr_filter_set(out, block, in + from, n, first + from * 64, p->tfs);
}

size_t dsr_postings_pick(dsr_postings *p, uint32_t b, uint32_t first, const uint64_t *in, size_t words, dsr_kept out)
{
	uint32_t from = 0, to;
	extent e;
	const int is_bits = find_bits(p, b, &e);

	if (is_bits > 0 && e.first >= first && e.last - first < words * 64 && words <= PICK_WORDS)
		return pick_bits(p, &e, first, in, out);
	if (is_bits < 0 || !dsr_postings_ensure(p, b) || !dsr_postings_tfs(p))
		return 0;
	to = p->n;
	if (p->docs[p->n - 1] - p->docs[0] >= 2 * words * 64 && !enter_block(p, b, first, words, &from, &to))
		return 0;
	return dsr_filter_bits(out, p->docs + from, p->tfs + from, to - from, first, in, words);
}

size_t dsr_postings_pick_ranges(dsr_postings *p, uint32_t b, uint32_t first, uint64_t mask, dsr_kept out)
{
	uint32_t from = 0, to;
	extent e;
	const int is_bits = find_bits(p, b, &e);

	if (is_bits > 0 && e.first >= first && e.last - first < PICK_WORDS * 64) {
		uint64_t in[PICK_WORDS];

		for (uint32_t i = (e.first - first) / 64; i <= (e.last - first) / 64; i++)
			in[i] = 0 - (mask >> i & 1);
		return pick_bits(p, &e, first, in, out);
	}
	if (is_bits < 0 || !dsr_postings_ensure(p, b) || !dsr_postings_tfs(p))
		return 0;
	to = p->n;
	if (p->docs[p->n - 1] - p->docs[0] >= 4 * PICK_WORDS * 64 && !enter_block(p, b, first, PICK_WORDS, &from, &to))
		return 0;
	return dsr_filter_ranges(out, p->docs + from, p->tfs + from, to - from, first, mask);
}

uint32_t dsr_postings_next(dsr_postings *p)
{
	if (p->n && ++p->i < p->n)
		return p->docs[p->i];
	if (p->n)
		p->block++;
	p->n = p->i = 0;
	if (p->block >= p->blocks || !dsr_postings_load(p, p->block))
		return DSR_DOC_END;
	return p->docs[0];
}

/* The first of docs[from..n) that is >= target; there is one. */
static uint32_t find_doc(const dsr_postings *p, uint32_t from, uint32_t target)
{
	uint32_t low = from, high = p->n - 1;

	while (low < high) {
		const uint32_t mid = low + (high - low) / 2;

		if (p->docs[mid] < target)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

uint32_t dsr_postings_seek(dsr_postings *p, uint32_t target)
{
	if (!p->n || p->docs[p->n - 1] < target) {
		const uint32_t from = p->block + (p->n != 0);

		p->n = p->i = 0;
		p->block = from < p->blocks ? dsr_postings_block_find(p, from, target) : p->blocks;
		if (p->block >= p->blocks || !dsr_postings_load(p, p->block))
			return DSR_DOC_END;
		if (p->docs[p->n - 1] < target) { /* a list of one block, whose last document was not known */
			p->block = p->blocks;
			p->n = 0;
			return DSR_DOC_END;
		}
	}
	p->i = find_doc(p, p->i, target);
	return p->docs[p->i];
}

/* The loaded block's record of positions; .bytes is NULL on damage. */
static dsr_section record_of(const dsr_postings *p)
{
	const dsr_section s = p->list->positions;
	const dsr_term *t = &p->term;
	uint64_t from = 0, to = t->positions_size;

	if (p->skips) {
		from = skip_u32(p, 3, p->block);
		if (p->block + 1 < p->blocks)
			to = skip_u32(p, 3, p->block + 1);
	}
	if (!s.bytes || from > to || to > t->positions_size || t->positions > s.size ||
	    t->positions_size > s.size - t->positions)
		return (dsr_section){ NULL, 0 };
	return (dsr_section){ part(p->list, s, t->positions + from, to - from), (size_t)(to - from) };
}

/* Open it for reading. */
static int open_record(dsr_postings *p)
{
	const dsr_position_docs docs = { p->docs, p->tfs, p->n, p->list->norms };
	dsr_section record;

	if (!p->list->norms || !dsr_postings_tfs(p))
		return 0;
	record = record_of(p);
	if (!record.bytes)
		return 0;
	dsr_positions_open(&p->record, record.bytes, record.bytes + record.size, &docs);
	p->has_record = 1;
	return 1;
}

int dsr_postings_bytes(dsr_postings *p, dsr_section *payload, dsr_section *positions)
{
	const uint8_t *from = p->payload + skip_u32(p, 2, p->block);

	*payload = (dsr_section){ from, (size_t)(p->payload + payload_end(p, p->block) - from) };
	*positions = p->list->positions.bytes ? record_of(p) : (dsr_section){ NULL, 0 };
	if (!p->list->positions.bytes || positions->bytes)
		return 1;
	dsr_postings_give_up(p);
	return 0;
}

int dsr_postings_positions_of(dsr_postings *p, const uint32_t *which, size_t n, uint32_t *out)
{
	if ((p->has_record || open_record(p)) && dsr_positions_read(&p->record, which, n, out))
		return 1;
	dsr_postings_give_up(p);
	return 0;
}

int dsr_postings_positions_part(dsr_postings *p, uint32_t from, uint32_t to, dsr_rice_part *out)
{
	if ((p->has_record || open_record(p)) && dsr_positions_part(&p->record, from, to, out))
		return 1;
	dsr_postings_give_up(p);
	return 0;
}

int dsr_postings_positions(dsr_postings *p, uint32_t i, uint32_t *out)
{
	return dsr_postings_positions_of(p, &i, 1, out);
}
