/**
 * How an audit that goes on for ever makes itself heard: metrics to be scraped, and a webhook.
 *
 * <pre>{@code
 * AuditMetrics metrics = new AuditMetrics(sources, InstantSource.system());
 * try (MetricsPage page = MetricsPage.serve(address, metrics::scrape)) {
 *   new Auditor(client, plan, metrics).guard();
 * }
 * }</pre>
 *
 * <p>Nothing here decides what is a contradiction.
 */
@NullMarked
package dev.cairn.cli.alarm;

import org.jspecify.annotations.NullMarked;
