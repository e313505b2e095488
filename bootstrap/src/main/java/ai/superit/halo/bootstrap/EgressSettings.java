package ai.superit.halo.bootstrap;

import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.egress.Egress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The keys about the way from here to tenants.
final class EgressSettings {
  private static final String URL = "halo.proxy.url";
  private static final String CA_FILE = "halo.ca-file";
  private static final URI NONE = URI.create("http://none.invalid:1");

  private EgressSettings() {}

  static Egress read(SettingsReader reader) {
    return new Egress(proxy(reader), authorities(reader));
  }

  private static Optional<Egress.ProxyServer> proxy(SettingsReader reader) {
    var isSet = !reader.text(URL, "").isEmpty();
    var url = reader.httpUrl(URL, NONE);
    var user = reader.text("halo.proxy.user", "");
    var password = reader.text("halo.proxy.password", "");
    var except = reader.domains("halo.proxy.except");
    if (isSet && (!url.getScheme().equals("http") || url.getPort() < 1)) {
      reader.problem(URL, "must be http and name the port, such as http://proxy.example.com:3128");
    }
    if (url.getUserInfo() != null) {
      reader.problem(URL, "must not hold a user; use halo.proxy.user and halo.proxy.password");
    }
    if (!isSet) {
      refuseWithoutUrl(reader, "halo.proxy.user", user.isEmpty());
      refuseWithoutUrl(reader, "halo.proxy.except", except.isEmpty());
    }
    if (user.isEmpty() && !password.isEmpty()) {
      reader.problem("halo.proxy.password", "is of no use without halo.proxy.user");
    }
    return isSet
        ? Optional.of(
            new Egress.ProxyServer(
                url.getHost(), url.getPort(), user, new Secret(password), except))
        : Optional.empty();
  }

  private static void refuseWithoutUrl(SettingsReader reader, String key, boolean isEmpty) {
    if (!isEmpty) {
      reader.problem(key, "is of no use without " + URL);
    }
  }

  private static List<X509Certificate> authorities(SettingsReader reader) {
    var file = reader.text(CA_FILE, "");
    if (file.isEmpty()) {
      return List.of();
    }
    var found = new ArrayList<X509Certificate>();
    try {
      var pem = new ByteArrayInputStream(Files.readAllBytes(Path.of(file)));
      for (var each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        if (each instanceof X509Certificate certificate) {
          found.add(certificate);
        }
      }
      if (found.isEmpty()) {
        reader.problem(CA_FILE, "holds no certificate; give a PEM file");
      }
    } catch (IOException | InvalidPathException unreadable) {
      reader.problem(CA_FILE, "cannot be read; check that the file exists and who may read it");
    } catch (CertificateException broken) {
      reader.problem(CA_FILE, "is not a PEM file of certificates");
    }
    return found;
  }
}
