/*
 * dateline.h - what pages print around a date: a word before it, the time behind it
 */
#ifndef DSR_TEXT_DATELINE_H
#define DSR_TEXT_DATELINE_H

#include <dossier/str.h>

/*
 * `s` without what is no part of the date: "Published: March 9, 2018 at 10:00 a.m. EST" is "March 9, 2018", "le 9 mars 2018" is "9 mars
 * 2018".  At most three words go before it; a time is H:MM, perhaps with seconds, a.m. or p.m., and a zone.  O(n).
 */
dossier_str dsr_dateline_core(dossier_str s);

#endif /* DSR_TEXT_DATELINE_H */
