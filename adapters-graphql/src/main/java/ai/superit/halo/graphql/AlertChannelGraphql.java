package ai.superit.halo.graphql;

import ai.superit.halo.application.notification.ChannelSender;
import ai.superit.halo.application.notification.ManageAlertChannels;
import ai.superit.halo.application.notification.ManageAlertChannels.Outcome;
import ai.superit.halo.application.notification.NoticeOutbox.Untold;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.notification.AlertChannel;
import ai.superit.halo.domain.notification.ChannelId;
import ai.superit.halo.domain.notification.ChannelTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Where alerts are told, and what was not told.
final class AlertChannelGraphql {
  private static final String INPUT = "channel";

  private AlertChannelGraphql() {}

  static void wire(Wiring wiring) {
    wiring
        .query("alertChannels", AlertChannelGraphql::channels)
        .query("alertNotices", AlertChannelGraphql::notices)
        .mutation("addAlertChannel", AlertChannelGraphql::add)
        .mutation("changeAlertChannel", AlertChannelGraphql::change)
        .mutation("rotateAlertChannelSecret", AlertChannelGraphql::rotate)
        .mutation("removeAlertChannel", AlertChannelGraphql::remove)
        .mutation("testAlertChannel", AlertChannelGraphql::test);
    wiring
        .type("AlertChannel", AlertChannel.class)
        .read("id", AlertChannel::id)
        .read("name", AlertChannel::name)
        .read("kind", AlertChannel::kind)
        .read("target", AlertChannel::shown)
        .read("createdAt", AlertChannel::createdAt);
    wiring
        .type("AlertNotice", Untold.class)
        .read("channel", Untold::channel)
        .read("alertId", untold -> untold.notice().alert())
        .read("kind", untold -> untold.notice().kind())
        .read("change", untold -> untold.notice().change())
        .read("at", untold -> untold.notice().at())
        .read("summary", untold -> untold.notice().summary())
        .read("attempts", Untold::attempts)
        .read("reason", Untold::reason)
        .read("nextAttemptAt", Untold::nextAttempt);
    ConnectionPage.wire(wiring, "AlertNotice", true);
    wirePayloads(wiring);
  }

  private static void wirePayloads(Wiring wiring) {
    wiring
        .type("AddAlertChannelPayload", Payload.class)
        .read("channel", payload -> saved(payload).map(Outcome.Saved::channel))
        .read(
            "secret", payload -> saved(payload).flatMap(Outcome.Saved::secret).map(Secret::reveal))
        .read("userErrors", payload -> payload.userErrors());
    wiring
        .type("ChangeAlertChannelPayload", Payload.class)
        .read("channel", payload -> saved(payload).map(Outcome.Saved::channel))
        .read("userErrors", payload -> payload.userErrors());
    wiring
        .type("RotateAlertChannelSecretPayload", Payload.class)
        .read("channel", payload -> rotated(payload).map(Outcome.Rotated::channel))
        .read("secret", payload -> rotated(payload).map(of -> of.secret().reveal()))
        .read("formerUntil", payload -> rotated(payload).flatMap(Outcome.Rotated::formerUntil))
        .read("userErrors", payload -> payload.userErrors());
    wiring
        .type("RemoveAlertChannelPayload", Payload.class)
        .read("channelId", payload -> done(payload, Outcome.Removed.class).map(of -> of.channel()))
        .read("userErrors", payload -> payload.userErrors());
    wiring
        .type("TestAlertChannelPayload", Payload.class)
        .read("delivered", payload -> reason(payload).map(String::isEmpty))
        .read("reason", payload -> reason(payload))
        .read("userErrors", payload -> payload.userErrors());
  }

  private static Optional<Outcome.Saved> saved(Payload<?> payload) {
    return done(payload, Outcome.Saved.class);
  }

  private static Optional<Outcome.Rotated> rotated(Payload<?> payload) {
    return done(payload, Outcome.Rotated.class);
  }

  private static <T> Optional<T> done(Payload<?> payload, Class<T> type) {
    return payload.result().map(type::cast);
  }

  private static Optional<String> reason(Payload<?> payload) {
    return done(payload, Outcome.Tried.class)
        .map(tried ->
            switch (tried.result()) {
              case ChannelSender.Outcome.Accepted() -> "";
              case ChannelSender.Outcome.Failed(var why) -> why;
              case ChannelSender.Outcome.Refused(var why) -> why;
            });
  }

  private static List<AlertChannel> channels(Session session, Arguments given) {
    return ConnectionGraphql.find(session, given.requiredText("connectionId"))
        .map(connection -> session.notification().channels().list(connection.id()))
        .orElse(List.of());
  }

  private static Optional<ConnectionPage<Untold, Long>> notices(Session session, Arguments given) {
    return ConnectionGraphql.find(session, given.requiredText("connectionId"))
        .map(Connection::id)
        .map(connection -> notices(session, given, connection));
  }

  private static ConnectionPage<Untold, Long> notices(
      Session session, Arguments given, ConnectionId connection) {
    var outbox = session.notification().outbox();
    var shape =
        new ConnectionPage.Shape<Untold, Long>(
            new Cursors<>(
                session.visibility(), () -> "alert notices " + connection, Positions.NUMBER),
            Untold::number,
            () -> outbox.countUntold(connection));
    var page = given.page(shape.cursors());
    return ConnectionPage.of(shape, page, outbox.untold(connection, page), Function.identity());
  }

  private static Payload<Outcome> add(Session session, Arguments given) {
    var managing = session.notification().managing();
    return GlobalId.connection(given.requiredText("connectionId"))
        .map(id -> payload(managing.add(session.caller(), id, request(given)), INPUT))
        .orElseGet(Payload::unknownConnection);
  }

  private static Payload<Outcome> change(Session session, Arguments given) {
    var managing = session.notification().managing();
    return known(
        given,
        (id, channel) -> managing.change(session.caller(), id, channel, request(given)),
        INPUT);
  }

  private static Payload<Outcome> rotate(Session session, Arguments given) {
    var managing = session.notification().managing();
    var overlap = Duration.ofHours(given.number("overlapHours"));
    return known(given, (id, channel) -> managing.rotate(session.caller(), id, channel, overlap));
  }

  private static Payload<Outcome> remove(Session session, Arguments given) {
    var managing = session.notification().managing();
    return known(given, (id, channel) -> managing.remove(session.caller(), id, channel));
  }

  private static Payload<Outcome> test(Session session, Arguments given) {
    var managing = session.notification().managing();
    return known(given, (id, channel) -> managing.test(session.caller(), id, channel));
  }

  private static Payload<Outcome> known(
      Arguments given, BiFunction<ConnectionId, ChannelId, Outcome> work, String... path) {
    var id = GlobalId.connection(given.requiredText("connectionId"));
    if (id.isEmpty()) {
      return Payload.unknownConnection();
    }
    return ChannelId.find(given.requiredText("channelId"))
        .map(channel -> payload(work.apply(id.get(), channel), path))
        .orElseGet(AlertChannelGraphql::unknownChannel);
  }

  /// @param path to the input that problems are about
  private static Payload<Outcome> payload(Outcome outcome, String... path) {
    return switch (outcome) {
      case Outcome.Saved saved -> Payload.of(saved);
      case Outcome.Rotated rotated -> Payload.of(rotated);
      case Outcome.Removed removed -> Payload.of(removed);
      case Outcome.Tried tried -> Payload.of(tried);
      case Outcome.ConnectionUnknown() -> Payload.unknownConnection();
      case Outcome.ChannelUnknown() -> unknownChannel();
      case Outcome.Rejected(var problems) -> Payload.rejected(problems, path);
    };
  }

  private static Payload<Outcome> unknownChannel() {
    return Payload.refused(
        Payload.UserError.notFound("channelId", "is not a channel of this connection"));
  }

  private static ManageAlertChannels.Request request(Arguments given) {
    var input = given.object(INPUT);
    return new ManageAlertChannels.Request(
        input.requiredText("name"),
        input.choice("kind", ChannelTarget.Kind.class),
        new Secret(input.text("url").orElse("")),
        input.list("recipients").stream().map(String.class::cast).toList());
  }
}
