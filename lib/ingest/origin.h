/*
 * origin.h - where the bytes of a record stood
 *
 * A record carries it as its value "provenance", one JSON object:
 *
 *   {"file":"pages/summit.html","start":0,"end":4711,"sha256":"9f86...","read":"2026-11-24T20:15:30Z"}
 *
 * Bytes [start, end) of the unpacked file, as they stood there, have this SHA-256 (FIPS 180-4, by nettle).
 */
#ifndef DSR_INGEST_ORIGIN_H
#define DSR_INGEST_ORIGIN_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/str.h>

#include "base/arena.h"

/* Where something stands in the file at hand. */
typedef struct dsr_place {
	uint64_t line;   /* 1 up; 0: lines mean nothing */
	uint64_t offset; /* in the unpacked file, 0 up */
} dsr_place;

#define DSR_ORIGIN_SHA256 32u

typedef struct dsr_origin {
	dsr_place at;
	uint64_t  end;
	uint8_t   sha256[DSR_ORIGIN_SHA256];
} dsr_origin;

/* The `n` bytes that stand at `at`.  O(n). */
dsr_origin dsr_origin_of(dsr_place at, const void *bytes, size_t n);

/* Times that can be written: 1970-01-01 to 9999-12-31, in seconds since 1970. */
#define DSR_ORIGIN_READ_MAX INT64_C(253402300799)

/* The JSON object for a record of `file` that was read at `read`, in `arena`; .p NULL when out of memory. */
dossier_str dsr_origin_print(dsr_arena *arena, const dsr_origin *o, const char *file, int64_t read);

#endif /* DSR_INGEST_ORIGIN_H */
