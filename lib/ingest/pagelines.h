/*
 * pagelines.h - the lines of a page, and small questions about a line
 *
 * Lines are trimmed of blanks, CR and no-break spaces at both ends and point into the page's text.  Of several
 * empty lines in a row one is kept.
 */
#ifndef DSR_INGEST_PAGELINES_H
#define DSR_INGEST_PAGELINES_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>
#include <dossier/status.h>
#include <dossier/str.h>

/* So that the lines of the largest page take some tens of megabytes. */
#define DSR_PAGE_LINES_MAX 1000000u

typedef struct dsr_page_line {
	dossier_str text;   /* n 0: an empty line */
	uint64_t    number; /* 1 up */
	uint64_t    offset; /* of its first byte that is no blank */
} dsr_page_line;

typedef struct dsr_page_lines {
	const dossier_alloc *alloc;
	dsr_page_line *lines;
	size_t count, cap;
} dsr_page_lines;

/*
 * Part `text`, which must outlive the lines; its first byte is at `offset` of the file.  LIMIT when it has
 * more than DSR_PAGE_LINES_MAX, NOMEM; release them in either case.
 */
dossier_status dsr_page_lines_split(dsr_page_lines *l, const dossier_alloc *alloc, dossier_str text,
                                    uint64_t offset);
void dsr_page_lines_release(dsr_page_lines *l);

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
