package ai.superit.halo.domain.webhook;

import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.Ticket;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// One event of a delivery: a hint that an object changed, never the truth about it.
///
/// @param name Halo's words for what happened; empty where the body does not say
/// @param ticket the ticket as the body shows it, when it shows all that the mirror keeps
/// @param at when it happened, by the delivery: to measure delay, and to doubt a deletion that the
///   mirror has a later state of; never to order states
public record HaloEvent(
    ObjectRef object,
    String name,
    Optional<Ticket> ticket,
    Optional<Note> note,
    Optional<Instant> at) {
  /// Whether something was deleted, if only a note of the object, or was restored.
  public boolean tellsOfDeletion() {
    return name.toLowerCase(Locale.ROOT).contains("delet");
  }

  /// Whether its name says that an object of this kind was deleted, and nothing else.
  public boolean tellsThatItsObjectIsGone() {
    return Pattern.compile("(?:" + kind() + ")[^a-z]*deleted")
        .matcher(name.strip().toLowerCase(Locale.ROOT))
        .matches();
  }

  /// In Halo's words.
  private String kind() {
    return switch (object.kind()) {
      case TICKET -> "ticket";
      case CLIENT -> "client|customer|area";
      case SITE -> "site";
      case CONTACT -> "user|contact";
      case ASSET -> "asset|device";
      case INVOICE -> "invoice";
    };
  }
}
