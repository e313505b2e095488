package ai.superit.halo.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7, true",
    "203.0.113.7, 203.0.113.8, false",
    "203.0.113.0/24, 203.0.113.255, true",
    "203.0.113.0/24, 203.0.114.0, false",
    "203.0.113.128/25, 203.0.113.127, false",
    "10.0.0.0/9, 10.127.255.255, true",
    "10.0.0.0/9, 10.128.0.0, false",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "2001:db8::8/125, 2001:db8::f, true",
    "2001:db8::8/125, 2001:db8::10, false",
    "2001:DB8::1, 2001:db8:0:0::1, true",
    "::/0, 10.0.0.1, false",
    "10.0.0.0/8, ::ffff:10.1.2.3, true",
  })
  void holds_the_addresses_that_share_its_bits(String range, String address, boolean holds) {
    var tried = AddressRange.address(address).orElseThrow();

    assertThat(AddressRange.parse(range).contains(tried)).isEqualTo(holds);
    assertThat(AddressRange.parse(AddressRange.parse(range).text()))
        .isEqualTo(AddressRange.parse(range));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "halo.example.com",
        "localhost",
        "1.2.3",
        "127.1",
        "1.2.3.4.5",
        "256.0.0.1",
        "010.0.0.1",
        "0x7f.0.0.1",
        "2130706433",
        "1.2.3.4/",
        "1.2.3.4/33",
        "1.2.3.4/-1",
        "1.2.3.4/+8",
        "1.2.3.4/255.0.0.0",
        "1.2.3.4/8/8",
        "2001:db8::/129",
        "2001:db8:::1",
        "fe80::1%lo",
        "[2001:db8::1]",
        "1.2.3.0-1.2.3.9",
        "*",
        ":"
      })
  void what_is_no_range_is_named(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AddressRange.parse(text))
        .withMessageStartingWith("\"" + text + "\" ");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1/8, 10.0.0.0/8",
    "203.0.113.130/25, 203.0.113.128/25",
    "2001:db8::1/32, 2001:db8:0:0:0:0:0:0/32"
  })
  void bits_beyond_the_prefix_are_refused_with_what_was_meant(String text, String meant) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AddressRange.parse(text))
        .withMessageContaining("give " + meant);
  }
}
