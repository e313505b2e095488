package ai.superit.halo.graphql;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.Moments.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordNodeTest {
  private static final Instant A_DAY_LATER = NOON.plus(Duration.ofDays(1));

  @Test
  void a_page_of_a_record_with_a_stamp_holds_until_the_record_changes() {
    var node = node(aClient().build(), Optional.empty());

    assertThat(node.isPageFresh(A_DAY_LATER)).isTrue();
  }

  @Test
  void a_page_of_a_record_without_a_stamp_holds_for_a_day() {
    var client = aClient().stamped(Stamp.UNKNOWN).build();
    var node = node(client, Optional.of(NOON));

    assertThat(node.isPageFresh(A_DAY_LATER)).isTrue();
    assertThat(node.isPageFresh(A_DAY_LATER.plusMillis(1))).isFalse();
    assertThat(node(client, Optional.empty()).isPageFresh(NOON)).isFalse();
  }

  private static RecordNode node(Client client, Optional<Instant> readAt) {
    var acme = ConnectionId.random();
    return new Node(client, new Mirrored<>(acme, client, Source.run("test"), NOON, readAt));
  }

  private record Node(Client client, Mirrored<Client> mirrored) implements RecordNode {
    @Override
    public GlobalId.Kind kind() {
      return GlobalId.Kind.CLIENT;
    }

    @Override
    public long number() {
      return client.id().value();
    }

    @Override
    public Stamp changed() {
      return client.updatedAt();
    }
  }
}
