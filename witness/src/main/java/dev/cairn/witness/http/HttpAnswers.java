package dev.cairn.witness.http;

import dev.cairn.http.serve.HttpAnswer;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.witness.SubtreeAnswer;
import dev.cairn.witness.WitnessAnswer;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;

/** The one place where a witness's answer becomes a status code. */
final class HttpAnswers {
  private HttpAnswers() {}

  static HttpAnswer of(WitnessAnswer answer) {
    return switch (answer) {
      case WitnessAnswer.Cosigned(List<NoteSignature> lines) -> HttpAnswer.text(200, lines(lines));
      case WitnessAnswer.Conflict(long knownSize) ->
          new HttpAnswer(
              409, Map.of(HttpHeader.CONTENT_TYPE, "text/x.tlog.size"), knownSize + "\n");
      case WitnessAnswer.Refused refused ->
          HttpAnswer.refusal(refused.reason().httpStatus(), refused.message());
      case WitnessAnswer.Stopped(String message) -> HttpAnswer.refusal(503, message);
    };
  }

  static HttpAnswer of(SubtreeAnswer answer) {
    return switch (answer) {
      case SubtreeAnswer.Signed(List<NoteSignature> lines) -> HttpAnswer.text(200, lines(lines));
      case SubtreeAnswer.Refused refused ->
          HttpAnswer.refusal(refused.reason().httpStatus(), refused.message());
      case SubtreeAnswer.Unsupported _ ->
          HttpAnswer.refusal(404, "the witness has no key that signs subtrees");
    };
  }

  private static String lines(List<NoteSignature> signatures) {
    StringBuilder lines = new StringBuilder();
    for (NoteSignature signature : signatures) {
      lines.append(signature).append('\n');
    }
    return lines.toString();
  }
}
