package ai.superit.halo.domain.connection;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.testing.ConnectionBuilder;
import org.junit.jupiter.api.Test;

class SecretTest {
  @Test
  void a_secret_does_not_show_itself_nor_through_what_holds_it() {
    var secret = new Secret("s3cret");

    assertThat(secret.toString()).doesNotContain("s3cret");
    assertThat(ConnectionBuilder.aConnection("acme").build().access(secret).toString())
        .doesNotContain("s3cret");
  }
}
