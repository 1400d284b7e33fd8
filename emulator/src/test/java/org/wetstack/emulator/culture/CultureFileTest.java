package org.wetstack.emulator.culture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.culture.chemistry.Chemistry;
import org.wetstack.emulator.culture.life.Life;
import org.wetstack.emulator.culture.life.Strain;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.emulator.tissue.Fluid;
import org.wetstack.emulator.tissue.Stateful;

class CultureFileTest {

  private static final long SEED = -42;
  private static final Profile USUAL = Profile.usual();
  private static final Dish DISH =
      new Dish(30_000, 195, List.of(new Dish.Place(0, 0), new Dish.Place(-200, 150)));

  private final Chemistry chemistry = new Chemistry(USUAL.chemistry());
  private final Life life = new Life(SEED, USUAL.life());

  private static List<CultureFile.Part> parts(Stateful first, Stateful second) {
    return List.of(new CultureFile.Part("chemistry", first), new CultureFile.Part("life", second));
  }

  private byte[] bytes() throws IOException {
    chemistry.infuse(new Fluid(1_000, 5, true), 700);
    chemistry.step(50_000_000);
    life.step(50_000_000, Strain.NONE);
    return CultureFile.bytes(SEED, USUAL, DISH, parts(chemistry, life));
  }

  private static String refusal(byte[] bytes) {
    var refused =
        assertThrows(
            IOException.class,
            () -> {
              SavedCulture culture = CultureFile.parse("my.culture", bytes);
              culture.restore(
                  parts(new Chemistry(USUAL.chemistry()), new Life(SEED, USUAL.life())));
            });
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("my.culture"), message);
    return message;
  }

  /** With a check sum that is right, as if it had been saved so. */
  private static byte[] sealed(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - 8);
    ByteBuffer.wrap(bytes).putLong(bytes.length - 8, crc.getValue());
    return bytes;
  }

  @Test
  void whatIsSavedIsRestoredToTheBit(@TempDir Path folder) throws IOException {
    bytes();
    Path file = folder.resolve("a.culture");
    CultureFile.write(file, SEED, USUAL, DISH, parts(chemistry, life));
    SavedCulture saved = CultureFile.read(file);
    assertEquals(SEED, saved.seed());
    assertEquals(USUAL, saved.profile());
    assertEquals(DISH, saved.dish());
    var there = new Chemistry(saved.profile().chemistry());
    var its = new Life(saved.seed(), saved.profile().life());
    saved.restore(parts(there, its));
    assertEquals(chemistry.dopamineNanomolar(), there.dopamineNanomolar());
    assertEquals(life.daysInVitro(), its.daysInVitro());
    assertArrayEquals(
        Files.readAllBytes(file), CultureFile.bytes(SEED, USUAL, DISH, parts(there, its)));
  }

  @Test
  void aFileIsReplacedAsAWholeOrNotAtAll(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.culture");
    CultureFile.write(file, SEED, USUAL, DISH, parts(chemistry, life));
    CultureFile.write(file, SEED + 1, USUAL, DISH, parts(chemistry, life));
    assertEquals(SEED + 1, CultureFile.read(file).seed());
    var broken = parts(chemistry, new Broken());
    assertThrows(IOException.class, () -> CultureFile.write(file, 7, USUAL, DISH, broken));
    assertEquals(SEED + 1, CultureFile.read(file).seed());
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(List.of(file), all.toList());
    }
    Path nowhere = folder.resolve("no/where.culture");
    assertThrows(
        IOException.class,
        () -> CultureFile.write(nowhere, 7, USUAL, DISH, parts(chemistry, life)));
    assertThrows(IOException.class, () -> CultureFile.read(folder));
    assertThrows(IOException.class, () -> CultureFile.read(nowhere));
  }

  private static final class Broken implements Stateful {
    @Override
    public void save(DataOutput out) throws IOException {
      throw new IOException("no");
    }

    @Override
    public void restore(DataInput in) {}
  }

  @Test
  void anythingCutOffIsNoticed() throws IOException {
    byte[] whole = bytes();
    for (int length = 0; length < whole.length; length += length < 50 ? 1 : 23) {
      refusal(Arrays.copyOf(whole, length));
    }
    assertTrue(refusal(Arrays.copyOf(whole, 10)).contains("cut short"));
    refusal(Arrays.copyOf(whole, whole.length + 1));
  }

  @Test
  void everyFlippedBitIsNoticed() throws IOException {
    byte[] whole = bytes();
    for (int bit = 0; bit < 8 * whole.length; bit += 37) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      refusal(flipped);
    }
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 1;
    assertTrue(refusal(flipped).contains("its check sum is"), refusal(flipped));
  }

  @Test
  void whatIsNoCultureOrOfAnotherVersionIsCalledThat() throws IOException {
    assertTrue(
        refusal("boards:\n".getBytes(StandardCharsets.UTF_8)).contains("is no saved culture"));
    byte[] newer = bytes();
    newer[11] = 2;
    assertTrue(
        refusal(sealed(newer)).contains("of format 2; this program reads format 1"),
        refusal(sealed(newer)));
  }

  /** As somebody could make it on purpose: never anything worse than an IOException. */
  @Test
  void nonsenseWithARightCheckSumIsRefusedOrHarmless() throws IOException {
    byte[] whole = bytes();
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < 80; i++) {
      byte[] wrong = whole.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        wrong[12 + random.nextInt(wrong.length - 20)] = (byte) random.nextInt();
      }
      try {
        SavedCulture culture = CultureFile.parse("my.culture", sealed(wrong));
        culture.restore(parts(new Chemistry(USUAL.chemistry()), new Life(SEED, USUAL.life())));
      } catch (IOException e) {
        assertTrue(e.getMessage() != null, "seed " + seed);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", " + i, e);
      }
    }
  }

  @Test
  void otherPartsThanWereSavedAreNamed() throws IOException {
    SavedCulture saved = CultureFile.parse("my.culture", bytes());
    var other = List.of(new CultureFile.Part("life", new Life(SEED, USUAL.life())));
    var refused = assertThrows(IOException.class, () -> saved.restore(other));
    assertEquals("my.culture has the parts [chemistry, life], not [life]", refused.getMessage());
    var swapped =
        List.of(
            new CultureFile.Part("chemistry", new Life(SEED, USUAL.life())),
            new CultureFile.Part("life", new Chemistry(USUAL.chemistry())));
    var wrong = assertThrows(IOException.class, () -> saved.restore(swapped));
    assertTrue(
        String.valueOf(wrong.getMessage()).startsWith("my.culture, part 'chemistry': "),
        wrong::toString);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            CultureFile.bytes(
                SEED,
                USUAL,
                DISH,
                List.of(parts(chemistry, life).get(0), parts(chemistry, life).get(0))));
  }

  @Test
  void anotherDishIsRefusedByWhatDiffers() throws IOException {
    SavedCulture saved = CultureFile.parse("my.culture", bytes());
    saved.requireDish(DISH);
    var slower = new Dish(20_000, 195, DISH.electrodes());
    var refused = assertThrows(IllegalArgumentException.class, () -> saved.requireDish(slower));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("my.culture lay on 2 electrodes at 30000 samples"), message);
    assertTrue(message.contains("this array has 2 electrodes at 20000 samples"), message);
  }
}
