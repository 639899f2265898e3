package dev.cairn.convert;

import dev.cairn.audit.v1.AuditEvent;
import java.util.Locale;
import java.util.Set;

/** The classes of OCSF that events are told in, and the activities in them. */
enum OcsfClass {
  /** Somebody logs on or off. */
  AUTHENTICATION(3_002, "Authentication", 3, "Identity & Access Management"),
  /** A user is given privileges, or they are taken. */
  USER_ACCESS(3_005, "User Access Management", 3, "Identity & Access Management"),
  /** All else. */
  API_ACTIVITY(6_003, "API Activity", 6, "Application Activity");

  /**
   * What an event is about.
   *
   * @param id the activity within its class, 99 for one that the class does not know
   */
  record Activity(OcsfClass ocsfClass, int id, String name) {
    /** The type of an event of this class and activity. */
    int typeUid() {
      return ocsfClass.uid * 100 + id;
    }
  }

  private static final int OTHER = 99;
  private static final Set<String> LOGON =
      Set.of("login", "logon", "log_in", "log_on", "signin", "sign_in", "authenticate");
  private static final Set<String> LOGOFF =
      Set.of("logout", "logoff", "log_out", "log_off", "signout", "sign_out");
  private static final Set<String> GRANT = Set.of("grant", "assign");
  private static final Set<String> REVOKE = Set.of("revoke", "unassign");
  private static final Set<String> CREATE =
      Set.of("create", "add", "insert", "register", "upload", "import");
  private static final Set<String> READ =
      Set.of("read", "get", "list", "view", "search", "download", "export");
  private static final Set<String> UPDATE =
      Set.of("update", "change", "set", "modify", "patch", "edit", "rename", "move");
  private static final Set<String> DELETE = Set.of("delete", "remove", "purge", "erase");

  private static final Set<String> PRIVILEGES = Set.of("role", "permission", "privilege");

  final int uid;
  final String caption;
  final int categoryUid;
  final String categoryCaption;

  OcsfClass(int uid, String caption, int categoryUid, String categoryCaption) {
    this.uid = uid;
    this.caption = caption;
    this.categoryUid = categoryUid;
    this.categoryCaption = categoryCaption;
  }

  /** Whether a thing of that type is what a user is given or loses. */
  static boolean isPrivilege(String targetType) {
    return PRIVILEGES.contains(targetType.toLowerCase(Locale.ROOT));
  }

  /** The class and activity of an event, by its action and its targets. */
  static Activity of(AuditEvent event) {
    String verb = event.getAction().toLowerCase(Locale.ROOT).replace('-', '_');
    if (LOGON.contains(verb)) {
      return new Activity(AUTHENTICATION, 1, "Logon");
    }
    if (LOGOFF.contains(verb)) {
      return new Activity(AUTHENTICATION, 2, "Logoff");
    }
    if (isAboutPrivileges(event)) {
      if (GRANT.contains(verb)) {
        return new Activity(USER_ACCESS, 1, "Assign Privileges");
      }
      if (REVOKE.contains(verb)) {
        return new Activity(USER_ACCESS, 2, "Revoke Privileges");
      }
    }
    return apiActivity(event.getAction(), verb);
  }

  private static Activity apiActivity(String action, String verb) {
    if (CREATE.contains(verb)) {
      return new Activity(API_ACTIVITY, 1, "Create");
    }
    if (READ.contains(verb)) {
      return new Activity(API_ACTIVITY, 2, "Read");
    }
    if (UPDATE.contains(verb)) {
      return new Activity(API_ACTIVITY, 3, "Update");
    }
    if (DELETE.contains(verb)) {
      return new Activity(API_ACTIVITY, 4, "Delete");
    }
    return new Activity(API_ACTIVITY, OTHER, action);
  }

  private static boolean isAboutPrivileges(AuditEvent event) {
    return event.getTargetsList().stream().anyMatch(target -> target.getType().equals("user"))
        && event.getTargetsList().stream().anyMatch(target -> isPrivilege(target.getType()));
  }
}
