package dev.cairn.event.sample;

import static dev.cairn.event.sample.Values.data;
import static dev.cairn.event.sample.Values.denied;
import static dev.cairn.event.sample.Values.failed;
import static dev.cairn.event.sample.Values.flag;
import static dev.cairn.event.sample.Values.integer;
import static dev.cairn.event.sample.Values.number;
import static dev.cairn.event.sample.Values.target;
import static dev.cairn.event.sample.Values.text;
import static dev.cairn.event.sample.Values.time;

import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.DigestAlgorithm;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.PayloadDigest;
import dev.cairn.audit.v1.Target;
import java.util.List;

/** What happens in a request. */
final class Scenes {
  private static final long DAY_SECONDS = 86_400;

  private Scenes() {}

  /** An order, and the payment for it: tried at one service, done at another. */
  static void order(Request request, long seconds) {
    Chance chance = request.chance();
    String id = "ord-" + chance.hexadecimal(10);
    long cents = 500L + chance.below(100_000);
    List<Target> order = List.of(target("order", id));
    request.complete(
        "/orders",
        "com.example.order.created",
        "create",
        Values.SUCCESS,
        order,
        List.of(
            integer("amount_cents", cents),
            text("currency", chance.of("EUR", "NOK", "INR", "USD")),
            flag("express", chance.oneIn(5))));
    List<Target> payment =
        List.of(target("payment", "pay-" + chance.hexadecimal(10)), order.get(0));
    String type = "com.example.payment.charged";
    String provider = chance.of("acme-pay", "bank-link", "invoice");
    List<Attribute> tried = List.of(integer("amount_cents", cents), text("provider", provider));
    request.attempt("/payments", type, "charge", payment, tried);
    Outcome outcome = chance.oneIn(20) ? failed("402", "The card was declined.") : Values.SUCCESS;
    request.complete(
        "/payments",
        type,
        "charge",
        outcome,
        payment,
        List.of(
            tried.get(0),
            time("captured_at", seconds),
            tried.get(1),
            number("risk", chance.below(1_000) / 1_000.0)));
  }

  /** A change of an order. */
  static void orderChange(Request request) {
    Chance chance = request.chance();
    String action = chance.of("ship", "update", "cancel", "delete");
    Outcome outcome =
        chance.oneIn(25) ? failed("NOT_FOUND", "There is no such order.") : Values.SUCCESS;
    request.complete(
        "/orders",
        "com.example.order.changed",
        action,
        outcome,
        List.of(target("order", "ord-" + chance.hexadecimal(10))),
        List.of(
            text("channel", chance.of("web", "app", "phone")),
            integer("version", chance.below(9))));
  }

  /** Somebody works with a document; not everybody may. */
  static void document(Request request) {
    Chance chance = request.chance();
    String action = chance.of("read", "read", "read", "update", "share", "delete");
    Outcome outcome =
        chance.oneIn(15)
            ? denied("PERMISSION_DENIED", "Only its owners may do that.")
            : Values.SUCCESS;
    request.complete(
        "/documents",
        "com.example.document." + action,
        action,
        outcome,
        List.of(target("document", "doc-" + chance.zipf(100_000))),
        List.of(
            text("classification", chance.of("public", "internal", "confidential")),
            data("etag", chance.bytes(1)),
            integer("size_bytes", chance.below(5_000_000))));
    if (chance.oneIn(10)) {
      digest(request, "application/pdf");
    }
  }

  /** A role given or taken, tried and done. */
  static void role(Request request, Target person, long seconds) {
    Chance chance = request.chance();
    String action = chance.of("grant", "grant", "revoke");
    String type = "com.example.role." + action;
    String role = chance.of("reader", "editor", "billing-admin", "owner");
    List<Target> targets = List.of(person, target("role", role));
    List<Attribute> attributes =
        List.of(
            time("expires", seconds + DAY_SECONDS * (1 + chance.below(90))),
            flag("needs_review", role.equals("owner")),
            text("project", "project-" + chance.zipf(500)));
    request.attempt("/access", type, action, targets, attributes);
    Outcome outcome =
        chance.oneIn(8) ? denied("PERMISSION_DENIED", "Owners alone may do that.") : Values.SUCCESS;
    request.complete("/access", type, action, outcome, targets, attributes);
  }

  /** A login; some are denied. */
  static void login(Request request) {
    Chance chance = request.chance();
    Outcome outcome =
        switch (chance.below(10)) {
          case 0, 1 -> denied("BAD_CREDENTIALS", "The password or key is wrong.");
          case 2 -> denied("LOCKED", "The account is locked.");
          default -> Values.SUCCESS;
        };
    boolean isPerson = request.isPerson();
    request.complete(
        "/identity",
        "com.example.user.login",
        "login",
        outcome,
        List.of(target("session", "ses-" + chance.hexadecimal(12))),
        List.of(
            text("method", isPerson ? chance.of("password", "passkey", "oidc") : "client-key"),
            flag("mfa", isPerson && chance.oneIn(2)),
            number("risk", chance.below(1_000) / 1_000.0)));
  }

  /** A report with its payload kept elsewhere. */
  static void report(Request request) {
    Chance chance = request.chance();
    request.complete(
        "/reports",
        "com.example.report.exported",
        "export",
        Values.SUCCESS,
        List.of(target("report", "rep-" + chance.hexadecimal(8))),
        List.of(integer("rows", chance.below(1_000_000))));
    digest(request, "text/csv");
  }

  private static void digest(Request request, String mediaType) {
    Chance chance = request.chance();
    request
        .events()
        .getLast()
        .setPayloadDigest(
            PayloadDigest.newBuilder()
                .setAlgorithm(DigestAlgorithm.DIGEST_ALGORITHM_SHA_256)
                .setDigest(chance.bytes(4))
                .setSize(1L + chance.below(9_000_000))
                .setMediaType(mediaType));
  }
}
