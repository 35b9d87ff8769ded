#include "../test.h"

#include <string.h>

#include <dossier/schema.h>

#include "schema/fields.h"

#define STORED DOSSIER_FIELD_STORED
#define SEARCH DOSSIER_FIELD_SEARCH
#define KEY { "id", DOSSIER_FIELD_KEY, 0, 0 }

static dossier_status check(const dossier_field *fields, size_t count)
{
	const dossier_schema s = { "test", fields, count };

	return dsr_schema_check(&s, NULL);
}

#define CHECK(...) check((const dossier_field[]){ __VA_ARGS__ }, \
	sizeof((const dossier_field[]){ __VA_ARGS__ }) / sizeof(dossier_field))
#define GOOD(...) assert_int_equal(CHECK(__VA_ARGS__), DOSSIER_OK)
#define BAD(...)  assert_int_equal(CHECK(__VA_ARGS__), DOSSIER_ERR_MISUSE)

static void publication_is_the_documented_table(void **state)
{
	static const char *const names[] = { "id", "title", "topics", "body", "authors", "type", "date", "url", "extra",
	                                     "outline", "provenance", "lang" };
	static const uint8_t weights[] = { 0, 3, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0 };
	const dossier_schema *s = dossier_schema_publication();
	(void)state;

	assert_string_equal(s->name, "publication");
	assert_int_equal(s->count, 12);
	for (size_t i = 0; i < 12; i++) {
		assert_string_equal(s->fields[i].name, names[i]);
		assert_int_equal(s->fields[i].weight, weights[i]);
		assert_int_equal(dsr_schema_find(s, dossier_str_of(names[i])), i);
	}
	assert_int_equal(s->fields[0].kind, DOSSIER_FIELD_KEY);
	assert_int_equal(s->fields[3].flags, STORED);
	assert_int_equal(s->fields[4].flags, SEARCH | STORED | DOSSIER_FIELD_COLUMN | DOSSIER_FIELD_MANY);
	assert_int_equal(s->fields[6].kind, DOSSIER_FIELD_DATE);
	assert_int_equal(dsr_schema_check(s, NULL), DOSSIER_OK);
}

static void names_are_found_whole(void **state)
{
	const dossier_schema *s = dossier_schema_publication();
	(void)state;

	assert_int_equal(dsr_schema_find(s, dossier_str_of("topic")), -1);
	assert_int_equal(dsr_schema_find(s, dossier_str_of("titles")), -1);
	assert_int_equal(dsr_schema_find(s, dossier_str_of("")), -1);
	assert_int_equal(dsr_schema_find(s, (dossier_str){ "title:x", 5 }), 1);
}

static void names_are_lower_case_and_short(void **state)
{
	(void)state;
	GOOD(KEY, { "a", DOSSIER_FIELD_NONE, 0, STORED });
	GOOD(KEY, { "a_9z", DOSSIER_FIELD_NONE, 0, STORED });
	GOOD(KEY, { "a234567890123456789012345678901", DOSSIER_FIELD_NONE, 0, STORED });
	BAD(KEY, { "a2345678901234567890123456789012", DOSSIER_FIELD_NONE, 0, STORED });
	BAD(KEY, { "", DOSSIER_FIELD_NONE, 0, STORED });
	BAD(KEY, { NULL, DOSSIER_FIELD_NONE, 0, STORED });
	BAD(KEY, { "9a", DOSSIER_FIELD_NONE, 0, STORED });
	BAD(KEY, { "_a", DOSSIER_FIELD_NONE, 0, STORED });
	BAD(KEY, { "A", DOSSIER_FIELD_NONE, 0, STORED });
	BAD(KEY, { "aB", DOSSIER_FIELD_NONE, 0, STORED });
	BAD(KEY, { "a-b", DOSSIER_FIELD_NONE, 0, STORED });
	BAD(KEY, { "\xc3\xa9t\xc3\xa9", DOSSIER_FIELD_NONE, 0, STORED });
	BAD(KEY, { "twice", DOSSIER_FIELD_NONE, 0, STORED }, { "twice", DOSSIER_FIELD_TEXT, 1, 0 });
	BAD(KEY, { "id", DOSSIER_FIELD_NONE, 0, STORED });
}

static void the_key_is_the_first_field_and_the_only_one(void **state)
{
	(void)state;
	GOOD(KEY);
	BAD({ "text", DOSSIER_FIELD_TEXT, 1, 0 });
	BAD({ "text", DOSSIER_FIELD_TEXT, 1, 0 }, KEY);
	BAD(KEY, { "other", DOSSIER_FIELD_KEY, 0, 0 });
}

static void weight_and_search_are_for_text(void **state)
{
	(void)state;
	GOOD(KEY, { "text", DOSSIER_FIELD_TEXT, 15, 0 });
	GOOD(KEY, { "text", DOSSIER_FIELD_TEXT, 0, SEARCH });
	GOOD(KEY, { "text", DOSSIER_FIELD_TEXT, 0, STORED });
	GOOD(KEY, { "text", DOSSIER_FIELD_TEXT, 0, DOSSIER_FIELD_COLUMN });
	BAD(KEY, { "text", DOSSIER_FIELD_TEXT, 16, 0 });
	BAD(KEY, { "text", DOSSIER_FIELD_TEXT, 0, 0 });
	BAD(KEY, { "text", DOSSIER_FIELD_TEXT, 0, DOSSIER_FIELD_MANY });
	BAD(KEY, { "date", DOSSIER_FIELD_DATE, 1, STORED });
	BAD(KEY, { "date", DOSSIER_FIELD_DATE, 0, SEARCH });
	BAD(KEY, { "note", DOSSIER_FIELD_NONE, 1, STORED });
	BAD({ "id", DOSSIER_FIELD_KEY, 1, 0 });
	BAD({ "id", DOSSIER_FIELD_KEY, 0, SEARCH });
}

static void kinds_and_flags_are_known(void **state)
{
	(void)state;
	BAD(KEY, { "x", 4, 0, STORED });
	BAD(KEY, { "x", 255, 0, STORED });
	BAD(KEY, { "x", DOSSIER_FIELD_TEXT, 1, 1u << 5 });
	BAD(KEY, { "x", DOSSIER_FIELD_TEXT, 1, 1u << 15 });
}

static void one_text_may_be_the_language(void **state)
{
	const dossier_schema *p = dossier_schema_publication();
	const dossier_field fields[] = { KEY, { "x", DOSSIER_FIELD_TEXT, 1, 0 } };
	const dossier_schema none = { "none", fields, 2 };

	(void)state;
	assert_string_equal(p->fields[dsr_schema_language(p)].name, "lang");
	assert_int_equal(dsr_schema_language(&none), -1);
	GOOD(KEY, { "x", DOSSIER_FIELD_TEXT, 0, STORED | DOSSIER_FIELD_LANGUAGE });
	BAD(KEY, { "x", DOSSIER_FIELD_NONE, 0, STORED | DOSSIER_FIELD_LANGUAGE });
	BAD(KEY, { "x", DOSSIER_FIELD_TEXT, 0, STORED | DOSSIER_FIELD_MANY | DOSSIER_FIELD_LANGUAGE });
	BAD(KEY, { "x", DOSSIER_FIELD_TEXT, 0, STORED | DOSSIER_FIELD_LANGUAGE },
	    { "y", DOSSIER_FIELD_TEXT, 0, STORED | DOSSIER_FIELD_LANGUAGE });
}

static void a_schema_has_1_to_32_fields(void **state)
{
	static char names[DOSSIER_FIELDS_MAX + 1][3];
	dossier_field fields[DOSSIER_FIELDS_MAX + 1] = { KEY };
	dossier_error err;
	const dossier_schema unnamed = { "Bad name", fields, 1 };
	(void)state;

	for (int i = 1; i <= DOSSIER_FIELDS_MAX; i++) {
		names[i][0] = (char)('a' + i % 26);
		names[i][1] = (char)('a' + i / 26);
		fields[i] = (dossier_field){ names[i], DOSSIER_FIELD_TEXT, 1, 0 };
	}
	assert_int_equal(check(fields, DOSSIER_FIELDS_MAX), DOSSIER_OK);
	assert_int_equal(check(fields, DOSSIER_FIELDS_MAX + 1), DOSSIER_ERR_MISUSE);
	assert_int_equal(check(fields, 0), DOSSIER_ERR_MISUSE);
	assert_int_equal(check(NULL, 1), DOSSIER_ERR_MISUSE);
	assert_int_equal(dsr_schema_check(&unnamed, &err), DOSSIER_ERR_MISUSE);
	assert_int_equal(err.status, DOSSIER_ERR_MISUSE);
}

static void schemas_are_equal_when_every_field_is(void **state)
{
	const dossier_schema *p = dossier_schema_publication();
	dossier_field fields[12];
	dossier_schema other = { "publication", fields, 12 };
	(void)state;

	memcpy(fields, p->fields, sizeof fields);
	assert_true(dsr_schema_equal(p, &other));
	fields[8].name = "rest";
	assert_false(dsr_schema_equal(p, &other));
	fields[8] = p->fields[8];
	fields[1].weight = 2;
	assert_false(dsr_schema_equal(p, &other));
	fields[1] = p->fields[1];
	fields[1].flags = STORED;
	assert_false(dsr_schema_equal(p, &other));
	fields[1] = p->fields[1];
	fields[7].kind = DOSSIER_FIELD_TEXT;
	assert_false(dsr_schema_equal(p, &other));
	fields[7] = p->fields[7];
	other.count = 10;
	assert_false(dsr_schema_equal(p, &other));
	other.count = 11;
	other.name = "else";
	assert_false(dsr_schema_equal(p, &other));
}

static void the_stored_form_is_the_documented_one(void **state)
{
	static const dossier_field fields[] = { KEY, { "text", DOSSIER_FIELD_TEXT, 3, SEARCH | STORED } };
	static const dossier_schema s = { "s", fields, 2 };
	static const char bytes[] = "\1s\2" "\2id\1\0\0\0" "\4text\2\3\3\0";
	dsr_buf b = DSR_BUF_INIT(&test_alloc);
	(void)state;

	dsr_schema_put(&b, &s);
	assert_int_equal(dsr_buf_status(&b), DOSSIER_OK);
	assert_int_equal(b.len, sizeof bytes - 1);
	assert_memory_equal(b.data, bytes, b.len);
	dsr_buf_release(&b);
}

/* Read bytes from a block of exactly their size, so that a sanitizer sees every step too far. */
static dossier_status get(dossier_schema *s, dsr_arena *arena, const uint8_t *bytes, size_t n, size_t *used)
{
	uint8_t *exact = malloc(n + !n);
	const uint8_t *p = exact;
	dossier_status st;

	memcpy(exact, bytes, n);
	st = dsr_schema_get(s, arena, &p, exact + n);
	*used = (size_t)(p - exact);
	free(exact);
	return st;
}

static void what_is_put_comes_back(void **state)
{
	dsr_buf b = DSR_BUF_INIT(&test_alloc);
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dossier_schema s;
	size_t used, len;
	(void)state;

	dsr_schema_put(&b, dossier_schema_publication());
	len = b.len;
	dsr_buf_put_u32(&b, 0xffffffff);
	assert_int_equal(get(&s, &arena, b.data, b.len, &used), DOSSIER_OK);
	assert_int_equal(used, len);
	assert_true(dsr_schema_equal(&s, dossier_schema_publication()));
	dsr_arena_release(&arena);
	dsr_buf_release(&b);
}

static void damage_is_told_and_changes_nothing(void **state)
{
	dsr_buf b = DSR_BUF_INIT(&test_alloc);
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dossier_schema s = { NULL, NULL, 77 };
	size_t used;
	(void)state;

	dsr_schema_put(&b, dossier_schema_publication());
	for (size_t n = 0; n < b.len; n++) {
		assert_int_equal(get(&s, &arena, b.data, n, &used), DOSSIER_ERR_CORRUPT);
		assert_int_equal(s.count, 77);
		assert_int_equal(used, 0);
		dsr_arena_reset(&arena);
	}
	for (size_t i = 0; i < b.len; i++) {
		for (unsigned byte = 0; byte < 256; byte++) {
			const uint8_t was = b.data[i];

			b.data[i] = (uint8_t)byte;
			if (get(&s, &arena, b.data, b.len, &used))
				assert_int_equal(used, 0);
			else
				assert_int_equal(dsr_schema_check(&s, NULL), DOSSIER_OK);
			b.data[i] = was;
			dsr_arena_reset(&arena);
		}
	}
	dsr_arena_release(&arena);
	dsr_buf_release(&b);
}

static void hostile_bytes_are_damage(void **state)
{
	static const struct { const char *bytes; size_t n; } hostile[] = {
#define BYTES(z) { z, sizeof(z) - 1 }
		BYTES("\xff\xff\xff\xff\x0f"),                      /* a name of 4 GB */
		BYTES("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),  /* of more than 32 bits */
		BYTES("\1s\0"),                                     /* no field */
		BYTES("\1s\xff\xff\xff\xff\x0f"),                   /* 2^32 - 1 fields */
		BYTES("\1s\1\4id\0x\1\0\0\0"),                      /* a NUL in a name */
		BYTES("\3s\0x\1\2id\1\0\0\0"),
		BYTES("\1s\1\2ID\1\0\0\0"),
		BYTES("\1s\1\2id\2\1\0\0"),                         /* no key */
		BYTES("\1s\2\2id\1\0\0\0\2id\0\0\2\0"),             /* a field twice */
	};
	(void)state;

	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
		dossier_schema s;
		size_t used;

		assert_int_equal(get(&s, &arena, (const uint8_t *)hostile[i].bytes, hostile[i].n, &used),
		                 DOSSIER_ERR_CORRUPT);
		dsr_arena_release(&arena);
	}
}

static void every_failed_allocation_is_told_from_damage(void **state)
{
	dsr_buf b = DSR_BUF_INIT(&test_alloc);
	int hit = 1;
	(void)state;

	dsr_schema_put(&b, dossier_schema_publication());
	for (long nth = 1; hit; nth++) {
		dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
		dossier_schema s;
		dossier_status st;
		size_t used;

		test_fail_after(nth);
		st = get(&s, &arena, b.data, b.len, &used);
		hit = test_fail_done();
		assert_int_equal(st, hit ? DOSSIER_ERR_NOMEM : DOSSIER_OK);
		dsr_arena_release(&arena);
	}
	dsr_buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(publication_is_the_documented_table),
		cmocka_unit_test(names_are_found_whole),
		cmocka_unit_test(names_are_lower_case_and_short),
		cmocka_unit_test(the_key_is_the_first_field_and_the_only_one),
		cmocka_unit_test(weight_and_search_are_for_text),
		cmocka_unit_test(kinds_and_flags_are_known),
		cmocka_unit_test(one_text_may_be_the_language),
		cmocka_unit_test(a_schema_has_1_to_32_fields),
		cmocka_unit_test(schemas_are_equal_when_every_field_is),
		cmocka_unit_test(the_stored_form_is_the_documented_one),
		cmocka_unit_test(what_is_put_comes_back),
		cmocka_unit_test(damage_is_told_and_changes_nothing),
		cmocka_unit_test(hostile_bytes_are_damage),
		cmocka_unit_test(every_failed_allocation_is_told_from_damage),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}
