/*
 * Every variant against what the header says, written out.
 */
#include "../test.h"

#include <string.h>

#include "../chance.h"
#include "codec/bitpack.h"
#include "codec/cpu.h"
#include "codec/filter.h"

enum { ROUNDS = 3000, WORDS = 64 };

static uint32_t docs[DSR_BLOCK_ROOM], tfs[DSR_BLOCK_ROOM], got_docs[DSR_BLOCK_ROOM], got_tfs[DSR_BLOCK_ROOM];
static const dsr_kept got = { got_docs, got_tfs };

/* Documents that begin before, in or behind the window at `first`. */
static size_t random_postings(uint32_t first)
{
	const size_t n = chance(DSR_BLOCK + 1);
	const uint32_t most = 1 + chance(chance(2) ? 6 : 100);
	uint32_t doc = first - chance(first < 9000 ? first + 1 : 9000) + chance(3) * 2000;

	for (size_t i = 0; i < DSR_BLOCK_ROOM; i++) {
		docs[i] = doc;
		tfs[i] = 1 + chance(100);
		doc += 1 + chance(most);
	}
	return n;
}

static void compare(const uint8_t *keep, size_t n, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (!keep[i])
			continue;
		assert_true(kept < count);
		assert_int_equal(got_docs[kept], docs[i]);
		assert_int_equal(got_tfs[kept++], tfs[i]);
	}
	assert_int_equal(kept, count);
}

static void check_ranges(const dsr_filter_impl *impl)
{
	for (int round = 0; round < ROUNDS; round++) {
		const uint32_t first = chance(2) * chance(3000000) * 64u;
		const size_t n = random_postings(first);
		const uint64_t mask = chance(4) ? chance_u64() & chance_u64() : chance(2) ? UINT64_MAX : 0;
		uint8_t keep[DSR_BLOCK];

		for (size_t i = 0; i < n; i++)
			keep[i] = docs[i] >= first && docs[i] < first + 4096 && mask >> (docs[i] - first) / 64 & 1;
		compare(keep, n, impl->ranges(got, docs, tfs, n, first, mask));
	}
}

static void check_bits(const dsr_filter_impl *impl)
{
	static uint64_t bits[WORDS];

	for (int round = 0; round < ROUNDS; round++) {
		const uint32_t first = chance(2) * chance(3000000) * 64u;
		const size_t n = random_postings(first), words = chance(3) ? WORDS : 1 + chance(WORDS);
		uint8_t keep[DSR_BLOCK];

		for (size_t i = 0; i < WORDS; i++)
			bits[i] = chance(3) ? chance_u64() : 0;
		for (size_t i = 0; i < n; i++) {
			const uint32_t at = docs[i] - first;

			keep[i] = docs[i] >= first && at < words * 64 && bits[at / 64] >> at % 64 & 1;
		}
		compare(keep, n, impl->bits(got, docs, tfs, n, first, bits, words));
		memset(got_docs, 0, sizeof got_docs);
		compare(keep, n, impl->bits((dsr_kept){ got_docs, NULL }, docs, NULL, n, first, bits, words));
	}
}

static void check_set(const dsr_filter_impl *impl)
{
	uint64_t block[WORDS], in[WORDS];

	for (int round = 0; round < ROUNDS; round++) {
		const uint32_t first = chance(3000000) * 64u;
		const size_t words = 1 + chance(WORDS), most = chance(DSR_BLOCK + 1);
		const uint32_t step = 1 + chance(1 + (uint32_t)words / 2);
		uint8_t keep[DSR_BLOCK];
		size_t n = 0;

		memset(block, 0, sizeof block);
		for (uint32_t at = chance(9); n < most && at < words * 64; at += 1 + chance(step)) {
			block[at / 64] |= (uint64_t)1 << at % 64;
			docs[n] = first + at;
			tfs[n++] = 1 + chance(100);
		}
		for (size_t i = 0; i < words; i++)
			in[i] = chance(3) ? chance_u64() : chance(2) ? UINT64_MAX : 0;
		for (size_t i = 0; i < n; i++)
			keep[i] = in[(docs[i] - first) / 64] >> (docs[i] - first) % 64 & 1;
		compare(keep, n, impl->set(got, block, in, words, first, tfs));
	}
}

static void check_sums(const dsr_filter_impl *impl)
{
	uint32_t scores[DSR_BLOCK + 15], rest[DSR_BLOCK + 15], want[3][DSR_BLOCK];

	for (int round = 0; round < ROUNDS; round++) {
		const uint32_t n = chance(DSR_BLOCK + 1), most = 1 + (INT32_MAX >> (1 + chance(30))), min = chance(2 * most);
		size_t kept = 0;

		for (uint32_t i = 0; i < n; i++) {
			docs[i] = chance(UINT32_MAX);
			scores[i] = chance(most);
			rest[i] = chance(3) ? chance(most) : min > scores[i] ? min - scores[i] : 0;
			if (scores[i] + rest[i] < min)
				continue;
			want[0][kept] = docs[i];
			want[1][kept] = scores[i];
			want[2][kept++] = rest[i];
		}
		assert_int_equal(impl->sums((dsr_sums){ docs, scores, rest }, n, min), kept);
		assert_memory_equal(docs, want[0], kept * sizeof *docs);
		assert_memory_equal(scores, want[1], kept * sizeof *scores);
		assert_memory_equal(rest, want[2], kept * sizeof *rest);
	}
}

static void every_variant_keeps_the_same(void **state)
{
	const dsr_filter_impl chosen = {
		"chosen", 0, dsr_filter_ranges, dsr_filter_bits, dsr_filter_set, dsr_filter_sums,
	};

	(void)state;
	for (size_t k = 0; k <= dsr_filter_impl_count; k++) {
		const dsr_filter_impl *impl = k < dsr_filter_impl_count ? &dsr_filter_impls[k] : &chosen;

		if (!dsr_cpu_has((dsr_cpu_level)impl->level))
			continue;
		check_ranges(impl);
		check_bits(impl);
		check_set(impl);
		check_sums(impl);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_variant_keeps_the_same) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
