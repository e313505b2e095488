package ai.superit.halo.halo;

import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.SiteId;

/// A client ("area") as Halo writes it.
record ClientRow(Row row) {
  Client toDomain() {
    return new Client(
        new ClientId(row.id()),
        row.text("name"),
        !row.flag("inactive"),
        row.reference("main_site_id").map(SiteId::new),
        row.stamp("last_update", "lastupdate", "last_modified"));
  }
}
