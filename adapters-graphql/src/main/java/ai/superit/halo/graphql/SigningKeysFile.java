package ai.superit.halo.graphql;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signing keys in a local file, read again as soon as the file has changed. A broken new version
/// is logged and the keys read last stay in use.
final class SigningKeysFile implements SigningKeys {
  private static final Logger log = LoggerFactory.getLogger(SigningKeysFile.class);

  private final Seldom warnings = new Seldom(Duration.ofMinutes(1));
  private final Path file;
  private volatile Version version;

  SigningKeysFile(Path file) {
    this.file = file;
    try {
      this.version = read(Stamp.of(file));
    } catch (IOException | ParseException e) {
      throw new IllegalArgumentException("The file of signing keys cannot be read: " + file, e);
    }
  }

  @Override
  public List<JWK> withId(String id) {
    refresh();
    return version.keys.getKeys().stream().filter(key -> id.equals(key.getKeyID())).toList();
  }

  private void refresh() {
    try {
      var stamp = Stamp.of(file);
      if (!stamp.equals(version.stamp)) {
        reload(stamp);
      }
    } catch (IOException e) {
      if (warnings.passes()) {
        log.warn("signing_keys event=unreadable file={} reason={}", file, e.toString());
      }
    }
  }

  private void reload(Stamp stamp) throws IOException {
    try {
      version = read(stamp);
      log.info("signing_keys event=reloaded file={} keys={}", file, version.keys.size());
    } catch (ParseException e) {
      version = new Version(stamp, version.keys);
      log.error("signing_keys event=refused file={} reason=not-a-key-set", file);
    }
  }

  private Version read(Stamp stamp) throws IOException, ParseException {
    return new Version(stamp, JWKSet.parse(Files.readString(file)).toPublicJWKSet());
  }

  private record Version(Stamp stamp, JWKSet keys) {}

  private record Stamp(FileTime modified, long size) {
    static Stamp of(Path file) throws IOException {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(attributes.lastModifiedTime(), attributes.size());
    }
  }
}
