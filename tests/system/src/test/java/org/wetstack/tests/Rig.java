package org.wetstack.tests;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wetstack.conformance.Bench;
import org.wetstack.conformance.Subject;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/** An instrument on links that tests can tamper with, and the bench around it. */
final class Rig implements Subject, Bench {

  private final String driver;
  private final URI endpoint;
  private final TamperedLinks links;
  private final Timebase time;
  private final Link.Delivery delivery;
  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
  private boolean strayWire = true;
  private @Nullable Power power;
  private @Nullable Beaker beaker;
  private @Nullable Outlet outlet;
  private @Nullable Photodiode photodiode;
  private @Nullable Heater heater;
  private @Nullable Scope scope;
  private @Nullable Probe probe;

  /** A firmware instrument. */
  Rig(URI endpoint, Link.Delivery delivery, LinkProvider links, Timebase time) {
    this("firmware", endpoint, delivery, links, time);
  }

  Rig(String driver, URI endpoint, Link.Delivery delivery, LinkProvider links, Timebase time) {
    this.driver = driver;
    this.endpoint = endpoint;
    this.delivery = delivery;
    this.links = new TamperedLinks(links, time);
    this.time = time;
  }

  TamperedLinks links() {
    return links;
  }

  Rig power(Power power) {
    this.power = power;
    return this;
  }

  /** A pump; {@code outlet} is null if it does not notice a clamp on its tube. */
  Rig pump(Beaker beaker, @Nullable Outlet outlet) {
    this.beaker = beaker;
    this.outlet = outlet;
    return this;
  }

  Rig light(Photodiode photodiode, Heater heater) {
    this.photodiode = photodiode;
    this.heater = heater;
    return this;
  }

  Rig array(Scope scope, Probe probe) {
    this.scope = scope;
    this.probe = probe;
    return this;
  }

  /** A language without frames must bear strays, not end with them: that is tested elsewhere. */
  Rig withoutStrayWire() {
    strayWire = false;
    return this;
  }

  /** {@code thing} is put away with this rig; the one added last first. */
  Rig closing(AutoCloseable thing) {
    toClose.push(thing);
    return this;
  }

  @Override
  public Instrument open() {
    return Instruments.driver(driver).open(endpoint, links, time);
  }

  @Override
  public Timebase time() {
    return time;
  }

  @Override
  public Bench bench() {
    return this;
  }

  @Override
  public Optional<Wire> wire() {
    return Optional.of(links);
  }

  @Override
  public Optional<LossyWire> lossyWire() {
    return delivery == Link.Delivery.RELIABLE_BYTES ? Optional.empty() : Optional.of(links);
  }

  @Override
  public Optional<RepeatingWire> repeatingWire() {
    return delivery == Link.Delivery.MESSAGES ? Optional.of(links) : Optional.empty();
  }

  @Override
  public Optional<StrayWire> strayWire() {
    return strayWire ? Optional.of(links) : Optional.empty();
  }

  @Override
  public Optional<Power> power() {
    return Optional.ofNullable(power);
  }

  @Override
  public Optional<Beaker> beaker() {
    return Optional.ofNullable(beaker);
  }

  @Override
  public Optional<Outlet> outlet() {
    return Optional.ofNullable(outlet);
  }

  @Override
  public Optional<Photodiode> photodiode() {
    return Optional.ofNullable(photodiode);
  }

  @Override
  public Optional<Heater> heater() {
    return Optional.ofNullable(heater);
  }

  @Override
  public Optional<Scope> scope() {
    return Optional.ofNullable(scope);
  }

  @Override
  public Optional<Probe> probe() {
    return Optional.ofNullable(probe);
  }

  @Override
  public void close() {
    for (AutoCloseable thing : toClose) {
      try {
        thing.close();
      } catch (Exception e) {
        throw new IllegalStateException("cannot put away " + thing, e);
      }
    }
  }
}
