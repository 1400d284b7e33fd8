package org.wetstack.sparkplug;

import org.wetstack.sparkplug.payload.Metric;

/** What a metric is now. Each metric has one type for good. */
public sealed interface Value {

  /** The number of the type, as the specification has it. */
  int datatype();

  /** Puts it into {@code metric}. */
  void put(Metric.Builder metric);

  /** A whole number: {@code Int64}. */
  record Whole(long value) implements Value {
    @Override
    public int datatype() {
      return 4;
    }

    @Override
    public void put(Metric.Builder metric) {
      metric.setLongValue(value);
    }
  }

  /** A measured number: {@code Double}. */
  record Real(double value) implements Value {
    @Override
    public int datatype() {
      return 10;
    }

    @Override
    public void put(Metric.Builder metric) {
      metric.setDoubleValue(value);
    }
  }

  /** Yes or no: {@code Boolean}. */
  record Truth(boolean value) implements Value {
    @Override
    public int datatype() {
      return 11;
    }

    @Override
    public void put(Metric.Builder metric) {
      metric.setBooleanValue(value);
    }
  }

  /** Words: {@code String}. */
  record Words(String value) implements Value {
    @Override
    public int datatype() {
      return 12;
    }

    @Override
    public void put(Metric.Builder metric) {
      metric.setStringValue(value);
    }
  }

  /** Nothing is known of it now; it is of the type of {@code like}. */
  record Unknown(Value like) implements Value {
    @Override
    public int datatype() {
      return like.datatype();
    }

    @Override
    public void put(Metric.Builder metric) {
      metric.setIsNull(true);
    }
  }
}
