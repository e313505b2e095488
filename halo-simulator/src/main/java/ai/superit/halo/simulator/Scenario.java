package ai.superit.halo.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A kind of trouble: its category, the device it is about, and what people write. Read from
/// `scenarios.txt`, where a heading gives category, device, ticket type, team and priority.
record Scenario(
    Heading heading,
    List<Template> summaries,
    List<Template> details,
    List<Line> lines,
    Line closing) {

  record Heading(String category, Optional<AssetKind> device, int type, int team, int priority) {}

  /// What one side writes: `u` the contact, `a` an agent, `p` an agent in private, `c` the closure.
  record Line(char speaker, Template text) {}

  String category() {
    return heading.category;
  }

  static List<Scenario> load() {
    try (var in = Scenario.class.getResourceAsStream("scenarios.txt")) {
      if (in == null) {
        throw new IllegalStateException("scenarios.txt is missing from the class path");
      }
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text
          .lines()
          .filter(line -> !line.isBlank())
          .collect(ArrayList<List<String>>::new, Scenario::group, List::addAll)
          .stream()
          .map(Scenario::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void group(List<List<String>> groups, String line) {
    if (line.startsWith("# ")) {
      groups.add(new ArrayList<>());
    }
    groups.getLast().add(line);
  }

  private static Scenario parse(List<String> block) {
    var summaries = new ArrayList<Template>();
    var details = new ArrayList<Template>();
    var lines = new ArrayList<Line>();
    for (var line : block.subList(1, block.size())) {
      var template = Template.parse(line.substring(3));
      switch (line.charAt(0)) {
        case 's' -> summaries.add(template);
        case 'd' -> details.add(template);
        default -> lines.add(new Line(line.charAt(0), template));
      }
    }
    return new Scenario(heading(block.getFirst()), summaries, details, lines, lines.removeLast());
  }

  private static Heading heading(String line) {
    var parts = line.substring(2).split("\\|", -1);
    var device = parts[1].trim().toUpperCase(Locale.ROOT);
    return new Heading(
        parts[0].trim(),
        device.equals("-") ? Optional.empty() : Optional.of(AssetKind.valueOf(device)),
        Integer.parseInt(parts[2].trim()),
        Integer.parseInt(parts[3].trim()),
        Integer.parseInt(parts[4].trim()));
  }
}
