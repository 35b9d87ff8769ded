/*
 * crc32c.h - the Castagnoli checksum (CRC-32C, RFC 3720 appendix B.4: polynomial 0x1EDC6F41, reflected)
 */
#ifndef DSR_CODEC_CRC32C_H
#define DSR_CODEC_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/*
 * Checksum of bytes that follow those with checksum `crc`; 0 begins.  crc32c(0, "123456789", 9) = 0xE3069283.
 */
typedef uint32_t (*dsr_crc32c_fn)(uint32_t crc, const void *bytes, size_t n);

typedef struct dsr_crc32c_impl {
	const char   *name;
	int           level; /* dsr_cpu_level it needs */
	dsr_crc32c_fn run;
} dsr_crc32c_impl;

extern const dsr_crc32c_impl dsr_crc32c_impls[];
extern const size_t          dsr_crc32c_impl_count;

/* Runs the best implementation this CPU has. */
uint32_t dsr_crc32c(uint32_t crc, const void *bytes, size_t n);

#endif /* DSR_CODEC_CRC32C_H */
