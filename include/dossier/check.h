/*
 * dossier/check.h - read everything and say what is wrong
 */
#ifndef DOSSIER_CHECK_H
#define DOSSIER_CHECK_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/export.h>
#include <dossier/index.h>
#include <dossier/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One thing that is wrong.  Borrowed for the call it is given to. */
typedef struct dossier_problem {
	const char *file;    /* name inside the index's folder */
	const char *section; /* "postings", "dictionary", ... or "" */
	const char *message; /* one sentence */
} dossier_problem;

/*
 * Validate the newest commit of the index in `dir`: every checksum, every structure, every
 * term's counts against its postings, every stored document.  Calls report(ctx, problem) for each
 * thing wrong (`report` may be NULL) and counts them in *problems.
 * Errors: NOTFOUND (no index), NOMEM, IO.  Damage is no error of the call: it is reported and DOSSIER_OK
 * returned.  Any thread; takes no lock.
 */
DOSSIER_API dossier_status dossier_check(const char *dir, const dossier_index_options *options,
                                         void (*report)(void *ctx, const dossier_problem *problem), void *ctx,
                                         uint64_t *problems, dossier_error *err);

#ifdef __cplusplus
}
#endif

#endif /* DOSSIER_CHECK_H */
