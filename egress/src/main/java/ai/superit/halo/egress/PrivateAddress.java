package ai.superit.halo.egress;

import java.io.IOException;

/// A host was not connected to, because its address is not a public one.
public final class PrivateAddress extends IOException {
  private static final long serialVersionUID = 1L;
}
