package ai.superit.halo.graphql;

import ai.superit.halo.application.NamePosition;
import ai.superit.halo.application.sync.RejectedRows;
import ai.superit.halo.application.sync.SyncHistory;
import ai.superit.halo.application.ticket.TicketOrder;
import ai.superit.halo.application.ticket.TicketReads.NotePosition;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.ticket.NoteId;
import ai.superit.halo.domain.ticket.TicketId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/// How the positions of the different lists are written in cursors.
final class Positions {
  static final Cursors.Form<TicketOrder.Position> TICKET = new TicketForm();
  static final Cursors.Form<NotePosition> NOTE = new NoteForm();
  static final Cursors.Form<NamePosition> NAME = new NameForm();
  static final Cursors.Form<Key<AssetId>> ASSET = new AssetForm();
  static final Cursors.Form<Long> NUMBER = new NumberForm();

  static final Cursors.Form<RejectedRows.Position> REJECTED_ROW = new RejectedRowForm();
  static final Cursors.Form<SyncHistory.Position> RUN = new RunForm();

  /// What PostgreSQL and ISO 8601 both can hold.
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private Positions() {}

  private static List<String> parts(String text, int count) {
    var parts = text.split(" ", count);
    if (parts.length != count) {
      throw new IllegalArgumentException("a position has " + count + " parts");
    }
    return Arrays.asList(parts);
  }

  private static Instant instant(String text) {
    var dot = text.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException("a time has seconds and nanoseconds");
    }
    var seconds = Long.parseLong(text.substring(0, dot));
    if (seconds < EARLIEST.getEpochSecond() || seconds > LATEST.getEpochSecond()) {
      throw new IllegalArgumentException("no such time");
    }
    return Instant.ofEpochSecond(seconds, Integer.parseInt(text.substring(dot + 1)));
  }

  private static String text(Instant at) {
    return at.getEpochSecond() + "." + at.getNano();
  }

  private static final class TicketForm implements Cursors.Form<TicketOrder.Position> {
    @Override
    public String write(TicketOrder.Position position) {
      var key = position.key();
      return text(position.at()) + " " + key.connection() + " " + key.id();
    }

    @Override
    public TicketOrder.Position read(String text) {
      var parts = parts(text, 3);
      var id = new TicketId(Long.parseLong(parts.get(2)));
      return new TicketOrder.Position(
          instant(parts.get(0)), new Key<>(ConnectionId.parse(parts.get(1)), id));
    }
  }

  private static final class NoteForm implements Cursors.Form<NotePosition> {
    @Override
    public String write(NotePosition position) {
      return text(position.at()) + " " + position.id();
    }

    @Override
    public NotePosition read(String text) {
      var parts = parts(text, 2);
      return new NotePosition(instant(parts.get(0)), new NoteId(Long.parseLong(parts.get(1))));
    }
  }

  private static final class NameForm implements Cursors.Form<NamePosition> {
    @Override
    public String write(NamePosition position) {
      return position.connection() + " " + position.id() + " " + position.name();
    }

    @Override
    public NamePosition read(String text) {
      var parts = parts(text, 3);
      if (text.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("a name holds no NUL");
      }
      return new NamePosition(
          parts.get(2), ConnectionId.parse(parts.get(0)), Long.parseLong(parts.get(1)));
    }
  }

  private static final class NumberForm implements Cursors.Form<Long> {
    @Override
    public String write(Long position) {
      return position.toString();
    }

    @Override
    public Long read(String text) {
      return Long.parseLong(text);
    }
  }

  private static final class AssetForm implements Cursors.Form<Key<AssetId>> {
    @Override
    public String write(Key<AssetId> position) {
      return position.connection() + " " + position.id();
    }

    @Override
    public Key<AssetId> read(String text) {
      var parts = parts(text, 2);
      return new Key<>(ConnectionId.parse(parts.get(0)), new AssetId(Long.parseLong(parts.get(1))));
    }
  }

  private static final class RunForm implements Cursors.Form<SyncHistory.Position> {
    @Override
    public String write(SyncHistory.Position position) {
      return text(position.startedAt()) + " " + position.run();
    }

    @Override
    public SyncHistory.Position read(String text) {
      var parts = parts(text, 2);
      return new SyncHistory.Position(instant(parts.get(0)), UUID.fromString(parts.get(1)));
    }
  }

  private static final class RejectedRowForm implements Cursors.Form<RejectedRows.Position> {
    @Override
    public String write(RejectedRows.Position position) {
      var id = position.id();
      return text(position.firstSeenAt()) + " " + id.resource() + " " + id.digest();
    }

    @Override
    public RejectedRows.Position read(String text) {
      var parts = parts(text, 3);
      return new RejectedRows.Position(
          instant(parts.get(0)), new RejectedRows.Id(Resource.valueOf(parts.get(1)), parts.get(2)));
    }
  }
}
