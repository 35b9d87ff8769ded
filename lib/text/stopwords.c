/*
 * stopwords.c - see stopwords.h
 */
#include "text/stopwords.h"

#include <string.h>

#include "base/order.h"
#include "text/textdata.h"

/* The line of the list that holds byte `at`, without its end. */
static dossier_str line_at(size_t at)
{
	const char *text = (const char *)dsr_stopwords;
	size_t start = at, end = at;

	while (start && text[start - 1] != '\n')
		start--;
	while (end < dsr_stopwords_size && text[end] != '\n')
		end++;
	return (dossier_str){ text + start, end - start };
}

int dsr_is_stopword(const uint8_t *word, size_t n)
{
	const dossier_str sought = { (const char *)word, n };
	size_t low = 0, high = dsr_stopwords_size;

	/* What is sought, if it is there, begins in [low, high). */
	while (low < high) {
		const dossier_str line = line_at(low + (high - low) / 2);
		const size_t start = (size_t)(line.p - (const char *)dsr_stopwords);
		const int order = dsr_str_compare(sought, line);

		if (!order)
			return n > 0;
		if (order < 0)
			high = start;
		else
			low = start + line.n + 1;
	}
	return 0;
}
