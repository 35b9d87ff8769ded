/*
 * eval_bool.c - several nodes as one: all of the musts, else any of the shoulds, none of the nots
 */
#include "search/eval.h"

/* The window that holds `doc`. */
static uint32_t window_of(uint32_t doc)
{
	return doc / DSR_WINDOW;
}

/* Children go past each other until a whole round stays in one window. */
static uint32_t next_of_musts(dsr_eval *e, const dsr_eval_node *n, uint32_t target)
{
	uint32_t at = target, from;

	do {
		from = at;
		for (uint32_t i = 0; i < n->plan->musts; i++) {
			const uint32_t next = dsr_eval_next(e, n->children[i], at);

			if (next == DSR_DOC_END)
				return DSR_DOC_END;
			at = next;
		}
	} while (window_of(at) != window_of(from));
	return at;
}

static uint32_t next_of_shoulds(dsr_eval *e, const dsr_eval_node *n, uint32_t target)
{
	uint32_t at = DSR_DOC_END;

	for (uint32_t i = 0; i < n->plan->shoulds; i++) {
		const uint32_t next = dsr_eval_next(e, n->children[i], target);

		at = next < at ? next : at;
	}
	return at;
}

uint32_t dsr_eval_bool_next(dsr_eval *e, dsr_eval_node *n, uint32_t target)
{
	if (target >= n->asked && target <= n->at)
		return n->at;
	n->asked = target;
	n->at = n->plan->musts ? next_of_musts(e, n, target) : next_of_shoulds(e, n, target);
	return n->at;
}

static void match_musts(dsr_eval *e, const dsr_eval_node *n, const dsr_window *w, const uint64_t *in)
{
	for (uint32_t i = 0; i < n->plan->musts; i++) {
		dsr_eval_match(e, n->children[i], w, i ? n->bits : in, n->bits);
		if (dsr_window_empty(n->bits))
			return;
	}
}

static void match_shoulds(dsr_eval *e, const dsr_eval_node *n, const dsr_window *w, const uint64_t *in)
{
	dsr_window_clear(n->bits);
	for (uint32_t i = 0; i < n->plan->shoulds; i++) {
		dsr_eval_match(e, n->children[i], w, in, n->spare);
		dsr_window_or(n->bits, n->bits, n->spare);
	}
}

void dsr_eval_bool_match(dsr_eval *e, dsr_eval_node *n, const dsr_window *w, const uint64_t *in, uint64_t *out)
{
	const uint32_t positive = n->plan->musts + n->plan->shoulds;

	if (n->plan->musts)
		match_musts(e, n, w, in);
	else
		match_shoulds(e, n, w, in);
	for (uint32_t i = positive; i < positive + n->plan->nots && !dsr_window_empty(n->bits); i++) {
		dsr_eval_match(e, n->children[i], w, n->bits, n->spare);
		dsr_window_without(n->bits, n->bits, n->spare);
	}
	dsr_window_copy(out, n->bits);
}

void dsr_eval_bool_score(dsr_eval *e, dsr_eval_node *n, const dsr_window *w, const uint64_t *docs)
{
	const uint32_t musts = n->plan->musts;

	dsr_window_and(n->bits, n->bits, docs);
	if (dsr_window_empty(n->bits))
		return;
	for (uint32_t i = 0; i < musts; i++)
		dsr_eval_score(e, n->children[i], w, n->bits);
	for (uint32_t i = musts; i < musts + n->plan->shoulds; i++) {
		/* Beside musts the shoulds were not asked what they match. */
		if (musts && n->children[i]->plan->kind != DSR_PLAN_TERM)
			dsr_eval_match(e, n->children[i], w, n->bits, n->spare);
		dsr_eval_score(e, n->children[i], w, n->bits);
	}
}

void dsr_eval_bool_collect(dsr_eval *e, dsr_eval_node *n, const dsr_window *w, uint64_t *out)
{
	for (uint32_t i = 0; i < n->plan->shoulds; i++)
		dsr_eval_collect(e, n->children[i], w, out);
}
