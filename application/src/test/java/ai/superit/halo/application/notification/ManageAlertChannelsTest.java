package ai.superit.halo.application.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.notification.ManageAlertChannels.Outcome;
import ai.superit.halo.application.notification.ManageAlertChannels.Request;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.ScriptedSender;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.notification.AlertChannel;
import ai.superit.halo.domain.notification.ChannelId;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.domain.notification.ChannelTarget.Kind;
import ai.superit.halo.domain.notification.ChannelTarget.OutgoingWebhook;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManageAlertChannelsTest {
  private static final Caller MANAGER = manager("managers");
  private static final String HOOK = "https://example.com/hooks/1";

  private final ManualClock clock = new ManualClock();
  private final InMemoryStore store = new InMemoryStore(clock);
  private final ScriptedSender sender = new ScriptedSender();
  private final Connection acme = ConnectionBuilder.aConnection("acme").build();
  private final ManageAlertChannels managing =
      new ManageAlertChannels(
          store.connections(), store.channels(), sender, TenantUrl.Rules.PRODUCTION, clock);

  @BeforeEach
  void connect() {
    store.connections().create(acme, new Secret("hush"));
  }

  /// Lets somebody else do something after a channel was read and before it is changed.
  private record Meanwhile(AlertChannels channels, Queue<Runnable> others)
      implements AlertChannels {
    @Override
    public List<AlertChannel> list(ConnectionId connection) {
      return channels.list(connection);
    }

    @Override
    public boolean add(ConnectionId connection, AlertChannel channel, ChannelTarget target) {
      return channels.add(connection, channel, target);
    }

    @Override
    public boolean replace(ConnectionId connection, Kept before, Kept after) {
      Optional.ofNullable(others.poll()).ifPresent(Runnable::run);
      return channels.replace(connection, before, after);
    }

    @Override
    public Optional<Kept> find(ConnectionId connection, ChannelId channel) {
      return channels.find(connection, channel);
    }

    @Override
    public boolean remove(ConnectionId connection, ChannelId channel) {
      return channels.remove(connection, channel);
    }
  }

  private ManageAlertChannels whileOthers(Runnable... act) {
    return new ManageAlertChannels(
        store.connections(),
        new Meanwhile(store.channels(), new ArrayDeque<>(List.of(act))),
        sender,
        TenantUrl.Rules.PRODUCTION,
        clock);
  }

  @Test
  void of_two_rotations_at_once_neither_told_secret_is_lost() {
    var channel = added(posting("hook", Kind.OUTGOING_WEBHOOK, HOOK)).channel().id();
    var day = Duration.ofDays(1);
    var other = new AtomicReference<Outcome>();

    var outcome =
        whileOthers(() -> other.set(managing.rotate(MANAGER, acme.id(), channel, day)))
            .rotate(MANAGER, acme.id(), channel, day);

    var target = (OutgoingWebhook) store.channels().target(acme.id(), channel).orElseThrow();
    assertThat(target.secrets(clock.instant()))
        .containsExactly(
            ((Outcome.Rotated) outcome).secret(), ((Outcome.Rotated) other.get()).secret());
  }

  @Test
  void a_change_does_not_bring_a_replaced_secret_back_nor_a_rotation_an_address() {
    var channel = added(posting("hook", Kind.OUTGOING_WEBHOOK, HOOK)).channel().id();
    var elsewhere = posting("elsewhere", Kind.OUTGOING_WEBHOOK, "https://example.org/other");
    var rotated = new AtomicReference<Outcome>();

    whileOthers(() -> rotated.set(managing.rotate(MANAGER, acme.id(), channel, Duration.ZERO)))
        .change(MANAGER, acme.id(), channel, elsewhere);
    var moved = store.channels().find(acme.id(), channel).orElseThrow();
    var back = posting("back", Kind.OUTGOING_WEBHOOK, HOOK);
    whileOthers(() -> managing.change(MANAGER, acme.id(), channel, back))
        .rotate(MANAGER, acme.id(), channel, Duration.ZERO);
    var last = store.channels().find(acme.id(), channel).orElseThrow();

    assertThat(((OutgoingWebhook) moved.target()).secrets(clock.instant()))
        .containsExactly(((Outcome.Rotated) rotated.get()).secret());
    assertThat(moved.channel().shown()).isEqualTo("https://example.org/…");
    assertThat(last.channel().name()).isEqualTo("back");
    assertThat(last.channel().shown()).isEqualTo(last.target().shown());
  }

  @Test
  void of_two_channels_that_are_given_one_name_at_once_the_second_is_told_that_it_is_taken() {
    var one = added(posting("one", Kind.SLACK, HOOK)).channel().id();
    var other = added(posting("other", Kind.SLACK, HOOK)).channel().id();
    var same = posting("same", Kind.SLACK, HOOK);

    var outcome =
        whileOthers(() -> managing.change(MANAGER, acme.id(), other, same))
            .change(MANAGER, acme.id(), one, same);

    assertThat(((Outcome.Rejected) outcome).problems())
        .extracting(Problem::code)
        .containsExactly(Problem.Code.TAKEN);
    assertThat(store.channels().list(acme.id()))
        .extracting(AlertChannel::name)
        .containsExactlyInAnyOrder("one", "same");
  }

  @Test
  void only_secrets_that_cannot_be_opened_are_said_to_be_so() {
    var channel = added(posting("hook", Kind.OUTGOING_WEBHOOK, HOOK)).channel().id();
    var sealed = whileOthers(() -> raise(new SealedChannel("locked", new Exception())));
    var broken = whileOthers(() -> raise(new IllegalStateException("refused")));

    var outcome = sealed.rotate(MANAGER, acme.id(), channel, Duration.ZERO);

    assertThat(((Outcome.Rejected) outcome).problems().getFirst().message())
        .contains("cannot be opened");
    assertThatIllegalStateException()
        .isThrownBy(() -> broken.rotate(MANAGER, acme.id(), channel, Duration.ZERO));
  }

  private static void raise(RuntimeException failure) {
    throw failure;
  }

  @Test
  void a_channel_that_others_never_leave_alone_is_to_be_tried_again() {
    var channel = added(posting("hook", Kind.OUTGOING_WEBHOOK, HOOK)).channel().id();
    Runnable again = () -> managing.rotate(MANAGER, acme.id(), channel, Duration.ZERO);

    var outcome =
        whileOthers(again, again, again, again, again, again)
            .rotate(MANAGER, acme.id(), channel, Duration.ZERO);

    assertThat(((Outcome.Rejected) outcome).problems())
        .extracting(Problem::field)
        .containsExactly("channelId");
  }

  private static Caller manager(String team) {
    return new Caller("somebody", Caller.Role.MANAGER, Set.of(new TeamId(team)));
  }

  private static Request posting(String name, Kind kind, String url) {
    return new Request(name, kind, new Secret(url), List.of());
  }

  private static Request mailing(String... recipients) {
    return new Request("mail", Kind.EMAIL, new Secret(""), List.of(recipients));
  }

  private Outcome.Saved added(Request request) {
    return (Outcome.Saved) managing.add(MANAGER, acme.id(), request);
  }

  private List<Problem> problems(Request request) {
    return ((Outcome.Rejected) managing.add(MANAGER, acme.id(), request)).problems();
  }

  @Test
  void an_outgoing_webhook_gets_a_secret_that_is_told_once() {
    var saved = added(posting(" Operations ", Kind.OUTGOING_WEBHOOK, HOOK));

    var secret = saved.secret().orElseThrow().reveal();
    assertThat(Base64.getDecoder().decode(secret.substring("whsec_".length()))).hasSize(32);
    assertThat(saved.channel().name()).isEqualTo("Operations");
    assertThat(saved.channel().shown()).isEqualTo("https://example.com/…");
    assertThat(store.channels().target(acme.id(), saved.channel().id()))
        .hasValueSatisfying(target ->
            assertThat(((ChannelTarget.OutgoingWebhook) target).secret().reveal())
                .isEqualTo(secret));
  }

  @Test
  void a_secret_is_replaced_and_the_former_one_signs_until_the_overlap_ends() {
    var saved = added(posting("Operations", Kind.OUTGOING_WEBHOOK, HOOK));
    var id = saved.channel().id();

    var rotated = (Outcome.Rotated) managing.rotate(MANAGER, acme.id(), id, Duration.ofHours(24));

    assertThat(rotated.channel()).isEqualTo(saved.channel());
    assertThat(rotated.formerUntil()).contains(clock.instant().plus(Duration.ofHours(24)));
    assertThat(signing(id)).containsExactly(rotated.secret(), saved.secret().orElseThrow());
    managing.change(MANAGER, acme.id(), id, posting("New", Kind.OUTGOING_WEBHOOK, HOOK + "/new"));
    assertThat(signing(id)).hasSize(2);
    clock.advance(Duration.ofHours(24));
    assertThat(signing(id)).containsExactly(rotated.secret());
  }

  @Test
  void a_secret_that_was_former_already_ends_at_once_and_without_an_overlap_the_present_one_does() {
    var id = added(posting("Operations", Kind.OUTGOING_WEBHOOK, HOOK)).channel().id();
    var hour = Duration.ofHours(1);

    var first = (Outcome.Rotated) managing.rotate(MANAGER, acme.id(), id, hour);
    var second = (Outcome.Rotated) managing.rotate(MANAGER, acme.id(), id, hour);
    assertThat(signing(id)).containsExactly(second.secret(), first.secret());
    var third = (Outcome.Rotated) managing.rotate(MANAGER, acme.id(), id, Duration.ZERO);

    assertThat(third.formerUntil()).isEmpty();
    assertThat(signing(id)).containsExactly(third.secret());
  }

  @Test
  void only_what_is_signed_has_a_secret_to_replace_and_not_for_ever() {
    var chat = added(posting("chat", Kind.SLACK, HOOK)).channel().id();
    var hook = added(posting("hook", Kind.OUTGOING_WEBHOOK, HOOK)).channel().id();
    var signing = signing(hook);

    assertThat(rotationProblem(chat, Duration.ZERO)).isEqualTo("channelId");
    assertThat(rotationProblem(hook, Duration.ofHours(169))).isEqualTo("overlapHours");
    assertThat(rotationProblem(hook, Duration.ofHours(-1))).isEqualTo("overlapHours");
    assertThat(managing.rotate(manager("others"), acme.id(), hook, Duration.ZERO))
        .isEqualTo(new Outcome.ConnectionUnknown());
    assertThat(managing.rotate(MANAGER, acme.id(), ChannelId.random(), Duration.ZERO))
        .isEqualTo(new Outcome.ChannelUnknown());
    assertThat(signing(hook)).isEqualTo(signing);
  }

  private List<Secret> signing(ChannelId channel) {
    var target = store.channels().target(acme.id(), channel).orElseThrow();
    return ((ChannelTarget.OutgoingWebhook) target).secrets(clock.instant());
  }

  private String rotationProblem(ChannelId channel, Duration overlap) {
    var rejected = (Outcome.Rejected) managing.rotate(MANAGER, acme.id(), channel, overlap);
    return rejected.problems().getFirst().field();
  }

  @Test
  void other_channels_have_no_secret_of_ours() {
    assertThat(added(posting("chat", Kind.SLACK, HOOK)).secret()).isEmpty();
    assertThat(added(mailing("ops@example.com", "ops@example.com")).channel().shown())
        .isEqualTo("ops@example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com/x",
        "http://example.com/x",
        "ftp://example.com/x",
        "https:///x",
        "https://user:word@example.com/x",
        "https://example.com/x#y",
        "https://example.com:8443/x",
        "https://localhost/x",
        "https://127.0.0.1/x",
        "https://10.0.0.1/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "https://metadata/x",
        "https://2130706433/x",
        "https://example.com/x y",
        "https://exa\nmple.com/x",
      })
  void an_address_that_must_not_be_posted_to_is_refused(String url) {
    for (var kind : List.of(Kind.OUTGOING_WEBHOOK, Kind.SLACK)) {
      assertThat(problems(posting("chat", kind, url)))
          .extracting(Problem::field)
          .containsExactly("url");
    }
    assertThat(store.channels().list(acme.id())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nobody",
        "a@b",
        "a b@example.com",
        "a@example.com,b@example.com",
        "A <a@example.com>",
        "a@example.com\r\nBcc: b@example.com",
        "a@example.com>",
        "\"a\"@example.com",
        ".a@example.com",
      })
  void a_recipient_that_is_no_plain_address_is_refused(String recipient) {
    assertThat(problems(mailing("ops@example.com", recipient)))
        .extracting(Problem::field)
        .containsExactly("recipients");
  }

  @Test
  void every_problem_is_told_at_once() {
    var request = new Request(" ", Kind.SLACK, new Secret("x"), List.of("ops@example.com"));

    assertThat(problems(request))
        .extracting(Problem::field)
        .containsExactly("name", "recipients", "url");
    assertThat(problems(mailing())).extracting(Problem::field).containsExactly("recipients");
  }

  @Test
  void e_mail_needs_a_server() {
    sender.withoutEmail();

    assertThat(problems(mailing("ops@example.com")))
        .extracting(Problem::field)
        .containsExactly("kind");
  }

  @Test
  void a_name_is_used_once_and_there_is_a_most() {
    for (int i = 0; i < ManageAlertChannels.MOST_CHANNELS - 1; i++) {
      added(posting("chat " + i, Kind.SLACK, HOOK));
    }

    assertThat(problems(posting("chat 3", Kind.SLACK, HOOK)))
        .extracting(Problem::code)
        .containsExactly(Problem.Code.TAKEN);
    added(posting("last", Kind.SLACK, HOOK));
    assertThat(problems(posting("one more", Kind.SLACK, HOOK)).getFirst().message())
        .contains("at most 20");
  }

  @Test
  void a_changed_channel_keeps_its_secret_and_its_kind() {
    var before = added(posting("before", Kind.OUTGOING_WEBHOOK, HOOK));
    var id = before.channel().id();
    clock.advance(Duration.ofHours(1));

    var changed =
        managing.change(
            MANAGER,
            acme.id(),
            id,
            posting("after", Kind.OUTGOING_WEBHOOK, "https://example.org/y"));
    var other = managing.change(MANAGER, acme.id(), id, posting("after", Kind.SLACK, HOOK));

    assertThat(changed)
        .isEqualTo(
            new Outcome.Saved(
                new AlertChannel(
                    id,
                    "after",
                    Kind.OUTGOING_WEBHOOK,
                    "https://example.org/…",
                    before.channel().createdAt()),
                Optional.empty()));
    assertThat(other).isInstanceOf(Outcome.Rejected.class);
    assertThat(store.channels().target(acme.id(), id))
        .hasValueSatisfying(target ->
            assertThat(((ChannelTarget.OutgoingWebhook) target).secret())
                .isEqualTo(before.secret().orElseThrow()));
  }

  @Test
  void a_test_message_says_what_came_of_it() {
    var id = added(posting("chat", Kind.SLACK, HOOK)).channel().id();
    sender.answer(404);

    assertThat(managing.test(MANAGER, acme.id(), id))
        .isEqualTo(new Outcome.Tried(new ChannelSender.Outcome.Failed("Answered 404.")));
    assertThat(managing.test(MANAGER, acme.id(), id))
        .isEqualTo(new Outcome.Tried(new ChannelSender.Outcome.Accepted()));

    assertThat(sender.sent())
        .extracting(sent -> sent.message().type())
        .containsOnly(AlertMessage.Type.TEST);
    assertThat(sender.sent()).extracting(sent -> sent.message().id()).doesNotHaveDuplicates();
  }

  @Test
  void what_is_not_there_is_unknown() {
    var id = added(posting("chat", Kind.SLACK, HOOK)).channel().id();
    var request = posting("chat", Kind.SLACK, HOOK);

    assertThat(managing.remove(MANAGER, acme.id(), id)).isEqualTo(new Outcome.Removed(id));
    assertThat(managing.remove(MANAGER, acme.id(), id)).isEqualTo(new Outcome.ChannelUnknown());
    assertThat(managing.test(MANAGER, acme.id(), id)).isEqualTo(new Outcome.ChannelUnknown());
    assertThat(managing.change(MANAGER, acme.id(), id, request))
        .isEqualTo(new Outcome.ChannelUnknown());
  }

  @Test
  void other_managers_see_no_connection() {
    var id = added(posting("chat", Kind.SLACK, HOOK)).channel().id();
    var stranger = manager("others");
    var request = posting("mine", Kind.SLACK, HOOK);

    assertThat(
            List.of(
                managing.add(stranger, acme.id(), request),
                managing.change(stranger, acme.id(), id, request),
                managing.test(stranger, acme.id(), id),
                managing.remove(stranger, acme.id(), id),
                managing.remove(MANAGER, acme.id(), ChannelId.random())))
        .startsWith(new Outcome.ConnectionUnknown())
        .endsWith(new Outcome.ChannelUnknown());
    assertThat(store.channels().list(acme.id())).hasSize(1);
    assertThat(sender.sent()).isEmpty();
  }
}
