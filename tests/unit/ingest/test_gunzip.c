#include "../test.h"

#include <errno.h>
#include <string.h>

#include "ingest/gunzip.h"
#include "pack.h"

/* Packed bytes handed out `step` at a time. */
typedef struct feed {
	const uint8_t *bytes;
	size_t n, at, step;
	size_t fail_at; /* no byte behind it can be read; 0: none fails */
} feed;

static int read_feed(void *ctx, void *bytes, size_t n, size_t *got)
{
	feed *f = ctx;

	if (f->fail_at && f->at >= f->fail_at)
		return EIO;
	*got = f->n - f->at;
	if (*got > n)
		*got = n;
	if (*got > f->step)
		*got = f->step;
	memcpy(bytes, f->bytes + f->at, *got);
	f->at += *got;
	return 0;
}

/* Unpack all, `room` bytes a call, into out; *n is what came out, whatever the status. */
static dossier_status unpack(feed *f, size_t first, size_t room, char *out, size_t *n, dossier_error *err)
{
	dsr_gunzip *g = dsr_gunzip_new(&test_alloc, "f", read_feed, f, f->bytes, first);
	dossier_status st;
	size_t got;

	*n = 0;
	f->at = first;
	if (!g)
		return DOSSIER_ERR_NOMEM;
	do {
		st = dsr_gunzip_read(g, out + *n, room, &got, err);
		*n += st ? 0 : got;
	} while (!st && got);
	dsr_gunzip_free(g);
	return st;
}

static uint8_t packed[3000];
static char text[2000], out[4000];

/* Two members, one of them long, and one that is empty between them; their length. */
static size_t pack_three(void)
{
	size_t n;

	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (char)('a' + i * i % 23 + i / 700);
	n = pack(text, 1500, packed, 1500);
	n += pack("", 0, packed + n, 100);
	return n + pack(text + 1500, 500, packed + n, 1000);
}

static void members_are_unpacked_whatever_the_sizes(void **state)
{
	const size_t n = pack_three();
	(void)state;

	for (size_t step = 1; step < 40; step++)
		for (size_t room = 1; room < 3000; room = room * 3 + 1) {
			feed f = { packed, n, 0, step, 0 };
			size_t got;

			assert_int_equal(unpack(&f, 2 + step % 3, room, out, &got, NULL), DOSSIER_OK);
			assert_int_equal(got, sizeof text);
			assert_memory_equal(out, text, sizeof text);
		}
}

static void padding_is_passed_over_and_other_bytes_are_not(void **state)
{
	const size_t n = pack_three();
	dossier_error err;
	size_t got;
	(void)state;

	memset(packed + n, 0, 100);
	for (size_t step = 1; step < 120; step += 7) {
		feed f = { packed, n + 100, 0, step, 0 };

		assert_int_equal(unpack(&f, 2, 4000, out, &got, NULL), DOSSIER_OK);
		assert_int_equal(got, sizeof text);
	}
	for (size_t i = 0; i < 100; i += 11) {
		feed f = { packed, n + 100, 0, 9, 0 };

		packed[n + i] = 'x';
		assert_int_equal(unpack(&f, 2, 4000, out, &got, &err), DOSSIER_ERR_INPUT);
		assert_int_equal(err.offset, n + i);
		assert_int_equal(got, sizeof text);
		packed[n + i] = 0;
	}
}

/* But for where a member ends, which is a file of its own. */
static void a_file_cut_short_is_told_and_what_came_before_is_given(void **state)
{
	const size_t n = pack_three();
	const size_t first = pack(text, 1500, packed, 1500), second = first + 20;
	dossier_error err;
	size_t got, last = 0;
	(void)state;

	pack_three();
	for (size_t cut = 2; cut < n; cut++) {
		feed f = { packed, cut, 0, 5, 0 };
		const dossier_status st = unpack(&f, 2, 4000, out, &got, &err);

		assert_int_equal(st, cut == first || cut == second ? DOSSIER_OK : DOSSIER_ERR_INPUT);
		assert_true(got >= last);
		assert_memory_equal(out, text, got);
		last = got;
		if (!st)
			continue;
		assert_int_equal(err.offset, cut);
		assert_non_null(strstr(err.message, "f: gzip file is cut short at byte "));
	}
	assert_int_equal(last, sizeof text);
}

static void every_byte_that_matters_is_checked(void **state)
{
	const size_t n = pack(text, 1500, packed, 1500);
	dossier_error err;
	size_t got;
	(void)state;

	for (size_t i = 0; i < n; i++) {
		feed f = { packed, n, 0, 100, 0 };
		const int told = i < 4 || (i > 9 && i != n - 9); /* not time and system, nor the bits that fill the last byte */

		packed[i] ^= 0x80;
		if (told) {
			assert_int_equal(unpack(&f, 2, 4000, out, &got, &err), DOSSIER_ERR_INPUT);
			assert_true(err.offset >= 0 && err.offset <= (long long)n);
			if (i >= n - 8) /* checksum and length: all came out before */
				assert_int_equal(got, 1500);
		}
		packed[i] ^= 0x80;
	}
}

/* All is unpacked in the call that finds the checksum wrong. */
static void what_came_out_with_the_damage_is_given_before_it_is_told(void **state)
{
	const size_t n = pack(text, 1500, packed, 1500);
	feed f = { packed, n, 0, 100, 0 };
	size_t got;
	(void)state;

	packed[n - 8] ^= 1;
	assert_int_equal(unpack(&f, n, 4000, out, &got, NULL), DOSSIER_ERR_INPUT);
	assert_int_equal(got, 1500);
}

static void a_failed_read_is_an_error(void **state)
{
	const size_t n = pack_three();
	feed f = { packed, n, 0, 10, n / 2 };
	dossier_error err;
	size_t got;
	(void)state;

	assert_int_equal(unpack(&f, 2, 64, out, &got, &err), DOSSIER_ERR_IO);
	assert_string_equal(err.message, "cannot read f: input/output error");
}

static void two_bytes_tell_a_gzip_file(void **state)
{
	(void)state;
	assert_true(dsr_gunzip_magic((const uint8_t *)"\x1F\x8B", 2));
	assert_false(dsr_gunzip_magic((const uint8_t *)"\x1F\x8B", 1));
	assert_false(dsr_gunzip_magic((const uint8_t *)"\x1F\x8C", 2));
	assert_false(dsr_gunzip_magic((const uint8_t *)"\x8B\x1F", 2));
}

static void every_failed_allocation_is_reported(void **state)
{
	const size_t n = pack_three();
	size_t got;
	(void)state;

	for (long nth = 1;; nth++) {
		feed f = { packed, n, 0, 100, 0 };
		dossier_status st;

		test_fail_after(nth);
		st = unpack(&f, 2, 4000, out, &got, NULL);
		if (!test_fail_done()) {
			assert_int_equal(st, DOSSIER_OK);
			return;
		}
		assert_int_equal(st, DOSSIER_ERR_NOMEM);
		assert_int_equal(test_live, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_are_unpacked_whatever_the_sizes),
		cmocka_unit_test(padding_is_passed_over_and_other_bytes_are_not),
		cmocka_unit_test(a_file_cut_short_is_told_and_what_came_before_is_given),
		cmocka_unit_test(every_byte_that_matters_is_checked),
		cmocka_unit_test(what_came_out_with_the_damage_is_given_before_it_is_told),
		cmocka_unit_test(a_failed_read_is_an_error),
		cmocka_unit_test(two_bytes_tell_a_gzip_file),
		cmocka_unit_test(every_failed_allocation_is_reported),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}
