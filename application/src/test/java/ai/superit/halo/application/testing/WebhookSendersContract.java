package ai.superit.halo.application.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.AddressRange;
import ai.superit.halo.domain.webhook.SenderRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every store of the rules for senders keeps.
public interface WebhookSendersContract extends StoreContract {
  @Test
  default void anybody_may_send_until_rules_are_saved() {
    store().senders().save(connected("beta"), new SenderRules(List.of(), true));

    assertThat(store().senders().rules(connected("acme"))).isEqualTo(SenderRules.ANYBODY);
    assertThat(store().senders().rules(ConnectionId.random())).isEqualTo(SenderRules.ANYBODY);
  }

  @Test
  default void saved_rules_are_known_at_once_and_take_the_place_of_others() {
    var acme = connected("acme");
    var ranges = List.of(AddressRange.parse("203.0.113.0/24"), AddressRange.parse("2001:db8::/32"));
    var rules = new SenderRules(ranges, true);

    store().senders().save(acme, new SenderRules(List.of(), true));
    store().senders().save(acme, rules);

    assertThat(store().senders().rules(acme)).isEqualTo(rules);

    store().senders().save(acme, SenderRules.ANYBODY);

    assertThat(store().senders().rules(acme)).isEqualTo(SenderRules.ANYBODY);
  }
}
