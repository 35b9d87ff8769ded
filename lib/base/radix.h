/*
 * radix.h - sort numbers of 64 bits by their upper half
 */
#ifndef DSR_BASE_RADIX_H
#define DSR_BASE_RADIX_H

#include <stddef.h>
#include <stdint.h>

/*
 * Sort `n` numbers by their upper 32 bits, ascending; those that are equal keep their order.  `other` has room for as many.
 * Returns which of the two arrays holds them.  Digits that are the same in all cost one pass for all together.  O(n).
 */
uint64_t *dsr_radix_sort(uint64_t *numbers, uint64_t *other, size_t n);

#endif /* DSR_BASE_RADIX_H */
