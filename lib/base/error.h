/*
 * error.h - fill a dossier_error
 */
#ifndef DSR_BASE_ERROR_H
#define DSR_BASE_ERROR_H

#include <dossier/status.h>

#if defined(__GNUC__)
#define DSR_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define DSR_PRINTF(fmt, args)
#endif

/*
 * Fill *err (may be NULL) with status, offset -1 and a message, and return the status:
 * `return dsr_fail(err, DOSSIER_ERR_IO, "%s: %s", path, reason);`
 */
dossier_status dsr_fail(dossier_error *err, dossier_status status, const char *fmt, ...) DSR_PRINTF(3, 4);

/* The same with a byte offset into the input. */
dossier_status dsr_fail_at(dossier_error *err, dossier_status status, long long offset, const char *fmt, ...)
	DSR_PRINTF(4, 5);

/* Out of memory. */
dossier_status dsr_nomem(dossier_error *err);

/* A failed call of the storage table: NOTFOUND for ENOENT, LOCKED for EWOULDBLOCK, NOMEM for ENOMEM, else IO. */
dossier_status dsr_fail_errno(dossier_error *err, int errnum, const char *what, const char *path);

#endif /* DSR_BASE_ERROR_H */
