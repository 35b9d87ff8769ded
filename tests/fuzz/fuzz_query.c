/*
 * fuzz_query.c - any bytes are a query: parse, check the tree, print, parse again, compare
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <dossier.h>

#include "../unit/query/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dossier_query *q, *again;
	const dossier_status st = dossier_query_parse(&q, (dossier_str){ (const char *)data, size }, NULL, NULL);
	const char *broken;

	require(!st || st == DOSSIER_ERR_LIMIT, "a status no query may give");
	if (st)
		return 0;
	broken = tree_check(q);
	require(!broken, broken);
	require(!dossier_query_parse(&again, dossier_query_text(q), NULL, NULL), "the printed query is none");
	require(tree_equal(q, again), "the printed query is another");
	require(tree_str_equal(dossier_query_text(q), dossier_query_text(again)), "printed twice, two texts");
	dossier_query_free(again);
	dossier_query_free(q);
	return 0;
}
