import Foundation
import Testing

/// The nightly job as Integrations/nightly documents it: what stands there is run as it stands, with a folder of the
/// test in place of /srv/duxin and the built program in place of the installed one.
@Suite struct NightlyTests {
  private static func file(_ name: String) throws -> String {
    try String(contentsOf: Program.root.appending(path: "Integrations/nightly/\(name)"), encoding: .utf8)
  }

  private static func localised(_ text: String, in folder: URL) -> String {
    text.replacingOccurrences(of: "/srv/duxin", with: folder.path)
      .replacingOccurrences(of: "/usr/local/bin/duxin", with: Program.products.appending(path: "duxin").path)
  }

  /// A working folder set up as the README says, with one chat of a given time.
  private static func prepare(_ folder: URL, chatOf time: Date) throws {
    let setUp = """
      duxin init && sed -i 's/^# \\(paths\\|db\\|out\\):/\\1:/' duxin.yaml && mkdir exports
      """
    let result = try Program.shell(setUp, in: folder)
    #expect(result.status == 0, "\(result.err)")
    let seconds = Int(time.timeIntervalSince1970)
    let record = #"{"conversation_id":"c","speaker":"customer","text":"怎么还没发货","timestamp":\#(seconds)}"#
    try record.write(to: folder.appending(path: "exports/a.jsonl"), atomically: true, encoding: .utf8)
  }

  /// The lines of the crontab: five fields of time, and the command as cron would hand it to the shell.
  private static func crontab() throws -> [(fields: [Substring], command: String)] {
    try file("duxin.crontab").split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let parts = line.split(separator: " ", maxSplits: 5)
      return (Array(parts.prefix(5)), String(parts.last ?? ""))
    }
  }

  @Test(arguments: [0, -86_400 * 30] as [Double]) func crontabLinesRun(age: Double) throws {
    let lines = try Self.crontab()
    #expect(lines.count == 2)
    try Program.inTemporaryFolder { folder in
      try Self.prepare(folder, chatOf: Date(timeIntervalSinceNow: age))
      var printed = ""
      for (fields, command) in lines {
        #expect(fields.count == 5 && fields.allSatisfy { $0.allSatisfy { "0123456789*,/-".contains($0) } })
        #expect(!command.contains("%"), "cron takes % for the end of the line")
        try Self.localised(command, in: folder).write(
          to: folder.appending(path: "line"), atomically: true, encoding: .utf8)
        // What cron gives a command: hardly any environment, and a plain shell.
        let line = #"exec env -i HOME="$HOME" LOGNAME=duxin SHELL=/bin/sh PATH=/usr/bin:/bin /bin/sh -c "$(cat line)""#
        let result = try Program.shell(line, in: folder)
        #expect(result.status == 0 && result.err == "", "\(command): \(result.err)")
        printed += result.out
      }
      #expect(printed.isEmpty == (age == 0), "cron mails what is printed: a warning when chats are old, else nothing")
      let log = try String(contentsOf: folder.appending(path: "duxin.log"), encoding: .utf8)
      #expect(log.contains(#""read":1,"stored":1"#), "\(log)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "reports").path).count == 1)
    }
  }

  @Test func unitCommandsRun() throws {
    try Program.inTemporaryFolder { folder in
      try Self.prepare(folder, chatOf: Date())
      let unit = Self.localised(try Self.file("duxin.service"), in: folder).split(separator: "\n")
      #expect(unit.contains("WorkingDirectory=\(folder.path)"))
      let commands = unit.filter { $0.hasPrefix("Exec") }.map { String($0.drop { $0 != "=" }.dropFirst()) }
      #expect(commands.count == 2)
      for command in commands {
        let result = try Program.shell("exec env -i \(command)", in: folder)
        #expect(result.status == 0, "\(command): \(result.err)")
      }
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: "duxin.db").path))
    }
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze"), "needs systemd-analyze"))
  func unitsVerify() throws {
    try Program.inTemporaryFolder { folder in
      for name in ["duxin.service", "duxin.timer"] {
        // The user is the reader's own to make.
        let unit = Self.localised(try Self.file(name), in: folder).replacingOccurrences(of: "User=duxin\n", with: "")
        try unit.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
      }
      let result = try Program.shell("systemd-analyze verify ./duxin.service ./duxin.timer", in: folder)
      #expect(result.status == 0 && result.err == "", "\(result.err)")
    }
  }
}
