package ai.superit.halo.halo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Serves `{"tenant_id":"acme"}` over TLS on loopback, as `localhost` and `tenant.invalid`, with a
/// certificate that only its own authority has signed.
final class PrivateTlsServer implements AutoCloseable {
  private static final String WORD = "changeit";

  private final Path store;
  private final HttpsServer server;
  private final X509Certificate authority;

  PrivateTlsServer(Path folder) throws IOException, GeneralSecurityException {
    this(
        folder.resolve("keys.p12"),
        authority(folder),
        "san=dns:localhost,dns:tenant.invalid,ip:127.0.0.1",
        "now");
  }

  private PrivateTlsServer(Path store, X509Certificate authority, String names, String from)
      throws IOException, GeneralSecurityException {
    this.store = store;
    this.authority = authority;
    var alias = "server " + names.hashCode() + from;
    keytool(
        store,
        "-genkeypair",
        "-alias",
        alias,
        "-dname",
        "CN=localhost",
        "-signer",
        "ca",
        "-startdate",
        from.equals("now") ? "-1H" : from,
        "-ext",
        names);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(store, alias)));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          var body = "{\"tenant_id\":\"acme\"}".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  private static X509Certificate authority(Path folder)
      throws IOException, GeneralSecurityException {
    var store = folder.resolve("keys.p12");
    keytool(store, "-genkeypair", "-alias", "ca", "-dname", "CN=Private CA", "-ext", "bc:c");
    var pem = folder.resolve("ca.pem");
    keytool(store, "-exportcert", "-rfc", "-alias", "ca", "-file", pem.toString());
    try (var in = Files.newInputStream(pem)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  /// Another server with a certificate of the same authority that ended yesterday.
  PrivateTlsServer expired() throws IOException, GeneralSecurityException {
    return new PrivateTlsServer(store, authority, "san=dns:localhost,ip:127.0.0.1", "-3d");
  }

  /// Another server with a certificate of the same authority for another host.
  PrivateTlsServer ofAnotherHost() throws IOException, GeneralSecurityException {
    return new PrivateTlsServer(store, authority, "san=dns:elsewhere.example", "now");
  }

  X509Certificate authority() {
    return authority;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static SSLContext context(Path store, String alias)
      throws IOException, GeneralSecurityException {
    var keys = KeyStore.getInstance(store.toFile(), WORD.toCharArray());
    var only = KeyStore.getInstance("PKCS12");
    only.load(null, null);
    only.setKeyEntry(
        "server",
        keys.getKey(alias, WORD.toCharArray()),
        WORD.toCharArray(),
        keys.getCertificateChain(alias));
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(only, WORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(Path store, String... arguments) throws IOException {
    var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var command = new ArrayList<>(List.of(tool));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", WORD));
    if (List.of(arguments).contains("-genkeypair")) {
      command.addAll(List.of("-keyalg", "EC", "-validity", "2"));
    }
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("keytool failed: " + command);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
