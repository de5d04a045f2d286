import ChatModel
import ChatReading

/// The files a command reads, and those it could not.
struct Inputs {
  let files: [String]
  private let console: Console
  /// How many could not be read.
  private(set) var failures = 0

  init(_ paths: [String], console: Console) {
    let found = InputDiscovery.find(paths)
    (files, self.console) = (found.files, console)
    for error in found.errors { failed(error) }
    if found.passedOver > 0 { console.note("\(found.passedOver) other files in folders passed over") }
  }

  /// A file that cannot be read: told, and the others go on.
  mutating func failed(_ error: ReadError) {
    failures += 1
    console.error(error.description)
  }

  /// The exit status by what was rejected or could not be read.
  ///
  /// - Throws: ``ExitStatus`` unless all went well.
  func finish(rejected: Int, strict: Bool) throws {
    if failures > 0 { throw ExitStatus(2) }
    if rejected > 0 && strict { throw ExitStatus(1) }
  }
}

/// Tells problems of the input as they come, but not without end.
struct ProblemTally {
  /// Problems of one file that are told one by one.
  static let toldLimit = 20

  private let console: Console
  private var path = ""
  private var told = 0
  private var untold: [String: Int] = [:]
  private(set) var rejected = 0

  init(console: Console) { self.console = console }

  mutating func begin(_ path: String) { (self.path, told, untold) = (path, 0, [:]) }

  mutating func tell(_ problems: [Problem]) {
    for problem in problems {
      if problem.severity == .rejected { rejected += 1 }
      if told < Self.toldLimit { console.problem(problem) } else { untold[problem.code, default: 0] += 1 }
      told += 1
    }
  }

  /// Tells what is left of a file, and how many more problems of each kind there were.
  mutating func end(_ problems: [Problem]) {
    tell(problems)
    for (code, count) in untold.sorted(by: { $0.key < $1.key }) { console.note("\(path): \(count) more [\(code)]") }
  }
}
