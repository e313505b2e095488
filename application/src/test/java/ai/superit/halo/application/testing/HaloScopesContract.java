package ai.superit.halo.application.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.HaloScopes;
import ai.superit.halo.domain.connection.Capability;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What everybody keeps to who translates capabilities into a tenant's scopes.
public interface HaloScopesContract {
  HaloScopes scopes();

  /// Whether the tenant itself lets somebody do it who signed in with these scopes.
  boolean isLetIn(String scopes, Capability capability);

  @ParameterizedTest
  @EnumSource
  default void the_scope_of_a_capability_is_enough_for_it(Capability capability) {
    var scope = scopes().scope(capability);

    assertThat(scope).matches("\\S+( \\S+)*");
    assertThat(scopes().covers(scope, capability)).isTrue();
    assertThat(isLetIn(scope, capability)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  default void a_scope_covers_what_the_tenant_lets_it_do(Capability capability) {
    var scope = scopes().scope(capability);

    for (var other : Capability.ALL) {
      assertThat(scopes().covers(scope, other)).as(other.title()).isEqualTo(isLetIn(scope, other));
    }
  }

  @Test
  default void who_asks_for_everything_is_let_in_everywhere() {
    var asked = scopes().asked(Capability.ALL);

    assertThat(Capability.ALL)
        .allMatch(each -> scopes().covers(asked, each) && isLetIn(asked, each));
  }

  @ParameterizedTest
  @EnumSource
  default void all_that_is_wanted_is_asked_for_once_whatever_its_order(Capability without) {
    var wanted = Capability.ALL.stream().filter(each -> each != without).toList();

    var asked = scopes().asked(Set.copyOf(wanted));

    assertThat(wanted).allMatch(each -> scopes().covers(asked, each));
    assertThat(List.of(asked.split(" ", -1))).doesNotHaveDuplicates().doesNotContain("");
    assertThat(scopes().asked(Set.copyOf(wanted.reversed()))).isEqualTo(asked);
  }

  @ParameterizedTest
  @EnumSource
  default void no_more_is_asked_for_than_one_capability_needs(Capability only) {
    assertThat(scopes().asked(Set.of(only))).isEqualTo(scopes().scope(only));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "offline_access", "openid profile", "ALL", "allx", "read:ticket"})
  default void what_says_nothing_of_a_capability_covers_none(String others) {
    assertThat(Capability.ALL).noneMatch(each -> scopes().covers(others, each));
  }

  @ParameterizedTest
  @EnumSource
  default void other_scopes_beside_it_do_not_matter(Capability capability) {
    var more = " offline_access  " + scopes().scope(capability) + "\topenid ";

    assertThat(scopes().covers(more, capability)).isTrue();
  }
}
