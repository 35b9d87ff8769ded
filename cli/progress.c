/*
 * progress.c - see progress.h
 */
#include "progress.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define INTERVAL_US 200000u

static uint64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* Add the bytes below `path` to *total.  Returns 0 when they cannot be known. */
static int add_bytes(const char *path, uint64_t *total)
{
	const size_t n = strlen(path);
	char name[4096];
	struct stat st;
	struct dirent *d;
	DIR *dir;
	int known = 1;

	if (lstat(path, &st) || (n > 3 && !strcmp(path + n - 3, ".gz")))
		return 0;
	if (!S_ISDIR(st.st_mode)) {
		*total += (uint64_t)st.st_size;
		return S_ISREG(st.st_mode);
	}
	dir = opendir(path);
	if (!dir)
		return 0;
	while (known && (d = readdir(dir))) {
		if (!strcmp(d->d_name, ".") || !strcmp(d->d_name, ".."))
			continue;
		known = snprintf(name, sizeof name, "%s/%s", path, d->d_name) < (int)sizeof name && add_bytes(name, total);
	}
	closedir(dir);
	return known;
}

void progress_begin(progress *p, char *const *paths, int count)
{
	int known = 1;

	*p = (progress){ .visible = isatty(STDERR_FILENO), .start_us = now_us() };
	for (int i = 0; p->visible && known && i < count; i++)
		known = add_bytes(paths[i], &p->total);
	if (!known)
		p->total = 0;
}

double progress_seconds(const progress *p)
{
	return (double)(now_us() - p->start_us + 1) / 1e6;
}

void progress_show(progress *p, const dossier_import_counts *counts)
{
	const uint64_t now = now_us();
	const double seconds = progress_seconds(p), rate = (double)counts->bytes / seconds;

	if (!p->visible || now - p->shown_us < INTERVAL_US)
		return;
	p->shown_us = now;
	fprintf(stderr, "\r%" PRIu64 " documents  %.1f MB  %.1f MB/s", counts->added + counts->replaced,
	        (double)counts->bytes / 1e6, rate / 1e6);
	if (p->total > counts->bytes && seconds > 1)
		fprintf(stderr, "  %.0f s left", (double)(p->total - counts->bytes) / rate);
	fputs("\033[K", stderr);
}

void progress_show_share(progress *p, const char *what, uint64_t done, uint64_t total)
{
	const uint64_t now = now_us();

	if (!p->visible || now - p->shown_us < INTERVAL_US)
		return;
	p->shown_us = now;
	fprintf(stderr, "\r%s: %.0f %% of %.1f MB\033[K", what, total ? 100.0 * (double)done / (double)total : 100.0,
	        (double)total / 1e6);
}

void progress_clear(progress *p)
{
	if (p->shown_us)
		fputs("\r\033[K", stderr);
	p->shown_us = 0;
}
