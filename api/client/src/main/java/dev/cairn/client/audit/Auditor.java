package dev.cairn.client.audit;

import dev.cairn.client.CheckFailedException;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.UnreachableException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Audits one log with the memory of its client: every head that the log or a witness shows is of
 * one history with all that were seen before, whoever showed them. Not safe for several threads.
 *
 * <p>A head that a witness shows must carry the log's signature and the witness's; the log must
 * prove that it is of its history, and has a moment to catch up where the witness is ahead. A
 * witness that cannot be asked, or shows anything else, is reported: it is no evidence against the
 * log.
 *
 * <p>Evidence of a contradiction is kept in a file before it is reported. A log whose answers prove
 * nothing either way, such as a checkpoint with a bad signature, makes the methods throw {@link
 * CheckFailedException}.
 *
 * <p>The client should hold the log to its key only ({@link dev.cairn.client.Trust.Pinned}): an
 * auditor wants to see all that the log signed, not only what a quorum has cosigned.
 */
public final class Auditor {
  private final LogClient client;
  private final AuditPlan plan;
  private final Announcer announcer;
  private final LogAudit log;

  /**
   * @param client the log, its trusted key and the memory
   * @param plan what is looked at, and where evidence goes
   * @param progress told how it goes
   */
  public Auditor(LogClient client, AuditPlan plan, AuditProgress progress) {
    this.client = client;
    this.plan = plan;
    this.announcer = new Announcer(plan, progress);
    this.log = new LogAudit(client, plan, announcer);
  }

  /**
   * Audits the log as it is now: all heads that it keeps and that are newer than the remembered
   * one, up to its newest, and the newest of each witness. With {@link Depth#ENTRIES} all entries
   * beyond those that are hashed, and so all heads that cover them.
   */
  public AuditOutcome once() throws LogException {
    try (WitnessHttp http = new WitnessHttp(plan.deadline())) {
      SignedCheckpoint newest = log.history();
      List<WitnessState> witnesses = new ArrayList<>();
      for (WitnessSource source : plan.witnesses()) {
        WitnessState state = visit(new WitnessAudit(client, source, http, plan.clock()));
        announcer.visited(state);
        witnesses.add(state);
      }
      return new AuditOutcome.Consistent(
          newest, log.heads(), log.entries(), witnesses, announcer.alarm());
    } catch (CheckFailedException e) {
      Optional<AuditOutcome.Contradicted> contradiction = announcer.contradiction(e);
      if (contradiction.isEmpty()) {
        throw e;
      }
      announcer.contradicted(contradiction.get());
      return contradiction.get();
    }
  }

  private static WitnessState visit(WitnessAudit audit) throws LogException {
    try {
      return audit.visit();
    } catch (WitnessException e) {
      return WitnessState.troubled(audit.witness(), String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException("interrupted while asking " + audit.witness(), e);
    }
  }

  /**
   * Audits as {@link #once}, and then each new head as it is published or cosigned, until the first
   * contradiction. A source that cannot be asked is asked again, with growing pauses.
   *
   * @throws UnreachableException if the thread is interrupted
   */
  public AuditOutcome.Contradicted follow() throws LogException {
    return new Following(client, plan, announcer, false).run();
  }

  /**
   * As {@link #follow}, but tells of contradictions and goes on, as it does after answers that
   * prove nothing either way; the source is asked again, with growing pauses.
   *
   * @return never
   * @throws dev.cairn.client.MemoryException if nothing can be remembered or kept any more
   * @throws UnreachableException if the thread is interrupted
   */
  public AuditOutcome.Contradicted guard() throws LogException {
    return new Following(client, plan, announcer, true).run();
  }
}
