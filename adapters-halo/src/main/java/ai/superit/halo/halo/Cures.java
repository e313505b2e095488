package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Diagnosis.Cure;
import ai.superit.halo.application.connection.Diagnosis.Probe;

/// What mends each failure, and the least that is needed for it.
final class Cures {
  private static final String API = "Configuration > Integrations > HaloPSA API";
  private static final String DETAILS = API + " > API Details";
  private static final String APPLICATION = API + " > View Applications > (the application)";
  private static final String PERMISSIONS = APPLICATION + " > Permissions";
  private static final String AGENT = "Configuration > Teams & Agents > Agents > (the agent)";

  private Cures() {}

  static Cure of(Probe probe) {
    return switch (probe) {
      case ADDRESS_FORM -> cure("An address was copied with too much or too little.", DETAILS);
      case NETWORK ->
          cure("A misspelt host, a firewall that keeps port 443 shut, or a halt of Halo's.", "");
      case CERTIFICATE ->
          cure("The host is not the tenant's, or something on the way opens TLS.", "");
      case HALO_HOST -> cure("The address is not that of the Resource Server.", DETAILS);
      case CALL_LIMIT ->
          cure("Others use up the tenant's calls; wait five minutes, then see who.", APPLICATION);
      case SERVER_HEALTH -> cure("Halo is down or being maintained; ask its status page.", "");
      case AUTHORISATION_SERVER ->
          cure("The authorisation address is not that of the Authorisation Server.", DETAILS);
      case TENANT_NAME -> cure("The tenant name is not what Halo calls the tenant.", DETAILS);
      case APPLICATION ->
          cure(
              "The client id or secret is not the application's, or the application is inactive.",
              APPLICATION);
      case AUTHENTICATION_METHOD ->
          cure("The application has another authentication method.", APPLICATION);
      case SCOPE -> right("The application does not allow what we ask for.", PERMISSIONS, "all");
      case TOKEN ->
          cure("The application was deactivated, or its authorisation withdrawn.", APPLICATION);
      case LOGIN_TYPE ->
          right(
              "The application's login type is not Agent, or its agent may not use the API.",
              APPLICATION + " > Login Type",
              "Login type Agent, with an agent who is enabled");
      default -> reading(probe);
    };
  }

  /// Of a list that Halo could not give, whoever asks.
  static Cure ofBroken() {
    return cure("Halo fails at this list for everybody; ask its status page or its support.", "");
  }

  private static Cure reading(Probe probe) {
    return switch (probe) {
      case TICKETS, NOTES -> read("tickets", "read:tickets");
      case CLIENTS, SITES, CONTACTS -> read("clients, sites and users", "read:customers");
      case ASSETS -> read("assets", "read:assets");
      case INVOICES -> read("invoices", "read:invoices");
      case AGENTS, TEAMS, STATUSES, PRIORITIES, TICKET_TYPES ->
          right(
              "The agent does not see this table; it needs no scope of its own.",
              AGENT + " > Permissions",
              "Login type Agent; to see agents and teams, not to change them");
      case AGENT_TEAMS ->
          right(
              "An agent sees the tickets of its teams only.",
              AGENT + " > Departments & Teams",
              "Member of the teams whose tickets are to be mirrored");
      case CLIENT_VISIBILITY ->
          right(
              "The agent is limited to some clients.",
              AGENT + " > Permissions",
              "To see all clients, read only");
      case WEBHOOKS ->
          right(
              "Neither the application nor its agent may set up webhooks.",
              PERMISSIONS,
              "admin:webhooks");
      case CLOCK ->
          cure("The clock of this service's host is not set by a time server, or Halo's.", "");
      case PAGE_SIZE ->
          cure("This Halo gives shorter pages. Nothing is lost; reading takes more calls.", "");
      case REMAINING_CALLS ->
          cure(
              "This service and the tenant's other programs need all calls; wait five minutes, or"
                  + " let this service poll less often.",
              APPLICATION);
      default -> Cure.NONE;
    };
  }

  private static Cure read(String what, String scope) {
    return right(
        "The application's permissions or its agent's do not cover " + what + ".",
        PERMISSIONS + "; then " + AGENT + " > Permissions",
        scope + " for the application, read only for its agent");
  }

  private static Cure cure(String likelyCause, String menu) {
    return new Cure(likelyCause, menu, "");
  }

  private static Cure right(String likelyCause, String menu, String leastRight) {
    return new Cure(likelyCause, menu, leastRight);
  }
}
