package ai.superit.halo.persistence;

import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.Set;

/// The conditions that keep from a caller what it may not see. Each takes the alias of the table
/// that it is about from the list of aliases in [Rows]: `t`, `c`, `s`, `p`, `a`, `i`.
final class Visible {
  private Visible() {}

  static Query tickets(Visibility visibility) {
    return switch (visibility) {
      case Visibility.Managed(var managers) -> managed("t", managers);
      case Visibility.Member(var teams, _) -> Query.of("t.team = any(?)", (Object) names(teams));
    };
  }

  /// The tickets of one connection, all of which a manager sees if it manages the connection.
  static Query connection(ConnectionId id, Set<TeamId> managers) {
    return Query.of("exists (select from connection k where k.connection_id = ? and", id.value())
        .add(manager(managers))
        .add(")");
  }

  /// Whether the caller sees the ticket if it is there; decided once for a statement, before
  /// anything else is read.
  static Query ticket(Visibility visibility, Key<TicketId> key) {
    return switch (visibility) {
      case Visibility.Managed(var managers) -> connection(key.connection(), managers);
      case Visibility.Member(var teams, _) ->
          Query.of(
              """
              exists (
                select from ticket here
                where here.connection_id = ? and here.ticket_id = ? and here.deleted_at is null
                  and here.team = any(?))\
              """,
              key.connection().value(),
              key.id().value(),
              names(teams));
    };
  }

  static Query clients(Visibility visibility) {
    return linked(visibility, "c", "");
  }

  static Query sites(Visibility visibility) {
    return linked(visibility, "s", "");
  }

  static Query contacts(Visibility visibility) {
    return linked(visibility, "p", "");
  }

  /// What clients are billed is for managers only.
  static Query invoices(Visibility visibility) {
    return switch (visibility) {
      case Visibility.Managed(var managers) -> managed("i", managers);
      case Visibility.Member _ -> Query.of("false");
    };
  }

  static Query assets(Visibility visibility) {
    return linked(visibility, "a", " and l.assets");
  }

  /// The clients, sites or contacts of tickets that are visible: a manager sees all of a connection
  /// whose tickets it sees.
  static Query besideTickets(Visibility visibility, String alias) {
    return visibility instanceof Visibility.Managed
        ? Query.of("true")
        : linked(visibility, alias, "");
  }

  /// Other tickets of a connection of which one ticket is visible.
  static Query othersBeside(Visibility visibility) {
    return visibility instanceof Visibility.Managed ? Query.of("true") : tickets(visibility);
  }

  /// The assets of tickets that are visible.
  static Query assetsOfTickets(Visibility visibility) {
    return visibility instanceof Visibility.Managed ? Query.of("true") : assets(visibility);
  }

  static String[] names(Set<TeamId> teams) {
    return teams.stream().map(TeamId::value).sorted().toArray(String[]::new);
  }

  private static Query managed(String alias, Set<TeamId> managers) {
    return Query.of(alias + ".connection_id in (select k.connection_id from connection k where")
        .add(manager(managers))
        .add(")");
  }

  /// Nearly everybody is in one team, for which an array would cost more than the look itself.
  private static Query manager(Set<TeamId> managers) {
    return managers.size() == 1
        ? Query.of("k.manager_team = ?", managers.iterator().next().value())
        : Query.of("k.manager_team = any(?)", (Object) names(managers));
  }

  private static Query linked(Visibility visibility, String alias, String also) {
    return switch (visibility) {
      case Visibility.Managed(var managers) -> managed(alias, managers);
      case Visibility.Member(var teams, _) ->
          Query.of(
              """
              exists (
                select from client_link l
                where l.connection_id = %1$s.connection_id and l.client_id = %1$s.client_id
                  and l.active%2$s and l.team = any(?))\
              """
                  .formatted(alias, also),
              (Object) names(teams));
    };
  }
}
