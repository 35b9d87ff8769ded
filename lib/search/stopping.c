/*
 * stopping.c - see stopping.h
 */
#include "search/stopping.h"

#include <string.h>

#include "base/error.h"
#include "text/analyzer.h"
#include "text/stopwords.h"
#include "text/tokens.h"

/* Is a token a stop word, written as one? */
static int is_stop_token(const uint8_t *text, dsr_text_token t)
{
	uint8_t plain[DSR_TERM_MAX];
	int acronym;
	size_t n;

	for (uint32_t i = t.start + 1; i < t.end; i++)
		if (text[i] >= 'A' && text[i] <= 'Z')
			return 0;
	n = dsr_analyzer_plain(text + t.start, t.end - t.start, plain, &acronym);
	return !acronym && dsr_is_stopword(plain, n);
}

/* Is the node one stop word, and nothing says that it is wanted? */
static int is_stop_word(const dsr_node *n)
{
	dsr_text_token tokens[DSR_TOKENS_MIN];
	dsr_tokens source;

	if (n->kind != DSR_NODE_TEXT || n->occur != DSR_SHOULD || n->quoted || n->half || n->field.n)
		return 0;
	dsr_tokens_begin(&source, (const uint8_t *)n->text.p, n->text.n);
	return dsr_tokens_next(&source, tokens, DSR_TOKENS_MIN) == 1 && is_stop_token((const uint8_t *)n->text.p, tokens[0]);
}

/* Does the node say what the query is about? */
static int is_about(const dsr_node *n)
{
	if (n->occur == DSR_NOT)
		return 0;
	return n->kind == DSR_NODE_BOOL || n->kind == DSR_NODE_CONCEPT || (n->kind == DSR_NODE_TEXT && n->text.n && !is_stop_word(n));
}

static int is_any_about(const dsr_tree *tree, uint32_t first)
{
	for (uint32_t i = first; i != DSR_NODE_NIL; i = tree->nodes[i].next)
		if (is_about(&tree->nodes[i]))
			return 1;
	return 0;
}

/* Empty node i of a copy, which is made at the first. */
static int empty(dsr_tree *tree, dsr_node **copy, dsr_arena *arena, uint32_t i)
{
	if (!*copy) {
		*copy = dsr_arena_take(arena, tree->count * sizeof **copy);
		if (!*copy)
			return 0;
		memcpy(*copy, tree->nodes, tree->count * sizeof **copy);
		tree->nodes = *copy;
	}
	(*copy)[i].text.n = 0;
	return 1;
}

dossier_status dsr_leave_stop_words_out(dsr_tree *tree, dsr_arena *arena, dossier_error *err)
{
	dsr_node *copy = NULL;

	for (uint32_t i = 0; i < tree->count; i++) {
		if (tree->nodes[i].kind != DSR_NODE_BOOL || !is_any_about(tree, tree->nodes[i].child))
			continue;
		for (uint32_t c = tree->nodes[i].child; c != DSR_NODE_NIL; c = tree->nodes[c].next)
			if (is_stop_word(&tree->nodes[c]) && !empty(tree, &copy, arena, c))
				return dsr_nomem(err);
	}
	return DOSSIER_OK;
}
