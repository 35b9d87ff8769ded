/*
 * collect.h - a sink that writes all it gets into one text, to be compared
 *
 * A record is "field=value;" for each value and a line end; a refusal is "! line@offset: reason".  Outline and provenance
 * of the last record stand apart.
 */
#ifndef DSR_TEST_COLLECT_H
#define DSR_TEST_COLLECT_H

#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "ingest/outlet.h"

typedef struct collection {
	char   text[1 << 16];
	size_t n;
	char   outline[1024], provenance[1024];
	size_t records, stubs;
	size_t step;               /* bytes per read; 0: all */
	const char *bytes;         /* what is read */
	size_t length, at;
	dossier_status answer;     /* of the sink, from record `answer_from` on */
	size_t answer_from;
	uint64_t stop_after;       /* bytes after which progress says stop; 0: never */
	dossier_import_counts counts;
	dossier_import_options options;
} collection;

static inline void collect(collection *c, const char *p, size_t n)
{
	if (n > sizeof c->text - 1 - c->n)
		n = sizeof c->text - 1 - c->n;
	memcpy(c->text + c->n, p, n);
	c->n += n;
	c->text[c->n] = '\0';
}

static inline dossier_status collect_record(void *ctx, const dsr_record *r, dossier_error *err)
{
	const dossier_value *v = r->values;
	const size_t n = r->count;
	collection *c = ctx;

	if (c->answer && c->records >= c->answer_from) {
		if (err)
			snprintf(err->message, sizeof err->message, "the sink says no");
		return c->answer;
	}
	c->outline[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		if (!strcmp(v[i].field, "outline") || !strcmp(v[i].field, "provenance")) {
			snprintf(*v[i].field == 'o' ? c->outline : c->provenance, sizeof c->outline, "%.*s", (int)v[i].text.n,
			         v[i].text.p);
			continue;
		}
		collect(c, v[i].field, strlen(v[i].field));
		collect(c, "=", 1);
		collect(c, v[i].text.p, v[i].text.n);
		collect(c, ";", 1);
	}
	collect(c, "\n", 1);
	c->records++;
	c->stubs += (size_t)r->stub;
	c->counts.added++;
	return DOSSIER_OK;
}

static inline void collect_refusal(void *ctx, const dossier_refusal *r)
{
	char line[400];
	const int n = snprintf(line, sizeof line, "! %llu@%llu: %s\n", (unsigned long long)r->line,
	                       (unsigned long long)r->offset, r->reason);

	collect(ctx, line, (size_t)n);
}

static inline int collect_progress(void *ctx, const dossier_import_counts *counts)
{
	const collection *c = ctx;

	return c->stop_after && counts->bytes >= c->stop_after;
}

static inline int collect_read(void *ctx, void *bytes, size_t n, size_t *got)
{
	collection *c = ctx;

	if (c->step && n > c->step)
		n = c->step;
	if (n > c->length - c->at)
		n = c->length - c->at;
	memcpy(bytes, c->bytes + c->at, n);
	c->at += n;
	*got = n;
	return 0;
}

/* Begin again with these bytes to read. */
static inline void collect_begin(collection *c, const char *bytes, size_t n)
{
	memset(c, 0, sizeof *c);
	c->bytes = bytes;
	c->length = n;
	c->options = (dossier_import_options)DOSSIER_IMPORT_OPTIONS_INIT;
	c->options.refused = collect_refusal;
	c->options.progress = collect_progress;
	c->options.ctx = c;
}

static inline dsr_record_sink collect_sink(collection *c)
{
	return (dsr_record_sink){ collect_record, c };
}

#endif /* DSR_TEST_COLLECT_H */
