import ChatModel
import Foundation
import Testing

@testable import ChatReading

/// Every shipped preset with a sample export of our own and what it becomes.
///
/// `presets/<name>/sample.*` is read with the preset named and with none; both must give `turns.txt`.
/// `DUXIN_RECORD=1` writes the files anew.
@Suite struct PresetTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "presets")

  private static func sample(_ name: String) throws -> (path: String, bytes: [UInt8]) {
    let here = folder.appending(path: name)
    let file = try FileManager.default.contentsOfDirectory(atPath: here.path).first { $0.hasPrefix("sample.") }
    let path = here.appending(path: try #require(file)).path
    return (path, Array(try Data(contentsOf: URL(filePath: path))))
  }

  @Test(arguments: Preset.shipped.map(\.name)) func sampleBecomesItsTurns(name: String) throws {
    let (path, bytes) = try Self.sample(name)
    let named = try Transcript(bytes, path: path) { $0.preset = Preset.shipped.first { $0.name == name } }
    let text = named.lines.joined(separator: "\n") + "\n"
    let golden = Self.folder.appending(path: "\(name)/turns.txt")
    if ProcessInfo.processInfo.environment["DUXIN_RECORD"] != nil {
      try Data(text.utf8).write(to: golden)
    }
    #expect(try String(contentsOf: golden, encoding: .utf8) == text)
    #expect(!named.turns.isEmpty && named.rejected == 0)
  }

  @Test(arguments: Preset.shipped.map(\.name)) func presetIsRecognised(name: String) throws {
    let (path, bytes) = try Self.sample(name)
    let found = try Transcript(bytes, path: path)
    #expect(found.preset == name)
    #expect(
      found.lines == (try Transcript(bytes, path: path) { $0.preset = Preset.shipped.first { $0.name == name } }).lines)
  }

  @Test func everyShippedFileIsEmbedded() throws {
    let root = Self.folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let folder = root.appending(path: "Sources/CData/files/presets")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
    for file in files {
      let preset = try Preset.named(folder.appending(path: file).path)
      #expect(Preset.shipped.contains { $0.name == preset.name }, "\(file) is not embedded")
      #expect(file == preset.name + ".yaml")
    }
    #expect(Preset.shipped.count == files.count + 1)
    #expect(Preset.shipped.map(\.name) == Preset.names)
  }

  @Test(arguments: [
    ("name: x\nformat: csv\nfields: {}\n", "lacks the field 'conversation_id'"),
    ("name: x\nformat: xls\nfields: {}\n", "line 2: 'format' is one of jsonl, json, csv, tsv"),
    ("name: x\nabout: y\nformat: csv\nfields:\n  conversation_id: a\n  txt: b\n", "line 6: 'fields.txt' is no field"),
    (
      "name: x\nformat: csv\nfields:\n  conversation_id: a\n  text: b\n  speaker:\n    from: c\n    vals: {}\n",
      "line 8: 'fields.speaker.vals' is no key"
    ),
    ("name: x\nformat: csv\nfields:\n  text: {from: 'a[b'}\n", "'fields.text.from' has a '['"),
    (
      "name: x\nformat: csv\nheader: maybe\nfields: {conversation_id: a, text: b, speaker: c}\nabout: y",
      "line 3: 'header' is true or false"
    ),
    (
      "name: x\nabout: y\nformat: csv\nheader: false\nfields: {conversation_id: a, text: b, speaker: c}\n",
      "'columns' must name"
    ),
    ("name: [x\n", "no valid YAML"),
    ("", "is not a list of 'key: value'"),
  ]) func aWrongPresetFileIsExplained(yaml: String, message: String) throws {
    let error = try #require(throws: ReadError.self) { try Preset(yaml: yaml, file: "mine.yaml") }
    #expect(error.message.contains(message), "\(error)")
    #expect(error.path == "mine.yaml" && error.code == "bad-preset")
  }

  @Test func aPresetFileOfOnesOwnWorksLikeAShippedOne() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).yaml").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let yaml = """
      name: mine
      about: our own help desk
      format: jsonl
      each: [log]
      fields:
        conversation_id: ^ticket
        speaker: {from: who, values: {"=^buyer": customer, "*": agent}}
        text: {from: [said.zh, said.en], join: " / "}
        shop: {otherwise: 晴天}
      missing: ["-"]
      """
    try Data(yaml.utf8).write(to: URL(filePath: path))
    let line =
      #"{"ticket":7,"buyer":"a","log":[{"who":"a","said":{"zh":"你好","en":"hi"}},{"who":"b","said":{"zh":"在","en":"-"}}]}"#
    let found = try Transcript(Array(line.utf8), path: "t.jsonl") { $0.preset = try Preset.named(path) }
    #expect(found.turns == ["7|-|customer|text|-||||晴天|\"你好 / hi\"", "7|-|agent|text|-||||晴天|\"在\""])
    #expect(throws: ReadError.self) { try Preset.named("no-such-preset") }
    #expect(throws: ReadError.self) { try Preset.named("/no/such/file.yaml") }
  }

  @Test(arguments: [
    // Nothing there, no array there, an empty one, records that are none: counted and told.
    (#"{"tickets":[{"tid":"1"}]}"#, ["1 missing-field"], 0), (#"{"tickets":[{"tid":"1","dialogue":[]}]}"#, [], 0),
    (#"{"tickets":[{"tid":"1","dialogue":[7,{"role":"客户","words":"好"}]}]}"#, ["1 not-a-record"], 1),
    (#"{"tickets":[{"dialogue":[{"role":"客户","words":"好"}]}]}"#, ["1 missing-field"], 0),
  ]) func nestedRecordsThatAreNone(document: String, problems: [String], kept: Int) throws {
    let found = try Transcript(Array(document.utf8), path: "t.json") { $0.preset = try Preset.named("aliyun-sca") }
    #expect(found.problems == problems && found.turns.count == kept)
  }

  @Test func repliesInACircleEnd() throws {
    let lines = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "d"), ("e", "x")].map { id, to in
      #"{"id":"\#(id)","speaker":"s\#(id)","conversation_id":"","reply_to":"\#(to)","timestamp":1793585002,"text":"t"}"#
    }
    let found = try Transcript(Array(lines.joined(separator: "\n").utf8), path: "t.jsonl") {
      $0.preset = try Preset.named("convokit")
      $0.map = [.conversationID: "id"]
    }
    #expect(found.turns.count == 5 && found.rejected == 0)
    #expect(Set(found.turns.map { $0.prefix(1) }).count == 3)
  }

  @Test(arguments: [
    ("<p>a</p><p>b</p>", "a\nb"), ("a<br/>b &amp; c &#20320; &#x4f60;", "a\nb & c 你 你"),
    ("1 < 2 &nope; &", "1 < 2 &nope; &"),
    ("<style>p{}</style>x<script>alert('<b>')</script>y", "xy"), ("<div>\n  a \n</div>  b", "a\nb"),
    ("<img src=x>", ""),
    ("<!-- no -->a", "a"), ("<p>unclosed", "unclosed"), ("<", "<"), ("<p", ""),
  ]) func htmlBecomesText(html: String, text: String) {
    #expect(String(decoding: HTMLText.plain(Array(html.utf8)), as: UTF8.self) == text)
  }
}
