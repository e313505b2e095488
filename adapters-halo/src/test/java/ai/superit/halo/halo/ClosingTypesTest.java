package ai.superit.halo.halo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ClosingTypesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'id':9,'type':2},{'id':1,'type':0}| 2| true",
        "{'id':9,'type':2},{'id':1,'type':0}| 1| false",
        "{'id':9.0,'type':'1.0'},{'id':2,'type':0}| 1| true",
        "{'id':9,'type':1},{'id':2,'type':1}| 1| false",
        "{'id':9},{'id':1,'type':0}| 2| true",
        "{'id':9,'type':{}},{'id':[],'type':1},7| 2| true",
        "{'id':20,'type':2}| 2| true",
        "{'id':1,'type':2}| 2| false",
      })
  void a_type_closes_if_the_built_in_statuses_say_so(String rows, int type, boolean closes) {
    var closing = ClosingTypes.of(rows(rows));

    var status = new Row(Json.object().put("type", type));
    assertThat(closing.close(30, status)).isEqualTo(closes);
    assertThat(closing.close(9, status)).isTrue();
  }

  private static List<JsonNode> rows(String rows) {
    var json = "[" + rows.replace('\'', '"') + "]";
    return List.copyOf(Json.tree(json.getBytes(UTF_8)).asArray().elements());
  }
}
