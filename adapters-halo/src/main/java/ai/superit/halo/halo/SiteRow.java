package ai.superit.halo.halo;

import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.client.SiteId;

/// A site as Halo writes it; its client's number comes with a decimal, as `12.0`.
record SiteRow(Row row) {
  Site toDomain() {
    return new Site(
        new SiteId(row.id()),
        new ClientId(row.number("client_id")),
        row.text("name"),
        !row.flag("inactive"),
        row.text("phonenumber"),
        row.stamp("last_update", "lastupdate", "last_modified"));
  }
}
