package ai.superit.halo.application.alert;

/// Where notices wait until every channel of their connection has got them.
public interface AlertNotices {
  /// Keeps the notice for each channel that the connection has now, as part of the transaction
  /// under way. The same alert and change is kept once.
  void post(AlertNotice notice);
}
