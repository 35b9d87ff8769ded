/*
 * groonga.c - the driver of Groonga
 *
 * The text is loaded into a column first and the index made of it then, which is the quick way; Groonga needs the column as the
 * index's source, so its bytes are reported apart.  Words are [[:alnum:]]+, stemmed by TokenFilterStem; ranking is
 * scorer_tf_idf, as there is no BM25.  Queries that mix what must, may and must not hold are refused.
 */
#define _POSIX_C_SOURCE 200809L

#include "peer.h"

#include <groonga.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static grn_ctx context, *const ctx = &context;
static grn_obj *db, *docs, *id_column, *title_column, *text_column;

static void check(const char *what)
{
	if (ctx->rc != GRN_SUCCESS)
		peer_die(what, ctx->errbuf);
}

static void command(const char *text)
{
	unsigned n = 0;
	int flags = 0;
	char *out = NULL;

	grn_ctx_send(ctx, text, (unsigned)strlen(text), 0);
	grn_ctx_recv(ctx, &out, &n, &flags);
	check(text);
}

static grn_obj *object(const char *name)
{
	return grn_ctx_get(ctx, name, -1);
}

static void create(const char *dir)
{
	const char *const path = peer_path(dir, "db");

	grn_init();
	grn_ctx_init(ctx, 0);
	db = grn_db_create(ctx, path, NULL);
	check(path);
	command("plugin_register token_filters/stem");
	command("table_create Docs TABLE_NO_KEY");
	command("column_create Docs id COLUMN_SCALAR ShortText");
	command("column_create Docs title COLUMN_SCALAR Text");
	command("column_create Docs text COLUMN_SCALAR LongText");
	docs = object("Docs");
	id_column = object("Docs.id");
	title_column = object("Docs.title");
	text_column = object("Docs.text");
}

static void put(grn_obj *column, grn_id document, grn_obj *value, const char *p, size_t n)
{
	GRN_TEXT_SET_REF(value, p, n);
	grn_obj_set_value(ctx, column, document, value, GRN_OBJ_SET);
	check("set value");
}

/*
 * The text with blanks for control characters, which NormalizerAuto deletes and so would glue the words of two lines
 * together, and a blank behind: TokenPattern of Groonga 13.0 loses a token that ends the text.
 */
static peer_text spaced(peer_text t)
{
	static size_t cap;
	static char *p;

	if (cap < t.n + 1) {
		cap = 2 * (t.n + 1);
		p = realloc(p, cap);
		if (!p)
			peer_die("memory", NULL);
	}
	for (size_t i = 0; i < t.n; i++)
		p[i] = (unsigned char)t.p[i] < ' ' ? ' ' : t.p[i];
	p[t.n] = ' ';
	return (peer_text){ p, t.n + 1 };
}

static void add(const peer_record *r)
{
	const grn_id document = grn_table_add(ctx, docs, NULL, 0, NULL);
	const peer_text text = spaced(r->text);
	grn_obj value;

	GRN_SHORT_TEXT_INIT(&value, GRN_OBJ_DO_SHALLOW_COPY);
	put(id_column, document, &value, r->id.p, r->id.n);
	GRN_TEXT_INIT(&value, GRN_OBJ_DO_SHALLOW_COPY);
	put(title_column, document, &value, r->title.p, r->title.n);
	GRN_LONG_TEXT_INIT(&value, GRN_OBJ_DO_SHALLOW_COPY);
	put(text_column, document, &value, text.p, text.n);
}

static const char *finish(void)
{
	static char note[64];
	const char *const path = grn_obj_path(ctx, text_column);
	struct stat st;

	command("table_create Lex TABLE_PAT_KEY ShortText"
	        " --default_tokenizer 'TokenPattern(\"pattern\", \"[[:alnum:]]+\")'"
	        " --normalizer NormalizerAuto --token_filters TokenFilterStem");
	command("column_create Lex idx COLUMN_INDEX|WITH_POSITION|INDEX_LARGE Docs text");
	grn_obj_flush_recursive(ctx, db);
	if (path && !stat(path, &st))
		snprintf(note, sizeof note, "\"source_bytes\":%llu", (unsigned long long)st.st_blocks * 512);
	grn_obj_close(ctx, db);
	grn_ctx_fin(ctx);
	grn_fin();
	return *note ? note : NULL;
}

static void open_index(const char *dir)
{
	const char *const path = peer_path(dir, "db");

	grn_init();
	grn_ctx_init(ctx, 0);
	db = grn_db_open(ctx, path);
	check(path);
	docs = object("Docs");
	id_column = object("Docs.id");
	grn_ctx_set_match_escalation_threshold(ctx, -1);
}

/* The query in Groonga's query syntax, or NULL where it is refused. */
static const char *translate(const char *text)
{
	static char out[65536];
	peer_query q;
	char *to = out;
	int pure;

	peer_query_read(&q, text);
	pure = strlen(text) < sizeof out / 8 && !q.must_not && (q.must == 0 || q.must == q.count);
	for (int i = 0; pure && i < q.count; i++) {
		const peer_clause *const c = &q.clauses[i];

		to += sprintf(to, "%s%s", i == 0 ? "" : q.must ? " " : " OR ", c->count > 1 ? "\"" : "");
		for (int w = 0; w < c->count; w++)
			to += sprintf(to, "%s%s", w ? " " : "", c->words[w]);
		to += sprintf(to, "%s", c->count > 1 ? " \"" : "");
	}
	peer_query_release(&q);
	return pure ? out : NULL;
}

/* The table of the documents that match, with scores when they are ranked. */
static grn_obj *select_matches(const char *query, int ranked)
{
	const char *const columns = ranked ? "scorer_tf_idf(text)" : "text";
	grn_obj *v, *match, *condition, *found;

	GRN_EXPR_CREATE_FOR_QUERY(ctx, docs, match, v);
	grn_expr_parse(ctx, match, columns, (unsigned)strlen(columns), NULL, GRN_OP_MATCH, GRN_OP_AND,
	               GRN_EXPR_SYNTAX_SCRIPT);
	GRN_EXPR_CREATE_FOR_QUERY(ctx, docs, condition, v);
	(void)v;
	grn_expr_parse(ctx, condition, query, (unsigned)strlen(query), match, GRN_OP_MATCH, GRN_OP_AND,
	               GRN_EXPR_SYNTAX_QUERY | GRN_EXPR_DISABLE_PREFIX_SEARCH | GRN_EXPR_DISABLE_AND_NOT);
	check(query);
	found = grn_table_select(ctx, docs, condition, NULL, GRN_OP_OR);
	check(query);
	grn_obj_close(ctx, condition);
	grn_obj_close(ctx, match);
	return found;
}

static void get_hits(grn_obj *found, int top, peer_answer *a)
{
	grn_obj *const sorted = grn_table_create(ctx, NULL, 0, NULL, GRN_OBJ_TABLE_NO_KEY, NULL, found);
	uint32_t key_count = 0;
	grn_table_sort_key *const keys = grn_table_sort_key_from_str(ctx, "-_score", 7, found, &key_count);
	grn_table_cursor *cursor;

	grn_table_sort(ctx, found, 0, top, sorted, keys, (int)key_count);
	cursor = grn_table_cursor_open(ctx, sorted, NULL, 0, NULL, 0, 0, -1, GRN_CURSOR_ASCENDING);
	while (grn_table_cursor_next(ctx, cursor) != GRN_ID_NIL && a->n < top) {
		void *value;
		grn_id document = 0;

		grn_table_cursor_get_value(ctx, cursor, &value);
		grn_table_get_key(ctx, found, *(const grn_id *)value, &document, sizeof document);
		a->score[a->n] = 0;
		a->document[a->n++] = document;
	}
	grn_table_cursor_close(ctx, cursor);
	grn_table_sort_key_close(ctx, keys, key_count);
	grn_obj_close(ctx, sorted);
}

static int run(const peer_command *c, const char *query, peer_answer *a)
{
	const char *const translated = translate(query);
	grn_obj *found;

	if (!translated)
		return 0;
	found = select_matches(translated, c->top > 0);
	a->count = grn_table_size(ctx, found);
	if (c->top)
		get_hits(found, c->top, a);
	grn_obj_close(ctx, found);
	check("query");
	return 1;
}

static char *id_of(uint64_t document)
{
	grn_obj value;
	char *id;

	GRN_SHORT_TEXT_INIT(&value, 0);
	grn_obj_get_value(ctx, id_column, (grn_id)document, &value);
	id = strndup(GRN_TEXT_VALUE(&value), GRN_TEXT_LEN(&value));
	grn_obj_unlink(ctx, &value);
	return id;
}

int main(int argc, char **argv)
{
	const peer_engine engine = { "groonga", create, add, finish, open_index, run, id_of };

	return peer_main(&engine, argc, argv);
}
