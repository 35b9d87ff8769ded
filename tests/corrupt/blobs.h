/*
 * blobs.h - an index as a few blocks of bytes: to be damaged, cut, and given new checksums
 *
 * Its storage table only reads; a mapping is a copy of exactly the file's length, so that sanitizers see every
 * read past it.
 */
#ifndef DSR_BLOBS_H
#define DSR_BLOBS_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/storage.h>

enum { BLOBS_MAX = 32, BLOB_NAME_MAX = 64 };

typedef struct blob {
	char     name[BLOB_NAME_MAX]; /* of a file, without its folder */
	uint8_t *bytes;               /* owned */
	size_t   n;
} blob;

typedef struct blobs {
	blob   files[BLOBS_MAX];
	size_t count;
	dossier_storage storage; /* reads them, whatever folder is asked for */
} blobs;

void blobs_init(blobs *b);
void blobs_release(blobs *b);

/* Add a copy of a file. */
void blobs_add(blobs *b, const char *name, const void *bytes, size_t n);

/* Add all files in `dir` of another storage. */
void blobs_load(blobs *b, const dossier_storage *from, const char *dir);

/*
 * Is the file the newest manifest, or one that it names?  (Told from the names: true of an index whose last commit
 * dropped no segment.)
 */
int blobs_needed(const blobs *b, const blob *f);

/*
 * Make the checksums of all files right again, from the chunks to the manifest, as far as their numbers can be
 * followed; what cannot is left as it is.
 */
void blobs_fix_checksums(blobs *b);

#endif /* DSR_BLOBS_H */
