package ai.superit.halo.domain.testing;

import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.client.SiteId;

/// Builds sites; of client 1 unless told otherwise.
public final class SiteBuilder {
  private final Site site;

  private SiteBuilder(Site site) {
    this.site = site;
  }

  public static SiteBuilder aSite(long id) {
    return new SiteBuilder(
        new Site(
            new SiteId(id),
            new ClientId(1),
            "site " + id,
            true,
            "555 " + id,
            Moments.changedAt(0)));
  }

  public SiteBuilder of(long client) {
    return new SiteBuilder(
        new Site(
            site.id(),
            new ClientId(client),
            site.name(),
            site.active(),
            site.phone(),
            site.updatedAt()));
  }

  public SiteBuilder named(String name) {
    return new SiteBuilder(
        new Site(site.id(), site.client(), name, site.active(), site.phone(), site.updatedAt()));
  }

  public SiteBuilder inactive() {
    return new SiteBuilder(
        new Site(site.id(), site.client(), site.name(), false, site.phone(), site.updatedAt()));
  }

  /// Changed so many minutes after noon.
  public SiteBuilder changed(long minute) {
    return new SiteBuilder(
        new Site(
            site.id(),
            site.client(),
            site.name(),
            site.active(),
            site.phone(),
            Moments.changedAt(minute)));
  }

  public Site build() {
    return site;
  }
}
