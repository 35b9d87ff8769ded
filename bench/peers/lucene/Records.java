import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * JSON Lines in, one record at a time. Of a record "id" (text or number), "title" and "body" are read, the rest is passed over; a line that
 * is no object is left out. This reader believes its input.
 */
final class Records implements AutoCloseable {
	String id, title, body;

	private final BufferedReader in;
	private String line;
	private int at;

	Records(String path) throws IOException {
		in = new BufferedReader(new InputStreamReader(new FileInputStream(path), StandardCharsets.UTF_8), 1 << 20);
	}

	/** Reads the next record into the fields above. */
	boolean next() throws IOException {
		while ((line = in.readLine()) != null) {
			at = 0;
			skipBlanks();
			if (at < line.length() && line.charAt(at) == '{') {
				parse();
				return true;
			}
		}
		return false;
	}

	@Override public void close() throws IOException {
		in.close();
	}

	private void parse() {
		id = title = body = "";
		for (at++; ; ) {
			skipBlanks();
			if (line.charAt(at) == ',') {
				at++;
				continue;
			}
			if (line.charAt(at) != '"')
				return;
			String key = string();
			skipBlanks();
			at++;
			skipBlanks();
			value(key);
		}
	}

	private void value(String key) {
		int begin = at;
		boolean wanted = key.equals("id") || key.equals("title") || key.equals("body");
		if (!wanted || line.charAt(at) != '"') {
			skipValue();
			if (key.equals("id"))
				id = line.substring(begin, at);
			return;
		}
		String text = string();
		switch (key) {
		case "id": id = text; break;
		case "title": title = text; break;
		default: body = text;
		}
	}

	private void skipBlanks() {
		while (at < line.length() && line.charAt(at) <= ' ')
			at++;
	}

	/** The string whose opening quote is at `at`. */
	private String string() {
		int i = ++at;
		while (line.charAt(i) != '"' && line.charAt(i) != '\\')
			i++;
		if (line.charAt(i) == '"') {
			String s = line.substring(at, i);
			at = i + 1;
			return s;
		}
		StringBuilder b = new StringBuilder(line.length() / 2 + 64).append(line, at, i);
		for (char c; (c = line.charAt(i++)) != '"'; ) {
			if (c == '\\') {
				b.append(unescaped(i));
				i += line.charAt(i) == 'u' ? 5 : 1;
			} else {
				b.append(c);
			}
		}
		at = i;
		return b.toString();
	}

	private char unescaped(int i) {
		switch (line.charAt(i)) {
		case 'n': return '\n';
		case 't': return '\t';
		case 'r': return '\r';
		case 'b': case 'f': return ' ';
		case 'u': return (char) Integer.parseInt(line.substring(i + 1, i + 5), 16);
		default: return line.charAt(i);
		}
	}

	private void skipValue() {
		int depth = 0;
		do {
			skipBlanks();
			char c = line.charAt(at);
			if (c == '"')
				string();
			else if (c == '[' || c == '{') {
				depth++;
				at++;
			} else if (c == ']' || c == '}' || c == ',' || c == ':') {
				depth -= c == ']' || c == '}' ? 1 : 0;
				at++;
			} else
				while (at < line.length() && ",:]} \t\r\n".indexOf(line.charAt(at)) < 0)
					at++;
		} while (depth > 0);
	}
}
