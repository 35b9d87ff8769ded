/*
 * micro.c - how fast every kernel is
 *
 * Walks the kernel tables, so that a new variant is measured the moment it is listed.  Input is a set of blocks that
 * fits the second-level cache, output one block, as a cursor has it; a figure is the best of many short runs.  The first line is the bandwidth of
 * reading memory in this very run: no decoder of `width` bits needs to be faster than 8 / width of it.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "micro.h"

#include "base/mem.h"
#include "codec/bitpack.h"
#include "codec/bitset.h"
#include "codec/cpu.h"
#include "codec/crc32c.h"
#include "codec/delta.h"
#include "codec/follow.h"
#include "codec/pfor.h"
#include "codec/rice.h"
#include "codec/ricepack.h"

#define RUNS 40
#define RUN_SECONDS 0.002
#define MEMORY ((size_t)256 << 20)

/* What the jobs work on. */
static _Alignas(64) uint32_t values[VALUES], decoded[DSR_BLOCK_ROOM];
static uint8_t  packed[VALUES * 5 + DSR_CODEC_SLACK];
static unsigned width;
static size_t   bytes;    /* of `packed` that one call reads, where the job has no other measure */
uint64_t micro_sink;

/* The kernel under test. */
static dsr_bitunpack_fn    unpack;
static dsr_delta_fn        delta;
static dsr_bitset_list_fn  list;
static dsr_bitset_count_fn count;
static dsr_crc32c_fn       crc;

uint32_t micro_random(void)
{
	static uint64_t x = 88172645463325252u;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return (uint32_t)(x >> 16);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Seconds that one call takes, in the best run. */
static double seconds_of(void (*job)(void))
{
	double best = 1e9;

	for (int run = 0; run < RUNS; run++) {
		const double begin = now();
		double end = begin;
		size_t calls = 0;

		for (; end - begin < RUN_SECONDS; end = now(), calls++)
			job();
		if ((end - begin) / (double)calls < best)
			best = (end - begin) / (double)calls;
	}
	return best;
}

void micro_print(const char *kernel, const char *variant, const char *input, double units, const char *unit,
                 void (*job)(void))
{
	printf("%-14s %-10s %-18s %8.2f %s\n", kernel, variant, input, units / seconds_of(job) * 1e-9, unit);
	fflush(stdout);
}

static uint64_t *memory;

static void read_memory(void)
{
	uint64_t a = 0, b = 0, c = 0, d = 0;

	for (size_t i = 0; i < MEMORY / sizeof *memory; i += 4) {
		a += memory[i];
		b += memory[i + 1];
		c += memory[i + 2];
		d += memory[i + 3];
	}
	micro_sink += a + b + c + d;
}

static int measure_memory(void)
{
	memory = malloc(MEMORY);
	if (!memory)
		return 0;
	memset(memory, 1, MEMORY);
	micro_print("memory", "", "read", (double)MEMORY, "GB/s", read_memory);
	free(memory);
	return 1;
}

static void unpack_blocks(void)
{
	for (size_t b = 0; b < BLOCKS; b++)
		unpack(decoded, packed + b * 32 * width, DSR_BLOCK, width);
}

static void measure_bitunpack(void)
{
	static const unsigned widths[] = { 1, 2, 4, 7, 8, 12, 16, 20, 25, 27, 32 };
	char input[32];

	for (size_t k = 0; k < dsr_bitunpack_impl_count; k++) {
		for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
			if (!dsr_cpu_has((dsr_cpu_level)dsr_bitunpack_impls[k].level))
				break;
			width = widths[i];
			unpack = dsr_bitunpack_impls[k].run;
			snprintf(input, sizeof input, "%u bits", width);
			micro_print("bitunpack", dsr_bitunpack_impls[k].name, input, VALUES, "G integers/s", unpack_blocks);
		}
	}
}

static void delta_blocks(void)
{
	for (size_t b = 0; b < BLOCKS; b++)
		delta(decoded, DSR_BLOCK, (uint32_t)b);
}

static void measure_delta(void)
{
	for (size_t k = 0; k < dsr_delta_impl_count; k++) {
		if (!dsr_cpu_has((dsr_cpu_level)dsr_delta_impls[k].level))
			continue;
		delta = dsr_delta_impls[k].run;
		micro_print("delta", dsr_delta_impls[k].name, "", VALUES, "G integers/s", delta_blocks);
	}
}

static void unpack_and_add(void)
{
	for (size_t b = 0; b < BLOCKS; b++) {
		dsr_bitunpack(decoded, packed + b * 32 * width, DSR_BLOCK, width);
		dsr_delta_decode(decoded, DSR_BLOCK, (uint32_t)b);
	}
}

static void list_bits(void)
{
	for (size_t at = 0; at < bytes; at += DSR_BLOCK / 8)
		micro_sink += list(decoded, DSR_BLOCK, packed + at, DSR_BLOCK / 8, 0);
}

static void fill_bits(unsigned one_in)
{
	bytes = 32768;
	memset(packed, 0, bytes);
	for (size_t i = 0; i < bytes * 8; i++)
		if (micro_random() % one_in == 0)
			packed[i / 8] |= (uint8_t)(1u << i % 8);
}

static void measure_bitset_list(void)
{
	char input[32];

	for (unsigned one_in = 2; one_in <= 16; one_in *= 2) {
		fill_bits(one_in);
		for (size_t k = 0; k < dsr_bitset_list_impl_count; k++) {
			if (!dsr_cpu_has((dsr_cpu_level)dsr_bitset_list_impls[k].level))
				continue;
			list = dsr_bitset_list_impls[k].run;
			snprintf(input, sizeof input, "1 of %u bits set", one_in);
			micro_sink = 0;
			list_bits();
			micro_print("bitset_list", dsr_bitset_list_impls[k].name, input, (double)micro_sink, "G integers/s", list_bits);
		}
	}
}

static void count_bits(void)
{
	micro_sink += count((const uint64_t *)(const void *)values, VALUES / 2);
}

static void measure_bitset_count(void)
{
	for (size_t k = 0; k < dsr_bitset_count_impl_count; k++) {
		if (!dsr_cpu_has((dsr_cpu_level)dsr_bitset_count_impls[k].level))
			continue;
		count = dsr_bitset_count_impls[k].run;
		micro_print("bitset_count", dsr_bitset_count_impls[k].name, "", (double)sizeof values, "GB/s", count_bits);
	}
}

static void sum_bytes(void)
{
	for (size_t at = 0; at < 65536; at += bytes)
		micro_sink += crc(0, packed + at, bytes);
}

static void measure_crc32c(void)
{
	static const size_t lengths[] = { 64, 1024, 16384, 65536 };
	char input[32];

	for (size_t k = 0; k < dsr_crc32c_impl_count; k++) {
		for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
			if (!dsr_cpu_has((dsr_cpu_level)dsr_crc32c_impls[k].level))
				break;
			bytes = lengths[i];
			crc = dsr_crc32c_impls[k].run;
			snprintf(input, sizeof input, "%zu bytes", bytes);
			micro_print("crc32c", dsr_crc32c_impls[k].name, input, 65536, "GB/s", sum_bytes);
		}
	}
}

static dsr_buf pfor;

static void put_pfor(void)
{
	dsr_buf_reset(&pfor);
	for (size_t b = 0; b < BLOCKS; b++)
		dsr_pfor_put(&pfor, values + b * DSR_BLOCK, DSR_BLOCK);
}

static void get_pfor(void)
{
	const uint8_t *p = packed, *end = packed + bytes;

	for (size_t b = 0; b < BLOCKS; b++)
		p = dsr_pfor_get(p, end, decoded, DSR_BLOCK);
}

static void skip_pfor(void)
{
	const uint8_t *p = packed, *end = packed + bytes;

	for (size_t b = 0; b < BLOCKS; b++)
		p = dsr_pfor_skip(p, end, DSR_BLOCK);
	micro_sink += (uint64_t)(end - p);
}

/* 7 bits each, but for some that need 12. */
static void measure_pfor(const char *input, unsigned exceptions_of_1000)
{
	for (size_t i = 0; i < VALUES; i++)
		values[i] = micro_random() % 1000 < exceptions_of_1000 ? 2048 + micro_random() % 2048 : micro_random() % 128;
	put_pfor();
	if (dsr_buf_status(&pfor))
		return;
	bytes = pfor.len;
	memcpy(packed, pfor.data, bytes);
	micro_print("pfor_get", dsr_cpu_name(), input, VALUES, "G integers/s", get_pfor);
	micro_print("pfor_skip", dsr_cpu_name(), input, VALUES, "G integers/s", skip_pfor);
	micro_print("pfor_put", dsr_cpu_name(), input, VALUES, "G integers/s", put_pfor);
}

static dsr_follow_fn follow;

/* Two beginnings against 4, 8, ... 256 places in turn. */
static void follow_lists(void)
{
	for (size_t m = 4; m <= DSR_BLOCK; m *= 2) {
		uint32_t begins[2] = { values[m / 2], values[m - 1] };

		micro_sink += follow(begins, 2, values, m, 1);
	}
}

static void measure_follow(void)
{
	for (size_t i = 0; i < DSR_BLOCK; i++)
		values[i] = (uint32_t)(3 * i);
	for (size_t k = 0; k < dsr_follow_impl_count; k++) {
		if (!dsr_cpu_has((dsr_cpu_level)dsr_follow_impls[k].level))
			continue;
		follow = dsr_follow_impls[k].run;
		micro_print("follow", dsr_follow_impls[k].name, "2 in 4 to 256", 508, "G integers/s", follow_lists);
	}
}

static dsr_buf pack;

static void put_ricepack(void)
{
	dsr_buf_reset(&pack);
	for (size_t b = 0; b < BLOCKS; b++)
		dsr_ricepack_put(&pack, values + b * DSR_BLOCK, DSR_BLOCK);
}

static void get_ricepack(void)
{
	const uint8_t *p = packed, *end = packed + bytes;

	for (size_t b = 0; b < BLOCKS; b++)
		p = dsr_ricepack_get(p, end, decoded, DSR_BLOCK);
}

/* Each value half as frequent as the one before, as frequencies are; `scale` times as large. */
static void measure_ricepack(const char *input, uint32_t scale)
{
	for (size_t i = 0; i < VALUES; i++)
		values[i] = (uint32_t)__builtin_ctz(micro_random() | 1u << 20) * scale + micro_random() % scale;
	put_ricepack();
	if (dsr_buf_status(&pack))
		return;
	bytes = pack.len;
	memcpy(packed, pack.data, bytes);
	micro_print("ricepack_get", dsr_cpu_name(), input, VALUES, "G integers/s", get_ricepack);
	micro_print("ricepack_put", dsr_cpu_name(), input, VALUES, "G integers/s", put_ricepack);
}

static dsr_unary_fn unary;

static void get_unary(void)
{
	for (size_t b = 0; b < BLOCKS; b++)
		micro_sink += unary(decoded, packed, bytes, DSR_BLOCK, 0);
}

/* Every second bit set, as in codes whose parameter fits. */
static void measure_unary(void)
{
	bytes = DSR_BLOCK / 4;
	for (size_t i = 0; i < bytes; i++)
		packed[i] = (uint8_t)(micro_random() | 0x11);
	for (size_t k = 0; k < dsr_unary_impl_count; k++) {
		if (!dsr_cpu_has((dsr_cpu_level)dsr_unary_impls[k].level))
			continue;
		unary = dsr_unary_impls[k].run;
		micro_print("unary", dsr_unary_impls[k].name, "", VALUES, "G integers/s", get_unary);
	}
}

/* A block of documents with 1 to 7 positions each, in texts of about 1,000 words. */
static uint32_t counts[DSR_BLOCK];
static uint8_t  logs[DSR_BLOCK];
static const dsr_rice_groups groups = { counts, logs, DSR_BLOCK };
static const dsr_rice_impl *rice;
static dsr_buf coded;

static void put_rice(void)
{
	dsr_buf_reset(&coded);
	dsr_rice_put(&coded, &groups, values);
}

static void take_rice(void)
{
	dsr_rice r = { .bytes = packed, .bits = 8 * bytes };

	for (size_t i = 0; i < DSR_BLOCK; i++)
		micro_sink += (uint64_t)rice->take(&r, counts[i], dsr_rice_width(logs[i], counts[i]), decoded);
}

static void leap_rice(void)
{
	dsr_rice r = { .bytes = packed, .bits = 8 * bytes };
	uint64_t gaps, low;

	rice->measure(&groups, &gaps, &low);
	micro_sink += (uint64_t)rice->leap(&r, gaps);
}

static void measure_rice(void)
{
	uint32_t n = 0;

	for (size_t i = 0; i < DSR_BLOCK; i++) {
		counts[i] = 1 + micro_random() % 7;
		logs[i] = (uint8_t)(72 + micro_random() % 16);
		for (uint32_t j = 0; j < counts[i]; j++)
			values[n++] = micro_random() % (2000 / (counts[i] + 1));
	}
	put_rice();
	if (dsr_buf_status(&coded))
		return;
	bytes = coded.len;
	memcpy(packed, coded.data, bytes);
	micro_print("rice_put", "portable", "4 a group", n, "G integers/s", put_rice);
	for (size_t k = 0; k < dsr_rice_impl_count; k++) {
		rice = &dsr_rice_impls[k];
		if (!dsr_cpu_has((dsr_cpu_level)rice->level))
			continue;
		micro_print("rice_take", rice->name, "4 a group", n, "G integers/s", take_rice);
		micro_print("rice_leap", rice->name, "4 a group", n, "G integers/s", leap_rice);
	}
}

int main(void)
{
	for (size_t i = 0; i < sizeof packed; i++)
		packed[i] = (uint8_t)micro_random();
	pfor = pack = coded = DSR_BUF_INIT(&dsr_alloc_default);
	printf("processor: %s\n", dsr_cpu_name());
	if (!measure_memory())
		return 1;
	measure_bitunpack();
	measure_delta();
	width = 7;
	micro_print("unpack + delta", dsr_cpu_name(), "7 bits", VALUES, "G integers/s", unpack_and_add);
	measure_crc32c();
	measure_bitset_count();
	measure_bitset_list();
	measure_pfor("no exceptions", 0);
	measure_pfor("1 % exceptions", 10);
	measure_pfor("5 % exceptions", 50);
	measure_follow();
	measure_ricepack("mean 1", 1);
	measure_ricepack("mean 8", 5);
	dsr_buf_release(&pack);
	measure_unary();
	measure_rice();
	dsr_buf_release(&coded);
	dsr_buf_release(&pfor);
	micro_scoring();
	micro_text();
	return micro_sink == 1; /* never, but the compiler cannot know */
}
