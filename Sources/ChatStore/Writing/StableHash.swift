/// A 64-bit hash of bytes that is the same on every machine and in every version: it is stored in databases.
///
/// Eight bytes at a time by multiply and xor-shift, with the finaliser of MurmurHash3 (Appleby, 2011).
func stableHash(_ bytes: Span<UInt8>, seed: UInt64 = 0) -> UInt64 {
  var hash = seed ^ (UInt64(bytes.count) &* 0x9E37_79B9_7F4A_7C15)
  let raw = unsafe bytes.bytes
  var offset = 0
  while offset + 8 <= raw.byteCount {
    let word = unsafe UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    hash = (hash ^ word) &* 0xFF51_AFD7_ED55_8CCD
    hash ^= hash >> 32
    offset += 8
  }
  var tail: UInt64 = 0
  while offset < raw.byteCount {
    tail = tail << 8 | UInt64(bytes[offset])
    offset += 1
  }
  hash = (hash ^ tail) &* 0xFF51_AFD7_ED55_8CCD
  hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
  return hash ^ (hash >> 33)
}
