package ai.superit.halo.persistence;

import java.util.regex.Pattern;

/// An entry of the audit log by its number and hash, to be kept where nobody can change it together
/// with the log.
///
/// @param hash in hexadecimal
public record AuditMark(long number, String hash) {
  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,17}):([0-9a-f]{64})");

  /// @throws IllegalArgumentException if the text is not what [#toString] writes
  public static AuditMark parse(String text) {
    var parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "is not a mark: give the number and the hash as audit verify printed them, as in"
              + " 12:0a1b...");
    }
    return new AuditMark(Long.parseLong(parts.group(1)), parts.group(2));
  }

  @Override
  public String toString() {
    return number + ":" + hash;
  }
}
