/*
 * cmd_merge.c - dossier merge: make one segment of all
 */
#include <inttypes.h>
#include <stdio.h>

#include "args.h"
#include "place.h"
#include "progress.h"

typedef struct settings {
	const char   *index;
	unsigned long memory;
	int           reorder;
} settings;

#define AT(member) offsetof(settings, member)

static const option options[] = {
	{ 'i', "index",  TEXT,   AT(index),  "DIR", "the index; else $DOSSIER_INDEX, ./.dossier" },
	{ 0,   "memory", NUMBER, AT(memory), "MB",  "memory to merge in (256)" },
	{ 0,   "reorder", FLAG,  AT(reorder), NULL, "bring documents that share words together" },
	{ 0 }
};

static const char notes[] =
	"Answers stay the same.  What was deleted is gone from the files afterwards.  An index merges small segments by\n"
	"itself while it is added to; this is for one that will not change soon.  It takes its own size on disk meanwhile.\n"
	"With --reorder files become smaller still and most queries faster; documents of equal score may change places.\n"
	"It wants memory for four bytes a word of each document, and takes longer than building did.";

static void show_progress(void *ctx, uint64_t done, uint64_t total)
{
	progress_show_share(ctx, "merging", done, total);
}

static dossier_index_stats stats_of(const char *dir)
{
	dossier_index_stats stats = { 0 };
	dossier_index *index = NULL;

	if (!dossier_index_open(&index, dir, NULL, NULL))
		stats = dossier_index_get_stats(index);
	dossier_index_close(index);
	return stats;
}

static void print_size(const dossier_index_stats *s)
{
	printf("%" PRIu64 " segment%s of %.1f MB", s->segments, s->segments == 1 ? "" : "s", (double)s->bytes / 1e6);
}

static void print_summary(const dossier_index_stats *before, const char *dir, double seconds)
{
	const dossier_index_stats after = stats_of(dir);

	print_size(before);
	fputs(" became ", stdout);
	print_size(&after);
	printf(" (%.2f s, %.1f MB/s)\n", seconds, (double)before->bytes / 1e6 / seconds);
}

static int run_merge(const command *self, int argc, char **argv)
{
	settings s = { 0 };
	dossier_writer_options o = DOSSIER_WRITER_OPTIONS_INIT;
	dossier_merge_options how = DOSSIER_MERGE_OPTIONS_INIT;
	dossier_index_stats before;
	dossier_writer *writer = NULL;
	progress clock;
	dossier_error err;
	const char *dir;
	args a;
	int status;

	if (!args_parse(&a, self, &s, argc, argv, &status))
		return status;
	o.memory = (size_t)s.memory << 20;
	status = place_change(&writer, s.index, "merge", &o, &dir, &before);
	if (status)
		return status;
	how.reorder = s.reorder;
	how.progress = show_progress;
	how.ctx = &clock;
	progress_begin(&clock, NULL, 0);
	if (dossier_writer_merge(writer, &how, &err))
		status = TROUBLE;
	progress_clear(&clock);
	if (status)
		complain_error(&err);
	dossier_writer_close(writer);
	if (!status)
		print_summary(&before, dir, progress_seconds(&clock));
	return status;
}

const command cmd_merge = { "merge", "[OPTION]...", "Make one segment of all.", options, notes, run_merge };
