/*
 * fieldmap.h - which key of a JSON record is read as which field
 *
 * A key counts as the field of its own name; beside that a map of strings "title=headline" lets other keys be
 * read as a field.  Several keys may be read as one field.  The map comes first: with "title=body" the key "body" is
 * a title and no body.
 */
#ifndef DSR_INGEST_FIELDMAP_H
#define DSR_INGEST_FIELDMAP_H

#include <stddef.h>

#include <dossier/status.h>
#include <dossier/str.h>

/* Strings borrowed from the import's options. */
typedef struct dsr_fieldmap {
	const char *const *pairs;
	size_t count;
} dsr_fieldmap;

/* MISUSE when a string is not "field=key" of a field that exists ("extra" and what is behind it cannot be mapped). */
dossier_status dsr_fieldmap_check(dsr_fieldmap map, dossier_error *err);

/* The dsr_record_field that `key` is read as, or -1.  O(count).  The map must have passed the check. */
int dsr_fieldmap_find(dsr_fieldmap map, dossier_str key);

#endif /* DSR_INGEST_FIELDMAP_H */
