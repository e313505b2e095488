package ai.superit.halo.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Text with `{placeholders}`, taken apart once: literals at even positions, names at odd ones.
record Template(List<String> parts) {
  static Template parse(String text) {
    var parts = new ArrayList<String>();
    var from = 0;
    for (var open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
      var close = text.indexOf('}', open);
      parts.add(text.substring(from, open));
      parts.add(text.substring(open + 1, close).intern());
      from = close + 1;
    }
    parts.add(text.substring(from));
    return new Template(List.copyOf(parts));
  }

  String render(UnaryOperator<String> values) {
    var out = new StringBuilder(256);
    for (var i = 0; i < parts.size(); i++) {
      out.append(i % 2 == 0 ? parts.get(i) : values.apply(parts.get(i)));
    }
    return out.toString();
  }
}
