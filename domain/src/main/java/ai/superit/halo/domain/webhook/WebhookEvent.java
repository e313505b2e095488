package ai.superit.halo.domain.webhook;

import ai.superit.halo.domain.sync.Resource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a webhook can tell of. HaloPSA knows events by numbers, and documents none of them: where
/// no number is known from integrations in use, a person has to give it.
public enum WebhookEvent {
  TICKET_CREATED(3),
  TICKET_UPDATED(19, 61),
  TICKET_STATUS_CHANGED(76),
  TICKET_CLOSED(39),
  TICKET_DELETED(1072),
  TICKET_REASSIGNED,
  NOTE_ADDED,
  CLIENT_CREATED,
  CLIENT_UPDATED,
  CLIENT_DELETED,
  CONTACT_CREATED,
  CONTACT_UPDATED,
  CONTACT_DELETED,
  SITE_CREATED,
  SITE_UPDATED,
  SITE_DELETED,
  ASSET_CREATED,
  ASSET_UPDATED,
  ASSET_DELETED,
  INVOICE_CREATED,
  INVOICE_UPDATED,
  INVOICE_DELETED;

  @SuppressWarnings("ImmutableEnumChecker") // the set is made unmodifiable below
  private final Set<Integer> numbers;

  WebhookEvent(Integer... numbers) {
    this.numbers = Set.of(numbers);
  }

  /// HaloPSA's numbers for it; empty where they are not known.
  public Set<Integer> numbers() {
    return numbers;
  }

  /// The list whose changes it tells of, whatever has changed; empty if it tells of single ones.
  public Optional<Resource> list() {
    return switch (this) {
      case TICKET_UPDATED -> Optional.of(Resource.TICKETS);
      case CLIENT_UPDATED -> Optional.of(Resource.CLIENTS);
      case CONTACT_UPDATED -> Optional.of(Resource.CONTACTS);
      case SITE_UPDATED -> Optional.of(Resource.SITES);
      case ASSET_UPDATED -> Optional.of(Resource.ASSETS);
      case INVOICE_UPDATED -> Optional.of(Resource.INVOICES);
      default -> Optional.empty();
    };
  }

  /// All numbers that are known.
  public static Set<Integer> allNumbers() {
    return Arrays.stream(values())
        .flatMap(event -> event.numbers.stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
