#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"

/* (a * b) in four products of 32 bits, the halves folded. */
static uint64_t mix_slowly(uint64_t a, uint64_t b)
{
	const uint64_t a0 = a & 0xffffffff, a1 = a >> 32, b0 = b & 0xffffffff, b1 = b >> 32;
	const uint64_t middle = (a0 * b0 >> 32) + (a0 * b1 & 0xffffffff) + (a1 * b0 & 0xffffffff);
	const uint64_t high = a1 * b1 + (a0 * b1 >> 32) + (a1 * b0 >> 32) + (middle >> 32);

	return a * b ^ high;
}

/* The definition once more: eight bytes a round, the rest as one number. */
static uint64_t hash_slowly(const uint8_t *p, size_t n)
{
	uint64_t h = 0x6a09e667f3bcc909 ^ n, word = 0;

	for (size_t i = 0; i < n; i++) {
		word |= (uint64_t)p[i] << i % 8 * 8;
		if (i % 8 == 7) {
			h = mix_slowly(h ^ word, 0x9e3779b97f4a7c15);
			word = 0;
		}
	}
	return mix_slowly(h ^ word, 0x9e3779b97f4a7c15) ^ h >> 29;
}

static void the_product_of_two_numbers_is_folded(void **state)
{
	uint64_t a = 1, b = UINT64_MAX;
	(void)state;

	for (int i = 0; i < 10000; i++) {
		assert_true(dsr_mix(a, b) == mix_slowly(a, b));
		a = a * 6364136223846793005u + 1442695040888963407u;
		b ^= a >> 7;
	}
	assert_true(dsr_mix(UINT64_MAX, UINT64_MAX) == (1 ^ (UINT64_MAX - 1)));
	assert_true(dsr_mix(0, UINT64_MAX) == 0);
}

static void the_hash_follows_its_definition_at_every_length_and_address(void **state)
{
	uint8_t bytes[120];
	(void)state;

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)(i * 37 + 11);
	for (size_t at = 0; at < 8; at++)
		for (size_t n = 0; n < 100; n++)
			assert_true(dsr_hash(bytes + at, n) == hash_slowly(bytes + at, n));
}

static void known_answers_stay_the_same(void **state)
{
	static const struct { const char *text; uint64_t hash; } known[] = {
		{ "", 0x864bf3a67fb5a207 },
		{ "a", 0x5d199c37c3a61a63 },
		{ "dossier", 0x4dfd2ccd22cb6a89 },
		{ "8 bytes.", 0xe8845843a4783d57 },
		{ "the quick brown fox jumps over the lazy dog", 0x0ad0cdabb34647e9 },
	};
	(void)state;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		assert_true(dsr_hash(known[i].text, strlen(known[i].text)) == known[i].hash);
}

static void zeros_of_every_length_differ(void **state)
{
	static const uint8_t zeros[200];
	uint64_t seen[200];
	(void)state;

	for (size_t n = 0; n < 200; n++) {
		seen[n] = dsr_hash(zeros, n);
		for (size_t i = 0; i < n; i++)
			assert_true(seen[i] != seen[n]);
	}
}

/* Keys that differ in little, counted by the low and by the high bits: about KEYS / PLACES in each place. */
static void similar_keys_spread_over_a_table(void **state)
{
	enum { KEYS = 65536, PLACES = 1024 };
	static unsigned low[PLACES], high[PLACES];
	(void)state;

	for (int form = 0; form < 3; form++) {
		memset(low, 0, sizeof low);
		memset(high, 0, sizeof high);
		for (unsigned key = 0; key < KEYS; key++) {
			static const char *const forms[] = { "%u", "policy-%08u", "%u of the long name of a series" };
			char text[64];
			const int n = snprintf(text, sizeof text, forms[form], key);
			const uint64_t h = dsr_hash(text, (size_t)n);

			low[h % PLACES]++;
			high[h >> 54]++;
		}
		for (size_t i = 0; i < PLACES; i++) {
			assert_in_range(low[i], 20, 120);
			assert_in_range(high[i], 20, 120);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_product_of_two_numbers_is_folded),
		cmocka_unit_test(the_hash_follows_its_definition_at_every_length_and_address),
		cmocka_unit_test(known_answers_stay_the_same),
		cmocka_unit_test(zeros_of_every_length_differ),
		cmocka_unit_test(similar_keys_spread_over_a_table),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}
