/*
 * deflate.c - see deflate.h
 */
#include "segment/deflate.h"

#include "base/mem.h"

#ifdef DSR_HAVE_LIBDEFLATE

#include <libdeflate.h>

/* Level 1 is twice as fast as zlib's level 1 and packs closer. */
enum { LEVEL = 1 };

struct dsr_deflater {
	const dossier_alloc *alloc;
	struct libdeflate_compressor *compressor;
};

dsr_deflater *dsr_deflater_new(const dossier_alloc *alloc)
{
	dsr_deflater *d = dsr_new(alloc, sizeof *d);

	if (!d)
		return NULL;
	d->alloc = alloc;
	d->compressor = libdeflate_alloc_compressor(LEVEL);
	if (!d->compressor) {
		dsr_free(alloc, d, sizeof *d);
		return NULL;
	}
	return d;
}

void dsr_deflater_free(dsr_deflater *d)
{
	if (!d)
		return;
	libdeflate_free_compressor(d->compressor);
	dsr_free(d->alloc, d, sizeof *d);
}

void dsr_deflate(dsr_deflater *d, dsr_buf *out, const void *bytes, size_t n)
{
	const size_t begun = out->len, bound = libdeflate_zlib_compress_bound(d->compressor, n);
	uint8_t *to = dsr_buf_extend(out, bound);

	if (to)
		out->len = begun + libdeflate_zlib_compress(d->compressor, bytes, n, to, bound);
}

dossier_status dsr_inflate(const dossier_alloc *alloc, uint8_t *out, size_t size, const void *bytes, size_t n)
{
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	enum libdeflate_result result;

	(void)alloc;
	if (!d)
		return DOSSIER_ERR_NOMEM;
	result = libdeflate_zlib_decompress(d, bytes, n, out, size, NULL);
	libdeflate_free_decompressor(d);
	return result == LIBDEFLATE_SUCCESS ? DOSSIER_OK : DOSSIER_ERR_CORRUPT;
}

#else

#include <limits.h>
#define ZLIB_CONST
#include <zlib.h>

enum { LEVEL = 1 };

struct dsr_deflater {
	const dossier_alloc *alloc;
	z_stream stream;
};

/* zlib does not say on free how large a block was, so its size stands in front of it. */
#define BEFORE 16u

static voidpf take(voidpf ctx, uInt items, uInt size)
{
	const size_t n = BEFORE + (size_t)items * size;
	uint8_t *p = dsr_resize(ctx, NULL, 0, n);

	if (!p)
		return Z_NULL;
	*(size_t *)(void *)p = n;
	return p + BEFORE;
}

static void give_back(voidpf ctx, voidpf ptr)
{
	uint8_t *p = (uint8_t *)ptr - BEFORE;

	dsr_free(ctx, p, *(size_t *)(void *)p);
}

static z_stream stream_of(const dossier_alloc *alloc)
{
	z_stream s = { 0 };

	s.zalloc = take;
	s.zfree = give_back;
	s.opaque = (voidpf)(uintptr_t)alloc;
	return s;
}

dsr_deflater *dsr_deflater_new(const dossier_alloc *alloc)
{
	dsr_deflater *d = dsr_new(alloc, sizeof *d);

	if (!d)
		return NULL;
	d->alloc = alloc;
	d->stream = stream_of(alloc);
	if (deflateInit(&d->stream, LEVEL) != Z_OK) {
		dsr_free(alloc, d, sizeof *d);
		return NULL;
	}
	return d;
}

void dsr_deflater_free(dsr_deflater *d)
{
	if (!d)
		return;
	deflateEnd(&d->stream);
	dsr_free(d->alloc, d, sizeof *d);
}

void dsr_deflate(dsr_deflater *d, dsr_buf *out, const void *bytes, size_t n)
{
	const size_t begun = out->len;
	z_stream *s = &d->stream;
	uint8_t *to;
	uLong bound;

	deflateReset(s);
	bound = deflateBound(s, (uLong)n);
	to = dsr_buf_extend(out, bound);
	if (!to)
		return;
	if (n > UINT_MAX || bound > UINT_MAX) {
		out->status = DOSSIER_ERR_LIMIT;
		return;
	}
	s->next_in = bytes;
	s->avail_in = (uInt)n;
	s->next_out = to;
	s->avail_out = (uInt)bound;
	deflate(s, Z_FINISH); /* cannot fail: the output has room for the bound */
	out->len = begun + s->total_out;
}

dossier_status dsr_inflate(const dossier_alloc *alloc, uint8_t *out, size_t size, const void *bytes, size_t n)
{
	z_stream s = stream_of(alloc);
	int result;

	if (n > UINT_MAX || size > UINT_MAX)
		return DOSSIER_ERR_CORRUPT;
	if (inflateInit(&s) != Z_OK)
		return DOSSIER_ERR_NOMEM;
	s.next_in = bytes;
	s.avail_in = (uInt)n;
	s.next_out = out;
	s.avail_out = (uInt)size;
	result = inflate(&s, Z_FINISH);
	inflateEnd(&s);
	if (result == Z_MEM_ERROR)
		return DOSSIER_ERR_NOMEM;
	return result == Z_STREAM_END && s.total_out == size ? DOSSIER_OK : DOSSIER_ERR_CORRUPT;
}

#endif
