/*
 * charset.h - bytes of a page as UTF-8
 *
 * The character set is that of a byte order mark (UTF-8, UTF-16 of either order); else the one a <meta charset> or
 * <meta http-equiv content="...; charset=..."> names in the first 1024 bytes; else UTF-8 when all is valid, else
 * windows-1252.  Names are those of the Encoding Standard, as far as iconv(3) has what they mean: as there, the
 * Latin-1 of a page is windows-1252, and UTF-16 without a mark is not believed.  A name that is not known is no name.
 *
 * What does not convert becomes U+FFFD: of UTF-8 a maximal subpart at a time, of UTF-16 two bytes, else one.
 *
 * iconv(3) takes memory of its own, and loads the tables of a character set through the C library: the one
 * file access of an import beside the storage table.
 */
#ifndef DSR_INGEST_CHARSET_H
#define DSR_INGEST_CHARSET_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/status.h>
#include <dossier/str.h>

#include "base/buf.h"

typedef enum dsr_charset_mark { DSR_MARK_NONE, DSR_MARK_UTF8, DSR_MARK_UTF16LE, DSR_MARK_UTF16BE } dsr_charset_mark;

/* The byte order mark that begins p[0, n); UTF-8's is three bytes long, the others two. */
dsr_charset_mark dsr_charset_mark_of(const uint8_t *p, size_t n);

/* iconv's name of the character set of the page p[0, n), by the rules above. */
const char *dsr_charset_of(const uint8_t *p, size_t n);

/*
 * Set *text to p[0, n) in UTF-8 without a mark: p itself where it is so already, else what is then in `out`, which
 * must be empty; *replaced is how many U+FFFD were put.  O(n).  Errors: NOMEM.
 */
dossier_status dsr_charset_to_utf8(const uint8_t *p, size_t n, dsr_buf *out, dossier_str *text, size_t *replaced,
                                   dossier_error *err);

#endif /* DSR_INGEST_CHARSET_H */
