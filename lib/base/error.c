/*
 * error.c - see error.h
 */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void fill(dossier_error *err, dossier_status status, long long offset, const char *fmt, va_list args)
{
	if (!err)
		return;
	err->status = status;
	err->offset = offset;
	vsnprintf(err->message, sizeof err->message, fmt, args);
}

dossier_status dsr_fail(dossier_error *err, dossier_status status, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fill(err, status, -1, fmt, args);
	va_end(args);
	return status;
}

dossier_status dsr_fail_at(dossier_error *err, dossier_status status, long long offset, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fill(err, status, offset, fmt, args);
	va_end(args);
	return status;
}

dossier_status dsr_nomem(dossier_error *err)
{
	return dsr_fail(err, DOSSIER_ERR_NOMEM, "out of memory");
}

/* strerror() is not safe with threads; strerror_r() has two incompatible forms.  These are all we meet. */
static const char *reason(int errnum)
{
	switch (errnum) {
	case ENOENT:  return "no such file or folder";
	case EACCES:  return "permission denied";
	case EPERM:   return "not permitted";
	case EBADF:   return "not open";
	case EIO:     return "input/output error";
	case ENOSPC:  return "no space left on the device";
	case EDQUOT:  return "disk quota exceeded";
	case EROFS:   return "read-only file system";
	case ENOTDIR: return "not a folder";
	case EISDIR:  return "is a folder";
	case ESPIPE:  return "not a regular file";
	case EEXIST:  return "exists already";
	case EMFILE:  return "too many open files";
	case ENFILE:  return "too many open files in the system";
	case ENAMETOOLONG: return "name too long";
	case EFBIG:   return "file too large";
	case ELOOP:   return "too many symbolic links";
	}
	return NULL;
}

dossier_status dsr_fail_errno(dossier_error *err, int errnum, const char *what, const char *path)
{
	const char *why = reason(errnum);
	const dossier_status status = errnum == ENOENT ? DOSSIER_ERR_NOTFOUND : DOSSIER_ERR_IO;

	if (errnum == ENOMEM)
		return dsr_nomem(err);
	if (errnum == EWOULDBLOCK)
		return dsr_fail(err, DOSSIER_ERR_LOCKED, "%s: locked by another writer", path);
	if (why)
		return dsr_fail(err, status, "cannot %s %s: %s", what, path, why);
	return dsr_fail(err, status, "cannot %s %s: error %d", what, path, errnum);
}
