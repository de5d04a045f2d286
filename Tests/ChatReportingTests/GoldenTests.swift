import ChatReporting
import Foundation
import Testing

/// The whole report of a small shop, byte for byte, in both languages.
///
/// After a change that is meant: `DUXIN_RECORD=1 swift test --filter GoldenTests`, then read the diff.
@Suite struct GoldenTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  @Test(arguments: ReportLanguage.allCases)
  func reportIsTheGoldenOne(_ language: ReportLanguage) throws {
    let folder = Self.folder.appending(path: language.rawValue)
    let files =
      try MarkdownReport.files(SampleShop.input, language: language)
      + CSVReport.files(SampleShop.input, language: language)
      + HTMLReport.files(SampleShop.input, language: language)
      + JSONReport.files(SampleShop.input, language: language)
    let isRecording = ProcessInfo.processInfo.environment["DUXIN_RECORD"] == "1"
    for file in files {
      let golden = folder.appending(path: file.name)
      if isRecording {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(file.bytes).write(to: golden)
      }
      let expected = try? Data(contentsOf: golden)
      #expect(expected.map { String(decoding: $0, as: UTF8.self) } == file.text, "\(language) \(file.name)")
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    #expect(Set(names) == Set(files.map(\.name)), "no golden without its file")
    #expect(!isRecording, "goldens were recorded; run again without DUXIN_RECORD")
  }
}
