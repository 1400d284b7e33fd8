package org.wetstack.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of the JSON face is whole, and nothing in it points nowhere. */
class OpenApiTest {

  private static final JsonNode DOCUMENT =
      new JsonMapper()
          .readTree(new JsonMapper().writeValueAsString(OpenApi.document("Wetstack", "1.0")));

  @Test
  void everyMappedMethodIsThere() {
    Set<String> right = new TreeSet<>();
    Verbs.methods()
        .values()
        .forEach(
            method -> {
              HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
              if (!rule.getGet().isEmpty()) {
                right.add("get " + rule.getGet() + " " + method.getName());
              } else if (!rule.getPost().isEmpty()) {
                right.add("post " + rule.getPost() + " " + method.getName());
              }
            });
    Set<String> found = new TreeSet<>();
    DOCUMENT
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        verb ->
                            found.add(
                                verb.getKey()
                                    + " "
                                    + path.getKey()
                                    + " "
                                    + verb.getValue().get("operationId").asString())));
    assertEquals(right, found);
    assertEquals("3.1.0", DOCUMENT.get("openapi").asString());
    assertEquals("bearer", DOCUMENT.at("/components/securitySchemes/bearer/scheme").asString());
  }

  @Test
  void everyReferencePointsToASchema() {
    var references = new ArrayList<String>();
    collect(DOCUMENT, references);
    assertTrue(references.size() > 50, () -> references.size() + " references");
    references.forEach(
        one ->
            assertTrue(
                DOCUMENT.at(one.substring(1).replace("~", "~0")).isObject(),
                "nothing is at " + one));
  }

  private static void collect(JsonNode node, List<String> references) {
    if (node.has("$ref")) {
      references.add(node.get("$ref").asString());
    }
    node.forEach(child -> collect(child, references));
  }

  @Test
  void everyPlaceInAPathIsAParameterThatIsNeeded() {
    DOCUMENT
        .get("paths")
        .properties()
        .forEach(
            path -> {
              Set<String> right = new TreeSet<>();
              Pattern.compile("\\{([^}]+)}")
                  .matcher(path.getKey())
                  .results()
                  .forEach(each -> right.add(each.group(1)));
              path.getValue()
                  .forEach(
                      operation -> {
                        Set<String> found = new TreeSet<>();
                        operation
                            .get("parameters")
                            .forEach(
                                parameter -> {
                                  if (parameter.get("in").asString().equals("path")) {
                                    assertTrue(parameter.get("required").asBoolean());
                                    found.add(parameter.get("name").asString());
                                  }
                                });
                        assertEquals(right, found, path.getKey());
                      });
            });
  }

  @Test
  void operationIdsAreUnique() {
    var ids = new ArrayList<String>();
    DOCUMENT
        .get("paths")
        .forEach(path -> path.forEach(verb -> ids.add(verb.get("operationId").asString())));
    assertEquals(ids.size(), new TreeSet<>(ids).size(), ids::toString);
  }
}
