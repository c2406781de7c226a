package platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a trial has measured, as docs/evidence keeps it. */
public final class Evidence {

  private final String command;
  private final String circumstances;
  private final List<String> rows = new ArrayList<>();

  /**
   * @param trial its file
   * @param args as it was called; {@code --circumstances} says what the machine's name does not,
   *     such as other work on it
   */
  public Evidence(String trial, String[] args) {
    this("", trial, args);
  }

  /**
   * @param before what has to be called first, such as {@code ./nextflow up && }
   */
  public Evidence(String before, String trial, String[] args) {
    String words = Stream.of(args).map(Evidence::quoted).collect(Collectors.joining(" "));
    this.command = (before + "java trials/" + trial + " " + words).strip();
    int said = List.of(args).indexOf("--circumstances");
    this.circumstances = said < 0 ? "" : ", " + args[said + 1];
  }

  private static String quoted(String word) {
    return word.contains(" ") ? "'" + word + "'" : word;
  }

  /** One more figure, which is shown, too. */
  public void tell(String name, double value, String unit, int n) {
    tell(name, value, unit, n, "");
  }

  /** One more figure that {@code ratio} compares with {@code peer}. */
  public void tell(String name, double value, String unit, int n, String peer, double ratio) {
    String form = ", \"peer\": \"%s\", \"ratio\": %.4f";
    tell(name, value, unit, n, String.format(Locale.ROOT, form, peer, ratio));
  }

  private void tell(String name, double value, String unit, int n, String comparison) {
    String figure = value == Math.rint(value) ? "%.0f" : "%.3f";
    String form = "{\"name\": \"%s\", \"value\": " + figure + ", \"unit\": \"%s\", \"n\": %d%s}";
    String row = String.format(Locale.ROOT, form, name, value, unit, n, comparison);
    System.out.println(row);
    rows.add(row);
  }

  public void write(Path file) throws IOException {
    String form =
        """
        {
          "command": "%s",
          "machine": "%s",
          "date": "%s",
          "rows": [
            %s
          ]
        }
        """;
    String all = String.join(",\n    ", rows);
    Files.writeString(
        file,
        form.formatted(command, machine() + circumstances, LocalDate.now(ZoneOffset.UTC), all));
  }

  private static String machine() throws IOException {
    Path cpus = Path.of("/proc/cpuinfo");
    String model = System.getProperty("os.arch");
    if (Files.isReadable(cpus)) {
      Matcher name = Pattern.compile("model name\\s*: (.*)").matcher(Files.readString(cpus));
      model = name.find() ? name.group(1) : model;
    }
    return "%s, %d processors, %s, Java %s"
        .formatted(
            model,
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("java.version"));
  }
}
