package ai.superit.halo.graphql;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// The page for trying queries by hand. It loads nothing from anywhere but this server.
final class GraphiqlPage implements HttpService {
  private static final String WEBJARS = "/META-INF/resources/webjars/";
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
          + "img-src 'self' data:; font-src 'self' data:; "
          + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  // Their addresses carry a version, so they may be kept for ever.
  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final String ASK_AGAIN = "no-cache";

  private final List<Asset> assets =
      List.of(
          Asset.ours("index.html", "/", "text/html; charset=utf-8"),
          Asset.ours("app.js", "/app.js", "text/javascript; charset=utf-8"),
          Asset.ours("app.css", "/app.css", "text/css; charset=utf-8"),
          Asset.library("graphiql/2.4.7/graphiql.min.css", "text/css; charset=utf-8"),
          Asset.library("graphiql/2.4.7/graphiql.min.js", "text/javascript; charset=utf-8"),
          Asset.library(
              "react/18.3.1/umd/react.production.min.js", "text/javascript; charset=utf-8"),
          Asset.library(
              "react-dom/18.3.1/umd/react-dom.production.min.js",
              "text/javascript; charset=utf-8"));

  @Override
  public void routing(HttpRules rules) {
    for (var asset : assets) {
      rules.get(asset.path, asset::send);
    }
  }

  private record Asset(String path, Header type, Header caching, Bytes bytes) {
    static Asset ours(String name, String path, String type) {
      return of(path, type, ASK_AGAIN, "/graphiql/" + name);
    }

    static Asset library(String name, String type) {
      return of(name.substring(name.lastIndexOf('/')), type, FOR_EVER, WEBJARS + name);
    }

    private static Asset of(String path, String type, String caching, String resource) {
      return new Asset(
          path,
          HeaderValues.create(HeaderNames.CONTENT_TYPE, type),
          HeaderValues.create(HeaderNames.CACHE_CONTROL, caching),
          Bytes.of(resource));
    }

    void send(ServerRequest request, ServerResponse response) {
      response
          .header(type)
          .header(caching)
          .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
          .header("X-Content-Type-Options", "nosniff")
          .header("Referrer-Policy", "no-referrer")
          .send(bytes.content);
    }
  }

  private static final class Bytes {
    private final byte[] content;

    private Bytes(byte[] content) {
      this.content = content;
    }

    static Bytes of(String resource) {
      try (var stream = GraphiqlPage.class.getResourceAsStream(resource)) {
        if (stream == null) {
          throw new IllegalStateException("Missing on the class path: " + resource);
        }
        return new Bytes(stream.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
