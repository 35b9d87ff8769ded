import java.util.ArrayList;
import java.util.List;

/** A part of a query: a word or "words in a row", with + in front where it must hold, - where it must not, nothing where it may. */
final class Clause {
	final char occur; // '+', '-' or ' '
	final String text;
	final boolean phrase;

	private Clause(char occur, String text, boolean phrase) {
		this.occur = occur;
		this.text = text;
		this.phrase = phrase;
	}

	static List<Clause> parse(String query) {
		List<Clause> all = new ArrayList<>();
		for (int i = 0, end; i < query.length(); i = end + 1) {
			char c = query.charAt(i);
			end = i;
			if (c == ' ')
				continue;
			boolean signed = c == '+' || c == '-';
			i += signed ? 1 : 0;
			boolean quoted = i < query.length() && query.charAt(i) == '"';
			i += quoted ? 1 : 0;
			end = query.indexOf(quoted ? '"' : ' ', i);
			if (end < 0)
				end = query.length();
			if (end > i)
				all.add(new Clause(signed ? c : ' ', query.substring(i, end), quoted));
		}
		return all;
	}
}
