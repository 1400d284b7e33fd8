package org.wetstack.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Lists and names in a file, and all of its mistakes at once. */
class YamlMapTest {

  private final Findings findings = new Findings();

  private static YamlMap parse(String yaml) {
    return YamlMap.parse("f.yaml", yaml, "a file");
  }

  private List<String> told() {
    return findings.all().stream().map(mistake -> String.valueOf(mistake.getMessage())).toList();
  }

  @Test
  void aListOfOneMayBeWrittenAsOne() {
    YamlMap map = parse("a: 1\nb: [2, 3]");
    assertEquals(List.of(1), map.each("a", Integer::valueOf));
    assertEquals(List.of(2, 3), map.each("b", Integer::valueOf));
    map.done();
  }

  @Test
  void aMistakeInAListIsToldAtItsEntry() {
    YamlMap map = parse("a: [1, x]\nb: []\nc: [[1]]");
    var entry = assertThrows(PlacedException.class, () -> map.each("a", Integer::valueOf));
    assertEquals("f.yaml:1:8: For input string: \"x\"", entry.getMessage());
    assertEquals(1, entry.line());
    assertEquals(8, entry.column());
    var empty = assertThrows(PlacedException.class, () -> map.each("b", Integer::valueOf));
    assertEquals("f.yaml:2:4: 'b' must be a list of at least one entry", empty.getMessage());
    var nested = assertThrows(PlacedException.class, () -> map.each("c", Integer::valueOf));
    assertEquals("f.yaml:3:5: each entry of 'c' must be a single value", nested.getMessage());
    var none = assertThrows(PlacedException.class, () -> map.each("d", Integer::valueOf));
    assertEquals("f.yaml:1:1: a file needs 'd'; this one has [a, b, c]", none.getMessage());
  }

  @Test
  void namedMapsKeepTheirOrderAndKnowTheirNames() {
    YamlMap map = parse("dishes:\n  z: {size: 1}\n  a: {}\nempty:\n");
    Map<String, YamlMap> dishes = map.named("dishes", "dish", findings);
    assertEquals(List.of("z", "a"), List.copyOf(dishes.keySet()));
    YamlMap empty = Objects.requireNonNull(dishes.get("a"));
    var missing = assertThrows(PlacedException.class, () -> empty.text("size"));
    assertEquals("f.yaml:3:6: dish 'a' needs 'size'; this one has []", missing.getMessage());
    assertEquals(Map.of(), map.named("empty", "dish", findings));
    assertEquals(Map.of(), map.named("absent", "dish", findings));
    assertEquals(List.of(), told());
    map.done();
  }

  @Test
  void aNameOfNoMapIsAFindingAndTheOthersAreRead() {
    YamlMap map = parse("dishes: {a: 1, b: {}}");
    assertEquals(List.of("b"), List.copyOf(map.named("dishes", "dish", findings).keySet()));
    assertEquals(List.of("f.yaml:1:13: dish 'a' must be a list of 'key: value' lines"), told());
  }

  @Test
  void findingsStandInTheOrderOfTheFile() {
    YamlMap map = parse("one: x\ntwo: y\nthree: z\nfour: 4\n");
    assertEquals(7, findings.or(7, () -> map.made("two", Integer::valueOf)));
    findings.in(() -> map.made("one", Integer::valueOf));
    assertEquals(4, findings.or(7, () -> map.made("four", Integer::valueOf)));
    assertEquals(2, findings.count());
    map.done(findings);
    findings.add(map.wrong("four", "too many"));
    assertEquals(
        List.of(
            "f.yaml:1:6: For input string: \"x\"",
            "f.yaml:2:6: For input string: \"y\"",
            "f.yaml:3:1: 'three' means nothing for a file; known are [four, one, two]",
            "f.yaml:4:7: too many"),
        told());
  }

  @Test
  void onlyMistakesOfTheFileAreFindings() {
    assertThrows(
        IllegalStateException.class,
        () ->
            findings.in(
                () -> {
                  throw new IllegalStateException("a bug");
                }));
    assertEquals(0, findings.count());
  }

  @Test
  void aCharacterThatIsNoTextIsToldAtItsPlace() {
    var refused = assertThrows(PlacedException.class, () -> parse("a: 1\nb: \u0001"));
    assertEquals(2, refused.line());
    assertEquals(4, refused.column());
  }

  @Test
  void whatIsTooDeepIsNotRead() {
    var refused =
        assertThrows(PlacedException.class, () -> parse("a: " + "[".repeat(16) + "]".repeat(16)));
    assertEquals(
        "f.yaml:1:19: this stands in more than 16 lists and mappings; nothing in a file does",
        refused.getMessage());
  }
}
