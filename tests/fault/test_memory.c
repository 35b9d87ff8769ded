/*
 * test_memory.c - a writer keeps to the memory that it was given, however much goes through it
 *
 * Every byte that it takes from its allocator is counted.  What it holds when it has been opened, and what packs stored documents
 * (segment/zstd.h), come on top.
 */
#define _DEFAULT_SOURCE
#include "../unit/test.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <dossier.h>

#include "../unit/chance.h"

#define MEMORY ((size_t)1 << 20)

/* A lane's spare memory (index/lane.h), which is nothing in test mode: buffers of its file, a document at hand. */
#define SPARE ((size_t)256 << 10)

static char dir[64];
static atomic_long held, most;

static void *counting_resize(void *ctx, void *p, size_t old_size, size_t size)
{
	const long now = atomic_fetch_add(&held, (long)size - (p ? (long)old_size : 0)) + (long)size - (p ? (long)old_size : 0);

	(void)ctx;
	for (long was = atomic_load(&most); now > was && !atomic_compare_exchange_weak(&most, &was, now); )
		;
	if (size)
		return realloc(p, size);
	free(p);
	return NULL;
}

static int sync_nothing(void *ctx, void *file)
{
	(void)ctx;
	(void)file;
	return 0;
}

/* Many documents of `words` words out of a vocabulary that goes on growing, as that of texts does. */
static dossier_status add_many(dossier_writer *w, uint32_t docs, uint32_t words)
{
	static char text[20000];
	dossier_status st = DOSSIER_OK;

	for (uint32_t d = 0; d < docs && !st; d++) {
		char key[32];
		size_t n = 0;
		const dossier_value values[] = {
			{ "id", { key, (size_t)snprintf(key, sizeof key, "document-%u", d) } },
			{ "title", { "Some title", 10 } }, { "topics", { key, strlen(key) } }, { "body", { text, 0 } },
		};
		dossier_value given[4];

		for (uint32_t i = 0; i < words; i++) {
			const uint32_t widest = 1 + chance(1 + chance(1 + chance(1000 + d * words / 10)));

			n += (size_t)snprintf(text + n, sizeof text - n, "w%x%c", chance(widest), chance(12) ? ' ' : '.');
		}
		memcpy(given, values, sizeof values);
		given[3].text.n = n;
		st = dossier_writer_add(w, given, 4, NULL, NULL);
	}
	return st;
}

static void check(int threads, size_t memory, uint32_t docs, uint32_t words)
{
	dossier_writer_options options = DOSSIER_WRITER_OPTIONS_INIT;
	const dossier_alloc alloc = { counting_resize, NULL };
	dossier_storage storage = *dossier_storage_file_system();
	char path[96], command[128];
	dossier_writer *w = NULL;
	long opened;

	storage.sync = sync_nothing;
	options.alloc = &alloc;
	options.storage = &storage;
	options.memory = memory;
	options.threads = threads;
	snprintf(path, sizeof path, "%s/index", dir);
	chance_seed(words);
	assert_int_equal(dossier_writer_open(&w, path, &options, NULL), DOSSIER_OK);
	opened = atomic_load(&held);
	atomic_store(&most, 0);
	assert_int_equal(add_many(w, docs, words), DOSSIER_OK);
	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	dossier_writer_close(w);
	print_message("             %d threads, %zu KB given, %u documents of %u words: %ld KB at most\n", threads, memory >> 10, docs,
	              words, (atomic_load(&most) - opened) >> 10);
	assert_in_range(atomic_load(&most) - opened, 1, memory + (size_t)threads * SPARE);
	assert_int_equal(atomic_load(&held), 0);
	snprintf(command, sizeof command, "rm -rf '%s/index'", dir);
	assert_int_equal(system(command), 0);
}

static void a_writer_keeps_to_its_memory(void **state)
{
	(void)state;
	for (int threads = 1; threads <= 3; threads += 2) {
		check(threads, threads * MEMORY, 1500, 300);
		check(threads, threads * MEMORY, 12000, 20);
		check(threads, threads * MEMORY * 4, 1200, 1500);
	}
}

static int make_dir(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/dossier-memory-XXXXXX");
	return !mkdtemp(dir);
}

static int remove_dir(void **state)
{
	(void)state;
	return rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_writer_keeps_to_its_memory) };

	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
