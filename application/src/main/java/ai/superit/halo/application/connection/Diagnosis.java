package ai.superit.halo.application.connection;

import java.util.List;
import java.util.Optional;

/// What examining a connection showed, in the order in which one thing rests on another.
///
/// @param calls how many calls to Halo it took
/// @param tokenScope the scopes that Halo said the token has, separated by blanks; empty if it said
///   none or gave no token
public record Diagnosis(List<Finding> findings, int calls, String tokenScope) {

  /// What is examined. An earlier one may explain a later one, never the other way round.
  public enum Probe {
    ADDRESS_FORM,
    NETWORK,
    CERTIFICATE,
    HALO_HOST,
    CALL_LIMIT,
    SERVER_HEALTH,
    AUTHORISATION_SERVER,
    TENANT_NAME,
    APPLICATION,
    AUTHENTICATION_METHOD,
    SCOPE,
    TOKEN,
    LOGIN_TYPE,
    TICKETS,
    CLIENTS,
    SITES,
    CONTACTS,
    ASSETS,
    NOTES,
    INVOICES,
    AGENTS,
    TEAMS,
    STATUSES,
    PRIORITIES,
    TICKET_TYPES,
    AGENT_TEAMS,
    CLIENT_VISIBILITY,
    WEBHOOKS,
    CLOCK,
    PAGE_SIZE,
    REMAINING_CALLS;

    /// Whether a failure may mean that a right is missing which somebody in Halo gives and takes.
    public boolean isRight() {
      return this == SCOPE || (compareTo(LOGIN_TYPE) >= 0 && compareTo(WEBHOOKS) <= 0);
    }
  }

  public enum Result {
    PASSED,
    FAILED,
    /// Nothing can be said, mostly because an earlier probe failed.
    NOT_TESTABLE
  }

  /// What mends a failure.
  ///
  /// @param menu where in Halo; empty if it is not mended in Halo
  /// @param leastRight the smallest right that is enough; empty if it is not about rights
  public record Cure(String likelyCause, String menu, String leastRight) {
    public static final Cure NONE = new Cure("", "", "");
  }

  /// @param because the failed probe without which this one could not be tested
  public record Finding(
      Probe probe, Result result, String text, Optional<Probe> because, Cure cure) {
    /// Whether it failed for want of a right.
    public boolean isLackOfRight() {
      return result == Result.FAILED && !cure.leastRight().isEmpty();
    }
  }

  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /// The failure that explains the others; empty if nothing failed.
  public Optional<Finding> firstCause() {
    return findings.stream().filter(found -> found.result() == Result.FAILED).findFirst();
  }
}
