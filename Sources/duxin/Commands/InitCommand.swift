import ArgumentParser
import CData
import ChatPipeline
import Foundation

/// `duxin init`: a commented starter `duxin.yaml`.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a commented starter duxin.yaml into this folder.",
    discussion: """
      Never writes over a file that is there.

      EXAMPLES
        duxin init
        duxin init --print
      """)

  @Flag(help: "Print it instead of writing it.")
  var print = false

  func run() throws {
    guard let file = unsafe cdata_starter(0) else { throw Failure(message: "the starter file is not in the program") }
    let bytes = unsafe Array(UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count))
    if print { return try StandardOutput.write(bytes) }
    let path = "duxin.yaml"
    guard !FileManager.default.fileExists(atPath: path) else {
      throw Failure(message: "\(path) is there already and was left as it is; duxin init --print shows a fresh one")
    }
    try AtomicFile.write(bytes, to: path)
  }
}
