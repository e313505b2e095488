package ai.superit.halo.graphql;

import graphql.language.Argument;
import graphql.language.Directive;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Measures a parsed document against the limits on its shape before anything else looks at it.
///
/// Each fragment is measured once and its sums are reused, so a bomb of fragments costs no more
/// than its text.
final class DocumentShape {
  private static final Set<String> PAGING = Set.of("edges", "node", "pageInfo");
  private static final Set<String> INTROSPECTION = Set.of("__schema", "__type");

  private final GraphqlLimits limits;
  private final LiteralShape literals;
  private final Map<String, FragmentDefinition> fragments = new HashMap<>();
  private final Map<String, @Nullable Level> measured = new HashMap<>();

  private DocumentShape(GraphqlLimits limits) {
    this.limits = limits;
    this.literals = new LiteralShape(limits.input());
  }

  /// @return the number of fields of all operations, fragments written out
  /// @throws Refusal when the document is over a limit
  static long check(Document document, GraphqlLimits limits) {
    var shape = new DocumentShape(limits);
    for (var fragment : document.getDefinitionsOfType(FragmentDefinition.class)) {
      shape.fragments.putIfAbsent(fragment.getName(), fragment);
    }
    shape.fragments.keySet().forEach(shape::fragment);
    return document.getDefinitionsOfType(OperationDefinition.class).stream()
        .mapToLong(shape::checkOperation)
        .sum();
  }

  private long checkOperation(OperationDefinition operation) {
    var sums = new Level();
    add(sums, operation.getSelectionSet());
    sums.directives += checked(operation.getDirectives());
    for (var variable : operation.getVariableDefinitions()) {
      sums.directives += checked(variable.getDirectives());
      literals.check(variable.getDefaultValue(), variable.getName());
    }
    int variables = operation.getVariableDefinitions().size();
    require("variables", "the number of variables", variables, limits.input().variables());
    requireSums(sums);
    requireRepeats(sums);
    return sums.fields;
  }

  private void requireSums(Level sums) {
    var document = limits.document();
    require("aliases", "the number of aliases", sums.aliases, document.aliases());
    require("directives", "the number of directives", sums.directives, document.directives());
    require("fields", "the number of fields, fragments included", sums.fields, document.fields());
    require("rootFields", "the number of root fields", sums.width(), document.rootFields());
    require("depth", "the depth", sums.depth, document.depth());
  }

  private void add(Level level, @Nullable SelectionSet selections) {
    if (selections != null) {
      for (Selection<?> selection : selections.getSelections()) {
        add(level, selection);
      }
    }
  }

  private void add(Level level, Selection<?> selection) {
    switch (selection) {
      case Field field -> addField(level, field);
      case InlineFragment inline -> {
        level.directives += checked(inline.getDirectives());
        add(level, inline.getSelectionSet());
      }
      case FragmentSpread spread -> {
        level.directives += checked(spread.getDirectives());
        level.addAll(fragment(spread.getName()));
      }
      default -> throw Refusal.badRequest("Unknown kind of selection");
    }
  }

  private void addField(Level level, Field field) {
    literals.check(field.getArguments());
    var inner = new Level();
    add(inner, field.getSelectionSet());
    requireRepeats(inner);
    level.add(field, inner, checked(field.getDirectives()));
  }

  private Level fragment(String name) {
    var fragment = fragments.get(name);
    if (fragment == null) {
      return new Level();
    }
    if (measured.containsKey(name)) {
      var known = measured.get(name);
      if (known == null) {
        throw Refusal.rule("fragments", "The fragment \"" + Texts.clip(name) + "\" uses itself");
      }
      return known;
    }
    measured.put(name, null);
    var level = new Level();
    add(level, fragment.getSelectionSet());
    level.directives += checked(fragment.getDirectives());
    measured.put(name, level);
    return level;
  }

  private long checked(List<Directive> directives) {
    for (var directive : directives) {
      List<Argument> arguments = directive.getArguments();
      literals.check(arguments);
    }
    return directives.size();
  }

  private void requireRepeats(Level level) {
    int allowed = limits.document().repeats();
    level.names.forEach((name, times) ->
        require("repeats", "the uses of \"" + Texts.clip(name) + "\"", times, allowed));
  }

  private static void require(String limit, String what, long found, long allowed) {
    if (found > allowed) {
      throw Refusal.limit(limit, what, found >= Level.MANY ? "far more" : "" + found, allowed);
    }
  }

  private static final class Level {
    private static final long MANY = 1_000_000;

    private long fields;
    private long aliases;
    private long directives;
    private int depth;
    private final Map<String, Long> names = new HashMap<>();

    long width() {
      return names.values().stream().mapToLong(Long::longValue).sum();
    }

    void add(Field field, Level inner, long ownDirectives) {
      fields = sum(fields, 1 + inner.fields);
      aliases = sum(aliases, (field.getAlias() == null ? 0 : 1) + inner.aliases);
      directives = sum(directives, ownDirectives + inner.directives);
      int own = PAGING.contains(field.getName()) ? 0 : 1;
      int below = INTROSPECTION.contains(field.getName()) ? 0 : inner.depth;
      depth = Math.max(depth, own + below);
      names.merge(field.getName(), 1L, Level::sum);
    }

    void addAll(Level other) {
      fields = sum(fields, other.fields);
      aliases = sum(aliases, other.aliases);
      directives = sum(directives, other.directives);
      depth = Math.max(depth, other.depth);
      other.names.forEach((name, times) -> names.merge(name, times, Level::sum));
    }

    private static long sum(long a, long b) {
      return Math.min(MANY, a + b);
    }
  }
}
