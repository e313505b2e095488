package ai.superit.halo.domain.webhook;

import java.util.Arrays;
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

  /// All numbers that are known.
  public static Set<Integer> allNumbers() {
    return Arrays.stream(values())
        .flatMap(event -> event.numbers.stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
