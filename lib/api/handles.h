/*
 * handles.h - what is behind the opaque handles of the public interface
 */
#ifndef DSR_API_HANDLES_H
#define DSR_API_HANDLES_H

#include <dossier/index.h>
#include <dossier/search.h>
#include <dossier/writer.h>

#include "base/arena.h"
#include "base/buf.h"
#include "index/index_writer.h"
#include "index/lexicon.h"
#include "index/snapshot.h"
#include "os/env.h"
#include "search/searcher.h"
#include "segment/stored.h"

struct dossier_index {
	dsr_env      env;
	dsr_snapshot snapshot;
	_Atomic(dsr_zstd_unpacker *) unpacker; /* for whoever loads a document next; NULL: none, or in use */
	void       (*free_owned)(void *owned); /* NULL, or called last by dossier_index_close() */
	void        *owned;
};

/* Hand `owned` to `ix`, to be freed after all else when it is closed. */
void dsr_index_own(dossier_index *ix, void (*free_owned)(void *owned), void *owned);

struct dossier_writer {
	dsr_env          env;
	dsr_index_writer index;
	void           (*free_owned)(dossier_writer *w, void *owned); /* NULL, or called by dossier_writer_close() */
	void            *owned; /* of the imports into it */
};

struct dossier_search {
	const dossier_alloc *alloc;
	dsr_searcher searcher;
	size_t       next;    /* index of the hit that next() gives */
	dsr_arena    passage; /* of the last one found */
	dsr_lexicon  lexicon; /* what the words mean of the texts that passages were taken from */
};

struct dossier_document {
	dossier_index *ix;
	dsr_page       page;   /* the values point into it */
	dossier_value *values;
	size_t         count, cap;
};

#endif /* DSR_API_HANDLES_H */
