#include "../test.h"

#include <string.h>

#include <dossier/schema.h>

#include "query/lexer.h"

/* The tokens of `text`, each as kind, sign, field and text, e.g. `t-1:summit `. */
static void write_tokens(char *out, size_t size, dossier_str text)
{
	static const char kinds[] = { '$', 't', '(', ')', '&', '|', '!' };
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dsr_lexer l;
	dsr_token t;
	size_t n = 0;

	dsr_lexer_init(&l, dsr_query_clean(&arena, text), dossier_schema_publication());
	do {
		t = dsr_lexer_next(&l);
		out[n++] = kinds[t.kind];
		if (t.sign)
			out[n++] = t.sign;
		if (t.field >= 0)
			out[n++] = (char)('0' + t.field);
		if (t.kind == DSR_TOKEN_TEXT) {
			out[n++] = ':';
			assert_true(n + t.text.n + 8 < size);
			memcpy(out + n, t.text.p, t.text.n);
			n += t.text.n;
			out[n++] = ' ';
		}
	} while (t.kind != DSR_TOKEN_END);
	assert_int_equal(dsr_lexer_next(&l).kind, DSR_TOKEN_END);
	out[n] = '\0';
	dsr_arena_release(&arena);
}

static void assert_tokens(const char *text, const char *expected)
{
	char tokens[500];

	write_tokens(tokens, sizeof tokens, dossier_str_of(text));
	assert_string_equal(tokens, expected);
}

static void words_end_at_blanks_quotes_and_brackets(void **state)
{
	(void)state;
	assert_tokens("", "$");
	assert_tokens("  a  b ", "t:a t:b $");
	assert_tokens("a(b)c\"d e\"f", "t:a (t:b )t:c t:d e t:f $");
	assert_tokens("\"\"", "t: $");
}

static void operators_are_whole_words(void **state)
{
	(void)state;
	assert_tokens("AND OR NOT", "&|!$");
	assert_tokens("ANDY and +AND title:OR NOT(x \"NOT\"", "t:ANDY t:and t+:AND t1:OR !(t:x t:NOT $");
}

static void signs_and_fields_stand_before_clauses(void **state)
{
	(void)state;
	assert_tokens("+a -title:b -(c) +topic:(d) -author:\"e f\"", "t+:a t-1:b (-t:c )(+2t:d )t-4:e f $");
	assert_tokens("a - b (-)", "t:a t:b ()$");
	assert_tokens("(a)-b -", "(t:a )t:b $");
	assert_tokens("TITLES:x titl:x title: title:)", "t1:x t:titl:x t:title: t:title: )$");
}

static void quotes_come_in_pairs(void **state)
{
	(void)state;
	assert_tokens("“a b” „c d“ «e f»", "t:a b t:c d t:e f $");
	assert_tokens("\"a b\" \"c d", "t:a b t:c t:d $");
}

static void odd_bytes_are_blanks(void **state)
{
	char tokens[100];
	(void)state;

	write_tokens(tokens, sizeof tokens, (dossier_str){ "a\0b\xff" "c\xe2\x80\xa8" "d\xed\xa0\x80" "e", 14 });
	assert_string_equal(tokens, "t:a t:b t:c t:d t:e $");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_end_at_blanks_quotes_and_brackets),
		cmocka_unit_test(operators_are_whole_words),
		cmocka_unit_test(signs_and_fields_stand_before_clauses),
		cmocka_unit_test(quotes_come_in_pairs),
		cmocka_unit_test(odd_bytes_are_blanks),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}
