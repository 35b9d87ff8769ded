/*
 * dossier/ask.h - one call from a question to its answers
 *
 * What dossier/query.h, dossier/search.h and dossier/index.h do in steps, with the default of every option: parse, search, and hand
 * over each of the best documents with its best passage.  Who asks often keeps a dossier_search instead.
 */
#ifndef DOSSIER_ASK_H
#define DOSSIER_ASK_H

#include <stdint.h>

#include <dossier/export.h>
#include <dossier/index.h>
#include <dossier/search.h>
#include <dossier/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One of the best documents; `doc` and `passage` are lent for the call.  A value other than 0 stops the answers. */
typedef int (*dossier_answer)(void *ctx, const dossier_hit *hit, const dossier_document *doc,
                              const dossier_passage *passage);

/*
 * Call each(ctx, ...) for the best documents of `ix` for `question` (NUL-terminated), best first, `limit` at most.  That it stopped
 * is no error.  Threads: any number may ask one index.
 * Errors: those of dossier_query_parse(), dossier_search_new(), dossier_search_run(), dossier_document_load().
 */
DOSSIER_API dossier_status dossier_ask(dossier_index *ix, const char *question, uint32_t limit, dossier_answer each,
                                       void *ctx, dossier_error *err);

#ifdef __cplusplus
}
#endif

#endif /* DOSSIER_ASK_H */
