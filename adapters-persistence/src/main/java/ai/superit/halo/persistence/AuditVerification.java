package ai.superit.halo.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Follows the chain of the audit log from its first entry to its last. Reckons the hashes by
/// itself, so that a database function which somebody has changed cannot hide anything.
final class AuditVerification {
  private static final int PAGE = 1_000;

  private record Stored(long number, List<Optional<String>> fields, String hash) {
    Stored {
      fields = List.copyOf(fields);
    }
  }

  private record Head(long number, String hash) {}

  private final Connection connection;
  private final Optional<AuditMark> kept;
  private long number;
  private String hash = "";

  /// @param connection on which nothing else runs; within one snapshot
  /// @param kept an entry as it was at an earlier time
  AuditVerification(Connection connection, Optional<AuditMark> kept) {
    this.connection = connection;
    this.kept = kept;
  }

  AuditVerdict verdict() throws SQLException {
    var page = page();
    while (!page.isEmpty()) {
      for (var entry : page) {
        var flaw = flaw(entry);
        if (flaw.isPresent()) {
          return new AuditVerdict.Broken(number + 1, flaw.get());
        }
        number = entry.number();
        hash = entry.hash();
      }
      page = page();
    }
    return end();
  }

  private Optional<String> flaw(Stored entry) {
    if (entry.number() != number + 1) {
      return Optional.of("is missing, although later ones are there");
    }
    if (!hash(hash, entry.fields()).equals(entry.hash())) {
      return Optional.of("does not match its hash: it was changed, or put in another's place");
    }
    var anew =
        kept.filter(mark -> mark.number() == entry.number())
            .filter(mark -> !mark.hash().equals(entry.hash()));
    return anew.map(_ ->
        "is not the one that was kept: it, or one before it, was replaced and all later hashes were"
            + " made anew");
  }

  private AuditVerdict end() throws SQLException {
    var head = head();
    var expected = Math.max(head.number(), kept.map(AuditMark::number).orElse(0L));
    if (expected > number) {
      return new AuditVerdict.Broken(
          number + 1, "is missing: the log once went on to entry " + expected);
    }
    if (head.number() != number || !head.hash().equals(hash)) {
      return new AuditVerdict.Broken(number, "is not the one that the service wrote last");
    }
    return new AuditVerdict.Whole(
        number == 0 ? Optional.empty() : Optional.of(new AuditMark(number, hash)));
  }

  private List<Stored> page() throws SQLException {
    return Query.of(
            """
            select number, audit_time(made_at), connection::text, manager_team, subject, role,
              action, thing, before, after, hash
            from audit_entry where number > ? order by number limit ?
            """,
            number,
            PAGE)
        .list(connection, AuditVerification::stored);
  }

  private static Stored stored(Row row) throws SQLException {
    var number = row.number();
    var fields =
        List.of(
            Optional.of(Long.toString(number)),
            row.optionalText(),
            row.optionalText(),
            row.optionalText(),
            row.optionalText(),
            row.optionalText(),
            row.optionalText(),
            row.optionalText(),
            row.optionalText(),
            row.optionalText());
    return new Stored(number, fields, hex(row.bytes()));
  }

  private Head head() throws SQLException {
    return Query.of("select number, hash from audit_head")
        .list(connection, row -> new Head(row.number(), hex(row.bytes())))
        .stream()
        .findFirst()
        .orElseGet(() -> new Head(0, ""));
  }

  /// As the function audit_hash reckons it.
  private static String hash(String before, List<Optional<String>> fields) {
    var bytes = new ByteArrayOutputStream();
    Stream.concat(
            Stream.of(HexFormat.of().parseHex(before)),
            fields.stream().map(AuditVerification::framed))
        .forEach(bytes::writeBytes);
    try {
      return hex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] framed(Optional<String> field) {
    return field
        .map(text -> (text.getBytes(UTF_8).length + ":" + text).getBytes(UTF_8))
        .orElseGet(() -> "-".getBytes(UTF_8));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
