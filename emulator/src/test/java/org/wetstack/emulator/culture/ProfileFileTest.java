package org.wetstack.emulator.culture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wetstack.emulator.culture.electrode.Material;
import org.wetstack.emulator.tissue.Parameters;

class ProfileFileTest {

  private static final Profile USUAL = Profile.usual();

  private static Profile parse(String yaml) {
    return ProfileFile.parse("own.yaml", yaml);
  }

  @Test
  void theUsualProfileIsReadAgainAsItWasWritten() {
    assertEquals(USUAL, parse(ProfileFile.write(USUAL)));
  }

  @Test
  void whateverIsLeftOutIsUsual() {
    assertEquals(USUAL, parse("chemistry:\n  filmNanoliters: 5000\n"));
    assertEquals(USUAL, parse("chemistry:\nlife: {}\n"));
    Profile own = parse("life: {daysInVitro: 3.5}\nelectrode: {material: ITO}\n");
    assertEquals(3.5, own.life().daysInVitro());
    assertEquals(Material.ITO, own.electrode().material());
    assertEquals(USUAL.chemistry(), own.chemistry());
  }

  /** Each number by itself, so that none is read into another's place. */
  @Test
  void everyKeyOfEverySectionChangesItsOwnNumberOnly() {
    int keys = 0;
    for (RecordComponent section : Profile.class.getRecordComponents()) {
      Record usual = (Record) Parameters.value(USUAL, section);
      for (RecordComponent component : Parameters.of(usual.getClass())) {
        String key = component.getName();
        Object other = other(component, Parameters.value(usual, component));
        if (other.equals(Parameters.value(usual, component))) {
          continue;
        }
        String yaml = section.getName() + ":\n  " + key + ": " + ProfileFile.shown(other) + "\n";
        Profile own;
        try {
          own = parse(yaml);
        } catch (IllegalArgumentException e) {
          // Some numbers have to do with others: the record's own rule, told with its place.
          assertTrue(String.valueOf(e.getMessage()).startsWith("own.yaml:"), e::toString);
          continue;
        }
        assertEquals(List.of(section.getName() + "." + key), differences(own));
        if (keys % 10 == 0) {
          assertEquals(own, parse(ProfileFile.write(own)), key);
        }
        keys++;
      }
    }
    assertTrue(keys > 40, keys + " keys");
  }

  /** The keys that {@code other} says differently from what is usual. */
  private static List<String> differences(Profile other) {
    List<String> differences = new ArrayList<>();
    for (RecordComponent section : Profile.class.getRecordComponents()) {
      Record here = (Record) Parameters.value(USUAL, section);
      Record there = (Record) Parameters.value(other, section);
      for (RecordComponent component : Parameters.of(here.getClass())) {
        Object mine = Parameters.value(here, component);
        Object its = Parameters.value(there, component);
        if (!mine.equals(its)) {
          differences.add(section.getName() + "." + component.getName());
        }
      }
    }
    return differences;
  }

  private static Object other(RecordComponent component, Object usual) {
    double most = Parameters.meaning(component).most();
    double least = Parameters.meaning(component).least();
    if (usual instanceof Integer whole) {
      return whole < most ? whole + 1 : whole - 1;
    } else if (usual instanceof Long whole) {
      return whole < most ? whole + 1 : whole - 1;
    } else if (usual instanceof Double real) {
      return real > least && real != 0 ? real - (real - least) / 3 : least + (most - least) / 7;
    } else if (usual instanceof Boolean truth) {
      return !truth;
    }
    Object[] all = component.getType().getEnumConstants();
    return all[all.length - 1].equals(usual) ? all[0] : all[all.length - 1];
  }

  @Test
  void everyUsualNumberIsWithinItsRange() {
    for (RecordComponent section : Profile.class.getRecordComponents()) {
      Parameters.check((Record) Parameters.value(USUAL, section));
    }
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("", "1:1: there is nothing in it; a culture's profile belongs here"),
        arguments("- life", "1:1: a culture's profile must be a list of 'key: value' lines"),
        arguments("live: {}", "1:1: 'live' means nothing for a culture's profile; known are ["),
        arguments("life: 7", "1:7: the section 'life' must be a list of 'key: value' lines"),
        arguments(
            "life:\n  daysInVitri: 7",
            "2:3: 'daysInVitri' means nothing for the section 'life'; known are [burstExcitation,"),
        arguments(
            "life:\n  daysInVitro: old",
            "2:16: 'daysInVitro' must be a number from 0 to 400, not 'old'"),
        arguments(
            "life:\n  daysInVitro: 401",
            "2:16: 'daysInVitro' must be a number from 0 to 400, not '401'"),
        arguments(
            "life:\n  daysInVitro: NaN",
            "2:16: 'daysInVitro' must be a number from 0 to 400, not 'NaN'"),
        arguments("life:\n  daysInVitro: [1]", "2:16: 'daysInVitro' must be a single value"),
        arguments(
            "life:\n  daysInVitro: 1\n  daysInVitro: 2",
            "3:3: 'daysInVitro' is given twice for the section 'life': keep one"),
        arguments(
            "chemistry:\n  deadNanoliters: 1.5",
            "2:19: 'deadNanoliters' must be a whole number from 0 to 10000000, not '1.5'"),
        arguments(
            "chemistry:\n  dark: maybe", "2:9: 'dark' must be one of [true, false], not 'maybe'"),
        arguments("electrode:\n  material: gold", "2:13: 'material' must be one of [ITO, "),
        arguments(
            "electrode:\n  mainsHertz: 55",
            "2:3: out of range in the profile of electrodes: mainsHertz, 50 or 60"),
        arguments(
            "network:\n  neurons: 8\n  synapses: 500",
            "1:1: synapses is 500; it must be less than the exciting cells less one"),
        arguments("life: {", "1:8: this is not YAML: "));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsToldWithItsPlace(String yaml, String said) {
    var refused = assertThrows(IllegalArgumentException.class, () -> parse(yaml));
    assertTrue(
        String.valueOf(refused.getMessage()).startsWith("own.yaml:" + said), refused::getMessage);
  }

  @Test
  void aFileIsReadAndAFolderIsNot(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("own.yaml");
    Files.writeString(file, ProfileFile.write(USUAL));
    assertEquals(USUAL, ProfileFile.read(file));
    assertThrows(IllegalArgumentException.class, () -> ProfileFile.read(folder));
    Files.write(file, new byte[] {'#', (byte) 0xC3, '\n'});
    assertThrows(IllegalArgumentException.class, () -> ProfileFile.read(file));
  }

  @Test
  void theWrittenProfileSaysWhatEachNumberIsInLinesThatFitAScreen() {
    List<String> lines = ProfileFile.write(USUAL).lines().toList();
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      assertTrue(line.length() <= 100, line);
      if (line.startsWith("  ") && !line.startsWith("  #")) {
        keys.add(line);
        assertTrue(lines.get(i - 1).startsWith("  #"), line);
      }
    }
    assertTrue(keys.size() > 50, keys.size() + " keys");
    assertTrue(keys.contains("  filmNanoliters: 5000"), keys::toString);
    assertFalse(String.join("", keys).matches(".*[0-9]E.*"), "numbers as people write them");
  }
}
