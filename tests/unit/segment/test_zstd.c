#include "segment_body.h"

#include "segment/zstd.h"

static uint8_t text[100000];

/* Words of which there are few. */
static void fill_text(void)
{
	for (size_t i = 0; i < sizeof text; ) {
		const uint32_t word = chance(60);

		for (size_t end = i + 4 + word % 8; i < sizeof text && i < end; i++)
			text[i] = (uint8_t)('a' + (word * 5 + (uint32_t)(end - i) * (word % 7 + 1)) % 26);
	}
}

static dsr_buf trained; /* the dictionary, of the second half */

static void train(void)
{
	trained = DSR_BUF_INIT(&test_alloc);
	fill_text();
	assert_int_equal(dsr_zstd_train(&trained, 2000, text + sizeof text / 2, sizeof text / 2), DOSSIER_OK);
	assert_in_range(trained.len, 1000, 2000);
}

/* Append the block of these bytes. */
static void pack(dsr_buf *out, const uint8_t *bytes, size_t n, int with_dictionary)
{
	dsr_zstd_packer *p = dsr_zstd_packer_new(&test_alloc);

	assert_non_null(p);
	if (with_dictionary)
		assert_int_equal(dsr_zstd_packer_use(p, trained.data, trained.len), DOSSIER_OK);
	dsr_zstd_pack(p, out, bytes, n);
	assert_int_equal(dsr_buf_status(out), DOSSIER_OK);
	dsr_zstd_packer_free(p);
}

static dossier_status unpack(uint8_t *out, size_t size, const uint8_t *block, size_t n, int with_dictionary)
{
	dsr_zstd_unpacker *u = dsr_zstd_unpacker_new(&test_alloc);
	dsr_zstd_dictionary *d = NULL;
	dossier_status st = u ? DOSSIER_OK : DOSSIER_ERR_NOMEM;

	if (!st && with_dictionary)
		st = dsr_zstd_dictionary_new(&d, &test_alloc, trained.data, trained.len);
	if (!st)
		st = dsr_zstd_unpack(u, d, out, size, block, n);
	dsr_zstd_dictionary_free(d);
	dsr_zstd_unpacker_free(u);
	return st;
}

static void what_was_packed_is_unpacked(void **state)
{
	static const size_t sizes[] = { 1, 2, 63, 64, 255, 256, 257, 1000, 65791, 65792, sizeof text };

	(void)state;
	train();
	for (size_t i = 0; i < 2 * LENGTH(sizes); i++) {
		const size_t n = sizes[i / 2];
		uint8_t *back = must_alloc(n);
		dsr_buf packed = DSR_BUF_INIT(&test_alloc);

		pack(&packed, text, n, i & 1);
		assert_int_equal(dsr_zstd_size(packed.data, packed.len), n);
		assert_int_equal(unpack(back, n, packed.data, packed.len, i & 1), DOSSIER_OK);
		assert_memory_equal(back, text, n);
		free(back);
		dsr_buf_release(&packed);
	}
	dsr_buf_release(&trained);
}

/* Longer than the window, so that the head is of the other kind, and than the library packs with a dictionary as it packs short ones. */
static void a_large_block_is_unpacked(void **state)
{
	const size_t n = 1000000;
	uint8_t *bytes = must_alloc(n), *back = must_alloc(n);

	(void)state;
	train();
	for (size_t i = 0; i < n; i += sizeof text)
		memcpy(bytes + i, text, sizeof text);
	for (int with_dictionary = 0; with_dictionary < 2; with_dictionary++) {
		dsr_buf packed = DSR_BUF_INIT(&test_alloc);

		pack(&packed, bytes, n, with_dictionary);
		assert_true(packed.len < n / 2);
		assert_int_equal(dsr_zstd_size(packed.data, packed.len), n);
		assert_int_equal(unpack(back, n, packed.data, packed.len, with_dictionary), DOSSIER_OK);
		assert_memory_equal(back, bytes, n);
		dsr_buf_release(&packed);
	}
	dsr_buf_release(&trained);
	free(bytes);
	free(back);
}

static void a_dictionary_makes_small_blocks_smaller(void **state)
{
	dsr_buf without = DSR_BUF_INIT(&test_alloc), with = DSR_BUF_INIT(&test_alloc);

	(void)state;
	train();
	pack(&without, text, 300, 0);
	pack(&with, text, 300, 1);
	assert_true(with.len < without.len * 3 / 4);
	dsr_buf_release(&without);
	dsr_buf_release(&with);
	dsr_buf_release(&trained);
}

/* A packer writes the same whatever it packed before. */
static void the_same_bytes_give_the_same_block(void **state)
{
	dsr_zstd_packer *p = dsr_zstd_packer_new(&test_alloc);
	dsr_buf fresh = DSR_BUF_INIT(&test_alloc), used = DSR_BUF_INIT(&test_alloc), again = DSR_BUF_INIT(&test_alloc);

	(void)state;
	train();
	pack(&fresh, text, 3000, 1);
	assert_int_equal(dsr_zstd_packer_use(p, trained.data, trained.len), DOSSIER_OK);
	for (size_t i = 0; i < 500; i++) {
		dsr_buf_reset(&used);
		dsr_zstd_pack(p, &used, text + chance(50000), 1 + chance(chance(9) ? 2000 : 50000));
	}
	dsr_buf_reset(&used);
	dsr_zstd_pack(p, &used, text, 3000);
	assert_int_equal(used.len, fresh.len);
	assert_memory_equal(used.data, fresh.data, fresh.len);
	assert_int_equal(dsr_zstd_train(&again, 2000, text + sizeof text / 2, sizeof text / 2), DOSSIER_OK);
	assert_int_equal(again.len, trained.len);
	assert_memory_equal(again.data, trained.data, again.len);
	dsr_zstd_packer_free(p);
	dsr_buf_release(&fresh);
	dsr_buf_release(&used);
	dsr_buf_release(&again);
	dsr_buf_release(&trained);
}

static void of_what_has_nothing_in_common_there_is_no_dictionary(void **state)
{
	static uint8_t zeros[8192];
	dsr_buf out = DSR_BUF_INIT(&test_alloc);

	(void)state;
	assert_int_equal(dsr_zstd_train(&out, 2000, zeros, 100), DOSSIER_OK);
	assert_int_equal(out.len, 0);
	assert_int_equal(dsr_zstd_train(&out, 10, text, 8192), DOSSIER_OK);
	assert_int_equal(out.len, 0);
	dsr_buf_release(&out);
}

static void another_size_is_damage(void **state)
{
	dsr_buf packed = DSR_BUF_INIT(&test_alloc);
	uint8_t back[1001];

	(void)state;
	fill_text();
	pack(&packed, text, 1000, 0);
	dsr_buf_put_u32(&packed, 0);
	assert_int_equal(unpack(back, 999, packed.data, packed.len - 4, 0), DOSSIER_ERR_CORRUPT);
	assert_int_equal(unpack(back, 1001, packed.data, packed.len - 4, 0), DOSSIER_ERR_CORRUPT);
	for (size_t n = 0; n < packed.len - 4; n++)
		assert_int_equal(unpack(back, 1000, packed.data, n, 0), DOSSIER_ERR_CORRUPT);
	assert_int_equal(unpack(back, 1000, packed.data, packed.len, 0), DOSSIER_ERR_CORRUPT);
	dsr_buf_release(&packed);
}

static void nothing_may_follow_a_block(void **state)
{
	dsr_buf packed = DSR_BUF_INIT(&test_alloc);
	uint8_t back[2000];

	(void)state;
	fill_text();
	pack(&packed, text, 1000, 0);
	pack(&packed, text, 1000, 0);
	assert_int_equal(unpack(back, 2000, packed.data, packed.len, 0), DOSSIER_ERR_CORRUPT);
	dsr_buf_release(&packed);
}

static void a_size_that_cannot_be_is_damage(void **state)
{
	static const uint8_t huge[] = { 0xE0, 0, 0, 0, 0, 0, 1, 0, 0, 3, 0, 0, 0 }, short_head[] = { 0xA0, 1, 0, 0 };

	(void)state;
	assert_int_equal(dsr_zstd_size(huge, sizeof huge), 0);
	assert_int_equal(dsr_zstd_size(short_head, sizeof short_head), 0);
	assert_int_equal(dsr_zstd_size(huge, 0), 0);
}

static void every_flipped_bit_is_damage_or_harmless(void **state)
{
	dsr_buf packed = DSR_BUF_INIT(&test_alloc);
	uint8_t back[300];

	(void)state;
	train();
	pack(&packed, text, sizeof back, 1);
	for (size_t bit = 0; bit < packed.len * 8; bit++) {
		packed.data[bit / 8] ^= (uint8_t)(1u << (bit & 7));
		unpack(back, sizeof back, packed.data, packed.len, 1);
		packed.data[bit / 8] ^= (uint8_t)(1u << (bit & 7));
	}
	for (size_t bit = 0; bit < trained.len * 8; bit++) {
		trained.data[bit / 8] ^= (uint8_t)(1u << (bit & 7));
		unpack(back, sizeof back, packed.data, packed.len, 1);
		trained.data[bit / 8] ^= (uint8_t)(1u << (bit & 7));
	}
	assert_int_equal(unpack(back, sizeof back, packed.data, packed.len, 1), DOSSIER_OK);
	assert_memory_equal(back, text, sizeof back);
	dsr_buf_release(&packed);
	dsr_buf_release(&trained);
}

static void what_is_no_dictionary_is_refused(void **state)
{
	dsr_zstd_packer *p = dsr_zstd_packer_new(&test_alloc);
	dsr_zstd_dictionary *d = NULL;

	(void)state;
	fill_text();
	assert_int_equal(dsr_zstd_packer_use(p, text, 1000), DOSSIER_ERR_CORRUPT);
	assert_int_equal(dsr_zstd_packer_use(p, text, 0), DOSSIER_ERR_CORRUPT);
	assert_int_equal(dsr_zstd_dictionary_new(&d, &test_alloc, text, 1000), DOSSIER_ERR_CORRUPT);
	assert_null(d);
	assert_int_equal(dsr_zstd_dictionary_new(&d, &test_alloc, text, 0), DOSSIER_ERR_CORRUPT);
	assert_null(d);
	dsr_zstd_packer_free(p);
}

static dossier_status there_and_back(void)
{
	dsr_zstd_packer *p = dsr_zstd_packer_new(&test_alloc);
	dsr_buf packed = DSR_BUF_INIT(&test_alloc);
	uint8_t back[1000];
	dossier_status st = p ? DOSSIER_OK : DOSSIER_ERR_NOMEM;

	trained = DSR_BUF_INIT(&test_alloc);
	if (!st)
		st = dsr_zstd_train(&trained, 2000, text + sizeof text / 2, sizeof text / 2);
	if (!st)
		st = dsr_zstd_packer_use(p, trained.data, trained.len);
	if (!st)
		dsr_zstd_pack(p, &packed, text, sizeof back);
	if (!st)
		st = dsr_buf_status(&packed);
	if (!st)
		st = unpack(back, sizeof back, packed.data, packed.len, 1);
	dsr_zstd_packer_free(p);
	dsr_buf_release(&packed);
	dsr_buf_release(&trained);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	fill_text();
	fails_cleanly(there_and_back);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_packed_is_unpacked),
		TEST(a_large_block_is_unpacked),
		TEST(a_dictionary_makes_small_blocks_smaller),
		TEST(the_same_bytes_give_the_same_block),
		TEST(of_what_has_nothing_in_common_there_is_no_dictionary),
		TEST(another_size_is_damage),
		TEST(nothing_may_follow_a_block),
		TEST(a_size_that_cannot_be_is_damage),
		TEST(every_flipped_bit_is_damage_or_harmless),
		TEST(what_is_no_dictionary_is_refused),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
