package ai.superit.halo.simulator;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Turns the parameters that clients, sites, users and assets share into a condition and an order.
final class EntityFilter<R extends Row> {
  private static final List<String> KEYS =
      List.of(
          "search",
          "inventory_number",
          "includeactive",
          "includeinactive",
          "activeinactive",
          "lastupdatefromdate",
          "lastupdatetodate",
          "client_id",
          "site_id",
          "user_id",
          "asset_id",
          "ticket_id",
          "assettype_id",
          "assettypes",
          "linkedto_id",
          "order",
          "orderdesc");

  private final Params params;
  private final Quirks.Reading reading;
  private final Function<R, String> text;
  private Predicate<R> condition = _ -> true;

  EntityFilter(Params params, Quirks.Reading reading, Function<R, String> text) {
    this(params, reading, text, true);
  }

  private EntityFilter(
      Params params, Quirks.Reading reading, Function<R, String> text, boolean dated) {
    this.params = params;
    this.reading = reading;
    this.text = text;
    if (dated) {
      active();
      dates();
    }
    search();
  }

  /// Without the parameters that only some lists know.
  static <R extends Row> EntityFilter<R> ofAll(
      Params params, Quirks.Reading reading, Function<R, String> text) {
    return new EntityFilter<>(params, reading, text, false);
  }

  EntityFilter<R> equal(String name, ToIntFunction<R> of) {
    var wanted = params.integer(name);
    if (wanted.isPresent() && wanted.getAsInt() > 0) {
      var value = wanted.getAsInt();
      condition = condition.and(row -> of.applyAsInt(row) == value);
    }
    return this;
  }

  /// One of the numbers of a list that is separated by commas.
  EntityFilter<R> among(String name, ToIntFunction<R> of) {
    var wanted =
        Stream.of(params.text(name, "").split(",", -1))
            .map(String::strip)
            .filter(number -> number.matches("\\d{1,9}"))
            .map(Integer::valueOf)
            .collect(Collectors.toSet());
    if (!wanted.isEmpty()) {
      condition = condition.and(row -> wanted.contains(of.applyAsInt(row)));
    }
    return this;
  }

  EntityFilter<R> where(String name, Function<Integer, Predicate<R>> of) {
    var wanted = params.integer(name);
    if (wanted.isPresent()) {
      condition = condition.and(of.apply(wanted.getAsInt()));
    }
    return this;
  }

  List<R> rows(Table<R> table) {
    var key = new StringBuilder();
    for (var name : KEYS) {
      params.text(name).ifPresent(value -> key.append(name).append('=').append(value).append('&'));
    }
    return table.select(key.toString(), condition, order());
  }

  private void active() {
    var pair = params.text("activeinactive", "").toLowerCase(Locale.ROOT);
    var active = params.flag("includeactive") || pair.startsWith("true");
    var inactive = params.flag("includeinactive") || pair.endsWith("true");
    if (!active && !inactive) {
      active = true;
      inactive = !reading.activeOnly();
    }
    if (!inactive) {
      condition = condition.and(row -> !row.inactive);
    } else if (!active) {
      condition = condition.and(row -> row.inactive);
    }
  }

  private void dates() {
    var from = params.date("lastupdatefromdate");
    if (from.isPresent()) {
      var bound = from.getAsLong() + (reading.updatedBoundInclusive() ? 0 : 1);
      condition = condition.and(row -> row.updated >= bound);
    }
    var to = params.date("lastupdatetodate");
    if (to.isPresent()) {
      condition = condition.and(row -> row.updated <= to.getAsLong());
    }
  }

  private void search() {
    var words = params.text("search", params.text("inventory_number", "")).toLowerCase(Locale.ROOT);
    if (!words.isEmpty()) {
      condition = condition.and(row -> text.apply(row).toLowerCase(Locale.ROOT).contains(words));
    }
  }

  private Comparator<R> order() {
    Comparator<R> byId = Comparator.comparingInt(row -> row.id);
    var field = params.text("order", "").toLowerCase(Locale.ROOT);
    Comparator<R> order =
        switch (field) {
          case "name", "inventory_number", "key_field" -> Comparator.comparing(text);
          case "last_update", "lastupdate", "dlastupdate" ->
              Comparator.comparingLong(row -> row.updated);
          default -> byId;
        };
    return (params.flag("orderdesc") ? order.reversed() : order).thenComparing(byId);
  }
}
