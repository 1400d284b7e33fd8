package org.wetstack.server;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import org.wetstack.lab.desk.Archive;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.store.HistoryStore;
import org.wetstack.lab.supervise.Condition;
import org.wetstack.lab.supervise.Station;

/** Numbers about a controller for Prometheus, which shows a token like everybody. */
final class Metrics {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  Metrics(LabController controller, History history, Optional<HistoryStore> store) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    for (Station station : controller.stations()) {
      Gauge.builder(
              "wetstack.instrument.ready",
              station,
              one -> one.state().condition() == Condition.READY ? 1 : 0)
          .description("1 while the instrument has a session")
          .tags(Tags.of("instrument", station.name()))
          .register(registry);
      Gauge.builder("wetstack.instrument.failures", station, one -> one.state().failures())
          .description("attempts in a row to open it that failed")
          .tags(Tags.of("instrument", station.name()))
          .register(registry);
    }
    Gauge.builder("wetstack.stopped", controller, one -> one.desk().stopped().isPresent() ? 1 : 0)
        .description("1 while the emergency stop is in force")
        .register(registry);
    Gauge.builder("wetstack.alarms", controller, one -> one.alarms().all(false).size())
        .description("alarms that nobody has acknowledged")
        .register(registry);
    Gauge.builder("wetstack.leases", controller, one -> one.leases().leases().size())
        .description("leases that are held")
        .register(registry);
    Gauge.builder(
            "wetstack.recordings.running",
            controller,
            one -> one.archive().list().stream().filter(Archive.Kept::running).count())
        .register(registry);
    Gauge.builder(
            "wetstack.recordings.missed",
            controller,
            one -> one.archive().list().stream().mapToLong(Archive.Kept::missed).sum())
        .description("samples of each electrode that could not be kept, since the start")
        .register(registry);
    Gauge.builder("wetstack.disk.free", controller, one -> one.archive().space().free())
        .description("bytes that are free where journal and recordings are")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("wetstack.disk.keep.free", controller, one -> one.archive().space().keepFree())
        .description("recordings end before less than this is free")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("wetstack.journal.entries", history, History::latest)
        .description("number of the latest entry")
        .register(registry);
    store.ifPresent(this::bind);
  }

  private void bind(HistoryStore store) {
    Gauge.builder("wetstack.store.well", store, one -> one.health().problem().isEmpty() ? 1 : 0)
        .description("1 while the history can be written")
        .register(registry);
    Gauge.builder("wetstack.store.waiting", store, one -> one.health().waiting())
        .description("readings and entries that are not written yet")
        .register(registry);
    FunctionCounter.builder("wetstack.store.lost", store, one -> one.health().lost())
        .description("readings that could not be kept, since the start")
        .register(registry);
    Gauge.builder("wetstack.store.entry", store, one -> one.health().entry())
        .description("the last entry of the journal that is in the history")
        .register(registry);
  }

  /** Where requests are counted. */
  MeterRegistry registry() {
    return registry;
  }

  HttpResponse answer(ServiceRequestContext request) {
    if (Caller.find(request) == null) {
      return HttpResponse.of(
          HttpStatus.UNAUTHORIZED, MediaType.PLAIN_TEXT_UTF_8, "this needs a valid token\n");
    }
    return HttpResponse.of(
        HttpStatus.OK,
        MediaType.parse("text/plain; version=0.0.4; charset=utf-8"),
        registry.scrape());
  }
}
