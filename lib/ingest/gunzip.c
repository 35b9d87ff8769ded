/*
 * gunzip.c - see gunzip.h
 */
#include "ingest/gunzip.h"

#include <limits.h>
#include <string.h>
#include <zlib.h>

#include "base/error.h"
#include "base/mem.h"

#ifdef DSR_TESTING
#define INPUT 16u
#else
#define INPUT 65536u
#endif

#define GZIP_WINDOW (15 + 16) /* the largest window; 16: a gzip head, no other */

struct dsr_gunzip {
	const dossier_alloc *alloc;
	const char  *name;
	dossier_read read;
	void        *read_ctx;
	z_stream     z;
	uint8_t     *input;
	size_t       cap;     /* of input */
	uint64_t     passed;  /* bytes of the packed file before input[0] */
	int          open;    /* inside a member */
	int          drained; /* read() said the end */
};

/* zlib frees without a size, so each block remembers its own in front. */
#define HEAD 16u

static void *zlib_alloc(void *opaque, uInt items, uInt size)
{
	const dossier_alloc *a = opaque;
	const size_t n = (size_t)items * size + HEAD;
	uint8_t *p = dsr_resize(a, NULL, 0, n);

	if (!p)
		return NULL;
	memcpy(p, &n, sizeof n);
	return p + HEAD;
}

static void zlib_free(void *opaque, void *address)
{
	uint8_t *p = (uint8_t *)address - HEAD;
	size_t n;

	memcpy(&n, p, sizeof n);
	dsr_free(opaque, p, n);
}

int dsr_gunzip_magic(const uint8_t *bytes, size_t n)
{
	return n >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B;
}

dsr_gunzip *dsr_gunzip_new(const dossier_alloc *alloc, const char *name, dossier_read read, void *read_ctx,
                           const uint8_t *first, size_t n)
{
	const size_t cap = n > INPUT ? n : INPUT;
	dsr_gunzip *g = dsr_new(alloc, sizeof *g);
	uint8_t *input = dsr_resize(alloc, NULL, 0, cap);

	if (!g || !input)
		goto fail;
	g->alloc = alloc;
	g->name = name;
	g->read = read;
	g->read_ctx = read_ctx;
	g->input = input;
	g->cap = cap;
	memcpy(input, first, n);
	g->z.zalloc = zlib_alloc;
	g->z.zfree = zlib_free;
	g->z.opaque = (void *)alloc;
	g->z.next_in = input;
	g->z.avail_in = (uInt)n;
	if (inflateInit2(&g->z, GZIP_WINDOW) != Z_OK)
		goto fail;
	g->open = 1;
	return g;
fail:
	dsr_free(alloc, input, cap);
	dsr_free(alloc, g, sizeof *g);
	return NULL;
}

void dsr_gunzip_free(dsr_gunzip *g)
{
	if (!g)
		return;
	inflateEnd(&g->z);
	dsr_free(g->alloc, g->input, g->cap);
	dsr_free(g->alloc, g, sizeof *g);
}

static uint64_t position(const dsr_gunzip *g)
{
	return g->passed + (uint64_t)(g->z.next_in - g->input);
}

static dossier_status broken(const dsr_gunzip *g, const char *how, dossier_error *err)
{
	const uint64_t at = position(g);

	return dsr_fail_at(err, DOSSIER_ERR_INPUT, (long long)at, "%s: gzip file is %s at byte %llu", g->name, how,
	                   (unsigned long long)at);
}

/* More packed bytes, when all were used. */
static dossier_status refill(dsr_gunzip *g, dossier_error *err)
{
	size_t got = 0;
	int errnum;

	if (g->z.avail_in || g->drained)
		return DOSSIER_OK;
	errnum = g->read(g->read_ctx, g->input, g->cap, &got);
	if (errnum)
		return dsr_fail_errno(err, errnum, "read", g->name);
	g->passed = position(g);
	g->z.next_in = g->input;
	g->z.avail_in = (uInt)got;
	g->drained = got == 0;
	return DOSSIER_OK;
}

/* Behind a member: open the next one, if there is one. */
static dossier_status next_member(dsr_gunzip *g, dossier_error *err)
{
	while (g->z.avail_in && *g->z.next_in == 0) {
		g->z.next_in++;
		g->z.avail_in--;
	}
	if (!g->z.avail_in)
		return DOSSIER_OK;
	if (*g->z.next_in != 0x1F)
		return broken(g, "followed by something else", err);
	inflateReset(&g->z);
	g->open = 1;
	return DOSSIER_OK;
}

static dossier_status inflate_some(dsr_gunzip *g, dossier_error *err)
{
	const int rc = inflate(&g->z, Z_NO_FLUSH);

	if (rc == Z_STREAM_END) {
		g->open = 0;
		return DOSSIER_OK;
	}
	if (rc == Z_MEM_ERROR)
		return dsr_nomem(err);
	if (rc == Z_BUF_ERROR && g->drained)
		return broken(g, "cut short", err);
	if (rc != Z_OK && rc != Z_BUF_ERROR)
		return broken(g, "damaged", err);
	return DOSSIER_OK;
}

dossier_status dsr_gunzip_read(dsr_gunzip *g, void *bytes, size_t n, size_t *got, dossier_error *err)
{
	const uInt room = n > UINT_MAX ? UINT_MAX : (uInt)n;
	dossier_status st = DOSSIER_OK;

	g->z.next_out = bytes;
	g->z.avail_out = room;
	while (!st && g->z.avail_out == room) {
		st = refill(g, err);
		if (st || (!g->open && !g->z.avail_in && g->drained))
			break;
		st = g->open ? inflate_some(g, err) : next_member(g, err);
	}
	/* What came out before the damage is good; the next call meets the damage again. */
	*got = room - g->z.avail_out;
	return *got ? DOSSIER_OK : st;
}
