package org.wetstack.lab.recording;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.Volume;

/** Turns the payload of a record into an {@link Entry}. */
final class EntryDecoder {

  /** What a record says; {@code entry} is empty for kinds that are only for readers. */
  record Decoded(Optional<Entry> entry) {}

  private static final Decoded NOTHING = new Decoded(Optional.empty());

  private final RecordingInfo info;

  EntryDecoder(RecordingInfo info) {
    this.info = info;
  }

  /** The meaning of the little-endian {@code payload}; null if it makes no sense. */
  @Nullable Decoded decode(byte type, long nanos, ByteBuffer payload) {
    try {
      Decoded decoded = known(type, nanos, payload);
      return payload.hasRemaining() ? null : decoded;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return null;
    }
  }

  private Decoded known(byte type, long nanos, ByteBuffer in) {
    return switch (type) {
      case RecordFormat.BEGIN -> begin(in);
      case RecordFormat.SAMPLES -> of(block(nanos, in));
      case RecordFormat.GAP ->
          of(new Entry.Gap(nanos, in.getLong(), in.getLong(), unsigned(in), unsigned(in)));
      case RecordFormat.MARK -> of(new Entry.Mark(nanos, in.getLong(), in.getLong()));
      case RecordFormat.PULSE -> of(new Entry.Pulse(nanos, in.getLong(), in.getLong(), text(in)));
      case RecordFormat.SPIKE -> of(new Entry.Spike(nanos, in.getLong(), in.getShort() & 0xFFFF));
      case RecordFormat.DOSE -> of(dose(nanos, in));
      case RecordFormat.NOTE -> of(new Entry.Note(nanos, text(in)));
      case RecordFormat.ALARM -> of(alarm(nanos, in));
      case RecordFormat.END ->
          of(
              new Entry.End(
                  nanos, in.getLong(), in.getLong(), in.getLong(), in.getLong(), text(in)));
      case RecordFormat.EARLIER ->
          of(new Entry.Earlier(nanos, in.getLong(), in.getLong(), in.getLong()));
      case RecordFormat.PLAN -> of(new Entry.Plan(nanos, text(in)));
      case RecordFormat.TRIAL -> of(new Entry.Trial(nanos, trial(in)));
      case RecordFormat.READING -> of(reading(nanos, in));
      case RecordFormat.STIMULUS -> of(stimulus(nanos, in));
      default -> {
        in.position(in.limit());
        yield NOTHING;
      }
    };
  }

  private Decoded begin(ByteBuffer in) {
    int version = in.getShort() & 0xFFFF;
    int channels = in.getShort() & 0xFFFF;
    int samplesPerSecond = in.getInt();
    int nanovoltsPerCount = in.getInt();
    if (version != RecordFormat.VERSION
        || channels != info.layout().channels()
        || samplesPerSecond != info.layout().samplesPerSecond()
        || nanovoltsPerCount != info.layout().nanovoltsPerCount()) {
      throw new IllegalArgumentException("these samples belong to another description");
    }
    return NOTHING;
  }

  private Entry block(long nanos, ByteBuffer in) {
    long first = in.getLong();
    long missed = in.getLong();
    int samples = in.getInt();
    int channels = in.getShort() & 0xFFFF;
    if (channels != info.layout().channels() || in.remaining() != 2L * samples * channels) {
      throw new IllegalArgumentException("a block of another size");
    }
    short[] values = new short[samples * channels];
    in.asShortBuffer().get(values);
    in.position(in.limit());
    return new Entry.Block(nanos, first, missed, new Counts(channels, values));
  }

  private static Entry dose(long nanos, ByteBuffer in) {
    long operation = in.getLong();
    long nanoliters = in.getLong();
    long rate = in.getLong();
    Delivered delivered = new Delivered(new Volume(in.getLong()), new Volume(in.getLong()));
    DoseOutcome outcome = DoseOutcome.ofCode(in.get());
    return new Entry.Dose(nanos, text(in), operation, nanoliters, rate, delivered, outcome);
  }

  private static Entry alarm(long nanos, ByteBuffer in) {
    boolean safe = in.get() != 0;
    String device = text(in);
    String code = text(in);
    return new Entry.Alarm(nanos, new org.wetstack.hal.Alarm(device, code, text(in), safe));
  }

  private static Trial trial(ByteBuffer in) {
    return new Trial(in.getLong(), in.getLong(), in.getLong(), in.getDouble(), text(in), text(in));
  }

  private static Entry reading(long nanos, ByteBuffer in) {
    double value = in.getDouble();
    return new Entry.Reading(nanos, text(in), text(in), value);
  }

  private static Entry stimulus(long nanos, ByteBuffer in) {
    int ticksPerSecond = in.getInt();
    int interphase = in.getInt();
    int pulses = in.getInt();
    int period = in.getInt();
    int settle = in.getInt();
    int recovery = in.getInt();
    List<AppliedStimulus.Phase> phases = new ArrayList<>();
    for (int left = in.get() & 0xFF; left > 0; left--) {
      phases.add(new AppliedStimulus.Phase(Current.nanoamps(in.getInt()), in.getInt()));
    }
    List<Integer> electrodes = new ArrayList<>();
    for (int left = in.getShort() & 0xFFFF; left > 0; left--) {
      electrodes.add(in.getInt());
    }
    var applied =
        new AppliedStimulus(
            electrodes, phases, interphase, pulses, period, settle, recovery, ticksPerSecond);
    return new Entry.Stimulus(nanos, text(in), applied);
  }

  private static Decoded of(Entry entry) {
    return new Decoded(Optional.of(entry));
  }

  private static long unsigned(ByteBuffer in) {
    return in.getInt() & 0xFFFF_FFFFL;
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.getShort() & 0xFFFF];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
