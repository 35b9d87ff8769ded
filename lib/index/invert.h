/*
 * invert.h - from documents as sequences of words to words as lists of documents
 *
 * While documents come in, a list only notes the term number of each word, one after the
 * other: the position of a word is its place behind the document's start.  When the segment is
 * sealed, the places are sorted by term (a counting sort, in parts that fit the memory given), and come
 * out per term in ascending order: that is the posting list.  No per-term state is touched per word.
 * A word that counts several times is sorted in as often.
 *
 * Some terms stand beside a word (beside.h).  They are few, and kept apart; the sort merges them in.  They count in no
 * length.
 */
#ifndef DSR_INDEX_INVERT_H
#define DSR_INDEX_INVERT_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/status.h>

#include "index/beside.h"
#include "index/lexicon.h"
#include "index/stream.h"
#include "segment/list_writer.h"

/* A part of a document whose words count `weight` times. */
typedef struct dsr_zone {
	uint32_t end;    /* position behind its last word */
	uint32_t weight;
} dsr_zone;

/* One inverted list being gathered. */
typedef struct dsr_gather {
	const dossier_alloc *alloc;
	dsr_stream tokens;   /* term numbers; DSR_NO_TERM leaves a position empty */
	dsr_beside beside;   /* what stands beside them */
	uint32_t  *starts;   /* place of each document's first token */
	size_t     starts_cap;
	uint8_t   *norms;    /* length code of each document */
	size_t     norms_cap;
	dsr_zone  *zones;    /* zones_per_doc of each document, which end where it ends; NULL when all weigh 1 */
	size_t     zones_cap;
	uint32_t   zones_per_doc;
	uint32_t   docs;
	uint64_t   words;    /* in all documents; what stands beside them is not counted */
	uint64_t   length;   /* sum of the decoded norms */
	uint64_t   places;   /* that will be sorted: tokens and what stands beside them, each as often as it counts */
} dsr_gather;

#define DSR_GATHER_INIT(alloc_) \
	((dsr_gather){ .alloc = (alloc_), .tokens = DSR_STREAM_INIT(alloc_), .beside = DSR_BESIDE_INIT(alloc_) })

void dsr_gather_release(dsr_gather *g);

/*
 * Forget the documents.  The memory of the tokens is given back: kept, it would leave the next segment less room the
 * more the lexicon has grown since, and segments would become smaller and smaller.
 */
void dsr_gather_reset(dsr_gather *g);

/* Begin a document.  Its words follow as dsr_stream_put(&g->tokens, term).  1, or 0 when out of memory. */
int dsr_gather_begin(dsr_gather *g);

/*
 * Let `term` stand beside the word at `place` of the document at hand (0 is its first token), which has been put, and count
 * as much as `times` occurrences of that word.  Nothing happens where the term is that word itself, or stands beside it
 * already and was put just before; else who puts a term at a place puts it once.  Places may come in any order.
 * 1, or 0 when out of memory.
 */
int dsr_gather_beside(dsr_gather *g, uint32_t place, uint32_t term, uint32_t times);

/* End it: `words` words that count `length`.  1, or 0 when out of memory. */
int dsr_gather_end(dsr_gather *g, uint32_t words, uint32_t length);

/* Bytes of memory held, and needed besides when it is inverted in parts of at most `part` tokens. */
size_t dsr_gather_memory(const dsr_gather *g);

/*
 * Write the list to `w`, in which dsr_list_begin() was called; the caller finishes it.  `order` has all terms in
 * ascending order; terms that do not occur are left out.  `part` is the number of places sorted at once.
 * Errors: NOMEM.
 */
dossier_status dsr_invert(dsr_list_writer *w, const dsr_gather *g, const dsr_strings *terms,
                          const uint32_t *order, size_t part, dossier_error *err);

#endif /* DSR_INDEX_INVERT_H */
