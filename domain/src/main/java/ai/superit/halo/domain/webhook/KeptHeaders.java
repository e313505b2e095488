package ai.superit.halo.domain.webhook;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The names of the request headers that are kept with each delivery, for whoever routes by them.
/// Never one that may carry a secret.
///
/// @param names in lower case
public record KeptHeaders(Set<String> names) {
  public static final KeptHeaders NONE = new KeptHeaders(Set.of());

  /// How many names there may be.
  public static final int MOST = 10;

  /// How much of a value is kept, in characters.
  public static final int MOST_CHARACTERS = 256;

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
  private static final List<String> SECRET =
      List.of("auth", "cookie", "signature", "key", "secret", "token", "password", "credential");

  public KeptHeaders {
    names = Set.copyOf(names);
  }

  /// @throws IllegalArgumentException with what is wrong, for a person
  public static KeptHeaders parse(List<String> given) {
    var names = new TreeSet<String>();
    for (var name : given) {
      names.add(checked(name.strip().toLowerCase(Locale.ROOT)));
    }
    if (names.size() > MOST) {
      throw new IllegalArgumentException(
          "holds %d names, allowed is at most %d".formatted(names.size(), MOST));
    }
    return new KeptHeaders(names);
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "holds a name that is not 1 to 64 letters, digits and dashes");
    }
    if (name.equals("content-type")) {
      throw new IllegalArgumentException(
          "holds content-type, which is kept by itself where it is not JSON");
    }
    if (name.equals("webhook-id")) {
      throw new IllegalArgumentException(
          "holds webhook-id, which is kept by itself where the signature covers it");
    }
    if (SECRET.stream().anyMatch(name::contains)) {
      throw new IllegalArgumentException(
          "holds %s, which may carry a secret: such headers are never kept".formatted(name));
    }
    return name;
  }
}
