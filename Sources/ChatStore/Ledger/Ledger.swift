public import ChatModel

/// What the ledger notes when a run begins.
public struct RunStart: Sendable {
  /// The command, such as `ingest`.
  public var command: String
  public var startedAt: Timestamp
  /// The rules and model that tag in this run.
  public var version: TaggerVersion
  /// Whether personal data is masked before it is stored.
  public var isRedacted: Bool
  /// The zone that naive times are in, such as `Asia/Shanghai`; the first run gives the database its zone.
  public var zone: String
  /// The version of duxin.
  public var duxinVersion: String

  public init(
    command: String, startedAt: Timestamp, version: TaggerVersion, isRedacted: Bool, zone: String, duxinVersion: String
  ) {
    (self.command, self.startedAt, self.version) = (command, startedAt, version)
    (self.isRedacted, self.zone, self.duxinVersion) = (isRedacted, zone, duxinVersion)
  }
}

/// How a run ended; a run that was killed stays `running`.
public enum RunStatus: String, Sendable, CaseIterable {
  case running, done, failed, interrupted
}

/// What the ledger notes when a file is opened.
public struct FileStart: Sendable {
  public var run: Int64
  /// The file as the user named it; `-` for standard input.
  public var path: String
  /// SHA-256 of the bytes on disk, packed as they are, if they could be read ahead.
  public var fileHash: [UInt8]?
  public var startedAt: Timestamp

  public init(run: Int64, path: String, fileHash: [UInt8]? = nil, startedAt: Timestamp) {
    (self.run, self.path, self.fileHash, self.startedAt) = (run, path, fileHash, startedAt)
  }
}

/// What is known of a file once it was read to its end.
public struct FileEnd: Sendable {
  /// SHA-256 of the decompressed bytes.
  public var contentHash: [UInt8]
  /// Bytes on disk.
  public var size: Int64
  /// How it was read: format, preset and encoding, for people.
  public var format, preset, encoding: String
  /// Everything the user chose about the reading, such as preset, map, zone and shop, as one text.
  ///
  /// The same content read another way is not the same file.
  public var reading: String
  /// Whether all that the file says it holds was read; one that was cut or changed meanwhile is read again next time.
  public var isComplete: Bool
  public var finishedAt: Timestamp

  public init(
    contentHash: [UInt8], size: Int64, format: String, preset: String, encoding: String, reading: String = "",
    isComplete: Bool = true, finishedAt: Timestamp
  ) {
    (self.contentHash, self.size, self.format, self.preset) = (contentHash, size, format, preset)
    (self.encoding, self.reading) = (encoding, reading)
    (self.isComplete, self.finishedAt) = (isComplete, finishedAt)
  }
}

/// What became of the records of one file.
///
/// ``read`` = ``stored`` + ``duplicates`` + ``rejected``, always.
public struct FileCounts: Sendable, Equatable {
  /// Records met.
  public var read = 0
  /// Turns that are new in the database.
  public var stored = 0
  /// Turns that the database had already, updated ones among them.
  public var duplicates = 0
  /// Those of the duplicates whose text or message type another export had changed: the new one was kept.
  public var updated = 0
  /// Records that were not kept.
  public var rejected = 0
  /// Problems with records that were kept.
  public var warnings = 0
  /// The database had this very content, read the same way: no turn was changed.
  public var isSeenAgain = false

  public init() {}
}

/// A file that was read to its end before.
public struct KnownFile: Sendable, Equatable {
  /// The row of `file`.
  public var id: Int64
  public var path: String
  /// See ``FileEnd/reading``.
  public var reading: String
  public var finishedAt: Timestamp
  public var counts: FileCounts
}
