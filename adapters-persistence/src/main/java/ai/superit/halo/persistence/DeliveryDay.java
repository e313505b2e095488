package ai.superit.halo.persistence;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The day that numbers of deliveries begin with, and the table that holds those of it.
///
/// @param number days since 1970, in UTC
record DeliveryDay(long number) {
  private static final DateTimeFormatter NAME = DateTimeFormatter.BASIC_ISO_DATE;
  private static final int SHIFT = 44;

  /// Of a clock that is wrong it is the first day.
  static DeliveryDay of(Instant moment) {
    var day = LocalDate.ofInstant(moment, ZoneOffset.UTC).toEpochDay();
    return new DeliveryDay(Math.max(day, 0));
  }

  /// @param table as [#table] made it
  static DeliveryDay ofTable(String table) {
    return new DeliveryDay(
        LocalDate.parse(table.substring(table.indexOf('_') + 1), NAME).toEpochDay());
  }

  DeliveryDay plus(int days) {
    return new DeliveryDay(number + days);
  }

  long firstId() {
    return number << SHIFT;
  }

  long endId() {
    return (number + 1) << SHIFT;
  }

  String name() {
    return LocalDate.ofEpochDay(number).format(NAME);
  }

  String table() {
    return "delivery_" + name();
  }
}
