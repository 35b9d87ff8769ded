/*
 * cpu.c - see cpu.h
 */
#include "codec/cpu.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "codec/x86/kernels.h"

static const char *const names[] = { "portable", "sse42", "avx2", "avx512" };

#ifdef DSR_X86
/* Each asks for what its attribute in x86/kernels.h allows the compiler to use. */
static int has_sse42(void)
{
	return __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul");
}

static int has_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
}

static int has_avx512(void)
{
	return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
	       __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
	       __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512vbmi") &&
	       __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vpopcntdq");
}

static dsr_cpu_level detect(void)
{
	__builtin_cpu_init();
	if (!has_sse42())
		return DSR_CPU_PORTABLE;
	if (!has_avx2())
		return DSR_CPU_SSE42;
	return has_avx512() ? DSR_CPU_AVX512 : DSR_CPU_AVX2;
}
#else
static dsr_cpu_level detect(void)
{
	return DSR_CPU_PORTABLE;
}
#endif

#ifdef DSR_TESTING
#define CAP getenv("DSR_CPU")
#else
#define CAP NULL
#endif

static int cap(int level, const char *name)
{
	for (int lower = 0; name && lower < level; lower++)
		if (!strcmp(name, names[lower]))
			return lower;
	return level;
}

static int best(void)
{
	/* One more than the level, 0 while unknown; every thread stores the same. */
	static _Atomic int known;
	int level = atomic_load_explicit(&known, memory_order_relaxed) - 1;

	if (level < 0) {
		level = cap(detect(), CAP);
		atomic_store_explicit(&known, level + 1, memory_order_relaxed);
	}
	return level;
}

int dsr_cpu_has(dsr_cpu_level level)
{
	return (int)level <= best();
}

const char *dsr_cpu_name(void)
{
	return names[best()];
}
