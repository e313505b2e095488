package ai.superit.halo.persistence;

import ai.superit.halo.application.webhook.ClaimedDelivery.Claim;
import ai.superit.halo.application.webhook.DeliveryFacts;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How workers say what became of deliveries. One statement changes the tasks that are still the
/// worker's and counts just those: a worker that was killed has counted nothing, and of two that
/// finish the same delivery one has. Totals come before hours and hours before shares, as in
/// [DeliveryClaims#takeIn]: whoever waits holds nothing that comes later.
final class DeliveryEndings {
  private static final String FINISH =
      """
      with settled as (
        update delivery_task task
        set state = d.state, held = false, due_at = coalesce(instant(d.due_at), task.due_at),
          reason = d.reason,
          finished_at = case when d.state <> 'OPEN' then ?::timestamptz end,
          happened_at = coalesce(instant(d.happened_at), task.happened_at),
          events = coalesce(d.events::text[], task.events),
          objects = coalesce(d.objects::text[], task.objects)
        from unnest(?::text[]::uuid[], ?::int8[], ?::int8[], ?::text[], ?::int8[], ?::text[],
            ?::int8[], ?::text[], ?::text[])
          as d(connection_id, delivery_id, attempt, state, due_at, reason, happened_at, events,
            objects)
        where task.connection_id = d.connection_id and task.delivery_id = d.delivery_id
          and task.attempt = d.attempt and task.held
        returning task.connection_id, task.delivery_id, task.attempt, task.state, task.reason
      ), counted as (
        insert into delivery_total (connection_id, applied)
        select connection_id, count(*)
        from settled
        where state = 'APPLIED'
        group by connection_id
        order by connection_id
        on conflict (connection_id) do update
        set applied = delivery_total.applied + excluded.applied
      ), hours as (
        insert into delivery_hour as counted (connection_id, hour, applied, skipped, quarantined,
          parked, retried, repeated)
        select connection_id, ?::timestamptz,
          count(*) filter (where state = 'APPLIED' and reason = ''),
          count(*) filter (where state = 'APPLIED' and reason <> ''),
          count(*) filter (where state = 'QUARANTINED'),
          count(*) filter (where state = 'PARKED'),
          count(*) filter (where state = 'OPEN'),
          count(*) filter (where state <> 'OPEN' and attempt > 1)
        from settled
        group by connection_id
        order by connection_id
        on conflict (connection_id, hour) do update
        set applied = counted.applied + excluded.applied,
          skipped = counted.skipped + excluded.skipped,
          quarantined = counted.quarantined + excluded.quarantined,
          parked = counted.parked + excluded.parked,
          retried = counted.retried + excluded.retried,
          repeated = counted.repeated + excluded.repeated
      ), shares as (
        insert into delivery_share as counted (connection_id, kind, hour, name, number)
        select connection_id, mark.kind, instant(mark.hour), mark.name, count(*)
        from settled
        join unnest(?::text[]::uuid[], ?::int8[], ?::text[], ?::int8[], ?::text[])
            as mark(connection_id, delivery_id, kind, hour, name)
          using (connection_id, delivery_id)
        group by 1, 2, 3, 4
        order by 1, 2, 3, 4
        on conflict (connection_id, kind, hour, name) do update
        set number = counted.number + excluded.number
      ), steps as (
        insert into delivery_step (connection_id, delivery_id, at, attempt, what, reason)
        select connection_id, delivery_id, ?::timestamptz, attempt,
          case state when 'OPEN' then 'RETRY' else state end, reason
        from settled
        where state <> 'APPLIED'
        on conflict do nothing
      )
      select count(*) from settled
      """;

  private record Ending(Claim claim, Disposition how, Optional<DeliveryFacts> facts) {
    private String connection() {
      return claim.connection().toString();
    }
  }

  private record Marked(Claim claim, DeliveryFacts.Mark mark) {}

  private DeliveryEndings() {}

  /// @return counts the tasks that were still the worker's
  static Query finish(Map<Claim, Disposition> done, Map<Claim, DeliveryFacts> facts, Instant now) {
    var endings =
        done.entrySet().stream()
            .map(each ->
                new Ending(
                    each.getKey(), each.getValue(), Optional.ofNullable(facts.get(each.getKey()))))
            .toList();
    var marks =
        endings.stream()
            .flatMap(ending ->
                ending.facts().stream()
                    .flatMap(known -> known.marks(ending.how(), now).stream())
                    .map(mark -> new Marked(ending.claim(), mark)))
            .toList();
    return Query.of(
        FINISH,
        now,
        texts(endings, Ending::connection),
        numbers(endings, ending -> ending.claim().deliveryId()),
        numbers(endings, ending -> (long) ending.claim().attempt()),
        texts(endings, ending -> state(ending.how())),
        numbers(endings, ending -> due(ending.how())),
        texts(endings, ending -> reason(ending.how())),
        numbers(
            endings,
            ending ->
                ending.facts().flatMap(DeliveryFacts::happenedAt).map(Column::micros).orElse(null)),
        texts(endings, ending -> ending.facts().map(of -> Texts.array(of.events())).orElse(null)),
        texts(
            endings,
            ending ->
                ending
                    .facts()
                    .map(of ->
                        Texts.array(of.objects().stream().map(DeliveryEndings::text).toList()))
                    .orElse(null)),
        now.truncatedTo(ChronoUnit.HOURS),
        texts(marks, marked -> marked.claim().connection().toString()),
        numbers(marks, marked -> marked.claim().deliveryId()),
        texts(marks, marked -> marked.mark().share().name()),
        numbers(marks, marked -> Column.micros(marked.mark().hour())),
        texts(marks, marked -> marked.mark().name()),
        now);
  }

  /// As the column `objects` has it.
  static String text(ObjectRef object) {
    return object.kind() + ":" + object.id();
  }

  private static <T> @Nullable String[] texts(List<T> rows, Function<T, @Nullable String> text) {
    return rows.stream().map(text).toArray(String[]::new);
  }

  private static <T> @Nullable Long[] numbers(List<T> rows, Function<T, @Nullable Long> number) {
    return rows.stream().map(number).toArray(Long[]::new);
  }

  private static String state(Disposition disposition) {
    return switch (disposition) {
      case Disposition.Applied _, Disposition.Skipped _ -> "APPLIED";
      case Disposition.Quarantined _ -> "QUARANTINED";
      case Disposition.Retry _ -> "OPEN";
      case Disposition.Parked _ -> "PARKED";
    };
  }

  private static @Nullable Long due(Disposition disposition) {
    return disposition instanceof Disposition.Retry(var due, _) ? Column.micros(due) : null;
  }

  private static String reason(Disposition disposition) {
    return disposition instanceof Disposition.Skipped(var why)
        ? why
        : disposition.failure().orElse("");
  }
}
