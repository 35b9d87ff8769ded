/*
 * strings.c - see strings.h
 */
#include "index/strings.h"

#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/order.h"

#define SLOTS_MIN 64u

void dsr_strings_release(dsr_strings *s)
{
	dsr_buf_release(&s->bytes);
	dsr_free(s->alloc, s->ends, s->ends_cap * sizeof *s->ends);
	dsr_free(s->alloc, s->slots, s->slot_count * sizeof *s->slots);
	*s = DSR_STRINGS_INIT(s->alloc);
}

void dsr_strings_reset(dsr_strings *s)
{
	dsr_buf_reset(&s->bytes);
	s->count = 0;
	if (s->slots)
		memset(s->slots, 0, s->slot_count * sizeof *s->slots);
}

size_t dsr_strings_memory(const dsr_strings *s)
{
	return s->bytes.cap + s->ends_cap * sizeof *s->ends + s->slot_count * sizeof *s->slots;
}

/* The slot of `text`, or the empty one where it belongs. */
static dsr_string_slot *find_slot(const dsr_strings *s, dossier_str text, uint64_t hash)
{
	const size_t mask = s->slot_count - 1;
	const uint32_t upper = (uint32_t)(hash >> 32);

	for (size_t i = (size_t)hash & mask; ; i = (i + 1) & mask) {
		dsr_string_slot *slot = &s->slots[i];

		if (!slot->number)
			return slot;
		if (slot->hash == upper) {
			const dossier_str other = dsr_strings_at(s, slot->number - 1);

			if (other.n == text.n && (!text.n || !memcmp(other.p, text.p, text.n)))
				return slot;
		}
	}
}

/* Twice the slots, every string put in anew: 1, or 0 when out of memory. */
static int grow_slots(dsr_strings *s)
{
	const size_t size = s->slot_count ? s->slot_count * 2 : SLOTS_MIN;
	dsr_string_slot *slots = dsr_new(s->alloc, size * sizeof *slots);

	if (!slots)
		return 0;
	dsr_free(s->alloc, s->slots, s->slot_count * sizeof *slots);
	s->slots = slots;
	s->slot_count = size;
	for (uint32_t n = 0; n < s->count; n++) {
		const dossier_str text = dsr_strings_at(s, n);
		const uint64_t hash = dsr_hash(text.p, text.n);

		*find_slot(s, text, hash) = (dsr_string_slot){ (uint32_t)(hash >> 32), n + 1 };
	}
	return 1;
}

uint32_t dsr_strings_add(dsr_strings *s, dossier_str text)
{
	const uint64_t hash = dsr_hash(text.p, text.n);
	dsr_string_slot *slot;
	void *ends = s->ends;

	if ((size_t)s->count + 1 > s->slot_count / 4 * 3 && !grow_slots(s))
		return DSR_STRING_NONE;
	slot = find_slot(s, text, hash);
	if (slot->number)
		return slot->number - 1;
	if (s->count >= DSR_STRING_NONE - 1 || !dsr_grow(s->alloc, &ends, &s->ends_cap, (size_t)s->count + 1, sizeof *s->ends))
		return DSR_STRING_NONE;
	s->ends = ends;
	dsr_buf_put(&s->bytes, text.p, text.n);
	if (dsr_buf_status(&s->bytes)) {
		s->bytes.status = DOSSIER_OK; /* nothing was appended */
		return DSR_STRING_NONE;
	}
	s->ends[s->count] = s->bytes.len;
	*slot = (dsr_string_slot){ (uint32_t)(hash >> 32), ++s->count };
	return s->count - 1;
}

uint32_t dsr_strings_find(const dsr_strings *s, dossier_str text)
{
	if (!s->slot_count)
		return DSR_STRING_NONE;
	return find_slot(s, text, dsr_hash(text.p, text.n))->number - 1; /* 0 - 1 is NONE */
}

/* A string to be sorted, with its first bytes as a number that orders most pairs. */
typedef struct entry {
	uint64_t prefix;
	uint32_t number;
} entry;

static int before(const dsr_strings *s, entry a, entry b)
{
	if (a.prefix != b.prefix)
		return a.prefix < b.prefix;
	return dsr_str_compare(dsr_strings_at(s, a.number), dsr_strings_at(s, b.number)) < 0;
}

/* Merge sorted runs [from, mid) and [mid, to) of `in` into `out`. */
static void merge(const dsr_strings *s, const entry *in, entry *out, size_t from, size_t mid, size_t to)
{
	size_t a = from, b = mid;

	for (size_t i = from; i < to; i++)
		out[i] = a < mid && (b >= to || !before(s, in[b], in[a])) ? in[a++] : in[b++];
}

static entry entry_of(const dsr_strings *s, uint32_t number)
{
	const dossier_str text = dsr_strings_at(s, number);
	uint64_t prefix = 0;

	for (size_t i = 0; i < 8; i++)
		prefix = prefix << 8 | (i < text.n ? (uint8_t)text.p[i] : 0);
	return (entry){ prefix, number };
}

int dsr_strings_sort(const dsr_strings *s, uint32_t **order)
{
	const size_t n = s->count, size = 2 * n * sizeof(entry);
	entry *entries = dsr_new(s->alloc, size), *in, *out;
	uint32_t *numbers = dsr_new(s->alloc, n * sizeof *numbers);

	if (!entries || !numbers) {
		dsr_free(s->alloc, entries, size);
		dsr_free(s->alloc, numbers, n * sizeof *numbers);
		*order = NULL;
		return n == 0;
	}
	in = entries;
	out = entries + n;
	for (uint32_t i = 0; i < n; i++)
		in[i] = entry_of(s, i);
	for (size_t run = 1; run < n; run *= 2) {
		entry *swap = in;

		for (size_t from = 0; from < n; from += 2 * run) {
			const size_t mid = from + run < n ? from + run : n;
			const size_t to = mid + run < n ? mid + run : n;

			merge(s, in, out, from, mid, to);
		}
		in = out;
		out = swap;
	}
	for (size_t i = 0; i < n; i++)
		numbers[i] = in[i].number;
	dsr_free(s->alloc, entries, size);
	*order = numbers;
	return 1;
}
