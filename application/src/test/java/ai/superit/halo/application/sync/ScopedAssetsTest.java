package ai.superit.halo.application.sync;

import static ai.superit.halo.domain.testing.AssetBuilder.anAsset;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.sync.SyncMode;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Assets of which only those in some status are in scope. Lists need not show the status.
class ScopedAssetsTest {
  private final MirroredConnection acme = new MirroredConnection();
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;
  private final ManualClock clock = acme.clock;

  @BeforeEach
  void choose_those_in_use() {
    var deployed = new Scope.Assets(false, Set.of(), Set.of(), Set.of("Deployed"));
    var scope = new Scope(false, deployed, Scope.EVERYTHING.tickets());
    store.scopes().choose(acme.id, scope, clock.instant());
  }

  @Test
  void assets_in_other_statuses_do_not_come_and_those_that_change_to_one_go() {
    halo.put(
        anAsset(1).inStatus("Deployed").build(),
        anAsset(2).inStatus("In stock").build(),
        anAsset(3).inStatus("").build());

    var first = sync();
    assertThat(first.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(first.tally().outOfScope()).isEqualTo(2);
    assertThat(acme.living(Resource.ASSETS)).containsExactly(1L);

    halo.put(
        anAsset(1).inStatus("Lost").changed(1).build(),
        anAsset(2).inStatus("Deployed").changed(1).build());
    var second = sync();
    assertThat(second.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(second.tally().deleted()).isZero();
    assertThat(acme.living(Resource.ASSETS)).containsExactly(2L);
  }

  @Test
  void an_asset_whose_status_the_list_lacks_stays_out_once_its_page_has_told() {
    halo.put(anAsset(1).build());
    sync();
    assertThat(acme.living(Resource.ASSETS)).containsExactly(1L);

    pageTells(anAsset(1).inStatus("In stock").build());
    assertThat(acme.living(Resource.ASSETS)).isEmpty();
    var run = sync();

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(run.tally().outOfScope()).isEqualTo(1);
    assertThat(acme.living(Resource.ASSETS)).isEmpty();
  }

  @Test
  void an_asset_whose_page_told_that_it_is_out_of_scope_is_not_missing_in_a_comparison() {
    halo.put(anAsset(1).build(), anAsset(2).build());
    sync();
    pageTells(anAsset(1).inStatus("In stock").build());

    acme.sync(Resource.ASSETS, SyncMode.COMPARE);

    var found = store.comparisons().list(acme.id).getFirst().counts();
    assertThat(found.missingHere()).isZero();
    assertThat(found.equal()).isEqualTo(1);
  }

  @Test
  void an_asset_that_was_left_out_enters_in_a_version_whose_page_tells_a_wanted_status() {
    halo.put(anAsset(1).withoutFields().build());
    sync();
    pageTells(anAsset(1).inStatus("In stock").build());

    halo.put(anAsset(1).withoutFields().changed(1).build());
    sync();
    halo.put(anAsset(1).inStatus("Deployed").changed(1).build());
    fillPages();

    assertThat(acme.living(Resource.ASSETS)).containsExactly(1L);
  }

  @Test
  void an_asset_without_a_stamp_that_was_left_out_is_looked_at_with_each_run() {
    var unstamped = anAsset(1).stamped(Stamp.UNKNOWN);
    var listed = unstamped.withoutFields().build();

    assertThat(livingWhenListed(listed)).containsExactly(1L);
    assertThat(livingWhenRead(unstamped.inStatus("In stock").build())).isEmpty();
    assertThat(livingWhenListed(listed)).containsExactly(1L);
    assertThat(livingWhenRead(unstamped.inStatus("In stock").build())).isEmpty();
    assertThat(livingWhenListed(listed)).containsExactly(1L);
    assertThat(livingWhenRead(unstamped.inStatus("Deployed").build())).containsExactly(1L);
    assertThat(livingWhenListed(listed)).containsExactly(1L);
    assertThat(livingWhenRead(unstamped.inStatus("Deployed").build())).containsExactly(1L);
  }

  private Set<Long> livingWhenListed(Asset asset) {
    halo.put(asset);
    assertThat(sync().progress()).isInstanceOf(Progress.Complete.class);
    return acme.living(Resource.ASSETS);
  }

  private Set<Long> livingWhenRead(Asset page) {
    halo.put(page);
    fillPages();
    return acme.living(Resource.ASSETS);
  }

  private void pageTells(Asset page) {
    acme.mirror.storeAssets(acme.id, List.of(page), Source.reread("fields"));
  }

  private void fillPages() {
    FillPages.ofAssets(acme.tenants, acme.mirror, store.hydration(), clock)
        .fill(acme.id, 10, Lane.BACKFILL);
  }

  private SyncRun sync() {
    clock.advance(Duration.ofMinutes(1));
    return acme.sync(Resource.ASSETS);
  }
}
