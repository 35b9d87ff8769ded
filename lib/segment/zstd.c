/*
 * zstd.c - see zstd.h
 */
#include "segment/zstd.h"

#define ZSTD_STATIC_LINKING_ONLY /* objects in memory of ours, frames without a magic number */
#define ZDICT_STATIC_LINKING_ONLY
#include <zdict.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/mem.h"

#if ZSTD_VERSION_NUMBER < 10500
#error "libzstd 1.5.0 or newer is needed"
#endif

/* ---- packing ---- */

#ifdef DSR_TESTING
enum { WINDOW_BITS = 12, HASH_BITS = 8, TRAINING_BITS = 10, SAMPLE = 256 };
#else
enum { WINDOW_BITS = 17, HASH_BITS = 14, TRAINING_BITS = 18, SAMPLE = 1024 };
#endif

/* Blocks without a dictionary, of which there are few: 2 to 5 % closer than at level 1, at 80 MB/s instead of 200. */
static const ZSTD_compressionParameters bare = {
	.windowLog = WINDOW_BITS, .chainLog = HASH_BITS, .hashLog = HASH_BITS, .searchLog = 3, .minMatch = 5, .strategy = ZSTD_greedy,
};

/*
 * With one: matches of seven bytes and more; with those of six blocks are 2 % shorter, but of more and shorter matches, and take
 * longer to unpack.
 */
static const ZSTD_compressionParameters helped = {
	.windowLog = WINDOW_BITS, .chainLog = 6, .hashLog = HASH_BITS, .searchLog = 1, .minMatch = 7, .strategy = ZSTD_fast,
};

dossier_status dsr_zstd_train(dsr_buf *out, size_t size, const void *bytes, size_t n)
{
	const ZDICT_fastCover_params_t how = { .k = 200, .d = 8, .f = TRAINING_BITS, .accel = 4, .splitPoint = 1, .nbThreads = 1 };
	const size_t begun = out->len, samples = n / SAMPLE;
	size_t *sizes = dsr_resize(out->alloc, NULL, 0, samples * sizeof *sizes), got;
	uint8_t *to = dsr_buf_extend(out, size);

	if (!to || (samples && !sizes)) {
		dsr_free(out->alloc, sizes, samples * sizeof *sizes);
		return DOSSIER_ERR_NOMEM;
	}
	for (size_t i = 0; i < samples; i++)
		sizes[i] = SAMPLE;
	got = ZDICT_trainFromBuffer_fastCover(to, size, bytes, sizes, (unsigned)samples, how);
	dsr_free(out->alloc, sizes, samples * sizeof *sizes);
	out->len = begun + (ZDICT_isError(got) ? 0 : got);
	return ZSTD_getErrorCode(got) == ZSTD_error_memory_allocation ? DOSSIER_ERR_NOMEM : DOSSIER_OK;
}

struct dsr_zstd_packer {
	const dossier_alloc *alloc;
	void      *room, *dictionary_room;
	size_t     size, dictionary_size;
	ZSTD_CCtx *context; /* in room */
};

/*
 * What is not said is as of level 5.  Rows of matches are found by vector instructions, or not at all: then blocks would
 * differ.  0 where the library refuses any of it.
 */
static int configure(ZSTD_CCtx *c)
{
	const struct { ZSTD_cParameter what; int value; } all[] = {
		{ ZSTD_c_format, ZSTD_f_zstd1_magicless }, { ZSTD_c_dictIDFlag, 0 }, { ZSTD_c_compressionLevel, 5 },
		{ ZSTD_c_windowLog, (int)bare.windowLog }, { ZSTD_c_chainLog, (int)bare.chainLog }, { ZSTD_c_hashLog, (int)bare.hashLog },
		{ ZSTD_c_searchLog, (int)bare.searchLog }, { ZSTD_c_minMatch, (int)bare.minMatch },
		{ ZSTD_c_strategy, (int)bare.strategy }, { ZSTD_c_useRowMatchFinder, ZSTD_ps_disable },
	};
	int taken = 1;

	ZSTD_CCtx_reset(c, ZSTD_reset_session_and_parameters); /* what was made in given memory has no defaults yet */
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		taken &= !ZSTD_isError(ZSTD_CCtx_setParameter(c, all[i].what, all[i].value));
	return taken;
}

dsr_zstd_packer *dsr_zstd_packer_new(const dossier_alloc *alloc)
{
	dsr_zstd_packer *p = dsr_new(alloc, sizeof *p);

	if (!p)
		return NULL;
	p->alloc = alloc;
	p->size = ZSTD_estimateCCtxSize_usingCParams(bare); /* which is more than the other would take */
	p->room = dsr_resize(alloc, NULL, 0, p->size);
	p->context = p->room ? ZSTD_initStaticCCtx(p->room, p->size) : NULL;
	if (!p->context || !configure(p->context)) {
		dsr_zstd_packer_free(p);
		return NULL;
	}
	return p;
}

void dsr_zstd_packer_free(dsr_zstd_packer *p)
{
	if (!p)
		return;
	dsr_free(p->alloc, p->room, p->size);
	dsr_free(p->alloc, p->dictionary_room, p->dictionary_size);
	dsr_free(p->alloc, p, sizeof *p);
}

dossier_status dsr_zstd_packer_use(dsr_zstd_packer *p, const void *dictionary, size_t n)
{
	const size_t size = ZSTD_estimateCDictSize_advanced(n, helped, ZSTD_dlm_byRef);
	void *room = dsr_new(p->alloc, size); /* zeros: 1.5.4 leaves the level unset, and large blocks ask whether there is one */
	const ZSTD_CDict *d;

	if (!room)
		return DOSSIER_ERR_NOMEM;
	d = ZSTD_initStaticCDict(room, size, dictionary, n, ZSTD_dlm_byRef, ZSTD_dct_fullDict, helped);
	if (!d) {
		dsr_free(p->alloc, room, size);
		return DOSSIER_ERR_CORRUPT;
	}
	ZSTD_CCtx_refCDict(p->context, d);
	dsr_free(p->alloc, p->dictionary_room, p->dictionary_size);
	p->dictionary_room = room;
	p->dictionary_size = size;
	return DOSSIER_OK;
}

void dsr_zstd_pack(dsr_zstd_packer *p, dsr_buf *out, const void *bytes, size_t n)
{
	const size_t begun = out->len, bound = ZSTD_compressBound(n);
	uint8_t *to = dsr_buf_extend(out, bound);
	size_t got;

	if (!to)
		return;
	got = ZSTD_compress2(p->context, to, bound, bytes, n);
	if (ZSTD_isError(got)) /* cannot be: there is room for the block and for the context */
		out->status = DOSSIER_ERR_NOMEM;
	else
		out->len = begun + got;
}

/* ---- unpacking ---- */

struct dsr_zstd_dictionary {
	const dossier_alloc *alloc;
	void             *room;
	size_t            size;
	const ZSTD_DDict *digested; /* in room */
};

dossier_status dsr_zstd_dictionary_new(dsr_zstd_dictionary **out, const dossier_alloc *alloc, const void *bytes, size_t n)
{
	dsr_zstd_dictionary *d = dsr_new(alloc, sizeof *d);
	dossier_status st = DOSSIER_ERR_NOMEM;

	*out = NULL;
	if (!d)
		return st;
	d->alloc = alloc;
	d->size = ZSTD_estimateDDictSize(n, ZSTD_dlm_byRef);
	d->room = dsr_resize(alloc, NULL, 0, d->size);
	if (d->room) {
		d->digested = ZSTD_initStaticDDict(d->room, d->size, bytes, n, ZSTD_dlm_byRef, ZSTD_dct_fullDict);
		st = d->digested ? DOSSIER_OK : DOSSIER_ERR_CORRUPT;
	}
	if (st)
		dsr_zstd_dictionary_free(d);
	else
		*out = d;
	return st;
}

void dsr_zstd_dictionary_free(dsr_zstd_dictionary *d)
{
	if (!d)
		return;
	dsr_free(d->alloc, d->room, d->size);
	dsr_free(d->alloc, d, sizeof *d);
}

struct dsr_zstd_unpacker {
	const dossier_alloc *alloc;
	void      *room;
	size_t     size;
	ZSTD_DCtx *context; /* in room */
};

dsr_zstd_unpacker *dsr_zstd_unpacker_new(const dossier_alloc *alloc)
{
	dsr_zstd_unpacker *u = dsr_new(alloc, sizeof *u);

	if (!u)
		return NULL;
	u->alloc = alloc;
	u->size = ZSTD_estimateDCtxSize();
	u->room = dsr_resize(alloc, NULL, 0, u->size);
	u->context = u->room ? ZSTD_initStaticDCtx(u->room, u->size) : NULL;
	if (!u->context || ZSTD_isError(ZSTD_DCtx_setParameter(u->context, ZSTD_d_format, ZSTD_f_zstd1_magicless))) {
		dsr_zstd_unpacker_free(u);
		return NULL;
	}
	return u;
}

void dsr_zstd_unpacker_free(dsr_zstd_unpacker *u)
{
	if (!u)
		return;
	dsr_free(u->alloc, u->room, u->size);
	dsr_free(u->alloc, u, sizeof *u);
}

/*
 * The head of a frame: a byte whose high bits say how wide the size is (2) and that no byte for the window follows (1); the others
 * are 0 in what a packer of ours wrote.
 */
typedef struct head {
	size_t   end;  /* where the first block inside begins; 0: this is no head */
	uint64_t size;
} head;

static head read_head(const uint8_t *p, size_t n)
{
	const unsigned first = n ? p[0] : 0xFF, single = first >> 5 & 1, code = first >> 6;
	const unsigned width = code ? 1u << code : single, at = 2 - single;
	uint64_t size = 0;

	if (first & 0x1F || n < at + width)
		return (head){ 0 };
	for (unsigned i = width; i-- > 0; )
		size = size << 8 | p[at + i];
	return (head){ .end = at + width, .size = size + (code == 1 ? 256 : 0) };
}

uint64_t dsr_zstd_size(const uint8_t *block, size_t n)
{
	const uint64_t size = read_head(block, n).size, most = ((uint64_t)n / 4 + 1) * ZSTD_BLOCKSIZE_MAX; /* one byte repeated is 4 bytes */

	return size <= most ? size : 0;
}

/*
 * Are the blocks inside all that there is?  Each has three bytes in front: is it the last one (1 bit), of which kind (2), how long.
 * The library takes what follows for another frame, of whatever format its first bytes look like.
 */
static int is_one_frame(const uint8_t *p, size_t n)
{
	size_t at = read_head(p, n).end;
	uint32_t inside;

	do {
		if (!at || n - at < 3)
			return 0;
		inside = p[at] | (uint32_t)p[at + 1] << 8 | (uint32_t)p[at + 2] << 16;
		at += 3;
		if ((inside >> 1 & 3) == 1)
			inside = (inside & 7) | 1u << 3; /* repeated: one byte, whatever length it stands for */
		if (inside >> 3 > n - at)
			return 0;
		at += inside >> 3;
	} while (!(inside & 1));
	return at == n;
}

dossier_status dsr_zstd_unpack(dsr_zstd_unpacker *u, const dsr_zstd_dictionary *d, uint8_t *out, size_t size,
                               const uint8_t *block, size_t n)
{
	if (!is_one_frame(block, n))
		return DOSSIER_ERR_CORRUPT;
	return ZSTD_decompress_usingDDict(u->context, out, size, block, n, d ? d->digested : NULL) == size ? DOSSIER_OK
	                                                                                                   : DOSSIER_ERR_CORRUPT;
}
