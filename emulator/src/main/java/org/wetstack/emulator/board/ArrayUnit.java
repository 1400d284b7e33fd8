package org.wetstack.emulator.board;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.headstage.Headstages;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.protocol.v1.ArrayDescription;
import org.wetstack.protocol.v1.DeviceDescription;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.SafeState;
import org.wetstack.protocol.v1.Site;
import org.wetstack.protocol.v1.Sites;
import org.wetstack.protocol.v1.StimulatorDescription;
import org.wetstack.protocol.v1.StreamStarted;

/** An electrode array and its firmware: the sample clock, the stream, the registers. */
final class ArrayUnit implements Unit, Sampler.Frames {

  private static final Duration HOUSEKEEPING = Duration.ofMillis(25);
  private static final int SITES_PER_PAGE = 32;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final EmulatedBoard board;
  private final int index;
  private final ArraySpec spec;
  private final Sampler sampler;
  private final Sequencer sequencer;
  private final Player player;
  private final Headstages headstages;
  private final RegisterAccess registers;
  private Timebase.@Nullable Timer timer;
  private boolean powered;
  private boolean faultTold;

  ArrayUnit(EmulatedBoard board, int index, ArraySpec spec) {
    this.board = board;
    this.spec = spec;
    this.index = index;
    headstages =
        new Headstages(
            board.world().seedFor("chips " + board.spec().serialNumber() + " " + spec.name()),
            spec.channels(),
            spec.samplesPerSecond(),
            spec.stimulates() ? spec.stimulator().stepNanoamps() : 0,
            spec.chips(),
            spec.preparation());
    var ledger = new TrainLedger();
    player = new Player(board, index, spec, headstages, ledger);
    sequencer = new Sequencer(board, index, spec, this, ledger, player);
    sampler = new Sampler(board, index, spec, headstages, this);
    registers = new RegisterAccess(this, headstages);
  }

  @Override
  public long before(long sample) {
    Long begins = player.order(sample);
    if (begins != null) {
      sampler.mark(begins);
    }
    return player.nextOrder(sample + 1);
  }

  @Override
  public void after() {
    player.notice();
    noticeFault();
  }

  /** A chip that does not answer as it must puts the board into its safe state, once. */
  private void noticeFault() {
    String found = headstages.fault();
    if (found != null && !faultTold) {
      board.goSafe(index, SafeState.Cause.CAUSE_FAULT, "headstage", found);
    }
    faultTold = found != null;
  }

  @Override
  public boolean faulty() {
    sampler.take(now());
    return headstages.fault() != null;
  }

  /** Refuses what acts if a chip was found faulty only now, after the board was asked. */
  void requireHealthy() {
    String found = headstages.fault();
    if (found != null) {
      throw new RefusedException(Reason.REASON_SAFE_STATE, found);
    }
  }

  /** Refuses what nothing may be armed for, or run. */
  void requireIdle() {
    if (sequencer.anythingArmed()) {
      throw new RefusedException(Reason.REASON_BUSY, "something is armed or runs");
    }
  }

  Sequencer sequencer() {
    return sequencer;
  }

  ArraySpec spec() {
    return spec;
  }

  Sampler sampler() {
    return sampler;
  }

  /** How many sampling instants have passed since boot: the number of the next sample. */
  @Override
  public long now() {
    long nanos = board.clock().deviceNanos();
    long seconds = nanos / NANOS_PER_SECOND;
    return seconds * spec.samplesPerSecond()
        + nanos % NANOS_PER_SECOND * spec.samplesPerSecond() / NANOS_PER_SECOND;
  }

  /** The device time at which {@code sample} sampling instants have passed, rounded up. */
  long nanosOf(long sample) {
    BigInteger rate = BigInteger.valueOf(spec.samplesPerSecond());
    return BigInteger.valueOf(sample)
        .multiply(BigInteger.valueOf(NANOS_PER_SECOND))
        .add(rate.subtract(BigInteger.ONE))
        .divide(rate)
        .longValueExact();
  }

  /** Runs {@code task} when {@code sample} sampling instants have passed. */
  Timebase.Timer atSample(long sample, Runnable task) {
    return board.world().after(board.clock().until(nanosOf(sample)), task);
  }

  @Override
  public void booted() {
    powered = true;
    sampler.reset();
    headstages.boot();
    faultTold = false;
    noticeFault();
    tick();
  }

  @Override
  public void powerLost() {
    sampler.take(now());
    powered = false;
    if (timer != null) {
      timer.cancel();
    }
    sampler.reset();
    sequencer.powerLost();
    headstages.powerLost();
  }

  /** Takes the samples that are due by now, if there is power. */
  void settle() {
    if (powered) {
      sampler.take(now());
    }
  }

  private void tick() {
    if (!powered) {
      return;
    }
    long most = sampler.taken() + samplesIn(HOUSEKEEPING);
    sampler.take(Math.min(now(), most));
    tickLater();
  }

  private long samplesIn(Duration length) {
    return Math.max(1, spec.samplesPerSecond() * length.toMillis() / 1_000);
  }

  private void tickLater() {
    if (timer != null) {
      timer.cancel();
    }
    // A computer that is behind catches up in pieces, between which hosts are answered.
    long soon = sampler.taken() + samplesIn(HOUSEKEEPING);
    timer = atSample(Math.min(sampler.blockEnd(), soon), this::tick);
  }

  /** How many samples have passed; while one is being taken, all before it and it. */
  long reached() {
    return sampler.taking() ? sampler.taken() : now();
  }

  /** Every pulse that has begun, up to this instant. */
  List<ArrayBench.Pulse> history() {
    sequencer.settle();
    return player.history();
  }

  long totalPulses() {
    sequencer.settle();
    return player.totalPulses();
  }

  Headstages headstages() {
    return headstages;
  }

  @Override
  public DeviceDescription describe() {
    var array =
        ArrayDescription.newBuilder()
            .setSamplesPerSecond(spec.samplesPerSecond())
            .setNanovoltsPerCount(Headstages.NANOVOLTS_PER_COUNT)
            .setChannels(spec.channels())
            .setMaxSamplesPerBlock(spec.maxSamplesPerBlock());
    if (spec.stimulates()) {
      ArraySpec.StimulatorSpec limits = spec.stimulator();
      array.setStimulator(
          StimulatorDescription.newBuilder()
              .setMaxElectrodes(limits.maxElectrodes())
              .setMaxAmplitudeNanoamps(limits.maxAmplitudeNanoamps())
              .setStepNanoamps(limits.stepNanoamps())
              .setMaxPhasePicocoulombs(limits.maxPhasePicocoulombs())
              .setTicksPerSecond(spec.samplesPerSecond())
              .setMaxPulsesPerSecond(limits.maxPulsesPerSecond())
              .setMaxPulses(limits.maxPulses())
              .setSlots(limits.slots())
              .setMaxScheduleSamples(limits.maxScheduleSamples()));
    }
    return DeviceDescription.newBuilder().setName(spec.name()).setArray(array).build();
  }

  @Override
  public boolean supports(HostMessage.BodyCase body) {
    return switch (body) {
      case READ_SITES, START_STREAM, STOP_STREAM, READ_REGISTER, WRITE_REGISTER -> true;
      case LOAD_STIMULUS, ARM_STIMULUS, UNLOAD_STIMULUS, TRIGGER, QUERY_STIMULUS ->
          spec.stimulates();
      default -> false;
    };
  }

  @Override
  public DeviceMessage.@Nullable Builder fromLedger(HostMessage message) {
    return message.hasTrigger() ? sequencer.known(message.getTrigger()) : null;
  }

  @Override
  public DeviceMessage.Builder handle(HostMessage message) {
    return switch (message.getBodyCase()) {
      case READ_SITES -> sites(message.getReadSites().getFirst());
      case START_STREAM -> startStream(message.getStartStream().getSamplesPerBlock());
      case STOP_STREAM -> {
        sampler.stop();
        tick();
        yield Answers.done();
      }
      case READ_REGISTER -> registers.read(message.getReadRegister());
      case WRITE_REGISTER -> registers.write(message.getWriteRegister());
      default -> sequencer.handle(message);
    };
  }

  private DeviceMessage.Builder sites(int first) {
    var sites = Sites.newBuilder().setFirst(first);
    int from = first < 0 ? spec.channels() : Math.min(first, spec.channels());
    for (int i = from; i < Math.min(spec.channels(), from + SITES_PER_PAGE); i++) {
      ArraySpec.Position at = spec.sites().get(i);
      sites.addSites(
          Site.newBuilder()
              .setElectrode(i)
              .setXMicrometers(at.xMicrometers())
              .setYMicrometers(at.yMicrometers()));
    }
    return DeviceMessage.newBuilder().setSites(sites);
  }

  private DeviceMessage.Builder startStream(int samplesPerBlock) {
    if (samplesPerBlock < 1 || samplesPerBlock > spec.maxSamplesPerBlock()) {
      throw new RefusedException(
          Reason.REASON_OUT_OF_RANGE, "1 to " + spec.maxSamplesPerBlock() + " samples per block");
    }
    if (sampler.streaming()) {
      throw new RefusedException(Reason.REASON_BUSY, "the stream runs");
    }
    sampler.take(now());
    long first = sampler.start(samplesPerBlock);
    // Not now: a block may be full already, and the answer leaves before it.
    tickLater();
    return DeviceMessage.newBuilder()
        .setStreamStarted(
            StreamStarted.newBuilder()
                .setFirstSample(first)
                .setSamplesPerBlock(samplesPerBlock)
                .setChannels(spec.channels()));
  }

  @Override
  public void halt(Halt why) {
    sequencer.halt(why);
  }

  @Override
  public void sessionEnded() {
    sampler.stop();
    sequencer.sessionEnded();
  }
}
