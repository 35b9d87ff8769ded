/*
 * fts5.c - the driver of SQLite FTS5
 *
 * A contentless table with full detail, one transaction, no journal; then 'optimize', which leaves one segment, and VACUUM.
 * Words go through unicode61 and porter.  FTS5 cannot say "a word that may hold beside one that must": such queries
 * are refused.
 */
#define _POSIX_C_SOURCE 200809L

#include "peer.h"

#include <sqlite3.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static sqlite3 *db;
static sqlite3_stmt *add_text, *add_id, *get_count, *get_top, *get_id;

static void execute(const char *sql)
{
	char *err = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &err) != SQLITE_OK)
		peer_die(sql, err);
}

static sqlite3_stmt *prepare(const char *sql)
{
	sqlite3_stmt *s = NULL;

	if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL) != SQLITE_OK)
		peer_die(sql, sqlite3_errmsg(db));
	return s;
}

/* The hash, which holds 1 MiB by default, is given 64 MiB before a segment is written: that is faster. */
static void create(const char *dir)
{
	const char *const path = peer_path(dir, "fts.db");

	unlink(path);
	if (sqlite3_open(path, &db) != SQLITE_OK)
		peer_die(path, sqlite3_errmsg(db));
	execute("PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
	        "PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-262144; PRAGMA temp_store=MEMORY;"
	        "CREATE TABLE docs(rowid INTEGER PRIMARY KEY, id TEXT, title TEXT);"
	        "CREATE VIRTUAL TABLE t USING fts5(text, content='', detail=full,"
	        " tokenize=\"porter unicode61 remove_diacritics 0\");"
	        "INSERT INTO t(t, rank) VALUES('hashsize', 67108864);"
	        "BEGIN");
	add_text = prepare("INSERT INTO t(rowid, text) VALUES(?1, ?2)");
	add_id = prepare("INSERT INTO docs(id, title) VALUES(?1, ?2)");
}

static void bind(sqlite3_stmt *s, int place, peer_text t)
{
	sqlite3_bind_text(s, place, t.p, (int)t.n, SQLITE_STATIC);
}

static void insert(sqlite3_stmt *s)
{
	if (sqlite3_step(s) != SQLITE_DONE)
		peer_die("insert", sqlite3_errmsg(db));
	sqlite3_reset(s);
}

static void add(const peer_record *r)
{
	bind(add_id, 1, r->id);
	bind(add_id, 2, r->title);
	insert(add_id);
	sqlite3_bind_int64(add_text, 1, sqlite3_last_insert_rowid(db));
	bind(add_text, 2, r->text);
	insert(add_text);
}

static const char *finish(void)
{
	execute("INSERT INTO t(t) VALUES('optimize'); COMMIT");
	sqlite3_finalize(add_text);
	sqlite3_finalize(add_id);
	execute("VACUUM");
	sqlite3_close(db);
	return NULL;
}

static void open_index(const char *dir)
{
	const char *const path = peer_path(dir, "fts.db");

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		peer_die(path, sqlite3_errmsg(db));
	execute("PRAGMA mmap_size=68719476736; PRAGMA cache_size=-1048576; PRAGMA temp_store=MEMORY");
	get_count = prepare("SELECT count(*) FROM t WHERE t MATCH ?1");
	get_top = prepare("SELECT rowid, rank FROM t WHERE t MATCH ?1 ORDER BY rank LIMIT ?2");
	get_id = prepare("SELECT id FROM docs WHERE rowid=?1");
	execute("BEGIN"); /* one read transaction: no locks taken per query */
}

/* The clauses of one kind as `"word" + "word" OP ...`, appended to `to`. */
static char *put_clauses(char *to, const peer_query *q, int occur, const char *op)
{
	const char *between = "";

	for (int i = 0; i < q->count; i++) {
		const peer_clause *const c = &q->clauses[i];

		if ((int)c->occur != occur)
			continue;
		to += sprintf(to, "%s", between);
		for (int w = 0; w < c->count; w++)
			to += sprintf(to, "%s\"%s\"", w ? " + " : "", c->words[w]);
		between = op;
	}
	return to;
}

/* The query in FTS5's language, or NULL where it cannot be said. */
static const char *translate(const char *text)
{
	static char out[65536];
	peer_query q;
	char *to = out;

	peer_query_read(&q, text);
	if (strlen(text) > sizeof out / 8 || (q.must && q.must + q.must_not < q.count)) {
		peer_query_release(&q);
		return NULL;
	}
	to += sprintf(to, "(");
	to = put_clauses(to, &q, q.must ? PEER_MUST : PEER_MAY, q.must ? " AND " : " OR ");
	to += sprintf(to, ")");
	if (q.must_not) {
		to += sprintf(to, " NOT (");
		to = put_clauses(to, &q, PEER_MUST_NOT, " OR ");
		sprintf(to, ")");
	}
	peer_query_release(&q);
	return out;
}

static void get_hits(const char *match, int top, peer_answer *a)
{
	int rc;

	sqlite3_bind_text(get_top, 1, match, -1, SQLITE_STATIC);
	sqlite3_bind_int(get_top, 2, top);
	while ((rc = sqlite3_step(get_top)) == SQLITE_ROW) {
		a->document[a->n] = (uint64_t)sqlite3_column_int64(get_top, 0);
		a->score[a->n++] = -sqlite3_column_double(get_top, 1);
	}
	if (rc != SQLITE_DONE)
		peer_die(match, sqlite3_errmsg(db));
	sqlite3_reset(get_top);
}

static int run(const peer_command *c, const char *query, peer_answer *a)
{
	const char *const match = translate(query);

	if (!match)
		return 0;
	if (c->top)
		get_hits(match, c->top, a);
	if (c->count) {
		sqlite3_bind_text(get_count, 1, match, -1, SQLITE_STATIC);
		if (sqlite3_step(get_count) != SQLITE_ROW)
			peer_die(match, sqlite3_errmsg(db));
		a->count = (uint64_t)sqlite3_column_int64(get_count, 0);
		sqlite3_reset(get_count);
	}
	return 1;
}

static char *id_of(uint64_t document)
{
	char *id;

	sqlite3_bind_int64(get_id, 1, (sqlite3_int64)document);
	id = strdup(sqlite3_step(get_id) == SQLITE_ROW ? (const char *)sqlite3_column_text(get_id, 0) : "?");
	sqlite3_reset(get_id);
	return id;
}

int main(int argc, char **argv)
{
	const peer_engine engine = { "fts5", create, add, finish, open_index, run, id_of };

	return peer_main(&engine, argc, argv);
}
