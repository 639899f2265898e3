package dev.cairn.cli;

import picocli.CommandLine.IVersionProvider;

/** The version, as the jar's manifest states it. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "cairn " + (version == null ? "(built from source)" : version),
      "Java " + System.getProperty("java.version")
    };
  }
}
