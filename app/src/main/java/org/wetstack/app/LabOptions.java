package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Which controller a command talks to, as whom, and how it shows the answer. */
final class LabOptions {

  private static final String AT = "WETSTACK_AT";
  private static final String TOKEN_FILE = "WETSTACK_TOKEN_FILE";
  private static final String USUAL = "http://127.0.0.1:7400";

  @Option(
      names = "--at",
      paramLabel = "URL",
      description = "the controller; default $" + AT + ", or " + USUAL)
  private @Nullable String at;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "a file with your token; default $"
              + TOKEN_FILE
              + ", or wetstack/token in $XDG_CONFIG_HOME or ~/.config")
  private @Nullable Path tokenFile;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "certificates in PEM of whom to trust, for a URL with https")
  private @Nullable Path ca;

  @Option(names = "--json", description = "prints what the controller answers, as JSON")
  private boolean json;

  boolean json() {
    return json;
  }

  /** Prints {@code answer} as it came, or what {@code words} says of it. */
  void show(CommandSpec spec, LabClient client, JsonNode answer, Consumer<PrintWriter> words) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(client.pretty(answer));
    } else {
      words.accept(out);
    }
    out.flush();
  }

  /** Asks for something at {@code path} that needs no words but its own, and says {@code done}. */
  int act(CommandSpec spec, String path, String done) throws IOException, InterruptedException {
    LabClient client = client();
    JsonNode answer = client.post(path, Map.of("key", LabClient.key()));
    show(spec, client, answer, out -> out.println(done));
    return ExitCode.OK;
  }

  LabClient client() throws IOException {
    return client(System.getenv());
  }

  LabClient client(Map<String, String> environment) throws IOException {
    return client(at != null ? at : environment.getOrDefault(AT, USUAL), file(environment));
  }

  /** Another controller, with a token of its own. */
  LabClient other(String url, @Nullable Path token) throws IOException {
    return client(url, token == null ? file(System.getenv()) : token);
  }

  private LabClient client(String url, Path token) throws IOException {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "'" + url + "' is no address of a controller; write it as in " + USUAL, e);
    }
    if (uri.getHost() == null
        || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
      throw new IllegalArgumentException(
          "'" + url + "' is no address of a controller; write it as in " + USUAL);
    }
    return new LabClient(uri, token(token), Optional.ofNullable(ca));
  }

  private static String token(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "no token, for there is no file "
              + file
              + ": name yours with --token-file, or in $"
              + TOKEN_FILE
              + "; 'wetstack run' tells where a first one is, and an admin makes others with"
              + " 'wetstack token create'");
    }
    String token = Files.readString(file).strip();
    if (!token.matches("[\\x21-\\x7e]+")) {
      throw new IllegalArgumentException(file + " holds no token, which is one word");
    }
    return token;
  }

  private Path file(Map<String, String> environment) {
    if (tokenFile != null) {
      return tokenFile;
    }
    String named = environment.get(TOKEN_FILE);
    if (named != null) {
      return Path.of(named);
    }
    String config = environment.get("XDG_CONFIG_HOME");
    return (config == null ? Path.of(System.getProperty("user.home"), ".config") : Path.of(config))
        .resolve("wetstack/token");
  }
}
