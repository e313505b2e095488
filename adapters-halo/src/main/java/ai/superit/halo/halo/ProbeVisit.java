package ai.superit.halo.halo;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.domain.connection.HaloAccess;
import java.net.URI;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The calls of one try-out: four, and up to two more where a connection is cut. They are not part
/// of any budget, since the tenant may not be ours yet.
final class ProbeVisit {
  private static final Query ONE_ROW =
      Query.of("pageinate", true).with("page_size", 1).with("page_no", 1);

  private final HaloHttp http;
  private final HaloAccess access;
  private final InstantSource clock;
  private int repeats = 2;
  private @Nullable Session session;
  private long clients;

  ProbeVisit(HaloHttp http, HaloAccess access, InstantSource clock) {
    this.http = http;
    this.access = access;
    this.clock = clock;
  }

  String signIn() {
    var call = SignIn.call(access);
    session = SignIn.session(access, call, send(call), clock.instant());
    return "Halo accepted the client id and secret.";
  }

  String readRecords() {
    read("Tickets", "tickets");
    clients = read("Client", "clients");
    return "Tickets and clients can be read.";
  }

  String tenantInformation() {
    var count = clients == 1 ? "1 client" : clients + " clients";
    return tenantId()
        .map(name -> "The tenant \"%s\" has %s.".formatted(name, count))
        .orElse("The tenant has " + count + ".");
  }

  /// @return how many records there are
  private long read(String resource, String key) {
    var call = Call.get("GET /" + resource, address(resource + ONE_ROW.text()));
    var token = Objects.requireNonNull(session).token();
    return Listing.of(send(call.as(token)).checked().json(), resource, key).total();
  }

  /// Not every installation tells; only a name that looks like one is shown.
  private Optional<String> tenantId() {
    var answer = send(Call.get("GET /authinfo", address("authinfo")));
    if (answer.status() != 200) {
      return Optional.empty();
    }
    try {
      return answer
          .jsonObject()
          .map(info -> info.text("tenant_id"))
          .filter(name -> name.matches("[A-Za-z0-9_.-]{1,100}"));
    } catch (Row.Unreadable strange) {
      return Optional.empty();
    }
  }

  private URI address(String rest) {
    return URI.create(access.tenant() + "/api/" + rest);
  }

  private Answer send(Call call) {
    try {
      return http.send(call);
    } catch (HaloUnavailable failure) {
      if (failure.reason() != HaloUnavailable.Cause.UNREACHABLE
          || call.repeat() == Call.Repeat.NEVER
          || repeats-- == 0) {
        throw failure;
      }
      return http.send(call);
    }
  }
}
