package org.wetstack.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;

/** The vectors are made outside of Java: {@code vectors/README.md}. */
class GoldenVectorsTest {

  static List<Vector> all() throws IOException {
    return Vector.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void textBecomesExactlyTheseBytes(Vector vector) throws Exception {
    byte[] encoded = vector.parse(vector.text()).toByteArray();
    assertEquals(vector.message(), Received.hex(encoded));
    assertTrue(encoded.length <= vector.maxMessage());
  }

  @ParameterizedTest
  @MethodSource("all")
  void bytesAreReadAsTheText(Vector vector) throws Exception {
    ByteBuffer bytes = bytes(vector.message());
    Message read = vector.fromHost() ? Messages.host(bytes) : Messages.device(bytes);
    assertEquals(vector.parse(vector.text()), read);
    assertTrue(read.getUnknownFields().asMap().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("all")
  void framesAreExactlyTheseBytesAndAreOpened(Vector vector) {
    Framing cobs = Framing.cobs(vector.maxMessage());
    assertEquals(vector.cobs(), Received.hex(wrapped(cobs, vector)));
    assertEquals(
        List.of(vector.message()), new Received(cobs).feed(bytes(vector.cobs())).messages());
    Framing length = Framing.lengthPrefixed(vector.maxMessage());
    assertEquals(vector.length(), Received.hex(wrapped(length, vector)));
    assertEquals(
        List.of(vector.message()), new Received(length).feed(bytes(vector.length())).messages());
  }

  @ParameterizedTest
  @MethodSource("all")
  void protocReadsWhatJavaFramed(Vector vector) throws Exception {
    OutsideTool.require("protoc");
    byte[] encoded = vector.parse(vector.text()).toByteArray();
    ByteBuffer frame = Framing.lengthPrefixed(vector.maxMessage()).wrap(ByteBuffer.wrap(encoded));
    String decoded =
        new OutsideTool(
                "protoc",
                "--proto_path=" + Vector.MODULE.resolve("src/main/proto"),
                "--decode=wetstack.firmware.v1." + vector.envelope(),
                "wetstack/firmware/v1/firmware.proto")
            .run(Received.bytes(frame.slice(4, frame.getInt(0))), 30, TimeUnit.SECONDS);
    assertEquals(vector.parse(vector.text()), vector.parse(decoded));
  }

  @Test
  void everyBodyHasAVector() throws Exception {
    Set<String> seen = new TreeSet<>();
    for (Vector vector : all()) {
      Message read = vector.parse(vector.text());
      var body = read.getDescriptorForType().getOneofs().get(0);
      seen.add(vector.envelope() + "." + read.getOneofFieldDescriptor(body).getName());
    }
    Set<String> bodies = new TreeSet<>();
    for (Descriptor envelope :
        List.of(HostMessage.getDescriptor(), DeviceMessage.getDescriptor())) {
      envelope
          .getOneofs()
          .get(0)
          .getFields()
          .forEach(f -> bodies.add(envelope.getName() + "." + f.getName()));
    }
    assertEquals(bodies, seen);
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  private static byte[] wrapped(Framing framing, Vector vector) {
    return Received.bytes(framing.wrap(bytes(vector.message())));
  }
}
