package org.wetstack.drivers.firmware;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.Device;
import org.wetstack.hal.DeviceClock;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LinkHealth;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.protocol.SampleFrame;
import org.wetstack.protocol.v1.ClearSafeState;
import org.wetstack.protocol.v1.Describe;
import org.wetstack.protocol.v1.DeviceDescription;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Goodbye;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.ReadRegister;
import org.wetstack.protocol.v1.Stop;
import org.wetstack.protocol.v1.Welcome;
import org.wetstack.protocol.v1.WriteRegister;

/**
 * A board that speaks the wetstack firmware protocol. Alarm listeners, sample handlers and
 * completions run on the link's thread or the timer's; blocking calls from there are refused with
 * {@link IllegalStateException}.
 */
public final class FirmwareBoard implements Instrument {

  private static final int MAX_DEVICES = 64;
  private static final Duration GOODBYE_LIMIT = Duration.ofMillis(1_600);

  private final Session session;
  private final Lifeline lifeline;
  private final DeviceTable table = new DeviceTable();
  private final List<Consumer<Alarm>> listeners = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Optional<DeviceException>> ended = new CompletableFuture<>();
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile DeviceInfo info = new DeviceInfo("", "", "", 0, false);

  private FirmwareBoard(URI endpoint, Timebase time, int firstRequestId) {
    session = new Session(endpoint, time, firstRequestId, new Ears());
    lifeline = new Lifeline(session, time, () -> table.each(Part::onEventsMissed));
  }

  static FirmwareBoard open(
      URI endpoint,
      LinkProvider links,
      Timebase time,
      int firstRequestId,
      long hostId,
      Duration lease) {
    var board = new FirmwareBoard(endpoint, time, firstRequestId);
    board.session.open(links);
    try {
      board.handshake(endpoint, hostId, lease);
    } catch (RuntimeException e) {
      board.session.close();
      throw e;
    }
    return board;
  }

  private void handshake(URI endpoint, long hostId, Duration lease) {
    Welcome welcome = Handshake.hello(session, endpoint, hostId, lease);
    info =
        new DeviceInfo(
            (welcome.getManufacturer() + " " + welcome.getModel()).strip(),
            welcome.getSerialNumber(),
            welcome.getFirmwareVersion(),
            welcome.getBootId(),
            false);
    Duration granted = Duration.ofMillis(Integer.toUnsignedLong(welcome.getLeaseMillis()));
    session.begin(welcome.getEpoch(), welcome.getCommandWindow(), Lifeline.validity(granted));
    lifeline.begin(granted, welcome.getSafeState());
    if (welcome.getDeviceCount() > MAX_DEVICES) {
      throw protocol(
          "a board with " + welcome.getDeviceCount() + " devices; at most " + MAX_DEVICES);
    }
    for (int index = 0; index < welcome.getDeviceCount(); index++) {
      DeviceMessage reply =
          session.call(
              HostMessage.newBuilder().setDevice(index).setDescribe(Describe.getDefaultInstance()),
              Request.Kind.NORMAL);
      add(index, reply.getDescription());
    }
  }

  private void add(int index, DeviceDescription description) {
    table.add(
        description,
        switch (description.getKindCase()) {
          case PUMP -> new FirmwarePump(this, index, description);
          case ARRAY -> FirmwareArray.describe(this, index, description);
          case SENSOR -> new FirmwareSensor(this, index, description);
          case LIGHT -> FirmwareLight.describe(this, index, description);
          case KIND_NOT_SET -> null;
        });
  }

  Session session() {
    return session;
  }

  Lifeline lifeline() {
    return lifeline;
  }

  /** A message to device {@code index} that must not be obeyed later than soon. */
  HostMessage.Builder soon(int index) {
    return HostMessage.newBuilder().setDevice(index).setNotAfterMicros(lifeline.soonMicros());
  }

  /** Stops device {@code index}. Blocks. */
  void stop(int index) {
    session.call(
        HostMessage.newBuilder().setDevice(index).setStop(Stop.getDefaultInstance()),
        Request.Kind.URGENT);
  }

  static DeviceException protocol(String what) {
    return new DeviceException(Reason.PROTOCOL, Outcome.NOT_DONE, what);
  }

  @Override
  public DeviceInfo info() {
    return info;
  }

  @Override
  public Set<Ability> abilities() {
    Set<Ability> all = EnumSet.allOf(Ability.class);
    if (devices().stream().noneMatch(ElectrodeArray.class::isInstance)) {
      all.remove(Ability.SCHEDULES_STIMULI);
    }
    return all;
  }

  @Override
  public List<Device> devices() {
    return table.devices();
  }

  @Override
  public CompletionStage<Optional<DeviceException>> ended() {
    return ended.minimalCompletionStage();
  }

  @Override
  public Optional<SafeState> safeState() {
    return lifeline.safeState();
  }

  @Override
  public boolean renewWhile(BooleanSupplier well) {
    lifeline.renewWhile(well);
    return true;
  }

  @Override
  public void clearSafeState() {
    session.call(
        HostMessage.newBuilder().setClearSafeState(ClearSafeState.getDefaultInstance()),
        Request.Kind.NORMAL,
        // On the link's thread: an alarm that follows the reply must not be wiped by it.
        reply -> lifeline.cleared());
  }

  @Override
  public Subscription onAlarm(Consumer<Alarm> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public DeviceClock clock() {
    return lifeline.clock();
  }

  @Override
  public LinkHealth health() {
    return new LinkHealth(
        lifeline.roundTrip(),
        session.framesReceived(),
        session.framesBroken(),
        session.requestsRepeated(),
        lifeline.eventsMissed());
  }

  /** A raw register of the chips behind {@code device}, for bringing up a board. */
  public int readRegister(Device device, int bank, int address) {
    return session
        .call(
            HostMessage.newBuilder()
                .setDevice(table.indexOf(device))
                .setReadRegister(ReadRegister.newBuilder().setBank(bank).setAddress(address)),
            Request.Kind.NORMAL)
        .getRegisterValue()
        .getValue();
  }

  /** Writes a raw register and returns what was read back. Refused while anything is armed. */
  public int writeRegister(Device device, int bank, int address, int value) {
    return session
        .call(
            soon(table.indexOf(device))
                .setWriteRegister(
                    WriteRegister.newBuilder().setBank(bank).setAddress(address).setValue(value)),
            Request.Kind.NORMAL)
        .getRegisterValue()
        .getValue();
  }

  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    session.closing();
    CompletableFuture<DeviceMessage> goodbye =
        session.ask(
            HostMessage.newBuilder().setGoodbye(Goodbye.getDefaultInstance()),
            Request.Kind.GOODBYE);
    if (!session.inCallback()) {
      try {
        session.await(goodbye, GOODBYE_LIMIT);
      } catch (DeviceException e) {
        // Then the lease ends it.
      }
    }
    lifeline.end();
    session.close();
  }

  private final class Ears implements Session.Listener {

    @Override
    public void onEvent(DeviceMessage event) {
      lifeline.heardEvent(event.getEventNumber());
      if (event.hasAlarm()) {
        alarm(event);
        return;
      }
      Part part = table.part(event.getDevice());
      if (part != null) {
        part.onEvent(event);
      }
    }

    @Override
    public void onSamples(SampleFrame samples) {
      Part part = table.part(samples.device());
      if (part != null) {
        part.onSamples(samples);
      }
    }

    private void alarm(DeviceMessage event) {
      var raised = event.getAlarm();
      boolean safe = raised.hasSafeState() && lifeline.safeState(raised.getSafeState()).isPresent();
      var alarm =
          new Alarm(table.name(event.getDevice()), raised.getCode(), raised.getDetail(), safe);
      listeners.forEach(listener -> listener.accept(alarm));
    }

    @Override
    public void onEnd(@Nullable DeviceException reason) {
      lifeline.end();
      DeviceException told =
          reason != null
              ? reason
              : new DeviceException(Reason.LINK_LOST, Outcome.UNKNOWN, "the instrument was closed");
      table.each(part -> part.onEnd(told));
      ended.complete(Optional.ofNullable(reason));
    }
  }
}
