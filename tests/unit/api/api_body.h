/*
 * api_body.h - an index of made-up publications in memory, written and opened through the public interface
 */
#ifndef DSR_API_BODY_H
#define DSR_API_BODY_H

#include "../index/index_body.h"

#include <dossier.h>

#include "../index/publications.h"

static model m;

static inline dossier_index_options index_options(void)
{
	dossier_index_options o = DOSSIER_INDEX_OPTIONS_INIT;

	o.alloc = &test_alloc;
	o.storage = &env.storage;
	return o;
}

static inline dossier_writer *open_writer(void)
{
	dossier_writer_options o = DOSSIER_WRITER_OPTIONS_INIT;
	dossier_writer *w = NULL;

	o.alloc = &test_alloc;
	o.storage = &env.storage;
	o.keep_segments = 1;
	assert_int_equal(dossier_writer_open(&w, DIR_NAME, &o, NULL), DOSSIER_OK);
	return w;
}

/* Three commits; some publications are replaced, some deleted. */
static inline void write_index(void)
{
	m = (model){ .words = 40 };
	for (uint32_t c = 0; c < 3; c++) {
		dossier_writer *w = open_writer();

		for (uint32_t id = c * 15; id < c * 20 + 20; id++)
			assert_int_equal(model_add(&m, w, id, NULL), DOSSIER_OK);
		for (uint32_t id = c; id < 50; id += 11)
			assert_int_equal(model_delete(&m, w, id, NULL), DOSSIER_OK);
		assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
		dossier_writer_close(w);
	}
}

static inline dossier_index *open_index(void)
{
	const dossier_index_options o = index_options();
	dossier_index *ix = NULL;

	assert_int_equal(dossier_index_open(&ix, DIR_NAME, &o, NULL), DOSSIER_OK);
	return ix;
}

#endif /* DSR_API_BODY_H */
