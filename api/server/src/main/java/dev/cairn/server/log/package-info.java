/**
 * One log that a server hosts: its folder, store, sequencer, publisher and reader, started and
 * stopped together.
 *
 * <pre>{@code
 * HostedLog log = HostedLog.open(DataFolder.open(path), passphrase, LogSettings.DEFAULT, readers);
 * }</pre>
 *
 * <p>Only the life of the parts and what they need to know of each other is decided here; no
 * network type enters here.
 */
@NullMarked
package dev.cairn.server.log;

import org.jspecify.annotations.NullMarked;
