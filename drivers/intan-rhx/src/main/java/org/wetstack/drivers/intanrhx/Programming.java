package org.wetstack.drivers.intanrhx;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

/**
 * What the channels of RHX are programmed with: sets parameters, reads each one back, uploads them,
 * and remembers which stimulus each channel holds. Each piece of work is one turn of {@link Turns}.
 */
final class Programming {

  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration UPLOAD_LIMIT = Duration.ofSeconds(5);
  private static final Duration LAYOUT_LIMIT = Duration.ofMillis(50);

  private final Session session;
  private final StimulusParameters parameters;
  private final PulseWatch watch;
  private final Duration layoutChange;
  private final Map<Integer, RhxStimulus> holders = new ConcurrentHashMap<>();
  // Whatever may be enabled in RHX or its hardware: more than what is held, never less.
  private final Set<Integer> touched = ConcurrentHashMap.newKeySet();

  /**
   * @param write how long the samples of one TCP write last
   */
  Programming(Session session, StimulusParameters parameters, PulseWatch watch, Duration write) {
    this.watch = watch;
    this.session = session;
    this.parameters = parameters;
    this.layoutChange = LAYOUT_LIMIT.plus(write.multipliedBy(2));
  }

  StimulusParameters parameters() {
    return parameters;
  }

  /** The electrodes of {@code stimulus} whose channels hold something else, or nothing. */
  List<Integer> missing(RhxStimulus stimulus) {
    return stimulus.electrodes().stream()
        .filter(electrode -> holders.get(electrode) != stimulus)
        .toList();
  }

  /** The electrodes whose channels hold {@code stimulus}. */
  List<Integer> held(RhxStimulus stimulus) {
    return stimulus.electrodes().stream()
        .filter(electrode -> holders.get(electrode) == stimulus)
        .toList();
  }

  /** The electrodes whose channels may be enabled with what nobody has loaded any more. */
  private List<Integer> orphans() {
    return touched.stream()
        .filter(
            electrode -> {
              RhxStimulus holder = holders.get(electrode);
              return holder == null || holder.closed();
            })
        .toList();
  }

  /** All electrodes whose channels may be enabled. */
  List<Integer> touched() {
    return List.copyOf(touched);
  }

  /**
   * Has every channel of {@code stimulus} hold it, by uploading what is missing. Fails with
   * PROTOCOL if RHX says that it holds something else; the channels then hold nothing.
   *
   * @param abandoned whether somebody has stopped meanwhile; asked before each channel
   */
  CompletableFuture<Void> program(RhxStimulus stimulus, BooleanSupplier abandoned) {
    List<Integer> missing = missing(stimulus);
    if (missing.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    // What could not be disarmed when it was given up may listen to a key that is used again.
    CompletableFuture<Void> all = disarm(orphans(), session.conversation()::ask);
    for (int electrode : missing) {
      all =
          all.thenCompose(
              done ->
                  abandoned.getAsBoolean()
                      ? CompletableFuture.failedFuture(stopped())
                      : program(electrode, stimulus));
    }
    return orDisarm(all.thenCompose(done -> showMagnitude(missing.get(0))), missing);
  }

  private static DeviceException stopped() {
    return new DeviceException(
        Reason.REJECTED, Outcome.NOT_DONE, "stimulation was stopped before this was uploaded");
  }

  private CompletableFuture<Void> orDisarm(CompletableFuture<Void> work, List<Integer> channels) {
    var result = new CompletableFuture<Void>();
    var unused =
        work.whenComplete(
            (done, failure) -> {
              if (failure == null) {
                result.complete(null);
                return;
              }
              var unusedToo =
                  disarm(channels, session.conversation()::ask)
                      .whenComplete((disarmed, again) -> result.completeExceptionally(failure));
            });
    return result;
  }

  private CompletableFuture<Void> program(int electrode, RhxStimulus stimulus) {
    ChannelName channel = ChannelName.ofElectrode(electrode);
    Map<String, String> wanted = stimulus.parameters();
    var sets = new ArrayList<Command>();
    wanted.forEach((name, value) -> sets.add(Command.set(parameter(channel, name), value)));
    var gets = new ArrayList<Command>();
    wanted.keySet().forEach(name -> gets.add(Command.get(parameter(channel, name))));
    gets.add(Command.get("stimstepsizemicroamps"));
    // Whatever it held may be half overwritten from here on.
    holders.remove(electrode);
    touched.add(electrode);
    Function<Message, CompletableFuture<Reply>> ask = session.conversation()::ask;
    return askAll(Message.pack(sets), ask)
        .thenCompose(done -> askAll(Message.pack(gets), ask))
        .thenCompose(
            replies -> {
              verify(channel, stimulus, said(replies));
              return upload(channel, ask);
            })
        // Once more: somebody may have changed it in the window just before it was uploaded.
        .thenCompose(done -> askAll(Message.pack(gets), ask))
        .thenAccept(
            replies -> {
              verify(channel, stimulus, said(replies));
              holders.put(electrode, stimulus);
            });
  }

  private static Map<String, String> said(List<Reply> replies) {
    var said = new LinkedHashMap<String, String>();
    for (Reply reply : replies) {
      reply.values().forEach(value -> said.put(value.name(), value.text()));
    }
    return said;
  }

  private void verify(ChannelName channel, RhxStimulus stimulus, Map<String, String> said) {
    String step = said.getOrDefault("StimStepSizeMicroAmps", "");
    if (StimulusParameters.stepNanoamps(step) != parameters.stepNanoamps()) {
      throw differs(channel, "a step of " + step + " µA, not " + parameters.stepNanoamps() + " nA");
    }
    stimulus
        .parameters()
        .forEach(
            (name, value) -> {
              if (!value.equalsIgnoreCase(said.get(name))) {
                throw differs(channel, name + " " + said.get(name) + ", not " + value);
              }
            });
    AppliedStimulus applied = parameters.applied(said, stimulus.electrodes());
    if (!applied.equals(stimulus.applied())) {
      throw differs(channel, applied + ", not " + stimulus.applied());
    }
  }

  private static DeviceException differs(ChannelName channel, String what) {
    return new DeviceException(
        Reason.PROTOCOL,
        Outcome.NOT_DONE,
        "RHX holds for " + channel + " " + what + "; the stimulus is not armed");
  }

  /**
   * RHX looks up the magnitudes that its STIM words tell only when the layout of its stream is
   * built anew. Switching an output that adds no word makes it do so.
   */
  private CompletableFuture<Void> showMagnitude(int electrode) {
    String spikes = ChannelName.ofElectrode(electrode).parameter("tcpdataoutputenabledspike");
    Message message =
        Message.of(Command.set(spikes, "true"), Command.set(spikes, "false"), Command.get(spikes));
    return session
        .conversation()
        .ask(message)
        .thenAccept(reply -> reply.answering(message))
        .thenCompose(done -> Run.pause(session.time(), layoutChange));
  }

  /**
   * Disables the channels of {@code electrodes}, in RHX and in its hardware.
   *
   * @param ask how messages are sent
   */
  CompletableFuture<Void> disarm(
      Collection<Integer> electrodes, Function<Message, CompletableFuture<Reply>> ask) {
    electrodes.forEach(holders::remove);
    List<ChannelName> channels = electrodes.stream().map(ChannelName::ofElectrode).toList();
    if (channels.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    var commands = new ArrayList<Command>();
    channels.forEach(each -> commands.add(Command.set(each.parameter("stimenabled"), "false")));
    channels.forEach(each -> commands.add(Command.get(each.parameter("stimenabled"))));
    CompletableFuture<Void> all =
        askAll(Message.pack(commands), ask)
            .thenAccept(replies -> replies.forEach(Programming::requireDisabled));
    for (ChannelName channel : channels) {
      all =
          all.thenCompose(done -> upload(channel, ask))
              .thenRun(() -> touched.remove(channel.electrode()));
    }
    return all;
  }

  private static void requireDisabled(Reply reply) {
    for (Reply.Value value : reply.values()) {
      if (!value.text().equalsIgnoreCase("False")) {
        throw new DeviceException(
            Reason.PROTOCOL, Outcome.UNKNOWN, "RHX did not disable a stimulus: " + value);
      }
    }
  }

  private CompletableFuture<Void> upload(
      ChannelName channel, Function<Message, CompletableFuture<Reply>> ask) {
    if (session.run().running() && watch.foreign()) {
      // A sequencer switches when its counter equals a register. One that is rewritten meanwhile
      // may miss the end of its phase, and drive that current for two seconds.
      return CompletableFuture.failedFuture(
          new DeviceException(
              Reason.REJECTED,
              Outcome.NOT_DONE,
              "current flows that this session did not ask for: wait for its end, or stop it"));
    }
    Message message =
        Message.of(
            Command.execute("uploadstimparameters " + channel.toString().toLowerCase(Locale.ROOT)),
            Command.get("uploadinprogress"));
    long deadline = session.time().nanoTime() + UPLOAD_LIMIT.toNanos();
    return ask.apply(message).thenCompose(reply -> uploaded(message, reply, ask, deadline));
  }

  private CompletableFuture<Void> uploaded(
      Message asked, Reply reply, Function<Message, CompletableFuture<Reply>> ask, long deadline) {
    if (reply.answering(asked).says("uploadinprogress", "False")) {
      return CompletableFuture.completedFuture(null);
    }
    if (session.time().nanoTime() - deadline > 0) {
      return CompletableFuture.failedFuture(
          new DeviceException(
              Reason.TIMEOUT, Outcome.UNKNOWN, "an upload of RHX took over " + UPLOAD_LIMIT));
    }
    Message again = Message.of(Command.get("uploadinprogress"));
    return Run.pause(session.time(), POLL)
        .thenCompose(later -> ask.apply(again))
        .thenCompose(later -> uploaded(again, later, ask, deadline));
  }

  /** Asks one after the other, and checks that each is answered. */
  static CompletableFuture<List<Reply>> askAll(
      List<Message> messages, Function<Message, CompletableFuture<Reply>> ask) {
    CompletableFuture<List<Reply>> all = CompletableFuture.completedFuture(List.of());
    for (Message message : messages) {
      all =
          all.thenCompose(
              before ->
                  ask.apply(message)
                      .thenApply(
                          reply -> {
                            var more = new ArrayList<>(before);
                            more.add(reply.answering(message));
                            return more;
                          }));
    }
    return all;
  }

  private static String parameter(ChannelName channel, String name) {
    return channel.parameter(name.toLowerCase(Locale.ROOT));
  }
}
