package ai.superit.halo.graphql;

import static ai.superit.halo.domain.testing.AssetBuilder.assetIds;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static ai.superit.halo.graphql.World.ACME;
import static ai.superit.halo.graphql.World.MANAGER;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The store of these tests shows nonsense in the parts that nobody asked for.
class AskedPartsTest {
  private static final Map<String, String> FIELDS =
      Map.of(
          "Ticket",
          """
          id connectionId number summary details category status{number name closing}
          priority{number name} type{number name} agent haloTeam closed openedAt updatedAt closedAt
          lastActionAt notesReadAt notesMissing client{name} site{name} contact{name} assets{tag}
          parent{number} team{name} routing{reason} provenance{source}
          """,
          "Asset",
          """
          id connectionId number tag name typeName fields{label} fieldsState active status
          client{name} site{name} userName parents{tag} children{tag} updatedAt provenance{syncedAt}
          """,
          "Client",
          "id number name active mainSite{name} link{team{name}} updatedAt provenance{source}",
          "Site",
          "id number name active phone client{name} updatedAt provenance{source}",
          "Contact",
          """
          id number name email phone jobTitle active client{name} site{name} updatedAt
          provenance{source}
          """);

  private final World world = new World();

  @ParameterizedTest
  @CsvSource({
    "Ticket, ticket { %s } openTickets { %<s }",
    "Ticket, openTickets { %s }",
    "Ticket, earlierTickets { %s }",
    "Asset, assets { %s }",
    "Client, client { %s }",
    "Site, site { %s }",
    "Contact, contact { %s }",
    "Asset, ticket { assets { %s } }",
  })
  void a_field_of_a_context_says_the_same_alone_as_beside_all_others(String type, String query) {
    compare(type, "{ ticketContext(ticketId: \"%s\") { %s } }".formatted(id(), query));
  }

  @ParameterizedTest
  @CsvSource({"Ticket, %s", "Asset, assets { %s }", "Client, client { %s }"})
  void a_field_of_a_list_says_the_same_alone_as_beside_all_others(String type, String query) {
    compare(type, "{ tickets(first: 9) { edges { node { %s } } } }".formatted(query));
  }

  @Test
  void what_one_part_of_a_document_asks_for_is_there_for_all_of_it() {
    store();

    var answer =
        data(
            """
            { ticketContext(ticketId: "%s") { assets { tag } ticket { ...more } } }
            fragment more on Ticket { assets { fieldsState ... on Asset { userName } } }
            """
                .formatted(id()));

    assertThat(answer.toString()).contains("fieldsState").doesNotContain("left out");
  }

  @Test
  void what_fragments_ask_of_a_list_of_tickets_is_there() {
    store();

    var answer =
        data(
            """
            { ticketContext(ticketId: "%s") { ...lists ticket { ...last } openTickets { ...more } } }
            fragment lists on TicketContext { openTickets { number } earlierTickets { ...more } }
            fragment more on Ticket { details ...last }
            fragment last on Ticket { closedAt contact { name } status { closing } }
            """
                .formatted(id()));

    assertThat(answer.toString()).contains("details").doesNotContain("left out", "1970");
  }

  private void store() {
    world.storeTickets(
        ACME,
        aTicket(400).of(1).at(11).from(21).about(assetIds(31, 32)).build(),
        aTicket(401).of(1).at(11).from(21).about(assetIds(31)).build());
  }

  private static String id() {
    return World.id(GlobalId.Kind.TICKET, ACME, 400);
  }

  private void compare(String type, String query) {
    store();
    var fields = FIELDS.getOrDefault(type, "").strip();
    var all = data(query.formatted(fields));
    assertThat(all.toString()).doesNotContain("left out", "LINK_INACTIVE", "1970");

    for (var field : fields.split("\\s+(?![^{]*})", -1)) {
      assertWithin(all, data(query.formatted(field)));
    }
  }

  private Object data(String query) {
    var answer = world.ask(MANAGER, query);
    assertThat(answer.getErrors()).as(query).isEmpty();
    return requireNonNull(answer.getData());
  }

  private static void assertWithin(@Nullable Object all, @Nullable Object one) {
    if (all instanceof Map<?, ?> fields && one instanceof Map<?, ?> some) {
      some.forEach((name, value) -> assertWithin(fields.get(name), value));
    } else if (all instanceof List<?> rows && one instanceof List<?> others) {
      assertThat(others).hasSameSizeAs(rows);
      for (int i = 0; i < rows.size(); i++) {
        assertWithin(rows.get(i), others.get(i));
      }
    } else {
      assertThat(one).isEqualTo(all);
    }
  }
}
