/*
 * faulty.h - a storage table that fails on request and can lose its power
 *
 * Wrapped around the memory table.  Every call is counted; the n-th can be made to fail, or
 * to be the moment at which the power goes: from then on every call fails with EIO and
 * changes nothing.  faulty_restart() then leaves what a disk may hold after that:
 * of each file what was synced and, as asked, none, half, zeros or all of the rest; of
 * the names what folders were synced and, as asked, none, all or any of the other changes.
 *
 *     faulty *f = faulty_new();
 *     for (long n = 1; ; n++) {
 *             faulty_power_off(f, n);  ...work, and close everything...
 *             if (!faulty_struck(f)) break;
 *             faulty_restart(f, FAULTY_DROP, FAULTY_LOSE, 0);  ...look at what is left...
 *     }
 *
 * Folders are names too: make_dir() is durable once the folder above is synced.
 */
#ifndef DSR_TEST_FAULTY_H
#define DSR_TEST_FAULTY_H

#include <stdint.h>

#include <dossier/storage.h>

typedef struct faulty faulty;

/* What becomes of bytes that were written and not synced. */
typedef enum faulty_bytes {
	FAULTY_DROP,      /* they are gone */
	FAULTY_TEAR,      /* the first half is there */
	FAULTY_ZERO,      /* the length is there, the bytes are zeros */
	FAULTY_KEEP,      /* all are there */
	FAULTY_ANY_BYTES  /* one of these for each file, by the seed */
} faulty_bytes;

/* What becomes of names made, changed or removed in a folder that was not synced since. */
typedef enum faulty_names {
	FAULTY_LOSE,     /* each is as it was */
	FAULTY_DONE,     /* each is as if the folder was synced */
	FAULTY_FIRST,    /* the first few changes are there, how many is up to the seed */
	FAULTY_ANY_NAMES /* each change on its own is there or not, by the seed */
} faulty_names;

/* An empty file system; never NULL. */
faulty *faulty_new(void);

/* All handles and mappings must have ended. */
void faulty_free(faulty *f);

/* Its table, valid until faulty_free(). */
const dossier_storage *faulty_storage(faulty *f);

/* From now on the n-th call (1 up; 0: none) fails with `errnum`; a write writes half before.
 * With `forever` all later calls fail too. */
void faulty_fail(faulty *f, long nth, int errnum, int forever);

/* From now on the n-th call finds the power gone. */
void faulty_power_off(faulty *f, long nth);

/* Whether the call to fail was reached since it was set, and how many calls there were since then. */
int  faulty_struck(const faulty *f);
long faulty_calls(const faulty *f);

/* Power off and on again.  All handles and mappings must have ended.  Nothing fails any more. */
void faulty_restart(faulty *f, faulty_bytes bytes, faulty_names names, uint64_t seed);

#endif /* DSR_TEST_FAULTY_H */
