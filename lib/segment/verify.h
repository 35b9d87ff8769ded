/*
 * verify.h - read every byte of a segment and say what is wrong
 *
 * First every checksum.  Where all are right the structure is walked: what writing promised about order, counts,
 * extents and bounds must hold (FORMAT.md 11), so that a file which was damaged and given new checksums, or
 * written by a faulty program, is found out as well.
 */
#ifndef DSR_SEGMENT_VERIFY_H
#define DSR_SEGMENT_VERIFY_H

#include <stdint.h>

#include <dossier/check.h>
#include <dossier/schema.h>
#include <dossier/status.h>

#include "segment/segment.h"

/* Where problems go. */
typedef struct dsr_verifier {
	const dossier_alloc *alloc;
	void (*report)(void *ctx, const dossier_problem *problem); /* may be NULL */
	void       *ctx;
	const char *file;     /* name of the file being verified */
	uint64_t    problems; /* found so far */
} dsr_verifier;

/* Note one problem; `fmt` as printf. */
void dsr_verifier_report(dsr_verifier *v, const char *section, const char *fmt, ...)
#if defined(__GNUC__)
	__attribute__((format(printf, 3, 4)))
#endif
	;

/* Verify `s`, written with `schema`.  Problems are reported, not returned.  Errors: NOMEM. */
dossier_status dsr_segment_verify(const dsr_segment *s, const dossier_schema *schema, dsr_verifier *v);

#endif /* DSR_SEGMENT_VERIFY_H */
