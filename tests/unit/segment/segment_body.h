/*
 * segment_body.h - a file system in memory for the tests of segments, and how to let every allocation fail
 */
#ifndef DSR_SEGMENT_BODY_H
#define DSR_SEGMENT_BODY_H

#include "../test.h"

#include <string.h>

#include "../chance.h"
#include "base/mem.h"
#include "os/memory.h"
#include "segment/container.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define PATH "file"

static dsr_memory_fs *files; /* takes its own memory: only that of the code under test is counted */
static dsr_env env;

static inline int make_files(void **state)
{
	(void)state;
	files = dsr_memory_fs_new(&dsr_alloc_default);
	if (!files)
		return 1;
	env = dsr_env_make(&test_alloc, dsr_memory_fs_storage(files));
	chance_seed(7);
	return 0;
}

static inline int remove_files(void **state)
{
	dsr_memory_fs_free(files);
	return test_no_leaks(state);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_files, remove_files)

static inline void *must_alloc(size_t n)
{
	void *p = calloc(n ? n : 1, 1);

	assert_non_null(p);
	return p;
}

/* Runs `run` again and again, the first, the second, ... allocation failing: it says so and holds nothing. */
static inline void fails_cleanly(dossier_status (*run)(void))
{
	for (long n = 1; ; n++) {
		const long live = test_live;
		dossier_status st;
		int hit;

		test_fail_after(n);
		st = run();
		hit = test_fail_done();
		assert_int_equal(test_live, live);
		assert_int_equal(st, hit ? DOSSIER_ERR_NOMEM : DOSSIER_OK);
		if (!hit)
			return;
	}
}

/* Create PATH, let `fill` write into it, finish. */
static inline void write_container(void (*fill)(dsr_container_writer *w))
{
	dsr_container_writer w;
	uint64_t length;
	uint32_t checksum;

	assert_int_equal(dsr_container_create(&w, &env, PATH, NULL), DOSSIER_OK);
	fill(&w);
	assert_int_equal(dsr_container_finish(&w, &length, &checksum, NULL), DOSSIER_OK);
}

/* The same for a `fill` that can fail; then nothing is left of the file. */
static inline dossier_status try_container(dossier_status (*fill)(dsr_container_writer *w))
{
	dsr_container_writer w;
	uint64_t length;
	uint32_t checksum;
	dossier_status st = dsr_container_create(&w, &env, PATH, NULL);

	if (st)
		return st;
	st = fill(&w);
	if (!st)
		return dsr_container_finish(&w, &length, &checksum, NULL);
	dsr_container_abandon(&w);
	return st;
}

static inline void open_container(dsr_container *c)
{
	assert_int_equal(dsr_container_open(c, &env, PATH, NULL), DOSSIER_OK);
}

/* One section more of these bytes. */
static inline void put_section(dsr_container_writer *w, dsr_section_kind kind, unsigned list, const void *bytes, size_t n)
{
	dsr_container_begin(w);
	dsr_container_put(w, bytes, n);
	dsr_container_end(w, kind, list);
}

/* A copy of a section's bytes, to be freed. */
static inline uint8_t *copy_section(const dsr_container *c, dsr_section_kind kind, unsigned list, size_t *n)
{
	const dsr_section s = dsr_container_section(c, kind, list);
	uint8_t *copy = must_alloc(s.size);

	assert_non_null(s.bytes);
	memcpy(copy, s.bytes, s.size);
	*n = s.size;
	return copy;
}

/* Change a few bytes at random places. */
static inline void damage(uint8_t *p, size_t n)
{
	static const uint8_t favourites[] = { 0, 1, 0x7f, 0x80, 0xff };

	for (uint32_t i = 1 + chance(3); n && i; i--)
		p[chance((uint32_t)n)] = chance(2) ? favourites[chance(LENGTH(favourites))] : (uint8_t)chance(256);
}

#endif /* DSR_SEGMENT_BODY_H */
