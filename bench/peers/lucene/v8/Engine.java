import java.io.IOException;
import java.nio.file.Path;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.core.LowerCaseFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.QueryBuilder;

/** Lucene 8: one thread, 256 MB of buffer, one segment, positions, text not stored, no query cache. */
final class Engine {
	long count;
	int[] documents = {};
	float[] scores = {};

	private final Analyzer analyzer;
	private FieldType textType;
	private IndexWriter writer;
	private IndexSearcher searcher;
	private QueryBuilder builder;

	Engine(String kind) {
		analyzer = kind.startsWith("porter") ? new EnglishAnalyzer(CharArraySet.EMPTY_SET) : new Snowball();
	}

	private static final class Snowball extends Analyzer {
		@Override protected TokenStreamComponents createComponents(String field) {
			StandardTokenizer words = new StandardTokenizer();
			return new TokenStreamComponents(words, new SnowballFilter(new LowerCaseFilter(words), "English"));
		}
	}

	void create(Path dir) throws IOException {
		IndexWriterConfig config = new IndexWriterConfig(analyzer);
		config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
		config.setSimilarity(new BM25Similarity(1.2f, 0.75f));
		config.setRAMBufferSizeMB(256);
		config.setUseCompoundFile(false);
		config.setMergeScheduler(new SerialMergeScheduler());
		writer = new IndexWriter(new MMapDirectory(dir), config);
		textType = new FieldType();
		textType.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
		textType.setTokenized(true);
		textType.freeze();
	}

	void add(String id, String title, String text) throws IOException {
		Document document = new Document();
		document.add(new StoredField("id", id));
		document.add(new StoredField("title", title));
		document.add(new Field("text", text, textType));
		writer.addDocument(document);
	}

	void finish() throws IOException {
		writer.forceMerge(1);
		writer.commit();
		writer.close();
	}

	void open(Path dir) throws IOException {
		searcher = new IndexSearcher(DirectoryReader.open(new MMapDirectory(dir)));
		searcher.setQueryCache(null);
		searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
		BooleanQuery.setMaxClauseCount(4096);
		builder = new QueryBuilder(analyzer);
	}

	private Query build(String text) {
		BooleanQuery.Builder all = new BooleanQuery.Builder();
		Query only = null;
		for (Clause c : Clause.parse(text)) {
			Query q = c.phrase ? builder.createPhraseQuery("text", c.text) : builder.createBooleanQuery("text", c.text);
			only = q == null ? new MatchNoDocsQuery() : q;
			all.add(only, c.occur == '+' ? Occur.MUST : c.occur == '-' ? Occur.MUST_NOT : Occur.SHOULD);
		}
		BooleanQuery q = all.build();
		return q.clauses().size() == 1 ? only : q;
	}

	void run(String text, int top, boolean exact) throws IOException {
		Query q = build(text);
		documents = new int[0];
		count = 0;
		if (top == 0) {
			count = searcher.count(q);
		} else if (exact) {
			TopScoreDocCollector best = TopScoreDocCollector.create(top, Integer.MAX_VALUE);
			searcher.search(q, best);
			keep(best.topDocs());
		} else {
			keep(searcher.search(q, top));
		}
	}

	private void keep(TopDocs found) {
		ScoreDoc[] hits = found.scoreDocs;
		documents = new int[hits.length];
		scores = new float[hits.length];
		for (int i = 0; i < hits.length; i++) {
			documents[i] = hits[i].doc;
			scores[i] = hits[i].score;
		}
		count = found.totalHits.value;
	}

	String id(int document) throws IOException {
		return searcher.doc(document).get("id");
	}
}
