/*
 * buf.c - see buf.h
 */
#include "base/buf.h"

#include <string.h>

#include "base/bytes.h"
#include "base/mem.h"
#include "base/varint.h"

#ifdef DSR_TESTING
#define CAP_MIN 16u
#else
#define CAP_MIN 256u
#endif

static int grow(dsr_buf *b, size_t need)
{
	size_t cap = b->cap ? b->cap : CAP_MIN;
	void *p;

	while (cap < need) {
		if (cap > SIZE_MAX / 2)
			return 0;
		cap *= 2;
	}
	p = dsr_resize(b->alloc, b->data, b->cap, cap);
	if (!p)
		return 0;
	b->data = p;
	b->cap = cap;
	return 1;
}

void dsr_buf_reset(dsr_buf *b)
{
	b->len = 0;
	b->status = DOSSIER_OK;
}

void dsr_buf_release(dsr_buf *b)
{
	if (!b)
		return;
	dsr_free(b->alloc, b->data, b->cap);
	*b = DSR_BUF_INIT(b->alloc);
}

uint8_t *dsr_buf_extend(dsr_buf *b, size_t n)
{
	if (b->status)
		return NULL;
	if (n > b->cap - b->len && (n > SIZE_MAX - b->len || !grow(b, b->len + n))) {
		b->status = DOSSIER_ERR_NOMEM;
		return NULL;
	}
	b->len += n;
	return b->data + b->len - n;
}

void dsr_buf_put(dsr_buf *b, const void *bytes, size_t n)
{
	uint8_t *to = n ? dsr_buf_extend(b, n) : NULL;

	if (to)
		memcpy(to, bytes, n);
}

void dsr_buf_put_u8(dsr_buf *b, uint8_t v)
{
	dsr_buf_put(b, &v, 1);
}

void dsr_buf_put_u16(dsr_buf *b, uint16_t v)
{
	uint8_t *to = dsr_buf_extend(b, sizeof v);

	if (to)
		dsr_put_u16(to, v);
}

void dsr_buf_put_u32(dsr_buf *b, uint32_t v)
{
	uint8_t *to = dsr_buf_extend(b, sizeof v);

	if (to)
		dsr_put_u32(to, v);
}

void dsr_buf_put_u64(dsr_buf *b, uint64_t v)
{
	uint8_t *to = dsr_buf_extend(b, sizeof v);

	if (to)
		dsr_put_u64(to, v);
}

void dsr_buf_put_varint(dsr_buf *b, uint64_t v)
{
	uint8_t bytes[DSR_VARINT_MAX];

	dsr_buf_put(b, bytes, dsr_varint_put(bytes, v));
}

void dsr_buf_put_str(dsr_buf *b, dossier_str s)
{
	dsr_buf_put_varint(b, s.n);
	dsr_buf_put(b, s.p, s.n);
}
