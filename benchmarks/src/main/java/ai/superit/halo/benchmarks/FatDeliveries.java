package ai.superit.halo.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Deliveries as Halo sends them, each with a whole ticket that it says to have changed, for the
/// open tickets of a tenant in turn. Each ticket stays with its client and shows its assets and its
/// last action as the mirror has them, so that nothing of it needs to be read again; each update is
/// newer than the one before.
final class FatDeliveries {
  /// Halo's bodies have about this size, most of it in fields that the mirror does not keep.
  private static final int BODY_BYTES = 4_000;

  private static final String OPEN_TICKETS =
      """
      select ticket_id, (jsonb_build_object(
        'id', ticket_id, 'details', details, 'status_id', status_id,
        'tickettype_id', coalesce(type_id, 1), 'priority_id', coalesce(priority_id, 0),
        'client_id', client_id, 'site_id', coalesce(site_id, 0), 'user_id', coalesce(contact_id, 0),
        'agent_id', coalesce(agent_id, 1), 'team', halo_team, 'category_1', category,
        'parent_id', coalesce(parent_id, 0), 'hasbeenclosed', false, 'deleted', false,
        'dateoccurred', to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        'lastactiondate',
          to_char(coalesce(last_action_at, opened_at) at time zone 'UTC',
            'YYYY-MM-DD"T"HH24:MI:SS.US'),
        'assets', (
          select coalesce(jsonb_agg(jsonb_build_object('id', id)), '[]')
          from unnest(coalesce(asset_ids, '{}')) as id)))::text
      from halo.ticket
      where deleted_at is null and not closed and not page_unread and notes_read_at is not null
      order by md5(ticket_id::text)
      """;

  /// One delivery.
  ///
  /// @param summary that the ticket gets by it, like no other
  record Update(long ticket, String summary, Supplier<byte[]> request) {}

  private record Ticket(long number, String json) {}

  private final TargetAddress address;
  private final List<Ticket> tickets;
  private final Mac mac;
  private final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(3_600);
  private int made;

  private record TargetAddress(java.net.URI uri, String header) {}

  FatDeliveries(Bench.Target target) throws SQLException, GeneralSecurityException {
    var webhook = target.webhook();
    this.address = new TargetAddress(webhook.address(), webhook.header());
    this.tickets = openTickets(target);
    this.mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(webhook.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
  }

  private static List<Ticket> openTickets(Bench.Target target) throws SQLException {
    var found = new ArrayList<Ticket>();
    try (var connection = DriverManager.getConnection(target.jdbcUrl(), target.user(), "");
        var statement = connection.createStatement();
        var rows = statement.executeQuery(OPEN_TICKETS)) {
      while (rows.next()) {
        found.add(new Ticket(rows.getLong(1), rows.getString(2)));
      }
    }
    if (found.isEmpty()) {
      throw new IllegalStateException("no open ticket has its page and notes");
    }
    return found;
  }

  int tickets() {
    return tickets.size();
  }

  /// How many were made so far.
  int made() {
    return made;
  }

  Update next() {
    var ticket = tickets.get(made % tickets.size());
    var summary = "Changed for the " + ++made + ". time";
    var body = body(ticket, summary);
    var signature = Base64.getEncoder().encodeToString(mac.doFinal(body));
    var request = HttpLoad.post(address.uri(), address.header() + ": " + signature + "\r\n", body);
    return new Update(ticket.number(), summary, () -> request);
  }

  private byte[] body(Ticket ticket, String summary) {
    var updated = begin.plusMillis(made).toString().replace("Z", "");
    var body = new StringBuilder(BODY_BYTES + 100);
    body.append("{\"id\":\"").append(UUID.randomUUID());
    body.append("\",\"event\":\"ticket updated\",\"object_id\":").append(ticket.number());
    body.append(",\"timestamp\":\"").append(Instant.now()).append("\",\"ticket\":");
    body.append(ticket.json(), 0, ticket.json().length() - 1);
    body.append(",\"summary\":\"").append(summary);
    body.append("\",\"last_update\":\"").append(updated).append('"');
    for (int field = 1; body.length() < BODY_BYTES; field++) {
      body.append(",\"field_").append(field).append("\":\"").append(field).append('"');
    }
    return body.append("}}").toString().getBytes(StandardCharsets.UTF_8);
  }
}
