/*
 * signflip.h - may two runs differ by chance alone?
 *
 * The two-sided paired randomisation test (Smucker, Allan, Carterette: A Comparison of Statistical Significance
 * Tests for Information Retrieval Evaluation, CIKM 2007).  If it made no difference which of two runs a topic's score
 * came from, the sign of every difference could as well be the other one.  So the signs are drawn anew many
 * times, and counted is how often the sum of the differences gets at least as far from 0 as it is.
 *
 * The generator is splitmix64, so that a seed gives the same answer on every machine.
 */
#ifndef CLI_SIGNFLIP_H
#define CLI_SIGNFLIP_H

#include <stddef.h>
#include <stdint.h>

/*
 * The p value of n differences: (1 + drawings that reach the sum) / (1 + drawings); the signs as they are
 * count as one drawing, so p is never 0.  O(n * drawings).
 */
double signflip_test(const double *differences, size_t n, size_t drawings, uint64_t seed);

#endif /* CLI_SIGNFLIP_H */
