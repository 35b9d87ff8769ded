#include "text/exceptions.h"

#include <stdio.h>
#include <string.h>

#include "../test.h"
#include "text/analyzer.h"
#include "text/stem.h"
#include "text/textdata.h"

enum { LINES = 487, FORMS = 1509 };

static dsr_exceptions shipped;

static int load(void **state)
{
	(void)state;
	return !dsr_exceptions_init(&shipped, &test_alloc, dsr_stems, dsr_stems_size);
}

static int unload(void **state)
{
	dsr_exceptions_release(&shipped, &test_alloc);
	return test_no_leaks(state);
}

static dossier_str find(const dsr_exceptions *e, const char *word)
{
	return dsr_exceptions_find(e, (const uint8_t *)word, strlen(word));
}

static void check(const dsr_exceptions *e, const char *word, const char *expected)
{
	const dossier_str stem = find(e, word);

	if (!expected && stem.p)
		fail_msg("\"%s\" has the stem \"%.*s\"", word, (int)stem.n, stem.p);
	if (expected && (!stem.p || stem.n != strlen(expected) || memcmp(stem.p, expected, stem.n)))
		fail_msg("\"%s\" has not the stem \"%s\"", word, expected);
}

static void read_text(dsr_exceptions *e, const char *text)
{
	assert_true(dsr_exceptions_init(e, &test_alloc, (const uint8_t *)text, strlen(text)));
}

static void forms_lead_to_their_stems(void **state)
{
	dsr_exceptions e;

	(void)state;
	read_text(&e, "# a: comment\nfoot: foot feet\n\ncrisi: crisis crises");
	check(&e, "foot", "foot");
	check(&e, "feet", "foot");
	check(&e, "crisis", "crisi");
	check(&e, "crises", "crisi");
	check(&e, "crise", NULL);
	check(&e, "crisess", NULL);
	check(&e, "crisi", NULL);
	check(&e, "a", NULL);
	check(&e, "comment", NULL);
	check(&e, "foot feet", NULL);
	dsr_exceptions_release(&e, &test_alloc);
}

/* In tables of two slots, where half the words look like the form. */
static void the_beginning_of_a_form_is_none(void **state)
{
	(void)state;
	for (char c = 'a'; c <= 'z'; c++) {
		const char form[] = { c, c, '\0' }, beginning[] = { c, '\0' }, longer[] = { c, c, c, '\0' };
		char text[] = "stem: cc\n";
		dsr_exceptions e;

		memcpy(text + 6, form, 2);
		read_text(&e, text);
		check(&e, form, "stem");
		check(&e, beginning, NULL);
		check(&e, longer, NULL);
		dsr_exceptions_release(&e, &test_alloc);
	}
}

static void of_a_form_that_stands_twice_the_first_counts(void **state)
{
	dsr_exceptions e;

	(void)state;
	read_text(&e, "a: x\nb: x y\n");
	check(&e, "x", "a");
	check(&e, "y", "b");
	dsr_exceptions_release(&e, &test_alloc);
}

static void lines_that_say_nothing_are_passed_over(void **state)
{
	static const char *const texts[] = { "", "\n", "#", ":", "a", "a:", "a: ", "a:b", " : ", "a b: c", "\n\n: \n", "#a: b" };

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		const size_t n = strlen(texts[i]);
		uint8_t *copy = malloc(n + 1); /* of its own size, but for one byte that no-one may read */
		dsr_exceptions e;

		memcpy(copy, texts[i], n);
		assert_true(dsr_exceptions_init(&e, &test_alloc, copy, n));
		check(&e, "a", NULL);
		check(&e, "b", NULL);
		check(&e, "c", NULL);
		dsr_exceptions_release(&e, &test_alloc);
		free(copy);
	}
}

/* One line of the shipped file, strictly: `stem: form form`, small letters, one blank; counts its forms. */
static size_t check_line(const char *line, dsr_stemmer *snowball)
{
	const size_t stem = strspn(line, "abcdefghijklmnopqrstuvwxyz");
	size_t forms = 0, changed = 0;
	const char *p = line + stem;

	if (!stem || *p != ':')
		fail_msg("\"%s\" has no stem", line);
	for (p++; *p; forms++) {
		const char *form = p + 1;
		const size_t n = strspn(form, "abcdefghijklmnopqrstuvwxyz");
		const dossier_str found = dsr_exceptions_find(&shipped, (const uint8_t *)form, n);
		const dossier_str ruled = dsr_stemmer_stem(snowball, (const uint8_t *)form, n);

		if (*p != ' ' || !n || (form[n] && form[n] != ' '))
			fail_msg("\"%s\" is no list of forms", line);
		if (found.n != stem || memcmp(found.p, line, stem) || memcmp(found.p - 1, "\n", 1))
			fail_msg("\"%.*s\" stands twice or is not found", (int)n, form);
		changed += ruled.n != stem || memcmp(ruled.p, line, stem);
		p = form + n;
	}
	if (!changed)
		fail_msg("\"%s\" changes nothing", line);
	return forms;
}

static void the_shipped_file_is_well_formed(void **state)
{
	const char *p = (const char *)dsr_stems, *const end = p + dsr_stems_size;
	size_t lines = 0, forms = 0, slots = 0;
	dsr_stemmer *snowball;

	(void)state;
	assert_int_equal(end[-1], '\n');
	assert_int_equal(dsr_stemmer_new(&snowball, "english", NULL), DOSSIER_OK);
	for (const char *next; p < end; p = next) {
		char line[1000];

		next = (const char *)memchr(p, '\n', (size_t)(end - p)) + 1;
		snprintf(line, sizeof line, "%.*s", (int)(next - 1 - p), p);
		if (*p == '#')
			continue;
		forms += check_line(line, snowball);
		lines++;
	}
	for (size_t i = 0; i < shipped.cap; i++)
		slots += shipped.slots[i].form != 0;
	assert_int_equal(lines, LINES);
	assert_int_equal(forms, FORMS);
	assert_int_equal(slots, FORMS); /* so none stands twice */
	dsr_stemmer_free(snowball);
}

static int meet(dsr_analyzer *a, const char *one, const char *other)
{
	char first[64];
	dossier_str t = dsr_analyzer_term(a, (const uint8_t *)one, strlen(one));

	snprintf(first, sizeof first, "%.*s", (int)t.n, t.p);
	t = dsr_analyzer_term(a, (const uint8_t *)other, strlen(other));
	return t.n == strlen(first) && !memcmp(t.p, first, t.n);
}

static void families_of_policy_words_meet_and_strangers_do_not(void **state)
{
	static const struct { const char *one, *other; int meet; } all[] = {
		{ "verification", "verify", 1 }, { "verification", "verified", 1 }, { "verification", "verifying", 1 },
		{ "crisis", "crises", 1 }, { "Crisis's", "CRISES", 1 }, { "analysis", "analyses", 1 },
		{ "environment", "environmental", 1 }, { "organisation", "organization", 1 }, { "programme", "programs", 1 },
		{ "arms", "armed", 0 }, { "arms", "arm", 0 }, { "aids", "aide", 0 }, { "aids", "aid", 0 },
		{ "united", "unit", 0 }, { "organization", "organic", 0 }, { "university", "universal", 0 },
		{ "international", "internal", 0 }, { "policy", "police", 0 },
	};
	dsr_analyzer *a;

	(void)state;
	assert_int_equal(dsr_analyzer_new(&a, &test_alloc, "english", NULL), DOSSIER_OK);
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (meet(a, all[i].one, all[i].other) != all[i].meet)
			fail_msg("%s and %s %s", all[i].one, all[i].other, all[i].meet ? "do not meet" : "meet");
	dsr_analyzer_free(a);
}

static void other_languages_have_no_exceptions(void **state)
{
	dsr_analyzer *a;

	(void)state;
	assert_int_equal(dsr_analyzer_new(&a, &test_alloc, "porter", NULL), DOSSIER_OK);
	assert_false(meet(a, "verification", "verify"));
	dsr_analyzer_free(a);
}

static void running_out_of_memory_is_said(void **state)
{
	dsr_exceptions e;

	(void)state;
	test_fail_after(1);
	assert_false(dsr_exceptions_init(&e, &test_alloc, dsr_stems, dsr_stems_size));
	assert_true(test_fail_done());
	dsr_exceptions_release(&e, &test_alloc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_lead_to_their_stems),
		cmocka_unit_test(the_beginning_of_a_form_is_none),
		cmocka_unit_test(of_a_form_that_stands_twice_the_first_counts),
		cmocka_unit_test(lines_that_say_nothing_are_passed_over),
		cmocka_unit_test(the_shipped_file_is_well_formed),
		cmocka_unit_test(families_of_policy_words_meet_and_strangers_do_not),
		cmocka_unit_test(other_languages_have_no_exceptions),
		cmocka_unit_test(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
