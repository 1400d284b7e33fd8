package org.wetstack.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;

/**
 * Reads messages without copying what they carry: {@code bytes} fields of the result are views of
 * the buffer. When that buffer is reused, as the one of {@link Framing#feed} is, take what is
 * needed before returning, or copy it. Bounds of the protocol (SPEC.md, 1.4) are checked, so what
 * comes out of here would fit into firmware without a heap.
 */
public final class Messages {

  private static final int MAX_NESTING = 16;

  private Messages() {}

  /**
   * What a device said. Does not move {@code encoded}.
   *
   * @throws UnreadableMessageException if it is not a message, or is out of its bounds
   */
  public static DeviceMessage device(ByteBuffer encoded) throws UnreadableMessageException {
    DeviceMessage message = read(DeviceMessage.parser(), encoded, Framing.MAX_DEVICE_MESSAGE);
    Bounds.check(message);
    return message;
  }

  /**
   * What a host said. Does not move {@code encoded}.
   *
   * @throws UnreadableMessageException if it is not a message, or is out of its bounds
   */
  public static HostMessage host(ByteBuffer encoded) throws UnreadableMessageException {
    HostMessage message = read(HostMessage.parser(), encoded, Framing.MAX_HOST_MESSAGE);
    Bounds.check(message);
    return message;
  }

  private static <M extends MessageLite> M read(Parser<M> parser, ByteBuffer encoded, int max)
      throws UnreadableMessageException {
    if (encoded.remaining() > max) {
      throw new UnreadableMessageException(
          "message of " + encoded.remaining() + " bytes; at most " + max + " are allowed");
    }
    CodedInputStream in = view(encoded).newCodedInput();
    in.enableAliasing(true);
    in.setRecursionLimit(MAX_NESTING);
    try {
      M message = parser.parseFrom(in);
      in.checkLastTagWas(0);
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw new UnreadableMessageException("not a message: " + e.getMessage(), e);
    }
  }

  private static ByteString view(ByteBuffer encoded) {
    if (!encoded.hasArray()) {
      return ByteString.copyFrom(encoded.duplicate());
    }
    int offset = encoded.arrayOffset() + encoded.position();
    return UnsafeByteOperations.unsafeWrap(encoded.array(), offset, encoded.remaining());
  }
}
