/*
 * pagelines.h - the lines of a page, and small questions about a line
 *
 * Lines are trimmed of blanks, CR and no-break spaces at both ends and point into the page's text; one that is no UTF-8 is a copy
 * with U+FFFD where it breaks.  Of several empty lines in a row one is kept.
 */
#ifndef DSR_INGEST_PAGELINES_H
#define DSR_INGEST_PAGELINES_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>
#include <dossier/status.h>
#include <dossier/str.h>

#include "base/arena.h"
#include "ingest/origin.h"

/* So that the lines of the largest page take some tens of megabytes. */
#define DSR_PAGE_LINES_MAX 1000000u

typedef struct dsr_page_line {
	dossier_str text;   /* n 0: an empty line */
	uint64_t    number; /* 1 up */
	uint64_t    offset; /* of its first byte that is no blank, in the file */
	uint64_t    end;    /* and behind its last such */
	size_t      mended; /* so many U+FFFD were put */
} dsr_page_line;

typedef struct dsr_page_lines {
	const dossier_alloc *alloc;
	const char    *file; /* its first byte */
	dsr_arena      arena; /* of the copies */
	dsr_page_line *lines;
	size_t count, cap;
} dsr_page_lines;

/*
 * Part what stands behind the first `skipped` bytes of `file`, which must outlive the lines.  LIMIT when it has
 * more than DSR_PAGE_LINES_MAX, NOMEM; release them in either case.
 */
dossier_status dsr_page_lines_split(dsr_page_lines *l, const dossier_alloc *alloc, dossier_str file, size_t skipped);
void dsr_page_lines_release(dsr_page_lines *l);

/* Where lines [from, to), of which the first is not empty, stood, and how many U+FFFD are in them.  O(bytes). */
dsr_origin dsr_page_lines_origin(const dsr_page_lines *l, size_t from, size_t to);
size_t dsr_page_lines_mended(const dsr_page_lines *l, size_t from, size_t to);

/* The first line from `i` on that is not empty, or the count. */
size_t dsr_page_lines_next(const dsr_page_lines *l, size_t i);

/* The same without blanks at both ends. */
dossier_str dsr_trim(dossier_str s);

/* Are both the same bytes? */
int dsr_same(dossier_str a, dossier_str b);

/* Does `s` begin with the ASCII text `z`, whatever the case? */
int dsr_begins(dossier_str s, const char *z);

/* Does it end as a sentence, a question or a lead-in does, quotes and brackets behind not counted? */
int dsr_ends_with_stop(dossier_str s);

/* Does each of its words begin with something else than a small letter, but for "and", "of" and the like? */
int dsr_in_title_case(dossier_str s);

/* Pieces between blanks. */
size_t dsr_count_words(dossier_str s);

/*
 * The line "View All Publications" and the like, at most four words: not the publication's but the site's.
 */
int dsr_is_view_all(dossier_str s);

/* The heading of cards: "Related Publications", "Related Articles" or "Related". */
int dsr_is_related(dossier_str s);

#endif /* DSR_INGEST_PAGELINES_H */
