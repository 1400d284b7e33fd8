package org.wetstack.drivers.intanrhx;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.StimulusLimits;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.units.Current;

/**
 * Opens a session: asks what is there, has RHX send what is wanted and nothing else, checks each
 * setting by reading it back, disarms everything, and starts the run.
 */
final class Opening {

  private static final int NANOVOLTS_PER_COUNT = 195;
  private static final int MAX_PULSES = 256;
  private static final int MAX_STEPS = 255;
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(3);
  // All channels at once take about 3 s for each 32 of them.
  private static final Duration UPLOAD_LIMIT = Duration.ofSeconds(14);
  private static final Duration STATUS_LIMIT = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration START_LIMIT = Duration.ofSeconds(6);

  private final RhxEndpoint endpoint;
  private final RhxOptions options;
  private final LinkProvider links;
  private final Timebase time;
  private final Conversation conversation;
  private final AtomicReference<@Nullable Session> session = new AtomicReference<>();
  private final AtomicReference<@Nullable DeviceException> lost = new AtomicReference<>();

  /** Throws {@link IllegalArgumentException} if {@code endpoint} is malformed. */
  Opening(URI endpoint, LinkProvider links, Timebase time) {
    this.options = RhxOptions.of(endpoint);
    this.endpoint = RhxEndpoint.of(endpoint, options.waveformPort());
    this.links = links;
    this.time = time;
    this.conversation = new Conversation(time, this::heard, this::lost);
  }

  private void heard(RunMode mode) {
    Session known = session.get();
    if (known != null) {
      known.run().heard(mode);
    }
  }

  private void lost(DeviceException reason) {
    lost.set(reason);
    Session known = session.get();
    if (known != null) {
      known.fail(reason);
    }
  }

  RhxInstrument open() {
    conversation.begin(connect());
    try {
      return converse();
    } catch (RuntimeException e) {
      Session begun = session.get();
      if (begun != null) {
        begun.close();
      } else {
        conversation.close();
      }
      throw e;
    }
  }

  private Link connect() {
    try {
      return links.open(endpoint.command(), conversation);
    } catch (DeviceException e) {
      throw new DeviceException(
          e.reason(),
          e.outcome(),
          "no RHX at "
              + endpoint.command()
              + ": in its window Network, Remote TCP Control, tab Commands, set host and port and"
              + " press Connect. It takes one client, and after each needs the click again",
          e);
    }
  }

  private RhxInstrument converse() {
    Controller controller = Controller.of(this::askFirstTime, options.stopRunning());
    List<ChannelName> present = controller.channels(this::ask);
    List<ChannelName> recorded = recorded(present);
    List<ChannelName> stimulated = stimulated(controller, recorded);
    var layout =
        new FrameLayout(controller.samplesPerSecond(), recorded, options.bands(), stimulated);
    Optional<StimulusLimits> limits =
        stimulated.isEmpty()
            ? Optional.empty()
            : Optional.of(limits(controller, stimulated.size()));
    var opened = new Session(time, layout, options.blocksPerWrite(), conversation);
    session.set(opened);
    opened.own();
    check(Run.stopMessage());
    setOutputs(layout);
    if (limits.isPresent()) {
      disarm(present);
    }
    connectWaveforms(opened, controller);
    RhxInstrument instrument = instrument(opened, controller, layout, limits);
    start(opened, layout);
    return instrument;
  }

  private Reply askFirstTime(Message message) {
    try {
      return Session.await(time, conversation.ask(message), FIRST_ANSWER);
    } catch (DeviceException e) {
      if (e.reason() == Reason.REJECTED) {
        throw e;
      }
      DeviceException cause = lost.get();
      throw new DeviceException(
          e.reason() == Reason.TIMEOUT ? Reason.TIMEOUT : Reason.PROTOCOL,
          Outcome.NOT_DONE,
          "what listens at "
              + endpoint.command()
              + " does not answer as RHX: is this the port of its commands, and is its window not"
              + " waiting for somebody?",
          cause == null ? e : cause);
    }
  }

  private Reply ask(Message message) {
    return Session.await(time, conversation.ask(message), message.limit().plusSeconds(1));
  }

  private Reply check(Message message) {
    return ask(message).answering(message);
  }

  private List<ChannelName> recorded(List<ChannelName> present) {
    if (present.isEmpty()) {
      throw Controller.refused(
          "no amplifier is plugged into RHX's ports: plug in a headstage and rescan the ports");
    }
    if (options.channels().isEmpty()) {
      return present;
    }
    requireAll(options.channels(), present, "are not plugged into RHX, which has");
    return options.channels();
  }

  private List<ChannelName> stimulated(Controller controller, List<ChannelName> recorded) {
    RhxOptions.Stimulate wanted =
        options.stimulate().orElse(new RhxOptions.Stimulate(controller.stimulates(), List.of()));
    if (wanted.none()) {
      return List.of();
    }
    if (!controller.stimulates()) {
      throw Controller.refused(
          "a " + controller.type() + " cannot stimulate: leave out the option stimulate");
    }
    requireAll(wanted.channels(), recorded, "of option stimulate are not among those recorded,");
    return wanted.all() ? recorded : wanted.channels();
  }

  private static void requireAll(List<ChannelName> wanted, List<ChannelName> there, String butAre) {
    var missing = new ArrayList<>(wanted);
    missing.removeAll(new HashSet<>(there));
    if (!missing.isEmpty()) {
      throw Controller.refused("channels " + missing + " " + butAre + " " + there);
    }
  }

  private StimulusLimits limits(Controller controller, int electrodes) {
    int step = StimulusParameters.stepNanoamps(controller.stepText());
    if (step == 0) {
      throw Controller.refused(
          "RHX was started with a stimulation step of "
              + controller.stepText()
              + ", which is no number: choose one in µA when it starts, or add stimulate=none");
    }
    int steps = Math.min(MAX_STEPS, options.maxNanoamps() / step);
    if (steps == 0) {
      throw Controller.refused(
          "one stimulation step of RHX is "
              + step
              + " nA, more than max-current-na="
              + options.maxNanoamps()
              + ": start RHX with a smaller step");
    }
    return new StimulusLimits(
        electrodes,
        Current.nanoamps(steps * step),
        Current.nanoamps(step),
        options.maxPicocoulombs(),
        controller.samplesPerSecond(),
        options.maxPulsesPerSecond(),
        MAX_PULSES,
        RhxStimulator.SLOTS);
  }

  /** Has RHX send {@code layout} and nothing else, and reads each setting back. */
  private void setOutputs(FrameLayout layout) {
    String blocks = String.valueOf(options.blocksPerWrite());
    var first = new ArrayList<Command>();
    first.add(Command.execute("clearalldataoutputs"));
    first.add(Command.set("tcpnumberdatablocksperwrite", blocks));
    layout.outputs().forEach(output -> first.add(Command.set(output, "true")));
    Message.pack(first).forEach(this::check);
    var then = new ArrayList<Command>();
    then.add(Command.get("tcpnumberdatablocksperwrite"));
    layout.outputs().forEach(output -> then.add(Command.get(output)));
    for (Message message : Message.pack(then)) {
      for (Reply.Value value : check(message).values()) {
        boolean count = value.name().equalsIgnoreCase("tcpnumberdatablocksperwrite");
        if (!value.text().equalsIgnoreCase(count ? blocks : "True")) {
          throw protocol("RHX did not keep a setting: " + value);
        }
      }
    }
  }

  /**
   * Disables stimulation on every amplifier channel, in RHX and in its hardware: what an operator
   * or an earlier session left behind may listen to the keys that this session presses.
   */
  private void disarm(List<ChannelName> present) {
    var commands = new ArrayList<Command>();
    present.forEach(each -> commands.add(Command.set(each.parameter("stimenabled"), "false")));
    present.forEach(each -> commands.add(Command.get(each.parameter("stimenabled"))));
    for (Message message : Message.pack(commands)) {
      for (Reply.Value value : check(message).values()) {
        if (!value.text().equalsIgnoreCase("False")) {
          throw protocol("RHX did not disable a stimulus: " + value);
        }
      }
    }
    requireQuietKeys();
    Message upload =
        Message.of(Command.execute("uploadstimparameters"), Command.get("uploadinprogress"))
            .within(UPLOAD_LIMIT);
    if (!check(upload).says("uploadinprogress", "False")) {
      await(
          Command.get("uploadinprogress"),
          reply -> reply.says("uploadinprogress", "False"),
          UPLOAD_LIMIT,
          "the upload of stimulation parameters did not end");
    }
  }

  /** Analog and digital outputs are the operator's; but the function keys are ours. */
  private void requireQuietKeys() {
    var outputs =
        IntStream.concat(IntStream.rangeClosed(1, 8), IntStream.rangeClosed(-16, -1))
            .mapToObj(
                number ->
                    number > 0
                        ? "analog-out-" + number
                        : String.format("digital-out-%02d", -number))
            .toList();
    for (String output : outputs) {
      // Those that are not there are unrecognized parameters.
      Reply reply =
          ask(Message.of(Command.get(output + ".stimenabled"), Command.get(output + ".source")));
      boolean keyed =
          reply.values().size() == 2
              && reply.says("stimenabled", "True")
              && reply.text("source").startsWith("KeyPress");
      if (keyed) {
        throw Controller.refused(
            output
                + " of RHX is enabled and listens to "
                + reply.text("source")
                + ", which this driver presses: disable it, or choose another source");
      }
    }
  }

  private void connectWaveforms(Session opened, Controller controller) {
    if (!controller.dataStatus().equals("Disconnected")) {
      check(Message.of(Command.execute("disconnecttcpwaveformdataoutput")));
      awaitStatus("Disconnected");
    }
    check(Message.of(Command.execute("connecttcpwaveformdataoutput")));
    awaitStatus("Pending");
    try {
      opened.waveformLink(links.open(endpoint.waveform(), opened.waveforms()));
    } catch (DeviceException e) {
      throw new DeviceException(
          e.reason(),
          e.outcome(),
          "no waveforms at "
              + endpoint.waveform()
              + ": RHX listens at "
              + controller.dataAddress()
              + "; make the option waveform, and the host in RHX's tab Data Output, agree",
          e);
    }
    awaitStatus("Connected");
  }

  private void awaitStatus(String wanted) {
    String name = "tcpwaveformdataoutputconnectionstatus";
    await(
        Command.get(name),
        reply -> reply.says(name, wanted),
        STATUS_LIMIT,
        "the waveform output of RHX did not become " + wanted);
  }

  private void await(Command question, Predicate<Reply> done, Duration limit, String otherwise) {
    long deadline = time.nanoTime() + limit.toNanos();
    while (!done.test(check(Message.of(question)))) {
      if (time.nanoTime() - deadline > 0) {
        throw new DeviceException(Reason.TIMEOUT, Outcome.NOT_DONE, otherwise + " within " + limit);
      }
      Session.await(time, Run.pause(time, POLL), Message.LIMIT);
    }
  }

  private RhxInstrument instrument(
      Session opened, Controller controller, FrameLayout layout, Optional<StimulusLimits> limits) {
    RhxStimulator stimulator =
        limits
            .map(
                each ->
                    new RhxStimulator(
                        opened,
                        each,
                        layout,
                        layout.write(options.blocksPerWrite()),
                        options.bands().get(0).deviceName()))
            .orElse(null);
    var arrays = new ArrayList<RhxArray>();
    for (Band band : options.bands()) {
      arrays.add(new RhxArray(opened, band, sites(layout), arrays.isEmpty() ? stimulator : null));
    }
    if (stimulator != null) {
      opened.add(stimulator);
    }
    arrays.forEach(opened::add);
    var info = new DeviceInfo("Intan RHX " + controller.type(), "", controller.version(), 0, false);
    return new RhxInstrument(opened, info, arrays, layout, options, stimulator);
  }

  private ArrayLayout sites(FrameLayout layout) {
    List<ArrayLayout.Site> sites =
        layout.channels().stream().map(ChannelName::electrode).map(this::site).toList();
    return new ArrayLayout(
        layout.samplesPerSecond(), NANOVOLTS_PER_COUNT, WaveformStream.MAX_SAMPLES, sites);
  }

  private ArrayLayout.Site site(int electrode) {
    return new ArrayLayout.Site(
        electrode,
        electrode % options.columns() * options.pitchMicrometers(),
        electrode / options.columns() * options.pitchMicrometers());
  }

  private void start(Session opened, FrameLayout layout) {
    CompletableFuture<Void> samples = opened.waveforms().begun();
    Session.await(time, opened.run().begin(), START_LIMIT);
    try {
      time.await(samples, START_LIMIT.plus(layout.write(options.blocksPerWrite())));
    } catch (java.util.concurrent.TimeoutException e) {
      throw new DeviceException(
          Reason.TIMEOUT, Outcome.NOT_DONE, "RHX runs, but sends no samples", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeviceException(Reason.TIMEOUT, Outcome.NOT_DONE, "interrupted", e);
    }
    opened.watch();
  }

  private static DeviceException protocol(String what) {
    return new DeviceException(Reason.PROTOCOL, Outcome.NOT_DONE, what);
  }
}
