package ai.superit.halo.graphql;

import static java.util.Objects.requireNonNull;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Part;
import graphql.language.Field;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.schema.DataFetchingEnvironment;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The arguments of a field, read into the types that the code wants. What the schema cannot check
/// is refused with a message that names the argument.
final class Arguments {
  private final DataFetchingEnvironment environment;
  private final Map<String, ? extends @Nullable Object> values;

  Arguments(DataFetchingEnvironment environment) {
    this(environment, environment.getArguments());
  }

  private Arguments(
      DataFetchingEnvironment environment, Map<String, ? extends @Nullable Object> values) {
    this.environment = environment;
    this.values = values;
  }

  Session session() {
    return RequestContext.of(environment).caller(Session.class);
  }

  /// What the subscription listens to.
  Listening listening() {
    return RequestContext.of(environment).requiredListening();
  }

  /// The parts of records that the document asks for.
  Set<Part> parts() {
    return asked().anywhere();
  }

  AskedParts asked() {
    return requireNonNull(environment.getGraphQlContext().get(AskedParts.class));
  }

  boolean given(String name) {
    return values.get(name) != null;
  }

  Optional<String> text(String name) {
    return value(name, String.class).map(text -> checked(name, text));
  }

  String requiredText(String name) {
    return checked(name, required(name, String.class));
  }

  /// A text to search for; blanks around it are dropped, and nothing but blanks is no text.
  Optional<String> search(String name, int atMost) {
    var text = text(name).map(String::strip).filter(wanted -> !wanted.isEmpty());
    if (text.isPresent() && text.get().length() > atMost) {
      throw FieldFailure.invalid("`" + name + "` has at most " + atMost + " characters.");
    }
    return text;
  }

  Optional<Boolean> flag(String name) {
    return value(name, Boolean.class);
  }

  boolean requiredFlag(String name) {
    return required(name, Boolean.class);
  }

  int number(String name) {
    return required(name, Integer.class);
  }

  Optional<Integer> optionalNumber(String name) {
    return value(name, Integer.class);
  }

  Optional<Instant> instant(String name) {
    return value(name, Instant.class);
  }

  <E extends Enum<E>> E choice(String name, Class<E> type) {
    return Enum.valueOf(type, required(name, String.class));
  }

  List<?> list(String name) {
    return value(name, List.class).map(list -> (List<?>) list).orElse(List.of());
  }

  /// Each once, in no order.
  Set<String> texts(String name) {
    return list(name).stream()
        .map(text -> checked(name, (String) requireNonNull(text)))
        .collect(Collectors.toSet());
  }

  /// The fields of an input object; none if it was not given.
  Arguments object(String name) {
    @SuppressWarnings("unchecked") // the schema says so
    var fields = (Map<String, @Nullable Object>) values.get(name);
    return new Arguments(environment, fields == null ? Map.of() : fields);
  }

  <P> PageArgs<P> page(Cursors<P> cursors) {
    var first = value("first", Integer.class);
    var last = value("last", Integer.class);
    if (first.isPresent() == last.isPresent()) {
      throw FieldFailure.invalid("Give either `first` or `last`, 1 to " + PageArgs.MAX_SIZE + ".");
    }
    var backward = last.isPresent();
    var size = backward ? last.get() : first.orElseThrow();
    if (size < 1 || size > PageArgs.MAX_SIZE) {
      throw FieldFailure.invalid(
          (backward ? "`last`" : "`first`") + " is 1 to " + PageArgs.MAX_SIZE + ".");
    }
    if (given(backward ? "after" : "before")) {
      throw FieldFailure.invalid("`after` goes with `first`, `before` goes with `last`.");
    }
    return new PageArgs<>(
        size, value(backward ? "before" : "after", String.class).map(cursors::decode), backward);
  }

  /// Whether the answer has a field at the end of this path of names, whatever conditions the
  /// fields on it carry.
  @SuppressWarnings("deprecation") // its successor's class file makes the compiler warn
  boolean selects(String... path) {
    for (var asked : environment.getFields()) {
      if (selects(asked.getSelectionSet(), List.of(path), new HashSet<>())) {
        return true;
      }
    }
    return false;
  }

  /// @param spread the fragments that were looked at for the first name of the path
  private boolean selects(@Nullable SelectionSet set, List<String> path, Set<String> spread) {
    if (path.isEmpty()) {
      return true;
    }
    if (set == null) {
      return false;
    }
    var below = path.subList(1, path.size());
    for (Selection<?> selection : set.getSelections()) {
      var found =
          switch (selection) {
            case Field selected ->
                selected.getName().equals(path.getFirst())
                    && selects(selected.getSelectionSet(), below, new HashSet<>());
            case InlineFragment inline -> selects(inline.getSelectionSet(), path, spread);
            case FragmentSpread named ->
                spread.add(named.getName()) && selects(fragment(named), path, spread);
            default -> false;
          };
      if (found) {
        return true;
      }
    }
    return false;
  }

  private @Nullable SelectionSet fragment(FragmentSpread spread) {
    var fragment = environment.getFragmentsByName().get(spread.getName());
    return fragment == null ? null : fragment.getSelectionSet();
  }

  private <T> Optional<T> value(String name, Class<T> type) {
    return Optional.ofNullable(values.get(name)).map(type::cast);
  }

  private <T> T required(String name, Class<T> type) {
    return type.cast(requireNonNull(values.get(name), name));
  }

  /// Text that no store can hold exactly is refused here, where the argument has a name.
  private static String checked(String name, String text) {
    for (var i = 0; i < text.length(); i++) {
      var letter = text.charAt(i);
      if (letter == 0) {
        throw FieldFailure.invalid("`" + name + "` holds a NUL character.");
      }
      if (Character.isSurrogate(letter)) {
        if (!Character.isHighSurrogate(letter)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw FieldFailure.invalid("`" + name + "` holds half a character.");
        }
        i++;
      }
    }
    return text;
  }
}
