/*
 * segment.h - one immutable file of indexed documents, opened to be read
 *
 * Opening reads the footer and the heads of the dictionaries: the same work at any size.
 *
 * Threads: an open segment never changes (container.h); any number of threads may read it.
 */
#ifndef DSR_SEGMENT_SEGMENT_H
#define DSR_SEGMENT_SEGMENT_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/schema.h>
#include <dossier/status.h>

#include "os/env.h"
#include "segment/columns.h"
#include "segment/container.h"
#include "segment/postings.h"
#include "segment/stored.h"

typedef struct dsr_segment {
	dsr_container file;
	uint32_t      docs;  /* deleted ones included; > 0 */
	dsr_list      lists[DSR_LISTS_MAX]; /* by list number; .file NULL where the schema has no such list */
	size_t        list_count; /* 1 + fields of the schema */
	dsr_stored    stored;
} dsr_segment;

/*
 * Open the file of `docs` documents, written with `schema`.  On failure nothing is held.
 * Errors: IO, NOTFOUND, NOMEM, CORRUPT, VERSION.
 */
dossier_status dsr_segment_open(dsr_segment *s, const dsr_env *env, const char *path,
                                const dossier_schema *schema, uint32_t docs, dossier_error *err);

/* Safe on a segment that is closed or all zero. */
void dsr_segment_close(dsr_segment *s);

/* Does the schema give list `list` to a segment?  Does the list have positions and norms? */
int dsr_schema_has_list(const dossier_schema *schema, unsigned list);
int dsr_list_is_key(unsigned list);

#endif /* DSR_SEGMENT_SEGMENT_H */
