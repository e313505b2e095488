package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Texts of every kind from HaloPSA to an answer: through its API, the adapter, PostgreSQL and
/// GraphQL. What comes out is what went in, but for what PostgreSQL cannot hold.
class AnyTextTest {
  private static final int TEXTS = 40;
  private static final int LONG = 200_000;

  /// What breaks programs most often, as code units: NUL, controls, combining marks, joiners, marks
  /// of direction, halves of surrogate pairs, emoji, the ends of the planes, HTML, SQL, JSON.
  private static final String[] PIECES = {
    "\0",
    "\u0001",
    "\u001f",
    "\u007f",
    "\u0085",
    "e\u0301\u0323",
    "\u200d",
    "\u200b",
    "\u202e",
    "\u2066",
    "\u2028",
    "\ufeff",
    "\ufffe",
    "\uffff",
    "\ud83d",
    "\ude00",
    "\ud83d\ude00",
    "\ud83d\udc69\u200d\ud83d\udcbb",
    "\udbff\udfff",
    "\ue000",
    "<b>",
    "</script>",
    "&amp;",
    "'; --",
    "\\u0000",
    "\"",
    "\\",
    "{}",
    "\r\n",
    "\t",
    "\u0130",
    "\u00df",
    "\u4e2d\u6587",
    "\u05e9\u05dc"
  };

  @TempDir private static Path folder;
  private static SyncedTenant its;
  private static final Map<Integer, String> TICKETS = new LinkedHashMap<>();

  @BeforeAll
  static void every_text_goes_into_a_ticket_and_its_note() throws IOException {
    var scale = new Scale(2, 2, 2, 1, 0, 1);
    its = new SyncedTenant(new TestTenant(folder, scale, Quirks.defaults(), RateLimit.unlimited()));
    for (int seed = 0; seed < TEXTS; seed++) {
      var text = text(seed);
      var ticket =
          its.control()
              .createTicket(
                  Map.of("summary", text, "details", text, "client_id", 12, "tickettype_id", 1));
      its.control().addNote(ticket, Map.of("note", text, "note_html", text));
      TICKETS.put(ticket, text);
    }
    assertThat(its.sync("TICKETS").path("state").asString()).isEqualTo("COMPLETE");
    assertThat(its.sync("NOTES").path("state").asString()).isEqualTo("COMPLETE");
  }

  @AfterAll
  static void ends_the_service() {
    its.close();
  }

  @Test
  void comes_out_as_it_went_in() {
    TICKETS.forEach((number, text) -> {
      var ticket = ticket(number);
      var expected = storable(text);

      assertThat(ticket.path("summary").asString()).as("seed of %d", number).isEqualTo(expected);
      assertThat(ticket.path("details").asString()).isEqualTo(expected);
      var note = note(ticket, expected);
      assertThat(note.path("originalHtml").asString()).isEqualTo(expected);
      assertThat(note.path("html").asString()).doesNotContain("<script", "<b>\0");
    });
  }

  private static JsonNode note(JsonNode ticket, String text) {
    for (var edge : ticket.at("/notes/edges")) {
      if (edge.at("/node/text").asString().equals(text)) {
        return edge.path("node");
      }
    }
    throw new AssertionError("no note has the text of ticket " + ticket.path("number"));
  }

  private static JsonNode ticket(int number) {
    return its.ask(
            """
            query($id: ID!) {
              ticketByNumber(connectionId: $id, number: %d) {
                number summary details
                notes(first: 10) { edges { node { text html originalHtml } } }
              }
            }
            """
                .formatted(number))
        .path("ticketByNumber");
  }

  /// Begins and ends with a letter, since texts of nothing but blanks are none.
  private static String text(int seed) {
    var random = new Random(seed);
    var text = new StringBuilder("a");
    int length = seed == 0 ? LONG : random.nextInt(60);
    while (text.length() < length) {
      if (random.nextBoolean()) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      } else {
        text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
      }
    }
    return text.append('z').toString();
  }

  private static String storable(String text) {
    var storable = new StringBuilder();
    text.codePoints()
        .map(c -> c == 0 || (c >= 0xd800 && c <= 0xdfff) ? 0xfffd : c)
        .forEach(storable::appendCodePoint);
    return storable.toString();
  }
}
