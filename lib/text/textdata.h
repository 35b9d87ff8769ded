/*
 * textdata.h - the data files of this module, compiled in
 *
 * The Makefile turns NAME.txt into a source with dsr_NAME[] and its size.
 */
#ifndef DSR_TEXT_TEXTDATA_H
#define DSR_TEXT_TEXTDATA_H

#include <stddef.h>

extern const unsigned char dsr_stems[]; /* exceptions to the English stemmer */
extern const size_t dsr_stems_size;
extern const unsigned char dsr_names[]; /* names that are concepts (gazetteer.h) */
extern const size_t dsr_names_size;
extern const unsigned char dsr_stopwords[]; /* words that a query may leave out */
extern const size_t dsr_stopwords_size;
extern const unsigned char dsr_probes[]; /* what a fingerprint is made of */
extern const size_t dsr_probes_size;

#endif /* DSR_TEXT_TEXTDATA_H */
