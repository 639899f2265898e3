package dev.cairn.server.web;

import com.google.rpc.Code;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** Finds what a path stands for. Nothing but the paths listed here exists. */
final class Router {
  private static final String SERVER = "/-/";
  private static final String EXPLORER = SERVER + "explorer/";
  private static final String CHECKPOINT = "checkpoint";
  private static final String LOSS = "loss";
  private static final String TILE = "tile/";
  private static final String API = "api/";

  private final Map<String, ServedLog> logs = new HashMap<>();
  private final ServerPages pages;
  private final ExplorerFiles explorer = new ExplorerFiles();
  private final TileAnswers tiles;
  private final Api api;

  Router(List<ServedLog> logs, TileAnswers tiles, Api api) {
    LogPaths paths = new LogPaths(logs.stream().map(log -> log.log().origin()).toList());
    for (ServedLog log : logs) {
      paths.names(log.log().origin()).forEach(name -> this.logs.put(name, log));
    }
    this.pages = new ServerPages(logs, paths);
    this.tiles = tiles;
    this.api = api;
  }

  /** Whether a refusal of this path is JSON. */
  static boolean isApi(String path) {
    return path.contains("/" + API) && !path.startsWith(SERVER);
  }

  /** Whether the path is what a log's files are below: no file itself, but a person may open it. */
  boolean isHome(String path) {
    return path.length() > 1
        && path.endsWith("/")
        && logs.containsKey(path.substring(1, path.length() - 1));
  }

  Answer health() {
    return pages.health();
  }

  /** Answers a GET. */
  Answer answer(Request request) {
    HttpURI uri = request.getHttpURI();
    String path = uri.getPath();
    if (path.equals("/")) {
      return uri.getQuery() == null ? explorer(ExplorerFiles.INDEX, request) : noQuery(path);
    }
    if (isHome(path)) {
      return uri.getQuery() == null ? Answer.seeOther("/#" + path) : noQuery(path);
    }
    if (path.startsWith(SERVER)) {
      return uri.getQuery() == null ? server(path, request) : noQuery(path);
    }
    return log(path, request);
  }

  private Answer server(String path, Request request) {
    if (path.startsWith(EXPLORER)) {
      return explorer(path.substring(EXPLORER.length()), request);
    }
    return switch (path.substring(SERVER.length())) {
      case "logs" -> pages.logs();
      case "openapi.json" -> pages.openApi();
      case "healthz" -> pages.health();
      default -> notFound();
    };
  }

  private Answer explorer(String file, Request request) {
    return explorer.find(file, request.getHeaders()).orElseGet(Router::notFound);
  }

  /** A log's name ends before the first segment that can follow one; names have none of those. */
  private Answer log(String path, Request request) {
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      String rest = path.substring(slash + 1);
      if (rest.equals(CHECKPOINT)
          || rest.equals(LOSS)
          || rest.startsWith(TILE)
          || rest.startsWith(API)) {
        Optional<ServedLog> log = Optional.ofNullable(logs.get(path.substring(1, slash)));
        if (log.isPresent()) {
          return below(log.get(), rest, request);
        }
      }
    }
    return isApi(path) ? Api.noSuchLog() : notFound();
  }

  private Answer below(ServedLog log, String path, Request request) {
    if (path.startsWith(API)) {
      return api(log, path.substring(API.length()), request);
    }
    if (request.getHttpURI().getQuery() != null) {
      return noQuery(path);
    }
    if (path.equals(LOSS)) {
      return TileAnswers.loss(log).orElseGet(Router::notFound);
    }
    return path.equals(CHECKPOINT)
        ? TileAnswers.checkpoint(log)
        : tiles.tile(log, path, request.getHeaders());
  }

  private Answer api(ServedLog log, String path, Request request) {
    Fields query;
    try {
      query = Request.extractQueryParameters(request);
    } catch (RuntimeException e) {
      // Jetty says it by several exceptions that have nothing else in common.
      return Api.failed(Code.INVALID_ARGUMENT, "INVALID_REQUEST", "the query cannot be decoded");
    }
    return api.answer(log, path, query);
  }

  private static Answer notFound() {
    return Answer.refusal(404, "not found");
  }

  private static Answer noQuery(String path) {
    return Answer.refusal(400, path + " takes no query");
  }
}
