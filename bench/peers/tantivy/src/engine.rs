//! Tantivy: one indexing thread, 256 MB, SimpleTokenizer, lower case, Snowball English, positions, id and title kept, the
//! text not; everything merged into one segment.

use std::path::Path;

use tantivy::collector::{Count, TopDocs};
use tantivy::indexer::NoMergePolicy;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions, Value, STORED};
use tantivy::tokenizer::{Language, LowerCaser, SimpleTokenizer, Stemmer, TextAnalyzer};
use tantivy::{DocAddress, Index, IndexWriter, Searcher, TantivyDocument, Term};

use crate::request::{clauses, Clause, Command};

const MEMORY: usize = 256 << 20;

#[derive(Default)]
pub struct Answer {
    pub count: usize,
    pub hits: Vec<(f32, DocAddress)>,
}

fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).filter(Stemmer::new(Language::English)).build()
}

pub struct Writer {
    writer: IndexWriter,
    id: Field,
    title: Field,
    text: Field,
}

impl Writer {
    pub fn create(dir: &Path) -> tantivy::Result<Writer> {
        let words = TextFieldIndexing::default()
            .set_tokenizer("peers")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let mut schema = Schema::builder();
        let id = schema.add_text_field("id", STORED);
        let title = schema.add_text_field("title", STORED);
        let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(words));
        let index = Index::create_in_dir(dir, schema.build())?;
        index.tokenizers().register("peers", analyzer());
        let writer = index.writer_with_num_threads(1, MEMORY)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        Ok(Writer { writer, id, title, text })
    }

    pub fn add(&mut self, id: &str, title: &str, text: &str) -> tantivy::Result<()> {
        let mut document = TantivyDocument::default();
        document.add_text(self.id, id);
        document.add_text(self.title, title);
        document.add_text(self.text, text);
        self.writer.add_document(document)?;
        Ok(())
    }

    pub fn finish(mut self) -> tantivy::Result<()> {
        self.writer.commit()?;
        let segments = self.writer.index().searchable_segment_ids()?;
        if segments.len() > 1 {
            self.writer.merge(&segments).wait()?;
        }
        self.writer.garbage_collect_files().wait()?;
        self.writer.wait_merging_threads()
    }
}

pub struct Reader {
    searcher: Searcher,
    analyzer: TextAnalyzer,
    id: Field,
    text: Field,
}

impl Reader {
    pub fn open(dir: &Path) -> tantivy::Result<Reader> {
        let index = Index::open_in_dir(dir)?;
        let schema = index.schema();
        let searcher = index.reader()?.searcher();
        Ok(Reader { searcher, analyzer: analyzer(), id: schema.get_field("id")?, text: schema.get_field("text")? })
    }

    fn terms(&mut self, text: &str) -> Vec<Term> {
        let field = self.text;
        let mut terms = Vec::new();
        self.analyzer.token_stream(text).process(&mut |token| terms.push(Term::from_field_text(field, &token.text)));
        terms
    }

    fn leaf(&mut self, clause: &Clause) -> Box<dyn Query> {
        let mut terms = self.terms(&clause.text);
        if terms.len() > 1 {
            return Box::new(PhraseQuery::new(terms));
        }
        let term = terms.pop().unwrap_or_else(|| Term::from_field_text(self.text, ""));
        Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
    }

    fn query(&mut self, text: &str) -> Box<dyn Query> {
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for clause in clauses(text) {
            let occur = match clause.occur {
                '+' => Occur::Must,
                '-' => Occur::MustNot,
                _ => Occur::Should,
            };
            parts.push((occur, self.leaf(&clause)));
        }
        match parts.len() {
            1 => parts.pop().unwrap().1,
            _ => Box::new(BooleanQuery::new(parts)),
        }
    }

    /// Answer one query: all that is timed.
    pub fn run(&mut self, command: &Command, text: &str) -> tantivy::Result<Answer> {
        let query = self.query(text);
        let top = TopDocs::with_limit(command.top.max(1)).order_by_score();
        if command.top == 0 {
            let count = query.count(&self.searcher)?;
            return Ok(Answer { count, ..Answer::default() });
        }
        if command.count {
            let (hits, count) = self.searcher.search(&query, &(top, Count))?;
            return Ok(Answer { count, hits });
        }
        Ok(Answer { count: 0, hits: self.searcher.search(&query, &top)? })
    }

    pub fn id(&self, address: DocAddress) -> tantivy::Result<String> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        Ok(document.get_first(self.id).and_then(|v| v.as_str()).unwrap_or("?").to_string())
    }
}
