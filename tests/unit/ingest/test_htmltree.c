#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "ingest/html/htmlnest.h"
#include "ingest/html/htmltree.h"

/* `head`, `count` times `piece`, then `tail`. */
static dossier_str repeated(const char *head, const char *piece, size_t count, const char *tail)
{
	const size_t a = strlen(head), b = strlen(piece), c = strlen(tail);
	char *p = malloc(a + b * count + c);

	memcpy(p, head, a);
	for (size_t i = 0; i < count; i++)
		memcpy(p + a + b * i, piece, b);
	memcpy(p + a + b * count, tail, c);
	return (dossier_str){ p, a + b * count + c };
}

static dossier_status parse(dossier_str page, dossier_error *err)
{
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	GumboNode *root = NULL;
	const dossier_status st = dsr_html_parse(&arena, page, &root, err);

	for (GumboNode *n = root; !st && n; n = dsr_html_next(root, n))
		for (size_t i = 0; i < dsr_html_children(n); i++) {
			assert_ptr_equal(dsr_html_child(n, i)->parent, n);
			assert_int_equal(dsr_html_child(n, i)->index_within_parent, i);
		}
	dsr_arena_release(&arena);
	return st;
}

static void expect(const char *head, const char *piece, size_t count, const char *tail, const char *reason)
{
	const dossier_str page = repeated(head, piece, count, tail);
	dossier_error err = { .message = "" };

	assert_int_equal(parse(page, &err), *reason ? DOSSIER_ERR_INPUT : DOSSIER_OK);
	assert_string_equal(err.message, reason);
	free((char *)(uintptr_t)page.p);
}

static const char deep[] = "the page has more than 512 tags open at once";
static const char wide[] = "a tag has more than 256 attributes";

static void pages_that_nest_too_deep_are_refused(void **state)
{
	(void)state;
	expect("", "<div>", 512, "", "");
	expect("", "<div>", 513, "", deep);
	expect("", "<div>", 1000000, "", deep);
	expect("", "<b>", 20 << 20, "", deep);
	expect("", "<DIV a='>' b=\">\" c=x/y>", 1000000, "", deep);
	expect("", "<x-y></p>", 1000, "", deep);
	expect("", "</x-y><br><x-y><g>", 1000, "", deep);
	expect("", "</form><form><optgroup>", 1000, "", deep);
	expect("", "<li><dd>", 1000, "", deep);
	expect("", "<ul><li></ul/>", 1000, "", deep);
	expect("", "<rt>", 1000, "", deep);
	expect("", "<label></label><label><font size=1>", 1000, "", deep);
	expect("<frameset>", "<script></script><frameset>", 1000, "", deep);
	expect("", "<div></foo>", 1000, "", deep);
	expect("", "<span><div></span>", 1000, "", deep);
	expect("", "<div><table></div></table>", 1000, "", deep);
	expect("", "<object><table></object></table>", 1000, "", deep);
	expect("", "<div><select></div></select>", 1000, "", deep);
	expect("<svg>", "<g>", 1000, "", deep);
	expect("<svg>", "<div/>", 1000, "", deep);
	expect("<svg><foreignObject>", "<div/>", 1000, "", deep);
	expect("<svg><foreignObject><p></foreignObject>", "<div/>", 1000, "", deep);
	expect("", "<svg><foreignObject><p></svg>", 1000, "", deep);
	expect("<svg><b></b>", "<x/>", 1000, "", deep);
	expect("<svg><style>", "<g>", 1000, "", deep);
	expect("<svg><font size=1>", "<x/>", 1000, "", deep);
	expect("<svg><section>", "<td></x>", 1000, "", deep);
	expect("<svg><select>", "<option></x>", 1000, "", deep);
	expect("<select><style></select>", "<div>", 1000, "", deep);
	expect("<!-- --!>", "<div>", 1000, "-->", deep);
	expect("<!-->", "<div>", 1000, "-->", deep);
	expect("<!--->", "<div>", 1000, "-->", deep);
	expect("<style></style>", "<div>", 1000, "", deep);
}

static void pages_as_they_are_written_pass(void **state)
{
	(void)state;
	expect("", "<div><p>a<p>b<br><ul><li>c<li>d</ul><img src=x></div>", 2000, "", "");
	expect("<table>", "<tr><td>a<td><b>b</b>", 2000, "</table>", "");
	expect("<dl>", "<dt>a<dd><div>b", 2000, "</dl>", "");
	expect("<ul>", "<li>a<ul><li>b<li>c</ul>", 2000, "", "");
	expect("<p>", "<span><b>unclosed</span>", 400, "", "");
	expect("<div>", "<svg viewBox='0 0'><title>t</title><g><path d=x /><use/></g></svg>", 2000, "</div>", "");
	expect("<script>", "if (a<b && c<div) x('<div>');", 2000, "</script>", "");
	expect("<textarea>", "<div>", 2000, "</textarea>", "");
	expect("<!--", "<div>", 2000, "-->", "");
	expect("", "<!-- > <div> -->", 2000, "", "");
	expect("", "<select><option>a<option>b</select>", 2000, "", "");
	expect("<svg><font kind=1>", "<x/>", 2000, "", "");
	expect("<select>", "<optgroup><option>a", 2000, "</select>", "");
	expect("", "a < b <3 </ ", 2000, "", "");
	expect("<a title=\"", "<div>", 2000, "\">x</a>", "");
}

static void tags_with_too_many_attributes_are_refused(void **state)
{
	(void)state;
	expect("<p ", "a ", 256, ">", "");
	expect("<p ", "a ", 257, ">", wide);
	expect("</p ", "a=b ", 257, ">", wide);
	expect("<html>", "<body a b><html c>", 90, "", wide);
	expect("<html>", "<body a b><html c>", 80, "", "");
	expect("<p a='", "a", 1 << 20, "'>x", "");
	expect("<p ", "a", 1 << 20, ">x", "");
	expect("<", "a", 1 << 20, ">x", "");
	expect("<p a='", "a", 1 << 20, "", "");
}

static void a_tree_may_not_take_all_memory(void **state)
{
	(void)state;
	/* Each <p> opens all of the bold ones again. */
	expect("<p><b a=1><b a=2><b a=3><b a=4><b a=5><b a=6><b a=7><b a=8>", "<p>x", 20000, "",
	       "the page's tree takes more than 16777216 bytes");
}

static void any_bytes_are_a_page(void **state)
{
	static const char *const pieces[] = { "\0", "&", "<", "</", "<!", "<a", "<p a=", "&#0;&#xD800;&#x110000;&notit;", "<!DOCTYPE",
	                                      "<![CDATA[", "<table><a>", "<b><p></b>", "<template><td>", "<frameset>", "<math><mi><p>" };
	(void)state;

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		const dossier_str page = repeated("<html>", pieces[i], 100, "");

		assert_int_equal(parse(page, NULL), DOSSIER_OK);
		free((char *)(uintptr_t)page.p);
	}
	assert_int_equal(parse((dossier_str){ "a\0<b\0 c\0=\0d\0>\0", 15 }, NULL), DOSSIER_OK);
	assert_int_equal(parse((dossier_str){ "", 0 }, NULL), DOSSIER_OK);
}

static void without_memory_it_says_so(void **state)
{
	const dossier_str page = dossier_str_of("<!doctype html><p a=b c='d&amp;e'>x<b><i>y</b>z</i><table><a>&copy;");
	int hit = 1;
	(void)state;

	for (long i = 1; hit; i++) {
		dossier_status st;

		test_fail_after(i);
		st = parse(page, NULL);
		hit = test_fail_done();
		assert_int_equal(st, hit ? DOSSIER_ERR_NOMEM : DOSSIER_OK);
		assert_int_equal(test_live, 0);
	}
}

static int begins(const char *s, size_t n)
{
	return dsr_html_begins((const uint8_t *)s, n);
}

static void html_shows_in_its_first_bytes(void **state)
{
	static const char *const yes[] = { "<!doctype html>", "\n <!DOCTYPE HTML PUBLIC", "<html>", "<HTML\n", "<head>", "<html",
	                                   "\xEF\xBB\xBF<html>", "<!-- a --><!-- b --> <html>", "<?xml version='1.0'?>\n<!--x--><html ",
	                                   "<!-- open" };
	static const char *const no[] = { "", "<", "<header>", "<htmlx", "<!doctype xml>", "<?xml?><rss>", "{", "x<html>",
	                                  "<!-- a --> text", "<?xml", "html" };
	(void)state;

	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		assert_true(begins(yes[i], strlen(yes[i])));
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		assert_false(begins(no[i], strlen(no[i])));
	assert_true(begins("\xFF\xFE<\0h\0t\0m\0l\0>\0", 14));
	assert_true(begins("\xFE\xFF\0<\0h\0t\0m\0l\0>", 14));
	assert_false(begins("\xFE\xFF\0<\0h\0t\0m\0l\0x", 14));
	assert_false(begins("\xFF\xFE", 2));
}

static void texts_are_squeezed_and_words_found(void **state)
{
	static const char *const words[] = { "b", "cd", NULL };
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	GumboNode *root;
	const GumboNode *p;
	dossier_str s;
	(void)state;

	assert_int_equal(dsr_html_parse(&arena, dossier_str_of("<p class='a-B' id=bc>x \n y<b>z</b>\xC2\xA0<br>w"), &root, NULL),
	                 DOSSIER_OK);
	p = dsr_html_child(dsr_html_child(root, 1), 0);
	s = dsr_html_all_text(&arena, p);
	assert_int_equal(s.n, strlen("x yz\xC2\xA0 w"));
	assert_memory_equal(s.p, "x yz\xC2\xA0 w", s.n);
	assert_true(dsr_html_has_word(p, "class", words));
	assert_false(dsr_html_has_word(p, "id", words));
	assert_false(dsr_html_has_word(p, "none", words));
	assert_true(dsr_html_is_within(root, p));
	assert_false(dsr_html_is_within(p, root));
	dsr_html_remove(p->parent, 0, 1);
	assert_int_equal(dsr_html_children(dsr_html_child(root, 1)), 0);
	dsr_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_that_nest_too_deep_are_refused),
		cmocka_unit_test(pages_as_they_are_written_pass),
		cmocka_unit_test(tags_with_too_many_attributes_are_refused),
		cmocka_unit_test(a_tree_may_not_take_all_memory),
		cmocka_unit_test(any_bytes_are_a_page),
		cmocka_unit_test(without_memory_it_says_so),
		cmocka_unit_test(html_shows_in_its_first_bytes),
		cmocka_unit_test(texts_are_squeezed_and_words_found),
	};

	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}
