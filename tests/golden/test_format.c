/*
 * test_format.c - the worked examples of FORMAT.md are what the code writes
 *
 * Reads the document itself: every block in ``` under a comment `example: NAME` is compared with what is encoded
 * here from the inputs that the text around it tells.  Run from the top folder.
 */
#include "../unit/segment/segment_body.h"

#include <stdio.h>

#include <dossier.h>

#include "codec/pfor.h"
#include "codec/ricepack.h"
#include "index/dead.h"
#include "os/file.h"
#include "segment/columns.h"
#include "segment/list_writer.h"
#include "segment/norms.h"
#include "segment/stored_writer.h"

#define DOCUMENT "lib/segment/FORMAT.md"

static char *document;

static int load_document(void **state)
{
	FILE *f = fopen(DOCUMENT, "rb");

	if (!f)
		return 1;
	document = must_alloc(1 << 20);
	fread(document, 1, (1 << 20) - 1, f);
	fclose(f);
	return make_files(state);
}

/* The text of the block of example `name`, to be freed. */
static char *example(const char *name)
{
	char comment[64], *at, *end, *text;

	snprintf(comment, sizeof comment, "<!-- example: %s -->\n```\n", name);
	at = strstr(document, comment);
	assert_non_null(at);
	at += strlen(comment);
	end = strstr(at, "```");
	assert_non_null(end);
	text = must_alloc((size_t)(end - at) + 1);
	memcpy(text, at, (size_t)(end - at));
	return text;
}

/* The bytes of an example in hexadecimal are exactly these. */
static void assert_example(const char *name, const void *bytes, size_t n)
{
	char *text = example(name), *at = text;
	const uint8_t *p = bytes;
	size_t i = 0;

	for (unsigned byte; sscanf(at, " %2x", &byte) == 1; i++) {
		assert_true(i < n);
		if (byte != p[i])
			print_message("             %s: byte %zu is %02x, not %02x\n", name, i, p[i], byte);
		assert_int_equal(byte, p[i]);
		at += strspn(at, " \n") + 2;
	}
	assert_int_equal(i, n);
	free(text);
}

static void assert_section_example(const char *name, const dsr_container *c, dsr_section_kind kind, unsigned list)
{
	const dsr_section s = dsr_container_section(c, kind, list);

	assert_non_null(s.bytes);
	assert_example(name, s.bytes, s.size);
}

static void nothing(dsr_container_writer *w)
{
	(void)w;
}

static void the_header_is_as_described(void **state)
{
	dsr_container c;

	(void)state;
	write_container(nothing);
	open_container(&c);
	assert_example("header", c.view.bytes, DSR_HEADER_SIZE);
	dsr_container_close(&c);
}

static void put_korea(dsr_container_writer *out)
{
	static const uint32_t docs[] = { 2, 3, 9 }, tfs[] = { 1, 2, 1 }, gaps[] = { 3, 4, 10, 0 };
	static const uint32_t korean_doc[] = { 5 }, korean_tf[] = { 2 }, korean_gaps[] = { 0, 7 };
	const dsr_list_totals totals = { .tokens = 46, .length = 800 };
	uint32_t the_docs[40], the_tfs[40], the_gaps[40];
	uint8_t norms[40];
	dsr_list_writer w;

	memset(norms, 20, sizeof norms);
	for (uint32_t d = 0; d < 40; d++) {
		the_docs[d] = d;
		the_tfs[d] = 1;
		the_gaps[d] = d % 4;
	}
	dsr_list_writer_init(&w, out, 1 << 10);
	dsr_list_begin(&w, 0, 1, 40, norms, 20);
	dsr_list_term(&w, dossier_str_of("korea"));
	dsr_list_block(&w, 3, docs, tfs, gaps);
	dsr_list_end_term(&w);
	dsr_list_term(&w, dossier_str_of("korean"));
	dsr_list_block(&w, 1, korean_doc, korean_tf, korean_gaps);
	dsr_list_end_term(&w);
	dsr_list_term(&w, dossier_str_of("the"));
	dsr_list_block(&w, 40, the_docs, the_tfs, the_gaps);
	dsr_list_end_term(&w);
	assert_int_equal(dsr_list_finish(&w, &totals, NULL), DOSSIER_OK);
	dsr_list_writer_release(&w);
}

static void terms_postings_and_positions_are_as_described(void **state)
{
	dsr_container c;

	(void)state;
	write_container(put_korea);
	open_container(&c);
	assert_section_example("terms", &c, DSR_SECTION_TERMS, 0);
	assert_section_example("postings", &c, DSR_SECTION_POSTINGS, 0);
	assert_section_example("ranges", &c, DSR_SECTION_RANGES, 0);
	assert_section_example("positions", &c, DSR_SECTION_POSITIONS, 0);
	dsr_container_close(&c);
}

static void a_patched_frame_is_as_described(void **state)
{
	static const uint32_t values[] = { 1, 2, 3, 300 };
	dsr_buf out = DSR_BUF_INIT(&test_alloc);

	(void)state;
	dsr_pfor_put(&out, values, 4);
	assert_example("pfor", out.data, out.len);
	dsr_buf_release(&out);
}

/* One line of the table of norms: its numbers behind the word. */
static size_t read_line(const char *text, const char *word, long *numbers)
{
	const char *at = strstr(text, word);
	size_t n = 0;

	assert_non_null(at);
	at += strlen(word);
	while (*at && *at != '\n') {
		char *end;

		numbers[n++] = strtol(at, &end, 10);
		at = end;
	}
	return n;
}

static void a_pack_of_rice_codes_is_as_described(void **state)
{
	static const uint32_t values[] = { 3, 1, 0, 9 };
	dsr_buf out = DSR_BUF_INIT(&test_alloc);

	(void)state;
	dsr_ricepack_put(&out, values, 4);
	assert_example("ricepack", out.data, out.len);
	dsr_buf_release(&out);
}

static void norms_are_as_described(void **state)
{
	long lengths[32], codes[32], decoded[32];
	char *text = example("norms");
	const size_t n = read_line(text, "length", lengths);

	(void)state;
	assert_true(n >= 10);
	assert_int_equal(read_line(text, "code", codes), n);
	assert_int_equal(read_line(text, "decoded", decoded), n);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(dsr_norm_encode((uint32_t)lengths[i]), codes[i]);
		assert_int_equal(dsr_norm_decode((uint8_t)codes[i]), decoded[i]);
	}
	free(text);
}

static void put_stored(dsr_container_writer *out)
{
	dsr_stored_writer w;

	assert_int_equal(dsr_stored_begin(&w, out, &test_alloc, NULL), DOSSIER_OK);
	for (uint8_t key = 'a'; key <= 'c'; key++)
		dsr_stored_put(&w, (uint8_t[]){ 0, 1, key }, 3);
	assert_int_equal(dsr_stored_finish(&w, NULL), DOSSIER_OK);
}

static void stored_documents_are_as_described(void **state)
{
	dsr_container c;

	(void)state;
	write_container(put_stored);
	open_container(&c);
	assert_section_example("stored", &c, DSR_SECTION_STORED, 0);
	assert_section_example("stored index", &c, DSR_SECTION_STORED_INDEX, 0);
	dsr_container_close(&c);
}

static void put_columns(dsr_container_writer *out)
{
	static const dossier_str names[] = { { "Analysis", 8 }, { "Report", 6 } };
	static const uint32_t starts[] = { 0, 1, 1, 3 }, values[] = { 1, 0, 1 };
	static const dsr_packed_date dates[] = { 2018 << 9 | 3 << 5 | 9, 2018 << 9, 0 };

	dsr_column_put_text(out, 6, names, 2, starts, values, 3);
	dsr_column_put_dates(out, 7, dates, 3);
}

static void columns_are_as_described(void **state)
{
	dsr_container c;

	(void)state;
	write_container(put_columns);
	open_container(&c);
	assert_section_example("text column", &c, DSR_SECTION_COLUMN, 6);
	assert_section_example("date column", &c, DSR_SECTION_COLUMN, 7);
	dsr_container_close(&c);
}

static void the_manifest_and_deletions_are_as_described(void **state)
{
	static const dossier_field fields[] = { { "id", DOSSIER_FIELD_KEY, 0, 0 }, { "text", DOSSIER_FIELD_TEXT, 1, 0 } };
	dsr_manifest_segment s = { .id = 1, .length = 1000, .checksum = 0x11223344, .docs = 40, .dead_count = 2,
	                           .dead_generation = 2 };
	const dsr_manifest manifest = { .generation = 2, .next_segment = 2, .language = "english", .fingerprint = 0x0123456789abcdef,
	                                .analysis = DSR_ANALYSIS_NAMES, .others = { { "german", 0xfedcba9876543210 } }, .other_count = 1,
	                                .schema = { "note", fields, 2 }, .segments = &s, .count = 1 };
	const uint64_t dead = 1 << 3 | 1 << 10;
	dsr_buf bytes = DSR_BUF_INIT(&test_alloc);

	(void)state;
	assert_int_equal(dsr_dead_write(&env, PATH, &dead, &s, NULL), DOSSIER_OK);
	assert_int_equal(dsr_file_load(&env, PATH, 1000, &bytes, NULL), DOSSIER_OK);
	assert_example("deletions", bytes.data, bytes.len);
	dsr_buf_reset(&bytes);
	dsr_manifest_put(&bytes, &manifest);
	assert_example("manifest", bytes.data, bytes.len);
	dsr_buf_release(&bytes);
}

static void every_example_of_the_document_is_held_to(void **state)
{
	static const char *const known[] = { "header", "terms", "postings", "ranges", "pfor", "ricepack", "positions", "norms", "stored",
	                                     "stored index", "text column", "date column", "manifest", "deletions" };
	size_t n = 0;

	(void)state;
	for (const char *at = document; (at = strstr(at, "<!-- example: ")) != NULL; at++)
		n++;
	assert_int_equal(n, LENGTH(known));
	for (size_t i = 0; i < LENGTH(known); i++)
		free(example(known[i]));
}

static int free_document(void **state)
{
	free(document);
	return remove_files(state);
}

#define EXAMPLE(function) cmocka_unit_test_setup_teardown(function, load_document, free_document)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EXAMPLE(the_header_is_as_described),
		EXAMPLE(terms_postings_and_positions_are_as_described),
		EXAMPLE(a_patched_frame_is_as_described),
		EXAMPLE(a_pack_of_rice_codes_is_as_described),
		EXAMPLE(norms_are_as_described),
		EXAMPLE(stored_documents_are_as_described),
		EXAMPLE(columns_are_as_described),
		EXAMPLE(the_manifest_and_deletions_are_as_described),
		EXAMPLE(every_example_of_the_document_is_held_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
