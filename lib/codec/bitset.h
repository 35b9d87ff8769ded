/*
 * bitset.h - sets of small numbers as bits
 *
 * Bit i is bit (i & 63) of word i / 64.  In files a bit set is a string of bytes, bit i at
 * bit (i & 7) of byte i / 8: the same bits on a little-endian machine.
 */
#ifndef DSR_CODEC_BITSET_H
#define DSR_CODEC_BITSET_H

#include <stddef.h>
#include <stdint.h>

static inline size_t dsr_bitset_words(size_t bits) { return (bits + 63) / 64; }

static inline void dsr_bitset_set(uint64_t *w, size_t i) { w[i / 64] |= (uint64_t)1 << (i & 63); }

static inline int dsr_bitset_has(const uint64_t *w, size_t i) { return (int)(w[i / 64] >> (i & 63) & 1); }

/* Set the bits v[0..n) - first. */
void dsr_bitset_set_all(uint64_t *w, const uint32_t *v, size_t n, uint32_t first);

/* Set `n` words to 0; copy them.  (Calls: the compiler's own way with a known size is slower.) */
void dsr_bitset_clear(uint64_t *w, size_t n);
void dsr_bitset_copy(uint64_t *out, const uint64_t *in, size_t n);

/* How many bits are set in `n` words. */
typedef size_t (*dsr_bitset_count_fn)(const uint64_t *w, size_t n);

typedef struct dsr_bitset_count_impl {
	const char         *name;
	int                 level; /* dsr_cpu_level it needs */
	dsr_bitset_count_fn run;
} dsr_bitset_count_impl;

/* Best first; the last is portable. */
extern const dsr_bitset_count_impl dsr_bitset_count_impls[];
extern const size_t                dsr_bitset_count_impl_count;

/* Runs the best implementation this CPU has. */
size_t dsr_bitset_count(const uint64_t *w, size_t n);

/*
 * Write base + i for every bit i set in the `bytes` bytes at `p`, ascending, to `out`, which has room for
 * `max` + 64.  Returns how many there are, which may be more than `max`: then only the first `max` are of use.
 */
typedef size_t (*dsr_bitset_list_fn)(uint32_t *out, size_t max, const uint8_t *p, size_t bytes, uint32_t base);

typedef struct dsr_bitset_list_impl {
	const char        *name;
	int                level; /* dsr_cpu_level it needs */
	dsr_bitset_list_fn run;
} dsr_bitset_list_impl;

/* Best first; the last is portable. */
extern const dsr_bitset_list_impl dsr_bitset_list_impls[];
extern const size_t               dsr_bitset_list_impl_count;

/* Runs the best implementation this CPU has. */
size_t dsr_bitset_list(uint32_t *out, size_t max, const uint8_t *p, size_t bytes, uint32_t base);

#endif /* DSR_CODEC_BITSET_H */
