/*
 * matches.h - where in a text a query's targets stand
 */
#ifndef DSR_RESULT_MATCHES_H
#define DSR_RESULT_MATCHES_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/status.h>
#include <dossier/str.h>

#include "base/arena.h"
#include "index/lexicon.h"
#include "result/passage.h"

/* Bytes [start, end) of the text are an occurrence of a target. */
typedef struct dsr_match {
	uint32_t start, end;
	uint32_t target;
} dsr_match;

/*
 * All occurrences of `targets` in `text`, ascending by start, in `arena`.  Those of different targets may overlap.  `lexicon` speaks the
 * language of the text, and learns from it what it did not know; after a failure it is to be reset.
 *
 * A word costs one look-up in the lexicon and one in a filter of the targets' terms, which few words pass; a new spelling some 300 ns
 * once.  A word that begins targets costs as much as those have words.  Errors: NOMEM.
 */
dossier_status dsr_matches_find(dsr_match **out, size_t *n, dsr_arena *arena, dsr_lexicon *lexicon, dossier_str text,
                                const dsr_target *targets, size_t count);

#endif /* DSR_RESULT_MATCHES_H */
