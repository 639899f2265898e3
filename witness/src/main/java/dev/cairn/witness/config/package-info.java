/**
 * What a witness is configured to do, and noticing when that changes.
 *
 * <p>The <em>file</em> is TOML. It may name <em>log lists</em>, whose logs are witnessed too. File
 * and lists together are the <em>configuration</em>. It is read on start, where any error is fatal,
 * and looked after while the witness runs: additions are applied, and a file with an error is
 * reported once while the last good one stays in force.
 *
 * <pre>{@code
 * http = "0.0.0.0:8080"
 * log_lists = ["log-list.1"]
 *
 * [[logs]]
 * vkey = "log.example+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
 * url = "https://log.example/"
 * }</pre>
 *
 * <pre>{@code
 * try (ConfigWatch watch = ConfigWatch.open(file)) {
 *   witness.addLogs(watch.current().keys());
 *   watch.start(listener, ConfigWatch.INTERVAL);
 * }
 * }</pre>
 *
 * <p>A log is only ever added: whatever is no longer in a file is witnessed on until the operator
 * decides otherwise. Nothing may enter that cosigns, polls or listens.
 */
@NullMarked
package dev.cairn.witness.config;

import org.jspecify.annotations.NullMarked;
