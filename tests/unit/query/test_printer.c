#include "../test.h"

#include <string.h>

#include <dossier/query.h>

#include "query/printer.h"
#include "text/date.h"
#include "tree.h"

static const dossier_query_options options = { sizeof(dossier_query_options), &test_alloc, NULL };

static uint64_t random_state = 88172645463325252u;

static uint32_t random_below(uint32_t n)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (uint32_t)(random_state >> 32) % n;
}

static const char *const pieces[] = {
	"a", "b", "U.S.", "six-party", "\"", "“", "(", "(", ")", ")", "+", "-", " ", " ", " ", " AND ", " OR ", " NOT ", "title:",
	"topic:", "date:", "date:2018", "date:2017..2016-03", "2018", "..", ":", "—", "x:y", "\xff", "é", "日", "body:", "AND", "C++"
};

static size_t random_query(char *out, uint32_t count)
{
	size_t n = 0;

	for (uint32_t i = 0; i < count; i++) {
		const char *piece = pieces[random_below(sizeof pieces / sizeof *pieces)];

		memcpy(out + n, piece, strlen(piece));
		n += strlen(piece);
	}
	return n;
}

static void a_printed_query_reads_as_the_same_tree(void **state)
{
	char text[64 * 32];
	(void)state;

	for (int round = 0; round < 20000; round++) {
		const dossier_str typed = { text, random_query(text, 1 + random_below(60)) };
		dossier_query *q, *again;

		assert_int_equal(dossier_query_parse(&q, typed, &options, NULL), DOSSIER_OK);
		if (tree_check(q))
			fail_msg("%s: %.*s", tree_check(q), (int)typed.n, typed.p);
		assert_int_equal(dossier_query_parse(&again, dossier_query_text(q), &options, NULL), DOSSIER_OK);
		if (!tree_equal(q, again))
			fail_msg("%.*s\n is %s\n but then %s", (int)typed.n, typed.p, dossier_query_text(q).p,
			         dossier_query_text(again).p);
		dossier_query_free(again);
		dossier_query_free(q);
	}
}

/* Print a tree of one DATES node. */
static void print_dates(dsr_buf *out, int32_t first, int32_t last)
{
	dsr_node node = { .kind = DSR_NODE_DATES, .occur = DSR_MUST, .filter = 1, .child = DSR_NODE_NIL, .next = DSR_NODE_NIL,
	                  .first_day = first, .last_day = last };
	const dossier_query q = { .nodes = &node, .count = 1 };

	dsr_buf_reset(out);
	dsr_query_print(out, &q);
	dsr_buf_put_u8(out, '\0');
}

static void every_day_is_printed_as_its_date(void **state)
{
	dsr_buf out = DSR_BUF_INIT(&test_alloc);
	const dsr_date first = { 1, 1, 1 }, last = { 9999, 12, 31 };
	const int32_t end = dsr_date_last_day(last);
	(void)state;

	for (int32_t day = dsr_date_first_day(first); day <= end; day += day < end - 40 && day > 40 ? 29 : 1) {
		dsr_date d;

		print_dates(&out, day, INT32_MAX);
		assert_int_equal(out.len, strlen("0001-01-01..") + 1);
		assert_true(dsr_date_parse_iso((dossier_str){ (const char *)out.data, 10 }, &d));
		assert_int_equal(dsr_date_first_day(d), day);
		assert_int_equal(dsr_date_last_day(d), day);
	}
	print_dates(&out, INT32_MIN, 0);
	assert_string_equal((const char *)out.data, "..1970-01-01");
	dsr_buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_printed_query_reads_as_the_same_tree),
		cmocka_unit_test(every_day_is_printed_as_its_date),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}
