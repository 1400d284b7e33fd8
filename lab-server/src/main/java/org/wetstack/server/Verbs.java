package org.wetstack.server;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.wetstack.api.v1.Access;
import org.wetstack.api.v1.AccessFile;
import org.wetstack.api.v1.LeaseFile;
import org.wetstack.api.v1.MoveFile;
import org.wetstack.api.v1.RigFile;
import org.wetstack.api.v1.StoreFile;
import org.wetstack.api.v1.UsersFile;
import org.wetstack.api.v1.WorkFile;

/** Every method of the API with who may call it: read from the schema, and nowhere else. */
final class Verbs {

  private static final List<FileDescriptor> FILES =
      List.of(
          AccessFile.getDescriptor(),
          RigFile.getDescriptor(),
          LeaseFile.getDescriptor(),
          WorkFile.getDescriptor(),
          MoveFile.getDescriptor(),
          UsersFile.getDescriptor(),
          StoreFile.getDescriptor());

  private static final SortedMap<String, MethodDescriptor> METHODS =
      FILES.stream()
          .flatMap(file -> file.getServices().stream())
          .flatMap(service -> service.getMethods().stream())
          .collect(
              Collectors.toMap(Verbs::wireName, Function.identity(), (a, b) -> a, TreeMap::new));

  private Verbs() {}

  static List<ServiceDescriptor> services() {
    return FILES.stream().flatMap(file -> file.getServices().stream()).toList();
  }

  /** Keys are as gRPC calls methods: {@code wetstack.api.v1.Work/Dose}. */
  static SortedMap<String, MethodDescriptor> methods() {
    return METHODS;
  }

  /** Who may call the method with this {@link #methods() name}; empty: nobody. */
  static Optional<Access> access(String wireName) {
    return Optional.ofNullable(METHODS.get(wireName))
        .filter(method -> method.getOptions().hasExtension(AccessFile.access))
        .map(method -> method.getOptions().getExtension(AccessFile.access));
  }

  private static String wireName(MethodDescriptor method) {
    return method.getService().getFullName() + "/" + method.getName();
  }
}
