/*
 * stored.c - see stored.h
 *
 * index := blocks:u32 dictionaries:u32  first_block:u32[dictionaries]  group[groups]  size[blocks]
 * group := offset:u64 first_doc:u32 at:u32           of 32 blocks; `at` counts bytes from the first size
 * size  := packed:varint documents:varint
 * raw   := (length:varint bytes)[documents of the block]
 */
#include "segment/stored.h"

#include "base/bytes.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/varint.h"
#include "segment/zstd.h"

enum { HEAD_SIZE = 8, FIRST_SIZE = 4 };

/* Cut `n` bytes off the beginning of `from`: a part without bytes when there are not so many. */
static dsr_section cut(dsr_section *from, uint64_t n)
{
	const dsr_section part = { from->bytes, (size_t)n };

	if (!from->bytes || n > from->size)
		return *from = (dsr_section){ NULL, 0 };
	from->bytes += n;
	from->size -= n;
	return part;
}

static uint32_t first_block(const dsr_stored *s, uint32_t i)
{
	return dsr_get_u32(s->firsts.bytes + (size_t)i * FIRST_SIZE);
}

/* Every dictionary has blocks: 1, or 0 on damage. */
static int check_firsts(const dsr_stored *s)
{
	if (!dsr_container_touch(s->file, s->firsts.bytes, s->firsts.size))
		return 0;
	for (uint32_t i = 0; i < s->dictionary_count; i++)
		if (first_block(s, i) >= s->block_count || (i && first_block(s, i - 1) >= first_block(s, i)))
			return 0;
	return 1;
}

/* Find the parts of the index: 1, or 0 on damage. */
static int read_index(dsr_stored *s)
{
	dsr_section rest = dsr_container_section(s->file, DSR_SECTION_STORED_INDEX, 0);
	const dsr_section head = cut(&rest, HEAD_SIZE);

	if (!head.bytes || !dsr_container_touch(s->file, head.bytes, HEAD_SIZE))
		return 0;
	s->block_count = dsr_get_u32(head.bytes);
	s->dictionary_count = dsr_get_u32(head.bytes + 4);
	s->firsts = cut(&rest, (uint64_t)s->dictionary_count * FIRST_SIZE);
	s->groups = cut(&rest, ((uint64_t)s->block_count + DSR_STORED_GROUP - 1) / DSR_STORED_GROUP * DSR_STORED_GROUP_SIZE);
	s->sizes = rest;
	return rest.bytes && s->block_count && check_firsts(s);
}

dossier_status dsr_stored_open(dsr_stored *s, const dsr_container *file, uint32_t docs)
{
	*s = (dsr_stored){ .file = file, .docs = docs, .blocks = dsr_container_section(file, DSR_SECTION_STORED, 0) };
	if (!s->blocks.bytes || !read_index(s))
		return DOSSIER_ERR_CORRUPT;
	s->prepared = dsr_new(&file->env->alloc, s->dictionary_count * sizeof *s->prepared);
	return s->dictionary_count && !s->prepared ? DOSSIER_ERR_NOMEM : DOSSIER_OK;
}

void dsr_stored_close(dsr_stored *s)
{
	if (!s->prepared)
		return;
	for (uint32_t i = 0; i < s->dictionary_count; i++)
		dsr_zstd_dictionary_free(s->prepared[i]);
	dsr_free(&s->file->env->alloc, s->prepared, s->dictionary_count * sizeof *s->prepared);
	s->prepared = NULL;
}

/* ---- where blocks are ---- */

/* Stand before the first block of a group: 1, or 0 when its entry is damaged. */
static int walk_group(dsr_stored_walk *w, const dsr_stored *s, uint32_t group)
{
	const uint8_t *e = s->groups.bytes + (size_t)group * DSR_STORED_GROUP_SIZE;
	uint32_t at;

	if (!dsr_container_touch(s->file, e, DSR_STORED_GROUP_SIZE))
		return 0;
	at = dsr_get_u32(e + 12);
	*w = (dsr_stored_walk){ .s = s, .block = group * DSR_STORED_GROUP, .offset = dsr_get_u64(e), .doc = dsr_get_u32(e + 8) };
	if (at >= s->sizes.size || w->offset >= s->blocks.size || w->doc >= s->docs)
		return 0;
	w->at = s->sizes.bytes + at;
	return 1;
}

dsr_stored_walk dsr_stored_walk_begin(const dsr_stored *s)
{
	return (dsr_stored_walk){ .s = s, .at = s->sizes.bytes };
}

/* Does the group that begins here begin where the one before ended? */
static int is_in_place(const dsr_stored_walk *w)
{
	dsr_stored_walk group;

	return walk_group(&group, w->s, w->block / DSR_STORED_GROUP) && group.at == w->at && group.offset == w->offset &&
	       group.doc == w->doc;
}

/* The dictionary of a block, 1 + its number, or 0. */
static uint32_t dictionary_of(const dsr_stored *s, uint32_t block)
{
	uint32_t low = 0, high = s->dictionary_count;

	while (low < high) {
		const uint32_t mid = low + (high - low) / 2;

		if (first_block(s, mid) <= block)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

int dsr_stored_walk_next(dsr_stored_walk *w, dsr_stored_block *b)
{
	const dsr_stored *s = w->s;
	const uint8_t *end = s->sizes.bytes + s->sizes.size;
	const size_t rest = (size_t)(end - w->at), most = 2 * DSR_VARINT_MAX;
	uint64_t size, docs;

	if ((w->block % DSR_STORED_GROUP == 0 && !is_in_place(w)) || !dsr_container_touch(s->file, w->at, rest < most ? rest : most))
		return 0;
	w->at = dsr_varint_get(w->at, end, &size);
	if (w->at)
		w->at = dsr_varint_get(w->at, end, &docs);
	if (!w->at || !size || size > s->blocks.size - w->offset || !docs || docs > s->docs - w->doc)
		return 0;
	*b = (dsr_stored_block){ .packed = s->blocks.bytes + w->offset, .size = (size_t)size, .first = w->doc,
	                         .end = w->doc + (uint32_t)docs, .dictionary = dictionary_of(s, w->block) };
	w->block++;
	w->offset += size;
	w->doc = b->end;
	return 1;
}

/* Stand before the last group that does not begin behind `doc`: 1, or 0 on damage. */
static int find_group(dsr_stored_walk *w, const dsr_stored *s, uint32_t doc)
{
	uint32_t low = 0, high = (s->block_count - 1) / DSR_STORED_GROUP;

	while (low < high) {
		const uint32_t mid = high - (high - low) / 2;

		if (!walk_group(w, s, mid))
			return 0;
		if (w->doc <= doc)
			low = mid;
		else
			high = mid - 1;
	}
	return walk_group(w, s, low) && w->doc <= doc;
}

/* The block that holds `doc`: 1, or 0 on damage. */
static int find_block(const dsr_stored *s, uint32_t doc, dsr_stored_block *b)
{
	dsr_stored_walk w;
	uint32_t behind;

	if (!find_group(&w, s, doc))
		return 0;
	behind = w.block + DSR_STORED_GROUP < s->block_count ? w.block + DSR_STORED_GROUP : s->block_count;
	while (w.block < behind && dsr_stored_walk_next(&w, b))
		if (doc < b->end)
			return 1;
	return 0;
}

/* ---- dictionaries ---- */

dsr_section dsr_stored_dictionary(const dsr_stored *s, uint32_t number)
{
	const dsr_section d = dsr_container_section(s->file, DSR_SECTION_DICTIONARY, number - 1);

	return d.bytes && dsr_container_touch(s->file, d.bytes, d.size) ? d : (dsr_section){ NULL, 0 };
}

uint64_t dsr_stored_run_bytes(const dsr_stored *s, uint32_t number)
{
	const uint32_t begin = first_block(s, number - 1) / DSR_STORED_GROUP;
	dsr_stored_walk from, to = { .offset = s->blocks.size };

	if (!walk_group(&from, s, begin) ||
	    (number < s->dictionary_count && !walk_group(&to, s, first_block(s, number) / DSR_STORED_GROUP)))
		return 0;
	return to.offset > from.offset ? to.offset - from.offset : 0;
}

/* The dictionary prepared, by whoever needs it first.  Errors: CORRUPT, NOMEM. */
static dossier_status prepare(const dsr_stored *s, uint32_t number, const dsr_zstd_dictionary **out)
{
	_Atomic(dsr_zstd_dictionary *) *kept = &s->prepared[number - 1];
	dsr_zstd_dictionary *there = atomic_load_explicit(kept, memory_order_acquire), *own;
	dossier_status st = DOSSIER_OK;

	if (!there) {
		const dsr_section bytes = dsr_stored_dictionary(s, number);

		if (!bytes.bytes)
			return DOSSIER_ERR_CORRUPT;
		st = dsr_zstd_dictionary_new(&own, &s->file->env->alloc, bytes.bytes, bytes.size);
		if (st)
			return st;
		if (atomic_compare_exchange_strong(kept, &there, own))
			there = own;
		else
			dsr_zstd_dictionary_free(own);
	}
	*out = there;
	return st;
}

/* ---- loading ---- */

/* Unpack block `b` to the `size` bytes that it holds. */
static dossier_status unpack(const dsr_stored *s, const dsr_stored_block *b, dsr_page *page, size_t size)
{
	const dsr_zstd_dictionary *d = NULL;
	dossier_status st;

	dsr_buf_reset(&page->raw);
	if (!page->unpacker)
		page->unpacker = dsr_zstd_unpacker_new(page->raw.alloc);
	if (!page->unpacker || !dsr_buf_extend(&page->raw, size))
		return DOSSIER_ERR_NOMEM;
	st = b->dictionary ? prepare(s, b->dictionary, &d) : DOSSIER_OK;
	return st ? st : dsr_zstd_unpack(page->unpacker, d, page->raw.data, size, b->packed, b->size);
}

/* Do the lengths of the page's documents add up? */
static int check_lengths(const dsr_page *page)
{
	const uint8_t *p = page->raw.data, *end = p + page->raw.len;
	uint64_t length;

	for (uint32_t d = page->first; d < page->end; d++, p += length) {
		p = dsr_varint_get(p, end, &length);
		if (!p || length > (uint64_t)(end - p))
			return 0;
	}
	return p == end;
}

/* Turn to block `b`. */
static dossier_status load_page(const dsr_stored *s, const dsr_stored_block *b, dsr_page *page)
{
	const uint64_t size = dsr_container_touch(s->file, b->packed, b->size) ? dsr_zstd_size(b->packed, b->size) : 0;
	dossier_status st = size && size < DSR_STORED_MOST ? unpack(s, b, page, (size_t)size) : DOSSIER_ERR_CORRUPT;

	page->doc = page->first = b->first;
	page->end = b->end;
	page->at = 0;
	if (!st && !check_lengths(page))
		st = DOSSIER_ERR_CORRUPT;
	page->of = st ? NULL : s;
	return st;
}

/* Where document `doc` of the page lies. */
static void find_doc(dsr_page *page, uint32_t doc, const uint8_t **bytes, size_t *n)
{
	const uint8_t *const end = page->raw.data + page->raw.len;
	uint64_t length;

	if (doc < page->doc) {
		page->doc = page->first;
		page->at = 0;
	}
	for (;;) {
		*bytes = dsr_varint_get(page->raw.data + page->at, end, &length);
		if (page->doc == doc)
			break;
		page->at = (size_t)(*bytes + length - page->raw.data);
		page->doc++;
	}
	*n = (size_t)length;
}

dossier_status dsr_stored_get(const dsr_stored *s, uint32_t doc, dsr_page *page, const uint8_t **bytes, size_t *n)
{
	dossier_status st = DOSSIER_OK;
	dsr_stored_block b;

	if (page->of != s || doc < page->first || doc >= page->end) {
		if (doc >= s->docs || !find_block(s, doc, &b))
			return DOSSIER_ERR_CORRUPT;
		st = load_page(s, &b, page);
	}
	if (!st)
		find_doc(page, doc, bytes, n);
	return st;
}

void dsr_page_release(dsr_page *p)
{
	dsr_buf_release(&p->raw);
	dsr_zstd_unpacker_free(p->unpacker);
	p->unpacker = NULL;
	p->of = NULL;
}

uint64_t dsr_stored_check(const dsr_stored *s, const dossier_alloc *alloc, dossier_status *status)
{
	dsr_stored_walk w = dsr_stored_walk_begin(s);
	dsr_page page = DSR_PAGE_INIT(alloc);
	dossier_status st = DOSSIER_OK;
	uint64_t damaged = 0;
	dsr_stored_block b;

	while (w.block < s->block_count && st != DOSSIER_ERR_NOMEM) {
		if (!dsr_stored_walk_next(&w, &b))
			break; /* and nobody knows where the next one is */
		st = load_page(s, &b, &page);
		damaged += st == DOSSIER_ERR_CORRUPT;
	}
	dsr_page_release(&page);
	*status = st == DOSSIER_ERR_NOMEM ? st : DOSSIER_OK;
	if (w.block < s->block_count && !*status)
		return damaged + s->block_count - w.block;
	return damaged + (w.block == s->block_count && (w.doc != s->docs || w.offset != s->blocks.size));
}
