package ai.superit.halo.domain.team;

import java.util.Optional;

/// The team that a ticket belongs to, and why; stored beside the ticket.
public sealed interface Route {
  /// One sentence for a person who asks why.
  String explanation();

  Optional<TeamId> team();

  /// A stable word for stores and queries.
  Reason reason();

  enum Reason {
    LINK,
    DEFAULT_TEAM,
    NO_LINK,
    LINK_INACTIVE,
    LINK_WITHOUT_TICKETS
  }

  record Routed(TeamId to, Reason reason) implements Route {
    @Override
    public Optional<TeamId> team() {
      return Optional.of(to);
    }

    @Override
    public String explanation() {
      return reason == Reason.LINK
          ? "The ticket's client is linked to team " + to + "."
          : "The ticket's client has no link, so the connection's default team " + to + " gets it.";
    }
  }

  record Unrouted(Reason reason) implements Route {
    @Override
    public Optional<TeamId> team() {
      return Optional.empty();
    }

    @Override
    public String explanation() {
      return switch (reason) {
        case LINK_INACTIVE -> "The link of the ticket's client is switched off.";
        case LINK_WITHOUT_TICKETS -> "The link of the ticket's client does not include tickets.";
        case NO_LINK, LINK, DEFAULT_TEAM ->
            "The ticket's client has no link and the connection has no default team.";
      };
    }
  }
}
