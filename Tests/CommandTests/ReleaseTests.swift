import Foundation
import Glibc
import Testing

/// What `make release` makes.
private enum Release {
  static let program = Program.root.appending(path: ".build/static/duxin").path
  /// A Debian of debootstrap, where one could be made.
  static let debian = Program.root.appending(path: ".build/static/debian").path

  /// Where it is tried.
  static let places =
    ["nothing but libraries"] + (FileManager.default.fileExists(atPath: debian) ? ["debootstrap"] : [])

  static let isThere = FileManager.default.fileExists(atPath: program)
}

/// The program of `make release` in a system that has nothing but the C library.
@Suite(
  .enabled(if: Release.isThere, "needs the program of make release"),
  .enabled(if: geteuid() == 0, "needs root, for chroot"))
struct ReleaseTests {
  /// Copies the libraries that the program names, as `ldd` finds them, to where it looks for them.
  private static let bare = """
    mkdir -p root/tmp && ldd \(Release.program) | grep -o '/[^ ]*' | while read -r library; do
      mkdir -p "root$(dirname "$library")" && cp -L "$library" "root$library"
    done
    """

  /// The nightly job, and the tagged turns, of SampleLogs; what cannot be read of them is told in `errors`.
  private static func work(_ prefix: String, samples: String, out: String) -> String {
    """
    \(prefix) run \(samples) --db \(out)/a.db --key \(out)/key --out \(out)/reports --quiet \
    && \(prefix) tag \(samples) --key \(out)/key > tagged.jsonl 2> errors
    """
  }

  @Test func needsOnlyTheCLibrary() throws {
    try Program.inTemporaryFolder { folder in
      let names = try Program.shell("ldd \(Release.program) | awk '{print $1}' | sed 's|.*/||' | sort", in: folder).out
      let common: Set<Substring> = [
        "ld-linux-x86-64.so.2", "libc.so.6", "libdl.so.2", "libgcc_s.so.1", "libm.so.6", "libpthread.so.0",
        "librt.so.1",
        "linux-vdso.so.1",
      ]
      #expect(Set(names.split(separator: "\n")).isSubset(of: common), "\(names)")
    }
  }

  @Test(arguments: Release.places)
  func worksAsAtHome(place: String) throws {
    let isDebian = place == "debootstrap"
    try Program.inTemporaryFolder { folder in
      let make = isDebian ? "cp -a \(Release.debian) root" : Self.bare
      let made = try Program.shell(
        "\(make) && mkdir root/d && cp \(Release.program) root/duxin && cp -r \(Program.root.path)/SampleLogs root/",
        in: folder)
      #expect(made.status == 0, "\(made.err)")
      // Swift reads the arguments of a program from /proc.
      let blind = try Program.shell("/usr/sbin/chroot root /duxin status", in: folder)
      #expect(blind.status == 2 && blind.err.contains("/proc"), "\(blind.out)\(blind.err)")
      let inside = "/usr/sbin/chroot root /duxin"
      let mounted = try Program.shell("mkdir -p root/proc && mount -t proc proc root/proc", in: folder)
      #expect(mounted.status == 0, "\(mounted.err)")
      defer { _ = try? Program.shell("umount root/proc", in: folder) }
      if !isDebian {
        let lacking = try Program.shell("\(inside) tag /SampleLogs/shanli-fruit.gb18030.csv", in: folder)
        #expect(lacking.status == 2 && lacking.err.contains("[no-converter]"), "\(lacking.err)")
        let tables = "usr/lib/x86_64-linux-gnu/gconv"
        _ = try Program.shell(
          "mkdir -p root/\(tables) && cp /\(tables)/{GB18030.so,gconv-modules*} root/\(tables)", in: folder)
      }
      let there = try Program.shell(
        Self.work(inside, samples: "/SampleLogs", out: "/d") + " && mv tagged.jsonl there", in: folder)
      #expect(there.status == 0, "\(there.err)")
      let here = try Program.shell(
        "mkdir d && cp root/d/key d/ && cp -r root/SampleLogs . && "
          + Self.work("duxin", samples: "SampleLogs", out: "d")
          + " && cmp tagged.jsonl there && diff -r d/reports root/d/reports",
        in: folder)
      #expect(here.status == 0, "\(here.out)\(here.err)")
    }
  }
}
