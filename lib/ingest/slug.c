/*
 * slug.c - see slug.h
 */
#include "ingest/slug.h"

#include <string.h>

#include "base/utf8.h"
#include "text/date.h"

/* Dashes, quotes, dots and spaces beyond ASCII; of ASCII all but letters and digits. */
static int parts_words(uint32_t c)
{
	if (c < 0x80)
		return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
	return (c >= 0xA0 && c <= 0xBF) || (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F);
}

static int is_apostrophe(uint32_t c)
{
	return c == '\'' || c == 0x2019;
}

static void put_title(dsr_buf *out, dossier_str title)
{
	const uint8_t *p = (const uint8_t *)title.p;
	const uint8_t *const end = title.n ? p + title.n : p; /* no title: memory ran out */
	const size_t begun = out->len;
	int parted = 0;

	while (p < end) {
		uint32_t c;
		const size_t n = dsr_utf8_decode(p, end, &c);

		if (parts_words(c)) {
			parted |= !is_apostrophe(c);
		} else {
			if (parted && out->len > begun)
				dsr_buf_put_u8(out, '-');
			parted = 0;
			if (c >= 'A' && c <= 'Z')
				dsr_buf_put_u8(out, (uint8_t)(c + 32));
			else
				dsr_buf_put(out, p, n);
		}
		p += n;
	}
}

void dsr_slug_put(dsr_buf *out, dossier_str title, dossier_str date)
{
	char iso[DSR_DATE_TEXT_MAX];
	dsr_date d;

	put_title(out, title);
	if (dsr_date_parse(date, &d)) {
		dsr_buf_put_u8(out, '-');
		dsr_buf_put(out, iso, (size_t)dsr_date_print(d, iso));
	}
}

void dsr_slug_set_id(dsr_record *r, const char *prefix)
{
	dsr_buf id = DSR_BUF_INIT(r->arena.alloc);
	dossier_str made;

	put_title(&id, r->text[DSR_RECORD_TITLE]);
	if (id.len || *prefix) {
		dsr_buf_reset(&id);
		dsr_buf_put(&id, prefix, strlen(prefix));
		dsr_slug_put(&id, r->text[DSR_RECORD_TITLE], r->text[DSR_RECORD_DATE]);
		made = dsr_arena_copy(&r->arena, (dossier_str){ (const char *)id.data, id.len });
		r->nomem |= !made.p;
		dsr_record_set(r, DSR_RECORD_ID, made);
	}
	r->nomem |= dsr_buf_status(&id) != DOSSIER_OK;
	dsr_buf_release(&id);
}
