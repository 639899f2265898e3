/**
 * How what goes on for ever makes itself heard: an audit by metrics to be scraped and a webhook, a
 * server by metrics.
 *
 * <pre>{@code
 * AuditMetrics metrics = new AuditMetrics(sources, InstantSource.system());
 * try (MetricsPage page = MetricsPage.serve(address, metrics::scrape)) {
 *   new Auditor(client, plan, metrics).guard();
 * }
 * }</pre>
 *
 * <p>Nothing here decides what is a contradiction, or what is too late or too much.
 */
@NullMarked
package dev.cairn.cli.alarm;

import org.jspecify.annotations.NullMarked;
