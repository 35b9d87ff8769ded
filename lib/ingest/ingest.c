/*
 * ingest.c - see ingest.h
 */
#include "ingest/ingest.h"

#include <string.h>

#include "base/error.h"
#include "ingest/html/htmlpage.h"
#include "ingest/html/htmltree.h"
#include "ingest/jsonl.h"
#include "ingest/source.h"
#include "ingest/textpage.h"
#include "ingest/walk.h"
#include "text/date.h"

/* What is looked at to tell what a file is. */
#ifdef DSR_TESTING
#define SNIFF 64u
#else
#define SNIFF 4096u
#endif

typedef struct intake {
	const dsr_env *env;
	const dossier_import_options *options;
	dsr_outlet  outlet;
	const char *root; /* what the caller named */
} intake;

static size_t skip_white(const uint8_t *p, size_t at, size_t n)
{
	while (at < n && (p[at] == ' ' || (p[at] >= '\t' && p[at] <= '\r')))
		at++;
	return at;
}

/* Does a line of p[0, n) begin with an object? */
static int has_object_line(const uint8_t *p, size_t n)
{
	const uint8_t *const end = p + n;

	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		p++;
		if (end - p >= 2 && p[0] == '{' && p[1] == '"')
			return 1;
	}
	return 0;
}

static int looks_like_json(const uint8_t *p, size_t n)
{
	size_t at = n >= 3 && !memcmp(p, "\xEF\xBB\xBF", 3) ? 3 : 0;

	at = skip_white(p, at, n);
	if (at < n && p[at] == '{')
		return 1;
	if (at < n && p[at] == '[') {
		const size_t next = skip_white(p, at + 1, n);

		if (next == n || memchr("{[]\"", p[next], 4))
			return 1;
	}
	return has_object_line(p, n);
}

static dossier_status read_source(intake *in, dsr_source *s, dossier_error *err)
{
	const dsr_fieldmap map = { in->options->map, in->options->map_count };
	const dossier_status st = dsr_source_need(s, SNIFF, err);
	const size_t n = dsr_source_have(s);

	/* What came before an error is read, and the reader meets the error again. */
	if (st && !n)
		return st;
	if (dsr_html_begins(dsr_source_at(s), n < SNIFF ? n : SNIFF))
		return dsr_htmlpage_read(s, &in->outlet, err);
	if (!n || looks_like_json(dsr_source_at(s), n < SNIFF ? n : SNIFF))
		return dsr_jsonl_read(s, &in->outlet, map, err);
	return dsr_textpage_read(s, &in->outlet, err);
}

static dossier_status read_stream(intake *in, const char *name, dossier_read read, void *ctx, dossier_error *err)
{
	dsr_source s;
	dossier_status st;

	dsr_source_init(&s, &in->env->alloc, name, read, ctx);
	dsr_outlet_begin(&in->outlet, name);
	st = read_source(in, &s, err);
	if (!st)
		dsr_outlet_end(&in->outlet, s.offset);
	dsr_source_release(&s);
	return st;
}

/* A file of the storage table as a dossier_read. */
typedef struct stored_file {
	const dossier_storage *fs;
	void    *file;
	uint64_t offset;
} stored_file;

static int read_stored(void *ctx, void *bytes, size_t n, size_t *got)
{
	stored_file *f = ctx;
	const int errnum = f->fs->read(f->fs->ctx, f->file, f->offset, bytes, n, got);

	if (!errnum)
		f->offset += *got;
	return errnum;
}

static dossier_status read_file(intake *in, const char *path, dossier_error *err)
{
	stored_file f = { .fs = &in->env->storage };
	const int errnum = f.fs->open(f.fs->ctx, path, DOSSIER_STORAGE_READ, &f.file);
	dossier_status st;

	if (errnum)
		return dsr_fail_errno(err, errnum, "open", path == in->root ? path : "it");
	st = read_stream(in, path, read_stored, &f, err);
	f.fs->close(f.fs->ctx, f.file);
	return st;
}

/* A message as the reason of a refusal, which names the file already. */
static const char *without_name(const char *message, const char *name)
{
	const size_t n = strlen(name);

	return !strncmp(message, name, n) && !strncmp(message + n, ": ", 2) ? message + n + 2 : message;
}

static dossier_status visit_file(void *ctx, const char *path, dossier_error *err)
{
	intake *in = ctx;
	dossier_error why = { .offset = -1 };
	dossier_status st;

	if (in->outlet.stopped)
		return DOSSIER_OK;
	st = read_file(in, path, &why);
	if (!st)
		return DOSSIER_OK;
	if (st == DOSSIER_ERR_NOMEM || in->outlet.failed || path == in->root) {
		if (err)
			*err = why;
		return st;
	}
	in->outlet.name = path;
	dsr_outlet_refuse(&in->outlet, (dsr_place){ 0, why.offset > 0 ? (uint64_t)why.offset : 0 },
	                  without_name(why.message, path));
	return DOSSIER_OK;
}

static dossier_status visit_passed_over(void *ctx, const char *path, const char *reason, dossier_error *err)
{
	intake *in = ctx;

	(void)err;
	in->outlet.name = path;
	dsr_outlet_refuse(&in->outlet, (dsr_place){ 0, 0 }, reason);
	return DOSSIER_OK;
}

static dossier_status begin(intake *in, const dsr_env *env, const dossier_import_options *options,
                            dsr_record_sink sink, dossier_import_counts *counts, dossier_error *err)
{
	const dsr_fieldmap map = { options->map, options->map_count };
	dsr_date d;

	memset(in, 0, sizeof *in);
	in->env = env;
	in->options = options;
	if (options->read_time < 0 || options->read_time > DSR_ORIGIN_READ_MAX)
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "the time of reading given is not of the years 1970 to 9999");
	dsr_outlet_init(&in->outlet, options, sink, counts);
	if (options->date.n && !dsr_date_parse(options->date, &d))
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "the date given is no date");
	return dsr_fieldmap_check(map, err);
}

dossier_status dsr_ingest_path(const dsr_env *env, const char *path, const dossier_import_options *options,
                               dsr_record_sink sink, dossier_import_counts *counts, dossier_error *err)
{
	intake in;
	const dsr_walk_visitor visitor = { visit_file, visit_passed_over, &in };
	const dossier_status st = begin(&in, env, options, sink, counts, err);

	in.root = path;
	return st ? st : dsr_walk(env, path, &visitor, err);
}

dossier_status dsr_ingest_stream(const dsr_env *env, const char *name, dossier_read read, void *read_ctx,
                                 const dossier_import_options *options, dsr_record_sink sink,
                                 dossier_import_counts *counts, dossier_error *err)
{
	intake in;
	const dossier_status st = begin(&in, env, options, sink, counts, err);

	in.outlet.is_stream = 1;
	return st ? st : read_stream(&in, name, read, read_ctx, err);
}
