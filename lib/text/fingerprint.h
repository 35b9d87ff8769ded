/*
 * fingerprint.h - do two analyzers give the same terms?
 *
 * A hash over what an analyzer makes of a fixed text: where its tokens begin and end, which stand beside a word, and their terms.  The text holds words of
 * policy with endings that stemmers and their versions treat differently, possessives, accents, numbers, acronyms
 * and the corner cases of the word rules, then words of the analyzer's language.  A new stemmer, another list of
 * exceptions, another folding or word rule shows, as far as a few hundred words can show it.
 *
 * The names that the analyzer knows are taken in whole, by a hash of the text that they were read from.
 *
 * An index keeps the fingerprint of the analyzer that made it (FORMAT.md 10): terms of another would be looked up in vain.
 *
 * Threads: no state but the analyzer's.
 */
#ifndef DSR_TEXT_FINGERPRINT_H
#define DSR_TEXT_FINGERPRINT_H

#include <stdint.h>

#include "text/analyzer.h"

/*
 * The fingerprint of `a`, an analyzer for `language`.  1, or 0 when out of memory.  The same on every host.
 * Takes some 100 us.
 */
int dsr_fingerprint(dsr_analyzer *a, const char *language, uint64_t *out);

#endif /* DSR_TEXT_FINGERPRINT_H */
