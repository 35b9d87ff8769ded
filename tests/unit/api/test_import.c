#include "../test.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <dossier.h>

#include "../ingest/pack.h"
#include "os/posix.h"

static char home[] = "/tmp/dossier-import-XXXXXX"; /* all files of these tests; where they run */
static dossier_writer *w;
static dossier_import_options options;
static dossier_import_counts counts;
static char refusals[2000];
static uint64_t stop_at; /* bytes at which progress says stop; 0: never */
static unsigned reports;

static void note_refusal(void *ctx, const dossier_refusal *r)
{
	const size_t n = strlen(refusals);

	(void)ctx;
	snprintf(refusals + n, sizeof refusals - n, "%s:%d@%d: %s\n", r->name, (int)r->line, (int)r->offset, r->reason);
}

static int note_progress(void *ctx, const dossier_import_counts *so_far)
{
	assert_ptr_equal(ctx, &options);
	reports++;
	return stop_at && so_far->bytes >= stop_at;
}

/* Every test has a folder of its own, "in", and an index beside it. */
static int begin(void **state)
{
	dossier_writer_options o = DOSSIER_WRITER_OPTIONS_INIT;

	(void)state;
	strcpy(home + sizeof home - 7, "XXXXXX");
	if (!mkdtemp(home) || chdir(home) || mkdir("in", 0777))
		return 1;
	o.alloc = &test_alloc;
	options = (dossier_import_options)DOSSIER_IMPORT_OPTIONS_INIT;
	options.alloc = &test_alloc;
	options.refused = note_refusal;
	options.progress = note_progress;
	options.ctx = &options;
	memset(&counts, 0, sizeof counts);
	refusals[0] = '\0';
	stop_at = reports = 0;
	return dossier_writer_open(&w, "index", &o, NULL);
}

static void remove_all(const char *dir);

static int remove_entry(void *arg, const char *name, int is_dir)
{
	char path[300];

	snprintf(path, sizeof path, "%s/%s", (char *)arg, name);
	if (is_dir)
		remove_all(path);
	else
		remove(path);
	return 0;
}

static void remove_all(const char *dir)
{
	dsr_storage_posix.list(NULL, dir, remove_entry, (void *)(uintptr_t)dir);
	rmdir(dir);
}

static int end(void **state)
{
	dossier_writer_close(w);
	w = NULL;
	remove_all("in");
	remove_all("index");
	if (chdir("/") || rmdir(home))
		return 1;
	return test_no_leaks(state);
}

static void put_bytes(const char *path, const void *bytes, size_t n)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static void put(const char *path, const char *text)
{
	put_bytes(path, text, strlen(text));
}

static dossier_status import(const char *path, dossier_error *err)
{
	return dossier_import_path(w, path, &options, &counts, err);
}

static void assert_counts(unsigned files, unsigned added, unsigned replaced, unsigned refused)
{
	assert_int_equal(counts.files, files);
	assert_int_equal(counts.added, added);
	assert_int_equal(counts.replaced, replaced);
	assert_int_equal(counts.refused, refused);
}

/* Commit, and compare the stored values of a document, "field=value;..." in the order of the schema. */
static void expect(const char *key, const char *want)
{
	dossier_index *ix = NULL;
	dossier_document *doc = NULL;
	uint64_t number;
	char text[1000] = "";

	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	assert_int_equal(dossier_index_open(&ix, "index", NULL, NULL), DOSSIER_OK);
	assert_int_equal(dossier_index_find(ix, dossier_str_of(key), &number, NULL), want ? DOSSIER_OK : DOSSIER_ERR_NOTFOUND);
	if (want) {
		assert_int_equal(dossier_document_load(&doc, ix, number, NULL), DOSSIER_OK);
		for (size_t i = 0; i < dossier_document_count(doc); i++) {
			const dossier_value v = dossier_document_at(doc, i);

			if (!strcmp(v.field, "provenance"))
				continue;
			strcat(strcat(text, v.field), "=");
			strncat(text, v.text.p, v.text.n);
			strcat(text, ";");
		}
		assert_string_equal(text, want);
	}
	dossier_document_free(doc);
	dossier_index_close(ix);
}

static const char page[] = "A Heading\nBy Ann Lee\nMay 3, 2017\n\nText of it.\n\nRelated\nA Card\nA Card\n2016\nType: Blog\n";

static void a_folder_of_mixed_files_is_read(void **state)
{
	static const char lines[] = "{\"id\":\"a\",\"title\":\"t\"}\n{\"id\":\"b\"}\n{\"id\":\"c\",\"title\":\"u\",\"n\":1.0}\n";
	static const char line[] = "{\"id\":\"z\",\"title\":\"packed\"}\n";
	uint8_t packed[300];
	const size_t n = pack(line, sizeof line - 1, packed, sizeof packed);
	char want[400];
	(void)state;

	assert_int_equal(mkdir("in/sub", 0777), 0);
	put("in/1.jsonl", lines);
	put("in/2.txt", page);
	put_bytes("in/3.gz", packed, n);
	put_bytes("in/4.gz", packed, n - 3);
	put_bytes("in/5.png", "\x89PNG\r\n\x1a\n\0", 9);
	put("in/6", "");
	put("in/sub/7", "[{\"id\":7,\"title\":\"in an array\"}\n,{\"id\":\"s\",\"title\":\"x\",\"date\":\"soon\"}]\n");
	put("in/.hidden", lines);
	assert_int_equal(symlink("nowhere", "in/8"), 0);
	assert_int_equal(import("in", NULL), DOSSIER_OK);
	snprintf(want, sizeof want,
	         "in/1.jsonl:2@23: no \"title\"\n"
	         "in/4.gz:0@%zu: gzip file is cut short at byte %zu\n"
	         "in/5.png:0@8: neither JSON nor a text: it holds a NUL byte\n"
	         "in/8:0@0: cannot open it: no such file or folder\n"
	         "in/sub/7:2@33: \"date\" is no date: \"soon\"\n", n - 3, n - 3);
	assert_string_equal(refusals, want);
	assert_counts(7, 6, 1, 5); /* the cut file gave its record before it was found to be cut */
	expect("c", "id=c;title=u;extra={\"n\":1.0};");
	expect("in/2.txt", "id=in/2.txt;title=A Heading;body=A Heading\n\nText of it.;authors=Ann Lee;date=2017-05-03;");
	expect("card:a-card-2016", "id=card:a-card-2016;title=A Card;type=Blog;date=2016;");
	expect("z", "id=z;title=packed;");
	expect("7", "id=7;title=in an array;");
	expect("b", NULL);
	expect("s", NULL);
}

static void keys_are_mapped(void **state)
{
	static const char *const map[] = { "title=headline", "topics=tags", "id=n" }, *const bad[] = { "titles=x" };
	dossier_error err;
	(void)state;

	put("in/a", "{\"n\":5,\"headline\":\"h\",\"tags\":[\"x\",\"y\"],\"title\":\"\"}");
	options.map = map;
	options.map_count = 3;
	assert_int_equal(import("in/a", NULL), DOSSIER_OK);
	expect("5", "id=5;title=h;topics=x;topics=y;");
	options.map = bad;
	options.map_count = 1;
	assert_int_equal(import("in/a", &err), DOSSIER_ERR_MISUSE);
	assert_string_equal(err.message, "a map is \"field=key\", as in title=headline, not \"titles=x\"");
	assert_counts(1, 1, 0, 0);
}

static void what_is_given_for_a_page_wins(void **state)
{
	(void)state;
	put("in/p", page);
	options.title = dossier_str_of("Mine");
	options.date = dossier_str_of("4 June 2018");
	options.url = dossier_str_of("https://example.org/p");
	assert_int_equal(import("in/p", NULL), DOSSIER_OK);
	expect("https://example.org/p", "id=https://example.org/p;title=Mine;body=A Heading\n\nText of it.;authors=Ann Lee;"
	                                "date=2018-06-04;url=https://example.org/p;");
	expect("card:a-card-2016", "id=card:a-card-2016;title=A Card;type=Blog;date=2016;");
	options.date = dossier_str_of("one day");
	assert_int_equal(import("in/p", NULL), DOSSIER_ERR_MISUSE);
	assert_counts(1, 2, 0, 0);
}

static void two_runs_add_up_and_replace(void **state)
{
	(void)state;
	put("in/a", "{\"id\":\"a\",\"title\":\"t\"}\n{\"id\":\"b\",\"title\":\"t\"}\n{\"id\":\"a\",\"title\":\"u\"}\n");
	assert_int_equal(import("in", NULL), DOSSIER_OK);
	assert_counts(1, 2, 1, 0);
	assert_int_equal(counts.bytes, 69);
	put("in/a", "{\"id\":\"b\",\"title\":\"v\"}\n{\"id\":\"c\",\"title\":\"t\"}\n{\"id\":\"d\"}\n");
	expect("a", "id=a;title=u;");
	assert_int_equal(import("in", NULL), DOSSIER_OK);
	assert_counts(2, 3, 2, 1);
	assert_int_equal(counts.bytes, 69 + 57);
	expect("b", "id=b;title=v;");
	expect("a", "id=a;title=u;");
}

/* Some four mebibytes of records. */
static void put_many(const char *path)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	for (int i = 0; i < 40; i++)
		fprintf(f, "{\"id\":\"%d\",\"title\":\"t\"}%100000s\n", i, "");
	assert_int_equal(fclose(f), 0);
}

static void progress_is_told_and_can_stop(void **state)
{
	(void)state;
	put_many("in/a");
	put_many("in/b");
	assert_int_equal(import("in", NULL), DOSSIER_OK);
	assert_counts(2, 40, 40, 0);
	assert_true(reports >= 8 && reports <= 10);
	memset(&counts, 0, sizeof counts);
	reports = 0;
	stop_at = 1;
	assert_int_equal(import("in", NULL), DOSSIER_OK);
	assert_int_equal(reports, 1);
	assert_int_equal(counts.files, 1);
	assert_true(counts.replaced > 5 && counts.replaced < 40);
	assert_true(counts.bytes >= 1u << 20 && counts.bytes < 2u << 20);
}

typedef struct stream {
	const char *bytes;
	size_t n, step;
	int errnum;
} stream;

static int read_stream(void *ctx, void *bytes, size_t n, size_t *got)
{
	stream *s = ctx;

	if (!s->n && s->errnum)
		return s->errnum;
	*got = n < s->step ? n : s->step;
	if (*got > s->n)
		*got = s->n;
	memcpy(bytes, s->bytes, *got);
	s->bytes += *got;
	s->n -= *got;
	return 0;
}

static dossier_status import_stream(const void *bytes, size_t n, size_t step, int errnum, dossier_error *err)
{
	stream s = { bytes, n, step, errnum };

	return dossier_import_stream(w, "standard input", read_stream, &s, &options, &counts, err);
}

static void a_stream_is_read_as_a_file_is(void **state)
{
	static const char lines[] = "{\"id\":\"a\",\"title\":\"t\"}\n{\"id\":1e999,\"title\":\"t\"}\noops\n";
	uint8_t packed[300];
	const size_t n = pack(lines, strlen(lines), packed, sizeof packed);
	dossier_error err;
	(void)state;

	assert_int_equal(import_stream(lines, strlen(lines), 1, 0, NULL), DOSSIER_OK);
	assert_counts(1, 2, 0, 1);
	assert_string_equal(refusals, "standard input:3@48: not a JSON object\n");
	assert_int_equal(import_stream(packed, n, 7, 0, NULL), DOSSIER_OK);
	assert_counts(2, 2, 2, 2);
	assert_int_equal(counts.bytes, 2 * strlen(lines));
	assert_int_equal(import_stream(page, strlen(page), 3, 0, NULL), DOSSIER_OK);
	expect("1e999", "id=1e999;title=t;");
	expect("a-heading-2017-05-03", "id=a-heading-2017-05-03;title=A Heading;body=A Heading\n\nText of it.;authors=Ann Lee;date=2017-05-03;");
	assert_int_equal(import_stream(packed, n - 9, 7, 0, &err), DOSSIER_ERR_INPUT);
	assert_int_equal(err.offset, n - 9);
	assert_int_equal(import_stream(lines, 23, 7, 5 /* EIO */, &err), DOSSIER_ERR_IO);
	assert_non_null(strstr(err.message, "standard input"));
}

static void what_the_writer_refuses_is_a_refusal(void **state)
{
	char *line = malloc(1 << 17);
	(void)state;

	memset(line, 'k', 1 << 17);
	memcpy(line, "{\"id\":\"", 7);
	strcpy(line + 100000, "\",\"title\":\"t\"}");
	put("in/a", line);
	assert_int_equal(import("in/a", NULL), DOSSIER_OK);
	assert_counts(1, 0, 0, 1);
	assert_memory_equal(refusals, "in/a:1@0: ", 10);
	free(line);
}

static void the_index_itself_is_not_read(void **state)
{
	dossier_error err;
	(void)state;

	put("in/a", "{\"id\":\"a\",\"title\":\"t\"}");
	assert_int_equal(import("in", NULL), DOSSIER_OK);
	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	assert_int_equal(import(".", NULL), DOSSIER_OK);
	assert_counts(2, 1, 1, 0);
	assert_int_equal(import("index", NULL), DOSSIER_OK);
	assert_string_equal(refusals, "index:0@0: the folder of an index\n");
	assert_int_equal(import("nothing", &err), DOSSIER_ERR_NOTFOUND);
	assert_non_null(strstr(err.message, "nothing"));
}

static void no_options_are_the_defaults(void **state)
{
	(void)state;
	put("in/a", "{\"id\":\"a\",\"title\":\"t\"}\n{}\n");
	assert_int_equal(dossier_import_path(w, "in", NULL, &counts, NULL), DOSSIER_OK);
	assert_counts(1, 1, 0, 1);
	assert_string_equal(refusals, "");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_folder_of_mixed_files_is_read),
		TEST(keys_are_mapped),
		TEST(what_is_given_for_a_page_wins),
		TEST(two_runs_add_up_and_replace),
		TEST(progress_is_told_and_can_stop),
		TEST(a_stream_is_read_as_a_file_is),
		TEST(what_the_writer_refuses_is_a_refusal),
		TEST(the_index_itself_is_not_read),
		TEST(no_options_are_the_defaults),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
