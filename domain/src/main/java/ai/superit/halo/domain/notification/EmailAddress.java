package ai.superit.halo.domain.notification;

import java.util.regex.Pattern;

/// An e-mail address in its plain form, which holds nothing that means something in a header.
public record EmailAddress(String value) {
  private static final int MAX_LENGTH = 254;
  private static final Pattern FORM =
      Pattern.compile(
          "[A-Za-z0-9_+'&/=~-]+(\\.[A-Za-z0-9_+'&/=~-]+)*"
              + "@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]");

  public EmailAddress {
    if (value.length() > MAX_LENGTH || !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "an e-mail address is written such as alerts@example.com, without a name or brackets");
    }
  }

  /// What follows the `@`.
  public String domain() {
    return value.substring(value.indexOf('@') + 1);
  }

  @Override
  public String toString() {
    return value;
  }
}
