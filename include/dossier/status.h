/*
 * dossier/status.h - what a call returns, and the details of a failure
 */
#ifndef DOSSIER_STATUS_H
#define DOSSIER_STATUS_H

#include <dossier/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Every call that can fail returns 0 on success and a negative dossier_status on
 * failure.  A call that fails changes nothing the caller can see: out
 * parameters keep their old value and the handle stays usable, unless the call
 * says otherwise.  Values are part of the ABI and never change.
 */
typedef enum dossier_status {
	DOSSIER_OK           =  0,
	DOSSIER_ERR_NOMEM    = -1, /* an allocation failed */
	DOSSIER_ERR_IO       = -2, /* the system refused; the message names the file */
	DOSSIER_ERR_CORRUPT  = -3, /* stored bytes break the file format */
	DOSSIER_ERR_VERSION  = -4, /* a valid file of a format this build cannot read */
	DOSSIER_ERR_LOCKED   = -5, /* another writer holds the index */
	DOSSIER_ERR_SYNTAX   = -6, /* reserved: no query is a syntax error */
	DOSSIER_ERR_NOTFOUND = -7, /* no such index, document, field or file */
	DOSSIER_ERR_MISUSE   = -8, /* the caller broke the contract */
	DOSSIER_ERR_INPUT    = -9, /* a document was refused; the message says why */
	DOSSIER_ERR_LIMIT    = -10, /* a documented limit was reached */
	DOSSIER_ERR_ANALYZER = -11 /* the index was made with another stemmer or other word rules */
} dossier_status;

/*
 * Details of the last failure, filled by calls that take one.  Pass NULL when
 * the status is enough.  Holds no memory: copy or drop it freely.
 */
typedef struct dossier_error {
	dossier_status status;
	long long offset;       /* byte offset into the input, or -1 */
	char      message[240]; /* one English sentence, NUL-terminated, cut if longer */
} dossier_error;

/* Name of a status, for logs.  Never NULL, never freed.  Any thread. */
DOSSIER_API const char *dossier_status_name(dossier_status status);

#ifdef __cplusplus
}
#endif

#endif /* DOSSIER_STATUS_H */
