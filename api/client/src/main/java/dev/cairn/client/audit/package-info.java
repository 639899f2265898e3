/**
 * The auditor: follows a log and shows whether it keeps to one history.
 *
 * <p>Terms. A <em>contradiction</em> is something that the log signed and that does not go together
 * with what else it signed or serves; it is kept as {@link dev.cairn.client.Evidence}. The
 * <em>depth</em> of an audit says whether heads are compared among themselves only, or also with
 * every entry.
 *
 * <pre>{@code
 * Auditor auditor = new Auditor(client, evidenceFolder, AuditProgress.NONE);
 * switch (auditor.once(Depth.ENTRIES)) {
 *   case AuditOutcome.Consistent consistent -> print(consistent.head());
 *   case AuditOutcome.Contradicted contradicted -> alarm(contradicted.file());
 * }
 * }</pre>
 *
 * <p>The auditor uses the client as anybody can. What may not enter: a way to reach the server, its
 * store or a key that is not the client's.
 */
@NullMarked
package dev.cairn.client.audit;

import org.jspecify.annotations.NullMarked;
