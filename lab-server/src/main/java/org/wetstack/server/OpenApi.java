package org.wetstack.server;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wetstack.api.v1.Access;
import org.wetstack.api.v1.Hold;
import org.wetstack.api.v1.Role;

/**
 * The HTTP/JSON face of the API as an OpenAPI 3.1 document, worked out from the schema. JSON is as
 * protobuf maps it: 64-bit numbers are strings, bytes are base64, times are RFC 3339.
 */
final class OpenApi {

  private static final Pattern PARAMETER = Pattern.compile("\\{([a-z_]+)}");

  private final Map<String, Object> schemas = new TreeMap<>();

  private OpenApi() {}

  /** The document, ready for any JSON writer. */
  static Map<String, Object> document(String title, String version) {
    return new OpenApi().whole(title, version);
  }

  private Map<String, Object> whole(String title, String version) {
    Map<String, Object> paths = new TreeMap<>();
    Verbs.methods().forEach((name, method) -> path(paths, name, method));
    schemas.put("Error", error());
    Map<String, Object> document = new TreeMap<>();
    document.put("openapi", "3.1.0");
    document.put("info", Map.of("title", title, "version", version));
    document.put("paths", paths);
    document.put(
        "components",
        Map.of(
            "schemas",
            schemas,
            "securitySchemes",
            Map.of("bearer", Map.of("type", "http", "scheme", "bearer"))));
    document.put("security", List.of(Map.of("bearer", List.of())));
    return document;
  }

  private void path(Map<String, Object> paths, String name, MethodDescriptor method) {
    HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
    boolean get = !rule.getGet().isEmpty();
    String path = get ? rule.getGet() : rule.getPost();
    if (path.isEmpty()) {
      return;
    }
    Map<String, Object> operation = new TreeMap<>();
    operation.put("operationId", method.getName());
    operation.put("tags", List.of(method.getService().getName()));
    Verbs.access(name).ifPresent(access -> operation.put("description", who(access)));
    List<String> inPath = PARAMETER.matcher(path).results().map(each -> each.group(1)).toList();
    List<Object> parameters = new ArrayList<>();
    for (FieldDescriptor field : method.getInputType().getFields()) {
      boolean placed = inPath.contains(field.getName());
      if (placed || get) {
        parameters.add(
            Map.of(
                "name",
                placed ? field.getName() : field.getJsonName(),
                "in",
                placed ? "path" : "query",
                "required",
                placed,
                "schema",
                type(field)));
      }
    }
    operation.put("parameters", parameters);
    if (!get) {
      operation.put(
          "requestBody",
          Map.of("required", true, "content", json(reference(method.getInputType()))));
    }
    operation.put(
        "responses",
        Map.of(
            "200",
                Map.of("description", "done", "content", json(reference(method.getOutputType()))),
            "default",
                Map.of(
                    "description",
                    "refused, or failed",
                    "content",
                    json(Map.of("$ref", "#/components/schemas/Error")))));
    Matcher placed = PARAMETER.matcher(path);
    @SuppressWarnings("unchecked")
    Map<String, Object> verbs =
        (Map<String, Object>)
            paths.computeIfAbsent(placed.replaceAll("{$1}"), p -> new TreeMap<String, Object>());
    verbs.put(get ? "get" : "post", operation);
  }

  private static String who(Access access) {
    String roles =
        access.getRolesList().stream()
            .map(Role::name)
            .map(role -> role.toLowerCase(Locale.ROOT).replace('_', '-'))
            .reduce((a, b) -> a + ", " + b)
            .orElse("nobody");
    return "For: "
        + roles
        + "."
        + (access.getHold() == Hold.LEASE ? " Needs a lease." : "")
        + (access.getActs() ? " Takes an idempotency key." : "");
  }

  private static Map<String, Object> json(Object schema) {
    return Map.of("application/json", Map.of("schema", schema));
  }

  private Map<String, Object> reference(Descriptor message) {
    String name = message.getFullName().replaceFirst("^wetstack\\.api\\.v1\\.", "");
    if (!schemas.containsKey(name)) {
      Map<String, Object> properties = new TreeMap<>();
      // Before its fields, which may hold it again.
      schemas.put(name, Map.of("type", "object", "properties", properties));
      for (FieldDescriptor field : message.getFields()) {
        properties.put(field.getJsonName(), type(field));
      }
    }
    return Map.of("$ref", "#/components/schemas/" + name);
  }

  private Object type(FieldDescriptor field) {
    if (field.isMapField()) {
      return Map.of("type", "object", "additionalProperties", Map.of("type", "string"));
    }
    Object one = single(field);
    return field.isRepeated() ? Map.of("type", "array", "items", one) : one;
  }

  private Object single(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case STRING -> Map.of("type", "string");
      case BOOLEAN -> Map.of("type", "boolean");
      case DOUBLE, FLOAT -> Map.of("type", "number");
      case INT -> Map.of("type", "integer", "format", "int32");
      case LONG -> Map.of("type", "string", "format", "int64");
      case BYTE_STRING -> Map.of("type", "string", "format", "byte");
      case ENUM ->
          Map.of(
              "type",
              "string",
              "enum",
              field.getEnumType().getValues().stream().map(EnumValueDescriptor::getName).toList());
      case MESSAGE ->
          field.getMessageType().getFullName().equals("google.protobuf.Timestamp")
              ? Map.of("type", "string", "format", "date-time")
              : reference(field.getMessageType());
    };
  }

  private static Map<String, Object> error() {
    return Map.of(
        "type",
        "object",
        "properties",
        Map.of(
            "code", Map.of("type", "integer"),
            "grpc-code", Map.of("type", "string"),
            "message", Map.of("type", "string"),
            "details", Map.of("type", "array", "items", Map.of("type", "object"))));
  }
}
