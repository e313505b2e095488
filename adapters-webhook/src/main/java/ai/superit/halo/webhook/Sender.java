package ai.superit.halo.webhook;

import java.net.InetAddress;
import java.util.Optional;

/// Who sent a request, as far as it can be known.
///
/// @param address empty if the proxy in front does not say, or says two things
/// @param secure whether it came by HTTPS
record Sender(Optional<InetAddress> address, boolean secure) {}
