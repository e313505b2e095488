package ai.superit.halo.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.StoreTooSlow;
import ai.superit.halo.application.StoreUnavailable;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void a_statement_that_took_too_long_is_no_database_that_cannot_be_reached() {
    assertThat(Failures.translated(new SQLException("statement timeout", "57014")))
        .isInstanceOf(StoreTooSlow.class);
    assertThat(Failures.translated(new SQLException("shutting down", "57P01")))
        .isExactlyInstanceOf(StoreUnavailable.class);
  }
}
