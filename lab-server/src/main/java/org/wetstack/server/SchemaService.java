package org.wetstack.server;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.rpc.ErrorDetailsProto;
import com.google.rpc.StatusProto;
import com.linecorp.armeria.server.annotation.Blocking;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashSet;
import java.util.Set;
import org.wetstack.api.v1.GetSchemaRequest;
import org.wetstack.api.v1.SchemaGrpc;

/** The schema, for clients without generated code; with what errors are told in. */
@Blocking
final class SchemaService extends SchemaGrpc.SchemaImplBase {

  private static final FileDescriptorSet FILES = files();

  private static FileDescriptorSet files() {
    Set<FileDescriptor> files = new LinkedHashSet<>();
    Verbs.services().forEach(service -> add(files, service.getFile()));
    add(files, StatusProto.getDescriptor());
    add(files, ErrorDetailsProto.getDescriptor());
    FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
    files.forEach(file -> set.addFile(file.toProto()));
    return set.build();
  }

  private static void add(Set<FileDescriptor> files, FileDescriptor file) {
    if (!files.contains(file)) {
      file.getDependencies().forEach(needed -> add(files, needed));
      files.add(file);
    }
  }

  @Override
  public void getSchema(GetSchemaRequest ask, StreamObserver<FileDescriptorSet> to) {
    to.onNext(FILES);
    to.onCompleted();
  }
}
