/*
 * output.h - hits on paper: for people, as JSON, as lines with tabs, as a TREC run
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stdint.h>
#include <stdio.h>

#include <dossier.h>

#include "json.h"

/* One hit with all that is printed of it. */
typedef struct hit_view {
	dossier_hit             hit;
	const char             *key; /* name of the schema's key field */
	const dossier_document *document;
	dossier_passage         passage; /* text.n 0: none is printed */
} hit_view;

/* The answer as a whole. */
typedef struct answer {
	dossier_str query;
	uint64_t    total;
	uint64_t    first, count; /* those that will be printed: from rank `first` */
	uint64_t    took_us;
} answer;

typedef struct output {
	FILE *out;
	json  json;
	int   columns;
	int   bold;
} output;

/* One way of printing; end() comes after the last hit. */
typedef struct output_format {
	int  passages; /* whether passages are printed */
	void (*begin)(output *o, const answer *a);
	void (*hit)(output *o, const hit_view *v);
	void (*end)(output *o);
} output_format;

extern const output_format output_text, output_json, output_tsv, output_trec;

#endif /* CLI_OUTPUT_H */
