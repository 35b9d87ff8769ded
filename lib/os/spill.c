/*
 * spill.c - see spill.h
 */
#include "os/spill.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"

/* What is read back at once. */
enum { LIMIT_MIN = 64 };

void dsr_spill_init(dsr_spill *s, const dsr_env *env, const char *path, const char *suffix, size_t limit)
{
	*s = (dsr_spill){ .env = env, .limit = limit < LIMIT_MIN ? LIMIT_MIN : limit, .path = DSR_BUF_INIT(&env->alloc),
	                  .pending = DSR_BUF_INIT(&env->alloc) };
	dsr_buf_put(&s->path, path, strlen(path));
	dsr_buf_put(&s->path, suffix, strlen(suffix) + 1);
}

static const char *name_of(const dsr_spill *s)
{
	return (const char *)s->path.data;
}

static void close_file(dsr_spill *s)
{
	if (s->file)
		s->env->storage.close(s->env->storage.ctx, s->file);
	s->file = NULL;
}

void dsr_spill_reset(dsr_spill *s)
{
	if (s->file) {
		close_file(s);
		s->env->storage.remove(s->env->storage.ctx, name_of(s));
	}
	dsr_buf_reset(&s->pending);
	s->len = 0;
	s->errnum = 0;
}

void dsr_spill_release(dsr_spill *s)
{
	if (!s->env)
		return;
	dsr_spill_reset(s);
	dsr_buf_release(&s->pending);
	dsr_buf_release(&s->path);
	s->env = NULL;
}

/* Write what is pending to the file. */
static void write_out(dsr_spill *s)
{
	const dossier_storage *fs = &s->env->storage;

	if (dsr_buf_status(&s->path))
		s->errnum = ENOMEM;
	if (!s->errnum && !s->file)
		s->errnum = fs->open(fs->ctx, name_of(s), DOSSIER_STORAGE_CREATE, &s->file);
	if (!s->errnum)
		s->errnum = fs->write(fs->ctx, s->file, s->pending.data, s->pending.len);
	dsr_buf_reset(&s->pending);
}

void dsr_spill_put(dsr_spill *s, const void *bytes, size_t n)
{
	const uint8_t *p = bytes;

	s->len += n;
	while (n && !s->errnum) {
		const size_t room = s->limit - s->pending.len, part = n < room ? n : room;

		dsr_buf_put(&s->pending, p, part);
		if (dsr_buf_status(&s->pending))
			s->errnum = ENOMEM;
		else if (s->pending.len == s->limit)
			write_out(s);
		p += part;
		n -= part;
	}
}

/* Read the file in pieces of what is pending's room, which is behind its use by now. */
static int read_back(dsr_spill *s, void (*put)(void *ctx, const void *bytes, size_t n), void *ctx)
{
	const dossier_storage *fs = &s->env->storage;
	uint64_t at = 0;
	int e;

	close_file(s);
	e = fs->open(fs->ctx, name_of(s), DOSSIER_STORAGE_READ, &s->file);
	while (!e && at < s->len) {
		const size_t n = s->len - at < s->limit ? (size_t)(s->len - at) : s->limit;
		size_t got = 0;

		e = fs->read(fs->ctx, s->file, at, s->pending.data, n, &got);
		if (!e && got != n)
			e = EIO;
		if (!e)
			put(ctx, s->pending.data, n);
		at += n;
	}
	if (!s->file)
		fs->remove(fs->ctx, name_of(s));
	return e;
}

dossier_status dsr_spill_drain(dsr_spill *s, void (*put)(void *ctx, const void *bytes, size_t n), void *ctx,
                               dossier_error *err)
{
	dossier_status st = DOSSIER_OK;

	if (s->file && !s->errnum)
		write_out(s);
	if (!s->errnum && s->file)
		s->errnum = read_back(s, put, ctx);
	else if (!s->errnum)
		put(ctx, s->pending.data, s->pending.len);
	if (s->errnum)
		st = dsr_fail_errno(err, s->errnum, "write", dsr_buf_status(&s->path) ? "a temporary file" : name_of(s));
	dsr_spill_reset(s);
	return st;
}
