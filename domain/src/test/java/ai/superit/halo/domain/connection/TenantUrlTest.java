package ai.superit.halo.domain.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.superit.halo.domain.connection.TenantUrl.Rules;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TenantUrlTest {
  private static final Rules DEVELOPMENT = new Rules(true, Set.of());

  @Test
  void every_form_that_people_type_becomes_the_same_address() {
    for (var typed :
        List.of(
            "acme.halopsa.com",
            "  https://acme.halopsa.com  ",
            "HTTPS://ACME.HaloPSA.com/",
            "https://acme.halopsa.com:443",
            "acme.halopsa.com:443/tickets",
            "acme.halopsa.com/login?next=https://evil.example",
            "https://acme.halopsa.com/tickets?id=1&x=a:b#top")) {
      assertThat(parse(typed)).as(typed).hasToString("https://acme.halopsa.com");
    }
  }

  @Test
  void other_schemes_are_refused() {
    for (var typed :
        List.of(
            "http://acme.halopsa.com",
            "ftp://acme.halopsa.com",
            "file:///etc/passwd",
            "jar:file:/x!/y",
            "gopher://acme.halopsa.com",
            "netdoc:/etc/passwd",
            "javascript:alert(1)")) {
      assertRefused(typed);
    }
  }

  @Test
  void what_could_be_read_as_another_host_is_refused() {
    for (var typed :
        List.of(
            "",
            "   ",
            "https://",
            "user:pw@acme.halopsa.com",
            "https://user@acme.halopsa.com",
            "acme.halopsa.com\\@evil.example",
            "acme.halopsa.com%00.evil.example",
            "acme%2eevil.example",
            "acme\uff0ehalopsa\uff0ecom",
            "\u0430cme.halopsa.com",
            "acme.halopsa.com\r\nHost: evil",
            "acme halopsa.com",
            "a".repeat(501))) {
      assertRefused(typed);
    }
  }

  @Test
  void addresses_inside_a_network_are_refused_in_whatever_form() {
    for (var typed :
        List.of(
            "127.0.0.1",
            "127.1",
            "0",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "0o177.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "255.255.255.255",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[0:0:0:0:0:ffff:7f00:1]",
            "[64:ff9b::7f00:1]",
            "[fd00::1]",
            "localhost",
            "LOCALHOST",
            "localhost.",
            "ip6-localhost",
            "tenant.localhost",
            "metadata.google.internal",
            "halo",
            "halo.corp")) {
      assertRefused(typed);
      assertRefused("https://" + typed + "/auth");
    }
  }

  @Test
  void public_addresses_and_listed_hosts_are_let_in() {
    var listed = new Rules(false, Set.of("halo.corp:443", "10.1.2.3:8443"));

    assertThat(parse("8.8.8.8")).hasToString("https://8.8.8.8");
    assertThat(parse("[2606:4700::1111]")).hasToString("https://[2606:4700::1111]");
    assertThat(TenantUrl.parse("halo.corp", listed)).hasToString("https://halo.corp");
    assertThat(TenantUrl.parse("10.1.2.3:8443", listed)).hasToString("https://10.1.2.3:8443");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TenantUrl.parse("other.corp", listed))
        .withMessageContaining("halo.allowed-hosts");
  }

  @Test
  void ports_are_refused_unless_listed() {
    for (var port : List.of("22", "25", "5432", "6379", "0", "65536", "8443")) {
      assertRefused("acme.halopsa.com:" + port);
    }
    var listed = new Rules(false, Set.of("halo.acme.example:8443"));

    assertThat(TenantUrl.parse("Halo.acme.example:8443/x", listed))
        .hasToString("https://halo.acme.example:8443");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TenantUrl.parse("evil.example:8443", listed));
  }

  @Test
  void plain_http_is_for_loopback_in_development_only() {
    assertThat(TenantUrl.parse("http://127.0.0.1:8080/x", DEVELOPMENT))
        .hasToString("http://127.0.0.1:8080");
    assertThat(TenantUrl.parse("http://localhost:8080", DEVELOPMENT))
        .hasToString("http://localhost:8080");
    assertRefused("http://127.0.0.1:8080");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TenantUrl.parse("http://127.0.0.1.evil.example", DEVELOPMENT));
  }

  @Test
  void an_authorisation_address_keeps_its_path() {
    assertThat(TenantUrl.parseAuthorisation("auth.halopsa.com/Acme/auth/", Rules.PRODUCTION))
        .hasToString("https://auth.halopsa.com/Acme/auth");
    assertThat(parse("acme.halopsa.com").defaultAuthorisation())
        .hasToString("https://acme.halopsa.com/auth");
  }

  @Test
  void whatever_is_accepted_is_read_the_same_way_again() {
    var alphabet = "aZ09.-:/@?#[]%\\_ http s://\u00e9";
    var random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      var typed = new StringBuilder();
      random
          .ints(random.nextInt(1, 20), 0, alphabet.length())
          .forEach(at -> typed.append(alphabet.charAt(at)));
      assertStable(typed.toString());
    }
  }

  private static void assertStable(String typed) {
    TenantUrl once;
    try {
      once = parse(typed);
    } catch (IllegalArgumentException refused) {
      return;
    }
    assertThat(parse(once.toString())).as(typed).isEqualTo(once);
    assertThat(once.toString()).as(typed).matches("https://[a-z0-9.\\-_\\[\\]:]+");
  }

  private static void assertRefused(String typed) {
    assertThatIllegalArgumentException().as(typed).isThrownBy(() -> parse(typed));
  }

  private static TenantUrl parse(String typed) {
    return TenantUrl.parse(typed, Rules.PRODUCTION);
  }
}
