public import ChatModel
public import ChatPrivacy
public import ChatReading
public import ChatTagging
import Foundation
import Synchronization

/// The loop: bytes of exports → turns → masked → linked to their context → tagged, in parallel and in order.
///
/// One run remembers the conversations it has seen over all its files; results never depend on the number of workers.
public final class AnalysisRun: Sendable {
  private let options: AnalysisOptions
  private let tagger: TurnTagger
  private let tracker = Mutex(ConversationTracker())
  private let scratches: ScratchShelf

  public init(_ options: AnalysisOptions, tagger: TurnTagger) {
    (self.options, self.tagger) = (options, tagger)
    scratches = ScratchShelf(remembering: options.texts)
  }

  /// Reads one export and hands its chunks down, in order, on this thread.
  ///
  /// - Parameters:
  ///   - encoder: also writes the turns as records, in the parallel part.
  ///   - consume: receives every chunk; what it throws ends the run.
  /// - Throws: ``ReadError`` when the export cannot be opened or read on; what came before was consumed.
  public func read(
    _ path: String, encoder: TagEncoder? = nil, consume: (AnalyzedChunk) throws -> Void
  ) throws -> FileReading {
    let text = try TextFile(path: path, encoding: options.encoding, watch: options.watch)
    let reader = try ExportReader(text, path: path, options: options.reading)
    let (parser, about, preset) = (reader.parser, reader.about, reader.preset.name)
    let input = Input(reader)
    try OrderedWork(workers: options.workers).run(
      take: { try input.next() },
      transform: { [self] piece, turnstile in analyze(piece, with: parser, encoder: encoder, turnstile) },
      check: { [watch = options.watch] in try watch.check(path) },
      consume: consume)
    return FileReading(
      path: path, about: about, preset: preset, encoding: text.encoding, contentHash: text.contentHash,
      size: text.size, isComplete: text.isComplete, problems: input.rest())
  }

  /// The parallel part: pure but for the turnstile, and never fails on data.
  private func analyze(
    _ piece: Input.Piece, with parser: RecordParser, encoder: TagEncoder?, _ turnstile: Turnstile
  ) -> AnalyzedChunk {
    var batch = parser.parse(piece.chunk)
    batch.problems = piece.problems + batch.problems
    options.redactor?.redact(&batch)
    turnstile.inOrder { tracker.withLock { $0.link(&batch) } }
    let scratch = scratches.take()
    defer { scratches.giveBack(scratch) }
    scratch.wantsEvidence = encoder?.wantsEvidence ?? false
    var tags: [TurnTags] = []
    var encoded: [UInt8] = []
    tags.reserveCapacity(batch.turns.count)
    if encoder != nil { encoded.reserveCapacity(batch.turns.count * 384) }
    tagger.tag(batch.turns.indices, of: batch, with: scratch) { index, found in
      encoder?.append(index, of: batch, tags: found, evidence: scratch.evidence, to: &encoded)
      tags.append(found)
    }
    return AnalyzedChunk(tagged: TaggedBatch(batch: batch, tags: tags), encoded: encoded)
  }
}

/// How exports are analysed.
public struct AnalysisOptions: Sendable {
  public var reading: ReadingOptions
  public var encoding = TextEncoding.auto
  /// nil: nothing is masked, as the user asked for.
  public var redactor: Redactor?
  /// How many threads work besides the calling one.
  public var workers = 2
  /// How many texts each of them remembers, about 8 KB each; any number gives the same results.
  public var texts = 3072
  /// Sees how far the reading is, and may stop it.
  public var watch = ReadingWatch()

  public init(reading: ReadingOptions) { self.reading = reading }
}

/// One chunk of an export after the loop.
public struct AnalyzedChunk: Sendable {
  public var tagged: TaggedBatch
  /// The turns as records, when an encoder was given.
  public var encoded: [UInt8]
}

/// What one export was, known once it has been read.
public struct FileReading: Sendable {
  public var path: String
  /// Format, preset and columns, in words.
  public var about: String
  public var preset: String
  public var encoding: TextEncoding
  /// SHA-256 of the decompressed bytes.
  public var contentHash: [UInt8]
  /// Bytes, packed as they are on disk.
  public var size: Int64
  /// Whether everything the file says it holds was read.
  public var isComplete: Bool
  /// What was wrong outside of records and was not yet told with a chunk.
  public var problems: [Problem]
}

/// The reader behind a lock: one worker at a time takes the next chunk.
private final class Input: @unchecked Sendable {
  /// A chunk with what was found wrong outside of records before it.
  struct Piece: Sendable {
    var chunk: RecordChunk
    var problems: [Problem]
  }

  private let lock = NSLock()
  private var reader: ExportReader

  init(_ reader: ExportReader) { self.reader = reader }

  func next() throws -> Piece? {
    try lock.withLock {
      guard let chunk = try reader.nextChunk() else { return nil }
      return Piece(chunk: chunk, problems: reader.takeProblems())
    }
  }

  func rest() -> [Problem] { lock.withLock { reader.takeProblems() } }
}

/// Where workers leave their tagging memory for the next chunk; what it remembers changes no result.
private final class ScratchShelf: @unchecked Sendable {
  private let lock = NSLock()
  private var free: [TaggingScratch] = []
  private let texts: Int

  init(remembering texts: Int) { self.texts = texts }

  func take() -> TaggingScratch { lock.withLock { free.popLast() } ?? TaggingScratch(remembering: texts) }

  func giveBack(_ scratch: TaggingScratch) { lock.withLock { free.append(scratch) } }
}
