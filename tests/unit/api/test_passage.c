#include "../test.h"

#include <stdio.h>
#include <string.h>

#include <dossier.h>

#include "../chance.h"
#include "os/memory.h"

#define DIR_NAME "index"
#define LENGTH(a) (sizeof(a) / sizeof *(a))
enum { DOCUMENTS = 120, WORDS = 200 };

static dsr_memory_fs *fs;
static dossier_index *ix;
static dossier_document *doc;

static void append(char *text, size_t size, const char *word)
{
	const size_t n = strlen(text);

	snprintf(text + n, size - n, "%s%s", n ? " " : "", word);
}

/* Words that stemmers of several languages cut differently, names in several spellings, and coined ones that fill a lexicon. */
static const char *make_text(void)
{
	static const char *const words[] = {
		"policies", "policy", "politiken", "Politik", "l'accord", "accords", "die", "dies", "dying", "verification.", "verify?",
		"North Korea", "DPRK", "Georgia", "Tbilisi.", "co-operation", "U.S.", "us", "\n\nPM: No", "\n\nHOST: Why?\n\n", "Section\n\n",
		"\xD0\xBF\xD0\xBE\xD0\xBB\xD0\xB8\xD1\x82\xD0\xB8\xD0\xBA\xD0\xB8", "\xD0\xBF\xD0\xBE\xD0\xBB\xD0\xB8\xD1\x82\xD0\xB8\xD0\xBA\xD0\xB0",
	};
	static char text[WORDS * 20];

	text[0] = '\0';
	for (uint32_t n = chance(WORDS); n; n--) {
		char coined[16];

		snprintf(coined, sizeof coined, "coined%u.", chance(3000));
		append(text, sizeof text, chance(3) ? words[chance(LENGTH(words))] : coined);
	}
	return text;
}

static const char *const languages[] = { "en", "fr", "de", "ru", "none" };

static dossier_status add(dossier_writer *w, const char *id, const char *body, const char *language)
{
	const dossier_value values[] = {
		{ "id", dossier_str_of(id) }, { "body", dossier_str_of(body) }, { "lang", dossier_str_of(language) },
	};

	return dossier_writer_add(w, values, LENGTH(values), NULL, NULL);
}

static dossier_status write_documents(const dossier_storage *storage)
{
	dossier_writer_options o = DOSSIER_WRITER_OPTIONS_INIT;
	dossier_writer *w = NULL;
	dossier_status st;

	o.alloc = &test_alloc;
	o.storage = storage;
	st = dossier_writer_open(&w, DIR_NAME, &o, NULL);
	for (int i = 0; i < DOCUMENTS && !st; i++) {
		char id[16];

		snprintf(id, sizeof id, "%d", i);
		st = add(w, id, make_text(), chance(4) ? languages[chance(LENGTH(languages))] : "");
	}
	for (size_t i = 0; i < LENGTH(languages) && !st; i++)
		st = add(w, languages[i], "l'accord", languages[i]);
	if (!st)
		st = dossier_writer_commit(w, NULL);
	dossier_writer_close(w);
	return st;
}

static int make_index(void **state)
{
	dossier_index_options o = DOSSIER_INDEX_OPTIONS_INIT;

	(void)state;
	fs = dsr_memory_fs_new(&test_alloc);
	if (!fs || write_documents(dsr_memory_fs_storage(fs)))
		return 1;
	o.alloc = &test_alloc;
	o.storage = dsr_memory_fs_storage(fs);
	return dossier_index_open(&ix, DIR_NAME, &o, NULL) != DOSSIER_OK;
}

static int free_index(void **state)
{
	dossier_document_free(doc);
	dossier_index_close(ix);
	dsr_memory_fs_free(fs);
	return test_no_leaks(state);
}

/* ---- helpers ---- */

static const char *const queries[] = {
	"policy", "\"north korea\" policy", "accord", "verification OR dying", "Georgia us", "politik", "coined7 coined8 policies",
	"\xD0\xBF\xD0\xBE\xD0\xBB\xD0\xB8\xD1\x82\xD0\xB8\xD0\xBA\xD0\xB0", "\"policies policy\"", "cooperation section why", "nowhere",
};

static dossier_search *new_search(void)
{
	dossier_search *s = NULL;

	assert_int_equal(dossier_search_new(&s, ix, NULL), DOSSIER_OK);
	return s;
}

static void run(dossier_search *s, const char *text)
{
	dossier_query_options o = DOSSIER_QUERY_OPTIONS_INIT;
	dossier_query *q = NULL;

	o.alloc = &test_alloc;
	assert_int_equal(dossier_query_parse(&q, dossier_str_of(text), &o, NULL), DOSSIER_OK);
	assert_int_equal(dossier_search_run(s, q, NULL, NULL), DOSSIER_OK);
	dossier_query_free(q);
}

static void assert_same_str(dossier_str a, dossier_str b)
{
	assert_int_equal(a.n, b.n);
	assert_true(!a.n || a.p == b.p); /* both lie in the document */
}

/* The passage of the document at hand by `s` is that of a search which knows of no text yet. */
static void check_passage(dossier_search *s, const char *text)
{
	dossier_search *fresh = new_search();
	dossier_passage a, b;

	run(fresh, text);
	assert_int_equal(dossier_search_passage(s, doc, &a, NULL), DOSSIER_OK);
	assert_int_equal(dossier_search_passage(fresh, doc, &b, NULL), DOSSIER_OK);
	assert_same_str(a.text, b.text);
	assert_same_str(a.section, b.section);
	assert_same_str(a.question, b.question);
	assert_same_str(a.speaker, b.speaker);
	assert_int_equal(a.count, b.count);
	if (a.count)
		assert_memory_equal(a.highlights, b.highlights, a.count * sizeof *a.highlights);
	dossier_search_free(fresh);
}

/* ---- tests ---- */

static void what_was_read_before_changes_no_passage(void **state)
{
	dossier_search *s = new_search();

	(void)state;
	for (int round = 0; round < (SANITIZED ? 50 : 150); round++) {
		const char *text = queries[chance(LENGTH(queries))];

		run(s, text);
		for (int i = 0; i < 6; i++) {
			assert_int_equal(dossier_document_load(&doc, ix, chance(DOCUMENTS), NULL), DOSSIER_OK);
			check_passage(s, text);
		}
	}
	dossier_search_free(s);
}

/* Marked places of the one document in this language that says "l'accord" and no more. */
static size_t marks_in(dossier_search *s, const char *language)
{
	dossier_passage p;
	uint64_t number;

	assert_int_equal(dossier_index_find(ix, dossier_str_of(language), &number, NULL), DOSSIER_OK);
	assert_int_equal(dossier_document_load(&doc, ix, number, NULL), DOSSIER_OK);
	assert_int_equal(dossier_search_passage(s, doc, &p, NULL), DOSSIER_OK);
	return p.count;
}

static void a_text_is_read_in_its_language(void **state)
{
	dossier_search *s = new_search();

	(void)state;
	for (int i = 0; i < 3; i++) {
		run(s, "accord");
		assert_int_equal(marks_in(s, "en"), 0);
		assert_int_equal(marks_in(s, "fr"), 1);
		assert_int_equal(marks_in(s, "de"), 0);
		assert_int_equal(marks_in(s, "none"), 0);
		run(s, "l'accord");
		assert_int_equal(marks_in(s, "en"), 1);
		assert_int_equal(marks_in(s, "fr"), 1);
	}
	dossier_search_free(s);
}

static void out_of_memory_is_an_error_that_spoils_nothing(void **state)
{
	dossier_search *s = new_search();
	long n = 0;
	int failed = 1;

	(void)state;
	run(s, queries[1]);
	while (failed) {
		dossier_error err = { DOSSIER_OK, 0, "" };
		dossier_passage p;
		dossier_status st;

		assert_int_equal(dossier_document_load(&doc, ix, (uint64_t)n % DOCUMENTS, NULL), DOSSIER_OK);
		test_fail_after(1 + n++ / 4);
		st = dossier_search_passage(s, doc, &p, &err);
		failed = test_fail_done();
		assert_int_equal(st, failed ? DOSSIER_ERR_NOMEM : DOSSIER_OK);
		assert_int_equal(err.status, st);
		failed |= n < 200;
		check_passage(s, queries[1]);
	}
	dossier_search_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_read_before_changes_no_passage),
		cmocka_unit_test(a_text_is_read_in_its_language),
		cmocka_unit_test(out_of_memory_is_an_error_that_spoils_nothing),
	};

	return cmocka_run_group_tests(tests, make_index, free_index);
}
