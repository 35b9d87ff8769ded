/*
 * kernels.h - the kernels that need more than the base instruction set of x86-64
 *
 * One file each, named after the kernel and the level of cpu.h it needs.  Every function is compiled for
 * its level by an attribute, so that the library itself is built for the oldest processor.
 * DSR_X86 is defined where they exist; elsewhere the files are empty.
 */
#ifndef DSR_CODEC_X86_KERNELS_H
#define DSR_CODEC_X86_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "codec/bounds.h"
#include "codec/filter.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define DSR_X86 1

/* The instruction sets of each dsr_cpu_level; cpu.c asks for the same. */
#define DSR_SSE42  __attribute__((target("sse4.2,popcnt,pclmul")))
#define DSR_AVX2   __attribute__((target("sse4.2,popcnt,pclmul,avx2,bmi,bmi2")))
#define DSR_AVX512 __attribute__((target("sse4.2,popcnt,pclmul,avx2,bmi,bmi2,avx512f,avx512bw,avx512dq,avx512vl," \
                                         "avx512cd,avx512vbmi,avx512vbmi2,avx512vpopcntdq")))

/* bitpack.h */
void dsr_bitunpack_avx2(uint32_t *v, const uint8_t *p, size_t n, unsigned width);
void dsr_bitunpack_avx512(uint32_t *v, const uint8_t *p, size_t n, unsigned width);

/* delta.h */
void dsr_delta_avx2(uint32_t *v, size_t n, uint32_t base);
void dsr_delta_avx512(uint32_t *v, size_t n, uint32_t base);

/* bitset.h */
size_t dsr_bitset_count_sse42(const uint64_t *w, size_t n);
size_t dsr_bitset_count_avx512(const uint64_t *w, size_t n);
size_t dsr_bitset_list_avx512(uint32_t *out, size_t max, const uint8_t *p, size_t bytes, uint32_t base);

/* follow.h */
size_t dsr_follow_avx512(uint32_t *begins, size_t n, const uint32_t *places, size_t m, uint32_t distance);

/* lengths.h */
void dsr_lengths_avx512(uint32_t lengths[33], const uint32_t *v, size_t n);

/* ricepack.h */
size_t dsr_unary_avx512(uint32_t *v, const uint8_t *p, size_t bytes, size_t n, unsigned width);
int dsr_unary_some_avx512(uint32_t *zeros, const uint8_t *p, size_t bytes, const uint32_t *places, size_t count);

/* rice.h */
struct dsr_rice;
struct dsr_rice_groups;
void dsr_rice_measure_avx2(const struct dsr_rice_groups *groups, uint64_t *gaps, uint64_t *low);
void dsr_rice_measure_avx512(const struct dsr_rice_groups *groups, uint64_t *gaps, uint64_t *low);
int dsr_rice_leap_avx2(struct dsr_rice *r, uint64_t ones);
int dsr_rice_leap_avx512(struct dsr_rice *r, uint64_t ones);
int dsr_rice_take_avx2(struct dsr_rice *r, uint32_t count, unsigned width, uint32_t *out);
int dsr_rice_take_avx512(struct dsr_rice *r, uint32_t count, unsigned width, uint32_t *out);
int dsr_rice_read_avx2(struct dsr_rice *r, const struct dsr_rice_groups *groups, const uint32_t *which, size_t n,
                       uint32_t *out);
int dsr_rice_read_many_avx512(struct dsr_rice *r, const struct dsr_rice_groups *groups, const uint32_t *which, size_t n,
                              uint32_t *out); /* -1: not for these groups, and nothing has changed but out[] */
int dsr_rice_read_avx512(struct dsr_rice *r, const struct dsr_rice_groups *groups, const uint32_t *which, size_t n,
                         uint32_t *out);

/* quoted.h */
size_t dsr_quoted_end_avx2(const uint8_t *p, size_t n, unsigned *seen);
size_t dsr_quoted_end_avx512(const uint8_t *p, size_t n, unsigned *seen);

/* bounds.h */
uint64_t dsr_bounds_add_avx2(uint32_t *sum, const dsr_bounds *b, uint32_t first, size_t n);
uint64_t dsr_bounds_add_avx512(uint32_t *sum, const dsr_bounds *b, uint32_t first, size_t n);
uint64_t dsr_bounds_take_avx2(uint32_t *sum, const dsr_bounds *b, uint32_t first, size_t n);
uint64_t dsr_bounds_take_avx512(uint32_t *sum, const dsr_bounds *b, uint32_t first, size_t n);
void dsr_bounds_at_avx512(uint32_t *sum, const dsr_bounds *b, const uint32_t *docs, size_t n);
void dsr_bounds_least_avx512(uint8_t *least, const dsr_bounds *b, uint32_t first, size_t n);
uint64_t dsr_bounds_reach_avx2(const uint32_t *sum, size_t n, uint32_t min);
uint64_t dsr_bounds_reach_avx512(const uint32_t *sum, size_t n, uint32_t min);
uint64_t dsr_bounds_drop_avx2(const uint32_t *scores, const uint32_t *rest, uint64_t mask, uint32_t min, uint64_t *bits);
uint64_t dsr_bounds_drop_avx512(const uint32_t *scores, const uint32_t *rest, uint64_t mask, uint32_t min, uint64_t *bits);
uint64_t dsr_bounds_used_avx2(const uint64_t *words, size_t n);
uint64_t dsr_bounds_used_avx512(const uint64_t *words, size_t n);
void dsr_bounds_clear_avx512(uint32_t *scores, uint64_t mask);
void dsr_bounds_fill_avx512(uint64_t *words, size_t n, uint64_t mask);

/* filter.h */
size_t dsr_filter_ranges_avx512(dsr_kept out, const uint32_t *docs, const uint32_t *tfs, size_t n, uint32_t first,
                                uint64_t mask);
size_t dsr_filter_bits_avx512(dsr_kept out, const uint32_t *docs, const uint32_t *tfs, size_t n, uint32_t first,
                              const uint64_t *bits, size_t words);
size_t dsr_filter_set_avx512(dsr_kept out, const uint64_t *block, const uint64_t *in, size_t words, uint32_t first,
                             const uint32_t *tfs);
size_t dsr_filter_sums_avx512(dsr_sums s, size_t n, uint32_t min);

/* sweep.h */
uint32_t dsr_sweep_add_one_avx2(uint32_t *v, size_t n);
uint32_t dsr_sweep_add_one_avx512(uint32_t *v, size_t n);
uint32_t dsr_sweep_any_avx2(const uint32_t *v, size_t n);
uint32_t dsr_sweep_any_avx512(const uint32_t *v, size_t n);

/* saturate.h */
void dsr_saturate_avx2(uint32_t *scores, const float *k, const uint32_t *tfs, size_t n, float w);
void dsr_saturate_avx512(uint32_t *scores, const float *k, const uint32_t *tfs, size_t n, float w);

/* crc32c.h */
uint32_t dsr_crc32c_sse42(uint32_t crc, const void *bytes, size_t n);
#endif

#endif /* DSR_CODEC_X86_KERNELS_H */
