/*
 * xapian.cc - the driver of Xapian (glass)
 *
 * Stemmed terms alone with positions (STEM_ALL; the default would index every word twice), Snowball English, no sync, flushed every
 * 50,000 documents, then compacted in full.
 */
#include "peer.h"

#include <xapian.h>

#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

static std::string folder;
static std::unique_ptr<Xapian::WritableDatabase> writing;
static std::unique_ptr<Xapian::Database> reading;
static const Xapian::Stem stem("english");

static void create(const char *dir)
{
	folder = dir;
	setenv("XAPIAN_FLUSH_THRESHOLD", "50000", 0);
	writing = std::make_unique<Xapian::WritableDatabase>(folder + "/build", Xapian::DB_CREATE_OR_OVERWRITE |
	                                                     Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC |
	                                                     Xapian::DB_DANGEROUS);
}

static void add(const peer_record *r)
{
	Xapian::TermGenerator words;
	Xapian::Document document;

	words.set_stemmer(stem);
	words.set_stemming_strategy(Xapian::TermGenerator::STEM_ALL);
	words.set_document(document);
	words.index_text(std::string(r->text.p, r->text.n));
	document.set_data(std::string(r->id.p, r->id.n) + "\n" + std::string(r->title.p, r->title.n));
	writing->add_document(document);
}

static const char *finish()
{
	writing->commit();
	writing->close();
	Xapian::Database(folder + "/build").compact(folder + "/db", Xapian::Compactor::FULL);
	std::filesystem::remove_all(folder + "/build");
	return nullptr;
}

static void open_index(const char *dir)
{
	reading = std::make_unique<Xapian::Database>(std::string(dir) + "/db");
}

static std::string term_of(std::string word)
{
	for (char &c : word)
		c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
	return stem(word);
}

static Xapian::Query query_of(const peer_clause &c)
{
	std::vector<std::string> terms;

	for (int i = 0; i < c.count; i++)
		terms.push_back(term_of(c.words[i]));
	if (terms.size() == 1)
		return Xapian::Query(terms[0]);
	return Xapian::Query(Xapian::Query::OP_PHRASE, terms.begin(), terms.end(), static_cast<Xapian::termcount>(terms.size()));
}

/* The clauses of one kind, joined. */
static Xapian::Query query_of(const peer_query &q, peer_occur occur, Xapian::Query::op op)
{
	std::vector<Xapian::Query> parts;

	for (int i = 0; i < q.count; i++)
		if (q.clauses[i].occur == occur)
			parts.push_back(query_of(q.clauses[i]));
	return Xapian::Query(op, parts.begin(), parts.end());
}

static Xapian::Query query_of(const char *text)
{
	Xapian::Query may, all;
	peer_query q;

	peer_query_read(&q, text);
	may = query_of(q, PEER_MAY, Xapian::Query::OP_OR);
	all = may;
	if (q.must) {
		all = query_of(q, PEER_MUST, Xapian::Query::OP_AND);
		if (!may.empty())
			all = Xapian::Query(Xapian::Query::OP_AND_MAYBE, all, may);
	}
	if (q.must_not)
		all = Xapian::Query(Xapian::Query::OP_AND_NOT, all, query_of(q, PEER_MUST_NOT, Xapian::Query::OP_OR));
	peer_query_release(&q);
	return all;
}

static void count(Xapian::Enquire &enquire, peer_answer *a)
{
	enquire.set_weighting_scheme(Xapian::BoolWeight());
	Xapian::MSet found = enquire.get_mset(0, 0); /* bounds only, which are exact for one term */
	if (found.get_matches_lower_bound() != found.get_matches_upper_bound())
		found = enquire.get_mset(0, 0, reading->get_doccount());
	a->count = found.get_matches_estimated();
}

static int run(const peer_command *c, const char *text, peer_answer *a)
{
	Xapian::Enquire enquire(*reading);

	enquire.set_query(query_of(text));
	if (!c->top) {
		count(enquire, a);
		return 1;
	}
	enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1000, 0.75, 0));
	const Xapian::MSet found = enquire.get_mset(0, static_cast<Xapian::doccount>(c->top), c->count ? reading->get_doccount() : 0);
	for (auto hit = found.begin(); hit != found.end(); ++hit) {
		a->document[a->n] = *hit;
		a->score[a->n++] = hit.get_weight();
	}
	a->count = found.get_matches_estimated();
	return 1;
}

static char *id_of(uint64_t document)
{
	const std::string data = reading->get_document(static_cast<Xapian::docid>(document)).get_data();

	return strdup(data.substr(0, data.find('\n')).c_str());
}

int main(int argc, char **argv)
{
	const peer_engine engine = { "xapian", create, add, finish, open_index, run, id_of };

	try {
		return peer_main(&engine, argc, argv);
	} catch (const Xapian::Error &e) {
		std::fprintf(stderr, "xapian: %s\n", e.get_description().c_str());
		return 2;
	}
}
