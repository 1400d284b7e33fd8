package org.wetstack.server;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.UnframedGrpcErrorHandler;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Errors as JSON. gRPC sends messages in a header, where all but ASCII is percent-encoded (gRPC
 * over HTTP/2, "Status-Message"); in JSON a µ can stand as it is.
 */
final class JsonErrors implements UnframedGrpcErrorHandler {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String MESSAGE = "message";

  private final UnframedGrpcErrorHandler usual = UnframedGrpcErrorHandler.ofJson();

  @Override
  public HttpResponse handle(
      ServiceRequestContext context, Status status, AggregatedHttpResponse response) {
    return HttpResponse.of(
        usual
            .handle(context, status, response)
            .aggregate()
            .thenApply(
                told ->
                    HttpResponse.of(
                        told.headers().withMutations(headers -> headers.remove("content-length")),
                        HttpData.wrap(plain(told.content().array())))));
  }

  private static byte[] plain(byte[] json) {
    try {
      JsonNode root = JSON.readTree(json);
      if (root instanceof ObjectNode object && object.path(MESSAGE).isString()) {
        return JSON.writeValueAsBytes(
            object.put(MESSAGE, decoded(object.path(MESSAGE).asString())));
      }
      return json;
    } catch (JacksonException e) {
      // Not ours to mend.
      return json;
    }
  }

  /** What does not follow the rule stays as it is. */
  static String decoded(String message) {
    if (message.indexOf('%') < 0) {
      return message;
    }
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    var plain = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
      if (bytes[i] == '%' && low >= 0) {
        plain.write(high << 4 | low);
        i += 2;
      } else {
        plain.write(bytes[i]);
      }
    }
    return plain.toString(StandardCharsets.UTF_8);
  }
}
