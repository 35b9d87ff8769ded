/*
 * languages.c - see languages.h
 */
#include "text/languages.h"

#include <stddef.h>
#include <string.h>

static const dsr_language languages[] = {
	{ "af", { "afr", "" }, "afrikaans", "none" },
	{ "sq", { "sqi", "alb" }, "albanian", "none" },
	{ "am", { "amh", "" }, "amharic", "none" },
	{ "ar", { "ara", "" }, "arabic", "arabic" },
	{ "hy", { "hye", "arm" }, "armenian", "armenian" },
	{ "az", { "aze", "" }, "azerbaijani", "none" },
	{ "eu", { "eus", "baq" }, "basque", "basque" },
	{ "be", { "bel", "" }, "belarusian", "none" },
	{ "bn", { "ben", "" }, "bengali", "none" },
	{ "nb", { "nob", "" }, "bokmal", "norwegian" },
	{ "bs", { "bos", "" }, "bosnian", "none" },
	{ "bg", { "bul", "" }, "bulgarian", "none" },
	{ "my", { "mya", "bur" }, "burmese", "none" },
	{ "ca", { "cat", "" }, "catalan", "catalan" },
	{ "zh", { "zho", "chi" }, "chinese", "none" },
	{ "hr", { "hrv", "" }, "croatian", "none" },
	{ "cs", { "ces", "cze" }, "czech", "none" },
	{ "da", { "dan", "" }, "danish", "danish" },
	{ "nl", { "nld", "dut" }, "dutch", "dutch" },
	{ "en", { "eng", "" }, "english", "english" },
	{ "et", { "est", "" }, "estonian", "none" },
	{ "tl", { "fil", "" }, "filipino", "none" },
	{ "fi", { "fin", "" }, "finnish", "finnish" },
	{ "fr", { "fra", "fre" }, "french", "french" },
	{ "gl", { "glg", "" }, "galician", "none" },
	{ "ka", { "kat", "geo" }, "georgian", "none" },
	{ "de", { "deu", "ger" }, "german", "german" },
	{ "el", { "ell", "gre" }, "greek", "greek" },
	{ "gu", { "guj", "" }, "gujarati", "none" },
	{ "ha", { "hau", "" }, "hausa", "none" },
	{ "he", { "heb", "" }, "hebrew", "none" },
	{ "hi", { "hin", "" }, "hindi", "hindi" },
	{ "hu", { "hun", "" }, "hungarian", "hungarian" },
	{ "is", { "isl", "ice" }, "icelandic", "none" },
	{ "ig", { "ibo", "" }, "igbo", "none" },
	{ "id", { "ind", "" }, "indonesian", "indonesian" },
	{ "ga", { "gle", "" }, "irish", "irish" },
	{ "it", { "ita", "" }, "italian", "italian" },
	{ "ja", { "jpn", "" }, "japanese", "none" },
	{ "kn", { "kan", "" }, "kannada", "none" },
	{ "kk", { "kaz", "" }, "kazakh", "none" },
	{ "km", { "khm", "" }, "khmer", "none" },
	{ "ko", { "kor", "" }, "korean", "none" },
	{ "ku", { "kur", "" }, "kurdish", "none" },
	{ "ky", { "kir", "" }, "kyrgyz", "none" },
	{ "lo", { "lao", "" }, "lao", "none" },
	{ "la", { "lat", "" }, "latin", "none" },
	{ "lv", { "lav", "" }, "latvian", "none" },
	{ "lt", { "lit", "" }, "lithuanian", "lithuanian" },
	{ "lb", { "ltz", "" }, "luxembourgish", "none" },
	{ "mk", { "mkd", "mac" }, "macedonian", "none" },
	{ "ms", { "msa", "may" }, "malay", "none" },
	{ "ml", { "mal", "" }, "malayalam", "none" },
	{ "mt", { "mlt", "" }, "maltese", "none" },
	{ "mr", { "mar", "" }, "marathi", "none" },
	{ "mn", { "mon", "" }, "mongolian", "none" },
	{ "ne", { "nep", "" }, "nepali", "nepali" },
	{ "no", { "nor", "" }, "norwegian", "norwegian" },
	{ "nn", { "nno", "" }, "nynorsk", "norwegian" },
	{ "ps", { "pus", "" }, "pashto", "none" },
	{ "fa", { "fas", "per" }, "persian", "none" },
	{ "pl", { "pol", "" }, "polish", "none" },
	{ "pt", { "por", "" }, "portuguese", "portuguese" },
	{ "pa", { "pan", "" }, "punjabi", "none" },
	{ "ro", { "ron", "rum" }, "romanian", "romanian" },
	{ "ru", { "rus", "" }, "russian", "russian" },
	{ "sr", { "srp", "" }, "serbian", "serbian" },
	{ "si", { "sin", "" }, "sinhala", "none" },
	{ "sk", { "slk", "slo" }, "slovak", "none" },
	{ "sl", { "slv", "" }, "slovenian", "none" },
	{ "so", { "som", "" }, "somali", "none" },
	{ "es", { "spa", "" }, "spanish", "spanish" },
	{ "sw", { "swa", "" }, "swahili", "none" },
	{ "sv", { "swe", "" }, "swedish", "swedish" },
	{ "tl", { "tgl", "" }, "tagalog", "none" },
	{ "tg", { "tgk", "" }, "tajik", "none" },
	{ "ta", { "tam", "" }, "tamil", "tamil" },
	{ "te", { "tel", "" }, "telugu", "none" },
	{ "th", { "tha", "" }, "thai", "none" },
	{ "bo", { "bod", "tib" }, "tibetan", "none" },
	{ "ti", { "tir", "" }, "tigrinya", "none" },
	{ "tr", { "tur", "" }, "turkish", "turkish" },
	{ "tk", { "tuk", "" }, "turkmen", "none" },
	{ "uk", { "ukr", "" }, "ukrainian", "none" },
	{ "ur", { "urd", "" }, "urdu", "none" },
	{ "uz", { "uzb", "" }, "uzbek", "none" },
	{ "vi", { "vie", "" }, "vietnamese", "none" },
	{ "cy", { "cym", "wel" }, "welsh", "none" },
	{ "yi", { "yid", "" }, "yiddish", "yiddish" },
	{ "yo", { "yor", "" }, "yoruba", "none" },
	{ "zu", { "zul", "" }, "zulu", "none" },
	{ "", { "", "" }, "none", "none" },
	{ "", { "", "" }, "porter", "porter" }, /* English, by the older rules */
};

static char lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static int is(dossier_str called, const char *name)
{
	if (!called.n || called.n != strlen(name))
		return 0;
	for (size_t i = 0; i < called.n; i++)
		if (lower(called.p[i]) != name[i])
			return 0;
	return 1;
}

/* The code that a tag begins with: "pt" of "pt-BR". */
static dossier_str code_of(dossier_str tag)
{
	size_t n = 0;

	while (n < tag.n && tag.p[n] != '-' && tag.p[n] != '_')
		n++;
	return (dossier_str){ tag.p, n };
}

const dsr_language *dsr_language_find(dossier_str called)
{
	const dossier_str code = code_of(called);

	for (size_t i = 0; called.n && i < sizeof languages / sizeof *languages; i++) {
		const dsr_language *l = &languages[i];

		if (is(called, l->name) || is(code, l->code) || is(code, l->code3[0]) || is(code, l->code3[1]))
			return l;
	}
	return NULL;
}
