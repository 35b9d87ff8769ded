/*
 * speakers.h - is what begins a line the name of a speaker?
 */
#ifndef DSR_TEXT_SPEAKERS_H
#define DSR_TEXT_SPEAKERS_H

#include <stddef.h>

#include <dossier/str.h>

/* How far the look of a name goes. */
typedef enum dsr_speaker_proof {
	DSR_SPEAKER_NONE,
	DSR_SPEAKER_MAYBE, /* a name in title case, a single letter: one where it comes again */
	DSR_SPEAKER_SURE   /* in capitals, or a role: Host, Question */
} dsr_speaker_proof;

/*
 * What the beginning of `line`, valid UTF-8 without blanks around it, is.  But for NONE *n is the length of the name without the colon
 * behind it.  A name has at most 40 bytes; a label that pages have (Note, Source, Tel) is none.
 */
dsr_speaker_proof dsr_speaker_of(dossier_str line, size_t *n);

#endif /* DSR_TEXT_SPEAKERS_H */
