#include "../test.h"

#include "codec/rice.h"
#include "segment/norms.h"

/*
 * The code of a length as Lucene publishes it (SmallFloat.intToByte4): a float of 4 bits mantissa, the leading one
 * implied, and as much exponent as is needed, behind 24 free values.
 */
static int published_code(int64_t length)
{
	int64_t v = length - 24;
	int bits = 0;

	if (length < 24)
		return (int)length;
	for (int64_t rest = v; rest; rest >>= 1)
		bits++;
	if (bits < 4)
		return (int)(24 + v);
	return (int)(24 + ((v >> (bits - 4) & 7) | (int64_t)(bits - 4 + 1) << 3));
}

static int64_t published_length(int code)
{
	const int c = code - 24;

	if (code < 24)
		return code;
	if (c >> 3 == 0)
		return 24 + c;
	return 24 + ((int64_t)(8 | (c & 7)) << ((c >> 3) - 1));
}

static void codes_are_those_that_lucene_publishes(void **state)
{
	(void)state;
	for (int64_t length = 0; length < 3000000; length += length < 70000 ? 1 : 97)
		assert_int_equal(dsr_norm_encode((uint32_t)length), published_code(length));
	for (int64_t length = INT32_MAX; length > 3000000; length -= length / 5000)
		assert_int_equal(dsr_norm_encode((uint32_t)length), published_code(length));
	for (int code = 0; code <= published_code(INT32_MAX); code++)
		assert_int_equal(dsr_norm_decode((uint8_t)code), published_length(code));
}

static void some_codes_are_what_they_are_known_to_be(void **state)
{
	static const struct { uint32_t length; uint8_t code; } known[] = {
		{ 0, 0 }, { 1, 1 }, { 23, 23 }, { 24, 24 }, { 39, 39 }, { 40, 40 }, { 41, 40 }, { 42, 41 },
		{ 100, 57 }, { 1000, 87 }, { 10000, 113 }, { 100000, 140 }, { INT32_MAX, 255 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		assert_int_equal(dsr_norm_encode(known[i].length), known[i].code);
	for (uint32_t length = 0; length <= 40; length++)
		assert_int_equal(dsr_norm_decode(dsr_norm_encode(length)), length);
}

static void a_decoded_length_is_less_than_an_eighth_too_small(void **state)
{
	(void)state;
	for (uint64_t length = 0; length <= INT32_MAX; length += 1 + length / 3000) {
		const uint32_t decoded = dsr_norm_decode(dsr_norm_encode((uint32_t)length));

		assert_true(decoded <= length);
		assert_true((length - decoded) * 8 < length + !length);
	}
}

static void longer_documents_never_have_smaller_codes(void **state)
{
	uint8_t last = 0;

	(void)state;
	for (uint64_t length = 0; length <= INT32_MAX; length += 1 + length / 3000) {
		const uint8_t code = dsr_norm_encode((uint32_t)length);

		assert_true(code >= last);
		last = code;
	}
	for (int code = 1; code < 256; code++)
		assert_true(dsr_norm_decode((uint8_t)code) > dsr_norm_decode((uint8_t)(code - 1)));
}

static void a_decoded_length_has_the_code_it_came_from(void **state)
{
	(void)state;
	for (int code = 0; code < 256; code++)
		assert_int_equal(dsr_norm_encode(dsr_norm_decode((uint8_t)code)), code);
}

static void logarithms_are_those_of_the_decoded_lengths(void **state)
{
	(void)state;
	assert_int_equal(dsr_norm_logs[0], 0);
	for (int code = 1; code < 256; code++)
		assert_int_equal(dsr_norm_logs[code], dsr_log8(dsr_norm_decode((uint8_t)code)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_those_that_lucene_publishes),
		cmocka_unit_test(some_codes_are_what_they_are_known_to_be),
		cmocka_unit_test(a_decoded_length_is_less_than_an_eighth_too_small),
		cmocka_unit_test(longer_documents_never_have_smaller_codes),
		cmocka_unit_test(a_decoded_length_has_the_code_it_came_from),
		cmocka_unit_test(logarithms_are_those_of_the_decoded_lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
