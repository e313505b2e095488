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
  void odd_forms_of_addresses_of_machines_are_refused_or_kept_as_they_are() {
    for (var typed : List.of("127.1", "0", "2130706433", "0x7f000001", "0o177.0.0.1")) {
      assertRefusedOrHost(typed);
    }
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

  private static void assertRefusedOrHost(String typed) {
    try {
      assertThat(parse(typed)).hasToString("https://" + typed);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageNotContaining("null");
    }
  }

  private static void assertRefused(String typed) {
    assertThatIllegalArgumentException().as(typed).isThrownBy(() -> parse(typed));
  }

  private static TenantUrl parse(String typed) {
    return TenantUrl.parse(typed, Rules.PRODUCTION);
  }
}
