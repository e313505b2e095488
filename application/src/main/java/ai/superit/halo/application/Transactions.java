package ai.superit.halo.application;

import java.util.function.Supplier;

/// Makes several writes to the store one: all of them happen or none.
public interface Transactions {
  /// Runs the work in a transaction that all ports of the same store join on this thread; a nested
  /// call joins the outer one. An exception undoes everything and is passed on. Where others are in
  /// the way, everything is undone and the work runs once more, from its start.
  ///
  /// @throws StoreUnavailable if the store cannot be reached
  <T> T inTransaction(Supplier<T> work);
}
