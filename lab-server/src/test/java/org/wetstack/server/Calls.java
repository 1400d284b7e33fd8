package org.wetstack.server;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wetstack.api.v1.ExperimentsGrpc;
import org.wetstack.api.v1.LeasesGrpc;
import org.wetstack.api.v1.MovesGrpc;
import org.wetstack.api.v1.RigGrpc;
import org.wetstack.api.v1.SchemaGrpc;
import org.wetstack.api.v1.StoreGrpc;
import org.wetstack.api.v1.UsersGrpc;
import org.wetstack.api.v1.WorkGrpc;

/** Calls any method of a served rig, over gRPC and over JSON. */
final class Calls {

  private static final List<ServiceDescriptor> SERVICES =
      List.of(
          RigGrpc.getServiceDescriptor(),
          LeasesGrpc.getServiceDescriptor(),
          WorkGrpc.getServiceDescriptor(),
          MovesGrpc.getServiceDescriptor(),
          ExperimentsGrpc.getServiceDescriptor(),
          UsersGrpc.getServiceDescriptor(),
          StoreGrpc.getServiceDescriptor(),
          SchemaGrpc.getServiceDescriptor());

  private final ServedRig rig;
  private final Map<String, Channel> channels = new LinkedHashMap<>();

  Calls(ServedRig rig) {
    this.rig = rig;
    List.of(
            RigGrpc.RigBlockingStub.class,
            LeasesGrpc.LeasesBlockingStub.class,
            WorkGrpc.WorkBlockingStub.class,
            MovesGrpc.MovesBlockingStub.class,
            ExperimentsGrpc.ExperimentsBlockingStub.class,
            UsersGrpc.UsersBlockingStub.class,
            StoreGrpc.StoreBlockingStub.class,
            SchemaGrpc.SchemaBlockingStub.class)
        .forEach(this::connect);
  }

  private void connect(Class<? extends AbstractStub<?>> type) {
    channels.put(type.getSimpleName().replace("BlockingStub", ""), stub(type).getChannel());
  }

  <S extends AbstractStub<?>> S stub(Class<S> type) {
    return GrpcClients.builder("gproto+http://127.0.0.1:" + rig.port() + "/").build(type);
  }

  static Metadata bearer(@Nullable String token) {
    var headers = new Metadata();
    if (token != null) {
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    }
    return headers;
  }

  /**
   * How {@code method} ended: of a stream, whether it could be begun.
   *
   * @param silence of a stream after which it has been begun
   */
  @SuppressWarnings("unchecked")
  Status grpc(@Nullable String token, MethodDescriptor method, Message ask, Duration silence) {
    io.grpc.MethodDescriptor<Message, Message> wire =
        (io.grpc.MethodDescriptor<Message, Message>) wire(method);
    Channel channel =
        ClientInterceptors.intercept(
            channels.get(method.getService().getName()),
            MetadataUtils.newAttachHeadersInterceptor(bearer(token)));
    try {
      if (wire.getType().serverSendsOneMessage()) {
        ClientCalls.blockingUnaryCall(channel, wire, CallOptions.DEFAULT, ask);
      } else {
        begin(channel, wire, ask, silence);
      }
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  /** A stream that is silent has been begun. */
  private static void begin(
      Channel channel,
      io.grpc.MethodDescriptor<Message, Message> wire,
      Message ask,
      Duration silence) {
    try {
      boolean unused =
          ClientCalls.blockingServerStreamingCall(
                  channel,
                  wire,
                  CallOptions.DEFAULT.withDeadlineAfter(
                      silence.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS),
                  ask)
              .hasNext();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.DEADLINE_EXCEEDED
          && e.getStatus().getCode() != Status.Code.CANCELLED) {
        throw e;
      }
    }
  }

  private static io.grpc.MethodDescriptor<?, ?> wire(MethodDescriptor method) {
    return SERVICES.stream()
        .flatMap(service -> service.getMethods().stream())
        .filter(
            one ->
                ((ProtoMethodDescriptorSupplier) one.getSchemaDescriptor())
                    .getMethodDescriptor()
                    .getFullName()
                    .equals(method.getFullName()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(method.getFullName() + " is not served"));
  }

  /** The same over JSON; empty if it is not mapped. */
  Optional<ServedRig.Answer> json(@Nullable String token, MethodDescriptor method, Message ask)
      throws Exception {
    HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
    boolean get = !rule.getGet().isEmpty();
    String path = get ? rule.getGet() : rule.getPost();
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Message.Builder rest = ask.toBuilder();
    for (FieldDescriptor field : ask.getDescriptorForType().getFields()) {
      String placed = "{" + field.getName() + "}";
      if (path.contains(placed)) {
        path = path.replace(placed, String.valueOf(ask.getField(field)));
        rest.clearField(field);
      }
    }
    return Optional.of(get ? rig.get(path, token) : rig.post(path, token, print(rest.build())));
  }

  private static String print(Message body) throws InvalidProtocolBufferException {
    return JsonFormat.printer().print(body);
  }
}
