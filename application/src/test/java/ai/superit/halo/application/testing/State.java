package ai.superit.halo.application.testing;

import ai.superit.halo.application.connection.Authorisations.Begun;
import ai.superit.halo.application.connection.Discovery;
import ai.superit.halo.application.notification.AlertChannels;
import ai.superit.halo.application.sync.RejectedRows;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.application.sync.SyncSchedules;
import ai.superit.halo.application.webhook.DeliveryFacts;
import ai.superit.halo.application.webhook.DeliveryHistory;
import ai.superit.halo.application.webhook.DeliveryStatistics;
import ai.superit.halo.application.webhook.RefusedDeliveries;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.alert.Alert;
import ai.superit.halo.domain.alert.AlertRule;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.InvoiceId;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Digest;
import ai.superit.halo.domain.connection.HaloConsent;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.notification.ChannelId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.team.ClientLink;
import ai.superit.halo.domain.team.Route;
import ai.superit.halo.domain.team.Team;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.ticket.Attachment;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.NoteId;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import ai.superit.halo.domain.webhook.DeliveryFilters;
import ai.superit.halo.domain.webhook.KeptHeaders;
import ai.superit.halo.domain.webhook.SenderRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The tables of the store in memory. All values are immutable, so that a copy of the maps is a
/// snapshot.
final class State {
  record Account(Connection connection, Secret secret) {}

  /// @param until when the ticket ends
  record Authorisation(
      ConnectionId connection, Digest ticket, Instant until, Optional<Begun> begun, boolean used) {
    Authorisation(ConnectionId connection, Digest ticket, Instant until) {
      this(connection, ticket, until, Optional.empty(), false);
    }

    Authorisation with(Optional<Begun> changed, boolean spent) {
      return new Authorisation(connection, ticket, until, changed, spent);
    }
  }

  record Consent(HaloConsent consent, UUID lease, Instant leaseUntil) {
    static Consent free(HaloConsent consent) {
      return new Consent(consent, UUID.randomUUID(), Instant.MIN);
    }
  }

  /// A mirrored record; a deleted one stays, so that its version is still known.
  ///
  /// @param revision one more with each change
  record Row<T>(T value, Source source, Instant syncedAt, boolean deleted, long revision) {
    Row<T> retired(Source by) {
      return new Row<>(value, by, syncedAt, true, revision + 1);
    }
  }

  /// What is kept beside a ticket and is not Halo's word.
  ///
  /// @param tag the tag of an asset that is not linked yet; empty if there is none
  record Beside(Route route, Set<AssetId> assets, String tag) {}

  record LookupKey(ConnectionId connection, Lookup.Kind kind, long id) {}

  record Heard(SyncRun run, Instant at) {}

  /// Two rows are the same if Halo sent the same.
  record RejectionKey(ConnectionId connection, Resource resource, String key, String raw) {}

  record ListKey(ConnectionId connection, Resource resource) {}

  /// @param dueAt when the list may be polled again
  record Cursor(Instant at, Instant dueAt) {
    Cursor reaching(Instant later) {
      return later.isAfter(at) ? new Cursor(later, dueAt) : this;
    }
  }

  /// When the last two polls found a change; the epoch if they were none.
  record Found(Instant last, Instant before) {}

  /// In place of the secret of a connection that is being deleted.
  static final Secret FORGOTTEN = new Secret("forgotten");

  final Map<ConnectionId, Account> accounts = new LinkedHashMap<>();
  final Map<ConnectionId, Discovery> discoveries = new LinkedHashMap<>();
  final Map<ConnectionId, InMemoryDiagnoses.Turn> diagnoses = new LinkedHashMap<>();
  final List<Authorisation> authorisations = new ArrayList<>();
  final Map<ConnectionId, Consent> consents = new LinkedHashMap<>();
  final Map<TeamId, Team> teams = new LinkedHashMap<>();
  final Map<Key<ClientId>, ClientLink> links = new LinkedHashMap<>();
  final Map<ConnectionId, TeamId> defaultTeams = new LinkedHashMap<>();
  final Map<ConnectionId, AcceptedSchemes> schemes = new LinkedHashMap<>();
  final Map<ConnectionId, SenderRules> senders = new LinkedHashMap<>();
  final Map<ConnectionId, DeliveryFilters> filters = new LinkedHashMap<>();
  final Map<ConnectionId, KeptHeaders> headers = new LinkedHashMap<>();
  final Set<ConnectionId> bodiesWithoutId = new LinkedHashSet<>();
  final Map<ConnectionId, Set<Integer>> unwanted = new LinkedHashMap<>();
  final Map<InMemoryDeliveryConflicts.NameKey, InMemoryDeliveryConflicts.Known> names =
      new LinkedHashMap<>();
  final Map<InMemoryDeliveryConflicts.ConflictKey, Instant> conflicts = new LinkedHashMap<>();
  final Map<ConnectionId, InMemoryWebhookWatch.Kept> watched = new LinkedHashMap<>();
  final Map<ConnectionId, InMemoryWebhookWatch.Change> changes = new LinkedHashMap<>();
  final List<RefusedDeliveries.Count> refused = new ArrayList<>();
  final Map<LookupKey, Lookup> lookups = new LinkedHashMap<>();
  final Map<Key<ClientId>, Row<Client>> clients = new LinkedHashMap<>();
  final Map<Key<SiteId>, Row<Site>> sites = new LinkedHashMap<>();
  final Map<Key<ContactId>, Row<Contact>> contacts = new LinkedHashMap<>();
  final Map<Key<InvoiceId>, Row<Invoice>> invoices = new LinkedHashMap<>();
  final Map<Key<AssetId>, Row<Asset>> assets = new LinkedHashMap<>();
  final Set<Key<TicketId>> pagesUnread = new LinkedHashSet<>();
  final Set<Key<AssetId>> fieldsUnread = new LinkedHashSet<>();
  final Map<Key<AssetId>, Stamp> statusesOf = new LinkedHashMap<>();
  final Set<Key<ClientId>> clientPagesUnread = new LinkedHashSet<>();
  final Map<InMemoryHydration.RecordKey, Instant> pagesReadAt = new LinkedHashMap<>();
  final Map<InMemoryHydration.RecordKey, InMemoryHydration.PutOff> putOff = new LinkedHashMap<>();
  final Map<InMemoryHydration.WorkKey, InMemoryHydration.Turn> turns = new LinkedHashMap<>();
  final Map<Key<TicketId>, Row<Ticket>> tickets = new LinkedHashMap<>();
  final Map<Key<TicketId>, Beside> besideTickets = new LinkedHashMap<>();
  final Map<Key<TicketId>, Instant> notesReadAt = new LinkedHashMap<>();
  final Map<Key<TicketId>, Long> notesMissing = new LinkedHashMap<>();
  final Map<Key<TicketId>, Map<NoteId, Note>> notes = new LinkedHashMap<>();
  final Map<Key<TicketId>, List<Attachment>> attachments = new LinkedHashMap<>();
  final Map<UUID, Heard> runs = new LinkedHashMap<>();
  final Map<RejectionKey, RejectedRows.Kept> rejections = new LinkedHashMap<>();
  final Set<SyncRuns.Interrupted> wishes = new LinkedHashSet<>();
  final Map<ListKey, Cursor> cursors = new LinkedHashMap<>();
  final Map<ListKey, SyncSchedules.LastPoll> polls = new LinkedHashMap<>();
  final Map<ListKey, InMemoryHeldDeletions.Kept> held = new LinkedHashMap<>();
  final Map<ListKey, InMemoryListPositions.Kept> positions = new LinkedHashMap<>();
  final Map<ListKey, Schedule> schedules = new LinkedHashMap<>();
  final Map<ListKey, Instant> comparisons = new LinkedHashMap<>();
  final Map<ListKey, Found> found = new LinkedHashMap<>();
  final Map<ConnectionId, InMemorySyncScopes.Kept> scopes = new LinkedHashMap<>();
  final Map<ListKey, InMemoryComparisons.Kept> compared = new LinkedHashMap<>();
  final Map<ConnectionId, Instant> pauses = new LinkedHashMap<>();
  final Map<Key<ChannelId>, AlertChannels.Kept> channels = new LinkedHashMap<>();
  final Map<InMemoryNoticeOutbox.Id, InMemoryNoticeOutbox.Kept> notices = new LinkedHashMap<>();
  long lastNotice;
  final List<InMemoryAuditLog.Kept> audit = new ArrayList<>();
  final Map<ConnectionId, Instant> evaluated = new LinkedHashMap<>();
  final Map<InMemoryAlerts.KindKey, AlertRule> alertRules = new LinkedHashMap<>();
  final Map<InMemoryAlerts.KindKey, Integer> streaks = new LinkedHashMap<>();
  final Map<InMemoryAlerts.AlertKey, Alert> alerts = new LinkedHashMap<>();
  long lastDelivery;
  final Map<Long, StoredDelivery> deliveries = new LinkedHashMap<>();
  final Map<Long, DeliveryFacts> facts = new LinkedHashMap<>();
  final Map<Long, Instant> ended = new LinkedHashMap<>();
  final Map<Long, List<DeliveryHistory.Step>> steps = new LinkedHashMap<>();
  final Map<InMemoryDeliveryStatistics.HourKey, DeliveryStatistics.Counts> hours =
      new LinkedHashMap<>();
  final Map<InMemoryDeliveryStatistics.MarkKey, Long> marks = new LinkedHashMap<>();
  final Map<ConnectionId, InMemoryDeliveryProofs.Turn> proofs = new LinkedHashMap<>();
  final Map<InMemoryDeliveryProofs.LogKey, InMemoryDeliveryProofs.Kept> logged =
      new LinkedHashMap<>();

  State copy() {
    var copy = new State();
    copy.putAll(this);
    return copy;
  }

  void putAll(State other) {
    accounts.putAll(other.accounts);
    discoveries.putAll(other.discoveries);
    diagnoses.putAll(other.diagnoses);
    authorisations.addAll(other.authorisations);
    consents.putAll(other.consents);
    teams.putAll(other.teams);
    links.putAll(other.links);
    defaultTeams.putAll(other.defaultTeams);
    schemes.putAll(other.schemes);
    senders.putAll(other.senders);
    filters.putAll(other.filters);
    headers.putAll(other.headers);
    bodiesWithoutId.addAll(other.bodiesWithoutId);
    unwanted.putAll(other.unwanted);
    names.putAll(other.names);
    conflicts.putAll(other.conflicts);
    watched.putAll(other.watched);
    changes.putAll(other.changes);
    refused.addAll(other.refused);
    lookups.putAll(other.lookups);
    clients.putAll(other.clients);
    sites.putAll(other.sites);
    contacts.putAll(other.contacts);
    invoices.putAll(other.invoices);
    assets.putAll(other.assets);
    pagesUnread.addAll(other.pagesUnread);
    fieldsUnread.addAll(other.fieldsUnread);
    statusesOf.putAll(other.statusesOf);
    clientPagesUnread.addAll(other.clientPagesUnread);
    pagesReadAt.putAll(other.pagesReadAt);
    putOff.putAll(other.putOff);
    turns.putAll(other.turns);
    tickets.putAll(other.tickets);
    besideTickets.putAll(other.besideTickets);
    notesReadAt.putAll(other.notesReadAt);
    notesMissing.putAll(other.notesMissing);
    notes.putAll(other.notes);
    attachments.putAll(other.attachments);
    runs.putAll(other.runs);
    rejections.putAll(other.rejections);
    wishes.addAll(other.wishes);
    cursors.putAll(other.cursors);
    held.putAll(other.held);
    positions.putAll(other.positions);
    schedules.putAll(other.schedules);
    comparisons.putAll(other.comparisons);
    found.putAll(other.found);
    scopes.putAll(other.scopes);
    compared.putAll(other.compared);
    pauses.putAll(other.pauses);
    channels.putAll(other.channels);
    notices.putAll(other.notices);
    lastNotice = other.lastNotice;
    audit.addAll(other.audit);
    evaluated.putAll(other.evaluated);
    alertRules.putAll(other.alertRules);
    streaks.putAll(other.streaks);
    alerts.putAll(other.alerts);
    lastDelivery = other.lastDelivery;
    deliveries.putAll(other.deliveries);
    facts.putAll(other.facts);
    ended.putAll(other.ended);
    steps.putAll(other.steps);
    hours.putAll(other.hours);
    marks.putAll(other.marks);
    proofs.putAll(other.proofs);
    logged.putAll(other.logged);
  }
}
