public import ChatModel

/// Writes problems as JSON lines: what `--rejects FILE` holds.
public enum RejectEncoder {
  /// Appends one problem: file, line (from 1), byte (from 0), column (from 1, 0 unknown), severity, code, message, and
  /// the raw record, masked, as far as it is UTF-8.
  public static func append(_ problem: Problem, to out: inout [UInt8]) {
    out.append("{\"file\":\"")
    out.appendJSONEscaped(Array(problem.location.file.utf8).span)
    out.append("\",\"line\":")
    out.append(number: problem.location.line)
    out.append(",\"byte\":")
    out.append(number: problem.location.byte)
    out.append(",\"column\":")
    out.append(number: Int64(problem.location.column))
    out.append(",\"severity\":\"")
    out.append(text: problem.severity.rawValue)
    out.append("\",\"code\":\"")
    out.append(text: problem.code)
    out.append("\",\"message\":\"")
    out.appendJSONEscaped(Array(problem.message.utf8).span)
    out.append("\",\"raw\":\"")
    out.appendJSONEscaped(Array(String(decoding: problem.raw, as: UTF8.self).utf8).span)
    out.append("\"}\n")
  }
}
