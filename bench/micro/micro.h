/*
 * micro.h - what the measurements share
 */
#ifndef MICRO_H
#define MICRO_H

#include <stdint.h>

#include "codec/cpu.h"

#define BLOCKS 64u /* of DSR_BLOCK values in one call of a job */
#define VALUES (BLOCKS * DSR_BLOCK)

/* Results are added to it, so that no job can be left out by the compiler. */
extern uint64_t micro_sink;

uint32_t micro_random(void);

/* Run `job` until its best time is known and print `units` (integers or bytes) a call, in thousand millions a second. */
void micro_print(const char *kernel, const char *variant, const char *input, double units, const char *unit,
                 void (*job)(void));

/* One file each. */
void micro_scoring(void);
void micro_text(void);

#endif /* MICRO_H */
