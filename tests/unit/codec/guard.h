/*
 * guard.h - memory that ends at a page nobody may touch, and numbers to fill it with
 */
#ifndef DSR_TEST_GUARD_H
#define DSR_TEST_GUARD_H

#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#define GUARD_ROOM 65536u /* bytes in front of the page, at most */

/* The address of the untouchable page; GUARD_ROOM bytes before it may be used.  Lives as long as the program. */
static inline uint8_t *guard_end(void)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	const int fd = open("/dev/zero", O_RDWR);
	uint8_t *p = mmap(NULL, GUARD_ROOM + page, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);

	close(fd);
	assert_true((void *)p != MAP_FAILED);
	assert_int_equal(mprotect(p + GUARD_ROOM, page, PROT_NONE), 0);
	return p + GUARD_ROOM;
}

/* The same numbers on every run (splitmix64). */
static inline uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static inline uint32_t below(uint64_t *state, uint32_t n)
{
	return (uint32_t)(next_random(state) % n);
}

#endif /* DSR_TEST_GUARD_H */
