package ai.superit.halo.simulator;

import static ai.superit.halo.simulator.AssetKind.*;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Decides which device a client gets next: the network and the servers first, then what people
/// work with, so that relations always find their upper end.
final class AssetPlan {
  private static final List<AssetKind> BASE =
      List.of(
          FIREWALL,
          SWITCH,
          ACCESS_POINT,
          UPS,
          SERVER,
          VIRTUAL_MACHINE,
          PRINTER,
          LAPTOP,
          DOCK,
          WORKSTATION,
          NAS,
          MOBILE);
  private static final List<AssetKind> MORE =
      List.of(
          LAPTOP,
          LAPTOP,
          LAPTOP,
          LAPTOP,
          WORKSTATION,
          WORKSTATION,
          WORKSTATION,
          DOCK,
          DOCK,
          MOBILE,
          MOBILE,
          PRINTER,
          ACCESS_POINT,
          VIRTUAL_MACHINE,
          VIRTUAL_MACHINE,
          SWITCH,
          SERVER);

  private final Map<Integer, Integer> given = new HashMap<>();
  private final RandomGenerator random;

  AssetPlan(RandomGenerator random) {
    this.random = random;
  }

  AssetKind next(int client) {
    var position = given.merge(client, 1, Integer::sum) - 1;
    return position < BASE.size() ? BASE.get(position) : Words.pick(MORE, random);
  }
}
