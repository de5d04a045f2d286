import Foundation

/// How far and how fast a run reads.
struct ReadingPace {
  /// How many files there are, and the number of the one in work, from 1.
  var files: Int
  var file = 0
  /// Bytes on disk of all files; nil when one of them is a stream, whose end nobody knows.
  var totalBytes: Int64?
  /// Bytes taken so far, packed as they are on disk.
  var bytes: Int64 = 0
  var turns = 0
  /// Seconds since the run began.
  var seconds = 0.0

  init(files: Int, totalBytes: Int64?) { (self.files, self.totalBytes) = (files, totalBytes) }

  /// Seconds that the rest will take at the pace so far; nil when nobody can know.
  var secondsLeft: Double? {
    guard let totalBytes, bytes > 0, seconds >= 1 else { return nil }
    return seconds * Double(max(0, totalBytes - bytes)) / Double(bytes)
  }

  /// One line, such as `file 2/7  34 %  120000 turns  15000 turns/s  3.1 MB/s  0:42 left`.
  var inWords: String {
    var words = ["file \(file)/\(files)"]
    if let totalBytes, totalBytes > 0 { words.append("\(min(100, bytes * 100 / totalBytes)) %") }
    words.append("\(turns) turns")
    if seconds >= 1 {
      words.append("\(Int(Double(turns) / seconds)) turns/s")
      words.append(String(format: "%.1f MB/s", Double(bytes) / seconds / 1e6))
    }
    if let left = secondsLeft {
      let whole = Int(left.rounded(.up))
      words.append(String(format: "%d:%02d left", whole / 60, whole % 60))
    }
    return words.joined(separator: "  ")
  }
}
