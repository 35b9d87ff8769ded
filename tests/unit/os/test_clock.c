#include "../test.h"

#include <time.h>

#include "os/clock.h"

static void it_is_now(void **state)
{
	const int64_t before = (int64_t)time(NULL), now = dsr_clock_now();
	(void)state;

	assert_true(now >= before && now <= (int64_t)time(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_now),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
