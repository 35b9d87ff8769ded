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
#include "result/passage.h"
#include "text/analyzer.h"

/* Bytes [start, end) of the text are an occurrence of a target. */
typedef struct dsr_match {
	uint32_t start, end;
	uint32_t target;
} dsr_match;

/*
 * All occurrences of `targets` in `text`, ascending by start, in `arena`.  Those of different targets may overlap.
 * O(text * log targets), and for each word that begins a target as much as the targets it begins have words.  Errors: NOMEM.
 */
dossier_status dsr_matches_find(dsr_match **out, size_t *n, dsr_arena *arena, dsr_analyzer *analyzer,
                                dossier_str text, const dsr_target *targets, size_t count);

#endif /* DSR_RESULT_MATCHES_H */
