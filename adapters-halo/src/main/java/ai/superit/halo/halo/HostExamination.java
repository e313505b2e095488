package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Diagnosis.Probe;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.TenantUrl;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// Whether there is a Halo at the address, before anybody signs in.
final class HostExamination {
  private static final Duration TOLERABLE_SKEW = Duration.ofSeconds(90);

  private final Chart chart;
  private final ProbeVisit visit;
  private final HaloAccess access;
  private final TenantUrl.Rules rules;
  private final InstantSource clock;
  private Optional<String> tenantId = Optional.empty();

  HostExamination(
      Chart chart,
      ProbeVisit visit,
      HaloAccess access,
      TenantUrl.Rules rules,
      InstantSource clock) {
    this.chart = chart;
    this.visit = visit;
    this.access = access;
    this.rules = rules;
    this.clock = clock;
  }

  /// @return what the tenant calls itself, if it tells
  Optional<String> examine() {
    chart.gate(Probe.ADDRESS_FORM, this::addresses);
    chart.gate(Probe.HALO_HOST, this::host);
    return tenantId;
  }

  private String addresses() {
    var endpoint = access.endpoint();
    var authorisation = endpoint.authorisation();
    checked("The tenant address ", () -> TenantUrl.parse(endpoint.tenant().toString(), rules));
    checked(
        "The authorisation address ",
        () -> TenantUrl.parseAuthorisation(authorisation.toString(), rules));
    var path = String.valueOf(authorisation.getPath());
    if (path.matches("(?i).*/(token|authorize|api)/*")) {
      throw ill(
          "The authorisation address ends with the name of one of its pages, or is the API's.");
    }
    if (!endpoint.tenantName().matches("[^/:\\s]*")) {
      throw ill("The tenant name is an address or holds blanks; Halo's name is one word.");
    }
    if (!endpoint.clientId().matches("\\S+")) {
      throw ill("The client id holds blanks or is empty.");
    }
    return "Addresses, tenant name and client id have the right form.";
  }

  private static void checked(String what, Runnable parsing) {
    try {
      parsing.run();
    } catch (IllegalArgumentException wrong) {
      throw ill(what + wrong.getMessage() + ".");
    }
  }

  private static Chart.Ill ill(String text) {
    return new Chart.Ill(Probe.ADDRESS_FORM, text);
  }

  private String host() {
    var answer = firstAnswer();
    chart.passed(Probe.NETWORK, "The tenant's host answers.");
    if (access.endpoint().tenant().uri().getScheme().equals("https")) {
      chart.passed(Probe.CERTIFICATE, "The certificate is trusted.");
    } else {
      chart.unknown(Probe.CERTIFICATE, "Plain HTTP, as this service's configuration lets it.");
    }
    compareClocks(answer);
    return judged(answer);
  }

  private Answer firstAnswer() {
    try {
      return visit.authinfo();
    } catch (HaloUnavailable failure) {
      throw failure.reason() == HaloUnavailable.Cause.UNREACHABLE
          ? new Chart.Ill(
              isAboutTrust(failure) ? Probe.CERTIFICATE : Probe.NETWORK,
              String.valueOf(failure.getMessage()))
          : failure;
    }
  }

  private static boolean isAboutTrust(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .limit(10)
        .anyMatch(cause ->
            switch (cause) {
              case SSLException _ -> true;
              default -> false;
            });
  }

  private String judged(Answer answer) {
    if (answer.status() == 429) {
      answer.checked();
    }
    chart.passed(Probe.CALL_LIMIT, "No call was refused for being one too many.");
    if (answer.status() >= 500) {
      throw new Chart.Ill(
          Probe.SERVER_HEALTH,
          "The tenant answers with the server error %d.".formatted(answer.status()));
    }
    chart.passed(Probe.SERVER_HEALTH, "The tenant answers without server errors.");
    if (answer.status() >= 400) {
      return judgedByDiscovery();
    }
    if (answer.checked().json().isObject()) {
      tenantId = ProbeVisit.tenantId(answer);
      return "The host is a Halo.";
    }
    throw Failures.strangeJson("GET /authinfo", "an object");
  }

  /// Not every installation tells about itself under the usual address.
  private String judgedByDiscovery() {
    var name = "GET /.well-known/openid-configuration";
    var address =
        URI.create(access.endpoint().authorisation() + "/.well-known/openid-configuration");
    var answer = visit.send(Call.get(name, address));
    if (answer.status() == 200 && answer.jsonObject().filter(is -> is.has("issuer")).isPresent()) {
      return "The authorisation server is one.";
    }
    throw new Chart.Ill(
        Probe.HALO_HOST,
        "Neither the tenant's address nor its authorisation server answers as a Halo does.");
  }

  private void compareClocks(Answer answer) {
    var skew = answer.date().map(at -> Duration.between(clock.instant(), at));
    chart.take(
        Probe.CLOCK,
        () -> {
          var ahead = skew.orElseThrow(() -> new Chart.Untestable("The host tells no time."));
          if (ahead.abs().compareTo(TOLERABLE_SKEW) > 0) {
            throw new Chart.Ill(
                Probe.CLOCK,
                "Halo's clock is %d seconds %s ours."
                    .formatted(
                        ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of"));
          }
          return "Halo's clock and ours agree.";
        });
  }
}
