#include "segment_body.h"

#include "segment/deflate.h"

static uint8_t text[100000];

static void fill_text(void)
{
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (uint8_t)("aeinst "[chance(7)]);
}

static void what_was_deflated_is_inflated(void **state)
{
	static const size_t sizes[] = { 1, 2, 63, 64, 1000, sizeof text };
	dsr_deflater *d = dsr_deflater_new(&test_alloc);
	dsr_buf packed = DSR_BUF_INIT(&test_alloc);

	(void)state;
	assert_non_null(d);
	fill_text();
	for (size_t i = 0; i < LENGTH(sizes); i++) {
		uint8_t *back = must_alloc(sizes[i]);
		const size_t before = packed.len;

		dsr_deflate(d, &packed, text, sizes[i]);
		assert_int_equal(dsr_buf_status(&packed), DOSSIER_OK);
		assert_int_equal(dsr_inflate(&test_alloc, back, sizes[i], packed.data + before, packed.len - before), DOSSIER_OK);
		assert_memory_equal(back, text, sizes[i]);
		free(back);
	}
	dsr_buf_release(&packed);
	dsr_deflater_free(d);
}

static void another_size_is_damage(void **state)
{
	dsr_deflater *d = dsr_deflater_new(&test_alloc);
	dsr_buf packed = DSR_BUF_INIT(&test_alloc);
	uint8_t back[1001];

	(void)state;
	fill_text();
	dsr_deflate(d, &packed, text, 1000);
	assert_int_equal(dsr_inflate(&test_alloc, back, 999, packed.data, packed.len), DOSSIER_ERR_CORRUPT);
	assert_int_equal(dsr_inflate(&test_alloc, back, 1001, packed.data, packed.len), DOSSIER_ERR_CORRUPT);
	assert_int_equal(dsr_inflate(&test_alloc, back, 1000, packed.data, packed.len - 1), DOSSIER_ERR_CORRUPT);
	assert_int_equal(dsr_inflate(&test_alloc, back, 1000, packed.data, 0), DOSSIER_ERR_CORRUPT);
	dsr_buf_release(&packed);
	dsr_deflater_free(d);
}

static void every_flipped_bit_is_damage_or_harmless(void **state)
{
	dsr_deflater *d = dsr_deflater_new(&test_alloc);
	dsr_buf packed = DSR_BUF_INIT(&test_alloc);
	uint8_t back[300];

	(void)state;
	fill_text();
	dsr_deflate(d, &packed, text, sizeof back);
	for (size_t bit = 0; bit < packed.len * 8; bit++) {
		packed.data[bit / 8] ^= (uint8_t)(1u << (bit & 7));
		if (!dsr_inflate(&test_alloc, back, sizeof back, packed.data, packed.len))
			assert_memory_equal(back, text, sizeof back);
		packed.data[bit / 8] ^= (uint8_t)(1u << (bit & 7));
	}
	dsr_buf_release(&packed);
	dsr_deflater_free(d);
}

static dossier_status there_and_back(void)
{
	dsr_deflater *d = dsr_deflater_new(&test_alloc);
	dsr_buf packed = DSR_BUF_INIT(&test_alloc);
	uint8_t back[1000];
	dossier_status st = d ? DOSSIER_OK : DOSSIER_ERR_NOMEM;

	if (d)
		dsr_deflate(d, &packed, text, sizeof back);
	if (!st)
		st = dsr_buf_status(&packed);
	if (!st)
		st = dsr_inflate(&test_alloc, back, sizeof back, packed.data, packed.len);
	dsr_buf_release(&packed);
	dsr_deflater_free(d);
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
		TEST(what_was_deflated_is_inflated),
		TEST(another_size_is_damage),
		TEST(every_flipped_bit_is_damage_or_harmless),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
