package dev.cairn.witness.config;

/** Hears what becomes of the configuration while the witness runs. */
public interface ConfigListener {
  /**
   * The files have changed and are good. Logs that are new are to be added; none is to be removed.
   * If this throws, it is called again at each look at the files until it does not.
   *
   * @param before the last one that was applied
   */
  void changed(Configuration before, Configuration now);

  /** A file has changed and cannot be used; what held before stays. Called once for each change. */
  void failed(ConfigException error);
}
