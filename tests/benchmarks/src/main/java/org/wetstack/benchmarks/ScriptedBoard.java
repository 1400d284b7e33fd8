package org.wetstack.benchmarks;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.CRC32C;
import org.wetstack.protocol.v1.ArrayDescription;
import org.wetstack.protocol.v1.DeviceDescription;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Done;
import org.wetstack.protocol.v1.DoseStatus;
import org.wetstack.protocol.v1.Heartbeat;
import org.wetstack.protocol.v1.HeartbeatReply;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.LoadStimulus;
import org.wetstack.protocol.v1.Phase;
import org.wetstack.protocol.v1.PumpDescription;
import org.wetstack.protocol.v1.QueryDose;
import org.wetstack.protocol.v1.ReadSites;
import org.wetstack.protocol.v1.Site;
import org.wetstack.protocol.v1.Sites;
import org.wetstack.protocol.v1.StimulatorDescription;
import org.wetstack.protocol.v1.StimulusLoaded;
import org.wetstack.protocol.v1.StimulusStatus;
import org.wetstack.protocol.v1.StreamStarted;
import org.wetstack.protocol.v1.Waveform;
import org.wetstack.protocol.v1.Welcome;

/**
 * The cheapest board that a driver will talk to: one thread that blocks on a plain socket and
 * answers from constants, and remembers what it was asked. {@link Rehearsal} makes of that the
 * table from which the board in C answers.
 */
final class ScriptedBoard implements AutoCloseable {

  static final int RATE = 30_000;

  private static final int EPOCH = 1;

  /** More than the board in C ever leaves unanswered. */
  private static final int WINDOW = 64;

  /** Longer than that board ever talks to another client alone. */
  private static final int LEASE_MILLIS = 10_000;

  /** The volume of every dose of the pump, and what it delivers a minute. */
  static final int DOSE_NANOLITERS = 10_000;

  private static final DeviceDescription PUMP =
      DeviceDescription.newBuilder()
          .setName("pump")
          .setPump(
              PumpDescription.newBuilder()
                  .setStepNanoliters(10)
                  .setMaxVolumeNanoliters(100_000)
                  .setMaxVolumePerHourNanoliters(1_000_000)
                  .setMinRateNanolitersPerMinute(1_000)
                  .setMaxRateNanolitersPerMinute(100_000)
                  .setRateStepNanolitersPerMinute(10))
          .build();

  private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final int channels;
  private final DeviceDescription description;
  private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();

  /** A request and the answer to it. */
  record Exchange(HostMessage request, DeviceMessage reply) {}

  /** A board whose blocks hold at most {@code samples} samples of each of {@code channels}. */
  ScriptedBoard(int channels, int samples) throws IOException {
    this(channels, array(channels, samples));
  }

  private ScriptedBoard(int channels, DeviceDescription description) throws IOException {
    this.channels = channels;
    this.description = description;
    var thread = new Thread(this::serve, "scripted board");
    thread.setDaemon(true);
    thread.start();
  }

  /** A board with a pump, which has delivered every dose that it is asked about. */
  static ScriptedBoard pump() throws IOException {
    return new ScriptedBoard(0, PUMP);
  }

  String endpoint() {
    return "tcp://127.0.0.1:" + server.getLocalPort();
  }

  /** All so far. */
  List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  private void serve() {
    try (Socket socket = server.accept()) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      var in = new DataInputStream(socket.getInputStream());
      while (true) {
        byte[] message = new byte[in.readInt()];
        in.readFully(message);
        HostMessage request = HostMessage.parseFrom(message);
        DeviceMessage reply = reply(request);
        exchanges.add(new Exchange(request, reply));
        out.write(frame(reply));
      }
    } catch (IOException e) {
      // The driver has closed the link: the rehearsal is over.
    }
  }

  private static byte[] frame(DeviceMessage message) {
    byte[] body = message.toByteArray();
    return ByteBuffer.allocate(4 + body.length).putInt(body.length).put(body).array();
  }

  private DeviceMessage reply(HostMessage request) {
    long nowMicros = Clock.nanos() / 1_000;
    var reply =
        DeviceMessage.newBuilder()
            .setInReplyTo(request.getRequestId())
            .setEpoch(EPOCH)
            .setDeviceMicros(nowMicros)
            .setDevice(request.getDevice());
    switch (request.getBodyCase()) {
      case HELLO -> reply.setWelcome(welcome());
      case HEARTBEAT -> reply.setHeartbeatReply(heartbeat(request.getHeartbeat(), nowMicros));
      case DESCRIBE -> reply.setDescription(description);
      case READ_SITES -> reply.setSites(sites(request.getReadSites()));
      case START_STREAM ->
          reply.setStreamStarted(
              StreamStarted.newBuilder()
                  .setSamplesPerBlock(request.getStartStream().getSamplesPerBlock())
                  .setChannels(channels));
      case LOAD_STIMULUS -> reply.setStimulusLoaded(loaded(request.getLoadStimulus()));
      case QUERY_DOSE -> reply.setDoseStatus(delivered(request.getQueryDose()));
      case TRIGGER ->
          reply.setStimulusStatus(
              StimulusStatus.newBuilder()
                  .setOperationId(request.getTrigger().getOperationId())
                  .setState(StimulusStatus.State.STATE_RUNNING)
                  .setPulsesBegun(1));
      default -> reply.setDone(Done.getDefaultInstance());
    }
    return reply.build();
  }

  private static Welcome welcome() {
    return Welcome.newBuilder()
        .setVersion(1)
        .setEpoch(EPOCH)
        .setLeaseMillis(LEASE_MILLIS)
        .setCommandWindow(WINDOW)
        .setMaxHostMessage(512)
        .setBootId(1)
        .setDeviceCount(1)
        .setManufacturer("wetstack")
        .setModel("scripted")
        .setSerialNumber("0")
        .setFirmwareVersion("1")
        .build();
  }

  private static HeartbeatReply heartbeat(Heartbeat heartbeat, long nowMicros) {
    return HeartbeatReply.newBuilder()
        .setHostNanos(heartbeat.getHostNanos())
        .setReceivedMicros(nowMicros)
        .setSentMicros(nowMicros)
        .build();
  }

  private static DeviceDescription array(int channels, int samples) {
    return DeviceDescription.newBuilder()
        .setName("mea")
        .setArray(
            ArrayDescription.newBuilder()
                .setSamplesPerSecond(RATE)
                .setNanovoltsPerCount(195)
                .setChannels(channels)
                .setMaxSamplesPerBlock(samples)
                .setStimulator(
                    StimulatorDescription.newBuilder()
                        .setMaxElectrodes(32)
                        .setMaxAmplitudeNanoamps(5_000)
                        .setStepNanoamps(10)
                        .setMaxPhasePicocoulombs(4_000)
                        .setTicksPerSecond(RATE)
                        .setMaxPulsesPerSecond(200)
                        .setMaxPulses(256)
                        .setSlots(4)
                        .setMaxScheduleSamples(300_000)))
        .build();
  }

  private Sites sites(ReadSites request) {
    var sites = Sites.newBuilder().setFirst(request.getFirst());
    for (int i = request.getFirst(); i < Math.min(channels, request.getFirst() + 32); i++) {
      sites.addSites(Site.newBuilder().setElectrode(i).setXMicrometers(i * 200));
    }
    return sites.build();
  }

  private static StimulusLoaded loaded(LoadStimulus request) {
    return StimulusLoaded.newBuilder()
        .setSlot(request.getSlot())
        .setWaveform(request.getWaveform())
        .setWaveformCrc(crc(request.getWaveform()))
        .build();
  }

  private static DoseStatus delivered(QueryDose query) {
    return DoseStatus.newBuilder()
        .setOperationId(query.getOperationId())
        .setState(DoseStatus.State.STATE_COMPLETE)
        .setAppliedVolumeNanoliters(DOSE_NANOLITERS)
        .setAppliedRateNanolitersPerMinute(DOSE_NANOLITERS)
        .setDeliveredLowerNanoliters(DOSE_NANOLITERS)
        .setDeliveredUpperNanoliters(DOSE_NANOLITERS)
        .build();
  }

  private static int crc(Waveform waveform) {
    ByteBuffer words = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    words.putInt(waveform.getElectrodesCount());
    waveform.getElectrodesList().forEach(words::putInt);
    words.putInt(waveform.getPhasesCount());
    for (Phase phase : waveform.getPhasesList()) {
      words.putInt(phase.getNanoamps()).putInt(phase.getTicks());
    }
    words.putInt(waveform.getInterphaseTicks()).putInt(waveform.getPulses());
    words.putInt(waveform.getPeriodTicks()).putInt(waveform.getSettleTicks());
    words.putInt(waveform.getRecoveryTicks());
    var crc = new CRC32C();
    crc.update(words.flip());
    return (int) crc.getValue();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
