package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code wetstack token}: who may come in. */
@Command(
    name = "token",
    description = "Makes, lists and revokes the tokens of a controller. For admins.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TokenCommand.Create.class, TokenCommand.Ls.class, TokenCommand.Revoke.class})
final class TokenCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "nothing to do; choose one of " + spec.subcommands().keySet());
  }

  private static void tell(JsonNode token, PrintWriter out) {
    out.println(
        "%s  %s  %s  until %s  %s"
            .formatted(
                StatusCommand.text(token, "token"),
                StatusCommand.text(token, "user"),
                token.path("roles"),
                StatusCommand.text(token, "expires"),
                StatusCommand.text(token, "label")));
  }

  /** {@code wetstack token create}. */
  @Command(
      name = "create",
      description = {
        "Makes a token, and writes it into a file that only you can read: it is told this once."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example:",
        "  wetstack token create ada --role operator --days 90 --to ada.token"
      })
  static final class Create implements Callable<Integer> {

    private static final String ONLY_OURS = "rw-------";

    @Spec private CommandSpec spec;
    @Mixin private LabOptions lab = new LabOptions();

    @Parameters(paramLabel = "USER", description = "whose it is")
    private String user = "";

    @Option(
        names = "--role",
        required = true,
        paramLabel = "ROLE",
        description = "observer, operator, safety-officer or admin; may be given several times")
    private List<String> roles = List.of();

    @Option(
        names = "--days",
        paramLabel = "N",
        defaultValue = "90",
        description = "how long it is good for, 1 to 366; default ${DEFAULT-VALUE}")
    private int days;

    @Option(
        names = "--label",
        paramLabel = "TEXT",
        defaultValue = "",
        description = "what it is for")
    private String label = "";

    @Option(names = "--to", required = true, paramLabel = "FILE", description = "a new file for it")
    private Path to = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
      LabClient client = lab.client();
      if (Files.exists(to)) {
        throw new IllegalArgumentException(to + " is there already: name a new file with --to");
      }
      Files.createFile(
          to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(ONLY_OURS)));
      JsonNode made;
      try {
        made =
            client.post(
                "/v1/tokens",
                Map.of(
                    "user", user,
                    "roles", roles.stream().map(Create::constant).toList(),
                    "label", label,
                    "days", days,
                    "key", LabClient.key()));
      } catch (IOException | RuntimeException e) {
        Files.delete(to);
        throw e;
      }
      Files.writeString(to, StatusCommand.text(made, "secret") + "\n");
      JsonNode token = made.path("token");
      lab.show(spec, client, token, out -> tell(token, out));
      return ExitCode.OK;
    }

    private static String constant(String role) {
      return role.toUpperCase(Locale.ROOT).replace('-', '_');
    }
  }

  /** {@code wetstack token list}. */
  @Command(
      name = "list",
      description = "Lists the tokens that are good, without their secrets.",
      mixinStandardHelpOptions = true)
  static final class Ls implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private LabOptions lab = new LabOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
      LabClient client = lab.client();
      JsonNode all = client.get("/v1/tokens");
      lab.show(spec, client, all, out -> all.path("tokens").forEach(each -> tell(each, out)));
      return ExitCode.OK;
    }
  }

  /** {@code wetstack token revoke}. */
  @Command(name = "revoke", description = "Ends a token at once.", mixinStandardHelpOptions = true)
  static final class Revoke implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private LabOptions lab = new LabOptions();

    @Parameters(paramLabel = "TOKEN", description = "its name, as 'token list' tells it")
    private @Nullable String token;

    @Override
    public Integer call() throws IOException, InterruptedException {
      LabClient client = lab.client();
      JsonNode done =
          client.post(
              "/v1/tokens/" + LabClient.part(String.valueOf(token)) + ":revoke",
              Map.of("key", LabClient.key()));
      lab.show(spec, client, done, out -> out.println("revoked"));
      return ExitCode.OK;
    }
  }
}
