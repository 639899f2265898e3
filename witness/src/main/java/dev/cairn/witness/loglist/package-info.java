/**
 * The lists of logs that the witness network publishes (transparency-dev/witness-network,
 * log-list-format): which logs ask to be witnessed, and how often each may.
 *
 * <p>A <em>list</em> is a text. An <em>entry</em> is one log in it: its key, how many
 * add-checkpoint requests a day it is to be granted (<em>qpd</em>), and whom to write to.
 *
 * <pre>{@code
 * LogList list = LogList.parse(Files.readAllBytes(file)); // LogListException: "line 7: ..."
 * for (ListedLog log : list.logs()) {
 *   trust(log.key());
 * }
 * list.refused().forEach(entry -> warn(entry.line(), entry.message()));
 * }</pre>
 *
 * <p>A list only ever adds logs to those that a witness knows: one that a list no longer has, or
 * has with another key, stays as it is. Nothing may enter that reads files, sockets or clocks.
 */
@NullMarked
package dev.cairn.witness.loglist;

import org.jspecify.annotations.NullMarked;
