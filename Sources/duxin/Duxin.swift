import ArgumentParser
import ChatPipeline
import Glibc

/// The program: `duxin <command>`.
@main
struct Duxin: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "duxin",
    abstract: "Reads exported customer-service chats: what customers want, how they feel, what hurts, what they would buy.",
    discussion: """
      Data goes to standard output, messages to standard error; a closed pipe is success.
      Exit status: 0 done; 1 done but records were rejected and --strict; 2 could not do it; 64 usage.

      EXAMPLES
        duxin run exports/ --db shop.db --out reports      the nightly job
        duxin tag chat.jsonl.gz > tagged.jsonl             no database
        duxin explain "这个能便宜点吗"                      why these tags
        duxin query --name pain_points --db shop.db        ad hoc
      """,
    version: DuxinVersion.current,
    subcommands: [
      RunCommand.self, IngestCommand.self, TagCommand.self, ReportCommand.self, QueryCommand.self, ExplainCommand.self,
    ])

  static func main() {
    signal(SIGPIPE, SIG_IGN)
    umask(0o077)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let error as ClosedPipe {
      _ = error
    } catch let error as Failure {
      Console.standard.error(error.message)
      exit(withError: ExitCode(error.status))
    } catch {
      exit(withError: error)
    }
  }
}
