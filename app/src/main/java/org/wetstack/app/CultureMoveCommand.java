package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.parcel.Move;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code wetstack culture move}: hands a culture from one controller to another. */
@Command(
    name = "move",
    description = {
      "Hands a culture to another controller, with all that is known of it and what limits count.",
      "The dish is carried by hand; what moves is who may act on it. If it breaks off, run it "
          + "again: it goes on. For operators; for admins, if somebody else holds the culture."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  wetstack culture move organoids to http://rig-b:7400 --to-token-file b.token",
      "What comes along, and what does not: docs/how-to/move-a-culture.md"
    })
final class CultureMoveCommand implements Callable<Integer> {

  private static final int NAME_BYTES = 8;

  @Spec private CommandSpec spec;
  @Mixin private LabOptions lab = new LabOptions();

  @Parameters(
      index = "0",
      paramLabel = "CULTURE",
      description = {"as both rig files call it; in that of the other", "it says 'awaited: true'"})
  private String culture = "";

  @Parameters(index = "1", paramLabel = "to", description = "the word 'to'")
  private String word = "";

  @Parameters(index = "2", paramLabel = "URL", description = "the other controller")
  private String url = "";

  @Option(
      names = "--to-token-file",
      paramLabel = "FILE",
      description = {"a file with your token at the other controller;", "default as --token-file"})
  private @Nullable Path token;

  @Option(
      names = "--cancel",
      description = "has the culture stay where it is, unless it is gone already")
  private boolean cancel;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!word.equals("to")) {
      throw new IllegalArgumentException("write it as in: culture move " + culture + " to URL");
    }
    LabClient here = lab.client();
    LabClient there = lab.other(url, token);
    var from = new CultureEnd(here, culture);
    var to = new CultureEnd(there, culture);
    var move = new Move(from, to, CultureMoveCommand::name);
    if (cancel) {
      boolean any = move.cancel("given up with --cancel");
      String words = any ? culture + " stays at rig " + from.rig() : "nothing was under way";
      ObjectNode told = JsonMapper.shared().createObjectNode().put("cancelled", any);
      lab.show(spec, here, told, out -> out.println(words));
      return ExitCode.OK;
    }
    Move.Outcome outcome = move.run();
    String rig = to.rig();
    ObjectNode told =
        JsonMapper.shared()
            .createObjectNode()
            .put("culture", culture)
            .put("rig", rig)
            .put("move", outcome.move())
            .put("already", outcome.already());
    ArrayNode lost = told.putArray("lost");
    for (String line : outcome.lost()) {
      lost.add(line);
    }
    lab.show(spec, here, told, out -> tell(outcome, rig, out));
    return ExitCode.OK;
  }

  private void tell(Move.Outcome outcome, String rig, PrintWriter out) {
    outcome.lost().forEach(line -> out.println("left behind: " + line));
    out.println(
        (outcome.already() ? "%s went to rig %s before (move %s)" : "%s is at rig %s (move %s)")
            .formatted(culture, rig, outcome.move()));
  }

  private static String name() {
    byte[] bytes = new byte[NAME_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
