import ArgumentParser
import ChatModel
import ChatReporting
import ChatStore
import Foundation

/// `duxin-dev schema`: the page that documents views, saved queries, labels and report fields.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Writes Sources/SCHEMA.md to standard output.",
    discussion: """
      EXAMPLES
        duxin-dev schema > Sources/SCHEMA.md
      """)

  @Option(help: ArgumentHelp("The folder of the template and of what columns mean.", valueName: "DIR"))
  var sources = "Sources/duxin-dev/schema"

  func run() throws {
    let folder = URL(filePath: sources)
    var page = try String(contentsOf: folder.appending(path: "template.md"), encoding: .utf8)
    let about = try String(contentsOf: folder.appending(path: "columns.tsv"), encoding: .utf8)
    let database = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).db")
    defer { try? FileManager.default.removeItem(at: database) }
    try Store(path: database.path).close()
    let query = try ReadOnlyQuery(path: database.path)
    for view in ["v_turn", "v_conversation", "v_order"] {
      let columns = try Self.columns(of: "SELECT * FROM \(view)", query)
      page = page.replacing("{{\(view)}}", with: try Self.table(of: view, columns, about: about))
    }
    let queries = try SavedQuery.shipped.map { saved in
      let columns = try Self.columns(of: saved.sql, query)
      return "| `\(saved.name)` | \(saved.about) | \(Self.codes(saved.parameters)) | \(Self.codes(columns)) |"
    }
    page = page.replacing(
      "{{queries}}",
      with: (["| name | answers | parameters | columns |", "|---|---|---|---|"] + queries).joined(separator: "\n"))
    page = page.replacing("{{labels}}", with: Self.labels).replacing(
      "{{report_version}}", with: "\(JSONReport.version)")
    print(page, terminator: "")
  }

  private static func columns(of sql: String, _ query: ReadOnlyQuery) throws -> [String] {
    var columns: [String] = []
    try query.run(sql, columns: { columns = $0 }, row: { _ in })
    return columns
  }

  /// The columns of a view with what each means; both must know the same ones.
  private static func table(of view: String, _ columns: [String], about: String) throws -> String {
    let known = about.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
      .filter { $0.count == 3 && $0[0] == view }
    guard known.map({ $0[1] }) == columns else {
      throw ValidationError("columns.tsv and \(view) differ: \(known.map { $0[1] }) and \(columns)")
    }
    return (["| column | what |", "|---|---|"] + known.map { "| `\($0[1])` | \($0[2]) |" }).joined(separator: "\n")
  }

  private static func codes(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }

  private static let labels =
    (["| column | labels |", "|---|---|"]
    + [
      ("speaker", Speaker.names), ("message_type", MessageType.names), ("intents", Intent.names),
      ("emotion", Emotion.names), ("price_sensitivity", PriceSensitivity.names),
      ("purchase_signal", PurchaseSignal.names), ("acts", Act.names), ("service_stage", ServiceStage.names),
    ].map { "| `\($0)` | \(codes($1)) |" }).joined(separator: "\n")
}
