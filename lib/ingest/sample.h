/*
 * sample.h - the built-in sample: sample.jsonl, compiled in
 *
 * The Makefile turns the file into a source with these two.
 */
#ifndef DSR_INGEST_SAMPLE_H
#define DSR_INGEST_SAMPLE_H

#include <stddef.h>

extern const unsigned char dsr_sample[];
extern const size_t dsr_sample_size;

#endif /* DSR_INGEST_SAMPLE_H */
