internal import GRDBSQLite

/// What a statement of a user may do: read, recurse, and call functions that neither write nor make huge values.
let queryAuthorizer:
  @convention(c) (
    UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<CChar>?,
    UnsafePointer<CChar>?
  ) -> Int32 = { _, action, _, name, _, _ in
    switch action {
    case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return SQLITE_OK
    case SQLITE_FUNCTION:
      guard let name = unsafe name else { return SQLITE_DENY }
      return unsafe allowedFunctions.contains(String(cString: name).lowercased()) ? SQLITE_OK : SQLITE_DENY
    default: return SQLITE_DENY
    }
  }

/// Left out on purpose: load_extension, randomblob, zeroblob, printf, format, fts3_tokenizer, and what tells of SQLite.
private let allowedFunctions: Set<String> = [
  "abs", "avg", "ceil", "ceiling", "char", "coalesce", "count", "cume_dist", "date", "datetime", "dense_rank", "exp",
  "first_value", "floor", "glob", "group_concat", "hex", "ifnull", "iif", "instr", "json", "json_array",
  "json_array_length", "json_extract", "json_group_array", "json_group_object", "json_object", "json_type",
  "json_valid", "julianday", "lag", "last_value", "lead", "length", "like", "likelihood", "likely", "ln", "log",
  "log10", "log2", "lower", "ltrim", "max", "min", "mod", "nth_value", "ntile", "nullif", "percent_rank", "pow",
  "power", "rank", "replace", "round", "row_number", "rtrim", "sign", "sqrt", "strftime", "substr", "substring", "sum",
  "time", "total", "trim", "trunc", "typeof", "unicode", "unixepoch", "unlikely", "upper", "->", "->>",
]
