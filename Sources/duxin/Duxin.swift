import ArgumentParser
import CMalloc
import ChatPipeline
import ChatPrivacy
import ChatReading
import ChatReporting
import ChatStore
import ChatTagging
import Foundation
import Glibc

/// The program: `duxin <command>`.
@main
struct Duxin: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "duxin",
    abstract: "Reads customer-service chats: what customers want, how they feel, what hurts, what they would buy.",
    discussion: """
      Data goes to standard output, messages to standard error; a closed pipe is success.
      Exit status: 0 done; 1 done but records were rejected and --strict; 2 could not do it; 64 usage;
      75 another run holds the lock. SIGINT, SIGTERM: what is not done is rolled back, and the status is 130, 143.

      EXAMPLES
        duxin run exports/ --db shop.db --out reports      the nightly job
        duxin tag chat.jsonl.gz > tagged.jsonl             no database
        duxin explain "这个能便宜点吗"                      why these tags
        duxin query --name pain_points --db shop.db        ad hoc
      """,
    version: DuxinVersion.current,
    subcommands: [
      RunCommand.self, IngestCommand.self, TagCommand.self, SummarizeCommand.self, MergeCommand.self,
      ReportCommand.self, QueryCommand.self, SearchCommand.self, ExplainCommand.self, HandoffCommand.self,
      RulesCommand.self, TrainCommand.self, EvaluateCommand.self,
      StatusCommand.self, InitCommand.self,
    ])

  static func main() {
    signal(SIGPIPE, SIG_IGN)
    // A file over the size limit is an error to tell, not a reason to dump core.
    signal(SIGXFSZ, SIG_IGN)
    umask(0o077)
    // One heap for all threads: what a worker allocates and another thread frees is used again, so memory does not
    // grow.
    mallopt(M_ARENA_MAX, 1)
    // Chunks come and go: their memory is kept for the next, not given back and asked for again page by page.
    mallopt(M_MMAP_THRESHOLD, 32 << 20)
    mallopt(M_TRIM_THRESHOLD, 64 << 20)
    // Swift reads the arguments there: without it every call would look like one without any, and succeed.
    if CommandLine.arguments.isEmpty { stop("cannot see its arguments: /proc is not mounted", 2) }
    var command: any ParsableCommand
    do { command = try parseAsRoot() } catch { exit(withError: error) }
    do {
      try command.run()
    } catch is ClosedPipe {
      // Nobody reads any more: success, by the custom of pipes.
    } catch let interruption as Interrupted {
      Console.standard.error("interrupted; what was done before is kept")
      interruption.end()
    } catch let status as ExitStatus {
      Glibc.exit(status.status)
    } catch let failure as Failure {
      stop(failure.message, failure.status)
    } catch RunLockError.held(let message) {
      stop(message, Failure.busy)
    } catch  where isOurs(error) {
      stop(String(describing: error), 2)
    } catch let error as CocoaError {
      stop(error.localizedDescription, 2)
    } catch {
      // Help, version, usage: the argument parser's own.
      exit(withError: error)
    }
  }

  /// What the floors below throw: a sentence on what stopped the work.
  private static func isOurs(_ error: any Error) -> Bool {
    error is ReadError || error is StoreError || error is PrivacyError || error is TaggingError || error is ReportError
      || error is FileWriteError || error is RunLockError || error is SummaryError
  }

  private static func stop(_ message: String, _ status: Int32) -> Never {
    Console.standard.error(message)
    Glibc.exit(status)
  }
}
