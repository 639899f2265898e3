package dev.cairn.event.sample;

import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.Principal;
import dev.cairn.audit.v1.Target;

/** Who acts: of ten ranks seven are people, two service accounts, one a job. */
final class Cast {
  private static final String[] FIRST_NAMES = {
    "amara", "bjorn", "chen", "dalia", "emeka", "farah", "goran", "hana", "ines", "jonas", "kavya",
    "lucia", "mehmet", "noor", "oskar", "priya", "quentin", "rosa", "sofia", "tomas", "yara"
  };
  private static final String[] LAST_NAMES = {
    "adeyemi", "bauer", "costa", "dubois", "eriksen", "fischer", "garcia", "haddad", "ivanova",
    "jensen", "kowalski", "lopez", "moreau", "nakamura", "okafor", "patel", "rossi", "silva"
  };
  private static final String[] ACCOUNTS = {
    "checkout", "billing", "support-bot", "fulfilment", "ledger-sync", "search-indexer"
  };
  private static final String[] JOBS = {"nightly-export", "retention", "reconcile", "invoicing"};

  private final int size;
  private final Chance chance;

  Cast(int size, Chance chance) {
    this.size = size;
    this.chance = chance;
  }

  /** Somebody, the same few more often than others. */
  Actor anybody() {
    int rank = chance.zipf(size);
    return switch (rank % 10) {
      case 3, 6 -> account(rank);
      case 9 -> Actor.newBuilder().setType("job").setId(numbered(JOBS, rank / 10)).build();
      default -> Actor.newBuilder().setType("user").setId(person(rank)).build();
    };
  }

  /** A person, as one who is acted upon. */
  Target somebody() {
    return Target.newBuilder().setType("user").setId(person(chance.zipf(size))).build();
  }

  private Actor account(int rank) {
    Actor.Builder account =
        Actor.newBuilder()
            .setType("service")
            .setId(numbered(ACCOUNTS, rank / 10 * 2 + rank % 10 / 6) + "@accounts.example.com");
    account.addOnBehalfOf(Principal.newBuilder().setType("user").setId(person(chance.zipf(size))));
    if (chance.oneIn(8)) {
      account.addOnBehalfOf(
          Principal.newBuilder().setType("organization").setId("org-" + (rank % 97)));
    }
    return account.build();
  }

  /** A person's name, another for each rank. */
  private static String person(int rank) {
    int last = rank / FIRST_NAMES.length;
    return FIRST_NAMES[rank % FIRST_NAMES.length]
        + "."
        + numbered(LAST_NAMES, last)
        + "@example.com";
  }

  private static String numbered(String[] names, int number) {
    String name = names[number % names.length];
    int round = number / names.length;
    return round == 0 ? name : name + "-" + round;
  }
}
