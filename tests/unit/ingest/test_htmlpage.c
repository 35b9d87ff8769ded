#include "collect.h"

#include "ingest/html/htmlpage.h"
#include "ingest/ingest.h"
#include "ingest/html/pagemeta.h"
#include "text/outline.h"

static collection c;
static dossier_str title, date, url;

static void begin(const char *bytes, size_t n, size_t step)
{
	collect_begin(&c, bytes, n);
	c.step = step;
	c.options.title = title;
	c.options.date = date;
	c.options.url = url;
}

static dossier_status read_page(const char *bytes, size_t n, size_t step)
{
	const char *name = "name.v2.html.gz";
	dsr_outlet outlet;
	dsr_source source;
	dossier_status st;

	begin(bytes, n, step);
	dsr_outlet_init(&outlet, &c.options, collect_sink(&c), &c.counts);
	dsr_source_init(&source, &test_alloc, name, collect_read, &c);
	dsr_outlet_begin(&outlet, name);
	st = dsr_htmlpage_read(&source, &outlet, NULL);
	dsr_source_release(&source);
	return st;
}

static void expect(const char *page, const char *text)
{
	assert_int_equal(read_page(page, strlen(page), 0), DOSSIER_OK);
	assert_string_equal(c.text, text);
}

/* What the page with `head` says beside its body. */
static void expect_head(const char *head, const char *text)
{
	char page[8192], want[2048];

	snprintf(page, sizeof page, "<!doctype html><head>%s</head><body><p>Text.</p>", head);
	snprintf(want, sizeof want, "%s\n", text);
	expect(page, want);
}

static void expect_body(const char *body, const char *text)
{
	char page[8192], want[4096];

	snprintf(page, sizeof page, "<!doctype html><title>T</title><body>%s", body);
	snprintf(want, sizeof want, "id=name.v2.html;title=T;body=%s;\n", text);
	expect(page, want);
}

static const char harbour[] =
	"id=https://strait.example/ferry;title=Two Ports, One Ferry;topics=Peace Processes;topics=Trade;"
	"topics=Maritime Security;topics=Ports;"
	"body=Two Ports,\nOne Ferry\n\nTwo neighbours agreed on Sunday to reopen the ferry line.\n\nWhat changes\n\n"
	"Customs houses\nLights & buoys\n\nWhat changed this winter?\nBoth ports lost trade.\n\n"
	"Adeyemi: A small door, left ajar.\nIt is open.\n\nWho pays?\nBoth.\n\nWhen?\nIn May.\n\nYear Boats\n2018 0\n\n"
	"Is it safe?\n\nYes.;authors=Ines Marques;authors=Tom McDonald;type=Analysis;date=2019-03-03;"
	"url=https://strait.example/ferry;\n"
	"id=card:a-bridge-too-narrow-trade-on-the-strait-2019-02-04;title=A Bridge Too Narrow: Trade on the Strait;"
	"topics=Economics & Trade;topics=Peace Processes;"
	"body=Merchants on both shores have lived with closed customs houses for years.\n\n"
	"This paper asks what reopening them would cost.;authors=Ines Marques;authors=Tom McDonald;type=Report;"
	"date=2019-02-04;url=https://strait.example/narrow;\n"
	"id=card:who-speaks-for-the-fishermens-villages-2019-01-09;title=Who Speaks for the Fishermen\xE2\x80\x99s Villages?;"
	"topics=Peace Processes;type=Question and Answer;date=2019-01-09;url=https://strait.example/who;\n";

static char *load(size_t *n)
{
	FILE *f = fopen("tests/unit/ingest/data/harbour.html", "rb");
	char *p = malloc(1 << 14);

	assert_non_null(f);
	*n = fread(p, 1, (1 << 14) - 1, f);
	fclose(f);
	return p;
}

static void a_page_is_its_article_and_its_cards(void **state)
{
	size_t n;
	char *page = load(&n);
	(void)state;

	for (size_t step = 1; step <= n; step *= 3) {
		assert_int_equal(read_page(page, n, step), DOSSIER_OK);
		assert_string_equal(c.text, harbour);
	}
	free(page);
}

static void an_import_tells_pages_by_their_first_bytes(void **state)
{
	static const struct {
		const char *page, *text;
	} cases[] = {
		{ "\xEF\xBB\xBF \n<!DOCTYPE HTML><title>A</title>b", "id=a;title=A;body=b;\n" },
		{ "<HTML lang=en><title>A</title>b", "id=a;title=A;body=b;\n" },
		{ "<head><title>A</title>b", "id=a;title=A;body=b;\n" },
		{ "<!-- {\n{\"id\":1 --><?xml version='1.0'?>\n<html><title>A</title>b", "id=a;title=A;body=b;\n" },
		{ "<!--a comment that is longer than all that is looked at to tell what a file is --><html><title>A</title>b",
		  "id=a;title=A;body=b;\n" },
		{ "<header>\n\nis a text", "id=header;title=<header>;body=<header>\n\nis a text;\n" },
		{ "{\"id\":\"<html>\",\"title\":\"t\"}", "id=<html>;title=t;\n" },
	};
	dsr_env env = { .alloc = test_alloc };
	(void)state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		begin(cases[i].page, strlen(cases[i].page), 7);
		assert_int_equal(dsr_ingest_stream(&env, "x.y", collect_read, &c, &c.options, collect_sink(&c), &c.counts, NULL),
		                 DOSSIER_OK);
		assert_string_equal(c.text, cases[i].text);
		assert_int_equal(c.counts.bytes, strlen(cases[i].page));
	}
}

static void pages_may_be_in_any_character_set(void **state)
{
	static const char ascii[] = "<html><title>T</title>caf_";
	char wide[2 + 2 * sizeof ascii] = "\xFF\xFE";
	(void)state;

	for (size_t i = 0; i + 1 < sizeof ascii; i++)
		wide[2 + 2 * i] = ascii[i] == '_' ? '\xE9' : ascii[i];
	assert_int_equal(read_page(wide, 2 * sizeof ascii, 3), DOSSIER_OK);
	assert_string_equal(c.text, "id=name.v2.html;title=T;body=caf\xC3\xA9;\n");
	expect("<html><title>T\x97</title>caf\xE9", "id=name.v2.html;title=T\xE2\x80\x94;body=caf\xC3\xA9;\n");
	expect("<html><meta charset=koi8-r><title>\xE1</title>\xC1", "id=name.v2.html;title=\xD0\x90;body=\xD0\xB0;\n");
	expect("<html><meta charset=utf8><title>\xE1</title>\xC1", "id=name.v2.html;title=\xEF\xBF\xBD;body=\xEF\xBF\xBD;\n");
}

/* The parts of the page's outline are "k:label|...". */
static void expect_outline(const char *head, const char *content, const char *want)
{
	char page[8192], got[2048] = "";
	const char *body;
	dossier_str outline, text;
	dsr_part part = { 0 };
	size_t n = 0;

	snprintf(page, sizeof page, "<!doctype html><title>T</title>%s<body>%s", head, content);
	assert_int_equal(read_page(page, strlen(page), 0), DOSSIER_OK);
	body = strstr(c.text, "body=") + 5;
	text = (dossier_str){ body, (size_t)(strstr(body, ";\n") - body) };
	for (outline = dossier_str_of(c.outline); dsr_outline_next(&outline, text, &part);)
		n += (size_t)snprintf(got + n, sizeof got - n, "%c:%.*s|", (char)part.kind, (int)(part.end - part.start),
		                      text.p + part.start);
	assert_int_equal(outline.n, 0);
	assert_string_equal(got, want);
}

static void headings_questions_and_turns_are_kept(void **state)
{
	(void)state;
	expect_outline("", "<h1>T</h1>a<h2>One<br>two</h2>b<h1>Three</h1>c<h3>Why?</h3>d<h4> </h4>e",
	               "s:One\ntwo|s:Three|q:Why?|");
	expect_outline("", "<p><b>Why?</b> So.<p><strong>Note</strong> this?<p>Plain?<p>x <b>Who?</b>", "q:Why?|");
	expect_outline("", "<p><b>Aum:</b> I.<p><b>Bo Li</b>: You.<p><b>Note:</b> x<p><b>He said:</b> y<p><b>Al</b> z: a", "t:Aum|t:Bo Li|");
	expect_outline("", "<dl><dt>Who?<dd>I.<dt>Term<dd>It.</dl><p>x<details><summary><h3>Is it?</h3></summary>Yes.</details>y<p>z",
	               "q:Who?|e:|q:Is it?|e:|");
	expect_outline("", "<dl><dt>Term<dd>x</dl>y", "");
	expect_outline("", "<h2>View all of them</h2><p>x<h2>View all</h2><h2>S</h2>y", "s:S|");
	expect_outline("", "<h2><b>Who?</b></h2>x<h2><b>Aum:</b></h2>y", "q:Who?|s:Aum:|");
	expect_outline("", "<h2><div>A</div></h2>x<ul><li><h3>B</h3>y</ul>", "s:A|s:B|");
}

static const char faq[] = "<script type='application/ld+json'>{\"@type\":\"FAQPage\",\"mainEntity\":[{\"name\":\"Who  pays\","
                          "\"acceptedAnswer\":{\"text\":\"<p>The <b>port</b>.<h2>x</h2>\"}},7,{\"name\":\"And then\","
                          "\"suggestedAnswer\":[{\"text\":\"None.\"}]},{\"acceptedAnswer\":{\"text\":\"?\"}}]}</script>";

static void questions_of_the_faq_are_known_in_the_text(void **state)
{
	(void)state;
	expect_outline(faq, "<p>Who pays</p><p>All.</p><h3>And then</h3><p>So.", "q:Who pays|q:And then|");
}

static void a_faq_that_is_not_in_the_text_is_put_behind_it(void **state)
{
	(void)state;
	expect_outline(faq, "<p>Intro.", "q:Who pays|s:x|q:And then|");
	assert_non_null(strstr(c.text, "body=Intro.\n\nWho pays\n\nThe port.\n\nx\n\nAnd then\n\nNone.;"));
	expect_outline(faq, "", "q:Who pays|s:x|q:And then|");
}

/* Pages of the largest size made of one thing: each ends, as a record or with a reason, and says which. */
static void pages_made_to_hurt_end(void **state)
{
	static const struct { const char *head, *unit, *reason; } pages[] = {
		{ "", "<div>", "tags open" }, { "", "<p><b>", "tags open" }, { "", "<table>", "tags open" },
		{ "<p ", "a='<b>' ", NULL }, { "", "&amp;&#x41;&nosuch;&lt", NULL }, { "", "\x80\xFF\xE2\x82", NULL },
		{ "<meta charset=utf-16le>", "\xD8", NULL }, { "<meta charset=gb18030>", "\x81\x30", NULL },
		{ "<!doctype html [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>", "&b;", NULL }, { "<!--", "--", "no text" },
		{ "", "<h2>Why?</h2>x", NULL }, { "", "<p><b>Aum:</b> yes?", NULL }, { "", "<dl><dt>a?<dd>b</dl>", NULL },
		{ "", "<h2>Related</h2><li><a href=x>y</a><time datetime=2018-01-01></time>", NULL },
		{ "<script type='application/ld+json'>", "[", "no text" }, { "<script type='application/ld+json'>", "{\"@graph\":", "no text" },
	};
	char *page = malloc(DSR_INGEST_MAX + 1);
	(void)state;

	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		size_t n = (size_t)snprintf(page, DSR_INGEST_MAX, "<html><title>T</title>%s", pages[i].head);

		for (const size_t unit = strlen(pages[i].unit); n + unit < DSR_INGEST_MAX; n += unit)
			memcpy(page + n, pages[i].unit, unit);
		assert_int_equal(read_page(page, n, 0), DOSSIER_OK);
		assert_true(pages[i].reason ? strstr(c.text, pages[i].reason) != NULL : c.records > 0 || *c.text == '!');
		memset(page + n, 'x', DSR_INGEST_MAX + 1 - n);
		assert_int_equal(read_page(page, DSR_INGEST_MAX + 1, 0), DOSSIER_OK);
		assert_string_equal(c.text, "! 0@0: a page of more than 16384 bytes\n");
	}
	free(page);
}

static void a_page_knows_where_it_stood(void **state)
{
	static const char page[] = "<html><title>T</title>caf\xE9 <meta charset=utf-8>";
	const dsr_origin want = dsr_origin_of((dsr_place){ 0, 0 }, page, sizeof page - 1);
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dossier_str text;
	(void)state;

	assert_int_equal(read_page(page, sizeof page - 1, 5), DOSSIER_OK);
	text = dsr_origin_print(&arena, &want, "name.v2.html.gz", 0);
	assert_memory_equal(c.provenance, text.p, text.n - strlen("1970-01-01T00:00:00Z\"}"));
	assert_int_equal(c.counts.mended, 1);
	assert_int_equal(c.counts.replacements, 1);
	dsr_arena_release(&arena);
}

static void json_ld_comes_first(void **state)
{
	(void)state;
	expect_head("<title>no</title><script type='application/ld+json'>{\"@type\":\"FAQPage\",\"name\":\"Q\"}</script>"
	            "<script type='application/ld+json'>[{\"@type\":\"Person\",\"name\":\"P\"},"
	            "{\"@type\":\"Report\",\"name\":\"R\",\"author\":{\"name\":\"A\"},\"genre\":[\"G\"],"
	            "\"url\":\"/relative\",\"@id\":\"http://e.org/r\",\"keywords\":[\"k, 1\",{\"name\":\"k2\"}],"
	            "\"datePublished\":\"soon\"}]</script>"
	            "<script type='application/ld+json'>{\"@type\":\"BlogPosting\",\"headline\":\"second\"}</script>"
	            "<meta name=citation_date content='2018/3/9'><meta name=dc.date content='2018/03/09'>",
	            "id=http://e.org/r;title=R;topics=k, 1;topics=k2;body=Text.;authors=A;type=G;date=2018-03-09;"
	            "url=http://e.org/r;");
	expect_head("<script type='application/ld+json'>{\"@type\":\"FAQPage\",\"name\":\"Q\"}</script><title>no</title>",
	            "id=name.v2.html;title=Q;body=Text.;");
	expect_head("<script type='application/ld+json'>{\"@type\":\"Article\",\"name\":\"A\"};</script><title>T</title>",
	            "id=name.v2.html;title=A;body=Text.;");
	expect_head("<script type='application/ld+json'>{\"@type\":\"Article\",\"name\":</script><title>T</title>",
	            "id=name.v2.html;title=T;body=Text.;");
	expect_head("<script type='application/ld+json'>[1,[],{},null,{\"@graph\":3},{\"@type\":{}}]</script><title>T</title>",
	            "id=name.v2.html;title=T;body=Text.;");
}

static void tags_for_scholars_come_before_those_for_networks(void **state)
{
	(void)state;
	expect_head("<meta property='og:title' content=G><meta property='article:published_time' content='2017-01-01T00:00:00Z'>"
	            "<meta property='article:author' content='https://face.example/a'><meta property='og:url' content='http://e/g'>"
	            "<meta property='article:section' content=Sec><meta property='article:tag' content=Tag>"
	            "<meta property='article:tag' content=Sec><meta name=author content=Someone>",
	            "id=http://e/g;title=G;topics=Sec;topics=Tag;body=Text.;authors=Someone;date=2017-01-01;url=http://e/g;");
	expect_head("<meta property='og:title' content=G><meta name=DC.Title content=' D\n d '>"
	            "<meta name=citation_author content='A, B.'><meta name=citation_author content=C><meta name=author content=No>"
	            "<meta name=DCTERMS.issued content='9 March 2018'><meta name=citation_keywords content='a b; c, d;'>"
	            "<meta name=dc.type content=Brief><meta name=citation_public_url content='https://e/c'>"
	            "<link rel='x CANONICAL' href='https://e/l'>",
	            "id=https://e/c;title=D d;topics=a b;topics=c, d;body=Text.;authors=A, B.;authors=C;type=Brief;"
	            "date=2018-03-09;url=https://e/c;");
}

static void without_tags_the_page_speaks(void **state)
{
	(void)state;
	expect_head("<meta property='og:site_name' content='The Site'><title>One - Two - The Site</title>"
	            "<link rel=canonical href='https://e/l'>",
	            "id=https://e/l;title=One - Two;body=Text.;url=https://e/l;");
	expect_head("<meta property='og:site_name' content='Site'><title>Off Site</title>", "id=name.v2.html;title=Off Site;body=Text.;");
	expect("<!doctype html><aside><time datetime=2011-01-01>x</time></aside><article><h1>He\nad</h1><h1>no</h1>"
	       "<time datetime=yesterday></time><time datetime='2012-02'>y</time>",
	       "id=name.v2.html;title=He ad;body=He ad\n\nno\n\ny;date=2012-02;\n");
	expect("<!doctype html><title>T</title><time datetime=2011-01-01>x</time><main>y</main>",
	       "id=name.v2.html;title=T;body=y;date=2011-01-01;\n");
}

static void what_is_given_wins(void **state)
{
	(void)state;
	title = dossier_str_of("Given");
	date = dossier_str_of("9 March 2018");
	url = dossier_str_of("https://example.org/x");
	expect_head("<title>no</title><meta name=date content=2001-01-01><link rel=canonical href='http://no/'>",
	            "id=https://example.org/x;title=Given;body=Text.;date=2018-03-09;url=https://example.org/x;");
	title = date = url = (dossier_str){ NULL, 0 };
}

static void the_site_is_no_part_of_the_text(void **state)
{
	static const char *const dropped[] = {
		"<nav>x</nav>", "<header>x</header>", "<footer>x</footer>", "<aside>x</aside>", "<form><p>x</p></form>", "<button>x</button>",
		"<iframe>x</iframe>", "<noscript>x</noscript>", "<template>x</template>", "<script>x</script>", "<style>x</style>",
		"<svg><text>x</text></svg>", "<select><option>x</select>", "<div hidden>x</div>", "<p aria-hidden=TRUE>x</p>",
		"<div class='a site-nav b'>x</div>", "<ul id=main_menu><li>x</ul>", "<div class=Share>x</div>", "<p class=social>x</p>",
		"<section class=related>x</section>", "<span class='cookie-bar'>x</span>", "<div id=sidebar>x</div>",
		"<div class='newsletter signup'><div>x</div></div>", "<div class=comments>x</div>", "<p>View all Reports</p>",
		"<!-- x -->", "<figure><figcaption>x</figcaption></figure>",
	};
	static const char *const kept[] = {
		"<div class='has-sidebar'><h1>x</h1></div>", "<h2 id=social>x</h2>", "<section id=social-policy>x</section>",
		"<div class=navigator>x</div>", "<p hiddenly>x</p>", "<p aria-hidden=false>x</p>", "<details><summary><button>x</button></summary></details>",
		"<form><h1>x</h1></form>", "<center>x", "<x-y>x</x-y>", "<li>x", "<td>x", "x",
	};
	char page[400];
	(void)state;

	for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++) {
		snprintf(page, sizeof page, "<p>a</p>%s<p>b</p>", dropped[i]);
		expect_body(page, "a\n\nb");
	}
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		expect_body(kept[i], "x");
}

static void lines_are_those_of_the_page(void **state)
{
	(void)state;
	expect_body("a<br>b<br><br>c<div>d</div>e", "a\nb\n\nc\n\nd\n\ne");
	expect_body("<ol><li>a<ul><li>b</ul><li><p>c</p><p>d</p></ol>e", "a\nb\nc\nd\n\ne");
	expect_body("<pre>a  b\n\n c</pre>", "a b\nc");
	expect_body("<p><b>Why?</b> Because <b>x?</b> y<p><b>NAME:</b> z", "Why?\nBecause x? y\n\nNAME: z");
	expect_body("<p>View All Articles</p><p>View All of them at once and here</p>View all", "View All of them at once and here");
	expect_body("a<b>b</b>c <i> d </i> e&#0;f&shy;", "abc d e\xEF\xBF\xBD" "f\xC2\xAD");
	expect_body("<article>a<article>in</article></article><article>b</article><main>c<article>d</article></main>", "c\n\nd");
	expect_body("<div role=main>c</div>x", "c");
}

static void cards_stand_behind_their_heading(void **state)
{
	(void)state;
	/* In the article, up to the next heading of the same level; what is no card there is the site's. */
	expect("<!doctype html><title>T</title><article>x<h2>Related</h2><h3>z</h3><ul><li>No Date<li><a href=b>Title Two</a>"
	       "<p>May 2017</ul><h2>y</h2></article>z",
	       "id=name.v2.html;title=T;body=x\n\ny;\nid=card:title-two-2017-05;title=Title Two;date=2017-05;\n");
	/* Of two dates with no link between, the first. */
	expect("<!doctype html><title>T</title>x<h2>Related Articles</h2><ul><li><a href=a>Title One</a> <b>2018-03-09</b>"
	       "<b>2018-03-10</b><li><a href=b>Title Two</a><p>May 2017<p>Type: Blog<p>By Ann Other</ul><h2>y</h2>",
	       "id=name.v2.html;title=T;body=x\n\ny;\nid=card:title-one-2018-03-09;title=Title One;date=2018-03-09;\n"
	       "id=card:title-two-2017-05;title=Title Two;authors=Ann Other;type=Blog;date=2017-05;\n");
	/* A link around all of it; a card alone. */
	expect("<!doctype html><title>T</title>x<div><div><h4> related </h4></div><div><a href=a><h5>One</h5><time>May 1, 2017</time>"
	       "<p>Some words of it.</a></div></div>",
	       "id=name.v2.html;title=T;body=x;\nid=card:one-2017-05-01;title=One;body=Some words of it.;date=2017-05-01;\n");
	/* Nothing there: it is a heading as any other. */
	expect_body("<h2>Related</h2><p>May 2017<h2>Related</h2><a href=x>y</a>", "Related\n\nMay 2017\n\nRelated\n\ny");
	/* A page of nothing else. */
	expect("<!doctype html><h2>Related</h2><li><a href=a>A</a><time datetime=2017-05-01></time>",
	       "! 0@0: the page has no title\nid=card:a-2017-05-01;title=A;date=2017-05-01;\n");
}

static void a_page_without_title_or_text_is_refused(void **state)
{
	(void)state;
	expect("<!doctype html><p>x", "! 0@0: the page has no title\n");
	expect("<!doctype html><title>x</title><nav>y</nav>", "! 0@0: the page has no text\n");
	expect("<html>", "! 0@0: the page has no title\n");
}

static void long_and_deep_pages_are_refused(void **state)
{
	char *page = calloc(1, DSR_INGEST_MAX + 2);
	(void)state;

	memset(page, ' ', DSR_INGEST_MAX + 1);
	memcpy(page, "<html><title>x</title>y", 23);
	assert_int_equal(read_page(page, DSR_INGEST_MAX + 1, 0), DOSSIER_OK);
	assert_string_equal(c.text, "! 0@0: a page of more than 16384 bytes\n");
	assert_int_equal(read_page(page, DSR_INGEST_MAX, 0), DOSSIER_OK);
	assert_string_equal(c.text, "id=name.v2.html;title=x;body=y;\n");
	for (int i = 0; i < 600; i++)
		memcpy(page + 23 + 5 * i, "<div>", 5);
	assert_int_equal(read_page(page, DSR_INGEST_MAX, 0), DOSSIER_OK);
	assert_string_equal(c.text, "! 0@0: the page has more than 512 tags open at once\n");
	free(page);
}

static void a_page_may_end_anywhere(void **state)
{
	size_t n;
	char *page = load(&n);
	(void)state;

	for (size_t i = 0; i <= n; i++) {
		assert_int_equal(read_page(page, i, 0), DOSSIER_OK);
		assert_int_equal(c.records + c.counts.refused > 0, 1);
	}
	free(page);
}

static void without_memory_it_says_so(void **state)
{
	size_t n;
	char *page = load(&n);
	int hit = 1;
	(void)state;

	for (long i = 1; hit; i++) {
		dossier_status st;

		test_fail_after(i);
		st = read_page(page, n, 0);
		hit = test_fail_done();
		assert_int_equal(st, hit ? DOSSIER_ERR_NOMEM : DOSSIER_OK);
		assert_int_equal(test_live, 0);
	}
	assert_string_equal(c.text, harbour);
	free(page);
}

static void a_sink_may_end_it(void **state)
{
	size_t n;
	char *page = load(&n);
	dsr_outlet outlet;
	dsr_source source;
	(void)state;

	for (size_t from = 0; from < 3; from++) {
		begin(page, n, 0);
		c.answer = DOSSIER_ERR_IO;
		c.answer_from = from;
		dsr_outlet_init(&outlet, &c.options, collect_sink(&c), &c.counts);
		dsr_source_init(&source, &test_alloc, "n", collect_read, &c);
		dsr_outlet_begin(&outlet, "n");
		assert_int_equal(dsr_htmlpage_read(&source, &outlet, NULL), DOSSIER_ERR_IO);
		assert_int_equal(c.records, from);
		dsr_source_release(&source);
	}
	free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_is_its_article_and_its_cards),
		cmocka_unit_test(an_import_tells_pages_by_their_first_bytes),
		cmocka_unit_test(pages_may_be_in_any_character_set),
		cmocka_unit_test(headings_questions_and_turns_are_kept),
		cmocka_unit_test(questions_of_the_faq_are_known_in_the_text),
		cmocka_unit_test(a_faq_that_is_not_in_the_text_is_put_behind_it),
		cmocka_unit_test(pages_made_to_hurt_end),
		cmocka_unit_test(a_page_knows_where_it_stood),
		cmocka_unit_test(json_ld_comes_first),
		cmocka_unit_test(tags_for_scholars_come_before_those_for_networks),
		cmocka_unit_test(without_tags_the_page_speaks),
		cmocka_unit_test(what_is_given_wins),
		cmocka_unit_test(the_site_is_no_part_of_the_text),
		cmocka_unit_test(lines_are_those_of_the_page),
		cmocka_unit_test(cards_stand_behind_their_heading),
		cmocka_unit_test(a_page_without_title_or_text_is_refused),
		cmocka_unit_test(long_and_deep_pages_are_refused),
		cmocka_unit_test(a_page_may_end_anywhere),
		cmocka_unit_test(without_memory_it_says_so),
		cmocka_unit_test(a_sink_may_end_it),
	};

	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}
