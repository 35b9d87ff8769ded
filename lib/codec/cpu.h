/*
 * cpu.h - what this processor can do, asked once
 *
 * Kernels are listed in tables, best first, the portable one last; each table's dispatcher
 * takes the first that dsr_cpu_has() allows.  In test builds (DSR_TESTING) the environment variable DSR_CPU
 * ("portable", "sse42", "avx2", "avx512") caps what is reported; the shipped library reads no environment.
 */
#ifndef DSR_CODEC_CPU_H
#define DSR_CODEC_CPU_H

typedef enum dsr_cpu_level {
	DSR_CPU_PORTABLE = 0, /* plain C */
	DSR_CPU_SSE42    = 1, /* x86-64 with SSE4.2, POPCNT and PCLMULQDQ */
	DSR_CPU_AVX2     = 2, /* and AVX2, BMI2 */
	DSR_CPU_AVX512   = 3  /* and AVX-512 F, BW, DQ, VL, CD, VBMI, VBMI2, VPOPCNTDQ */
} dsr_cpu_level;

/* Is `level` usable here?  Cheap after the first call; any thread. */
int dsr_cpu_has(dsr_cpu_level level);

/* Name of the best usable level, static. */
const char *dsr_cpu_name(void);

#endif /* DSR_CODEC_CPU_H */
