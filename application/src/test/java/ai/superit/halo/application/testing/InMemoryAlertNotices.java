package ai.superit.halo.application.testing;

import ai.superit.halo.application.alert.AlertNotice;
import ai.superit.halo.application.alert.AlertNotices;
import java.util.ArrayList;
import java.util.List;

/// Takes down what people are told; may be made to fail.
public final class InMemoryAlertNotices implements AlertNotices {
  private final List<AlertNotice> posted = new ArrayList<>();
  private boolean failing;

  @Override
  public void post(AlertNotice notice) {
    if (failing) {
      throw new IllegalStateException("no room for notices");
    }
    posted.add(notice);
  }

  public void fail(boolean fails) {
    failing = fails;
  }

  public List<AlertNotice> posted() {
    return List.copyOf(posted);
  }
}
