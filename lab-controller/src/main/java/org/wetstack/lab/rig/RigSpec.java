package org.wetstack.lab.rig;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.safety.CultureLimits;
import org.wetstack.lab.safety.ElectrodeProfile;
import org.wetstack.lab.safety.Reservoir;

/**
 * A rig as its file describes it. Immutable; maps keep the order of the file. What {@link RigFile}
 * makes is consistent: every name in it is the name of something in it.
 *
 * @param name of the rig, of lower case letters, digits and dashes
 * @param sha256 of the file's text in UTF-8, as hexadecimal digits
 * @param zone in which times of day are meant
 * @param data the folder for journal and recordings
 * @param disk where {@code data} is
 * @param store where the history of the rig is kept
 * @param recordedAlso the format that recordings are also written in while they are made: {@code
 *     nwb}
 * @param limits those of cultures that have none of their own, and the most that they may have
 */
public record RigSpec(
    String name,
    String description,
    String sha256,
    Listen listen,
    Optional<Tls> tls,
    String data,
    ZoneId zone,
    Map<String, InstrumentSpec> instruments,
    Map<String, ElectrodeProfile> electrodes,
    Map<String, Reservoir> reservoirs,
    Map<String, Culture> cultures,
    CultureLimits limits,
    Map<String, Interlock> interlocks,
    Leases leases,
    Optional<Users> users,
    List<Task> schedule,
    List<Alert> alerts,
    Disk disk,
    Store store,
    Optional<String> recordedAlso) {

  public RigSpec {
    instruments = ordered(instruments);
    electrodes = ordered(electrodes);
    reservoirs = ordered(reservoirs);
    cultures = ordered(cultures);
    interlocks = ordered(interlocks);
    schedule = List.copyOf(schedule);
    alerts = List.copyOf(alerts);
  }

  /** Where programs reach the controller; port 0 is a free one. */
  public record Listen(String host, int port) {

    /** Whether only programs on this computer can reach it. */
    public boolean isLoopback() {
      return host.equals("localhost")
          || host.equals("::1")
          || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    @Override
    public String toString() {
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  /** Files in PEM. With a {@code clientCa}, programs must show a certificate of it. */
  public record Tls(String certificate, String key, Optional<String> clientCa) {}

  public record InstrumentSpec(String driver, String endpoint) {}

  public record Cells(String batch, String kind) {}

  /**
   * Cells on electrodes, and what they get.
   *
   * @param sites numbers of electrodes as in {@link org.wetstack.hal.ArrayLayout.Site#electrode()},
   *     ascending, at least one
   * @param profile name of an {@link ElectrodeProfile} of this rig
   * @param reservoirs names; none if nothing is dosed
   * @param well what it holds
   * @param lifespanDays within which 63 % of such cultures die
   * @param awaited whether it is to come from another rig: until then nothing is done with it
   * @param exchange when its medium is exchanged; empty if nobody is to look after that
   * @param lights that shine on it, and on no other
   * @param limits never more than the rig's
   */
  public record Culture(
      String name,
      Cells cells,
      String medium,
      LocalDate plated,
      DeviceName array,
      List<Integer> sites,
      String profile,
      List<String> reservoirs,
      Optional<Volume> well,
      double lifespanDays,
      boolean awaited,
      Optional<Exchange> exchange,
      List<DeviceName> lights,
      CultureLimits limits) {

    public Culture {
      sites = List.copyOf(sites);
      reservoirs = List.copyOf(reservoirs);
      lights = List.copyOf(lights);
    }
  }

  /**
   * When the medium of a culture is exchanged.
   *
   * @param every after the one before
   * @param volume of medium that is taken out, and then put in
   * @param pumps that do it; empty if a person does
   * @param late so long after it was due people are told
   */
  public record Exchange(Duration every, Volume volume, Optional<Pumps> pumps, Duration late) {

    /** What the schedule calls it. */
    public static String task(String culture) {
      return "exchange-" + culture;
    }
  }

  /**
   * Two reservoirs of a culture.
   *
   * @param in the fresh medium
   * @param out what the pump at the well draws into: its content is the room there
   */
  public record Pumps(String in, String out, FlowRate rate) {}

  /** From {@code low} to {@code high}, both of it. */
  public record Range(double low, double high) {

    public boolean holds(double value) {
      return low <= value && value <= high;
    }

    public boolean holds(Range other) {
      return low <= other.low && other.high <= high;
    }
  }

  /**
   * What must hold for anything to be stimulated or dosed.
   *
   * @param reads the device that is read; empty if programs push the readings
   * @param unit of the readings and ranges; empty if nothing was said
   * @param warn outside of which somebody is told
   * @param stop outside of which nothing is stimulated or dosed
   * @param stale how old the latest reading may be; older than that counts as outside
   */
  public record Interlock(
      String name,
      Optional<DeviceName> reads,
      String unit,
      Optional<Range> warn,
      Range stop,
      Duration stale) {}

  /**
   * How long one user may have the rig.
   *
   * @param silence after which a lease that is not renewed ends
   * @param longest that a lease may be held
   */
  public record Leases(Duration silence, Duration longest) {}

  /**
   * What recordings leave of the disk, so that the journal has room.
   *
   * @param keepFree bytes; recordings end before less is free
   */
  public record Disk(long keepFree) {
    @Override
    public String toString() {
      return (keepFree >> 20) + " MiB";
    }
  }

  /**
   * Where the history is kept, and for how long at each level.
   *
   * @param address {@code embedded}, {@code none}, or that of a database of PostgreSQL
   * @param passwordFile with the password for it
   * @param hours empty is for ever
   */
  public record Store(
      String address,
      Optional<String> passwordFile,
      Duration full,
      Duration minutes,
      Optional<Duration> hours) {

    public boolean isEmbedded() {
      return address.equals("embedded");
    }

    public boolean isNone() {
      return address.equals("none");
    }

    @Override
    public String toString() {
      return address
          + ", full for "
          + Quantities.shown(full)
          + ", minutes for "
          + Quantities.shown(minutes)
          + ", hours "
          + hours.map(span -> "for " + Quantities.shown(span)).orElse("for ever");
    }
  }

  /** Who may do what: at least one of both. */
  public record Users(Optional<String> tokens, Optional<Jwt> jwt) {}

  /**
   * Tokens of another service that knows the users.
   *
   * @param keys a file with the issuer's public keys, a JSON Web Key Set
   * @param roles of users by what their claim called {@code rolesClaim} says
   */
  public record Jwt(
      String issuer, String audience, String keys, String rolesClaim, Map<String, String> roles) {

    public Jwt {
      roles = ordered(roles);
    }
  }

  /** Something that the controller does by itself. */
  public record Task(String name, When when, Action action, List<String> tags) {

    public Task {
      tags = List.copyOf(tags);
    }
  }

  /** When a task is due. */
  public sealed interface When {

    record Every(Duration period) implements When {}

    /** Each day, in the rig's zone. */
    record Daily(LocalTime time) implements When {}

    record Once(Instant at) implements When {}
  }

  /** Tells people or programs of alarms. {@code codes} is empty if of all. */
  public record Alert(Channel channel, List<String> codes, Severity atLeast) {

    public Alert {
      codes = List.copyOf(codes);
    }
  }

  /** How bad it is, the mildest first. */
  public enum Severity {
    WARNING,
    ALARM
  }

  /** How an alert travels. */
  public sealed interface Channel {

    record Webhook(String url) implements Channel {}

    /** To one topic of a broker; {@code endpoint} as that of an instrument at a broker. */
    record Mqtt(String endpoint) implements Channel {}

    /** With a user and a file with its password, or neither. */
    record Email(
        List<String> to,
        String from,
        String host,
        int port,
        Encryption encryption,
        Optional<String> user,
        Optional<String> passwordFile)
        implements Channel {

      public Email {
        to = List.copyOf(to);
      }
    }
  }

  /** How a mail server is spoken to. */
  public enum Encryption {
    STARTTLS,
    TLS,
    NONE
  }

  private static <T> Map<String, T> ordered(Map<String, T> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
