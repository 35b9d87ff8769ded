/*
 * targets.c - see targets.h
 */
#include "result/targets.h"

#include <string.h>

#include "segment/format.h"

/* Gathers from the tree; its depth is at most that of a query. */
typedef struct gathering {
	dsr_arena  *arena;
	dsr_target *targets;
	size_t      n;
	unsigned    list;
	int         nomem;
} gathering;

static dossier_str word_of(const dsr_plan_node *node, uint32_t i)
{
	return node->terms[node->words[i]].text;
}

static int has_words(const dsr_target *t, const dsr_plan_node *node)
{
	if (t->count != node->word_count)
		return 0;
	for (uint32_t i = 0; i < t->count; i++) {
		const dossier_str word = word_of(node, i);

		if (t->terms[i].n != word.n || memcmp(t->terms[i].p, word.p, word.n) != 0)
			return 0;
	}
	return 1;
}

/* The target with the words of `node`, or NULL. */
static dsr_target *find_same(const gathering *g, const dsr_plan_node *node)
{
	for (size_t i = 0; i < g->n; i++)
		if (has_words(&g->targets[i], node))
			return &g->targets[i];
	return NULL;
}

static void add_leaf(gathering *g, const dsr_plan_node *node)
{
	const double weight = node->idf * node->times;
	dsr_target *same;
	dossier_str *terms;

	if (node->list != DSR_LIST_DEFAULT && node->list != g->list)
		return;
	same = find_same(g, node);
	if (same) {
		same->weight += weight;
		return;
	}
	terms = dsr_arena_take(g->arena, node->word_count * sizeof *terms);
	if (!terms) {
		g->nomem = 1;
		return;
	}
	for (uint32_t i = 0; i < node->word_count; i++)
		terms[i] = word_of(node, i);
	g->targets[g->n++] = (dsr_target){ terms, node->word_count, weight };
}

/* What is below a NOT is not scored, and not visited; of a name the concept is shown, not its words anywhere. */
static void add(gathering *g, const dsr_plan_node *node)
{
	if (node->aside)
		return;
	if (node->kind == DSR_PLAN_TERM || node->kind == DSR_PLAN_PHRASE)
		add_leaf(g, node);
	else if (node->kind == DSR_PLAN_BOOL)
		for (uint32_t i = 0; i < node->musts + node->shoulds; i++)
			add(g, node->children[i]);
}

dossier_status dsr_targets_of(dsr_target **out, size_t *n, dsr_arena *arena, const dsr_plan *plan, unsigned list)
{
	gathering g = { .arena = arena, .list = list };

	g.targets = dsr_arena_take(arena, plan->count * sizeof *g.targets);
	if (!g.targets)
		return DOSSIER_ERR_NOMEM;
	if (plan->root)
		add(&g, plan->root);
	if (g.nomem)
		return DOSSIER_ERR_NOMEM;
	*out = g.targets;
	*n = g.n;
	return DOSSIER_OK;
}
