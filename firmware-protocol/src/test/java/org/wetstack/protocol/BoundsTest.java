package org.wetstack.protocol;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;

/** Java heeds exactly the bounds that nanopb gets from {@code firmware.options}. */
class BoundsTest {

  private static final String PACKAGE = "wetstack.firmware.v1.";

  /** A bounded field in one of the places where an envelope can carry it. */
  record Place(List<FieldDescriptor> path, int bound) {

    FieldDescriptor field() {
      return path.get(path.size() - 1);
    }

    /** The envelope, encoded, with {@code size} bytes or elements in the field. */
    ByteBuffer holding(int size) {
      return ByteBuffer.wrap(message(0, size).toByteArray());
    }

    private Message message(int depth, int size) {
      FieldDescriptor here = path.get(depth);
      var message = DynamicMessage.newBuilder(here.getContainingType());
      if (depth < path.size() - 1) {
        return message.setField(here, message(depth + 1, size)).build();
      }
      if (!here.isRepeated()) {
        boolean text = here.getJavaType() == FieldDescriptor.JavaType.STRING;
        return message
            .setField(here, text ? "x".repeat(size) : ByteString.copyFrom(new byte[size]))
            .build();
      }
      for (int i = 0; i < size; i++) {
        boolean nested = here.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        message.addRepeatedField(
            here, nested ? DynamicMessage.getDefaultInstance(here.getMessageType()) : (Object) i);
      }
      return message.build();
    }

    @Override
    public String toString() {
      return path.stream().map(FieldDescriptor::getName).collect(Collectors.joining("."));
    }
  }

  static List<Place> places() throws IOException {
    List<Place> places = new ArrayList<>();
    for (String line : options()) {
      String[] words = line.split("\\s+|:", -1);
      List<FieldDescriptor> path = new ArrayList<>();
      collect(HostMessage.getDescriptor(), words, path, places);
      collect(DeviceMessage.getDescriptor(), words, path, places);
    }
    return places;
  }

  private static List<String> options() throws IOException {
    var file = Vector.MODULE.resolve("src/main/proto/wetstack/firmware/v1/firmware.options");
    try (Stream<String> lines = Files.lines(file)) {
      return lines.filter(line -> line.startsWith(PACKAGE)).toList();
    }
  }

  private static void collect(
      Descriptor type, String[] words, List<FieldDescriptor> path, List<Place> places) {
    for (FieldDescriptor field : type.getFields()) {
      path.add(field);
      if (field.getFullName().equals(words[0])) {
        boolean text = field.getJavaType() == FieldDescriptor.JavaType.STRING;
        // A C string has room for its zero.
        int bound = Integer.parseInt(words[2]) - (text ? 1 : 0);
        places.add(new Place(List.copyOf(path), bound));
      } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        collect(field.getMessageType(), words, path, places);
      }
      path.remove(path.size() - 1);
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void whatFillsTheBoundIsReadAndOneMoreIsNot(Place place) {
    assertDoesNotThrow(() -> read(place, place.bound()));
    var refused =
        assertThrows(UnreadableMessageException.class, () -> read(place, place.bound() + 1));
    String name = place.field().getContainingType().getName() + "." + place.field().getName();
    assertFalse(refused.toString().isEmpty());
    assertEquals(true, refused.toString().contains(name), refused.toString());
  }

  @Test
  void everyTextListAndBytesFieldHasABound() throws IOException {
    List<String> bounded = options().stream().map(line -> line.split("\\s+", -1)[0]).toList();
    List<String> unbounded =
        HostMessage.getDescriptor().getFile().getMessageTypes().stream()
            .flatMap(type -> type.getFields().stream())
            .filter(BoundsTest::grows)
            .map(FieldDescriptor::getFullName)
            .filter(name -> !bounded.contains(name))
            .toList();
    assertEquals(List.of(), unbounded);
  }

  private static boolean grows(FieldDescriptor field) {
    return field.isRepeated()
        || field.getJavaType() == FieldDescriptor.JavaType.STRING
        || field.getJavaType() == FieldDescriptor.JavaType.BYTE_STRING;
  }

  private static Message read(Place place, int size) throws UnreadableMessageException {
    boolean host = place.path().get(0).getContainingType().equals(HostMessage.getDescriptor());
    ByteBuffer encoded = place.holding(size);
    return host ? Messages.host(encoded) : Messages.device(encoded);
  }
}
