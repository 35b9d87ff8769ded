/*
 * clock.h - what time it is
 */
#ifndef DSR_OS_CLOCK_H
#define DSR_OS_CLOCK_H

#include <stdint.h>

/* Seconds since 1970-01-01 00:00 UTC. */
int64_t dsr_clock_now(void);

#endif /* DSR_OS_CLOCK_H */
