/**
 * What a log needs of its storage, as a contract that more than one engine can meet.
 *
 * <p>The words: a <em>commit</em> adds entries and everything derived from them in one step; a
 * <em>snapshot</em> is one commit's view; the <em>stored levels</em> of the tree are every fourth
 * one (0, 4, 8, …), from which the levels between are computed.
 *
 * <pre>{@code
 * store.commit(commit);                       // durable once it returns
 * byte[] first = store.read(view -> view.entry(0));
 * }</pre>
 *
 * <p>No engine's type, no gRPC and no clock enters here.
 */
@NullMarked
package dev.cairn.server.store;

import org.jspecify.annotations.NullMarked;
