package org.wetstack.emulator.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.culture.chemistry.ChemistryProfile;

/** The page about rig files says what the reader of rig files does. */
class RigPageTest {

  private String page = "";

  @BeforeEach
  void read() throws IOException {
    page = Files.readString(Path.of("../docs/reference/emulator-yaml.md"));
  }

  private String example() {
    int from = page.indexOf("```yaml\n") + "```yaml\n".length();
    return page.substring(from, page.indexOf("```", from));
  }

  @Test
  void theExampleIsReadAndShowsWhatIsUsual() {
    String brief =
        """
        seed: 7
        boards:
          - name: mea
            at: tcp://127.0.0.1:7310
            devices: [{array: mea}, {sensor: bath, of: mea}, {light: blue, shines: mea}]
          - name: pump
            at: serial:/tmp/pump
            devices: [{pump: dopamine, feeds: mea, %s}]
        """
            .formatted(asUsualProfile());
    assertEquals(RigFile.parse("short", brief), RigFile.parse("example", example()));
  }

  /** What the usual profile says of reservoirs and tubes, which a rig need not repeat. */
  private static String asUsualProfile() {
    ChemistryProfile usual = Profile.usual().chemistry();
    return "dopamineNanomolar: %s, deadVolumeNanoliters: %d"
        .formatted(usual.stockNanomolar(), usual.deadNanoliters());
  }

  @Test
  void everyKeyIsInTheTablesAndInTheExample() {
    List<String> keys = new ArrayList<>();
    for (String kind : List.of("array", "pump", "sensor", "light")) {
      keys.addAll(known("boards: [{name: b, at: tcp, devices: [{" + kind + ": x, nonsense: 1}]}]"));
    }
    keys.addAll(known("boards: [{name: b, at: tcp, nonsense: 1, devices: [{pump: p}]}]"));
    keys.addAll(known("nonsense: 1\nboards: [{name: b, at: tcp, devices: [{pump: p}]}]"));
    assertTrue(keys.size() > 35, keys::toString);
    for (String key : keys) {
      assertTrue(page.contains("`" + key + "`"), "no word of " + key);
      assertTrue(example().contains(key + ": ") || example().contains(key + ":\n"), key);
    }
  }

  /** The keys that the message about an unknown one names. */
  private static List<String> known(String yaml) {
    var refused = assertThrows(IllegalArgumentException.class, () -> RigFile.parse("rig", yaml));
    Matcher list = Pattern.compile("known are \\[(.*)]").matcher(String.valueOf(refused));
    assertTrue(list.find(), refused::toString);
    return List.of(list.group(1).split(", ", -1));
  }

  @Test
  void everyPlaceInTheTableIsOne() {
    String table = page.substring(page.indexOf("## Places"));
    Matcher row = Pattern.compile("(?m)^\\| (`[^|]*`) \\|").matcher(table);
    int places = 0;
    while (row.find()) {
      for (String place : List.of(row.group(1).split(", ", -1))) {
        if (!place.contains("…")) {
          Place.parse(place.replace("`", ""));
          places++;
        }
      }
    }
    assertEquals(11, places);
  }
}
