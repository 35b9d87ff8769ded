/*
 * test_oracle.c - the engine against the oracle: the same documents, in the same order, with the same scores
 *
 * Random publications go into an index in memory and into the oracle, with replacements, deletions, several commits
 * and budgets so small that one commit makes many segments, which are merged, put in
 * another order, or not; random queries are run on both.  A failure prints the
 * seed and the smallest part of the query that still fails.
 *
 *   DSR_MODEL_QUERIES=N   how many queries (default 40,000; fewer under sanitizers)
 *   DSR_MODEL_SEED=N      run only the collection with this seed
 */
#include "../unit/test.h"

#include <stdio.h>
#include <string.h>

#include <dossier.h>

#include "api/handles.h"
#include "base/mem.h"
#include "oracle.h"
#include "os/memory.h"
#include "query/ast.h"
#include "search/searcher.h"

#if defined(__SANITIZE_ADDRESS__)
enum { QUERIES = 4000 };
#else
enum { QUERIES = 40000 };
#endif
enum { QUERIES_EACH = 400, NODES_MAX = 64, VALUES_MAX = 16, TEXT_MAX = 1 << 16 };

/* ---- chance ---- */

static uint64_t state;

static uint32_t chance(uint32_t n)
{
	uint64_t z = state += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return (uint32_t)((z ^ z >> 31) >> 32) % n;
}

/* Small numbers are frequent. */
static uint32_t skewed(uint32_t n)
{
	const double u = chance(1 << 20) / (double)(1 << 20);

	return (uint32_t)(u * u * u * n);
}

/* ---- texts ---- */

static const char *const words[] = {
	"the", "of", "peace", "treaty", "treaties", "North", "Korea", "Koreans", "\xC3\x89lys\xC3\xA9s", "state's", "u.s.",
	"sanction", "sanctions", "talk", "talks", "and", "verification", "verify", "2018", "boo", "\xE4\xB8\xAD\xE5\x9B\xBD",
	"\xE1\x85\x9F", "summit", "arms", "co-operation", "cooperation", "co", "operation", "a.b@example.org", "sixparty",
	"example.org/x-y", "W.H.O.", "C++", "six-party-state's", "control", "nuclear", "WHO", "who", "Six-Party", "o'brien", "a", "in", "NATO",
};
enum { WORDS = sizeof words / sizeof *words };

typedef struct text {
	char   bytes[TEXT_MAX];
	size_t n;
} text;

/* Names of these words: with every flag, in one another, of several concepts. */
static const char names[] =
	"prk; state; North Korea; DPRK; ~North Koreans; ?Korea; +sanction\n"
	"kor; state; Korea of North; =Korea Koreans; ?Korea; +peace talks\n"
	"sixparty; process; Six-Party Talks; sixparty; talks of the state's\n"
	"who; org; Arms control summit; =WHO; ?^NATO; North Korea talks\n"
	"usa; state; u.s.; ~state's treaty; =boo; Of the and\n"
	"ely; region; Elysees; ?~^North; +treaties; ^Peace of; q17x\n"
	"-; block; North Korea summit; peace treaty\n";

static uint32_t vocabulary; /* of the collection at hand */

static void put_word(text *t, uint32_t i)
{
	const size_t room = sizeof t->bytes - t->n;

	if (room < 40)
		return;
	if (i < WORDS)
		t->n += (size_t)snprintf(t->bytes + t->n, room, "%s", words[i]);
	else
		t->n += (size_t)snprintf(t->bytes + t->n, room, "q%ux", i);
}

static dossier_str write_text(text *t, uint32_t count)
{
	t->n = 0;
	for (uint32_t i = 0; i < count; i++) {
		put_word(t, skewed(vocabulary));
		if (t->n < sizeof t->bytes)
			t->bytes[t->n++] = chance(12) ? ' ' : '.';
	}
	return (dossier_str){ t->bytes, t->n };
}

/* ---- a collection, twice ---- */

typedef struct pair {
	dsr_memory_fs  *fs;
	dossier_writer *writer;
	dossier_index  *index;
	dsr_searcher    searcher;
	oracle          oracle;
	uint64_t        seed;
	int             languages; /* documents are in several */
} pair;

/* Ranges of documents that were scored and passed over where some may be. */
static uint64_t scored, passed;

static void fill(text *t, dossier_value *values, size_t *n, const char *field, uint32_t count)
{
	values[*n].field = field;
	values[(*n)++].text = write_text(t, count);
}

static uint32_t body_length(void)
{
	switch (chance(24)) {
	case 0:
		return chance(2000);
	case 1:
		return 0;
	default:
		return chance(40);
	}
}

static void add_document(pair *p, uint32_t keys)
{
	static text texts[VALUES_MAX];
	static char key[16], date[16];
	dossier_value values[VALUES_MAX];
	size_t n = 0;
	static const char *const codes[] = { "de", "fr", "zh", "en" };
	const uint32_t precision = chance(4);

	snprintf(key, sizeof key, "k%u", chance(keys));
	values[n++] = (dossier_value){ "id", dossier_str_of(key) };
	if (precision) {
		const int year = 2015 + (int)chance(4), month = 1 + (int)chance(12), day = 1 + (int)chance(28);

		snprintf(date, sizeof date, precision == 1 ? "%d" : precision == 2 ? "%d-%02d" : "%d-%02d-%02d", year,
		         month, day);
		values[n++] = (dossier_value){ "date", dossier_str_of(date) };
	}
	if (chance(8))
		fill(&texts[n], values, &n, "title", 1 + chance(8));
	for (uint32_t i = chance(4); i; i--)
		fill(&texts[n], values, &n, "topics", 1 + chance(3));
	for (uint32_t i = chance(3); i; i--)
		fill(&texts[n], values, &n, "authors", 1 + chance(2));
	if (chance(2))
		fill(&texts[n], values, &n, "type", 1);
	fill(&texts[n], values, &n, "body", body_length());
	if (p->languages && chance(3))
		values[n++] = (dossier_value){ "lang", dossier_str_of(codes[chance(4)]) };
	assert_int_equal(dossier_writer_add(p->writer, values, n, NULL, NULL), 0);
	oracle_add(&p->oracle, values, n);
}

static void delete_document(pair *p, uint32_t keys)
{
	char key[16];
	int found = 0;

	snprintf(key, sizeof key, "k%u", chance(keys));
	assert_int_equal(dossier_writer_delete(p->writer, dossier_str_of(key), &found, NULL), 0);
	assert_int_equal(found, oracle_delete(&p->oracle, key));
}

static void open_pair(pair *p, size_t memory)
{
	dossier_writer_options wo = DOSSIER_WRITER_OPTIONS_INIT;

	p->fs = dsr_memory_fs_new(&dsr_alloc_default);
	assert_non_null(p->fs);
	wo.storage = dsr_memory_fs_storage(p->fs);
	wo.memory = memory;
	wo.keep_segments = (int)chance(2);
	wo.names = dossier_str_of(names);
	assert_int_equal(dossier_writer_open(&p->writer, "ix", &wo, NULL), 0);
	oracle_init(&p->oracle, (const uint8_t *)names, strlen(names));
}

/* Open the index and tell the oracle under which numbers the engine knows its documents. */
static void finish_pair(pair *p)
{
	dossier_index_options io = DOSSIER_INDEX_OPTIONS_INIT;

	assert_int_equal(dossier_writer_commit(p->writer, NULL), 0);
	dossier_writer_close(p->writer);
	io.storage = dsr_memory_fs_storage(p->fs);
	assert_int_equal(dossier_index_open(&p->index, "ix", &io, NULL), 0);
	for (size_t d = 0; d < p->oracle.count; d++) {
		oracle_document *doc = &p->oracle.docs[d];

		if (doc->live)
			assert_int_equal(dossier_index_find(p->index, dossier_str_of(doc->key), &doc->number, NULL), 0);
	}
	assert_int_equal(dsr_searcher_init(&p->searcher, &p->index->snapshot, &dsr_alloc_default, NULL), 0);
}

static void close_pair(pair *p)
{
	dsr_searcher_release(&p->searcher);
	dossier_index_close(p->index);
	dsr_memory_fs_free(p->fs);
	oracle_release(&p->oracle);
}

static void merge(pair *p)
{
	const dossier_merge_options how = { .size = sizeof how, .reorder = (int)chance(2) };

	assert_int_equal(dossier_writer_merge(p->writer, &how, NULL), 0);
}

static void make_collection(pair *p, uint64_t seed)
{
	static const uint32_t sizes[] = { 0, 1, 3, 20, 100, 100, 100, 200, 200, 300, 500, 1000 };
	uint32_t count, keys;

	state = p->seed = seed;
	count = sizes[chance(12)];
	count += chance(count + 1);
	keys = 1 + count * (1 + chance(4)) / 2;
	vocabulary = 5 + chance(150);
	p->languages = !chance(3);
	open_pair(p, chance(2) ? 0 : 1 + chance(1 << 20));
	for (uint32_t i = 0; i < count; i++) {
		add_document(p, keys);
		if (!chance(40))
			delete_document(p, keys);
		if (!chance(count / 3 + 1))
			assert_int_equal(dossier_writer_commit(p->writer, NULL), 0);
		if (!chance(count + 1))
			merge(p);
	}
	if (!chance(4))
		merge(p);
	finish_pair(p);
	assert_int_equal(dossier_index_get_stats(p->index).documents, p->oracle.live);
}

/* ---- a collection of real publications ---- */

/* Texts of which queries are cut; none: words are drawn from the vocabulary. */
static struct {
	dossier_str *texts;
	size_t       count, cap;
} samples;

static void add_sample(dossier_str sample)
{
	void *texts = samples.texts;
	char *copy = malloc(sample.n + 1);

	assert_non_null(copy);
	memcpy(copy, sample.p, sample.n);
	copy[sample.n] = '\0';
	assert_true(dsr_grow(&dsr_alloc_default, &texts, &samples.cap, samples.count + 1, sizeof *samples.texts));
	samples.texts = texts;
	samples.texts[samples.count++] = (dossier_str){ copy, sample.n };
}

static void drop_samples(void)
{
	for (size_t i = 0; i < samples.count; i++)
		free((void *)(uintptr_t)samples.texts[i].p);
	free(samples.texts);
	memset(&samples, 0, sizeof samples);
}

/* A few words of a text, with what stands between them. */
static size_t cut_words(char *out, size_t cap, uint32_t count)
{
	const dossier_str s = samples.texts[chance((uint32_t)samples.count)];
	size_t from = chance((uint32_t)s.n + 1), n = 0;

	while (from < s.n && s.p[from] != ' ')
		from++;
	while (++from < s.n && n < cap - 8 && (s.p[from] != ' ' || --count))
		out[n++] = s.p[from];
	while (n && ((unsigned char)out[n - 1] & 0x80))
		n--;
	return n;
}

/* Give the oracle what the engine stored. */
static void copy_documents(pair *p)
{
	const dossier_index_stats stats = dossier_index_get_stats(p->index);
	dossier_document *doc = NULL;

	for (uint64_t number = 0; number < stats.documents + stats.deleted; number++) {
		dossier_value values[64];
		size_t n;

		if (dossier_document_load(&doc, p->index, number, NULL))
			continue; /* deleted */
		n = dossier_document_count(doc);
		assert_true(n <= 64);
		for (size_t i = 0; i < n; i++)
			values[i] = dossier_document_at(doc, i);
		oracle_add(&p->oracle, values, n);
		p->oracle.docs[p->oracle.count - 1].number = number;
		add_sample(dossier_document_get(doc, "body"));
		add_sample(dossier_document_get(doc, "title"));
	}
	dossier_document_free(doc);
	assert_int_equal(stats.documents, p->oracle.live);
}

static int read_pipe(void *ctx, void *bytes, size_t n, size_t *got)
{
	*got = fread(bytes, 1, n, ctx);
	return 0;
}

/* ---- queries ---- */

typedef struct question {
	dsr_node      nodes[NODES_MAX];
	char          text[NODES_MAX * 260]; /* of all leaves; some are neighbours, with a blank between */
	size_t        used;
	dossier_query query;
} question;

static void put_words(question *q, uint32_t i, uint32_t k)
{
	char *out = q->text + q->used;
	size_t n = samples.count ? cut_words(out, 256, k) : 0;

	for (k = samples.count ? 0 : k; k; k--) {
		static text t;

		t.n = 0;
		put_word(&t, chance(10) ? skewed(chance(3) ? vocabulary : 10) : vocabulary + chance(2));
		n += (size_t)snprintf(out + n, 256 - n, "%.*s ", (int)t.n, t.bytes);
	}
	q->nodes[i].text = (dossier_str){ out, n };
	q->nodes[i].quoted = !chance(3);
	q->used += n;
	q->text[q->used++] = chance(2) ? ' ' : '(';
}

static void put_phrase(question *q, uint32_t i)
{
	static const uint32_t lengths[] = { 1, 1, 1, 1, 1, 2, 2, 3, 4 };

	put_words(q, i, lengths[chance(9)]);
}

static void put_leaf(question *q, uint32_t i)
{
	static const char *const fields[] = { "title", "topics", "authors", "type", "date", "body", "nosuch", "id" };
	dsr_node *n = &q->nodes[i];

	switch (chance(24)) {
	case 0:
		n->kind = DSR_NODE_ALL;
		return;
	case 1:
		n->kind = chance(4) ? DSR_NODE_ALL : DSR_NODE_NOTHING;
		return;
	case 2:
	case 3:
	case 4:
		n->kind = DSR_NODE_DATES;
		n->field = dossier_str_of(chance(10) ? "date" : "title");
		n->first_day = chance(4) ? 16436 + (int32_t)chance(1461) : INT32_MIN;
		n->last_day = chance(4) ? n->first_day + (int32_t)chance(900) : INT32_MAX;
		if (n->first_day == INT32_MIN && n->last_day != INT32_MAX)
			n->last_day = 16436 + (int32_t)chance(1461);
		return;
	default:
		n->kind = DSR_NODE_TEXT;
		if (!chance(4))
			n->field = dossier_str_of(fields[skewed(8)]);
		put_phrase(q, i);
	}
}

/* Give node i some children, side by side in the array, and so on down. */
static void put_node(question *q, uint32_t i, uint32_t depth)
{
	const uint32_t first = q->query.count, count = 2 + skewed(7);

	q->nodes[i].child = DSR_NODE_NIL;
	if (chance(4) < depth || first + count > NODES_MAX) {
		put_leaf(q, i);
		return;
	}
	q->query.count += count;
	q->nodes[i].kind = DSR_NODE_BOOL;
	q->nodes[i].child = first;
	for (uint32_t c = first; c < first + count; c++) {
		static const uint8_t occurs[] = { DSR_SHOULD, DSR_SHOULD, DSR_SHOULD, DSR_MUST, DSR_MUST, DSR_NOT };

		q->nodes[c].occur = c == first ? (uint8_t)chance(2) : occurs[chance(6)];
		q->nodes[c].next = c + 1 < first + count ? c + 1 : DSR_NODE_NIL;
	}
	if (!chance(3)) /* often all children are alike */
		for (uint32_t c = first; c < first + count; c++)
			q->nodes[c].occur = q->nodes[first].occur;
	for (uint32_t c = first; c < first + count; c++)
		put_node(q, c, depth + 1);
}

/* The root: two words that must match, and some that must, may or must not. */
static void put_conjunction(question *q)
{
	const uint32_t count = 2 + chance(4);

	q->nodes[0].kind = DSR_NODE_BOOL;
	q->nodes[0].child = 1;
	q->query.count += count;
	for (uint32_t c = 1; c <= count; c++) {
		static const uint8_t occurs[] = { DSR_SHOULD, DSR_SHOULD, DSR_MUST, DSR_NOT };

		q->nodes[c].kind = DSR_NODE_TEXT;
		q->nodes[c].occur = c <= 2 ? DSR_MUST : occurs[chance(4)];
		q->nodes[c].child = DSR_NODE_NIL;
		q->nodes[c].next = c < count ? c + 1 : DSR_NODE_NIL;
		put_words(q, c, 1);
	}
}

static void make_question(question *q)
{
	memset(q->nodes, 0, sizeof q->nodes);
	q->query = (dossier_query){ .nodes = q->nodes, .count = 1 };
	q->used = 0;
	q->nodes[0].occur = DSR_MUST;
	q->nodes[0].next = DSR_NODE_NIL;
	if (chance(6))
		put_node(q, 0, 0);
	else
		put_conjunction(q);
}

/* Ends with a line feed only at the root. */
static void print_node(const question *q, uint32_t i)
{
	const dsr_node *n = &q->nodes[i];

	printf("%c", " +-"[n->occur]);
	if (n->field.n)
		printf("%.*s:", (int)n->field.n, n->field.p);
	if (n->kind == DSR_NODE_TEXT)
		printf(n->quoted ? "\"%.*s\"" : "[%.*s]", (int)n->text.n, n->text.p);
	else if (n->kind == DSR_NODE_DATES)
		printf("%d..%d", n->first_day, n->last_day);
	else
		printf("%s", n->kind == DSR_NODE_ALL ? "ALL" : n->kind == DSR_NODE_BOOL ? "(" : "NOTHING");
	for (uint32_t c = n->child; c != DSR_NODE_NIL; c = q->nodes[c].next)
		print_node(q, c);
	if (n->kind == DSR_NODE_BOOL)
		printf(")");
}

/* ---- comparing ---- */

/* 1 when both agree; else 0, and what differs is printed if `aloud`. */
static int agree(pair *p, const dossier_query *q, const dsr_wish *r, int aloud)
{
	oracle_answer a = oracle_search(&p->oracle, q, &r->how);
	const size_t want = a.count < r->k ? a.count : r->k;
	const dossier_status st = dsr_searcher_run(&p->searcher, q, r, NULL);
	const int counted = p->searcher.exact ? p->searcher.total == a.count : r->k && r->at_least && p->searcher.total <= a.count;
	int right = !st && counted && p->searcher.count == want && p->searcher.plan.scale == a.scale;

	if (!right && aloud)
		printf("status %d, total %zu for %zu, hits %zu for %zu\n", st, (size_t)p->searcher.total, a.count,
		       p->searcher.count, want);
	for (size_t i = 0; i < want && right; i++) {
		const dsr_hit *h = &p->searcher.hits[i];

		right = h->document == a.hits[i].number && h->score == a.hits[i].score;
		if (!right && aloud)
			printf("hit %zu: document %zu score %u for document %zu score %u\n", i, (size_t)h->document, h->score,
			       (size_t)a.hits[i].number, a.hits[i].score);
	}
	scored += p->searcher.scored;
	passed += p->searcher.passed;
	free(a.hits);
	return right;
}

/* Leave out every node without which it still fails. */
static void shrink(pair *p, question *q, const dsr_wish *r)
{
	for (uint32_t i = 0; i < q->query.count; i++)
		for (uint32_t *link = &q->nodes[i].child; *link != DSR_NODE_NIL;) {
			const uint32_t child = *link;

			*link = q->nodes[child].next;
			if (agree(p, &q->query, r, 0)) {
				*link = child;
				link = &q->nodes[child].next;
			}
		}
}

static void complain(pair *p, question *q, const dsr_wish *r)
{
	printf("DSR_MODEL_SEED=%llu, k %zu, k1 %g, b %g, keep %d, at least %d:\n", (unsigned long long)p->seed, r->k, r->how.k1, r->how.b,
	       r->how.keep_stop_words, r->at_least);
	shrink(p, q, r);
	agree(p, &q->query, r, 1);
	print_node(q, 0);
	printf("\n");
	fail_msg("the engine and the oracle differ");
}

static void compare(pair *p, uint32_t queries)
{
	static question q;
	static const size_t limits[] = { 0, 1, 3, 10, 10, 40, 1000, 1 << 20 };

	for (uint32_t i = 0; i < queries; i++) {
		dsr_wish r = { limits[chance(8)], { 1.2, 0.75, (int)chance(2), p->languages && !chance(5) ? "german" : NULL },
		               (int)chance(2) };

		if (!chance(3)) {
			r.how.k1 = chance(10) ? chance(30) / 10.0 : 1e30;
			r.how.b = chance(11) / 10.0;
		}
		make_question(&q);
		if (!agree(p, &q.query, &r, 0))
			complain(p, &q, &r);
	}
}

static uint64_t number_from(const char *name, uint64_t other)
{
	const char *value = getenv(name);

	return value ? strtoull(value, NULL, 10) : other;
}

static void random_queries_on_random_collections_have_the_same_answers(void **unused)
{
	const uint64_t only = number_from("DSR_MODEL_SEED", 0);
	const uint64_t total = number_from("DSR_MODEL_QUERIES", QUERIES);
	uint64_t done = 0;
	pair p;

	(void)unused;
	for (uint64_t seed = only ? only : 1; done < total; seed++) {
		memset(&p, 0, sizeof p);
		make_collection(&p, seed);
		compare(&p, QUERIES_EACH);
		close_pair(&p);
		done += QUERIES_EACH;
		if (only)
			break;
	}
	printf("# %zu queries, %.1f %% of %zu ranges passed over\n", (size_t)done,
	       100.0 * (double)passed / (double)(scored + passed + 1), (size_t)(scored + passed));
	assert_true(passed > scored / 10);
}

/* Compare on one file of the corpus, where it is at hand. */
static void ask_corpus(const char *folder, const char *name, size_t memory, uint32_t queries)
{
	dossier_import_counts counts = { 0 };
	char command[512];
	FILE *pipe;
	pair p;

	snprintf(command, sizeof command, "xz -dc '%s/%s.jsonl.xz' 2>/dev/null", folder, name);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	memset(&p, 0, sizeof p);
	open_pair(&p, memory);
	assert_int_equal(dossier_import_stream(p.writer, name, read_pipe, pipe, NULL, &counts, NULL), 0);
	pclose(pipe);
	finish_pair(&p);
	copy_documents(&p);
	state = p.seed = 1;
	if (counts.added)
		compare(&p, queries);
	else
		printf("# no %s/%s.jsonl.xz, or no xz: left out\n", folder, name);
	printf("# %s: %zu publications in %zu segments\n", name, p.oracle.count, p.index->snapshot.count);
	drop_samples();
	close_pair(&p);
}

static void questions_to_real_publications_have_the_same_answers(void **unused)
{
	const char *folder = getenv("DSR_CORPUS") ? getenv("DSR_CORPUS") : "../shared/data/corpus";
	const uint32_t queries = (uint32_t)number_from("DSR_MODEL_QUERIES", QUERIES);

	(void)unused;
	ask_corpus(folder, "crs-reports", 1 << 20, queries / 50);
	ask_corpus(folder, "us-gov-blogs", 0, queries / 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_queries_on_random_collections_have_the_same_answers),
		cmocka_unit_test(questions_to_real_publications_have_the_same_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
