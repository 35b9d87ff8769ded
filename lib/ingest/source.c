/*
 * source.c - see source.h
 */
#include "ingest/source.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"

#ifdef DSR_TESTING
#define CHUNK 16u
#else
#define CHUNK 131072u
#endif

void dsr_source_init(dsr_source *s, const dossier_alloc *alloc, const char *name, dossier_read read,
                     void *read_ctx)
{
	memset(s, 0, sizeof *s);
	s->alloc = alloc;
	s->name = name;
	s->read = read;
	s->read_ctx = read_ctx;
}

void dsr_source_release(dsr_source *s)
{
	dsr_gunzip_free(s->packed);
	if (s->bytes)
		dsr_free(s->alloc, s->bytes, s->cap + 1);
	s->packed = NULL;
	s->bytes = NULL;
	s->start = s->end = s->cap = 0;
}

static int grow(dsr_source *s)
{
	const size_t cap = s->cap ? s->cap * 2 : CHUNK * 2;
	uint8_t *p;

	if (s->cap > SIZE_MAX / 4)
		return 0;
	p = dsr_resize(s->alloc, s->bytes, s->bytes ? s->cap + 1 : 0, cap + 1);
	if (!p)
		return 0;
	s->bytes = p;
	s->cap = cap;
	return 1;
}

/* Room for a chunk behind the window: by moving it down when half the memory lies before it, else by growing. */
static int make_room(dsr_source *s)
{
	const size_t have = dsr_source_have(s);

	if (s->cap - s->end >= CHUNK)
		return 1;
	if (!s->cap || s->start < s->cap / 2)
		return grow(s);
	memmove(s->bytes, s->bytes + s->start, have);
	s->start = 0;
	s->end = have;
	return 1;
}

static dossier_status pull(dsr_source *s, dossier_error *err)
{
	uint8_t *to = s->bytes + s->end;
	const size_t room = s->cap - s->end;
	size_t got = 0;
	dossier_status st = DOSSIER_OK;
	int errnum = 0;

	if (s->packed)
		st = dsr_gunzip_read(s->packed, to, room, &got, err);
	else
		errnum = s->read(s->read_ctx, to, room, &got);
	s->end += errnum ? 0 : got;
	s->bytes[s->end] = 0; /* a read that failed may have written here */
	if (errnum)
		return dsr_fail_errno(err, errnum, "read", s->name);
	s->ended = !st && !got;
	return st;
}

/* The first two bytes say whether all goes through gunzip. */
static dossier_status probe(dsr_source *s, dossier_error *err)
{
	dossier_status st = DOSSIER_OK;

	while (!st && s->end < 2 && !s->ended)
		st = pull(s, err);
	if (st)
		return st;
	s->probed = 1;
	if (!dsr_gunzip_magic(s->bytes, s->end))
		return DOSSIER_OK;
	s->packed = dsr_gunzip_new(s->alloc, s->name, s->read, s->read_ctx, s->bytes, s->end);
	if (!s->packed)
		return dsr_nomem(err);
	s->end = 0;
	return pull(s, err);
}

dossier_status dsr_source_more(dsr_source *s, dossier_error *err)
{
	dossier_status st = s->failure.status;

	if (s->ended)
		return DOSSIER_OK;
	if (!st && !make_room(s))
		st = dsr_nomem(&s->failure);
	else if (!st)
		st = s->probed ? pull(s, &s->failure) : probe(s, &s->failure);
	if (st && err)
		*err = s->failure;
	return st;
}

dossier_status dsr_source_need(dsr_source *s, size_t n, dossier_error *err)
{
	dossier_status st = DOSSIER_OK;

	while (!st && dsr_source_have(s) < n && !s->ended)
		st = dsr_source_more(s, err);
	return st;
}

void dsr_source_take(dsr_source *s, size_t n)
{
	s->start += n;
	s->offset += n;
}
