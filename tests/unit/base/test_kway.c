#include "../test.h"

#include <string.h>

#include "../chance.h"
#include "base/kway.h"
#include "base/order.h"

enum { SOURCES = 9, EACH = 60, LONGEST = 12 };

static char        bytes[SOURCES][EACH][LONGEST];
static dossier_str sequences[SOURCES][EACH]; /* each ascending */

static int compare(const void *a, const void *b)
{
	return dsr_str_compare(*(const dossier_str *)a, *(const dossier_str *)b);
}

/* Few letters, so that many are equal or begin alike; zeros, which look like what short ones are filled with. */
static void make_sequences(void)
{
	for (uint32_t s = 0; s < SOURCES; s++) {
		for (uint32_t i = 0; i < EACH; i++) {
			const size_t n = chance(LONGEST);

			for (size_t k = 0; k < n; k++)
				bytes[s][i][k] = (char)(chance(3) ? 'a' : chance(2) ? '\0' : '\xff');
			sequences[s][i] = (dossier_str){ bytes[s][i], n };
		}
		qsort(sequences[s], EACH, sizeof **sequences, compare);
	}
}

static void strings_come_in_order_and_equal_ones_by_source(void **state)
{
	uint32_t at[SOURCES] = { 0 };
	dsr_kway_entry e, last = { 0 };
	dsr_kway k;

	(void)state;
	for (uint32_t round = 0; round < 50; round++) {
		make_sequences();
		memset(at, 0, sizeof at);
		assert_true(dsr_kway_init(&k, &test_alloc, SOURCES));
		for (uint32_t s = 0; s < SOURCES; s++)
			dsr_kway_push(&k, sequences[s][0], s);
		for (uint32_t n = 0; n < SOURCES * EACH; n++) {
			assert_true(dsr_kway_pop(&k, &e));
			assert_ptr_equal(e.text.p, sequences[e.source][at[e.source]].p);
			if (n) {
				const int order = dsr_str_compare(last.text, e.text);

				assert_true(order < 0 || (!order && last.source <= e.source));
			}
			if (k.count)
				assert_int_equal(dsr_kway_has(&k, &e), !dsr_str_compare(k.heap[0].text, e.text));
			if (++at[e.source] < EACH)
				dsr_kway_push(&k, sequences[e.source][at[e.source]], e.source);
			last = e;
		}
		assert_false(dsr_kway_pop(&k, &e));
		assert_false(dsr_kway_has(&k, &e));
		dsr_kway_release(&k);
	}
}

static void running_out_of_memory_is_said(void **state)
{
	dsr_kway k;

	(void)state;
	test_fail_after(1);
	assert_false(dsr_kway_init(&k, &test_alloc, 3));
	assert_true(test_fail_done());
	dsr_kway_release(&k);
	dsr_kway_release(&k);
	assert_int_equal(test_live, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strings_come_in_order_and_equal_ones_by_source),
		cmocka_unit_test(running_out_of_memory_is_said),
	};

	chance_seed(11);
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}
