/*
 * Every variant against what the header says, written out.
 */
#include "../test.h"

#include <string.h>

#include "../chance.h"
#include "codec/bounds.h"
#include "codec/cpu.h"

enum { ROUNDS = 3000 };

static uint8_t  bytes[4096 + DSR_BOUNDS_MAX], map[256];
static uint32_t scores[4096];

static dsr_bounds random_bounds(void)
{
	dsr_bounds b = { .bytes = bytes, .map = chance(2) ? map : NULL, .more = chance(2) ? 0 : chance(9) };

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)(chance(3) ? chance(256) : 0);
	for (int i = 1; i < 256; i++)
		map[i] = (uint8_t)chance(256);
	b.cut = chance(21);
	b.unit = chance(UINT32_MAX / 255);
	return b;
}

static uint32_t byte_of(const dsr_bounds *b, uint32_t range)
{
	const uint8_t byte = b->bytes[range >> b->more];

	return b->map ? b->map[byte] : byte;
}

static void check_add(const dsr_bounds_impl *impl)
{
	for (int round = 0; round < ROUNDS; round++) {
		const dsr_bounds b = random_bounds();
		const size_t n = 1 + chance(64);
		const uint32_t first = chance(4000);
		uint32_t sum[DSR_BOUNDS_MAX], want[DSR_BOUNDS_MAX];
		uint64_t mask = 0;

		for (size_t i = 0; i < DSR_BOUNDS_MAX; i++)
			want[i] = sum[i] = chance(1u << 30);
		for (uint32_t i = 0; i < n; i++) {
			const uint32_t q = byte_of(&b, first + i);

			want[i] += q ? (q * b.unit >> b.cut) + 1 : 0;
			mask |= (uint64_t)(q != 0) << i;
		}
		assert_true(impl->add(sum, &b, first, n) == mask);
		assert_memory_equal(sum, want, n * sizeof *sum);
		for (size_t i = 0; i < n; i++)
			want[i] -= byte_of(&b, first + (uint32_t)i) ? (byte_of(&b, first + (uint32_t)i) * b.unit >> b.cut) + 1 : 0;
		assert_true(impl->take(sum, &b, first, n) == mask);
		assert_memory_equal(sum, want, n * sizeof *sum);
	}
}

static void check_at(const dsr_bounds_impl *impl)
{
	for (int round = 0; round < ROUNDS; round++) {
		const dsr_bounds b = random_bounds();
		const size_t n = chance(60);
		uint32_t docs[64 + 15], sum[64 + 15], want[64];

		for (size_t i = 0; i < n; i++) {
			uint32_t q;

			docs[i] = chance(4096 * 64);
			want[i] = sum[i] = chance(1u << 30);
			q = byte_of(&b, docs[i] / 64);
			want[i] += q ? (q * b.unit >> b.cut) + 1 : 0;
		}
		impl->at(sum, &b, docs, n);
		assert_memory_equal(sum, want, n * sizeof *sum);
	}
}

static void check_least(const dsr_bounds_impl *impl)
{
	for (int round = 0; round < ROUNDS; round++) {
		const dsr_bounds b = random_bounds();
		const size_t n = 1 + chance(64);
		const uint32_t first = chance(4000);
		uint8_t least[DSR_BOUNDS_MAX], want[DSR_BOUNDS_MAX];

		for (size_t i = 0; i < DSR_BOUNDS_MAX; i++)
			want[i] = least[i] = (uint8_t)chance(256);
		for (uint32_t i = 0; i < n; i++)
			want[i] = byte_of(&b, first + i) < want[i] ? (uint8_t)byte_of(&b, first + i) : want[i];
		impl->least(least, &b, first, n);
		assert_memory_equal(least, want, n);
	}
}

static void check_reach(const dsr_bounds_impl *impl)
{
	for (int round = 0; round < ROUNDS; round++) {
		const size_t n = 1 + chance(64);
		const uint32_t most = UINT32_MAX >> chance(32), min = chance(most);
		uint32_t sum[DSR_BOUNDS_MAX];
		uint64_t mask = 0;

		for (size_t i = 0; i < DSR_BOUNDS_MAX; i++) {
			sum[i] = chance(4) ? chance(most) : min;
			mask |= (uint64_t)(i < n && sum[i] >= min) << i;
		}
		assert_true(impl->reach(sum, n, min) == mask);
	}
}

static void check_drop(const dsr_bounds_impl *impl)
{
	for (int round = 0; round < ROUNDS / 10; round++) {
		const uint32_t most = 1 + (INT32_MAX >> (1 + chance(30))), min = chance(2 * most);
		const uint64_t mask = chance_u64() & chance_u64();
		uint32_t rest[DSR_BOUNDS_MAX];
		uint64_t bits[DSR_BOUNDS_MAX], want[DSR_BOUNDS_MAX], left = 0;

		for (size_t i = 0; i < 4096; i++)
			scores[i] = chance(most);
		for (size_t r = 0; r < DSR_BOUNDS_MAX; r++) {
			rest[r] = chance(most);
			want[r] = bits[r] = chance(4) ? chance_u64() : 0;
			for (size_t i = 0; i < 64 && mask >> r & 1; i++)
				if (scores[r * 64 + i] + rest[r] < min)
					want[r] &= ~((uint64_t)1 << i);
			left |= (uint64_t)(want[r] != 0) << r;
		}
		assert_true(impl->drop(scores, rest, mask, min, bits) == (left & mask));
		assert_memory_equal(bits, want, sizeof bits);
	}
}

static void check_clear(const dsr_bounds_impl *impl)
{
	for (int round = 0; round < ROUNDS / 10; round++) {
		const uint64_t mask = chance(2) ? chance_u64() : chance_u64() | chance_u64() | chance_u64() << chance(64);

		for (size_t i = 0; i < 4096; i++)
			scores[i] = 1 + chance(9);
		impl->clear(scores, mask);
		for (size_t i = 0; i < 4096; i++)
			assert_int_equal(scores[i] != 0, !(mask >> i / 64 & 1));
	}
}

static void check_used(const dsr_bounds_impl *impl)
{
	uint64_t words[DSR_BOUNDS_MAX];

	for (int round = 0; round < ROUNDS; round++) {
		const size_t n = 1 + chance(64);
		uint64_t mask = 0;

		for (size_t i = 0; i < DSR_BOUNDS_MAX; i++) {
			words[i] = chance(3) ? (uint64_t)1 << chance(64) : 0;
			mask |= (uint64_t)(i < n && words[i]) << i;
		}
		assert_true(impl->used(words, n) == mask);
	}
}

static void check_fill(const dsr_bounds_impl *impl)
{
	uint64_t words[DSR_BOUNDS_MAX];

	for (int round = 0; round < ROUNDS; round++) {
		const size_t n = 1 + chance(64);
		const uint64_t mask = chance_u64();

		memset(words, 7, sizeof words);
		impl->fill(words, n, mask);
		for (size_t i = 0; i < DSR_BOUNDS_MAX; i++)
			assert_true(words[i] == (i >= n ? UINT64_C(0x0707070707070707) : mask >> i & 1 ? UINT64_MAX : 0));
	}
}

static void every_variant_gives_the_numbers_of_the_header(void **state)
{
	const dsr_bounds_impl chosen = {
		"chosen", 0, dsr_bounds_add, dsr_bounds_take, dsr_bounds_at, dsr_bounds_least, dsr_bounds_reach, dsr_bounds_drop,
		dsr_bounds_clear, dsr_bounds_used, dsr_bounds_fill,
	};

	(void)state;
	for (size_t k = 0; k <= dsr_bounds_impl_count; k++) {
		const dsr_bounds_impl *impl = k < dsr_bounds_impl_count ? &dsr_bounds_impls[k] : &chosen;

		if (!dsr_cpu_has((dsr_cpu_level)impl->level))
			continue;
		check_add(impl);
		check_at(impl);
		check_least(impl);
		check_reach(impl);
		check_drop(impl);
		check_clear(impl);
		check_used(impl);
		check_fill(impl);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_variant_gives_the_numbers_of_the_header) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
