/*
 * radix.h - sort numbers of 64 bits, by all of them or by the upper ones
 */
#ifndef DSR_BASE_RADIX_H
#define DSR_BASE_RADIX_H

#include <stddef.h>
#include <stdint.h>

/*
 * Sort `n` numbers by their bits from bit `low`, a multiple of 8, upwards, ascending; those that are equal in these keep their
 * order.  `other` has room for as many.  Returns which of the two arrays holds them; the other is worth nothing then.  Bytes
 * that are the same in all cost nothing.  O(n).
 */
uint64_t *dsr_radix_sort(uint64_t *numbers, uint64_t *other, size_t n, unsigned low);

/* The bits in which any of `n` numbers differ. */
uint64_t dsr_radix_differences(const uint64_t *numbers, size_t n);

#endif /* DSR_BASE_RADIX_H */
