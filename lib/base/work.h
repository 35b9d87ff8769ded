/*
 * work.h - how much of a long work is done, for whoever wants to show it
 */
#ifndef DSR_BASE_WORK_H
#define DSR_BASE_WORK_H

#include <stddef.h>
#include <stdint.h>

typedef struct dsr_work {
	void (*report)(void *ctx, uint64_t done, uint64_t total); /* NULL: no one wants it */
	void    *ctx;
	uint64_t total, done; /* done <= total */
	uint64_t told;        /* what report() was told last */
} dsr_work;

/* So much more is done: reported when it has become a two-hundredth of all.  NULL-safe. */
static inline void dsr_work_add(dsr_work *w, uint64_t n)
{
	if (!w || !w->report)
		return;
	w->done = n < w->total - w->done ? w->done + n : w->total;
	if (w->done - w->told < w->total / 200 + 1)
		return;
	w->told = w->done;
	w->report(w->ctx, w->done, w->total);
}

#endif /* DSR_BASE_WORK_H */
