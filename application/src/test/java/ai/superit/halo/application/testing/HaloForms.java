package ai.superit.halo.application.testing;

import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.Ticket.AssetLinks;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// What lists of Halo's leave out of a record, and what the record's own page shows even where
/// there is nothing to show.
final class HaloForms {
  private HaloForms() {}

  static Ticket listed(Ticket ticket, Function<AssetId, Optional<String>> tag) {
    return ticket.assets() instanceof AssetLinks.Read(var assets)
        ? with(
            ticket,
            assets.stream()
                .flatMap(asset -> tag.apply(asset).stream())
                .findFirst()
                .<AssetLinks>map(AssetLinks.Tagged::new)
                .orElseGet(AssetLinks.Unread::new))
        : ticket;
  }

  /// @param tagged the assets that have a tag
  static Ticket found(Ticket ticket, Function<String, Set<AssetId>> tagged) {
    return switch (ticket.assets()) {
      case AssetLinks.Read _ -> ticket;
      case AssetLinks.Tagged(var tag) -> with(ticket, new AssetLinks.Read(tagged.apply(tag)));
      case AssetLinks.Unread _ -> with(ticket, new AssetLinks.Read(Set.of()));
    };
  }

  static Asset listed(Asset asset) {
    return with(asset, _ -> new Asset.Fields.Unread(), UnaryOperator.identity());
  }

  static Asset found(Asset asset) {
    return with(
        asset,
        fields -> fields instanceof Asset.Fields.Unread ? new Asset.Fields.Read(Map.of()) : fields,
        links ->
            links instanceof Asset.Links.Unread ? new Asset.Links.Read(Set.of(), Set.of()) : links);
  }

  static Client found(Client client) {
    return client.mainContact() instanceof Client.MainContact.Unread
        ? new Client(
            client.id(),
            client.name(),
            client.active(),
            client.mainSite(),
            new Client.MainContact.Read(Optional.empty()),
            client.updatedAt())
        : client;
  }

  private static Ticket with(Ticket ticket, AssetLinks assets) {
    return new Ticket(
        ticket.id(), ticket.text(), ticket.parties(), ticket.state(), ticket.times(), assets);
  }

  private static Asset with(
      Asset asset, UnaryOperator<Asset.Fields> fields, UnaryOperator<Asset.Links> links) {
    var kind = asset.kind();
    return new Asset(
        asset.id(),
        asset.owner(),
        new Asset.Kind(kind.typeId(), kind.typeName(), kind.name(), fields.apply(kind.fields())),
        asset.tag(),
        asset.state(),
        links.apply(asset.links()),
        asset.updatedAt());
  }
}
