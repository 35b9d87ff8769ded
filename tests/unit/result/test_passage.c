#include "result/passage.h"

#include <stdio.h>
#include <string.h>

#include "../chance.h"
#include "../test.h"
#include "base/utf8.h"
#include "result/matches.h"
#include "result/parts.h"
#include "result/sentences.h"
#include "text/tokens.h"

#define LENGTH(a) (sizeof(a) / sizeof *(a))

static dsr_analyzer *analyzer;
static dsr_lexicon lexicon;
static dsr_arena arena;

static int make_analyzer(void **state)
{
	(void)state;
	arena = DSR_ARENA_INIT(&test_alloc);
	if (dsr_analyzer_new(&analyzer, &test_alloc, "english", NULL))
		return 1;
	dsr_lexicon_init(&lexicon, &test_alloc, analyzer);
	return 0;
}

static int free_analyzer(void **state)
{
	dsr_lexicon_release(&lexicon);
	dsr_analyzer_free(analyzer);
	dsr_arena_release(&arena);
	return test_no_leaks(state);
}

static const dossier_str outline = { NULL, 0 };

/* ---- targets ---- */

static const dossier_str word_a = { "alpha", 5 }, word_b = { "bravo", 5 }, word_c = { "char", 4 };
static const dossier_str phrase_ab[] = { { "alpha", 5 }, { "bravo", 5 } };

static const dsr_target letters[] = { { &word_a, 1, 1.0 }, { &word_b, 1, 1.0 }, { &word_c, 1, 5.0 } };
static const dsr_target phrases[] = { { phrase_ab, 2, 2.0 }, { &word_b, 1, 1.0 } };

static dossier_passage find(const char *text, const dsr_target *targets, size_t count, size_t limit)
{
	dossier_passage p = { .count = 0 };

	dsr_arena_reset(&arena);
	assert_int_equal(dsr_passage_find(&p, &arena, &lexicon, dossier_str_of(text), outline, targets, count, limit), DOSSIER_OK);
	assert_true(p.text.n <= limit);
	return p;
}

/* The passage, with brackets around what is marked, is `expected`. */
static void check(const char *text, const dsr_target *targets, size_t count, size_t limit, const char *expected)
{
	const dossier_passage p = find(text, targets, count, limit);
	char got[2000];
	size_t n = 0, at = 0;

	for (size_t i = 0; i < p.count; i++) {
		const dossier_highlight h = p.highlights[i];

		n += (size_t)snprintf(got + n, sizeof got - n, "%.*s[%.*s]", (int)(h.start - at), p.text.p + at,
		                      (int)(h.end - h.start), p.text.p + h.start);
		at = h.end;
	}
	snprintf(got + n, sizeof got - n, "%.*s", (int)(p.text.n - at), p.text.p + at);
	assert_string_equal(got, expected);
}

/* For the targets alpha, bravo (1 each) and char (5). */
static void check_letters(const char *text, size_t limit, const char *expected)
{
	check(text, letters, LENGTH(letters), limit, expected);
}

/* ---- what is chosen ---- */

static void without_a_match_the_passage_is_the_beginning(void **state)
{
	(void)state;
	check_letters("One. Two. Three.", 10, "One. Two.");
	check_letters("\n\n  One. Two.", 320, "One. Two.");
	check("One. Alpha.", letters, 0, 5, "One.");
	check_letters("", 320, "");
	check_letters(" \n ", 320, "");
	check_letters("One two", 4, "One");
}

static void an_empty_text_may_be_null(void **state)
{
	dossier_passage p;

	(void)state;
	dsr_arena_reset(&arena);
	assert_int_equal(dsr_passage_find(&p, &arena, &lexicon, (dossier_str){ NULL, 0 }, outline, letters, LENGTH(letters), 320),
	                 DOSSIER_OK);
	assert_int_equal(p.text.n, 0);
	assert_int_equal(p.count, 0);
}

static void a_run_begins_with_a_sentence_that_has_a_match(void **state)
{
	(void)state;
	check_letters("One here. Two here. Alpha here. Three here. Four here.", 25, "[Alpha] here. Three here.");
	check_letters("One here. Two here. Alpha here.", 25, "[Alpha] here.");
	check_letters("One here. Alpha.", 320, "One here. [Alpha].");
}

static void more_targets_are_better_than_more_of_one(void **state)
{
	(void)state;
	check_letters("Alpha alpha alpha alpha. Filler is here. Alpha and bravo here.", 30, "[Alpha] and [bravo] here.");
	check_letters("Alpha and bravo. Filler is here now. One char.", 20, "One [char].");
	check_letters("Alpha one. Filler is here now. Alpha alpha.", 15, "[Alpha] [alpha].");
}

static void more_than_four_of_a_word_are_no_better(void **state)
{
	(void)state;
	check_letters("Alpha alpha alpha alpha. Filler is here for now. Alpha alpha alpha alpha alpha.", 32,
	              "[Alpha] [alpha] [alpha] [alpha].");
	check_letters("Alpha alpha alpha. Filler is here for now, more of it. Alpha alpha alpha alpha.", 32,
	              "[Alpha] [alpha] [alpha] [alpha].");
}

static void near_is_better_than_far(void **state)
{
	(void)state;
	check_letters("Alpha is far away from all bravo. Filler, filler, filler. Alpha so bravo.", 34, "[Alpha] so [bravo].");
}

static void of_equal_runs_the_first_is_chosen(void **state)
{
	(void)state;
	check_letters("Alpha one. Filler. Alpha two. Filler. Alpha three.", 12, "[Alpha] one.");
	check_letters("Filler. Bravo one. Alpha two.", 12, "[Bravo] one.");
}

static void a_long_run_stays_in_its_paragraph(void **state)
{
	(void)state;
	check_letters("Alpha has a whole sentence of text.\n\nMore here.", 90, "[Alpha] has a whole sentence of text.");
	check_letters("Alpha has a whole sentence of text.\nMore here.", 90, "[Alpha] has a whole sentence of text.\nMore here.");
	check_letters("Why alpha?\n\nMore here.", 90, "Why [alpha]?\n\nMore here.");
	check_letters("Why alpha?\nMore here.", 20, "Why [alpha]?");
	check_letters("Why alpha?\n\nMore here that is long and longer.\n\nLast.", 130,
	              "Why [alpha]?\n\nMore here that is long and longer.");
}

/* ---- what is marked ---- */

/* Of "text", what the passage stands under: "section|question|speaker". */
static void check_context(const char *text, const char *expected)
{
	const dossier_passage p = find(text, letters, LENGTH(letters), 90);
	char got[500];

	snprintf(got, sizeof got, "%.*s|%.*s|%.*s", (int)p.section.n, p.section.p, (int)p.question.n, p.question.p,
	         (int)p.speaker.n, p.speaker.p);
	assert_string_equal(got, expected);
}

static void a_run_stays_in_its_part(void **state)
{
	static const char talk[] = "HOST: Is there bravo?\n\nPM: No. One alpha.\nTwo.\nHOST: Three.\n\nPM: Four.";
	(void)state;

	check_letters(talk, 90, "HOST: Is there [bravo]?\n\nPM: No. One [alpha].\nTwo.");
	check_context(talk, "|Is there bravo?|PM");
	check_letters("HOST: Hello.\n\nPM: One alpha.\nHOST: Two.", 90, "PM: One [alpha].");
	check_context("HOST: Hello.\n\nPM: One alpha.\nHOST: Two.", "||PM");
	/* A long question stays alone. */
	check_letters("HOST: Is there anything like char?\n\nPM: No.", 90, "HOST: Is there anything like [char]?");
	check_letters("First Part\n\nOne alpha.\n\nChar Part\n\nTwo.", 90, "[Char] Part\n\nTwo.");
	check_context("First Part\n\nOne alpha.\n\nChar Part\n\nTwo.", "Char Part||");
	check_context("First Part\n\nOne alpha.\n\nPart\n\nTwo.", "First Part||");
}

static void an_outline_parts_a_text(void **state)
{
	static const char text[] = "Plain\nOne alpha.\nmore\nTwo.";
	dossier_passage p;
	(void)state;

	assert_int_equal(dsr_passage_find(&p, &arena, &lexicon, dossier_str_of(text), dossier_str_of("s 0 5\nq 17 4\n"), letters,
	                                  LENGTH(letters), 320), DOSSIER_OK);
	assert_int_equal(p.text.n, strlen("Plain\nOne alpha."));
	assert_memory_equal(p.text.p, "Plain\nOne alpha.", p.text.n);
	assert_memory_equal(p.section.p, "Plain", p.section.n);
	assert_int_equal(p.section.n, 5);
}

static void a_phrase_is_marked_from_its_first_to_its_last_word(void **state)
{
	(void)state;
	check("So alpha, bravo and bravo.", phrases, LENGTH(phrases), 320, "So [alpha, bravo] and [bravo].");
	check("Alpha and bravo.", phrases, LENGTH(phrases), 320, "Alpha and [bravo].");
	check("Alpha. Bravo it is.", phrases, LENGTH(phrases), 320, "[Alpha. Bravo] it is.");
}

static void a_phrase_over_the_end_of_a_run_does_not_count(void **state)
{
	static const dsr_target both[] = { { phrase_ab, 2, 9.0 }, { &word_a, 1, 1.0 }, { &word_c, 1, 2.0 } };

	(void)state;
	check("Alpha. Bravo. Filler. One char.", both, LENGTH(both), 9, "One [char].");
	check("It is alpha. Bravo is here. Filler is now here. One char.", both, LENGTH(both), 14, "One [char].");
	check("Filler is it, alpha. Bravo is. Filler alpha bravo so.", both, LENGTH(both), 24, "Filler [alpha bravo] so.");
}

static void words_are_marked_whole_as_they_were_written(void **state)
{
	static const dossier_str cote = { "cote", 4 }, usa = { "usa", 3 }, polici = { "polici", 6 };
	static const dsr_target t[] = { { &cote, 1, 1 }, { &usa, 1, 1 }, { &polici, 1, 1 } };

	(void)state;
	check("The C\xC3\xB4te. Not coat. U.S.A. and policy\xE2\x80\x99s POLICIES.", t, LENGTH(t), 320,
	      "The [C\xC3\xB4te]. Not coat. [U.S.A]. and [policy\xE2\x80\x99s] [POLICIES].");
}

/* ---- any text ---- */

static const char *const pieces[] = {
	" ", " ", " ", " ", "\n", "\n\n", ". ", ".", "! ", "alpha", "bravo", "char", " alpha", " bravo", " ALPHA bravo ", "Alpha. ",
	"word ", "Other. ", "\xC3\xA9", "\xE6\xA0\xB8", "\xF0\x9F\x98\x80", "'", "-", ", ", "CHAIR: ", "\nAUM: ", "U.S. ", "alphaalphaalpha",
};

static size_t make_text(char *out, uint32_t count)
{
	size_t n = 0;

	while (count--) {
		const char *piece = pieces[chance(LENGTH(pieces))];

		memcpy(out + n, piece, strlen(piece));
		n += strlen(piece);
	}
	return n;
}

/* Does a token begin or end at byte `at` of the text? */
static int is_edge(dossier_str text, size_t at, int begin)
{
	dsr_text_token tokens[64];
	dsr_tokens source;
	size_t n;

	dsr_tokens_begin(&source, (const uint8_t *)text.p, text.n);
	while ((n = dsr_tokens_next(&source, tokens, 64)))
		while (n--)
			if ((begin ? tokens[n].start : tokens[n].end) == at)
				return 1;
	return 0;
}

static void check_properties(dossier_str text, dossier_passage p, size_t limit)
{
	const size_t at = p.text.n ? (size_t)(p.text.p - text.p) : 0;
	size_t before = 0;

	assert_true(p.text.n <= limit && at + p.text.n <= text.n);
	assert_int_equal(dsr_utf8_valid(p.text.p, p.text.n), p.text.n);
	for (size_t i = 0; i < p.count; i++) {
		const dossier_highlight h = p.highlights[i];

		assert_true(h.start >= before && h.start < h.end && h.end <= p.text.n);
		assert_true(is_edge(text, at + h.start, 1) && is_edge(text, at + h.end, 0));
		before = h.end;
	}
}

static void any_text_has_a_passage_within_the_limit_with_highlights_in_order(void **state)
{
	static const dsr_target t[] = {
		{ &word_a, 1, 1.0 }, { phrase_ab, 2, 2.5 }, { &word_b, 1, 0.5 }, { phrase_ab, 1, 0 }, { &word_c, 1, 3 },
	};

	(void)state;
	for (uint32_t i = 0; i < 8000; i++) {
		char *bytes = malloc(8000);
		const dossier_str text = { bytes, make_text(bytes, chance(chance(8) ? 30 : 400)) };
		const size_t limit = 4 + chance(chance(2) ? 40 : 330);
		dossier_passage p;

		dsr_arena_reset(&arena);
		bytes = realloc(bytes, text.n + 1);
		assert_int_equal(dsr_passage_find(&p, &arena, &lexicon, (dossier_str){ bytes, text.n }, outline, t, chance(LENGTH(t) + 1), limit),
		                 DOSSIER_OK);
		check_properties((dossier_str){ bytes, text.n }, p, limit);
		free(bytes);
	}
}

static void bytes_that_are_no_utf8_do_no_harm(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 4000; i++) {
		const size_t n = 1 + chance(900), limit = 4 + chance(330);
		char *bytes = malloc(n);
		dossier_passage p;

		for (size_t k = 0; k < n; k++)
			bytes[k] = (char)(chance(2) ? 0x80 + chance(64) : chance(5) ? chance(256) : ' ');
		dsr_arena_reset(&arena);
		assert_int_equal(dsr_passage_find(&p, &arena, &lexicon, (dossier_str){ bytes, n }, outline, letters, LENGTH(letters), limit),
		                 DOSSIER_OK);
		assert_true(p.text.n <= limit);
		free(bytes);
	}
}

/* ---- the same in few words: all sentences, and the run of each that has a match ---- */

enum { SENTENCES_MAX = 4000 };

typedef struct naive_sentence {
	size_t start, end, part;
	int    parted, leads;
} naive_sentence;

typedef struct naive_run {
	size_t start, end;
	double score;
} naive_run;

static int naive_is_parted(dossier_str text, size_t from, size_t to)
{
	size_t line_breaks = 0;

	for (; from < to; from++)
		line_breaks += text.p[from] == '\n';
	return line_breaks > 1;
}

/* The pieces of the text are labels that stand alone, and what is between two parts' beginnings or a label and the next. */
static size_t naive_sentences(naive_sentence *out, dossier_str text, const dsr_part *parts, size_t count, size_t limit)
{
	size_t n = 0, before = 0;

	for (size_t part = 0, from = 0; part <= count; part++)
		for (int body = !part || parts[part - 1].kind == DSR_PART_TURN; body < 2; body++) {
			const size_t next = part < count ? parts[part].start : text.n, to = body ? next : parts[part - 1].end;
			size_t start, end;

			for (; dsr_sentence_next((dossier_str){ text.p, to }, from, limit, &start, &end); from = before = end) {
				assert_true(n < SENTENCES_MAX);
				out[n++] = (naive_sentence){ start, end, part, naive_is_parted(text, before, start),
					                     !body || text.p[end - 1] == '?' };
			}
			from = to;
		}
	return n;
}

static double naive_score(const dsr_match *m, size_t n, naive_run r, const dsr_target *targets)
{
	unsigned times[16] = { 0 };
	const dsr_match *last = NULL;
	double sum = 0;

	for (; n--; m++) {
		const double weight = targets[m->target].weight, other = last ? targets[last->target].weight : 0;

		if (m->start < r.start || m->end > r.end)
			continue;
		sum += !times[m->target] ? weight : times[m->target] < 4 ? 0.1 * weight : 0;
		times[m->target]++;
		if (last && last->target != m->target)
			sum += 0.3 * (weight < other ? weight : other) * 40 / (40.0 + (m->start > last->end ? m->start - last->end : 0));
		last = m;
	}
	return sum;
}

static size_t naive_end(const naive_sentence *s, size_t n, size_t limit)
{
	size_t i = 0;

	while (i + 1 < n && s[i + 1].end - s->start <= limit) {
		const int other = s[i + 1].part != s[i].part;

		if ((other && !s[i].leads) || ((other || s[i + 1].parted) && s[i].end - s->start > limit / 3))
			break;
		i++;
	}
	return s[i].end;
}

static naive_run naive_find(dossier_str text, dossier_str page, const dsr_target *targets, size_t count, size_t limit)
{
	static naive_sentence s[SENTENCES_MAX];
	naive_run best = { 0, 0, -1 };
	size_t parts_count, matches, n;
	dsr_part *parts;
	dsr_match *m;

	assert_int_equal(dsr_parts_find(&parts, &parts_count, &arena, text, page), DOSSIER_OK);
	assert_int_equal(dsr_matches_find(&m, &matches, &arena, &lexicon, text, targets, count), DOSSIER_OK);
	n = naive_sentences(s, text, parts, parts_count, limit);
	for (size_t i = 0; i < n; i++) {
		naive_run r = { s[i].start, naive_end(s + i, n - i, limit), 0 };
		int has = !i;

		for (size_t k = 0; k < matches; k++)
			has |= m[k].start >= s[i].start && m[k].start < s[i].end;
		r.score = naive_score(m, matches, r, targets);
		if (has && r.score > best.score)
			best = r;
	}
	return best.score < 0 ? (naive_run){ 0, 0, 0 } : best;
}

static void of_any_text_the_passage_is_the_best_run_of_all(void **state)
{
	static const dossier_str word_word = { "word", 4 };
	static const char *const pages[] = { "", "", "s 0 3\n", "q 2 9\nt 20 3\n", "t 0 5\ns 31 40\ne 90 0\nt 91 2\nt 200 3\n" };
	static const dsr_target t[] = {
		{ &word_a, 1, 1.0 }, { &word_b, 1, 0.5 }, { phrase_ab, 2, 2.5 }, { &word_word, 1, 0.25 }, { phrase_ab, 1, 0 }, { &word_c, 1, 3 },
	};

	(void)state;
	for (uint32_t i = 0; i < 6000; i++) {
		static char bytes[8000];
		const dossier_str text = { bytes, make_text(bytes, chance(chance(4) ? 60 : 800)) };
		const dossier_str page = dossier_str_of(pages[chance(LENGTH(pages))]);
		const size_t limit = 4 + chance(chance(2) ? 40 : 330), first = chance(LENGTH(t)), count = chance((uint32_t)(LENGTH(t) - first + 1));
		dossier_passage p;
		naive_run want;

		dsr_arena_reset(&arena);
		want = naive_find(text, page, t + first, count, limit);
		assert_int_equal(dsr_passage_find(&p, &arena, &lexicon, text, page, t + first, count, limit), DOSSIER_OK);
		assert_int_equal(p.text.n, want.end - want.start);
		assert_true(!text.n || p.text.p == text.p + want.start);
	}
}

/* ---- long texts ---- */

enum { LONG = SANITIZED ? 1 << 20 : 4 << 20 };

/* `unit` again and again, then `tail` bytes of `filler`. */
static void pass_long(const char *unit, size_t tail, char filler)
{
	char *text = malloc(LONG);
	const size_t n = strlen(unit);
	static const dsr_target t[] = { { &word_a, 1, 1.0 }, { phrase_ab, 2, 2.5 }, { phrase_ab, 1, 1 }, { &word_b, 1, 1 } };
	dossier_passage p;

	for (size_t i = 0; i < LONG - tail; i++)
		text[i] = unit[i % n];
	memset(text + LONG - tail, filler, tail);
	dsr_arena_release(&arena);
	assert_int_equal(dsr_passage_find(&p, &arena, &lexicon, (dossier_str){ text, LONG }, outline, t, LENGTH(t), DSR_PASSAGE_BYTES),
	                 DOSSIER_OK);
	assert_true(p.text.n <= DSR_PASSAGE_BYTES);
	dsr_arena_release(&arena);
	free(text);
}

static void long_texts_end(void **state)
{
	static const char *const units[] = {
		"alpha! ", "alpha bravo ", "a! ", ". ", ".", "!)", "\n", "\n \n", " ", "alpha.", "A.", "A. ", "alpha", "\xC3\xA9", ")", "\n  A",
		"AUM: alpha\n", "\x80", "don't. ", "alpha\n\n",
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(units); i++)
		pass_long(units[i], 0, ' ');
}

static void long_gaps_behind_short_sentences_are_passed_once(void **state)
{
	(void)state;
	pass_long("alpha! ", LONG - 700, ' ');
	pass_long("alpha! ", LONG - 700, ')');
	pass_long("alpha! ", LONG - 700, '\n');
	pass_long("alpha! ", LONG - 700, '.');
	pass_long("alpha! ", LONG - 700, 'A');
}

static void a_text_of_many_targets_ends(void **state)
{
	enum { TARGETS = 1024 };
	static char names[TARGETS][16];
	static dossier_str terms[TARGETS];
	static dsr_target targets[TARGETS];
	char *text = malloc(LONG);
	dossier_passage p;
	size_t n = 0;

	(void)state;
	for (int i = 0; i < TARGETS; i++) {
		snprintf(names[i], sizeof names[i], "w%d", i);
		terms[i] = dossier_str_of(names[i]);
		targets[i] = (dsr_target){ &terms[i], 1, 1 };
	}
	for (int i = 0; n + 8 < LONG; i = (i + 7) % TARGETS)
		n += (size_t)snprintf(text + n, LONG - n, "w%d ", i);
	assert_int_equal(dsr_passage_find(&p, &arena, &lexicon, (dossier_str){ text, n }, outline, targets, TARGETS, DSR_PASSAGE_BYTES),
	                 DOSSIER_OK);
	assert_true(p.count > 40);
	free(text);
	dsr_arena_release(&arena);
}

static void out_of_memory_anywhere_is_an_error_and_changes_nothing(void **state)
{
	static char text[60000];
	long n = 0;
	int failed = 1;

	(void)state;
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = "alpha! bravo. "[i % 14];
	dsr_arena_release(&arena);
	while (failed) {
		dossier_passage p = { .text = { text, 7 }, .count = 9 };
		long live;
		dossier_status st;

		dsr_lexicon_reset(&lexicon);
		live = test_live;
		test_fail_after(++n);
		st = dsr_passage_find(&p, &arena, &lexicon, (dossier_str){ text, sizeof text }, outline, letters, LENGTH(letters), 320);
		failed = test_fail_done();
		assert_int_equal(st, failed ? DOSSIER_ERR_NOMEM : DOSSIER_OK);
		assert_true(!failed || (p.text.p == text && p.text.n == 7 && p.count == 9));
		dsr_arena_release(&arena);
		dsr_lexicon_reset(&lexicon);
		assert_int_equal(test_live, live);
	}
	assert_true(n > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_match_the_passage_is_the_beginning),
		cmocka_unit_test(an_empty_text_may_be_null),
		cmocka_unit_test(a_run_begins_with_a_sentence_that_has_a_match),
		cmocka_unit_test(more_targets_are_better_than_more_of_one),
		cmocka_unit_test(more_than_four_of_a_word_are_no_better),
		cmocka_unit_test(near_is_better_than_far),
		cmocka_unit_test(of_equal_runs_the_first_is_chosen),
		cmocka_unit_test(a_long_run_stays_in_its_paragraph),
		cmocka_unit_test(a_run_stays_in_its_part),
		cmocka_unit_test(an_outline_parts_a_text),
		cmocka_unit_test(a_phrase_is_marked_from_its_first_to_its_last_word),
		cmocka_unit_test(a_phrase_over_the_end_of_a_run_does_not_count),
		cmocka_unit_test(words_are_marked_whole_as_they_were_written),
		cmocka_unit_test(any_text_has_a_passage_within_the_limit_with_highlights_in_order),
		cmocka_unit_test(bytes_that_are_no_utf8_do_no_harm),
		cmocka_unit_test(of_any_text_the_passage_is_the_best_run_of_all),
		cmocka_unit_test(long_texts_end),
		cmocka_unit_test(long_gaps_behind_short_sentences_are_passed_once),
		cmocka_unit_test(a_text_of_many_targets_ends),
		cmocka_unit_test(out_of_memory_anywhere_is_an_error_and_changes_nothing),
	};

	return cmocka_run_group_tests(tests, make_analyzer, free_analyzer);
}
