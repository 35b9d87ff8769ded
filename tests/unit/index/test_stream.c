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
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
