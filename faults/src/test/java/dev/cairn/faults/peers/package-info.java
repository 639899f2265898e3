/**
 * Those around a log do as they like: an operator ends it under load, clients keep streams open
 * that they never read, a witness falls silent.
 *
 * <p>Promised: SIGTERM ends the server with 0 within 30 s, with every accepted append decided; a
 * silent witness holds up nobody who does not ask for its cosignature, and those only so long.
 *
 * <pre>{@code
 * witness.signal("STOP");
 * client.append(entry, AppendOptions.SIGNED); // goes on
 * }</pre>
 *
 * <p>The log's own storage does not enter.
 */
@NullMarked
package dev.cairn.faults.peers;

import org.jspecify.annotations.NullMarked;
