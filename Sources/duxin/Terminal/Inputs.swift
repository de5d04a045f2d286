import ChatModel
import ChatReading

/// The files a command reads, and those it could not.
struct Inputs {
  let files: [String]
  let console: Console
  /// How many could not be read, or gave nothing.
  private(set) var failures = 0

  /// - Parameters:
  ///   - showsProgress: false where the terminal shows other output meanwhile.
  ///   - takesOrders: tables of orders are wanted; else they are passed over.
  init(_ paths: [String], console: Console, showsProgress: Bool = true, takesOrders: Bool = false) {
    let found = InputDiscovery.find(paths)
    files = found.files.filter { takesOrders || !Preset.isOfOrders($0) }
    let orders = found.files.count - files.count
    self.console = console.reading(files, isShown: showsProgress)
    for error in found.errors { failed(error) }
    if orders > 0 { console.note("orders, no chats: \(orders) file\(orders == 1 ? "" : "s") passed over") }
    if found.passedOver > 0 { console.note("\(found.passedOver) other files in folders passed over") }
  }

  /// Reads one file after another; one that cannot be read is told, and the others go on.
  ///
  /// - Parameter read: reads a file, and says how many records it had and how many of them were kept.
  /// - Throws: what `read` throws but ``ReadError``; ``Interrupted``.
  mutating func forEach(_ read: (_ path: String) throws -> (read: Int, kept: Int)) throws {
    defer { console.progress?.clear() }
    for path in files {
      try Interruption.check()
      console.progress?.begin()
      do {
        let counts = try read(path)
        if counts.read > 0 && counts.kept == 0 {
          let message = "no record of it could be kept (\(counts.read) rejected); --dry-run shows how it is read"
          throw ReadError(code: "nothing-kept", path: path, message: message)
        }
      } catch let error as ReadError {
        failed(error)
      }
    }
    try Interruption.check()
  }

  private mutating func failed(_ error: ReadError) {
    failures += 1
    console.error(error.description)
  }

  /// What the reading tells, and asks.
  var watch: ReadingWatch {
    ReadingWatch(moved: { [progress = console.progress] in progress?.moved(to: $0) }) { Interruption.isRequested }
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
