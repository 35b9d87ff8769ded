/*
 * eval.c - see eval.h
 */
#include "search/eval.h"

/* ---- setting up ---- */

static int init_leaf(dsr_eval *e, dsr_eval_node *n)
{
	const dsr_plan_node *p = n->plan;

	n->scoring = (dsr_scoring){ p->weight, p->times, p->scored ? dsr_tables_k(e->tables, p->in_halves, p->list) : NULL, NULL };
	if (p->scored && !n->scoring.k)
		return 0;
	n->walkers = dsr_arena_take(e->arena, p->term_count * sizeof *n->walkers);
	n->bounds = dsr_arena_take(e->arena, p->term_count * sizeof *n->bounds);
	if (p->kind == DSR_PLAN_TERM)
		return n->walkers && n->bounds;
	n->tfs = dsr_arena_take(e->arena, DSR_WINDOW * sizeof *n->tfs);
	return n->walkers && n->bounds && n->tfs;
}

static int init_bool(dsr_eval *e, dsr_eval_node *n)
{
	const dsr_plan_node *p = n->plan;
	const uint32_t count = p->musts + p->shoulds + p->nots;
	dsr_eval_node **children = dsr_arena_take(e->arena, count * sizeof *children);

	n->children = children;
	n->spare = dsr_arena_take(e->arena, DSR_WINDOW_WORDS * sizeof *n->spare);
	for (uint32_t i = 0; i < count && children; i++)
		children[i] = &e->nodes[p->children[i] - e->plan->nodes];
	return children && n->spare;
}

static int init_node(dsr_eval *e, dsr_eval_node *n)
{
	n->bits = dsr_arena_take(e->arena, DSR_WINDOW_WORDS * sizeof *n->bits);
	if (!n->bits)
		return 0;
	switch (n->plan->kind) {
	case DSR_PLAN_TERM:
	case DSR_PLAN_PHRASE:
		return init_leaf(e, n);
	case DSR_PLAN_BOOL:
		return init_bool(e, n);
	default:
		return 1;
	}
}

int dsr_eval_init(dsr_eval *e, const dsr_plan *plan, dsr_arena *arena, dsr_places *places, dsr_tables *tables)
{
	int made = 1;

	*e = (dsr_eval){ .plan = plan, .arena = arena, .places = places, .tables = tables };
	if (plan->root->kind != DSR_PLAN_TERM && !(e->candidates = dsr_arena_zero(arena, sizeof *e->candidates)))
		return 0;
	e->nodes = dsr_arena_zero(arena, plan->count * sizeof *e->nodes);
	for (uint32_t i = 0; e->nodes && i < plan->count && made; i++) {
		e->nodes[i].plan = &plan->nodes[i];
		made = init_node(e, &e->nodes[i]);
	}
	if (!e->nodes || !made)
		return 0;
	e->root = &e->nodes[plan->root - plan->nodes];
	return 1;
}

static void fail(dsr_eval *e)
{
	if (!e->status)
		e->status = DOSSIER_ERR_CORRUPT;
}

static void enter_leaf(dsr_eval *e, dsr_eval_node *n, size_t s)
{
	const dsr_plan_node *p = n->plan;
	const dsr_list *list = &e->segment->segment->lists[p->list];

	for (uint32_t i = 0; i < p->term_count; i++)
		dsr_walker_open(&n->walkers[i], list, &p->terms[i].found[s]);
	n->scoring.norms = list->norms;
	if (p->scored && !dsr_container_touch(list->file, list->norms, list->docs))
		fail(e);
}

void dsr_eval_enter(dsr_eval *e, size_t s)
{
	e->segment = &e->plan->snapshot->segments[s];
	for (uint32_t i = 0; i < e->plan->count; i++) {
		dsr_eval_node *n = &e->nodes[i];

		n->asked = DSR_DOC_END;
		if (n->plan->kind == DSR_PLAN_TERM || n->plan->kind == DSR_PLAN_PHRASE)
			enter_leaf(e, n, s);
		else if (n->plan->kind == DSR_PLAN_DATES)
			dsr_eval_dates_enter(e, n);
	}
}

void dsr_eval_rewind(dsr_eval *e)
{
	for (uint32_t i = 0; i < e->plan->count; i++) {
		dsr_eval_node *n = &e->nodes[i];

		n->asked = DSR_DOC_END;
		for (uint32_t t = 0; n->walkers && t < n->plan->term_count; t++)
			dsr_walker_rewind(&n->walkers[t]);
	}
}

dossier_status dsr_eval_status(const dsr_eval *e)
{
	for (uint32_t i = 0; i < e->plan->count; i++) {
		const dsr_eval_node *n = &e->nodes[i];

		for (uint32_t t = 0; n->walkers && t < n->plan->term_count; t++)
			if (n->walkers[t].p.status)
				return n->walkers[t].p.status;
	}
	return e->status;
}

/* ---- the four questions ---- */

uint32_t dsr_eval_next(dsr_eval *e, dsr_eval_node *n, uint32_t target)
{
	switch (n->plan->kind) {
	case DSR_PLAN_TERM:
		return dsr_walker_next(n->walkers, target);
	case DSR_PLAN_PHRASE:
		return dsr_eval_phrase_next(n, target);
	case DSR_PLAN_DATES:
		return dsr_eval_dates_next(e, n, target);
	case DSR_PLAN_BOOL:
		return dsr_eval_bool_next(e, n, target);
	case DSR_PLAN_ALL:
		return target;
	default:
		return DSR_DOC_END;
	}
}

static void match_term(dsr_eval_node *n, const dsr_window *w, const uint64_t *in, uint64_t *out)
{
	if (in) {
		dsr_walker_match(n->walkers, w, in, out);
	} else {
		dsr_window_clear(out);
		dsr_walker_mark(n->walkers, w, out);
	}
}

static void match_all(const dsr_window *w, const uint64_t *in, uint64_t *out)
{
	if (in)
		dsr_window_copy(out, in);
	else
		dsr_window_fill(w, out);
}

void dsr_eval_match(dsr_eval *e, dsr_eval_node *n, const dsr_window *w, const uint64_t *in, uint64_t *out)
{
	if (dsr_eval_next(e, n, w->first) >= w->end) {
		dsr_window_clear(out);
		return;
	}
	switch (n->plan->kind) {
	case DSR_PLAN_TERM:
		match_term(n, w, in, out);
		break;
	case DSR_PLAN_PHRASE:
		dsr_eval_phrase_match(e, n, w, in, out);
		break;
	case DSR_PLAN_DATES:
		dsr_eval_dates_match(n, w, in, out);
		break;
	case DSR_PLAN_BOOL:
		dsr_eval_bool_match(e, n, w, in, out);
		break;
	default:
		match_all(w, in, out);
	}
}

void dsr_eval_score(dsr_eval *e, dsr_eval_node *n, const dsr_window *w, const uint64_t *docs)
{
	if (dsr_eval_next(e, n, w->first) >= w->end)
		return;
	if (n->plan->kind == DSR_PLAN_TERM)
		dsr_walker_score(n->walkers, w, docs, &n->scoring);
	else if (n->plan->kind == DSR_PLAN_PHRASE)
		dsr_eval_phrase_score(n, w, docs);
	else if (n->plan->kind == DSR_PLAN_BOOL)
		dsr_eval_bool_score(e, n, w, docs);
}

void dsr_eval_collect(dsr_eval *e, dsr_eval_node *n, const dsr_window *w, uint64_t *out)
{
	const dsr_plan_node *p = n->plan;

	if (dsr_eval_next(e, n, w->first) >= w->end)
		return;
	if (p->kind == DSR_PLAN_TERM) {
		dsr_walker_collect(n->walkers, w, out, &n->scoring);
	} else if (p->kind == DSR_PLAN_BOOL && !p->musts && !p->nots) {
		dsr_eval_bool_collect(e, n, w, out);
	} else {
		dsr_eval_match(e, n, w, NULL, n->bits);
		dsr_eval_score(e, n, w, n->bits);
		dsr_window_or(out, out, n->bits);
	}
}
