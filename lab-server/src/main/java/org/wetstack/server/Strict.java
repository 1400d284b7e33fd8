package org.wetstack.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets JSON pass that has one meaning only: of a field that stands there twice one reader takes the
 * first and another the last. What is nested without end passes nowhere.
 */
final class Strict extends SimpleDecoratingHttpService {

  /** A message of ours needs seven. */
  static final int MOST_DEPTH = 32;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build())
                  .build())
          .build();

  Strict(HttpService service) {
    super(service);
  }

  static JsonMapper json() {
    return JSON;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    if (!Door.isJsonCall(request)) {
      return unwrap().serve(context, request);
    }
    return HttpResponse.of(request.aggregate().thenApply(whole -> pass(context, whole)));
  }

  private HttpResponse pass(ServiceRequestContext context, AggregatedHttpRequest whole) {
    try (HttpData content = whole.content()) {
      check(content.array());
      HttpRequest again = HttpRequest.of(whole.headers(), HttpData.wrap(content.array()));
      context.updateRequest(again);
      return unwrap().serve(context, again);
    } catch (JacksonException | IllegalArgumentException e) {
      return refused(
          String.valueOf(
              e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage()));
    } catch (Exception e) {
      return HttpResponse.ofFailure(e);
    }
  }

  private static void check(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("the body is to be an object: { ... }");
      }
      parser.skipChildren();
      if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
        throw new IllegalArgumentException("the body is to be one object, and nothing after it");
      }
    }
  }

  private static HttpResponse refused(String why) {
    return HttpResponse.of(
        HttpStatus.BAD_REQUEST,
        MediaType.JSON_UTF_8,
        JSON.writeValueAsString(
            Map.of(
                "code",
                io.grpc.Status.Code.INVALID_ARGUMENT.value(),
                "grpc-code",
                io.grpc.Status.Code.INVALID_ARGUMENT.name(),
                "message",
                "this JSON has no one meaning: " + why)));
  }
}
