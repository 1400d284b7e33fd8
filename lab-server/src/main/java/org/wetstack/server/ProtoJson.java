package org.wetstack.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;

/**
 * JSON as protobuf maps it. A field that a message does not have is refused: whoever writes {@code
 * smaple} for {@code sample} shall not fire now.
 */
final class ProtoJson implements GrpcJsonMarshaller {

  private static final JsonFormat.Parser PARSER = JsonFormat.parser();
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace();

  @Override
  public <T> void serializeMessage(Marshaller<T> marshaller, T message, OutputStream out)
      throws IOException {
    out.write(PRINTER.print((Message) message).getBytes(UTF_8));
  }

  @Override
  public <T> T deserializeMessage(Marshaller<T> marshaller, InputStream in) throws IOException {
    PrototypeMarshaller<T> known = (PrototypeMarshaller<T>) marshaller;
    Message empty = (Message) known.getMessagePrototype();
    if (empty == null) {
      throw new IllegalStateException("a marshaller without a message");
    }
    Message.Builder message = empty.newBuilderForType();
    try {
      PARSER.merge(new InputStreamReader(in, UTF_8), message);
    } catch (InvalidProtocolBufferException e) {
      throw Status.INVALID_ARGUMENT
          .withDescription(Problems.shortened("this JSON is not understood: " + e.getMessage()))
          .asRuntimeException();
    }
    return known.getMessageClass().cast(message.build());
  }
}
