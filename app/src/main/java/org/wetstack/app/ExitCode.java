package org.wetstack.app;

/** How the process ends; 128 and the number of a signal if one ended it. There are no others. */
public final class ExitCode {

  public static final int OK = 0;

  /** Something went wrong that was not the fault of the input: a device, a link, a file system. */
  public static final int FAILURE = 1;

  /** Arguments, a configuration file or an endpoint that cannot be understood. */
  public static final int WRONG_INPUT = 2;

  private ExitCode() {}
}
