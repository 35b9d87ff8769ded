/*
 * progress.h - one line on a terminal that says how far an import, or a merge, is
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdint.h>

#include <dossier.h>

typedef struct progress {
	int      visible;  /* whether standard error is a screen */
	uint64_t start_us;
	uint64_t shown_us; /* when the line was written last; 0: it is not there */
	uint64_t total;    /* bytes there are to read; 0: not known */
} progress;

/* Begin; the total is that of files and folders, and not known when one is packed or a stream. */
void progress_begin(progress *p, char *const *paths, int count);

/* Write the line anew, a few times a second. */
void progress_show(progress *p, const dossier_import_counts *counts);

/* The same for work of another kind: "merging", how much of it is done. */
void progress_show_share(progress *p, const char *what, uint64_t done, uint64_t total);

/* Take the line away, before anything else is written. */
void progress_clear(progress *p);

/* Seconds since the beginning; never 0. */
double progress_seconds(const progress *p);

#endif /* CLI_PROGRESS_H */
