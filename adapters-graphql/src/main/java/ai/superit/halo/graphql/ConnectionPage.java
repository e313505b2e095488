package ai.superit.halo.graphql;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A page of a list as Relay wants it. Cursors and the total are made only when asked for.
final class ConnectionPage<N, P> {
  record Edge<N>(N node, ConnectionPage<N, ?> page) {
    String cursor() {
      return page.cursor(node);
    }
  }

  /// One list with all that its pages share.
  ///
  /// @param total counts the whole list
  record Shape<N, P>(Cursors<P> cursors, Function<N, P> position, LongSupplier total) {}

  private final Shape<N, P> shape;
  private final PageArgs<P> args;
  private final List<N> nodes;
  private final boolean more;

  private ConnectionPage(Shape<N, P> shape, PageArgs<P> args, List<N> nodes, boolean more) {
    this.shape = shape;
    this.args = args;
    this.nodes = nodes;
    this.more = more;
  }

  /// @param nodes makes nodes of all the rows at once
  static <R, N, P> ConnectionPage<N, P> of(
      Shape<N, P> shape, PageArgs<P> args, Slice<R> slice, Function<List<R>, List<N>> nodes) {
    return new ConnectionPage<>(shape, args, nodes.apply(slice.rows()), slice.more());
  }

  List<Edge<N>> edges() {
    return nodes.stream().map(node -> new Edge<>(node, this)).toList();
  }

  boolean hasNextPage() {
    return args.backward() ? args.from().isPresent() : more;
  }

  boolean hasPreviousPage() {
    return args.backward() ? more : args.from().isPresent();
  }

  @Nullable String startCursor() {
    return nodes.isEmpty() ? null : cursor(nodes.getFirst());
  }

  @Nullable String endCursor() {
    return nodes.isEmpty() ? null : cursor(nodes.getLast());
  }

  int totalCount() {
    return Math.toIntExact(shape.total().getAsLong());
  }

  private String cursor(N node) {
    return shape.cursors().encode(shape.position().apply(node));
  }

  /// Serves the types of the connection to these nodes.
  static void wire(Wiring wiring, String node, boolean counted) {
    var connection = wiring.type(node + "Connection", ConnectionPage.class);
    connection.read("edges", page -> page.edges()).read("pageInfo", page -> page);
    if (counted) {
      connection.read("totalCount", page -> page.totalCount());
    }
    wiring
        .type(node + "Edge", Edge.class)
        .read("cursor", edge -> edge.cursor())
        .read("node", edge -> edge.node());
  }

  static void wire(Wiring wiring) {
    wiring
        .type("PageInfo", ConnectionPage.class)
        .read("hasNextPage", page -> page.hasNextPage())
        .read("hasPreviousPage", page -> page.hasPreviousPage())
        .read("startCursor", page -> page.startCursor())
        .read("endCursor", page -> page.endCursor());
  }
}
