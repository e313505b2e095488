package ai.superit.halo.simulator;

import java.util.List;

/// Asset types with believable models; the prefix starts an asset's tag.
enum AssetKind {
  WORKSTATION(
      130, "Workstation", "Computers", "PC", "OptiPlex 7010", "ProDesk 400 G9", "ThinkCentre M70q"),
  LAPTOP(
      131,
      "Laptop",
      "Computers",
      "LT",
      "Latitude 7440",
      "ThinkPad T14 Gen 4",
      "EliteBook 840 G10",
      "Surface Laptop 5"),
  SERVER(132, "Server", "Servers", "SRV", "PowerEdge R650", "ProLiant DL380 Gen11"),
  VIRTUAL_MACHINE(
      133, "Virtual Machine", "Servers", "VM", "Windows Server 2022", "Ubuntu 24.04 LTS"),
  SWITCH(134, "Switch", "Network", "SW", "Aruba 2930F 48G", "Catalyst 9200L", "UniFi USW-48-PoE"),
  FIREWALL(135, "Firewall", "Network", "FW", "FortiGate 60F", "SonicWall TZ470", "Meraki MX68"),
  ACCESS_POINT(136, "Access Point", "Network", "AP", "UniFi U6 Pro", "Aruba AP-515"),
  PRINTER(
      137, "Printer", "Peripherals", "PRN", "LaserJet M507", "Brother MFC-L8900", "Ricoh IM C3000"),
  DOCK(138, "Docking Station", "Peripherals", "DK", "WD19S", "ThinkPad USB-C Dock Gen 2"),
  NAS(139, "NAS", "Servers", "NAS", "Synology RS1221+", "QNAP TS-873A"),
  UPS(140, "UPS", "Power", "UPS", "Smart-UPS 1500", "Eaton 5P 1550"),
  MOBILE(141, "Mobile Phone", "Computers", "MB", "iPhone 15", "Galaxy S23", "Pixel 8");

  static final int MODEL_FIELD = 101;
  static final int SERIAL_FIELD = 102;

  private static final List<AssetKind> ALL = List.of(values());

  private final int id;
  private final String label;
  private final String group;
  private final String prefix;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> models;

  AssetKind(int id, String label, String group, String prefix, String... models) {
    this.id = id;
    this.label = label;
    this.group = group;
    this.prefix = prefix;
    this.models = List.of(models);
  }

  static AssetKind of(int id) {
    return ALL.stream().filter(kind -> kind.id == id).findFirst().orElse(WORKSTATION);
  }

  int id() {
    return id;
  }

  String label() {
    return label;
  }

  String group() {
    return group;
  }

  String prefix() {
    return prefix;
  }

  List<String> models() {
    return models;
  }
}
