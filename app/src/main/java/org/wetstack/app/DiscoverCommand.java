package org.wetstack.app;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.FoundEndpoint;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.SystemTimebase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wetstack discover}: which ports there are, and what answers on them. */
@Command(
    name = "discover",
    description = {
      "Lists the serial ports of this computer. Opens none of them, unless --probe is given.",
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "--probe asks for a version or a name, at the rates that instruments have when new, and",
      "changes nothing. But opening a port may reset a board that listens to DTR, and a New Era",
      "pump takes its pending alarm as seen. It finds New Era pumps in basic mode, Harvard Pump 11",
      "Elite and PHD Ultra, Cavro pumps that have not heard OEM frames, Harp devices and SHDLC",
      "devices, each at its first address.",
      "",
      "Examples:",
      "  wetstack discover --probe",
      "  wetstack discover --probe serial:/dev/ttyUSB0 tcp://10.0.0.7:4001"
    })
final class DiscoverCommand implements Callable<Integer> {

  private static final Duration ANSWER = Duration.ofMillis(500);

  /** What talks by itself need not be listened to for long. */
  private static final int MOST_BYTES = 4_096;

  @Spec private CommandSpec spec;

  @Option(names = "--probe", description = "asks what is there; other programs must not use it")
  private boolean probe;

  @Parameters(
      paramLabel = "ENDPOINT",
      arity = "0..*",
      description = "asks only there; without any, on all serial ports")
  private @Nullable List<String> endpoints;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (endpoints != null) {
      return named(endpoints.stream().map(Instruments::uri).toList(), out);
    }
    List<FoundEndpoint> found = Instruments.found();
    if (found.isEmpty()) {
      out.println(
          "no serial port found: plug an instrument in, or name an endpoint to ask with --probe");
    }
    for (FoundEndpoint each : found) {
      out.println((each.endpoint() + "  " + each.description()).stripTrailing());
      each.otherNames().forEach(name -> out.println("  also  " + name));
      if (probe) {
        var unused = ask(each.endpoint(), out);
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  private int named(List<URI> wanted, PrintWriter out) throws InterruptedException {
    if (!probe) {
      throw new IllegalArgumentException(
          "to name endpoints is of use with --probe only: add it, or leave them out");
    }
    wanted.forEach(Instruments::link);
    boolean all = true;
    for (URI each : wanted) {
      out.println(each);
      all &= ask(each, out);
    }
    out.flush();
    return all ? ExitCode.OK : ExitCode.FAILURE;
  }

  /** Asks one thing after the other until something answers; whether the port could be opened. */
  private static boolean ask(URI endpoint, PrintWriter out) throws InterruptedException {
    Set<String> asked = new HashSet<>();
    for (Question question : Question.ALL) {
      URI at = at(endpoint, question.baud());
      // Behind a serial server there is no rate to choose: each question once.
      if (!asked.add(at + question.request())) {
        continue;
      }
      try {
        Optional<String> answer = ask(at, question);
        if (answer.isPresent()) {
          out.println("  " + answer.get() + ": driver " + question.driver() + ", " + at);
          return true;
        }
      } catch (DeviceException e) {
        out.println("  cannot be asked: " + e.getMessage());
        return false;
      }
    }
    out.println("  nothing answers that is known here");
    return true;
  }

  /** A serial port at {@code baud}; anything else, or a rate that was chosen, as it is. */
  private static URI at(URI endpoint, int baud) {
    String text = endpoint.toString();
    return text.startsWith("serial:") && !text.contains("?")
        ? URI.create(text + "?baud=" + baud)
        : endpoint;
  }

  private static Optional<String> ask(URI at, Question question) throws InterruptedException {
    var answer = new CompletableFuture<Optional<String>>();
    var heard = new ByteArrayOutputStream();
    LinkHandler handler =
        new LinkHandler() {
          @Override
          public void onBytes(Link link, ByteBuffer bytes) {
            byte[] piece = new byte[Math.min(bytes.remaining(), MOST_BYTES - heard.size())];
            bytes.get(piece);
            heard.writeBytes(piece);
            question
                .understood(heard.toByteArray())
                .ifPresent(said -> answer.complete(Optional.of(said)));
          }

          @Override
          public void onClosed(@Nullable Throwable cause) {
            answer.complete(Optional.empty());
          }
        };
    try (Link link = Instruments.link(at).open(at, handler)) {
      link.send(ByteBuffer.wrap(question.bytes()));
      return SystemTimebase.shared().await(answer, ANSWER);
    } catch (TimeoutException e) {
      return Optional.empty();
    }
  }
}
