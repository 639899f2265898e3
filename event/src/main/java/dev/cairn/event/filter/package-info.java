/**
 * Filters over audit events, in the language of <a href="https://google.aip.dev/160">AIP-160</a>.
 *
 * <pre>
 * actor.id = "alice" AND outcome.status != SUCCESS
 * type = "com.example.order.*" target.id:"order-7" OR correlation_id = 'c-1'
 * attributes.amount &gt;= 100 AND NOT attributes.reason:*
 * occurred_time &gt;= 2026-01-31T12:00:00Z AND -source = /orders
 * </pre>
 *
 * <h2>Grammar</h2>
 *
 * <pre>
 * filter     = [expression]                      an empty filter lets everything through
 * expression = factor { ["AND"] factor }         neighbours without an operator: AND
 * factor     = term { "OR" term }                OR binds tighter than AND
 * term       = ["NOT" | "-"] simple              "-" without a space after it
 * simple     = comparison | "(" expression ")"
 * comparison = field operator value | "attributes" ":" name
 * operator   = "=" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=" | ":"
 * value      = bare | quoted
 * </pre>
 *
 * <p>A <em>quoted</em> value stands in {@code "} or {@code '}; in it {@code \\}, {@code \"}, {@code
 * \'} and {@code \*} stand for the second character, and there are no other escapes. A
 * <em>bare</em> value has no spaces and none of {@code ( ) " ' = < > ! , \}, and is not one of the
 * operators' words. Keywords, names and values are case-sensitive.
 *
 * <h2>Fields</h2>
 *
 * <p>Those of {@link dev.cairn.event.filter.EventField}, and {@code attributes.} with an
 * attribute's name. What is right of an operator is read as the field's type: text, one of the
 * names of an enum with or without its prefix, a whole number, or a time of RFC 3339. An attribute
 * has the type that it has in the event, and the value says what it is compared with: bare {@code
 * true} and {@code false} with flags, bare numbers with numbers, bare times with times, all else
 * with text. Attributes of another type than the value are as if they were absent; bytes can only
 * be asked for with {@code :*}.
 *
 * <h2>Meaning</h2>
 *
 * <ul>
 *   <li>In {@code =}, {@code !=} and {@code :} with text, {@code *} stands for any characters.
 *   <li>Text is ordered by its code points, exactly and without regard to language.
 *   <li>{@code :} is {@code =}, and {@code :*} asks whether the field is there and is not empty.
 *   <li>Of several targets or principals, {@code =}, {@code :}, {@code <} and so on need one that
 *       fits; {@code !=} holds unless {@code =} does.
 *   <li>Text that is absent is the empty text. Of anything else that is absent, {@code !=} holds
 *       (AIP-160: true unless it equals), and no other comparison does.
 * </ul>
 *
 * <p>Not supported of AIP-160: values without a field, functions, parentheses right of an operator.
 * A filter has at most 4,096 bytes of UTF-8, 32 parentheses open at a time, and 256 comparisons.
 *
 * <pre>{@code
 * Filter filter = Filter.parse("actor.id = \"alice\"");
 * boolean wanted = filter.matches(new EventView(index, event, link, collection));
 * }</pre>
 *
 * <p>No clock, no storage and no index enters here; what an index needs is the {@link
 * dev.cairn.event.filter.Expression}.
 */
@NullMarked
package dev.cairn.event.filter;

import org.jspecify.annotations.NullMarked;
