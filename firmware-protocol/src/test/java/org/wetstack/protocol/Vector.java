package org.wetstack.protocol;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;

/** One golden vector of {@code firmware-protocol/vectors}; the bytes are in hexadecimal. */
record Vector(String name, String text, String message, String cobs, String length) {

  static final Path MODULE = Path.of(System.getProperty("basedir", "."));
  private static final Path FOLDER = MODULE.resolve("vectors");

  static List<Vector> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(Path::toString)
          .filter(f -> f.endsWith(".hex"))
          .sorted()
          .map(Vector::read)
          .toList();
    }
  }

  private static Vector read(String hexFile) {
    Path hex = Path.of(hexFile);
    String name = String.valueOf(hex.getFileName()).replace(".hex", "");
    try {
      List<String> lines = Files.readAllLines(hex);
      return new Vector(
          name,
          Files.readString(hex.resolveSibling(name + ".txtpb")),
          hex(lines.get(0), "message "),
          hex(lines.get(1), "cobs "),
          hex(lines.get(2), "length "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hex(String line, String key) {
    if (!line.startsWith(key)) {
      throw new IllegalArgumentException("expected '" + key + "…', found '" + line + "'");
    }
    return line.substring(key.length());
  }

  boolean fromHost() {
    return name.startsWith("host-");
  }

  /** The name of the envelope in the schema. */
  String envelope() {
    return fromHost() ? "HostMessage" : "DeviceMessage";
  }

  int maxMessage() {
    return fromHost() ? Framing.MAX_HOST_MESSAGE : Framing.MAX_DEVICE_MESSAGE;
  }

  /** What {@code text}, in the format of the {@code .txtpb} files, means. */
  Message parse(String text) throws TextFormat.ParseException {
    Message.Builder builder = fromHost() ? HostMessage.newBuilder() : DeviceMessage.newBuilder();
    TextFormat.merge(text, builder);
    return builder.build();
  }

  @Override
  public String toString() {
    return name;
  }
}
