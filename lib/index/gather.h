/*
 * gather.h - the words of documents, on their way to lists of documents
 *
 * While a document comes in, a list only notes the term number of each word, one after the other: the position of a word is its
 * place behind the document's start.  As soon as the documents of 64 Ki places have ended, these are sorted by term: a batch.
 * All that takes part fits the second-level cache, and of a place two bytes are left.  No per-term state outlives a batch, and what a
 * batch has of a term is a run of ascending places.  A word that counts several times is sorted in as often.
 *
 * Some terms stand beside a word (beside.h).  They are few, and kept apart; the sort merges them in.  They count in no
 * length.
 *
 * Threads: one at a time.
 */
#ifndef DSR_INDEX_GATHER_H
#define DSR_INDEX_GATHER_H

#include <stddef.h>
#include <stdint.h>

#include "index/beside.h"
#include "index/stream.h"

/* Places of a batch. */
#ifdef DSR_TESTING
#define DSR_BATCH_BITS 4u
#else
#define DSR_BATCH_BITS 16u
#endif
#define DSR_BATCH_PLACES ((uint32_t)1 << DSR_BATCH_BITS)

/* So many places may be read behind those of a batch. */
#define DSR_BATCH_SLACK 8u

/* A part of a document whose words count `weight` times. */
typedef struct dsr_zone {
	uint32_t end;    /* position behind its last word */
	uint32_t weight;
} dsr_zone;

/* A term of a batch. */
typedef struct dsr_run {
	uint32_t term;
	uint32_t end; /* of its places among those of the batch; they begin where those of the run before end */
} dsr_run;

/* Places [b << DSR_BATCH_BITS, (b + 1) << DSR_BATCH_BITS) of batch b, sorted by term. */
typedef struct dsr_sorted_batch {
	dsr_run  *runs;   /* in the order in which the terms first came */
	uint16_t *places; /* less the first of the batch; in the same block of memory */
	uint32_t  run_count, place_count;
} dsr_sorted_batch;

/* Counts of terms while a batch is sorted.  All lists of a memtable share one; between batches all counts are 0. */
typedef struct dsr_tally {
	const dossier_alloc *alloc;
	uint32_t *counts;
	size_t    counts_cap;
	uint32_t *seen;       /* the terms that have one */
	size_t    seen_cap;
} dsr_tally;

#define DSR_TALLY_INIT(alloc_) ((dsr_tally){ .alloc = (alloc_) })

void dsr_tally_release(dsr_tally *t);

static inline size_t dsr_tally_memory(const dsr_tally *t)
{
	return (t->counts_cap + t->seen_cap) * sizeof(uint32_t);
}

/* One inverted list being gathered. */
typedef struct dsr_gather {
	const dossier_alloc *alloc;
	dsr_tally *tally;    /* borrowed */
	dsr_stream tokens;   /* term numbers by place, of which those of batches are gone; DSR_NO_TERM leaves a position empty */
	dsr_beside beside;   /* what stands beside them */
	dsr_sorted_batch *batches;
	size_t     batch_count, batches_cap;
	size_t     batch_memory; /* bytes that they hold */
	size_t     pairs;    /* of `beside`, that are in batches */
	uint32_t   doc;      /* the one with the first place that is in none */
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
	uint64_t   runs, places; /* of all batches; a place is there as often as its word counts */
} dsr_gather;

#define DSR_GATHER_INIT(alloc_, tally_) \
	((dsr_gather){ .alloc = (alloc_), .tally = (tally_), .tokens = DSR_STREAM_INIT(alloc_), .beside = DSR_BESIDE_INIT(alloc_) })

void dsr_gather_release(dsr_gather *g);

/*
 * Forget the documents.  The memory of the places is given back: kept, it would leave the next segment less room the
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

/*
 * End it: `words` words that count `length`; all numbers of terms are below `terms`.  1, or 0 when out of memory; then the list is of no
 * more use.
 */
int dsr_gather_end(dsr_gather *g, uint32_t words, uint32_t length, uint32_t terms);

/* End the list: sort what is in no batch.  1, or 0 when out of memory. */
int dsr_gather_finish(dsr_gather *g, uint32_t terms);

/* Bytes of memory held. */
size_t dsr_gather_memory(const dsr_gather *g);

#endif /* DSR_INDEX_GATHER_H */
