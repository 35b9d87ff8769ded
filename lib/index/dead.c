/*
 * dead.c - see dead.h
 */
#include "index/dead.h"

#include "base/bytes.h"
#include "base/error.h"
#include "base/mem.h"
#include "codec/bitset.h"
#include "codec/crc32c.h"
#include "os/file.h"

#define MAGIC   0x4452454953534F44u /* the bytes "DOSSIERD" */
#define VERSION 1u
enum { HEAD_SIZE = 24, CRC_SIZE = 4 };

dossier_status dsr_dead_write(const dsr_env *env, const char *path, const uint64_t *dead, dsr_manifest_segment *s,
                              dossier_error *err)
{
	dsr_buf out = DSR_BUF_INIT(&env->alloc);
	dsr_sink sink;
	dossier_status st;

	dsr_buf_put_u64(&out, MAGIC);
	dsr_buf_put_u32(&out, VERSION);
	dsr_buf_put_u32(&out, s->docs);
	dsr_buf_put_u32(&out, s->dead_count);
	dsr_buf_put_u32(&out, 0);
	for (uint32_t d = 0; d < s->docs; d += 8)
		dsr_buf_put_u8(&out, (uint8_t)(dead[d / 64] >> (d & 63)));
	if (dsr_buf_status(&out)) {
		st = dsr_nomem(err);
		goto done;
	}
	s->dead_checksum = dsr_crc32c(0, out.data, out.len);
	st = dsr_sink_open(&sink, env, path, err);
	if (st)
		goto done;
	dsr_sink_put(&sink, out.data, out.len);
	dsr_buf_reset(&out);
	dsr_buf_put_u32(&out, s->dead_checksum);
	dsr_sink_put(&sink, out.data, out.len);
	st = dsr_sink_finish(&sink, err);
done:
	dsr_buf_release(&out);
	return st;
}

/* Turn the file's bytes into words and count them: 1, or 0 when they do not fit the manifest. */
static int read_bits(uint64_t *dead, const dsr_buf *in, const dsr_manifest_segment *s)
{
	const size_t bytes = ((size_t)s->docs + 7) / 8;
	const uint8_t *bits;

	if (in->len != HEAD_SIZE + bytes + CRC_SIZE || dsr_get_u64(in->data) != MAGIC ||
	    dsr_get_u32(in->data + 8) != VERSION || dsr_get_u32(in->data + 12) != s->docs ||
	    dsr_crc32c(0, in->data, in->len - CRC_SIZE) != s->dead_checksum ||
	    dsr_get_u32(in->data + in->len - CRC_SIZE) != s->dead_checksum)
		return 0;
	bits = in->data + HEAD_SIZE;
	for (size_t i = 0; i < bytes; i++)
		dead[i / 8] |= (uint64_t)bits[i] << 8 * (i & 7);
	if (s->docs & 63 && dead[s->docs / 64] >> (s->docs & 63))
		return 0;
	return dsr_bitset_count(dead, dsr_bitset_words(s->docs)) == s->dead_count;
}

dossier_status dsr_dead_read(const dsr_env *env, const char *path, uint64_t **dead, const dsr_manifest_segment *s,
                             dossier_error *err)
{
	const size_t size = dsr_bitset_words(s->docs) * sizeof **dead;
	dsr_buf in = DSR_BUF_INIT(&env->alloc);
	dossier_status st = dsr_file_load(env, path, HEAD_SIZE + (uint64_t)size + CRC_SIZE, &in, err);
	uint64_t *words = NULL;

	if (st == DOSSIER_ERR_LIMIT)
		st = dsr_fail(err, DOSSIER_ERR_CORRUPT, "%s: longer than its segment's deletions", path);
	if (st)
		goto done;
	words = dsr_new(&env->alloc, size);
	if (!words) {
		st = dsr_nomem(err);
		goto done;
	}
	if (!read_bits(words, &in, s)) {
		st = dsr_fail(err, DOSSIER_ERR_CORRUPT, "%s: damaged, or not the deletions of this commit", path);
		goto done;
	}
	*dead = words;
	words = NULL;
done:
	dsr_free(&env->alloc, words, size);
	dsr_buf_release(&in);
	return st;
}
