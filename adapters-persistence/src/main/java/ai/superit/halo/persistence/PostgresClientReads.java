package ai.superit.halo.persistence;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.NamePosition;
import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.client.ClientReads;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.InvoiceId;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Visibility;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Clients, sites, contacts and invoices in PostgreSQL.
final class PostgresClientReads implements ClientReads {
  private final Database database;

  PostgresClientReads(Database database) {
    this.database = database;
  }

  @Override
  public Slice<ClientView> clients(
      Visibility visibility, Filter filter, PageArgs<NamePosition> page) {
    var query =
        Query.of("select " + Rows.CLIENT + " from client c " + Rows.CLIENT_LINK + " where")
            .add(conditions(visibility, filter));
    byName(query, "c", "client_id", page);
    return Slices.of(page, database.readBare(c -> query.list(c, Rows::client)));
  }

  @Override
  public long countClients(Visibility visibility, Filter filter) {
    var query = Query.of("select count(*) from client c where").add(conditions(visibility, filter));
    return database.readBare(query::number);
  }

  @Override
  public Map<Key<ClientId>, ClientView> clientsByKey(
      Visibility visibility, Set<Key<ClientId>> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    var query =
        Query.of("select " + Rows.CLIENT + " from")
            .add(Keys.table(keys, ClientId::value))
            .add("join client c on c.connection_id = k.connection_id and c.client_id = k.id")
            .add(Rows.CLIENT_LINK)
            .add("where c.deleted_at is null and")
            .add(Visible.clients(visibility));
    return database.readBare(c -> query.list(c, Rows::client)).stream()
        .collect(Collectors.toMap(view -> key(view.client()), Function.identity()));
  }

  @Override
  public Map<Key<SiteId>, Mirrored<Site>> sitesByKey(Visibility visibility, Set<Key<SiteId>> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    var query =
        Query.of("select " + Rows.SITE + " from")
            .add(Keys.table(keys, SiteId::value))
            .add("join site s on s.connection_id = k.connection_id and s.site_id = k.id")
            .add("where s.deleted_at is null and")
            .add(Visible.sites(visibility));
    return database.readBare(c -> query.list(c, Rows::site)).stream()
        .collect(
            Collectors.toMap(
                row -> new Key<>(row.connection(), row.value().id()), Function.identity()));
  }

  @Override
  public Map<Key<ContactId>, Mirrored<Contact>> contactsByKey(
      Visibility visibility, Set<Key<ContactId>> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    var query =
        Query.of("select " + Rows.CONTACT + " from")
            .add(Keys.table(keys, ContactId::value))
            .add("join contact p on p.connection_id = k.connection_id and p.contact_id = k.id")
            .add("where p.deleted_at is null and")
            .add(Visible.contacts(visibility));
    return database.readBare(c -> query.list(c, Rows::contact)).stream()
        .collect(
            Collectors.toMap(
                row -> new Key<>(row.connection(), row.value().id()), Function.identity()));
  }

  @Override
  public Slice<Mirrored<Site>> sites(
      Visibility visibility, Key<ClientId> client, PageArgs<NamePosition> page) {
    var query =
        Query.of(
                "select "
                    + Rows.SITE
                    + " from site s where s.connection_id = ? and s.client_id = ?"
                    + " and s.deleted_at is null and",
                client.connection().value(),
                client.id().value())
            .add(Visible.sites(visibility));
    byName(query, "s", "site_id", page);
    return Slices.of(page, database.readBare(c -> query.list(c, Rows::site)));
  }

  @Override
  public Slice<Mirrored<Contact>> contacts(
      Visibility visibility, Key<ClientId> client, PageArgs<NamePosition> page) {
    var query =
        Query.of(
                "select "
                    + Rows.CONTACT
                    + " from contact p where p.connection_id = ? and p.client_id = ?"
                    + " and p.deleted_at is null and",
                client.connection().value(),
                client.id().value())
            .add(Visible.contacts(visibility));
    byName(query, "p", "contact_id", page);
    return Slices.of(page, database.readBare(c -> query.list(c, Rows::contact)));
  }

  @Override
  public Map<Key<InvoiceId>, Mirrored<Invoice>> invoicesByKey(
      Visibility visibility, Set<Key<InvoiceId>> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    var query =
        Query.of("select " + Rows.INVOICE + " from")
            .add(Keys.table(keys, InvoiceId::value))
            .add("join invoice i on i.connection_id = k.connection_id and i.invoice_id = k.id")
            .add("where i.deleted_at is null and")
            .add(Visible.invoices(visibility));
    return database.readBare(c -> query.list(c, Rows::invoice)).stream()
        .collect(
            Collectors.toMap(
                row -> new Key<>(row.connection(), row.value().id()), Function.identity()));
  }

  @Override
  public Slice<Mirrored<Invoice>> invoices(
      Visibility visibility, Key<ClientId> client, PageArgs<Long> page) {
    var query =
        Query.of(
                "select "
                    + Rows.INVOICE
                    + " from invoice i where i.connection_id = ? and i.client_id = ?"
                    + " and i.deleted_at is null and",
                client.connection().value(),
                client.id().value())
            .add(Visible.invoices(visibility));
    page.from()
        .ifPresent(
            from -> query.add("and i.invoice_id " + (page.backward() ? ">" : "<") + " ?", from));
    query.add(
        "order by i.invoice_id " + (page.backward() ? "asc" : "desc") + " limit ?",
        page.size() + 1);
    return Slices.of(page, database.readBare(c -> query.list(c, Rows::invoice)));
  }

  @Override
  public PagesGap pagesGap(ConnectionId connection, Instant now) {
    var query = OwnPages.CLIENTS.gap(connection, now);
    return database
        .readBare(c -> query.list(c, row -> new PagesGap(row.number(), row.number())))
        .getFirst();
  }

  private static Query conditions(Visibility visibility, Filter filter) {
    var query = Query.of("c.deleted_at is null and").add(Visible.clients(visibility));
    filter.connection().ifPresent(id -> query.add("and c.connection_id = ?", id.value()));
    filter
        .nameContains()
        .ifPresent(
            text -> query.add("and c.name collate pg_c_utf8 ilike ?", Texts.containing(text)));
    filter.active().ifPresent(active -> query.add(active ? "and c.active" : "and not c.active"));
    return query;
  }

  private static void byName(Query query, String alias, String id, PageArgs<NamePosition> page) {
    var columns = "(%1$s.name, %1$s.connection_id, %1$s.%2$s)".formatted(alias, id);
    page.from()
        .ifPresent(from ->
            query.add(
                "and " + columns + (page.backward() ? " < " : " > ") + "(?, ?, ?)",
                from.name(),
                from.connection().value(),
                from.id()));
    var direction = page.backward() ? " desc" : " asc";
    query.add(
        "order by %1$s.name%3$s, %1$s.connection_id%3$s, %1$s.%2$s%3$s limit ?"
            .formatted(alias, id, direction),
        page.size() + 1);
  }

  private static Key<ClientId> key(Mirrored<Client> client) {
    return new Key<>(client.connection(), client.value().id());
  }
}
