/*
 * clock.c - see clock.h
 */
#include "os/clock.h"

#include <time.h>

int64_t dsr_clock_now(void)
{
	return (int64_t)time(NULL);
}
