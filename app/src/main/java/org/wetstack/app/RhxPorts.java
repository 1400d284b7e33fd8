package org.wetstack.app;

import picocli.CommandLine.Option;

/** Where the three sockets of an emulated Intan RHX listen. */
final class RhxPorts {

  @Option(
      names = "--command-port",
      paramLabel = "PORT",
      defaultValue = "5000",
      description = "0 picks a free one; default ${DEFAULT-VALUE}")
  int commandPort;

  @Option(
      names = "--waveform-port",
      paramLabel = "PORT",
      defaultValue = "5001",
      description = "likewise; default ${DEFAULT-VALUE}")
  int waveformPort;

  @Option(
      names = "--spike-port",
      paramLabel = "PORT",
      defaultValue = "5002",
      description = "likewise; default ${DEFAULT-VALUE}")
  int spikePort;
}
