/*
 * topk.c - see topk.h
 *
 * Selecting is by one digit first, then quickselect with pivots drawn by a generator, so that no order of documents makes it
 * slow.
 */
#include "search/topk.h"

#include <string.h>

#include "base/radix.h"

/* Up to so many are kept sorted; more get room for so many besides, at least. */
enum { SORTED_MAX = 63, ROOM_MIN = 512, PEAKS = 16 };

enum { DOCUMENT_BITS = 33 };

#ifdef DSR_TESTING
#define ROOM(k) ((k) / 2 + 1)
#else
#define ROOM(k) ((k) < ROOM_MIN ? ROOM_MIN : (k))
#endif

static uint64_t key_of(uint64_t document, uint32_t score)
{
	return (uint64_t)score << DOCUMENT_BITS | (DSR_TOPK_DOCUMENTS - 1 - document);
}

int dsr_topk_init(dsr_topk *t, dsr_arena *arena, size_t k, uint64_t documents)
{
	if (k > documents)
		k = (size_t)documents;
	*t = (dsr_topk){ .cap = k <= SORTED_MAX ? k + 1 : k + ROOM(k), .k = k };
	t->hits = dsr_arena_take(arena, k * sizeof *t->hits);
	t->keys = dsr_arena_take(arena, t->cap * sizeof *t->keys);
	t->beside = dsr_arena_take(arena, (k <= SORTED_MAX ? 0 : t->cap) * sizeof *t->beside);
	dsr_topk_clear(t);
	return t->hits && t->keys && t->beside;
}

void dsr_topk_clear(dsr_topk *t)
{
	t->n = 0;
	t->floor = 0;
	t->min = t->k ? 0 : UINT32_MAX;
	t->seed = 1;
}

/* Keys that are not above this one are lost, if what was announced has not raised the floor above it. */
static void raise_floor(dsr_topk *t, uint64_t key)
{
	if (key <= t->floor)
		return;
	t->floor = key;
	t->min = (uint32_t)(key >> DOCUMENT_BITS);
}

/* ---- what is announced ---- */

/* The best of every sixteenth score, as signed numbers, which compare in fewer instructions. */
static void find_peaks(int32_t peaks[PEAKS], const uint32_t *scores, size_t n)
{
	int32_t best[PEAKS] = { 0 }; /* nothing else can be it: the compiler takes several at once */

	for (size_t i = 0; i + PEAKS <= n; i += PEAKS)
		for (size_t j = 0; j < PEAKS; j++) {
			const int32_t score = (int32_t)scores[i + j];

			best[j] = score > best[j] ? score : best[j];
		}
	memcpy(peaks, best, sizeof best);
}

/* The k-th of them: at least k scores are not below it. */
static int32_t kth_peak(const int32_t peaks[PEAKS], size_t k)
{
	int32_t above[PEAKS] = { 0 }, least = INT32_MAX;

	for (size_t i = 0; i < PEAKS; i++)
		for (size_t j = 0; j < PEAKS; j++)
			above[j] += peaks[i] > peaks[j];
	for (size_t j = 0; j < PEAKS; j++)
		least = above[j] < (int32_t)k && peaks[j] < least ? peaks[j] : least;
	return least;
}

void dsr_topk_announce(dsr_topk *t, const uint32_t *scores, size_t n)
{
	int32_t peaks[PEAKS];
	uint32_t score;

	if (!t->k || t->k > PEAKS || n < PEAKS)
		return;
	find_peaks(peaks, scores, n);
	score = (uint32_t)kth_peak(peaks, t->k);
	if (score <= t->min)
		return;
	t->min = score;
	t->floor = ((uint64_t)score << DOCUMENT_BITS) - 1; /* whatever the document's number */
}

/* ---- few: sorted ---- */

static void insert(dsr_topk *t, uint64_t key)
{
	uint64_t *const keys = t->keys;

	keys[t->n] = 0; /* there is room for one more than k */
	t->n += t->n < t->k;
	for (size_t i = t->n - 1; i; i--) {
		const uint64_t low = keys[i - 1] < key ? keys[i - 1] : key;

		keys[i] = keys[i] > low ? keys[i] : low;
	}
	keys[0] = keys[0] > key ? keys[0] : key;
	if (t->n == t->k)
		raise_floor(t, t->keys[t->k - 1]);
}

/* ---- many: selected ---- */

/* A number below n (Knuth's MMIX generator). */
static size_t draw(dsr_topk *t, size_t n)
{
	t->seed = t->seed * 6364136223846793005u + 1442695040888963407u;
	return (size_t)((t->seed >> 33) % n);
}

static void swap(uint64_t *a, uint64_t *b)
{
	const uint64_t key = *a;

	*a = *b;
	*b = key;
}

/*
 * Bring those of keys[from..to) that are above the one at `pivot` before it, the others behind it.  Returns where it stands
 * then.  No branch depends on the keys, since half of them would be guessed wrong.
 */
static size_t partition(uint64_t *keys, size_t from, size_t to, size_t pivot)
{
	const uint64_t key = keys[pivot];
	size_t at = from;

	swap(&keys[pivot], &keys[to - 1]);
	for (size_t i = from; i + 1 < to; i++) {
		const uint64_t here = keys[i];

		keys[i] = keys[at];
		keys[at] = here;
		at += here > key;
	}
	swap(&keys[at], &keys[to - 1]);
	return at;
}

/* Bring the best k <= n of keys[0..n) before all others (Hoare's FIND); they differ. */
static void select_best(dsr_topk *t, uint64_t *keys, size_t n, size_t k)
{
	size_t from = 0, to = n; /* the first of the others, or the last of the best, stands in [from, to) */

	while (from < to) {
		const size_t at = partition(keys, from, to, from + draw(t, to - from));

		if (at < k)
			from = at + 1;
		else
			to = at;
	}
}

/* Where the eight bits begin whose highest is the highest in which keys differ. */
static unsigned find_digit(const uint64_t *keys, size_t n)
{
	const uint64_t differ = dsr_radix_differences(keys, n);
	const unsigned highest = differ ? 63 - (unsigned)__builtin_clzll(differ) : 0;

	return highest > 7 ? highest - 7 : 0;
}

/* The value of this digit that the k-th best of n >= k keys has. */
static unsigned digit_of_kth(const uint64_t *keys, size_t n, unsigned shift, size_t k)
{
	uint32_t counts[256] = { 0 };
	unsigned value = 255;

	for (size_t i = 0; i < n; i++)
		counts[keys[i] >> shift & 255]++;
	for (size_t above = 0; (above += counts[value]) < k; )
		value--;
	return value;
}

/*
 * Keep the best k.  One digit tells of most keys whether they are among them; only those that have the k-th's value there
 * are selected from, beside.
 */
static void shrink(dsr_topk *t)
{
	const unsigned shift = find_digit(t->keys, t->n), value = digit_of_kth(t->keys, t->n, shift, t->k);
	uint64_t least;
	size_t above = 0, same = 0;

	for (size_t i = 0; i < t->n; i++) {
		const uint64_t key = t->keys[i];
		const unsigned digit = key >> shift & 255;

		t->keys[above] = key;
		above += digit > value;
		t->beside[same] = key;
		same += digit == value;
	}
	select_best(t, t->beside, same, t->k - above);
	memcpy(t->keys + above, t->beside, (t->k - above) * sizeof *t->keys);
	t->n = t->k;
	least = t->beside[0];
	for (size_t i = 1; i < t->k - above; i++)
		least = t->beside[i] < least ? t->beside[i] : least;
	raise_floor(t, least);
}

void dsr_topk_offer(dsr_topk *t, uint64_t document, uint32_t score)
{
	const uint64_t key = key_of(document, score);

	if (t->k <= SORTED_MAX) {
		if (key > t->floor && t->k)
			insert(t, key);
		return;
	}
	t->keys[t->n] = key;
	t->n += key > t->floor;
	if (t->n == t->cap)
		shrink(t);
}

/* ---- the result ---- */

void dsr_topk_finish(dsr_topk *t)
{
	const uint64_t *worst_first = NULL;

	if (t->n > t->k)
		shrink(t);
	if (t->k > SORTED_MAX) /* the others are sorted */
		worst_first = dsr_radix_sort(t->keys, t->beside, t->n, 0);
	for (size_t i = 0; i < t->n; i++) {
		const uint64_t key = worst_first ? worst_first[t->n - 1 - i] : t->keys[i];

		t->hits[i] = (dsr_hit){ DSR_TOPK_DOCUMENTS - 1 - (key & (DSR_TOPK_DOCUMENTS - 1)), (uint32_t)(key >> DOCUMENT_BITS) };
	}
}
