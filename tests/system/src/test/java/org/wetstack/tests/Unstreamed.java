package org.wetstack.tests;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.wetstack.hal.Device;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;

/** An instrument whose array is not streamed: a day of samples would take longer than all else. */
final class Unstreamed {

  private Unstreamed() {}

  static Instrument of(Instrument real) {
    List<Device> devices =
        real.devices().stream()
            .map(device -> device instanceof ElectrodeArray array ? of(array) : device)
            .toList();
    return (Instrument)
        Proxy.newProxyInstance(
            Unstreamed.class.getClassLoader(),
            new Class<?>[] {Instrument.class},
            (proxy, method, args) -> {
              if (method.getName().equals("devices")) {
                return devices;
              }
              if (method.getName().equals("device")) {
                Class<?> type = (Class<?>) args[0];
                return devices.stream()
                    .filter(type::isInstance)
                    .filter(one -> args.length == 1 || one.name().equals(args[1]))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no such device"));
              }
              return call(real, method, args);
            });
  }

  private static Device of(ElectrodeArray array) {
    Instrument.Subscription none = () -> {};
    return (ElectrodeArray)
        Proxy.newProxyInstance(
            Unstreamed.class.getClassLoader(),
            new Class<?>[] {ElectrodeArray.class},
            (proxy, method, args) ->
                method.getName().equals("record") ? none : call(array, method, args));
  }

  private static Object call(Object real, java.lang.reflect.Method method, Object[] args)
      throws Throwable {
    try {
      return method.invoke(real, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
