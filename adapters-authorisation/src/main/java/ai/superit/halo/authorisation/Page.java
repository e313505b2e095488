package ai.superit.halo.authorisation;

import ai.superit.halo.application.connection.Authorisations.Taken;
import ai.superit.halo.application.connection.AuthoriseConnection.Ending;
import java.util.Map;

/// A plain page that says what has happened and what to do. Nothing of a request is repeated in it.
record Page(int status, String html) {
  /// Nobody may keep, frame or script these pages, or learn from where the browser came.
  static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type", "text/html; charset=utf-8",
          "Cache-Control", "no-store",
          "Referrer-Policy", "no-referrer",
          "Content-Security-Policy",
              "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options", "nosniff",
          "Cross-Origin-Opener-Policy", "same-origin");

  private static final String AGAIN =
      "Go back to Super IT, choose to authorise the connection, and open the new address in this"
          + " browser within ten minutes.";

  static final Page AUTHORISED =
      page(
          200,
          "The connection is authorised",
          "Super IT may now work with this HaloPSA tenant in your name.",
          "You can close this window. The connection's state in Super IT is CONNECTED.");
  static final Page TICKET_REFUSED =
      page(
          400,
          "This address cannot be used",
          "It is not complete, was opened before, or is older than ten minutes.",
          AGAIN);
  static final Page NOT_BEGUN =
      page(
          400,
          "This authorisation was not begun here",
          "What came back does not belong to an authorisation that Super IT knows.",
          AGAIN);
  static final Page OTHER_METHOD =
      page(405, "Not so", "This address is for browsers that follow a link.", AGAIN);
  static final Page PREFETCH =
      page(403, "Not in advance", "This address is not loaded in advance.", "Open it.");
  static final Page STORE_AWAY =
      page(503, "Not now", "Super IT cannot reach its database.", "Wait a minute. " + AGAIN);
  static final Page KEY_MISSING =
      page(
          503,
          "Not now",
          "Super IT lacks the key that opens this connection's secrets.",
          "Tell whoever runs Super IT to look at secrets.keys. " + AGAIN);

  /// @param missing the capabilities, separated by commas
  static Page limited(String missing) {
    return page(
        200,
        "The connection is authorised, but Halo granted less",
        "Halo did not grant what the connection asks for: " + missing.replace(",", ", ") + ".",
        "What needs it will not work. Allow it on the application's Permissions tab in Halo and"
            + " authorise the connection again, or let the connection ask for less.");
  }

  static Page redirecting(int status) {
    return new Page(status, "");
  }

  static Page of(Ending ending) {
    return switch (ending) {
      case Ending.Authorised _ -> AUTHORISED;
      case Ending.NotBegun(var why) -> notBegun(why);
      case Ending.RefusedByHalo(var error) -> refused(error);
      case Ending.WithoutCode() ->
          page(400, "Halo sent no code", "Halo's answer is not complete.", AGAIN);
      case Ending.OtherIssuer() ->
          page(
              400,
              "Another server answered",
              "The answer comes from another server than the one that you were sent to, so it is"
                  + " not trusted.",
              "Compare the connection's authorisation address with Halo's API Details. " + AGAIN);
      case Ending.ExchangeFailed(var message) ->
          page(502, "Halo did not complete the authorisation", message, AGAIN);
    };
  }

  private static Page notBegun(Taken.Not why) {
    return switch (why) {
      case UNKNOWN -> NOT_BEGUN;
      case USED ->
          page(
              400,
              "This authorisation is over",
              "It was finished before, and each can be finished once.",
              "Look at the connection's state in Super IT. If it is not CONNECTED: " + AGAIN);
      case EXPIRED ->
          page(400, "Too late", "This authorisation was begun more than ten minutes ago.", AGAIN);
      case OTHER_BROWSER ->
          page(
              400,
              "This authorisation was begun in another browser",
              "Only the browser that began it can finish it, and it must accept cookies.",
              "Finish it there, or start again here. " + AGAIN);
    };
  }

  private static Page refused(String error) {
    return switch (error) {
      case "access_denied" ->
          page(
              400,
              "Halo was told not to authorise Super IT",
              "Somebody chose not to consent, or the person who is signed in to Halo may not.",
              "Sign in to Halo as an agent who may use the API. " + AGAIN);
      case "invalid_scope" ->
          page(
              400,
              "Halo does not grant these permissions",
              "The application in Halo lacks permissions that the connection asks for.",
              "Allow them on the application's Permissions tab. " + AGAIN);
      case "unauthorized_client", "unsupported_response_type" ->
          page(
              400,
              "The application in Halo is of another kind",
              "It may not be authorised by a person.",
              "Set its authentication method to \"Authorisation Code (Native Application)\". "
                  + AGAIN);
      default ->
          page(
              400,
              "Halo did not authorise Super IT",
              "Halo reported an error.",
              "Check the application in Halo: that it is active, and its redirect URI. " + AGAIN);
    };
  }

  private static Page page(int status, String title, String happened, String advice) {
    return new Page(
        status,
        """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>%1$s</title></head>
        <body><h1>%1$s</h1><p>%2$s</p><p>%3$s</p></body>
        </html>
        """
            .formatted(escaped(title), escaped(happened), escaped(advice)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
