package ai.superit.halo.graphql;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.webhook.DeliveryHistory;
import ai.superit.halo.application.webhook.DeliveryHistory.Entry;
import ai.superit.halo.application.webhook.DeliveryHistory.Filter;
import ai.superit.halo.application.webhook.DeliveryHistory.State;
import ai.superit.halo.application.webhook.DeliveryHistory.Step;
import ai.superit.halo.application.webhook.DeliveryHistory.Story;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Single deliveries, and what became of them.
final class DeliveryGraphql {
  private static final Duration USUAL = Duration.ofDays(7);
  private static final Pattern RECORD =
      Pattern.compile("(TICKET|CLIENT|SITE|CONTACT|ASSET|INVOICE) ([1-9]\\d{0,8})");

  /// The story is read when somebody asks for it.
  private static final class Node {
    private final Session session;
    private final ConnectionId connection;
    private final Entry entry;
    private Optional<Story> story = Optional.empty();
    private boolean known;

    private Node(Session session, ConnectionId connection, Entry entry) {
      this.session = session;
      this.connection = connection;
      this.entry = entry;
    }

    private Node(Session session, ConnectionId connection, Story story) {
      this(session, connection, story.entry());
      this.story = Optional.of(story);
      this.known = true;
    }

    private Optional<Story> story() {
      if (!known) {
        session.countNestedList();
        story = history(session).find(connection, entry.number());
        known = true;
      }
      return story;
    }

    private List<Step> steps() {
      return story().map(Story::steps).orElse(List.of());
    }

    private List<DeliveryRuleGraphql.Header> headers() {
      return story().map(Story::headers).map(DeliveryRuleGraphql::headers).orElse(List.of());
    }

    private Optional<String> beginning() {
      return story().map(Story::beginning).filter(text -> !text.isEmpty());
    }

    private List<String> records() {
      return entry.about().objects().stream()
          .map(object -> object.kind() + " " + object.id())
          .sorted()
          .toList();
    }
  }

  private DeliveryGraphql() {}

  static void wire(Wiring wiring) {
    wiring.query("deliveries", DeliveryGraphql::list).query("delivery", DeliveryGraphql::find);
    wiring
        .type("Delivery", Node.class)
        .read("id", node -> Long.toString(node.entry.number()))
        .read("state", node -> node.entry.state())
        .read("reason", node -> said(node.entry.reason()))
        .read("attempts", node -> node.entry.attempts())
        .read("happenedAt", node -> node.entry.times().happenedAt())
        .read("receivedAt", node -> node.entry.times().receivedAt())
        .read("endedAt", node -> node.entry.times().endedAt())
        .read("events", node -> node.entry.about().events().stream().sorted().toList())
        .read("records", Node::records)
        .read("steps", Node::steps)
        .read("headers", Node::headers)
        .read("beginning", Node::beginning);
    wiring
        .type("DeliveryStep", Step.class)
        .read("at", Step::at)
        .read("attempt", step -> Optional.of(step.attempt()).filter(attempt -> attempt > 0))
        .read("what", Step::what)
        .read("reason", step -> said(step.reason()));
    ConnectionPage.wire(wiring, "Delivery", false);
  }

  private static ConnectionPage<Node, Long> list(Session session, Arguments given) {
    var connection = connection(session, given);
    var filter = filter(session, given);
    var list =
        "deliveries %s %s %s %s %s"
            .formatted(
                connection,
                filter.state(),
                filter.event(),
                filter.object(),
                given.instant("since"));
    var shape =
        new ConnectionPage.Shape<Node, Long>(
            new Cursors<>(session.visibility(), () -> list, Positions.NUMBER),
            node -> node.entry.number(),
            () -> 0);
    PageArgs<Long> page = given.page(shape.cursors());
    return connection
        .map(of ->
            ConnectionPage.of(
                shape,
                page,
                history(session).list(of, filter, page),
                entries -> entries.stream().map(entry -> new Node(session, of, entry)).toList()))
        .orElseGet(() ->
            ConnectionPage.of(shape, page, new Slice<Node>(List.of(), false), nodes -> nodes));
  }

  private static Optional<Node> find(Session session, Arguments given) {
    var id = given.requiredText("id");
    return GlobalId.NUMBER.matcher(id).matches()
        ? connection(session, given)
            .flatMap(of ->
                history(session)
                    .find(of, Long.parseLong(id))
                    .map(story -> new Node(session, of, story)))
        : Optional.empty();
  }

  private static Filter filter(Session session, Arguments given) {
    var now = session.oversight().receiving().clock().instant();
    return new Filter(
        given.text("state").map(State::valueOf),
        given.text("event"),
        given.text("record").map(DeliveryGraphql::object),
        given.instant("since").orElse(now.minus(USUAL)));
  }

  private static ObjectRef object(String text) {
    var record = RECORD.matcher(text);
    if (!record.matches()) {
      throw FieldFailure.invalid("`record` is a word and a number, such as `TICKET 10482`.");
    }
    return new ObjectRef(ObjectRef.Kind.valueOf(record.group(1)), Long.parseLong(record.group(2)));
  }

  private static Optional<String> said(String text) {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }

  private static Optional<ConnectionId> connection(Session session, Arguments given) {
    return ConnectionGraphql.find(session, given.requiredText("connectionId")).map(Connection::id);
  }

  private static DeliveryHistory history(Session session) {
    return session.oversight().receiving().deliveries().history();
  }
}
