package dev.cairn.cli;

/**
 * A command from another module, found by {@link java.util.ServiceLoader}. The class carries
 * picocli's {@code @Command}.
 */
public interface Subcommand {}
