/*
 * dossier/storage.h - where the library keeps its files
 *
 * Every file operation of the library goes through one table of functions, given at
 * open; NULL means the file system.  A table may put an index into memory, into an
 * archive, behind a cache, or fail on request in a test.
 *
 * Names are paths with '/' as the separator, NUL-terminated.  Each function returns 0 or
 * an errno value (ENOENT, EIO, ENOSPC, ...) and on failure leaves its outputs alone.
 * A call that was interrupted is repeated by the table itself: EINTR is never returned.
 *
 * Threads: the library may call any function from any thread that uses an object
 * opened with the table; calls on one file come from one thread at a time, except
 * read(), map() and unmap().
 */
#ifndef DOSSIER_STORAGE_H
#define DOSSIER_STORAGE_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/export.h>

#ifdef __cplusplus
extern "C" {
#endif

enum dossier_storage_flags {
	DOSSIER_STORAGE_READ   = 1u << 0, /* an existing file, to be read */
	DOSSIER_STORAGE_CREATE = 1u << 1, /* to be written from the start: made, or cut to nothing */
	DOSSIER_STORAGE_LOCK   = 1u << 2  /* made when missing, never cut, to be locked */
};

typedef struct dossier_storage {
	size_t size; /* sizeof(dossier_storage) */
	void  *ctx;  /* handed to every function; must outlive every object opened with the table */

	/* `flags` is one of dossier_storage_flags. */
	int (*open)(void *ctx, const char *path, unsigned flags, void **file);
	void (*close)(void *ctx, void *file);

	/* Read up to `n` bytes at `offset`; *got < n only at the end of the file. */
	int (*read)(void *ctx, void *file, uint64_t offset, void *bytes, size_t n, size_t *got);
	/* Append all `n` bytes or fail. */
	int (*write)(void *ctx, void *file, const void *bytes, size_t n);
	/* Make what was written survive a power cut.  After a failure nothing is known. */
	int (*sync)(void *ctx, void *file);
	/* Length of the file in bytes. */
	int (*length)(void *ctx, void *file, uint64_t *length);
	/* The first `length` bytes as memory, valid until unmap() even if the file is closed or removed. */
	int (*map)(void *ctx, void *file, uint64_t length, const void **bytes);
	void (*unmap)(void *ctx, const void *bytes, uint64_t length);
	/* Take the exclusive lock without waiting: EWOULDBLOCK when another handle holds it.
	 * It ends when the file is closed or the process dies. */
	int (*lock)(void *ctx, void *file);

	int (*rename)(void *ctx, const char *from, const char *to); /* atomic; replaces `to` */
	int (*remove)(void *ctx, const char *path);
	int (*make_dir)(void *ctx, const char *path);               /* EEXIST when it is there */
	int (*sync_dir)(void *ctx, const char *path);               /* makes renames in it durable */
	/* Calls each(arg, name, is_dir) for every entry of a folder but "." and "..", in any order;
	 * a value other than 0 stops it and is returned.  ENOTDIR when `path` is a file. */
	int (*list)(void *ctx, const char *path, int (*each)(void *arg, const char *name, int is_dir), void *arg);
} dossier_storage;

/*
 * The table of the file system, which NULL stands for.  A table that watches, caches or fails copies it and puts
 * functions of its own in front, or calls it with its ctx and the files that it opened.  Static, never freed.  Any thread.
 */
DOSSIER_API const dossier_storage *dossier_storage_file_system(void);

#ifdef __cplusplus
}
#endif

#endif /* DOSSIER_STORAGE_H */
