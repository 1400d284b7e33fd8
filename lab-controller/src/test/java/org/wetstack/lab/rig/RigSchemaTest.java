package org.wetstack.lab.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The schema, the reader and the page of rig files say the same. */
class RigSchemaTest {

  private static final Pattern KNOWN = Pattern.compile("known are \\[(.*)]");

  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(RigFile.schema());
  private final JsonNode tree = new ObjectMapper().readTree(RigFile.schema());

  private List<Error> schemaErrors(String yaml) {
    return schema.validate(new YAMLMapper().readTree(yaml));
  }

  static Stream<String> valid() throws IOException {
    return Stream.of(
        Rigs.FULL,
        Rigs.SHORTEST,
        Files.readString(Path.of("../examples/rig.yaml")),
        Rigs.SHORTEST + "limits:\n",
        Rigs.SHORTEST + "store: none\n",
        Rigs.SHORTEST
            + "store: postgresql://w@db/r\nhistory: {full: 2d, minutes: 40d, hours: for ever,"
            + " password-file: p}\n",
        Rigs.SHORTEST + "electrodes:\ncultures:\nleases: {silence: 2 s}\n",
        Rigs.full("sites: [16, 18-20]", "sites: 16, 18 - 20"),
        Rigs.full("sites: [16, 18]", "sites: 16"),
        Rigs.full("[dopamine]", "dopamine"),
        Rigs.full("content: 50 mL", "content: 0.05 l"),
        Rigs.full("rate: 5 uL/min", "rate: 300 µl/hr"),
        Rigs.full("{lab: operator", "{lab: admin"),
        Rigs.full("well: 1 mL", "well: 1 mL\n    lifespan: 60 d"),
        TaskFileTest.observing(TaskFileTest.LOOK),
        TaskFileTest.observing(TaskFileTest.LOOK.replaceFirst(", sites.*", "}\n")));
  }

  @ParameterizedTest
  @MethodSource("valid")
  void whatTheReaderTakesTheSchemaTakes(String yaml) {
    assertEquals(List.of(), Rigs.errors(yaml));
    assertEquals(List.of(), schemaErrors(yaml));
  }

  /** Mistakes that a schema can see; the rest is for the reader alone. */
  static Stream<Arguments> invalid() {
    return Stream.of(
        arguments("name: rig-1\n", ""),
        arguments("name: rig-1\n", "name: Rig 1\n"),
        arguments("name: rig-1\n", "name: rig-1\ncolour: red\n"),
        arguments("\"[::1]:7400\"", "7400"),
        arguments(", key: /etc/rig/key.pem", ""),
        arguments("driver: firmware, ", ""),
        arguments("driver: firmware", "driver: firmware, name: x"),
        arguments("  pump: {d", "  Pump: {d"),
        arguments("diameter: 30 um", "diameter: 30"),
        arguments("diameter: 30 um}", "diameter: 30 um, first: anodic}"),
        arguments("charge-density: 40 µC/cm², ", ""),
        arguments("first: anodic", "first: positive"),
        arguments("derate: 25 %", "derate: 25"),
        arguments("concentration: 100 uM", "concentration: 100 um"),
        arguments("    vehicle: medium\n", ""),
        arguments("27T08:00:00+01:00", "27 8:00"),
        arguments("27T08:00:00+01:00", "27T08:00:00"),
        arguments("cells: {batch: 17", "cells: {bach: 17"),
        arguments("plated: 2026-09-01", "plated: 1.9.2026"),
        arguments("sites: 0-15", "sites: A1"),
        arguments("sites: 0-15", "sites: []"),
        arguments("current: 5 uA", "current: -5 uA"),
        arguments("current: 5 uA", "current: 5"),
        arguments("second: 100", "second: 0"),
        arguments("second: 100", "second: 10001"),
        arguments("duty: 2.5 %", "duty: 2.5"),
        arguments("charge-per-phase: 4 nC", "charge: 4 nC"),
        arguments("    dose: 1 uL\n", "    dose: 1 uM\n"),
        arguments("rate: 5 uL/min", "rate: 5 uL"),
        arguments("amount-per-day: 5 nmol", "amount-per-day: 5 nM"),
        arguments("lights: [mea/uv]", "lights: [uv light]"),
        arguments("power: 2 mW", "power: 2 uJ"),
        arguments("flash: 100 uJ", "flash: 100 mW"),
        arguments("day: 10 mJ", "day: 10"),
        arguments("stop: 36 to 38", "stop: warm"),
        arguments("reads: api, ", ""),
        arguments("silence: 5s", "silence: 5"),
        arguments("lab: operator", "lab: boss"),
        arguments("{lab: operator, Staff of the Lab: safety-officer}", "{}"),
        arguments("{name: baseline, e", "{e"),
        arguments("every: 6h, ", ""),
        arguments("every: 6h", "every: 6h, at: \"01:00\""),
        arguments("\"08:00\"", "8 pm"),
        arguments("do: dose", "do: dance"),
        arguments("rate: 2 uL/min}", "rate: 2 uL/min, for: 1 h}"),
        arguments("width: 200 us, ", ""),
        arguments("{webhook: \"https://chat.lab/hooks/1\", ", "{"),
        arguments("\"https://chat.lab/hooks/1\"", "chat.lab"),
        arguments("mqtts://broker.lab:8883", "tcp://broker.lab:8883"),
        arguments("from: rig@lab.org", "from: rig"),
        arguments(", password-file: /etc/rig/mail", ""),
        arguments("at-least: alarm", "at-least: panic"));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void bothRefuseAMistake(String old, String by) {
    String yaml = Rigs.full(old, by);
    assertFalse(Rigs.errors(yaml).isEmpty(), "the reader takes " + by);
    assertFalse(schemaErrors(yaml).isEmpty(), "the schema takes " + by);
  }

  /** The keys of each part of the schema, and the same part of a file with one that is unknown. */
  static Stream<Arguments> parts() {
    return Stream.of(
        arguments("", "name: rig-1\n", "unknown: 1\nname: rig-1\n"),
        arguments("/properties/tls", "tls: {", "tls: {unknown: 1, "),
        arguments("/properties/recordings", "recordings: {", "recordings: {unknown: 1, "),
        arguments("/properties/history", "history: {", "history: {unknown: 1, "),
        arguments("/$defs/culture/properties/exchange", "exchange: {", "exchange: {unknown: 1, "),
        arguments("/properties/leases", "leases: {", "leases: {unknown: 1, "),
        arguments("/$defs/instrument", "mea: {", "mea: {unknown: 1, "),
        arguments("/$defs/electrode", "tin: {", "tin: {unknown: 1, "),
        arguments("/$defs/reservoir", "    pump: pump\n", "    unknown: 1\n    pump: pump\n"),
        arguments("/$defs/culture", "    sites: 0-15\n", "    unknown: 1\n    sites: 0-15\n"),
        arguments("/$defs/culture/properties/cells", "cells: {", "cells: {unknown: 1, "),
        arguments("/$defs/limits", "limits:\n  st", "limits:\n  unknown: 1\n  st"),
        arguments("/$defs/stimulation", "stimulation: {", "stimulation: {unknown: 1, "),
        arguments("/$defs/dosing", "dosing: {", "dosing: {unknown: 1, "),
        arguments("/$defs/illumination", "illumination: {", "illumination: {unknown: 1, "),
        arguments("/$defs/interlock", "temperature: {", "temperature: {unknown: 1, "),
        arguments("/$defs/users", "  tokens:", "  unknown: 1\n  tokens:"),
        arguments("/$defs/users/properties/jwt", "    keys:", "    unknown: 1\n    keys:"),
        arguments("/$defs/task/oneOf/0", "do: dose", "do: dose, unknown: 1"),
        arguments("/$defs/task/oneOf/1", "do: record", "do: record, unknown: 1"),
        arguments("/$defs/task/oneOf/2", "do: stimulus", "do: stimulus, unknown: 1"),
        arguments("/$defs/alert", "codes: all", "codes: all, unknown: 1"),
        arguments("/$defs/alert/properties/email", "email: {", "email: {unknown: 1, "));
  }

  @ParameterizedTest
  @MethodSource("parts")
  void bothKnowTheSameKeys(String part, String old, String by) {
    String told = String.join("\n", Rigs.errors(Rigs.full(old, by)));
    Matcher known = KNOWN.matcher(told);
    assertTrue(known.find(), told);
    assertEquals(
        new TreeSet<>(List.of(known.group(1).split(", ", -1))),
        new TreeSet<>(tree.at(part + "/properties").propertyNames()));
  }

  @Test
  void everyKeyIsInTheFullFileAndOnThePage() throws IOException {
    String page = Files.readString(Path.of("../docs/reference/rig-file.md"));
    Set<String> keys = new TreeSet<>();
    collect(tree, keys);
    assertTrue(keys.size() > 80, keys::toString);
    for (String key : keys) {
      assertTrue(page.contains("`" + key + "`"), "no word of " + key + " on the page");
      assertTrue(
          Pattern.compile("(?m)(^|[ {])" + key + ":").matcher(Rigs.FULL).find(),
          "no " + key + " in full.yaml");
    }
    for (Material material : Material.values()) {
      String row = "| `%s` | %d |".formatted(material, material.microcoulombsPerSquareCentimeter());
      assertTrue(page.contains(row), row);
    }
    for (Limit limit : Limit.ALL) {
      Pattern row =
          Pattern.compile(
              "\\| `%s` \\|[^|]*\\| %s \\|"
                  .formatted(limit.key(), Pattern.quote(limit.shown(LimitsReader.DEFAULTS))));
      assertTrue(row.matcher(page).find(), row::pattern);
    }
  }

  private static void collect(JsonNode node, Set<String> keys) {
    if (node.path("properties").isObject()) {
      keys.addAll(node.path("properties").propertyNames());
    }
    node.forEach(child -> collect(child, keys));
  }
}
