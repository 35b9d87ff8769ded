/*
 * jsonl.c - see jsonl.h
 */
#include "ingest/jsonl.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/utf8.h"
#include "codec/quoted.h"
#include "ingest/bodyparts.h"
#include "ingest/jsontext.h"
#include "ingest/jsontree.h"

/* Behind an object so many blanks are looked past for what follows on its line. */
#define BLANKS_MAX 256u

typedef struct reader {
	dsr_source  *source;
	dsr_outlet  *outlet;
	dsr_fieldmap map;
	dsr_record   record;
	dsr_arena    tree;       /* of the object at hand */
	dsr_buf      extra;      /* the record's "extra" */
	dsr_buf      body, outline; /* of a body given in parts */
	dsr_buf      mended;     /* the object at hand, where it was no UTF-8 */
	uint64_t     line;       /* of the window's first byte */
	uint64_t     array_line; /* where the array began that we are in; 0: in none */
} reader;

static dsr_place here(const reader *r)
{
	return (dsr_place){ r->line, r->source->offset };
}

/* Refuse what begins here; why->offset, if it is one, is the byte in it. */
static void refuse(reader *r, const dossier_error *why)
{
	dsr_place at = here(r);

	if (why->offset > 0)
		at.offset += (uint64_t)why->offset;
	dsr_outlet_refuse(r->outlet, at, why->message);
}

static dossier_status bad_byte(dossier_error *why, size_t at)
{
	return dsr_fail_at(why, DOSSIER_ERR_INPUT, (long long)at, "not JSON at byte %zu of the record", at + 1);
}

/* Take `n` bytes and count their lines. */
static void take(reader *r, size_t n)
{
	const uint8_t *p = dsr_source_at(r->source);
	const uint8_t *const end = p + n;

	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		r->line++;
		p++;
	}
	dsr_source_take(r->source, n);
}

/* Take all up to the end of the line at hand. */
static dossier_status take_line(reader *r, dossier_error *err)
{
	dossier_status st = DOSSIER_OK;

	while (!st) {
		const size_t have = dsr_source_have(r->source);
		const uint8_t *p = have ? dsr_source_at(r->source) : NULL;
		const uint8_t *end = p ? memchr(p, '\n', have) : NULL;

		take(r, end ? (size_t)(end - p) + 1 : have);
		if (end || r->source->ended)
			break;
		st = dsr_source_more(r->source, err);
	}
	return st;
}

/* Take blanks and line ends; *c is the byte behind, or -1 at the end. */
static dossier_status take_blanks(reader *r, int *c, dossier_error *err)
{
	dsr_source *s = r->source;

	for (;;) {
		const dossier_status st = dsr_source_need(s, 1, err);
		size_t n = 0;

		*c = -1;
		if (st || !dsr_source_have(s))
			return st;
		while (n < dsr_source_have(s) && memchr(" \t\r\n\v\f", dsr_source_at(s)[n], 6))
			n++;
		take(r, n);
		if (dsr_source_have(s)) {
			*c = *dsr_source_at(s);
			return DOSSIER_OK;
		}
	}
}

/*
 * The first byte behind the `n` bytes of an object that is no blank, or '\n' where the file ends or blanks go on
 * for longer than is worth holding them.
 */
static dossier_status peek_behind(reader *r, size_t n, int *c, dossier_error *err)
{
	dsr_source *s = r->source;
	const size_t end = n + BLANKS_MAX;
	dossier_status st = DOSSIER_OK;

	for (*c = '\n'; n < end; n++) {
		st = dsr_source_need(s, n + 1, err);
		if (st || n >= dsr_source_have(s))
			break;
		*c = dsr_source_at(s)[n];
		if (*c != ' ' && *c != '\t' && *c != '\r')
			break;
		*c = '\n';
	}
	return st;
}

/* The first value that says something takes the place of what was there before. */
static dossier_status take_list(reader *r, dsr_record_field f, const dsr_json *list, dossier_error *why)
{
	void (*put)(dsr_record *, dsr_record_field, dossier_str) = dsr_record_set;
	size_t i = 1;

	for (const dsr_json *v = list->child; v; v = v->next, i++) {
		if (v->kind != DSR_JSON_STRING && v->kind != DSR_JSON_NULL)
			return dsr_fail(why, DOSSIER_ERR_INPUT, "\"%s\": value %zu is %s, not a string", dsr_record_name(f), i,
			                dsr_json_kind_name(v));
		if (dsr_record_is_blank(v->text))
			continue;
		put(&r->record, f, v->text);
		put = dsr_record_add;
	}
	return DOSSIER_OK;
}

/* Append `members`, the text between the braces of an object or one member of it. */
static void put_extra(reader *r, dossier_str members)
{
	const size_t before = r->extra.len;

	dsr_buf_put(&r->extra, before ? "," : "{", 1);
	dsr_json_compact(&r->extra, members);
	if (r->extra.len == before + 1)
		r->extra.len = before;
}

/* The outline of the parts goes before one that is given as well. */
static dossier_status take_parts(reader *r, const dsr_json *parts, dossier_error *why)
{
	dossier_status st;

	dsr_buf_reset(&r->body);
	dsr_buf_reset(&r->outline);
	st = dsr_bodyparts_put(parts, &r->body, &r->outline, why);
	if (!st)
		dsr_record_set(&r->record, DSR_RECORD_BODY, (dossier_str){ (char *)r->body.data, r->body.len });
	r->record.nomem |= dsr_buf_status(&r->body) || dsr_buf_status(&r->outline);
	return st;
}

static void take_text(reader *r, dsr_record_field f, dossier_str text)
{
	if (f == DSR_RECORD_BODY)
		dsr_buf_reset(&r->outline); /* of one given before */
	dsr_record_set(&r->record, f, text);
}

/* One member of the object at hand. */
static dossier_status take_member(reader *r, const dsr_json *v, dossier_error *why)
{
	const int found = dsr_fieldmap_find(r->map, v->key);
	const dsr_record_field f = (dsr_record_field)found;

	if (found == DSR_RECORD_PROVENANCE || (found >= 0 && v->kind == DSR_JSON_NULL))
		return DOSSIER_OK;
	if (found == DSR_RECORD_EXTRA && v->kind == DSR_JSON_OBJECT)
		put_extra(r, (dossier_str){ v->raw.p + 1, v->raw.n - 2 });
	else if (found < 0 || found == DSR_RECORD_EXTRA || (f == DSR_RECORD_LANG && v->kind != DSR_JSON_STRING))
		put_extra(r, v->member);
	else if (dsr_record_is_many(f) && v->kind == DSR_JSON_ARRAY)
		return take_list(r, f, v, why);
	else if (f == DSR_RECORD_BODY && v->kind == DSR_JSON_ARRAY)
		return take_parts(r, v, why);
	else if (v->kind == DSR_JSON_STRING || (f == DSR_RECORD_ID && v->kind == DSR_JSON_NUMBER))
		take_text(r, f, v->kind == DSR_JSON_STRING ? v->text : v->raw);
	else
		return dsr_fail(why, DOSSIER_ERR_INPUT, "\"%s\" is %s, not a string%s", dsr_record_name(f), dsr_json_kind_name(v),
		                dsr_record_is_many(f) ? " or an array of strings" : "");
	return DOSSIER_OK;
}

static dossier_status take_members(reader *r, const dsr_json *tree, dossier_error *why)
{
	dossier_status st = DOSSIER_OK;

	dsr_record_reset(&r->record);
	dsr_buf_reset(&r->extra);
	dsr_buf_reset(&r->outline);
	for (const dsr_json *v = tree->child; v && !st; v = v->next)
		st = take_member(r, v, why);
	if (!st)
		dsr_record_set(&r->record, DSR_RECORD_OUTLINE, (dossier_str){ (char *)r->outline.data, r->outline.len });
	if (!st && r->extra.len) {
		dsr_buf_put_u8(&r->extra, '}');
		dsr_record_set(&r->record, DSR_RECORD_EXTRA, (dossier_str){ (char *)r->extra.data, r->extra.len });
	}
	return st ? st : dsr_buf_status(&r->extra) ? dsr_nomem(why) : DOSSIER_OK;
}

/* Let the object be its copy in r->mended, in which all is UTF-8, when it is not. */
static dossier_status to_utf8(reader *r, uint8_t **p, size_t *n, size_t *mended, dossier_error *why)
{
	if (dsr_utf8_valid(*p, *n) == *n)
		return DOSSIER_OK;
	dsr_buf_reset(&r->mended);
	*mended = dsr_utf8_mend(&r->mended, *p, *n);
	if (dsr_buf_status(&r->mended))
		return dsr_nomem(why);
	*p = r->mended.data;
	*n = r->mended.len;
	return DOSSIER_OK;
}

/*
 * Refuses what is no text of ours and mends what can be: *p and *n become the object to be parsed, in which so many characters were
 * *mended.  Of escapes only those are looked at that the scan saw to be rare.
 */
static dossier_status prepare(reader *r, uint8_t **p, size_t *n, const dsr_json_scan *s, size_t *mended, dossier_error *why)
{
	const uint8_t *nul = memchr(*p, 0, *n);
	dossier_status st;
	size_t escapes;

	if (nul)
		return dsr_fail_at(why, DOSSIER_ERR_INPUT, nul - *p, "a NUL at byte %zu of the record", (size_t)(nul - *p) + 1);
	if (s->values > DSR_JSONL_VALUES_MAX)
		return dsr_fail(why, DOSSIER_ERR_INPUT, "more than %u values in one record", DSR_JSONL_VALUES_MAX);
	st = to_utf8(r, p, n, mended, why);
	if (st || !(s->seen & DSR_QUOTED_RARE))
		return st;
	escapes = dsr_json_mend_escapes(*p, *n, mended);
	return escapes < *n ? bad_byte(why, escapes) : DOSSIER_OK;
}

static dossier_status parse(reader *r, dsr_json **tree, const uint8_t *text, size_t n, dossier_error *why)
{
	size_t fault;
	dossier_status st;

	dsr_arena_reset(&r->tree);
	st = dsr_json_parse(tree, &r->tree, (dossier_str){ (const char *)text, n }, &fault);
	if (st == DOSSIER_ERR_INPUT)
		return bad_byte(why, fault);
	return st ? dsr_nomem(why) : DOSSIER_OK;
}

/* The window begins with a whole object, which `s` found the end of: hand it on, or refuse it. */
static dossier_status put_object(reader *r, const dsr_json_scan *s, dossier_error *err)
{
	uint8_t *text = dsr_source_at(r->source);
	const dsr_origin origin = dsr_origin_of(here(r), text, s->at); /* before anything is mended in place */
	dossier_error why = { .offset = -1 };
	size_t n = s->at, mended = 0;
	dsr_json *tree;
	dossier_status st;

	st = prepare(r, &text, &n, s, &mended, &why);
	if (!st)
		st = parse(r, &tree, text, n, &why);
	if (!st)
		st = take_members(r, tree, &why);
	r->record.mended = mended;
	if (!st) {
		st = dsr_outlet_put(r->outlet, &r->record, &origin, err);
	} else if (st == DOSSIER_ERR_INPUT) {
		refuse(r, &why);
		st = DOSSIER_OK;
	} else if (err) {
		*err = why;
	}
	take(r, s->at);
	return st;
}

/* Pass over `n` bytes of an object that was refused and the rest of its line; when it went over several lines, to the next
 * line that begins with an object. */
static dossier_status pass_broken(reader *r, size_t n, dossier_error *err)
{
	const uint64_t first = r->line;
	dossier_status st;
	int c;

	take(r, n);
	st = take_line(r, err);
	if (r->line <= first + 1)
		return st;
	while (!st) {
		st = take_blanks(r, &c, err);
		if (st || c < 0 || c == '{')
			break;
		st = take_line(r, err);
	}
	return st;
}

/* An object that does not end as it should: say why, and go where reading can go on. */
static dossier_status refuse_broken(reader *r, const dsr_json_scan *s, dsr_json_end end, dossier_error *err)
{
	dossier_error why;

	switch (end) {
	case DSR_JSON_OPEN_STRING:
		dsr_fail_at(&why, DOSSIER_ERR_INPUT, (long long)s->string,
		            "not JSON: the string at byte %zu of the record is not closed", s->string + 1);
		break;
	case DSR_JSON_BRACKET:
		bad_byte(&why, s->at);
		break;
	case DSR_JSON_DEEP:
		dsr_fail_at(&why, DOSSIER_ERR_INPUT, (long long)s->at, "nested deeper than %u levels", DSR_JSON_DEPTH_MAX);
		break;
	default:
		if (s->at >= DSR_INGEST_MAX - 4)
			dsr_fail(&why, DOSSIER_ERR_INPUT, "longer than %zu bytes", DSR_INGEST_MAX);
		else
			dsr_fail(&why, DOSSIER_ERR_INPUT, "not JSON: the object is not closed");
	}
	refuse(r, &why);
	if (end == DSR_JSON_OPEN_OBJECT) {
		take(r, s->at);
		return DOSSIER_OK;
	}
	return pass_broken(r, s->at, err);
}

/* The rest of the line is no object. */
static dossier_status refuse_line(reader *r, dossier_error *err)
{
	if (r->array_line == r->line)
		r->array_line = 0;
	dsr_outlet_refuse(r->outlet, here(r), "not a JSON object");
	return take_line(r, err);
}

/* Find the end of the object that begins the window. */
static dossier_status find_end(reader *r, dsr_json_scan *s, dsr_json_end *end, dossier_error *err)
{
	dossier_status st = DOSSIER_OK;

	do {
		const size_t have = dsr_source_have(r->source);
		const size_t n = have < DSR_INGEST_MAX ? have : DSR_INGEST_MAX;

		*end = dsr_json_scan_object(s, dsr_source_at(r->source), n, r->source->ended && n == have);
		if (*end != DSR_JSON_MORE || have > DSR_INGEST_MAX || r->source->ended)
			break;
		st = dsr_source_more(r->source, err);
	} while (!st);
	return st;
}

static dossier_status read_object(reader *r, dossier_error *err)
{
	dsr_json_scan s = { 0 };
	dsr_json_end end;
	dossier_status st;
	int behind;

	st = find_end(r, &s, &end, err);
	if (st)
		return st;
	if (end != DSR_JSON_CLOSED)
		return refuse_broken(r, &s, end, err);
	st = peek_behind(r, s.at, &behind, err);
	if (st)
		return st;
	if (!memchr("\n,{]", behind, 4) || (behind == ']' && !r->array_line)) {
		dossier_error why;

		dsr_fail_at(&why, DOSSIER_ERR_INPUT, (long long)s.at,
		            "not JSON: more on the line behind byte %zu of the record, where it is closed", s.at);
		refuse(r, &why);
		return pass_broken(r, s.at, err);
	}
	return put_object(r, &s, err);
}

/* A byte order mark, which joined files have between their lines. */
static int at_mark(reader *r, dossier_status *st, dossier_error *err)
{
	*st = dsr_source_need(r->source, 3, err);
	return !*st && dsr_source_have(r->source) >= 3 && !memcmp(dsr_source_at(r->source), "\xEF\xBB\xBF", 3);
}

/* What begins with `c`, which is at the start of the window. */
static dossier_status read_one(reader *r, int c, dossier_error *err)
{
	dossier_status st = DOSSIER_OK;

	if (c == '{')
		return read_object(r, err);
	if (c == '[' && !r->array_line)
		r->array_line = r->line;
	else if (c == ']' && r->array_line)
		r->array_line = 0;
	else if (c == 0xEF && at_mark(r, &st, err))
		take(r, 2);
	else if (c != ',')
		return st ? st : refuse_line(r, err);
	take(r, 1);
	return st;
}

dossier_status dsr_jsonl_read(dsr_source *source, dsr_outlet *outlet, dsr_fieldmap map, dossier_error *err)
{
	reader r = { .source = source, .outlet = outlet, .map = map, .line = 1 };
	dossier_status st = DOSSIER_OK;
	int c = 0;

	dsr_record_init(&r.record, source->alloc);
	r.tree = DSR_ARENA_INIT(source->alloc);
	r.extra = DSR_BUF_INIT(source->alloc);
	r.body = DSR_BUF_INIT(source->alloc);
	r.outline = DSR_BUF_INIT(source->alloc);
	r.mended = DSR_BUF_INIT(source->alloc);
	while (!st && c >= 0 && !outlet->stopped) {
		st = take_blanks(&r, &c, err);
		if (!st && c >= 0)
			st = read_one(&r, c, err);
		if (!st)
			dsr_outlet_passed(outlet, source->offset);
	}
	if (!st && r.array_line && !outlet->stopped)
		dsr_outlet_refuse(outlet, (dsr_place){ r.array_line, source->offset }, "the array is not closed");
	dsr_buf_release(&r.mended);
	dsr_buf_release(&r.outline);
	dsr_buf_release(&r.body);
	dsr_buf_release(&r.extra);
	dsr_arena_release(&r.tree);
	dsr_record_release(&r.record);
	return st;
}
