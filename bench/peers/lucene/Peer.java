import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The program around a version of Lucene: what peer.c is for the drivers in C, see there and README.md.
 *
 * <pre>
 * Peer NAME ANALYZER index CORPUS.jsonl DIR
 * Peer NAME ANALYZER query DIR [--scores] [--bench PASSES [--warm S] [--limit S]]
 * </pre>
 *
 * ANALYZER is "snowball" or "porter", with "-reordered" behind it where the documents are to be renumbered by
 * recursive graph bisection.
 */
public final class Peer {
	private static final PrintStream out = output();
	private static String name;
	private static Engine engine;

	private static PrintStream output() {
		return new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
	}

	private static double now() {
		return System.nanoTime() / 1e9;
	}

	private static double cpu() {
		return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
	}

	private static double statusMb(String key) throws IOException {
		for (String l : Files.readAllLines(Paths.get("/proc/self/status")))
			if (l.startsWith(key + ":"))
				return Long.parseLong(l.replaceAll("[^0-9]", "")) / 1024.0;
		return 0;
	}

	private static long utf8Length(String s) {
		long n = 0;
		for (int i = 0; i < s.length(); i++) {
			char c = s.charAt(i);
			n += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
		}
		return n;
	}

	private static void index(String corpus, Path dir) throws IOException {
		double begun = now(), used = cpu();
		long records = 0, text = 0, bytes = 0;
		Files.createDirectories(dir);
		engine.create(dir);
		try (Records in = new Records(corpus)) {
			while (in.next()) {
				records++;
				text += utf8Length(in.title) + utf8Length(in.body);
				engine.add(in.id, in.title, in.title + "\n" + in.body);
			}
		}
		engine.finish();
		double wall = now() - begun, spent = cpu() - used;
		try (Records in = new Records(corpus)) {
			while (in.next())
				;
		}
		double reading = cpu() - used - spent;
		try (DirectoryStream<Path> files = Files.newDirectoryStream(dir)) {
			for (Path f : files)
				bytes += Files.size(f);
		}
		out.printf(Locale.ROOT, "{\"engine\":\"%s\",\"documents\":%d,\"wall_s\":%.3f,\"cpu_s\":%.3f,\"reading_s\":%.3f,"
			+ "\"peak_mb\":%.1f,\"index_bytes\":%d,\"text_bytes\":%d,\"corpus_bytes\":%d}%n", name, records, wall, spent, reading,
			statusMb("VmHWM"), bytes, text, Files.size(Paths.get(corpus)));
		out.flush();
	}

	/** One line of the protocol, and what was measured of it. */
	private static final class Request {
		final String query;
		boolean known, count;
		int top;
		double[] times;
		long matches;

		Request(String line) {
			int tab = line.indexOf('\t');
			String command = tab < 0 ? "" : line.substring(0, tab);
			query = line.substring(tab + 1);
			known = command.matches("COUNT|TOP_[1-9][0-9]{0,3}(_COUNT)?");
			count = command.endsWith("COUNT");
			if (known && command.startsWith("TOP_"))
				top = Integer.parseInt(command.split("_")[1]);
		}

		void run() throws IOException {
			engine.run(query, top, count);
		}
	}

	private static void answer(Request r, boolean scores) throws IOException {
		if (!r.known) {
			out.println("UNSUPPORTED");
			out.flush();
			return;
		}
		r.run();
		StringBuilder b = new StringBuilder();
		if (r.count)
			b.append(engine.count).append(r.top > 0 ? "\t" : "");
		for (int i = 0; i < engine.documents.length; i++) {
			b.append(i > 0 ? " " : "").append(engine.id(engine.documents[i]).replaceAll("[ \t\n]", "_"));
			if (scores)
				b.append(String.format(Locale.ROOT, ":%.4f", engine.scores[i]));
		}
		out.println(b);
		out.flush();
	}

	/** Passes over all lines until the time is over; those that the first does not reach in that and half the limit are left out. */
	private static int warmUp(List<Request> lines, double warm, double limit) throws IOException {
		double begun = now();
		int n = lines.size();
		boolean first = true;
		do {
			for (int i = 0; i < n; i++) {
				Request r = lines.get(i);
				r.run();
				r.matches = engine.count;
				if (first && limit > 0 && now() - begun > warm + limit / 2)
					n = i + 1;
			}
			first = false;
		} while (now() - begun < warm);
		return n;
	}

	private static int timePasses(List<Request> lines, int passes, double limit) throws IOException {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		boolean byCpu = "cpu".equals(System.getenv("PEER_CLOCK"));
		double begun = now();
		int pass = 0;
		while (pass < passes) {
			for (Request r : lines) {
				long from = byCpu ? threads.getCurrentThreadCpuTime() : System.nanoTime();
				r.run();
				r.times[pass] = ((byCpu ? threads.getCurrentThreadCpuTime() : System.nanoTime()) - from) / 1e3;
			}
			pass++;
			if (limit > 0 && now() - begun > limit)
				break;
		}
		return pass;
	}

	private static void bench(List<Request> lines, int passes, double warm, double limit) throws IOException {
		lines = lines.subList(0, warmUp(lines, warm, limit));
		for (Request r : lines)
			r.times = new double[passes];
		int done = timePasses(lines, passes, limit);
		for (Request r : lines) {
			double[] t = Arrays.copyOf(r.times, done);
			Arrays.sort(t);
			out.printf(Locale.ROOT, "%.2f\t%.2f\t%d%n", t[0], (t[(done - 1) / 2] + t[done / 2]) / 2, r.matches);
		}
		out.flush();
		System.err.printf(Locale.ROOT, "{\"engine\":\"%s\",\"passes\":%d,\"peak_mb\":%.1f,\"heap_mb\":%.1f}%n", name, done,
			statusMb("VmHWM"), statusMb("RssAnon"));
	}

	private static void query(Path dir, String[] options) throws IOException {
		boolean scores = false;
		double warm = 10, limit = 0;
		int passes = 0;
		for (int i = 0; i < options.length; i++) {
			switch (options[i]) {
			case "--scores": scores = true; break;
			case "--bench": passes = Integer.parseInt(options[++i]); break;
			case "--warm": warm = Double.parseDouble(options[++i]); break;
			case "--limit": limit = Double.parseDouble(options[++i]); break;
			default: throw new IllegalArgumentException(options[i]);
			}
		}
		engine.open(dir);
		List<Request> lines = new ArrayList<>();
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line; (line = in.readLine()) != null; ) {
			Request r = new Request(line);
			if (passes == 0)
				answer(r, scores);
			else
				lines.add(r);
		}
		if (passes > 0)
			bench(lines, passes, warm, limit);
	}

	public static void main(String[] a) throws IOException {
		name = a[0];
		engine = new Engine(a[1]);
		if (a.length == 5 && a[2].equals("index"))
			index(a[3], Paths.get(a[4]));
		else if (a.length >= 4 && a[2].equals("query"))
			query(Paths.get(a[3]), Arrays.copyOfRange(a, 4, a.length));
		else
			throw new IllegalArgumentException("index or query");
	}
}
