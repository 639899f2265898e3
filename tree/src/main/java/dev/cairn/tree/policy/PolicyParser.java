package dev.cairn.tree.policy;

import static dev.cairn.tree.policy.PolicyLine.quote;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one policy file, line by line: what a line refers to stands above it. */
final class PolicyParser {
  private static final int MAX = WitnessPolicy.MAX_LINES_OF_A_KIND;

  private final PolicyKeys keys = new PolicyKeys();
  private final List<PolicyLog> logs = new ArrayList<>();
  private final List<PolicyWitness> witnesses = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();

  /** Each name and the line that defines it. */
  private final Map<String, Integer> names = new HashMap<>();

  /** Each member of a group and that group. */
  private final Map<String, String> members = new HashMap<>();

  private @Nullable String quorum;

  private PolicyParser() {}

  static WitnessPolicy parse(byte[] file) throws PolicyException {
    PolicyParser parser = new PolicyParser();
    for (PolicyLine line : PolicyText.lines(file)) {
      parser.read(line);
    }
    String quorum = parser.quorum;
    if (quorum == null) {
      throw new PolicyException(
          0, "has no quorum line: end it with \"quorum <name>\" or \"quorum none\"");
    }
    return new WitnessPolicy(parser.logs, parser.witnesses, new Quorum(quorum, parser.groups));
  }

  private void read(PolicyLine line) throws PolicyException {
    switch (line.keyword()) {
      case "log" -> readLog(line);
      case "witness" -> readWitness(line);
      case "group" -> readGroup(line);
      case "quorum" -> readQuorum(line);
      default ->
          throw line.error(
              quote(line.keyword())
                  + " is unknown: a line begins with log, witness, group, quorum or #");
    }
  }

  private void readLog(PolicyLine line) throws PolicyException {
    requireItems(line, 2, 3, "log <vkey> [<url>]");
    requireRoom(line, logs);
    logs.add(new PolicyLog(keys.log(line, 1), PolicyUrl.in(line, 2)));
  }

  private void readWitness(PolicyLine line) throws PolicyException {
    requireItems(line, 3, 4, "witness <name> <vkey> [<url>]");
    requireRoom(line, witnesses);
    String name = define(line);
    witnesses.add(new PolicyWitness(name, keys.witness(line, 2), PolicyUrl.in(line, 3)));
  }

  private void readGroup(PolicyLine line) throws PolicyException {
    requireItems(line, 4, Integer.MAX_VALUE, "group <name> all|any|<number> <member>...");
    requireRoom(line, groups);
    List<String> listed = line.items().subList(3, line.size());
    for (String member : listed) {
      requireDefined(line, member, "a member");
    }
    String name = define(line);
    for (String member : listed) {
      String other = members.putIfAbsent(member, name);
      if (other != null) {
        throw line.error(
            quote(member)
                + " is already a member of group "
                + quote(other)
                + ": a name may be a member once in the file");
      }
    }
    groups.add(new Group(name, threshold(line, listed.size()), listed));
  }

  private static int threshold(PolicyLine line, int size) throws PolicyException {
    String text = line.item(2);
    if (text.equals("all")) {
      return size;
    }
    if (text.equals("any")) {
      return 1;
    }
    long number;
    try {
      number = CanonicalText.parseDecimal("number", text);
    } catch (MalformedException e) {
      number = 0;
    }
    if (number < 1 || number > size) {
      throw line.error(
          quote(text)
              + " of "
              + size
              + " members cannot be needed: write all, any or a number from 1 to "
              + size);
    }
    return (int) number;
  }

  private void readQuorum(PolicyLine line) throws PolicyException {
    requireItems(line, 2, 2, "quorum <name>");
    if (quorum != null) {
      throw line.error("this is a second quorum line: keep one of them");
    }
    if (!line.item(1).equals(Quorum.NONE)) {
      requireDefined(line, line.item(1), "the quorum");
    }
    quorum = line.item(1);
  }

  private String define(PolicyLine line) throws PolicyException {
    String name = line.item(1);
    if (name.equals(Quorum.NONE)) {
      throw line.error("the name none is reserved for \"quorum none\": choose another name");
    }
    Integer other = names.putIfAbsent(name, line.number());
    if (other != null) {
      throw line.error(
          "the name " + quote(name) + " is already that of line " + other + ": choose another");
    }
    return name;
  }

  private void requireDefined(PolicyLine line, String name, String use) throws PolicyException {
    if (!names.containsKey(name)) {
      throw line.error(
          quote(name)
              + " cannot be "
              + use
              + ": define a witness or group of that name in a line above");
    }
  }

  private static void requireItems(PolicyLine line, int least, int most, String form)
      throws PolicyException {
    if (line.size() < least || line.size() > most) {
      throw line.error("has " + line.size() + " items: write " + form);
    }
  }

  private static void requireRoom(PolicyLine line, List<?> kind) throws PolicyException {
    if (kind.size() == MAX) {
      throw line.error("is one " + line.keyword() + " too many: at most " + MAX + " are allowed");
    }
  }
}
