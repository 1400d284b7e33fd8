package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code src/test/c/lsl_receiver.c}: a program in C that takes what we offer to LSL. */
final class LslReceiver implements AutoCloseable {

  /** What an inlet needs to be told to find several streams on one computer. */
  private static final String SETTINGS = "[lab]\nKnownPeers = {127.0.0.1}\n";

  private final Path folder;
  private final Process process;
  private final BufferedReader said;
  private final double openedAt;

  /** A marker and when it was, by LSL's clock. */
  record Marker(double at, String text) {}

  /** Looks for the streams, and returns when both are open. */
  LslReceiver(Path folder, String name, long samples) throws Exception {
    this.folder = Files.createDirectories(folder);
    Files.writeString(folder.resolve("lsl_api.cfg"), SETTINGS);
    var builder =
        new ProcessBuilder(
                LslPackage.receiver().toString(),
                LslPackage.library().toString(),
                name,
                String.valueOf(samples),
                folder.toString())
            .directory(folder.toFile())
            .redirectError(folder.resolve("errors").toFile());
    builder.environment().put("LSLAPICFG", folder.resolve("lsl_api.cfg").toString());
    process = builder.start();
    said = process.inputReader(StandardCharsets.UTF_8);
    openedAt = clock("open ");
  }

  private double clock(String word) throws IOException {
    String line = said.readLine();
    assertTrue(line != null && line.startsWith(word), () -> line + errors());
    return Double.parseDouble(line.substring(word.length()));
  }

  private String errors() {
    try {
      return "\n" + Files.readString(folder.resolve("errors"));
    } catch (IOException e) {
      return "\n" + e;
    }
  }

  /** LSL's clock when both streams were open. */
  double openedAt() {
    return openedAt;
  }

  /** Waits until it has all its samples; LSL's clock then. */
  double taken() throws IOException {
    return clock("taken ");
  }

  /** Has it end, with the markers until now; to be called before what it took is asked for. */
  void end() throws IOException, InterruptedException {
    process.getOutputStream().close();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the receiver does not end");
    assertEquals(0, process.exitValue(), this::errors);
  }

  /** Has it stand still where it is, as a program that hangs does. */
  void freeze() throws Exception {
    Process kill = new ProcessBuilder("kill", "-STOP", String.valueOf(process.pid())).start();
    assertEquals(0, kill.waitFor());
  }

  String xml(String stream) throws IOException {
    return Files.readString(folder.resolve(stream + ".xml"));
  }

  double[] times() throws IOException {
    var times = bytes("times").asDoubleBuffer();
    double[] all = new double[times.remaining()];
    times.get(all);
    return all;
  }

  short[] counts() throws IOException {
    var values = bytes("values").asShortBuffer();
    short[] all = new short[values.remaining()];
    values.get(all);
    return all;
  }

  float[] microvolts() throws IOException {
    var values = bytes("values").asFloatBuffer();
    float[] all = new float[values.remaining()];
    values.get(all);
    return all;
  }

  private ByteBuffer bytes(String file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(folder.resolve(file))).order(ByteOrder.nativeOrder());
  }

  List<Marker> markers() throws IOException {
    return Files.readAllLines(folder.resolve("markers")).stream()
        .map(line -> line.split("\t", 2))
        .map(parts -> new Marker(Double.parseDouble(parts[0]), parts[1]))
        .toList();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
