package org.wetstack.drivers.intanrhx;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.ImpedanceMeter;
import org.wetstack.hal.StimulusLimits;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/**
 * Opens a session: asks what is there, has RHX send what is wanted and nothing else, checks each
 * setting by reading it back, disarms everything, and starts the run.
 */
final class Opening {

  private static final int NANOVOLTS_PER_COUNT = 195;
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(3);
  private static final Duration STATUS_LIMIT = Duration.ofSeconds(2);
  private static final Duration START_LIMIT = Duration.ofSeconds(8);

  private final RhxEndpoint endpoint;
  private final RhxOptions options;
  private final LinkProvider links;
  private final Timebase time;
  private final Conversation conversation;
  private final Questions questions;
  private final AtomicReference<@Nullable Session> session = new AtomicReference<>();
  private final AtomicReference<@Nullable DeviceException> lost = new AtomicReference<>();

  /** Throws {@link IllegalArgumentException} if {@code endpoint} is malformed. */
  Opening(URI endpoint, LinkProvider links, Timebase time) {
    this.options = RhxOptions.of(endpoint);
    this.endpoint = RhxEndpoint.of(endpoint, options.waveformPort(), options.linkOptions());
    this.links = links;
    this.time = time;
    this.conversation = new Conversation(time, this::heard, this::lost);
    this.questions = new Questions(conversation, time);
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
    List<ChannelName> present = controller.channels(questions::ask);
    List<ChannelName> recorded = recorded(present);
    List<ChannelName> stimulated = stimulated(controller, recorded);
    var layout =
        new FrameLayout(controller.samplesPerSecond(), recorded, options.bands(), stimulated);
    Optional<StimulusLimits> limits =
        stimulated.isEmpty()
            ? Optional.empty()
            : Optional.of(StimulationLimits.of(controller, options, stimulated.size()));
    var opened = new Session(time, layout, options.blocksPerWrite(), conversation);
    session.set(opened);
    opened.own();
    if (controller.running()) {
      questions.check(Run.stopMessage());
    }
    setOutputs(layout);
    if (limits.isPresent()) {
      new Disarming(questions).disarm(present);
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

  /** Has RHX send {@code layout} and nothing else, and reads each setting back. */
  private void setOutputs(FrameLayout layout) {
    String blocks = String.valueOf(options.blocksPerWrite());
    var first = new ArrayList<Command>();
    first.add(Command.execute("clearalldataoutputs"));
    first.add(Command.set("tcpnumberdatablocksperwrite", blocks));
    layout.outputs().forEach(output -> first.add(Command.set(output, "true")));
    Message.pack(first).forEach(questions::check);
    var then = new ArrayList<Command>();
    then.add(Command.get("tcpnumberdatablocksperwrite"));
    layout.outputs().forEach(output -> then.add(Command.get(output)));
    for (Message message : Message.pack(then)) {
      for (Reply.Value value : questions.check(message).values()) {
        boolean count = value.name().equalsIgnoreCase("tcpnumberdatablocksperwrite");
        if (!value.text().equalsIgnoreCase(count ? blocks : "True")) {
          throw Questions.protocol("RHX did not keep a setting: " + value);
        }
      }
    }
  }

  private void connectWaveforms(Session opened, Controller controller) {
    if (!controller.dataStatus().equals("Disconnected")) {
      questions.check(Message.of(Command.execute("disconnecttcpwaveformdataoutput")));
      awaitStatus("Disconnected");
    }
    questions.check(Message.of(Command.execute("connecttcpwaveformdataoutput")));
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
    questions.await(
        Command.get(name),
        reply -> reply.says(name, wanted),
        STATUS_LIMIT,
        "the waveform output of RHX did not become " + wanted);
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
    Optional<ImpedanceMeter> impedances =
        options
            .folder()
            .map(
                folder ->
                    new RhxImpedanceMeter(
                        opened, layout, folder, options.remoteFolder(), stimulator));
    var arrays = new ArrayList<RhxArray>();
    for (Band band : options.bands()) {
      RhxStimulator theirs = arrays.isEmpty() ? stimulator : null;
      arrays.add(new RhxArray(opened, band, sites(layout), theirs, impedances));
    }
    if (stimulator != null) {
      opened.add(stimulator);
    }
    arrays.forEach(opened::add);
    var info = new DeviceInfo("Intan RHX " + controller.type(), "", controller.version(), 0, false);
    return new RhxInstrument(opened, info, arrays);
  }

  private ArrayLayout sites(FrameLayout layout) {
    List<ArrayLayout.Site> sites =
        layout.channels().stream().map(ChannelName::electrode).map(this::site).toList();
    return new ArrayLayout(
        layout.samplesPerSecond(), NANOVOLTS_PER_COUNT, FrameStore.MAX_SAMPLES, sites);
  }

  private ArrayLayout.Site site(int electrode) {
    return new ArrayLayout.Site(
        electrode,
        electrode % options.columns() * options.pitchMicrometers(),
        electrode / options.columns() * options.pitchMicrometers());
  }

  private void start(Session opened, FrameLayout layout) {
    Session.await(time, opened.run().begin(), START_LIMIT);
    var first = CompletableFuture.anyOf(opened.waveforms().begun(), opened.ended());
    Object ignored =
        Session.await(time, first, START_LIMIT.plus(layout.write(options.blocksPerWrite())));
    if (opened.ended().isDone()) {
      throw opened.ended().join().orElseGet(Session::lost);
    }
    opened.watch();
  }
}
