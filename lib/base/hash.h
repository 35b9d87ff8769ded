/*
 * hash.h - a 64-bit hash of bytes, for tables in memory
 *
 * Multiply-and-fold over 8 bytes at a time (the mixing step of wyhash: the two halves of
 * a 64x64-bit product XORed).  But for dsr_fnv1a() not for files and not against an attacker who picks keys: tables
 * that hash outside input bound their probing by growing, never by trusting the hash.
 */
#ifndef DSR_BASE_HASH_H
#define DSR_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* The two halves of a * b, folded. */
static inline uint64_t dsr_mix(uint64_t a, uint64_t b)
{
#ifdef __SIZEOF_INT128__
	__extension__ typedef unsigned __int128 u128;
	const u128 p = (u128)a * b;

	return (uint64_t)p ^ (uint64_t)(p >> 64);
#else
	const uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
	const uint64_t mid = a1 * b0 + (a0 * b0 >> 32), mid2 = a0 * b1 + (uint32_t)mid;

	return (a * b) ^ (a1 * b1 + (mid >> 32) + (mid2 >> 32));
#endif
}

/* FNV-1a of 64 bits, for files: the hash `h` of what came before, DSR_FNV_BEGIN at first, with n bytes more. */
#define DSR_FNV_BEGIN 0xcbf29ce484222325u
uint64_t dsr_fnv1a(uint64_t h, const void *bytes, size_t n);

/* Hash of `n` bytes.  The same on every host. */
uint64_t dsr_hash(const void *bytes, size_t n);

#endif /* DSR_BASE_HASH_H */
