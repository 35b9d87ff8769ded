#include "index_body.h"

#include "codec/bitset.h"
#include "index/dead.h"
#include "os/file.h"

static uint64_t bits[64];
static dsr_manifest_segment segment;

static void make_bits(uint32_t docs)
{
	memset(bits, 0, sizeof bits);
	segment = (dsr_manifest_segment){ .docs = docs };
	for (uint32_t d = 0; d < docs; d++)
		if (chance(3) == 0) {
			dsr_bitset_set(bits, d);
			segment.dead_count++;
		}
}

static dossier_status read_bits(void)
{
	uint64_t *back = NULL;
	const dossier_status st = dsr_dead_read(&env, PATH, &back, &segment, NULL);

	if (st) {
		assert_null(back);
		return st;
	}
	assert_memory_equal(back, bits, dsr_bitset_words(segment.docs) * sizeof *bits);
	dsr_free(&test_alloc, back, dsr_bitset_words(segment.docs) * sizeof *bits);
	return st;
}

static void deletions_come_back(void **state)
{
	static const uint32_t counts[] = { 1, 7, 8, 9, 63, 64, 65, 127, 128, 129, 4000 };

	(void)state;
	for (size_t i = 0; i < LENGTH(counts); i++) {
		make_bits(counts[i]);
		assert_int_equal(dsr_dead_write(&env, PATH, bits, &segment, NULL), DOSSIER_OK);
		assert_int_equal(read_bits(), DOSSIER_OK);
	}
}

static void store(const uint8_t *p, size_t n)
{
	dsr_sink s;

	assert_int_equal(dsr_sink_open(&s, &env, PATH, NULL), DOSSIER_OK);
	dsr_sink_put(&s, p, n);
	assert_int_equal(dsr_sink_finish(&s, NULL), DOSSIER_OK);
}

static void every_flipped_bit_and_every_cut_is_found(void **state)
{
	dsr_buf bytes = DSR_BUF_INIT(&dsr_alloc_default);

	(void)state;
	make_bits(77);
	assert_int_equal(dsr_dead_write(&env, PATH, bits, &segment, NULL), DOSSIER_OK);
	assert_int_equal(dsr_file_load(&env, PATH, 1000, &bytes, NULL), DOSSIER_OK);
	for (size_t bit = 0; bit < bytes.len * 8; bit++) {
		bytes.data[bit / 8] ^= (uint8_t)(1u << (bit & 7));
		store(bytes.data, bytes.len);
		assert_int_equal(read_bits(), DOSSIER_ERR_CORRUPT);
		bytes.data[bit / 8] ^= (uint8_t)(1u << (bit & 7));
	}
	for (size_t n = 0; n < bytes.len; n++) {
		store(bytes.data, n);
		assert_int_equal(read_bits(), DOSSIER_ERR_CORRUPT);
	}
	dsr_buf_put(&bytes, bits, 100);
	store(bytes.data, bytes.len);
	assert_int_equal(read_bits(), DOSSIER_ERR_CORRUPT);
	dsr_buf_release(&bytes);
}

static void the_deletions_of_another_commit_are_refused(void **state)
{
	dsr_manifest_segment before;

	(void)state;
	make_bits(50);
	assert_int_equal(dsr_dead_write(&env, PATH, bits, &segment, NULL), DOSSIER_OK);
	before = segment;
	make_bits(50);
	segment.dead_checksum = before.dead_checksum + 1;
	assert_int_equal(read_bits(), DOSSIER_ERR_CORRUPT);
	segment = before;
	segment.docs++;
	assert_int_equal(read_bits(), DOSSIER_ERR_CORRUPT);
	segment = before;
	segment.dead_count++;
	assert_int_equal(read_bits(), DOSSIER_ERR_CORRUPT);
}

static void a_missing_file_is_said(void **state)
{
	uint64_t *dead = NULL;

	(void)state;
	make_bits(5);
	assert_int_equal(dsr_dead_read(&env, "none", &dead, &segment, NULL), DOSSIER_ERR_NOTFOUND);
}

static dossier_status write_and_read(void)
{
	const dossier_status st = dsr_dead_write(&env, PATH, bits, &segment, NULL);

	return st ? st : read_bits();
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	make_bits(300);
	fails_cleanly(write_and_read);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(deletions_come_back),
		TEST(every_flipped_bit_and_every_cut_is_found),
		TEST(the_deletions_of_another_commit_are_refused),
		TEST(a_missing_file_is_said),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
