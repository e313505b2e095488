package ai.superit.halo.domain.sync;

/// What a run counted so far. Created, updated and unchanged count keys, not rows: a row that came
/// twice, because rows moved between pages while they were read, is one key.
///
/// @param expected how many rows Halo said there are
/// @param received rows that arrived, whether readable or not
/// @param distinct keys among the readable rows
/// @param rejected rows that could not be read or stored, each kept with its reason
/// @param deleted records that Halo no longer has
/// @param outOfScope keys that are not mirrored because the scope leaves them out
public record Tally(
    long expected,
    long received,
    long distinct,
    long created,
    long updated,
    long unchanged,
    long rejected,
    long deleted,
    long outOfScope) {
  public static final Tally ZERO = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

  /// Where everything is in scope.
  public Tally(
      long expected,
      long received,
      long distinct,
      long created,
      long updated,
      long unchanged,
      long rejected,
      long deleted) {
    this(expected, received, distinct, created, updated, unchanged, rejected, deleted, 0);
  }

  /// Complete only when the sums agree: every row that Halo counted arrived, and every key that
  /// arrived was stored, found unchanged or is out of scope. Anything else is named.
  public Verdict verdict() {
    if (rejected > 0) {
      return new Verdict.Incomplete(
          rejected + " rows could not be read or stored; see the rejected rows");
    }
    if (distinct != expected) {
      return new Verdict.Incomplete(
          "Halo counts %d records, %d different ones arrived".formatted(expected, distinct));
    }
    var stored = created + updated + unchanged + outOfScope;
    return stored == distinct
        ? new Verdict.Complete()
        : new Verdict.Incomplete("%d records arrived, %d were stored".formatted(distinct, stored));
  }

  /// A list that arrived whole and readable, before anything of it is stored.
  public static Tally of(long rows) {
    return new Tally(rows, rows, rows, 0, 0, 0, 0, 0);
  }

  public Tally plusStored(long moreCreated, long moreUpdated, long moreUnchanged) {
    return new Tally(
        expected,
        received,
        distinct,
        created + moreCreated,
        updated + moreUpdated,
        unchanged + moreUnchanged,
        rejected,
        deleted,
        outOfScope);
  }

  public Tally plus(Tally more) {
    return new Tally(
        expected + more.expected,
        received + more.received,
        distinct + more.distinct,
        created + more.created,
        updated + more.updated,
        unchanged + more.unchanged,
        rejected + more.rejected,
        deleted + more.deleted,
        outOfScope + more.outOfScope);
  }

  public Tally expecting(long rows) {
    return new Tally(
        rows, received, distinct, created, updated, unchanged, rejected, deleted, outOfScope);
  }

  public Tally withDeleted(long count) {
    return new Tally(
        expected, received, distinct, created, updated, unchanged, rejected, count, outOfScope);
  }
}
