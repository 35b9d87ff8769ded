//! One line of the protocol: a command and a query, as in ../../drivers/request.h.

pub struct Command {
    pub count: bool,
    pub top: usize,
}

impl Command {
    pub fn read(name: &str) -> Option<Command> {
        if name == "COUNT" {
            return Some(Command { count: true, top: 0 });
        }
        let (number, count) = match name.strip_prefix("TOP_")?.strip_suffix("_COUNT") {
            Some(number) => (number, true),
            None => (&name[4..], false),
        };
        let top = number.parse().ok().filter(|k| (1..=1000).contains(k))?;
        Some(Command { count, top })
    }
}

/// A word or "words in a row": `+` in front where it must hold, `-` where it must not, nothing where it may.
pub struct Clause {
    pub occur: char,
    pub text: String,
}

pub fn clauses(query: &str) -> Vec<Clause> {
    let mut all = Vec::new();
    let mut rest = query.trim_start();
    while !rest.is_empty() {
        let occur = rest.chars().next().filter(|c| "+-".contains(*c)).unwrap_or(' ');
        rest = rest.strip_prefix(['+', '-']).unwrap_or(rest);
        let (body, end) = match rest.strip_prefix('"') {
            Some(body) => (body, '"'),
            None => (rest, ' '),
        };
        let (text, after) = body.split_once(end).unwrap_or((body, ""));
        if !text.is_empty() {
            all.push(Clause { occur, text: text.to_string() });
        }
        rest = after.trim_start();
    }
    all
}
