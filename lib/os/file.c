/*
 * file.c - see file.h
 */
#include "os/file.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

#ifdef DSR_TESTING
#define PENDING_MAX 64u
#else
#define PENDING_MAX (256u << 10)
#endif

dossier_status dsr_sink_open(dsr_sink *s, const dsr_env *env, const char *path, dossier_error *err)
{
	const size_t n = strlen(path) + 1;
	int e;

	*s = (dsr_sink){ .env = env, .pending = DSR_BUF_INIT(&env->alloc) };
	s->path = dsr_resize(&env->alloc, NULL, 0, n);
	if (!s->path)
		return dsr_nomem(err);
	memcpy(s->path, path, n);
	e = env->storage.open(env->storage.ctx, path, DOSSIER_STORAGE_CREATE, &s->file);
	if (e) {
		dsr_free(&env->alloc, s->path, n);
		*s = (dsr_sink){ 0 };
		return dsr_fail_errno(err, e, "create", path);
	}
	return DOSSIER_OK;
}

static void write_out(dsr_sink *s, const void *bytes, size_t n)
{
	const dossier_storage *fs = &s->env->storage;

	if (!s->errnum && n)
		s->errnum = fs->write(fs->ctx, s->file, bytes, n);
}

static void flush(dsr_sink *s)
{
	write_out(s, s->pending.data, s->pending.len);
	dsr_buf_reset(&s->pending);
}

void dsr_sink_put(dsr_sink *s, const void *bytes, size_t n)
{
	if (s->errnum || !n)
		return;
	s->offset += n;
	if (s->pending.len + n > PENDING_MAX)
		flush(s);
	if (n >= PENDING_MAX) {
		write_out(s, bytes, n);
		return;
	}
	dsr_buf_put(&s->pending, bytes, n);
	if (dsr_buf_status(&s->pending))
		s->errnum = ENOMEM;
}

/* Close the file and give the memory back. */
static void release(dsr_sink *s)
{
	const dsr_env *env = s->env;

	env->storage.close(env->storage.ctx, s->file);
	dsr_buf_release(&s->pending);
	dsr_free(&env->alloc, s->path, strlen(s->path) + 1);
	*s = (dsr_sink){ 0 };
}

dossier_status dsr_sink_finish(dsr_sink *s, dossier_error *err)
{
	const dossier_storage *fs = &s->env->storage;
	dossier_status st = DOSSIER_OK;

	flush(s);
	if (!s->errnum)
		s->errnum = fs->sync(fs->ctx, s->file);
	if (s->errnum) {
		st = dsr_fail_errno(err, s->errnum, "write", s->path);
		fs->remove(fs->ctx, s->path);
	}
	release(s);
	return st;
}

void dsr_sink_abandon(dsr_sink *s)
{
	if (!s->file)
		return;
	/* An open file may be removed; if it cannot be, it is found and removed by a later writer. */
	s->env->storage.remove(s->env->storage.ctx, s->path);
	release(s);
}

static dossier_status open_with_length(const dsr_env *env, const char *path, void **file, uint64_t *length,
                                       dossier_error *err)
{
	const dossier_storage *fs = &env->storage;
	int e = fs->open(fs->ctx, path, DOSSIER_STORAGE_READ, file);

	if (e)
		return dsr_fail_errno(err, e, "open", path);
	e = fs->length(fs->ctx, *file, length);
	if (!e)
		return DOSSIER_OK;
	fs->close(fs->ctx, *file);
	return dsr_fail_errno(err, e, "read", path);
}

static dossier_status load(const dsr_env *env, void *file, const char *path, uint64_t length, dsr_buf *out,
                           dossier_error *err)
{
	const dossier_storage *fs = &env->storage;
	const size_t before = out->len;
	uint8_t *to = length <= SIZE_MAX ? dsr_buf_extend(out, (size_t)length) : NULL;
	size_t got = 0;
	int e;

	if (!length)
		return DOSSIER_OK;
	if (!to)
		return dsr_nomem(err);
	e = fs->read(fs->ctx, file, 0, to, (size_t)length, &got);
	if (!e && got == length)
		return DOSSIER_OK;
	out->len = before;
	if (e)
		return dsr_fail_errno(err, e, "read", path);
	return dsr_fail(err, DOSSIER_ERR_IO, "cannot read %s: it became shorter meanwhile", path);
}

dossier_status dsr_file_load(const dsr_env *env, const char *path, uint64_t max, dsr_buf *out, dossier_error *err)
{
	uint64_t length = 0;
	void *file = NULL;
	dossier_status st = open_with_length(env, path, &file, &length, err);

	if (st)
		return st;
	if (length > max)
		st = dsr_fail(err, DOSSIER_ERR_LIMIT, "%s: %llu bytes, more than the %llu allowed", path,
		              (unsigned long long)length, (unsigned long long)max);
	else
		st = load(env, file, path, length, out, err);
	env->storage.close(env->storage.ctx, file);
	return st;
}

dossier_status dsr_view_open(dsr_view *v, const dsr_env *env, const char *path, dossier_error *err)
{
	const dossier_storage *fs = &env->storage;
	const void *bytes = NULL;
	uint64_t length = 0;
	void *file = NULL;
	dossier_status st = open_with_length(env, path, &file, &length, err);
	int e;

	*v = (dsr_view){ 0 };
	if (st)
		return st;
	e = length ? fs->map(fs->ctx, file, length, &bytes) : 0;
	fs->close(fs->ctx, file);
	if (e)
		return dsr_fail_errno(err, e, "read", path);
	*v = (dsr_view){ env, bytes, length };
	return DOSSIER_OK;
}

void dsr_view_close(dsr_view *v)
{
	if (v->length)
		v->env->storage.unmap(v->env->storage.ctx, v->bytes, v->length);
	*v = (dsr_view){ 0 };
}

const char *dsr_path_join(dsr_buf *out, const char *dir, const char *name)
{
	dsr_buf_reset(out);
	dsr_buf_put(out, dir, strlen(dir));
	dsr_buf_put(out, "/", 1);
	dsr_buf_put(out, name, strlen(name) + 1);
	return dsr_buf_status(out) ? NULL : (const char *)out->data;
}
