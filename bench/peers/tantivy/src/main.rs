//! The program around Tantivy: what ../drivers/peer.c is for the drivers in C, see there and ../README.md.

mod engine;
mod request;

use std::fs::File;
use std::io::{stdin, stdout, BufRead, BufReader, Write};
use std::path::Path;
use std::time::Instant;

use engine::{Reader, Writer};
use request::Command;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn clock(id: libc::clockid_t) -> f64 {
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    unsafe { libc::clock_gettime(id, &mut t) };
    t.tv_sec as f64 + t.tv_nsec as f64 * 1e-9
}

/// Resident memory in MiB.
fn status_mb(key: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with(key)).unwrap_or("");
    let kb: f64 = line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0.0);
    kb / 1024.0
}

fn field(record: &serde_json::Value, name: &str) -> String {
    match &record[name] {
        serde_json::Value::String(s) => s.clone(),
        serde_json::Value::Number(n) => n.to_string(),
        _ => String::new(),
    }
}

/// Read all records and give id, title and body to `add`. Returns how many, and their bytes.
fn read_all(corpus: &str, mut add: impl FnMut(&str, &str, &str) -> Result<()>) -> Result<(usize, usize)> {
    let mut input = BufReader::with_capacity(1 << 20, File::open(corpus)?);
    let (mut line, mut records, mut bytes) = (String::new(), 0, 0);
    loop {
        line.clear();
        let n = input.read_line(&mut line)?;
        if n == 0 {
            return Ok((records, bytes));
        }
        let record: serde_json::Value = serde_json::from_str(&line)?;
        add(&field(&record, "id"), &field(&record, "title"), &field(&record, "body"))?;
        records += 1;
        bytes += n;
    }
}

fn index(corpus: &str, dir: &Path) -> Result<()> {
    let (begun, used) = (Instant::now(), clock(libc::CLOCK_PROCESS_CPUTIME_ID));
    let mut text_bytes = 0;
    std::fs::create_dir_all(dir)?;
    let mut writer = Writer::create(dir)?;
    let (records, bytes) = read_all(corpus, |id, title, body| {
        text_bytes += title.len() + body.len();
        Ok(writer.add(id, title, &format!("{title}\n{body}"))?)
    })?;
    writer.finish()?;
    let (wall, cpu) = (begun.elapsed().as_secs_f64(), clock(libc::CLOCK_PROCESS_CPUTIME_ID) - used);
    read_all(corpus, |_, _, _| Ok(()))?;
    let reading = clock(libc::CLOCK_PROCESS_CPUTIME_ID) - used - cpu;
    let mut size = 0;
    for file in std::fs::read_dir(dir)? {
        size += file?.metadata()?.len();
    }
    println!(
        "{{\"engine\":\"tantivy\",\"documents\":{records},\"wall_s\":{wall:.3},\"cpu_s\":{cpu:.3},\"reading_s\":{reading:.3},\
         \"peak_mb\":{:.1},\"index_bytes\":{size},\"text_bytes\":{text_bytes},\"corpus_bytes\":{bytes}}}",
        status_mb("VmHWM")
    );
    Ok(())
}

/// One line of the protocol, and what was measured of it.
struct Line {
    command: Option<Command>,
    query: String,
    times: Vec<f64>,
    count: usize,
}

impl Line {
    fn read(text: &str) -> Line {
        let (name, query) = text.split_once('\t').unwrap_or(("", text));
        Line { command: Command::read(name), query: query.to_string(), times: Vec::new(), count: 0 }
    }

    fn run(&mut self, reader: &mut Reader) -> Result<()> {
        if let Some(command) = &self.command {
            self.count = reader.run(command, &self.query)?.count;
        }
        Ok(())
    }
}

fn answer(reader: &mut Reader, line: &Line, scores: bool) -> Result<()> {
    let mut out = stdout().lock();
    let Some(command) = &line.command else {
        writeln!(out, "UNSUPPORTED")?;
        return Ok(());
    };
    let found = reader.run(command, &line.query)?;
    let mut hits = Vec::new();
    for (score, address) in found.hits {
        let id = reader.id(address)?.replace([' ', '\t', '\n'], "_");
        hits.push(if scores { format!("{id}:{score:.4}") } else { id });
    }
    if command.count {
        write!(out, "{}{}", found.count, if command.top > 0 { "\t" } else { "" })?;
    }
    writeln!(out, "{}", hits.join(" "))?;
    Ok(())
}

/// Passes over all lines until the time is over; those that the first does not reach in that and half the limit are left out.
fn warm_up(reader: &mut Reader, lines: &mut Vec<Line>, warm: f64, limit: f64) -> Result<()> {
    let begun = Instant::now();
    for i in 0..lines.len() {
        lines[i].run(reader)?;
        if limit > 0.0 && begun.elapsed().as_secs_f64() > warm + limit / 2.0 {
            lines.truncate(i + 1);
            break;
        }
    }
    while begun.elapsed().as_secs_f64() < warm {
        lines.iter_mut().try_for_each(|line| line.run(reader))?;
    }
    Ok(())
}

fn bench(reader: &mut Reader, mut lines: Vec<Line>, passes: usize, warm: f64, limit: f64) -> Result<()> {
    let by_cpu = std::env::var("PEER_CLOCK").is_ok_and(|v| v == "cpu");
    let id = if by_cpu { libc::CLOCK_THREAD_CPUTIME_ID } else { libc::CLOCK_MONOTONIC };
    warm_up(reader, &mut lines, warm, limit)?;
    let begun = Instant::now();
    let mut done = 0;
    while done < passes {
        for line in &mut lines {
            let from = clock(id);
            line.run(reader)?;
            line.times.push((clock(id) - from) * 1e6);
        }
        done += 1;
        if limit > 0.0 && begun.elapsed().as_secs_f64() > limit {
            break;
        }
    }
    for line in &mut lines {
        line.times.sort_by(f64::total_cmp);
        let median = (line.times[(done - 1) / 2] + line.times[done / 2]) / 2.0;
        println!("{:.2}\t{:.2}\t{}", line.times[0], median, line.count);
    }
    eprintln!(
        "{{\"engine\":\"tantivy\",\"passes\":{done},\"peak_mb\":{:.1},\"heap_mb\":{:.1}}}",
        status_mb("VmHWM"),
        status_mb("RssAnon")
    );
    Ok(())
}

fn query(dir: &Path, options: &[String]) -> Result<()> {
    let (mut scores, mut passes, mut warm, mut limit) = (false, 0, 1.0, 0.0);
    let mut rest = options.iter();
    while let Some(name) = rest.next() {
        let mut value = || rest.next().ok_or("a value is missing");
        match name.as_str() {
            "--scores" => scores = true,
            "--bench" => passes = value()?.parse()?,
            "--warm" => warm = value()?.parse()?,
            "--limit" => limit = value()?.parse()?,
            _ => return Err(format!("{name} is no option").into()),
        }
    }
    let mut reader = Reader::open(dir)?;
    let mut lines = Vec::new();
    for text in stdin().lines() {
        let line = Line::read(&text?);
        if passes == 0 {
            answer(&mut reader, &line, scores)?;
        } else {
            lines.push(line);
        }
    }
    if passes > 0 {
        bench(&mut reader, lines, passes, warm, limit)?;
    }
    Ok(())
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("index") if arguments.len() == 3 => index(&arguments[1], Path::new(&arguments[2])),
        Some("query") if arguments.len() >= 2 => query(Path::new(&arguments[1]), &arguments[2..]),
        _ => Err("usage: tantivy-peer index CORPUS.jsonl DIR | query DIR [--scores] [--bench PASSES [--warm S] [--limit S]]".into()),
    }
}
