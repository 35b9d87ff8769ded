#include "segment_body.h"

#include "segment/sources.h"

enum { SEGMENTS = 6, DOCS = 700 };

static dsr_segment segments[SEGMENTS];
static uint64_t    dead[SEGMENTS][DOCS / 64 + 1];

static dossier_status add_all(dsr_sources *s)
{
	if (!dsr_sources_init(s, &test_alloc, SEGMENTS))
		return DOSSIER_ERR_NOMEM;
	for (uint32_t i = 0; i < SEGMENTS; i++) {
		uint32_t dying = 0;

		segments[i].docs = 1 + chance(DOCS);
		memset(dead[i], 0, sizeof dead[i]);
		for (uint32_t d = 0; d < segments[i].docs; d++)
			if (i && !chance(i)) {
				dsr_bitset_set(dead[i], d);
				dying++;
			}
		if (!dsr_sources_add(s, &segments[i], dying ? dead[i] : NULL, dying))
			return DOSSIER_ERR_NOMEM;
	}
	return DOSSIER_OK;
}

static void live_documents_are_numbered_through(void **state)
{
	dsr_sources s;

	(void)state;
	for (uint32_t round = 0; round < 20; round++) {
		uint32_t number = 0;

		assert_int_equal(add_all(&s), DOSSIER_OK);
		for (uint32_t i = 0; i < SEGMENTS; i++)
			for (uint32_t d = 0; d < segments[i].docs; d++) {
				assert_int_equal(dsr_source_has(&s.at[i], d), !dsr_bitset_has(dead[i], d));
				if (dsr_source_has(&s.at[i], d))
					assert_int_equal(dsr_source_number(&s.at[i], d), number++);
			}
		assert_int_equal(s.docs, number);
		dsr_sources_release(&s);
		dsr_sources_release(&s);
	}
}

static dossier_status add_and_release(void)
{
	dsr_sources s;
	const dossier_status st = add_all(&s);

	dsr_sources_release(&s);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	fails_cleanly(add_and_release);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(live_documents_are_numbered_through),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
