package org.wetstack.emulator.culture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.tissue.Fluid;

class CultureTest {

  private static final long GOLDEN = 3_332_147_389L;

  @TempDir private Path folder;

  /** A second with pulses, dopamine and an injected spike. */
  private static void live(Rigged rigged) {
    rigged.rest(1_000);
    rigged.culture.infuse(new Fluid(10_000, 0, true), 500);
    for (int i = 0; i < 8; i++) {
      rigged.pulse(5 * (i % 6), 1_000 + 500 * i);
      rigged.rest(3_000);
    }
    rigged.culture.injectSpike(9, 300);
    rigged.rest(30_000 - 25_096);
  }

  @Test
  void aSeedGivesTheSameSamplesOnEveryMachine() {
    var rigged = new Rigged(7);
    live(rigged);
    live(rigged);
    assertEquals(GOLDEN, rigged.hash(), "hash of two seconds of 32 channels");
    var other = new Rigged(8);
    live(other);
    live(other);
    assertNotEquals(rigged.hash(), other.hash());
  }

  @Test
  void aCultureSavedInTheMidstOfAPulseGoesOnElsewhereToTheBit() throws IOException {
    var here = new Rigged(7);
    live(here);
    here.culture.injectSpike(3, 500);
    here.drive(2, -2_000, 4);
    Path file = folder.resolve("moved.culture");
    here.culture.write(file);
    var there = new Rigged(Culture.read(file));
    assertEquals(here.culture.position(), there.culture.position());
    here.spikes.clear();
    for (Rigged each : List.of(here, there)) {
      each.drive(2, -2_000, 2);
      each.drive(2, 2_000, 6);
    }
    for (int i = 0; i < 30_000; i++) {
      here.step();
      there.step();
      for (int c = 0; c < 32; c++) {
        assertEquals(here.nanovolts[c], there.nanovolts[c], "sample " + i + ", channel " + c);
      }
    }
    assertEquals(here.spikes, there.spikes);
    assertTrue(here.spikes.stream().anyMatch(spike -> spike.neuron() < 0));
  }

  @Test
  void samplesInWhichNothingIsDrivenCanBeMadeAtOnce() {
    var single = new Rigged(7);
    var atOnce = new Rigged(7);
    int[] block = new int[50 * 32];
    boolean charged = false;
    for (int round = 0; round < 60; round++) {
      for (Rigged each : List.of(single, atOnce)) {
        each.pulse(round % 32, 100 * round);
        each.culture.injectSpike(3, 20);
        each.drive(round % 7, 0, 1);
      }
      for (int count = 1; count < 50; count += 7) {
        atOnce.culture.rest(atOnce.drive, count, block);
        for (int i = 0; i < count; i++) {
          single.step();
          for (int c = 0; c < 32; c++) {
            assertEquals(single.nanovolts[c], block[32 * i + c], "sample " + i + ", channel " + c);
          }
        }
        assertEquals(single.drive.answered, atOnce.drive.answered);
        assertArrayEquals(single.drive.microvolts, atOnce.drive.microvolts);
        charged |= single.drive.answered;
      }
      // Now and then all charge leaks away.
      atOnce.culture.pass(round % 10 * 5_000L);
      single.culture.pass(round % 10 * 5_000L);
    }
    assertTrue(charged);
    assertEquals(single.spikes, atOnce.spikes);
    for (int e = 0; e < 32; e++) {
      assertEquals(
          single.culture.surfaces().netPicocoulombs(e),
          atOnce.culture.surfaces().netPicocoulombs(e));
      assertEquals(
          single.culture.surfaces().largestPhasePicocoulombs(e),
          atOnce.culture.surfaces().largestPhasePicocoulombs(e));
    }
  }

  @Test
  void spikesComeWhetherOrNotSomebodyLooks() {
    var looked = new Rigged(3);
    var passed = new Rigged(3);
    looked.rest(45_007);
    passed.culture.pass(45_007);
    assertEquals(looked.spikes, passed.spikes);
    assertTrue(looked.spikes.size() > 10, looked.spikes.size() + " spikes");
    // And afterwards both show the same, but for low-passes of noise that had not gone on.
    looked.rest(3_000);
    passed.rest(3_000);
    for (int c = 0; c < 32; c++) {
      assertEquals(looked.nanovolts[c], passed.nanovolts[c], 500, "channel " + c);
    }
  }

  @Test
  void aSpikeInjectedWhileNobodyLooksIsToldAndNotSeenLater() {
    var injected = new Rigged(3);
    var left = new Rigged(3);
    injected.culture.injectSpike(3, 2_990);
    injected.culture.pass(6_000);
    left.culture.pass(6_000);
    assertEquals(1, injected.spikes.stream().filter(spike -> spike.neuron() < 0).count());
    for (int i = 0; i < 200; i++) {
      injected.step();
      left.step();
      assertEquals(left.nanovolts[3], injected.nanovolts[3], "sample " + i);
    }
  }

  @Test
  void aPulseIsAnsweredWithinMillisecondsByCellsAroundIt() {
    var rigged = new Rigged(3);
    int before = 0;
    int after = 0;
    int evoked = 0;
    for (int i = 0; i < 10; i++) {
      rigged.culture.pass(30_000);
      rigged.spikes.clear();
      long from = rigged.culture.position();
      rigged.rest(450);
      before += rigged.spikes.size();
      rigged.pulse(10, 2_000);
      rigged.rest(450);
      long began = from + 450;
      for (Rigged.Spike spike : rigged.spikes) {
        if (spike.evoked()) {
          evoked++;
          assertEquals(1, spike.channel() / 8, "only the organoid that is stimulated answers");
          double millis = (spike.trough() - began) / 30.0;
          assertTrue(millis > 1.5 && millis < 17, "after " + millis + " ms");
        }
      }
      after += rigged.spikes.size();
    }
    assertTrue(evoked >= 10, evoked + " answers to ten pulses");
    assertTrue(after - before > 3 * before / 2, before + " before, " + after + " in all");
  }

  @Test
  void anInjectedSpikeIsWhereItWasAskedForInAllItsDepth() {
    var rigged = new Rigged(3);
    var twin = new Rigged(3);
    for (int ahead : new int[] {9, 20, 50, 333}) {
      rigged.culture.injectSpike(6, ahead);
      int deepest = 0;
      int at = -1;
      for (int i = 0; i < ahead + 60; i++) {
        rigged.step();
        twin.step();
        int difference = rigged.nanovolts[6] - twin.nanovolts[6];
        if (difference < deepest) {
          deepest = difference;
          at = i;
        }
      }
      assertEquals(ahead, at, "asked for " + ahead + " ahead");
      assertEquals(-200_000, deepest, 4_000);
    }
    assertEquals(4, rigged.spikes.stream().filter(spike -> spike.neuron() < 0).count());
    assertThrows(IllegalArgumentException.class, () -> rigged.culture.injectSpike(32, 10));
    assertThrows(IllegalArgumentException.class, () -> rigged.culture.injectSpike(0, -1));
  }

  @Test
  void moreInjectedSpikesThanItsBoundAreRefused() {
    var culture = new Rigged(3).culture;
    for (int i = 0; i < 4_096; i++) {
      culture.injectSpike(0, 30_000 + i);
    }
    assertThrows(IllegalStateException.class, () -> culture.injectSpike(0, 60_000));
  }

  @Test
  void chargeFarBeyondTheLimitsHurtsElectrodeAndTissue() {
    var rigged = new Rigged(3);
    rigged.culture.pass(60_000);
    double damage = rigged.culture.life().damage();
    for (int i = 0; i < 500; i++) {
      rigged.drive(0, -20_000, 30);
      rigged.drive(0, 20_000, 30);
    }
    rigged.rest(30_000);
    assertTrue(rigged.culture.surfaces().lostSurface(0) > 0.01);
    assertTrue(rigged.culture.kiloohms(0) > new Rigged(3).culture.kiloohms(0));
    assertTrue(rigged.culture.life().damage() > damage, "damage " + damage + " and no more");
  }

  @Test
  void daysGoByAtRest() {
    var culture = new Rigged(3).culture;
    double days = culture.life().daysInVitro();
    culture.rest(Duration.ofDays(5));
    assertEquals(days + 5, culture.life().daysInVitro(), 1e-6);
    assertEquals(0, culture.position());
    culture.rest(Duration.ofDays(300));
    assertTrue(culture.life().dead());
    var rigged = new Rigged(culture);
    rigged.culture.pass(30_000);
    assertEquals(List.of(), rigged.spikes);
    assertThrows(IllegalArgumentException.class, () -> culture.rest(Duration.ofMillis(1_500)));
  }

  @Test
  void dopamineReachesTheCells() {
    var culture = new Rigged(3).culture;
    culture.infuse(new Fluid(10_000, 0, true), 500);
    culture.pass(30_000);
    assertTrue(culture.chemistry().dopamineNanomolar() > 100);
  }

  @Test
  void sitesAreTheEightElectrodesThatAreTogether() {
    var culture = new Rigged(3).culture;
    assertEquals(4, culture.organoids());
    for (int e = 0; e < 32; e++) {
      assertEquals(e / 8, culture.organoidAt(e));
    }
    assertFalse(culture.organoidAt(0) == culture.organoidAt(31));
  }
}
