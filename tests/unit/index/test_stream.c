#include "index_body.h"

#include "index/stream.h"

static void numbers_come_back_in_their_order(void **state)
{
	dsr_stream s = DSR_STREAM_INIT(&test_alloc);

	(void)state;
	for (uint32_t round = 0; round < 3; round++) {
		for (uint32_t i = 0; i < 5 * DSR_STREAM_CHUNK + 3; i++) {
			assert_int_equal(s.n, i);
			assert_true(dsr_stream_put(&s, i * 7 + round));
		}
		for (uint32_t i = 0; i < s.n; i++)
			assert_int_equal(dsr_stream_at(&s, i), i * 7 + round);
		assert_int_equal(dsr_stream_memory(&s), 6 * DSR_STREAM_CHUNK * sizeof(uint32_t));
		dsr_stream_release(&s);
		assert_int_equal(dsr_stream_memory(&s), 0);
	}
}

static void many_at_once_are_as_one_by_one(void **state)
{
	dsr_stream s = DSR_STREAM_INIT(&test_alloc);
	uint32_t v[3 * DSR_STREAM_CHUNK], done = 0;

	(void)state;
	for (uint32_t n = 0; n <= 3 * DSR_STREAM_CHUNK; n++) {
		for (uint32_t i = 0; i < n; i++)
			v[i] = done++;
		assert_true(dsr_stream_put_all(&s, v, n));
		assert_int_equal(s.n, done);
	}
	for (uint32_t i = 0; i < done; i++)
		assert_int_equal(dsr_stream_at(&s, i), i);
	dsr_stream_release(&s);
}

/* What is let go of gives its memory to what comes. */
static void what_was_dropped_is_held_no_more(void **state)
{
	const size_t chunk = DSR_STREAM_CHUNK * sizeof(uint32_t);
	dsr_stream s = DSR_STREAM_INIT(&test_alloc);
	uint32_t dropped = 0;

	(void)state;
	for (uint32_t i = 0; i < 50 * DSR_STREAM_CHUNK; i++) {
		assert_true(dsr_stream_put(&s, i * 3));
		if (i % 7 == 0)
			dsr_stream_drop(&s, dropped = i > 40 ? i - 40 : 0);
		for (uint32_t j = dropped; j <= i; j += 5)
			assert_int_equal(dsr_stream_at(&s, j), j * 3);
		assert_true(dsr_stream_memory(&s) <= (48 / DSR_STREAM_CHUNK + 3) * chunk);
	}
	dsr_stream_drop(&s, s.n);
	assert_true(dsr_stream_memory(&s) <= chunk);
	assert_true(dsr_stream_put(&s, 1));
	assert_int_equal(dsr_stream_at(&s, s.n - 1), 1);
	dsr_stream_release(&s);
	assert_int_equal(dsr_stream_memory(&s), 0);
}

static dossier_status fill(void)
{
	dsr_stream s = DSR_STREAM_INIT(&test_alloc);
	dossier_status st = DOSSIER_OK;

	for (uint32_t i = 0; i < 20 * DSR_STREAM_CHUNK && !st; i++)
		if (!dsr_stream_put(&s, i)) {
			assert_int_equal(s.n, i);
			st = DOSSIER_ERR_NOMEM;
		}
	dsr_stream_release(&s);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	fails_cleanly(fill);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(numbers_come_back_in_their_order),
		TEST(many_at_once_are_as_one_by_one),
		TEST(what_was_dropped_is_held_no_more),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
