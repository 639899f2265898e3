/**
 * The auditor: follows a log and its witnesses, and shows whether the log keeps to one history.
 *
 * <p>Terms. A <em>contradiction</em> is something that the log signed and that does not go together
 * with what else it signed or serves; it is kept as {@link dev.cairn.client.Evidence}. The
 * <em>depth</em> of an audit says whether heads are compared among themselves only, or also with
 * every entry. A <em>source</em> is who shows heads: the log itself, or a witness, which shows what
 * it has cosigned (C2SP tlog-witness). A contradiction is the log's alone; a source that cannot be
 * asked, or shows what nobody signed, is <em>trouble</em>; cosignatures that are too old are an
 * alarm.
 *
 * <pre>{@code
 * AuditPlan plan =
 *     AuditPlan.of(evidenceFolder)
 *         .withEntries(memory)
 *         .withWitnesses(List.of(WitnessSource.of(key, URI.create("https://w1.example.com/"))));
 * switch (new Auditor(client, plan, AuditProgress.NONE).once()) {
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
