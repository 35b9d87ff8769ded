/*
 * charset.c - see charset.h
 */
#include "ingest/html/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/error.h"
#include "base/utf8.h"
#include "ingest/pagelines.h"

#define META_WITHIN 1024u
#define LABEL_MAX 32u

static const char utf8[] = "UTF-8";
static const char western[] = "CP1252";

/* Labels that pages use, and what iconv calls them. */
static const struct {
	const char *label, *name;
} known[] = {
	{ "utf-8", utf8 }, { "utf8", utf8 }, { "unicode-1-1-utf-8", utf8 },
	{ "utf-16", utf8 }, { "utf-16le", utf8 }, { "utf-16be", utf8 }, /* it was read as bytes: so it is none */
	{ "windows-1252", western }, { "cp1252", western }, { "x-cp1252", western }, { "iso-8859-1", western },
	{ "iso8859-1", western }, { "iso_8859-1", western }, { "latin1", western }, { "l1", western },
	{ "us-ascii", western }, { "ascii", western },
	{ "windows-1250", "CP1250" }, { "windows-1251", "CP1251" }, { "windows-1253", "CP1253" },
	{ "windows-1254", "CP1254" }, { "iso-8859-9", "CP1254" }, { "latin5", "CP1254" }, { "windows-1255", "CP1255" },
	{ "windows-1256", "CP1256" }, { "windows-1257", "CP1257" }, { "windows-1258", "CP1258" },
	{ "windows-874", "CP874" }, { "tis-620", "CP874" },
	{ "iso-8859-2", "ISO-8859-2" }, { "latin2", "ISO-8859-2" }, { "iso-8859-3", "ISO-8859-3" },
	{ "iso-8859-4", "ISO-8859-4" }, { "iso-8859-5", "ISO-8859-5" }, { "iso-8859-6", "ISO-8859-6" },
	{ "iso-8859-7", "ISO-8859-7" }, { "iso-8859-8", "ISO-8859-8" }, { "iso-8859-10", "ISO-8859-10" },
	{ "iso-8859-13", "ISO-8859-13" }, { "iso-8859-14", "ISO-8859-14" }, { "iso-8859-15", "ISO-8859-15" },
	{ "iso-8859-16", "ISO-8859-16" },
	{ "koi8-r", "KOI8-R" }, { "koi8-u", "KOI8-U" }, { "ibm866", "CP866" }, { "cp866", "CP866" },
	{ "macintosh", "MACINTOSH" },
	{ "gbk", "GB18030" }, { "gb2312", "GB18030" }, { "gb18030", "GB18030" }, { "big5", "BIG5-HKSCS" },
	{ "shift_jis", "CP932" }, { "shift-jis", "CP932" }, { "sjis", "CP932" }, { "euc-jp", "EUC-JP" },
	{ "euc-kr", "CP949" }, { "ks_c_5601-1987", "CP949" },
};

dsr_charset_mark dsr_charset_mark_of(const uint8_t *p, size_t n)
{
	if (n >= 3 && !memcmp(p, "\xEF\xBB\xBF", 3))
		return DSR_MARK_UTF8;
	if (n >= 2 && !memcmp(p, "\xFF\xFE", 2))
		return DSR_MARK_UTF16LE;
	if (n >= 2 && !memcmp(p, "\xFE\xFF", 2))
		return DSR_MARK_UTF16BE;
	return DSR_MARK_NONE;
}

static const char *name_of(dossier_str label)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strlen(known[i].label) == label.n && dsr_begins(label, known[i].label))
			return known[i].name;
	return NULL;
}

static int is_label(char c)
{
	return c == '-' || c == '_' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static dossier_str skip(dossier_str s, size_t n)
{
	return (dossier_str){ s.p + n, s.n - n };
}

/* The character set behind "charset" in `s`: an equals sign, perhaps a quote, the label. */
static const char *named_behind(dossier_str s)
{
	size_t n = 0;

	s = dsr_trim(s);
	if (!s.n || s.p[0] != '=')
		return NULL;
	s = dsr_trim(skip(s, 1));
	if (s.n && (s.p[0] == '"' || s.p[0] == '\''))
		s = dsr_trim(skip(s, 1));
	while (n < s.n && n < LABEL_MAX && is_label(s.p[n]))
		n++;
	return name_of((dossier_str){ s.p, n });
}

/* What the tag says, from "<meta" on. */
static const char *named_in_tag(dossier_str s)
{
	const char *close = memchr(s.p, '>', s.n);

	if (close)
		s.n = (size_t)(close - s.p);
	for (; s.n; s = skip(s, 1)) {
		const char *name = dsr_begins(s, "charset") ? named_behind(skip(s, 7)) : NULL;

		if (name)
			return name;
	}
	return NULL;
}

/* What a <meta> outside of comments names. */
static const char *named_by_meta(dossier_str s)
{
	while (s.n) {
		const char *name = NULL;

		if (dsr_begins(s, "<!--"))
			while (s.n && !dsr_begins(s, "-->"))
				s = skip(s, 1);
		else if (dsr_begins(s, "<meta"))
			name = named_in_tag(s);
		if (name)
			return name;
		if (s.n)
			s = skip(s, 1);
	}
	return NULL;
}

const char *dsr_charset_of(const uint8_t *p, size_t n)
{
	const char *name;

	switch (dsr_charset_mark_of(p, n)) {
	case DSR_MARK_UTF8:    return utf8;
	case DSR_MARK_UTF16LE: return "UTF-16LE";
	case DSR_MARK_UTF16BE: return "UTF-16BE";
	case DSR_MARK_NONE:    break;
	}
	name = named_by_meta((dossier_str){ (const char *)p, n < META_WITHIN ? n : META_WITHIN });
	if (name)
		return name;
	return dsr_utf8_valid(p, n) == n ? utf8 : western;
}

static void put_replacement(dsr_buf *out)
{
	uint8_t c[4];

	dsr_buf_put(out, c, dsr_utf8_encode(c, DSR_UTF8_REPLACEMENT));
}

/* Write what is held back for a character that might have composed with the last; begin anew. */
static void flush(iconv_t cd, dsr_buf *out)
{
	char made[64], *to = made;
	size_t room = sizeof made;

	iconv(cd, NULL, NULL, &to, &room);
	dsr_buf_put(out, made, sizeof made - room);
}

/* Convert p[0, n), of which a unit that does not convert has `unit` bytes.  Returns how many such there were. */
static size_t convert(iconv_t cd, const uint8_t *p, size_t n, size_t unit, dsr_buf *out)
{
	char *in = (char *)(uintptr_t)p;
	size_t replaced = 0;

	while (n && !dsr_buf_status(out)) {
		char made[4096], *to = made;
		size_t room = sizeof made;
		const int fault = iconv(cd, &in, &n, &to, &room) == (size_t)-1 ? errno : 0;

		dsr_buf_put(out, made, sizeof made - room);
		if (!fault || fault == E2BIG)
			continue;
		flush(cd, out);
		put_replacement(out);
		replaced++;
		if (unit > n)
			unit = n;
		in += unit;
		n -= unit;
	}
	flush(cd, out);
	return replaced;
}

static dossier_status convert_from(const char *name, const uint8_t *p, size_t n, dsr_buf *out, size_t *replaced,
                                   dossier_error *err)
{
	const iconv_t cd = iconv_open(utf8, name);

	if (cd == (iconv_t)-1 && errno == ENOMEM)
		return dsr_nomem(err);
	if (cd == (iconv_t)-1) {
		*replaced = dsr_utf8_mend(out, p, n); /* a C library without this table */
	} else {
		*replaced = convert(cd, p, n, !strncmp(name, "UTF-16", 6) ? 2 : 1, out);
		iconv_close(cd);
	}
	return dsr_buf_status(out) ? dsr_nomem(err) : DOSSIER_OK;
}

dossier_status dsr_charset_to_utf8(const uint8_t *p, size_t n, dsr_buf *out, dossier_str *text, size_t *replaced,
                                   dossier_error *err)
{
	const char *name = dsr_charset_of(p, n);
	const dsr_charset_mark mark = dsr_charset_mark_of(p, n);
	const size_t skipped = mark == DSR_MARK_UTF8 ? 3 : mark == DSR_MARK_NONE ? 0 : 2;
	dossier_status st = DOSSIER_OK;

	p += skipped;
	n -= skipped;
	*replaced = 0;
	if (name == utf8 && dsr_utf8_valid(p, n) == n) {
		*text = (dossier_str){ (const char *)p, n };
		return DOSSIER_OK;
	}
	if (name == utf8)
		*replaced = dsr_utf8_mend(out, p, n);
	else
		st = convert_from(name, p, n, out, replaced, err);
	if (!st && dsr_buf_status(out))
		st = dsr_nomem(err);
	*text = (dossier_str){ out->data ? (const char *)out->data : "", out->len };
	return st;
}
