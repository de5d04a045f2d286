import ChatPipeline
import ChatPrivacy
import Foundation
import Glibc

/// The key of pseudonyms: the one that `--key`, `DUXIN_KEY` or the configuration names, made when missing.
enum KeyArguments {
  /// The key of a database: `DB.key` where none is named.
  static func ofDatabase(_ database: String, _ settings: Settings, _ flag: String?) throws -> PseudonymKey {
    try PseudonymKey.loadOrCreate(at: settings.text("key", flag) ?? database + ".key")
  }

  /// The key of streams without a database: `$XDG_CONFIG_HOME/duxin/key` or `~/.config/duxin/key` where none is named.
  ///
  /// Where that file cannot be made, a key of this run alone is used, and a note says so.
  static func ofStream(_ settings: Settings, _ flag: String?, _ console: Console) throws -> PseudonymKey {
    if let named = settings.text("key", flag) { return try PseudonymKey.loadOrCreate(at: named) }
    let environment = ProcessInfo.processInfo.environment
    let home = environment["XDG_CONFIG_HOME"] ?? environment["HOME"].map { $0 + "/.config" }
    do {
      guard let home else { throw FileWriteError(path: "~/.config", number: ENOENT) }
      try AtomicFile.makeFolder(home + "/duxin")
      return try PseudonymKey.loadOrCreate(at: home + "/duxin/key")
    } catch let error as PrivacyError where error.code != "key-unwritable" {
      throw error
    } catch {
      let place = home ?? "~/.config, as there is no HOME"
      console.note("no key file could be made in \(place): pseudonyms of this run match no other; use --key FILE")
      return .ofThisRun
    }
  }
}

extension PseudonymKey {
  /// A pseudonym of no one's: equal marks mean equal keys, and nothing else of the key shows.
  var mark: String { String(decoding: digest(of: Array("duxin".utf8), in: .customer), as: UTF8.self) }

  /// A random key that nobody keeps: its pseudonyms match nothing but one another.
  static var ofThisRun: PseudonymKey {
    PseudonymKey(bytes: (0..<size).map { _ in UInt8.random(in: .min ... .max) })
  }
}
