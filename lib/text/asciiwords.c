/*
 * asciiwords.c - see asciiwords.h
 */
#include "text/asciiwords.h"

#include <stdatomic.h>

#include "codec/cpu.h"
#include "text/x86/asciiwords_kernels.h"

static int is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

static int is_letter(uint8_t c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static int is_joiner(uint8_t c)
{
	return c == '\'' || c == '.' || c == ',' || c == ';';
}

static int holds(uint8_t before, uint8_t mid, uint8_t after)
{
	if (is_letter(before) && is_letter(after))
		return mid == '\'' || mid == '.';
	return is_digit(before) && is_digit(after);
}

/* The piece that begins at text[i]; it ends at 0 where more than ASCII decides, or it is too long. */
static dsr_word piece_at(const uint8_t *text, size_t n, size_t i)
{
	const size_t limit = n - i > DSR_WORD_MAX ? i + DSR_WORD_MAX : n;
	dsr_word w = { .start = (uint32_t)i, .plain = 1 };

	for (; i < limit; i++) {
		if (is_letter(text[i]) || is_digit(text[i]) || text[i] == '_')
			continue;
		if (text[i] >= 0x80)
			return w;
		if (is_joiner(text[i]) && i + 1 < n) {
			if (text[i + 1] >= 0x80)
				return w;
			if (holds(text[i - 1], text[i], text[i + 1])) {
				w.plain = 0;
				continue;
			}
		}
		break;
	}
	w.end = i < limit || i == n ? (uint32_t)i : 0;
	w.plain &= !(i < n && dsr_asciiwords_is_sign(text[i]));
	return w;
}

static size_t find_portably(const uint8_t *text, size_t n, size_t *from, dsr_word *out, size_t max)
{
	size_t i = *from, count = 0;

	for (; i < n && count < max; i++) {
		if (is_letter(text[i]) || is_digit(text[i])) {
			const dsr_word w = piece_at(text, n, i);

			if (!w.end)
				break;
			out[count++] = w;
			i = w.end - 1;
		} else if (text[i] >= 0x80 || text[i] == '_') {
			break;
		}
	}
	*from = i;
	return count;
}

const dsr_asciiwords_impl dsr_asciiwords_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_asciiwords_avx512 },
	{ "avx2", DSR_CPU_AVX2, dsr_asciiwords_avx2 },
#endif
	{ "portable", DSR_CPU_PORTABLE, find_portably },
};
const size_t dsr_asciiwords_impl_count = sizeof dsr_asciiwords_impls / sizeof *dsr_asciiwords_impls;

dsr_asciiwords_fn dsr_asciiwords(void)
{
	/* NULL while unknown; every thread stores the same. */
	static _Atomic(dsr_asciiwords_fn) chosen;
	dsr_asciiwords_fn run = atomic_load_explicit(&chosen, memory_order_relaxed);
	const dsr_asciiwords_impl *best = dsr_asciiwords_impls;

	if (run)
		return run;
	while (!dsr_cpu_has((dsr_cpu_level)best->level))
		best++;
	atomic_store_explicit(&chosen, best->run, memory_order_relaxed);
	return best->run;
}
