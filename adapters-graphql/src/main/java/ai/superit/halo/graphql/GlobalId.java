package ai.superit.halo.graphql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import ai.superit.halo.application.sync.RejectedRows;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.OpaqueId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.team.TeamId;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.regex.Pattern;

/// An id as callers see it: opaque to them, and naming type, connection and number to us.
sealed interface GlobalId {
  /// The mirrored records that have an id of their own.
  enum Kind {
    CLIENT("Client"),
    SITE("Site"),
    CONTACT("Contact"),
    ASSET("Asset"),
    TICKET("Ticket"),
    INVOICE("Invoice");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    /// Empty for what has no ids of its own.
    static Optional<Kind> of(Resource resource) {
      return switch (resource) {
        case CLIENTS -> Optional.of(CLIENT);
        case SITES -> Optional.of(SITE);
        case CONTACTS -> Optional.of(CONTACT);
        case ASSETS -> Optional.of(ASSET);
        case TICKETS -> Optional.of(TICKET);
        case INVOICES -> Optional.of(INVOICE);
        case LOOKUPS, NOTES -> Optional.empty();
      };
    }

    /// The name of the GraphQL type.
    String type() {
      return type;
    }
  }

  record OfConnection(ConnectionId id) implements GlobalId {
    @Override
    public String text() {
      return OpaqueId.of(id).text();
    }
  }

  record OfRejectedRow(ConnectionId connection, RejectedRows.Id id) implements GlobalId {
    @Override
    public String text() {
      return "RejectedRow:" + connection + ':' + id.resource() + '.' + id.digest();
    }

    static OfRejectedRow parse(ConnectionId connection, String local) {
      var dot = Math.max(local.indexOf('.'), 0);
      var resource = Resource.valueOf(local.substring(0, dot));
      return new OfRejectedRow(connection, new RejectedRows.Id(resource, local.substring(dot + 1)));
    }
  }

  record OfTeam(TeamId id) implements GlobalId {
    @Override
    public String text() {
      return "Team:" + id;
    }
  }

  record OfRun(ConnectionId connection, UUID run) implements GlobalId {
    @Override
    public String text() {
      return "SyncRun:" + connection + ":" + run;
    }
  }

  record OfRecord(Kind kind, ConnectionId connection, long number) implements GlobalId {
    @Override
    public String text() {
      return kind.type + ":" + connection + ":" + number;
    }
  }

  int MAX_LENGTH = 200;
  Pattern NUMBER = Pattern.compile("\\d{1,18}");

  /// The id before it is encoded.
  String text();

  default String encoded() {
    return encode(text());
  }

  static String encode(String text) {
    return new OpaqueId(text).encoded();
  }

  /// Empty unless the text is, to the letter, what [#encoded] gives for some id.
  static Optional<GlobalId> parse(String encoded) {
    if (encoded.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      var text = new String(Base64.getUrlDecoder().decode(encoded), ISO_8859_1);
      return read(text.split(":", -1)).filter(id -> id.encoded().equals(encoded));
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }

  static Optional<ConnectionId> connection(String encoded) {
    return parse(encoded)
        .flatMap(id -> id instanceof OfConnection(var named) ? Optional.of(named) : none());
  }

  static Optional<TeamId> team(String encoded) {
    return parse(encoded)
        .flatMap(id -> id instanceof OfTeam(var named) ? Optional.of(named) : none());
  }

  static <I> Optional<Key<I>> record(Kind kind, String encoded, LongFunction<I> id) {
    return parse(encoded)
        .flatMap(parsed ->
            parsed instanceof OfRecord named && named.kind() == kind
                ? Optional.of(new Key<>(named.connection(), id.apply(named.number())))
                : none());
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  private static Optional<GlobalId> read(String[] parts) {
    if (parts.length == 2) {
      return switch (parts[0]) {
        case "HaloConnection" -> ConnectionId.find(parts[1]).map(OfConnection::new);
        case "Team" -> Optional.of(new OfTeam(new TeamId(parts[1])));
        default -> Optional.empty();
      };
    }
    return parts.length == 3
        ? ConnectionId.find(parts[1]).flatMap(id -> read(parts[0], id, parts[2]))
        : Optional.empty();
  }

  private static Optional<GlobalId> read(String type, ConnectionId connection, String local) {
    if (type.equals("SyncRun")) {
      return Optional.of(new OfRun(connection, UUID.fromString(local)));
    }
    if (type.equals("RejectedRow")) {
      return Optional.of(OfRejectedRow.parse(connection, local));
    }
    for (var kind : Kind.values()) {
      if (kind.type.equals(type) && NUMBER.matcher(local).matches()) {
        return Optional.of(new OfRecord(kind, connection, Long.parseLong(local)));
      }
    }
    return Optional.empty();
  }
}
