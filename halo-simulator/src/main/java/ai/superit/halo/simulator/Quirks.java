package ai.superit.halo.simulator;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/// Behaviour that no public source settles, each as an option with the likeliest default.
public record Quirks(
    Paging paging,
    Throttling throttling,
    Tokens tokens,
    Reading reading,
    Codes codes,
    Several several,
    Writing writing,
    Deletes deletes,
    Deliveries deliveries,
    Sending sending) {

  /// Caps of lists. `pageCap` and `assetPageCap` cut a page without a word; `defaultSlice` is what
  /// a list gives without `pageinate=true`; `countCeiling` is the most that `count` can ask for.
  public record Paging(int pageCap, int assetPageCap, int defaultSlice, int countCeiling) {}

  /// What a throttled call gets. `retryAfterSeconds` 0 sends no such header; `countAuth` counts
  /// token and discovery calls; `countRefused` lets refused calls use up the window too.
  public record Throttling(
      Body body, int retryAfterSeconds, boolean countAuth, boolean countRefused) {
    /// The form of the sentence in a 429 answer; `NONE` leaves it out, so that nothing names the
    /// limit.
    public enum Body {
      NONE,
      TEXT,
      UPPER_MESSAGE,
      LOWER_MESSAGE,
      ERROR
    }
  }

  /// `invalidScopeStatus` answers unknown scopes, `invalidGrantStatus` codes and refresh tokens
  /// that are worth nothing; `reissueRevokes` makes a new token end older ones; `scopes` exist
  /// beside those that are known to (`read:teams` may); `furtherInfo` is in `/api/authinfo` beside
  /// the fields that are known to be.
  public record Tokens(
      int invalidScopeStatus,
      int invalidGrantStatus,
      boolean reissueRevokes,
      Set<String> scopes,
      Map<String, String> furtherInfo) {
    public Tokens {
      scopes = Set.copyOf(scopes);
      furtherInfo = Map.copyOf(furtherInfo);
    }

    public Tokens revoking() {
      return new Tokens(invalidScopeStatus, invalidGrantStatus, true, scopes, furtherInfo);
    }

    public Tokens refusing(int invalidScope, int invalidGrant) {
      return new Tokens(invalidScope, invalidGrant, reissueRevokes, scopes, furtherInfo);
    }

    public Tokens knowing(Set<String> furtherScopes) {
      return new Tokens(
          invalidScopeStatus, invalidGrantStatus, reissueRevokes, furtherScopes, furtherInfo);
    }

    public Tokens telling(Map<String, String> further) {
      return new Tokens(invalidScopeStatus, invalidGrantStatus, reissueRevokes, scopes, further);
    }
  }

  /// How lists read. `newestTicketsFirst` and `newestActionsFirst` order a list that asks for no
  /// order; `updatedBoundInclusive` is for `lastupdatefromdate`; `closedTicketsShown` limits a list
  /// without state filter to tickets closed that recently (zero shows all); `activeOnly` hides
  /// inactive rows unless asked for; `jsonAsHtml` labels JSON as `text/html`; `entityStamps` gives
  /// clients, sites and users a `last_update`, which no published description of them has.
  public record Reading(
      boolean newestTicketsFirst,
      boolean newestActionsFirst,
      boolean updatedBoundInclusive,
      Duration closedTicketsShown,
      boolean activeOnly,
      boolean jsonAsHtml,
      boolean entityStamps) {}

  /// What codes and marks of tickets mean. `closedIsInactive` marks closed tickets as `inactive`.
  public record Codes(StatusTypes statusTypes, SlaStates slaStates, boolean closedIsInactive) {
    public Codes with(StatusTypes changed) {
      return new Codes(changed, slaStates, closedIsInactive);
    }

    public Codes with(SlaStates changed) {
      return new Codes(statusTypes, changed, closedIsInactive);
    }

    public Codes markingClosed() {
      return new Codes(statusTypes, slaStates, true);
    }
  }

  /// Letters of `slaresponsestate` and `slastate`: a target is met so far, or missed.
  public record SlaStates(String met, String missed) {
    String of(boolean isMet) {
      return isMet ? met : missed;
    }
  }

  /// Values of a status's `type`: a ticket is worked on, waits for somebody, or is closed.
  public record StatusTypes(int open, int pending, int closed) {
    int of(Catalog.Status.Kind kind) {
      return switch (kind) {
        case OPEN -> open;
        case PENDING -> pending;
        case CLOSED -> closed;
      };
    }
  }

  /// What POST does with several elements. `answer` is how it answers outside notes, of which it is
  /// known that the last one is answered unless `returnall=true` asks for all; `allOrNothing` takes
  /// none of them if one is refused, instead of those before it.
  public record Several(Answer answer, boolean allOrNothing) {
    /// What is answered to several elements.
    public enum Answer {
      /// The last one, unless all are asked for.
      LAST_UNLESS_ALL_ASKED,
      /// The last one, whatever is asked for.
      LAST,
      /// All, whether asked for or not.
      ALL
    }
  }

  /// What writes do. `updatedBy` is what moves a ticket's last update besides changes of other
  /// fields; `parallelCreateFails` breaks ticket creation while another one runs;
  /// `statusLeavesNote` adds a note where a ticket's status is posted, as a note that changes it
  /// does; `firstRecords` come with a client that names none; `stampGrain` is the finest difference
  /// between two stamps, so that changes within it share one (zero gives each change its own).
  public record Writing(
      Set<Touch> updatedBy,
      boolean parallelCreateFails,
      boolean statusLeavesNote,
      FirstRecords firstRecords,
      FileForm fileForm,
      Duration stampGrain) {
    public Writing {
      updatedBy = Set.copyOf(updatedBy);
    }

    public Writing updatedBy(Set<Touch> some) {
      return new Writing(
          some, parallelCreateFails, statusLeavesNote, firstRecords, fileForm, stampGrain);
    }

    public Writing breakingParallelCreates() {
      return new Writing(updatedBy, true, statusLeavesNote, firstRecords, fileForm, stampGrain);
    }

    public Writing withoutStatusNotes() {
      return new Writing(updatedBy, parallelCreateFails, false, firstRecords, fileForm, stampGrain);
    }

    public Writing with(FirstRecords changed) {
      return new Writing(
          updatedBy, parallelCreateFails, statusLeavesNote, changed, fileForm, stampGrain);
    }

    public Writing with(FileForm changed) {
      return new Writing(
          updatedBy, parallelCreateFails, statusLeavesNote, firstRecords, changed, stampGrain);
    }

    public Writing with(Duration grain) {
      return new Writing(
          updatedBy, parallelCreateFails, statusLeavesNote, firstRecords, fileForm, grain);
    }
  }

  /// What can happen to a ticket without another of its fields being changed.
  public enum Touch {
    NOTE,
    CLOSING,
    NEW_PARENT
  }

  /// What a new client gets that names neither a site nor a contact.
  public enum FirstRecords {
    NONE,
    /// A site "Main".
    SITE,
    /// That, and its "General User".
    SITE_AND_USER
  }

  /// What `data_base64` of a posted file has to be.
  public enum FileForm {
    /// With or without a data URL's prefix.
    EITHER,
    BASE64,
    DATA_URL
  }

  /// What deletions do. `refuseReferenced` keeps clients, sites, users and assets that others point
  /// to; `ticketReadable` still gives a deleted ticket by id, marked as deleted, instead of 404;
  /// `deactivates` makes clients, sites, users and assets inactive instead of removing them;
  /// `noteNeedsTicket` takes a note's deletion only with its ticket's number, and otherwise also
  /// without, if only one ticket has a note of that number.
  public record Deletes(
      boolean refuseReferenced,
      boolean ticketReadable,
      boolean deactivates,
      boolean noteNeedsTicket) {}

  /// Webhook details: event numbers, the texts by which payloads name events where these are not
  /// the usual ones, values of `payload_type` and of `authentication_type`, the keys in a payload,
  /// and whether the ticket speaks the second dialect (`lastupdate`, `category1`).
  public record Deliveries(
      Map<Event, Integer> eventNumbers,
      Map<Event, String> eventTexts,
      PayloadTypes payloadTypes,
      AuthenticationTypes authenticationTypes,
      Keys keys,
      boolean secondDialect) {
    public Deliveries {
      eventNumbers = Map.copyOf(eventNumbers);
      eventTexts = Map.copyOf(eventTexts);
    }

    public Deliveries with(Map<Event, Integer> changed) {
      return new Deliveries(
          changed, eventTexts, payloadTypes, authenticationTypes, keys, secondDialect);
    }

    public Deliveries naming(Map<Event, String> changed) {
      return new Deliveries(
          eventNumbers, changed, payloadTypes, authenticationTypes, keys, secondDialect);
    }

    public Deliveries with(AuthenticationTypes changed) {
      return new Deliveries(eventNumbers, eventTexts, payloadTypes, changed, keys, secondDialect);
    }

    public Deliveries with(Keys changed) {
      return new Deliveries(
          eventNumbers, eventTexts, payloadTypes, authenticationTypes, changed, secondDialect);
    }

    public Deliveries inSecondDialect() {
      return new Deliveries(
          eventNumbers, eventTexts, payloadTypes, authenticationTypes, keys, true);
    }

    String text(Event event) {
      return eventTexts.getOrDefault(event, event.text());
    }
  }

  /// How deliveries go out. `headers` come with each beside those that are known to.
  public record Sending(Batch batch, Signatures signatures, Map<String, String> headers) {
    public Sending {
      headers = Map.copyOf(headers);
    }

    public Sending with(Batch changed) {
      return new Sending(changed, signatures, headers);
    }

    public Sending with(Signatures changed) {
      return new Sending(batch, changed, headers);
    }

    public Sending with(Map<String, String> furtherHeaders) {
      return new Sending(batch, signatures, furtherHeaders);
    }
  }

  /// Values of a webhook's `algorithm` and `digest`; any other signs by SHA-256 in base64.
  public record Signatures(int sha512, int hex) {
    /// No value means it.
    public static final int NEVER = -1;
  }

  /// What the body of several deliveries is that go out together.
  public enum Batch {
    /// A JSON list of them.
    LIST,
    /// An object that has an id of its own, and them in its list `events`.
    OBJECT,
    /// One of them on each line.
    LINES
  }

  /// Values of `payload_type`; any other gives the whole record too.
  public record PayloadTypes(int full, int thin, int eventOnly) {}

  /// Values of `authentication_type`: a user and a password, and a signature of the body. Any other
  /// proves nothing.
  public record AuthenticationTypes(int basic, int signed) {}

  /// What a payload calls the record that it is about, where that is not the name of its kind, and
  /// the note beside the ticket.
  public record Keys(Map<Kind, String> records, String action) {
    public Keys {
      records = Map.copyOf(records);
    }

    String of(Event event) {
      return records.getOrDefault(event.kind(), event.kind().use());
    }
  }

  public static Quirks defaults() {
    return new Quirks(
        new Paging(100, 100, 50, 100_000),
        new Throttling(Throttling.Body.UPPER_MESSAGE, 0, true, false),
        new Tokens(400, 400, false, Set.of(), Map.of()),
        new Reading(true, true, true, Duration.ZERO, true, false, false),
        new Codes(new StatusTypes(0, 1, 2), new SlaStates("I", "O"), false),
        new Several(Several.Answer.LAST_UNLESS_ALL_ASKED, false),
        new Writing(
            Set.of(Touch.values()), false, true, FirstRecords.SITE, FileForm.EITHER, Duration.ZERO),
        new Deletes(false, true, false, true),
        new Deliveries(
            standardEventNumbers(),
            Map.of(),
            new PayloadTypes(0, 3, 4),
            new AuthenticationTypes(1, 3),
            new Keys(Map.of(), "action"),
            false),
        new Sending(Batch.LIST, new Signatures(Signatures.NEVER, Signatures.NEVER), Map.of()));
  }

  public Quirks with(Paging changed) {
    return new Quirks(
        changed,
        throttling,
        tokens,
        reading,
        codes,
        several,
        writing,
        deletes,
        deliveries,
        sending);
  }

  public Quirks with(Throttling changed) {
    return new Quirks(
        paging, changed, tokens, reading, codes, several, writing, deletes, deliveries, sending);
  }

  public Quirks with(Tokens changed) {
    return new Quirks(
        paging,
        throttling,
        changed,
        reading,
        codes,
        several,
        writing,
        deletes,
        deliveries,
        sending);
  }

  public Quirks with(Reading changed) {
    return new Quirks(
        paging, throttling, tokens, changed, codes, several, writing, deletes, deliveries, sending);
  }

  public Quirks with(Codes changed) {
    return new Quirks(
        paging,
        throttling,
        tokens,
        reading,
        changed,
        several,
        writing,
        deletes,
        deliveries,
        sending);
  }

  public Quirks with(Several changed) {
    return new Quirks(
        paging, throttling, tokens, reading, codes, changed, writing, deletes, deliveries, sending);
  }

  public Quirks with(Writing changed) {
    return new Quirks(
        paging, throttling, tokens, reading, codes, several, changed, deletes, deliveries, sending);
  }

  public Quirks with(Deletes changed) {
    return new Quirks(
        paging, throttling, tokens, reading, codes, several, writing, changed, deliveries, sending);
  }

  public Quirks with(Deliveries changed) {
    return new Quirks(
        paging, throttling, tokens, reading, codes, several, writing, deletes, changed, sending);
  }

  public Quirks with(Sending changed) {
    return new Quirks(
        paging, throttling, tokens, reading, codes, several, writing, deletes, deliveries, changed);
  }

  private static Map<Event, Integer> standardEventNumbers() {
    var numbers = new EnumMap<Event, Integer>(Event.class);
    for (var event : Event.values()) {
      numbers.put(event, event.usualNumber());
    }
    return numbers;
  }
}
