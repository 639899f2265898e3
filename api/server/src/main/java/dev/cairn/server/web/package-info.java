/**
 * Logs over HTTP: C2SP tlog-tiles, JSON twins of the services' reads, and the explorer.
 *
 * <pre>
 * GET /&lt;log&gt;/checkpoint                       the newest witnessed checkpoint, else the newest
 * GET /&lt;log&gt;/tile/&lt;L&gt;/&lt;N&gt;[.p/&lt;W&gt;]            256 hashes, or the first W of them
 * GET /&lt;log&gt;/tile/entries/&lt;N&gt;[.p/&lt;W&gt;]       the entries below them
 * GET /&lt;log&gt;/api/…                            JSON; openapi.json describes it
 * GET /                                       the explorer
 * GET /-/explorer/…  /-/logs  /-/openapi.json  /-/healthz
 * </pre>
 *
 * <p>{@code <log>} is what follows the first slash of the log's origin where that can be a path,
 * and always the origin's SHA-256 in hex. Paths are taken as they were sent, never decoded, and
 * only those of the forms above exist. Tiles are verified against a published head before they are
 * sent; what does not verify is answered 503, and health tells of it.
 *
 * <pre>{@code
 * try (WebEndpoint web = WebEndpoint.start(WebSettings.at(address), logs, calls)) {
 *   announce(web.port());
 * }
 * }</pre>
 *
 * <p>Reads only. No rule of the log enters here: JSON comes from LogService and AuditService as
 * everybody else calls them. Types of Jetty do not leave this package.
 */
@NullMarked
package dev.cairn.server.web;

import org.jspecify.annotations.NullMarked;
