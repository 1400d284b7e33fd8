package org.wetstack.emulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words at random, answered by the chip and by a model in C that was written from the sheet. */
class IndependentModelTest {

  private static final int WORDS = 1_000_000;
  private static final int FRAME = 20;

  /** Registers that random words shall hit more often than others. */
  private static final int[] LIVELY = {1, 10, 12, 32, 33, 38, 40, 42, 44, 46, 50, 64, 96, 252};

  @TempDir static Path folder;
  private static Path program;

  @BeforeAll
  static void compile() throws Exception {
    Path source = Path.of("src/test/c/rhs2116.c");
    program = folder.resolve("rhs2116");
    int result = -1;
    try {
      Process gcc =
          new ProcessBuilder(
                  "gcc", "-O2", "-Wall", "-Werror", "-o", program.toString(), source.toString())
              .inheritIO()
              .start();
      assertTrue(gcc.waitFor(60, TimeUnit.SECONDS), "gcc does not end");
      result = gcc.exitValue();
    } catch (IOException missing) {
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError("gcc must be there in CI", missing);
      }
      Assumptions.abort("needs gcc: " + missing.getMessage());
    }
    assertEquals(0, result, "gcc refuses " + source);
  }

  @Test
  void noWordIsAnsweredOtherThanTheSheetSays() throws Exception {
    long seed = 20_116;
    System.out.println("seed " + seed);
    Path input = folder.resolve("input");
    Path output = folder.resolve("output");
    int[] words = new int[WORDS];
    int[] replies = run(seed, words, input);
    Process model =
        new ProcessBuilder(program.toString())
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .start();
    assertTrue(model.waitFor(60, TimeUnit.SECONDS), "the model does not end");
    assertEquals(0, model.exitValue());
    try (BufferedReader lines = Files.newBufferedReader(output)) {
      // The first two replies mean nothing.
      lines.readLine();
      lines.readLine();
      for (int i = 2; i < WORDS; i++) {
        int expected = Integer.parseUnsignedInt(lines.readLine(), 16);
        if (expected != replies[i]) {
          throw new AssertionError(
              String.format(
                  "seed %d: word %d, %08x, is answered %08x, not %08x",
                  seed, i - 2, words[i - 2], replies[i], expected));
        }
      }
    }
  }

  private static int[] run(long seed, int[] words, Path input) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Rhs2116 chip = new Rhs2116(30_000, ChipParameters.flat(), seed);
    int[] replies = new int[words.length];
    int[] nanovolts = new int[16];
    boolean[] exceeded = new boolean[16];
    int[] setUp = setUp();
    try (BufferedWriter script = Files.newBufferedWriter(input)) {
      for (int i = 0; i < words.length; i++) {
        if (i % FRAME == 0 && i > setUp.length) {
          sample(chip, random, nanovolts, exceeded, script);
        }
        words[i] = i < setUp.length ? setUp[i] : word(random);
        script.write("W" + Integer.toHexString(words[i]) + "\n");
        replies[i] = chip.exchange(words[i]);
      }
    }
    return replies;
  }

  /** All that is indeterminate at power-up becomes 0, with amplifiers on; then every H once. */
  private static int[] setUp() {
    int[] setUp = new int[2 * 256];
    for (int r = 0; r < 256; r++) {
      int data = r == 1 ? 0x10 : r == 8 || r == 38 ? 0xFFFF : 0;
      setUp[r] = 0xB000_0000 | r << 16 | data;
      setUp[256 + r] = 0x0400_0000 | (r & 15) << 16;
    }
    return setUp;
  }

  private static void sample(
      Rhs2116 chip,
      SplittableRandom random,
      int[] nanovolts,
      boolean[] exceeded,
      BufferedWriter script)
      throws IOException {
    Arrays.fill(exceeded, false);
    int channel = random.nextInt(16);
    exceeded[channel] = random.nextInt(4) == 0;
    if (exceeded[channel]) {
      script.write("E" + channel + "\n");
    }
    chip.answer(new int[16], exceeded, 0);
    for (int c = 0; c < 16; c++) {
      int code =
          random.nextInt(8) == 0
              ? (random.nextBoolean() ? 32_767 : -32_768)
              : random.nextInt(-32_768, 32_768) >> random.nextInt(12);
      nanovolts[c] = code * 195;
      script.write("V" + c + " " + code + "\n");
    }
    chip.sense(nanovolts, 0);
  }

  /** Mostly conversions; registers 8 and 38 keep the amplifiers on. */
  private static int word(SplittableRandom random) {
    int flags = random.nextInt(4) == 0 ? random.nextInt(4) << 28 : 0;
    int kind = random.nextInt(16);
    if (kind < 9) {
      int channel = random.nextInt(8) == 0 ? random.nextInt(64) : random.nextInt(16);
      int dAndH = random.nextInt(8) == 0 ? random.nextInt(4) : 2 * random.nextInt(2);
      return flags | dAndH << 26 | channel << 16;
    }
    int address =
        random.nextInt(3) == 0 ? random.nextInt(256) : LIVELY[random.nextInt(LIVELY.length)];
    if (kind < 12) {
      boolean power = address == 8 || address == 38;
      return 0x8000_0000 | flags | address << 16 | (power ? 0xFFFF : data(random, address));
    }
    if (kind < 15) {
      return 0xC000_0000 | flags | address << 16;
    }
    int[] others = {0x6A00_0000, 0x5500_0000, 0x4000_0000 | random.nextInt(0x4000_0000)};
    return others[random.nextInt(3)];
  }

  private static int data(SplittableRandom random, int address) {
    boolean keyed = random.nextInt(8) != 0;
    return switch (address) {
      case 32 -> keyed ? 0xAAAA : random.nextInt(0x10000);
      case 33 -> keyed ? 0x00FF : random.nextInt(0x10000);
      default -> random.nextInt(0x10000);
    };
  }
}
