package ai.superit.halo.application.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.webhook.DeliveryLogs;
import ai.superit.halo.application.webhook.DeliveryLogs.LogPage;
import ai.superit.halo.application.webhook.DeliveryLogs.Webhook;
import ai.superit.halo.application.webhook.LoggedDelivery;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What everybody tells who reads a tenant's log of what it posted. Tests may follow one another on
/// the same tenant.
public interface DeliveryLogsContract {
  DeliveryLogs logs();

  ConnectionId connection();

  /// Where nobody answers, and which no webhook posts to so far.
  URI address();

  /// @return the id of another webhook that posts to the address
  String setUp(URI address);

  void switchOff(String webhook);

  /// Lets the tenant post, and log, that the tickets changed, one after the other.
  ///
  /// @param arrives whether the tenant is told that it arrived
  void post(String webhook, boolean arrives, List<ObjectRef> tickets);

  @Test
  default void a_webhook_is_found_by_where_it_posts_to() {
    var address = address();
    assertThat(logs().webhook(connection(), address)).isEmpty();

    var webhook = setUp(address);

    assertThat(logs().webhook(connection(), address)).contains(new Webhook(webhook, true));
    assertThat(logs().webhook(connection(), address())).isEmpty();
  }

  @Test
  default void one_that_is_switched_off_is_found_if_no_other_posts_there() {
    var address = address();
    var off = setUp(address);
    switchOff(off);

    assertThat(logs().webhook(connection(), address)).contains(new Webhook(off, false));
    var on = setUp(address);
    assertThat(logs().webhook(connection(), address)).contains(new Webhook(on, true));
  }

  @Test
  default void what_nobody_was_posted_is_one_page_without_rows() {
    var page = page(setUp(address()), 1);

    assertThat(page).isEqualTo(new LogPage(List.of(), List.of(), List.of(), "", 0, true));
  }

  @Test
  default void what_was_posted_is_told_the_newest_first() {
    var webhook = setUp(address());
    post(webhook, true, tickets(3));

    var page = page(webhook, 1);

    assertThat(page.deliveries())
        .extracting(LoggedDelivery::objects)
        .containsExactlyElementsOf(tickets(3).reversed().stream().map(Set::of).toList());
    assertThat(page.deliveries()).extracting(LoggedDelivery::digest).doesNotHaveDuplicates();
    assertThat(page.deliveries()).allMatch(LoggedDelivery::settled);
    assertThat(page.times())
        .isEqualTo(page.deliveries().stream().map(LoggedDelivery::sentAt).toList())
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(page.flaws()).isEmpty();
    assertThat(page.rows()).isEqualTo(3);
    assertThat(page.isLast()).isTrue();
  }

  @Test
  default void what_did_not_arrive_may_come_again() {
    var webhook = setUp(address());
    post(webhook, false, tickets(1));

    var deliveries = page(webhook, 1).deliveries();

    assertThat(deliveries).isNotEmpty().noneMatch(LoggedDelivery::settled);
    assertThat(deliveries.getFirst().objects()).isEqualTo(Set.copyOf(tickets(1)));
  }

  @Test
  default void each_webhook_has_a_log_of_its_own() {
    var one = setUp(address());
    var other = setUp(address());
    post(one, true, tickets(1));

    assertThat(page(one, 1).rows()).isEqualTo(1);
    assertThat(page(other, 1).rows()).isZero();
  }

  @Test
  default void a_long_log_goes_on_from_page_to_page_and_ends() {
    var webhook = setUp(address());
    post(webhook, true, tickets(150));

    var pages = new ArrayList<LogPage>();
    do {
      pages.add(page(webhook, pages.size() + 1));
    } while (!pages.getLast().isLast());

    assertThat(pages).hasSizeGreaterThan(1).extracting(LogPage::first).doesNotHaveDuplicates();
    assertThat(told(pages)).isEqualTo(tickets(150).reversed());
    assertThat(page(webhook, pages.size() + 1).rows()).isZero();
    assertThat(page(webhook, 1)).isEqualTo(pages.getFirst());
  }

  private static List<ObjectRef> told(List<LogPage> pages) {
    return pages.stream()
        .flatMap(page -> page.deliveries().stream())
        .flatMap(delivery -> delivery.objects().stream())
        .toList();
  }

  private LogPage page(String webhook, int number) {
    return logs().page(connection(), webhook, number);
  }

  private static List<ObjectRef> tickets(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new ObjectRef(ObjectRef.Kind.TICKET, 10_001 + i))
        .toList();
  }
}
