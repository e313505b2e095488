package ai.superit.halo.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.domain.connection.TenantUrl;
import io.helidon.webclient.api.DnsAddressLookup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
  private static final TenantUrl.Rules PRODUCTION = TenantUrl.Rules.PRODUCTION;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "2002:7f00:1::",
        "2001::1",
        "2001:db8::1"
      })
  void addresses_that_are_not_public_are_recognised(String address) throws UnknownHostException {
    assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "192.0.1.1", "2606:4700::1111"})
  void public_addresses_are_let_through(String address) throws UnknownHostException {
    assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8 fd00::1",
        "2606:4700::1111 10.0.0.1",
        "fe80::1 8.8.8.8",
        "8.8.8.8 8.8.4.4 169.254.169.254"
      })
  void one_address_that_is_not_public_is_enough_to_refuse_a_name(String addresses) {
    assertRefused(new PublicAddresses(PRODUCTION, _ -> named(addresses)));
  }

  @Test
  void one_among_a_thousand_is_enough() {
    var many = new ArrayList<>(Collections.nCopies(999, "8.8.8.8"));
    many.add("127.0.0.1");

    assertRefused(new PublicAddresses(PRODUCTION, _ -> named(String.join(" ", many))));
  }

  /// The name is looked up once for each connection, which goes to what was found and checked.
  @Test
  void a_name_that_turns_private_is_refused_from_then_on() throws UnknownHostException {
    var answers = new ArrayDeque<>(List.of("8.8.8.8", "127.0.0.1"));
    var addresses = new PublicAddresses(PRODUCTION, _ -> named(answers.removeFirst()));

    assertThat(addresses.resolveAddress("acme.example", DnsAddressLookup.IPV4))
        .isEqualTo(InetAddress.getByName("8.8.8.8"));
    assertThat(answers).hasSize(1);
    assertRefused(addresses);
  }

  private static void assertRefused(PublicAddresses addresses) {
    assertThatThrownBy(() -> addresses.resolveAddress("acme.example", DnsAddressLookup.IPV4))
        .hasCauseInstanceOf(PrivateAddress.class);
  }

  private static InetAddress[] named(String addresses) throws UnknownHostException {
    var named = new ArrayList<InetAddress>();
    for (var address : addresses.split(" ", -1)) {
      named.add(InetAddress.getByName(address));
    }
    return named.toArray(InetAddress[]::new);
  }
}
